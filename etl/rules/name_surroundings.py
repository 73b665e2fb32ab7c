"""What stands around a capitalised word: nouns, titles, phrases and countries before and behind it."""

import re
from collections.abc import Mapping, Sequence

from etl.rules.gazetteer import lowered
from etl.rules.lexicon import Hit
from etl.rules.naming import Name
from etl.rules.party_words import PartyWords
from etl.rules.places import Place

WORDS = re.compile(r"\S+")
WORDS_BEFORE = re.compile(r"[\w'-]+")
CODE_BEHIND = re.compile(r"\s\(([A-Z]{2})\)")
_OPEN_QUOTES, _CLOSE_QUOTES = '«“„"', '»”“"'
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…»”\"—–|]\s*|\n\s*|[-•*]\s+)[\"'“„«(]*$")
COMPANY_NOUNS = frozenset({"noun_supplier", "noun_investor", "noun_funder", "noun_buyer", "noun_any"})
_TOWNS = frozenset({"capital", "city", "region"})
_BETWEEN_ADJECTIVE_AND_NAME = re.compile(r"^[\s\w\-«\"“„&]*$")
COUNTRY_BEHIND = re.compile(r",? (?:also |both )?(?:of|from|based in) (?:the )?")
_AND = re.compile(r" (?:and|и|und|et|y) ")
_GOES_ON = re.compile(r"[-' ]?[A-ZА-Я]")
_MAY_STAND_BEFORE = frozenset({"", "the", "a", "both"})
_MAY_STAND_BEHIND = frozenset({"", "also", "now", "has", "today", "already"})


class Surroundings:
    """One sentence in which names are looked for. Positions count from its first character."""

    def __init__(
        self,
        window: str,
        words: PartyWords,
        places: list[tuple[int, int, Place]],
        known: Mapping[str, Name],
        alpha2: Mapping[str, str],
        phrases: Sequence[Hit] | None,
    ) -> None:
        self.window, self.words, self.known, self.alpha2 = window, words, known, alpha2
        self.places = places
        self.place_at = {left: (right, place) for left, right, place in places}
        self.is_titled = _is_titled(window)
        self._lowered: str | None = None
        self._phrases = phrases

    @property
    def lowered(self) -> str:
        """The sentence in lower case."""
        if self._lowered is None:
            self._lowered = lowered(self.window)
        return self._lowered

    @property
    def phrases(self) -> Sequence[Hit]:
        """Words such as "contract with" and "will supply" in it."""
        if self._phrases is None:
            self._phrases = self.words.cues.find(self.lowered)
        return self._phrases

    def is_initial(self, left: int) -> bool:
        return _SENTENCE_START.search(self.window, max(0, left - 6), left) is not None

    def noun_before(self, left: int) -> frozenset[str]:
        before = WORDS_BEFORE.findall(self.window, max(0, left - 30), left)
        if not before or any(sign in self.window[max(0, left - 2) : left] for sign in ".;:"):
            return frozenset()
        word = before[-1]
        if word.lower() in ("the", "of") and len(before) > 1:
            return frozenset()
        return self.words.roles(word) or self.words.roles(word.lower())

    def follows_title(self, left: int) -> bool:
        before = WORDS_BEFORE.findall(self.window, max(0, left - 40), left)
        if not before or self.window[left - 1 : left] != " ":
            return False
        if "title" in self.words.roles(before[-1]):
            return True
        # "глава компании Юрген Вайден": a name in Russian letters without quotation marks is a person's.
        return (
            "а" <= self.window[left].lower() <= "я"
            and bool(self.words.roles(before[-1]) & COMPANY_NOUNS)
            and any("title" in self.words.roles(word) for word in before[-3:-1])
        )

    def has_phrase_before(self, left: int, role: str) -> bool:
        return any(
            hit.entry.code == role and self.window[hit.end : left].strip(' «"“„') in _MAY_STAND_BEFORE
            for hit in self.phrases
            if left - 24 <= hit.end <= left
        )

    def has_phrase_behind(self, right: int) -> bool:
        start = right + (self.window[right : right + 1] in _CLOSE_QUOTES)
        return any(
            hit.entry.code == "verb_after" and self.window[start : hit.start].strip() in _MAY_STAND_BEHIND
            for hit in self.phrases
            if start <= hit.start <= start + 12
        )

    def is_place_behind(self, right: int) -> bool:
        """ "Medisund of Denmark", "Frigomar from Vigo"."""
        found = COUNTRY_BEHIND.match(self.window, right)
        return found is not None and found.end() in self.place_at

    def is_joined_to_place(self, right: int) -> bool:
        """ "Khizi and Absheron": joined to a town or a region, so that it is likely one too."""
        joint = _AND.match(self.window, right)
        at = self.place_at.get(joint.end()) if joint else None
        return at is not None and at[1].kind in _TOWNS and not _GOES_ON.match(self.window, at[0])

    def is_phrase(self, left: int) -> bool:
        """ "the Danish dairy Mejerigaarden": an adjective and a noun of business lead to the name."""
        before = self.window[max(0, left - 30) : left]
        words = WORDS_BEFORE.findall(before)
        if not words or not words[-1].islower() or not before.endswith(" "):
            return False
        at = next(
            (end for _, end, place in reversed(self.places) if end <= left and place.kind == "adjective"),
            None,
        )
        between = self.window[at:left] if at is not None else ""
        return (
            0 < len(between.split()) <= 2
            and between.replace("-", "").replace(" ", "").isalpha()
            and between.islower()
            and not any(
                self.words.roles(word) & {"no_org_noun", "title", "preposition", "preposition_to"}
                for word in between.split()
            )
        )

    def is_possessed(self, left: int) -> bool:
        """ "Sweden's Bofallet": a country owns the name."""
        return self.window[max(0, left - 3) : left] == "'s "

    def is_quoted_phrase(self, left: int) -> bool:
        return self.window[left - 1 : left] in ("'", "‘")

    def nationality(self, left: int, right: int) -> str | None:
        """The country that the words before or behind a name give it."""
        code = CODE_BEHIND.match(self.window, right)
        if code and code[1] in self.alpha2:
            return self.alpha2[code[1]]
        for _, end, place in reversed(self.places):
            if end > left:
                continue
            between = self.window[end:left]
            if len(between) > 45 or not _BETWEEN_ADJECTIVE_AND_NAME.match(
                between.removeprefix("'s").removeprefix("'")
            ):
                break
            if (
                place.kind in ("adjective", "demonym", "group")
                or between.startswith(("'s ", "' ", "-based"))
                or place.text in ("U.S.", "US", "UK", "UAE")
                or (
                    place.kind in (*_TOWNS, "name")
                    and bool(self.words.roles(between.strip()) & COMPANY_NOUNS)
                )
            ):
                if any(
                    "title" in self.words.roles(word) or "government" in self.words.roles(word)
                    for word in between.split()
                ):
                    return None
                return self.country_of(place)
            break
        behind = self.place_at_or_after(right)
        if behind is not None:
            start, place = behind
            between = self.window[right:start]
            if between in (" of ", " from ", ", from ", " (", ", of "):
                return self.country_of(place)
            is_apposed = between in (", ", ", a ", ", an ", ", the ", ", le ", ", la ", ", die ", ", der ")
            if is_apposed and place.kind == "adjective":
                return self.country_of(place)
        return None

    @staticmethod
    def country_of(place: Place) -> str | None:
        """The country of a place; None for a group of countries."""
        return None if place.kind == "group" else place.code

    def place_at_or_after(self, right: int) -> tuple[int, Place] | None:
        """The first place behind a position."""
        return next(((start, place) for start, _, place in self.places if start >= right), None)

    def own_country(self, left: int, right: int) -> str | None:
        """The country in a name: "Uzbekistan Railways", "Development Bank of Kazakhstan"."""
        for start, end, place in self.places:
            if (start == left and end < right) or (
                left < start
                and end == right
                and (place.kind == "name" or self.window[:start].endswith("of "))
            ):
                return self.country_of(place)
        return self.words.nation_of(self.window[left:right])

    def is_place(self, left: int, right: int) -> bool:
        covered = sum(
            min(end, right) - max(start, left)
            for start, end, _ in self.places
            if start < right and end > left
        )
        return covered >= (right - left) * 0.99 or (covered > 0 and covered >= (right - left) - 2)

    def acts_as_name(self, left: int, right: int) -> bool:
        """Whether a name that is also a word is used as a name here."""
        if self.noun_before(left) & COMPANY_NOUNS or self.has_phrase_before(left, "lead_in"):
            return True
        return (not self.is_titled) and self.has_phrase_behind(right)


def is_cyrillic(lowered: str) -> bool:
    if lowered.isascii():
        return False
    sample = lowered[:200]
    return sum("а" <= char <= "я" for char in sample) > len(sample) / 3


def _is_titled(window: str) -> bool:
    """Whether it is a headline in capitals or in title case, where a capital says nothing."""
    letters = []
    for found in WORDS.finditer(window, 0, 300):
        word = found.group()
        if word[0].isalpha():
            # German writes nouns with a capital: a longer word without one makes it prose
            if len(word) > 3 and word.islower():
                return False
            letters.append(word)
    if len(letters) <= 4 or " | " in window:
        return False
    capitals = sum(1 for word in letters if word[0].isupper())
    return capitals > 0.7 * len(letters)
