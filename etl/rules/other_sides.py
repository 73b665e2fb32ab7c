"""Who buys where only the seller is named, and who sells where only the buyer is."""

import re
from dataclasses import replace

from etl.rules.actors import Actor
from etl.rules.antecedents import THE_DEAL, is_definite, sentences_before
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen, is_inside, take_names
from etl.rules.context import Context
from etl.rules.naming import Name
from etl.rules.sought import Sought
from etl.rules.wording import is_noun

SENTENCES_OF_SUBJECT = 5  # whom a text is about is named in these
SENTENCES_OF_OPENING = 12  # whoever buys in a document is named in these
_CONTRACT = Sought(
    r"\b(?:contract|order|supply|deliver\w*|maintenance|supplie[sd])\b|контракт|договор|заказ|постав|vertrag|auftrag|contrat|pedido",
    re.I,
)
_INVESTS = Sought(r"\binvest|\bpledge|\bbid(?:der|s)?\b|вложит|инвестир", re.I)


def add_other_side(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """Where the clause goes on about a deal and names one side, take the other side from before."""
    if chosen.is_financing or not chosen.names:
        return
    mine = chosen.names[0]
    is_buyer = mine.usual_role == "buyer" or _buys(mine, cast, at)
    if is_buyer and _invests(mine, cast, at):
        return  # "the local partner will itself invest"
    if len(chosen.names) > 1 and not all(name.usual_role == "buyer" for name in chosen.names):
        return
    if not is_buyer and not THE_DEAL.search(cast.text[context.sentence[0] : context.sentence[1]]):
        return
    here = {
        actor.code
        for actor in cast.actors(at)
        if actor.code not in (None, mine.country) and not actor.is_speaker and actor.hint != "event"
    }
    has_buyer = any(
        actor.name is not None and actor.name.type == "government" for actor in cast.actors(at)
    ) or bool(here)
    for number in sentences_before(at, cast, context)[:3]:
        others = [actor for actor in cast.actors(number) if actor.is_company and actor.hint != "funder"]
        others = [
            actor for actor in others if actor.name is not None and actor.name.canonical != mine.canonical
        ]
        if is_buyer:
            others = [
                actor
                for actor in others
                if actor.hint not in ("buyer", "") and (not here or actor.code in here)
            ]
        else:
            is_known = bool(mine.usual_role) or is_definite(context, cast, at, "definite_buyer")
            wanted = ("buyer",) if is_known else ("buyer", "supplier", "investor")
            buyers = [actor for actor in others if actor.hint == "buyer"]
            others = buyers or [actor for actor in others if actor.hint in wanted]
            others = [] if has_buyer else others
        if others:
            take_names(chosen, others, cast, number)
            chosen.sources.append(number)
            chosen.rules.append("other_side")
            return


def add_only_buyer(chosen: Chosen, context: Context, kind: str, cast: Cast, at: int) -> None:
    """ "Rolls-Royce added a care contract of 430 million": in a text with one buyer it is that buyer's."""
    if kind != "deal" or chosen.is_financing or len(chosen.names) != 1 or context.umbrella is not None:
        return
    if chosen.names[0].usual_role != "supplier" or _INVESTS.search(cast.text, *context.sentence):
        return
    if any(
        is_inside(actor, context.clause)
        and not actor.is_speaker
        and (actor.place is not None or not actor.is_company)
        for actor in cast.actors(at)
    ):
        return  # a country or a ministry of its own
    buyers: dict[str, Actor] = {}
    for number in range(min(at + 1, SENTENCES_OF_OPENING)):
        for actor in cast.actors(number):
            if actor.is_company and actor.name is not None and actor.hint == "buyer":
                buyers.setdefault(actor.name.canonical, actor)
    if len(buyers) == 1 and next(iter(buyers.values())).code in (None, cast.last[1]):
        take_names(chosen, list(buyers.values()), cast, at)
        chosen.rules.append("only_buyer")


def _invests(name: Name, cast: Cast, at: int) -> bool:
    return any(hit.entry.code == "supplies" and 0 <= hit.start - name.end <= 60 for hit in cast.cues(at))


def _buys(name: Name, cast: Cast, at: int) -> bool:
    """Whether the name is the subject of a verb of buying."""
    return any(
        hit.entry.code in ("buys", "bought") and 0 <= hit.start - name.end <= 40 and not is_noun(hit, cast)
        for hit in cast.cues(at)
    )


def add_client(chosen: Chosen, context: Context, kind: str, cast: Cast, at: int) -> None:
    """A contract of which only the supplier is named is that of the firm of which the text tells.

    "Turbines come from Vestas under a contract of 165 million" in a text that opens with the builder
    of the wind farm. Not where a state, a country or somebody else buys.
    """
    if kind != "deal" or chosen.is_financing or len(chosen.names) != 1:
        return
    if any(name.usual_role in ("buyer", "funder", "investor", "partner") for name in chosen.names):
        return
    if context.umbrella is not None or not _CONTRACT.search(cast.text, *context.sentence):
        return
    if _INVESTS.search(cast.text, *context.clause):
        return
    if any(_may_buy(actor, context) for actor in cast.actors(at)):
        return
    client = _subject_of_text(cast, {name.canonical for name in chosen.names})
    if client is None or client.name is None:
        return
    if any(name.country is not None and name.country == client.code for name in chosen.names):
        return
    if any(actor.place is not None and actor.code != client.code for actor in cast.actors(at)):
        return  # another country is spoken of
    take_names(chosen, [replace(client, name=replace(client.name, usual_role="buyer"))], cast, at)
    chosen.rules.append("client")


def _may_buy(actor: Actor, context: Context) -> bool:
    """Whether somebody else in the clause may be the one who buys."""
    if not is_inside(actor, context.clause) or actor.is_speaker or actor.hint == "event":
        return False
    if actor.name is not None:
        return actor.name.type == "government" or actor.hint in ("buyer", "government")
    return actor.hint in ("buyer", "government") or actor.preposition in ("to", "with", "for")


def _subject_of_text(cast: Cast, taken: set[str]) -> Actor | None:
    """The first firm of the text, if it is the subject of its sentence and lends nothing; under its longest name."""
    opening = [
        actor
        for number in range(min(SENTENCES_OF_SUBJECT, len(cast.layout.sentences)))
        for actor in cast.actors(number)
        if actor.is_company and actor.hint != "funder"
    ]
    if not opening:
        return None
    first = cast.layout.at(opening[0].start)
    together = [
        actor
        for actor in opening
        if cast.layout.at(actor.start) == first and actor.preposition in ("", "of") and actor.name is not None
    ]
    found = next((a for a in together if a.name is not None and a.name.canonical not in taken), None)
    if found is None or (found is not opening[0] and opening[0].preposition):
        return None
    same = [a for a in opening if a.name and found.name and a.name.canonical == found.name.canonical]
    return max(same, key=lambda actor: actor.end - actor.start)
