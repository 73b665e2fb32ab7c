"""Lines of a table, divided by bars or tabs -> the cells in which a unit said in its head counts the numbers."""

import re
from collections.abc import Iterator

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
# "2023", "2023/24", "FY24", "H1 2024"
_YEAR = re.compile(
    r"\s*(?:(?:FY|H[12]|[1-9]M|Q[1-4]|[IV]+ кв\.?)\s?)?(?:(?:19|20)\d\d(?:[/-]\d\d)?|(?<=FY)\d\d)\s?[*AE]?\s*",
    re.I,
)
_NAMED = re.compile(r"\D*(?:19|20)\d\d\D*")  # a head that says a year and no other number
_MOST_LINES = 400
_MOST_EMPTY = 20  # rows in succession that hold no sum in a column
# A cell that holds other words than these names something: "Phase 2", "115-kV line"
_OF_A_SUM = AFTER | AND | BEFORE | CURRENCY | FILLER | FUNCTION | NUMBER | OR | RANGE | SCALE
Span = tuple[int, int]


def has_cells(line: str) -> bool:
    """Whether a line is divided into cells."""
    return _BAR.search(line) is not None


def sums_among(text: str, low: int, high: int, words: MoneyWords) -> list[Span]:
    """The cells of text[low:high] that hold a number and no word but those of a sum; a rank in the first is none."""
    cells = cells_of(text, low, high)
    found = [cell for cell in cells if is_sum(text, cell, words)]
    is_ranked = len(found) > 1 and found[0] == next(cell for cell in cells if text[cell[0] : cell[1]].strip())
    return found[1:] if is_ranked and text[found[0][0] : found[0][1]].strip(" .").isdigit() else found


def columns_below(text: str, behind: int, line_end: int, end: int, words: MoneyWords) -> list[Span] | None:
    """The cells under the head in which a unit ends at `behind`; None where it stands in no head of a column."""
    line_start = text.rfind("\n", 0, behind) + 1
    head = cells_of(text, line_start, line_end)
    if len(head) < 2:
        return None
    column = next((n for n, (low, high) in enumerate(head) if low <= behind <= high), None)
    if column is None:
        return None
    if any(is_sum(text, head[n], words) and not _NAMED.fullmatch(text, *head[n]) for n in range(column)):
        return []  # a row, whose sum stands before: "405 million | USD"
    behind_it = range(column + 1, len(head))
    of_years = [n for n in behind_it if is_of_years(text, head[n])]
    named = [n for n in behind_it if _NAMED.fullmatch(text, *head[n])]  # "2022, $m" has a unit of its own
    if any(n not in (*of_years, *named) and is_sum(text, head[n], words) for n in behind_it):
        # The head of a row, not of a column: its unit counts the cells behind it.
        return [head[n] for n in behind_it if is_sum(text, head[n], words)]
    # "Exports, USD million | 2022 | 2023": what counts the rows counts the columns of the years too.
    columns = [column, *of_years]
    found: list[Span] = []
    at, empty = line_end, 0
    for _ in range(_MOST_LINES):
        low = at + 1
        if low >= end:
            break
        at = text.find("\n", low, end)
        at = end if at < 0 else at
        if is_rule(text, low, at):
            continue
        cells = cells_of(text, low, at)
        if len(cells) < 2:
            break
        sums = [cells[n] for n in columns if n < len(cells) and is_sum(text, cells[n], words)]
        found += sums
        empty = 0 if sums else empty + 1
        if empty > _MOST_EMPTY:
            break
    return found


def lines_of_cells(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """The tables of a text: lines of cells one below the other."""
    at = start
    while (bar := _BAR.search(text, at, end)) is not None:
        at = max(text.rfind("\n", at, bar.start()) + 1, at)
        lines: list[Span] = []
        while at < end:
            high = text.find("\n", at, end)
            high = end if high < 0 else high
            if len(lines) == _MOST_LINES or not (_BAR.search(text, at, high) or is_rule(text, at, high)):
                break
            lines.append((at, high))
            at = high + 1
        yield lines


def is_rule(text: str, low: int, high: int) -> bool:
    """Whether a line only divides the head from its rows."""
    return low < high and _RULE.fullmatch(text, low, high) is not None


def is_of_years(text: str, cell: Span) -> bool:
    """Whether a cell holds a year, or a part of one, and nothing else."""
    return _YEAR.fullmatch(text, *cell) is not None


def is_blank(text: str, cell: Span) -> bool:
    """Whether a cell holds no sign of a number or a word."""
    return not any(map(str.isalnum, text[slice(*cell)]))


def cells_of(text: str, low: int, high: int, apart: re.Pattern[str] = _BAR) -> list[Span]:
    """The cells of one line, divided by what sets them apart."""
    found = []
    for bar in apart.finditer(text, low, high):
        found.append((low, bar.start()))
        low = bar.end()
    return [*found, (low, high)]


def is_sum(text: str, cell: Span, words: MoneyWords) -> bool:
    """Whether a cell holds a number and no word but those of a sum."""
    low, high = cell
    if high - low > 60 or _DIGIT.search(text, low, high) is None:
        return False
    for piece in to_pieces(text, low, high, words):
        if piece.text in "%‰°" or (piece.roles & LETTERS and not piece.roles & _OF_A_SUM):
            return False
        if piece.roles & (UNIT | WEIGHT) and not piece.roles & (CURRENCY | SCALE):
            return False
    return True
