"""Likely pairs -> groups, so that no group holds reports that speak against each other.

In rounds: every group looks for its likeliest partner, and two groups that choose each other are joined
if their reports, taken crosswise, agree on the whole. One strong pair alone therefore never ties two
deals together, and which pair was found first makes no difference. A round costs as much as the pairs
that are left; a few dozen rounds are enough for a million reports.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from etl import similarity
from etl.blocking import Places
from etl.columns import Columns, Floats, Marks
from etl.evidence import Weights
from etl.forest import Forest
from etl.speakers import SPEAKERS, Speakers

AGREED = -0.3  # least mean score of the speakers' pairs
TWO = -2.0  # score from which two reports of one document are two deals
LIMIT = 8.0  # beyond it a pair's score adds no more to that mean, up or down
MOST_ROUNDS = 400  # more than a chain of reports ever needed; what is left then stays apart


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of reports with their scores (logarithm of odds)."""

    one: Places
    other: Places
    score: Floats

    def __len__(self) -> int:
        return len(self.one)

    def at(self, chosen: npt.NDArray[np.bool_] | Places | slice) -> "Pairs":
        return Pairs(self.one[chosen], self.other[chosen], self.score[chosen])


@dataclass(frozen=True, slots=True)
class Clusters:
    """The root of every report's group, the pairs that joined groups, and those that could not."""

    root: Places
    joined: Pairs
    refused: Pairs


def cluster(
    columns: Columns,
    pairs: Pairs,
    weights: Weights,
    given: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
) -> Clusters:
    """Join groups along `pairs`; `given` pairs are joined first and unconditionally, `apart` never."""
    groups = _Groups(columns, weights, list(apart))
    groups.join_given(given)
    left = likeliest_first(pairs, columns.mark)
    joined: list[Pairs] = []
    refused: list[Pairs] = []
    for _ in range(MOST_ROUNDS):
        left = left.at(groups.root[left.one] != groups.root[left.other])
        if not len(left):
            break
        chosen = left.at(_mutual(groups.root[left.one], groups.root[left.other]))
        agreed = groups.agree(chosen)
        groups.join(chosen.at(agreed))
        joined.append(chosen.at(agreed))
        no = chosen.at(~agreed)
        refused.append(no)
        left = left.at(~_same_groups(groups.root, left, no))
    refused.append(left)
    return Clusters(groups.root, together(joined), together(refused))


def likeliest_first(pairs: Pairs, mark: Marks) -> Pairs:
    """The pairs by score; one order for all ties, which depends on the reports' own ids (`mark`) only."""
    tie = mark[pairs.one] ^ (mark[pairs.other] * np.uint64(3))
    return pairs.at(np.lexsort((tie, -np.round(pairs.score, 6))))


def _mutual(one: Places, other: Places) -> Places:
    """Places of the pairs that are the likeliest of both their groups; pairs come likeliest first."""
    number = np.arange(len(one))
    best = np.full(int(max(one.max(), other.max())) + 1, len(one))
    np.minimum.at(best, one, number)
    np.minimum.at(best, other, number)
    return np.flatnonzero((best[one] == number) & (best[other] == number))


def _same_groups(root: Places, left: Pairs, refused: Pairs) -> npt.NDArray[np.bool_]:
    """Which pairs connect two groups that were just refused."""

    def keys(pairs: Pairs) -> Places:
        first, second = root[pairs.one], root[pairs.other]
        return np.minimum(first, second) * len(root) + np.maximum(first, second)

    return np.isin(keys(left), keys(refused))


def together(parts: list[Pairs]) -> Pairs:
    """All the pairs as one."""
    if not parts:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
    return Pairs(
        np.concatenate([part.one for part in parts]),
        np.concatenate([part.other for part in parts]),
        np.concatenate([part.score for part in parts]),
    )


class _Groups:
    """The state of the rounds: each report's root, and who speaks for a root."""

    def __init__(self, columns: Columns, weights: Weights, apart: Sequence[tuple[int, int]]) -> None:
        self.columns, self.weights = columns, weights
        self.apart = np.array(sorted({min(pair) * len(columns) + max(pair) for pair in apart}), np.int64)
        self.turns = Speakers(columns, sorted({place for pair in apart for place in pair}))
        self.root = np.arange(len(columns))
        self.unit = self.root  # what a source states to be one: the best of its reports speaks for it
        self.speakers = np.empty((0, SPEAKERS), np.int64)  # of each root; join_given chooses the first

    def join_given(self, given: Iterable[tuple[int, int]]) -> None:
        """Join what a source states, before anything else."""
        forest = Forest(len(self.root))
        for one, other in given:
            forest.join(one, other)
        self.root = np.array([forest.root(place) for place in range(len(self.root))], np.int64)
        self.unit = self.root
        self.speakers = self.turns.of_groups(self.root)

    def agree(self, pairs: Pairs) -> npt.NDArray[np.bool_]:
        """Whether the speakers of both sides, each with each, agree in the mean."""
        mine = np.repeat(self.speakers[self.root[pairs.one]], SPEAKERS, axis=1)
        theirs = np.tile(self.speakers[self.root[pairs.other]], (1, SPEAKERS))
        there = (mine >= 0) & (theirs >= 0)
        scores = np.zeros(mine.shape)
        scores[there] = similarity.score(self.columns, mine[there], theirs[there], self.weights)
        keys = np.minimum(mine, theirs) * len(self.columns) + np.maximum(mine, theirs)
        divided = (there & np.isin(keys, self.apart)).any(axis=1)
        # A document that tells both, and tells them as two, knows more than papers that tell one of them.
        beside = there & (self.columns.document[mine] == self.columns.document[theirs])
        divided |= (beside & (self._of_units(scores, mine, theirs, there) < TWO)).any(axis=1)
        scores = self._of_units(np.clip(scores, -LIMIT, LIMIT), mine, theirs, there)
        mean = scores.sum(axis=1) / there.sum(axis=1)
        agreed: npt.NDArray[np.bool_] = (mean >= AGREED) & ~divided
        return agreed

    def _of_units(self, scores: Floats, mine: Places, theirs: Places, there: npt.NDArray[np.bool_]) -> Floats:
        """Each pair's score raised to the best one between the same two units: "up from 1.3" beside 1.6
        does not speak against a paper that knows the old number only."""
        units = self.unit[mine] * len(self.unit) + self.unit[theirs]
        best = scores
        for place in range(scores.shape[1]):
            same = (units == units[:, place : place + 1]) & there & there[:, place : place + 1]
            best = np.where(same, np.maximum(best, scores[:, place : place + 1]), best)
        return best

    def join(self, pairs: Pairs) -> None:
        """Join groups pairwise; no group may occur in two of the pairs."""
        first, second = self.root[pairs.one], self.root[pairs.other]
        root, gone = np.minimum(first, second), np.maximum(first, second)
        apart = root != gone
        root, gone = root[apart], gone[apart]
        speakers = np.concatenate((self.speakers[root], self.speakers[gone]), axis=1)
        self.speakers[root] = self.turns.choose(speakers)
        points_to = np.arange(len(self.root))
        points_to[gone] = root
        self.root = points_to[self.root]
