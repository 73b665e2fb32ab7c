"""Which of the organisations named around an amount take part in it.

Those of its own clause; where the clause names none, those of the sentence; where that names none
("the contract", "the airline"), those of the sentences before. Lenders belong to loans, and to
loans belong only lenders and borrowers.
"""

import re

from etl.rules.actors import Actor
from etl.rules.antecedents import inherit_names, is_definite, resolve_definites
from etl.rules.borrowers import add_last_borrower, add_lender, add_lender_of_list
from etl.rules.cast import Cast
from etl.rules.chosen import (
    MONEY,
    Chosen,
    inside_span,
    is_arm,
    is_in_other_item,
    is_inside,
    is_lender,
    is_near,
    take_names,
    to_relevant,
)
from etl.rules.context import Context
from etl.rules.naming import Name
from etl.rules.other_sides import add_client, add_only_buyer, add_other_side

WITHOUT_COMPANIES = frozenset({"trade_turnover", "export", "import"})
OF_INVESTORS = frozenset({"investment_stock", "investment_flow"})
_STATE = re.compile(
    r"\bthe (?:state|government|ministry|two (?:sides|governments))\s(?:has\s|have\s)?\w+ed\b|\bside\b|правительств\w+|министерств\w+|сторон\w+",
    re.I,
)
_APART = re.compile(r",|\bof which\b|\bhalf of\b|;")  # "for 45 million, half of which a bank lends"
_ANOTHER = re.compile(r",\s(?:его|её|ее|их|it|which|half|котор\w+|из них)\b|\bof which\b|\bhalf of\b|;", re.I)
_ITS_OWN = re.compile(r"\s?(?:[–—:-]|\(|,? with|,)\s?(?:[$€£¥₸₽]|US\$|[A-Z]{3}\s)?\d")
_BULLET = re.compile(r"\s*(?:[-–—•*·]|\(?\d{1,2}[.)])\s+[«\"“]?")
_VERBS = frozenset({"supplies", "supplies_to", "acquires", "obtains", "bought", "buys", "buys_from", "sells"})
_FOR_AMOUNT = re.compile(r"\b(?:for|worth|at|за|на|für|pour|por)\s[^,;]{0,30}\d")
_JOINED = re.compile(r"^(?:,|\s(?:and|и|&|y|et|und|ve))\s(?:the\s|its\s(?:\w+\s)?partner\s)?$")
_RESPECTIVELY = re.compile(r"\brespectively\b|соответственно", re.I)


def choose_companies(context: Context, kind: str, cast: Cast, at: int) -> Chosen:
    """The companies, banks, funds and state firms that are party to the amount."""
    chosen = Chosen(is_financing=_is_financing(context, cast, at))
    if kind == "other" or kind in WITHOUT_COMPANIES:
        return chosen
    own = [
        actor
        for actor in cast.actors(at)
        if actor.is_company
        and not is_arm(actor, cast)
        and not cast.is_source(actor)
        and not _has_amount_of_its_own(actor, context, cast)
    ]
    local = [actor for actor in own if is_inside(actor, context.clause) or _opens_item(actor, context, cast)]
    if kind in OF_INVESTORS:
        return _of_investors(context, cast, at, local, chosen)
    if kind == "target" and not local:
        return chosen
    listed = _respectively(context, cast, at, own)
    if listed is not None:
        chosen.names.append(listed)
        chosen.rules.append("respectively")
        return chosen
    if local:
        chosen.rules.append("clause")
        take_names(chosen, to_relevant(local, chosen, cast, context.amount[1]), cast, at)
        _add_subject(chosen, context, cast, at, own)
        resolve_definites(chosen, context, cast, at)
        add_other_side(chosen, context, cast, at)
        add_only_buyer(chosen, context, kind, cast, at)
        add_lender(chosen, context, cast, at)
    elif own and (kind != "package" or _is_subject_of_package(own, context, cast)):
        chosen.rules.append("sentence")
        before = [
            actor
            for actor in own
            if actor.end <= context.amount[0] and not is_in_other_item(actor, context, cast)
        ]
        own = before or [actor for actor in own if not is_in_other_item(actor, context, cast)]
        if before and len(MONEY.findall(cast.text, *context.sentence)) > 1:
            # Several amounts: what was said before the first one is said of the subject.
            before = _subject(before, cast)
        take_names(chosen, to_relevant(before or own, chosen, cast, context.amount[1]), cast, at)
    if kind == "deal" and not chosen.rules.count("antecedent"):
        add_lender_of_list(chosen, context, cast, at)
    if not chosen.names and not _has_own(context, cast, at):
        inherit_names(chosen, context, kind, cast, at)
    add_client(chosen, context, kind, cast, at)
    add_last_borrower(chosen, context, cast, at)
    return chosen


def _add_subject(chosen: Chosen, context: Context, cast: Cast, at: int, own: list[Actor]) -> None:
    """ "X supplies A for 3 million, and B for 6": the subject is said once."""
    if context.clause[0] <= context.sentence[0] + 1 or chosen.is_financing or not chosen.names:
        return
    clause = cast.text[context.clause[0] : context.clause[1]]
    has_verb = any(
        inside_span(hit.start, context.clause) and hit.entry.code in _VERBS for hit in cast.cues(at)
    )
    if (
        has_verb
        or ";" in cast.text[context.sentence[0] : context.clause[0]]
        or not _FOR_AMOUNT.search(clause)
    ):
        return
    subjects = [actor for actor in own if actor.end <= context.clause[0] and not actor.preposition][:1]
    if subjects and any(
        0 <= hit.start - subjects[0].end <= 60 and hit.entry.code in _VERBS for hit in cast.cues(at)
    ):
        names, chosen.names = chosen.names, []
        take_names(chosen, subjects, cast, at)
        chosen.names.extend(names)
        chosen.rules.append("subject")


def _opens_item(actor: Actor, context: Context, cast: Cast) -> bool:
    """ "1. Boeing – order of SCAT for six jets: 1.3 billion": the name before the dash of a list's item."""
    start = context.sentence[0]
    if actor.end > context.clause[0] or MONEY.search(cast.text, start, context.clause[0]):
        return False
    return _BULLET.fullmatch(cast.text, start, actor.start) is not None


def _is_subject_of_package(own: list[Actor], context: Context, cast: Cast) -> bool:
    """Names before an umbrella sum are party to it, unless its own clause has another subject."""
    clause = cast.text[context.clause[0] : context.amount[0]]
    return any(actor.end <= context.amount[0] for actor in own) and not _STATE.search(clause)


def _subject(actors: list[Actor], cast: Cast) -> list[Actor]:
    """The first name and those joined to it: "X and Y"."""
    found = actors[:1]
    for actor in actors[1:]:
        if not _JOINED.match(cast.text[found[-1].end : actor.start]):
            break
        found.append(actor)
    return found


def _has_own(context: Context, cast: Cast, at: int) -> bool:
    """Whether the state's own money is meant: then no company of the sentences before is party to it."""
    return any(hit.entry.code == "own" and is_near(hit.start, hit.end, context) for hit in cast.cues(at))


def _has_amount_of_its_own(actor: Actor, context: Context, cast: Cast) -> bool:
    """ "X gives 270 million, Y - 100": Y stands beside another amount."""
    if actor.start >= context.amount[1] and cast.text.startswith(")", context.amount[1]):
        return True  # "a plant of X (150 million) and a contract of Y, 280 million"
    own = _ITS_OWN.match(cast.text, actor.end)
    if own is None or context.amount[0] < own.end() + 6:
        return own is not None and actor.start >= context.amount[1]
    return MONEY.match(cast.text, own.end() - 1) is not None or actor.start >= context.amount[1]


def _is_financing(context: Context, cast: Cast, at: int) -> bool:
    """Whether the amount is money lent or granted: the words stand in its clause, and near it."""
    cues = [hit for hit in cast.cues(at) if hit.entry.code == "finance"]
    for hit in cues:
        inside = context.clause[0] <= hit.start < context.clause[1] and is_near(hit.start, hit.end, context)
        if inside and (
            hit.end <= context.amount[0] or not _APART.search(cast.text[context.amount[1] : hit.start])
        ):
            return True
    if _lender_gives(context, cast, at):
        return True
    # "They cover loans of 365 million in all: 50 million for ...; 100 million for ..."
    colon = cast.text.find(":", *context.sentence)
    return colon >= 0 and any(hit.end <= colon < context.amount[0] for hit in cues)


def _lender_gives(context: Context, cast: Cast, at: int) -> bool:
    """ "a part will come from the fund EDCF": a development bank stands beside a verb of giving."""
    lenders = [actor for actor in cast.actors(at) if is_lender(actor) and is_inside(actor, context.clause)]
    return any(
        hit.entry.code in ("supplies", "supplies_to")
        and min(abs(hit.start - actor.end), abs(actor.start - hit.end)) <= 30
        and not _ANOTHER.search(cast.text[context.amount[1] : max(hit.start, context.amount[1])])
        for actor in lenders
        for hit in cast.cues(at)
        if inside_span(hit.start, context.clause)
    )


def _of_investors(context: Context, cast: Cast, at: int, local: list[Actor], chosen: Chosen) -> Chosen:
    """Totals of investment have a company only where one company is said to have invested."""
    for actor in local:
        if actor.end <= context.amount[0] and any(
            hit.entry.code in ("supplies", "supplies_to") and 0 <= hit.start - actor.end <= 30
            for hit in cast.cues(at)
        ):
            take_names(chosen, [actor], cast, at)
            chosen.rules.append("investor")
            return chosen
    if is_definite(context, cast, at, "definite") and not cast.countries(at):
        inherit_names(chosen, context, "deal", cast, at)
    elif is_definite(context, cast, at, "definite"):
        inherit_names(chosen, context, "deal", cast, at)
        chosen.names = chosen.names[:1]
    return chosen


def _respectively(context: Context, cast: Cast, at: int, own: list[Actor]) -> Name | None:
    """ "X and Y spend 90 and 41 million respectively": the n-th name has the n-th amount."""
    start, end = context.sentence
    if len(own) < 2 or not _RESPECTIVELY.search(cast.text, start, end):
        return None
    amounts = [found.start() for found in MONEY.finditer(cast.text, *context.clause)] or [
        found.start() for found in MONEY.finditer(cast.text, start, end)
    ]
    word = _RESPECTIVELY.search(cast.text, context.amount[0], end)
    if word is None:
        return None
    # Names and amounts of the part of the sentence that ends in "respectively".
    cut = max(start, cast.text.rfind(";", start, context.amount[0]) + 1)
    names = [actor for actor in own if cut <= actor.start < context.amount[0]]
    amounts = [found.start() for found in MONEY.finditer(cast.text, cut, word.end())]
    index = next((n for n, position in enumerate(amounts) if abs(position - context.amount[0]) <= 3), None)
    if index is None or len(names) < len(amounts) or index >= len(names):
        return None
    return names[index - len(amounts)].name if len(names) > len(amounts) else names[index].name
