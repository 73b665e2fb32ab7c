"""Files and folders to documents, one at a time, in sorted order: a million files take no memory.

A new format is one reader (bytes -> Content) and one line in READERS.
"""

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl.errors import DealscopeError, UnreadableDocumentError
from etl.read.content import Content
from etl.read.docx import read_docx
from etl.read.eml import read_eml
from etl.read.html import read_html
from etl.read.pdf import read_pdf
from etl.read.tables import TABLE_READERS
from etl.read.text import read_text, to_date
from etl.records import Document, Reject
from etl.rules.language import LanguageWords, find_language

READERS: dict[str, Callable[[bytes], Content]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".eml": read_eml,
}
FORMATS = ", ".join([*READERS, *TABLE_READERS])
SIZE_LIMIT = 100_000_000  # bytes: far above any release, below what fills a small machine's memory
# What people put beside their releases; cards (*.source.toml) say where a folder comes from.
COMPANIONS = ("readme", "license", "notice", "changelog")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and its name in messages and tables: relative to its input folder."""

    file: Path
    name: str


def find_sources(inputs: Iterable[Path]) -> Iterator[Source | Reject]:
    """The files under folders (and the files given themselves), sorted by name within each.

    Hidden files, READMEs and provenance cards are passed over. A link that leaves its folder, a
    pipe or a device is refused: a folder of releases must not make us read anything else.

    Raises:
        DealscopeError: An input does not exist.
    """
    for given in inputs:
        if given.is_dir():
            yield from _walk(given, given.resolve(), given)
        elif given.exists():
            yield Source(given, safe_name(given.name))
        else:
            raise DealscopeError(
                f"{given} does not exist. Give a folder of documents, or a file ({FORMATS})."
            )


def read_source(source: Source, languages: LanguageWords) -> Iterator[Document | Reject]:
    """Read one file: one document, or one a row of a table of texts; what is wrong as rejects.

    A document can be followed by rejects that say what was wrong with it although it was read.
    """
    suffix = source.file.suffix.lower()
    try:
        if suffix in TABLE_READERS:
            for row in TABLE_READERS[suffix](source.file):
                if isinstance(row, Content):
                    key = json.dumps([row.text, sorted(row.fields.items())]).encode()
                    yield from to_document(row, key, source.name, languages)
                else:
                    yield reject(source.name, row.reason, row.message)
            return
        data = _read_bytes(source.file)
        yield from to_document(READERS[suffix](data), data, source.name, languages)
    except KeyError:
        yield reject(
            source.name, "unknown_format", f"{suffix or 'no ending'} is not read. Allowed: {FORMATS}."
        )
    except UnreadableDocumentError as error:
        yield reject(source.name, error.code, str(error))
    except OSError as error:
        yield reject(source.name, "unreadable_file", f"{error.strerror or error}. Check the file's rights.")


def to_document(
    content: Content, data: bytes, name: str, languages: LanguageWords
) -> Iterator[Document | Reject]:
    """Give a text its identity and its fields; a text without words, or without a day, is said so."""
    if not content.text[content.body_start :].strip():
        yield reject(name, "empty", "it has no words. Put the text in, or delete the file.")
        return
    stated = content.fields
    document = Document(
        document_id="d" + hashlib.sha256(data).hexdigest()[:16],
        text=content.text,
        body_start=content.body_start,
        publisher=stated.get("publisher"),
        title=stated.get("title"),
        url=stated.get("url"),
        published_date=to_date(stated.get("date")),
        language=stated.get("lang") or find_language(content.text[content.body_start :], languages),
        path=name,
    )
    yield document
    for note in content.notes:
        yield reject(name, note.reason, note.message, document.document_id)
    if document.published_date is None:
        found = f"its date {stated['date']!r} is no day" if stated.get("date") else "it states no date"
        yield reject(
            name,
            "no_date",
            f"{found}. It was read, but relative dates stay open and nothing is converted to US dollars. "
            "Allowed: ` date YYYY-MM-DD` as first line of a text, `date:` in front matter, "
            "`published_date` in a table.",
            document.document_id,
        )


def reject(name: str, reason: str, message: str, document_id: str | None = None) -> Reject:
    """A row of `rejects` about a whole document; the file's name opens the message."""
    return Reject(name, "document", reason, f"{name}: {message}", document_id)


def safe_name(name: str) -> str:
    """A file name that can stand in a table: bytes that are no text and control characters replaced."""
    shown = os.fsencode(name).decode("utf-8", errors="replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in shown)


def _walk(folder: Path, root: Path, given: Path) -> Iterator[Source | Reject]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        name = safe_name(path.relative_to(given).as_posix())
        if entry.name.startswith(".") or entry.name.endswith(".source.toml"):
            continue
        if entry.name.lower().split(".")[0] in COMPANIONS:
            continue
        if entry.is_symlink() and not path.resolve().is_relative_to(root):
            yield reject(
                name,
                "outside_folder",
                "it is a link to something outside its folder, and was not followed. Put a copy in its place.",
            )
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, root, given)
        elif entry.is_dir():
            continue  # a link to a folder that is read anyway
        else:
            yield Source(path, name)


def _read_bytes(file: Path) -> bytes:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableDocumentError("unreadable_file", "it is no regular file. Put a copy in its place.")
    if status.st_size > SIZE_LIMIT:
        raise UnreadableDocumentError(
            "too_large",
            f"it has {status.st_size:,} bytes; at most {SIZE_LIMIT:,} are read. Divide it into its releases.",
        )
    data = file.read_bytes()
    if not data:
        raise UnreadableDocumentError("empty", "it has no bytes. Put the text in, or delete the file.")
    return data
