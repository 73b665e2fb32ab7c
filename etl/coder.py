"""A report -> whole numbers for its names, words and codes (0: not stated), for etl/columns.py."""

import hashlib
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from etl.names import Organisations, fold, to_words
from etl.reports import Report
from etl.rules.relation_parts import ANOTHER
from etl.sounds import SOUNDS, skeleton, to_sound
from etl.things import Things

ONCE = ("contract", "order", "financing")
LATE = frozenset({"delivering", "completed", "suspended", "cancelled"})
LISTED = "en"  # the language of lists
SELLING = frozenset({"supplier", "investor", "funder"})
RECEIVING = frozenset({"buyer", "government"})
SURE = 0.7  # likelihood from which a party is one without doubt
STEM = 6  # letters of a word that count: "locomotives" and "locomotive" are one
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
CAPITAL = re.compile(r"\b[^\W\d_](?:(?<=[A-ZА-ЯЁÀ-ÞĞİŞÇÖÜ])[^\W\d_]*[a-zа-яёà-ÿ][^\W_]*)")
SMALL_NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20,
}  # fmt: skip
SURROUNDINGS = ("around", "free", "objects", "things", "goods", "counts", "places")
NOTHING_AROUND: dict[str, tuple[int, ...]] = dict.fromkeys(SURROUNDINGS, ())

Set = tuple[int, ...]


class Codes:
    """Text -> whole number, in the order of asking; "" and None are 0."""

    def __init__(self, *first: str) -> None:
        self.known: dict[str, int] = {name: code for code, name in enumerate(("", *first))}

    def of(self, text: str | None) -> int:
        return self.known.setdefault(text, len(self.known)) if text else 0


@dataclass(frozen=True, slots=True)
class Name:
    """One organisation as codes."""

    full: int  # 0: nobody
    near: Set
    words: frozenset[str]
    sounds: Set  # of the words that tell it from others
    all_sounds: Set


@dataclass(frozen=True, slots=True)
class Subject:
    """One subject as codes."""

    whole: int
    stems: Mapping[str, int]  # codes by word
    proper: Mapping[str, int]
    numbers: Set
    is_lent: bool

    def without(self, names: Iterable[Name]) -> tuple[Set, Set]:
        """Codes of stems and of proper names; the parties' own words are evidence already and are left out."""
        stems, proper = self.stems, self.proper
        for name in names:
            if not stems.keys().isdisjoint(name.words):
                stems = {word: code for word, code in stems.items() if word not in name.words}
            if not proper.keys().isdisjoint(name.words):
                proper = {word: code for word, code in proper.items() if word not in name.words}
        return _each(stems.values()), _each(proper.values())


class Coder:
    """Keeps the codes of one run, and what was worked out for a name, a subject or a clue before."""

    def __init__(
        self,
        organisations: Organisations,
        words: Mapping[str, frozenset[str]],
        groups: frozenset[str],
        things: Things,
    ) -> None:
        self.organisations, self.groups, self.known_things = organisations, groups, things
        self.capitals = organisations.capitals  # "near Baku" is no other place than a town that is
        self.generic = words.get("generic_subject", frozenset()) | words.get("option_subject", frozenset())
        self.skipped = self.generic | organisations.nations | SMALL_NUMBERS.keys()
        self.no_name = self.skipped | organisations.generic | organisations.legal_forms
        self.models = words.get("model_number", frozenset())
        self.options = words.get("option_count", frozenset())
        self.lending = words.get("financing_subject", frozenset())
        self.goods: set[int] = set()  # codes of known things
        self.names, self.places, self.stems, self.proper = Codes(), Codes(), Codes(), Codes()
        self.sectors, self.currencies = Codes("multi"), Codes()
        self.languages, self.counts = Codes(), Codes()
        self.known_names: dict[str, Name] = {}
        self.subjects: dict[str, Subject] = {}
        self.clues: dict[str, tuple[str, Set]] = {}

    def code(self, report: Report) -> dict[str, Any]:
        """One value, or one set, for each of the columns."""
        parties = [(party.role, self.name(party.organisation)) for party in report.parties]
        everybody = [name for _, name in parties if name.full]
        sellers = [name for role, name in parties if name.full and role in SELLING]
        buyers = [name for role, name in parties if name.full and role == "buyer"]
        suppliers, recipients = self._places(report)
        subject = self.subject(report.subject or "")
        words, proper = subject.without([name for _, name in parties])
        numbers = (int(report.quantity), *subject.numbers) if report.quantity else subject.numbers
        return {
            "document": _fingerprint(report.document_id),
            "mark": _fingerprint(report.id),
            "is_package": report.kind == "package",
            "is_mention": report.is_mention,
            **self._amount(report),
            "day": report.day.toordinal() if report.day else 0,
            "year": report.year or 0,
            "sector": self.sectors.of(report.sector),
            "status": report.status == "financing" or subject.is_lent,
            "signed": ONCE.index(report.status) + 1 if report.status in ONCE else 0,
            "is_late": report.status in LATE,
            "is_another": ANOTHER in report.said.rules,
            "is_old": getattr(report.said, "relation", None) == "restates",
            "is_unsure": all(party.sureness < SURE for party in report.parties),
            "suppliers": _each([self.places.of(code) for code in suppliers]),
            "recipients": _each([self.places.of(code) for code in recipients]),
            "is_group": not self.groups.isdisjoint(suppliers) or not self.groups.isdisjoint(recipients),
            "sellers": _each([name.full for name in sellers]),
            "buyers": _each([name.full for name in buyers]),
            "names": _each([name.full for name in everybody]),
            "near_sellers": _each([code for name in sellers for code in name.near]),
            "near_buyers": _each([code for name in buyers for code in name.near]),
            "near": _each([code for name in everybody for code in name.near]),
            "words": words,
            "word_count": len(words),
            "subject": subject.whole,
            "proper": proper,
            "numbers": _each(numbers),
            "language": self.languages.of(report.language or LISTED),
            "party_words": _each([code for _, name in parties for code in name.sounds]),
            "has_clues": bool(report.said.clues),
            **(self._around(report, parties, words) if report.said.clues else NOTHING_AROUND),
        }

    def _places(self, report: Report) -> tuple[list[str], list[str]]:
        """Codes of the suppliers' and of the recipients' countries; where the report has none, of the parties."""
        found = []
        for country, roles in ((report.supplier_country, SELLING), (report.recipient_country, RECEIVING)):
            named = (
                [country] if country else [party.country for party in report.parties if party.role in roles]
            )
            found.append([code for code in named if code])
        # A text that seems to speak of one country often left out the other.
        if report.said.clues and report.supplier_country == report.recipient_country:
            found[0] = []
        return found[0], found[1]

    def names_around(self, report: Report) -> tuple[Set, Set]:
        """Codes of the names that stand right beside a thing in the sentences around (the plant, the line), and of all."""
        if not report.said.clues:
            return (), ()
        parties = [(party.role, self.name(party.organisation)) for party in report.parties]
        around = self._around(report, parties, ())
        return around["objects"], around["around"]

    def _around(self, report: Report, parties: Iterable[tuple[str, Name]], words: Set) -> dict[str, Set]:
        """What the sentences around say; a party's own name is told apart from other names."""
        found: dict[str, dict[int, None]] = {
            sort: {} for sort in ("name", "object", "thing", "count", "place")
        }
        found["thing"] |= dict.fromkeys(words)
        for clue in report.said.clues:
            sort, codes = self.clues.get(clue) or self._clue(clue)
            found[sort] |= dict.fromkeys(codes)
        own = {code for _, name in parties for code in name.all_sounds}
        # Who publishes a release is a party as often as not, and leaves itself out: "we have sold ...".
        _, publisher = self._clue(f"name:{report.publisher}")
        return {
            "around": _each((*found["name"], *publisher)),
            "free": tuple(code for code in found["name"] if code not in own),
            "objects": tuple(code for code in found["object"] if code not in own),
            "things": tuple(found["thing"]),
            "goods": tuple(code for code in found["thing"] if code in self.goods),
            "counts": tuple(found["count"]),
            "places": tuple(found["place"]),
        }

    def _clue(self, clue: str) -> tuple[str, Set]:
        """Its sort and its codes; none where it is a word of any deal."""
        sort, _, value = clue.partition(":")
        if sort in ("name", "object"):
            words = [word for word in to_words(value) if len(word) > 2 and word not in self.no_name]
            codes = tuple(self.proper.of(to_sound(word)) for word in words)
        elif sort == "thing":
            if thing := self.known_things.of_phrase(fold(value)):
                codes = (self._good(thing),)
            else:
                words = [word for word in to_words(value) if len(word) > 2 and word not in self.skipped]
                codes = tuple(self._stem(word) for word in words)
        else:
            codes = ((self.places if sort == "place" else self.counts).of(value),) if value else ()
        self.clues[clue] = sort, codes
        return sort, codes

    def _stem(self, word: str) -> int:
        if thing := self.known_things.of_word(word):
            return self._good(thing)
        return self.stems.of(word[: STEM + 2].translate(SOUNDS)[:STEM])

    def _good(self, thing: str) -> int:
        code = self.stems.of(f"={thing}")
        self.goods.add(code)
        return code

    def _amount(self, report: Report) -> dict[str, Any]:
        low, high = report.value_low, report.value_high
        # Both ends of a range say as much as two numbers.
        digits = sum(_digits(value) for value in {low, high} if value)
        return {
            "currency": self.currencies.of(report.currency),
            "low": math.log(report.low_usd) if report.low_usd else math.nan,
            "high": math.log(report.high_usd) if report.high_usd else math.nan,
            "point": _middle(report.low_usd, report.high_usd),
            "own": _middle(low, high),
            "digits": digits,
            "is_loose": getattr(report.said, "qualifier", "exact") not in ("exact", "range"),
        }

    def name(self, name: str) -> Name:
        """The codes of an organisation."""
        if name not in self.known_names:
            key = self.organisations.key(name)
            words = [word for word in key.full.split(" ") if word not in self.organisations.places]
            # A number tells two names apart that are alike in all else: "Trust 12" is not "Trust 15".
            number = "".join(word for word in words if word.isdigit())
            telling = [
                to_sound(word) + number for word in words if len(word) > 3 and word not in self.no_name
            ]
            self.known_names[name] = Name(
                self.names.of(key.full),
                tuple(self.names.of(other) for other in key.near) if key.full else (),
                frozenset(words),
                tuple(map(self.proper.of, telling)),
                tuple(self.proper.of(to_sound(word)) for word in to_words(name)),
            )
        return self.known_names[name]

    def subject(self, subject: str) -> Subject:
        """The codes of a subject."""
        if subject not in self.subjects:
            said = to_words(THOUSANDS.sub("", subject))
            telling = [
                word for word in said if len(word) > 2 and not word[0].isdigit() and word not in self.skipped
            ]
            capitals = [word for name in CAPITAL.findall(subject) for word in to_words(name)]
            self.subjects[subject] = Subject(
                self.stems.of(" ".join(said)),
                {word: self._stem(word) for word in telling},
                {
                    word: self.proper.of(skeleton(word))
                    for word in capitals
                    if word not in self.skipped and word not in self.capitals
                },
                self._numbers(said),
                not self.lending.isdisjoint(said),
            )
        return self.subjects[subject]

    def _numbers(self, said: Sequence[str]) -> Set:
        """What a subject counts; "12 aircraft, six options" are up to 18."""
        found: list[int] = []
        sums: list[int] = []
        for word in said:
            if word in SMALL_NUMBERS:
                found.append(SMALL_NUMBERS[word])
            elif word.isdigit() and word not in self.models and 1 < int(word) < 2**31:
                found.append(int(word))
            elif word in self.options and len(found) > 1:
                sums.append(sum(found[-2:]))
        return tuple(sorted({*found, *sums}))


def _each(codes: Collection[int]) -> Set:
    """Each code once, in the order of saying."""
    return tuple(dict.fromkeys(codes) if len(codes) > 1 else codes)


def _fingerprint(name: str) -> int:
    """64 bits of a name that no table needs to remember, since there are as many as reports."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big")


def _middle(low: float | None, high: float | None) -> float:
    """Mean of the logarithms of the ends that there are; nan where there is none."""
    if low and high:
        return (math.log(low) + math.log(high)) / 2 if low != high else math.log(low)
    return math.log(low or high or math.nan)


def _digits(value: float) -> int:
    """Significant digits: 36.8 billion has three."""
    return len(f"{value:.6g}".replace(".", "").split("e")[0].strip("0"))
