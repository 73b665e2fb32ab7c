"""The year of a sum in a table: it heads the column, or opens the row."""

import re

from etl.rules.money_cells import Span, cells_of, is_of_years, is_rule
from etl.rules.money_scopes import LONGEST_CELLS, line_end_of, line_start

_APART = re.compile(r"[|\t]| {3,}")  # columns that are set apart by spaces alone have several
_YEAR = re.compile(r"(?:\D*[^\d.,])?((?:19|20)\d\d)\D*")  # a cell that says a year and no other number
_MOST_ROWS = 60
_EMPTY = 1  # blank lines between the head and its rows


def year_of_cell(text: str, start: int) -> tuple[int, str] | None:
    """Year and how its cell is printed, for a sum that begins at `start`; None outside of a table, and where none is said.

    >>> year_of_cell("Exports | 2021 | 2022\\nTurkey | 410 | 455", 38)
    (2022, '2022')
    """
    low = line_start(text, start)
    row = _cells(text, low)
    column = next((n for n, (left, right) in enumerate(row) if left <= start < right), None)
    if column is None or len(row) < 2:
        return None
    if column and is_of_years(text, row[0]):
        return _read(text, row[0])
    blank = 0
    for _ in range(_MOST_ROWS):
        high = low - 1
        if high <= 0:
            return None
        low = line_start(text, high)
        if not text[low:high].strip():
            blank += 1
            if blank > _EMPTY:
                return None
            continue
        cells = _cells(text, low)
        if column < len(cells) and (said := _read(text, cells[column])) is not None:
            return said
        if len(cells) < 2 and not is_rule(text, low, high):
            return None
    return None


def _cells(text: str, low: int) -> list[Span]:
    """The cells of the line that begins at `low`."""
    return cells_of(text, low, line_end_of(text, low, min(len(text), low + LONGEST_CELLS)), _APART)


def _read(text: str, cell: Span) -> tuple[int, str] | None:
    """The one year of a cell that holds no other number."""
    found = _YEAR.fullmatch(text, *cell)
    return (int(found[1]), text[slice(*cell)].strip()) if found else None
