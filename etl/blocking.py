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

CHUNK = 4_096  # reports that are looked at together: bounds the memory, and fits into a cache
SMALL_BLOCK = 12  # up to this size everyone in a block is compared with everyone
AROUND = 6  # names and things of the sentences around that are looked up
NEIGHBOURS = 4  # in a larger block each report is compared with the next ones only
MIX = np.uint64(0x9E3779B97F4A7C15)


def find_pairs(columns: Columns) -> Iterator[tuple[Places, Places, Places]]:
    """Reports side by side, and pairs of them as numbers in that row, in chunks; a pair may come more than once."""
    size = np.where(np.isnan(columns.point), np.nan_to_num(columns.own, nan=-1.0), columns.point)
    when = np.where(columns.day != 0, columns.day, columns.year.astype(np.int64) * 365)
    year, sector, kind = columns.year, columns.sector, columns.is_package.astype(np.int32)
    to, of = columns.recipients[:, 0], columns.suppliers[:, 0]
    everyone = np.arange(len(columns))
    for place, name in _each_code(columns.names):
        yield from _neighbours(place, _keys(1, name, to[place], sector[place]), size)
        yield from _neighbours(place, _keys(2, name, to[place]), when)
        yield from _neighbours(place, _keys(3, name), size)
    for place, near in _each_code(columns.near):
        yield from _neighbours(place, _keys(4, near, to[place]), size)
    for place, word in _each_code(columns.words):
        yield from _neighbours(place, _keys(5, word, to[place]), size)
        yield from _neighbours(place, _keys(6, word, of[place], sector[place]), when)
    for place, name in _each_code(columns.around[:, :AROUND]):
        yield from _neighbours(place, _keys(10, name), size)
    for place, thing in _each_code(columns.things[:, :AROUND]):
        yield from _neighbours(place, _keys(11, thing), size)
    for side in (of, to):
        # The sum of a visit often has neither a company nor the other country.
        packages = np.flatnonzero((side != 0) & columns.is_package)
        yield from _neighbours(packages, _keys(12, side[packages], year[packages]), size)
    paired = np.flatnonzero((of != 0) & (to != 0))
    yield from _neighbours(paired, _keys(7, of[paired], to[paired], sector[paired]), size)
    yield from _neighbours(paired, _keys(8, of[paired], to[paired], year[paired], kind[paired]), size)
    yield from _neighbours(everyone, columns.document, size)


def _each_code(sets: Ints) -> Iterator[tuple[Places, Ints]]:
    """Places of reports with one code of their set each; all that have a code in common come together.

    They come in as many parts as keep each about as large as the table of reports.
    """
    parts = -(-np.count_nonzero(sets) // max(len(sets), 1))
    for part in range(parts):
        chosen = (sets != 0) & (sets % parts == part)
        yield np.nonzero(chosen)[0], sets[chosen]


def _keys(family: int, *parts: Ints) -> Keys:
    """One 64-bit key for each report: the same parts, the same key."""
    mixed = np.full(len(parts[0]), family, np.uint64)
    for part in parts:
        mixed = (mixed ^ part.astype(np.uint64)) * MIX
        mixed ^= mixed >> np.uint64(29)
    return mixed


def _neighbours(places: Places, keys: Keys, by: Floats | Ints) -> Iterator[tuple[Places, Places, Places]]:
    """All pairs of a small block; in a large one each report with the next few."""
    if len(places) < 2:
        return
    sorted_by = np.lexsort((places, by[places], keys))
    order, block = places[sorted_by], keys[sorted_by]
    starts = np.flatnonzero(np.concatenate(([True], block[1:] != block[:-1])))
    sizes = np.diff(np.append(starts, len(block)))
    reach = np.repeat(np.where(sizes <= SMALL_BLOCK, SMALL_BLOCK, NEIGHBOURS), sizes)
    here = np.arange(len(block))
    following = np.minimum(np.repeat(starts + sizes, sizes) - here - 1, reach)
    for start in range(0, len(order), CHUNK):
        counts = following[start : start + CHUNK]
        left = np.repeat(here[: len(counts)], counts)
        before = np.cumsum(counts) - counts
        right = left + 1 + np.arange(len(left)) - np.repeat(before, counts)
        yield order[start : start + CHUNK + SMALL_BLOCK], left, right
