"""Reports -> columns of numbers, so that a million of them can be compared in bounded memory.

Every name, word and code becomes a whole number (0: not stated); sets become rows of a fixed width.
Nothing here depends on how often something occurs in the data: a new document changes no old column.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from etl.coder import Coder
from etl.names import Organisations
from etl.reports import Report
from etl.things import Things

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

BATCH = 4_096  # reports that are coded before their codes go into the columns
# Columns of sets, and their widths: what is beyond adds no evidence.
NAMES, NEAR, NEAR_SIDE, WORDS, PROPER, NUMBERS, PLACES, AROUND, COUNTS = 5, 12, 8, 8, 3, 4, 3, 12, 4
WIDTHS = {
    **dict.fromkeys(("suppliers", "recipients"), PLACES),
    **dict.fromkeys(("sellers", "buyers", "names"), NAMES),
    **dict.fromkeys(("near_sellers", "near_buyers"), NEAR_SIDE),
    "near": NEAR,
    "words": WORDS,
    **dict.fromkeys(("proper", "objects"), PROPER),
    "numbers": NUMBERS,
    **dict.fromkeys(("party_words", "around", "free", "things"), AROUND),
    **dict.fromkeys(("goods", "counts", "places"), COUNTS),
}
TYPES: dict[str, type[np.generic]] = {
    **dict.fromkeys(("low", "high", "point", "own"), np.float64),
    **dict.fromkeys(
        (
            "is_package",
            "is_mention",
            "is_loose",
            "is_group",
            "is_late",
            "is_another",
            "is_old",
            "is_unsure",
            "has_clues",
        ),
        np.bool_,
    ),
    **dict.fromkeys(("document", "mark"), np.uint64),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry a report in every column; reports sorted by id."""

    document: Marks
    is_package: Flags
    is_mention: Flags
    low: Floats  # natural logarithm of US dollars; nan: no bound
    high: Floats
    point: Floats  # the number that the words name, logarithm; nan: no amount
    own: Floats  # the same in its own currency: equal numbers are equal without a rate
    currency: Ints
    digits: Ints  # significant digits of the number: 36.8 says more than 40
    is_loose: Flags  # about, up to, at least
    day: Ints  # ordinal; 0: not dated
    year: Ints
    sector: Ints  # 1: multi
    status: Ints  # 1: money lent
    suppliers: Ints  # (n, PLACES)
    recipients: Ints
    is_group: Flags  # a place is a group of countries, which conflicts with none of its members
    sellers: Ints  # (n, NAMES)
    buyers: Ints
    names: Ints  # sellers, buyers and partners
    is_unsure: Flags  # none of them is party to it without doubt
    near: Ints  # (n, NEAR): shorter and other keys of all names
    near_sellers: Ints  # (n, NEAR_SIDE)
    near_buyers: Ints
    mark: Marks  # fingerprint of the report's id: breaks ties the same way in every run
    words: Ints  # (n, WORDS): what the subject is about
    word_count: Ints
    subject: Ints  # the subject as a whole
    proper: Ints  # (n, PROPER): proper names in the subject, e.g. of a field or a visit's city
    numbers: Ints  # (n, NUMBERS): what the subject counts
    signed: Ints  # contract, order, financing: what happens once; 0: anything else
    is_late: Flags  # delivering, completed, suspended, cancelled: said long after the deal was announced
    is_another: Flags  # said to be one more deal
    is_old: Flags  # a number that its document tells with a newer one
    language: Ints
    has_clues: Flags  # the words around were looked at: not so in a list
    party_words: Ints  # (n, AROUND): words of the parties' names, as they sound
    around: Ints  # (n, AROUND): proper names in the sentences around
    objects: Ints  # (n, PROPER): of these, the ones that name a thing, e.g. a plant
    free: Ints  # (n, AROUND): of these, the ones that are no word of a party
    things: Ints  # (n, AROUND): words of the subject and of things in the sentences around
    goods: Ints  # (n, COUNTS): of these, the ones that are known in every language
    counts: Ints  # (n, COUNTS): numbers of things and measures in the sentences around
    places: Ints  # (n, COUNTS): countries in the sentences around

    def __len__(self) -> int:
        return len(self.document)


def to_columns(
    reports: Sequence[Report],
    organisations: Organisations,
    words: Mapping[str, frozenset[str]],
    groups: Iterable[str] = (),
    things: Things | None = None,
) -> Columns:
    """Fill the columns; `words` are the words of name_words by role, `groups` the codes that are no country."""
    names = [field.name for field in fields(Columns)]
    made: dict[str, npt.NDArray[Any]] = {
        name: np.zeros(
            (len(reports), WIDTHS[name]) if name in WIDTHS else len(reports), TYPES.get(name, np.int32)
        )
        for name in names
    }
    coder = Coder(organisations, words, frozenset(groups), things or Things())
    with _no_collector():
        for start in range(0, len(reports), BATCH):
            coded = [coder.code(report) for report in reports[start : start + BATCH]]
            for name in names:
                _put(made[name][start : start + BATCH], [row[name] for row in coded])
    np.minimum(made["word_count"], WORDS, out=made["word_count"])
    return Columns(**made)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Codes make millions of short-lived objects and no cycle: looking for one among them costs a tenth of all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _put(column: npt.NDArray[Any], values: list[Any]) -> None:
    """Write one value a row, or one set a row, filled from the left."""
    if column.ndim == 1:
        column[:] = values
        return
    width = column.shape[1]
    counts = np.fromiter(map(len, values), np.int64, len(values))
    if not counts.any():
        return
    if counts.max() > width:
        values, counts = [codes[:width] for codes in values], np.minimum(counts, width)
    codes = np.fromiter(chain.from_iterable(values), np.int32, counts.sum())
    column[np.arange(width) < counts[:, None]] = codes
