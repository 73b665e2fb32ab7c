"""What speaks for each organisation near an amount being party to it, as named evidence for the fitted choice.

Evidence says where and how a name is met, what role its own words give it, and what the rules made of it;
how much that speaks for it is told by the fitted weights (`party_choice`).
"""

from collections.abc import Iterable

from etl.rules.antecedents import THE_DEAL, is_definite, is_of_both
from etl.rules.cast import Actor, Cast
from etl.rules.chosen import MONEY, Chosen, is_arm, is_in_other_item, is_lender, is_lent_to
from etl.rules.context import Context
from etl.rules.naming import Name
from etl.rules.party_choice import Candidate

SENTENCES_BACK, SENTENCES_ON, OPENING = 4, 2, 2
NEAR = 40  # characters
_ZONES = ("clause-", "clause+", "sentence-", "sentence+", "before1", "umbrella", "before2", "headline", "lead", "behind1",
          "before3", "before4", "opening", "behind2", "far")  # fmt: skip


def to_candidates(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> list[Candidate]:
    """Every organisation that the text offers near the amount, with its evidence; the rules' own ones first."""
    mentions: dict[str, list[tuple[str, Actor]]] = {}
    for zone, actor in _around(context, cast, at):
        if actor.is_company and actor.name is not None:
            mentions.setdefault(actor.name.canonical, []).append((zone, actor))
    ruled = {name.canonical: name for name in chosen.names}
    order = {zone: rank for rank, zone in enumerate(_ZONES)}
    nearest: dict[str, tuple[str, Actor | None, Name]] = {
        canonical: ("far", None, name) for canonical, name in ruled.items()
    }
    for canonical, met in mentions.items():
        zone, nearby = min(met, key=lambda one: order[one[0]])
        if nearby.name is not None:
            nearest[canonical] = (zone, nearby, ruled.get(canonical, nearby.name))
    tags = _tags(context, kind, cast, at, chosen)
    zones = {zone for zone, _, _ in nearest.values()}
    found = []
    for canonical, (zone, mention, name) in nearest.items():
        evidence = _of_name(name, zone, mention, context, cast, chosen)
        evidence.add(f"mentions:{min(len(mentions.get(canonical, ())), 4)}")
        evidence.add(f"rivals:{min(sum(1 for z, _, _ in nearest.values() if z == zone), 3)}|zone:{zone}")
        evidence.add(f"offered:{min(len(nearest), 6)}")
        evidence |= {f"also:{other}" for other, _ in mentions.get(canonical, ()) if other != zone}
        evidence.add("ruled" if canonical in ruled else "not ruled")
        if canonical in cast.last_names:
            evidence.add("of the last")
            evidence |= {f"of the last|{one}" for one in evidence if one.startswith("paragraphs")}
        alike = sum(1 for _, _, other in nearest.values() if other.usual_role == name.usual_role)
        evidence.add(f"alike:{min(alike, 3)}|role:{name.usual_role or 'none'}")
        if not any(other.startswith(("clause", "sentence")) for other in zones):
            evidence.add(f"zone:{zone}|none in sentence")
        if len(nearest) == 1:
            evidence.add("only one")
        crossed = [one for one in evidence if one.startswith(_CROSSED)]
        evidence.update(f"{tag}|{one}" for tag in tags for one in crossed)
        found.append(Candidate(name, dict.fromkeys(sorted({"all", *evidence}), 1.0), canonical in ruled))
    return found


_CROSSED = ("zone:", "ruled", "not ruled", "role:", "of the last", "also:")


def _of_name(
    name: Name, zone: str, actor: Actor | None, context: Context, cast: Cast, chosen: Chosen
) -> set[str]:
    role = "lender" if actor is not None and is_lender(actor) else name.usual_role or "none"
    beside = {other.usual_role or "none" for other in chosen.names if other.canonical != name.canonical}
    evidence = {
        f"zone:{zone}",
        f"role:{role}",
        f"zone:{zone}|role:{role}",
        f"found:{name.rule}",
        f"type:{name.type}",
        *(f"role:{role}|beside:{other}" for other in beside),
        *([] if beside else [f"role:{role}|alone"]),
    }
    if cast.site is not None and name.country is not None:
        evidence.add("home" if name.country == cast.site else "abroad")
    if name.country is None:
        evidence.add("stranger")
    if name.country is not None and any(
        other.country == name.country for other in chosen.names if other.canonical != name.canonical
    ):
        evidence.add("of the same country")
    if actor is None:
        return evidence
    way = cast.party_words.ways.get(actor.preposition, "bare")
    evidence |= {f"way:{way}", f"zone:{zone}|way:{way}", f"way:{way}|role:{role}"}
    evidence |= {
        f"nation meant:{other.hint or 'bare'}"
        for other in cast.actors(cast.layout.at(context.amount[0]))
        if other.place is not None
        and other.code == name.country
        and other.place.kind in ("adjective", "demonym")
    }
    if cast.text.startswith(("'s", "’s"), actor.end):
        evidence.add("owner")
    if cast.speaks(actor):
        evidence.add(f"says|{zone}")
    if cast.is_source(actor):
        evidence.add("source")
    if is_arm(actor, cast):
        evidence.add("arm")
    if is_lent_to(actor, cast):
        evidence.add("lent to")
    if zone.startswith(("clause", "sentence")):
        between = (
            sorted((actor.end, context.amount[0])) if zone.endswith("-") else (context.amount[1], actor.start)
        )
        if MONEY.search(cast.text, *between):
            evidence.add(f"beyond an amount|{zone}")
        if between[1] - between[0] <= NEAR:
            evidence.add(f"near|{zone}")
        if is_in_other_item(actor, context, cast):
            evidence.add("other item")
    else:
        breaks = cast.text.count("\n", *sorted((actor.end, context.amount[0])))
        evidence.add(f"paragraphs:{min(breaks, 3)}")
    first = next((other for other in cast.actors(cast.layout.at(actor.start)) if other.is_company), None)
    if first is not None and first.start == actor.start:
        evidence.add("first of its sentence")
    cues = cast.cues(cast.layout.at(actor.start))
    evidence |= {f"verb behind:{hit.entry.code}" for hit in cues if 0 <= hit.start - actor.end <= NEAR}
    evidence |= {f"verb before:{hit.entry.code}" for hit in cues if 0 <= actor.start - hit.end <= NEAR // 2}
    return evidence


def _tags(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> list[str]:
    """What the figure is like as a whole."""
    facts = {
        "lent": chosen.is_financing,
        "item": context.umbrella is not None,
        "anonymous": chosen.is_anonymous,
        "definite": is_definite(context, cast, at, "definite"),
        "definite buyer": is_definite(context, cast, at, "definite_buyer"),
        "pair": is_definite(context, cast, at, "definite_pair"),
        "state": any(a.name is not None and a.name.type == "government" for a in cast.actors(at)),
        "goes on": THE_DEAL.search(cast.text[context.sentence[0] : context.sentence[1]]) is not None,
        "two sides": is_of_both(context, cast),
        "some in sentence": any(actor.is_company for actor in cast.actors(at)),
        f"ruled {min(len(chosen.names), 3)}": True,
    }
    return [
        f"kind:{kind}",
        *(tag for tag, holds in facts.items() if holds),
        *sorted({f"by:{rule}" for rule in chosen.rules}),
    ]


def _around(context: Context, cast: Cast, at: int) -> Iterable[tuple[str, Actor]]:
    """The actors near the amount, each with the zone in which it stands."""
    for actor in cast.actors(at):
        inside = "clause" if context.clause[0] <= actor.start < context.clause[1] else "sentence"
        yield inside + ("-" if actor.start < context.amount[0] else "+"), actor
    count = len(cast.layout.sentences)
    numbers: dict[str, int] = {}
    for zone, span in (
        ("umbrella", context.umbrella),
        ("headline", context.headline),
        ("lead", context.lead),
    ):
        if span is not None:
            numbers[zone] = cast.layout.at(span[0])
    numbers.update({f"before{step}": at - step for step in range(1, SENTENCES_BACK + 1) if at >= step})
    numbers.update({f"behind{step}": at + step for step in range(1, SENTENCES_ON + 1) if at + step < count})
    for zone, number in numbers.items():
        if number != at:
            for actor in cast.actors(number):
                yield zone, actor
    for number in range(min(OPENING + 2, count)):
        if number != at:
            for actor in cast.actors(number):
                yield "opening", actor
