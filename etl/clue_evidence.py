"""What the sentences around two amounts have in common: evidence where their fields did not say it.

Only pairs of two documents are compared, of which one at least is a text; a million rows of lists
cost nothing here.
"""

import numpy as np

from etl.code_sets import Places, count, filled, holds, meets
from etl.columns import Columns, Flags

# What is added; all other evidence is only weakened by what stands around.
ADDED = (
    "a_text", "party_sounds_alike", "party_beside", "other_party_beside", "name_beside", "names_beside", "objects_differ",
    "count_beside", "counts_differ", "things_same", "several_things_same", "things_differ", "supplier_in_doubt",
    "recipient_in_doubt", "places_beside", "several_places_beside", "object_same", "names_apart",
    "recalled_year", "exact_sum_of_party", "exact_sum_of_name",
)  # fmt: skip


def add_surroundings(held: dict[str, Flags], columns: Columns, one: Places, other: Places) -> None:
    """Add the evidence of clues to `held`, the evidence of the fields, which it may take back."""
    apart = columns.document[one] != columns.document[other]
    at = np.flatnonzero(apart & (columns.has_clues[one] | columns.has_clues[other]))
    nothing = np.zeros(len(one), np.bool_)
    held |= dict.fromkeys(ADDED, nothing)
    if not len(at):
        return
    near = {name: flags[at] for name, flags in held.items()}
    before = dict(near)
    near["a_text"] = np.ones(len(at), np.bool_)  # in a list nothing is missed by misreading
    _compare(near, columns, one[at], other[at])
    for name, flags in near.items():
        if flags is not before[name]:
            held[name] = held[name].copy()
            held[name][at] = flags


def _compare(held: dict[str, Flags], c: Columns, one: Places, other: Places) -> None:
    looked = c.has_clues[one] & c.has_clues[other]
    beside = meets(c.party_words, one, c.around, other) | meets(c.around, one, c.party_words, other)
    named = held["seller_and_buyer_same"] | held["seller_same"] | held["buyer_same"] | held["party_same"]
    sounds = meets(c.party_words, one, c.party_words, other)
    held["party_sounds_alike"] = sounds & ~named
    beside |= held["party_sounds_alike"]
    held["party_beside"] = looked & beside & ~named & ~held["party_sounds_alike"]
    held["other_party_beside"] = looked & named & _one_sided(c, one, other)
    for name in ("sellers_differ", "buyers_differ", "parties_differ", "nobody_in_common"):
        held[name] = held[name] & ~((looked | sounds) & beside & ~named)
    free = count(c.free, one, c.free, other) * looked
    held["name_beside"] = free == 1
    held["names_beside"] = free > 1
    some = (c.objects[one, 0] != 0) & (c.objects[other, 0] != 0)
    elsewhere = meets(c.objects, one, c.around, other) | meets(c.around, one, c.objects, other)
    same_language = c.language[one] == c.language[other]  # a list is in English
    held["objects_differ"] = looked & some & ~elsewhere & same_language
    held["object_same"] = looked & (
        meets(c.objects, one, c.free, other) | meets(c.free, one, c.objects, other)
    )
    both_named = (c.free[one, 0] != 0) & (c.free[other, 0] != 0)
    held["names_apart"] = looked & both_named & (free == 0) & same_language & ~beside & ~held["object_same"]
    # "The contract of 2019", told in 2021: such a report has no day.
    held["recalled_year"] = looked & held["same_year"] & ((c.day[one] == 0) != (c.day[other] == 0))
    counts = meets(c.counts, one, c.counts, other)
    both = (c.counts[one, 0] != 0) & (c.counts[other, 0] != 0)
    held["count_beside"] = looked & counts & ~held["number_same"]
    held["counts_differ"] = looked & both & ~counts
    shared = count(c.things, one, c.things, other)
    things = shared > 0
    there = (c.things[one, 0] != 0) & (c.things[other, 0] != 0)
    known = held["subject_equal"] | held["subject_alike"]
    held["things_same"] = looked & (shared == 1) & ~known
    held["several_things_same"] = looked & (shared > 1) & ~known
    alike = held["amount_same_1"] | held["amount_same_2"] | held["amount_same_3"]
    # Who reads "engines" in one paper and "locomotives" in another on one day reads of one order.
    told = alike & held["same_days"] & (held["seller_and_buyer_same"] | held["seller_same"])
    # Two languages have the words of the table of things in common, and no others.
    goods = (c.goods[one, 0] != 0) & (c.goods[other, 0] != 0)
    held["things_differ"] = looked & there & ~things & ~known & ~told & (same_language | goods)
    foreign = ~same_language
    held["subject_differs"] = held["subject_differs"] & ~foreign & ~(looked & (things | told))
    for side, codes in (("supplier", c.suppliers), ("recipient", c.recipients)):
        crossed = meets(codes, one, c.places, other) | meets(c.places, one, codes, other)
        differ = held[f"{side}_differs"]
        held[f"{side}_differs"] = differ & ~(looked & crossed)
        held[f"{side}_in_doubt"] = differ & looked & crossed
    _know_sums(held)
    near = count(c.places, one, c.places, other) * looked
    held["places_beside"] = (near > 1) & ~held["pair_same"]
    held["several_places_beside"] = (near > 2) & ~held["pair_same"]  # a line through three countries
    held["years_apart_name_same"] = held["years_apart_name_same"] | (held["years_apart"] & (free > 0))
    held["years_apart"] = held["years_apart"] & (free == 0)


def _know_sums(held: dict[str, Flags]) -> None:
    """A sum of three digits is of no two deals of one party, whatever countries and years are misread."""
    named = held["seller_and_buyer_same"] | held["seller_same"] | held["buyer_same"] | held["party_same"]
    named |= held["party_beside"] | held["party_sounds_alike"]
    held["exact_sum_of_party"] = held["amount_same_3"] & named
    held["exact_sum_of_name"] = held["amount_same_3"] & (held["name_beside"] | held["names_beside"])


def _one_sided(c: Columns, one: Places, other: Places) -> Flags:
    """Whether a party of one, which the other does not have, is named in the sentences of the other."""
    found = np.zeros(len(one), np.bool_)
    for here, there in ((one, other), (other, one)):
        for pairs, codes in filled(c.party_words, here):
            facing = there[pairs]
            found[pairs] |= holds(c.around, facing, codes) & ~holds(c.party_words, facing, codes)
    return found
