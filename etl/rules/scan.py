"""A whole document -> the few places in it where an amount may stand. Linear in length, by google-re2.

The pattern is kept small on purpose: each word list stands in it once, inflected forms by their stem only.
A large pattern leaves re2 without room for its fast automaton, and it reads a hundred times slower.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import re2

from etl.rules.glued_numbers import GLUING

Row = Mapping[str, str]

_SPACE = r"[\s\x{a0}\x{1680}\x{2000}-\x{200b}\x{202f}\x{205f}\x{3000}]"
_DIGIT = r"[\p{Nd}½¼¾⅓⅔⅛]"
# A bracket, a sign or a dash may stand between a mark and its number: "US$ (5)", "$~5", "$-5".
_BEFORE_NUMBER = rf"{_SPACE}{{0,3}}[~≈<>(:.−-]?{_SPACE}{{0,2}}"
_AFTER_NUMBER = rf"{_SPACE}{{0,3}}(?:[-‐‑–()]|[,.][-–])?{_SPACE}{{0,2}}"
_OF = r"(?:d(?:e|i|'|’)\s?)?"
# What leads to a unit that counts the numbers behind it: a bracket, a comma, a line's or a column's beginning, "in".
_IN = r"(?:\b(?i:in|en|au)\b|(?:^|\PL)[вВ])"
_LEAD = rf"(?:^|\((?:\pL{{1,12}}{_SPACE})?|[,:;|–—-]|{_SPACE}{{3}}|{_IN})"
# What ends a head that names a currency alone, or a scale alone: "Value, USD", "(in millions):"
_HEAD_END = rf"\)?{_SPACE}?(?:[|\t:]|{_SPACE}{{3}}|$)"
_SCALE_END = r"(?:[).,:;|\t]|$)"
# Bytes around a hit in which its currency would stand: a scale word and an adjective may part them.
_NEAR = 40
_DIGIT_BYTES = frozenset(b"0123456789")


@dataclass(frozen=True, slots=True)
class Scanner:
    """The compiled patterns. A hit is (start, end, has_currency), in characters of the text."""

    place: Any  # a number beside a mark, a name or a scale word; re2 is untyped
    currency: Any  # any mark, code or name
    unit: Any  # scale, currency or both without a number: "in millions of euros", "(US$ bn)", "(in millions)"
    told: Any  # a currency that something is told in: "in euros", "Currency: EUR"

    @classmethod
    def from_rows(
        cls,
        currency_words: Iterable[Row],
        scales: Iterable[Row],
        number_words: Iterable[Row],
        qualifiers: Iterable[Row] = (),
        money_words: Iterable[Row] = (),
    ) -> Self:
        """The patterns of all marks, codes, names, scales and number words of the tables."""
        before, behind = [], []
        for row in currency_words:
            literal = _literal(row["text"], row["form"], row["case"])
            if row["kind"] in ("symbol", "code", "abbreviation") or row["place"] == "before":
                before.append(
                    (r"\b" if row["text"][0].isalpha() and row["text"][0].isascii() else "") + literal
                )
            if row["place"] != "before":
                behind.append(literal + _edge(row["text"], row["form"]))
        names = _any_of(behind)
        sizes = [
            _literal(row["text"], row["form"], row["case"]) + _edge(row["text"], row["form"])
            for row in scales
        ]
        behind += sizes
        # "and" or "point" alone end no number
        numbers = [
            (r"\b" if row["text"][0].isascii() and row["language"] != GLUING else "")
            + _literal(row["text"], row["form"], "any")
            for row in number_words
            if row["role"] not in ("and", "point", "fraction")
        ]
        # "600-odd million": what may stand between a number and its scale
        hedges = _any_of(
            _literal(row["text"], "word", "any")
            for row in qualifiers
            if row["place"] == "after" and row["text"][0].isalpha()
        )
        labels = _any_of(
            _literal(row["text"], "word", "any") for row in money_words if row["role"] == "label"
        )
        marks = _any_of(before)
        pattern = (
            rf"(?:{marks}){_BEFORE_NUMBER}{_DIGIT}"
            rf"|(?:{_DIGIT}{_AFTER_NUMBER}|(?:{_any_of(numbers)})(?:[\s-]|\)\s))"
            rf"(?:(?:{hedges or _DIGIT})[\s-])?{_OF}(?:{_any_of(behind)})"
        )
        in_size = rf"{_SPACE}{_IN}{_SPACE}(?:{_any_of(sizes)})"
        options = re2.Options()
        options.max_mem = 256 << 20
        options.log_errors = False
        return cls(
            re2.compile(pattern, options),
            re2.compile(rf"(?:{marks}){_BEFORE_NUMBER}\pN|(?:{names})", options),
            re2.compile(
                rf"(?m){_LEAD}{_SPACE}{{0,3}}(?:"
                rf"(?:{_any_of(sizes)})(?:{_SPACE}(?:of{_SPACE})?{_OF}(?:[\pL.]{{1,12}}{_SPACE})?(?:{names})|{_SCALE_END})"
                rf"|(?:{marks})(?:{_SPACE}?(?:{_any_of(sizes)})(?:\PL|$)|{_HEAD_END})"
                rf"|(?:[\pL.]{{1,12}}{_SPACE})?(?:{names})(?:\pL{{0,6}}{_HEAD_END}|{in_size})|(?:{marks}){in_size})",
                options,
            ),
            re2.compile(
                rf"(?:{_IN}|(?:{labels}){_SPACE}?[*]{{0,2}}{_SPACE}?[:|][*]{{0,2}}){_SPACE}{{0,3}}(?:[\pL.]{{1,12}}{_SPACE})?"
                rf"(?:(?:{names})|(?:{marks})(?:\PL|$))",
                options,
            ),
        )

    def unit_hits(self, text: str, start: int, end: int) -> Iterator[int]:
        """Where scale and currency stand without a number, from left to right; what leads to them included."""
        return self._starts(self.unit, text, start, end)

    def told_hits(self, text: str, start: int, end: int) -> Iterator[int]:
        """Where something is said to be told in a currency, from left to right."""
        return self._starts(self.told, text, start, end)

    @staticmethod
    def _starts(pattern: Any, text: str, start: int, end: int) -> Iterator[int]:
        encoded = text[start:end].encode("utf-8", "surrogatepass")
        at_byte, at_char = 0, start
        for found in pattern.finditer(encoded):
            low = found.start()
            at_char += len(encoded[at_byte:low].decode("utf-8", "surrogatepass"))
            at_byte = low
            yield at_char

    def hits(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Where a number stands beside a currency or a scale word, from left to right."""
        part = text if start == 0 and end == len(text) else text[start:end]
        if part.isascii():
            encoded = part.encode("ascii")
            for found in self.place.finditer(encoded):
                low, high = found.span()
                yield start + low, start + high, self._has_currency(encoded, low, high)
            return
        encoded = part.encode("utf-8", "surrogatepass")
        # Offsets of re2 count bytes; each stretch between two hits is decoded once.
        at_byte, at_char = 0, start
        for found in self.place.finditer(encoded):
            low, high = found.span()
            at_char += len(encoded[at_byte:low].decode("utf-8", "surrogatepass"))
            length = len(encoded[low:high].decode("utf-8", "surrogatepass"))
            yield at_char, at_char + length, self._has_currency(encoded, low, high)
            at_byte, at_char = high, at_char + length

    def _has_currency(self, encoded: bytes, low: int, high: int) -> bool:
        """Whether a currency stands in a hit or near it; one that ends in a digit began with a mark."""
        is_marked = encoded[high - 1] in _DIGIT_BYTES
        return is_marked or bool(self.currency.search(encoded[max(0, low - _NEAR) : high + _NEAR]))


def _literal(text: str, form: str, case: str) -> str:
    escaped = re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text).replace(" ", _SPACE)
    return escaped if case == "exact" else f"(?i:{escaped})"


def _edge(text: str, form: str) -> str:
    """Where a word of Latin letters ends; a stem goes on, and other scripts have no such sign in re2."""
    return r"\b" if form == "word" and text[-1].isalpha() and text[-1].isascii() else ""


def _any_of(literals: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(literals))
