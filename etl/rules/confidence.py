"""How sure a reading is: each part of a record adds its doubt; `score` prints how it turned out.

The weights are the rounded ones of a logistic fit on the labelled passages of tests/gold; what they are
worth on passages that were held back stands in the calibration table that `score` prints.
"""

import math

from etl.records import Figure
from etl.rules.kinds import Choice

START = 0.55  # logits, before any evidence
MIDDLE, WIDEST = 0.4, 0.8  # of the lead that the best kind or sector has over the next
KIND_LEAD, SECTOR_LEAD = 2.0, 2.2
NO_SUPPLIER, NO_RECIPIENT = -0.7, -0.7
UNTOLD_WAY = -0.5  # no verb and no preposition says who supplies whom
# Beginning of a rule's name -> what its having spoken adds.
ADDS = {
    "year:stated": 0.4,
    "year:as_before": 0.2,
    "kind:goes_on": -0.5,
    "kind:deal_by": -0.7,
    "kind:trade_by": -0.7,
    "kind:trade_turnover_faintly": -0.7,
    "kind:nothing_said": -1.0,
    "kind:pledge": -0.4,
    "kind:invested_by": -0.3,
    "kind:sum_of": -0.4,
    "sector:nothing_said": -1.0,
    "sector:of_the_document": -0.6,
    "sector:package_of_many": -0.7,
    "sector:many_things": -0.6,
    "sector:total_of_one": -0.4,
    "direction:larger_economy": -0.5,
    "direction:dateline": -0.5,
    "direction:as_before": -0.4,
    "direction:several": -0.4,
    "parties:sentence": -0.3,
    "money:carried": -0.3,
    "relation:headline_as_body": 0.2,
}
_TELLING = (
    "direction:supplies",
    "direction:buys",
    "direction:by_supplier",
    "direction:to_recipient",
    "direction:pair",
)


def to_confidence(figure: Figure, kind: Choice, sector: Choice) -> float:
    """A number between 0 and 1: how likely amount, kind, countries, sector and year are all right."""
    is_deal = figure.kind in ("deal", "package")
    logit = START + KIND_LEAD * (min(kind.margin, WIDEST) - MIDDLE)
    if is_deal:
        logit += SECTOR_LEAD * (min(sector.margin, WIDEST) - MIDDLE)
    if figure.supplier_country is None:
        logit += NO_SUPPLIER
    if figure.recipient_country is None:
        logit += NO_RECIPIENT
    if is_deal and not any(rule.startswith(_TELLING) for rule in figure.rules):
        logit += UNTOLD_WAY
    for rule in figure.rules:
        for beginning, adds in ADDS.items():
            if rule.startswith(beginning):
                logit += adds
    return round(1 / (1 + math.exp(-logit)), 3)
