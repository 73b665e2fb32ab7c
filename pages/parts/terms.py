"""Answers of the store -> the terms that charts draw and the tables that stand for them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from etl import schema
from pages.parts import code_names, own_words
from pages.parts.criteria import DEFAULT, NOT_STATED
from pages.parts.database import Row
from pages.parts.marks import Measure, Term, measure_of
from pages.parts.page import Page
from pages.parts.wording import shorten

LABEL = 90  # letters of a deal: two lines above a bar; what has less room cuts for itself
# A row of `query.grouped` for a year or month without a deal: a gap in time is drawn as zero.
NO_DEALS: Row = {
    "low": 0.0, "high": 0.0, "open_high": 0, "counted": 0, "deal_count": 0, "ceilings": 0, "ceiling_high": 0.0,
}  # fmt: skip


def measure(page: Page) -> Measure:
    """The measure that the reader chose."""
    from etl.schema import REAL_BASE_YEAR

    return measure_of(page.say, page.selection, REAL_BASE_YEAR)


def in_money(page: Page) -> Page:
    """The page as a chart of single deals sees it: in money where the reader counts deals, for one deal has no other size."""
    if page.selection.bound != "count":
        return page
    return replace(page, choice=replace(page.choice, selection=replace(page.selection, bound=DEFAULT.bound)))


def term(row: Row, key: str, label: str, group: str = "") -> Term:
    """One row of `query.grouped` as a mark."""
    return Term(
        key, label, row["low"], row["high"], row["open_high"], row["counted"], row["deal_count"],
        row["ceilings"], row["ceiling_high"], "", group,
    )  # fmt: skip


def deal_term(page: Page, row: Row, group: str = "") -> Term:
    """One row of `query.deals` as a mark: a counted interval, or a ceiling beside."""
    is_ceiling = row["why"] == "ceiling_only"
    high = row["high"] if row["high"] is not None else row["low"]
    return Term(
        row["deal_id"], shorten(deal_label(page, row), LABEL), row["low"] or 0.0, 0.0 if is_ceiling else high or 0.0,
        int(row["is_counted"] and row["high"] is None), int(row["is_counted"]), 1,
        int(is_ceiling), (row["high"] or 0.0) if is_ceiling else 0.0, own_words.written(page.say, row["amount_as_written"]) or "", group,
    )  # fmt: skip


def deal_label(page: Page, row: Row) -> str:
    """A deal in a few words: who, what, to whom."""
    return own_words.title(page.store, page.say, row["title"])


def amount_written(page: Page, row: Row) -> str:
    """A deal's amount as its source writes it; says so where there is none."""
    return own_words.written(page.say, row["amount_as_written"]) or page.say("number.none")


def by_sector(page: Page) -> list[Term]:
    """Sums by sector, the largest first."""
    rows = page.store.grouped(page.selection, "sector")
    found = [
        term(row, row["sector"] or NOT_STATED, code_names.sector_name(page.store, page.say, row["sector"]))
        for row in rows
    ]
    return largest_first(found, measure(page))


def largest_first(terms: Sequence[Term], by: Measure) -> list[Term]:
    """Terms by the chosen measure; those without a counted sum come last, by their ceilings."""
    return sorted(terms, key=lambda t: (-by.size(t), -t.ceiling_high, t.label))


def by_year(page: Page) -> list[Term]:
    """Sums by year of first announcement, oldest first; years without a deal are there with zero."""
    rows = {row["announced_year"]: row for row in page.store.grouped(page.selection, "announced_year")}
    dated = [year for year in rows if year is not None]
    if not dated:
        return []
    return [
        term(rows.get(year, NO_DEALS), str(year), str(year), str(year))
        for year in range(min(dated), max(dated) + 1)
    ]


def undated(page: Page) -> int:
    """Selected deals without a year."""
    rows = page.store.grouped(page.selection, "announced_year")
    return sum(row["deal_count"] for row in rows if row["announced_year"] is None)


def unit_name(page: Page) -> str:
    """The unit of the amounts in tables: dollars, not billions; a share of GDP in per cent."""
    from etl.schema import REAL_BASE_YEAR

    chosen = page.selection
    name = "table_gdp" if chosen.unit == "gdp" else f"scope_{chosen.prices}"
    return page.say(f"measure.{name}", year=REAL_BASE_YEAR)


def in_table(page: Page, values: Iterable[float | None]) -> pa.Array:
    """Amounts in the unit of the tables."""
    if page.selection.unit == "gdp":
        values = (value if value is None else round(value * 100, 9) for value in values)
    return pa.array(list(values), pa.float64())


def sums_table(
    page: Page, terms: Sequence[Term], first: str, *more: tuple[str, Callable[[Term], Any]]
) -> pa.Table:
    """The rows behind a chart of sums, with columns as the reader sees them.

    Args:
        page: The page.
        terms: The marks.
        first: Heading of the first column, their names.
        more: Further columns before the sums: heading and how to get the value.
    """
    say, unit = page.say, unit_name(page)
    columns: dict[str, Any] = {first: [t.label for t in terms]}
    for heading, value in more:
        columns[heading] = [value(t) for t in terms]
    columns |= {
        say("column.deals"): [t.deal_count for t in terms],
        say("column.counted_deals"): [t.counted for t in terms],
        say("column.low", unit=unit): in_table(page, (t.low for t in terms)),
        say("column.high", unit=unit): in_table(page, (t.high for t in terms)),
        say("column.open_high"): [t.open_high for t in terms],
        say("column.ceilings"): [t.ceilings for t in terms],
        say("column.ceiling_high", unit=unit): in_table(page, (t.ceiling_high for t in terms)),
    }
    return pa.table(columns)


# What each column of a list of deals is in the published table: its meaning stands in a workbook's README.
_COLUMNS = (
    "first_announced_date", "title", "", "supplier_country", "recipient_country", "sector", "status",
    "amount_as_written", "value_low_usd", "value_high_usd", "countable_reason", "document_count", "deal_id",
)  # fmt: skip


def deals_table(page: Page, rows: Sequence[Row]) -> pa.Table:
    """Deals as the Deals page shows them, and as its CSV has them."""
    say, data = page.say, page.store
    unit = unit_name(page)
    names = {
        say("column.date"): pa.array([row["first_announced_date"] for row in rows], pa.date32()),
        say("column.title"): pa.array([deal_label(page, row) for row in rows], pa.string()),
        say("column.parties"): pa.array([row["parties"] for row in rows], pa.string()),
        say("column.supplier"): pa.array(
            [code_names.place_name(data, say, row["supplier_country"]) for row in rows], pa.string()
        ),
        say("column.recipient"): pa.array(
            [code_names.place_name(data, say, row["recipient_country"]) for row in rows], pa.string()
        ),
        say("column.sector"): pa.array(
            [code_names.sector_name(data, say, row["sector"]) for row in rows], pa.string()
        ),
        say("column.status"): pa.array(
            [code_names.status_name(data, say, row["status"]) for row in rows], pa.string()
        ),
        say("column.written"): pa.array(
            [own_words.written(say, row["amount_as_written"]) for row in rows], pa.string()
        ),
        say("column.low", unit=unit): in_table(page, (row["low"] for row in rows)),
        say("column.high", unit=unit): in_table(page, (row["high"] for row in rows)),
        say("column.counted"): pa.array([say(f"why_short.{row['why']}") for row in rows], pa.string()),
        say("column.reports"): pa.array([row["document_count"] for row in rows], pa.int64()),
        say("column.deal_id"): pa.array([row["deal_id"] for row in rows], pa.string()),
    }
    told = {column.name: column.description for column in schema.TABLES["deals"]}
    fields = [
        pa.field(name, column.type, metadata={"description": told.get(source, "")})
        for (name, column), source in zip(names.items(), _COLUMNS, strict=True)
    ]
    return pa.table(list(names.values()), schema=pa.schema(fields))
