"""Deals -> the larger deals of the same parties that they are parts of: a share, a term of a sum, an instalment."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from etl.link_index import CLOSE, FITS, MOST_LOOKED_AT, LinkIndex, is_near
from etl.profiles import Profile
from etl.structure import Link

MOST_TERMS, SUM_SLACK = 10, 0.012  # deals that are tried as terms of a sum; two papers round their own terms


def find_shares(index: LinkIndex, cues: frozenset[str], whole_cues: frozenset[str]) -> Iterator[Link]:
    """A smaller deal of the same parties whose subject calls itself a part, a share, a first tranche."""
    for part in index.all:
        if part.is_package or not part.size or part.words.isdisjoint(cues):
            continue
        whole = [
            other
            for other in index.same_sellers(part)
            if other.deal_id != part.deal_id
            and not other.is_package
            and other.size > part.size * CLOSE
            and other.sector == part.sector
            and (other.words.isdisjoint(cues) or not other.words.isdisjoint(whole_cues))
            and (not part.buyers or not other.buyers or part.buyers & other.buyers)
            and is_near(part, other)
        ]
        if whole:
            other = min(whole, key=lambda profile: (profile.size, profile.deal_id))
            why = "its subject calls it a part, and the same parties announce a larger sum at the same time"
            yield Link(part.deal_id, other.deal_id, "part_of", part.best_id, why)


def find_terms(index: LinkIndex) -> Iterator[Link]:
    """Deals of one document, or of parties that a larger deal names, that add up to it."""
    for whole in index.all:
        if not whole.size or whole.low != whole.high or not whole.sellers:
            continue
        beside = {
            other.deal_id: other
            for other in (*index.beside(whole), *index.same_sellers(whole))
            if _may_be_term(whole, other)
        }
        for part in beside.values():
            # The other seller's share was taken for another wording of the whole.
            if any(
                _adds_up(whole, (part.size, share)) for name, share in whole.shares if name in part.documents
            ):
                why = "with another seller's share in the same document it adds up to the whole"
                yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)
        terms = sorted(beside.values(), key=lambda profile: profile.deal_id)[:MOST_TERMS]
        for count in (2, 3, 4):
            found = next(
                (
                    group
                    for group in combinations(terms, count)
                    if _adds_up(whole, [part.size for part in group])
                ),
                (),
            )  # the first by the deals' ids: the same in any order of arrival
            for part in found:
                why = "the sums of the parts add up to it, between the same parties at the same time"
                yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)
            if found:
                break


def find_instalments(index: LinkIndex, placed: frozenset[str]) -> Iterator[Link]:
    """Money that has come, beside the larger agreement under which it comes."""
    for whole in index.all:
        paid = {
            part.deal_id: part
            for name in sorted(whole.documents)
            for part in index.paid_in[name][:MOST_LOOKED_AT]
            if part.deal_id not in placed and _may_be_paid(whole, part)
        }
        if sum(part.size for part in paid.values()) <= whole.size * FITS:
            for part in paid.values():
                why = "money that has come already, beside the larger agreement in one document"
                yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)


def find_parts_of_totals(index: LinkIndex, cues: frozenset[str]) -> Iterator[Link]:
    """A larger deal of the same parties whose subject calls itself a total holds the smaller one."""
    for whole in index.all:
        if whole.is_package or whole.words.isdisjoint(cues):
            continue
        for part in {other.deal_id: other for other in index.same_sellers(whole)}.values():
            if (
                not part.is_package
                and part.words.isdisjoint(cues)
                and part.size * CLOSE < whole.size
                and part.sector == whole.sector
                and part.sellers == whole.sellers
                and part.is_lent == whole.is_lent
                and is_near(part, whole)
            ):
                why = "the subject of the larger sum calls it the total of the same parties"
                yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)


def _may_be_term(whole: Profile, other: Profile) -> bool:
    """Whether a deal can be a term of the larger deal: exact, smaller, and of the same buyer and field."""
    return (
        other.deal_id != whole.deal_id
        and not other.is_package
        and other.low == other.high
        and 0 < other.size < whole.size
        and other.recipient == whole.recipient
        and other.sector == whole.sector
        and other.is_lent == whole.is_lent
        and bool(other.sellers)
        and other.sellers <= whole.sellers
        and (not other.buyers or not whole.buyers or bool(other.buyers & whole.buyers))
        and is_near(other, whole)
    )


def _adds_up(whole: Profile, sums: Sequence[float]) -> bool:
    return abs(sum(sums) - whole.size) <= SUM_SLACK * whole.size


def _may_be_paid(whole: Profile, part: Profile) -> bool:
    """Whether money that has come, for nothing that is named, can be of an agreement that is larger and goes on."""
    return (
        not whole.is_over
        and not whole.is_package
        and (not part.year or not whole.year or part.year >= whole.year)  # an earlier stage is no instalment
        and part.size * CLOSE < whole.size
        and part.recipient == whole.recipient
        and part.supplier in (None, whole.supplier)
        and part.sellers <= whole.sellers
        and part.sector in (None, "multi", "finance", whole.sector)
        and part.is_lent == whole.is_lent
    )
