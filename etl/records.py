"""What is passed along inside a build: documents, the figures read in them, mentions without an amount."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

# Stages whose rejects ask for somebody's hand; money that is no deal is nobody's fault.
NEED_A_HAND = frozenset({"document", "ledger_row", "correction"})

SourceType = Literal["release", "ledger"]
Qualifier = Literal["exact", "about", "range", "up_to", "at_least"]
Kind = Literal[
    "deal",
    "package",
    "investment_stock",
    "investment_flow",
    "trade_turnover",
    "export",
    "import",
    "target",
    "other",
]


@dataclass(frozen=True, slots=True)
class Document:
    """One press release, or all rows of a ledger that cite one source.

    `text` is what offsets count: the whole decoded file of a `.txt`/`.md` (header lines included),
    the extracted text of other formats, the rendered rows of a ledger source.
    """

    document_id: str  # "d" + first 16 hex digits of the sha256 of the bytes
    text: str
    body_start: int = 0  # first character after the ` date ...` line or the front matter
    source_type: SourceType = "release"
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published_date: date | None = None
    language: str = "en"  # BCP 47
    path: str = ""
    text_length: int | None = None  # characters, where the text itself was put aside to save memory

    @property
    def char_count(self) -> int:
        """Length of the text in characters, also when the text was put aside."""
        return len(self.text) if self.text_length is None else self.text_length

    @property
    def head_title(self) -> tuple[int, int] | None:
        """Where the head above the body states the title; None where the body opens with it, or nothing does."""
        if not self.title or (start := self.text.find(self.title, 0, self.body_start)) < 0:
            return None
        end = start + len(self.title)
        opening = self.text[self.body_start : self.body_start + 2 * (end - start)].lstrip("#*= \t\r\n")
        return None if opening.startswith(self.title) else (start, end)


@dataclass(frozen=True, slots=True)
class Party:
    """One organisation that takes part in a figure's deal."""

    organisation: str  # as the reference table writes it; as the text writes it where unknown
    role: str  # supplier, investor, buyer, funder, government, partner
    country: str | None = None  # ISO 3166-1 alpha-3
    is_exhaustive: bool = True  # False when it stands in an "including ..." list
    sureness: float = 1.0  # how likely it takes part; 1 where a list or the rules alone say so


@dataclass(frozen=True, slots=True)
class Figure:
    """One monetary amount as one document states it. Field names follow the `figures` table."""

    char_start: int
    char_end: int
    quote: str
    sentence: str
    currency: str
    is_currency_assumed: bool
    value_low: float | None
    value_high: float | None
    qualifier: Qualifier
    kind: Kind
    status: str | None = None
    sector: str | None = None
    supplier_country: str | None = None  # ISO alpha-3 or a group's code; null where not stated
    recipient_country: str | None = None
    companies: tuple[str, ...] = ()  # companies, banks, funds, state firms, spelled as in the text
    parties: tuple[Party, ...] = ()
    subject: str | None = None  # what is supplied or built, in a few words
    quantity: float | None = None  # "300 locomotives" -> 300
    quantity_unit: str | None = None  # "locomotives"
    firm_quantity: float | None = None
    option_quantity: float | None = None
    price_basis: str | None = None  # "list" where catalogue prices are stated, else null
    announced_date: date | None = None
    reference_year: int | None = None
    date_basis: str | None = None  # how the year was found, e.g. "last year" + document date
    relation: str | None = (
        None  # to another figure of the document: repeat, conversion, restates, part_of, finances
    )
    related_index: int | None = None  # that figure's place in the list of the document's figures
    source_row: str | None = None  # the ledger row's id
    confidence: float = 0.0
    rules: tuple[str, ...] = ()  # "room:rule" names, in the order in which they spoke
    clues: tuple[str, ...] = ()  # names, things, counts around it (etl/rules/clues.py)


@dataclass(frozen=True, slots=True)
class Mention:
    """A deal that a document states without any amount ("signed a memorandum on ...")."""

    char_start: int
    char_end: int
    quote: str  # the words that name the instrument or the commitment
    sentence: str
    status: str | None = None
    sector: str | None = None
    supplier_country: str | None = None
    recipient_country: str | None = None
    companies: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    subject: str | None = None
    quantity: float | None = None
    quantity_unit: str | None = None
    announced_date: date | None = None
    reference_year: int | None = None
    confidence: float = 0.0
    rules: tuple[str, ...] = ()
    clues: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that was read in one document, in reading order."""

    figures: tuple[Figure, ...] = ()
    mentions: tuple[Mention, ...] = ()
    refused: tuple[Figure, ...] = ()  # amounts that are no sum of ours: unit prices, rates; for `rejects`
    read_to: int | None = None  # where reading stopped, in a document of more amounts than are read


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that was read and is not published, with the reason."""

    path: str
    stage: str  # document, ledger_row, figure, deal, correction
    reason: str  # a code of data/reference/reject_reasons.csv
    message: str  # for people: what, where, what is allowed, what to do next
    document_id: str | None = None
    figure_id: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    quote: str | None = None
    sentence: str | None = None
    row: str | None = None  # the ledger row's id or line number
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One row under our names; every value is text, empty where the table says nothing."""

    place: str  # "row 12", for messages
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values.get(column, "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """One list: its name, its rows, and what is missing in it."""

    name: str  # file name without folder
    rows: tuple[LedgerRow, ...]
    separator: str = ";"
    absent: tuple[str, ...] = ()  # headings that the mapping names and the table lacks


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of data/corrections.csv: a published value that someone checked and replaced."""

    id: str  # figure, mention or deal id
    column: str
    old: str  # as text; empty for null
    new: str
    reason: str
    source: str
    date: date
    by: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that was read, before anything is resolved: what etl/assemble.py turns into tables.

    The order of the documents does not matter: two Gathered of the same content give the same tables.
    """

    documents: tuple[Document, ...]
    readings: Mapping[str, Reading]  # by document id; a ledger source's figures carry `source_row`
    official: frozenset[str] = frozenset()  # ids of documents of a government, a body or a party
    same_deal_as: tuple[tuple[str, str], ...] = ()  # pairs of ledger row ids that a list says are one deal
    rejects: tuple[Reject, ...] = ()
    corrections: tuple[Correction, ...] = ()
    former_ids: Mapping[str, str] = field(default_factory=dict)
    # figure or mention id -> deal id in the snapshot before: a deal keeps the name it is known by
