"""A whole document -> the few stretches of it where an amount may stand. Linear in length, by google-re2."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

import re2

Row = Mapping[str, str]

_SPACE = r"[\s\x{a0}\x{1680}\x{2000}-\x{200b}\x{202f}\x{205f}\x{3000}]"
_DIGIT = r"[\p{Nd}½¼¾⅓⅔⅛]"
# A bracket, a sign or a dash may stand between a mark and its number: "US$ (5)", "$~5", "$-5".
_BEFORE_NUMBER = rf"{_SPACE}{{0,3}}[~≈<>(:.−-]?{_SPACE}{{0,2}}"
_AFTER_NUMBER = rf"{_SPACE}{{0,3}}[-‐‑–(]?{_SPACE}{{0,2}}"
_OF = r"(?:d(?:e|i|'|’|os)\s?)?"


@dataclass(frozen=True, slots=True)
class Scanner:
    """The compiled pattern. A hit is (start, end, has_currency), in characters of the text."""

    pattern: Any  # re2 is untyped
    currency: Any  # tells whether a hit names a currency

    @classmethod
    def from_rows(
        cls, currency_words: Iterable[Row], scales: Iterable[Row], number_words: Iterable[Row]
    ) -> Self:
        """One pattern of all marks, codes, names, scales and number words of the tables."""
        before, letters, names = [], [], []
        for row in currency_words:
            text = _literal(row["text"], row["form"], row["case"])
            if row["kind"] == "place":
                continue
            if row["kind"] in ("symbol", "code", "abbreviation") or row["place"] == "before":
                (letters if "glued" in row["needs"] and len(row["text"]) == 1 else before).append(text)
            if row["place"] != "before":
                names.append(text)
        scale_list = [_literal(row["text"], row["form"], row["case"]) for row in scales]
        numbers = [_literal(row["text"], row["form"], "any") for row in number_words if _counts(row)]
        marks = _any_of(before)
        scale, number, name = _any_of(scale_list), _any_of(numbers), _any_of(names)
        edge = r"(?:[^\pL\p{Nd}]|$)"
        pattern = (
            rf"(?:{marks}){_BEFORE_NUMBER}(?:{_DIGIT}|(?:{number}){edge})"
            rf"|(?:^|[^\pL\p{{Nd}}])(?:{_any_of(letters)}){_DIGIT}"
            rf"|(?:{_DIGIT}{_AFTER_NUMBER}|(?:{number})[\s-])(?:{scale}){edge}"
            rf"(?:{_SPACE}{{0,2}}[-–(]?{_SPACE}?{_OF}(?:{name}))?"
            rf"|(?:{_DIGIT}{_AFTER_NUMBER}|(?:{number}|{scale}){_SPACE}{{0,2}}-?{_SPACE}?){_OF}(?:{name})"
        )
        options = re2.Options()
        options.max_mem = 256 << 20
        options.log_errors = False
        return cls(re2.compile(pattern, options), re2.compile(rf"(?:{marks})|(?:{name})|{_DIGIT}$", options))

    def hits(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Where a number stands beside a currency or a scale word, from left to right."""
        part = text if start == 0 and end == len(text) else text[start:end]
        if part.isascii():
            encoded = part.encode("ascii")
            for found in self.pattern.finditer(encoded):
                low, high = found.span()
                yield start + low, start + high, bool(self.currency.search(encoded[low:high]))
            return
        encoded = part.encode("utf-8", "surrogatepass")
        # Offsets of re2 count bytes; each stretch between two hits is decoded once.
        at_byte, at_char = 0, start
        for found in self.pattern.finditer(encoded):
            low, high = found.span()
            at_char += len(encoded[at_byte:low].decode("utf-8", "surrogatepass"))
            hit = encoded[low:high]
            length = len(hit.decode("utf-8", "surrogatepass"))
            yield at_char, at_char + length, bool(self.currency.search(hit))
            at_byte, at_char = high, at_char + length


def _counts(row: Row) -> bool:
    """Number words that can end a number; "and" or "point" alone cannot."""
    return row["role"] not in ("and", "point")


def _literal(text: str, form: str, case: str) -> str:
    escaped = re.sub(r"([\\.+*?()|\[\]{}^$])", r"\\\1", text).replace(" ", rf"{_SPACE}{{1,2}}")
    if form == "stem":
        escaped += r"\pL{0,6}"
    return escaped if case == "exact" else f"(?i:{escaped})"


def _any_of(literals: Iterable[str]) -> str:
    return "|".join(dict.fromkeys(literals))
