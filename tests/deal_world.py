"""Hand-made documents for the tests of resolving, structure and totals: short to write, quick to resolve."""

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from etl.read.references import load_references
from etl.records import Document, Figure, Gathered, Mention, Party, Reading
from etl.references import References

KAZ = {"supplier_country": "USA", "recipient_country": "KAZ"}
LOCOMOTIVES = {**KAZ, "seller": "Wabtec", "buyer": "Kazakhstan Temir Zholy", "sector": "rail", "subject": "300 freight locomotives", "status": "contract"}  # fmt: skip


@lru_cache(maxsize=1)
def references() -> References:
    """The shipped reference tables."""
    return load_references()


def said(amount: float | None = None, high: float | None = None, /, **more: Any) -> dict[str, Any]:
    """One figure (or, without an amount, a mention) as a document states it."""
    return {"amount": amount, "high": high, **more}


def gather(*documents: tuple[str | None, list[dict[str, Any]]], **more: Any) -> Gathered:
    """Documents as (day, what they say): ids depend on their content alone, as those of real ones do."""
    made = [_document(day, rows) for day, rows in documents]
    return Gathered(
        tuple(document for document, _ in made),
        {document.document_id: reading for document, reading in made},
        **more,
    )


def _document(day: str | None, rows: Iterable[dict[str, Any]]) -> tuple[Document, Reading]:
    rows = list(rows)
    name = "d" + hashlib.sha256(repr((day, rows)).encode()).hexdigest()[:16]
    published = date.fromisoformat(day) if day else None
    figures: list[Figure] = []
    mentions: list[Mention] = []
    for number, row in enumerate(rows):
        common = _common(row, published)
        if row["amount"] is None and row["high"] is None:
            mentions.append(Mention(number * 10, number * 10 + 5, "signed", f"sentence {number}", **common))
        else:
            figures.append(_figure(number, row, common))
    text = " " * (10 * len(rows) + 10)
    return Document(name, text, published_date=published, path=f"{name}.txt"), Reading(
        tuple(figures), tuple(mentions)
    )


def _common(row: dict[str, Any], published: date | None) -> dict[str, Any]:
    sides = (("seller", "supplier", "supplier_country"), ("buyer", "buyer", "recipient_country"))
    parties = tuple(
        Party(name, role, row.get(country))
        for side, role, country in sides
        if row.get(side)
        for name in row[side].split(";")
    )
    kept = (
        "status",
        "sector",
        "supplier_country",
        "recipient_country",
        "subject",
        "quantity",
        "quantity_unit",
    )
    return {
        **{name: row[name] for name in kept if name in row},
        "parties": parties,
        "companies": tuple(party.organisation for party in parties),
        "announced_date": published,
        "reference_year": row.get("year", published.year if published else None),
        "confidence": row.get("confidence", 0.9),
    }


def _figure(number: int, row: dict[str, Any], common: dict[str, Any]) -> Figure:
    low, high = row["amount"], row["high"]
    qualifier = row.get("qualifier") or ("up_to" if low is None else "exact" if high is None else "range")
    if qualifier in ("exact", "about"):
        high = low
    return Figure(
        number * 10, number * 10 + 5, f"{low or high:.0f}", f"sentence {number}", row.get("currency", "USD"), False,
        low, high, qualifier, row.get("kind", "deal"), source_row=row.get("row"),
        relation=row.get("relation"), related_index=row.get("related"),
        firm_quantity=row.get("firm"), option_quantity=row.get("option"), price_basis=row.get("price_basis"), **common,
    )  # fmt: skip
