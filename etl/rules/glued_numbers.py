"""A number written as one word of several: "fünfundzwanzig", "zweihundertfünfzig", "dreitausend"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

GLUING = "de"  # the language whose numbers are written so
_HUNDRED, _THOUSAND = 100, 1000
_LEAST_LETTERS = 8  # "einhundert" is the shortest but a few


@dataclass(frozen=True, slots=True)
class GluedNumbers:
    """What a number is glued of, compiled from the rows of the language that glues."""

    pattern: re.Pattern[str]
    values: Mapping[str, int]

    @classmethod
    def from_rows(cls, number_words: Iterable[Mapping[str, str]]) -> Self:
        """The parts are the language's own number words: units, teens, tens, hundred, thousand and "and"."""
        words: dict[str, list[str]] = {}
        values: dict[str, int] = {}
        for row in number_words:
            if row["language"] != GLUING or " " in row["text"]:
                continue
            text, value = row["text"].lower(), Decimal(row["value"] or 0)
            role = "thousand" if value == _THOUSAND else row["role"]
            if value == int(value):
                words.setdefault(role, []).append(text)
                values[text] = int(value)
        one = {role: "|".join(sorted(found, key=len, reverse=True)) for role, found in words.items()}
        if not all(one.get(role) for role in ("unit", "teen", "ten", "hundred", "thousand", "and")):
            return cls(re.compile(r"(?!)"), {})
        small = rf"(?:({one['unit']})(?:{one['and']}))?({one['ten']})|({one['teen']})|({one['unit']})"
        below = rf"(?:({one['unit']})?({one['hundred']}))?(?:{one['and']})?(?:{small})?"
        return cls(re.compile(rf"(?:{below}({one['thousand']}))?{below}"), values)

    def value(self, word: str) -> Decimal | None:
        """What a word in small letters is worth; None where it is no glued number."""
        if len(word) < _LEAST_LETTERS:
            return None
        found = self.pattern.fullmatch(word)
        if found is None:
            return None
        parts = [self.values.get(part, 0) for part in found.groups(default="")]
        high, low = _below_thousand(parts[:6]), _below_thousand(parts[7:])
        return Decimal((high or 1) * parts[6] + low)


def _below_thousand(parts: list[int]) -> int:
    times, hundred, *rest = parts
    return (times or 1) * hundred + sum(rest) if hundred else sum(rest)
