"""The name of an organisation, as anyone spells it -> keys under which the same organisation is found again.

Pure. Legal forms, letter case, accents, Cyrillic and a country at the end make no difference; known
aliases and parents come from the organisations table. A name that only says "the government" or
"US companies" names nobody, and yields no key.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz, process

CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўқғңөүұһәҳҷӣӯ",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch | y | e iu ia i i e g u k g n o u u h a h ch i u".replace(
            "|", ""
        ).split(" "),
        strict=True,
    )
)
LETTERS = str.maketrans({**CYRILLIC, "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
WORD = re.compile(r"[^\W_]+")
POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
MARK = re.compile(r"(?<=\w)['’.](?=\w)")
SHORTEST_SLIP, SLIP = 8, 93  # letters and likeness from which another spelling is a slip of the pen
SMALL = frozenset({"of", "for", "and", "the", "de", "du", "la", "und", "di", "i"})


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, Latin letters without accents: one spelling for what people write in many.

    >>> fold("Самрук-Қазына"), fold("TÜRKİYE")
    ('samruk-kazyna', 'turkiye')
    """
    latin = unicodedata.normalize("NFC", text).casefold().translate(LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(c))


def to_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without possessives; a mark inside a word does not divide it."""
    return tuple(WORD.findall(MARK.sub("", POSSESSIVE.sub("", fold(text)))))


@dataclass(frozen=True, slots=True)
class NameKey:
    """`full` is the organisation; `near` are the keys under which a shorter or longer spelling finds it."""

    full: str  # empty for a name that names nobody in particular
    near: tuple[str, ...] = ()


NOBODY = NameKey("")


@dataclass(frozen=True, slots=True)
class Organisations:
    """Known spellings and the words of names; `from_rows` builds it from the reference tables."""

    aliases: Mapping[str, str] = field(default_factory=dict)  # folded spelling -> folded known name
    known: Mapping[str, str] = field(default_factory=dict)  # folded known name -> name as published
    parents: Mapping[str, str] = field(default_factory=dict)  # folded known name -> folded parent
    countries: Mapping[str, str] = field(default_factory=dict)  # folded known name -> ISO alpha-3
    legal_forms: frozenset[str] = frozenset()
    generic: frozenset[str] = frozenset()  # ministry, companies, ...: they name nobody by themselves
    places: frozenset[str] = frozenset()  # words of countries, peoples and cities
    nations: frozenset[str] = frozenset()  # of these, words of countries and peoples
    capitals: frozenset[str] = frozenset()  # of these, words of capitals
    by_start: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # known spellings by two letters

    @classmethod
    def from_rows(
        cls,
        organisations: Iterable[Mapping[str, str]] = (),
        words: Iterable[Mapping[str, str]] = (),
        places: Iterable[Mapping[str, str]] = (),
    ) -> "Organisations":
        """`organisations` rows have name, aliases (divided by `|` or `;`), parent, country; `words` have word, role;
        `places` have word, kind."""
        word_rows, place_rows = tuple(words), tuple(places)
        legal = frozenset(fold(row["word"]) for row in word_rows if row["role"] == "legal_form")
        empty = cls(legal_forms=legal)
        aliases: dict[str, str] = {}
        known: dict[str, str] = {}
        parents: dict[str, str] = {}
        countries: dict[str, str] = {}
        for row in organisations:
            name = " ".join(empty.strip(row["name"]))
            known[name] = row["name"]
            countries[name] = row.get("country") or ""
            if row.get("parent"):
                parents[name] = " ".join(empty.strip(row["parent"]))
            for alias in re.split(r"[|;]", row.get("aliases") or ""):
                if alias.strip():
                    aliases.setdefault(" ".join(empty.strip(alias)), name)
        return cls(
            {alias: name for alias, name in aliases.items() if alias not in known},
            known,
            parents,
            countries,
            legal,
            frozenset(fold(row["word"]) for row in word_rows if row["role"] == "generic_party"),
            _words_of(place_rows, "name", "adjective", "demonym", "capital", "city"),
            _words_of(place_rows, "name", "adjective", "demonym"),
            _words_of(place_rows, "capital"),
            _by_start((*known, *aliases)),
        )

    def strip(self, name: str) -> tuple[str, ...]:
        """The name's words without legal forms and without what stands in brackets."""
        words = to_words(re.sub(r"\([^)]*\)", " ", name)) or to_words(name)
        kept = tuple(word for word in words if word not in self.legal_forms and word != "the")
        return kept or words

    def to_known(self, name: str) -> str:
        """The name as the organisations table writes it; unchanged where the table does not know it."""
        key = self.key(name).full
        return self.known.get(key, name)

    def _is_generic(self, words: Iterable[str]) -> bool:
        """Whether the words are those of a government, of "US companies", of no body in particular."""
        return all(
            word in self.generic or word in self.places or word in SMALL or word.isdigit() for word in words
        )

    def _slip(self, full: str) -> str:
        """The known name of which this is a misspelling ("Kazakstan Temir Zholy"); else the name itself."""
        if len(full) < SHORTEST_SLIP:
            return full
        near = [name for name in self.by_start.get(full[:2], ()) if abs(len(name) - len(full)) <= 2]
        found = process.extractOne(full, near, scorer=fuzz.ratio, score_cutoff=SLIP)
        return self.aliases.get(found[0], found[0]) if found else full

    def key(self, name: str) -> NameKey:
        """Keys of one name; NOBODY where it names no organisation in particular.

        >>> Organisations(legal_forms=frozenset({"jsc"})).key("JSC Air Astana")
        NameKey(full='air astana', near=('air', 'air astana'))
        """
        words = self.strip(name)
        full = " ".join(words)
        full = self.aliases.get(full, full)
        if full not in self.known:
            if self._is_generic(words):
                return NOBODY
            # "Wabtec Kazakhstan", "AgromashHolding KZ": the country's branch is the company.
            while len(words) > 1 and words[-1] in self.places:
                words = words[:-1]
            full = " ".join(words)
            full = self.aliases.get(full, full)
        if full not in self.known:
            full = self._slip(full)
        words = tuple(full.split(" "))
        if full not in self.known and self._is_generic(words):
            return NOBODY
        starts = [" ".join(words[: length + 1]) for length in range(len(words))]
        near = {self.aliases.get(start, start) for start in starts}
        for chosen in (words, tuple(word for word in words if word not in SMALL)):
            if len(chosen) >= 3:
                near.add("".join(word[0] for word in chosen))
        parent, seen = self.parents.get(full), {full}
        while parent and parent not in seen:
            near.add(parent)
            seen.add(parent)
            parent = self.parents.get(parent)
        return NameKey(full, tuple(sorted(near)))


def _by_start(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for name in sorted(set(names)):
        found.setdefault(name[:2], []).append(name)
    return {start: tuple(group) for start, group in found.items()}


def _words_of(rows: Iterable[Mapping[str, str]], *kinds: str) -> frozenset[str]:
    """Without numbers: the 27 of the EU are no place, and a firm may have a number in its name."""
    named = (word for row in rows if row["kind"] in kinds for word in to_words(row["word"]))
    return frozenset(word for word in named if not word.isdigit())
