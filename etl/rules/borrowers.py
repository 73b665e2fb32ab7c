"""Who lends and who borrows, where the words around an amount name only one of the two."""

import re

from etl.rules.antecedents import is_definite, sentences_before
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen, is_bank, is_inside, is_lender, is_lent_to, take_names
from etl.rules.context import Context

_IN_FAVOUR = re.compile(r"(?:\b(?:for|to)\s(?:[\w-]+\s){0,5}|\b(?:для|лини\w+|кредит\w*)\s(?:\w+\s){0,2})$")
_TOGETHER = re.compile(r"(?:together|jointly|along) with |совместно с|вместе с|gemeinsam mit|avec ", re.I)


def add_last_borrower(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """The parts of a loan have its borrower: "a tranche of 10 million is the bank's own"."""
    if not chosen.is_financing or chosen.borrowers or cast.last_loan is None:
        return
    place, borrowers = cast.last_loan
    if not 0 <= at - cast.layout.at(place) <= 1 or ";" in cast.text[place : context.amount[0]]:
        return  # the next item of a list has a borrower of its own
    if not all(is_bank(name) for name in chosen.names):
        return
    seen = {name.canonical for name in chosen.names}
    for name in borrowers:
        if name.canonical not in seen:
            chosen.names.append(name)
            chosen.borrowers.add(name.text)
    chosen.rules.append("last_borrower")


def add_lender(chosen: Chosen, context: Context, cast: Cast, at: int) -> None:
    """A loan of which only the borrower is named here has the lender of the sentences before."""
    if not chosen.is_financing or any(
        is_bank(name) and name.text not in chosen.borrowers for name in chosen.names
    ):
        return
    if not chosen.names or not (chosen.borrowers or is_definite(context, cast, at, "definite")):
        return
    for number in sentences_before(at, cast, context):
        lenders = [actor for actor in cast.actors(number) if is_lender(actor)]
        lenders = [actor for actor in lenders if not is_lent_to(actor, cast)]
        if lenders:
            chosen.borrowers.update(name.text for name in chosen.names)
            take_names(chosen, lenders, cast, number)
            chosen.sources.append(number)
            chosen.rules.append("lender")
            return


def add_lender_of_list(chosen: Chosen, context: Context, cast: Cast, at: int) -> bool:
    """The items of a list of loans have the lender of the words that open it; true where one is added.

    "The EBRD signed these loans: 100 million for roads; 50 million for the State Development Bank of
    Kyrgyzstan": the bank of the item borrows, unless it lends "together with" the other.
    """
    if context.umbrella is None:
        return False
    opening = cast.layout.at(context.umbrella[0])
    for number in (opening, opening - 1) if opening else (opening,):
        actors = [actor for actor in cast.actors(number) if actor.is_company]
        lenders = [actor for actor in actors if is_lender(actor) and not actor.preposition]
        if not actors:
            continue
        if len(lenders) != len(actors) or not lenders or number == at:
            return False
        taken = {name.canonical for name in chosen.names}
        if any(actor.name is not None and actor.name.canonical in taken for actor in lenders):
            return False
        for actor in cast.actors(at):
            if not actor.is_company or actor.name is None or not is_inside(actor, context.clause):
                continue
            if is_lender(actor) and not _IN_FAVOUR.search(cast.text, max(0, actor.start - 60), actor.start):
                if not _TOGETHER.search(cast.text, max(0, actor.start - 30), actor.start):
                    return False  # a list of lenders
            elif actor.hint == "funder":
                chosen.borrowers.add(actor.name.text)
        take_names(chosen, lenders[:1], cast, number)
        chosen.sources.append(number)
        chosen.rules.append("lender_of_list")
        chosen.is_financing = True
        return True
    return False
