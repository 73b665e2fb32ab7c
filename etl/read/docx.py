"""Word files to text: paragraphs and tables in the order in which they stand."""

import io
import zipfile

import docx
from docx.table import Table

from etl.errors import UnreadableDocumentError
from etl.read.content import Content

UNPACKED_LIMIT = 200_000_000  # bytes: a small archive that unpacks to gigabytes is refused


def read_docx(data: bytes) -> Content:
    """One line a paragraph, one line a table row.

    Raises:
        UnreadableDocumentError: `broken_file`, `too_large`, or `encrypted` (an old binary container).
    """
    refuse_large_archive(data)
    try:
        document = docx.Document(io.BytesIO(data))
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
    return Content("\n".join(lines), {"title": title} if title else {})


def refuse_large_archive(data: bytes) -> None:
    """Look at a zip archive's directory before anything is unpacked.

    Raises:
        UnreadableDocumentError: `broken_file`, `encrypted` or `too_large`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        if data.startswith(b"\xd0\xcf\x11\xe0"):  # what Office wraps a file with a password in
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
