"""Lists of deals (`.csv`, `.xlsx`) to rows under our column names, by a small mapping file beside each.

`NAME.mapping.toml` says which column is which, so a stranger's table needs no code. Without one the
table's own headings must be ours.
"""

import csv
import io
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import openpyxl

from etl.errors import LedgerError, UnreadableDocumentError
from etl.inputs import LEDGER_SUFFIXES
from etl.read.docx import refuse_large_archive
from etl.read.encodings import decode, to_clean_text
from etl.records import Ledger, LedgerRow

COLUMNS = (
    "id",
    "announced_date",
    "publisher",
    "url",
    "title",
    "supplier",
    "supplier_country",
    "recipient",
    "recipient_country",
    "subject",
    "sector",
    "amount",
    "currency",
    "kind",
    "status",
    "reference_year",
    "same_deal_as",
    "confidence",
    "note",
)
REQUIRED = ("amount",)  # without it a list of deals says nothing that we could publish


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """What NAME.mapping.toml says."""

    columns: Mapping[str, str]  # our name -> the table's heading
    separator: str = ";"  # between several names in one cell
    date_format: str = "%Y-%m-%d"
    amount_unit: str = ""  # "million", where the column holds bare numbers in millions
    defaults: Mapping[str, str] = field(default_factory=dict)  # for columns that the table lacks
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> its word -> ours
    is_given: bool = False


def read_ledger(file: Path) -> Ledger:
    """Read a list and its mapping.

    Raises:
        LedgerError: The file or its mapping cannot be read, or the column of amounts is missing.
    """
    mapping = read_mapping(file)
    headings, lines = _read_lines(file)
    headings = [heading.strip() for heading in headings]
    ours = {name: heading for name, heading in mapping.columns.items() if heading in headings}
    absent = (
        tuple(heading for name, heading in mapping.columns.items() if name not in ours)
        if mapping.is_given
        else ()
    )
    for name in REQUIRED:
        if name not in ours:
            wanted = mapping.columns.get(name, name)
            raise LedgerError(
                f"{file.name}: row 1 has no column {wanted!r}, from which `{name}` is read. It has "
                f"{', '.join(repr(heading) for heading in headings) or 'none'}. Name the right one in "
                f'{_mapping_file(file).name}: [columns] {name} = "...".'
            )
    places = {name: headings.index(heading) for name, heading in ours.items()}
    rows = tuple(
        LedgerRow(f"row {number}", _to_values(line, places, mapping))
        for number, line in enumerate(lines, start=2)
        if any(cell.strip() for cell in line)
    )
    return Ledger(file.name, rows, mapping.separator, absent)


def read_mapping(file: Path) -> ColumnMapping:
    """The mapping beside a list; our own names where there is none.

    Raises:
        LedgerError: It is no TOML, or names a column that we do not have.
    """
    path = _mapping_file(file)
    if not path.exists():
        return ColumnMapping({name: name for name in COLUMNS})
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {str(name): str(heading) for name, heading in stated.get("columns", {}).items()}
        form = {str(name): str(value) for name, value in stated.get("format", {}).items()}
        defaults = {str(name): str(value) for name, value in stated.get("defaults", {}).items()}
        values = {
            str(name): {str(theirs): str(ours) for theirs, ours in table.items()}
            for name, table in stated.get("values", {}).items()
        }
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        raise LedgerError(
            f'{path.name} is no mapping file ({error}). Write [columns] name = "heading" lines.'
        ) from error
    if unknown := sorted({*columns, *defaults, *values} - set(COLUMNS)):
        raise LedgerError(
            f"{path.name} names {', '.join(unknown)}, which we do not have. Allowed: {', '.join(COLUMNS)}."
        )
    return ColumnMapping(
        columns,
        form.get("separator", ";"),
        form.get("date", "%Y-%m-%d"),
        form.get("amount_unit", ""),
        defaults,
        values,
        is_given=True,
    )


def _mapping_file(file: Path) -> Path:
    return file.with_name(f"{file.stem}.mapping.toml")


def _read_lines(file: Path) -> tuple[list[str], Iterator[list[str]]]:
    """Headings and lines of cells, all text."""
    if file.suffix.lower() not in LEDGER_SUFFIXES:
        raise LedgerError(f"{file.name} is no list that is read. Allowed: {', '.join(LEDGER_SUFFIXES)}.")
    try:
        data = file.read_bytes()
        lines = _read_xlsx(data) if file.suffix.lower() == ".xlsx" else _read_csv(data)
        return next(lines, []), lines
    except OSError as error:
        raise LedgerError(
            f"{file} cannot be opened ({error.strerror}). Check its name and rights."
        ) from error
    except UnreadableDocumentError as error:
        raise LedgerError(f"{file.name}: {error}") from error


def _read_csv(data: bytes) -> Iterator[list[str]]:
    text = decode(data).text
    first_line = text.partition("\n")[0]
    # Spreadsheets of half of Europe write semicolons, because their comma is a decimal mark.
    delimiter = max(",;\t", key=first_line.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UnreadableDocumentError("broken_file", f"it is no CSV ({error}). Save it again.") from error


def _read_xlsx(data: bytes) -> Iterator[list[str]]:
    refuse_large_archive(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [_to_text(cell) for cell in row]
    # openpyxl lets whatever a damaged archive does to it through.
    except (KeyError, ValueError, IndexError, TypeError, AttributeError, SyntaxError) as error:
        raise UnreadableDocumentError(
            "broken_file",
            f"it is no readable workbook ({type(error).__name__}). Save it again as .xlsx or .csv.",
        ) from error


def _to_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _to_values(line: list[str], places: Mapping[str, int], mapping: ColumnMapping) -> dict[str, str]:
    """The cells of one row under our names, in our words."""
    # A cell is one line of the rendered text: a line end inside it would break the sentence in two.
    found = {
        name: to_clean_text(" ".join(line[place].splitlines())).strip() if place < len(line) else ""
        for name, place in places.items()
    }
    values = {
        name: mapping.values.get(name, {}).get(value, value) or mapping.defaults.get(name, "")
        for name, value in {**dict.fromkeys(mapping.defaults, ""), **found}.items()
    }
    if values.get("announced_date"):
        values["announced_date"] = _to_iso_day(values["announced_date"], mapping.date_format)
    if (
        (amount := values.get("amount", ""))
        and amount[-1].isdigit()
        and (mapping.amount_unit or values.get("currency"))
    ):
        words = (values.get("currency", ""), amount, mapping.amount_unit)
        values["amount"] = " ".join(word for word in words if word)
    return values


def _to_iso_day(written: str, form: str) -> str:
    """The day as YYYY-MM-DD; as it stands where it does not have the stated form: checked later."""
    try:
        return datetime.strptime(written, form).date().isoformat()
    except ValueError:
        return written
