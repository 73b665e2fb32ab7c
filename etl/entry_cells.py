"""Cells of a ledger's row to values, or to a refusal that says what is allowed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from etl.records import Party
from etl.rules.money import MoneyWords

CONFIDENCE = {"high": 0.95, "medium": 0.8, "low": 0.6}
INVESTMENTS = frozenset({"investment_stock", "investment_flow"})


@dataclass(frozen=True, slots=True)
class LedgerWords:
    """What the rows of a ledger are checked against."""

    money: MoneyWords
    sectors: frozenset[str]
    statuses: frozenset[str]
    countries: frozenset[str]
    groups: Mapping[frozenset[str], str]  # members -> the group's code
    group_codes: frozenset[str]
    organisations: Mapping[str, str]  # name in lower case -> country, of those that are no government
    governments: frozenset[str]  # names of countries, lower case
    unions: frozenset[str]  # names of groups of countries, lower case: no company shares one
    government_words: frozenset[str]


class RefusedRow(Exception):
    """A row that cannot be published: the reason's code and the message."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def one_of(value: str, allowed: Iterable[str], reason: str, column: str) -> str:
    if value not in (known := sorted(allowed)):
        raise RefusedRow(
            reason,
            f"{column} {value!r} is not known. Allowed: {', '.join(known)}. Correct the row, or translate the word "
            f"in the mapping: [values.{column}].",
        )
    return value


def to_country(written: str, separator: str, words: LedgerWords) -> str | None:
    """A country's or group's code. Several countries are the group that has just these, else null."""
    codes = [code.strip() for code in written.split(separator) if code.strip()]
    for code in codes:
        if code not in words.countries and code not in words.group_codes:
            raise RefusedRow(
                "unknown_country",
                f"country {code!r} is not known. Allowed: ISO 3166-1 alpha-3 (data/reference/countries.csv) and the "
                "codes of data/reference/groups.csv.",
            )
    if len(codes) > 1:
        return words.groups.get(frozenset(codes))
    return codes[0] if codes else None


def to_day(written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise RefusedRow(
            "bad_date", f"{written!r} is no day. Write YYYY-MM-DD, or say its form in the mapping."
        ) from error


def to_year(written: str) -> int | None:
    if not written:
        return None
    if not (written.isdecimal() and 1900 <= int(written) <= 2200):
        raise RefusedRow("bad_year", f"{written!r} is no year. Write four digits.")
    return int(written)


def to_confidence(written: str) -> float:
    if not written:
        return CONFIDENCE["medium"]
    try:
        sure = CONFIDENCE.get(written.lower()) or float(written)
    except ValueError:
        sure = -1.0
    if not 0 <= sure <= 1:
        raise RefusedRow(
            "bad_confidence", f"{written!r} is no confidence. Write high, medium, low or 0 to 1."
        )
    return sure


def supplier_role(kind: str, status: str | None) -> str:
    if status == "financing":
        return "funder"
    return "investor" if kind in INVESTMENTS else "supplier"


def to_parties(
    written: str, country: str | None, role: str, separator: str, words: LedgerWords
) -> tuple[Party, ...]:
    """The names of one side. A description ("Thai carriers") names nobody and is left out."""
    names = [name.strip() for name in written.split(separator) if name.strip()]
    parties = []
    for name in names:
        sort = _sort_of(name, words)
        if sort != "description":
            own = words.organisations.get(name.lower())
            home = own or (country if country in words.countries else None)
            parties.append(Party(name, "government" if sort == "government" else role, home))
    return tuple(parties)


def _sort_of(name: str, words: LedgerWords) -> str:
    """`company`, `government` or `description`."""
    lower = name.lower().removeprefix("the ")
    if lower in words.unions:
        return "government"
    if lower in words.organisations:
        return "company"
    if lower in words.governments:
        return "government"
    parts = name.split()
    # "US shipyards", "critical minerals projects": a name of several words ends in a capital letter.
    if len(parts) > 1 and parts[-1][0].islower() and not lower.endswith("government"):
        return "description"
    return "government" if words.government_words.intersection(lower.split()) else "company"
