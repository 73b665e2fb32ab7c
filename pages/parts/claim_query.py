"""A selection -> its claims about totals and the pairs of countries that they are about, as SQL."""

from typing import Any

from pages.parts.criteria import Selection
from pages.parts.query import Query

_PAIR = """concat_ws('-', least(t.supplier_country, t.recipient_country),
    CASE WHEN t.supplier_country <> t.recipient_country THEN greatest(t.supplier_country, t.recipient_country) END)"""
_CLAIMS = f"""SELECT t.*, {_PAIR} AS pair, d.publisher, d.title AS document_title, d.url, d.published_date,
    f.sentence, f.quote, f.date_basis, f.companies
FROM totals AS t JOIN documents AS d USING (document_id) JOIN figures AS f USING (figure_id)"""


def _filters(chosen: Selection) -> Query:
    parts: list[str] = ["true"]
    params: list[Any] = []
    for codes, column in (
        (chosen.suppliers, "t.supplier_country"),
        (chosen.recipients, "t.recipient_country"),
    ):
        if codes:
            # A turnover has no direction: a filter on either side finds the pair.
            parts.append(
                f"""(list_contains(?::VARCHAR[], {column}) OR {column} IN (SELECT code FROM memberships
                     WHERE list_has_any(list_concat([own], groups), ?::VARCHAR[])) OR (t.kind IN ('trade_turnover', 'target')
                     AND (list_has_any([t.supplier_country, t.recipient_country], ?::VARCHAR[]))))"""
            )
            params += [codes, codes, codes]
    for sign, year in ((">=", chosen.first_year), ("<=", chosen.last_year)):
        if year is not None:
            parts.append(f"coalesce(t.reference_year, year(t.as_of)) {sign} ?")
            params.append(year)
    return Query(" AND ".join(parts), tuple(params))


def claim_filters(chosen: Selection) -> Selection:
    """Of the reader's filters those that a claim can answer to."""
    return Selection(
        suppliers=chosen.suppliers, recipients=chosen.recipients, first_year=chosen.first_year,
        last_year=chosen.last_year,
    )  # fmt: skip


def claims(chosen: Selection) -> Query:
    condition = _filters(chosen)
    return Query(
        f"{_CLAIMS} WHERE {condition.sql} ORDER BY t.as_of NULLS FIRST, t.total_id", condition.params
    )


def pairs(chosen: Selection) -> Query:
    """The pairs with their claims: most claims first, of as many the one with the largest."""
    base = claims(chosen)
    return Query(
        f"""SELECT pair, count(*) AS claims FROM ({base.sql}) AS c WHERE pair LIKE '%-%'
            GROUP BY pair
            ORDER BY claims DESC, max(coalesce(value_low_usd, value_high_usd)) DESC NULLS LAST, pair""",
        base.params,
    )
