"""Numbers as words, one word at a time: what each adds, and which pieces hold a number together."""

from collections.abc import Callable
from decimal import Decimal

from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    COMMA,
    CURRENCY,
    DIGITS,
    MINOR,
    NUMBER,
    OF,
    SCALE,
)
from etl.rules.numbers import DecimalMark

ONE, HUNDRED, THOUSAND, MILLION = Decimal(1), Decimal(100), Decimal(1000), Decimal(1_000_000)
DASHES = frozenset("-‐‑–")
# The group so far, the size of its last word, and whether it is only an article, behind the next piece.
Step = tuple[int, Decimal, Decimal, bool]


class NumberWords:
    """Number words in one list of pieces. `mark` works out the document's decimal mark when asked."""

    __slots__ = ("mark", "pieces")

    def __init__(self, pieces: list[Piece], mark: Callable[[], DecimalMark]) -> None:
        self.pieces, self.mark = pieces, mark

    def word_step(
        self, n: int, group: Decimal | None, size: Decimal, total: Decimal | None, is_article: bool
    ) -> Step | None:
        """Add one number word to the group; None where it cannot go on with it."""
        piece = self.pieces[n]
        _word, role, value = piece.word, piece.word.number_role, piece.word.number
        if role == "point":
            return self._point(n, group) if group is not None and not is_article else None
        if role == "and" or value is None:
            return None
        if role == "hundred":
            follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
            is_opened = follower is not None and (
                bool(follower.roles & SCALE)
                or (bool(follower.roles & NUMBER) and follower.word.number_role != "article")
                or (group is not None and follower.word.currency_kind == "name" and self._is_word(n - 1))
            )
            if piece.roles & MINOR and (not is_opened or self.pieces[n - 1].text.lower() == "per"):
                return None  # French "cent millions" against English "5 cent" and "per cent"
            if group is not None and (size >= HUNDRED or group >= HUNDRED):
                return None
            return n + 1, (group if group is not None else ONE) * value, HUNDRED, False
        if role == "scaled":
            return (n + 1, value, value, False) if group is None else None
        if role in ("half", "fraction"):
            if group is not None and not is_article:
                return None
            if role == "half" and not self._half_counts(n):
                return None
            return n + 1, value, Decimal("0.1"), False
        if role == "dozen":
            return (n + 1, (group or ONE) * value, ONE, False) if group is None or group < 12 else None
        if role == "article":
            if group is not None:
                return None
            follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
            if follower is None or not follower.roles & (SCALE | NUMBER | CURRENCY | MINOR | ADJECTIVE):
                return None
            if follower.roles & NUMBER and follower.word.number_role not in ("hundred", "half", "dozen"):
                return None
            if follower.roles & SCALE and self.is_dash(n + 2):
                return None  # "a billion-dollar industry": a manner of speaking
            return n + 1, ONE, ONE, True
        place = {"unit": ONE, "teen": ONE, "ten": Decimal(10), "hundreds": HUNDRED}.get(role, ONE)
        if group is not None and not is_article:
            room = size if role != "teen" else size / 10
            if value >= size or place >= size or (role == "teen" and room < 10):
                return None
            return n + 1, group + value, place, False
        if group is not None:
            return None
        return n + 1, value, place, False

    def _is_word(self, n: int) -> bool:
        return bool(self.pieces[n].roles & NUMBER) and not self.pieces[n].roles & DIGITS

    def _point(self, n: int, group: Decimal | None) -> Step | None:
        """Decimals read aloud: "36-point-two", "three point one five"."""
        pieces, shift, value, m = self.pieces, Decimal("0.1"), group, n + 1
        assert value is not None
        while m < len(pieces):
            piece = pieces[m]
            if piece.text in DASHES:
                m += 1
                continue
            if piece.roles & NUMBER and piece.word.number_role == "unit" and piece.word.number is not None:
                value += piece.word.number * shift
                shift /= 10
            elif (
                piece.roles & DIGITS
                and piece.text.isdigit()
                and len(piece.text) <= 3
                and shift == Decimal("0.1")
            ):
                value += Decimal(int(piece.text)).scaleb(-len(piece.text))
                shift = Decimal("0.0001")
            else:
                break
            m += 1
        while m > n + 1 and pieces[m - 1].text in DASHES:
            m -= 1
        return (m, value, Decimal("0.1"), False) if m > n + 1 else None

    def _half_counts(self, n: int) -> bool:
        """Whether "half" opens a number: a scale or a currency must follow."""
        m = n + 2 if self.is_dash(n + 1) else n + 1
        if m >= len(self.pieces):
            return False
        roles = self.pieces[m].roles
        return bool(roles & SCALE) or (
            bool(roles & CURRENCY) and self.pieces[n].text.lower().endswith(("a", "an"))
        )

    def goes_on(self, n: int, last_scale: Decimal | None) -> bool:
        """Whether a second group may follow a scale: "1 billion 518 million", not "5 million 2024"."""
        if last_scale is None:
            return False
        m, pieces = n + 1, self.pieces
        if pieces[n].roles & DIGITS:
            if m >= len(pieces):
                return False
            if pieces[m].roles & SCALE:
                return (pieces[m].word.scale or ONE) < last_scale
            # "5 тыс. 200 тенге": what is left below the thousand
            is_rest = last_scale == THOUSAND and pieces[n].text.isdigit() and int(pieces[n].text) < THOUSAND
            return is_rest and bool(pieces[m].roles & CURRENCY) and pieces[m].word.needs_behind is not None
        return pieces[n].roles & NUMBER != 0

    def is_bridge(
        self,
        n: int,
        group: Decimal | None,
        total: Decimal | None,
        last_scale: Decimal | None,
        is_words: bool,
        has_prefix: bool,
    ) -> bool:
        """Hyphens and "and" inside a number: "five-billion", "two hundred and twenty", "1 милиард и 242 милиона"."""
        pieces = self.pieces
        if (group is None and total is None) or n + 1 >= len(pieces):
            return False
        piece, follower = pieces[n], pieces[n + 1]
        if piece.text in DASHES:
            is_broken = follower.start == piece.end + 1 and follower.roles & SCALE  # at the end of a line
            if piece.start != pieces[n - 1].end or not (follower.start == piece.end or is_broken):
                return False
            if follower.roles & SCALE and group is not None:
                return not follower.word.is_glued_scale or (has_prefix and follower.text not in "tTТ")
            if group is None or not follower.roles & NUMBER:
                return False
            role = follower.word.number_role
            return role in ("unit", "hundred", "point", "half") or follower.word.extra_number is not None
        is_comma = bool(piece.roles & COMMA)
        if not piece.roles & AND and not is_comma:
            return False
        if (
            is_words
            and follower.roles & NUMBER
            and follower.word.number_role in ("unit", "teen", "ten", "hundreds")
        ):
            if group is not None:
                before, role = pieces[n - 1].word, follower.word.number_role
                is_ten = before.number_role == "ten" and role == "unit" and "es" in before.languages
                return not is_comma and (before.number_role == "hundred" or is_ten)
            return last_scale is not None and self._ends_in_lower_scale(n + 1, last_scale)
        if (
            follower.roles & DIGITS
            and group is None
            and last_scale is not None
            and not has_prefix
            and not is_comma
        ):
            after = pieces[n + 2] if n + 2 < len(pieces) else None
            is_lower = (
                after is not None
                and bool(after.roles & SCALE)
                and (after.word.scale or last_scale) * 1000 == last_scale
            )
            return (
                is_lower and follower.text.isdigit() and int(follower.text) < 1000 and self.is_currency(n + 3)
            )
        return False

    def _ends_in_lower_scale(self, n: int, last_scale: Decimal) -> bool:
        """Whether the words from n on are a group of a lower scale, with no second currency between."""
        for m in range(n, min(n + 8, len(self.pieces))):
            piece = self.pieces[m]
            if piece.roles & SCALE:
                return (piece.word.scale or last_scale) < last_scale
            if not piece.roles & (NUMBER | AND) and piece.text not in DASHES:
                return bool(piece.roles & CURRENCY) and last_scale <= THOUSAND
        return False

    def is_loose(self, n: int) -> bool:
        """A joining piece at the end of a number belongs to what follows."""
        piece = self.pieces[n]
        return piece.text in DASHES or bool(
            piece.roles & (COMMA | AND) and not piece.word.number and not piece.word.extra_number
        )

    def is_dash(self, n: int) -> bool:
        return n < len(self.pieces) and self.pieces[n].text in DASHES

    def is_currency(self, n: int) -> bool:
        m = n + 1 if self.is_dash(n) else n
        if m < len(self.pieces) and self.pieces[m].roles & OF:
            m += 1
        return m < len(self.pieces) and bool(self.pieces[m].roles & (CURRENCY | MINOR | ADJECTIVE))
