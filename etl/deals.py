"""Reports -> groups that speak of one deal, with the evidence for each merge.

Order independent: reports are sorted by id, pairs by score and place. What a source states (a list's
`same_deal_as`, a repeat inside one document) comes before everything that is worked out. A pair that
is likely but not likely enough is a doubt: it is listed and merges nothing.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from etl import similarity
from etl.blocking import Places, find_pairs
from etl.clusters import Pairs, cluster, together
from etl.columns import Columns, to_columns
from etl.doubts import list_doubts
from etl.evidence import Weights
from etl.first_look import FirstLook
from etl.references import References
from etl.reports import Report

CHUNK = 16_384  # pairs that are compared at a time: bounds the memory, and fits into a cache
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
    """Every report in exactly one group; merges explain the groups, doubts were not merged. Pairs are of report ids."""

    groups: tuple[tuple[Report, ...], ...]
    merges: tuple[Merge, ...]
    doubts: tuple[Merge, ...] = ()  # one for each two groups
    unlisted: tuple[tuple[str, str], ...] = ()  # less likely doubts of groups that have many


def resolve(
    reports: Sequence[Report],
    references: References,
    given: Iterable[Merge] = (),
    apart: Iterable[tuple[str, str]] = (),
) -> Resolution:
    """Group the reports. `given` are merges that a source states, `apart` pairs of reports that it
    tells apart (a part and its whole, a loan and its project); unknown ids are left out."""
    ordered = sorted(reports, key=lambda report: report.id)
    columns = to_columns(
        ordered, references.organisations, references.words, references.members, references.things
    )
    given, apart = list(given), list(apart)
    named = {name for merge in given for name in (merge.report_id, merge.other_id)}.union(*apart)
    place = {report.id: number for number, report in enumerate(ordered) if report.id in named}
    stated = [
        merge
        for merge in sorted(given, key=lambda merge: (merge.report_id, merge.other_id, merge.why))
        if merge.report_id in place and merge.other_id in place
    ]
    groups, joined, doubtful, unlisted = group(
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
        tuple(
            (ordered[one].id, ordered[other].id)
            for one, other in zip(unlisted.one, unlisted.other, strict=True)
        ),
    )


def group(
    columns: Columns,
    weights: Weights,
    given: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> tuple[Places, Pairs, Pairs, Pairs]:
    """The core, on columns: the root of each report's group, the pairs that joined, the doubts that are
    listed, and those that are not.

    Doubts are pairs between two groups that are likely, but not likely enough, or spoken against by
    the groups' other reports.
    """
    likely = _likely_pairs(columns, weights)
    clusters = cluster(columns, likely.at(likely.score >= SURE), weights, given, apart)
    doubtful = together([clusters.refused, likely.at(likely.score < SURE)])
    return clusters.root, clusters.joined, *list_doubts(doubtful, clusters.root, columns.mark)


def _likely_pairs(columns: Columns, weights: Weights) -> Pairs:
    """All pairs from DOUBT on, each once."""
    each = _possible_pairs(columns, weights)
    kept: list[Pairs] = []
    for start in range(0, max(len(each), 1), CHUNK):
        one, other = np.divmod(each[start : start + CHUNK], len(columns))
        pairs = Pairs(one, other, similarity.score(columns, one, other, weights))
        kept.append(pairs.at(pairs.score >= DOUBT))
    return together(kept)


def _possible_pairs(columns: Columns, weights: Weights) -> Places:
    """The neighbours that can reach DOUBT, each pair once: the first's place times the reports, plus the second's."""
    look = FirstLook(columns, weights, DOUBT)
    found = [np.zeros(0, np.int64)]
    for places, left, right in find_pairs(columns):
        passed = look.passes(places, left, right)
        one, other = places[left[passed]], places[right[passed]]
        found.append(np.minimum(one, other) * len(columns) + np.maximum(one, other))
    return np.unique(np.concatenate(found))


def _explained(
    pairs: Pairs,
    ordered: Sequence[Report],
    columns: Columns,
    references: References,
) -> list[Merge]:
    names = [name for name, phrase in references.phrases.items() if phrase]
    told: list[Merge] = []
    for start in range(0, len(pairs), CHUNK):
        part = pairs.at(slice(start, start + CHUNK))
        held = similarity.find_evidence(columns, part.one, part.other)
        flags = np.stack([held[name] for name in names], axis=1)
        # Many pairs hold the same evidence: each combination is put into words once.
        packed, sort = np.unique(np.packbits(flags, axis=1), axis=0, return_inverse=True)
        reasons = [
            similarity.explain(itertools.compress(names, bits), references.phrases)
            for bits in np.unpackbits(packed, axis=1, count=len(names)).tolist()
        ]
        told += [
            Merge(ordered[one].id, ordered[other].id, similarity.to_probability(score), reasons[reason])
            for one, other, score, reason in zip(
                part.one.tolist(),
                part.other.tolist(),
                part.score.tolist(),
                sort.ravel().tolist(),
                strict=True,
            )
        ]
    return told
