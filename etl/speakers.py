"""Reports -> which few of a group speak for it when it is compared: those that tell their deal best.

The choice looks at what a report says and at nothing else of the group, so that neither the order in
which groups grow nor the number of papers that print the same makes a difference.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from etl.columns import Columns, Ints, Marks

Places = npt.NDArray[np.int64]

SPEAKERS = 4  # a group of thousands is compared by these
NOBODY = -1
SETS = ("sellers", "buyers", "names", "suppliers", "recipients", "words", "proper", "numbers")
UNDATED = 10**7  # later than every day
SPREAD, HALF = np.uint64(0x9E3779B97F4A7C15), np.uint64(32)


class Speakers:
    """Whose turn it is: every report's place in the one order in which reports may speak."""

    def __init__(self, columns: Columns, bound: Iterable[int]) -> None:
        """Who is `bound` to stay apart from somebody speaks first, so that its group remembers it."""
        c, held = columns, np.fromiter(bound, np.int64)
        others = np.ones(len(c), np.bool_)
        others[held] = False
        evidence = sum((getattr(c, name)[:, 0] != 0 for name in SETS), np.minimum(c.digits, 3))
        evidence += c.sector > 1
        day = np.where(c.day == 0, UNDATED, c.day)
        order = np.lexsort((c.mark, c.document, day, -evidence, others))
        self.turn = np.empty(len(c), np.int64)
        self.turn[order] = np.arange(len(c))
        # The rows of a list are no copies: who keeps it has chosen them.
        self.told = np.where(c.has_clues & others, _to_told(c), c.mark)

    def choose(self, places: Places) -> Places:
        """The first that may speak of each row, at most SPEAKERS; NOBODY fills up.

        Of texts that say the same one speaks: a paper that is printed again adds no voice.
        """
        late = len(self.turn)
        turns = np.where(places >= 0, self.turn[places], late)
        sort = np.argsort(turns, axis=1, kind="stable")
        places, turns = np.take_along_axis(places, sort, axis=1), np.take_along_axis(turns, sort, axis=1)
        told = self.told[places]
        for place in range(1, places.shape[1]):
            again = (told[:, :place] == told[:, place : place + 1]).any(axis=1)
            turns[again, place] = late
        places = np.where(turns < late, places, NOBODY)
        sort = np.argsort(turns, axis=1, kind="stable")[:, :SPEAKERS]
        return np.take_along_axis(places, sort, axis=1)

    def of_groups(self, root: Places) -> Places:
        """The speakers of every root; of a place that is no root: nobody."""
        order = np.lexsort((self.turn, self.told, root))
        roots, told = root[order], self.told[order]
        again = np.zeros(len(order), np.bool_)
        again[1:] = (roots[1:] == roots[:-1]) & (told[1:] == told[:-1])
        order = order[~again]
        order = order[np.lexsort((self.turn[order], root[order]))]
        roots = root[order]
        rank = np.arange(len(roots)) - np.searchsorted(roots, roots)
        speaks = rank < SPEAKERS
        chosen = np.full((len(root), SPEAKERS), NOBODY, np.int64)
        chosen[roots[speaks], rank[speaks]] = order[speaks]
        return chosen


def _to_told(c: Columns) -> Marks:
    """A fingerprint of what each report says: papers that print one text have the same."""
    told = np.zeros(len(c), np.uint64)
    for amount in (c.own, c.low, c.high):
        told = _mixed(told + np.nan_to_num(np.round(amount * 1e4), nan=-1e9).astype(np.int64).view(np.uint64))
    for code in (c.currency, c.year, c.sector, c.status, c.subject, c.is_package, c.is_mention, c.is_late):
        told = _mixed(told + code.astype(np.uint64))
    for name in SETS:
        told = _mixed(told + _of_set(getattr(c, name)))
    return told


def _of_set(codes: Ints) -> Marks:
    """One number for each set, whatever order its codes stand in."""
    total: Marks = np.where(codes != 0, _mixed(codes.astype(np.uint64)), np.uint64(0)).sum(axis=1)
    return total


def _mixed(numbers: Marks) -> Marks:
    mixed: Marks = (numbers ^ (numbers >> HALF)) * SPREAD
    return mixed ^ (mixed >> HALF)
