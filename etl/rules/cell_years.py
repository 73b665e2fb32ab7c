"""The year of a sum in a table: it heads the column, or opens the row."""

import re

from etl.rules.money_cells import is_of_years, is_rule

_APART = re.compile(r"[|\t]| {3,}")  # columns that are set apart by spaces alone have several
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_MOST_ROWS = 60
_LONGEST = 600  # characters of a row
_EMPTY = 1  # blank lines between the head and its rows

Cell = tuple[int, int]


def year_of_cell(text: str, start: int, first: int = 0) -> tuple[int, str] | None:
    """Year and how its cell is printed, for a sum that begins at `start`; None outside of a table, and where none is said.

    >>> year_of_cell("Exports | 2021 | 2022\\nTurkey | 410 | 455", 38)
    (2022, '2022')

    Args:
        first: Where the body of the document begins.
    """
    low = max(first, text.rfind("\n", max(first, start - _LONGEST), start) + 1)
    row = _cells(text, low)
    column = next((n for n, (left, right) in enumerate(row) if left <= start < right), None)
    if column is None or len(row) < 2:
        return None
    if column and is_of_years(text, row[0]):
        return _read(text, row[0])
    blank = 0
    for _ in range(_MOST_ROWS):
        high, low = low - 1, text.rfind("\n", max(first, low - 1 - _LONGEST), max(first, low - 1)) + 1
        if high <= first or low < first:
            return None
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


def _cells(text: str, low: int) -> list[Cell]:
    """The cells of the line that begins at `low`."""
    high = text.find("\n", low, low + _LONGEST)
    high = min(len(text), low + _LONGEST) if high < 0 else high
    found = []
    for gap in _APART.finditer(text, low, high):
        found.append((low, gap.start()))
        low = gap.end()
    return [*found, (low, high)]


def _read(text: str, cell: Cell) -> tuple[int, str] | None:
    """The one year of a cell that holds no other number."""
    years = _YEAR.findall(text, *cell)
    if len(years) != 1 or len(re.findall(r"\d+", text[slice(*cell)])) != 1:
        return None
    return int(years[0]), text[slice(*cell)].strip()
