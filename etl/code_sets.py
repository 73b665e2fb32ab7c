"""Sets of codes, one row a report, filled from the left with 0 for nothing -> what two reports share."""

import numpy as np
import numpy.typing as npt

from etl.columns import Flags, Ints

Places = npt.NDArray[np.int64]  # places of reports in the columns


def count(left: Ints, right: Ints) -> Ints:
    """How many codes two sets have in common (one row a pair, 0: nothing)."""
    found = np.zeros(len(left), np.int32)
    for mine in left.T:
        hit = mine == right[:, 0]
        for theirs in right.T[1:]:
            hit |= mine == theirs
        found += hit & (mine != 0)
    return found


def meets(left: Ints, one: Places, right: Ints, other: Places) -> Flags:
    """Whether the sets of two reports have a code in common. Sets fill their row from the left."""
    found = np.zeros(len(one), np.bool_)
    # Most sets hold one code or none: each further column is looked at only where it is filled.
    mine_left = np.arange(len(one))
    for mine in left.T:
        mine_left = mine_left[mine[one[mine_left]] != 0]
        if not len(mine_left):
            break
        codes = mine[one[mine_left]]
        rest = np.arange(len(mine_left))
        for theirs in right.T:
            facing = theirs[other[mine_left[rest]]]
            filled = facing != 0
            rest, facing = rest[filled], facing[filled]
            if not len(rest):
                break
            found[mine_left[rest[codes[rest] == facing]]] = True
    return found
