"""The organisations that one figure has, while they are chosen; lenders told from borrowers."""

import re
from dataclasses import dataclass, field

from etl.rules.actors import Actor
from etl.rules.cast import Cast
from etl.rules.context import Context, Span
from etl.rules.naming import Name
from etl.rules.sought import Sought

_INCLUDING = Sought(
    r"\b(?:including|such as|among them|включая|в том числе|среди которых|notamment|dont|entre ellas)\b", re.I
)
_BORROWER = Sought(
    r"(?:\b(?:to|for|lends?|lent|grant(?:s|ed)?|gives?|gave|provide[ds]?|extend(?:s|ed)|approve[ds]?)|\b(?:банку|для))\s+(?:the\s|state\s|\w+['’]s\s)*$",
    re.I,
)
_JOINED = frozenset(
    {
        " and ",
        " and the ",
        " and its client ",
        " и ",
        " et ",
        " et la ",
        " y ",
        " und ",
        " und die ",
        " ve ",
        " / ",
    }
)
_ARM = Sought(r"\bits (?:[\w-]+ ){0,2}(?:arm|unit|subsidiary|affiliate|division|brand)\s$")
MONEY = re.compile(
    # Led by its first sign, so that all others are passed over at once.
    r"[$€£¥₸₽\dUEGRCSZ](?:(?<=[$€£¥₸₽])\s?\d|(?<=\d)[\d.,]{0,30}\s?(?:million|billion|bn|mn|m|млн|млрд)\b"
    r"|(?<!\w.)(?:(?<=U)S[D$]|(?<=E)UR|(?<=G)BP|(?<=R)s|(?<=C)HF|(?<=S)EK|(?<=Z)AR)\s?\d)"
)


@dataclass(slots=True)
class Chosen:
    """The organisations of one figure, and the sentences that lent them."""

    names: list[Name] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)  # sentences before, from which names were taken
    rules: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    sureness: dict[str, float] = field(default_factory=dict)  # canonical name -> how likely it takes part
    not_exhaustive: set[str] = field(default_factory=set)
    borrowers: set[str] = field(default_factory=set)  # banks to whom the money is lent
    is_financing: bool = False
    is_anonymous: bool = False  # the sentence has a party of its own without a name: "Chinese lenders"


def is_in_other_item(actor: Actor, context: Context, cast: Cast) -> bool:
    """Whether an actor stands in another item: "50 for A; 100 for B". What opens the list is common to all."""
    if actor.start >= context.amount[1]:
        return ";" in cast.text[context.amount[1] : actor.start]
    mark = cast.text.rfind(";", actor.end, context.amount[0])
    if mark < 0 or MONEY.search(cast.text, context.sentence[0], mark) is None:
        return False  # "X will build a plant; the contract is worth ..." is one deal
    colon = cast.text.find(":", *context.sentence)
    return not actor.end <= colon < context.amount[0]


def is_arm(actor: Actor, cast: Cast) -> bool:
    """ "for its low-cost arm FlyArystan": a part of a party, not one more party."""
    return _ARM.search(cast.text, max(0, actor.start - 40), actor.start) is not None


def is_inside(actor: Actor, span: Span) -> bool:
    return span[0] <= actor.start < span[1]


def inside_span(position: int, span: Span) -> bool:
    return span[0] <= position < span[1]


def is_near(start: int, end: int, context: Context) -> bool:
    return -90 <= start - context.amount[1] <= 60 or -110 <= end - context.amount[0] <= 0


def to_relevant(actors: list[Actor], chosen: Chosen, cast: Cast, amount: int) -> list[Actor]:
    """Leave lenders to loans and the other way round; mark those to whom is lent."""
    if not chosen.is_financing:
        others = [actor for actor in actors if not is_lender(actor)]
        return others or [
            actor for actor in actors if actor.start < amount or "," not in cast.text[amount : actor.start]
        ]
    lenders = [actor for actor in actors if actor.hint == "funder" and not is_lent_to(actor, cast)]
    kept = []
    for actor in actors:
        lent_to = actor not in lenders and (
            is_lent_to(actor, cast) or _takes_money(actor, cast) or _signs_with(actor, lenders, cast)
        )
        if actor.name is not None and (lent_to or (lenders and actor.hint != "funder")):
            chosen.borrowers.add(actor.name.text)
        if lent_to or not lenders or actor in lenders or actor.start < lenders[0].start:
            kept.append(actor)
    return kept


def _signs_with(actor: Actor, lenders: list[Actor], cast: Cast) -> bool:
    """ "Ex-Im Bank and Aksa signed the credit agreement": joined to a lender, and none itself."""
    return actor.hint != "funder" and any(
        cast.text[lender.end : actor.start] in _JOINED for lender in lenders if lender.end <= actor.start
    )


def _takes_money(actor: Actor, cast: Cast) -> bool:
    """ "Serra Verde gets a loan", "Cobre Austral raised $750 million in notes": the one who acts borrows."""
    cues = cast.cues(cast.layout.at(actor.start))
    return any(hit.entry.code in ("buys", "obtains") and 0 <= hit.start - actor.end <= 45 for hit in cues)


def is_lender(actor: Actor) -> bool:
    return actor.name is not None and actor.name.type in ("development_bank", "international")


def is_lent_to(actor: Actor, cast: Cast) -> bool:
    return _BORROWER.search(cast.text, max(0, actor.start - 36), actor.start) is not None


def take_names(chosen: Chosen, actors: list[Actor], cast: Cast, at: int) -> None:
    seen = {name.canonical for name in chosen.names}
    including = _INCLUDING.search(cast.text, *cast.span(at))
    for actor in actors:
        name = actor.name
        if name is None or name.canonical in seen:
            continue
        seen.add(name.canonical)
        chosen.names.append(name)
        if including and name.start >= including.end():
            chosen.not_exhaustive.add(name.text)


def is_bank(name: Name) -> bool:
    return name.usual_role == "funder" or name.type in ("bank", "development_bank")
