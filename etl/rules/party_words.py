"""Rows of organisations, party_words and direction_words -> one vocabulary of who takes part in deals."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from etl.rules.gazetteer import Gazetteer
from etl.rules.lexicon import Lexicon

Row = Mapping[str, str]
NOTHING: frozenset[str] = frozenset()
_SHORTEST_STEM = 3
LONGEST_NATION = 10


@dataclass(frozen=True, slots=True)
class Organisation:
    """One row of the organisations table."""

    name: str
    type: str  # company, bank, fund, state_firm, development_bank, government, international
    country: str | None  # ISO alpha-3; None for a body of many states
    sector: str
    usual_role: str  # supplier, buyer, investor, funder, partner: the side it is on when nothing else says
    is_word: bool  # its name is also a common word ("Total", "Orange"): taken only where it acts as a name


@dataclass(frozen=True)
class PartyWords:
    """Known organisations, the words that make a name of a capitalised word, and the words of direction."""

    organisations: Gazetteer[Organisation]
    cues: Lexicon  # tables party, direction and topic, found in one scan
    exact: Mapping[str, frozenset[str]]  # a word -> its roles
    stems: Mapping[str, frozenset[str]]  # the beginning of a word -> its roles
    suffixes: Mapping[str, frozenset[str]]  # the end of a compound word -> its roles
    nations: Mapping[str, str]  # the beginning of coined names -> country: "каз", "узбек"
    ways: Mapping[str, str]  # a preposition -> how it leads to what follows: in, to, from, with, of
    _seen: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_rows(
        cls,
        organisations: Iterable[Row],
        party_words: Iterable[Row] = (),
        direction_words: Iterable[Row] = (),
    ) -> "PartyWords":
        """Build from the three tables; in party_words `*` stands for any ending or any beginning."""
        names: list[tuple[str, Organisation]] = []
        inflected: list[tuple[str, Organisation]] = []  # behind all others: a name as written comes first
        for row in organisations:
            country = row["country"] if row["country"] not in ("", "INT", "EUU") else None
            known = Organisation(
                row["name"], row["type"], country, row.get("sector", ""), row.get("usual_role", ""),
                row.get("is_word") == "yes",
            )  # fmt: skip
            spellings = (row["name"], *filter(None, row["aliases"].split("|")))
            names.extend((spelling, known) for spelling in spellings)
            inflected.extend((form, known) for spelling in spellings for form in _cases(spelling))
        exact: dict[str, set[str]] = {}
        stems: dict[str, set[str]] = {}
        suffixes: dict[str, set[str]] = {}
        nations: dict[str, str] = {}
        ways: dict[str, str] = {}
        phrases: list[dict[str, str]] = []
        for row in party_words:
            word, role = row["word"], row["role"]
            if role.startswith("nation:"):
                nations[word.removesuffix("*").lower()] = role.removeprefix("nation:")
            elif role.startswith("way:"):
                ways[word] = role.removeprefix("way:")
            elif role in _PHRASES:
                phrases.append({"word": word.lower(), "code": role, "weight": "1", "side": "any"})
            elif word.startswith("*"):
                suffixes.setdefault(word[1:].lower(), set()).add(role)
            elif word.endswith("*"):
                stems.setdefault(word[:-1].lower(), set()).add(role)
            else:
                exact.setdefault(word, set()).add(role)
                if word[0].islower():
                    exact.setdefault(word[0].upper() + word[1:], set()).add(role)
        cues = [{"side": "any", **row} for row in direction_words]
        return cls(
            organisations=Gazetteer([*names, *inflected]),
            cues=Lexicon.from_tables(
                {
                    "party": phrases,
                    # Apart, so that "loan" is heard inside "loan to" as well.
                    "direction": [row for row in cues if row["code"] not in TOPICS | TRADE],
                    "trade": [row for row in cues if row["code"] in TRADE],
                    "topic": [row for row in cues if row["code"] in TOPICS],
                }
            ),
            exact={word: frozenset(roles) for word, roles in exact.items()},
            stems={word: frozenset(roles) for word, roles in stems.items()},
            suffixes={word: frozenset(roles) for word, roles in suffixes.items()},
            nations=nations,
            ways=ways,
        )

    def nation_of(self, name: str) -> str | None:
        """The country in the beginning of a coined name: "Казсвязь", "Uzbekkonserva"."""
        lowered = name.lower()
        for size in range(min(len(lowered) - 2, LONGEST_NATION), _SHORTEST_STEM - 1, -1):
            if lowered[:size] in self.nations:
                return self.nations[lowered[:size]]
        return None

    def roles(self, word: str) -> frozenset[str]:
        """What one word is: title, tail, legal_form, not_name, government ...; empty for most words."""
        found = self._seen.get(word)
        if found is None:
            found = self._look_up(word)
            if len(self._seen) < 50_000:  # a page of random words must not fill the memory
                self._seen[word] = found
        return found

    @cached_property
    def _endings(self) -> tuple[str, ...]:
        return tuple(self.suffixes)

    def suffixed(self, word: str) -> bool:
        """Whether a compound ends in a noun of business: Anlagenbauer, Seilbahnfirma."""
        return word.lower().endswith(self._endings)

    def _look_up(self, word: str) -> frozenset[str]:
        found = set(self.exact.get(word, NOTHING))
        if word.isupper() and len(word) > 3:  # headlines in capitals
            found |= self.exact.get(word.capitalize(), NOTHING)
        lowered = word.lower()
        for size in range(_SHORTEST_STEM, len(lowered) + 1):
            found |= self.stems.get(lowered[:size], NOTHING)
        for suffix, roles in self.suffixes.items():
            if lowered.endswith(suffix) and len(lowered) > len(suffix) + 2:
                found |= roles
        return frozenset(found)


_ENDINGS = (
    (re.compile(r"[бвгджзклмнпрстфхцчшщ]$"), "", ("а", "у", "ом", "е")),
    (re.compile(r"[гкхжшчщ]а$"), "а", ("и", "е", "у", "ой")),
    (re.compile(r"[бвдзлмнпрстфц]а$"), "а", ("ы", "е", "у", "ой")),
    (re.compile(r"ия$"), "я", ("и", "ю", "ей")),
    (re.compile(r"[аеоиу]й$"), "й", ("я", "ю", "ем", "е")),
)
_WORD_OF_CAPITALS = re.compile(r"(?=[А-ЯЁа-яё]{5,})[А-ЯЁ][А-ЯЁа-яё]*[АЕИОУЭЯ][БВГДЖЗКЛМНПРСТФХЦЧШЩ]")
_CYRILLIC_NAME = re.compile(r"[А-ЯЁ][А-Яа-яё-]*[а-яё]")


def _cases(name: str) -> list[str]:
    """The other cases of a Russian name of one word; none of names in capitals or of several words.

    >>> _cases("Газпром")
    ['Газпрома', 'Газпрому', 'Газпромом', 'Газпроме']
    >>> _cases("КТЖ")
    []
    """
    if _WORD_OF_CAPITALS.fullmatch(name):  # said as a word: "у БелАЗа", "КАМАЗом"
        return [name + ending for ending in ("а", "у", "ом", "е")]
    if not _CYRILLIC_NAME.fullmatch(name) or len(name) < 4:
        return []
    for pattern, dropped, endings in _ENDINGS:
        if pattern.search(name):
            return [name.removesuffix(dropped) + ending for ending in endings]
    return []


TRADE = frozenset(  # codes of trade statistics
    {
        "exports",
        "imports",
        "trade",
        "all_trade",
        "whole_trade",
        "two_way",
        "abroad",
        "bloc",
        "other_way",
        "there",
        "ours",
        "capital",
    }
)
TOPICS = frozenset({"finance", "own", "many"})  # codes of direction_words that name no side
_PHRASES = frozenset(
    {"lead_in", "verb_after", "definite", "definite_buyer", "definite_pair", "definite_countries"}
)
