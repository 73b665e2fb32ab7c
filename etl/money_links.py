"""Loans and grants -> the projects that they pay for, where no document says so of both."""

from collections.abc import Iterator
from itertools import chain

from etl.link_index import CLOSE, MOST_LOOKED_AT, LinkIndex
from etl.profiles import Profile
from etl.structure import Link

NEAR_YEARS = 3  # a loan follows its project within these


def find_projects(index: LinkIndex, placed: frozenset[str]) -> Iterator[Link]:
    """Loans and grants, with the project of the same country and name that they pay for."""
    for loan in index.all:
        if not loan.is_lent or loan.is_package:
            continue
        alike = (
            index.by_word[loan.recipient, word][:MOST_LOOKED_AT] for word in sorted(loan.stems | loan.proper)
        )
        named = (index.by_name[name] for name in sorted(loan.objects) if name in index.by_name)
        candidates = {
            project.deal_id: project
            for project in chain.from_iterable((*alike, *named))
            if project.deal_id not in placed and _pays_for(loan, project)
        }
        if candidates:
            best = max(
                candidates.values(),
                key=lambda project: (
                    len(loan.proper & project.proper) + len(loan.objects & project.around),
                    len(loan.buyers & project.names),
                    len(loan.stems & project.stems),
                    project.deal_id,
                ),
            )
            why = "money lent for the same thing in the same country"
            yield Link(loan.deal_id, best.deal_id, "finances", loan.best_id, why)


def _pays_for(loan: Profile, project: Profile) -> bool:
    if project.deal_id == loan.deal_id or loan.sector != project.sector:
        return False
    if loan.recipient and project.recipient and loan.recipient != project.recipient:
        return False
    if loan.texts & project.texts:
        return False  # a text says it itself, or it is not so
    if loan.year and project.year and abs(loan.year - project.year) > NEAR_YEARS:
        return False
    if loan.size and project.size and loan.size > project.size * CLOSE:
        return False
    is_told_elsewhere = not loan.documents & project.documents  # one document says it itself, or not
    if is_told_elsewhere and loan.objects & project.around:
        return True
    if not loan.recipient or not project.recipient:
        return False
    named = bool(loan.proper & project.proper)
    shared = len(loan.stems & project.stems)
    return (
        named
        or shared >= 2
        or (shared >= 1 and bool(loan.buyers & project.names or loan.documents & project.documents))
    )
