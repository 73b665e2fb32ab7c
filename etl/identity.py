"""Groups of reports -> deal ids that stay.

An id is the fingerprint of what the deal's first report says: parties, direction, subject, year,
amount. So it depends on no order of arrival and on no other deal, and a second paper that says the
same, or is dated later, changes nothing. Where an earlier report that says something else joins
later, the content would name the deal anew: there the id of the snapshot before is kept, because
links to it are in the world (`former`: report id -> deal id).
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from etl.reports import Report


def name_deals(
    groups: Sequence[Sequence[Report]], former: Mapping[str, str] | None = None
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
        name = _fingerprint(_content(first))
        # Two deals whose first reports say exactly the same, and that still are two.
        names[key] = name if name not in taken else _fingerprint(f"{_content(first)}|{first.id}")
        taken.add(names[key])
    return names


def first_report(reports: Sequence[Report]) -> Report:
    """The report that names the deal: the earliest dated one, undated ones after all dated."""
    return min(reports, key=_age)


def _age(report: Report) -> tuple[date, str, str]:
    return (report.day or date.max, _content(report), report.id)


def _content(report: Report) -> str:
    parties = sorted(party.organisation for party in report.parties)
    said = (
        *parties,
        report.supplier_country,
        report.recipient_country,
        report.subject,
        report.year,
        report.currency,
        report.value_low,
        report.value_high,
        report.kind,
    )
    return "|".join("" if part is None else str(part) for part in said)


def _fingerprint(text: str) -> str:
    return "D" + hashlib.sha256(text.encode()).hexdigest()[:12]
