"""What speaks for each country on each side of one figure, as named evidence for the fitted choice.

Evidence says where and how a country is met, and what the rules made of it; which side that speaks for is
told by the fitted weights (`side_choice`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from etl.rules.actors import Actor
from etl.rules.balance import Balance
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.side_choice import Case, Code, Evidence
from etl.rules.side_marks import rank, said_in, trade_of
from etl.rules.side_nearness import add_economies, add_nearness

SENTENCES_BACK, SENTENCES_ON = 2, 1
MOST = 2.0  # more weight than this says nothing more
_OF_ROLE = ("party:", "document:")
_OF_MONEY = (*_OF_ROLE, "clause:org")  # what means something else where money is lent, or a firm is sold
_SALES = frozenset({"bought", "sells", "acquires"})


def to_case(
    context: Context,
    kind: str,
    cast: Cast,
    at: int,
    chosen: Chosen,
    balance: Balance,
    ruled: tuple[Code, Code],
) -> Case:
    """Gather the evidence of one figure."""
    met = _meet(context, cast, at, chosen, balance)
    for code in ruled:
        if code is not None:
            met.setdefault(code, {})
    tags = _tags(context, kind, cast, at, chosen, balance, len(met))
    countries: dict[Code, Evidence] = {None: {"nobody": 1.0, **{f"nobody|{tag}": 1.0 for tag in tags}}}
    rank(met, context, cast, at)
    has_parties = any(name.country for name in chosen.names)
    special = [tag for tag in ("lent", "sale") if tag in tags]
    status = f"status {context.status}"
    for code, direct in met.items():
        evidence = dict(direct)
        roles = sorted(name for name in direct if name.startswith(_OF_ROLE))
        ranks = [name for name in direct if name.startswith("rank:")]
        for tag in (f"kind:{kind}", *special):
            evidence.update({f"{tag}|{name}": 1.0 for name in ranks})
        for tag in special:
            evidence.update(
                {f"{tag}|{name}": value for name, value in direct.items() if name.startswith(_OF_MONEY)}
            )
        if context.status is not None:
            named = [name for name in direct if name.startswith(("party:", "rank:first", "rank:nearest"))]
            evidence.update({f"{status}|{name}": 1.0 for name in named})
        evidence.update({f"{one} & {two}": 1.0 for one, two in combinations(roles, 2)})
        if has_parties and not any(name.startswith("party:") for name in roles):
            evidence["no_party"] = 1.0
        evidence[f"zone:{_zone(direct)}"] = 1.0
        for side, many in balance.many.items():
            if code in many:
                evidence[f"one_of_many:{side}"] = 1.0
        countries[code] = evidence
    by_code = {code: evidence for code, evidence in countries.items() if code is not None}
    add_nearness(by_code, context, cast, at)
    add_economies(by_code, context, kind, cast, chosen)
    for side, code in zip(("supplier", "recipient"), ruled, strict=True):
        countries[code][f"ruled:{side}"] = 1.0
        countries[code][f"ruled:{side}|{'nobody' if code is None else 'country'}"] = 1.0
    return Case(context.amount[0], ruled, countries, tuple(tags))


def _meet(context: Context, cast: Cast, at: int, chosen: Chosen, balance: Balance) -> dict[str, Evidence]:
    """Country -> how it is met near the amount, in the document, and in what the rules weighed."""
    groups = cast.place_words.groups
    found: dict[str, Evidence] = defaultdict(dict)
    for zone, actor in _around(context, cast, at):
        if actor.code is not None and actor.code not in groups:
            found[actor.code][
                f"{zone}:{_look(actor, cast.party_words.ways, context.amount[1] if zone == 'clause' else None)}"
            ] = 1.0
    for name in chosen.names:
        if name.country is not None:
            role = "borrower" if name.text in chosen.borrowers else name.usual_role or "no_role"
            if name.canonical in balance.receivers:
                role = "told_receiver"
            elif name.canonical in balance.out_of_role:
                role = "out_of_role"
            found[name.country][f"party:{role}"] = 1.0
            trade = trade_of(name, cast)
            if trade:
                found[name.country][f"trade:{trade}:{role}"] = 1.0
    for side, weights in (("supply", balance.supply), ("receive", balance.receive)):
        for code, weight in weights.items():
            if code not in groups:
                found[code][f"{side}:weight"] = min(weight, MOST)
                if side == "supply" and balance.is_both_sided(code):
                    found[code]["both_sided"] = 1.0
    for (side, code, what), weight in balance.parts.items():
        if code not in groups:
            found[code][f"{side}:{what}"] = min(weight, MOST)
    for role, known in (
        ("site", cast.site),
        ("dateline", cast.dateline),
        ("home", cast.home),
        ("only", cast.only_country),
        ("purse", context.purse),
        ("host", cast.host),
        ("last_supplier", cast.last[0]),
        ("last_recipient", cast.last[1]),
    ):
        if known is not None and known not in groups:
            found[known][f"document:{role}"] = 1.0
    for code in cast.pair:
        found[code]["document:one_of_two"] = 1.0
    return found


def _tags(
    context: Context, kind: str, cast: Cast, at: int, chosen: Chosen, balance: Balance, offered: int
) -> list[str]:
    """What the figure is like as a whole."""
    cues = cast.cues(at)
    actors = cast.actors(at)
    nations = {name.country for name in chosen.names if name.country}
    facts = {
        "lent": chosen.is_financing,
        "sale": any(hit.entry.code in _SALES for hit in cues),
        "many_funders": balance.is_multilateral,
        "many_sided": balance.is_many_sided,
        "route": balance.is_route,
        "own": balance.is_own,
        "state_pays": balance.is_state_paying,
        "group": any(actor.code in cast.place_words.groups for actor in actors),
        "many_suppliers": bool(balance.many["supply"]),
        "many_recipients": bool(balance.many["receive"]),
        "no_name": not chosen.names,
        "stranger": any(name.country is None for name in chosen.names),
        "union_bank": any(n.type == "development_bank" and n.country is None for n in chosen.names),
        "one_nation": len(nations) == 1,
        "several_nations": len(nations) > 1,
        "offered:1": offered <= 1,
        "offered:2": offered == 2,
        "national_money": context.purse is not None,
    }
    return [
        f"kind:{kind}",
        *(tag for tag, holds in facts.items() if holds),
        *((f"status {context.status}",) if context.status is not None else ()),
        *((f"sector {context.sector}",) if context.sector is not None else ()),
        *sorted({f"stranger:{name.usual_role}" for name in chosen.names if name.country is None}),
        *said_in(context),
        *sorted({f"cue:{hit.entry.code}" for hit in cues if _is_inside(hit.start, context)}),
    ]


def _zone(evidence: Iterable[str]) -> str:
    """The nearest zone in which a country is met."""
    found = "far"
    for name in evidence:
        if name.startswith("clause"):
            return "clause"
        if name.startswith("sentence"):
            found = "sentence"
    return found


def _is_inside(start: int, context: Context) -> bool:
    return context.clause[0] <= start < context.clause[1]


def _around(context: Context, cast: Cast, at: int) -> Iterable[tuple[str, Actor]]:
    """The actors near the amount, each with the zone in which it stands."""
    for actor in cast.actors(at):
        yield "clause" if _is_inside(actor.start, context) else "sentence", actor
    seen = {at}
    for zone, span in (
        ("headline", context.headline),
        ("lead", context.lead),
        ("umbrella", context.umbrella),
    ):
        number = cast.layout.at(span[0]) if span is not None else at
        if number not in seen:
            seen.add(number)
            for actor in cast.actors(number):
                yield zone, actor
    last = min(len(cast.layout.sentences), at + 1 + SENTENCES_ON)
    for zone, numbers in (
        ("before", range(max(0, at - SENTENCES_BACK), at)),
        ("behind", range(at + 1, last)),
    ):
        for number in numbers:
            if number not in seen:
                for actor in cast.actors(number):
                    yield zone, actor


def _look(actor: Actor, ways: Mapping[str, str], amount_end: int | None) -> str:
    """How a country is met: "speaker", "org:supplier", "adjective:buyer", "name:in"; + behind the amount."""
    if actor.is_speaker:
        return "speaker"
    side = "" if amount_end is None else "+" if actor.start >= amount_end else "-"
    if actor.name is not None:
        return f"org:{actor.hint or 'no_role'}{side}"
    kind = actor.place.kind if actor.place is not None else "name"
    if kind in ("adjective", "demonym"):
        return f"adjective:{actor.hint or 'bare'}{side}"
    way = ways.get(actor.preposition, "bare")
    if kind == "name":
        return f"name:{actor.hint or way}{side}"
    return f"town:{'in' if way == 'in' else 'bare'}"
