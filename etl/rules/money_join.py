"""Atoms -> drafts of amounts: ranges, lists with a shared scale or currency, conversions."""

from decimal import Decimal

from etl.rules.money_grammar import is_vague
from etl.rules.money_lists import Lists
from etl.rules.money_numbers import Atom
from etl.rules.money_ranges import SIGN_JOINERS
from etl.rules.money_tokens import Piece
from etl.rules.money_words import BEFORE, CURRENCY, FLOW, LETTERS, NUMBER, PEOPLE, STOP

_BILLION = Decimal(10) ** 9
_LIST_MARKS = frozenset(";；")
MILLIMETRES = "mm"  # or millions, behind a currency
_PEOPLE_REACH = 4  # pieces from "market of" to its number


class Draft:
    """An amount in the making. `low` and `high` are Decimals in whole currency units."""

    __slots__ = (
        "atom", "code", "conversion_of", "end", "first", "high", "is_assumed", "is_carried", "is_each", "is_reached", "last",
        "low",
        "qualifier", "qualifier_start", "refused", "rules", "start",
    )  # fmt: skip

    def __init__(self, atom: Atom, low: Decimal, high: Decimal, rules: list[str]) -> None:
        self.atom, self.low, self.high, self.rules = atom, low, high, rules
        self.start, self.end, self.first, self.last = atom.start, atom.end, atom.first, atom.last
        self.code, self.is_assumed, self.is_carried = atom.code, atom.is_assumed, atom.is_carried
        self.qualifier, self.qualifier_start = "exact", -1
        self.conversion_of: Draft | None = None
        self.is_each = self.is_reached = False  # said of each of several; where a change ended
        self.refused: str | None = None


class Joiner(Lists):
    """Joins the atoms of one list of pieces into drafts."""

    __slots__ = ("ranged",)

    def share(self) -> None:
        """Join the ends of ranges, and share the unit of a list."""
        self.ranged: dict[int, str] = {}
        self.join_ranges()
        self.share_lists(self.ranged)

    def join_ranges(self) -> None:
        """Find the ranges and changes among the numbers that are in none yet."""
        n = 0
        while n + 1 < len(self.atoms):
            if n not in self.ranged:
                verdict = "" if n + 1 in self.ranged else self.range_at(n)
                if verdict:
                    self.ranged[n] = verdict
            n += 2 if n in self.ranged else 1

    def drafts(self) -> list[Draft]:
        """Amounts in reading order. Atoms without a currency, own or shared, are left out."""
        atoms, ranged = self.atoms, self.ranged
        found: list[Draft] = []
        drafts_at: dict[int, Draft] = {}
        n = 0
        while n < len(atoms):
            atom, verdict = atoms[n], ranged.get(n, "")
            if verdict == "range":
                two = atoms[n + 1]
                draft = Draft(atom, atom.value, two.value, ["range"])
                draft.end, draft.last, draft.qualifier = two.end, two.last, "range"
                draft.code, draft.is_assumed = atom.code or two.code, atom.is_assumed or two.is_assumed
                n += 2
            else:
                draft = Draft(atom, atom.value, atom.value, [])
                draft.is_reached = ranged.get(n - 1) == "change"
                n += 1
            if draft.code and not is_vague(self.pieces, draft.first):
                found.append(draft)
                drafts_at[n - 1] = draft
                drafts_at[n - 1 - (verdict == "range")] = draft
        self._convert(drafts_at)
        return found

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
        return self.pieces[last].text in SIGN_JOINERS and any(
            p.roles & BEFORE for p in self.pieces[last + 1 : first]
        )

    def _is_inside(self, last: int, first: int) -> bool:
        """Whether no bracket closes between two pieces."""
        return all(piece.text not in ")]）" for piece in self.pieces[last:first])


def carries(pieces: list[Piece], atom: Atom, joiner: Joiner) -> bool:
    """Whether a scaled number without a currency can be money at all: no noun that it counts follows."""
    if atom.code or atom.factor is None or is_vague(pieces, atom.first):
        return False
    if joiner.counts_things(atom.last) and not is_of_money(pieces, atom):
        return False
    if _are_people(pieces, atom):
        return False
    if is_length(pieces, atom, joiner.atoms):
        return False
    before = pieces[atom.first - 1] if atom.first else None
    return not (
        before is not None
        and before.end == pieces[atom.first].start
        and before.roles & (LETTERS | CURRENCY | NUMBER)
    )


def is_of_money(pieces: list[Piece], atom: Atom) -> bool:
    """ "11 billion of Emirati deposits", "11 млрд эмиратских депозитов": billions of what only money is; "a 300 million loan"."""
    after = pieces[atom.last : atom.last + 2]
    if atom.factor is None or not after:
        return False
    if atom.factor >= _BILLION:
        return any(piece.roles & FLOW for piece in after)
    # "300 million loans" may be counted
    return bool(after[0].roles & FLOW) and after[0].text.isascii() and not after[0].text.endswith("s")


def _are_people(pieces: list[Piece], atom: Atom) -> bool:
    """ "A market of 60 million": who is counted stands before the number."""
    return speak_of_people(pieces[max(0, atom.first - _PEOPLE_REACH) : atom.first], STOP | FLOW)


def speak_of_people(pieces: list[Piece], stops: int) -> bool:
    """Whether the last pieces name people or things that are counted, behind whatever stops the look back."""
    for piece in reversed(pieces):
        if piece.roles & stops:
            return False
        if piece.roles & PEOPLE:
            return True
    return False


def is_length(pieces: list[Piece], atom: Atom, atoms: list[Atom]) -> bool:
    """Whether the letter of a scale would be metres: not in "EUR 1.2bn in equity and 30m in loans", which writes all sums so."""
    scale = pieces[atom.number_last - 1]
    if not scale.word.is_glued_scale and scale.text != MILLIMETRES:
        return False
    for one in reversed(atoms):
        if one.first >= atom.first:
            continue
        if any(map(ends_sentence, pieces[one.last : atom.first])):
            return True
        is_so = _is_glued(pieces, one.number_last - 1) or pieces[one.number_last - 1].text == scale.text
        if one.code and one.factor is not None and is_so:
            return False
    return True


def _is_glued(pieces: list[Piece], n: int) -> bool:
    """Whether a scale stands right behind its digits."""
    return n > 0 and pieces[n - 1].end == pieces[n].start


def ends_sentence(piece: Piece) -> bool:
    """Whether what follows is told for itself; a semicolon only divides a list."""
    return bool(piece.roles & STOP) and piece.text not in _LIST_MARKS
