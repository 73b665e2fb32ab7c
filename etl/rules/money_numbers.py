"""Pieces -> numbers: digits or words, with their scale words, halves and fractions."""

from collections.abc import Callable
from decimal import Decimal

from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    COMMA,
    CURRENCY,
    DIGITS,
    LETTERS,
    MINOR,
    NUMBER,
    OF,
    SCALE,
    Word,
)
from etl.rules.numbers import DecimalMark, to_decimal

ONE, HUNDRED, THOUSAND = Decimal(1), Decimal(100), Decimal(1000)
DASHES = frozenset("-‐‑–")
_JOINTS = frozenset("-‐‑–,/")
_GOES_ON = DIGITS | NUMBER | SCALE | AND
# Languages whose decimals are written with a comma, where the scale word says which one it is.
_POINT_LANGUAGES = frozenset(["", "en", "ja", "zh", "ko", "hi", "th", "he", "ar", "x"])


class Atom:
    """One number with what is written at it. `first` and `last` are piece indices, last excluded."""

    __slots__ = (
        "candidates", "code", "end", "factor", "first", "is_assumed", "is_carried", "is_minor",
        "is_vague", "is_words", "kind", "last", "mantissa", "needs", "number_first", "number_last", "prefix",
        "scale_language", "start", "suffix", "text", "value",
    )  # fmt: skip

    def __init__(
        self, first: int, last: int, mantissa: Decimal, factor: Decimal | None, value: Decimal
    ) -> None:
        self.first = self.number_first = first
        self.last = self.number_last = last
        self.mantissa, self.factor, self.value = mantissa, factor, value
        self.prefix: Word | None = None
        self.suffix: Word | None = None
        self.candidates: tuple[str, ...] = ()
        self.code = self.scale_language = self.kind = self.text = ""
        self.is_words = self.is_minor = self.is_vague = self.is_assumed = self.is_carried = False
        self.needs: frozenset[str] = frozenset()
        self.start = self.end = 0


class NumberReader:
    """Reads the numbers of one list of pieces. `mark` works out the document's decimal mark when asked."""

    __slots__ = ("mark", "pieces")

    def __init__(self, pieces: list[Piece], mark: Callable[[], DecimalMark]) -> None:
        self.pieces, self.mark = pieces, mark

    def number(self, first: int, has_prefix: bool) -> Atom | None:
        """The number that opens at piece `first`: digits or words, with scale words and halves."""
        pieces, count = self.pieces, len(self.pieces)
        simple = self._simple(first, has_prefix)
        if simple is not None:
            return simple
        total = group = None
        group_size = Decimal(0)  # of the last word added: "twenty five" may go on, "five twenty" not
        factor = last_scale = None
        is_words = is_article = is_plus = False
        language = ""
        n = first
        while n < count:
            piece = pieces[n]
            roles, word = piece.roles, piece.word
            if roles & DIGITS:
                if group is not None or (total is not None and not self._goes_on(n, last_scale)):
                    break
                if not self._stands_alone(n, first, has_prefix):
                    break
                group = self._digits(n)
                if group is None:
                    break
                group_size = ONE
                n += 1
                n, group = self._fraction(n, group)
                continue
            if roles & SCALE and (group is not None or total is not None) and self._is_scale(n, has_prefix):
                size = word.scale if word.scale is not None else word.scale_before_name
                assert size is not None
                if word.scale_before_name is not None and self._is_thousand(n, has_prefix):
                    size = word.scale_before_name
                if group is None:
                    # "5 thousand million": two scales in a row multiply.
                    if (
                        pieces[n - 1].roles & SCALE
                        and last_scale is not None
                        and total is not None
                        and size > last_scale
                    ):
                        total, last_scale = total * size, last_scale * size
                        factor = last_scale
                        n += 1
                        continue
                    break
                if last_scale is not None and size >= last_scale:
                    break
                total = (total or 0) + group * size
                last_scale, factor, group = size, factor or size, None
                language = word.scale_language or language
                is_article = False
                n += 1
                continue
            if roles & NUMBER and word.number_role:
                step = self._word_step(n, group, group_size, total, is_article)
                if step is not None:
                    if total is not None and not is_plus and not (is_words and self._goes_on(n, last_scale)):
                        break
                    n, group, group_size, is_article = step
                    is_words = True
                    continue
            if (
                roles & NUMBER
                and word.extra_number is not None
                and (group is not None or last_scale is not None)
            ):
                # "two and a half billion" adds to the number, "un miliardo e mezzo" to the scale before it
                if group is not None:
                    group += word.extra_number
                elif total is not None and last_scale is not None:
                    total += word.extra_number * last_scale
                n += 1
                continue
            if self._is_bridge(n, group, total, last_scale, is_words, has_prefix):
                is_plus = True
                n += 1
                continue
            break
        while n > first + 1 and self._is_loose(n - 1):
            n -= 1
        if group is None and total is None:
            return None
        if is_article and factor is None and not self._is_currency(n):
            return None
        value = (total or Decimal(0)) + (group or Decimal(0))
        mantissa = value / factor if factor else value
        atom = Atom(first, n, mantissa, factor, value)
        atom.is_words, atom.scale_language = is_words, language
        atom.text = pieces[first].text if n == first + 1 or factor else ""
        if is_article and factor is None:
            atom.needs = frozenset(["article"])
        return atom

    def _simple(self, n: int, has_prefix: bool) -> Atom | None:
        """Most numbers are digits and at most one scale word: read them without the long way."""
        pieces = self.pieces
        if not pieces[n].roles & DIGITS or not self._stands_alone(n, n, has_prefix):
            return None
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if after is None or not (after.roles & _GOES_ON or after.text in _JOINTS):
            value = self._digits(n)
            return None if value is None else Atom(n, n + 1, value, None, value)
        if not after.roles & SCALE or after.word.is_glued_scale or after.word.scale is None:
            return None
        last = pieces[n + 2] if n + 2 < len(pieces) else None
        if (
            last is not None and (last.roles & _GOES_ON or last.text in _JOINTS)
        ) or after.word.scale_before_name:
            return None
        value, factor = self._digits(n), after.word.scale
        if value is None:
            return None
        atom = Atom(n, n + 2, value, factor, value * factor)
        atom.scale_language = after.word.scale_language
        return atom

    def _digits(self, n: int) -> Decimal | None:
        piece = self.pieces[n]
        if piece.text.isdigit():
            return to_decimal(piece.text)
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if follower is not None and follower.text in DASHES and n + 2 < len(self.pieces):
            follower = self.pieces[n + 2]
        is_scaled = follower is not None and bool(follower.roles & SCALE) and follower.word.scale != THOUSAND
        mark: DecimalMark = None
        if is_scaled and follower is not None and follower.word.languages.isdisjoint(_POINT_LANGUAGES):
            mark = ","
        elif len(piece.text) > 4 and piece.text[-4] in ".,":
            mark = self.mark()
        return to_decimal(piece.text, mark, is_scaled)

    def _fraction(self, n: int, whole: Decimal) -> tuple[int, Decimal]:
        """A fraction right behind the whole number: "2½", "2 1/2"."""
        pieces, start = self.pieces, n
        if n < len(pieces) and pieces[n].word.number_role == "fraction" and pieces[n].word.number is not None:
            return n + 1, whole + pieces[n].word.number
        if n + 2 < len(pieces) and pieces[n].text == "/" and pieces[n + 1].roles & DIGITS:
            over, under = pieces[n - 1].text, pieces[n + 1].text
            if (
                over in "123"
                and under in "2348"
                and pieces[n + 1].start - pieces[n - 1].end == 1
                and over < under
            ):
                return n + 2, Decimal(over) / Decimal(under)
        if n + 3 < len(pieces) and pieces[n].text == "-" and pieces[n + 2].text == "/":
            n += pieces[n].start == pieces[n - 1].end and pieces[n + 1].start == pieces[n].end
        if n + 3 < len(pieces) and pieces[n].roles & DIGITS and pieces[n + 1].text == "/":
            over, under = pieces[n].text, pieces[n + 2].text
            if (
                over in ("1", "2", "3")
                and under in ("2", "3", "4", "8")
                and pieces[n + 2].start - pieces[n].end == 1
            ):
                return n + 3, whole + Decimal(over) / Decimal(under)
        return start, whole

    def _word_step(
        self, n: int, group: Decimal | None, size: Decimal, total: Decimal | None, is_article: bool
    ) -> tuple[int, Decimal, Decimal, bool] | None:
        """Add one number word to the group; None where it cannot go on with it."""
        piece = self.pieces[n]
        _word, role, value = piece.word, piece.word.number_role, piece.word.number
        if role == "point":
            return self._point(n, group) if group is not None and not is_article else None
        if role == "and" or value is None:
            return None
        if role == "hundred":
            follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
            is_opened = follower is not None and bool(follower.roles & (SCALE | NUMBER))
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

    def _point(self, n: int, group: Decimal | None) -> tuple[int, Decimal, Decimal, bool] | None:
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

    def _goes_on(self, n: int, last_scale: Decimal | None) -> bool:
        """Whether a second group may follow a scale: "1 billion 518 million", not "5 million 2024"."""
        if last_scale is None:
            return False
        m, pieces = n + 1, self.pieces
        if pieces[n].roles & DIGITS:
            return (
                m < len(pieces)
                and bool(pieces[m].roles & SCALE)
                and (pieces[m].word.scale or ONE) < last_scale
            )
        return pieces[n].roles & NUMBER != 0

    def _is_scale(self, n: int, has_prefix: bool) -> bool:
        """Letters like "m" are scales only right behind digits, or between a mark and its number."""
        piece, before = self.pieces[n], self.pieces[n - 1]
        if not piece.word.is_glued_scale:
            return True
        is_near = piece.start == before.end or (before.text in DASHES and piece.start - before.end == 0)
        if is_near:
            return True
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        is_marked = (
            follower is not None and bool(follower.roles & CURRENCY) and follower.start - piece.end < 2
        )
        return (
            (has_prefix or is_marked) and piece.start - before.end == 1 and piece.text not in ("t", "T", "Т")
        )

    def _is_thousand(self, n: int, has_prefix: bool) -> bool:
        """Spanish "5 mil euros" against English "$5 mil": the name of the currency follows."""
        if self.pieces[n].word.scale is None:
            return True
        if has_prefix or n + 1 >= len(self.pieces):
            return False
        follower = self.pieces[n + 1]
        return bool(follower.roles & CURRENCY) and not follower.word.languages.isdisjoint(("es", "pt"))

    def _is_bridge(
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
            if piece.start != pieces[n - 1].end or follower.start != piece.end:
                return False
            if follower.roles & SCALE and group is not None:
                return not follower.word.is_glued_scale
            return bool(follower.roles & NUMBER) and group is not None and follower.word.number_role in (
                "unit", "hundred", "point", "half",
            )  # fmt: skip
        is_comma = bool(piece.roles & COMMA)
        if not piece.roles & AND and not is_comma:
            return False
        if (
            is_words
            and follower.roles & NUMBER
            and follower.word.number_role in ("unit", "teen", "ten", "hundreds")
        ):
            if group is not None:
                return not is_comma and pieces[n - 1].word.number_role == "hundred"
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
                is_lower
                and follower.text.isdigit()
                and int(follower.text) < 1000
                and self._is_currency(n + 3)
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

    def _is_loose(self, n: int) -> bool:
        """A joining piece at the end of a number belongs to what follows."""
        piece = self.pieces[n]
        return piece.text in DASHES or bool(
            piece.roles & (COMMA | AND) and not piece.word.number and not piece.word.extra_number
        )

    def is_dash(self, n: int) -> bool:
        return n < len(self.pieces) and self.pieces[n].text in DASHES

    def _is_currency(self, n: int) -> bool:
        m = n + 1 if self.is_dash(n) else n
        if m < len(self.pieces) and self.pieces[m].roles & OF:
            m += 1
        return m < len(self.pieces) and bool(self.pieces[m].roles & (CURRENCY | MINOR | ADJECTIVE))

    def _stands_alone(self, n: int, first: int, has_prefix: bool) -> bool:
        """Digits glued to letters are a name or a code: "A320", "3X", "5G"."""
        pieces, piece = self.pieces, self.pieces[n]
        if n and n == first and not has_prefix:
            before = pieces[n - 1]
            if before.end == piece.start and (before.roles & LETTERS or before.text in ("_", "#", "@", "№")):
                return False
        if n + 1 < len(pieces):
            after = pieces[n + 1]
            if (
                after.start == piece.end
                and after.roles & LETTERS
                and not after.roles & (SCALE | CURRENCY | MINOR | NUMBER)
            ):
                return False
        return True
