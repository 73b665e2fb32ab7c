"""A reader's text or file -> document, what was read in it, its text with marks. Knows no Streamlit.

Text from outside is hostile: it leaves here only as escaped HTML, as values of a table, or as it was given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from etl.correct import check_code
from etl.corrections import OF_FIGURES, as_text, new_value
from etl.errors import UnreadableDocumentError
from etl.figures import read_document
from etl.read.documents import READERS, safe_name, to_document
from etl.read.vocabulary import load_codes, load_languages, load_vocabulary
from etl.records import Correction, Document, Figure, Reading, Reject
from etl.reports import figure_ids
from etl.schema import DEAL_KINDS, TOTAL_KINDS
from pages.parts import export_rows
from pages.parts.wording import escape_html

FORMATS = ", ".join(suffix.lstrip(".") for suffix in READERS)
# Codes, numbers and days: a subject is free text, which a spreadsheet could take for a formula.
CORRECTABLE = tuple(column for column in OF_FIGURES if column not in ("subject", "quantity_unit"))


@dataclass(frozen=True, slots=True)
class Read:
    """One text with all that was read in it; `document` is None where it could not be read."""

    name: str
    document: Document | None
    reading: Reading
    problems: tuple[Reject, ...]
    data: bytes

    @property
    def ids(self) -> tuple[str, ...]:
        """The figures' ids, as the data set would have them."""
        return tuple(figure_ids(self.document, self.reading.figures)) if self.document else ()


@lru_cache(maxsize=32)
def read_bytes(name: str, data: bytes, published: date | None = None) -> Read:
    """Read one file as a build would.

    Args:
        name: File name; its ending says the format.
        data: Its bytes.
        published: Day of publication for a text that does not state it.
    """
    shown, suffix = safe_name(Path(name).name), Path(name).suffix.lower()
    problems: list[Reject] = []
    found: Document | None = None
    if suffix not in READERS:
        message = f"{shown}: {suffix or 'no ending'} is not read. Allowed: {', '.join(READERS)}."
        return Read(shown, None, Reading(), (Reject(shown, "document", "unknown_format", message),), data)
    try:
        for one in to_document(READERS[suffix](data), data, shown, load_languages()):
            if isinstance(one, Reject):
                problems.append(one)
            else:
                found = one
    except UnreadableDocumentError as error:
        problems.append(Reject(shown, "document", error.code, f"{shown}: {error}"))
    if found is not None and found.published_date is None and published is not None:
        found = replace(found, published_date=published)
        problems = [problem for problem in problems if problem.reason != "no_date"]
    reading = read_document(found, load_vocabulary()) if found else Reading()
    return Read(shown, found, reading, tuple(problems), data)


def kind_class(kind: str) -> str:
    """How a figure of this kind is marked: deal, total or other."""
    return "deal" if kind in DEAL_KINDS else "total" if kind in TOTAL_KINDS else "refused"


def marked_text(read: Read, chosen: int | None, titles: Sequence[str], leads_to: Callable[[int], str]) -> str:
    """The body as HTML: every figure numbered and marked by kind, refused amounts too; the rest escaped.

    Args:
        read: A text that was read.
        chosen: Place of the figure whose sentence is underlined, if any.
        titles: A short reading of each figure, shown when the pointer rests on it.
        leads_to: Place of a figure -> the address at which it is the chosen one.
    """
    if read.document is None:
        return ""
    text = read.document.text
    marks = [
        (f.char_start, f.char_end, kind_class(f.kind), str(n + 1), titles[n])
        for n, f in enumerate(read.reading.figures)
    ]
    marks += [(f.char_start, f.char_end, "refused", "", refusal(f)) for f in read.reading.refused]
    pieces: list[str] = []
    place = read.document.body_start
    for start, end, kind, number, title in sorted(marks):
        if start < place:
            continue
        inside = escape_html(text[start:end])
        if number:
            inside = f'<a class="step" href="{escape_html(leads_to(int(number) - 1))}">{inside}<sup>{number}</sup></a>'
        pieces.append(escape_html(text[place:start]))
        strong = ' aria-current="true"' if chosen is not None and number == str(chosen + 1) else ""
        pieces.append(f'<mark class="{kind}" title="{escape_html(title)}"{strong}>{inside}</mark>')
        place = end
    pieces.append(escape_html(text[place:]))
    spoken = f' lang="{escape_html(read.document.language)}"' if read.document.language else ""
    return f'<div class="text" tabindex="0"{spoken}>{"".join(pieces).strip()}</div>'


def refusal(figure: Figure) -> str:
    """Why an amount was refused: a code of reject_reasons."""
    return figure.rules[-1].partition(":")[2] if figure.rules else "other_money"


def to_correction(
    read: Read, place: int, column: str, new: str, reason: str, by: str, day: date
) -> Correction:
    """A checked correction of one field of one figure.

    Raises:
        CorrectionError: `new` is no value of that column; the message says what is allowed.
    """
    figure = read.reading.figures[place]
    correction = Correction(
        id=read.ids[place], column=column, old=as_text(getattr(figure, column)), new=new.strip(),
        reason=reason.strip(), source=read.name, date=day, by=by.strip(),
    )  # fmt: skip
    check_code(column, new_value(correction, getattr(figure, column), OF_FIGURES, Figure), load_codes())
    return correction


def corrections_csv(corrections: Sequence[Correction]) -> bytes:
    """Corrections as data/corrections.csv has them; words that look like a formula are made harmless."""
    names = ("id", "column", "old", "new", "reason", "source", "date", "by")
    columns: dict[str, list[Any]] = {
        name: [str(getattr(correction, name)) for correction in corrections] for name in names
    }
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return b"".join(export_rows.to_csv(table))
