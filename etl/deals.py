"""Reports -> groups that speak of one deal, with the evidence for each merge.

Order independent: reports are sorted by id first, pairs by score and ids. Given links (a list's
`same_deal_as`, a repeat inside one document) come before everything that is worked out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.forest import Forest
from etl.names import Organisations
from etl.reports import Report


@dataclass(frozen=True, slots=True)
class Merge:
    """Two reports of one deal (or perhaps of one: a doubt), and why."""

    report_id: str
    other_id: str
    score: float  # 0 to 1
    why: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every report in exactly one group; merges explain the groups, doubts were not merged."""

    groups: tuple[tuple[Report, ...], ...]
    merges: tuple[Merge, ...]
    doubts: tuple[Merge, ...] = ()


def resolve(
    reports: Sequence[Report],
    organisations: Organisations,
    words: Mapping[str, frozenset[str]],
    given: Iterable[Merge] = (),
) -> Resolution:
    """Group the reports. `given` are merges that a source states; unknown ids in it are left out."""
    ordered = sorted(reports, key=lambda report: report.id)
    place = {report.id: number for number, report in enumerate(ordered)}
    forest = Forest(len(ordered))
    merges = []
    for merge in sorted(given, key=lambda merge: (merge.report_id, merge.other_id, merge.why)):
        if merge.report_id in place and merge.other_id in place:
            forest.join(place[merge.report_id], place[merge.other_id])
            merges.append(merge)
    groups: dict[int, list[Report]] = {}
    for number, report in enumerate(ordered):
        groups.setdefault(forest.root(number), []).append(report)
    return Resolution(tuple(tuple(group) for group in groups.values()), tuple(merges))
