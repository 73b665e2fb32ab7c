"""Pairs that are likely, but not likely enough -> the ones that a person is asked to look at.

Of each two deals the likeliest pair of reports speaks, and each deal is listed with its likeliest few
partners: a party that is named everywhere would fill the list otherwise, and hide what is worth a look.
"""

import numpy as np

from etl.blocking import Places
from etl.clusters import Pairs, likeliest_first
from etl.columns import Marks

LISTED = 8  # doubts that are listed for one deal


def list_doubts(pairs: Pairs, root: Places, mark: Marks) -> tuple[Pairs, Pairs]:
    """The doubts that are listed, one for each two groups, and those that are left out; likeliest first.

    A doubt is listed if it is among the likeliest of both its groups. `root` is the group of each report,
    `mark` the fingerprint that breaks ties.
    """
    pairs = likeliest_first(pairs.at(root[pairs.one] != root[pairs.other]), mark)
    one, other = root[pairs.one], root[pairs.other]
    groups = np.minimum(one, other) * len(root) + np.maximum(one, other)
    pairs = pairs.at(np.sort(np.unique(groups, return_index=True)[1]))
    sides = np.stack((root[pairs.one], root[pairs.other]), axis=1).ravel()
    order = np.argsort(sides, kind="stable")
    rank = np.empty(len(sides), np.int64)
    rank[order] = np.arange(len(sides)) - np.searchsorted(sides[order], sides[order])
    is_listed = (rank[::2] < LISTED) & (rank[1::2] < LISTED)
    return pairs.at(is_listed), pairs.at(~is_listed)
