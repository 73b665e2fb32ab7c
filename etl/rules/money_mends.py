"""Atoms whose decimals were printed unusually -> the number that was meant: "$61. 6 million", "423.250 KD"."""

import re
from decimal import Decimal

from etl.rules.money_number_words import ONE
from etl.rules.money_numbers import Atom
from etl.rules.money_tokens import Piece

_THOUSANDTHS = re.compile(r"\d{1,3}\.\d{3}")


def mend_thousandths(pieces: list[Piece], atom: Atom) -> None:
    """Take "423.250 KD" for what it says where the unit has a thousand parts: the point divides, it does not group."""
    printed = pieces[atom.number_first].text
    if _THOUSANDTHS.fullmatch(printed) is not None:
        atom.value = atom.mantissa = Decimal(printed)


def mend_decimals(pieces: list[Piece], atoms: list[Atom]) -> list[Atom]:
    """Atoms with numbers joined that a stray space cut behind their decimal mark: "$61. 6 million", "130, 38 zł"."""
    kept: list[Atom] = []
    for atom in atoms:
        one = kept[-1] if kept else None
        if one is None or not any(
            is_cut(pieces, one, atom) for is_cut in (_is_cut, _is_cut_price, _is_spaced)
        ):
            kept.append(atom)
            continue
        tail = pieces[atom.number_first].text
        one.mantissa += Decimal(int(tail)).scaleb(-len(tail))
        one.factor, one.value = atom.factor, one.mantissa * (atom.factor or ONE)
        one.last, one.number_last, one.end, one.scale_language = (
            atom.last, atom.number_last, atom.end, atom.scale_language,
        )  # fmt: skip
        if atom.candidates:
            one.candidates, one.kind, one.needs, one.suffix = (
                atom.candidates, atom.kind, atom.needs, atom.suffix,
            )  # fmt: skip
    return kept


def _is_cut(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """Whether a mark with a short number, a point, a space and a short number with a scale are one sum."""
    if one.prefix is None or one.factor is not None or two.candidates or two.factor is None:
        return False
    if one.last + 1 != two.first or pieces[one.last].text != "." or pieces[one.last].start != one.end:
        return False
    whole, tail = pieces[one.number_first].text, pieces[two.number_first].text
    return whole.isdigit() and tail.isdigit() and len(whole) <= 3 and len(tail) <= 2


def _is_spaced(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """Whether a text whose every mark stands between spaces cut a number at its point: "1 . 6 billion"."""
    if (one.candidates and one.prefix is None) or one.factor is not None or two.prefix is not None:
        return False
    if one.last + 1 != two.first or pieces[one.last].text != ".":
        return False
    point, whole, tail = pieces[one.last], pieces[one.number_first].text, pieces[two.number_first].text
    is_apart = point.start == one.end + 1 and pieces[two.first].start == point.end + 1
    return is_apart and whole.isdigit() and tail.isdigit() and len(whole) <= 3


def _is_cut_price(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """Whether a text holds nothing but a number, a decimal mark, a space and two digits, with one currency."""
    if one.first or two.last != len(pieces) or one.last + 1 != two.first or one.factor or two.factor:
        return False
    mark, tail = pieces[one.last], pieces[two.number_first].text
    if mark.text not in (",", ".") or mark.start != one.end or len(tail) != 2 or not tail.isdigit():
        return False
    return bool(one.candidates) != bool(two.candidates) and one.value == int(one.value)
