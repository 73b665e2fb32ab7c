"""The places, names and words of direction of each sentence of a document, looked up once, with its dateline."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from etl.rules.appositions import country_beside
from etl.rules.context import Span
from etl.rules.gazetteer import lowered, plain
from etl.rules.lexicon import Hit
from etl.rules.naming import Name
from etl.rules.parties import find_names
from etl.rules.party_words import PartyWords
from etl.rules.places import Place, PlaceWords, find_places
from etl.rules.sentences import Layout

_DATELINE = re.compile(
    r"\s*(?:(?:date\s)?\d\S+\s)?[^\n.:–—|]{2,60}?(?:\([^)\n]{1,40}\)\s*)?(?:\s*[–—]\s|\s-\s|:\s|\.\s|\s?/\s?[A-Z]+\s?/)"
)
_OPENS = frozenset({" (", " («", ' ("', " (the "})
_LOWER_WORD = re.compile(r"(?<!\w)[^\W\d_A-ZА-Я]\w*")
_SEATS = {"BEL": "EUU"}
_SEAT_NAMES = ("brus", "brux", "brüs", "брюс")
OPENING = 3000  # characters in which it is told what a text is about
_TABLES = {"party": 1, "trade": 2}


@dataclass(slots=True)
class Named:
    """One document with what is named in it. A sentence is looked at when first asked for, and only once."""

    text: str
    layout: Layout
    place_words: PlaceWords
    party_words: PartyWords
    language: str = "en"
    known: dict[str, Name] = field(default_factory=dict)  # names met so far, by their text
    _plain: str = ""
    _places: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    _names: dict[int, tuple[Name, ...]] = field(default_factory=dict)
    _cues: dict[int, tuple[list[Hit], list[Hit], list[Hit]]] = field(default_factory=dict)
    _dateline: tuple[int, str | None] | None = None
    _unions: dict[str, str] | None = (
        None  # country of a union's seat -> the union, where the text is about it
    )

    def span(self, number: int) -> Span:
        """Where sentence `number` stands."""
        return self.layout.sentences[number]

    @property
    def plain(self) -> str:
        """The text with plain spaces, folded once."""
        if not self._plain:
            self._plain = plain(self.text)
        return self._plain

    def places(self, number: int) -> tuple[Place, ...]:
        """The places of a sentence, its dateline left out."""
        found = self._places.get(number)
        if found is None:
            span = self.span(number)
            found = find_places(self.plain, span, self.place_words, self.language, is_plain=True)
            if number == self.opening:
                found = tuple(place for place in found if place.start >= self.dateline_end)
            found = self._places[number] = tuple(self._without_seat(place) for place in found)
        return found

    def _without_seat(self, place: Place) -> Place:
        """ "Brussels hopes ...": in a text about the European Union its seat stands for the union, not for Belgium."""
        if place.code not in _SEATS or place.kind not in ("capital", "city"):
            return place
        if not place.text.lower().startswith(_SEAT_NAMES):
            return place
        if self._unions is None:
            opening = (0, min(len(self.plain), OPENING))
            named = find_places(self.plain, opening, self.place_words, self.language, is_plain=True)
            states = {other.code for other in named if other.kind not in ("capital", "city")}
            self._unions = {
                seat: union for seat, union in _SEATS.items() if union in states and seat not in states
            }
        return replace(place, code=self._unions.get(place.code, place.code))

    def names(self, number: int) -> tuple[Name, ...]:
        """The organisations of a sentence."""
        found = self._names.get(number)
        if found is None:
            start = self.span(number)[0]
            phrases = [Hit(hit.start - start, hit.end - start, hit.entry) for hit in self.phrases(number)]
            found = find_names(
                self.plain, self.span(number), self.party_words, self.places(number), self.known,
                self.place_words.alpha2, phrases, is_plain=True,
            )  # fmt: skip
            if number == self.opening:
                found = tuple(name for name in found if name.start >= self.dateline_end)
            found = self._without_short_forms(found)
            found = tuple(self._with_country(name, number) for name in found)
            self._names[number] = found
            for name in found:
                self._learn(name)
        return found

    def _with_country(self, name: Name, number: int) -> Name:
        """A company of unknown country takes the one that the words beside it tell."""
        if (
            name.country is not None
            or not name.is_company
            or name.type in ("development_bank", "international")
        ):
            return name
        country = country_beside(self.plain, name, self.places(number), self.party_words)
        return (
            name if country is None or country in self.place_words.groups else replace(name, country=country)
        )

    def spelling(self, name: Name) -> str:
        """The name as the text has it: with its "ё", on one line."""
        return " ".join(self.text[name.start : name.end].split()) or name.text

    def _without_short_forms(self, names: tuple[Name, ...]) -> tuple[Name, ...]:
        """Drop "KNPC" behind "Kuwait National Petroleum (KNPC)", and know it as the same one from there on."""
        short: set[int] = set()
        for one, two in pairwise(names):
            is_in_brackets = (
                self.plain[one.end : two.start] in _OPENS and self.plain[two.end : two.end + 1] == ")"
            )
            is_short = (two.text.isupper() and " " not in two.text) or _is_made_of(two.text, one.text)
            if is_in_brackets and is_short and len(one.text) > len(two.text):
                short.add(two.start)
                self.known[two.text] = replace(one, rule="alias")
        return tuple(name for name in names if name.start not in short) if short else names

    def _learn(self, name: Name) -> None:
        met = self.known.get(name.text)
        if met is None or (met.country is None and name.country is not None):
            self.known[name.text] = name
        words = name.text.split()
        first = words[0]
        while len(words) > 2 and "legal_form" in self.party_words.roles(words[-1]):
            words.pop()  # "Siam Lens PCL" is "Siam Lens" later on
            self.known.setdefault(" ".join(words), name)
        # "Norfjell" is said for "Norfjell Subsea" later on; "National" is not said for "National Grid".
        roles = self.party_words.roles(first)
        if (
            first != name.text
            and len(first) > 3
            and first not in self.known
            and name.is_company
            and not roles
            and not self._is_place_word(name)
        ):
            self.known[first] = name

    def _is_place_word(self, name: Name) -> bool:
        places = find_places(name.text, (0, len(name.text)), self.place_words, self.language)
        return bool(places) and places[0].start == 0

    def cues(self, number: int) -> list[Hit]:
        """The words of direction of a sentence; positions count from the start of the document."""
        return self._hits(number)[0]

    def phrases(self, number: int) -> list[Hit]:
        """Phrases such as "the airline" or "the two sides"; positions count from the start of the document."""
        return self._hits(number)[1]

    def trade(self, number: int) -> list[Hit]:
        """Words of trade statistics in a sentence: "exports", "abroad"; positions as above."""
        return self._hits(number)[2]

    def _hits(self, number: int) -> tuple[list[Hit], list[Hit], list[Hit]]:
        found = self._cues.get(number)
        if found is None:
            first, last = self.span(number)
            window = lowered(self.plain[first:last])
            found = self._cues[number] = ([], [], [])
            for hit in self.party_words.cues.find(window, first):
                found[_TABLES.get(hit.entry.table, 0)].append(hit)
        return found

    @property
    def opening(self) -> int:
        """Number of the sentence that can carry a dateline."""
        return self.layout.at(self.layout.lead[0]) if self.layout.lead else 0

    @property
    def dateline_end(self) -> int:
        """Where the words behind a dateline begin; 0 where there is none."""
        return self._find_dateline()[0]

    @property
    def dateline(self) -> str | None:
        """The country from which the document reports, by its dateline."""
        return self._find_dateline()[1]

    def _find_dateline(self) -> tuple[int, str | None]:
        if self._dateline is None:
            self._dateline = (0, None)
            if self.layout.lead:
                start = self.layout.lead[0]
                found = _DATELINE.match(self.plain, start, min(len(self.text), start + 110))
                if found and len(_LOWER_WORD.findall(found.group())) <= 1:
                    places = [
                        self._without_seat(place)
                        for place in find_places(
                            self.plain, found.span(), self.place_words, self.language, is_plain=True
                        )
                    ]
                    # A sentence that is short and names a company is no dateline: the place leads, a date may follow.
                    if (
                        places
                        and places[0].kind != "adjective"
                        and (places[0].start - start <= 2)
                        and found.end() - places[-1].end <= 45
                    ):
                        groups = self.place_words.groups
                        places = [place for place in places if place.code not in groups] or places
                        last = places[0] if places[0].kind in ("capital", "city", "region") else places[-1]
                        self._dateline = (found.end(), last.code)
        return self._dateline


def _is_made_of(short: str, full: str) -> bool:
    """ "Exim Bank" of "Export-Import Bank of India": the words of the short form begin or are words of the full one."""
    words, others = short.lower().split(), re.split(r"[\s-]", full.lower())
    return len(words) > 1 and any(word in others for word in words) and short[0].lower() == full[0].lower()
