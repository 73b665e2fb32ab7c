"""One sentence -> weights: its words of direction, its prepositions, and what its parties usually are."""

import re

from etl.rules.actors import Actor
from etl.rules.balance import Balance
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen, is_in_other_item
from etl.rules.context import Context
from etl.rules.usual_sides import add_hint, add_partner, find_many
from etl.rules.wording import (
    buys_asset,
    buys_wares,
    ends_before,
    find_routes,
    has_agent,
    is_dative,
    is_noun,
    is_order_noun,
    is_paid,
    is_passive,
    is_won,
    objects_of,
    stands_in,
    subject_of,
    with_followers,
    with_siblings,
)

CLAUSE, SENTENCE, ELSEWHERE, SOURCE, FALLBACK, DATELINE = 1.6, 0.8, 0.15, 0.7, 0.5, 0.4
NOT_A_PARTY = 0.1  # organisations of the sentence that take no part in this figure
IN_PLACE, IN_CAPITAL = 0.9, 0.5  # a capital is more often where people met than where a thing is built
TO_WHOM = 0.9
OWN_PLACE = 0.25
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
WORKED_ON_REACH = 12  # characters between a verb of building and the country of what is built
AGENT_REACH = 40  # characters between a participle and the one by whom it is done
SHORT = frozenset({"from", "из", "aus", "von"})  # bare prepositions: only what stands right behind them
GIVEN = frozenset({"given", "granted", "lent", "promised", "offered", "allocated", "pledged", "awarded"})
_FROM_MANY = re.compile(r"(?:\b(?:from|by|от|из)\s(?:\S+\s){0,2}|^\W*)$")
_WE = re.compile(r"\b(?:[Ww]e|[Мм]ы)\s(?:[\w'’-]+\s){0,5}$")
_ITSELF = re.compile(r"\s(?:itself|themselves|alone)\b")  # "Georgia itself will add 3 million"
PAYS = frozenset({"pay", "pays", "paid", "will pay", "to pay", "has paid", "pay for", "pays for", "paid for"})
_FOR_A_SHARE = re.compile(
    r"\bfor\s(?:an?\s|the\s|its\s|another\s)?(?:[\d.]+\s?(?:%|per\s?cent)|stake|shares?\b|half of|majority)",
    re.I,
)


def weigh_sentence(
    balance: Balance,
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
    routes = find_routes(actors, cast)
    balance.is_route = balance.is_route or bool(routes)
    met = {
        id(actor)
        for hit in cues
        if hit.entry.code == "meeting"
        for actor in actors
        if 0 <= actor.start - hit.end <= 6
    }
    agents_of = {id(hit): objects_of(hit, actors, cast, AGENT_REACH) for hit in cues if has_agent(hit, cast)}
    # "was chosen by the grid company to deliver": who chooses is not the one who delivers.
    held = met | {id(actor) for agents in agents_of.values() for actor in agents}
    subjects = [actor for actor in actors if id(actor) not in held]
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
        agents = agents_of.get(id(hit), [])
        if code == "acquires" and buys_wares(hit, cast, number):
            code = "bought"  # who acquires jets receives them, who acquires a bank invests in it
        if code == "own":
            if is_own_sentence and context.clause[0] <= hit.start < context.clause[1]:
                balance.is_own = True
            continue
        if code == "many":
            if is_own_sentence and context.clause[0] <= hit.start < context.clause[1]:
                before = cast.text[max(context.sentence[0], hit.start - 28) : hit.start]
                balance.is_many_sided = balance.is_many_sided or _FROM_MANY.search(before) is not None
            continue
        if code not in LEFT_OF and code not in RIGHT_OF and code != "with":
            continue
        if code in LEFT_OF and " " not in hit.entry.word and is_noun(hit, cast):
            continue
        is_asset = code in ("bought", "sells") and not chosen.is_financing and buys_asset(hit, cast, number)
        if code == "buys" and hit.entry.word in PAYS and not chosen.is_financing:
            is_asset = _FOR_A_SHARE.search(cast.text, *cast.span(number)) is not None or (
                hit.entry.word.endswith("for")
                and any(actor.place is not None and 0 <= actor.start - hit.end <= 5 for actor in actors)
            )
        if code == "with":
            add_partner(balance, hit, actors, cast, weight_of)
            continue
        side = LEFT_OF.get(code) if not is_order_noun(hit, cast, actors) else None
        if side and (agents or is_passive(hit, cast)):
            # "Kenya was granted 5 million" receives, "Wabtec has been picked by" supplies; of "the line was built"
            # nobody is told.
            is_given = side == "supply" and hit.entry.word in GIVEN
            is_chosen = code == "buys" and not is_asset and bool(agents)
            for actor in agents:
                agent_side = "supply" if is_asset or code == "acquires" else side
                if "awarded" in hit.entry.word:
                    agent_side = "receive"  # "has been awarded a contract by"
                weight = weight_of(actor) * hit.entry.weight
                balance.add(agent_side, actor.code, weight, f"{code}:{hit.entry.word} by", id(actor))
                acting.add(id(actor))
                if agent_side == "receive" and actor.name is not None:
                    received.add(id(actor))
                    if is_own_sentence:
                        balance.receivers.add(actor.name.canonical)
            is_winner = "awarded" in hit.entry.word and code == "supplies"
            side = "supply" if is_winner or is_chosen else "receive" if is_given else None
        elif code == "obtains" and chosen.is_financing:
            side = "receive"  # who secures a contract supplies, who secures a loan receives
        if side:
            if is_own_sentence and _WE.search(cast.text, max(0, hit.start - 44), hit.start):
                # "We are willing to spend ...", the Qatari minister said
                speakers = {actor.code for actor in actors if actor.is_speaker}
                if len(speakers) == 1:
                    balance.add(
                        side, speakers.pop(), CLAUSE * hit.entry.weight, f"{code}:we {hit.entry.word}"
                    )
                    continue
            subject = subject_of(hit, subjects, cast)
            if is_asset:  # who sells a plant hosts the buyer's money
                side = "receive" if code == "sells" else "supply"
                asset_sold = True
            asset_sold = asset_sold or code == "acquires"
            for actor in with_siblings(subject, subjects, cast) if subject is not None else ():
                if chosen.is_financing and side == "supply" and actor.is_company and actor.hint != "funder":
                    continue  # what the borrower builds with a loan
                acting.add(id(actor))
                if code == "acquires" and is_own_sentence and actor.name is not None:
                    balance.out_of_role.add(actor.name.canonical)
                    received.add(id(actor))
                if is_paid(hit, actor, context, chosen, cast):
                    side = "supply"
                if side == "supply" and actor.hint == "government" and is_own_sentence:
                    balance.is_state_paying = True
                if side == "supply" and is_own_sentence and _ITSELF.match(cast.text, actor.end):
                    balance.is_own = True
                near = 1.0 if hit.start - actor.end < 60 else 0.6
                balance.add(
                    side,
                    actor.code,
                    weight_of(actor) * hit.entry.weight * near,
                    f"{code}:{hit.entry.word}",
                    id(actor),
                )
        if is_asset and code == "sells":
            for actor in actors:  # who buys a mine invests in it
                if actor.start > hit.end and actor.preposition == "to" and actor.name is not None:
                    rule = f"{code}:{hit.entry.word} to"
                    balance.add("supply", actor.code, weight_of(actor) * hit.entry.weight, rule, id(actor))
                    acting.add(id(actor))
        side = RIGHT_OF.get(code) if not agents else None
        if side and is_order_noun(hit, cast, actors):
            side = "receive"
        if code == "by_supplier" and chosen.is_financing and hit.entry.word.endswith(" to"):
            side = "receive"  # an order that goes to a firm is its own, a loan is paid to it
        if side:
            side = "receive" if is_asset or (hit.entry.word in SHORT and is_won(hit, cues, cast)) else side
            reach = 8 if hit.entry.word in SHORT else REACH_RIGHT[code]
            if asset_sold and hit.entry.word in SHORT:
                # The seller of a plant or of shares supplies nothing.
                for actor in objects_of(hit, actors, cast, reach):
                    received.add(id(actor))
                    if is_own_sentence and actor.name is not None:
                        balance.out_of_role.add(actor.name.canonical)
                continue
            for actor in objects_of(hit, actors, cast, reach):
                if id(actor) in acting or (id(actor) in met and side == "receive"):
                    continue  # "получил Таджикистан": the subject behind its verb
                if code in ADJOINING and hit.end <= context.amount[0] < actor.start:
                    continue  # "allots 270 million to the dam, the Saudi fund 100": another's part
                rule = f"{code}:{hit.entry.word}"
                balance.add(side, actor.code, weight_of(actor) * hit.entry.weight, rule, id(actor))
                if side == "receive" and actor.name is not None:
                    received.add(id(actor))
                    if is_own_sentence:
                        balance.receivers.add(actor.name.canonical)
        if code == "supplies" and "works_on" in cast.party_words.roles(hit.entry.word.rpartition(" ")[2]):
            for actor in objects_of(hit, actors, cast, WORKED_ON_REACH):
                if (
                    id(actor) not in acting
                    and actor.place is not None
                    and actor.hint not in ("supplier", "event")
                ):
                    balance.add(
                        "receive", actor.code, weight_of(actor), f"{code}:{hit.entry.word} what", id(actor)
                    )
        if code == "supplies" and acting and "takes_person" in cast.party_words.roles(hit.entry.word):
            for actor in objects_of(hit, actors, cast, 1):
                if id(actor) in acting:
                    continue
                balance.add(
                    "receive", actor.code, weight_of(actor), f"{code}:{hit.entry.word} whom", id(actor)
                )
                received.add(id(actor))
    for actor in actors:
        if is_dative(actor) and id(actor) not in met:
            balance.add("receive", actor.code, weight_of(actor) * TO_WHOM, "dative", id(actor))
            received.add(id(actor))
    heard = {hit.end for hit in cues}  # prepositions that belong to longer words of direction: "made in"
    for actor in actors:
        if stands_in(actor, cast) and id(actor) not in met and not (heard & ends_before(actor)):
            is_town = actor.place is not None and actor.place.kind == "capital"
            for place in with_followers(actor, actors, cast):
                weight = weight_of(place) * (IN_CAPITAL if is_town else IN_PLACE)
                balance.add("receive", place.code, weight, "place", id(place))
    for actor in actors:
        weight = weight_of(actor)
        if actor.name is not None:
            if id(actor) not in met and id(actor) not in received and actor.name.text not in chosen.borrowers:
                add_hint(balance, actor.hint, actor.code, weight)
        elif actor.hint:
            if id(actor) not in received:
                add_hint(balance, actor.hint, actor.code, weight * 1.2)
        elif id(actor) not in met and id(actor) not in acting:
            balance.add("receive", actor.code, OWN_PLACE * weight)
    if is_own_sentence and len({actor.code for actor in actors if actor.code}) > 2:
        find_many(balance, actors, cast)
