"""A unit that is said once -> the bare numbers that it counts: "Exports, billion US dollars: 2021 - 1.4".

A heading, a bracket or the words before a colon name scale and currency; the numbers behind it, or in the
rows below it, are amounts in that unit.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from etl.rules.money_cells import columns_below, has_cells, sums_among
from etl.rules.money_columns import find_columns
from etl.rules.money_forms import find_forms
from etl.rules.money_number_words import ONE
from etl.rules.money_numbers import YEAR
from etl.rules.money_scopes import LONGEST_CELLS, line_end_of, line_start, scopes
from etl.rules.money_tokens import Piece, to_pieces
from etl.rules.money_told import tells_of_all
from etl.rules.money_words import (
    ADJECTIVE,
    CURRENCY,
    DIGITS,
    FLOW,
    FUNCTION,
    NUMBER,
    OF,
    SCALE,
    VAGUE,
    MoneyWords,
)

_LONGEST_NUMBER = 24
_LONGEST_MARK = 8
_LONGEST_HEAD = 80
_NUMBER = re.compile(r"(?<![\w.,])\d(?:[\d.,'’\u00a0\u202f]*\d)?")
_ASIDE = re.compile(r" \([^()\n:\d]{1,40}\)")
_PREPOSITIONS = frozenset(["in", "en", "au", "в"])
_LEADS = _PREPOSITIONS | set("(,;:|–—-\t")  # what stands before a unit


@dataclass(frozen=True, slots=True)
class Unit:
    """What the bare numbers of text[start:end] are worth: one of the currencies, times the factor."""

    start: int
    end: int
    currencies: tuple[str, ...]  # none: only a scale was said, "(in millions)", and each sum has its mark
    factor: Decimal
    is_cell: bool = False  # of a table: every number in it is a sum
    is_marked: bool = False  # a number with a mark of its own is counted in the factor too
    is_aside: bool = False  # what stands in brackets counts something else: "USD m (share, %): rail 12 (40)"


def find_units(text: str, words: MoneyWords, start: int, end: int) -> list[Unit]:
    """Every stretch whose numbers are counted in a unit said once, one for each line, in reading order.

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
            line_end = line_end_of(text, hit, end)
        read = _read_unit(to_pieces(text, hit, min(line_end, hit + _LONGEST_HEAD), words), words)
        if read is None:
            continue
        currencies, factor, behind = read
        is_head = line_end - line_start(text, behind) <= LONGEST_CELLS
        cells = columns_below(text, behind, line_end, end, words) if is_head else None
        beside = _beside_bracket(text, hit) if factor != ONE and not cells else None
        if beside is not None:
            found.append(Unit(*beside, currencies, factor, is_cell=True))
        if cells is not None:
            # The next column of the same head may hold another unit: only this line is done up to here.
            is_counted = currencies or (cells and _is_marked(text, *cells[0], words, currencies))
            if is_counted or not _is_of_money(text, hit, words):
                # "Bags (in thousands)": what a scale counts that is no money has no currency, and is none
                found += [
                    Unit(*cell, currencies, factor if is_counted else ONE, is_cell=True, is_marked=True)
                    for cell in cells
                ]
            reached = behind
            continue
        is_told = bool(currencies) or _may_scale(text, hit, behind, words)
        is_aside = _ASIDE.match(text, behind, line_end) is not None
        counted = scopes(text, hit, behind, line_end, end, is_plain=factor == ONE) if is_told else ()
        for low, high in counted:
            is_marked = factor != ONE and _is_marked(text, low, high, words, currencies)
            if not currencies and not is_marked:
                break  # "Passengers (in millions): 12 in May, each at $5"
            reached = max(reached, high)
            if has_cells(text[low:high]):
                sums = sums_among(text, low, high, words)
                found += [Unit(*cell, currencies, factor, is_cell=True, is_marked=True) for cell in sums]
            else:
                found.append(Unit(low, high, currencies, factor, is_marked=is_marked, is_aside=is_aside))
    found += [Unit(*cell, codes, ONE, is_cell=True) for cell, codes in find_columns(text, words, start, end)]
    found += [Unit(*line, codes, ONE, is_cell=True) for line, codes in find_forms(text, words, start, end)]
    return sorted(found, key=_order)


def _is_marked(text: str, low: int, high: int, words: MoneyWords, currencies: tuple[str, ...]) -> bool:
    """Whether the first number of a stretch has a mark of its own, of one of the currencies: ": $12 to Ghana, $30 ..."."""
    first = next((found for found in _NUMBER.finditer(text, low, high) if not YEAR.fullmatch(found[0])), None)
    if first is None:
        return False
    before = to_pieces(text, max(low, first.start() - _LONGEST_MARK), first.start(), words)
    if not before or not before[-1].roles & CURRENCY:
        return False
    return not currencies or not set(currencies).isdisjoint(before[-1].word.currencies)


def _may_scale(text: str, hit: int, behind: int, words: MoneyWords) -> bool:
    """Whether a scale without a currency counts sums: in a bracket, of all figures, or behind a noun of money: "Aid in millions"."""
    start = line_start(text, hit)
    if (
        text[hit] in "(,"
        or text[max(0, hit - 3) : hit].rstrip()[-1:] in ("(", ",")
        or tells_of_all(text, start, hit)
        or text.rfind("(", start, behind) > text.rfind(")", start, behind)
    ):
        return True
    return _is_of_money(text, hit, words)


def _is_of_money(text: str, hit: int, words: MoneyWords) -> bool:
    """Whether a noun of money stands before a unit in its line."""
    start = max(line_start(text, hit), hit - _LONGEST_HEAD)
    return any(piece.roles & FLOW for piece in to_pieces(text, start, hit, words))


def starts(unit: Unit) -> int:
    """Where the stretch of a unit begins."""
    return unit.start


def _order(unit: Unit) -> tuple[int, bool, bool]:
    return unit.start, unit.factor != ONE, not unit.currencies  # of several for one cell the last is asked


def _read_unit(pieces: list[Piece], words: MoneyWords) -> tuple[tuple[str, ...], Decimal, int] | None:
    """Currency candidates, factor and end of the unit that the pieces open with; None where they open with none."""
    currencies: tuple[str, ...] = ()
    adjective: tuple[str, ...] = ()
    factor: Decimal | None = None
    end = 0
    lead = next((n for n, piece in enumerate(pieces) if piece.text.lower() not in _LEADS), 0)
    for n, piece in enumerate(pieces[lead:8], lead + 1):
        word = piece.word
        if piece.roles & (DIGITS | NUMBER) and not piece.roles & SCALE:
            if end and YEAR.fullmatch(piece.text):
                break  # "EUR million 2024 2023"
            return None
        size = _scale_of(piece, words) if factor is None else None
        if size is not None:
            factor = size
        elif piece.roles & CURRENCY and not currencies:
            currencies = tuple(code for code in word.currencies if code in adjective) or word.currencies
            factor = factor or word.unit
        elif piece.roles & ADJECTIVE:
            adjective = word.adjectives
            currencies = tuple(code for code in currencies if code in adjective) or currencies
        elif end and currencies and piece.text.lower() in _PREPOSITIONS:
            if n >= len(pieces) or not pieces[n].roles & SCALE:
                break
            continue  # "dollars in millions"
        elif end and (currencies or not piece.roles & (OF | FUNCTION)):
            break
        else:
            continue  # what leads to it: a bracket, "in", "of"
        end = piece.end
    return (currencies, factor or ONE, end) if currencies or factor is not None else None


def _scale_of(piece: Piece, words: MoneyWords) -> Decimal | None:
    """The scale that a piece names; "thousands of" is a vague number elsewhere, but not in "in thousands of euros"."""
    if piece.roles & VAGUE:
        _, entry = words.look(piece.text.partition(" ")[0])
        return entry.single.scale if entry is not None and entry.single is not None else None
    return (piece.word.scale or piece.word.scale_before_name) if piece.roles & SCALE else None


def _beside_bracket(text: str, hit: int) -> tuple[int, int] | None:
    """The number in front of a unit in brackets: "4.2 (USD bn)"."""
    if text[hit] != "(":
        return None
    first = max(0, hit - _LONGEST_NUMBER)
    numbers = [
        match for match in _NUMBER.finditer(text, first, hit) if not text[match.end() : hit].strip(" ")
    ]
    return (numbers[0].start(), hit) if numbers else None
