"""Which reports are worth comparing: pairs that share a key, each report with a few neighbours only.

Inside a block the reports are sorted by size (or by day), and each is compared with those that follow it.
So the number of pairs grows with the number of reports, however large a block is: a party that four
reports in a hundred name costs no more than any other.
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from etl.columns import Columns, Floats, Ints

Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]

CHUNK = 16_384  # pairs that are compared at a time: bounds the memory, and fits into a cache
SMALL_BLOCK = 12  # up to this size everyone in a block is compared with everyone
AROUND = 6  # names and things of the sentences around that are looked up
NEIGHBOURS = 4  # in a larger block each report is compared with the next ones only
MIX = np.uint64(0x9E3779B97F4A7C15)


def find_pairs(columns: Columns) -> Iterator[tuple[Places, Places]]:
    """Pairs of places, first < second, in chunks; a pair may come more than once."""
    size = np.where(np.isnan(columns.point), np.nan_to_num(columns.own, nan=-1.0), columns.point)
    when = np.where(columns.day != 0, columns.day, columns.year.astype(np.int64) * 365)
    year, sector, kind = columns.year, columns.sector, columns.is_package.astype(np.int32)
    to, of = columns.recipients[:, 0], columns.suppliers[:, 0]
    for place in range(columns.names.shape[1]):
        name = columns.names[:, place]
        yield from _neighbours(_keys(1, name, to, sector), name != 0, size)
        yield from _neighbours(_keys(2, name, to), name != 0, when)
        yield from _neighbours(_keys(3, name), name != 0, size)
    for place in range(columns.near.shape[1]):
        near = columns.near[:, place]
        yield from _neighbours(_keys(4, near, to), near != 0, size)
    for place in range(columns.words.shape[1]):
        word = columns.words[:, place]
        yield from _neighbours(_keys(5, word, to), word != 0, size)
        yield from _neighbours(_keys(6, word, of, sector), word != 0, when)
    for place in range(AROUND):
        around, thing = columns.around[:, place], columns.things[:, place]
        yield from _neighbours(_keys(10, around), around != 0, size)
        yield from _neighbours(_keys(11, thing), (thing != 0) & columns.has_clues, size)
    for side in (of, to):
        # The sum of a visit often has neither a company nor the other country.
        yield from _neighbours(_keys(12, side, year), (side != 0) & columns.is_package, size)
    paired = (of != 0) & (to != 0)
    yield from _neighbours(_keys(7, of, to, sector), paired, size)
    yield from _neighbours(_keys(8, of, to, year, kind), paired, size)
    yield from _neighbours(_keys(9, columns.document), columns.document != 0, size)


def _keys(family: int, *parts: Ints) -> Keys:
    """One 64-bit key for each report: the same parts, the same key."""
    mixed = np.full(len(parts[0]), family, np.uint64)
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _neighbours(
    keys: Keys, chosen: npt.NDArray[np.bool_], by: Floats | Ints
) -> Iterator[tuple[Places, Places]]:
    """All pairs of a small block; in a large one each report with the next few."""
    places = np.flatnonzero(chosen)
    if len(places) < 2:
        return
    order = places[np.lexsort((places, by[places], keys[places]))]
    _, block, sizes = np.unique(keys[order], return_inverse=True, return_counts=True)
    reach = np.where(sizes <= SMALL_BLOCK, SMALL_BLOCK, NEIGHBOURS)[block]
    for step in range(1, min(SMALL_BLOCK, len(order))):
        together = np.flatnonzero((block[step:] == block[:-step]) & (reach[:-step] >= step))
        for start in range(0, len(together), CHUNK):
            left = order[together[start : start + CHUNK]]
            right = order[together[start : start + CHUNK] + step]
            yield np.minimum(left, right), np.maximum(left, right)
