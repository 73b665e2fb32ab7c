"""Evidence of who supplies and who receives: words of direction, and what each party usually is."""

import re

from etl.rules.balance import BILATERAL, SURE, Balance, top
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.evidence import SENTENCE, SOURCE, weigh_sentence
from etl.rules.filling import fill_open_sides
from etl.rules.rubrics import rubric_of
from etl.rules.sought import Sought
from etl.rules.usual_sides import add_hint
from etl.rules.wording import stands_in

RUBRIC = 0.9  # the country that opens an item is where its deal goes
SITE = 0.4  # where the document plays speaks a little for the recipient
FROM_ABROAD = Sought(
    r"\b(?:foreign|global|international|overseas)\s(?:direct\s|private\s)?(?:investments?|capital|investors?|compan\w+|firms|funds)\b"
    r"|(?<!its\s)(?<!their\s)\bFDI\b(?!\sfrom)|иностранн\w+\s(?:\w+\s)?(?:инвест|капитал|компани)|\bПИИ\b",
    re.I,
)
_RENTED = Sought(
    r"\b(?:leas(?:e[ds]?|ing|eback|or|ors)|rent(?:s|ed|ing|als?)?|wet-lease\w*|chartered)\b|аренд|лизинг",
    re.I,
)
_IS_MODEL = re.compile(r"['’]?s?\s(?:[A-Z]?\d|MAX|ATR|Dreamliner|[A-Z]{1,3}-?\d)")
PURSE = 0.25  # a country's own money is spent there, unless a firm of that country works abroad
LIST_REACH = 28  # characters between an investor of a list and its amount
BANK_WITHIN = 3  # sentences before in which the bank may be named whose money is listed
BESIDE = 6  # "South Korea (1.7 billion)"


def weigh(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> Balance:
    """Gather the evidence for one figure."""
    balance = Balance()
    weigh_sentence(balance, context, cast, at, chosen, is_own_sentence=True)
    if not cast.countries(at) and any(name.canonical in cast.last_names for name in chosen.names):
        # The same parties again, and no other country named: the same way.
        balance.add("supply", cast.last[0], 1.2, "as_before")
        balance.add("receive", cast.last[1], 1.2, "as_before")
    for number in chosen.sources:
        weigh_sentence(balance, context, cast, number, chosen, share=SOURCE)
    _leave_out_makers(balance, context, cast, at, chosen)
    for name in chosen.names:
        if name.canonical in balance.receivers or name.canonical in balance.out_of_role:
            continue
        if name.text not in chosen.borrowers:
            add_hint(balance, name.usual_role, name.country, SENTENCE)
        else:
            balance.add("receive", name.country, SENTENCE, "borrower")
    if kind in ("investment_stock", "investment_flow"):
        _listed_investor(balance, context, cast, at)
    _multilateral(balance, cast, at, chosen, context)
    if not balance.is_multilateral:
        _other_of_clause(balance, context, cast, at, kind)
    if kind in BILATERAL:
        _from_abroad(balance, context, cast, at)
    rubric = rubric_of(cast, at) if kind in ("deal", "package") else None
    if rubric is not None:
        balance.add("receive", rubric, RUBRIC, "rubric")
    elif kind == "deal" and cast.site is not None:
        balance.add("receive", cast.site, SITE, "site")
    purse = context.purse if kind == "deal" and cast.site in (None, context.purse) else None
    if purse is not None:
        balance.add("receive", purse, PURSE, "national_money")
    fill_open_sides(balance, context, kind, cast, at, chosen)
    is_alone = top(balance.supply) in (None, purse) and top(balance.receive) in (None, purse)
    if purse is not None and is_alone and not balance.is_multilateral:
        # Tenge among firms of the country are spent at home; a firm of unknown country may be from abroad.
        # Where its firm is known to be at home, the other one mostly is at home too.
        is_at_home = top(balance.supply) == purse and any(name.country == purse for name in chosen.names)
        are_at_home = all(name.country in (purse, None if is_at_home else purse) for name in chosen.names)
        balance.is_own = balance.is_own or are_at_home
    return balance


def _leave_out_makers(balance: Balance, context: Context, cast: Cast, at: int, chosen: Chosen) -> None:
    """ "Two Boeing 787-8s leased from Dukhan": who made what is rented supplies nothing."""
    if not any(name.usual_role == "supplier" for name in chosen.names):
        return
    for number in (at, *chosen.sources):
        if _RENTED.search(cast.text, *cast.span(number)):
            balance.out_of_role |= {
                name.canonical
                for name in chosen.names
                if name.usual_role == "supplier" and _IS_MODEL.match(cast.text, name.end)
            }


def _multilateral(balance: Balance, cast: Cast, at: int, chosen: Chosen, context: Context) -> None:
    """Money of the EU or of a bank of many states comes from no country."""
    funders = [name for name in chosen.names if name.type in ("development_bank", "international")]
    lenders = [name for name in funders if name.text not in chosen.borrowers]
    are_all_multilateral = bool(lenders) and all(name.country is None for name in lenders)
    if are_all_multilateral and (chosen.is_financing or len(funders) == len(chosen.names)):
        balance.is_multilateral = True
        return
    has_national = any(name.country for name in chosen.names if name.usual_role == "funder")
    for actor in cast.actors(at):
        if not context.clause[0] <= actor.start < context.clause[1] or has_national:
            continue
        is_union = actor.code == "EUU" or (actor.name is not None and actor.name.type == "international")
        if is_union and (chosen.is_financing or not chosen.names) and not actor.preposition.startswith("in"):
            if actor.code == "EUU" and balance.supply.get("EUU", 0.0) < max(
                balance.supply.values(), default=0.0
            ):
                continue
            balance.is_multilateral = chosen.is_financing or (
                actor.code == "EUU" and balance.supply.get("EUU", 0.0) > 0
            )


def _listed_investor(balance: Balance, context: Context, cast: Cast, at: int) -> None:
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
    is_before = actor.end <= context.amount[0] and not stands_in(actor, cast)
    if gap <= LIST_REACH and is_before and _lent_by_many(cast, at):
        balance.add("receive", actor.code, 1.5, "listed_recipient")
        balance.is_multilateral = balance.is_settled = True
        return
    is_told = balance.worded.get(("receive", actor.code or ""), 0.0) > SURE
    if gap <= LIST_REACH and not is_told and host != actor.code and not stands_in(actor, cast):
        balance.add("supply", actor.code, 1.0, "listed_investor")
        if host is not None:
            balance.add("receive", host, 0.8, "listed_investor")


def _lent_by_many(cast: Cast, at: int) -> bool:
    """ "The EBRD ... Uzbekistan led with 938 million, followed by Kazakhstan with 913": whom a bank of many states lent to."""
    return any(
        name.type in ("development_bank", "international") and name.country is None
        for number in range(max(0, at - BANK_WITHIN), at + 1)
        for name in cast.names(number)
    )


def _from_abroad(balance: Balance, context: Context, cast: Cast, at: int) -> None:
    """ "Foreign direct investment of 2.2 billion arrived": money from many countries, none of them named."""
    low, high = context.sentence
    said = FROM_ABROAD.search(cast.text, low, high)
    if said is None:
        return
    host = cast.site or cast.home or cast.host
    clause = {
        actor.code
        for actor in cast.actors(at)
        if actor.code and context.clause[0] <= actor.start < context.clause[1] and not actor.is_speaker
    }
    named = {code for code in clause if balance.worded.get(("supply", code), 0.0) <= SURE}
    if len(clause) > 1 or (clause and not named) or (clause and host in clause and len(clause) > 1):
        return
    balance.is_many_sided = True
    balance.add("receive", next(iter(clause), host), SENTENCE, "from_abroad")


def _other_of_clause(balance: Balance, context: Context, cast: Cast, at: int, kind: str) -> None:
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
            and (a.code in balance.supply or a.code in balance.receive)
        )
    )
    if len(codes) != 2:
        return
    home = cast.host or cast.home
    worded = sum(balance.worded.get(("supply", code), 0.0) for code in codes if code == home)
    if kind == "deal" and home in codes and not worded and sum(balance.receive.values()) < SURE:
        # "Freedom Holding builds a hub with NVIDIA": the foreign one of two suppliers supplies.
        balance.add("receive", home, balance.supply.get(home, 0.0) + 0.35, "home_of_two")
        return
    for one, two in (codes, codes[::-1]):
        sure = balance.receive.get(one, 0.0) - balance.supply.get(one, 0.0)
        if sure > 0.6 and sure > balance.receive.get(two, 0.0) - balance.supply.get(two, 0.0) + 0.3:
            balance.add("supply", two, 0.35, "other_of_clause")
        sure = balance.supply.get(one, 0.0) - balance.receive.get(one, 0.0)
        if balance.worded.get(("supply", two), 0.0) > SURE:
            continue  # "built by France's X and Morocco's Y": both supply
        if sure > 0.6 and sure > balance.supply.get(two, 0.0) - balance.receive.get(two, 0.0) + 0.3:
            balance.add("receive", two, 0.35, "other_of_clause")
