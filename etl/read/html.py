"""Web pages to text: one line a block, scripts and page furniture left out."""

import re
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from etl.errors import UnreadableDocumentError
from etl.read.content import Content
from etl.read.encodings import decode

FURNITURE = (
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "footer",
    "aside",
    "form",
    "svg",
    "iframe",
    "button",
)
BLOCKS = "p, div, li, h1, h2, h3, h4, h5, h6, tr, section, article, blockquote, figcaption, pre, dt, dd, header, main"
BREAK = "\x1e"  # a control character that no page shows
TAG = re.compile(r"</?([A-Za-z!][A-Za-z0-9-]*)[^<>]*>")
BLOCK_NAME = re.compile(
    r"(?:p|div|li|ul|ol|h[1-6]|tr|table|section|article|br|body|head|title)\Z", re.IGNORECASE
)
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "!doctype",
    ]
)
DEPTH_LIMIT = 2_000
REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
CHARSET = re.compile(rb"<meta[^<>]{0,200}charset=[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
TITLE_MARKS = ('meta[property="og:title"]', 'meta[name="twitter:title"]')
PUBLISHER_MARKS = ('meta[property="og:site_name"]', 'meta[name="publisher"]', 'meta[name="author"]')
DATE_MARKS = (
    'meta[property="article:published_time"]',
    'meta[name="date"]',
    'meta[name="dc.date"]',
    'meta[name="DC.date.issued"]',
    'meta[itemprop="datePublished"]',
)
URL_MARKS = ('link[rel="canonical"]', 'meta[property="og:url"]')


def read_html(data: bytes) -> Content:
    """Turn a page into text with one line a block. An empty text where it has no words.

    Raises:
        UnreadableDocumentError: `unknown_encoding`, or `too_large` for the parser.
    """
    decoded = decode(_with_stated_charset(data))
    page = to_content(decoded.text)
    return Content(page.text, page.fields, notes=decoded.notes())


def to_content(markup: str) -> Content:
    """The same from markup that is text already (the HTML part of a mail)."""
    if _depth(markup) > DEPTH_LIMIT:
        return Content("\n".join(" ".join(line.split()) for line in to_blanked(markup).splitlines()))
    try:
        tree = LexborHTMLParser(markup)
    except SelectolaxError as error:
        raise UnreadableDocumentError("too_large", f"the page cannot be parsed ({error}).") from error
    title = tree.css_first("title")
    fields = {
        "title": _first(tree, TITLE_MARKS) or (" ".join(title.text().split()) if title else ""),
        "publisher": _first(tree, PUBLISHER_MARKS),
        "date": _first(tree, DATE_MARKS) or _first(tree, ("time[datetime]",), "datetime"),
        "url": _first(tree, URL_MARKS),
        "lang": (tree.root.attributes.get("lang") or "") if tree.root else "",
    }
    tree.strip_tags(list(FURNITURE))
    for block in tree.css(BLOCKS):
        block.insert_before(BREAK)
        block.insert_after(BREAK)
    for line_break in tree.css("br"):
        line_break.replace_with(BREAK)
    for cell in tree.css("td, th"):
        cell.insert_after(" ")
    raw = tree.body.text(deep=True) if tree.body else ""
    # Line ends of the markup are spaces to a reader; only ours divide lines.
    lines = (" ".join(line.split()) for line in raw.split(BREAK))
    return Content(
        "\n".join(line for line in lines if line),
        {name: " ".join(value.split()) for name, value in fields.items() if value},
    )


def to_blanked(text: str) -> str:
    """Markup blanked out in place, one character for one, so that offsets still count the file.

    For a page that was saved as .txt. A tag of a block becomes a line end, a character reference
    its character after blanks.
    """
    for name in ("script", "style"):
        text = _without_blocks(text, name)
    text = TAG.sub(lambda tag: ("\n" if BLOCK_NAME.match(tag[1]) else " ").ljust(len(tag[0])), text)
    return REFERENCE.sub(lambda reference: unescape(reference[0])[:1].rjust(len(reference[0])), text)


def _depth(markup: str) -> int:
    """How deep tags are nested at most. The parser's time grows with its square."""
    depth = deepest = 0
    for tag in TAG.finditer(markup):
        if tag[0].startswith("</"):
            depth -= 1
        elif tag[1].lower() not in VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _without_blocks(text: str, name: str) -> str:
    """Blank out every `<name ...> ... </name>`; one that is never closed ends with the text."""
    parts, position, lower = [], 0, text.lower()
    while (start := lower.find(f"<{name}", position)) >= 0:
        closing = lower.find(f"</{name}", start)
        end = len(text) if closing < 0 else closing
        parts += [text[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, text[position:]])


def _with_stated_charset(data: bytes) -> bytes:
    """Bytes in UTF-8 where the page states another charset that Python knows; else as they are."""
    stated = CHARSET.search(data[:2048])
    if not stated or stated[1].lower() in (b"utf-8", b"utf8"):
        return data
    try:
        return data.decode(stated[1].decode("ascii")).encode("utf-8")
    except (LookupError, UnicodeError):
        return data


def _first(tree: Any, selectors: tuple[str, ...], attribute: str = "content") -> str:
    for selector in selectors:
        if (node := tree.css_first(selector)) is not None:
            attributes = node.attributes
            if value := (attributes.get(attribute) or attributes.get("href") or "").strip():
                return str(value)
    return ""
