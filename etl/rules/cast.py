"""Who and where in one document as a whole: where it plays, between whom, and what its figures so far were about."""

from collections import Counter
from dataclasses import dataclass, field

from etl.rules.actors import SENTENCES_MET, Acting
from etl.rules.context import Span
from etl.rules.naming import Name
from etl.rules.party_choice import PartyWeights
from etl.rules.said import Said
from etl.rules.side_choice import SideWeights

# What tells where a document's deals stand.
SITE_DATELINE, SITE_TOWN, SITE_IN, SITE_STATE = 1.0, 1.5, 1.0, 1.0
SITE_LEAST, SITE_LEAD = 2.0, 1.0
_INSIDE = frozenset({"in", "at", "near", "across", "в", "во", "на", "en", "à", "au", "bei"})
SENTENCES_OF_PAIR = 60  # a text that names a third country only behind these is still about two
SENTENCES_OF_SITE = 20  # where a document plays is told in these


@dataclass(slots=True)
class Cast(Acting):
    """One document with who is named in it, and what the next figure may go on about."""

    side_weights: SideWeights = field(default_factory=SideWeights)
    party_weights: PartyWeights = field(default_factory=PartyWeights)
    _met: tuple[str, ...] | None = None  # countries
    _site: tuple[str | None] | None = None
    last: tuple[str | None, str | None] = (None, None)  # the sides of the figure before
    last_kind: str = ""
    last_trade: tuple[str | None, str | None] = (None, None)  # whose trade it was, and with whom
    host: str | None = None  # where the last deal or investment went
    last_loan: tuple[int, tuple[Name, ...]] | None = None  # where the last loan stands, and its borrowers
    is_host_told: bool = False  # by its own words, not only by the sentences around
    last_names: frozenset[str] = frozenset()  # canonical names of its parties
    often: Counter[str] | None = None  # country -> how many of the first sentences name it
    two_sided: dict[Span, bool] = field(default_factory=dict)  # whether a price or an order is told
    traits: dict[int, tuple[bool, list[str]]] = field(default_factory=dict)  # of names, by where they begin
    said: dict[int, Said] = field(default_factory=dict)  # by number of the sentence
    callings: dict[int, frozenset[str]] = field(default_factory=dict)  # of names, by where they begin
    beside: dict[Span, tuple[str, ...]] = field(default_factory=dict)  # words next to mentions
    sums: list[int] | None = None  # where the amounts of the whole text begin
    chosen_at: dict[int, tuple[Name, ...]] = field(default_factory=dict)  # parties of a sentence's last deal

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
