"""What speaks for each organisation near an amount being party to it, as named evidence for the fitted choice.

Evidence says where and how a name is met, what role its own words give it, and what the rules made of it;
how much that speaks for it is told by the fitted weights (`party_choice`).
"""

from collections import Counter
from collections.abc import Iterable

from etl.rules.actors import Actor
from etl.rules.antecedents import THE_DEAL, is_definite, is_of_both
from etl.rules.cast import Cast
from etl.rules.chosen import MONEY, Chosen, is_arm, is_in_other_item, is_lent_to
from etl.rules.context import Context
from etl.rules.naming import Name
from etl.rules.party_choice import Candidate
from etl.rules.party_ties import Ties, is_local, role_of

SENTENCES_BACK, SENTENCES_ON, OPENING = 4, 2, 2
NEAR = 40  # characters
MOST_BREAKS = 3  # farther away than three paragraphs is just far
_ZONES = ("clause-", "clause+", "sentence-", "sentence+", "before1", "umbrella", "before2", "headline", "lead", "behind1",
          "before3", "before4", "opening", "behind2", "far")  # fmt: skip
_RANK = {zone: rank for rank, zone in enumerate(_ZONES)}


def to_candidates(
    context: Context, kind: str, cast: Cast, at: int, chosen: Chosen, sides: tuple[str | None, str | None]
) -> list[Candidate]:
    """Every organisation that the text offers near the amount, with its evidence; the rules' own ones first.

    Args:
        context: Where the amount stands.
        kind: The figure's kind.
        cast: The document's names and places.
        at: Number of the amount's sentence.
        chosen: What the rules chose.
        sides: Supplier and recipient, as the rules decided.
    """
    mentions: dict[str, list[tuple[str, Actor]]] = {}
    for zone, actor in _around(context, cast, at):
        if actor.name is not None:
            mentions.setdefault(actor.name.canonical, []).append((zone, actor))
    ruled = {name.canonical: name for name in chosen.names}
    nearest: dict[str, tuple[str, Actor | None, Name]] = {
        canonical: ("far", None, name) for canonical, name in ruled.items()
    }
    for canonical, met in mentions.items():
        zone, nearby = min(met, key=lambda one: _RANK[one[0]])
        if nearby.name is not None:
            nearest[canonical] = (zone, nearby, ruled.get(canonical, nearby.name))
    met_at = {canonical: [actor for _, actor in met] for canonical, met in mentions.items()}
    ties = Ties(context, cast, at, sides, nearest, met_at)
    tags = [*_tags(context, kind, cast, at, chosen), *ties.tags()]
    nations = _nations_meant(cast, at)
    rivals = Counter(zone for zone, _, _ in nearest.values())
    alike = Counter(name.usual_role for _, _, name in nearest.values())
    is_some_near = any(map(is_local, rivals))
    found = []
    for canonical, (zone, mention, name) in nearest.items():
        met = mentions.get(canonical, [])
        evidence = ["all", *_of_name(name, zone, mention, cast, chosen)]
        if mention is not None:
            evidence += _of_mention(name, zone, mention, context, cast)
            evidence += nations.get(name.country, ())
        evidence += ties.evidence(canonical, zone, mention, name)
        evidence.append(f"mentions:{min(len(met), 4)}")
        evidence.append(f"rivals:{min(rivals[zone], 3)}|zone:{zone}")
        evidence.append(f"offered:{min(len(nearest), 6)}")
        evidence += [f"also:{other}" for other, _ in met if other != zone]
        evidence.append("ruled" if canonical in ruled else "not ruled")
        if canonical in cast.last_names:
            evidence += [f"of the last|{one}" for one in evidence if one.startswith("paragraphs")]
            evidence.append("of the last")
        evidence.append(f"alike:{min(alike[name.usual_role], 3)}|role:{name.usual_role or 'none'}")
        if not is_some_near:
            evidence.append(f"zone:{zone}|none in sentence")
        if len(nearest) == 1:
            evidence.append("only one")
        known = dict.fromkeys(evidence, 1.0)
        crossed = [one for one in known if one.startswith(_CROSSED)]
        found.append(Candidate(name, known, canonical in ruled, tags, crossed))
    return found


_CROSSED = ("zone:", "ruled", "not ruled", "role:", "of the last", "also:")


def _of_name(name: Name, zone: str, actor: Actor | None, cast: Cast, chosen: Chosen) -> list[str]:
    """Where it stands, what it is, and who the rules chose beside it."""
    role = role_of(name, actor)
    others = [other for other in chosen.names if other.canonical != name.canonical]
    evidence = [
        f"zone:{zone}",
        f"role:{role}",
        f"zone:{zone}|role:{role}",
        f"found:{name.rule}",
        f"type:{name.type}",
        *([f"role:{role}|beside:{other.usual_role or 'none'}" for other in others] or [f"role:{role}|alone"]),
    ]
    if name.country is None:
        evidence.append("stranger")
        return evidence
    if cast.site is not None:
        evidence.append("home" if name.country == cast.site else "abroad")
    if any(other.country == name.country for other in others):
        evidence.append("of the same country")
    return evidence


def _of_mention(name: Name, zone: str, actor: Actor, context: Context, cast: Cast) -> list[str]:
    """How its nearest mention stands to the amount."""
    way, text = cast.party_words.ways.get(actor.preposition, "bare"), cast.text
    evidence = [f"way:{way}", f"zone:{zone}|way:{way}", f"way:{way}|role:{role_of(name, actor)}"]
    traits = cast.traits.get(actor.start)
    if traits is None:
        traits = cast.traits[actor.start] = _traits(actor, cast)
    is_saying, always = traits
    evidence += always
    if is_saying:
        evidence.append(f"says|{zone}")
    if not is_local(zone):
        first, last = sorted((actor.end, context.amount[0]))
        evidence.append(f"paragraphs:{_line_breaks(text, first, last)}")
        return evidence
    if zone.endswith("-"):
        first, last = sorted((actor.end, context.amount[0]))
    else:
        first, last = context.amount[1], actor.start
    if MONEY.search(text, first, last):
        evidence.append(f"beyond an amount|{zone}")
    if last - first <= NEAR:
        evidence.append(f"near|{zone}")
    if is_in_other_item(actor, context, cast):
        evidence.append("other item")
    return evidence


def _traits(actor: Actor, cast: Cast) -> tuple[bool, list[str]]:
    """Whether it says something, and what speaks for a mention wherever the amount stands."""
    number = cast.layout.at(actor.start)
    evidence = []
    if cast.text.startswith(("'s", "’s"), actor.end):
        evidence.append("owner")
    if cast.is_source(actor):
        evidence.append("source")
    if is_arm(actor, cast):
        evidence.append("arm")
    if is_lent_to(actor, cast):
        evidence.append("lent to")
    if cast.companies(number)[0].start == actor.start:
        evidence.append("first of its sentence")
    for hit in cast.cues(number):
        if 0 <= hit.start - actor.end <= NEAR:
            evidence.append(f"verb behind:{hit.entry.code}")
        if 0 <= actor.start - hit.end <= NEAR // 2:
            evidence.append(f"verb before:{hit.entry.code}")
    return cast.speaks(actor), evidence


def _line_breaks(text: str, first: int, last: int) -> int:
    """How many line breaks stand between two places, three at most: what is far is not counted through."""
    count = 0
    while count < MOST_BREAKS and (first := text.find("\n", first, last) + 1):
        count += 1
    return count


def _nations_meant(cast: Cast, at: int) -> dict[str | None, list[str]]:
    """Country -> how the amount's sentence means it by a word such as "French"."""
    found: dict[str | None, list[str]] = {}
    for actor in cast.actors(at):
        if actor.place is not None and actor.place.kind in ("adjective", "demonym"):
            found.setdefault(actor.code, []).append(f"nation meant:{actor.hint or 'bare'}")
    return found


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
        "some in sentence": bool(cast.companies(at)),
        f"ruled {min(len(chosen.names), 3)}": True,
    }
    return [
        f"kind:{kind}",
        *(tag for tag, holds in facts.items() if holds),
        *sorted({f"by:{rule}" for rule in chosen.rules}),
    ]


def _around(context: Context, cast: Cast, at: int) -> Iterable[tuple[str, Actor]]:
    """The companies near the amount, each with the zone in which it stands."""
    for actor in cast.companies(at):
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
            for actor in cast.companies(number):
                yield zone, actor
    for number in range(min(OPENING + 2, count)):
        if number != at:
            for actor in cast.companies(number):
                yield "opening", actor
