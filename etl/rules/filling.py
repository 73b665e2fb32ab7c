"""A side that the figure's own sentence leaves open, from the sentences around, the dateline, the figure before."""

import re
from itertools import pairwise

from etl.rules.balance import BILATERAL, LIST, Balance, top
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.evidence import DATELINE, FALLBACK, weigh_sentence
from etl.rules.naming import Name
from etl.rules.sought import Sought
from etl.rules.trade_frame import pair_around
from etl.rules.wording import find_routes

_COSTS = Sought(
    r"\bcosts?\b|\bcosting\b|\bpriced?\sat\b|\bput\sat\b|\bbudget|\bestimated\sat\b|\brequires?\b|\bneeds?\b"
    r"|смет\w+|\bстоит\b|стоимость\sпроекта|обойд[её]тся|оценива\w+|потребу\w+|\bkostet\b|\bKosten\b|\bcoût\w*|\bcost[eao]\b",
    re.I,
)


def fill_open_sides(
    balance: Balance, context: Context, kind: str, cast: Cast, at: int, chosen: Chosen
) -> None:
    """Look further for a side that is still open: sentences before, headline, lead, dateline."""
    needs_supplier = kind in BILATERAL and not chosen.is_financing and not balance.is_many_sided
    if balance.is_state_paying and top(balance.receive, without=top(balance.supply)) is None:
        balance.is_own = True
        return
    if balance.is_own and top(balance.supply) and top(balance.receive, without=top(balance.supply)) is None:
        return  # own money stays where it is
    around = _around(context, cast, at)
    if top(balance.receive) is None and not needs_supplier:
        balance.is_route = balance.is_route or any(
            find_routes(cast.actors(number), cast) for number in around
        )
    if balance.is_route or _receives_group(balance, context, cast, at):
        return
    goes_on = (
        kind == "deal"
        and not chosen.names
        and context.purse is None
        and not balance.is_own
        and not _is_of_nobody(context, cast, at)
    )
    needs_supplier = needs_supplier or (not chosen.names and _speaks_of_both(cast, at)) or goes_on
    _running_pair(balance, cast, needs_supplier)
    beside: dict[int, Balance] = {}
    _look_around(balance, context, cast, chosen, around, beside, needs_supplier, told_only=True)
    _told_next(balance, context, cast, at, chosen)
    if kind == "deal" and chosen.names and cast.is_host_told and top(balance.supply) == cast.host:
        are_of_host = all(name.country in (None, cast.host) for name in chosen.names)
        if are_of_host and top(balance.receive, without=cast.host) is None:
            balance.add("receive", cast.host, DATELINE, "host")  # one more deal of the same country
            balance.is_own = True
            return
    host = cast.host or _first_speaker(cast, at) or cast.home or cast.other_of_pair(top(balance.supply))
    if (
        host is not None
        and top(balance.receive, without=top(balance.supply)) is None
        and host != top(balance.supply)
    ):
        balance.add("receive", host, DATELINE, "host")
    _look_around(balance, context, cast, chosen, around, beside, needs_supplier, told_only=False)
    home = cast.home
    _fill_recipient(balance, context, kind, cast, at, home)
    recipient = top(balance.receive, without=top(balance.supply))
    if top(balance.supply, without=recipient) is not None or balance.is_multilateral:
        return
    if chosen.is_financing and (not chosen.names or chosen.borrowers):
        return
    if not chosen.names and kind == "deal" and cast.last_kind == "package" and cast.last[1] == recipient:
        balance.add("supply", cast.last[0], DATELINE, "part_of_package")
        return
    other = cast.other_of_pair(recipient)
    is_unknown = bool(chosen.names) and not any(name.country for name in chosen.names)
    if other is not None and is_unknown and not _is_local(chosen.names[0], cast):
        balance.add("supply", other, DATELINE, "pair")
    elif needs_supplier or (not chosen.names and _are_joined(cast, at)):
        for code in pair_around(context, cast, at):
            if code != recipient:
                balance.add("supply", code, DATELINE, "pair")
                break
    elif chosen.names and _is_local(chosen.names[0], cast):
        balance.add("supply", recipient, 1.0, "local")
        balance.is_own = True
    elif chosen.names and chosen.names[0].country is None and home and home != recipient:
        balance.add("supply", home, DATELINE, "dateline")


def _look_around(
    balance: Balance,
    context: Context,
    cast: Cast,
    chosen: Chosen,
    around: list[int],
    beside: dict[int, Balance],
    needs_supplier: bool,
    *,
    told_only: bool,
) -> None:
    """Take an open side from the nearest sentence that has it: first only where words of direction say so.

    `beside` keeps what each sentence weighs, for the second time.
    """
    groups = cast.place_words.groups
    for number in around:
        supplier = top(balance.supply)
        recipient = top(balance.receive, without=supplier)
        if recipient is not None and not (needs_supplier and supplier is None):
            return
        extra = beside.get(number)
        if extra is None:
            extra = beside[number] = Balance()
            weigh_sentence(extra, context, cast, number, chosen, share=FALLBACK)
        for side, wanted in (("receive", recipient is None), ("supply", needs_supplier and supplier is None)):
            for code, weight in (extra.receive if side == "receive" else extra.supply).items():
                is_told = extra.told.get((side, code), 0.0) > 0.3
                if not wanted or code in groups or (told_only and not is_told):
                    continue
                if side == "supply" or code != supplier:
                    balance.add(side, code, weight, "told_before" if is_told else "context")


def _told_next(balance: Balance, context: Context, cast: Cast, at: int, chosen: Chosen) -> None:
    """ "4.2 billion: Wabtec never had such a contract. KTZ will receive ...": the next sentence says who gets it."""
    supplier = top(balance.supply)
    if (
        context.following is None
        or supplier is None
        or balance.is_own
        or top(balance.receive, without=supplier) is not None
    ):
        return
    extra = Balance()
    anybody = Chosen(is_financing=chosen.is_financing)  # the buyer is not among the figure's names yet
    weigh_sentence(extra, context, cast, at + 1, anybody, share=FALLBACK)
    for code, weight in extra.receive.items():
        is_told = extra.worded.get(("receive", code), 0.0) > 0.3
        if is_told and code != supplier and code not in cast.place_words.groups:
            balance.add("receive", code, weight, "told_behind")


def _is_local(name: Name, cast: Cast) -> bool:
    """ "local firm Volta Civil", "AgromashHolding, the local partner": of the country where the deal is."""
    words = cast.text[max(0, name.start - 40) : name.start].replace("-", " ").split()[-3:]
    if cast.text[name.end : name.end + 6] in (", the ", ", a lo"):
        words += cast.text[name.end : name.end + 24].replace("-", " ").split()[1:4]
    return any("local" in cast.party_words.roles(word.lower().strip(",")) for word in words)


def _fill_recipient(
    balance: Balance, context: Context, kind: str, cast: Cast, at: int, home: str | None
) -> None:
    """Where the sentences before name no recipient: the other of a pair, the dateline, the sentences after."""
    supplier = top(balance.supply)
    if top(balance.receive, without=supplier) is not None:
        return
    if kind in BILATERAL and supplier is not None:
        for code in pair_around(context, cast, at):
            if code != supplier:
                balance.add("receive", code, DATELINE, "pair")
                return
    speaker = _first_speaker(cast, at)
    if speaker is not None and speaker != supplier and kind == "deal":
        balance.add("receive", speaker, DATELINE, "speaker")
        return
    if home and home != supplier:
        balance.add("receive", home, DATELINE, "dateline")
        return
    listed = _pair_of_list(context, cast) if supplier is not None else ()
    if supplier in listed:
        balance.add("receive", next(code for code in listed if code != supplier), DATELINE, "pair_of_list")
        return
    for number in range(at + 1, min(at + 3, len(cast.layout.sentences))):
        for code in cast.countries(number):
            if code != supplier:
                balance.add("receive", code, DATELINE, "context")
                return
    if cast.only_country not in (None, supplier):
        balance.add("receive", cast.only_country, DATELINE, "only_country")


def _is_of_nobody(context: Context, cast: Cast, at: int) -> bool:
    """What a project costs in all, and what a bank of many states lends, is no one country's money."""
    if _COSTS.search(cast.text, *context.clause):
        return True
    if any(hit.entry.code == "finance" for hit in cast.cues(at)):
        return True
    return any(
        actor.name is not None and actor.name.type in ("development_bank", "international")
        for number in (at, max(0, at - 1))
        for actor in cast.actors(number)
    )


def _first_speaker(cast: Cast, at: int) -> str | None:
    """The one state that speaks in the sentence: "..., Kazakhstan's prime minister said" beats an agency's dateline."""
    codes = {actor.code for actor in cast.actors(at) if actor.is_speaker and actor.code}
    return next(iter(codes)) if len(codes) == 1 else None


def _pair_of_list(context: Context, cast: Cast) -> tuple[str, ...]:
    """The two countries between which a list of deals stands: of its header, else of the headline."""
    for span in (context.umbrella, context.headline):
        if span is None:
            continue
        groups = cast.place_words.groups
        actors = cast.actors(cast.layout.at(span[0]))
        codes = {actor.code for actor in actors if actor.place and actor.code and actor.code not in groups}
        if len(codes) == 2:
            return tuple(sorted(codes))
    return ()


def _receives_group(balance: Balance, context: Context, cast: Cast, at: int) -> bool:
    """ "China has promised African countries": the recipient is named, and is no single country."""
    groups = cast.place_words.groups
    if any(code not in groups for code in balance.receive):
        supplier = top(balance.supply)
        if top(
            {
                code: weight
                for code, weight in balance.receive.items()
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
        and LIST.match(cast.text[one.end : two.start])
        for one, two in pairwise(cast.actors(at))
    )


def _running_pair(balance: Balance, cast: Cast, needs_supplier: bool) -> None:
    """A text that goes on about two countries need not name both again."""
    supplier, recipient = cast.last
    named = {code for code in (*balance.supply, *balance.receive) if code not in cast.place_words.groups}
    if supplier is None or recipient is None or len(named) != 1 or supplier == recipient:
        return
    code = named.pop()
    gives, takes = balance.supply.get(code, 0.0), balance.receive.get(code, 0.0)
    if code == supplier:
        balance.add("receive" if gives >= takes else "supply", recipient, DATELINE, "running_pair")
    elif not needs_supplier:
        return
    elif code == recipient:
        balance.add("supply" if takes >= gives else "receive", supplier, DATELINE, "running_pair")
    elif takes > gives:
        balance.add("supply", supplier, DATELINE, "running_pair")


def _around(context: Context, cast: Cast, at: int) -> list[int]:
    layout = cast.layout
    numbers = [layout.at(context.umbrella[0])] if context.umbrella is not None else []
    numbers.extend(range(at - 1, max(-1, at - 4), -1))
    numbers.extend(layout.at(span[0]) for span in (context.headline, context.lead) if span is not None)
    if context.headline is not None and at == layout.at(context.headline[0]):
        numbers.extend(number for number in (at + 1, at + 2) if number < len(layout.sentences))
    return [number for number in dict.fromkeys(numbers) if number != at]
