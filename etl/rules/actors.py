"""Who acts in each sentence of a document: organisations and countries, each with the side its own words give it."""

import re
from dataclasses import dataclass, field, replace

from etl.rules.gazetteer import plain
from etl.rules.name_surroundings import COMPANY_NOUNS
from etl.rules.named import Named
from etl.rules.naming import Name
from etl.rules.places import Place
from etl.rules.rubrics import is_passed_over, tells_of_losers
from etl.rules.sought import Sought

_NEXT_WORD = re.compile(r"(?:'s|')?[\s-]+(?:[«\"“]?)([\w-]+)(?:[\s-]+([\w-]+))?")
_LAST_WORD = re.compile(r"(?<![\w'])([\w']+)\W*$")
_SAYS = Sought(
    r"[^,.;:]{0,60}?\b(?:said|says|told|stated|announced|reported|reports|explained|informs?|noted|estimates|shows?|tells|"
    r"сообщ\w+|заяви\w+|отмети\w+|показывает|selon|according)\b"
)
_ACCORDING = Sought(
    r"(?:\bselon\s|according\sto\s|по\s(?:словам|данным|расч[её]там|оценк\w+|подсч[её]там|информации|сведениям|прогнозу|прогнозам|сообщению)\s|laut\s|según\s)(?:\S+\s){0,3}\S{0,3}$",
    re.I,
)
_TOLD = re.compile(r"\b(?:told|tells) (?:the )?$")  # "he told Reuters"
_TURKISH_CASE = re.compile(
    r"'(?:([dt][ae]n)|[dt][ae]|y?[ae])\b"
)  # "Özbekistan'da": in; "Özbekistan'dan": from
_EMBASSY = Sought(r"\b(?:[Ee]mbassy of|[Пп]осольств\w+)\s(?:the\s)?\S+(?:\s[A-Z]\S+)?\s(?:in|в)\s(?:the\s)?$")
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
SENTENCES_MET = 12  # whoever takes part is introduced in these
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
_AND = frozenset({" and ", " and the ", " и ", ", ", " & ", " et ", " y ", " und ", " ve "})
_NOT_PLACING = frozenset({"", "by", "of", "with"})
SHORT_NAMES = frozenset({"U.S.", "US", "UK", "U.K.", "UAE"})  # used as adjectives: "US firms"
PREPOSITIONS = frozenset({"preposition", "preposition_to"})
_BARE = frozenset({"adjective", "demonym"})


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
class Acting(Named):
    """One document with who acts in it."""

    _actors: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    _companies: dict[int, tuple[Actor, ...]] = field(default_factory=dict)
    _makers: dict[int, dict[str, float]] = field(default_factory=dict)
    _is_introduced: bool = False

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
        names, span = self.names(number), self.span(number)
        has_losers = tells_of_losers(self.plain, span)
        actors = [
            Actor(
                n.start,
                n.end,
                n.country or self._known_country(n),
                n,
                None,
                "event" if has_losers and is_passed_over(self.plain, n.start, n.end) else n.usual_role,
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
        for place, hint in zip(places, hints, strict=True):
            is_speaker = hint in ("", "government", "buyer") and self._speaks(place, span[1])
            if has_losers and is_passed_over(self.plain, place.start, place.end):
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
