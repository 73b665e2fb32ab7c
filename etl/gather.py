"""Documents and ledgers to all that was read in them: the part of a build that looks at the world."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from etl.engine import map_items
from etl.entries import to_entries
from etl.errors import LedgerError
from etl.figures import read_document
from etl.official import OfficialMarks, is_official
from etl.read.documents import Source, find_sources, read_source
from etl.read.labels import Labelled, read_labels
from etl.read.ledgers import read_ledger
from etl.read.reference import read_table
from etl.read.tables import TABLE_READERS
from etl.read.vocabulary import load_languages, load_ledger_words, load_vocabulary
from etl.records import Document, Figure, Gathered, Reading, Reject
from etl.rules.bylines import Bylines, find_publisher
from etl.texts import TextSpool

Item = Source | Document | Reject


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """One document with all that was read in it."""

    document: Document
    reading: Reading
    is_official: bool


@dataclass(slots=True)
class _Pile:
    """What comes in, one document after the other; texts go to the spool."""

    spool: TextSpool
    documents: dict[str, Document] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    official: set[str] = field(default_factory=set)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, read: ReadDocument) -> None:
        document = read.document
        if first := self.documents.get(document.document_id):
            self.rejects.append(
                Reject(
                    document.path,
                    "document",
                    "duplicate_document",
                    f"{document.path}: the same bytes as {first.path}, which was read. Delete one of the copies.",
                    document.document_id,
                )
            )
            return
        self.spool.add(document.document_id, document.text)
        self.documents[document.document_id] = replace(document, text="", text_length=len(document.text))
        self.readings[document.document_id] = read.reading
        self.rejects += [_refused(document, figure) for figure in read.reading.refused]
        self.rejects += _cut_off(document, read.reading)
        if read.is_official:
            self.official.add(document.document_id)


def gather(
    releases: Sequence[Path],
    ledgers: Sequence[Path],
    spool: TextSpool,
    workers: int | None = None,
    progress: Callable[[int], object] = lambda count: None,
) -> Gathered:
    """Read everything, in the order of the arguments and sorted within each folder.

    Args:
        releases: Folders of documents, or single files.
        ledgers: Lists of deals. One that cannot be read is refused, and all else is kept.
        spool: Takes the texts; the documents come back without them.
        workers: Processes to read documents in; all cores where None.
        progress: Called with the number of files read since the last call.

    Raises:
        DealscopeError: An input does not exist, or two lists have one name.
    """
    pile = _Pile(spool)
    for read, rejects, count in map_items(read_items, _items(releases), workers, _crashed):
        for one in read:
            pile.add(one)
        pile.rejects += rejects
        progress(count)
    same_deal_as = _add_ledgers(ledgers, pile)
    return Gathered(
        tuple(pile.documents.values()),
        pile.readings,
        frozenset(pile.official),
        same_deal_as,
        tuple(pile.rejects),
    )


def read_items(items: Sequence[Item]) -> tuple[list[ReadDocument], list[Reject], int]:
    """Read a chunk of files: documents with their readings, what is wrong, and how many items it was.

    Runs in a process of its own when there is much to read, so it loads its words itself.
    """
    read, rejects = [], []
    for item in items:
        for one in read_source(item, load_languages()) if isinstance(item, Source) else [item]:
            if isinstance(one, Document):
                one = signed(one)
                reading = read_document(one, load_vocabulary())
                read.append(ReadDocument(one, reading, is_official(one, reading, official_marks())))
            else:
                rejects.append(one)
    return read, rejects, len(items)


def signed(document: Document) -> Document:
    """The document with the publisher that signs its opening, where nothing beside the text names one."""
    if document.publisher:
        return document
    return replace(document, publisher=find_publisher(document.text, document.body_start, _bylines()))


@lru_cache(maxsize=1)
def _bylines() -> Bylines:
    return Bylines.from_rows(read_table("bylines"))


@lru_cache(maxsize=1)
def official_marks() -> OfficialMarks:
    """The marks of official publishers, read once in a process."""
    return OfficialMarks.from_rows(read_table("publishers"))


def _items(releases: Sequence[Path]) -> Iterator[Item]:
    for source in find_sources(releases):
        if isinstance(source, Source) and source.file.suffix.lower() in TABLE_READERS:
            # A table can hold a million texts: its rows are shared out, not the file.
            yield from read_source(source, load_languages())
        else:
            yield source


def _refused(document: Document, figure: Figure) -> Reject:
    """Money of a sort that we do not publish: a price per unit, an exchange rate ..."""
    reason = figure.rules[-1].partition(":")[2] if figure.rules else "other_money"
    return Reject(
        document.path,
        "figure",
        reason,
        f"{document.path}: characters {figure.char_start}-{figure.char_end}: {figure.quote!r} is "
        f"{reason.replace('_', ' ')}, no sum of a deal or an aggregate. It is listed and added to nothing.",
        document.document_id,
        char_start=figure.char_start,
        char_end=figure.char_end,
        quote=figure.quote,
        sentence=figure.sentence,
    )


def _cut_off(document: Document, reading: Reading) -> list[Reject]:
    """A document of more amounts than are read: its end is left out, and that is said."""
    if reading.read_to is None:
        return []
    message = (
        f"{document.path}: only its first {reading.read_to:,} of {document.char_count:,} characters were read: they hold "
        f"{len(reading.figures) + len(reading.refused):,} amounts already. Divide it into its releases."
    )
    return [Reject(document.path, "document", "too_many_amounts", message, document.document_id)]


def _crashed(item: Item) -> tuple[list[ReadDocument], list[Reject], int]:
    name = item.name if isinstance(item, Source) else item.path
    message = f"{name}: reading it ended the process. It was left out; please report it with the file."
    return [], [Reject(name, "document", "reader_failed", message)], 1


def _add_ledgers(ledgers: Sequence[Path], pile: _Pile) -> tuple[tuple[str, str], ...]:
    names = [file.name for file in ledgers]
    if doubled := next((name for name in names if names.count(name) > 1), None):
        raise LedgerError(
            f"Two lists are called {doubled}. Rename one: rows are known by the name of their list."
        )
    links: list[tuple[str, str]] = []
    for file in ledgers:
        if not file.exists():
            raise LedgerError(f"{file} does not exist. Give a .csv or .xlsx list of deals.")
        try:
            entries = to_entries(read_ledger(file), load_ledger_words())
        except LedgerError as error:
            pile.rejects.append(Reject(file.name, "ledger_row", "broken_ledger", str(error)))
            continue
        for document, reading in entries.documents:
            pile.add(ReadDocument(document, reading, is_official(document, reading, official_marks())))
        pile.rejects += entries.rejects
        links += entries.same_deal_as
    return tuple(links)


def read_files(files: Sequence[Path]) -> Iterator[tuple[Document | None, Reading, list[Reject]]]:
    """Read single files for somebody who looks: each document with its reading and what is wrong with it.

    A file that is no document gives None and the reasons. Names are those that were given.
    """
    for file in files:
        source = Source(file, str(file))
        document: Document | None = None
        rejects: list[Reject] = []
        for one in read_source(source, load_languages()):
            if isinstance(one, Reject):
                rejects.append(one)
                continue
            if document is not None or rejects:
                yield document, _reading(document), rejects
            document, rejects = one, []
        reading = _reading(document)
        yield document, reading, [*rejects, *(_cut_off(document, reading) if document else ())]


def _reading(document: Document | None) -> Reading:
    return read_document(signed(document), load_vocabulary()) if document else Reading()


def read_labelled(folder: Path) -> Iterator[tuple[Labelled, tuple[Figure, ...]]]:
    """Labelled passages, each with the figures that are read in it."""
    for labelled in read_labels(folder, load_languages()):
        yield labelled, _reading(labelled.document).figures
