"""How sure a reading is: each part of a record adds its doubt; `score` prints how it turned out."""

from etl.records import Figure
from etl.rules.dates import Dating
from etl.rules.kinds import TOTALS, Choice

# What each doubt costs, in logits.
START = 2.2


def to_confidence(
    figure: Figure, kind: Choice, status: Choice | None, sector: Choice, dating: Dating
) -> float:
    """A number between 0 and 1; the calibration table of `score` says what it is worth."""
    logit = START
    logit += 1.2 * (min(kind.margin, 0.6) - 0.35)
    if figure.kind in ("deal", "package"):
        logit += 1.2 * (min(sector.margin, 0.6) - 0.35)
        if figure.supplier_country is None:
            logit -= 0.9
        if figure.recipient_country is None:
            logit -= 0.9
    elif figure.kind in TOTALS and (figure.supplier_country is None or figure.recipient_country is None):
        logit -= 1.2
    if figure.is_currency_assumed:
        logit -= 0.1
    if "kind:nothing_said" in figure.rules:
        logit -= 1.0
    if "year:stated" in figure.rules:
        logit += 0.3 * (dating.margin - 0.5)
    return round(1 / (1 + 2.718281828**-logit), 3)
