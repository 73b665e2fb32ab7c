"""Numbers that leave out scale and currency because another sum of the sentence has both.

"400 million euros: 150 for roads, 250 for rail"; "3.1 in 2021 and 4.4 billion dollars in 2022"; "of which 1.9 to China".
What stands alone may count anything, so each way to leave out is proved by something else than the number.
"""

from decimal import Decimal

from etl.rules.money_grammar import TOLD_IN, YEAR
from etl.rules.money_join import Joiner, ends_sentence
from etl.rules.money_numbers import Atom
from etl.rules.money_ranges import acts
from etl.rules.money_tokens import Piece
from etl.rules.money_units import is_year
from etl.rules.money_words import (
    AND,
    CHANGE,
    CLOSE,
    COMMA,
    COMPARED,
    DENIED,
    DIGITS,
    FLOW,
    FROM,
    FUNCTION,
    INSTEAD,
    LETTERS,
    OPEN,
    PER,
    RANGE,
)

_BESIDE_REACH = 14  # pieces from a sum to the bare number that is set beside it
_TO_NEXT_YEAR = 6  # pieces from a sum to the next year's one: "in 2021 , 150", "в 2021 году , 150"
_TO_NEXT = 10  # pieces from a bare number to the sum that names its unit
_LEADING = 6  # pieces from "exports" to its number
_BETWEEN_LIKE = Decimal("0.03")  # what is set beside a sum is of its size
_EXACTLY = Decimal("0.01")  # parts that add up to their sum may be rounded by this share
_MOST_PARTS = 12
_WRITTEN_OUT = 100_000  # a sum without a scale: its parts are written out too
_JOINS = AND | COMMA | COMPARED | FROM | RANGE


def fill_from_left(pieces: list[Piece], atoms: list[Atom], n: int, joiner: Joiner) -> None:
    """Scale and currency for atom n, a bare number, from a sum before it; or from one behind it: "not 9.6 but 11.4 billion"."""
    atom = atoms[n]
    if not _may_be_sum(pieces, atom, joiner):
        return
    # A year may stand between: "3.6 billion dollars in 2021, after 2.1 the year before"
    one = next((atoms[m] for m in range(n - 1, max(-1, n - 3), -1) if atoms[m].code), None)
    if one is not None and _goes_on_from(pieces, one, atom):
        _take(atom, one)
    elif n + 1 < len(atoms) and _is_decimal(atom) and _is_instead(pieces, atom, atoms[n + 1]):
        _take(atom, atoms[n + 1])


def fill_parts(pieces: list[Piece], atoms: list[Atom], joiner: Joiner) -> None:
    """The bare parts that a sum is divided into in its own sentence: those that add up to it, or that "of which" tells."""
    for n, whole in enumerate(atoms):
        if not whole.code or whole.is_words or not (whole.factor or whole.mantissa >= _WRITTEN_OUT):
            continue
        behind = _in_sentence(pieces, atoms, n)
        parts = [
            one
            for one in behind
            if _may_be_sum(pieces, one, joiner)
            and one.mantissa < whole.mantissa
            and (whole.factor or one.mantissa * _MOST_PARTS >= _WRITTEN_OUT)
        ]
        for chosen in (parts, [one for one in parts if _is_decimal(one)]):
            added = sum((one.mantissa for one in chosen), Decimal(0))
            if len(chosen) > 1 and abs(added - whole.mantissa) <= whole.mantissa * _EXACTLY:
                for one in chosen:
                    _take(one, whole)
                break
        else:
            _take_told(pieces, whole, parts)


def _take_told(pieces: list[Piece], whole: Atom, parts: list[Atom]) -> None:
    """Parts behind "of which", and decimals in brackets: "to China (1.9) and Italy (0.4)"."""
    left, is_divided = whole.mantissa, False
    for one in parts:
        is_divided = is_divided or any(
            piece.roles & FLOW and " " in piece.text for piece in pieces[whole.last : one.first]
        )
        before, after = pieces[one.first - 1], pieces[one.last] if one.last < len(pieces) else None
        in_brackets = bool(before.roles & OPEN) and after is not None and bool(after.roles & CLOSE)
        is_closed = after is not None and bool(after.roles & (FUNCTION | AND | COMMA))
        is_told = is_divided and is_closed and not _makes_name(before)
        if one.mantissa <= left and (is_told or (in_brackets and _is_decimal(one))):
            _take(one, whole)
            left -= one.mantissa


def _makes_name(before: Piece) -> bool:
    """Whether a word right before a number makes a name of it: "phase 2"."""
    return bool(before.roles & LETTERS) and not before.roles & (FUNCTION | FLOW | AND | CHANGE)


def fill_from_right(pieces: list[Piece], atoms: list[Atom], joiner: Joiner) -> None:
    """Bare numbers whose unit stands at the last of a row: "exports were 812 and imports 540 million dollars"."""
    for n in range(len(atoms) - 2, -1, -1):
        one = atoms[n]
        if not _may_be_sum(pieces, one, joiner):
            continue
        two = next((atoms[m] for m in range(n + 1, min(n + 3, len(atoms))) if not is_year(atoms[m])), None)
        if two is None or not two.code or two.factor is None or two.prefix is not None:
            continue
        between = pieces[one.last : two.first]
        if len(between) > _TO_NEXT or any(map(ends_sentence, between)) or not _is_like(one, two):
            continue
        before = pieces[max(0, one.first - _LEADING) : one.first]
        is_decimal = _is_decimal(one) and _is_decimal(two) and any(piece.roles & _JOINS for piece in between)
        is_parallel = _has(before, FLOW) and _has(between, FLOW)
        is_back = len(between) == 1 and bool(between[0].roles & FROM) and _has(before, CHANGE)
        if is_decimal or is_parallel or is_back:
            _take(one, two)


def _in_sentence(pieces: list[Piece], atoms: list[Atom], n: int) -> list[Atom]:
    """The bare numbers behind atom n, up to the end of its sentence or the next sum."""
    found: list[Atom] = []
    last = atoms[n].last
    for one in atoms[n + 1 : n + 1 + 2 * _MOST_PARTS]:
        if one.code or one.factor is not None or any(map(ends_sentence, pieces[last : one.first])):
            break
        found.append(one)
        last = one.last
    return found


def _may_be_sum(pieces: list[Piece], atom: Atom, joiner: Joiner) -> bool:
    """Whether a bare number may be one of money: no year, no share, nothing counted, no part of a name."""
    if atom.is_words or atom.factor is not None or atom.candidates or joiner.counts_things(atom.last):
        return False
    before = pieces[atom.first - 1] if atom.first else None
    is_glued = before is not None and before.end == atom.start and not before.roles & OPEN
    return not is_glued and not is_year(atom)


def _take(atom: Atom, source: Atom) -> None:
    if source.factor is not None:
        atom.factor, atom.value = source.factor, atom.mantissa * source.factor
    atom.code, atom.is_assumed, atom.is_carried = source.code, source.is_assumed, True


def _is_decimal(atom: Atom) -> bool:
    """Whether decimals are printed: "1.0" is no count."""
    exponent = atom.mantissa.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _is_like(one: Atom, two: Atom) -> bool:
    """Whether a bare number is of the size of a sum, counted in its unit."""
    return bool(two.mantissa) and _BETWEEN_LIKE < one.mantissa / two.mantissa < 1 / _BETWEEN_LIKE


def _goes_on_from(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """Whether a sum is followed by "against", "from", "after" and a bare decimal, or by another year's sum."""
    between = pieces[one.last : two.first]
    if not one.code or one.factor is None or any(map(ends_sentence, between)) or not _is_like(two, one):
        return False
    if _stands_before_year(pieces, one) and _stands_before_year(pieces, two):
        return len(between) <= _TO_NEXT_YEAR  # "120 million dollars in 2021, 150 in 2022"
    if len(between) > _BESIDE_REACH:
        return False
    after = pieces[two.last] if two.last < len(pieces) else None
    ends = after is None or not after.roles & (LETTERS | DIGITS)  # a mark, or nothing
    is_beside = _has(between[-3:], COMPARED)
    if _is_decimal(two):
        # "of 2.6 billion dollars 1.7 is spent": with decimals nothing is counted
        return (
            is_beside or ends or bool(after is not None and after.roles & FUNCTION and not after.roles & PER)
        )
    return ends and (is_beside or bool(between and acts(between[-1].text)))  # "из 67 млн долларов освоено 59"


def _stands_before_year(pieces: list[Piece], atom: Atom) -> bool:
    """ "150 in 2022", "150 в 2022-м"."""
    after = pieces[atom.last : atom.last + 2]
    return len(after) == 2 and after[0].text.lower() in TOLD_IN and YEAR.fullmatch(after[1].text) is not None


def _is_instead(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """ "Not 9.6, but 11.4 billion", "не в 9,6, а в 11,4 млрд"."""
    between = pieces[one.last : two.first]
    if not two.code or len(between) > 4 or not _has(between, INSTEAD) or not _is_like(one, two):
        return False
    return _has(pieces[max(0, one.first - 4) : one.first], DENIED)


def _has(pieces: list[Piece], role: int) -> bool:
    return any(piece.roles & role for piece in pieces)
