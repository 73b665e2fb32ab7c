"""One table asked for once -> every grouping and list that a page shows, without asking the database again.

A query costs milliseconds of planning, a page has ten. So the deals themselves, or where they are many their
sums by sector, countries, month, firmness, confidence and reason, are asked for once, and a change of those
filters only adds some of its rows. Sums of sums are sums of bounds; tests compare every answer with the query
layer's own.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pages.parts import query
from pages.parts.criteria import CONFIDENCES, DEFAULT, NOT_STATED, Selection
from pages.parts.query import Query

Row = dict[str, Any]
KEYS = (
    "sector",
    "supplier_country",
    "recipient_country",
    "announced_year",
    "announced_month",
    "firmness",
    "sure",
    "why",
)
# For each facet its filter, if it has one that chooses among the rows, and the values of a row.
FACETS: dict[str, tuple[str, Callable[[Row], Iterable[Any]]]] = {
    "sector": ("sectors", lambda row: (row["sector"] or NOT_STATED,)),
    "supplier": ("suppliers", lambda row: row["supplier_codes"]),
    "recipient": ("recipients", lambda row: row["recipient_codes"]),
    "year": ("years", lambda row: (row["announced_year"],)),
    "firmness": ("", lambda row: (row["firmness"],)),
    "confidence": ("confidence", lambda row: (("any", "medium", "high")[row["sure"]],)),
}
MOST_DEALS = 5_000  # up to which the rows are single deals
MOST_ROWS = 20_000  # above this the database is quicker
_SUMS = """count(*) AS deals, coalesce(sum(coalesce(low, 0)), 0) AS sum_low,
    coalesce(sum(coalesce(high, low)), 0) AS sum_high, count(*) FILTER (high IS NULL AND low IS NOT NULL) AS sum_open"""
_ONE = """1 AS deals, coalesce(low, 0) AS sum_low, coalesce(high, low, 0) AS sum_high,
    (high IS NULL AND low IS NOT NULL)::INT AS sum_open"""
_SURE = f"""CASE WHEN confidence >= {CONFIDENCES["high"]} THEN 2 WHEN confidence >= {CONFIDENCES["medium"]} THEN 1
    ELSE 0 END AS sure"""


def base_of(selection: Selection) -> Selection:
    """The part of a selection that the cube is asked for; the rest only chooses among its rows."""
    return replace(
        selection, sectors=(), suppliers=(), recipients=(), first_year=None, last_year=None,
        confidence=DEFAULT.confidence, bound=DEFAULT.bound,
    )  # fmt: skip


def cube_query(selection: Selection) -> Query:
    """Sums by all KEYS for what `base_of` leaves of a selection."""
    columns = ", ".join(key for key in KEYS if key not in ("sure", "why"))
    codes = "any_value(supplier_codes) AS supplier_codes, any_value(recipient_codes) AS recipient_codes"
    base = query.chosen(base_of(selection), f"{columns}, supplier_codes, recipient_codes, {_SURE}")
    keys = ", ".join(KEYS)
    sql = f"SELECT {keys}, {codes}, {_SUMS} FROM ({base.sql}) AS chosen GROUP BY {keys} ORDER BY {keys}"
    return Query(sql, base.params)


def deals_query(selection: Selection) -> Query:
    """As `cube_query`, a row a deal: with what a list of deals shows, and its place in each order."""
    columns = (
        f"{query.LISTED}, announced_month, firmness, value_low_usd, supplier_codes, recipient_codes, {_SURE}"
    )
    base = query.ranked(base_of(selection), columns)
    return Query(f"SELECT *, {_ONE} FROM ({base.sql}) AS ranked ORDER BY deal_id", base.params)


def conditions(selection: Selection) -> dict[str, Callable[[Row], bool]]:
    """One test of a cube's row for each filter that the cube was not asked for."""
    found: dict[str, Callable[[Row], bool]] = {}
    if selection.sectors:
        sectors = set(selection.sectors)
        found["sectors"] = lambda row: (row["sector"] or NOT_STATED) in sectors
    if selection.suppliers:
        suppliers = set(selection.suppliers)
        found["suppliers"] = lambda row: not suppliers.isdisjoint(row["supplier_codes"])
    if selection.recipients:
        recipients = set(selection.recipients)
        found["recipients"] = lambda row: not recipients.isdisjoint(row["recipient_codes"])
    if selection.first_year is not None or selection.last_year is not None:
        first, last = selection.first_year or 0, selection.last_year or 9999
        found["years"] = lambda row: (
            row["announced_year"] is not None and first <= row["announced_year"] <= last
        )
    if selection.confidence != DEFAULT.confidence:
        least = {"medium": 1, "high": 2}[selection.confidence]
        found["confidence"] = lambda row: row["sure"] >= least
    return found


def chosen(rows: list[Row], selection: Selection) -> list[Row]:
    """The cube's rows that a selection keeps."""
    for test in conditions(selection).values():
        rows = list(filter(test, rows))
    return rows


def grouped(rows: Iterable[Row], by: tuple[str, ...]) -> list[Row]:
    """As `query.grouped`: sums by columns, in the order of the keys, what is missing last."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = tuple(row[name] for name in by)
        one = found.get(key)
        if one is None:
            one = found[key] = dict(zip(by, key, strict=True)) | {
                "deal_count": 0, "counted": 0, "low": 0.0, "high": 0.0, "open_high": 0, "ceilings": 0, "ceiling_high": 0.0,
            }  # fmt: skip
        one["deal_count"] += row["deals"]
        if row["why"] == "ok":
            one["counted"] += row["deals"]
            one["low"] += row["sum_low"]
            one["high"] += row["sum_high"]
            one["open_high"] += row["sum_open"]
        elif row["why"] == "ceiling_only":
            one["ceilings"] += row["deals"]
            one["ceiling_high"] += row["sum_high"]
    return [found[key] for key in sorted(found, key=lambda key: [(part is None, part or 0) if not isinstance(part, str)
            else (False, part) for part in key])]  # fmt: skip


def reasons(rows: Iterable[Row]) -> list[Row]:
    """As `query.by_reason`."""
    found: dict[str, Row] = {}
    for row in rows:
        one = found.setdefault(
            row["why"], {"why": row["why"], "deals": 0, "low": 0.0, "high": 0.0, "open_high": 0}
        )
        one["deals"] += row["deals"]
        one["low"] += row["sum_low"]
        one["high"] += row["sum_high"]
        one["open_high"] += row["sum_open"]
    return [found[why] for why in sorted(found)]


def facet(rows: Iterable[Row], name: str) -> dict[str, int]:
    """As one facet of `query.facets`: deals behind each option, of the rows that its filter would choose among."""
    _, values = FACETS[name]
    counts: dict[Any, int] = {}
    for row in rows:
        for value in values(row):
            counts[value] = counts.get(value, 0) + row["deals"]
    return {str(value): deals for value, deals in counts.items() if value is not None}
