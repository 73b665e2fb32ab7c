"""What travels with everything that leaves: title, filters, rule, snapshot, link, sources -> names and lines.

An export without its filters and sources is a number without an origin, so every writer takes an `About`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from pages.parts.wording import wording

LICENCE_ID = "MIT"
LICENCE_TITLE = "MIT License"
LICENCE_URL = "https://opensource.org/license/mit"
LICENCE_NOTE = "Quoted sentences belong to the publishers who wrote them."
PRODUCT = "dealscope"
UNNAMED = "Publisher not stated"
PURPOSE = "Announced trade and investment deals, each with the sentence that it was read from"
LONGEST_FILTERS = 60  # characters of a file name: Windows and mail programs cut long ones


@dataclass(frozen=True, slots=True)
class Source:
    """One original publication."""

    publisher: str
    title: str = ""
    url: str = ""
    published_date: date | None = None


class Sources(tuple[Source, ...]):
    """Original publications, each once."""

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """Their publishers, each once; who is not named is UNNAMED."""
        return tuple(dict.fromkeys(source.publisher for source in self))


@dataclass(frozen=True, slots=True)
class About:
    """One selection, as a stranger who gets only the file needs to know it."""

    page: str  # short name, e.g. "sectors"
    title: str  # what is shown, with its scope
    snapshot: str
    accessed: date  # the only thing here that is not the same tomorrow
    filters: tuple[tuple[str, str], ...] = ()  # label and value, as the reader saw them
    query: str = ""  # the same filters as the address has them: "sector=rail&to=KAZ"
    rule: str = ""  # how it was counted
    result: str = ""  # the result line, with what is not counted
    link: str = ""  # address of the page with this selection
    sources: Sources = field(default_factory=Sources)
    language: str = "en"  # of the reader who takes it along

    @property
    def filter_line(self) -> str:
        """The filters as one line of words; says so where there is none."""
        return "; ".join(f"{label}: {value}" for label, value in self.filters) or wording(self.language)(
            "filter.no_filters"
        )


@lru_cache(maxsize=512)
def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and single hyphens, for names of files and keys.

    >>> slug("Türkiye & Казахстан 2025")
    'turkiye-2025'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def file_name(about: About, ending: str, part: str = "") -> str:
    """`deals_<page>_<filters>_<snapshot>.<ending>`; a long list of filters is cut and told apart by a hash."""
    values = [piece.partition("=")[2] for piece in about.query.split("&") if "=" in piece]
    filters = slug("-".join(values)) or "all"
    if len(filters) > LONGEST_FILTERS:
        mark = hashlib.sha256(about.query.encode()).hexdigest()[:8]
        filters = f"{filters[:LONGEST_FILTERS].strip('-')}-{mark}"
    page = slug(" ".join(dict.fromkeys((about.page, part))))
    return f"deals_{page}_{filters}_{slug(about.snapshot)}.{ending}"


def lines(about: About) -> Iterator[tuple[str, str]]:
    """Label and text of what a README says of the selection, in reading order; empty ones are left out."""
    texts = {
        "title": about.title,
        "filters": about.filter_line,
        "rule": about.rule,
        "result": about.result,
        "snapshot": about.snapshot,
        "link": about.link,
        "accessed": about.accessed.isoformat(),
        "licence": f"{LICENCE_TITLE}. {LICENCE_NOTE}",
    }
    say = wording(about.language)
    return ((say(f"about.{name}"), text) for name, text in texts.items() if text)
