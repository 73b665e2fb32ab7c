"""A document's publisher and address to whether it is official: a government, a body or a party to the deal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from etl.records import Document, Figure, Mention, Reading


@dataclass(frozen=True, slots=True)
class OfficialMarks:
    """The rows of data/reference/publishers.csv, by where they look."""

    names: tuple[str, ...]
    name_exceptions: tuple[str, ...]
    domain_ends: tuple[str, ...]
    domain_parts: frozenset[str]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "OfficialMarks":
        """Take the table's rows; the words of names are compared in lower case."""
        table = list(rows)

        def marks(where: str, is_official: str = "true") -> tuple[str, ...]:
            return tuple(r["mark"] for r in table if r["where"] == where and r["is_official"] == is_official)

        return cls(
            marks("name"), marks("name", "false"), marks("domain_end"), frozenset(marks("domain_part"))
        )


def is_official(document: Document, reading: Reading, marks: OfficialMarks) -> bool:
    """Whether the publisher speaks of its own doings: a government, a body, or a party of the text's deals."""
    name = (document.publisher or "").lower()
    if any(mark in name for mark in marks.name_exceptions):
        return False
    if any(mark in name for mark in marks.names) or _is_official_host(_host(document.url), marks):
        return True
    said_of: list[Figure | Mention] = [*reading.figures, *reading.mentions]
    parties = {
        party.organisation.lower() for said in said_of for party in said.parties if party.role != "government"
    }
    return name in parties


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:  # an address with a broken bracket
        return ""


def _is_official_host(host: str, marks: OfficialMarks) -> bool:
    if any(host == end or host.endswith("." + end) for end in marks.domain_ends):
        return True
    # state.gov, mfa.gov.kz, meti.go.jp: the label stands last or before the country's code.
    labels = host.split(".")
    return any(label in marks.domain_parts for label in labels[1:][-2:])
