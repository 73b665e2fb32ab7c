"""Web pages to text: one line a block, scripts and page furniture left out."""

from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

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


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a web page and what its head says of it."""

    text: str
    fields: dict[str, str]  # title, publisher, url, date, lang, as far as the page states them


def read_html(markup: str) -> Page:
    """Turn a page into text with one line a block. An empty text where it has no words."""
    tree = LexborHTMLParser(markup)
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
    return Page("\n".join(line for line in lines if line), {k: v for k, v in fields.items() if v})


def _first(tree: Any, selectors: tuple[str, ...], attribute: str = "content") -> str:
    for selector in selectors:
        if (node := tree.css_first(selector)) is not None:
            attributes = node.attributes
            if value := (attributes.get(attribute) or attributes.get("href") or "").strip():
                return str(value)
    return ""
