"""Who stands before and behind words of direction, and whether a word is a verb or a noun there."""

import re
from collections.abc import Sequence
from itertools import pairwise

from etl.rules.actors import Actor
from etl.rules.balance import LIST
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.lexicon import Hit
from etl.rules.name_surroundings import COMPANY_NOUNS
from etl.rules.sought import Sought

REACH_LEFT = 140
REACH_BEHIND = 60  # characters between a verb and the subject behind it
_PARTICIPLES = (
    "ed",
    "built",
    "given",
    "lent",
    "put",
    "set",
    "laid",
    "taken",
    "made",
    "sold",
    "bought",
    "spent",
    "won",
)
_IS_DONE = re.compile(r"\b(?:be|been|being|is|are|was|were)\s(?:\w+ly\s|also\s|now\s|to\sbe\s|all\s)?$")
_ORDERS_FROM = frozenset({"order from", "orders from"})
_VERB_BEFORE_ORDER = Sought(r"\b(?:to|will|would|may|can|could|also|and|they|we|not)\s$")
_DONE_BY = frozenset({"buys", "bought", "acquires", "supplies"})
_BY_WHOM = re.compile(
    r"\s(?:(?:last|this|in|on|earlier|also|again)\s(?:[\w’']+\s){0,2}?|(?:an?|the|this|another)\s(?:[\w-]+\s){0,3}(?:contract|order|job|deal|tender|concession)\s)?by\s(?!\d|the end|early|late|mid|a year)"
)
_HAS_DONE = re.compile(r"\b(?:has|have|had)\s(?:\w+ly\s|also\s|now\s|already\s)?$")
_OWNER = re.compile(r"\s(?:the\s)?(?:\w+['’]s\s)$")
_ROUTE = re.compile(r"^\s?[-–—/]\s?$")
_ORDER = Sought(r"\border|contract|deal|tender|заказ|контракт|commande|contrato|Auftrag", re.I)
_UP_TO_SELLER = re.compile(r"\bfrom\b|\bfor\b|,|\bу\b|\bза\b")
_ASSET_WORDS = re.compile(r"[\w%-]+")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:the|an?|this|that|its|their|his|each|every|of|in|for|under|from|by|new|joint|firm|first|second|investment|state|pension|export|largest|biggest|initial|draft)|\d[\d.,]*|billion|million|bn|dollar|euro|-)[\s-]$",
    re.I,
)
_VERB_BEFORE = re.compile(
    r"(?:\b(?:to|will|would|shall|may|might|can|could|should|must|also|jointly|and|or|not|they|we)|s)\s$",
    re.I,
)
_RELATIVE = re.compile(r"\b(?:which|that|who|котор\w+)\s(?:\w+\s)?$")
_AND_VERB = re.compile(r"(?:\band\s|,\s|\bи\s)(?:\w+\s){0,2}$")
_HEAD = re.compile(r"(\w+)\s(?:[А-ЯЁа-яё-]+(?:ой|ого|их|ых)\s)?$")
_END_OF_CLAUSE = re.compile(r"[;:]|\sа\sтакже\s|,\s(?:а|но|что|где|куда|причем)\s")
_END_OF_PHRASE = re.compile(r"[,;:(—–]|\s-\s")
_END_OR_HELD = re.compile(r"[,;:(—–\d]|\s-\s|\s(?:на|с|со|в|о|об|для|из|у|по|от|за|под|к)\s")
_TURN = re.compile(r";|\bwhile\b|\bwhereas\b|\bа также\b")


def stands_in(actor: Actor, cast: Cast) -> bool:
    """Whether a preposition of place or aim stands before it: "in Kenya", "to Uzbekistan Railways"."""
    if not actor.preposition or (actor.is_company and actor.hint != "buyer"):
        return False
    return "preposition_to" in cast.party_words.roles(actor.preposition)


def ends_before(actor: Actor) -> set[int]:
    """Where a preposition may end that stands right before the actor, an article between them or not."""
    return {actor.start - 1, actor.start - 5, actor.start - 3}


def is_oblique(actor: Actor, cast: Cast) -> bool:
    """Whether its form says that a place is no subject: "Бишкека"; "правительство Грузии" is one all the same."""
    if actor.place is None or not actor.place.cases or "n" in actor.place.cases:
        return False
    head = _HEAD.search(cast.text, max(0, actor.start - 40), actor.start)
    roles = cast.party_words.roles(head[1]) if head else frozenset()
    return not roles & (COMPANY_NOUNS | {"government"})


def is_dative(actor: Actor) -> bool:
    """ "Казахстану поставят", "пообещал Таджикистану": to whom, by the form of the name alone."""
    return actor.place is not None and actor.place.cases == "d" and not actor.preposition


def _subject_by_case(hit: Hit, actors: Sequence[Actor], cast: Cast) -> Actor | None:
    """Where words have cases the subject stands before the verb or behind it, in the verb's own clause."""
    found: Actor | None = None
    # "закупить у": what stands behind is held by the preposition
    is_held = hit.entry.word.endswith((" у", " в", " во", " на", " из", " от", " с", " со", " для"))
    has_noun = any(
        phrase.entry.code.startswith("definite") and 0 <= hit.start - phrase.end <= 12
        for phrase in cast.phrases(cast.layout.at(hit.start))
    )  # "авиакомпания подтвердила заказ на Boeing"
    for actor in actors:
        if actor.preposition or is_oblique(actor, cast) or actor.is_speaker:
            continue
        if actor.end <= hit.start and hit.start - actor.end <= REACH_LEFT:
            if not _END_OF_CLAUSE.search(cast.text, actor.end, hit.start):
                found = actor
        elif found is None and not is_held and not has_noun and 0 <= actor.start - hit.end <= REACH_BEHIND:
            end = _END_OF_PHRASE if actor.place is not None else _END_OR_HELD
            if not end.search(cast.text, hit.end, actor.start):
                return actor
    return found


def subject_of(hit: Hit, actors: Sequence[Actor], cast: Cast) -> Actor | None:
    """The subject of a verb: the nearest actor before it that no preposition holds."""
    if "а" <= hit.entry.word[0] <= "я":
        actors = [actor for actor in actors if not is_oblique(actor, cast) and not actor.is_speaker]
        by_case = _subject_by_case(hit, actors, cast)
        if by_case is not None:
            return by_case
    before = cast.text[max(0, hit.start - 20) : hit.start]
    near = [actor for actor in actors if actor.end <= hit.start]
    if _RELATIVE.search(before):
        near = [actor for actor in near if hit.start - actor.end < 12]
    elif _AND_VERB.search(before):
        # "X takes over Y and will supply Z": the second verb has the first one's subject.
        for actor in near:
            is_near = hit.start - actor.end <= 2 * REACH_LEFT and not _TURN.search(
                cast.text, actor.end, hit.start
            )
            if is_near and not actor.preposition and not _is_possessor(actor, cast) and not actor.is_speaker:
                return actor
    held: Actor | None = None
    for actor in reversed(near):
        if hit.start - actor.end > REACH_LEFT or _TURN.search(cast.text, actor.end, hit.start):
            break
        if not actor.preposition and not _is_possessor(actor, cast):
            return actor
        held = held or actor
    return (
        held
        if held is not None and hit.start - held.end < 40 and held.preposition in ("by", "of", "")
        else None
    )


def with_siblings(actor: Actor, actors: Sequence[Actor], cast: Cast) -> list[Actor]:
    """An actor and those before it in the same list: "Microsoft and G42 invest"."""
    found = [actor]
    for other in reversed(actors):
        if other.end <= found[-1].start:
            if not LIST.match(cast.text[other.end : found[-1].start]):
                break
            found.append(other)
    return found


def with_followers(actor: Actor, actors: Sequence[Actor], cast: Cast) -> list[Actor]:
    """A place and those behind it in the same list: "in Mombasa, Kampala and Kigali"."""
    found = [actor]
    for other in actors:
        if other.start >= found[-1].end and other.place is not None and actor.place is not None:
            if not LIST.match(cast.text[found[-1].end : other.start]):
                break
            found.append(other)
    return found


def _is_possessor(actor: Actor, cast: Cast) -> bool:
    return actor.place is not None and cast.text[actor.end : actor.end + 2] in ("'s", "’s")


def objects_of(hit: Hit, actors: tuple[Actor, ...], cast: Cast, reach: int) -> list[Actor]:
    """The actor behind words of direction, with those that stand in one list with it."""
    found: list[Actor] = []
    for actor in actors:
        if actor.start < hit.end:
            continue
        if not found:
            gap = cast.text[hit.end : actor.start]
            gap = _OWNER.sub(" ", gap)
            if len(gap) > reach or _TURN.search(cast.text, hit.end, actor.start):
                break
            found.append(actor)
        elif _goes_on(found[-1], actor, cast):
            found.append(actor)
        else:
            break
    return found


def _goes_on(one: Actor, two: Actor, cast: Cast) -> bool:
    """Whether two actors stand in one list; a comma alone joins names or countries, never one with the other."""
    joint = cast.text[one.end : two.start]
    is_alike = (one.place is None) == (two.place is None)
    return LIST.match(joint) is not None and (is_alike or joint.strip() != ",")


def is_passive(hit: Hit, cast: Cast) -> bool:
    """ "is carried out", "was built": what is said of its subject is done to it."""
    word = hit.entry.word.partition(" ")[0]
    if not word.endswith(_PARTICIPLES):
        return False
    return _IS_DONE.search(cast.text, max(0, hit.start - 24), hit.start) is not None


def has_agent(hit: Hit, cast: Cast) -> bool:
    """ "was picked by", "ordered last year by": who does it is named behind the participle."""
    word = hit.entry.word
    if not word.partition(" ")[0].endswith(_PARTICIPLES) or hit.entry.code not in _DONE_BY:
        return False
    behind = _BY_WHOM.match(cast.text, hit.end)
    if behind is None:
        return False
    before = cast.text[max(0, hit.start - 24) : hit.start]
    return _HAS_DONE.search(before) is None


def is_noun(hit: Hit, cast: Cast) -> bool:
    """ "the order", "a joint fund": a noun here, not what somebody does."""
    before = cast.text[max(0, hit.start - 16) : hit.start]
    if _NOUN_BEFORE.search(before):
        return True
    word = hit.entry.word
    if "also_noun" not in cast.party_words.roles(word) or (word.endswith("s") and not word.endswith("ss")):
        return False
    return _VERB_BEFORE.search(before) is None


def is_paid(hit: Hit, actor: Actor, context: Context, chosen: Chosen, cast: Cast) -> bool:
    """ "the partner receives $35 million of that": who is paid supplies."""
    if hit.entry.code != "buys" or chosen.is_financing or not actor.is_company:
        return False
    return "paid" in cast.party_words.roles(hit.entry.word) and 0 <= context.amount[0] - hit.end <= 24


def is_won(hit: Hit, cues: Sequence[Hit], cast: Cast) -> bool:
    """ "won an order from X": X is the customer."""
    return any(
        won.entry.code == "obtains"
        and 0 < hit.start - won.end < 80
        and _ORDER.search(cast.text, won.end, hit.start)
        for won in cues
    )


def is_order_noun(hit: Hit, cast: Cast, actors: Sequence[Actor]) -> bool:
    """ "reckons with orders from Turkmenistan": whoever orders is named behind; "X orders from Y" is a verb."""
    if hit.entry.word not in _ORDERS_FROM:
        return False
    return not (
        any(actor.end + 1 == hit.start for actor in actors)
        or _VERB_BEFORE_ORDER.search(cast.text, max(0, hit.start - 16), hit.start)
    )


def buys_asset(hit: Hit, cast: Cast, number: int) -> bool:
    """Who buys a company, a plant or a stake invests there; who buys jets receives them."""
    stop = min(cast.span(number)[1], hit.end + 60)
    words = _UP_TO_SELLER.split(cast.text[hit.end : stop])[0]
    if "а" <= hit.entry.word[0] <= "я":  # "Сеть клиник купит холдинг": what is bought may stand in front
        words = cast.text[max(cast.span(number)[0], hit.start - 60) : hit.start].rsplit(",", 1)[-1] + words
    return any("asset" in cast.party_words.roles(word) for word in _ASSET_WORDS.findall(words)[:10])


def buys_wares(hit: Hit, cast: Cast, number: int) -> bool:
    """ "will acquire 103 new Boeing aircraft", "took over a pair of tugboats": goods, no firm and no plant."""
    stop = min(cast.span(number)[1], hit.end + 60)
    words = _ASSET_WORDS.findall(_UP_TO_SELLER.split(cast.text[hit.end : stop])[0])[:8]
    roles = [cast.party_words.roles(word) for word in words]
    return any("ware" in each for each in roles) and not any("asset" in each for each in roles)


def find_routes(actors: tuple[Actor, ...], cast: Cast) -> set[int]:
    """Countries that only name a thing between them: the China-Kyrgyzstan-Uzbekistan railway."""
    found: set[int] = set()
    for one, two in pairwise(actors):
        if not (one.place and two.place) or one.code == two.code:
            continue
        is_named = one.place.kind == "name" == two.place.kind
        if is_named and _ROUTE.match(cast.text[one.end : two.start]):
            found |= {id(one), id(two)}
    if len(found) > 2:
        return found
    for one, two in pairwise(actors):
        # "from Kashgar through Kyrgyzstan to Uzbekistan"
        is_way = one.preposition in ("from", "из", "от") and two.preposition in ("through", "via", "через")
        if is_way and one.place and two.place:
            return {id(actor) for actor in actors if actor.start >= one.start and actor.place}
    return set()
