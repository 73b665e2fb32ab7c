"""Where a text is at home: what it says for each currency that a mark like "$", "rupees" or "cents" may stand for."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from etl.rules.choice_weights import NOTHING, ChoiceCase, Evidence
from etl.rules.money_numbers import Atom
from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import ADJECTIVE, CURRENCY, MoneyWords

_READ = 12_000  # characters of a text that tell its setting
_NEAR_BEFORE, _NEAR_AFTER = 300, 120
# Latin names have a capital; Russian adjectives of places have none.
_NAME = re.compile(r"(?<![^\W\d_])(?:[A-Z\u00c0-\u00de][^\W\d_]+|[\u0400-\u04ff][^\W\d_]{3,})")
_LEAST_UPPER = 3  # letters of a name in capitals that is no abbreviation
_NEARLY_ALL = 0.75  # of the places of a text
_FIRST = 3  # places among which a dateline stands
_BRACKET = 12  # characters from a bracket to the mark in it
_RESTATED = 40  # and from a mark to the bracket in which its sum is said again
_BARE = re.compile(r"(?<!\w)\$")
# A "$" is the US dollar in most texts, whatever country they name.
WORLDWIDE = "USD"

Place = tuple[int, str, bool]  # where it is named, its currency, whether in capitals


class Setting:
    """What a text names of places and currencies, looked up when a mark first fits several."""

    def __init__(self, text: str, words: MoneyWords, start: int = 0) -> None:
        self.text, self.words, self.start = text, words, start

    def case(self, atom: Atom, before: str, near: str) -> ChoiceCase:
        """The currencies that the atom's mark may stand for, each with what speaks for it.

        Args:
            before: What the same mark has meant before in this text, told with its country; "" for nothing.
            near: What `near` says of it.
        """
        default = atom.candidates[0]
        is_dollar = default == WORLDWIDE and not atom.is_minor
        of_one = self._of_dollars if is_dollar else self._of_namesakes
        named = [code for code in atom.candidates if code in (default, before) or code in self._counts]
        if atom.is_minor:  # "40 million euros ... 30 cents"
            named = [code for code in atom.candidates if code in named or code in self._told_counts]
        # Where no other currency is in question, what speaks for the one is not looked at.
        options = {code: of_one(atom, code, before, near) if len(named) > 1 else NOTHING for code in named}
        return ChoiceCase(atom.start, default, options, {})

    def near(self, atom: Atom) -> str:
        """The candidate whose country is named nearest to the amount; empty where none is."""
        low, high = max(self.start, atom.start - _NEAR_BEFORE), min(len(self.text), atom.end + _NEAR_AFTER)
        best, distance = "", high - low
        for at, code, _ in self._places_between(low, high):
            if code in atom.candidates:
                away = max(at - atom.end, atom.start - at, 0)
                if away < distance:
                    best, distance = code, away
        return best

    def _of_dollars(self, atom: Atom, code: str, before: str, near: str) -> Evidence:
        """For "$": places decide little, for most texts count in US dollars; marks of the own dollar decide more."""
        share = self._counts[code] / max(1, len(self._opening))
        if code == WORLDWIDE:
            return {
                "worldwide": 1.0,
                "worldwide share": share,
                "worldwide restated": float(code in self._restated),
            }
        is_home, is_told, is_restated = (
            code in one for one in (self._at_home, self._told_counts, self._restated)
        )
        is_told_before = is_told and not is_restated and self._first_told[code] < atom.start
        return {
            "nearly all": float(share >= _NEARLY_ALL and self._counts[code] > 1),
            "home of dollars": float(is_home),
            "restated": float(is_restated),
            "told before": float(is_told_before),
            "told at home": float(is_told_before and is_home),
        }

    def _of_namesakes(self, atom: Atom, code: str, before: str, near: str) -> Evidence:
        """For "rupees", "pounds", "kroner": whose they are tell the places."""
        named = sum(self._counts[one] for one in atom.candidates)
        told = sum(self._told_counts[one] for one in atom.candidates)
        return {
            "default": float(code == atom.candidates[0]),
            "meant before": float(code == before),
            "near": float(code == near),
            "home": float(code in self._at_home),
            "named": float(code in self._counts),
            "share": self._counts[code] / named if named else 0.0,
            "told": self._told_counts[code] / told if told else 0.0,
        }

    @cached_property
    def _at_home(self) -> frozenset[str]:
        """The currency of the place that a text opens with or is dated from."""
        places = self._opening
        return frozenset(
            [code for _, code, is_upper in places[:_FIRST] if is_upper] + [code for _, code, _ in places[:1]]
        )

    @cached_property
    def _restated(self) -> frozenset[str]:
        """Currencies of sums that a bracket says again by the bare mark, or that say one again: "C$5 million ($3.7 million)"."""
        text, found = self.text, set()
        for at, code in self._told:
            opened = text.find("(", at, at + _RESTATED)
            if opened >= 0 and _BARE.search(text, opened, opened + _BRACKET):
                found.add(code)
            opened = text.rfind("(", max(self.start, at - _BRACKET), at)
            if opened >= 0 and _BARE.search(text, max(self.start, opened - _RESTATED), opened):
                found.add(code)
        return frozenset(found)

    @cached_property
    def _opening(self) -> list[Place]:
        return list(self._find_places(self.start, self.start + _READ))

    @cached_property
    def _counts(self) -> Counter[str]:
        """Currency -> how often its country is named."""
        return Counter(code for _, code, _ in self._opening)

    @cached_property
    def _told(self) -> list[tuple[int, str]]:
        """Where marks stand that mean one currency only: "C$", "USD", "New Zealand dollars"."""
        found: list[tuple[int, str]] = []
        for low, high in self._around_marks():
            pieces = to_pieces(self.text, low, high, self.words)
            for before, piece in pairwise([None, *pieces]):
                if piece is None or not piece.roles & CURRENCY:
                    continue
                codes = piece.word.currencies
                if len(codes) > 1 and before is not None and before.roles & ADJECTIVE:
                    codes = tuple(one for one in codes if one in before.word.adjectives)
                if len(codes) == 1 or (
                    codes and "$" in piece.text and codes[0] != WORLDWIDE
                ):  # "C$" is Canada's first
                    found.append((piece.start, codes[0]))
        return found

    @cached_property
    def _told_counts(self) -> Counter[str]:
        return Counter(code for _, code in self._told)

    @cached_property
    def _first_told(self) -> dict[str, int]:
        return {code: at for at, code in reversed(self._told)}

    def _around_marks(self) -> Iterator[tuple[int, int]]:
        """The stretches of the opening in which a currency is named."""
        low = high = -1
        end = min(len(self.text), self.start + _READ)
        for start, stop, is_money in self.words.scanner.hits(self.text, self.start, end):
            if not is_money:
                continue
            if low >= 0 and start - _RESTATED > high:
                yield low, high
                low = -1
            if low < 0:
                low = max(self.start, start - _RESTATED)
            high = stop + 8
        if low >= 0:
            yield low, min(high, len(self.text))

    def _places_between(self, low: int, high: int) -> Iterator[Place]:
        if high <= self.start + _READ:
            opening = self._opening
            first = bisect_left(opening, (low, "", False))
            yield from opening[first : bisect_right(opening, (high, "", False))]
        else:
            yield from self._find_places(low, high)

    def _find_places(self, low: int, high: int) -> Iterator[Place]:
        """Every name of a place, the longest first; where Latin letters are small, no place is named."""
        places, starts = self.words.places, self.words.place_starts
        names = [
            (found.start(), found[0]) for found in _NAME.finditer(self.text, low, min(high, len(self.text)))
        ]
        lowered = [name.lower() for _, name in names]
        past = 0
        for n, first in enumerate(lowered):
            if first not in starts or n < past:
                continue
            for size in (3, 2, 1):
                code = places.get(" ".join(lowered[n : n + size]))
                if code:
                    at, name = names[n]
                    yield at, code, name.isupper() and len(name) > _LEAST_UPPER
                    past = n + size
                    break
