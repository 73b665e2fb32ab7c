"""One stretch of text -> who sends goods and who takes them, by the words of trade statistics in it.

"Kazakh exports to Italy", "imports of Italian wine", "импорт Казахстана из Италии", "Italy bought ... from Kenya",
"trade with Russia": the noun has an owner, prepositions and verbs give a side, "with" gives a partner.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from etl.rules.actors import SHORT_NAMES, Actor
from etl.rules.cast import Cast
from etl.rules.context import Span
from etl.rules.lexicon import Hit
from etl.rules.wording import is_noun, is_passive

SEVERAL = "several"  # no single country
WITH = frozenset({"with", "с", "со", "mit", "avec", "con", "ile"})
TO = frozenset({"to", "into", "for", "в", "во", "à", "au", "aux", "a", "nach", "hacia", "vers", "на", "к"})
FROM = frozenset({"from", "out", "из", "de", "aus", "desde", "с", "у", "от", "depuis"})
BY = frozenset({"of", "by", "von", "der", "du", "del"})
INSIDE = frozenset({"in", "en", "at"})
BEFORE_NOUN, BEHIND_NOUN = 30, 16  # characters between an owner and "exports", and behind it
SUBJECT_REACH, OBJECT_REACH = 60, 70  # characters between a verb of trade and who does it, and to whom
GOODS_REACH = 32  # characters between "imports of" and the nationality of the goods
SELLS = frozenset({"sells", "supplies", "supplies_to"})
BUYS = frozenset({"bought", "buys", "buys_from"})
_STOPS = re.compile(r"[.;:(),—–]|\s(?:to|from|with|by|and|while|в|из|с|и|а|на)\s")
_BETWEEN = re.compile(r"\b(?:between|among|между|zwischen|entre)\s(?:the\s|our\s)?(?:\w+\s){0,2}$", re.I)
_AND = re.compile(r"^\s?(?:,|&|and|и|und|et|y|ve)\s(?:the\s)?$|^\s?[-–—/]\s?$", re.I)
_LOCATIVE = ("е", "ии", "ах", "ях")  # "в России" is a place, "в Россию" a way
_PLACE_CASES = frozenset("i")


@dataclass(slots=True)
class Sides:
    """What one stretch of text says of the way of goods; None where it says nothing."""

    exporter: str | None = None
    importer: str | None = None
    owner: str | None = None  # whose trade it is
    partner: str | None = None  # with whom; SEVERAL where with many
    bare: list[str] = field(default_factory=list)  # countries without any of these
    pair: tuple[str, str] | None = None  # "between Kenya and Ghana"
    teller: str | None = None  # the owner of any of the nouns: whose statistics these are
    has_noun: bool = False  # "exports", "imports" or "trade" is said

    @property
    def is_of_trade(self) -> bool:
        """Whether the words speak of trade at all: of a contract a company's home says nothing here."""
        return self.has_noun or (self.exporter is not None and self.importer is not None)

    def home(self, kind: str) -> str | None:
        """Whose exports, imports or trade it is."""
        if kind == "export":
            return self.exporter or self.owner
        if kind == "import":
            return self.importer or self.owner
        return self.owner

    def other(self, kind: str) -> str | None:
        """The country at the other end."""
        side = {"export": self.importer, "import": self.exporter}.get(kind)
        return side or self.partner


def read_sides(cast: Cast, at: int, span: Span) -> Sides:
    """Read the words of trade between two places of sentence `at`."""
    sides = Sides()
    actors = [actor for actor in cast.actors(at) if _is_country(actor, cast, span)]
    words = [hit for hit in cast.trade(at) if span[0] <= hit.start < span[1]]
    nouns = [hit for hit in words if hit.entry.code in ("exports", "imports", "trade")]
    if any(hit.entry.code == "abroad" for hit in words):
        sides.partner = SEVERAL
    sides.has_noun = bool(nouns)
    taken: set[int] = set()
    _read_pair(sides, actors, cast, taken)
    _read_owners(sides, nouns, actors, cast, taken)
    _read_verbs(sides, actors, cast, at, span, taken)
    for actor in actors:
        is_free = id(actor) not in taken and not actor.preposition and actor.hint == "supplier"
        if is_free and actor.place is not None and actor.place.kind == "adjective":
            taken.add(id(actor))  # "туда ушло грузинской продукции": whose goods they are
            sides.exporter = sides.exporter or _code(actor, cast)
    _read_prepositions(sides, [actor for actor in actors if id(actor) not in taken], cast)
    sides.bare = [
        actor.code
        for actor in actors
        if id(actor) not in taken and not actor.preposition and actor.code and not actor.is_speaker
        if not is_several(actor.code, cast)
    ]
    return sides


def is_several(code: str | None, cast: Cast) -> bool:
    """A group of countries, or many."""
    return code == SEVERAL or code in cast.place_words.groups


def _is_country(actor: Actor, cast: Cast, span: Span) -> bool:
    if actor.code is None or actor.is_company or not span[0] <= actor.start < span[1]:
        return False
    return actor.hint != "event" and not (actor.is_speaker and actor.name is not None)


def _code(actor: Actor, cast: Cast) -> str:
    return SEVERAL if is_several(actor.code, cast) else actor.code or SEVERAL


def _is_adjective(actor: Actor, cast: Cast) -> bool:
    if actor.place is None:
        return False
    is_owned = cast.text[actor.end : actor.end + 2] in ("'s", "’s", "s'", "s’")
    return actor.place.kind in ("adjective", "demonym") or is_owned or actor.place.text in SHORT_NAMES


def _read_pair(sides: Sides, actors: list[Actor], cast: Cast, taken: set[int]) -> None:
    """ "Between Kenya and Ghana", "Kenya–Ghana trade": both, whatever stands around."""
    for one, two in pairwise(actors):
        gap = cast.text[one.end : two.start]
        if one.code == two.code or not _AND.match(gap) or is_several(one.code, cast):
            continue
        is_between = _BETWEEN.search(cast.text, max(0, one.start - 40), one.start) is not None
        is_joined = not gap.strip(" ").isalpha() and "," not in gap and one.place is not None
        if is_between or is_joined:
            taken.update((id(one), id(two)))
            if is_several(two.code, cast):
                sides.owner, sides.partner = one.code, SEVERAL
            elif one.code and two.code:
                sides.pair = (one.code, two.code)
            return


def _read_owners(sides: Sides, nouns: list[Hit], actors: list[Actor], cast: Cast, taken: set[int]) -> None:
    """ "Kazakhstan's oil exports", "exports of Kazakhstan", "imports of Italian wine"."""
    for noun in nouns:
        owner = _owner_before(noun, actors, cast, taken) or _owner_behind(noun, actors, cast, taken)
        if owner is not None:
            taken.add(id(owner))
            _own(sides, noun.entry.code, _code(owner, cast))
        for actor in actors:
            gap = actor.start - noun.end
            if id(actor) in taken or not 0 <= gap <= GOODS_REACH or not _is_adjective(actor, cast):
                continue
            if noun.entry.code != "trade" and not _STOPS.search(cast.text, noun.end, actor.start - 1):
                taken.add(id(actor))  # the nationality of goods is that of who sends them
                sides.exporter = sides.exporter or _code(actor, cast)


def _own(sides: Sides, noun: str, code: str) -> None:
    sides.teller = sides.teller or code
    if noun == "exports":
        sides.exporter = sides.exporter or code
    elif noun == "imports":
        sides.importer = sides.importer or code
    else:
        sides.owner = sides.owner or code


def _owner_before(noun: Hit, actors: list[Actor], cast: Cast, taken: set[int]) -> Actor | None:
    for actor in reversed(actors):
        if actor.end > noun.start or id(actor) in taken:
            continue
        gap = cast.text[actor.end : noun.start]
        if len(gap) > BEFORE_NOUN or _STOPS.search(gap):
            return None
        is_held = actor.preposition in WITH | FROM | TO and not _is_adjective(actor, cast)
        return None if is_held or not (_is_adjective(actor, cast) or gap.strip() == "") else actor
    return None


def _owner_behind(noun: Hit, actors: list[Actor], cast: Cast, taken: set[int]) -> Actor | None:
    for actor in actors:
        if actor.start < noun.end or id(actor) in taken:
            continue
        gap = cast.text[noun.end : actor.start]
        if len(gap) > BEHIND_NOUN or _is_adjective(actor, cast) or _STOPS.search(gap.removesuffix(" ")):
            return None
        is_genitive = actor.place is not None and "g" in actor.place.cases and not actor.preposition
        return actor if actor.preposition in BY or is_genitive else None
    return None


def _read_verbs(sides: Sides, actors: list[Actor], cast: Cast, at: int, span: Span, taken: set[int]) -> None:
    """ "Kenya sold goods to Ghana for ...", "Ghana bought Kenyan tea": who acts, and whose goods."""
    for hit in cast.cues(at):
        if not span[0] <= hit.start < span[1] or hit.entry.code not in SELLS | BUYS:
            continue
        if " " not in hit.entry.word and is_noun(hit, cast):
            continue
        sells = hit.entry.code in SELLS
        if not is_passive(hit, cast):
            subject = _subject(hit, actors, taken)
            if subject is not None:
                taken.add(id(subject))
                if sells:
                    sides.exporter = sides.exporter or _code(subject, cast)
                else:
                    sides.importer = sides.importer or _code(subject, cast)
        for actor in actors:
            if id(actor) in taken or not 0 <= actor.start - hit.end <= OBJECT_REACH:
                continue
            if _is_adjective(actor, cast) and not actor.preposition and actor.hint != "buyer":
                taken.add(id(actor))
                sides.exporter = sides.exporter or _code(actor, cast)
            elif actor.place is not None and actor.place.cases == "d":
                taken.add(id(actor))
                sides.importer = sides.importer or _code(actor, cast)


def _subject(hit: Hit, actors: list[Actor], taken: set[int]) -> Actor | None:
    for actor in reversed(actors):
        if actor.end > hit.start or id(actor) in taken:
            continue
        if hit.start - actor.end > SUBJECT_REACH:
            return None
        oblique = actor.place is not None and actor.place.cases and "n" not in actor.place.cases
        if not actor.preposition and not oblique:
            return actor
    return None


def _read_prepositions(sides: Sides, actors: Iterable[Actor], cast: Cast) -> None:
    before: Actor | None = None
    for actor in actors:
        code, word = _code(actor, cast), actor.preposition
        joined = before is not None and _AND.match(cast.text[before.end : actor.start]) is not None
        if word in WITH and not (word in ("с", "со") and _is_genitive(actor)):
            sides.partner = sides.partner or code
        elif word in FROM and word not in ("de",):
            sides.exporter = sides.exporter or code
        elif word in TO and not _is_inside(actor):
            sides.importer = sides.importer or code
        elif joined and not word and before is not None and before.code != actor.code:
            _join(sides, before, cast)  # "to Kenya and Ghana": to no single country
        before = actor if word else before if joined else None


def _join(sides: Sides, before: Actor, cast: Cast) -> None:
    code = _code(before, cast)
    if before.preposition in TO and sides.importer == code:
        sides.importer = SEVERAL
    elif before.preposition in FROM and sides.exporter == code:
        sides.exporter = SEVERAL
    elif before.preposition in WITH and sides.partner == code:
        sides.partner = SEVERAL


def _is_genitive(actor: Actor) -> bool:
    return actor.place is not None and actor.place.cases == "g"


def _is_inside(actor: Actor) -> bool:
    """ "В России": where something happened, not where goods went."""
    if actor.preposition not in ("в", "во", "на") or actor.place is None:
        return False
    return bool(actor.place.cases) and "a" not in actor.place.cases
