"""A regular expression that is tried only where the letters stand that each of its alternatives needs.

Looking for a few plain strings is twenty times as fast as an expression of many alternatives that disregards case,
and most sentences hold none of them. The strings are worked out from the expression itself: nobody keeps two lists.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import ahocorasick_rs

_MOST = 4  # letters of a set such as "[её]" that are told apart
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


class Sought:
    """A compiled expression with the strings of which every match holds at least one."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern = re.compile(pattern, flags)
        self.is_lowered = bool(flags & re.IGNORECASE)
        needed = _needed(parser.parse(pattern, flags))
        if not needed:
            raise ValueError(
                f"each alternative of {pattern!r} must hold letters of its own; compile it with re"
            )
        needed = frozenset(map(str.lower, needed)) if self.is_lowered else needed
        # What holds another one says nothing more: "costs" beside "cost".
        self.needed = sorted(one for one in needed if not any(other in one for other in needed - {one}))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.pattern.search(text, start, end) if self.may_stand(text, start, end) else None

    def match(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.pattern.match(text, start, end) if self.may_stand(text, start, end) else None

    def may_stand(self, text: str, start: int, end: int) -> bool:
        """Whether the letters are there without which nothing matches."""
        window = text[start:end]
        if self.is_lowered:
            window = window.lower()
        for letters in self.needed:  # noqa: SIM110 -- any() takes three times as long
            if letters in window:
                return True
        return False


class SoughtTogether:
    """Expressions that are asked of the same stretch: one pass tells which of them may match there at all."""

    def __init__(self, sought: Mapping[str, Sought]) -> None:
        self._sought = dict(sought)
        names: dict[str, list[str]] = {}  # letters -> the expressions that need them
        for name, one in self._sought.items():
            for letters in one.needed:
                names.setdefault(letters.lower(), []).append(name)
        self._names = list(names.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(names))

    def search(self, text: str, start: int, end: int) -> list[str]:
        """Names of the expressions that match, in their order."""
        may = self.may_stand(text, start, end)
        return [
            name for name, one in self._sought.items() if name in may and one.pattern.search(text, start, end)
        ]

    def may_stand(self, text: str, start: int, end: int) -> set[str]:
        """Names of those whose letters are there, capital or small; mostly none."""
        hits = self._automaton.find_matches_as_indexes(text[start:end].lower(), overlapping=True)
        return {name for which, _, _ in hits for name in self._names[which]}


def _needed(sequence: Iterable[Any]) -> frozenset[str]:
    """Strings of which every match of a sequence holds at least one; empty where there are none such.

    Of the parts that must all be there, the one is taken whose shortest string is longest.
    """
    found: list[frozenset[str]] = []
    runs: list[str] = [""]  # what the letters up to here spell, a set of letters in several ways
    for code, told in sequence:
        letters = _letters(code, told)
        if letters and len(runs) * len(letters) <= _MOST:
            runs = [run + letter for run in runs for letter in letters]
            continue
        found.append(frozenset(runs))
        runs = letters if 0 < len(letters) <= _MOST else [""]
        if code is codes.BRANCH:
            parts = [_needed(branch) for branch in told[1]]
            found.append(frozenset().union(*parts) if all(parts) else frozenset())
        elif code is codes.SUBPATTERN and not told[1]:  # with flags of its own it may disregard case
            found.append(_needed(told[3]))
        elif code in _REPEATS and told[0]:
            found.append(_needed(told[2]))
    found.append(frozenset(runs))
    return max((one for one in found if "" not in one), key=_worth, default=frozenset())


def _worth(strings: frozenset[str]) -> int:
    return min(map(len, strings), default=0)


def _letters(code: Any, told: Any) -> list[str]:
    """The letters for which one element stands; none where these are not a few."""
    if code is codes.LITERAL:
        return [chr(told)]
    if code is codes.IN and all(kind is codes.LITERAL for kind, _ in told):
        return [chr(letter) for _, letter in told]
    return []
