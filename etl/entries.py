"""Rows of a ledger to documents: one for each source that the rows cite, one line of text a row.

The line holds the amount as the list writes it, so that a figure read in a ledger has a quote and a
sentence like any other, and the same money grammar reads it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from etl.records import Document, Figure, Ledger, LedgerRow, Party, Reading, Reject
from etl.rules.money import Amount, MoneyWords, find_amounts
from etl.schema import DEAL_KINDS, KINDS

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


@dataclass(frozen=True, slots=True)
class Entries:
    """What one ledger holds."""

    documents: tuple[tuple[Document, Reading], ...]
    rejects: tuple[Reject, ...]
    same_deal_as: tuple[tuple[str, str], ...]  # pairs of row ids


class _RefusedRow(Exception):
    """A row that cannot be published: the reason's code and the message."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def to_entries(ledger: Ledger, words: LedgerWords) -> Entries:
    """Read every row; a row that does not fit becomes a reject and all others are kept.

    Documents stand in the order of their addresses; rows without one stand alone.
    """
    rejects = [
        Reject(
            ledger.name,
            "ledger_row",
            "missing_column",
            f"{ledger.name}: row 1 has no column {heading!r}, which its mapping names. The list was read "
            "without it. Correct the mapping, or the heading.",
        )
        for heading in ledger.absent
    ]
    read: list[tuple[LedgerRow, tuple[Figure, ...]]] = []
    seen: dict[str, str] = {}
    for row in ledger.rows:
        name = row["id"] or f"{ledger.name}:{row.place.removeprefix('row ')}"
        try:
            if name in seen:
                raise _RefusedRow(
                    "duplicate_id", f"id {name!r} stands in {seen[name]} too. Give each row an id of its own."
                )
            figures = _to_figures(row, name, ledger.separator, words)
        except _RefusedRow as refused:
            message = f"{ledger.name}: {row.place} ({name}): {refused}"
            rejects.append(
                Reject(
                    ledger.name, "ledger_row", refused.reason, message, quote=row["amount"] or None, row=name
                )
            )
            continue
        seen[name] = row.place
        read.append((row, figures))
    return Entries(
        tuple(_to_documents(read, ledger.name)),
        tuple(rejects),
        tuple(
            (figures[0].source_row or "", other.strip())
            for row, figures in read
            for other in row["same_deal_as"].split(ledger.separator)
            if other.strip()
        ),
    )


def _to_documents(
    read: Iterable[tuple[LedgerRow, tuple[Figure, ...]]], ledger_name: str
) -> Iterable[tuple[Document, Reading]]:
    def source(item: tuple[LedgerRow, tuple[Figure, ...]]) -> str:
        return item[0]["url"] or f"row {item[1][0].source_row}"

    for key, items in groupby(sorted(read, key=source), source):
        text = ""
        figures: list[Figure] = []
        rows = list(items)
        for _, said in rows:
            line_start, first = len(text), len(figures)
            text += said[0].sentence + "\n"
            figures += [
                replace(
                    figure,
                    char_start=line_start + figure.char_start,
                    char_end=line_start + figure.char_end,
                    related_index=None if figure.related_index is None else first + figure.related_index,
                )
                for figure in said
            ]
        row = rows[0][0]
        days = [figure.announced_date for figure in figures if figure.announced_date]
        # The name comes from the source, not from the rows: a row that joins must not rename the others.
        digest = hashlib.sha256(f"{ledger_name}\0{key}".encode()).hexdigest()[:16]
        document = Document(
            document_id="d" + digest,
            text=text,
            source_type="ledger",
            publisher=row["publisher"] or None,
            title=row["title"] or None,
            url=row["url"] or None,
            published_date=max(days, default=None),
            path=ledger_name,
        )
        yield document, Reading(tuple(figures))


def _to_figures(row: LedgerRow, name: str, separator: str, words: LedgerWords) -> tuple[Figure, ...]:
    """The amount of one row, and its conversion where the cell gives one. Offsets count the row's line."""
    kind = _one_of(row["kind"] or "deal", KINDS, "unknown_kind", "kind")
    sector = _one_of(row["sector"], words.sectors, "unknown_sector", "sector") if row["sector"] else None
    status = _one_of(row["status"], words.statuses, "unknown_status", "status") if row["status"] else None
    supplier = _to_country(row["supplier_country"], separator, words)
    recipient = _to_country(row["recipient_country"], separator, words)
    day, year = _to_day(row["announced_date"]), _to_year(row["reference_year"])
    amounts = _find_amounts(row, words)
    line, amount_start = _to_line(row, kind, status)
    supplier_parties = _to_parties(row["supplier"], supplier, _supplier_role(kind, status), separator, words)
    recipient_parties = _to_parties(row["recipient"], recipient, "buyer", separator, words)
    parties = (*supplier_parties, *recipient_parties)
    basis = ("announced_on" if day else None) or ("reference_year" if year else None)
    shared = Figure(
        char_start=0,
        char_end=0,
        quote="",
        sentence=line,
        currency="",
        is_currency_assumed=False,
        value_low=None,
        value_high=None,
        qualifier="exact",
        kind=kind,  # type: ignore[arg-type]
        status=status if kind in DEAL_KINDS else None,
        sector=sector,
        supplier_country=supplier,
        recipient_country=recipient,
        companies=tuple(dict.fromkeys(p.organisation for p in parties if p.role != "government")),
        parties=parties,
        subject=row["subject"] or None,
        announced_date=day,
        reference_year=year or (day.year if day else None),
        date_basis=f"ledger: {basis}" if basis else None,
        source_row=name,
        confidence=_to_confidence(row["confidence"]),
    )
    first = _filled(shared, amounts[0], line, amount_start)
    conversions = [
        replace(_filled(shared, amount, line, amount_start), relation="conversion", related_index=0)
        for amount in amounts[1:]
        if amount.conversion_of is not None
    ]
    return (first, *conversions)


def _find_amounts(row: LedgerRow, words: LedgerWords) -> list[Amount]:
    """The amounts in the cell. One without any currency gets the list's default, and is flagged."""
    written, default = row["amount"], row["currency"]

    def find(text: str, shift: int = 0) -> list[Amount]:
        # A list is written once for all its readers: a bare dollar there is the US one.
        found = find_amounts(text, words.money, home_currency="USD")
        return [
            replace(one, start=max(0, one.start - shift), end=min(len(written), one.end - shift))
            for one in found
            if one.refused is None
        ]

    if amounts := find(written):
        return amounts
    if default:
        # Before or after, whichever the words of the amount's language want.
        amounts = find(f"{default} {written}", len(default) + 1) or find(f"{written} {default}")
    if amounts:
        return [
            replace(one, is_assumed=True, rules=(*one.rules, "ledger:default_currency")) for one in amounts
        ]
    raise _RefusedRow(
        "no_amount_read",
        f"no amount could be read in {written!r}. Write a number with its currency, as the source does, or give "
        "the list's currency in the mapping: [defaults] currency.",
    )


def _filled(shared: Figure, amount: Amount, line: str, amount_start: int) -> Figure:
    start, end = amount_start + amount.start, amount_start + amount.end
    return replace(
        shared,
        char_start=start,
        char_end=end,
        quote=line[start:end],
        currency=amount.currency,
        is_currency_assumed=amount.is_assumed,
        value_low=amount.low,
        value_high=amount.high,
        qualifier=amount.qualifier,
        rules=("ledger:row", *amount.rules),
    )


def _to_line(row: LedgerRow, kind: str, status: str | None) -> tuple[str, int]:
    """One row as a line for people, and where the amount begins in it."""
    supplier = _named(row["supplier"], row["supplier_country"])
    recipient = _named(row["recipient"], row["recipient_country"])
    sides = " → ".join(side for side in (supplier, recipient) if side)
    head = "".join(part + " · " for part in (sides, row["subject"]) if part)
    tail = ", ".join(
        part
        for part in (kind.replace("_", " "), (status or "").replace("_", " "), row["reference_year"])
        if part
    )
    return f"{head}{row['amount']} · {tail}", len(head)


def _named(name: str, country: str) -> str:
    return f"{name} ({country})" if name and country else name or country


def _one_of(value: str, allowed: Iterable[str], reason: str, column: str) -> str:
    if value not in (known := sorted(allowed)):
        raise _RefusedRow(
            reason,
            f"{column} {value!r} is not known. Allowed: {', '.join(known)}. Correct the row, or translate the word "
            f"in the mapping: [values.{column}].",
        )
    return value


def _to_country(written: str, separator: str, words: LedgerWords) -> str | None:
    """A country's or group's code. Several countries are the group that has just these, else null."""
    codes = [code.strip() for code in written.split(separator) if code.strip()]
    for code in codes:
        if code not in words.countries and code not in words.group_codes:
            raise _RefusedRow(
                "unknown_country",
                f"country {code!r} is not known. Allowed: ISO 3166-1 alpha-3 (data/reference/countries.csv) and the "
                "codes of data/reference/groups.csv.",
            )
    if len(codes) > 1:
        return words.groups.get(frozenset(codes))
    return codes[0] if codes else None


def _to_day(written: str) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise _RefusedRow(
            "bad_date", f"{written!r} is no day. Write YYYY-MM-DD, or say its form in the mapping."
        ) from error


def _to_year(written: str) -> int | None:
    if not written:
        return None
    if not (written.isdecimal() and 1900 <= int(written) <= 2200):
        raise _RefusedRow("bad_year", f"{written!r} is no year. Write four digits.")
    return int(written)


def _to_confidence(written: str) -> float:
    if not written:
        return CONFIDENCE["medium"]
    try:
        sure = CONFIDENCE.get(written.lower()) or float(written)
    except ValueError:
        sure = -1.0
    if not 0 <= sure <= 1:
        raise _RefusedRow(
            "bad_confidence", f"{written!r} is no confidence. Write high, medium, low or 0 to 1."
        )
    return sure


def _supplier_role(kind: str, status: str | None) -> str:
    if status == "financing":
        return "funder"
    return "investor" if kind in INVESTMENTS else "supplier"


def _to_parties(
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
