""" "The contract", "the airline", "the French group": whom a sentence means without naming them."""

import re

from etl.rules.actors import SHORT_NAMES, Actor
from etl.rules.cast import Cast
from etl.rules.chosen import (
    Chosen,
    is_arm,
    is_inside,
    take_names,
    to_relevant,
)
from etl.rules.context import Context
from etl.rules.sought import Sought
from etl.rules.wording import is_passive

SENTENCES_BACK = 4
_SAID = re.compile(
    r"\s*(?:,\s)?(?:said|says|told|stated|announced|noted|added|report(?:s|ed)?|explained|сообщи\w+|отмети\w+|заяви\w+)\b"
)
THE_DEAL = re.compile(
    # "The procurement of ..." opens a deal of its own: it goes back to nothing.
    r"^\W*(?!the (?:\w+ )?(?:procurement|purchase|order|sale|supply|delivery|acquisition|construction)s? (?:of|for)\b)"
    r"(?:the|this|that|its?|under the|in the|at (?:list|catalogue) prices|instead|they)\b|\b(?:the same|this (?:deal|contract|order|agreement|project))\b"
    r"|^\W*(?:der|die|das|dieser|diese|le|la|les|ce|cette|el|los|este|esta|bu)\s(?:auftrag|vertrag|kauf|projekt"
    r"|investition|lieferung|anlage|contrat|commande|projet|accord|marché|contrato|pedido|proyecto|acuerdo|inversión"
    r"|sözleşme|anlaşma|proje)\w*\b"
    r"|^\W*(?:сумма|стоимость|контракт|договор|соглашение|проект|документ|это|по (?:договору|контракту|соглашению))\b",
    re.I,
)
_OF_BOTH = Sought(
    r"\b(?:the|this|its) (?:\w+ )?(?:order|contract|purchase|price list|deal)\b|instead of|(?:list|catalogue)[ -]price"
    r"|\b(?:заказ|контракт|договор|сделк)\w*",
    re.I,
)
_FIRM_THING = re.compile(
    r"\s(?:orders?|half|part|share|jets?|aircraft|purchases?|commitments?|contracts?|deal|options?)\b"
)
_RUSSIAN_SINGULAR = re.compile(
    r"(?:ая|ой|ую|ий|ого|ому|им|ом)\s(?:(?:гос)?компани|фирм|корпораци|концерн|холдинг|производител|инвестор|поставщик|подрядчик|групп"
    r"|банк|застройщик|партнер|партнёр|предприяти)\w*"
)
_SINGULAR = re.compile(r"\b(?:the|its|this)\s$|\b(?:компания|фирма|корпорация|группа)\b", re.I)
_PLURAL_NOUN = re.compile(
    r"[\s-]+(?:\w+\s)?(?:firms|companies|lenders|banks|investors|contractors|builders|suppliers|businesses|enterprises|makers|engineers|partners|компании|фирмы|банки|инвесторы|компаний|подрядчики)\b"
)


def is_definite(context: Context, cast: Cast, at: int, code: str) -> bool:
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


def resolve_definites(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """Add the organisation that "the airline" or "the French group" stands for, next to those that are named."""
    wants_buyer = is_definite(context, cast, at, "definite_buyer")
    nations = _nations(context, cast, at)
    if not (wants_buyer or nations or is_definite(context, cast, at, "definite_pair")):
        return
    for number in sentences_before(at, cast, context):
        earlier = [actor for actor in cast.actors(number) if actor.is_company and actor.hint != "funder"]
        if nations:
            earlier = [actor for actor in earlier if actor.code in nations]
        elif wants_buyer:
            earlier = [actor for actor in earlier if actor.hint == "buyer"]
        if earlier:
            take_names(chosen, earlier, cast, number)
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
        and is_inside(actor, context.clause)
        and not _PLURAL_NOUN.match(cast.text, actor.end)
        and (
            _SINGULAR.search(cast.text, max(0, actor.start - 14), actor.start)
            or _RUSSIAN_SINGULAR.match(cast.text, actor.end - 3)
            or _RUSSIAN_SINGULAR.match(cast.text, actor.end - 2)
            or actor.place.kind == "demonym"
        )
    }


def _gives(actor: Actor, cast: Cast, at: int) -> bool:
    """Whether a state is the subject of a verb of giving: "the British government supports", "Ankara gave"."""
    if actor.place is None or actor.preposition or actor.is_speaker:
        return False
    if actor.hint != "government" and (actor.hint or actor.place.kind not in ("capital", "name")):
        return False
    return any(
        hit.entry.code == "supplies" and 0 <= hit.start - actor.end <= 30 and not is_passive(hit, cast)
        for hit in cast.cues(at)
    )


def _is_giving_country(actor: Actor, cast: Cast, at: int) -> bool:
    """ "Japan has lent", "Addis Ababa itself will put up": a state is the subject of a verb of giving."""
    if actor.place is None or actor.place.kind not in ("name", "capital"):
        return False
    if actor.preposition or actor.is_speaker or actor.hint:
        return False
    return any(
        hit.entry.code in ("supplies", "sells")
        and 0 <= hit.start - actor.end <= 16
        and not is_passive(hit, cast)
        for hit in cast.cues(at)
    )


def sentences_before(at: int, cast: Cast, context: Context) -> list[int]:
    """Sentences in which an antecedent may stand, nearest first: the umbrella, the ones before, the headline."""
    numbers: list[int] = []
    layout = cast.layout
    goes_on = context.umbrella is None or THE_DEAL.match(cast.text[context.sentence[0] : context.sentence[1]])
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


def inherit_names(chosen: Chosen, context: Context, kind: str, cast: Cast, at: int) -> None:
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
        and is_inside(actor, context.clause)
    } - nations
    if anonymous and not nations:
        chosen.is_anonymous = True
        return
    if any(_gives(actor, cast, at) for actor in cast.actors(at)):
        return
    if any(
        is_inside(actor, context.clause) and _is_giving_country(actor, cast, at) for actor in cast.actors(at)
    ):
        return
    is_single = is_definite(context, cast, at, "definite")
    wants_buyer = is_definite(context, cast, at, "definite_buyer") and not chosen.is_financing
    has_two_sides = kind == "deal" and is_of_both(context, cast)
    numbers = sentences_before(at, cast, context)
    if wants_buyer and not any(a.is_company and a.hint == "buyer" for n in numbers for a in cast.actors(n)):
        wants_buyer = False  # nobody is known as one: whoever was named before
    for number in numbers:
        names = [actor for actor in cast.actors(number) if actor.is_company and not is_arm(actor, cast)]
        if chosen.is_financing:
            # A loan has the lenders that were named; without any its lenders are not named.
            names = (
                to_relevant(names, chosen, cast, context.amount[1])
                if any(actor.hint == "funder" for actor in names)
                else []
            )
        else:
            names = [actor for actor in names if actor.hint != "funder"]
        if nations:
            meant = [actor for actor in names if actor.code in nations]
            names = names if meant and has_two_sides else meant
        if not (is_single or wants_buyer or nations) and _turns_elsewhere(context, cast, at, number):
            return
        if wants_buyer and not any(actor.hint == "buyer" for actor in names):
            continue
        if not names:
            continue
        if is_single and kind != "package" and not (nations or chosen.is_financing or has_two_sides):
            names = [actor for actor in names if actor.hint != "buyer"][:1] or names[:1]
        take_names(chosen, names, cast, number)
        if not (is_single or nations or chosen.is_financing):
            seen = {name.canonical for name in chosen.names}
            chosen.names.extend(name for name in cast.chosen_at.get(number, ()) if name.canonical not in seen)
        chosen.sources.append(number)
        chosen.rules.append("antecedent")
        if not chosen.is_financing and (has_two_sides or not (is_single or nations)):
            _complete_before(chosen, cast, sentences_before(at, cast, context), number)
        return


def is_of_both(context: Context, cast: Cast) -> bool:
    """ "At the price list of the US maker the jets cost 918 million": a price or an order has two sides."""
    found = cast.two_sided.get(context.sentence)
    if found is None:
        found = cast.two_sided[context.sentence] = _OF_BOTH.search(cast.text, *context.sentence) is not None
    return found


def _turns_elsewhere(context: Context, cast: Cast, at: int, source: int) -> bool:
    """Whether the clause names a country that the sentence before, and the figure before, do not: another deal."""
    here = {
        actor.code
        for actor in cast.actors(at)
        if actor.code and is_inside(actor, context.clause) and not actor.is_speaker and actor.hint != "event"
    } - cast.place_words.groups
    there = {*cast.countries(source, with_speakers=True), *cast.last, cast.dateline, cast.home}
    return bool(here - there) and not THE_DEAL.match(cast.text[context.sentence[0] : context.sentence[1]])


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
            take_names(chosen, others, cast, number)
            if others:
                chosen.sources.append(number)
                return


_REFERS_BACK = re.compile(
    r"\b(?:they|these|those|all (?:two|three|four|five|of them)|together|the (?:package|documents|papers|projects|agreements|deals|programme)|it|its|their|them|the two|the company|the group)\b|они|эти |их |все ",
    re.I,
)


def _refers_back(context: Context, cast: Cast, at: int) -> bool:
    return _REFERS_BACK.search(cast.text, *context.sentence) is not None
