"""Evidence of who supplies and who receives: words of direction, and what each party usually is."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from etl.rules.cast import Actor, Cast
from etl.rules.companies import Chosen
from etl.rules.context import Context
from etl.rules.lexicon import Hit
from etl.rules.pairs import pair_around

CLAUSE, SENTENCE, SOURCE, FALLBACK, DATELINE = 1.6, 0.8, 0.7, 0.5, 0.4
HINT_SUPPLY, HINT_RECEIVE, OWN_PLACE = 0.5, 0.6, 0.25
BILATERAL = frozenset({"package", "investment_stock", "investment_flow", "target"})
# On which side of the words the supplier and the recipient stand.
LEFT_OF = {"supplies": "supply", "buys": "receive"}
RIGHT_OF = {"buys": "supply", "by_supplier": "supply", "to_recipient": "receive", "weak_recipient": "receive"}
REACH_LEFT = 140
REACH_RIGHT = {"buys": 40, "by_supplier": 30, "to_recipient": 40, "weak_recipient": 8}
_ROUTE = re.compile(r"^\s?[-–—/]\s?$")
_LIST = re.compile(r"^(?:,|\sand|\sи|,\sand|\s&|\sy|\set|\sund|\sve)\s(?:the\s)?$")
_TURN = re.compile(r";|\bwhile\b|\bwhereas\b|\bа также\b")


@dataclass(slots=True)
class Scales:
    """Weights gathered for each country on each side."""

    supply: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    receive: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: list[str] = field(default_factory=list)
    is_own: bool = False
    is_multilateral: bool = False
    many: dict[str, set[str]] = field(default_factory=lambda: {"supply": set(), "receive": set()})
    _both: set[str] = field(default_factory=set)

    def add(self, side: str, code: str | None, weight: float, rule: str = "") -> None:
        """Put weight on a side; a party of unknown country weighs nothing."""
        if code is None:
            return
        (self.supply if side == "supply" else self.receive)[code] += weight
        if rule and rule not in self.rules:
            self.rules.append(rule)

    def has_many(self, side: str, code: str | None) -> bool:
        """Whether a country is one of several that share the side."""
        return code is not None and code in self.many[side]

    def is_both_sided(self, code: str) -> bool:
        """Whether two different parties put one country on both sides."""
        return code in self._both


def weigh(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> Scales:
    """Gather the evidence for one figure."""
    scales = Scales()
    _weigh_sentence(scales, context, cast, at, chosen, is_own_sentence=True)
    for number in chosen.sources:
        _weigh_sentence(scales, context, cast, number, chosen, share=SOURCE)
    for name in chosen.names:
        _hint(scales, name.usual_role, name.country, SENTENCE)
    _multilateral(scales, cast, at, chosen, context)
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
    actors, cues = cast.actors(number), cast.cues(number)
    routes = _routes(actors, cast)
    met = {
        id(actor)
        for hit in cues
        if hit.entry.code == "meeting"
        for actor in actors
        if 0 <= actor.start - hit.end <= 6
    }
    allowed = {name.canonical for name in chosen.names}

    def weight_of(actor: Actor) -> float:
        if id(actor) in routes:
            return 0.0
        weight = share
        if is_own_sentence:
            inside = context.clause[0] <= actor.start < context.clause[1]
            weight *= CLAUSE if inside else SENTENCE
        if (
            actor.name is not None
            and actor.name.is_company
            and allowed
            and actor.name.canonical not in allowed
        ):
            weight *= 0.3
        return weight

    for hit in cues:
        code = hit.entry.code
        if code == "own" and is_own_sentence and context.clause[0] <= hit.start < context.clause[1]:
            scales.is_own = True
        side = LEFT_OF.get(code)
        if side:
            actor = _left(hit, actors, cast)
            if actor is not None and not (code == "buys" and _is_money_noun(hit, cast)):
                near = 1.0 if hit.start - actor.end < 60 else 0.6
                scales.add(
                    side, actor.code, weight_of(actor) * hit.entry.weight * near, f"{code}:{hit.entry.word}"
                )
        side = RIGHT_OF.get(code)
        if side:
            for actor in _right(hit, actors, cast, REACH_RIGHT[code]):
                if id(actor) in met and side == "receive":
                    continue
                if code == "weak_recipient" and actor.is_company:
                    continue
                weight = weight_of(actor) * hit.entry.weight
                scales.add(
                    side,
                    actor.code,
                    weight,
                    f"{code}:{hit.entry.word}" if code != "weak_recipient" else "place",
                )
    for actor in actors:
        weight = weight_of(actor)
        if actor.name is not None:
            if id(actor) not in met:
                _hint(scales, actor.hint, actor.code, weight)
        elif actor.hint:
            _hint(scales, actor.hint, actor.code, weight * 1.2)
        elif id(actor) not in met:
            scales.add("receive", actor.code, OWN_PLACE * weight)
    if is_own_sentence:
        _many(scales, actors, cast, context)


def _hint(scales: Scales, role: str, code: str | None, weight: float) -> None:
    if role in ("supplier", "investor", "funder"):
        scales.add("supply", code, HINT_SUPPLY * weight, "usual_role")
    elif role in ("buyer", "government", "partner"):
        scales.add("receive", code, HINT_RECEIVE * weight, "usual_role")
    elif role == "":
        scales.add("supply", code, 0.2 * weight)


def _left(hit: Hit, actors: tuple[Actor, ...], cast: Cast) -> Actor | None:
    """The subject of a verb: the nearest actor before it that no preposition holds."""
    held: Actor | None = None
    for actor in reversed(actors):
        if actor.end > hit.start:
            continue
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


def _is_possessor(actor: Actor, cast: Cast) -> bool:
    return actor.place is not None and cast.text[actor.end : actor.end + 2] in ("'s", "’s")


def _right(hit: Hit, actors: tuple[Actor, ...], cast: Cast, reach: int) -> list[Actor]:
    """The actor behind words of direction, with those that stand in one list with it."""
    found: list[Actor] = []
    for actor in actors:
        if actor.start < hit.end:
            continue
        if not found:
            if actor.start - hit.end > reach or _TURN.search(cast.text, hit.end, actor.start):
                break
            found.append(actor)
        elif _LIST.match(cast.text[found[-1].end : actor.start]):
            found.append(actor)
        else:
            break
    return found


def _is_money_noun(hit: Hit, cast: Cast) -> bool:
    """ "the order", "contracts": a noun here, not what somebody does."""
    before = cast.text[max(0, hit.start - 12) : hit.start].lower()
    return before.endswith(("the ", "an ", "a ", "this ", "its ", "billion ", "million ", "new ", "firm ", "bn ")) and hit.entry.word in (
        "order", "orders", "purchase", "import", "imports", "lease", "contracts", "commission", "buy",
    )  # fmt: skip


def _routes(actors: tuple[Actor, ...], cast: Cast) -> set[int]:
    """Countries that only name a thing between them: the China-Kyrgyzstan-Uzbekistan railway."""
    found: set[int] = set()
    for one, two in zip(actors, actors[1:], strict=False):
        if one.place and two.place and one.place.kind == "name" == two.place.kind and one.code != two.code:
            if _ROUTE.match(cast.text[one.end : two.start]):
                found |= {id(one), id(two)}
    return found


def _many(scales: Scales, actors: tuple[Actor, ...], cast: Cast, context: Context) -> None:
    for one, two in zip(actors, actors[1:], strict=False):
        if one.code is None or two.code is None or one.code == two.code or not (one.place and two.place):
            continue
        if not _LIST.match(cast.text[one.end : two.start]):
            continue
        for side, weights in (("receive", scales.receive), ("supply", scales.supply)):
            low, high = sorted((weights.get(one.code, 0.0), weights.get(two.code, 0.0)))
            other = scales.supply if side == "receive" else scales.receive
            if (
                low > 0.5
                and low > 0.7 * high
                and other.get(one.code, 0.0) < low
                and other.get(two.code, 0.0) < low
            ):
                scales.many[side] |= {one.code, two.code}


def _multilateral(scales: Scales, cast: Cast, at: int, chosen: Chosen, context: Context) -> None:
    funders = [name for name in chosen.names if name.type in ("development_bank", "international")]
    if funders and all(name.country is None for name in funders):
        others = [name for name in chosen.names if name not in funders and name.usual_role in ("funder",)]
        if chosen.is_financing or len(funders) == len(chosen.names):
            scales.is_multilateral = not any(name.country for name in others)
    for actor in cast.actors(at):
        if (
            actor.name is not None
            and actor.name.type == "international"
            and context.clause[0] <= actor.start < context.clause[1]
        ):
            if chosen.is_financing and not any(
                name.country for name in chosen.names if name.usual_role == "funder"
            ):
                scales.is_multilateral = True


def _fill(scales: Scales, context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> None:
    """Look further for a side that is still open: sentences before, headline, lead, dateline."""
    groups = cast.place_words.groups
    supplier = _top(scales.supply)
    around = _around(context, cast, at)
    needs_supplier = supplier is None and kind in BILATERAL and not chosen.is_financing
    for number in around:
        recipient = _top(scales.receive, without=_top(scales.supply))
        if recipient is not None and not (needs_supplier and _top(scales.supply) is None):
            break
        extra = Scales()
        _weigh_sentence(extra, context, cast, number, chosen, share=FALLBACK)
        if recipient is None:
            for code, weight in extra.receive.items():
                if code != _top(scales.supply) and code not in groups:
                    scales.add("receive", code, weight, "context")
        if needs_supplier:
            for code, weight in extra.supply.items():
                if code not in groups:
                    scales.add("supply", code, weight, "context")
    supplier = _top(scales.supply)
    if (
        _top(scales.receive, without=supplier) is None
        and cast.dateline
        and cast.dateline != supplier
        and cast.dateline not in groups
    ):
        scales.add("receive", cast.dateline, DATELINE, "dateline")
    if kind in BILATERAL:
        recipient = _top(scales.receive, without=_top(scales.supply))
        if _top(scales.supply, without=recipient) is None and not scales.is_multilateral:
            pair = pair_around(context, cast, at)
            for code in pair:
                if code != recipient:
                    scales.add("supply", code, 0.35, "pair")
                    break


def _around(context: Context, cast: Cast, at: int) -> list[int]:
    layout = cast.layout
    numbers = []
    if context.umbrella is not None:
        numbers.append(layout.at(context.umbrella[0]))
    numbers.extend(range(at - 1, max(-1, at - 4), -1))
    if context.headline is not None:
        numbers.append(layout.at(context.headline[0]))
    if context.lead is not None:
        numbers.append(layout.at(context.lead[0]))
    if at + 1 < len(layout.sentences):
        numbers.append(at + 1)
    return [number for number in dict.fromkeys(numbers) if number != at]


def _top(weights: dict[str, float], without: str | None = None) -> str | None:
    best = max((code for code in weights if code != without), key=lambda code: weights[code], default=None)
    return best if best is not None and weights[best] >= 0.3 else None
