"""Lines of a table, divided by bars or tabs -> the cells in which a unit said in its head counts the numbers."""

import re

from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import (
    AFTER,
    AND,
    BEFORE,
    CURRENCY,
    FILLER,
    FUNCTION,
    LETTERS,
    NUMBER,
    OR,
    RANGE,
    SCALE,
    UNIT,
    WEIGHT,
    MoneyWords,
)

_BAR = re.compile(r"[|\t]")
_RULE = re.compile(r"[\s|:+=-]*")  # the line under the head of a table
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\s*(?:19|20)\d\d\s*[*]?\s*")
_MOST_LINES = 400
# A cell that holds other words than these names something: "Phase 2", "115-kV line"
_OF_A_SUM = AFTER | AND | BEFORE | CURRENCY | FILLER | FUNCTION | NUMBER | OR | RANGE | SCALE
Span = tuple[int, int]


def has_cells(line: str) -> bool:
    """Whether a line is divided into cells."""
    return _BAR.search(line) is not None


def sums_among(text: str, low: int, high: int, words: MoneyWords) -> list[Span]:
    """The cells of text[low:high] that hold a number and no word but those of a sum; a rank in the first is none."""
    cells = _cells(text, low, high)
    found = [cell for cell in cells if _is_sum(text, cell, words)]
    is_ranked = len(found) > 1 and found[0] == next(cell for cell in cells if text[cell[0] : cell[1]].strip())
    return found[1:] if is_ranked and text[found[0][0] : found[0][1]].strip(" .").isdigit() else found


def columns_below(text: str, behind: int, line_end: int, end: int, words: MoneyWords) -> list[Span] | None:
    """The cells under the head in which a unit ends at `behind`; None where it stands in no head of a column."""
    line_start = text.rfind("\n", 0, behind) + 1
    head = _cells(text, line_start, line_end)
    if len(head) < 2:
        return None
    column = next((n for n, (low, high) in enumerate(head) if low <= behind <= high), None)
    if column is None:
        return None
    behind_it = range(column + 1, len(head))
    of_years = [n for n in behind_it if _YEAR.fullmatch(text, *head[n])]
    if len(of_years) < len(behind_it) and any(_is_sum(text, head[n], words) for n in behind_it):
        # The head of a row, not of a column: its unit counts the cells behind it.
        return [head[n] for n in behind_it if _is_sum(text, head[n], words)]
    # "Exports, USD million | 2022 | 2023": what counts the rows counts the columns of the years too.
    columns = [column, *of_years]
    found: list[Span] = []
    at = line_end
    for _ in range(_MOST_LINES):
        low = at + 1
        if low >= end:
            break
        at = text.find("\n", low, end)
        at = end if at < 0 else at
        if _RULE.fullmatch(text, low, at) and low < at:
            continue
        cells = _cells(text, low, at)
        if len(cells) < 2:
            break
        found += [cells[n] for n in columns if n < len(cells) and _is_sum(text, cells[n], words)]
    return found


def _cells(text: str, low: int, high: int) -> list[Span]:
    found = []
    for bar in _BAR.finditer(text, low, high):
        found.append((low, bar.start()))
        low = bar.end()
    return [*found, (low, high)]


def _is_sum(text: str, cell: Span, words: MoneyWords) -> bool:
    low, high = cell
    if high - low > 60 or _DIGIT.search(text, low, high) is None:
        return False
    for piece in to_pieces(text, low, high, words):
        if piece.text in "%‰°" or (piece.roles & LETTERS and not piece.roles & _OF_A_SUM):
            return False
        if piece.roles & (UNIT | WEIGHT) and not piece.roles & (CURRENCY | SCALE):
            return False
    return True
