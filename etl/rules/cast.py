"""Who and where in one document: the names, places and words of direction of each sentence, looked up once."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from etl.rules.appositions import country_beside
from etl.rules.context import Span
from etl.rules.gazetteer import lowered, plain
from etl.rules.lexicon import Hit
from etl.rules.name_surroundings import COMPANY_NOUNS
from etl.rules.naming import Name
from etl.rules.parties import find_names
from etl.rules.party_choice import PartyWeights
from etl.rules.party_words import PartyWords
from etl.rules.places import Place, PlaceWords, find_places
from etl.rules.rubrics import is_passed_over
from etl.rules.sentences import Layout
from etl.rules.side_choice import SideWeights

_DATELINE = re.compile(
    r"\s*(?:(?:date\s)?\d\S+\s)?[^\n.:–—|]{2,60}?(?:\([^)\n]{1,40}\)\s*)?(?:\s*[–—]\s|\s-\s|:\s|\.\s|\s?/\s?[A-Z]+\s?/)"
)
_NEXT_WORD = re.compile(r"(?:'s|')?[\s-]+(?:[«\"“]?)([\w-]+)(?:[\s-]+([\w-]+))?")
_LAST_WORD = re.compile(r"([\w']+)\W*$")
_SAYS = re.compile(
    r"[^,.;:]{0,60}?\b(?:said|says|told|stated|announced|reported|reports|explained|informs?|noted|estimates|shows?|tells|"
    r"сообщ\w+|заяви\w+|отмети\w+|показывает|selon|according)\b"
)
_ACCORDING = re.compile(
    r"(?:\bselon\s|according\sto\s|по\s(?:словам|данным|расч[её]там|оценк\w+|подсч[её]там|информации|сведениям|прогнозу|прогнозам|сообщению)\s|laut\s|según\s)(?:\S+\s){0,3}\S{0,3}$",
    re.I,
)
_TOLD = re.compile(r"\b(?:told|tells) (?:the )?$")  # "he told Reuters"
_TURKISH_CASE = re.compile(
    r"'(?:([dt][ae]n)|[dt][ae]|y?[ae])\b"
)  # "Özbekistan'da": in; "Özbekistan'dan": from
_EMBASSY = re.compile(
    r"\b(?:[Ee]mbassy of|[Пп]осольств\w+)\s(?:the\s)?\S+(?:\s[A-Z]\S+)?\s(?:in|в)\s(?:the\s)?$"
)
_OPENS = frozenset({" (", " («", ' ("', " (the "})
_LOWER_WORD = re.compile(r"(?<!\w)[^\W\d_A-ZА-Я]\w*")
GAP_TO_NAME = 45
_ARTICLES = (
    "The ",
    "the ",
    "Der ",
    "der ",
    "Die ",
    "die ",
    "Das ",
    "das ",
    "El ",
    "el ",
    "La ",
    "la ",
    "Le ",
    "le ",
)
SENTENCES_BACK = 4
SITE_DATELINE, SITE_TOWN, SITE_IN, SITE_STATE = (
    1.0,
    1.5,
    1.0,
    1.0,
)  # what tells where a document's deals stand
SITE_LEAST, SITE_LEAD = 2.0, 1.0
_INSIDE = frozenset({"in", "at", "near", "across", "в", "во", "на", "en", "à", "au", "bei"})
SENTENCES_OF_PAIR = 60  # a text that names a third country only behind these is still about two
SENTENCES_OF_SITE = 20  # where a document plays is told in these
SENTENCES_MET = 12  # whoever takes part is introduced in these


@dataclass(frozen=True, slots=True)
class Actor:
    """One mention of somebody who can supply or receive: an organisation, a country, "Chinese lenders"."""

    start: int
    end: int
    code: str | None  # country or group; None where the text and the tables do not say
    name: Name | None = None
    place: Place | None = None
    hint: str = ""  # supplier, investor, funder, buyer, government: the side that its own words give it
    preposition: str = ""  # the word right before it, when that is a preposition
    is_speaker: bool = False  # a state that only says something: "the Kyrgyz cabinet said"

    @property
    def is_company(self) -> bool:
        """A company, bank, fund or state firm with a name."""
        return self.name is not None and self.name.is_company


@dataclass(slots=True)
class Cast:
    """One document with who is named in it. A sentence is looked at when first asked for, and only once."""

    text: str
    layout: Layout
    place_words: PlaceWords
    party_words: PartyWords
    language: str = "en"
    publisher: str | None = None
    title: str | None = None
    side_weights: SideWeights = field(default_factory=SideWeights)
    party_weights: PartyWeights = field(default_factory=PartyWeights)
    known: dict[str, Name] = field(default_factory=dict)  # names met so far, by their text
    _plain: str = ""
    _places: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    _names: dict[int, tuple[Name, ...]] = field(default_factory=dict)
    _actors: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    _companies: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    _makers: dict[int, dict[str, float]] = field(default_factory=dict)
    _cues: dict[int, tuple[list[Hit], list[Hit], list[Hit]]] = field(default_factory=dict)
    _dateline: tuple[int, str | None] | None = None
    _unions: dict[str, str] | None = (
        None  # country of a union's seat -> the union, where the text is about it
    )
    _met: tuple[str, ...] | None = None  # countries
    _site: tuple[str | None] | None = None
    _is_introduced: bool = False
    last: tuple[str | None, str | None] = (None, None)  # the sides of the figure before
    last_kind: str = ""
    last_trade: tuple[str | None, str | None] = (
        None,
        None,
    )  # whose trade the figure before was, and with whom
    host: str | None = None  # where the last deal or investment went
    last_loan: tuple[int, tuple[Name, ...]] | None = None  # where the last loan stands, and its borrowers
    is_host_told: bool = False  # by its own words, not only by the sentences around
    last_names: frozenset[str] = frozenset()  # canonical names of its parties
    often: Counter[str] | None = None  # country -> how many of the first sentences name it
    two_sided: dict[Span, bool] = field(
        default_factory=dict
    )  # sentence -> whether a price or an order is told
    traits: dict[int, tuple[bool, list[str]]] = field(default_factory=dict)  # of names, by where they begin
    chosen_at: dict[int, tuple[Name, ...]] = field(
        default_factory=dict
    )  # sentence -> parties of its last deal

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
        is_town = place.kind in ("capital", "city") and place.text.lower().startswith(_SEAT_NAMES)
        if place.code not in _SEATS or not is_town:
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
            and name.is_company
            and not roles
            and not self._is_place_word(name)
        ):
            self.known.setdefault(first, name)

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

    def actors(self, number: int) -> tuple[Actor, ...]:
        """Organisations and places of a sentence, in reading order; a nationality is part of its organisation."""
        found = self._actors.get(number)
        if found is None:
            self._introduce()
            found = self._actors[number] = self._find_actors(number)
        return found

    def companies(self, number: int) -> tuple[Actor, ...]:
        """The companies, banks, funds and state firms with a name among the actors of a sentence."""
        found = self._companies.get(number)
        if found is None:
            found = self._companies[number] = tuple(one for one in self.actors(number) if one.is_company)
        return found

    def makers(self, number: int) -> dict[str, float]:
        """Sectors of the known companies of a sentence: a railway builder hints at rail."""
        sectors = self._makers.get(number)
        if sectors is None:
            sectors = self._makers[number] = {}
            for name in self.names(number):
                if name.type == "company":
                    known = self.party_words.organisations.find(
                        plain(name.canonical), (0, len(name.canonical))
                    )
                    if known and known[0][2].sector:
                        sectors[known[0][2].sector] = 1.0
        return sectors

    def _introduce(self) -> None:
        """Learn from "the Danish company" which country the one company without a country is from."""
        if self._is_introduced:
            return
        self._is_introduced = True
        met = range(min(len(self.layout.sentences), SENTENCES_MET))
        nations: dict[str, str] = {}
        for number in met:
            names = self.names(number)
            for place in self.places(number):
                if place.kind != "adjective" or place.code in self.place_words.groups:
                    continue
                words = _NEXT_WORD.match(self.plain, place.end)
                if words is None or not self.plain.endswith(_ARTICLES, 0, place.start):
                    continue
                is_firm = any(self.party_words.roles(w) & COMPANY_NOUNS for w in words.groups() if w)
                if not is_firm or any(0 <= name.start - place.end <= GAP_TO_NAME for name in names):
                    continue
                unknown = {
                    name.canonical
                    for before in range(max(0, number - 2), number + 1)
                    for name in self.names(before)
                    if name.is_company
                    and name.country is None
                    and name.type != "development_bank"
                    and name.end <= place.start
                }
                if len(unknown) == 1:
                    nations.setdefault(unknown.pop(), place.code)
        for number in met:  # a headline names a firm before the text tells where it is from
            self._names[number] = tuple(
                replace(name, country=nations.get(name.canonical) or self._known_country(name))
                if name.country is None
                else name
                for name in self.names(number)
            )
            for name in self._names[number]:
                self._learn(name)

    def _find_actors(self, number: int) -> tuple[Actor, ...]:
        names = self.names(number)
        actors = [
            Actor(
                n.start,
                n.end,
                n.country or self._known_country(n),
                n,
                None,
                "event" if is_passed_over(self.plain, n.start, n.end) else n.usual_role,
                self._preposition(n.start),
                n.type == "government" and self._says_so(n.start),
            )
            for n in names
        ]
        places = [
            place
            for place in self.places(number)
            if not any(
                (n.start < place.end and place.start < n.end) or self._belongs(place, n) for n in names
            )
        ]
        hints = [self._hint(place) for place in places]
        for at in range(len(places) - 2, -1, -1):
            # "French and Kazakh companies": the noun is said once for both.
            if (
                not hints[at]
                and self.plain[places[at].end : places[at + 1].start] in _AND
                and places[at + 1].kind in _BARE
                and places[at].kind in _BARE
            ):
                hints[at] = hints[at + 1]
        end = self.span(number)[1]
        for place, hint in zip(places, hints, strict=True):
            is_speaker = hint in ("", "government", "buyer") and self._speaks(place, end)
            if is_passed_over(self.plain, place.start, place.end):
                hint = "event"
            actors.append(
                Actor(
                    place.start,
                    place.end,
                    place.code,
                    None,
                    place,
                    hint,
                    self._preposition(place.start),
                    is_speaker,
                )
            )
        actors.sort(key=lambda actor: actor.start)
        return tuple(actors)

    def _speaks(self, place: Place, end: int) -> bool:
        if _EMBASSY.search(self.plain, max(0, place.start - 50), place.start):
            return False  # "the embassy of Japan in Kenya announces": what it says is of Kenya
        if _SAYS.match(self.plain, place.end, min(end, place.end + 75)):
            return True
        return _ACCORDING.search(self.plain, max(0, place.start - 40), place.start) is not None

    def speaks(self, actor: Actor) -> bool:
        """Whether a verb of saying follows: "Boeing said"."""
        return _SAYS.match(self.plain, actor.end, actor.end + 40) is not None

    def is_source(self, actor: Actor) -> bool:
        """ "По расчётам Центробанка", "according to Rystad": who only says it."""
        return self._says_so(actor.start)

    def _says_so(self, start: int) -> bool:
        return (
            _ACCORDING.search(self.plain, max(0, start - 40), start) is not None
            or _TOLD.search(self.plain, max(0, start - 12), start) is not None
        )

    def _known_country(self, name: Name) -> str | None:
        met = self.known.get(name.text)
        return met.country if met else None

    def _belongs(self, place: Place, name: Name) -> bool:
        """Whether a place only says where an organisation is from: "Danish supplier Medisund", "KTZ, Kazakhstan's railway"."""
        gap = name.start - place.end
        if (
            place.kind == "adjective"
            and 0 <= gap <= GAP_TO_NAME
            and name.country
            and name.usual_role != "funder"
        ):
            between = self.text[place.end : name.start]
            is_phrase = not any(sign in between for sign in ",.;:()")
            if is_phrase and not any(map(self._is_preposition, between.lower().split())):
                return name.is_company  # "Turkish-German carrier SunExpress"
        if place.code != name.country:
            return False
        if 0 <= gap <= GAP_TO_NAME:
            between = self.text[place.end : name.start]
            bare = between.removeprefix("'s").removeprefix("’s")
            if any(sign in bare for sign in ",.;:()") or " and " in bare:
                return False
            if self.party_words.roles(bare.strip()) & COMPANY_NOUNS:
                return True  # "Hong Kong investor Jade Harvest"
            return place.kind in ("adjective", "demonym") or bare != between or place.text in SHORT_NAMES
        if 0 <= place.start - name.end <= 12:
            between = self.text[name.end : place.start]
            return between in (" (", ", ", " of ", " from ", ", from ", ", a ", ", the ", ", an ")
        return False

    def _hint(self, place: Place) -> str:
        """The side that the noun behind a country gives it: "Chinese lenders", "Kazakh airline", "U.S. firms"."""
        if place.kind == "demonym":
            return "supplier"  # "the Americans bought": people of a country act as its business
        found = _NEXT_WORD.match(self.plain, place.end)
        if found is None:
            return ""
        is_town = place.kind in ("capital", "city", "region") and place.text[0].isupper()
        is_owned = self.plain.startswith("'s", place.end)
        if place.kind == "name" and not is_owned and place.text not in SHORT_NAMES:
            is_town = True  # "gives Moldova a grant": the noun behind a name is not its own
        for word in found.groups():
            if not word or self._is_preposition(word.lower()):
                break
            roles = self.party_words.roles(word.lower()) | self.party_words.roles(word)
            for role, hint in _HINTS:
                if role in roles and (hint == "event" or not is_town or self._is_from_town(place, role)):
                    return hint
        return ""

    def _is_from_town(self, place: Place, role: str) -> bool:
        """ "the Bratislava lender", "a club of Seoul banks": a firm by its town, and not what stands in the town."""
        if place.kind == "name" or role not in COMPANY_NOUNS:
            return False
        return (
            self.plain.endswith(_ARTICLES, 0, place.start) or self._preposition(place.start) in _NOT_PLACING
        )

    def _end_of_word(self, start: int) -> int:
        end = start
        while end < len(self.plain) and self.plain[end].isalnum():
            end += 1
        return end

    def _is_preposition(self, word: str) -> bool:
        return not PREPOSITIONS.isdisjoint(self.party_words.roles(word))

    def _preposition(self, start: int) -> str:
        if self.language == "tr":
            suffix = _TURKISH_CASE.match(self.plain, self._end_of_word(start))
            if suffix:
                return "from" if suffix[1] else "in"
        first = self.span(self.layout.at(start))[0]
        found = _LAST_WORD.search(self.plain, max(first, start - 14), start)
        word = found[1].lower() if found else ""
        if word in ("the", "a") and found:
            before = _LAST_WORD.search(self.plain, max(first, start - 24), found.start())
            word = before[1].lower() if before else ""
        return word if self._is_preposition(word) else ""

    # ---- the document as a whole

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

    @property
    def pair(self) -> tuple[str, ...]:
        """The two countries of a document that names exactly two; empty for all others."""
        found = list(self._countries_met())
        if len(found) == 1 and self.dateline and self.dateline not in (*found, *self.place_words.groups):
            found.append(self.dateline)
        return tuple(found) if len(found) == 2 else ()

    @property
    def only_country(self) -> str | None:
        """The country of a document that names no other, in places or by its organisations."""
        found = {*self._countries_met(), *([self.dateline] if self.dateline else [])}
        return found.pop() if len(found) == 1 else None

    def _countries_met(self) -> tuple[str, ...]:
        """The first countries that the document names, in places or by its organisations; past two it is not read on."""
        if self._met is None:
            groups = self.place_words.groups
            found: dict[str, None] = {}
            for number in range(min(len(self.layout.sentences), SENTENCES_OF_PAIR)):
                for place in self.places(number):
                    if place.code not in groups:
                        found.setdefault(place.code)
                if number < SENTENCES_MET:
                    for name in self.names(number):
                        if name.country:
                            found.setdefault(name.country)
                if len(found) > 2:
                    break
            self._met = tuple(found)
        return self._met

    def other_of_pair(self, code: str | None) -> str | None:
        """The other country of a document about two."""
        return next((other for other in self.pair if other != code), None) if code in self.pair else None

    @property
    def home(self) -> str | None:
        """The country of "the republic" and of statistics without a name: dateline, else the city of the headline."""
        if self.dateline and self.dateline not in self.place_words.groups:
            return self.dateline
        if self.layout.headline:
            for place in self.places(self.layout.at(self.layout.headline[0])):
                is_owner = self.plain.startswith("'s", place.end)
                if place.kind in ("capital", "city", "region") and not is_owner:
                    return place.code
        return None

    @property
    def site(self) -> str | None:
        """The country in which the document's places, ministries and dateline stand; None where none leads clearly."""
        if self._site is None:
            self._site = (self._find_site(),)
        return self._site[0]

    def _find_site(self) -> str | None:
        weights: dict[str, float] = {}
        groups = self.place_words.groups
        if self.dateline and self.dateline not in groups:
            weights[self.dateline] = SITE_DATELINE
        for number in range(min(len(self.layout.sentences), SENTENCES_OF_SITE)):
            for actor in self.actors(number):
                code, place = actor.code, actor.place
                if code is None or code in groups or actor.is_speaker:
                    continue
                weight = 0.0
                if place is not None and place.kind in ("city", "region", "capital"):
                    weight = SITE_TOWN
                if (
                    place is not None
                    and (actor.preposition or place.kind == "name")
                    and actor.hint != "event"
                ):
                    weight += SITE_IN if actor.preposition in _INSIDE else 0.0
                if actor.hint == "government" or (actor.name is not None and actor.name.type == "government"):
                    weight += SITE_STATE
                if weight:
                    weights[code] = weights.get(code, 0.0) + weight
        if not weights:
            return None
        ranked = sorted(weights.items(), key=lambda item: -item[1])
        second = ranked[1][1] if len(ranked) > 1 else 0.0
        (code, most) = ranked[0]
        return code if most >= SITE_LEAST and most >= second + SITE_LEAD else None

    def countries(self, number: int, *, with_speakers: bool = False) -> list[str]:
        """Countries named in a sentence, each once; groups, and states that only say something, left out."""
        groups = self.place_words.groups
        return list(
            dict.fromkeys(
                a.code
                for a in self.actors(number)
                if a.code
                and a.code not in groups
                and (with_speakers or not (a.is_speaker or a.hint == "event"))
            )
        )


def _is_made_of(short: str, full: str) -> bool:
    """ "Exim Bank" of "Export-Import Bank of India": the words of the short form begin or are words of the full one."""
    words, others = short.lower().split(), re.split(r"[\s-]", full.lower())
    return len(words) > 1 and any(word in others for word in words) and short[0].lower() == full[0].lower()


_HINTS = (
    ("event", "event"),
    ("noun_supplier", "supplier"),
    ("noun_investor", "investor"),
    ("noun_funder", "funder"),
    ("noun_buyer", "buyer"),
    ("thing_supplier", "supplier"),
    ("thing_buyer", "buyer"),
    ("government", "government"),
    ("noun_any", "supplier"),
)
_SEATS = {"BEL": "EUU"}
_SEAT_NAMES = ("brus", "brux", "brüs", "брюс")
OPENING = 3000  # characters in which it is told what a text is about
_TABLES = {"party": 1, "trade": 2}
_AND = frozenset({" and ", " and the ", " и ", ", ", " & ", " et ", " y ", " und ", " ve "})
_NOT_PLACING = frozenset({"", "by", "of", "with"})
SHORT_NAMES = frozenset({"U.S.", "US", "UK", "U.K.", "UAE"})  # used as adjectives: "US firms"
PREPOSITIONS = frozenset({"preposition", "preposition_to"})
_BARE = frozenset({"adjective", "demonym"})
