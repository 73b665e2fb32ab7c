"""Pieces -> atoms: every number of a stretch, with the currency written at it."""

from decimal import Decimal

from etl.rules.money_brackets import reach_over_brackets
from etl.rules.money_cents import Cents
from etl.rules.money_number_words import DASHES, ONE
from etl.rules.money_numbers import YEAR, Atom
from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    CLOSE,
    CURRENCY,
    DIGITS,
    FUNCTION,
    LETTERS,
    MINOR,
    NUMBER,
    OF,
    OPEN,
    RANGE,
    SCALE,
    VAGUE,
    Word,
)

_MARKS = frozenset(["symbol", "code", "abbreviation"])
# What may stand between a mark and its number: "$ ~5", "cost: USD: 5", "$-5", "$.50"
_BEFORE_DIGITS = frozenset(["~", "≈", ":", "-", "−", "‑", "."])
TOLD_IN = frozenset(["in", "в", "en"])
_RUSSIAN_IN = ("ах", "ях", "евро", "тенге")
_LONGEST_SHORT_SCALE = 4  # letters: "mn", "mrd", "млрд"
_LEAST_BEHIND = Decimal(1_000_000)
_NOTHING: frozenset[str] = frozenset()


class Grammar(Cents):
    """Reads numbers together with their currency."""

    __slots__ = ()

    def atoms(self) -> list[Atom]:
        """All numbers from left to right, those without a currency included: lists and ranges need them."""
        pieces, n, count = self.pieces, 0, len(self.pieces)
        found: list[Atom] = []
        while n < count:
            roles = pieces[n].roles
            atom = None
            if roles & CURRENCY:
                atom = self._with_prefix(n)
                if atom is not None and n > (found[-1].last if found else 0):
                    self._narrow(atom, n - 1)
            if atom is None and roles & (DIGITS | NUMBER):
                atom = self.number(n, bool(found) and self._ends_range(n, found[-1]))
                if atom is not None:
                    atom.first -= self.is_point(atom.first - 1)
                    self._read_suffix(atom)
            if atom is None:
                n += 1
                continue
            atom.start, atom.end = pieces[atom.first].start, pieces[atom.last - 1].end
            found.append(atom)
            n = atom.last
        reach_over_brackets(pieces, found, self._read_suffix)
        return found

    # ---- before the number

    def _with_prefix(self, first: int) -> Atom | None:
        """A number behind a mark, code or name: "US$ 5 million", "USD $5", "Rs. 12,50,000"."""
        pieces, count = self.pieces, len(self.pieces)
        mark = pieces[first]
        word, codes, needs = mark.word, mark.word.currencies, mark.word.needs_before
        if needs is None or self._is_cut(first):
            return None
        n = first + 1
        if n < count and pieces[n].roles & CURRENCY and pieces[n].word.currency_kind in _MARKS:
            # "USD $5", "£ GBP 5": said twice, the narrower of the two counts
            codes = tuple(code for code in codes if code in pieces[n].word.currencies)
            if not codes or pieces[n].start - mark.end > 1:
                return None
            n += 1
        is_head = first > 0 and bool(pieces[first - 1].roles & SCALE) and n < count
        if is_head and (pieces[n].text == ":" or YEAR.fullmatch(pieces[n].text)):
            return None  # "млн долл.: 2021 – 340": the head of a list
        is_led = n + 2 < count and pieces[n].text == ":" and YEAR.fullmatch(pieces[n + 1].text)
        if is_led and (pieces[n + 2].text in DASHES or pieces[n + 2].text == ":"):
            return None  # "Average wage, USD: 2022 – 1,240"
        if word.currency_kind != "name":
            while n < count and pieces[n].text in _BEFORE_DIGITS and pieces[n].start - pieces[n - 1].end <= 1:
                n += 1
        if n >= count or n - first > 4 or not pieces[n].roles & (DIGITS | NUMBER):
            return None
        gap = pieces[n].start - pieces[n - 1].end
        if gap > 3 or ("glued" in needs and gap) or pieces[n].word.number_role == "article":
            return None
        atom = self.number(n, True)
        if atom is None or ("near" in needs and gap and atom.factor is None):
            return None
        if pieces[n - 1].text == "." and word.currency_kind != "symbol":
            if gap and atom.factor is None:
                return None  # the point ends a sentence; else it shortens the mark: "KSh. 5 million"
        elif pieces[n - 1].text == ".":
            if gap or not pieces[n].text.isdigit() or n - first != 2:
                return None
            atom.mantissa = Decimal(f"0.{pieces[n].text}")
            atom.value = atom.mantissa * (atom.factor or ONE)
        atom.first, atom.prefix, atom.candidates = first, word, codes
        atom.kind = "code" if len(codes) == 1 else word.currency_kind
        atom.needs = needs
        self._count_in(atom, word)
        self._count_before(atom)
        self._confirm(atom)
        self.cents(atom)
        return atom

    def _count_before(self, atom: Atom) -> None:
        """Take the short scale in front of the mark: "mn $ 400", "Mio. EUR 45"."""
        pieces, n = self.pieces, atom.first - 1
        if n < 0 or atom.factor is not None or pieces[atom.first].start - pieces[n].end > 1:
            return
        scale = pieces[n].word
        if (
            scale.scale is None
            or scale.is_glued_scale
            or len(pieces[n].text.rstrip(".")) > _LONGEST_SHORT_SCALE
        ):
            return
        if n == 0 or not pieces[n - 1].roles & (DIGITS | NUMBER):
            atom.factor, atom.value, atom.first = scale.scale, atom.mantissa * scale.scale, n

    def _count_in(self, atom: Atom, mark: Word) -> None:
        """Take the scale that the mark itself holds: "MEUR 100", "12.5 MSEK"."""
        if mark.unit is not None and atom.factor is None:
            atom.factor, atom.value = mark.unit, atom.mantissa * mark.unit

    def _narrow(self, atom: Atom, n: int) -> None:
        """An adjective before a name in front of its number: "Indian rupees 42"."""
        piece = self.pieces[n]
        if (
            atom.prefix is None
            or atom.prefix.currency_kind != "name"
            or not piece.roles & ADJECTIVE
            or piece.roles & CURRENCY
        ):
            return
        codes = tuple(code for code in atom.candidates if code in piece.word.adjectives)
        if codes:
            atom.candidates, atom.first = codes, n

    def _ends_range(self, n: int, before: Atom) -> bool:
        """Whether the mark of the number before counts here as well: "CHF 45-50 m"."""
        return before.prefix is not None and before.last == n - 1 and bool(self.pieces[n - 1].roles & RANGE)

    def _is_cut(self, n: int) -> bool:
        """Letters glued before a code make another word of it: "XUSD5"."""
        piece, before = self.pieces[n], self.pieces[n - 1] if n else None
        return (
            before is not None
            and before.end == piece.start
            and bool(before.roles & LETTERS and piece.roles & LETTERS)
            and not before.roles & (CURRENCY | DIGITS)
        )

    def _confirm(self, atom: Atom) -> None:
        """The currency said once more behind the number: "$561 million (USD)", "$100 billion dollars"."""
        pieces, n = self.pieces, atom.last
        is_open = n < len(pieces) and bool(pieces[n].roles & OPEN)
        m = n + 1 if is_open or self.is_dash(n) else n
        if m >= len(pieces):
            return
        piece = pieces[m]
        named = piece.word
        codes = named.currencies if piece.roles & CURRENCY else named.adjectives
        shared = tuple(code for code in atom.candidates if code in codes)
        if not shared or pieces[m].start - pieces[m - 1].end > 3:
            return
        after = pieces[m + 1] if m + 1 < len(pieces) else None
        if is_open:
            if after is None or not after.roles & CLOSE:
                return
            atom.last = m + 2
        elif piece.roles & CURRENCY and named.needs_behind is not None:
            if after is not None and after.roles & DIGITS and named.currency_kind in _MARKS:
                return
            if named.currency_kind == "name" and named.needs_behind:
                return
            atom.last = m + 1
        elif after is not None and after.roles & CURRENCY and not piece.roles & CURRENCY:
            atom.last = m + 2
        elif after is not None and after.roles & LETTERS and not after.roles & (FUNCTION | AND):
            return  # "a $200 million Australian loan": the adjective speaks of the loan
        atom.candidates = shared
        if len(shared) == 1:
            atom.kind = "code"

    # ---- behind the number

    def _read_suffix(self, atom: Atom) -> None:
        """A currency behind the number: "5 million US dollars", "3,50 €", "2-billion-dollar", "40 cents"."""
        pieces, count = self.pieces, len(self.pieces)
        n = self.hundredths(atom)
        if n >= count:
            return
        is_open = bool(pieces[n].roles & OPEN)
        if self.is_dash(n) and pieces[n].start == pieces[n - 1].end:
            n += 1
        elif n + 2 < count and pieces[n].text in (",", ".") and pieces[n + 1].text in ("-", "–", "—"):
            n += 2  # "100,- kr"
        elif (
            n + 1 < count and pieces[n].roles & OF and pieces[n + 1].roles & (CURRENCY | ADJECTIVE)
        ) or self._is_told_in(n, atom):
            n += 1
        elif is_open:
            if n + 2 < count and pieces[n + 1].roles & CURRENCY and pieces[n + 2].roles & CLOSE:
                atom.candidates, atom.suffix = pieces[n + 1].word.currencies, pieces[n + 1].word
                atom.kind, atom.last = "code", n + 3
                atom.needs = pieces[n + 1].word.needs_behind or _NOTHING
            return
        adjective: tuple[str, ...] = ()
        while n < count and pieces[n].roles & ADJECTIVE and not self._is_mark(n):
            adjective = adjective or pieces[n].word.adjectives
            n += 1
        if n >= count or pieces[n].start - pieces[n - 1].end > 3:
            return
        piece = pieces[n]
        word = piece.word
        if piece.roles & MINOR and not piece.roles & CURRENCY:
            if "glued" in word.minor_needs and piece.start != pieces[n - 1].end:
                return
            atom.candidates = tuple(c for c in word.minors if c in adjective) or adjective or word.minors
            atom.is_minor, atom.kind, atom.last, atom.suffix = True, "minor", n + 1, word
            atom.needs |= word.minor_needs
            return
        if not piece.roles & CURRENCY or word.needs_behind is None or self._belongs_right(n, atom):
            return
        codes, last = word.currencies, n + 1
        if last < count and pieces[last].roles & ADJECTIVE and self._names_more(last, codes):
            adjective = adjective or pieces[last].word.adjectives
            last += 1
        narrowed = tuple(code for code in codes if code in adjective)
        if adjective and not narrowed and word.currency_kind == "name" and len(codes) > 1:
            narrowed = adjective
        atom.candidates = narrowed or codes
        atom.kind = "code" if len(atom.candidates) == 1 else word.currency_kind
        atom.needs = _NOTHING if narrowed else atom.needs | word.needs_behind
        atom.suffix, atom.last = word, last
        self._count_in(atom, word)
        self._count_behind(atom)
        self.cents(atom)

    def _is_told_in(self, n: int, atom: Atom) -> bool:
        """ "1.15 billion in dollars", "3 млрд в долларах": the plural of a name, and no noun behind it."""
        pieces = self.pieces
        if atom.factor is None or pieces[n].text.lower() not in TOLD_IN:
            return False
        m = n + 1
        while m < len(pieces) and pieces[m].roles & ADJECTIVE and not pieces[m].roles & CURRENCY:
            m += 1
        if m >= len(pieces) or not pieces[m].roles & CURRENCY or pieces[m].word.currency_kind != "name":
            return False
        if pieces[n].text.lower() == "в" and not pieces[m].text.lower().endswith(_RUSSIAN_IN):
            return False
        after = pieces[m + 1] if m + 1 < len(pieces) else None
        is_open = after is not None and bool(after.roles & (LETTERS | DIGITS))
        return not is_open or bool(after is not None and after.roles & (FUNCTION | AND | ADJECTIVE))

    def _count_behind(self, atom: Atom) -> None:
        """Take a scale that stands behind the mark: "500 USD million", "20 € million"."""
        pieces, n = self.pieces, atom.last
        if atom.factor is not None or n >= len(pieces) or atom.suffix is None:
            return
        scale = pieces[n].word.scale
        if atom.suffix.currency_kind not in ("symbol", "code") or scale is None or scale < _LEAST_BEHIND:
            return
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if pieces[n].word.is_glued_scale or (after is not None and after.roles & (DIGITS | CURRENCY | OF)):
            return
        if pieces[n].start - pieces[n - 1].end <= 1:
            atom.factor, atom.value, atom.last = scale, atom.mantissa * scale, n + 1

    def _is_mark(self, n: int) -> bool:
        """An adjective that is a code or a name as well ("US$" has been read as one phrase)."""
        piece = self.pieces[n]
        if not piece.roles & CURRENCY or piece.word.currency_kind != "abbreviation":
            return bool(piece.roles & CURRENCY)
        after = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        is_named = after is not None and bool(after.roles & (CURRENCY | MINOR))
        return not is_named and "glued" not in (piece.word.needs_behind or _NOTHING)  # "1 CFA", "5 US cents"

    def _names_more(self, n: int, codes: tuple[str, ...]) -> bool:
        """Whether an adjective behind the name belongs to it: "долларов США", "pesos mexicanos"."""
        word = self.pieces[n].word
        after = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if not any(code in codes for code in word.adjectives):
            return False
        if "en" not in word.languages:
            return True
        return after is None or not after.roles & LETTERS or bool(after.roles & (FUNCTION | AND))

    def _belongs_right(self, n: int, atom: Atom) -> bool:
        """A mark between two numbers belongs to the one that it is nearer to: "in 2024 EUR 5 million"."""
        pieces, piece = self.pieces, self.pieces[n]
        if piece.word.currency_kind not in _MARKS or n + 1 >= len(pieces):
            return False
        follower = pieces[n + 1]
        if n + 2 < len(pieces) and follower.roles & CURRENCY and pieces[n + 2].roles & DIGITS:
            return follower.start == piece.end
        if not follower.roles & DIGITS or piece.word.needs_before is None:
            return False
        left, right = piece.start - pieces[n - 1].end, follower.start - piece.end
        if left != right:
            return right < left
        after = pieces[n + 2] if n + 2 < len(pieces) else None
        is_led = after is not None and bool(after.roles & (CURRENCY | MINOR))
        return left > 0 and not is_led and atom.factor is None


def is_vague(pieces: list[Piece], first: int) -> bool:
    """Whether the number is only a manner of speaking: "a few hundred million", "tens of millions"."""
    if first and pieces[first - 1].roles & VAGUE:
        return True
    return first > 1 and pieces[first - 1].text in DASHES and bool(pieces[first - 2].roles & VAGUE)
