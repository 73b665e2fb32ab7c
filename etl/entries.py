"""Rows of a ledger to documents: one for each source that the rows cite, one line of text a row.

The line holds the amount as the list writes it, so that a figure read in a ledger has a quote and a
sentence like any other, and the same money grammar reads it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from etl.entry_cells import (
    LedgerWords,
    RefusedRow,
    one_of,
    supplier_role,
    to_confidence,
    to_country,
    to_day,
    to_parties,
    to_year,
)
from etl.records import Document, Figure, Ledger, LedgerRow, Reading, Reject
from etl.rules.money import Amount, find_amounts
from etl.schema import DEAL_KINDS, KINDS


@dataclass(frozen=True, slots=True)
class Entries:
    """What one ledger holds."""

    documents: tuple[tuple[Document, Reading], ...]
    rejects: tuple[Reject, ...]
    same_deal_as: tuple[tuple[str, str], ...]  # pairs of row ids


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
                raise RefusedRow(
                    "duplicate_id", f"id {name!r} stands in {seen[name]} too. Give each row an id of its own."
                )
            figures = _to_figures(row, name, ledger.separator, words)
        except RefusedRow as refused:
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
    kind = one_of(row["kind"] or "deal", KINDS, "unknown_kind", "kind")
    sector = one_of(row["sector"], words.sectors, "unknown_sector", "sector") if row["sector"] else None
    status = one_of(row["status"], words.statuses, "unknown_status", "status") if row["status"] else None
    supplier = to_country(row["supplier_country"], separator, words)
    recipient = to_country(row["recipient_country"], separator, words)
    day, year = to_day(row["announced_date"]), to_year(row["reference_year"])
    amounts = _find_amounts(row, words)
    line, amount_start = _to_line(row, kind, status)
    supplier_parties = to_parties(row["supplier"], supplier, supplier_role(kind, status), separator, words)
    recipient_parties = to_parties(row["recipient"], recipient, "buyer", separator, words)
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
        confidence=to_confidence(row["confidence"]),
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

    def find(text: str, shift: int = 0, bare: str | None = None) -> list[Amount]:
        # A list is written once for all its readers: a bare dollar there is the US one.
        found = find_amounts(text, words.money, home_currency="USD", bare_currency=bare)
        return [
            replace(one, start=max(0, one.start - shift), end=min(len(written), one.end - shift))
            for one in found
            if one.refused is None
        ]

    if amounts := find(written):
        return amounts
    if default:
        # As the cell stands where it has a scale; else with the currency before or after, whichever the words want.
        amounts = (
            find(written, bare=default)
            or find(f"{default} {written}", len(default) + 1)
            or find(f"{written} {default}")
        )
    if amounts:
        return [
            replace(one, is_assumed=True, rules=(*one.rules, "ledger:default_currency")) for one in amounts
        ]
    raise RefusedRow(
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
