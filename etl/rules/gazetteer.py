"""Names in a table -> where they stand in a text. Letter case counts; names stand as whole words."""

from collections.abc import Iterable
from typing import Generic, TypeVar

import ahocorasick_rs

Span = tuple[int, int]
Value = TypeVar("Value")

# Line breaks and no-break spaces inside a name, and the curly apostrophe, keep their place.
_PLAIN_ASCII = (("\n", " "), ("\r", " "), ("\t", " "))
_PLAIN_OTHER = (("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("’", "'"), ("ё", "е"))
_SHORTEST_IN_CAPITALS = 4  # "MALI" may be a headline's Mali; "OR" is no Oregon


def plain(text: str) -> str:
    """The text as names are compared: plain spaces and apostrophes; every character keeps its place."""
    for sign, simple in _PLAIN_ASCII:  # replacing is ten times as fast as str.translate here
        text = text.replace(sign, simple)
    if not text.isascii():
        for sign, simple in _PLAIN_OTHER:
            text = text.replace(sign, simple)
    return text


def lowered(text: str) -> str:
    """A plain text in lower case, of the same length."""
    low = text.lower()
    if len(low) != len(text):  # the Turkish capital I with its point becomes two characters
        low = "".join(char if len(char.lower()) != 1 else char.lower() for char in text)
    return low


class Gazetteer(Generic[Value]):
    """Many names in one automaton. The leftmost name wins, and of two that begin together the longer."""

    def __init__(self, names: Iterable[tuple[str, Value]]) -> None:
        spellings: dict[str, Value] = {}
        for name, value in names:
            word = plain(name)
            if not word:
                continue
            spellings.setdefault(word, value)
            if word[0].islower():
                spellings.setdefault(word[0].upper() + word[1:], value)
            if len(word) >= _SHORTEST_IN_CAPITALS:
                spellings.setdefault(word.upper(), value)
        self._values = list(spellings.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(spellings) or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )
        self._has_names = bool(spellings)

    def find(self, text: str, span: Span) -> list[tuple[int, int, Value]]:
        """(start, end, value) of every name in the span of a plain text, in reading order, none overlapping."""
        if not self._has_names:
            return []
        start, end = span
        window = text[start:end]
        size, found = len(window), []
        for which, left, right in self._automaton.find_matches_as_indexes(window):
            if left and window[left - 1].isalnum() and window[left].isalnum():
                continue
            if left and window[left - 1] == "$":
                continue  # "$US 400m"
            if right < size:
                following = window[right]
                # "US$5" names a currency, not a country.
                if (
                    following == "$"
                    or (right - left < 5 and window.startswith(" $", right))
                    or (following.isalnum() and window[right - 1].isalnum())
                ):
                    continue
            found.append((start + left, start + right, self._values[which]))
        return found
