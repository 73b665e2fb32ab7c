"""Reports -> columns of numbers, so that a million of them can be compared in bounded memory.

Every name, word and code becomes a whole number (0: not stated); sets become rows of a fixed width.
Nothing here depends on how often something occurs in the data: a new document changes no old column.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from etl.names import Organisations, fold, to_words
from etl.reports import Report
from etl.things import Things

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.uint64]
Flags = npt.NDArray[np.bool_]

SIDES = ("sellers", "buyers", "names", "near", "near_sellers", "near_buyers")
ONCE = ("contract", "order", "financing")
LATE = frozenset({"delivering", "completed", "suspended", "cancelled"})
LISTED = "en"  # the language of lists
SELLING = frozenset({"supplier", "investor", "funder"})
# Widths: what is beyond adds no evidence.
NAMES, NEAR, NEAR_SIDE, WORDS, PROPER, NUMBERS, PLACES, AROUND, COUNTS = 5, 12, 8, 8, 3, 4, 3, 12, 4
STEM = 6  # letters of a word that count: "locomotives" and "locomotive" are one
# Letters that languages and transliterations exchange; folded, "Karakalpakstan" meets "Qaraqalpaqstan".
SOUNDS = str.maketrans({"c": "k", "q": "k", "y": "i", "j": "i", "w": "v", "z": "s"})
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
CAPITAL = re.compile(r"\b[^\W\d_](?:(?<=[A-ZА-ЯЁÀ-ÞĞİŞÇÖÜ])[^\W\d_]*[a-zа-яёà-ÿ][^\W_]*)")
# "нурекской" names the place that is "Nurek" elsewhere; folded to Latin letters.
ADJECTIVE = re.compile(r"(?:in|ov|ev)?sk(?:ii|ogo|omu|im|om|aia|oi|uiu|oe|oy|ie|ikh|imi)$")
HISSES = re.compile(r"dzh|dj|zh|j|dz")
VOWELS = re.compile(r"[aeiou]")
SMALL_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry a report in every column; reports sorted by id."""

    document: Ints
    is_package: Flags
    is_mention: Flags
    low: Floats  # natural logarithm of US dollars; nan: no bound
    high: Floats
    point: Floats  # the number that the words name, logarithm; nan: no amount
    own: Floats  # the same in its own currency: equal numbers are equal without a rate
    currency: Ints
    digits: Ints  # significant digits of the number: 36.8 says more than 40
    is_loose: Flags  # about, up to, at least
    day: Ints  # ordinal; 0: not dated
    year: Ints
    sector: Ints  # 1: multi
    status: Ints  # 1: money lent
    suppliers: Ints  # (n, PLACES)
    recipients: Ints
    is_group: Flags  # a place is a group of countries, which conflicts with none of its members
    sellers: Ints  # (n, NAMES)
    buyers: Ints
    names: Ints  # sellers, buyers and partners
    near: Ints  # (n, NEAR): shorter and other keys of all names
    near_sellers: Ints  # (n, NEAR_SIDE)
    near_buyers: Ints
    mark: Marks  # fingerprint of the report's id: breaks ties the same way in every run
    words: Ints  # (n, WORDS): what the subject is about
    word_count: Ints
    subject: Ints  # the subject as a whole
    proper: Ints  # (n, PROPER): proper names in the subject, e.g. of a field or a visit's city
    numbers: Ints  # (n, NUMBERS): what the subject counts
    signed: Ints  # contract, order, financing: what happens once; 0: anything else
    is_late: Flags  # delivering, completed, suspended, cancelled: said long after the deal was announced
    language: Ints
    has_clues: Flags  # the words around were looked at: not so in a list
    party_words: Ints  # (n, AROUND): words of the parties' names, as they sound
    around: Ints  # (n, AROUND): proper names in the sentences around
    objects: Ints  # (n, PROPER): of these, the ones that name a thing, e.g. a plant
    free: Ints  # (n, AROUND): of these, the ones that are no word of a party
    things: Ints  # (n, AROUND): words of the subject and of things in the sentences around
    goods: Ints  # (n, COUNTS): of these, the ones that are known in every language
    counts: Ints  # (n, COUNTS): numbers of things and measures in the sentences around
    places: Ints  # (n, COUNTS): countries in the sentences around

    def __len__(self) -> int:
        return len(self.document)

    def at(self, places: npt.NDArray[np.int64]) -> "Columns":
        """The reports of these places, in their order."""
        return Columns(**{field.name: getattr(self, field.name)[places] for field in fields(self)})


class Codes:
    """Text -> whole number, in the order of asking; "" and None are 0."""

    def __init__(self, *first: str) -> None:
        self.known: dict[str, int] = {name: code for code, name in enumerate(("", *first))}

    def of(self, text: str | None) -> int:
        return self.known.setdefault(text, len(self.known)) if text else 0


def to_columns(
    reports: Sequence[Report],
    organisations: Organisations,
    words: Mapping[str, frozenset[str]],
    groups: Mapping[str, frozenset[str]] | None = None,
    things: Things | None = None,
) -> Columns:
    """Fill the columns; `words` are the words of name_words by role, `groups` the codes that are no country."""
    size = len(reports)
    one: dict[str, npt.NDArray[Any]] = {
        **{
            name: np.zeros(size, np.int32)
            for name in ("document", "currency", "digits", "day", "year", "signed")
        },
        **{name: np.zeros(size, np.int32) for name in ("sector", "status", "subject", "word_count")},
        **{name: np.full(size, np.nan) for name in ("low", "high", "point", "own")},
        **{name: np.zeros(size, np.bool_) for name in ("is_package", "is_mention", "is_loose", "is_group")},
        **{name: np.zeros((size, NAMES), np.int32) for name in ("sellers", "buyers", "names")},
        **{name: np.zeros((size, PLACES), np.int32) for name in ("suppliers", "recipients")},
        "near": np.zeros((size, NEAR), np.int32),
        "near_sellers": np.zeros((size, NEAR_SIDE), np.int32),
        "near_buyers": np.zeros((size, NEAR_SIDE), np.int32),
        "mark": np.zeros(size, np.uint64),
        "words": np.zeros((size, WORDS), np.int32),
        "proper": np.zeros((size, PROPER), np.int32),
        "objects": np.zeros((size, PROPER), np.int32),
        "numbers": np.zeros((size, NUMBERS), np.int32),
        "language": np.zeros(size, np.int32),
        "has_clues": np.zeros(size, np.bool_),
        "is_late": np.zeros(size, np.bool_),
        **{name: np.zeros((size, AROUND), np.int32) for name in ("party_words", "around", "free", "things")},
        **{name: np.zeros((size, COUNTS), np.int32) for name in ("goods", "counts", "places")},
    }
    coder = Coder(organisations, words, frozenset(groups or ()), things)
    for place, report in enumerate(reports):
        coder.fill(one, place, report)
    return Columns(**one)


def skeleton(word: str) -> str:
    """The consonants of a name as they sound: one key for the ways to write it in Latin letters.

    >>> skeleton("djengeldi") == skeleton("jongeldi")
    True
    """
    hissed = HISSES.sub("j", word).translate(SOUNDS)
    return VOWELS.sub("", hissed[:1]) + VOWELS.sub("", hissed[1:]) or word


Subject = tuple[
    int, tuple[int, ...], tuple[int, ...], tuple[int, ...], bool
]  # whole, stems, names, numbers, lent


class Coder:
    """Keeps the codes of one run, and what was worked out for a name or a subject before."""

    def __init__(
        self,
        organisations: Organisations,
        words: Mapping[str, frozenset[str]],
        groups: frozenset[str],
        things: Things | None = None,
    ) -> None:
        self.capitals = organisations.capitals  # "near Baku" is no other place than a town that is
        self.known_things = things or Things()
        self.goods: set[int] = set()  # codes of known things
        self.organisations = organisations
        self.generic = words.get("generic_subject", frozenset()) | words.get("option_subject", frozenset())
        self.skipped = self.generic | organisations.nations | SMALL_NUMBERS.keys()
        self.models = words.get("model_number", frozenset())
        self.lending = words.get("financing_subject", frozenset())
        self.groups = groups
        self.names, self.places, self.stems, self.proper = Codes(), Codes(), Codes(), Codes()
        self.sectors, self.currencies, self.documents = Codes("multi"), Codes(), Codes()
        self.keys: dict[str, tuple[int, tuple[int, ...], frozenset[str]]] = {}
        self.subjects: dict[str, Subject] = {}
        self.languages, self.counts = Codes(), Codes()
        self.clues: dict[str, tuple[str, tuple[int, ...]]] = {}
        self.no_name = self.skipped | organisations.generic | organisations.legal_forms

    def fill(self, one: Mapping[str, npt.NDArray[Any]], place: int, report: Report) -> None:
        one["document"][place] = self.documents.of(report.document_id)
        one["is_package"][place] = report.kind == "package"
        one["is_mention"][place] = report.is_mention
        self._amount(one, place, report)
        one["day"][place] = report.day.toordinal() if report.day else 0
        one["year"][place] = report.year or 0
        one["sector"][place] = self.sectors.of(report.sector)
        one["mark"][place] = int.from_bytes(
            hashlib.blake2b(report.id.encode(), digest_size=8).digest(), "big"
        )
        sides: dict[str, list[int]] = {name: [] for name in SIDES}
        own_words: set[str] = set()
        for party in report.parties:
            full, near, name_words = self.name(party.organisation)
            own_words |= name_words
            if not full:
                continue
            sides["names"].append(full)
            sides["near"] += near
            side = "sellers" if party.role in SELLING else "buyers" if party.role == "buyer" else None
            if side:
                sides[side].append(full)
                sides[f"near_{side}"] += near
        for name, codes in sides.items():
            _put(one[name][place], sorted(set(codes) - {0}))
        for column, country, roles in (
            ("suppliers", report.supplier_country, SELLING),
            ("recipients", report.recipient_country, frozenset({"buyer", "government"})),
        ):
            if column == "suppliers" and report.said.clues and country == report.recipient_country:
                continue  # a text that seems to speak of one country often left out the other
            named = (
                [country] if country else [p.country for p in report.parties if p.role in roles and p.country]
            )
            _put(one[column][place], sorted({self.places.of(code) for code in named if code}))
            one["is_group"][place] |= any(code in self.groups for code in named)
        one["subject"][place], words, proper, numbers, lent = self.subject(report.subject or "", own_words)
        _put(one["words"][place], words)
        one["word_count"][place] = min(len(words), WORDS)
        _put(one["proper"][place], proper)
        if report.quantity:
            numbers = (int(report.quantity), *numbers)
        _put(one["numbers"][place], sorted(set(numbers)))
        one["status"][place] = report.status == "financing" or lent
        one["signed"][place] = ONCE.index(report.status) + 1 if report.status in ONCE else 0
        one["is_late"][place] = report.status in LATE
        one["language"][place] = self.languages.of(report.language or LISTED)
        parties = {self.proper.of(_sound(word)) for word in own_words - self.no_name if len(word) > 3}
        _put(one["party_words"][place], sorted(parties))
        if report.said.clues:
            self._clues(one, place, report, parties, words)

    def _clues(
        self,
        one: Mapping[str, npt.NDArray[Any]],
        place: int,
        report: Report,
        parties: set[int],
        subject: tuple[int, ...],
    ) -> None:
        """What the sentences around say; a party's own name is told apart from other names."""
        found: dict[str, dict[int, None]] = {
            "name": {},
            "object": {},
            "thing": dict.fromkeys(subject),
            "count": {},
            "place": {},
        }
        for clue in report.said.clues:
            if clue not in self.clues:
                self.clues[clue] = self._clue(clue)
            sort, codes = self.clues[clue]
            found[sort] |= dict.fromkeys(codes)
        parties = parties | {
            self.proper.of(_sound(word)) for party in report.parties for word in to_words(party.organisation)
        }
        _put(one["around"][place], found["name"])
        _put(one["free"][place], [code for code in found["name"] if code not in parties])
        _put(one["objects"][place], [code for code in found["object"] if code not in parties])
        _put(one["things"][place], found["thing"])
        _put(one["goods"][place], [code for code in found["thing"] if code in self.goods])
        _put(one["counts"][place], found["count"])
        _put(one["places"][place], found["place"])
        one["has_clues"][place] = True

    def _clue(self, clue: str) -> tuple[str, tuple[int, ...]]:
        """Its sort and its codes; none where it is a word of any deal."""
        sort, _, value = clue.partition(":")
        if sort in ("name", "object"):
            words = [word for word in to_words(value) if len(word) > 2 and word not in self.no_name]
            return sort, tuple(self.proper.of(_sound(word)) for word in words)
        if sort == "thing":
            if thing := self.known_things.of_phrase(fold(value)):
                return sort, (self._good(thing),)
            words = [word for word in to_words(value) if len(word) > 2 and word not in self.skipped]
            return sort, tuple(self._stem(word) for word in words)
        return sort, ((self.places if sort == "place" else self.counts).of(value),)

    def _stem(self, word: str) -> int:
        if thing := self.known_things.of_word(word):
            return self._good(thing)
        return self.stems.of(word[: STEM + 2].translate(SOUNDS)[:STEM])

    def _good(self, thing: str) -> int:
        code = self.stems.of(f"={thing}")
        self.goods.add(code)
        return code

    def _amount(self, one: Mapping[str, npt.NDArray[Any]], place: int, report: Report) -> None:
        one["currency"][place] = self.currencies.of(report.currency)
        for column, bound in (("low", report.low_usd), ("high", report.high_usd)):
            if bound:
                one[column][place] = math.log(bound)
        for column, low, high in (
            ("point", report.low_usd, report.high_usd),
            ("own", report.value_low, report.value_high),
        ):
            ends = [end for end in (low, high) if end]
            if ends:
                one[column][place] = sum(map(math.log, ends)) / len(ends)
        # Both ends of a range say as much as two numbers.
        one["digits"][place] = sum(_digits(value) for value in {report.value_low, report.value_high} if value)
        one["is_loose"][place] = getattr(report.said, "qualifier", "exact") not in ("exact", "range")

    def name(self, name: str) -> tuple[int, tuple[int, ...], frozenset[str]]:
        """Code of the organisation (0: nobody), codes of its other keys, and the words of its name."""
        if name not in self.keys:
            key = self.organisations.key(name)
            near = tuple(self.names.of(other) for other in key.near) if key.full else ()
            words = frozenset(key.full.split(" ")) - self.organisations.places
            self.keys[name] = (self.names.of(key.full), near, words)
        return self.keys[name]

    def subject(self, subject: str, own: set[str]) -> "Subject":
        """Stems, names and numbers of a subject; the parties' own names are evidence already and are left out."""
        # The same subject with the same parties comes back often; other parties leave other words.
        key = f"{subject}|{' '.join(sorted(own))}"
        if key not in self.subjects:
            said = to_words(THOUSANDS.sub("", subject))
            numbers = {
                int(word)
                for word in said
                if word.isdigit() and word not in self.models and 1 < int(word) < 2**31
            }
            numbers |= {SMALL_NUMBERS[word] for word in said if word in SMALL_NUMBERS}
            stems = dict.fromkeys(
                self._stem(word)
                for word in said
                if len(word) > 2 and not word[0].isdigit() and word not in self.skipped and word not in own
            )
            proper = dict.fromkeys(
                self.proper.of(skeleton(word))
                for name in CAPITAL.findall(subject)
                for word in to_words(name)
                if word not in self.skipped and word not in own and word not in self.capitals
            )
            self.subjects[key] = (
                self.stems.of(" ".join(said)),
                tuple(stems),
                tuple(proper),
                tuple(sorted(numbers)),
                not self.lending.isdisjoint(said),
            )
        return self.subjects[key]


@lru_cache(maxsize=200_000)
def _sound(word: str) -> str:
    """The skeleton of a name; the name itself where too little of it is left to tell it from others."""
    bones = skeleton(ADJECTIVE.sub("", word) if len(word) > 7 else word)
    return bones if len(bones) > 2 else word


def _digits(value: float) -> int:
    """Significant digits: 36.8 billion has three."""
    return len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0"))


def _put(row: npt.NDArray[Any], codes: Iterable[int]) -> None:
    for place, code in enumerate(codes):
        if place == len(row):
            break
        row[place] = code
