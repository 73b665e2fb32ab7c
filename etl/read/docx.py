"""Word files to text: paragraphs and tables in the order in which they stand."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.table import Table

from etl.errors import UnreadableDocumentError

UNPACKED_LIMIT = 200_000_000  # bytes: a small archive that unpacks to gigabytes is refused


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a Word file and what its properties say of it."""

    text: str
    fields: dict[str, str]  # title, as far as the file states it


def read_docx(file: Path) -> WordText:
    """One line a paragraph, one line a table row.

    Raises:
        UnreadableDocumentError: `broken_file`, `too_large`, or `encrypted` (an old binary container).
    """
    refuse_large_archive(file)
    try:
        document = docx.Document(str(file))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [" ".join(cell.text.strip() for cell in row.cells) for row in block.rows]
            else:
                lines.append(block.text)
        title = (document.core_properties.title or "").strip()
    # python-docx lets whatever its XML reader meets through: KeyError, XMLSyntaxError, ValueError ...
    except Exception as error:
        raise UnreadableDocumentError(
            "broken_file",
            f"it is no readable Word file ({type(error).__name__}). Save it again as .docx or .txt.",
        ) from error
    return WordText("\n".join(lines), {"title": title} if title else {})


def refuse_large_archive(file: Path) -> None:
    """Look at a zip archive's directory before anything is unpacked.

    Raises:
        UnreadableDocumentError: `broken_file`, `encrypted` or `too_large`.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        with file.open("rb") as stream:
            is_ole = stream.read(4) == b"\xd0\xcf\x11\xe0"  # what Office wraps a file with a password in
        if is_ole:
            raise UnreadableDocumentError(
                "encrypted",
                "it has a password or is in the format of before 2007. Save a copy in today's format without one.",
            ) from error
        raise UnreadableDocumentError(
            "broken_file", f"it is no archive ({error}). Download it again."
        ) from error
    if unpacked > UNPACKED_LIMIT:
        raise UnreadableDocumentError(
            "too_large",
            f"it unpacks to {unpacked:,} bytes; at most {UNPACKED_LIMIT:,} are read. Save its text as .txt.",
        )
