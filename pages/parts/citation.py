"""Sources and a selection -> how to cite it: text, BibTeX, CSL-JSON, CITATION.cff.

The publishers who wrote it first come first; dealscope is named after them, as the place where their words
were gathered, with the snapshot and the day of access.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from pages.parts.about import LICENCE_ID, PRODUCT, PURPOSE, UNNAMED, About, Source, slug
from pages.parts.wording import Wording, wording

NAMED_IN_TEXT = 5  # a sentence that lists 300 publishers is not read; the forms for machines list all
TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
TEX_MARKS = re.compile(r"[\\~^{}&%$#_]")


def to_text(about: About) -> str:
    """One paragraph in the reader's language: original publishers with date, title and address, then dealscope.

    Names and titles stay as they were published.
    """
    say = wording(about.language)
    named = [_source_text(say, source) for source in about.sources[:NAMED_IN_TEXT]]
    rest = len(about.sources) - len(named)
    if rest:
        named.append(say("cite.more", n=rest))
    own = say(
        "cite.own", title=about.title, product=PRODUCT, snapshot=about.snapshot, day=say.day(about.accessed)
    )
    return " ".join([*named, own, *([about.link] if about.link else [])])


def _source_text(say: Wording, source: Source) -> str:
    publisher = say("cite.unnamed") if source.publisher == UNNAMED else source.publisher
    title = say("cite.title", title=source.title) if source.title else ""
    rest = "".join(f" {part}" for part in (title, source.url) if part)
    return f"{publisher} ({say.day(source.published_date)}){'.' if rest else ''}{rest};"


def keys(sources: Sequence[Source]) -> list[str]:
    """One citation key a source: publisher, year and six digits of its address, ASCII, unique."""
    made = []
    for source in sources:
        year = source.published_date.year if source.published_date else "nd"
        mark = hashlib.sha256(f"{source.publisher}|{source.title}|{source.url}".encode()).hexdigest()[:6]
        made.append(f"{slug(source.publisher)[:24].strip('-').replace('-', '_') or 'source'}_{year}_{mark}")
    return made


def to_bibtex(about: About) -> str:
    """One `@misc` a source, then one for the selection in dealscope, whose note names the keys of the others."""
    entries = [
        _entry(
            key,
            {
                "author": f"{{{_tex(source.publisher)}}}",
                "title": f"{{{_tex(source.title or source.publisher)}}}",
                "year": str(source.published_date.year) if source.published_date else "",
                "date": source.published_date.isoformat() if source.published_date else "",
                "howpublished": rf"\url{{{_tex_url(source.url)}}}" if source.url else "",
                "url": _tex_url(source.url),
                "urldate": about.accessed.isoformat(),
            },
        )
        for key, source in zip(keys(about.sources), about.sources, strict=True)
    ]
    entries.append(
        _entry(
            own_key(about),
            {
                "author": f"{{{PRODUCT}}}",
                "title": f"{{{_tex(about.title)}}}",
                "version": _tex(about.snapshot),
                "url": _tex_url(about.link),
                "urldate": about.accessed.isoformat(),
                "note": _tex(
                    f"Data snapshot {about.snapshot}. Filters: {about.filter_line}. Sources cited above."
                ),
            },
        )
    )
    return "\n".join(entries)


def own_key(about: About) -> str:
    """The citation key of the selection itself: the same for the same filters and snapshot."""
    mark = hashlib.sha256(f"{about.page}|{about.query}|{about.title}".encode()).hexdigest()[:6]
    return f"{PRODUCT}_{slug(about.snapshot).replace('-', '_')}_{mark}"


def _entry(key: str, fields: dict[str, str]) -> str:
    body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}}}\n"


def _tex(text: str) -> str:
    return TEX_MARKS.sub(lambda mark: TEX.get(mark[0], "\\" + mark[0]), " ".join(text.split()))


def _tex_url(url: str) -> str:
    # An address stays itself; only what would end the field early is percent-encoded.
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C").replace(" ", "%20")


def to_csl(about: About) -> str:
    """CSL-JSON for reference managers: every source, then the selection as a data set."""
    items: list[dict[str, Any]] = []
    for key, source in zip(keys(about.sources), about.sources, strict=True):
        item: dict[str, Any] = {
            "id": key,
            "type": "webpage",
            "title": source.title or source.publisher,
            "author": [{"literal": source.publisher}],
            "publisher": source.publisher,
            "accessed": _parts(about.accessed),
        }
        if source.published_date:
            item["issued"] = _parts(source.published_date)
        if source.url:
            item["URL"] = source.url
        items.append(item)
    own: dict[str, Any] = {
        "id": own_key(about),
        "type": "dataset",
        "title": about.title,
        "author": [{"literal": PRODUCT}],
        "publisher": PRODUCT,
        "version": about.snapshot,
        "accessed": _parts(about.accessed),
        "note": f"Filters: {about.filter_line}",
    }
    if about.link:
        own["URL"] = about.link
    return json.dumps([*items, own], ensure_ascii=False, indent=1) + "\n"


def _parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def to_cff(about: About) -> str:
    """CITATION.cff 1.2.0; every text is a JSON string, which YAML reads as it stands."""
    rows = [
        'cff-version: "1.2.0"',
        f"message: {_quoted('Cite the original publishers listed under references first, then this selection.')}",
        "type: dataset",
        f"title: {_quoted(about.title)}",
        f"abstract: {_quoted(f'{PURPOSE}. Filters: {about.filter_line}')}",
        "authors:",
        f"  - name: {_quoted(PRODUCT)}",
        f"version: {_quoted(about.snapshot)}",
        f"license: {LICENCE_ID}",
        *([f"url: {_quoted(about.link)}"] if about.link.startswith("http") else []),
    ]
    if about.sources:
        rows.append("references:")
    for source in about.sources:
        rows += [
            "  - type: webpage",
            f"    title: {_quoted(source.title or source.publisher)}",
            "    authors:",
        ]
        rows.append(f"      - name: {_quoted(source.publisher)}")
        if source.published_date:
            rows.append(f'    date-released: "{source.published_date.isoformat()}"')
        if source.url.startswith("http"):
            rows.append(f"    url: {_quoted(source.url)}")
    return "\n".join(rows) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
