"""Evidence of who supplies and who receives: words of direction, and what each party usually is."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from etl.rules.cast import Actor, Cast
from etl.rules.companies import Chosen, is_in_other_item
from etl.rules.context import Context
from etl.rules.lexicon import Hit
from etl.rules.pairs import pair_around
from etl.rules.parties import Name

CLAUSE, SENTENCE, ELSEWHERE, SOURCE, FALLBACK, DATELINE = 1.6, 0.8, 0.15, 0.7, 0.5, 0.4
SURE = 0.5  # the weight at which one party alone puts its country on a side
NOT_A_PARTY = 0.1  # organisations of the sentence that take no part in this figure
IN_PLACE, IN_CAPITAL = 0.9, 0.5  # a capital is more often where people met than where a thing is built
LEAST = 0.1  # a country with less weight is not on a side
HINT_SUPPLY, HINT_RECEIVE, OWN_PLACE = 0.5, 0.6, 0.25
BESIDE = 6  # "South Korea (1.7 billion)"
BILATERAL = frozenset({"package", "investment_stock", "investment_flow", "target"})
# On which side of the words the supplier and the recipient stand.
WEAK = frozenset({"", "place", "context", "pair", "dateline", "host", "home_of_two"})
LEFT_OF = {
    "sells": "supply",
    "obtains": "supply",
    "supplies": "supply",
    "supplies_to": "supply",
    "acquires": "supply",
    "bought": "receive",
    "buys": "receive",
    "buys_from": "receive",
}
RIGHT_OF = {
    "bought": "supply",
    "buys": "supply",
    "buys_from": "supply",
    "by_supplier": "supply",
    "supplies_to": "receive",
    "acquires": "receive",
    "to_recipient": "receive",
}
REACH_LEFT = 140
REACH_RIGHT = {
    "bought": 40,
    "buys": 40,
    "buys_from": 30,
    "by_supplier": 30,
    "supplies_to": 40,
    "acquires": 50,
    "to_recipient": 40,
}
ADJOINING = frozenset({"supplies_to", "to_recipient", "by_supplier"})  # their party stands right behind
SHORT = frozenset({"from", "из", "aus", "von"})  # bare prepositions: only what stands right behind them
_OWNER = re.compile(r"\s(?:the\s)?(?:\w+['’]s\s)$")
_ROUTE = re.compile(r"^\s?[-–—/]\s?$")
_LIST = re.compile(r"^(?:,|,?\s(?:and|и|&|y|et|und|ve))\s(?:the\s)?(?:\w+['’]s\s)?$")
_ORDER = re.compile(r"\border|contract|deal|tender|заказ|контракт|commande|contrato|Auftrag", re.I)
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
_OF_STATE = re.compile(r"government|ministry|authorit|правительств|министерств|минист")
_TURN = re.compile(r";|\bwhile\b|\bwhereas\b|\bа также\b")


@dataclass(slots=True)
class Scales:
    """Weights gathered for each country on each side."""

    supply: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    receive: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: list[str] = field(default_factory=list)
    told: dict[tuple[str, str], float] = field(default_factory=dict)  # what words of direction alone say
    receivers: set[str] = field(
        default_factory=set
    )  # names that words of direction put on the receiving side
    worded: dict[tuple[str, str], float] = field(
        default_factory=dict
    )  # the same without what parties usually are
    is_own: bool = False
    is_state_paying: bool = False  # a government is the subject of a verb of giving
    is_multilateral: bool = False
    is_route: bool = False  # the thing runs through several countries
    many: dict[str, set[str]] = field(default_factory=lambda: {"supply": set(), "receive": set()})
    _who: dict[str, dict[str, set[int]]] = field(default_factory=lambda: {"supply": {}, "receive": {}})

    def add(self, side: str, code: str | None, weight: float, rule: str = "", who: int = 0) -> None:
        """Put weight on a side; a party of unknown country weighs nothing."""
        if code is None or not weight:
            return
        if who and weight >= SURE:
            self._who[side].setdefault(code, set()).add(who)
        (self.supply if side == "supply" else self.receive)[code] += weight
        if rule not in WEAK:
            self.told[side, code] = self.told.get((side, code), 0.0) + weight
        if ":" in rule:
            self.worded[side, code] = self.worded.get((side, code), 0.0) + weight
        if rule and rule not in self.rules:
            self.rules.append(rule)

    def has_many(self, side: str, code: str | None) -> bool:
        """Whether a country is one of several that share the side."""
        return code is not None and code in self.many[side]

    def is_both_sided(self, code: str) -> bool:
        """Whether two different parties put one country on both sides."""
        suppliers, recipients = self._who["supply"].get(code, set()), self._who["receive"].get(code, set())
        return bool(suppliers and recipients) and len(suppliers | recipients) > 1


def weigh(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> Scales:
    """Gather the evidence for one figure."""
    scales = Scales()
    _weigh_sentence(scales, context, cast, at, chosen, is_own_sentence=True)
    if not cast.countries(at) and any(name.canonical in cast.last_names for name in chosen.names):
        # The same parties again, and no other country named: the same way.
        scales.add("supply", cast.last[0], 1.2, "as_before")
        scales.add("receive", cast.last[1], 1.2, "as_before")
    for number in chosen.sources:
        _weigh_sentence(scales, context, cast, number, chosen, share=SOURCE)
    for name in chosen.names:
        if name.canonical in scales.receivers:
            continue
        if name.text not in chosen.borrowers:
            _hint(scales, name.usual_role, name.country, SENTENCE)
        else:
            scales.add("receive", name.country, SENTENCE, "borrower")
    if kind in ("investment_stock", "investment_flow"):
        _listed_investor(scales, context, cast, at)
    _multilateral(scales, cast, at, chosen, context)
    if not scales.is_multilateral:
        _other_of_clause(scales, context, cast, at, kind)
    _fill(scales, context, kind, cast, at, chosen)
    return scales


def _weigh_sentence(
    scales: Scales,
    context: Context,
    cast: Cast,
    number: int,
    chosen: Chosen,
    *,
    share: float = 1.0,
    is_own_sentence: bool = False,
) -> None:
    actors = cast.actors(number)
    if not actors and not is_own_sentence:
        return
    cues = cast.cues(number)
    routes = _routes(actors, cast)
    scales.is_route = scales.is_route or bool(routes)
    met = {
        id(actor)
        for hit in cues
        if hit.entry.code == "meeting"
        for actor in actors
        if 0 <= actor.start - hit.end <= 6
    }
    subjects = [actor for actor in actors if id(actor) not in met]
    allowed = {name.canonical for name in chosen.names}
    outside = SENTENCE
    acting: set[int] = set()
    asset_sold = False
    received: set[int] = set()
    if is_own_sentence:
        inside = {
            a.code
            for a in actors
            if a.code and context.clause[0] <= a.start < context.clause[1] and not a.is_speaker
        }
        outside = ELSEWHERE if len(inside) > 1 else SENTENCE
        if inside and context.clause != context.sentence:
            outside = min(outside, SENTENCE / 2)  # other amounts of the sentence have parties of their own

    def weight_of(actor: Actor) -> float:
        if id(actor) in routes or actor.is_speaker or actor.hint == "event":
            return 0.0
        weight = share
        if is_own_sentence:
            if context.clause[0] <= actor.start < context.clause[1]:
                weight *= CLAUSE
            else:
                weight *= ELSEWHERE if is_in_other_item(actor, context, cast) else outside
        if (
            actor.name is not None
            and actor.name.is_company
            and allowed
            and actor.name.canonical not in allowed
        ):
            weight *= NOT_A_PARTY
        return weight

    for hit in cues:
        code = hit.entry.code
        if code == "own":
            if is_own_sentence and context.clause[0] <= hit.start < context.clause[1]:
                scales.is_own = True
            continue
        if code not in LEFT_OF and code not in RIGHT_OF and code != "with":
            continue
        if code in LEFT_OF and " " not in hit.entry.word and _is_noun(hit, cast):
            continue
        is_asset = code in ("bought", "sells") and not chosen.is_financing and _buys_asset(hit, cast, number)
        if code == "with":
            _with(scales, hit, actors, cast, weight_of)
            continue
        side = LEFT_OF.get(code)
        if code == "obtains" and chosen.is_financing:
            side = "receive"  # who secures a contract supplies, who secures a loan receives
        if side:
            subject = _left(hit, subjects, cast) or _behind(hit, actors, cast)
            if is_asset:  # who sells a plant hosts the buyer's money
                side = "receive" if code == "sells" else "supply"
                asset_sold = True
            for actor in _with_siblings(subject, subjects, cast) if subject is not None else ():
                if chosen.is_financing and side == "supply" and actor.is_company and actor.hint != "funder":
                    continue  # what the borrower builds with a loan
                acting.add(id(actor))
                if _is_paid(hit, actor, context, chosen, cast):
                    side = "supply"
                if side == "supply" and actor.hint == "government" and is_own_sentence:
                    scales.is_state_paying = True
                near = 1.0 if hit.start - actor.end < 60 else 0.6
                scales.add(
                    side,
                    actor.code,
                    weight_of(actor) * hit.entry.weight * near,
                    f"{code}:{hit.entry.word}",
                    id(actor),
                )
        side = RIGHT_OF.get(code)
        if side:
            side = "receive" if is_asset or (hit.entry.word in SHORT and _is_won(hit, cues, cast)) else side
            if asset_sold and hit.entry.word in SHORT:
                continue  # the seller of a plant supplies nothing
            reach = 8 if hit.entry.word in SHORT else REACH_RIGHT[code]
            for actor in _right(hit, actors, cast, reach):
                if id(actor) in met and side == "receive":
                    continue
                if code in ADJOINING and hit.end <= context.amount[0] < actor.start:
                    continue  # "allots 270 million to the dam, the Saudi fund 100": another's part
                rule = f"{code}:{hit.entry.word}"
                scales.add(side, actor.code, weight_of(actor) * hit.entry.weight, rule, id(actor))
                if side == "receive" and actor.name is not None:
                    received.add(id(actor))
                    if is_own_sentence:
                        scales.receivers.add(actor.name.canonical)
        if code == "supplies" and acting and "takes_person" in cast.party_words.roles(hit.entry.word):
            for actor in _right(hit, actors, cast, 1):
                scales.add(
                    "receive", actor.code, weight_of(actor), f"{code}:{hit.entry.word} whom", id(actor)
                )
                received.add(id(actor))
    heard = {hit.end for hit in cues}  # prepositions that belong to longer words of direction: "made in"
    for actor in actors:
        if _stands_in(actor, cast) and id(actor) not in met and not (heard & _ends_before(actor)):
            is_town = actor.place is not None and actor.place.kind == "capital"
            for place in _with_followers(actor, actors, cast):
                weight = weight_of(place) * (IN_CAPITAL if is_town else IN_PLACE)
                scales.add("receive", place.code, weight, "place", id(place))
    for actor in actors:
        weight = weight_of(actor)
        if actor.name is not None:
            if id(actor) not in met and id(actor) not in received and actor.name.text not in chosen.borrowers:
                _hint(scales, actor.hint, actor.code, weight)
        elif actor.hint:
            _hint(scales, actor.hint, actor.code, weight * 1.2)
        elif id(actor) not in met and id(actor) not in acting:
            scales.add("receive", actor.code, OWN_PLACE * weight)
    if is_own_sentence and len({actor.code for actor in actors if actor.code}) > 2:
        _many(scales, actors, cast)


def _with(
    scales: Scales, hit: Hit, actors: tuple[Actor, ...], cast: Cast, weight_of: Callable[[Actor], float]
) -> None:
    """ "a contract with X": X is on the side that its own kind or that of the other party leaves to it."""
    subject = _left(hit, actors, cast)
    for actor in _right(hit, actors, cast, 40):
        behind = cast.text[max(hit.end, actor.start - 24) : actor.start].lower()
        if actor.hint in ("buyer", "government") or _OF_STATE.search(behind):
            side = "receive"
        elif actor.hint in ("supplier", "investor", "funder"):
            side = "supply"
        elif subject is not None and subject.hint in ("supplier", "investor", "funder"):
            side = "receive"
        else:
            side = "supply"
        scales.add(side, actor.code, 0.8 * weight_of(actor), "with")


def _stands_in(actor: Actor, cast: Cast) -> bool:
    """Whether a preposition of place or aim stands before it: "in Kenya", "to Uzbekistan Railways"."""
    if not actor.preposition or (actor.is_company and actor.hint != "buyer"):
        return False
    return "preposition_to" in cast.party_words.roles(actor.preposition)


def _ends_before(actor: Actor) -> set[int]:
    """Where a preposition may end that stands right before the actor, an article between them or not."""
    return {actor.start - 1, actor.start - 5, actor.start - 3}


def _hint(scales: Scales, role: str, code: str | None, weight: float) -> None:
    if role in ("supplier", "investor", "funder"):
        scales.add("supply", code, HINT_SUPPLY * weight, "usual_role")
    elif role in ("buyer", "government", "partner"):
        scales.add("receive", code, HINT_RECEIVE * weight, "usual_role")
    elif role == "":
        scales.add("supply", code, 0.2 * weight)


def _left(hit: Hit, actors: Sequence[Actor], cast: Cast) -> Actor | None:
    """The subject of a verb: the nearest actor before it that no preposition holds."""
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


def _with_siblings(actor: Actor, actors: Sequence[Actor], cast: Cast) -> list[Actor]:
    """An actor and those before it in the same list: "Microsoft and G42 invest"."""
    found = [actor]
    for other in reversed(actors):
        if other.end <= found[-1].start:
            if not _LIST.match(cast.text[other.end : found[-1].start]):
                break
            found.append(other)
    return found


def _with_followers(actor: Actor, actors: Sequence[Actor], cast: Cast) -> list[Actor]:
    """A place and those behind it in the same list: "in Mombasa, Kampala and Kigali"."""
    found = [actor]
    for other in actors:
        if other.start >= found[-1].end and other.place is not None and actor.place is not None:
            if not _LIST.match(cast.text[found[-1].end : other.start]):
                break
            found.append(other)
    return found


def _behind(hit: Hit, actors: tuple[Actor, ...], cast: Cast) -> Actor | None:
    """In Russian the subject may follow its verb: "на который выделила деньги Германия"."""
    if not "а" <= hit.entry.word[0] <= "я":
        return None
    for actor in actors:
        if (
            0 <= actor.start - hit.end <= 30
            and not actor.preposition
            and "," not in cast.text[hit.end : actor.start]
        ):
            return actor
    return None


def _is_possessor(actor: Actor, cast: Cast) -> bool:
    return actor.place is not None and cast.text[actor.end : actor.end + 2] in ("'s", "’s")


def _right(hit: Hit, actors: tuple[Actor, ...], cast: Cast, reach: int) -> list[Actor]:
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
        elif _LIST.match(cast.text[found[-1].end : actor.start]):
            found.append(actor)
        else:
            break
    return found


def _is_noun(hit: Hit, cast: Cast) -> bool:
    """ "the order", "a joint fund": a noun here, not what somebody does."""
    before = cast.text[max(0, hit.start - 16) : hit.start]
    if _NOUN_BEFORE.search(before):
        return True
    word = hit.entry.word
    if "also_noun" not in cast.party_words.roles(word) or (word.endswith("s") and not word.endswith("ss")):
        return False
    return _VERB_BEFORE.search(before) is None


def _is_paid(hit: Hit, actor: Actor, context: Context, chosen: Chosen, cast: Cast) -> bool:
    """ "the partner receives $35 million of that": who is paid supplies."""
    if hit.entry.code != "buys" or chosen.is_financing or not actor.is_company:
        return False
    return "paid" in cast.party_words.roles(hit.entry.word) and 0 <= context.amount[0] - hit.end <= 24


def _is_won(hit: Hit, cues: Sequence[Hit], cast: Cast) -> bool:
    """ "won an order from X": X is the customer."""
    return any(
        won.entry.code == "obtains"
        and 0 < hit.start - won.end < 80
        and _ORDER.search(cast.text, won.end, hit.start)
        for won in cues
    )


def _buys_asset(hit: Hit, cast: Cast, number: int) -> bool:
    """Who buys a company, a plant or a stake invests there; who buys jets receives them."""
    stop = min(cast.span(number)[1], hit.end + 45)
    words = _UP_TO_SELLER.split(cast.text[hit.end : stop])[0]
    return any("asset" in cast.party_words.roles(word) for word in _ASSET_WORDS.findall(words)[:6])


def _routes(actors: tuple[Actor, ...], cast: Cast) -> set[int]:
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


def _many(scales: Scales, actors: tuple[Actor, ...], cast: Cast) -> None:
    for one, two in pairwise(actors):
        if one.code is None or two.code is None or one.code == two.code or not (one.place and two.place):
            continue
        if not _LIST.match(cast.text[one.end : two.start]):
            continue
        for side, weights, other in (
            ("receive", scales.receive, scales.supply),
            ("supply", scales.supply, scales.receive),
        ):
            low, high = sorted((weights.get(one.code, 0.0), weights.get(two.code, 0.0)))
            if (
                low > 0.5
                and low > 0.7 * high
                and other.get(one.code, 0.0) < low
                and other.get(two.code, 0.0) < low
            ):
                scales.many[side] |= {one.code, two.code}


def _multilateral(scales: Scales, cast: Cast, at: int, chosen: Chosen, context: Context) -> None:
    """Money of the EU or of a bank of many states comes from no country."""
    funders = [name for name in chosen.names if name.type in ("development_bank", "international")]
    lenders = [name for name in funders if name.text not in chosen.borrowers]
    are_all_multilateral = bool(lenders) and all(name.country is None for name in lenders)
    if are_all_multilateral and (chosen.is_financing or len(funders) == len(chosen.names)):
        scales.is_multilateral = True
        return
    has_national = any(name.country for name in chosen.names if name.usual_role == "funder")
    for actor in cast.actors(at):
        if not context.clause[0] <= actor.start < context.clause[1] or has_national:
            continue
        is_union = actor.code == "EUU" or (actor.name is not None and actor.name.type == "international")
        if is_union and (chosen.is_financing or not chosen.names) and not actor.preposition.startswith("in"):
            if actor.code == "EUU" and scales.supply.get("EUU", 0.0) < max(
                scales.supply.values(), default=0.0
            ):
                continue
            scales.is_multilateral = chosen.is_financing or (
                actor.code == "EUU" and scales.supply.get("EUU", 0.0) > 0
            )


def _listed_investor(scales: Scales, context: Context, cast: Cast, at: int) -> None:
    """ "followed by Russia with 3.2 billion, South Korea (1.7 billion)": one country beside its amount."""
    actors = [
        actor
        for actor in cast.actors(at)
        if actor.code and context.clause[0] <= actor.start < context.clause[1] and not actor.is_speaker
    ]
    places = [
        actor for actor in actors if actor.place is not None and actor.code not in cast.place_words.groups
    ]
    before = [actor for actor in places if 0 <= context.amount[0] - actor.end <= BESIDE]
    if before:
        places = before[-1:]
    if len({actor.code for actor in places}) != 1:
        return
    actor = places[-1]
    gap = context.amount[0] - actor.end if actor.end <= context.amount[0] else actor.start - context.amount[1]
    host = cast.host or cast.home
    is_told = scales.worded.get(("receive", actor.code or ""), 0.0) > SURE
    if gap <= 28 and not is_told and host != actor.code and not _stands_in(actor, cast):
        scales.add("supply", actor.code, 1.0, "listed_investor")
        if host is not None:
            scales.add("receive", host, 0.8, "listed_investor")


def _other_of_clause(scales: Scales, context: Context, cast: Cast, at: int, kind: str) -> None:
    """Of two countries in one clause, the one that does not receive supplies, where nothing else says."""
    codes = list(
        dict.fromkeys(
            a.code
            for a in cast.actors(at)
            if a.code
            and a.code not in cast.place_words.groups
            and context.clause[0] <= a.start < context.clause[1]
            and not a.is_speaker
            and a.hint != "event"
            and (a.code in scales.supply or a.code in scales.receive)
        )
    )
    if len(codes) != 2:
        return
    home = cast.host or cast.home
    worded = sum(scales.worded.get(("supply", code), 0.0) for code in codes if code == home)
    if kind == "deal" and home in codes and not worded and sum(scales.receive.values()) < SURE:
        # "Freedom Holding builds a hub with NVIDIA": the foreign one of two suppliers supplies.
        scales.add("receive", home, scales.supply.get(home, 0.0) + 0.35, "home_of_two")
        return
    for one, two in (codes, codes[::-1]):
        sure = scales.receive.get(one, 0.0) - scales.supply.get(one, 0.0)
        if sure > 0.6 and sure > scales.receive.get(two, 0.0) - scales.supply.get(two, 0.0) + 0.3:
            scales.add("supply", two, 0.35, "other_of_clause")
        sure = scales.supply.get(one, 0.0) - scales.receive.get(one, 0.0)
        if sure > 0.6 and sure > scales.supply.get(two, 0.0) - scales.receive.get(two, 0.0) + 0.3:
            scales.add("receive", two, 0.35, "other_of_clause")


def _fill(scales: Scales, context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> None:
    """Look further for a side that is still open: sentences before, headline, lead, dateline."""
    needs_supplier = kind in BILATERAL and not chosen.is_financing
    if scales.is_state_paying and top(scales.receive, without=top(scales.supply)) is None:
        scales.is_own = True
        return
    around = _around(context, cast, at)
    if top(scales.receive) is None and not needs_supplier:
        scales.is_route = scales.is_route or any(_routes(cast.actors(number), cast) for number in around)
    if scales.is_route or _receives_group(scales, context, cast, at):
        return
    needs_supplier = needs_supplier or (not chosen.names and _speaks_of_both(cast, at))
    _running_pair(scales, cast, needs_supplier)
    _look_around(scales, context, cast, chosen, around, needs_supplier, told_only=True)
    host = cast.host or cast.home or cast.other_of_pair(top(scales.supply))
    if (
        host is not None
        and top(scales.receive, without=top(scales.supply)) is None
        and host != top(scales.supply)
    ):
        scales.add("receive", host, DATELINE, "host")
    _look_around(scales, context, cast, chosen, around, needs_supplier, told_only=False)
    home = cast.home
    _fill_recipient(scales, context, kind, cast, at, home)
    recipient = top(scales.receive, without=top(scales.supply))
    if top(scales.supply, without=recipient) is not None or scales.is_multilateral:
        return
    if chosen.is_financing and (not chosen.names or chosen.borrowers):
        return
    other = cast.other_of_pair(recipient)
    is_unknown = bool(chosen.names) and not any(name.country for name in chosen.names)
    if other is not None and is_unknown and not _is_local(chosen.names[0], cast):
        scales.add("supply", other, DATELINE, "pair")
    elif needs_supplier or (not chosen.names and _are_joined(cast, at)):
        for code in pair_around(context, cast, at):
            if code != recipient:
                scales.add("supply", code, DATELINE, "pair")
                break
    elif chosen.names and _is_local(chosen.names[0], cast):
        scales.add("supply", recipient, 1.0, "local")
        scales.is_own = True
    elif chosen.names and chosen.names[0].country is None and home and home != recipient:
        scales.add("supply", home, DATELINE, "dateline")


def _look_around(
    scales: Scales,
    context: Context,
    cast: Cast,
    chosen: Chosen,
    around: list[int],
    needs_supplier: bool,
    *,
    told_only: bool,
) -> None:
    """Take an open side from the nearest sentence that has it: first only where words of direction say so."""
    groups = cast.place_words.groups
    for number in around:
        supplier = top(scales.supply)
        recipient = top(scales.receive, without=supplier)
        if recipient is not None and not (needs_supplier and supplier is None):
            return
        extra = Scales()
        _weigh_sentence(extra, context, cast, number, chosen, share=FALLBACK)
        for side, wanted in (("receive", recipient is None), ("supply", needs_supplier and supplier is None)):
            for code, weight in (extra.receive if side == "receive" else extra.supply).items():
                is_told = extra.told.get((side, code), 0.0) > 0.3
                if not wanted or code in groups or (told_only and not is_told):
                    continue
                if side == "supply" or code != supplier:
                    scales.add(side, code, weight, "told_before" if is_told else "context")


def _is_local(name: Name, cast: Cast) -> bool:
    """ "local firm Volta Civil": of the country where the deal is."""
    words = cast.text[max(0, name.start - 40) : name.start].replace("-", " ").split()[-3:]
    return any("local" in cast.party_words.roles(word.lower()) for word in words)


def _fill_recipient(
    scales: Scales, context: Context, kind: str, cast: Cast, at: int, home: str | None
) -> None:
    """Where the sentences before name no recipient: the other of a pair, the dateline, the sentences after."""
    supplier = top(scales.supply)
    if top(scales.receive, without=supplier) is not None:
        return
    if kind in BILATERAL and supplier is not None:
        for code in pair_around(context, cast, at):
            if code != supplier:
                scales.add("receive", code, DATELINE, "pair")
                return
    if home and home != supplier:
        scales.add("receive", home, DATELINE, "dateline")
        return
    for number in range(at + 1, min(at + 3, len(cast.layout.sentences))):
        for code in cast.countries(number):
            if code != supplier:
                scales.add("receive", code, DATELINE, "context")
                return


def _receives_group(scales: Scales, context: Context, cast: Cast, at: int) -> bool:
    """ "China has promised African countries": the recipient is named, and is no single country."""
    groups = cast.place_words.groups
    if any(code not in groups for code in scales.receive):
        supplier = top(scales.supply)
        if top(
            {
                code: weight
                for code, weight in scales.receive.items()
                if code not in groups and code != supplier
            }
        ):
            return False
    return any(
        actor.code in groups and actor.code != "EUU" and context.clause[0] <= actor.start < context.clause[1]
        for actor in cast.actors(at)
    )


def _speaks_of_both(cast: Cast, at: int) -> bool:
    """ "The two governments also agreed on a loan": both countries take part."""
    return any(hit.entry.code == "definite_countries" for hit in cast.phrases(at))


def _are_joined(cast: Cast, at: int) -> bool:
    """ "Russia and Uzbekistan create ...": two countries do one thing together."""
    return any(
        one.place is not None
        and two.place is not None
        and one.code != two.code
        and one.place.kind == "name" == two.place.kind
        and _LIST.match(cast.text[one.end : two.start])
        for one, two in pairwise(cast.actors(at))
    )


def _running_pair(scales: Scales, cast: Cast, needs_supplier: bool) -> None:
    """A text that goes on about two countries need not name both again."""
    supplier, recipient = cast.last
    named = {code for code in (*scales.supply, *scales.receive) if code not in cast.place_words.groups}
    if supplier is None or recipient is None or len(named) != 1 or supplier == recipient:
        return
    code = named.pop()
    gives, takes = scales.supply.get(code, 0.0), scales.receive.get(code, 0.0)
    if code == supplier:
        scales.add("receive" if gives >= takes else "supply", recipient, DATELINE, "running_pair")
    elif not needs_supplier:
        return
    elif code == recipient:
        scales.add("supply" if takes >= gives else "receive", supplier, DATELINE, "running_pair")
    elif takes > gives:
        scales.add("supply", supplier, DATELINE, "running_pair")


def _around(context: Context, cast: Cast, at: int) -> list[int]:
    layout = cast.layout
    numbers = [layout.at(context.umbrella[0])] if context.umbrella is not None else []
    numbers.extend(range(at - 1, max(-1, at - 4), -1))
    numbers.extend(layout.at(span[0]) for span in (context.headline, context.lead) if span is not None)
    if context.headline is not None and at == layout.at(context.headline[0]):
        numbers.extend(number for number in (at + 1, at + 2) if number < len(layout.sentences))
    return [number for number in dict.fromkeys(numbers) if number != at]


def top(weights: dict[str, float], without: str | None = None) -> str | None:
    """The country with the most weight; None where none weighs enough."""
    best = max((code for code in weights if code != without), key=lambda code: weights[code], default=None)
    return best if best is not None and weights[best] >= LEAST else None
