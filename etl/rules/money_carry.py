"""Numbers without a currency -> that of an amount near them: "loans of 5 billion dollars, of which 2 billion ..."."""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from etl.rules.money_grammar import TOLD_IN
from etl.rules.money_join import Joiner, carries, ends_sentence
from etl.rules.money_numbers import Atom
from etl.rules.money_tokens import Piece
from etl.rules.money_words import ADJECTIVE, CURRENCY, FLOW, STOP

LEFT = 64  # characters before a number that are read with it
HEAD = 240  # characters at the top in which a sum may leave its currency to the text below
CARRY_REACH = (
    700  # characters from an amount to one that shares its currency, where a word of money leads to it
)
_PLAIN_REACH = 320  # and where none does
_BILLION = Decimal(10) ** 9
_MILLION = Decimal(10) ** 6
# With a line break: another paragraph, where millions may count anything
_SENTENCE_ENDS = (". ", ".\n", "! ", "? ")
_ITEM = re.compile(r"\n\W*\d{1,2}\.(?= )")  # "2. Italy": no sentence ends there
_CUE_REACH = 12  # pieces from a word of money to a sum in a paragraph that names no currency
_NAMED_REACH = 16
_BACK_REACH = 14  # pieces from a number to the sum behind it whose currency it shares
_PARTING = frozenset(["of", "из", "von", "de"])
_OF_THE = 2  # pieces between a part and its whole: "300 million of the 720-million-euro line"
_RESTATED = ("open", "or", "equals", "apposition", "slash")

Second = tuple[
    str, Decimal, Decimal
]  # currency in which the sum before is said again, its value there and as first said


class Money(Protocol):
    """What is asked of an amount that was read before."""

    @property
    def currency(self) -> str: ...
    @property
    def is_assumed(self) -> bool: ...
    @property
    def end(self) -> int: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def conversion_of(self) -> int | None: ...


class Carrier:
    """Gives numbers of one text the currency that stands at a neighbour."""

    def __init__(self, text: str, bare: str | None) -> None:
        self.text, self.bare = text, bare

    def give(
        self, pieces: list[Piece], atoms: list[Atom], joiner: Joiner, before: Sequence[Money]
    ) -> list[tuple[int, int]]:
        """Set the codes of scaled numbers; returns the stretches at the top whose currency only the text below tells."""
        heads: list[tuple[int, int]] = []
        code, is_assumed, edge = self._last(before)
        second = self._second(before)
        for n, atom in enumerate(atoms):
            if atom.code:
                if code and self._restates(atoms, n, joiner):
                    # "62 million dollars (57 million euros)": what follows is in dollars
                    second, edge = (atom.code, atom.value, atoms[n - 1].value), atom.end
                else:
                    code, is_assumed, edge, second = atom.code, atom.is_assumed, atom.end, None
                continue
            if atom.factor is None:
                continue
            can_carry = carries(pieces, atom, joiner)
            if atom.start < HEAD and atom.factor is not None and (can_carry or self._ends_headline(atom)):
                heads.append((max(0, atom.start - LEFT), atom.end))
            if not can_carry:
                continue
            following = atoms[n + 1] if n + 1 < len(atoms) else None
            if (
                following is not None
                and following.code
                and joiner.joins[n] in ("range", "and", "or", "comma")
            ):
                continue  # the joiner shares what stands behind it
            if _is_ratio(atoms, n, joiner):
                continue
            named = _named_before(pieces, atoms, n)
            if named:
                code, is_assumed, edge = named, False, atom.start
            if code and self._is_near(edge, pieces, atom):
                atom.code, atom.is_assumed, atom.is_carried, edge = code, is_assumed, True, atom.end
                if second and _may_restate(atom.value, second[1]) and not _may_restate(atom.value, second[2]):
                    atom.code = second[0]
            elif self.bare:
                atom.code, atom.is_assumed = self.bare, True
        _carry_back(pieces, atoms, joiner)
        return heads

    @staticmethod
    def _last(before: Sequence[Money]) -> tuple[str, bool, int]:
        """Currency of the last amount that restates no other one, and where the last one ends."""
        if not before:
            return "", True, 0
        last = before[-1]
        while last.conversion_of is not None:
            last = before[last.conversion_of]
        return last.currency, last.is_assumed, before[-1].end

    @staticmethod
    def _second(before: Sequence[Money]) -> Second | None:
        """The last amount where it restates another one, in its second currency."""
        if not before or before[-1].conversion_of is None:
            return None
        two, one = before[-1], before[before[-1].conversion_of]
        values = [Decimal(amount.low or amount.high or 0) for amount in (two, one)]
        return two.currency, values[0], values[1]

    @staticmethod
    def _restates(atoms: list[Atom], n: int, joiner: Joiner) -> bool:
        """Whether a number with a currency of its own says the one before it again."""
        if not n or joiner.joins[n - 1] not in _RESTATED:
            return False
        one, two = atoms[n - 1], atoms[n]
        return bool(one.code) and one.code != two.code

    def _ends_headline(self, atom: Atom) -> bool:
        """Whether a short line with text below it ends in this number."""
        low, high = self.text.rfind("\n", 0, atom.start) + 1, self.text.find("\n", atom.end)
        return low < high < low + HEAD and not self.text[atom.end : high].strip()

    def _is_near(self, edge: int, pieces: list[Piece], atom: Atom) -> bool:
        between = _ITEM.sub("\n", self.text[edge : atom.start])
        assert atom.factor is not None
        if len(between) > CARRY_REACH or atom.factor < _MILLION:
            return False
        if len(between) > _PLAIN_REACH or "\n\n" in between:
            return has_cue(pieces, atom) or (len(between) <= _PLAIN_REACH and atom.factor >= _BILLION)
        if "\n" in between and any(end in between for end in _SENTENCE_ENDS):
            return atom.factor >= _BILLION or has_cue(pieces, atom)
        return True


def _may_restate(one: Decimal, two: Decimal) -> bool:
    """Whether one sum may be another count of the other: "315 million dollars ... officials spoke of 310 million"."""
    return two * 2 < one * 3 and one * 2 < two * 3


def has_cue(pieces: list[Piece], atom: Atom) -> bool:
    """Whether a word of money leads to a number within its sentence: "of this", "a loan of", "вложит"."""
    for piece in reversed(pieces[max(0, atom.first - _CUE_REACH) : atom.first]):
        if ends_sentence(piece):
            return False
        if piece.roles & FLOW:
            return True
    return False


def _named_before(pieces: list[Piece], atoms: list[Atom], n: int) -> str:
    """Currency that the sentence has named without a number: "the trade, counted in dollars, is above 1.6 billion"."""
    first = atoms[n - 1].last if n else 0
    for m in range(atoms[n].first - 1, max(first, atoms[n].first - _NAMED_REACH) - 1, -1):
        piece = pieces[m]
        if piece.roles & STOP:
            return ""
        if piece.roles & CURRENCY and piece.word.currency_kind == "name" and m > first:
            before = pieces[m - 1]
            if before.roles & ADJECTIVE:
                codes = tuple(code for code in piece.word.currencies if code in before.word.adjectives)
                before = pieces[m - 2] if m > 1 else before
            else:
                codes = piece.word.currencies
            return codes[0] if codes and before.text.lower() in TOLD_IN else ""
    return ""


def _is_ratio(atoms: list[Atom], n: int, joiner: Joiner) -> bool:
    """ "two million to one million": a pair that falls and names no currency compares counts."""
    for m in (n - 1, n):
        if 0 <= m < len(atoms) - 1 and joiner.joins[m] == "range":
            one, two = atoms[m], atoms[m + 1]
            if not one.candidates and not two.candidates and one.value > two.value:
                return True
    return False


def _carry_back(pieces: list[Piece], atoms: list[Atom], joiner: Joiner) -> None:
    """ "exports of 1.2 billion, imports of 800 million, in all 2 billion dollars": the name stands at the last of them."""
    named: Atom | None = None
    for one, two in reversed(list(itertools.pairwise(atoms))):
        if two.suffix is not None:
            named = two if two.code else None
        elif two is not named:
            named = None
        if named is None or one.code or one.factor is None:
            continue
        between = pieces[one.last : two.first]
        is_part = 0 < len(between) <= _OF_THE and between[0].text.lower() in _PARTING
        if not is_part and not (carries(pieces, one, joiner) and has_cue(pieces, one)):
            continue
        if len(between) > _BACK_REACH or any(ends_sentence(piece) for piece in between):
            continue
        one.code, one.is_assumed, one.is_carried = two.code, two.is_assumed, True
        named = one
