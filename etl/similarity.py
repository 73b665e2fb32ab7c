"""Two reports -> how likely they speak of one deal: named pieces of evidence, each with its weight.

A score is the sum of the weights of the evidence that holds (logarithm of odds). The pieces, their
weights and the words in which a merge is explained stand in data/reference/evidence.csv.
"""

import math
from collections.abc import Iterable, Mapping

import numpy as np

from etl.clue_evidence import add_surroundings
from etl.code_sets import Places, count, meets
from etl.columns import Columns, Flags, Floats, Ints
from etl.evidence import Weights

ROUNDED = 0.013  # "$881.7 million" and "$882 million"; "4.2" and "4.25"
CONVERTED = 0.06  # two papers convert at their own rates and round
CONVERTED_HERE = 0.045  # and one paper at one rate
WITHIN = 0.085  # a number may lie so far outside a range: a year's average is another rate than the day's
MONTHS = 45  # days in which a deal is reported again and again
CLOSE, OTHER, FAR = 0.12, 0.45, 1.1  # steps of the logarithm: 1.13, 1.6 and 3 times


def find_evidence(columns: Columns, one: Places, other: Places) -> dict[str, Flags]:
    """Every piece of evidence by its name: one flag for each pair of reports."""
    held: dict[str, Flags] = {}
    _add_amounts(held, columns, one, other)
    _add_parties(held, columns, one, other)
    _add_countries(held, columns, one, other)
    _add_subject(held, columns, one, other)
    _add_time(held, columns, one, other)
    add_surroundings(held, columns, one, other)
    # Two banks lend to one project: the project in common makes them no one loan.
    lent = (columns.status[one] * columns.status[other]) != 0
    held["lenders_differ"] = held["sellers_differ"] & lent
    same = columns.document[one] == columns.document[other]
    alike = held["amount_same_1"] | held["amount_same_2"] | held["amount_same_3"]
    # A document that states two commitments without amounts names two papers, however alike they sound.
    held["two_papers"] = same & columns.is_mention[one] & columns.is_mention[other]
    held["same_document_same_amount"] = same & alike
    # "150 million lari, the equivalent of 53 million euros": two sums that meet so closely are one.
    held["same_document_converted"] = same & alike & (columns.currency[one] != columns.currency[other])
    held["same_document"] = same & ~alike
    other_sum = held["amount_other"] | held["amount_apart"] | held["amount_far"]
    held["same_document_other_amount"] = same & other_sum
    # A maker or a bank tells many deals in one week: another sum for nothing that is called alike is another deal.
    told_alike = (
        held["subject_equal"] | held["subject_alike"] | held["proper_name_same"] | held["number_same"]
    )
    changes = columns.is_loose[one] | columns.is_loose[other] | columns.is_old[one] | columns.is_old[other]
    held["other_amount_for_nothing_alike"] = other_sum & ~same & ~told_alike & ~changes
    # The sum of a visit has no parties and often no subject; the days of the visit stand for both.
    way = held["pair_same"] | held["recipient_same"] | held["supplier_same"]
    held["sum_of_one_visit"] = (
        columns.is_package[one] & columns.is_package[other] & alike & ~same & held["nobody_named"]
    ) & (way & (held["same_days"] | held["same_year"]))
    # One sum on one day: whether a text calls it a package, or a loan, is then a matter of words.
    told = alike & held["same_days"] & ~same
    held["deal_and_package"] = (columns.is_package[one] != columns.is_package[other]) & ~told
    held["deal_and_package_same_sum"] = (columns.is_package[one] != columns.is_package[other]) & told
    held["loan_and_project"] = (columns.status[one] != columns.status[other]) & ~alike
    held["loan_and_project_same_sum"] = (columns.status[one] != columns.status[other]) & alike
    return held


def score(columns: Columns, one: Places, other: Places, weights: Weights) -> Floats:
    """Logarithm of the odds that each pair is one deal; 0 is even."""
    held, total = find_evidence(columns, one, other), np.zeros(len(one))
    for places, table in weights.by_source(held["a_text"]):
        total[places] = table["start"]
        for name, flags in held.items():
            if weight := table.get(name):
                total[places] += weight * flags[places]
    return total


def to_probability(logarithm: float) -> float:
    """Odds to 0..1, cut to three digits."""
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logarithm)))), 3)


def _add_amounts(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    stated = ~np.isnan(c.own[one]) & ~np.isnan(c.own[other])
    same_currency = (c.currency[one] == c.currency[other]) & stated
    gap = np.abs(c.point[one] - c.point[other])
    own_gap = np.abs(c.own[one] - c.own[other])
    gap = np.where(same_currency, own_gap, gap)
    known = stated & ~np.isnan(gap)
    gap = np.where(known, gap, np.inf)
    # One paper converts at one day's rate.
    converted = np.where(c.document[one] == c.document[other], CONVERTED_HERE, CONVERTED)
    slack = np.where(same_currency, ROUNDED, converted)
    same = known & (gap <= slack)
    # What two rates bring together agrees to a rounding less.
    digits = np.minimum(c.digits[one], c.digits[other]) - (gap > ROUNDED)
    held["amount_same_1"] = same & (digits <= 1)
    held["amount_same_2"] = same & (digits == 2)
    held["amount_same_3"] = same & (digits >= 3)
    inside = _contains(c, one, other) | _contains(c, other, one)
    loose = (c.is_loose[one] | c.is_loose[other]) & (gap <= CLOSE)
    meets = known & ~same & (inside | loose)
    held["amount_meets"] = meets
    apart = known & ~same & ~meets
    held["amount_close"] = apart & (gap <= CLOSE)
    held["amount_other"] = apart & (gap > CLOSE) & (gap <= OTHER)
    held["amount_apart"] = apart & (gap > OTHER) & (gap <= FAR)
    held["amount_far"] = apart & (gap > FAR)


def _contains(c: Columns, one: Places, other: Places) -> Flags:
    """Whether the first is a range with two ends and the number of the second lies in it."""
    inside: Flags = (
        (c.low[one] < c.high[one])
        & (c.low[one] - WITHIN <= c.point[other])
        & (c.point[other] <= c.high[one] + WITHIN)
    )
    return inside


def _add_parties(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    def alike(left: Ints, right: Ints) -> Flags:
        return meets(left, one, right, other)

    def found(full: Ints, near: Ints) -> Flags:
        """Equal names, or one is what the other is short for, or belongs to."""
        return alike(full, full) | alike(full, near) | alike(near, full)

    sellers, buyers = found(c.sellers, c.near_sellers), found(c.buyers, c.near_buyers)
    any_name = found(c.names, c.near)
    held["seller_and_buyer_same"] = sellers & buyers
    held["seller_same"] = sellers & ~buyers
    held["buyer_same"] = buyers & ~sellers
    held["party_same"] = any_name & ~sellers & ~buyers
    both_sell = (c.sellers[one, 0] != 0) & (c.sellers[other, 0] != 0)
    both_buy = (c.buyers[one, 0] != 0) & (c.buyers[other, 0] != 0)
    # A name that one text takes for a seller and another for a partner is no contradiction.
    held["sellers_differ"] = both_sell & ~sellers & ~alike(c.sellers, c.names) & ~alike(c.names, c.sellers)
    held["buyers_differ"] = both_buy & ~buyers & ~alike(c.buyers, c.names) & ~alike(c.names, c.buyers)
    # One of two sellers with a smaller sum has its share of the whole.
    mine, theirs = (c.sellers[one] != 0).sum(axis=1), (c.sellers[other] != 0).sum(axis=1)
    other_sum = held["amount_other"] | held["amount_apart"] | held["amount_far"]
    less = np.sign(c.point[one] - c.point[other]) == np.sign(mine - theirs)
    held["a_sellers_share"] = sellers & other_sum & (mine != theirs) & less
    named = (c.names[one, 0] != 0) & (c.names[other, 0] != 0)
    # Two papers of one sum may each leave somebody out; of two sums, each with a party of its own, not.
    mine, theirs = (c.names[one] != 0).sum(axis=1), (c.names[other] != 0).sum(axis=1)
    sides = ((c.names, c.names), (c.near, c.names), (c.names, c.near))
    shared = np.maximum.reduce([any_name, *(count(left, one, right, other) for left, right in sides)])
    alike_sums = held["amount_same_1"] | held["amount_same_2"] | held["amount_same_3"]
    more = (mine > shared) & (theirs > shared)
    held["each_names_another"] = any_name & more & ~buyers & ~alike_sums
    held["nobody_in_common"] = (held["sellers_differ"] | held["buyers_differ"]) & ~any_name
    held["parties_differ"] = named & ~any_name & ~held["sellers_differ"] & ~held["buyers_differ"]
    held["party_unsure"] = any_name & (c.is_unsure[one] | c.is_unsure[other])
    held["nobody_named"] = (c.names[one, 0] == 0) & (c.names[other, 0] == 0)
    held["one_names_nobody"] = (c.names[one, 0] == 0) != (c.names[other, 0] == 0)


def _add_countries(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    group = c.is_group[one] | c.is_group[other]
    from_both = (c.suppliers[one, 0] != 0) & (c.suppliers[other, 0] != 0)
    to_both = (c.recipients[one, 0] != 0) & (c.recipients[other, 0] != 0)
    from_same = meets(c.suppliers, one, c.suppliers, other)
    to_same = meets(c.recipients, one, c.recipients, other)
    turned = meets(c.suppliers, one, c.recipients, other) & meets(c.recipients, one, c.suppliers, other)
    # Where one text names a single country, the other may name it at the other end.
    nowhere = np.zeros(len(one), np.bool_)
    for here, there in ((one, other), (other, one)):
        crossed = meets(c.suppliers, here, c.recipients, there) & (c.recipients[here, 0] == 0)
        crossed |= meets(c.recipients, here, c.suppliers, there) & (c.suppliers[here, 0] == 0)
        nowhere |= crossed
    turned = (turned | nowhere) & ~(from_same & to_same)
    held["pair_same"] = from_same & to_same
    held["recipient_same"] = to_same & ~from_same & ~from_both
    held["supplier_same"] = from_same & ~to_same & ~to_both
    held["direction_turned"] = turned
    held["recipient_differs"] = to_both & ~to_same & ~group & ~turned
    held["supplier_differs"] = from_both & ~from_same & ~group & ~turned
    sectors, unlike = c.sector[one] == c.sector[other], c.sector[one] != c.sector[other]
    named = (c.sector[one] > 1) & (c.sector[other] > 1)
    held["sector_same"] = sectors & named
    held["sector_differs"] = unlike & named
    packages = c.is_package[one] & c.is_package[other]  # one text names a sector of many, another none
    held["sector_multi"] = unlike & ~named & ~packages & (c.sector[one] != 0) & (c.sector[other] != 0)


def _add_subject(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    shared = count(c.words, one, c.words, other)
    least = np.minimum(c.word_count[one], c.word_count[other])
    most = np.maximum(c.word_count[one], c.word_count[other])
    equal = ((least > 0) & (shared == most)) | ((c.subject[one] == c.subject[other]) & (c.subject[one] != 0))
    held["subject_equal"] = equal
    held["subject_alike"] = (least > 0) & (shared * 2 >= least) & ~equal
    held["subject_touches"] = (shared > 0) & (shared * 2 < least)
    packages = c.is_package[one] & c.is_package[other]  # what a visit's sum is called says nothing
    held["subject_differs"] = (least > 0) & (shared == 0) & ~packages
    proper = (c.proper[one, 0] != 0) & (c.proper[other, 0] != 0)
    held["proper_name_same"] = meets(c.proper, one, c.proper, other)
    held["proper_names_differ"] = proper & ~held["proper_name_same"]
    numbers = meets(c.numbers, one, c.numbers, other)
    both = (c.numbers[one, 0] != 0) & (c.numbers[other, 0] != 0)
    # Forty trams and forty locomotives have a number in common and nothing that it counts.
    held["number_same"] = numbers & ~held["subject_differs"]
    same_amount = held["amount_same_1"] | held["amount_same_2"] | held["amount_same_3"]
    held["numbers_differ"] = both & ~numbers & ~same_amount
    held["numbers_differ_amount_same"] = both & ~numbers & same_amount


def _add_time(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    dated = (c.day[one] != 0) & (c.day[other] != 0)
    days = np.abs(c.day[one] - c.day[other])
    years = np.abs(c.year[one] - c.year[other])
    both_years = (c.year[one] != 0) & (c.year[other] != 0)
    # A deal that is delivered, ended or stopped was announced long before: the time between says nothing.
    late = (c.is_late[one] & (c.day[one] > c.day[other])) | (c.is_late[other] & (c.day[other] > c.day[one]))
    late &= dated | both_years
    held["same_days"] = dated & (days <= 10)
    held["same_quarter"] = dated & (days > 10) & (days <= 100)
    held["months_apart"] = dated & (days > 100) & (days <= 400) & ~late
    held["long_apart"] = dated & (days > 400) & ~late
    held["same_year"] = both_years & (years == 0)
    held["next_year"] = both_years & (years == 1) & ~late
    held["years_apart"] = both_years & (years > 1) & ~late & ~held["proper_name_same"]
    held["years_apart_name_same"] = both_years & (years > 1) & ~late & held["proper_name_same"]
    # A contract is signed once: signed again after most of a year, it is the next one.
    status = (c.signed[one] != 0) & (c.signed[one] == c.signed[other])
    again = status & both_years & (years > 0) & dated & (days > 240) & ~held["proper_name_same"]
    # A text recalls an old contract as a contract.
    held["signed_again"] = again & ~(c.has_clues[one] | c.has_clues[other])
    # "A second contract" is not the one that a paper told months before.
    is_newer = c.day[one] > c.day[other]
    newer = np.where(is_newer, c.is_another[one], c.is_another[other])
    older = np.where(is_newer, c.is_another[other], c.is_another[one])
    held["told_another"] = newer & ~older & dated & (days > MONTHS)
    # More of the same thing, a year on: a follow-up order.
    unlike = held["numbers_differ"] | (held["numbers_differ_amount_same"] & ~held["amount_same_3"])
    held["numbers_differ_later"] = unlike & (held["long_apart"] | held["next_year"])
    alike = held["amount_same_1"] | held["amount_same_2"] | held["amount_same_3"]
    lent = c.status[one] * c.status[other]  # a loan is promised, renewed and approved again for years
    held["years_and_amount_apart"] = held["years_apart"] & ~alike & (lent == 0)
    held["years_later"] = both_years & (years > 1) & late


def explain(names: Iterable[str], phrases: Mapping[str, str]) -> str:
    """The evidence in words, in the order of the table: "same seller and buyer; same amount ..."."""
    held = set(names)
    return "; ".join(phrase for name, phrase in phrases.items() if name in held and phrase)
