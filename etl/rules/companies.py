"""Which of the organisations named around an amount take part in it.

Those of its own clause; where the clause names none, those of the sentence; where that names none
("the contract", "the airline"), those of the sentences before. Lenders belong to loans, and to
loans belong only lenders and borrowers.
"""

import re
from dataclasses import dataclass, field

from etl.rules.cast import SHORT_NAMES, Actor, Cast
from etl.rules.context import Context, Span
from etl.rules.parties import Name

SENTENCES_BACK = 4
WITHOUT_COMPANIES = frozenset({"trade_turnover", "export", "import"})
OF_INVESTORS = frozenset({"investment_stock", "investment_flow"})
_SAID = re.compile(
    r"\s*(?:,\s)?(?:said|says|told|stated|announced|noted|added|report(?:s|ed)?|explained|сообщи\w+|отмети\w+|заяви\w+)\b"
)
_INCLUDING = re.compile(
    r"\b(?:including|such as|among them|включая|в том числе|среди которых|notamment|dont|entre ellas)\b", re.I
)
_BORROWER = re.compile(
    r"(?:\b(?:to|for|lends?|lent|grants?|gives?|approve[ds]?)|\b(?:банку|для))\s+(?:the\s|state\s|\w+['’]s\s)*$",
    re.I,
)
_STATE = re.compile(
    r"\bthe (?:state|government|ministry|two (?:sides|governments))\s(?:has\s|have\s)?\w+ed\b|\bside\b|правительств\w+|министерств\w+|сторон\w+",
    re.I,
)
_APART = re.compile(r",|\bof which\b|\bhalf of\b|;")  # "for 45 million, half of which a bank lends"
_ANOTHER = re.compile(r",\s(?:его|её|ее|их|it|which|half|котор\w+|из них)\b|\bof which\b|\bhalf of\b|;", re.I)
_ITS_OWN = re.compile(r"\s?(?:[–—:-]|\(|,? with|,)\s?(?:[$€£¥₸₽]|US\$|[A-Z]{3}\s)?\d")
_VERBS = frozenset({"supplies", "supplies_to", "acquires", "obtains", "bought", "buys", "buys_from", "sells"})
_FOR_AMOUNT = re.compile(r"\b(?:for|worth|at|за|на|für|pour|por)\s[^,;]{0,30}\d")
_ARM = re.compile(r"\bits (?:[\w-]+ ){0,2}(?:arm|unit|subsidiary|affiliate|division|brand)\s$")
_JOINED = re.compile(r"^(?:,|\s(?:and|и|&|y|et|und|ve))\s(?:the\s|its\s(?:\w+\s)?partner\s)?$")
_THE_DEAL = re.compile(
    r"^\W*(?:the|this|that|its?|under the|in the|at (?:list|catalogue) prices|instead|they)\b|\b(?:the same|this (?:deal|contract|order|agreement|project))\b"
    r"|^\W*(?:сумма|стоимость|контракт|договор|соглашение|проект|документ|это|по (?:договору|контракту|соглашению))\b",
    re.I,
)
_FIRM_THING = re.compile(
    r"\s(?:orders?|half|part|share|jets?|aircraft|purchases?|commitments?|contracts?|deal|options?)\b"
)
_SINGULAR = re.compile(r"\b(?:the|its|this)\s$|\b(?:компания|фирма|корпорация|группа)\b", re.I)
_PLURAL_NOUN = re.compile(
    r"[\s-]+(?:\w+\s)?(?:firms|companies|lenders|banks|investors|contractors|builders|suppliers|businesses|enterprises|makers|engineers|partners|компании|фирмы|банки|инвесторы|компаний|подрядчики)\b"
)
_RESPECTIVELY = re.compile(r"\brespectively\b|соответственно", re.I)
_MONEY = re.compile(
    r"(?:[$€£¥₸₽]|\b(?:USD|EUR|GBP|Rs|CHF|SEK|ZAR|US\$))\s?\d|\d[\d.,]*\s?(?:million|billion|bn|mn|m|млн|млрд)\b"
)


@dataclass(slots=True)
class Chosen:
    """The organisations of one figure, and the sentences that lent them."""

    names: list[Name] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)  # sentences before, from which names were taken
    rules: list[str] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)
    not_exhaustive: set[str] = field(default_factory=set)
    borrowers: set[str] = field(default_factory=set)  # banks to whom the money is lent
    is_financing: bool = False
    is_anonymous: bool = False  # the sentence has a party of its own without a name: "Chinese lenders"


def choose_companies(context: Context, kind: str, cast: Cast, at: int) -> Chosen:
    """The companies, banks, funds and state firms that are party to the amount."""
    chosen = Chosen(is_financing=_is_financing(context, cast, at))
    if kind == "other" or kind in WITHOUT_COMPANIES:
        return chosen
    own = [
        actor
        for actor in cast.actors(at)
        if actor.is_company and not _is_arm(actor, cast) and not _has_amount_of_its_own(actor, context, cast)
    ]
    local = [actor for actor in own if _inside(actor, context.clause)]
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
        _take(chosen, _relevant(local, chosen, cast, context.amount[1]), cast, at)
        _add_subject(chosen, context, cast, at, own)
        _resolve_definites(chosen, context, cast, at)
        _complete(chosen, context, cast, at)
        _add_lender(chosen, context, cast, at)
    elif own and (kind != "package" or _is_subject_of_package(own, context, cast)):
        chosen.rules.append("sentence")
        before = [
            actor
            for actor in own
            if actor.end <= context.amount[0] and not is_in_other_item(actor, context, cast)
        ]
        own = before or [actor for actor in own if not is_in_other_item(actor, context, cast)]
        if before and len(_MONEY.findall(cast.text, *context.sentence)) > 1:
            # Several amounts: what was said before the first one is said of the subject.
            before = _subject(before, cast)
        _take(chosen, _relevant(before or own, chosen, cast, context.amount[1]), cast, at)
    if not chosen.names and not _has_own(context, cast, at):
        _inherit(chosen, context, kind, cast, at)
    return chosen


def _add_subject(chosen: Chosen, context: Context, cast: Cast, at: int, own: list[Actor]) -> None:
    """ "X supplies A for 3 million, and B for 6": the subject is said once."""
    if context.clause[0] <= context.sentence[0] + 1 or chosen.is_financing or not chosen.names:
        return
    clause = cast.text[context.clause[0] : context.clause[1]]
    has_verb = any(
        _inside_span(hit.start, context.clause) and hit.entry.code in _VERBS for hit in cast.cues(at)
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
        _take(chosen, subjects, cast, at)
        chosen.names.extend(names)
        chosen.rules.append("subject")


def is_in_other_item(actor: Actor, context: Context, cast: Cast) -> bool:
    """Whether an actor stands in another item: "50 for A; 100 for B". What opens the list is common to all."""
    if actor.start >= context.amount[1]:
        return ";" in cast.text[context.amount[1] : actor.start]
    mark = cast.text.rfind(";", actor.end, context.amount[0])
    if mark < 0 or _MONEY.search(cast.text, context.sentence[0], mark) is None:
        return False  # "X will build a plant; the contract is worth ..." is one deal
    colon = cast.text.find(":", *context.sentence)
    return not actor.end <= colon < context.amount[0]


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
    return any(hit.entry.code == "own" and _near(hit.start, hit.end, context) for hit in cast.cues(at))


def _is_arm(actor: Actor, cast: Cast) -> bool:
    """ "for its low-cost arm FlyArystan": a part of a party, not one more party."""
    return _ARM.search(cast.text, max(0, actor.start - 40), actor.start) is not None


def _has_amount_of_its_own(actor: Actor, context: Context, cast: Cast) -> bool:
    """ "X gives 270 million, Y - 100": Y stands beside another amount."""
    own = _ITS_OWN.match(cast.text, actor.end)
    if own is None or context.amount[0] < own.end() + 6:
        return own is not None and actor.start >= context.amount[1]
    return _MONEY.match(cast.text, own.end() - 1) is not None or actor.start >= context.amount[1]


def _inside(actor: Actor, span: Span) -> bool:
    return span[0] <= actor.start < span[1]


def _is_financing(context: Context, cast: Cast, at: int) -> bool:
    """Whether the amount is money lent or granted: the words stand in its clause, and near it."""
    cues = [hit for hit in cast.cues(at) if hit.entry.code == "finance"]
    for hit in cues:
        inside = context.clause[0] <= hit.start < context.clause[1] and _near(hit.start, hit.end, context)
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
    lenders = [actor for actor in cast.actors(at) if _is_lender(actor) and _inside(actor, context.clause)]
    return any(
        hit.entry.code in ("supplies", "supplies_to")
        and min(abs(hit.start - actor.end), abs(actor.start - hit.end)) <= 30
        and not _ANOTHER.search(cast.text[context.amount[1] : max(hit.start, context.amount[1])])
        for actor in lenders
        for hit in cast.cues(at)
        if _inside_span(hit.start, context.clause)
    )


def _inside_span(position: int, span: Span) -> bool:
    return span[0] <= position < span[1]


def _near(start: int, end: int, context: Context) -> bool:
    return -90 <= start - context.amount[1] <= 60 or -110 <= end - context.amount[0] <= 0


def _relevant(actors: list[Actor], chosen: Chosen, cast: Cast, amount: int) -> list[Actor]:
    """Leave lenders to loans and the other way round; mark those to whom is lent."""
    if not chosen.is_financing:
        others = [actor for actor in actors if not _is_lender(actor)]
        return others or [
            actor for actor in actors if actor.start < amount or "," not in cast.text[amount : actor.start]
        ]
    lenders = [actor for actor in actors if actor.hint == "funder" and not _is_lent_to(actor, cast)]
    kept = []
    for actor in actors:
        lent_to = actor not in lenders and _is_lent_to(actor, cast)
        if actor.name is not None and (lent_to or (lenders and actor.hint != "funder")):
            chosen.borrowers.add(actor.name.text)
        if lent_to or not lenders or actor in lenders or actor.start < lenders[0].start:
            kept.append(actor)
    return kept


def _is_lender(actor: Actor) -> bool:
    return actor.name is not None and actor.name.type in ("development_bank", "international")


def _is_lent_to(actor: Actor, cast: Cast) -> bool:
    return _BORROWER.search(cast.text, max(0, actor.start - 36), actor.start) is not None


def _take(chosen: Chosen, actors: list[Actor], cast: Cast, at: int) -> None:
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


def _of_investors(context: Context, cast: Cast, at: int, local: list[Actor], chosen: Chosen) -> Chosen:
    """Totals of investment have a company only where one company is said to have invested."""
    for actor in local:
        if actor.end <= context.amount[0] and any(
            hit.entry.code in ("supplies", "supplies_to") and 0 <= hit.start - actor.end <= 30
            for hit in cast.cues(at)
        ):
            _take(chosen, [actor], cast, at)
            chosen.rules.append("investor")
            return chosen
    if _definite(context, cast, at, "definite") and not cast.countries(at):
        _inherit(chosen, context, "deal", cast, at)
    elif _definite(context, cast, at, "definite"):
        _inherit(chosen, context, "deal", cast, at)
        chosen.names = chosen.names[:1]
    return chosen


def _respectively(context: Context, cast: Cast, at: int, own: list[Actor]) -> Name | None:
    """ "X and Y spend 90 and 41 million respectively": the n-th name has the n-th amount."""
    start, end = context.sentence
    if len(own) < 2 or not _RESPECTIVELY.search(cast.text, start, end):
        return None
    amounts = [found.start() for found in _MONEY.finditer(cast.text, *context.clause)] or [
        found.start() for found in _MONEY.finditer(cast.text, start, end)
    ]
    word = _RESPECTIVELY.search(cast.text, context.amount[0], end)
    if word is None:
        return None
    # Names and amounts of the part of the sentence that ends in "respectively".
    cut = max(start, cast.text.rfind(";", start, context.amount[0]) + 1)
    names = [actor for actor in own if cut <= actor.start < context.amount[0]]
    amounts = [found.start() for found in _MONEY.finditer(cast.text, cut, word.end())]
    index = next((n for n, position in enumerate(amounts) if abs(position - context.amount[0]) <= 3), None)
    if index is None or len(names) < len(amounts) or index >= len(names):
        return None
    return names[index - len(amounts)].name if len(names) > len(amounts) else names[index].name


def _definite(context: Context, cast: Cast, at: int, code: str) -> bool:
    """Whether "the company" or the like acts in the clause (not only speaks: "the company said")."""
    for hit in cast.phrases(at):
        if hit.entry.code != code or not context.clause[0] <= hit.start < context.clause[1]:
            continue
        behind = cast.text[hit.end : hit.end + 2]
        if hit.entry.word == "its" or behind in ("'s", "’s") or _SAID.match(cast.text, hit.end):
            continue
        if _FIRM_THING.match(cast.text, hit.end):
            continue  # "the firm order"
        if hit.start < context.amount[0] or code != "definite":
            return True
    return False


def _resolve_definites(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """Add the organisation that "the airline" or "the French group" stands for, next to those that are named."""
    wants_buyer = _definite(context, cast, at, "definite_buyer")
    nations = _nations(context, cast, at)
    if not (wants_buyer or nations or _definite(context, cast, at, "definite_pair")):
        return
    for number in _before(at, cast, context):
        earlier = [actor for actor in cast.actors(number) if actor.is_company and actor.hint != "funder"]
        if nations:
            earlier = [actor for actor in earlier if actor.code in nations]
        elif wants_buyer:
            earlier = [actor for actor in earlier if actor.hint == "buyer"]
        if earlier:
            _take(chosen, earlier, cast, number)
            chosen.sources.append(number)
            chosen.rules.append("definite")
            return


def _nations(context: Context, cast: Cast, at: int) -> set[str | None]:
    """The country of "the French group", "the Chinese manufacturer": one company named before."""
    return {
        actor.code
        for actor in cast.actors(at)
        if actor.place is not None
        and (actor.place.kind in ("adjective", "demonym") or actor.place.text in SHORT_NAMES)
        and actor.hint in ("supplier", "investor", "funder", "buyer")
        and _inside(actor, context.clause)
        and not _PLURAL_NOUN.match(cast.text, actor.end)
        and (
            _SINGULAR.search(cast.text, max(0, actor.start - 14), actor.start)
            or actor.place.kind == "demonym"
        )
    }


def _complete(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """Where the clause goes on about a deal and names one side, take the other side from before."""
    if chosen.is_financing or not chosen.names:
        return
    mine = chosen.names[0]
    is_buyer = mine.usual_role == "buyer" or _buys(mine, cast, at)
    if len(chosen.names) > 1 and not all(name.usual_role == "buyer" for name in chosen.names):
        return
    if not is_buyer and not _THE_DEAL.search(cast.text[context.sentence[0] : context.sentence[1]]):
        return
    here = {
        actor.code
        for actor in cast.actors(at)
        if actor.code not in (None, mine.country) and not actor.is_speaker and actor.hint != "event"
    }
    has_buyer = any(
        actor.name is not None and actor.name.type == "government" for actor in cast.actors(at)
    ) or bool(here)
    for number in _before(at, cast, context)[:3]:
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
            is_known = bool(mine.usual_role) or _definite(context, cast, at, "definite_buyer")
            wanted = ("buyer",) if is_known else ("buyer", "supplier", "investor")
            buyers = [actor for actor in others if actor.hint == "buyer"]
            others = buyers or [actor for actor in others if actor.hint in wanted]
            others = [] if has_buyer else others
        if others:
            _take(chosen, others, cast, number)
            chosen.sources.append(number)
            chosen.rules.append("other_side")
            return


def _gives(actor: Actor, cast: Cast, at: int) -> bool:
    """Whether a state is the subject of a verb of giving: "the British government supports"."""
    return any(hit.entry.code == "supplies" and 0 <= hit.start - actor.end <= 30 for hit in cast.cues(at))


def _buys(name: Name, cast: Cast, at: int) -> bool:
    """Whether the name is the subject of a verb of buying."""
    return any(
        hit.entry.code in ("buys", "bought") and 0 <= hit.start - name.end <= 40 for hit in cast.cues(at)
    )


def _add_lender(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """A loan of which only the borrower is named here has the lender of the sentences before."""
    if not chosen.is_financing or any(
        _is_bank(name) and name.text not in chosen.borrowers for name in chosen.names
    ):
        return
    if not chosen.names or not (chosen.borrowers or _definite(context, cast, at, "definite")):
        return
    for number in _before(at, cast, context):
        lenders = [actor for actor in cast.actors(number) if _is_lender(actor)]
        lenders = [actor for actor in lenders if not _is_lent_to(actor, cast)]
        if lenders:
            chosen.borrowers.update(name.text for name in chosen.names)
            _take(chosen, lenders, cast, number)
            chosen.sources.append(number)
            chosen.rules.append("lender")
            return


def _is_bank(name: Name) -> bool:
    return name.usual_role == "funder" or name.type in ("bank", "development_bank")


def _before(at: int, cast: Cast, context: Context) -> list[int]:
    """Sentences in which an antecedent may stand, nearest first: the umbrella, the ones before, the headline."""
    numbers: list[int] = []
    layout = cast.layout
    goes_on = context.umbrella is None or _THE_DEAL.match(
        cast.text[context.sentence[0] : context.sentence[1]]
    )
    if context.umbrella is not None and not goes_on:
        numbers.append(layout.at(context.umbrella[0]))
    else:
        numbers.extend(range(at - 1, max(-1, at - 1 - SENTENCES_BACK), -1))
    if context.headline is not None:
        head = layout.at(context.headline[0])
        numbers.append(head)
        if head == at:
            numbers.extend(number for number in (at + 1, at + 2) if number < len(layout.sentences))
    if context.lead is not None:
        numbers.append(layout.at(context.lead[0]))
    return [number for number in dict.fromkeys(numbers) if number != at]


def _inherit(chosen: Chosen, context: Context, kind: str, cast: Cast, at: int) -> None:
    """Take the names of a sentence before, as far as the figure's own words allow."""
    if kind == "package" and not _refers_back(context, cast, at):
        return
    if " | " in cast.text[context.sentence[0] : context.sentence[1]]:
        return  # the rows of a table do not speak of one another
    nations = _nations(context, cast, at)
    anonymous = {
        actor.code
        for actor in cast.actors(at)
        if actor.place is not None
        and actor.hint in ("supplier", "investor", "funder")
        and not actor.is_speaker
        and _inside(actor, context.clause)
    } - nations
    if anonymous and not nations:
        chosen.is_anonymous = True
        return
    if any(
        actor.hint == "government" and not actor.is_speaker and _gives(actor, cast, at)
        for actor in cast.actors(at)
    ):
        return
    is_single = _definite(context, cast, at, "definite")
    wants_buyer = _definite(context, cast, at, "definite_buyer") and not chosen.is_financing
    for number in _before(at, cast, context):
        names = [actor for actor in cast.actors(number) if actor.is_company and not _is_arm(actor, cast)]
        if chosen.is_financing:
            # A loan has the lenders that were named; without any its lenders are not named.
            names = (
                _relevant(names, chosen, cast, context.amount[1])
                if any(actor.hint == "funder" for actor in names)
                else []
            )
        else:
            names = [actor for actor in names if actor.hint != "funder"]
        if nations:
            names = [actor for actor in names if actor.code in nations]
        if not (is_single or wants_buyer or nations) and _turns_elsewhere(context, cast, at, number):
            return
        if wants_buyer and not any(actor.hint == "buyer" for actor in names):
            continue
        if not names:
            continue
        if is_single and kind != "package" and not nations and not chosen.is_financing:
            names = [actor for actor in names if actor.hint != "buyer"][:1] or names[:1]
        _take(chosen, names, cast, number)
        if not (is_single or nations or chosen.is_financing):
            seen = {name.canonical for name in chosen.names}
            chosen.names.extend(name for name in cast.chosen_at.get(number, ()) if name.canonical not in seen)
        chosen.sources.append(number)
        chosen.rules.append("antecedent")
        if not is_single and not nations and not chosen.is_financing:
            _complete_before(chosen, cast, _before(at, cast, context), number)
        return


def _turns_elsewhere(context: Context, cast: Cast, at: int, source: int) -> bool:
    """Whether the clause names a country that the sentence before, and the figure before, do not: another deal."""
    here = {
        actor.code
        for actor in cast.actors(at)
        if actor.code and _inside(actor, context.clause) and not actor.is_speaker and actor.hint != "event"
    } - cast.place_words.groups
    there = {*cast.countries(source, with_speakers=True), *cast.last, cast.dateline, cast.home}
    return bool(here - there) and not _THE_DEAL.match(cast.text[context.sentence[0] : context.sentence[1]])


def _complete_before(chosen: Chosen, cast: Cast, numbers: list[int], source: int) -> None:
    """One side alone was named there: its counterpart may stand a sentence earlier."""
    if len(chosen.names) != 1:
        return
    is_buyer = chosen.names[0].usual_role == "buyer"
    for number in numbers:
        if number == source:
            continue
        others = [
            actor
            for actor in cast.actors(number)
            if actor.is_company and actor.hint != "funder" and (actor.hint == "buyer") != is_buyer
        ]
        if any(
            actor.name is not None and actor.name.canonical == chosen.names[0].canonical
            for actor in cast.actors(number)
        ):
            _take(chosen, others, cast, number)
            if others:
                chosen.sources.append(number)
                return


_REFERS_BACK = re.compile(
    r"\b(?:they|these|those|all (?:two|three|four|five|of them)|together|the (?:package|documents|papers|projects|agreements|deals|programme)|it|its|their|them|the two|the company|the group)\b|они|эти |их |все ",
    re.I,
)


def _refers_back(context: Context, cast: Cast, at: int) -> bool:
    return _REFERS_BACK.search(cast.text, *context.sentence) is not None
