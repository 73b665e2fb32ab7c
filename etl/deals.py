"""Reports -> groups that speak of one deal, with the evidence for each merge.

Order independent: reports are sorted by id, pairs by score and place. What a source states (a list's
`same_deal_as`, a repeat inside one document) comes before everything that is worked out. A pair that
is likely but not likely enough is a doubt: it is listed and merges nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from etl import similarity
from etl.blocking import Places, find_pairs
from etl.clusters import Pairs, cluster
from etl.columns import Columns, to_columns
from etl.references import References
from etl.reports import Report

SURE = 0.0  # logarithm of odds from which two reports are merged
DOUBT = -2.7  # from which a pair is listed for review


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
    references: References,
    given: Iterable[Merge] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> Resolution:
    """Group the reports. `given` are merges that a source states, `apart` pairs of reports that it
    tells apart (a part and its whole, a loan and its project); unknown ids are left out."""
    ordered = sorted(reports, key=lambda report: report.id)
    place = {report.id: number for number, report in enumerate(ordered)}
    columns = to_columns(
        ordered, references.organisations, references.words, references.members, references.things
    )
    stated = [
        merge
        for merge in sorted(given, key=lambda merge: (merge.report_id, merge.other_id, merge.why))
        if merge.report_id in place and merge.other_id in place
    ]
    groups, joined, doubtful = group(
        columns,
        references.evidence,
        [(place[merge.report_id], place[merge.other_id]) for merge in stated],
        [(place[one], place[other]) for one, other in apart if one in place and other in place],
    )
    members: dict[int, list[Report]] = {}
    for report, root in zip(ordered, groups.tolist(), strict=True):
        members.setdefault(root, []).append(report)
    return Resolution(
        tuple(tuple(group) for group in members.values()),
        (*stated, *_explained(joined, ordered, columns, references)),
        tuple(_explained(doubtful, ordered, columns, references)),
    )


def group(
    columns: Columns,
    weights: Mapping[str, float],
    given: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> tuple[Places, Pairs, Pairs]:
    """The core, on columns: the root of each report's group, the pairs that joined, and the doubts.

    Doubts are pairs between two groups that are likely, but not likely enough, or spoken against by
    the groups' other reports.
    """
    likely = _likely_pairs(columns, weights)
    clusters = cluster(columns, likely.at(likely.score >= SURE), weights, given, apart)
    weak = likely.at(likely.score < SURE)
    doubtful = Pairs(
        np.concatenate((clusters.refused.one, weak.one)),
        np.concatenate((clusters.refused.other, weak.other)),
        np.concatenate((clusters.refused.score, weak.score)),
    )
    unjoined = clusters.root[doubtful.one] != clusters.root[doubtful.other]
    return clusters.root, clusters.joined, doubtful.at(unjoined)


def _likely_pairs(columns: Columns, weights: Mapping[str, float]) -> Pairs:
    """All pairs from DOUBT on, each once."""
    # Reports that are compared lie side by side then: a million of them do not fit into a cache.
    order = np.lexsort((columns.names[:, 0], columns.recipients[:, 0]))
    ordered = columns.at(order)
    kept: list[Pairs] = []
    for one, other in find_pairs(ordered):
        found = Pairs(one, other, similarity.score(ordered, one, other, weights))
        kept.append(found.at(found.score >= DOUBT))
    if not kept:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    first = order[np.concatenate([part.one for part in kept])]
    second = order[np.concatenate([part.other for part in kept])]
    one, other = np.minimum(first, second), np.maximum(first, second)
    score = np.concatenate([part.score for part in kept])
    _, each = np.unique(one * len(columns) + other, return_index=True)
    return Pairs(one[each], other[each], score[each])


def _explained(
    pairs: Pairs,
    ordered: Sequence[Report],
    columns: Columns,
    references: References,
) -> list[Merge]:
    held = similarity.find_evidence(columns, pairs.one, pairs.other)
    spoken = zip(pairs.one.tolist(), pairs.other.tolist(), pairs.score.tolist(), strict=True)
    return [
        Merge(
            ordered[one].id,
            ordered[other].id,
            similarity.to_probability(score),
            similarity.explain((name for name, flags in held.items() if flags[number]), references.phrases),
        )
        for number, (one, other, score) in enumerate(spoken)
    ]
