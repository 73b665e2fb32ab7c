"""How sure a reading is: each part of a record adds its doubt; `score` prints how it turned out.

The weights are the rounded ones of a logistic fit on the labelled passages of tests/gold; what they are
worth on passages that were held back stands in the calibration table that `score` prints.
"""

import math
from collections.abc import Iterable

from etl.rules.kinds import Choice

START = 0.25  # logits, before any evidence; less than fitted, since a text not seen before is harder
MIDDLE, WIDEST = 0.4, 0.8  # of the lead that the best kind or sector has over the next
KIND_LEAD, SECTOR_LEAD = 1.45, 1.8
NO_SUPPLIER, NO_RECIPIENT = -1.0, -0.1
UNTOLD_WAY = 0.0  # no verb and no preposition says who supplies whom: the rules that stepped in tell
# Name of a rule, without what it found -> what its having spoken adds.
ADDS = {
    "year:stated": 0.7,
    "year:as_before": 0.65,
    "year:goal_without_year": -0.7,
    "kind:goes_on": -0.45,
    "kind:deal_by_company_it_keeps": -0.6,
    "kind:deal_by_its_thing": -0.3,
    "kind:trade_by_company_it_keeps": -0.7,
    "kind:trade_turnover_faintly": -0.7,
    "kind:nothing_said": -1.0,
    "kind:several_papers": 0.4,
    "kind:pledge_for_a_year_to_come": -0.5,
    "kind:as_the_total_it_is_set_beside": -0.45,
    "kind:level_to_be_reached": -0.45,
    "kind:import_in_a_period": -0.3,
    "kind:export_in_a_period": -0.3,
    "sector:nothing_said": -0.4,
    "sector:loan_for_nothing_named": -0.4,
    "sector:of_the_document": -0.55,
    "sector:package_of_many": -0.4,
    "sector:many_things": -0.8,
    "sector:total": 0.7,
    "sector:total_of_one": -0.8,
    "direction:context": -1.15,
    "direction:host": -0.35,
    "direction:place": -0.3,
    "direction:pair": 0.45,
    "direction:other_of_clause": 0.6,
    "direction:multilateral_funder": 0.6,
    "direction:goods_home": -0.45,
    "direction:larger_economy": -0.1,
    "direction:as_before": -0.4,
    "direction:several_suppliers": -0.5,
    "direction:several_recipients": -0.3,
    "parties:sentence": -0.5,
}
_TELLING = frozenset(
    {"direction:supplies", "direction:buys", "direction:by_supplier", "direction:to_recipient"}
)


def to_confidence(
    kind: Choice, sector: Choice, supplier: str | None, recipient: str | None, rules: Iterable[str]
) -> float:
    """A number between 0 and 1: how likely amount, kind, countries, sector and year are all right."""
    is_deal = kind.code in ("deal", "package")
    logit = START + KIND_LEAD * (min(kind.margin, WIDEST) - MIDDLE)
    if is_deal:
        logit += SECTOR_LEAD * (min(sector.margin, WIDEST) - MIDDLE)
    if supplier is None:
        logit += NO_SUPPLIER
    if recipient is None:
        logit += NO_RECIPIENT
    is_told = False
    for rule in rules:
        name = ":".join(rule.split(":", 2)[:2])
        is_told = is_told or name in _TELLING
        logit += ADDS.get(name, 0.0)
    if is_deal and not is_told:
        logit += UNTOLD_WAY
    return round(1 / (1 + math.exp(-logit)), 3)
