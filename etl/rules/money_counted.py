"""The numbers in the stretches of a unit -> amounts in it; years, shares, changes and counted things among them are none."""

from bisect import bisect_right

from etl.rules.money_number_words import DASHES, ONE, THOUSAND
from etl.rules.money_numbers import Atom, is_year
from etl.rules.money_scopes import line_start
from etl.rules.money_tokens import Piece
from etl.rules.money_units import Unit, starts
from etl.rules.money_words import (
    AND,
    BEFORE,
    CHANGE,
    CLOSE,
    CURRENCY,
    DIGITS,
    FLOW,
    FUNCTION,
    LETTERS,
    OPEN,
    PEOPLE,
    PER,
    SCALE,
)

_MOST_IN_A_CELL = 10_000  # "EUR 7" in a table of millions; what is larger is written out
_MOST_OF_THOUSANDS = 10_000_000  # the same where thousands are counted
_LEAST_WRITTEN_OUT = (
    1_000  # "Value (EUR): 12,500": where the head names no scale, a small number counts something else
)
_LABEL_REACH = 12  # pieces from what a row is about to its last number
_NEAR = 3  # pieces in which "per share" stands before its number
_SHARES = frozenset("%‰°")
_SIGNS = frozenset("+−±")
_SEPARATORS = frozenset(",;|/.:–—-()[]\t")
_MOST_RANKS = 20


def count_in(units: list[Unit], pieces: list[Piece], atoms: list[Atom], text: str) -> list[Atom]:
    """Give the bare numbers that stand in a unit's lines its currency and scale; the years among them are left out."""
    kept = []
    for atom in atoms:
        unit = None
        if not atom.is_words:
            unit = _unit_at(units, atom)
        if unit is None or not (unit.currencies or atom.candidates or unit.is_cell):
            kept.append(atom)
            continue
        if atom.candidates:
            if unit.is_marked and _takes_scale(pieces, atom, unit):
                atom.factor, atom.value = unit.factor, atom.mantissa * unit.factor
            kept.append(atom)
            continue
        if is_year(atom) or not unit.currencies or (unit.is_aside and _is_bracketed(pieces, atom)):
            continue  # it heads a row or a column, or stands in one that counts other things
        kept.append(atom)
        if _is_value(pieces, atom, text, unit):
            atom.candidates, atom.is_carried = unit.currencies, True
            if atom.factor is None:
                atom.factor, atom.value = unit.factor, atom.mantissa * unit.factor
    return kept


def _unit_at(units: list[Unit], atom: Atom) -> Unit | None:
    """The unit in whose stretch a number stands; the narrowest of two opens last."""
    n = bisect_right(units, atom.start, key=starts) - 1
    for unit in units[max(0, n - 1) : n + 1][::-1]:
        if unit.start <= atom.start and atom.end <= unit.end:
            return unit
    return None


def _takes_scale(pieces: list[Piece], atom: Atom, unit: Unit) -> bool:
    """Whether a number with a mark of its own leaves its scale to the unit: not "$ 1.24 per share", not "$12,500,000"."""
    is_other = bool(unit.currencies) and set(unit.currencies).isdisjoint(atom.candidates)
    if atom.factor is not None or (is_other and not unit.is_cell):
        return False
    if atom.value >= (_MOST_IN_A_CELL if unit.factor > THOUSAND else _MOST_OF_THOUSANDS):
        return False
    return not any(piece.roles & PER for piece in pieces[max(0, atom.first - _NEAR) : atom.first])


def _is_value(pieces: list[Piece], atom: Atom, text: str, unit: Unit) -> bool:
    """Whether a number of a row is one of its values: no share, change, rank, date or counted thing."""
    after = pieces[atom.last] if atom.last < len(pieces) else None
    before = pieces[atom.first - 1] if atom.first else None
    if unit.factor == ONE and atom.factor is None and atom.value < _LEAST_WRITTEN_OUT:
        return False
    if before is not None and before.start >= unit.start:
        if before.text in _SIGNS and before.end == atom.start:
            return False
        if before.roles & CHANGE or before.text.lower() == "by":
            return False
    if _counts_people(pieces, atom, text, unit):
        return False
    # What opens a row may be its number in the list; behind a colon only a small one is.
    is_rank = atom.factor is None and atom.value <= _MOST_RANKS and atom.value == int(atom.value)
    is_led = text[unit.start - 1 : unit.start] == ":" and not is_rank
    is_first = not is_led and not text[unit.start : atom.start].strip(" \t-–—•*·")
    if is_first and unit.factor == ONE and not unit.is_cell and text[unit.start - 1 : unit.start] != ":":
        return False  # "... paid in euros", and below it "12,500 people"
    if after is None or after.start >= unit.end:
        return unit.is_cell or not (is_first and atom.factor is None)
    if after.text in _SHARES or (after.roles & (SCALE | CURRENCY) and after.start - atom.end <= 1):
        return False
    if is_first and after.text in ".)" and not unit.is_cell:
        return False
    if is_rank and (after.text == ":" or _opens_item(pieces, atom)):
        return False  # "Tranche 1: 45", "1. China 412 2. Italy 380"
    if after.text in DASHES and after.start == atom.end and _is_glued_word(pieces, atom.last + 1, after.end):
        return False  # "a 25-km road"
    if after.roles & LETTERS:
        is_column = text[atom.end : after.start] in ("\t", "  ") or text[atom.end] == "\t"
        return is_column or bool(after.roles & (FUNCTION | AND | BEFORE)) or after.text[0].isupper()
    if after.roles & DIGITS:
        return after.start > atom.end
    return (
        after.text in _SEPARATORS or after.text in _SIGNS or bool(after.roles & CLOSE) or after.text in "!?"
    )


def _is_bracketed(pieces: list[Piece], atom: Atom) -> bool:
    """Whether a number stands alone in brackets."""
    is_open = atom.first > 0 and bool(pieces[atom.first - 1].roles & OPEN)
    return is_open and atom.last < len(pieces) and bool(pieces[atom.last].roles & CLOSE)


def _counts_people(pieces: list[Piece], atom: Atom, text: str, unit: Unit) -> bool:
    """Whether the row speaks of people or pieces and not of money: "Staff: 412", "Headcount | 412 | 398"."""
    low = line_start(text, atom.start) if unit.is_cell else unit.start
    for piece in reversed(pieces[max(0, atom.first - _LABEL_REACH) : atom.first]):
        if piece.start < low or piece.roles & FLOW or (piece.text in ",;" and not unit.is_cell):
            return False
        if piece.roles & PEOPLE:
            return True
    return False


def _opens_item(pieces: list[Piece], atom: Atom) -> bool:
    """Whether a small number with a point stands between an item of a list and a capital."""
    before = pieces[atom.first - 1] if atom.first else None
    if (
        before is None
        or before.roles & LETTERS
        or atom.last + 1 >= len(pieces)
        or pieces[atom.last].text not in ".)"
    ):
        return False
    return pieces[atom.last].start == atom.end and pieces[atom.last + 1].text[0].isupper()


def _is_glued_word(pieces: list[Piece], n: int, end: int) -> bool:
    return n < len(pieces) and pieces[n].start == end and bool(pieces[n].roles & LETTERS)
