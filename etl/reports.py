"""What was read -> reports: every figure or mention that speaks of a deal, in the form that is compared.

A report is one document's word on one deal. Its id is the figure's or mention's own, which depends on
nothing but the document's bytes and the place in them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from etl.rates import RateBook, find_rates
from etl.records import Document, Figure, Gathered, Mention, Party
from etl.schema import DEAL_KINDS


@dataclass(frozen=True, slots=True)
class Report:
    """One document's word on one deal. Bounds in US dollars serve comparing only."""

    id: str
    document_id: str
    kind: str  # deal or package
    is_mention: bool
    currency: str | None
    value_low: float | None
    value_high: float | None
    low_usd: float | None
    high_usd: float | None
    day: date | None
    year: int | None
    status: str | None
    supplier_country: str | None
    recipient_country: str | None
    parties: tuple[Party, ...]
    sector: str | None
    subject: str | None
    quantity: float | None
    quantity_unit: str | None
    source_row: str | None
    confidence: float
    said: Figure | Mention  # the reading itself, with its words
    language: str = ""  # of the document; empty where it is a list
    publisher: str = ""  # likewise
    told: date | None = None  # the day of the document, also where it recalls an older deal


def figure_ids(document: Document, figures: Iterable[Figure]) -> Iterator[str]:
    """One id a figure, in order: document id, colon, first character.

    >>> from etl.records import Document
    >>> list(figure_ids(Document("d1", ""), []))
    []
    """
    yield from _unique(f"{document.document_id}:{figure.char_start}" for figure in figures)


def mention_ids(document: Document, mentions: Iterable[Mention]) -> Iterator[str]:
    """One id a mention, in order: document id, `:m`, first character."""
    yield from _unique(f"{document.document_id}:m{mention.char_start}" for mention in mentions)


def _unique(ids: Iterable[str]) -> Iterator[str]:
    """Three memoranda can be named by the same word: the second becomes `...x2`."""
    seen: dict[str, int] = {}
    for name in ids:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}x{seen[name]}"


def to_reports(gathered: Gathered, book: RateBook) -> list[Report]:
    """Every figure of kind deal or package and every mention, sorted by id."""
    reports = chain.from_iterable(_of_document(gathered, document, book) for document in gathered.documents)
    return sorted(reports, key=lambda report: report.id)


def _of_document(gathered: Gathered, document: Document, book: RateBook) -> Iterator[Report]:
    reading = gathered.readings.get(document.document_id)
    if reading is None:
        return
    for name, figure in zip(figure_ids(document, reading.figures), reading.figures, strict=True):
        if figure.kind in DEAL_KINDS:
            yield _report(name, document, figure, book)
    for name, mention in zip(mention_ids(document, reading.mentions), reading.mentions, strict=True):
        yield _report(name, document, mention, book)


def _report(name: str, document: Document, said: Figure | Mention, book: RateBook) -> Report:
    figure = said if isinstance(said, Figure) else None
    # A recalled deal ("the contract of 2014") is not of the day on which it is recalled.
    recalled = said.announced_date and said.reference_year and said.announced_date.year != said.reference_year
    day = None if recalled else said.announced_date
    year = said.reference_year or (said.announced_date.year if said.announced_date else None)
    if (
        figure
        and figure.relation == "restates"
        and document.published_date
        and year == document.published_date.year
    ):
        year = None  # an earlier number: only the deal's first one says when
    currency = figure.currency if figure else None
    low, high = (figure.value_low, figure.value_high) if figure else (None, None)
    least, most = find_rates(book, currency, day, said.reference_year) if currency else (None, None)
    return Report(
        id=name,
        document_id=document.document_id,
        kind=figure.kind if figure else "deal",
        is_mention=figure is None,
        currency=currency,
        value_low=low,
        value_high=high,
        low_usd=low / most if low is not None and most else None,
        high_usd=high / least if high is not None and least else None,
        day=said.announced_date,
        year=year,
        status=said.status,
        supplier_country=said.supplier_country,
        recipient_country=said.recipient_country,
        parties=said.parties,
        sector=said.sector,
        subject=said.subject,
        quantity=said.quantity,
        quantity_unit=said.quantity_unit,
        source_row=figure.source_row if figure else None,
        confidence=said.confidence,
        said=said,
        language=document.language if document.source_type == "release" else "",
        publisher=(document.publisher or "") if document.source_type == "release" else "",
        told=document.published_date,
    )
