"""Groups of reports -> deal ids that stay.

An id is the fingerprint of what a deal's first report says: the leading seller, the recipient, sector,
year and the order of magnitude. So a document that arrives later, in whatever words, never renames a deal;
and an earlier one that turns up hardly ever does, since nothing is taken that papers word differently
(buyer, subject, the last digit). Of two deals that agree in all of it
the earlier has the plain id and the other adds what else its first report says. Where an older paper
turns up and speaks otherwise, the id of the snapshot before is kept all the same, because links to it
are in the world (`former`: report id -> deal id).
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from etl.names import Organisations
from etl.records import Party
from etl.reports import Report

SELLING = ("supplier", "investor", "funder")


def name_deals(
    groups: Sequence[Sequence[Report]], organisations: Organisations, former: Mapping[str, str] | None = None
) -> dict[tuple[str, ...], str]:
    """Give every group of reports its deal id; keys are the sorted ids of the group's reports.

    A former id goes to the group that holds most of its reports (the rest of a split deal gets a new
    one); a group that holds several former deals keeps the id of most of its reports.
    """
    former = former or {}
    keys = {tuple(sorted(report.id for report in group)): group for group in groups}
    names: dict[tuple[str, ...], str] = {}
    taken: set[str] = set()
    claims = sorted(
        (-count, name, key)
        for key in keys
        for name, count in Counter(former[report] for report in key if report in former).items()
    )
    for _count, name, key in claims:
        if name not in taken and key not in names:
            names[key] = name
            taken.add(name)
    for key in sorted(keys, key=lambda key: _age(first_report(keys[key]))):
        if key in names:
            continue
        first = first_report(keys[key])
        told = _told_first(first, organisations)
        # Each wording is tried in turn: the plain one, with all that the report says, and at last with its own id.
        tried = (told, f"{told}|{_content(first)}", f"{told}|{_content(first)}|{first.id}")
        names[key] = next(name for name in map(_fingerprint, tried) if name not in taken)
        taken.add(names[key])
    return names


def first_report(reports: Sequence[Report]) -> Report:
    """The earliest dated report; undated ones come after all dated."""
    return min(reports, key=_age)


def _age(report: Report) -> tuple[date, str, str]:
    return (report.day or date.max, _content(report), report.id)


def _told_first(report: Report, organisations: Organisations) -> str:
    """What the deal's first report says of it, as far as later ones hardly ever say otherwise."""
    sellers = [organisations.key(party.organisation).full for party in _leading(report)]
    said = (
        report.kind,
        min((key for key in sellers if key), default=None) or report.supplier_country,
        report.recipient_country,
        report.sector,
        str(report.year) if report.year else None,
        _magnitude(report),
    )
    return "|".join(part or "" for part in said)


def _leading(report: Report) -> Sequence[Party]:
    sellers = [party for party in report.parties if party.role in SELLING]
    return sellers or report.parties


def _magnitude(report: Report) -> str | None:
    """Half powers of ten, in dollars: 3 and 5 billion are one, 300 million is another."""
    value = report.low_usd or report.high_usd
    return str(round(math.log10(value) * 2)) if value else None


def _content(report: Report) -> str:
    parties = sorted(party.organisation for party in report.parties)
    said = (*parties, report.subject, report.currency, report.value_low, report.value_high, report.status)
    return "|".join("" if part is None else str(part) for part in said)


def _fingerprint(text: str) -> str:
    return "D" + hashlib.sha256(text.encode()).hexdigest()[:12]
