"""Sets of codes, one row a report, filled from the left with 0 for nothing -> what two reports share."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from etl.columns import Flags, Ints

Places = npt.NDArray[np.int64]  # places of reports in the columns


def filled(sets: Ints, places: Places) -> Iterator[tuple[Places, Ints]]:
    """Column by column, the pairs whose set reaches so far, and their codes there.

    Most sets hold one code or none, so each further column costs less.
    """
    pairs = np.arange(len(places))
    for column in sets.T:
        codes = column[places[pairs]]
        there = codes != 0
        pairs, codes = pairs[there], codes[there]
        if not len(pairs):
            return
        yield pairs, codes


def holds(sets: Ints, places: Places, codes: Ints) -> Flags:
    """Whether the set of each place holds the code."""
    flags: Flags = (sets[places] == codes[:, None]).any(axis=1)
    return flags


def count(left: Ints, one: Places, right: Ints, other: Places) -> Ints:
    """How many codes the sets of two reports have in common."""
    found = np.zeros(len(one), np.int32)
    for pairs, codes in filled(left, one):
        found[pairs] += holds(right, other[pairs], codes)
    return found


def meets(left: Ints, one: Places, right: Ints, other: Places) -> Flags:
    """Whether the sets of two reports have a code in common."""
    found = np.zeros(len(one), np.bool_)
    for pairs, codes in filled(left, one):
        for faced, theirs in filled(right, other[pairs]):
            found[pairs[faced[codes[faced] == theirs]]] = True
    return found
