"""Groups of reports -> deal ids that stay.

An id is the fingerprint of what a deal's reports agree on: the leading seller, the recipient, sector,
year and the order of magnitude. So it depends on no order of arrival and on nothing that one more
paper usually words differently (buyer, subject, the last digit). Of two deals that agree in all of it
the earlier has the plain id and the other adds what its own first report says. Where a new report
shifts what the reports agree on, the id of the snapshot before is kept all the same, because links to it
are in the world (`former`: report id -> deal id).
"""

import hashlib
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from etl.headline import most_said
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
        first, agreed = first_report(keys[key]), _agreed(keys[key], organisations)
        # Each wording is tried in turn: the plain one, the first report's, and at last its own id.
        tried = (agreed, f"{agreed}|{_content(first)}", f"{agreed}|{_content(first)}|{first.id}")
        names[key] = next(name for name in map(_fingerprint, tried) if name not in taken)
        taken.add(names[key])
    return names


def first_report(reports: Sequence[Report]) -> Report:
    """The earliest dated report; undated ones come after all dated."""
    return min(reports, key=_age)


def _age(report: Report) -> tuple[date, str, str]:
    return (report.day or date.max, _content(report), report.id)


def _agreed(reports: Sequence[Report], organisations: Organisations) -> str:
    """What most reports say; a report that does not say it has no voice."""
    sellers = [
        min((key for key in keys if key), default=None)
        for report in reports
        for keys in [[organisations.key(party.organisation).full for party in _leading(report)]]
    ]
    said = (
        most_said(report.kind for report in reports),
        most_said(sellers) or most_said(report.supplier_country for report in reports),
        most_said(report.recipient_country for report in reports),
        most_said((report.sector for report in reports), frozenset({"multi"})),
        most_said(str(report.year) for report in reports if report.year),
        most_said(_magnitude(report) for report in reports),
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
