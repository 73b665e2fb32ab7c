"""Pieces -> numbers: digits or words, with their scale words, halves and fractions."""

import re
from decimal import Decimal

from etl.rules.money_number_words import DASHES, ONE, THOUSAND, NumberWords
from etl.rules.money_words import (
    AFTER,
    AND,
    CURRENCY,
    DIGITS,
    LETTERS,
    MINOR,
    NUMBER,
    SCALE,
    Word,
)
from etl.rules.numbers import DecimalMark, to_decimal

YEAR = re.compile(r"(?:19|20)\d\d")
_YEARS = range(1900, 2100)
_JOINTS = frozenset("-‐‑–,/")
# Behind a space these are tonnes, litres, and the Russian prepositions "в" and "к".
_ALWAYS_GLUED = frozenset("tTТLвВкК")
_WHOLE = ("and", "point", "half", "fraction")  # words that belong to the number before them
_GOES_ON = DIGITS | NUMBER | SCALE | AND
# Languages whose decimals are written with a comma, where the scale word says which one it is.
_POINT_LANGUAGES = frozenset(["", "en", "ja", "zh", "ko", "hi", "th", "he", "ar", "x"])
_SPACE_LANGUAGES = frozenset(
    ["ru", "uk", "bg", "kk", "ky", "ka", "hu", "cs", "pl", "fi", "sv", "uz", "az", "fr"]
)


class Atom:
    """One number with what is written at it. `first` and `last` are piece indices, last excluded."""

    __slots__ = (
        "candidates", "code", "end", "factor", "first", "hedge", "is_assumed", "is_carried", "is_minor",
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
        self.code = self.scale_language = self.kind = self.text = self.hedge = ""
        self.is_words = self.is_minor = self.is_vague = self.is_assumed = self.is_carried = False
        self.needs: frozenset[str] = frozenset()
        self.start = self.end = 0


def is_year(atom: Atom) -> bool:
    """Whether a number without a scale may be a year."""
    return atom.factor is None and atom.value == int(atom.value) and int(atom.value) in _YEARS


class NumberReader(NumberWords):
    """Reads the numbers of one list of pieces."""

    __slots__ = ()

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
        language = hedge = ""
        n = first
        while n < count:
            piece = pieces[n]
            roles, word = piece.roles, piece.word
            if roles & DIGITS:
                if group is not None or (total is not None and not self.goes_on(n, last_scale)):
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
                    if last_scale != THOUSAND or size == THOUSAND or total is None or not is_words:
                        break
                    group, total, factor = group + total, None, None  # "two thousand five hundred million"
                total = (total or 0) + group * size
                last_scale, factor, group = size, factor or size, None
                language = word.scale_language or language
                is_article = False
                n += 1
                continue
            if roles & NUMBER and word.number_role:
                if group is not None and group_size >= THOUSAND and word.number_role not in _WHOLE:
                    # "миллиард двести миллионов", "mille deux cents": the first word is a group and its scale
                    total, last_scale, factor, group = group, group, factor or group, None
                step = self.word_step(n, group, group_size, total, is_article)
                if step is not None:
                    if total is not None and not is_plus and not (is_words and self.goes_on(n, last_scale)):
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
                    if total % last_scale or has_prefix:
                        break  # "R$ 3.2 billion and half that output"
                    total += word.extra_number * last_scale
                n += 1
                continue
            if group is not None and self._is_hedged(n):
                hedge = word.after
                n += 1
                continue
            if self.is_bridge(n, group, total, last_scale, is_words, has_prefix):
                is_plus = True
                n += 1
                continue
            break
        while n > first + 1 and self.is_loose(n - 1):
            n -= 1
        if group is None and total is None:
            return None
        if is_article and factor is None and not self.is_currency(n):
            return None
        value = (total or Decimal(0)) + (group or Decimal(0))
        mantissa = value / factor if factor else value
        atom = Atom(first, n, mantissa, factor, value)
        atom.is_words, atom.scale_language, atom.hedge = is_words, language, hedge
        atom.text = pieces[first].text if n == first + 1 or factor else ""
        if is_article and factor is None:
            atom.needs = frozenset(["article"])
        return atom

    def _is_hedged(self, n: int) -> bool:
        """ "600 с лишним миллионов", "миллиард с лишним долларов": a bounding word before the scale or the name."""
        after = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if not self.pieces[n].roles & AFTER or after is None:
            return False
        return bool(after.roles & SCALE) or (
            bool(after.roles & CURRENCY) and after.word.currency_kind == "name"
        )

    def _simple(self, n: int, has_prefix: bool) -> Atom | None:
        """Most numbers are digits and at most one scale word: read them without the long way."""
        pieces = self.pieces
        if not pieces[n].roles & DIGITS or not self._stands_alone(n, n, has_prefix):
            return None
        after = pieces[n + 1] if n + 1 < len(pieces) else None
        if after is not None and self._is_hedged(n + 1):
            return None
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
            return to_decimal(f"0.{piece.text}" if self.is_point(n - 1) else piece.text)
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if follower is not None and follower.text in DASHES and n + 2 < len(self.pieces):
            follower = self.pieces[n + 2]
        is_scaled = follower is not None and bool(follower.roles & SCALE) and follower.word.scale != THOUSAND
        mark: DecimalMark = None
        if is_scaled and follower is not None and follower.word.languages.isdisjoint(_POINT_LANGUAGES):
            # Where spaces group the thousands, a point or a comma before three digits divides.
            by_space = not follower.word.languages.isdisjoint(_SPACE_LANGUAGES)
            mark = "." if by_space and piece.text[-4:-3] == "." else ","
        elif len(piece.text) > 4 and piece.text[-4] in ".,":
            mark = self.mark()
        return to_decimal(piece.text, mark, is_scaled)

    def is_point(self, n: int) -> bool:
        """Whether piece n is the decimal point of a number without a whole: ".75 €", not the end of "Inc.75"."""
        pieces = self.pieces
        if n < 0 or n + 1 >= len(pieces) or pieces[n].text != "." or pieces[n].end != pieces[n + 1].start:
            return False
        return n == 0 or pieces[n - 1].end < pieces[n].start

    def _fraction(self, n: int, whole: Decimal) -> tuple[int, Decimal]:
        """A fraction right behind the whole number: "2½", "2 1/2"."""
        pieces, start = self.pieces, n
        part = pieces[n].word.number if n < len(pieces) else None
        if part is not None and pieces[n].word.number_role == "fraction":
            return n + 1, whole + part
        if n + 2 < len(pieces) and pieces[n].text == "/" and pieces[n + 1].roles & DIGITS:
            over, under = pieces[n - 1].text, pieces[n + 1].text
            if (
                over in ("1", "2", "3")
                and under in ("2", "3", "4", "8")
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

    def _is_scale(self, n: int, has_prefix: bool) -> bool:
        """Letters like "m" are scales only right behind digits, or between a mark and its number."""
        piece, before = self.pieces[n], self.pieces[n - 1]
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if follower is not None and follower.start == piece.end and follower.roles & DIGITS:
            return False  # "four M195 jets"
        if not piece.word.is_glued_scale:
            return True
        is_near = piece.start == before.end or (before.text in DASHES and piece.start - before.end == 0)
        if is_near:
            return True
        is_marked = (
            follower is not None and bool(follower.roles & CURRENCY) and follower.start - piece.end < 2
        )
        return (has_prefix or is_marked) and piece.start - before.end == 1 and piece.text not in _ALWAYS_GLUED

    def _is_thousand(self, n: int, has_prefix: bool) -> bool:
        """Spanish "5 mil euros" against English "$5 mil": the name of the currency follows."""
        if self.pieces[n].word.scale is None:
            return True
        if has_prefix or n + 1 >= len(self.pieces):
            return False
        follower = self.pieces[n + 1]
        return bool(follower.roles & (CURRENCY | NUMBER)) and not follower.word.languages.isdisjoint(
            ("es", "pt")
        )

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
                and (
                    (after.word.number_role == "article" and not has_prefix)
                    or not after.roles & (SCALE | CURRENCY | MINOR | NUMBER)
                )
            ):
                return False
        return True
