"""Atoms -> drafts of amounts: ranges, changes, lists with a shared scale or currency, conversions."""

import itertools
from collections.abc import Callable
from decimal import Decimal

from etl.rules.money_grammar import is_vague
from etl.rules.money_numbers import Atom
from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
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

_MILLION, _BILLION, _THOUSAND = Decimal(10) ** 6, Decimal(10) ** 9, Decimal(1000)
# Prepositions that join a range only where "from" or "between" stands before it.
_WEAK_JOINERS = frozenset(["a", "à", "la", "do", "tot", "és", "e", "to", "bis"])
_SIGN_JOINERS = frozenset("-–—‒―−〜～")
_JOINERS = RANGE | AND | OR | COMMA | OPEN | SLASH | EQUALS
_FOLLOWERS = FUNCTION | AND | OR | BEFORE | AFTER | RANGE
_CHANGE_REACH = 14  # pieces from "rose" to its "from"


class Draft:
    """An amount in the making. `low` and `high` are Decimals in whole currency units."""

    __slots__ = (
        "atom", "code", "conversion_of", "end", "first", "high", "is_assumed", "is_carried", "is_each", "last", "low",
        "qualifier", "qualifier_start", "refused", "rules", "start",
    )  # fmt: skip

    def __init__(self, atom: Atom, low: Decimal, high: Decimal, rules: list[str]) -> None:
        self.atom, self.low, self.high, self.rules = atom, low, high, rules
        self.start, self.end, self.first, self.last = atom.start, atom.end, atom.first, atom.last
        self.code, self.is_assumed, self.is_carried = atom.code, atom.is_assumed, atom.is_carried
        self.qualifier, self.qualifier_start = "exact", -1
        self.conversion_of: Draft | None = None
        self.is_each = False
        self.refused: str | None = None


def links(pieces: list[Piece], atoms: list[Atom]) -> list[str]:
    """How each atom is joined to the next: range, and, or, comma, open, slash, equals, or "" (not)."""
    return [_link(pieces, one, two) for one, two in itertools.pairwise(atoms)]


def _link(pieces: list[Piece], one: Atom, two: Atom) -> str:
    size = two.first - one.last
    if size == 0 or size > 6:
        return ""
    gap = pieces[one.last : two.first]
    while gap and gap[-1].roles & (BEFORE | FILLER) and not gap[-1].roles & _JOINERS:
        gap.pop()
    is_softened = len(gap) < size
    while gap and gap[0].roles & AFTER and not gap[0].roles & _JOINERS:
        gap = gap[1:]
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


class Joiner:
    """Joins the atoms of one list of pieces. Nothing here reads text: only pieces and atoms."""

    __slots__ = ("atoms", "earlier", "joins", "pieces")

    def __init__(self, pieces: list[Piece], atoms: list[Atom], earlier: Callable[[], list[Piece]]) -> None:
        """`earlier` cuts what stands before the pieces; asked only where "from" opens a range."""
        self.pieces, self.atoms, self.earlier = pieces, atoms, earlier
        self.joins = links(pieces, atoms)

    def drafts(self) -> list[Draft]:
        """Amounts in reading order. Atoms without a currency, own or shared, are left out."""
        atoms = self.atoms
        ranged: dict[int, str] = {}
        n = 0
        while n + 1 < len(atoms):
            verdict = self._range(n)
            if verdict:
                ranged[n] = verdict
                n += 1
            n += 1
        self._share_lists(ranged)
        found: list[Draft] = []
        drafts_at: dict[int, Draft] = {}
        n = 0
        while n < len(atoms):
            atom, verdict = atoms[n], ranged.get(n)
            if verdict == "range":
                two = atoms[n + 1]
                draft = Draft(atom, atom.value, two.value, ["range"])
                draft.end, draft.last, draft.qualifier = two.end, two.last, "range"
                draft.code, draft.is_assumed = atom.code or two.code, atom.is_assumed or two.is_assumed
                n += 2
            else:
                draft = Draft(atom, atom.value, atom.value, [])
                n += 1
            if draft.code and not is_vague(self.pieces, draft.first):
                found.append(draft)
                drafts_at[n - 1] = draft
                drafts_at[n - 1 - (verdict == "range")] = draft
        self._convert(drafts_at)
        return found

    # ---- ranges and changes

    def _range(self, n: int) -> str:
        """Whether atoms n and n+1 are the ends of a range ("range"), a change ("change"), or neither."""
        one, two, join = self.atoms[n], self.atoms[n + 1], self.joins[n]
        if (
            join not in ("range", "and", "or")
            or not (one.code or two.code)
            or (one.is_minor != two.is_minor and one.code and two.code)
        ):
            return ""
        if one.code and two.code and one.code != two.code:
            return ""
        opener = self._opener(one.first)
        if join == "and" and opener != "between":
            return ""
        if (
            join == "or"
            and (one.factor is not None or not one.code)
            and (two.factor is None or one.factor is not None)
        ) and not (one.code and two.code and one.factor and two.factor):
            return ""
        joiner = self.pieces[one.last]
        is_sign = joiner.text in _SIGN_JOINERS
        is_tight = (
            is_sign
            and joiner.start == self.pieces[one.last - 1].end
            and joiner.end == self.pieces[two.first].start
        )
        shared = self._shared(one, two)
        if shared is None:
            return ""
        if not two.code and not two.factor and not is_tight and self._counts_things(two.last):
            return ""
        if not two.code and two.factor and not is_tight and self._counts_things(two.last):
            return ""
        if not one.code and one.factor is None:
            if is_sign and not is_tight and not opener and self._is_label(one.first):
                return ""
            if (
                join == "range"
                and not is_sign
                and not opener
                and joiner.text.lower() in _WEAK_JOINERS
                and joiner.text.lower() not in ("to", "bis")
            ):
                return ""
        elif (
            join == "range"
            and not is_sign
            and not opener
            and joiner.text.lower() in _WEAK_JOINERS - {"to", "bis"}
        ):
            return ""
        is_change = not is_sign and join == "range" and self._is_change(one.first, opener)
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

    def _shared(self, one: Atom, two: Atom) -> tuple[Decimal, Decimal | None] | None:
        """Value of the first end once the scale of the second is shared with it; None where it cannot be."""
        if one.factor is not None or two.factor is None:
            return one.value, one.factor
        if one.mantissa * two.factor < two.value or (
            one.mantissa < _THOUSAND and one.mantissa * two.factor <= two.value * 1000
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

    def _counts_things(self, last: int) -> bool:
        """Whether a noun follows: "20 people", "2 million tonnes"."""
        if last >= len(self.pieces):
            return False
        after = self.pieces[last]
        if after.text in ("%", "°", "‰"):
            return True
        if after.text == "-" and last + 1 < len(self.pieces) and after.start == self.pieces[last - 1].end:
            after = self.pieces[last + 1]
        return bool(after.roles & LETTERS) and not after.roles & _FOLLOWERS

    def _is_label(self, first: int) -> bool:
        """A number that names a thing: "Phase 2 - $5 billion", "in 2024 - 5 billion"."""
        return (
            first > 0
            and bool(self.pieces[first - 1].roles & LETTERS)
            and not self.pieces[first - 1].roles & (BEFORE | FILLER)
        )

    # ---- lists

    def _share_lists(self, ranged: dict[int, str]) -> None:
        atoms = self.atoms
        # From the right: "3.1, 4.2 and 5 billion euros", "13.2 and 11 billion dollars"
        has_and = False
        for n in range(len(atoms) - 2, -1, -1):
            one, two, join = atoms[n], atoms[n + 1], self.joins[n]
            if n in ranged or join not in ("comma", "and", "slash"):
                has_and = False
                continue
            has_and = has_and or join == "and"
            if not two.code:
                continue
            if one.code:
                if (
                    one.factor is None
                    and two.factor
                    and has_and
                    and one.prefix
                    and two.prefix
                    and one.code == two.code
                ):
                    self._take(one, two, one.mantissa < _THOUSAND and not self._has_cents(one))
                continue
            if two.prefix is not None:
                continue
            if one.factor is None and two.factor is not None:
                if join == "comma" and not has_and:
                    self._spaced_decimal(n)
                    continue
                if has_and and one.mantissa < _THOUSAND and not one.is_words:
                    self._take(one, two, True)
            elif (one.factor is not None and two.factor is not None and has_and) or (
                (
                    one.factor is None
                    and has_and
                    and join != "slash"
                    and one.mantissa * 100 >= two.mantissa
                    and not one.is_words
                )
                and (
                    (two.suffix is not None and not self._is_label(one.first)) or (has_and and len(atoms) > 2)
                )
            ):
                self._take(one, two, False)
        # From the left: "$3.1, 4.2 and 5 billion"
        n = 0
        while n < len(atoms) - 1:
            if atoms[n].code and atoms[n].prefix and atoms[n].factor is None and n not in ranged:
                m = n
                while (
                    m < len(atoms) - 1 and self.joins[m] in ("comma", "and") and not atoms[m + 1].candidates
                ):
                    m += 1
                    if self.pieces[atoms[m].number_last - 1].roles & SCALE:
                        break
                last = atoms[m]
                if (
                    m > n
                    and last.factor
                    and self.joins[m - 1] == "and"
                    and not self._counts_things(last.last)
                ):
                    for atom in atoms[n:m]:
                        if atom.mantissa < _THOUSAND:
                            self._take(atom, last, True)
                    for atom in atoms[n + 1 : m + 1]:
                        self._carry(atom, atoms[n])
                    n = m
            n += 1

    def _has_cents(self, atom: Atom) -> bool:
        exponent = atom.mantissa.as_tuple().exponent
        return isinstance(exponent, int) and exponent == -2

    def _take(self, one: Atom, two: Atom, with_scale: bool) -> None:
        if with_scale and one.factor is None and two.factor is not None:
            one.value, one.factor = one.mantissa * two.factor, two.factor
            one.is_carried = True
        if not one.code and two.code:
            self._carry(one, two)

    def _carry(self, one: Atom, two: Atom) -> None:
        one.code, one.is_assumed, one.kind, one.is_carried = two.code, two.is_assumed, two.kind, True

    def _spaced_decimal(self, n: int) -> None:
        """A decimal comma with a stray space: "1, 2 miliardi". A list of two would say "and"."""
        one, two = self.atoms[n], self.atoms[n + 1]
        before = self.pieces[one.first - 1] if one.first else None
        is_listed = (before is not None and bool(before.roles & (COMMA | AND | DIGITS))) or (
            n > 0 and self.joins[n - 1] == "comma"
        )
        if (
            is_listed
            or two.factor is None
            or one.is_words
            or two.is_words
            or one.last - one.first != 1
            or (self._is_label(one.first) and one.mantissa > 99)
        ):
            return
        tail = self.pieces[two.number_first].text
        if not tail.isdigit() or len(tail) > 2 or not self.pieces[one.first].text.isdigit():
            return
        two.mantissa = one.mantissa + Decimal(int(tail)).scaleb(-len(tail))
        two.value = two.mantissa * two.factor
        two.first, two.start = one.first, one.start

    # ---- conversions

    def _convert(self, drafts_at: dict[int, Draft]) -> None:
        """A second currency in brackets, after "or", "=" or a slash restates the amount before it."""
        for n, join in enumerate(self.joins):
            one, two = drafts_at.get(n), drafts_at.get(n + 1)
            if one is None or two is None or one is two or not join:
                continue
            if one.code == two.code:
                if join in ("open", "equals", "apposition") and one.low == two.low and one.high == two.high:
                    two.conversion_of = one.conversion_of or one
                continue
            is_dashed = join == "range" and self._is_softened(one.last, two.first)
            if is_dashed or join in ("open", "slash", "equals", "or", "apposition"):
                two.conversion_of = one.conversion_of or one
            elif (
                join in ("comma", "and", "range")
                and one.conversion_of is not None
                and self._is_inside(one.last, two.first)
            ):
                two.conversion_of = one.conversion_of
        for draft in drafts_at.values():
            if draft.conversion_of is not None and "conversion" not in draft.rules:
                draft.rules.append("conversion")

    def _is_softened(self, last: int, first: int) -> bool:
        """ "2.3 billion tenge - about $5 million": a dash and a softening word."""
        return self.pieces[last].text in _SIGN_JOINERS and any(
            p.roles & BEFORE for p in self.pieces[last + 1 : first]
        )

    def _is_inside(self, last: int, first: int) -> bool:
        """Whether no bracket closes between two pieces."""
        return all(piece.text not in ")]）" for piece in self.pieces[last:first])


def carries(pieces: list[Piece], atom: Atom, joiner: Joiner) -> bool:
    """Whether a scaled number without a currency can be money at all: no noun that it counts follows."""
    if atom.code or atom.factor is None or is_vague(pieces, atom.first) or joiner._counts_things(atom.last):
        return False
    if pieces[atom.number_last - 1].word.is_glued_scale:
        return False
    before = pieces[atom.first - 1] if atom.first else None
    return not (
        before is not None
        and before.end == pieces[atom.first].start
        and before.roles & (LETTERS | CURRENCY | NUMBER)
    )
