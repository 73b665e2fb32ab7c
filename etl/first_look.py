"""Pairs of reports -> those that could be one deal at best; only these are compared in full.

The best possible score of a pair is told from the sketches of its reports. It is never less than the
score of etl/similarity.py (a test holds it to that), so nothing likely is passed over: where a sketch
does not decide whether evidence holds, it holds if it speaks for the pair and does not if against.
"""

from collections.abc import Mapping

import numpy as np

from etl.columns import Columns, Flags, Floats
from etl.evidence import Weights
from etl.similarity import CLOSE, CONVERTED, FAR, OTHER, ROUNDED
from etl.sketches import Places, Sketches, to_records, to_sketches

SLACK = 1e-9  # the same numbers, added in another order, differ in the last digit
EXACT = 3  # digits that no two deals of one party share by chance
UNDECIDED = (  # evidence that no sketch decides
    "a_sellers_share", "each_names_another", "party_unsure", "lenders_differ", "direction_turned", "sector_multi", "signed_again",
    "told_another", "numbers_differ_later", "years_and_amount_apart", "two_papers", "same_document_same_amount",
    "same_document", "same_document_other_amount", "other_amount_for_nothing_alike",
)  # fmt: skip


class FirstLook:
    """Looks at the reports of `columns`, and drops the pairs that cannot reach the score `least`."""

    def __init__(self, columns: Columns, weights: Weights, least: float) -> None:
        self.records, self.weights, self.least = to_records(columns), weights, least - SLACK

    def passes(self, places: Places, left: Places, right: Places) -> Flags:
        """Which of the pairs `places[left]`, `places[right]` can reach the least score."""
        near = to_sketches(self.records[places])
        best = best_score(near.at(left), near.at(right), self.weights)
        passed: Flags = best >= self.least
        return passed


def best_score(one: Sketches, other: Sketches, weights: Weights) -> Floats:
    """The most that the pairs, row by row, can score."""
    best = np.zeros(len(one.day))
    is_read = (one.has_clues | other.has_clues) & (one.document != other.document)
    for places, table in weights.by_source(is_read):
        best[places] = _best(one.at(places), other.at(places), table)
    return best


def _best(one: Sketches, other: Sketches, weights: Mapping[str, float]) -> Floats:
    look = _Look(one, other, weights)
    total = np.full(len(one.day), weights["start"] + sum(look.most(name) for name in UNDECIDED))
    for part in (look.amounts, look.parties, look.countries, look.subject, look.time, look.kinds):
        total += part()
    return total + look.surroundings() if look.told.any() else total


class _Look:
    """What the sketches of some pairs say. A flag that begins with `may` holds at least where its evidence does."""

    def __init__(self, one: Sketches, other: Sketches, weights: Mapping[str, float]) -> None:
        self.one, self.other, self.weights = one, other, weights
        apart = ~self.same("document")
        self.told = (one.has_clues | other.has_clues) & apart
        self.looked = one.has_clues & other.has_clues & apart
        self.dated = self.both("day")
        self.days = np.abs(one.day - other.day)
        stated = ~np.isnan(one.own) & ~np.isnan(other.own)
        same_currency = self.same("currency") & stated
        self.gap = np.abs(np.where(same_currency, one.own - other.own, one.point - other.point))
        self.known = stated & ~np.isnan(self.gap)
        self.alike = self.known & (self.gap <= np.where(same_currency, ROUNDED, CONVERTED))
        self.may_sell = self.meet("sellers", "near_sellers")
        self.may_buy = self.meet("buyers", "near_buyers")
        self.may_subject = self.meet("words") | (self.same("subject") & (one.subject != 0))
        self.may_things = self.meet("things")
        self.beside = self.meet("party_words", "around") | self.meet("party_words")
        self.may_one_order = self.alike & self.dated & (self.days <= 10) & self.may_sell

    def weight(self, name: str) -> float:
        return self.weights.get(name, 0.0)

    def most(self, *names: str) -> float:
        """The most that these add, of which one holds or none."""
        return max(0.0, *map(self.weight, names))

    def both(self, name: str) -> Flags:
        flags: Flags = (getattr(self.one, name) != 0) & (getattr(self.other, name) != 0)
        return flags

    def same(self, name: str) -> Flags:
        flags: Flags = getattr(self.one, name) == getattr(self.other, name)
        return flags

    def meet(self, name: str, facing: str | None = None) -> Flags:
        """Whether two sets may have a code in common; with `facing`, a set of either report and that of the other."""
        flags: Flags = (getattr(self.one, name) & getattr(self.other, facing or name)) != 0
        if facing:
            flags |= (getattr(self.one, facing) & getattr(self.other, name)) != 0
        return flags

    def amounts(self) -> Floats:
        one, other = self.one, self.other
        digits = (np.minimum(one.digits, other.digits) - (self.gap > ROUNDED)).clip(1, 3)
        equal = np.array([self.weight(f"amount_same_{number}") for number in (1, 2, 3)])[digits - 1]
        meets = self.most("amount_meets", "amount_close")
        steps = np.array([meets, *map(self.weight, ("amount_other", "amount_apart", "amount_far"))])
        step = (self.gap > CLOSE).astype(np.int8) + (self.gap > OTHER) + (self.gap > FAR)
        unlike = np.where(one.is_range | other.is_range, meets, steps[step])
        return np.where(self.known, np.where(self.alike, equal, unlike), 0.0)

    def parties(self) -> Floats:
        one, other = self.one, self.other
        may_name = self.meet("names", "near")
        nobody = (one.names == 0).astype(np.int8) + (other.names == 0)
        total: Floats = np.where(may_name, self.most("party_same"), 0.0)
        for side, may_meet in (("seller", self.may_sell), ("buyer", self.may_buy)):
            total = np.where(may_meet, np.maximum(total, self.most(f"{side}_same")), total)
        both = self.may_sell & self.may_buy
        total = np.where(both, np.maximum(total, self.most("seller_and_buyer_same")), total)
        sells, buys = self.both("sellers"), self.both("buyers")
        sells_other = sells & ~self.may_sell & ~self.meet("sellers", "names")
        buys_other = buys & ~self.may_buy & ~self.meet("buyers", "names")
        against = sells_other * self.weight("sellers_differ") + buys_other * self.weight("buyers_differ")
        against += ((sells_other | buys_other) & ~may_name) * self.weight("nobody_in_common")
        against += ((nobody == 0) & ~may_name & ~sells & ~buys) * self.weight("parties_differ")
        # A party that stands in the other text's sentences takes all of it back.
        total += np.where(self.told & self.beside, np.maximum(against, 0.0), against)
        total += np.array([0.0, self.weight("one_names_nobody"), self.weight("nobody_named")])[nobody]
        return total

    def countries(self) -> Floats:
        one, other = self.one, self.other
        may_from, may_to = self.meet("suppliers"), self.meet("recipients")
        to_one, from_one = self.most("recipient_same"), self.most("supplier_same")
        pro = np.array([0.0, from_one, to_one, max(self.most("pair_same"), from_one, to_one)])
        total: Floats = pro[may_to * 2 + may_from]
        certain = ~(one.is_group | other.is_group | self.meet("suppliers", "recipients"))
        for name, may_meet in (("supplier", may_from), ("recipient", may_to)):
            differ = self.both(f"{name}s") & ~may_meet & certain
            doubt = self.looked & self.meet(f"{name}s", "places")
            weight = self.weight(f"{name}_differs")
            total += differ * np.where(doubt, max(weight, self.weight(f"{name}_in_doubt")), weight)
        return total

    def subject(self) -> Floats:
        one, other = self.one, self.other
        total: Floats = self.may_subject * self.most("subject_equal", "subject_alike", "subject_touches")
        differs = one.has_words & other.has_words & ~self.meet("words") & ~(one.is_package & other.is_package)
        foreign = ~self.same("language") | (self.looked & (self.may_things | self.may_one_order))
        total += (differs & ~(self.told & foreign)) * self.weight("subject_differs")
        may_name, may_count = self.meet("proper"), self.meet("numbers")
        total += may_name * self.most("proper_name_same")
        total += (self.both("proper") & ~may_name) * self.weight("proper_names_differ")
        total += may_count * self.most("number_same")
        unlike = np.where(
            self.alike, self.weight("numbers_differ_amount_same"), self.weight("numbers_differ")
        )
        total += (self.both("numbers") & ~may_count) * unlike
        return total

    def time(self) -> Floats:
        one, other = self.one, self.other
        both_years, years = self.both("year"), np.abs(one.year - other.year)
        late = (one.is_late & (one.day > other.day)) | (other.is_late & (other.day > one.day))
        late &= self.dated | both_years
        steps = [self.weight(name) for name in ("same_days", "same_quarter", "months_apart", "long_apart")]
        step = (self.days > 10).astype(np.int8) + (self.days > 100) + (self.days > 400)
        total: Floats = np.where(self.dated & ~(late & (step > 1)), np.array(steps)[step], 0.0)
        total += (both_years & (years == 0)) * self.weight("same_year")
        total += (both_years & (years == 1) & ~late) * self.weight("next_year")
        apart, named = both_years & (years > 1), self.meet("proper") | (self.told & self.meet("free"))
        alone = self.weight("years_apart")
        far = np.where(named, max(alone, self.weight("years_apart_name_same")), alone)
        total += apart * np.where(late, self.weight("years_later"), far)
        return total

    def kinds(self) -> Floats:
        one, other = self.one, self.other
        named = (one.sector > 1) & (other.sector > 1)
        sector = np.where(self.same("sector"), self.weight("sector_same"), self.weight("sector_differs"))
        told = self.alike & self.dated & (self.days <= 10) & ~self.same("document")
        package = np.where(told, self.weight("deal_and_package_same_sum"), self.weight("deal_and_package"))
        loan = np.where(self.alike, self.weight("loan_and_project_same_sum"), self.weight("loan_and_project"))
        total = named * sector + ~self.same("is_package") * package + ~self.same("status") * loan
        here = self.alike & self.same("document") & ~self.same("currency")
        total = total + here * self.most("same_document_converted")
        return total + (one.is_package & other.is_package & self.alike) * self.most("sum_of_one_visit")

    def surroundings(self) -> Floats:
        """What only the sentences around add, where one of the two is a text."""
        looked = self.looked
        may_known = self.may_subject | self.may_one_order
        language = self.same("language")
        goods = language | self.both("goods")
        may_count = self.meet("counts")
        total = self.told * self.weight("a_text")
        total += (self.told & self.beside) * self.most(
            "party_sounds_alike", "party_beside", "other_party_beside"
        )
        total += (looked & self.meet("free")) * self.most("name_beside", "names_beside")
        exact = self.told & self.alike & (np.minimum(self.one.digits, self.other.digits) >= EXACT)
        total += (exact & (self.beside | self.meet("names", "near"))) * self.most("exact_sum_of_party")
        total += (exact & self.meet("free")) * self.most("exact_sum_of_name")
        total += (looked & self.meet("objects", "free")) * self.most("object_same")
        apart = self.both("free") & ~self.meet("free") & ~self.meet("objects", "free") & ~self.beside
        total += (looked & apart & self.same("language")) * self.weight("names_apart")
        total += (looked & self.same("year") & ~self.dated) * self.most("recalled_year")
        many = self.most("places_beside") + self.most("several_places_beside")
        total += (looked & self.meet("places")) * many
        total += (looked & may_count) * self.most("count_beside")
        total += (looked & self.both("counts") & ~may_count) * self.weight("counts_differ")
        total += (looked & self.may_things) * self.most("things_same", "several_things_same")
        unlike = looked & self.both("things") & ~self.may_things & ~may_known & goods
        total += unlike * self.weight("things_differ")
        elsewhere = looked & self.both("objects") & language & ~self.meet("objects", "around")
        return total + elsewhere * self.weight("objects_differ")
