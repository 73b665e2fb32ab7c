"""What speaks for and against a number without a currency being money: "against 107.9 a year ago", "for 12 banks".

The words right around it, those right around the sum that would give it its unit, how alike the two are printed, and
what stands between them. No name and no noun is looked at: what a number counts is told by where it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from etl.rules.money_grammar import TOLD_IN
from etl.rules.money_join import ends_sentence
from etl.rules.money_number_words import MILLION
from etl.rules.money_numbers import YEAR, Atom
from etl.rules.money_ranges import acts
from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    AND,
    BEFORE,
    CHANGE,
    CLOSE,
    COMMA,
    COMPARED,
    CURRENCY,
    DENIED,
    DIGITS,
    EQUALS,
    FILLER,
    FLOW,
    FROM,
    FUNCTION,
    INSTEAD,
    LETTERS,
    NUMBER,
    OPEN,
    OR,
    PEOPLE,
    PER,
    RANGE,
    RATE,
    SCALE,
    SLASH,
    TIME,
    UNIT,
    VAGUE,
    WEIGHT,
)  # fmt: skip

# What a piece is called: the first of its roles.
_NAMES = (
    (COMPARED, "compared"), (FROM, "from"), (CHANGE, "change"), (RANGE, "range"), (INSTEAD, "instead"),
    (AND | OR, "and"), (OPEN, "open"), (CLOSE, "close"), (COMMA, "comma"), (EQUALS, "equals"), (SLASH, "slash"),
    (FLOW, "flow"), (TIME, "time"), (PER, "per"), (UNIT | WEIGHT, "unit"), (CURRENCY, "currency"), (SCALE, "scale"),
    (PEOPLE, "people"), (VAGUE, "vague"), (RATE, "rate"), (FUNCTION, "function"), (DIGITS, "digits"), (NUMBER, "number"),
)  # fmt: skip
_LEADS = (
    (COMPARED, "compared"), (CHANGE, "change"), (FLOW, "flow"), (DENIED, "denied"), (PEOPLE, "people"), (UNIT | WEIGHT, "unit"),
)  # fmt: skip
_LINKS = COMPARED | FROM | AND | OR | RANGE | CHANGE | TIME | PER
_CLAUSE, _NEAR = 14, 4  # pieces in which a word leads to the number
_SIZES = (1.5, 3, 10, 30, 300)
_GAPS = (3, 6, 10, 16, 31)
_FAR = (160, 320, 700, 1400)  # characters
_DAYS, _MONTHS = 31, 12
_ROOT = 5  # letters that forms of one word share


@dataclass(frozen=True, slots=True)
class Source:
    """The sum that would give a number its unit: an atom of the same pieces, or an amount read before them."""

    code: str
    is_assumed: bool
    end: int
    place: int | None = None  # which atom


class Page:
    """One list of pieces, with what all its numbers ask for."""

    def __init__(self, text: str, pieces: list[Piece], atoms: list[Atom]) -> None:
        self.text, self.pieces, self.atoms = text, pieces, atoms

    def sentences(self, low: int, high: int) -> int:
        """How many sentences end in a stretch of pieces."""
        return self._ended[high] - self._ended[low]

    @cached_property
    def _ended(self) -> list[int]:
        """Sentences ended before each piece."""
        return [0, *accumulate(map(ends_sentence, self.pieces))]

    def told(self, n: int, source: Source, adds_up: bool) -> Iterator[str]:
        """Everything that speaks for or against atom n being counted like the source."""
        is_scaled = has_scale(self.atoms[n])
        for name in self._told(n, source):
            yield name
            if is_scaled:
                yield f"scaled: {name}"
        if adds_up:
            yield "adds up"

    def _told(self, n: int, source: Source) -> Iterator[str]:
        one = self.atoms[n]
        yield "all"
        yield from self._around(one)
        yield from self._partner(n)
        if source.place is None:
            away = one.start - source.end
            yield f"far {next((k for k, most in enumerate(_FAR) if away <= most), len(_FAR))}"
            yield from self._lines(source.end, one.start)
        else:
            yield from _likeness(one, self.atoms[source.place], self.pieces)
            yield from self._between(n, source.place)

    def _around(self, one: Atom) -> Iterator[str]:
        """What stands right before and right behind."""
        pieces, at = self.pieces, one.first
        while one.first - at < _NEAR and at and _softens(pieces[at - 1]):
            at -= 1
        if any(piece.roles & BEFORE for piece in pieces[at : one.first]):
            yield "bounded"
        before = self._piece(at - 1, pieces[at - 1].end if at else 0, one.start)
        after = self._piece(one.last, one.end, -1)
        led, follows = _name(before), _name(after)
        further = self._name_at(at - 2) if before is not None else "end"
        beyond = pieces[one.last + 1] if one.last + 1 < len(pieces) else None
        yield f"before {led}"
        yield f"before that {further}"
        yield f"after {follows}"
        yield f"{led} _ {follows}"
        if led == "comma" and follows == "comma":
            yield f"aside {further}"
        if after is not None and beyond is not None and YEAR.fullmatch(beyond.text):
            if after.text.lower() in TOLD_IN:
                yield "in year"
            elif follows == "open":
                yield "year in brackets"
        if led == "open" and follows == "close":
            yield "in brackets"
        if any(piece.roles & TIME for piece in pieces[one.last : one.last + _NEAR]):
            yield f"before time {follows}"
        words: list[Piece] = []
        for piece in reversed(pieces[max(0, one.first - _CLAUSE) : one.first]):
            if ends_sentence(piece):
                break
            words.append(piece)
        for role, name in _LEADS:
            if any(piece.roles & role for piece in words):
                yield f"clause {name}"
                if any(piece.roles & role for piece in words[:_NEAR]):
                    yield f"near {name}"

    def _partner(self, n: int) -> Iterator[str]:
        """What follows the number that is joined to this one: "from 5.1 to 4.4 per cent" counts shares at both."""
        for m in (n - 1, n + 1):
            if not 0 <= m < len(self.atoms):
                continue
            one, two = self.atoms[min(n, m)], self.atoms[max(n, m)]
            if two.first - one.last <= 2:
                side = "last" if m < n else "next"
                partner = self.atoms[m]
                if not partner.code:
                    yield f"{side} joined {self._name_at(one.last)}"
                    yield f"{side} before {self._name_at(partner.last)}"

    def _piece(self, n: int, end: int, start: int) -> Piece | None:
        """Piece n where it stands in the line of the number."""
        if not 0 <= n < len(self.pieces):
            return None
        piece = self.pieces[n]
        return None if "\n" in self.text[end : start if start >= 0 else piece.start] else piece

    def _name_at(self, n: int) -> str:
        return _name(self.pieces[n] if 0 <= n < len(self.pieces) else None)

    def _lines(self, low: int, high: int) -> Iterator[str]:
        between = self.text[low:high]
        if "\n" in between:
            yield "other paragraph" if "\n\n" in between else "other line"

    def _between(self, n: int, m: int) -> Iterator[str]:
        """How far away the sum is, and what joins it."""
        one, two, is_behind = self.atoms[n], self.atoms[m], m < n
        first, second = (two, one) if is_behind else (one, two)
        low, high = first.last, second.first
        pieces, gap = self.pieces, high - low
        side = "behind" if is_behind else "ahead"
        yield side
        size = next((k for k, most in enumerate(_GAPS) if gap < most), len(_GAPS))
        yield f"gap {size}"
        yield f"{side} gap {size}"
        yield f"sentences {min(self.sentences(low, high), 2)}"
        yield from self._lines(first.end, second.start)
        yield f"numbers between {min(abs(n - m) - 1, 3)}"
        yield f"{side} beside {self._name_at(low if is_behind else high - 1)}"
        if gap == 1:
            yield f"{side} joined {self._name_at(low)}"
        if any(piece.roles & INSTEAD for piece in pieces[low:high][:_NEAR]):
            yield f"{side} instead"
        for name, mine, other in (("led", one.first - 1, two.first - 1), ("followed", one.last, two.last)):
            if _is_same(self._piece_at(mine), self._piece_at(other)):
                yield f"{name} alike"
        roots = self._roots(two)
        if roots and roots & self._roots(one):
            yield "told alike"

    def _piece_at(self, n: int) -> Piece | None:
        return self.pieces[n] if 0 <= n < len(self.pieces) else None

    def _roots(self, atom: Atom) -> set[str]:
        """The nouns and verbs shortly before a number."""
        low = max(0, atom.first - 6)
        n = next(
            (n for n in range(atom.first - 1, low - 1, -1) if self.pieces[n].roles & (DIGITS | SCALE)),
            low - 1,
        )
        return {
            piece.text.lower()[:_ROOT]
            for piece in self.pieces[n + 1 : atom.first]
            if piece.roles & LETTERS and not piece.roles & (FUNCTION | BEFORE | CURRENCY)
        }


def _softens(piece: Piece) -> bool:
    """Whether a piece only bounds or fills: "as much as", "a total of"."""
    return bool(piece.roles & (BEFORE | FILLER)) and not piece.roles & _LINKS


def _name(piece: Piece | None) -> str:
    if piece is None:
        return "end"
    for role, name in _NAMES:
        if piece.roles & role:
            return name
    if piece.roles & LETTERS:
        return "capital" if piece.text[0].isupper() else "verb" if acts(piece.text) else "word"
    return piece.text[0]


def _is_same(one: Piece | None, two: Piece | None) -> bool:
    """Whether two pieces are forms of one word."""
    if one is None or two is None or not one.roles & two.roles & LETTERS:
        return False
    return one.text.lower()[:_ROOT] == two.text.lower()[:_ROOT]


def _likeness(one: Atom, two: Atom, pieces: list[Piece]) -> Iterator[str]:
    """How alike two numbers are printed, and how far apart they are."""
    form, other = _form(one, pieces), _form(two, pieces)
    unit = "plain" if two.factor is None else "scaled"
    yield f"form {form}"
    yield f"form {form} beside {other}"
    yield f"of {unit}"
    yield f"form {form} of {unit}"
    if form == other == "decimals" and one.mantissa.as_tuple().exponent == two.mantissa.as_tuple().exponent:
        yield "as many decimals"
    if not has_scale(one):
        mine, theirs = float(one.mantissa), float(two.mantissa)
    else:
        mine, theirs = float(one.value), float(two.value)
    if mine > 0 and theirs > 0:
        ratio = max(mine / theirs, theirs / mine)
        size = next((n for n, most in enumerate(_SIZES) if ratio < most), len(_SIZES))
        yield f"ratio {size}"
        yield f"ratio {size} of {unit}"
    if form != "decimals" and not has_scale(one):
        if mine <= _DAYS:
            yield "small" if mine <= _MONTHS else "day"
        if mine and mine % 10 == 0:
            yield "round"


def has_scale(atom: Atom) -> bool:
    """Whether a number says how large it is: "2 million", "a billion"."""
    return atom.factor is not None or (atom.is_words and atom.value >= MILLION)


def _form(atom: Atom, pieces: list[Piece]) -> str:
    exponent = atom.mantissa.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return "decimals"
    return "whole" if atom.is_words or pieces[atom.number_first].text.isdigit() else "grouped"
