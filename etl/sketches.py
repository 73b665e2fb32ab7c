"""Columns -> a sketch of every report: its numbers, and each of its sets as 64 bits, one bit for a code.

Two sets without a bit in common have no code in common; with one, they may have. Sketches fit into a
cache where the sets themselves do not.
"""

from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from etl.columns import Columns, Flags, Floats, Ints, Marks

Places = npt.NDArray[np.int64]

SPREAD, BITS = np.uint64(0x9E3779B97F4A7C15), np.uint64(58)  # scatter codes that follow one another


@dataclass(frozen=True, slots=True)
class Sketches:
    """One entry a report in every array."""

    point: Floats
    own: Floats
    is_range: Flags
    is_package: Flags
    is_late: Flags
    is_group: Flags
    has_clues: Flags
    has_words: Flags
    currency: Ints
    digits: Ints
    day: Ints
    year: Ints
    sector: Ints
    status: Ints
    subject: Ints
    document: Marks
    language: Ints
    sellers: Marks
    buyers: Marks
    names: Marks
    near_sellers: Marks  # with the sellers themselves; so the next two
    near_buyers: Marks
    near: Marks
    suppliers: Marks
    recipients: Marks
    words: Marks
    proper: Marks
    numbers: Marks
    party_words: Marks
    around: Marks
    free: Marks
    objects: Marks
    things: Marks
    goods: Marks
    counts: Marks
    places: Marks

    def at(self, places: Places) -> "Sketches":
        """The sketches of these places, in their order."""
        return Sketches(**{field.name: getattr(self, field.name)[places] for field in fields(self)})


Records = npt.NDArray[np.void]  # the fields of Sketches, one record a report: side by side in memory


def to_records(c: Columns) -> Records:
    """A sketch of every report."""
    own = [field.name for field in fields(Sketches) if hasattr(c, field.name)]
    sets = {name for name in own if getattr(c, name).ndim == 2}
    types = [(name, np.dtype(np.uint64) if name in sets else getattr(c, name).dtype) for name in own]
    flags = [(name, np.dtype(np.bool_)) for name in ("is_range", "has_words")]
    records = np.empty(len(c), np.dtype(types + flags, align=True))
    for name in own:
        column = getattr(c, name)
        records[name] = to_marks(column) if name in sets else column
    for near, full in (("near_sellers", "sellers"), ("near_buyers", "buyers"), ("near", "names")):
        records[near] |= records[full]
    records["is_range"], records["has_words"] = c.low < c.high, c.word_count > 0
    return records


def to_sketches(records: Records) -> Sketches:
    """The records, column by column."""
    return Sketches(**{field.name: np.ascontiguousarray(records[field.name]) for field in fields(Sketches)})


def to_marks(codes: Ints) -> Marks:
    """Sets of codes, one row a report -> one number a report, with a bit for each code; 0: nothing."""
    marks = np.zeros(len(codes), np.uint64)
    for column in codes.T:
        stated = np.flatnonzero(column)
        marks[stated] |= np.uint64(1) << ((column[stated].astype(np.uint64) * SPREAD) >> BITS)
    return marks
