"""A reader's selection -> SQL with parameters; `short_names` has the address of a selection.

The pages, the exports and the data addresses all ask through here, so the same filters give the same
rows everywhere. Knows no Streamlit and no files. No value is ever written into the SQL text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pages.parts.criteria import CONFIDENCES, DEFAULT, FLOORS, Selection
from pages.parts.folding import search_words


@dataclass(frozen=True, slots=True)
class Query:
    """SQL text with `?` marks, and their values in order."""

    sql: str
    params: tuple[Any, ...] = ()


def conditions(selection: Selection) -> dict[str, Query]:
    """One condition for each active filter, by the filter's name."""
    found: dict[str, Query] = {}
    words = search_words(selection.search)
    if words:
        everywhere = " AND ".join("contains(search_all, ?)" for _ in words)
        found["search"] = Query(f"deal_id IN (SELECT deal_id FROM search WHERE {everywhere})", words)
    for name, codes, column in (
        ("sectors", selection.sectors, "sector_codes"),
        ("suppliers", selection.suppliers, "supplier_codes"),
        ("recipients", selection.recipients, "recipient_codes"),
    ):
        if codes:
            found[name] = Query(f"list_has_any({column}, ?::VARCHAR[])", (codes,))
    years = [
        (sql, year)
        for sql, year in (
            ("announced_year >= ?", selection.first_year),
            ("announced_year <= ?", selection.last_year),
        )
        if year is not None
    ]
    if years:
        found["years"] = Query(" AND ".join(s for s, _ in years), tuple(y for _, y in years))
    # A deal stands in the band by what is certain of it: its lower bound, a ceiling's upper one.
    ends = [
        (f"coalesce(value_low_usd, value_high_usd) {sign} ?", amount)
        for sign, amount in ((">=", selection.least_usd), ("<=", selection.most_usd))
        if amount is not None
    ]
    if ends:
        found["band"] = Query(" AND ".join(s for s, _ in ends), tuple(a for _, a in ends))
    if selection.confidence != DEFAULT.confidence:
        found["confidence"] = Query("confidence >= ?", (CONFIDENCES[selection.confidence],))
    return found


def where(selection: Selection, leave_out: Iterable[str] = ()) -> Query:
    """All conditions joined; `true` where nothing is filtered."""
    skipped = set(leave_out)
    parts = [query for name, query in conditions(selection).items() if name not in skipped]
    return Query(
        " AND ".join(f"({part.sql})" for part in parts) or "true",
        tuple(v for part in parts for v in part.params),
    )


def chosen(selection: Selection, columns: str = "*") -> Query:
    """The deals that are selected, each with `low`, `high`, `is_counted` and `why` (ok, or why not).

    `columns` is a fixed list of our own: fewer columns are planned faster.
    """
    low, high = selection.value_columns
    floor = FLOORS[selection.floor]
    condition = where(selection)
    missing = "no_gdp" if selection.unit == "gdp" else "no_rate"
    sql = f"""
        SELECT {columns}, {low} AS low, {high} AS high,
            CASE
                WHEN is_eligible AND firmness >= ? AND {low} IS NOT NULL THEN 'ok'
                WHEN is_eligible AND firmness >= ? THEN '{missing}'
                WHEN is_eligible OR (countable_reason = 'below_firmness' AND firmness < ?) THEN 'below_firmness'
                WHEN countable_reason = 'below_firmness' THEN why_never
                ELSE countable_reason
            END AS why,
            why = 'ok' AS is_counted
        FROM facts WHERE {condition.sql}"""
    return Query(sql, (floor, floor, floor, *condition.params))


SUMS = """count(*) AS deal_count,
    count(*) FILTER (is_counted) AS counted,
    coalesce(sum(low) FILTER (is_counted), 0) AS low,
    coalesce(sum(coalesce(high, low)) FILTER (is_counted), 0) AS high,
    count(*) FILTER (is_counted AND high IS NULL) AS open_high,
    count(*) FILTER (why = 'ceiling_only') AS ceilings,
    coalesce(sum(high) FILTER (why = 'ceiling_only'), 0) AS ceiling_high"""
GROUPS = frozenset(
    {
        "sector",
        "supplier_country",
        "recipient_country",
        "announced_year",
        "announced_month",
        "firmness",
        "why",
        "status",
    }
)


def grouped(selection: Selection, *by: str) -> Query:
    """Sums of the selected deals by columns of GROUPS; without columns, one row for all.

    Upper sums take the lower bound where the end is open, as `etl.counting.interval_sum` does.

    Raises:
        ValueError: A column is not one that may be grouped by.
    """
    if wrong := [name for name in by if name not in GROUPS]:
        raise ValueError(f"Cannot group by {wrong}. Allowed: {', '.join(sorted(GROUPS))}.")
    base = chosen(selection, ", ".join(name for name in by if name != "why") or "deal_id")
    keys = ", ".join(by)
    tail = f" GROUP BY {keys} ORDER BY {keys}" if by else ""
    return Query(f"SELECT {keys + ', ' if by else ''}{SUMS} FROM ({base.sql}) AS chosen{tail}", base.params)


def by_reason(selection: Selection) -> Query:
    """Deals and sums for `ok` and for each reason why others are not counted: what stands beside a total."""
    base = chosen(selection, "deal_id")
    sql = f"""SELECT why, count(*) AS deals, coalesce(sum(coalesce(low, 0)), 0) AS low,
            coalesce(sum(coalesce(high, low)), 0) AS high,
            count(*) FILTER (high IS NULL AND low IS NOT NULL) AS open_high
        FROM ({base.sql}) AS chosen GROUP BY why ORDER BY why"""
    return Query(sql, base.params)


def facets(selection: Selection) -> Query:
    """How many deals stand behind each option of a filter, the other filters applied: facet, value, deals."""
    parts: list[str] = []
    params: list[Any] = []
    for facet, column, filter_name in (
        ("sector", "unnest(sector_codes)", "sectors"),
        ("supplier", "unnest(supplier_codes)", "suppliers"),
        ("recipient", "unnest(recipient_codes)", "recipients"),
        ("year", "announced_year::VARCHAR", "years"),
        ("firmness", "firmness::VARCHAR", ""),
        ("confidence", "CASE WHEN confidence >= 0.9 THEN 'high' WHEN confidence >= 0.7 THEN 'medium' ELSE 'any' END",
         "confidence"),
    ):  # fmt: skip
        condition = where(selection, (filter_name,))
        parts.append(
            f"SELECT '{facet}' AS facet, value, count(*) AS deals FROM "
            f"(SELECT {column} AS value FROM facts WHERE {condition.sql}) AS f{len(parts)} GROUP BY value"
        )
        params += condition.params
    return Query(" UNION ALL ".join(parts), tuple(params))


# What a list or a chart of deals shows: fewer columns are planned faster than all of them.
LISTED = """deal_id, title, parties, first_announced_date, announced_year, supplier_country, recipient_country, sector,
    status, amount_as_written, document_count, newest_url"""
ORDERS = {
    "newest": "first_announced_date DESC NULLS LAST, announced_year DESC NULLS LAST, deal_id",
    "largest": "is_counted DESC, low DESC NULLS LAST, high DESC NULLS LAST, deal_id",
    "value": "coalesce(low, high) DESC NULLS LAST, deal_id",
}


def deals(
    selection: Selection,
    order: str = "newest",
    limit: int | None = None,
    offset: int = 0,
    condition: str = "true",
    columns: str = "*",
) -> Query:
    """The selected deals, one row each. With a search, the best matches come first.

    `condition` and `columns` are fixed pieces of SQL from our own code, never a reader's words.
    """
    base = chosen(selection, columns)
    sql, params = base.sql, list(base.params)
    ranking = ORDERS[order]
    score = _score(selection) if order == "newest" else None
    if score:
        sql = f"SELECT c.*, {score.sql} AS score FROM ({sql}) AS c JOIN search USING (deal_id)"
        params = [*score.params, *params]
        ranking = f"score DESC, {ranking}"
    sql = f"SELECT * FROM ({sql}) AS chosen WHERE {condition} ORDER BY {ranking}"
    if limit is not None:
        sql += " LIMIT ? OFFSET ?"
        params += [limit, offset]
    return Query(sql, tuple(params))


def ranked(selection: Selection, columns: str) -> Query:
    """The selected deals with their place in each of ORDERS, a column an order, from 1.

    With a search, `newest` puts the best matches first, as `deals` does.
    """
    base = chosen(selection, columns)
    sql, params, score = base.sql, base.params, _score(selection)
    orders = dict(ORDERS)
    if score:
        sql = f"SELECT c.*, {score.sql} AS score FROM ({sql}) AS c JOIN search USING (deal_id)"
        params = (*score.params, *params)
        orders["newest"] = f"score DESC, {orders['newest']}"
    places = ", ".join(f"row_number() OVER (ORDER BY {order}) AS {name}" for name, order in orders.items())
    return Query(f"SELECT *, {places} FROM ({sql}) AS chosen", params)


def _score(selection: Selection) -> Query | None:
    """How well a deal matches the search; None without one."""
    words = search_words(selection.search)
    if not words:
        return None
    one = "4 * contains(search_title, ?)::INT + 2 * contains(search_parties, ?)::INT"
    return Query(" + ".join(one for _ in words), tuple(word for word in words for _ in range(2)))


def emptied_by(selection: Selection) -> Query:
    """For each active filter, how many deals there would be without it: name, deals."""
    parts: list[str] = []
    params: list[Any] = []
    for name in conditions(selection):
        condition = where(selection, (name,))
        parts.append(f"SELECT '{name}' AS name, count(*) AS deals FROM facts WHERE {condition.sql}")
        params += condition.params
    return Query(" UNION ALL ".join(parts) or "SELECT '' AS name, 0 AS deals WHERE false", tuple(params))
