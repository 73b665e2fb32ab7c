"""A unit that is said once -> the bare numbers that it counts: "Exports, billion US dollars: 2021 - 1.4".

A heading, a bracket or the words before a colon name scale and currency; the numbers behind it, or in the
rows below it, are amounts in that unit. Years, shares, changes and counted things among them are none.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from etl.rules.money_cells import columns_below, has_cells, sums_among
from etl.rules.money_grammar import TOLD_IN
from etl.rules.money_number_words import ONE
from etl.rules.money_numbers import Atom
from etl.rules.money_tokens import Piece, to_pieces
from etl.rules.money_told import tells_of_all
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    BEFORE,
    CHANGE,
    CLOSE,
    CURRENCY,
    DIGITS,
    FUNCTION,
    LETTERS,
    NUMBER,
    OF,
    SCALE,
    MoneyWords,
)

_MOST_IN_A_CELL = 10_000  # "EUR 7" in a table of millions; what is larger is written out
_LEAST_WRITTEN_OUT = (
    1_000  # "Value (EUR): 12,500": where the head names no scale, a small number counts something else
)
_LONGEST_HEADING = 160  # characters of a line that only says what its rows hold
_LONGEST_ROW = 120
_WORDS_TO_COLON = 40  # characters between a unit and the colon that opens its numbers
_LONGEST_NUMBER = 24
_MOST_ROWS = 400
_LONGEST_CELLS = 600
_ROW_WORDS = 8  # more words than this are a sentence
_PLAIN_HEAD = re.compile(r"\)\s?:\s?\d[\d.,'’ \u00a0\u202f]{0,30}")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d.,'’\u00a0\u202f]*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PREPOSITIONS = frozenset(["in", "en", "au", "в"])
_SHARES = frozenset("%‰°")
_SIGNS = frozenset("+−±")
_SEPARATORS = frozenset(",;|/.:–—-()[]\t")
_MOST_RANKS = 20
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True)
class Unit:
    """What the bare numbers of text[start:end] are worth: one of the currencies, times the factor."""

    start: int
    end: int
    currencies: tuple[str, ...]
    factor: Decimal
    is_cell: bool = False  # of a table: a number with a currency of its own is counted in the factor too


def find_units(text: str, words: MoneyWords, start: int, end: int) -> list[Unit]:
    """Every stretch whose numbers are counted in a unit said before them, one for each line, in reading order.

    In a table it is one for each cell: a unit in the head of a column counts the cells below it, one in a
    heading above the table counts every cell that holds nothing but a sum.
    """
    found: list[Unit] = []
    reached = start
    line_end = -1
    for hit in words.scanner.unit_hits(text, start, end):
        if hit < reached:
            continue
        if hit >= line_end:
            line_end = _line_end(text, hit, end)
        read = _read_unit(to_pieces(text, hit, min(line_end, hit + 80), words))
        if read is None:
            continue
        currencies, factor, behind = read
        is_head = line_end - _line_start(text, behind) <= _LONGEST_CELLS
        cells = columns_below(text, behind, line_end, end, words) if is_head else None
        if factor == ONE and cells is None:
            # A currency without a scale stands at every sum: only "Value (EUR): 12,500,000" is a head.
            sum_behind = _PLAIN_HEAD.match(text, behind, line_end)
            if sum_behind:
                found.append(Unit(behind, sum_behind.end(), currencies, factor))
            continue
        if cells is not None:
            # The next column of the same head may hold another unit: only this line is done up to here.
            found += [Unit(low, high, currencies, factor, is_cell=True) for low, high in cells]
            reached = behind
            continue
        beside = _beside_bracket(text, hit)
        if beside is not None:
            found.append(Unit(*beside, currencies, factor, is_cell=True))
        for low, high in _scopes(text, hit, behind, line_end, end):
            reached = max(reached, high)
            if has_cells(text[low:high]):
                sums = sums_among(text, low, high, words)
                found += [Unit(*cell, currencies, factor, is_cell=True) for cell in sums]
            else:
                found.append(Unit(low, high, currencies, factor))
    return sorted(found, key=_start)


def count_in(units: list[Unit], pieces: list[Piece], atoms: list[Atom], text: str) -> list[Atom]:
    """Give the bare numbers that stand in a unit's lines its currency and scale; the years among them are left out."""
    kept = []
    for atom in atoms:
        unit = None
        if not atom.is_words:
            unit = _unit_at(units, atom)
        if unit is None or (atom.candidates and not unit.is_cell):
            kept.append(atom)
            continue
        if atom.candidates:
            if atom.factor is None and atom.value < _MOST_IN_A_CELL:
                atom.factor, atom.value = unit.factor, atom.mantissa * unit.factor
            kept.append(atom)
            continue
        if is_year(atom):
            continue  # it heads a row or a column
        kept.append(atom)
        is_small = unit.factor == ONE and atom.factor is None and atom.value < _LEAST_WRITTEN_OUT
        if not is_small and _is_value(pieces, atom, text, unit):
            atom.candidates, atom.is_carried = unit.currencies, True
            if atom.factor is None:
                atom.factor, atom.value = unit.factor, atom.mantissa * unit.factor
    return kept


def _unit_at(units: list[Unit], atom: Atom) -> Unit | None:
    """The unit in whose stretch a number stands; the narrowest of two opens last."""
    n = bisect_right(units, atom.start, key=_start) - 1
    for unit in units[max(0, n - 1) : n + 1][::-1]:
        if unit.start <= atom.start and atom.end <= unit.end:
            return unit
    return None


def _start(unit: Unit) -> int:
    return unit.start


def _read_unit(pieces: list[Piece]) -> tuple[tuple[str, ...], Decimal, int] | None:
    """Currency candidates, factor and end of the unit that the pieces open with; None where they open with none."""
    currencies: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    factor: Decimal | None = None
    end = 0
    lead = 1 if pieces and pieces[0].text.lower() in _PREPOSITIONS else 0
    for piece in pieces[lead:8]:
        word = piece.word
        if piece.roles & (DIGITS | NUMBER) and not piece.roles & SCALE:
            return None
        if piece.roles & SCALE and factor is None and (word.scale or word.scale_before_name):
            factor = word.scale or word.scale_before_name
        elif piece.roles & CURRENCY and not currencies:
            currencies = tuple(code for code in word.currencies if code in adjective) or word.currencies
            factor = factor or word.unit
        elif piece.roles & ADJECTIVE:
            adjective = word.adjectives
            currencies = tuple(code for code in currencies if code in adjective) or currencies
        elif end and (currencies or not piece.roles & (OF | FUNCTION)):
            break
        else:
            continue  # what leads to it: a bracket, "in", "of"
        end = piece.end
    return (currencies, factor or ONE, end) if currencies else None


def _scopes(text: str, hit: int, behind: int, line_end: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the numbers of a unit stand: behind the colon of its line, in its sentence, or in the rows below."""
    colon = text.find(":", behind, min(line_end, behind + _WORDS_TO_COLON))
    has_numbers = False
    if colon >= 0:
        has_numbers = _NUMBER.search(text, colon + 1, line_end) is not None
        if has_numbers:
            yield colon + 1, line_end
    else:
        line_start = _line_start(text, behind)
        rest = text[behind : min(line_end, behind + _LONGEST_HEADING)]
        if text[hit] == "(" and not rest.strip(" )."):
            yield max(text.rfind(". ", line_start, hit) + 1, line_start), hit
        if tells_of_all(text, line_start, hit) and rest.strip(" ).").count(" ") > 1:
            yield behind, line_end  # "All sums are in millions of euros. Locomotives 300, signals 85"
            return
        if line_end - line_start > _LONGEST_HEADING or _NUMBER.search(rest.strip(" ().,;|")):
            if text[hit] == "(" or text[hit:behind].lstrip(" ,").lower().partition(" ")[0] in TOLD_IN:
                yield behind, _sentence_end(text, behind, line_end)
            return
        if not rest.strip(" ).") and not _NUMBER.search(text, line_start, hit):
            yield from _rows_above(text, line_start)
        if (". " in rest or rest.rstrip().endswith(".")) and not tells_of_all(text, line_start, hit):
            return
    if not has_numbers or line_end - behind < _LONGEST_ROW:
        yield from _rows(text, line_end, end)


def _beside_bracket(text: str, hit: int) -> tuple[int, int] | None:
    """The number in front of a unit in brackets: "4.2 (USD bn)"."""
    if text[hit] != "(":
        return None
    first = max(0, hit - _LONGEST_NUMBER)
    numbers = [
        match for match in _NUMBER.finditer(text, first, hit) if not text[match.end() : hit].strip(" ")
    ]
    return (numbers[0].start(), hit) if numbers else None


def _sentence_end(text: str, at: int, end: int) -> int:
    found = text.find(". ", at, end)
    return end if found < 0 else found


def _rows(text: str, at: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines below that look like rows of a table or a list; a sentence ends them."""
    met = 0
    while at < end and met < _MOST_ROWS:
        low = at + 1
        at = _line_end(text, low, end)
        line = text[low:at]
        if not line.strip():
            if met or low >= end:
                return
            continue
        if has_cells(line) and len(line) < _LONGEST_CELLS:
            met += 1
            yield low, at
            continue
        is_heading = met == 0 and _NUMBER.search(line) is None
        if len(line) > _LONGEST_ROW or len(_WORD.findall(line)) > _ROW_WORDS:
            return
        if not is_heading and _NUMBER.search(line) is None:
            return
        met += 1
        yield low, at


def _rows_above(text: str, line_start: int) -> Iterator[tuple[int, int]]:
    """The rows of the table under which a line tells the unit; from the top."""
    found: list[tuple[int, int]] = []
    high = line_start - 1
    while high > 0 and len(found) < _MOST_ROWS:
        low = text.rfind("\n", 0, high) + 1
        line = text[low:high]
        is_row = len(line) <= _LONGEST_ROW and len(_WORD.findall(line)) <= _ROW_WORDS
        if not is_row or _NUMBER.search(line) is None:
            break
        found.append((low, high))
        high = low - 1
    yield from reversed(found)


def _is_value(pieces: list[Piece], atom: Atom, text: str, unit: Unit) -> bool:
    """Whether a number of a row is one of its values: no share, change, rank, date or counted thing."""
    after = pieces[atom.last] if atom.last < len(pieces) else None
    before = pieces[atom.first - 1] if atom.first else None
    if before is not None and before.start >= unit.start:
        if before.text in _SIGNS and before.end == atom.start:
            return False
        if before.roles & CHANGE or before.text.lower() == "by":
            return False
    # What opens a row may be its number in the list; behind a colon only a small one is.
    is_led = text[unit.start - 1 : unit.start] == ":" and atom.value > _MOST_RANKS
    is_first = not is_led and not text[unit.start : atom.start].strip(" \t-–—•*·")
    if after is None or after.start >= unit.end:
        return unit.is_cell or not (is_first and atom.factor is None)
    if after.text in _SHARES or (after.roles & (SCALE | CURRENCY) and after.start - atom.end <= 1):
        return False
    if is_first and after.text in ".)" and not unit.is_cell:
        return False
    if after.roles & LETTERS:
        is_column = text[atom.end : after.start] in ("\t", "  ") or text[atom.end] == "\t"
        return is_column or bool(after.roles & (FUNCTION | AND | BEFORE)) or after.text[0].isupper()
    if after.roles & DIGITS:
        return after.start > atom.end
    return (
        after.text in _SEPARATORS or after.text in _SIGNS or bool(after.roles & CLOSE) or after.text in "!?"
    )


def is_year(atom: Atom) -> bool:
    """Whether a number without a scale may be a year."""
    return atom.factor is None and atom.value == int(atom.value) and int(atom.value) in _YEARS


def _line_start(text: str, at: int) -> int:
    """Where the line of a place begins; 0 where that is farther away than any head of a table."""
    return text.rfind("\n", max(0, at - _LONGEST_CELLS), at) + 1


def _line_end(text: str, at: int, end: int) -> int:
    found = text.find("\n", at, end)
    return end if found < 0 else found
