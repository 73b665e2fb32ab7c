"""A unit behind a bracket belongs to the number before it too: "17.4 (2023: 15.1) billion francs"."""

import itertools
from collections.abc import Callable

from etl.rules.money_numbers import Atom, is_year
from etl.rules.money_tokens import Piece
from etl.rules.money_words import CLOSE, CURRENCY, DIGITS, OPEN, SCALE, STOP

_LONGEST = 8  # pieces of a bracket that sets another year's sum beside one
_NOTHING: frozenset[str] = frozenset()


def reach_over_brackets(pieces: list[Piece], atoms: list[Atom], read_suffix: Callable[[Atom], None]) -> None:
    """Give a number, and the one in the bracket behind it, the scale and the currency that stand behind the bracket."""
    for one, two in itertools.pairwise(tuple(atoms)):
        if not one.candidates and one.last < len(pieces) and pieces[one.last].roles & OPEN:
            _reach(pieces, atoms, one, two, read_suffix)
            if not one.candidates and one.factor is None:
                _count_both(pieces, atoms, one, read_suffix)


def _reach(
    pieces: list[Piece], atoms: list[Atom], one: Atom, two: Atom, read_suffix: Callable[[Atom], None]
) -> None:
    """ "200 million ($218 million) euro", "12,500 (twelve thousand five hundred) euros": one sum, said twice."""
    n = two.last
    if two.first != one.last + 1 or n + 1 >= len(pieces) or not pieces[n].roles & CLOSE:
        return
    if not two.candidates and two.value != one.value:
        return
    name = pieces[n + 1]
    if not two.candidates and one.factor is None and name.word.scale is not None:
        # "320 (three hundred and twenty) million dollars"
        one.factor, one.value, one.last = name.word.scale, one.mantissa * name.word.scale, n + 2
        one.end = name.end
        read_suffix(one)
        one.end = pieces[one.last - 1].end
        atoms.remove(two)
    elif name.roles & CURRENCY and name.word.currency_kind == "name":
        one.candidates, one.suffix, one.kind = name.word.currencies, name.word, "name"
        one.needs = name.word.needs_behind or _NOTHING
        if not two.candidates:
            atoms.remove(two)


def _stops(pieces: list[Piece], n: int) -> bool:
    """Whether a sentence ends at a piece: not behind "Vj." before a number."""
    return bool(pieces[n].roles & STOP) and not (n + 1 < len(pieces) and pieces[n + 1].roles & DIGITS)


def _count_both(
    pieces: list[Piece], atoms: list[Atom], one: Atom, read_suffix: Callable[[Atom], None]
) -> None:
    """ "17.4 (2023: 15.1) billion francs", "412 (380 in 2023) million": two sums, one unit."""
    inside = pieces[one.last : one.last + _LONGEST + 1]
    size = next(
        (
            n
            for n, piece in enumerate(inside)
            if piece.roles & (CLOSE | CURRENCY | SCALE) or _stops(inside, n)
        ),
        0,
    )
    close = one.last + size
    if not size or not pieces[close].roles & CLOSE or close + 1 >= len(pieces):
        return
    scale = pieces[close + 1].word.scale
    if scale is None or pieces[close + 1].word.is_glued_scale:
        return
    n = atoms.index(one)
    others = [two for two in atoms[n + 1 : n + _LONGEST] if two.last <= close and not is_year(two)]
    if len(others) > 1 or any(two.is_words for two in others):
        return
    last = one.last
    one.last = close + 2
    one.factor, one.value = scale, one.mantissa * scale
    read_suffix(one)
    one.last = last
    if not one.candidates:
        one.factor, one.value = None, one.mantissa
        return
    one.suffix, one.is_carried = None, True
    for two in others:
        two.factor, two.value, two.is_carried = scale, two.mantissa * scale, True
        two.candidates, two.kind, two.needs = one.candidates, one.kind, one.needs
