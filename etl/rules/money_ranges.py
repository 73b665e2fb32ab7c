"""Two atoms side by side -> how they are joined, and whether they are a range, a change or neither."""

import re
from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

from etl.rules.money_number_words import DASHES
from etl.rules.money_numbers import Atom
from etl.rules.money_scopes import is_row, line_start
from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AFTER,
    AND,
    BEFORE,
    BETWEEN,
    CHANGE,
    COMMA,
    CURRENCY,
    DIGITS,
    EQUALS,
    FILLER,
    FLOW,
    FROM,
    FUNCTION,
    LETTERS,
    NUMBER,
    OPEN,
    OR,
    RANGE,
    SCALE,
    SLASH,
    STOP,
)

ONE, HUNDRED, THOUSAND = Decimal(1), Decimal(100), Decimal(1000)
_LIKE = Decimal(30)
# Prepositions that join a range only where "from" or "between" stands before it.
_WEAK_JOINERS = frozenset(["a", "la", "do", "tot", "és", "e"])
SIGN_JOINERS = frozenset("-–—‒―−〜～")
_JOINERS = RANGE | AND | OR | COMMA | OPEN | SLASH | EQUALS
_OF_THINGS = frozenset(["de", "d'", "d’", "di"])
_NO_THING = (
    ADJECTIVE | CURRENCY | DIGITS | FLOW | FUNCTION | NUMBER | SCALE | AND | OR | BEFORE | AFTER | RANGE
)
_FOLLOWERS = FUNCTION | AND | OR | BEFORE | AFTER | RANGE
# "из которых 95 млн ссудил банк", "900 млн перечислят": endings that few counted nouns have
_RUSSIAN_VERB = re.compile(
    r"[а-яё]{2}(?<!рак)(?<!мон)(?<!газ)(?<!касс)(?<!анк)(?:л|ла|ло|ли|лся|лась|лось|лись|[еуюя]т|ит|[еуюяи]тся|ено|ена|ены|ано|ана|аны)$"
)
_ABLATIVES = ("дан", "ден", "тан", "тен", "нан", "нен", "dan", "den", "tan", "ten")
_CHANGE_BEHIND = 3  # pieces from a range to its verb, in languages that end with it
_CHANGE_REACH = 14  # pieces from "rose" to its "from"


def links(pieces: list[Piece], atoms: list[Atom]) -> list[str]:
    """How each atom is joined to the next: range, and, or, comma, open, slash, equals, or "" (not)."""
    return [_link(pieces, one, two) for one, two in pairwise(atoms)]


def _link(pieces: list[Piece], one: Atom, two: Atom) -> str:
    size = two.first - one.last
    if size == 0:
        return "range" if _is_from_to(pieces, one, two) else ""
    if size > 6:
        return ""
    gap = pieces[one.last : two.first]
    if is_suspended(pieces, one):
        gap = gap[1:]  # "3-, 4- and 5-billion"
    while gap and gap[-1].roles & (BEFORE | FILLER) and not gap[-1].roles & _JOINERS:
        gap.pop()
    is_softened = len(gap) < size - is_suspended(pieces, one)
    while gap and gap[0].roles & AFTER and not gap[0].roles & _JOINERS:
        gap = gap[1:]
    if not gap and is_softened and pieces[one.last].word.before == "up_to":
        return "up_to"
    if not gap or len(gap) > 2:
        return ""
    roles = gap[0].roles
    if len(gap) == 2:
        second = gap[1].roles
        if roles & OPEN:
            return "open" if second & (EQUALS | OR | RANGE) else ""
        if not roles & COMMA and not (roles & OR and second & EQUALS) and gap[0].text != "(":
            return ""
        roles = second
        if not second & (AND | OR | EQUALS):
            return ""
    if roles & EQUALS:
        return "equals"
    if roles & RANGE and len(gap) == 1:
        return "range"
    if roles & OPEN:
        return "open"
    if roles & SLASH:
        return "slash"
    if roles & OR:
        return "or"
    if roles & AND:
        return "and"
    if roles & COMMA:
        return "apposition" if is_softened else "comma"
    return ""


def is_suspended(pieces: list[Piece], one: Atom) -> bool:
    """Whether a number leaves its scale to a later one by a hyphen: "3- and 4-billion-dollar"."""
    n = one.last
    if n + 1 >= len(pieces) or pieces[n].text not in DASHES or pieces[n].start != pieces[n - 1].end:
        return False
    return bool(pieces[n + 1].roles & (COMMA | AND | OR))


def _is_from_to(pieces: list[Piece], one: Atom, two: Atom) -> bool:
    """Kazakh "2 миллиардтан 3 миллиард долларға дейін", Turkish "dolardan ... dolara kadar": cases for "from" and "to"."""
    said, after = pieces[one.last - 1], pieces[two.last] if two.last < len(pieces) else None
    is_from = bool(said.roles & (SCALE | CURRENCY)) and said.text.lower().endswith(_ABLATIVES)
    return is_from and after is not None and after.word.after == "up_to"


def acts(word: str) -> bool:
    """Whether a Russian word behind a number is no counted noun: a verb, a participle, or who acts."""
    if word.isascii():
        return False
    return _RUSSIAN_VERB.search(word) is not None or (word[0].isupper() and "А" <= word[0] <= "Я")


def is_like(one: Atom, two: Atom) -> bool:
    """Whether two numbers are printed in about as many digits."""
    if one.mantissa <= 0 or two.mantissa <= 0:
        return False
    return max(one.mantissa / two.mantissa, two.mantissa / one.mantissa) < _LIKE


class Ranges:
    """The atoms of one list of pieces. What is read is pieces and atoms; the text tells only where lines end."""

    __slots__ = ("atoms", "earlier", "joins", "pieces", "text")

    def __init__(
        self, text: str, pieces: list[Piece], atoms: list[Atom], earlier: Callable[[], list[Piece]]
    ) -> None:
        """`earlier` cuts what stands before the pieces; asked only where "from" opens a range."""
        self.text, self.pieces, self.atoms, self.earlier = text, pieces, atoms, earlier
        self.joins = links(pieces, atoms)

    def range_at(self, n: int) -> str:
        """Whether atoms n and n+1 are the ends of a range ("range"), a change ("change"), or neither."""
        one, two, join = self.atoms[n], self.atoms[n + 1], self.joins[n]
        if join not in ("range", "and", "or", "up_to") or not (one.code or two.code):
            return ""
        if one.code and two.code and (one.code != two.code or one.is_minor != two.is_minor):
            return ""
        opener = self._opener(one.first)
        if (
            opener == "from"
            and one.code
            and one.factor
            and two.factor is None
            and not two.code
            and is_like(one, two)
        ):
            two.factor, two.value = one.factor, two.mantissa * one.factor  # "from 80 million euros to 95"
        if join == "up_to" and opener == "from":
            join = "range"  # "from $3bn up to $5bn"
        if join == "up_to" or (join == "and" and opener != "between"):
            return ""
        if join == "or" and not (self._is_either(one, two) and self.pieces[one.last].roles & OR):
            return ""  # "$2 billion, or $2.4 billion" with interest
        joiner = self.pieces[one.last]
        is_sign = joiner.text in SIGN_JOINERS
        is_tight = (
            is_sign
            and joiner.start == self.pieces[one.last - 1].end
            and joiner.end == self.pieces[two.first].start
        )
        shared = self._shared(one, two)
        if shared and two.is_minor and not one.code:
            shared = shared[0] * two.value / two.mantissa, None  # "20 to 30 cents"
        if shared is None or (not two.code and not is_tight and self.counts_things(two.last)):
            return ""
        if not opener:
            is_bare = not one.code and one.factor is None
            if is_bare and is_sign and not is_tight and self.is_label(one.first):
                return ""
            if join == "range" and joiner.text.lower() in _WEAK_JOINERS:
                return ""
            if is_bare and joiner.text.lower() == "à" and self._is_named(one.first):
                return ""  # "l'Airbus 2 à 3 milliards"
        is_change = not is_sign and join == "range" and self._is_change(one.first, opener)
        is_change = is_change or (not opener and self._changes_behind(one, two))
        low, factor = shared
        if not is_change and low >= two.value:
            is_change = True
            if not (one.code and two.code) and not opener:
                return ""
        one.value, one.factor = low, factor
        if not one.code:
            one.code, one.is_assumed, one.kind = two.code, two.is_assumed, two.kind
            one.is_minor = two.is_minor
            one.is_carried = is_change
        if not two.code:
            two.code, two.is_assumed, two.kind = one.code, one.is_assumed, one.kind
            two.is_minor = one.is_minor
            two.is_carried = is_change
        return "change" if is_change else "range"

    def _is_either(self, one: Atom, two: Atom) -> bool:
        """ "$2 or $3 billion", "five or six million dollars": one scale for both, or both of their own."""
        if one.factor is None:
            return two.factor is not None or not one.code
        return two.factor is not None and bool(one.code and two.code)

    def _shared(self, one: Atom, two: Atom) -> tuple[Decimal, Decimal | None] | None:
        """Value of the first end once the scale of the second is shared with it; None where it cannot be."""
        hundreds = one.mantissa * HUNDRED
        is_low_digit = one.is_words and two.is_words and one.factor is None and one.mantissa < 10
        if is_low_digit and hundreds < two.mantissa < THOUSAND and not two.mantissa % HUNDRED:
            return hundreds * (two.factor or ONE), two.factor  # "two to three hundred million"
        if one.factor is not None or two.factor is None:
            return one.value, one.factor
        if one.mantissa * two.factor < two.value or (
            one.mantissa < THOUSAND and one.mantissa * two.factor <= two.value * 1000
        ):
            return one.mantissa * two.factor, two.factor
        if one.code and one.value < two.value:
            return one.value, None
        return None

    def _opener(self, first: int) -> str:
        """ "between" or "from" right before the atom, past qualifiers and fillers."""
        n = first - 1
        for _ in range(4):
            if n < 0:
                return ""
            roles = self.pieces[n].roles
            if roles & BETWEEN:
                return "between"
            if roles & FROM:
                return "from"
            if not roles & (BEFORE | FILLER):
                return ""
            n -= 1
        return ""

    def _is_change(self, first: int, opener: str) -> bool:
        """ "rose from A to B" is a change; so is "rose A to B". "lend from A to B" is a range."""
        pieces, n = self.pieces, first - 1
        if opener == "between":
            return False
        reach = _CHANGE_REACH if opener else 3
        before = pieces[max(0, n + 1 - reach) : n + 1]
        if opener and len(before) < reach:
            before = [*self.earlier()[len(before) - reach :], *before]
        for piece in reversed(before):
            if piece.roles & CHANGE and not piece.roles & BEFORE:
                return True
            is_by = not opener and piece.text.lower() == "by"
            if is_by or piece.roles & STOP or not (opener or piece.roles & (BEFORE | FILLER)):
                return is_by
        return False

    def _changes_behind(self, one: Atom, two: Atom) -> bool:
        """ "2-ден 3 миллиардқа өсті", "2'den 3 milyara çıktı": the verb of a change behind the case for "from"."""
        if two.first > one.last and not self.pieces[one.last].text.lower().endswith(_ABLATIVES):
            return False
        return any(piece.roles & CHANGE for piece in self.pieces[two.last : two.last + _CHANGE_BEHIND])

    def _is_named(self, first: int) -> bool:
        """Whether a capital word stands right before a number."""
        return first > 0 and self.pieces[first - 1].text[0].isupper()

    def counts_things(self, last: int) -> bool:
        """Whether a noun follows: "20 people", "2 million tonnes"."""
        if last >= len(self.pieces):
            return False
        after = self.pieces[last]
        if after.text in ("%", "°", "‰"):
            return True
        if after.text == "-" and last + 1 < len(self.pieces) and after.start == self.pieces[last - 1].end:
            after = self.pieces[last + 1]
        if self.is_of_things(last):
            return True
        if not after.roles & LETTERS or after.roles & _FOLLOWERS or acts(after.text):
            return False
        return not (after.text[0].isupper() and self._ends_row(self.pieces[last - 1].end, after.start))

    def is_of_things(self, last: int) -> bool:
        """Whether the things counted stand behind a small word: "60 millions de boîtes", "20 millones de toneladas"."""
        if last + 1 >= len(self.pieces) or self.pieces[last].text.lower() not in _OF_THINGS:
            return False
        noun = self.pieces[last + 1]
        is_scaled = bool(self.pieces[last - 1].roles & SCALE)
        return is_scaled and noun.text[0].islower() and noun.roles & (LETTERS | _NO_THING) == LETTERS

    def _ends_row(self, low: int, high: int) -> bool:
        """Whether a short line ends between two places: what opens the next one is counted by no number of this one."""
        at = self.text.find("\n", low, high)
        return at >= 0 and is_row(self.text[line_start(self.text, low) : at])

    def is_label(self, first: int) -> bool:
        """A number that names a thing: "Phase 2 - $5 billion", "in 2024 - 5 billion"."""
        return (
            first > 0
            and bool(self.pieces[first - 1].roles & LETTERS)
            and not self.pieces[first - 1].roles & (BEFORE | FILLER)
        )
