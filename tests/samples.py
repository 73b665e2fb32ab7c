"""A few readings made by hand, and what a build makes of them: for tests of what comes after the reader."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pyarrow as pa

from etl.assemble import to_tables
from etl.read.references import load_references
from etl.records import Document, Figure, Gathered, Party, Reading

TEXT = (
    " date 2024-03-05\nNordbahn ordered 40 locomotives from Lokwerk for $800 million under a contract. "
    "The whole programme of deals is worth $2 billion. Lokwerk may sell tractors for up to $300 million. "
    "Trade came to $5 billion in 2023. Lokwerk's profit was $90 million."
)


def sample_gathered() -> Gathered:
    """One release with a deal, a package, a ceiling, a total and a profit, and a ledger row of another deal."""
    release = Document(
        "d" + "1" * 16,
        TEXT,
        body_start=17,
        title="Orders",
        published_date=date(2024, 3, 5),
        path="orders.txt",
    )
    line = "Lokwerk (DEU) → KAZ · depots · €50 million · deal, contract, 2023\n"
    ledger = Document(
        "d" + "2" * 16, line, source_type="ledger", url="https://example.org/a", path="list.csv"
    )
    deal = figure(TEXT, "$800 million", 8e8, status="contract")
    figures = (
        deal,
        figure(TEXT, "$2 billion", 2e9, kind="package", status="announced", companies=(), parties=()),
        replace(
            figure(TEXT, "$300 million", 3e8, status="announced", sector="agriculture"),
            value_low=None,
            qualifier="up_to",
        ),
        figure(TEXT, "$5 billion", 5e9, kind="trade_turnover", status=None, reference_year=2023),
        figure(TEXT, "$90 million", 9e7, kind="other", status=None),
    )
    figures = (replace(deal, relation="part_of", related_index=1), *figures[1:])
    row = replace(
        figure(line, "€50 million", 5e7, status="contract", sector="construction_realestate"),
        currency="EUR",
        announced_date=None,
        reference_year=2023,
        source_row="L1",
        subject="depots",
    )
    return Gathered(
        (release, ledger), {release.document_id: Reading(figures), ledger.document_id: Reading((row,))}
    )


def figure(text: str, quote: str, value: float, **fields: Any) -> Figure:
    """A figure of `text` with the fields that a test does not care about filled in."""
    start = text.index(quote)
    base = Figure(
        start,
        start + len(quote),
        quote,
        text.strip(),
        "USD",
        False,
        value,
        value,
        "exact",
        "deal",
        status="announced",
        sector="rail",
        supplier_country="DEU",
        recipient_country="KAZ",
        companies=("Lokwerk",),
        parties=(Party("Lokwerk", "supplier", "DEU"),),
        subject="locomotives",
        announced_date=date(2024, 3, 5),
        reference_year=2024,
        confidence=0.9,
        rules=("test:made",),
    )
    return replace(base, **fields)


@cache
def sample_tables() -> dict[str, pa.Table]:
    """All tables of `sample_gathered`. Tables cannot be changed in place, so one copy serves all tests."""
    return to_tables(sample_gathered(), load_references())
