"""Plain text with its header: ` date YYYY-MM-DD` on the first line, or front matter between `---` lines.

Offsets count the whole file, so the header stays in the text and `body_start` says where it ends.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from etl.read.content import Content, Note
from etl.read.encodings import decode
from etl.read.html import to_blanked

DATE_LINE = re.compile(r"[^\S\n]*date:?[^\S\n]+(\d{4}-\d{2}-\d{2})(?!\d)[^\S\n]*(?:\r?\n)?", re.IGNORECASE)
FENCE = re.compile(r"\s{0,8}---[^\S\n]*\r?\n")
FENCE_END = re.compile(r"^---[^\S\n]*(?:\r?\n|\Z)", re.MULTILINE)
FRONT_MATTER_LIMIT = 20_000  # characters: a rule of dashes far down is no front matter
FIELD = re.compile(r"^([A-Za-z_]+)[^\S\n]*:[^\S\n]*(.*?)[^\S\n]*\r?$", re.MULTILINE)
NAMES = {"published_date": "date", "source": "publisher", "language": "lang", "source_url": "url"}
TAG = re.compile(
    r"<(?:!doctype html|html|head|body|div|p|span|br|table|h[1-6]|ul|li|a)\b[^<>]*>", re.IGNORECASE
)
CLOSED_TAG = re.compile(r"</(?:html|body|div|p|span|table|h[1-6]|ul|li|a)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a file says of it. Every field that it does not give is absent."""

    body_start: int = 0
    fields: dict[str, str] = field(default_factory=dict)  # title, publisher, url, date, lang


def read_header(text: str) -> Header:
    """Find the header of a text; an empty one where the text simply begins."""
    if found := DATE_LINE.match(text):
        return Header(found.end(), {"date": found[1]})
    opening = FENCE.match(text)
    closing = opening and FENCE_END.search(text, opening.end(), opening.end() + FRONT_MATTER_LIMIT)
    if not opening or not closing:
        return Header()
    pairs = FIELD.findall(text[opening.end() : closing.start()])
    fields = {NAMES.get(name.lower(), name.lower()): value.strip("\"'") for name, value in pairs}
    return Header(closing.end(), {name: value for name, value in fields.items() if value})


def to_date(written: str | None) -> date | None:
    """A day as the header writes it (2025-11-07, a time after it ignored); None where it is no day."""
    try:
        return date.fromisoformat((written or "").strip()[:10])
    except ValueError:
        return None


def read_text(data: bytes) -> Content:
    """Decode a text file and read its header. Markup in it is blanked out in place, and noted.

    Raises:
        UnreadableDocumentError: `unknown_encoding`.
    """
    decoded = decode(data)
    header, notes, text = read_header(decoded.text), decoded.notes(), decoded.text
    if looks_like_html(text):
        text = to_blanked(text)
        notes += (
            Note(
                "html_in_text",
                "it holds a web page under a text file's name. The tags were blanked out and the rest was "
                "read. Rename it to .html, or save its plain text.",
            ),
        )
    fields = dict(header.fields)
    if "title" not in fields and (title := find_title(text, header.body_start)):
        fields["title"] = title
    return Content(text, fields, header.body_start, notes)


def looks_like_html(text: str) -> bool:
    """Whether a text is a web page saved under another name: at least two tags, one of them closed."""
    head = text[:20_000]
    return bool(CLOSED_TAG.search(head)) and sum(1 for _ in TAG.finditer(head)) >= 2


def find_title(text: str, start: int = 0, limit: int = 180) -> str | None:
    """The first line, where it stands alone as a headline does: short, no full stop, more below it."""
    line, line_end, rest = text[start:].lstrip()[: limit + 2].partition("\n")
    words = " ".join(line.strip("#*= \t\r").split())
    is_headline = line_end and rest.strip() and words and not words.endswith((".", ":", ";", ","))
    return words if is_headline else None
