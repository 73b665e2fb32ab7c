"""How sure a reading is: each part of a record adds its doubt; `score` prints how it turned out.

The weights are those of a logistic fit (`bench/fit_reader.py`) on labelled passages, each read by weights of direction
that were fitted without it; what they are worth on passages that were held back stands in the calibration table that
`score` prints.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from etl.rules.kinds import Choice

Row = Mapping[str, str]
LIKELIEST = 0.99  # a choice is never surer than this
DEALS = frozenset({"deal", "package"})


def to_evidence(
    kind: Choice,
    sector: Choice,
    sides: tuple[str | None, str | None],
    probability: float,
    rules: Iterable[str],
    *,
    year: float = 1.0,
    is_currency_assumed: bool = False,
) -> dict[str, float]:
    """What speaks for and against a record being right, by name.

    Args:
        kind: The kind, with its lead over the next one.
        sector: The sector, with its lead.
        sides: Supplier and recipient.
        probability: Of the two countries among all pairs offered.
        rules: Which rules spoke.
        year: How sure the year is, 0 to 1.
        is_currency_assumed: A bare "$" or "kr" was read by the document's country.
    """
    group = "deal" if kind.code in DEALS else kind.code
    evidence = {
        "all": 1.0,
        f"kind {group}": 1.0,
        "kind lead": min(kind.margin, 1.0),
        "kind likely": _logit(kind.probability),
        "sides likely": _logit(probability),
        "year likely": _logit(year),
    }
    # A record is as sure as all its parts together, and no surer than the weakest.
    parts = [kind.probability, probability, year, *([sector.probability] if group == "deal" else ())]
    evidence["all likely"] = _logit(math.prod(parts))
    if group == "deal":
        evidence["sector lead"] = min(sector.margin, 1.0)
        evidence["sector likely"] = _logit(sector.probability)
    for side, code in zip(("supplier", "recipient"), sides, strict=True):
        if code is None:
            evidence[f"no {side}"] = 1.0
    if is_currency_assumed:
        evidence["currency assumed"] = 1.0
    for rule in rules:
        evidence[rule if rule.count(":") < 2 else ":".join(rule.split(":", 2)[:2])] = 1.0
    return evidence


def _logit(probability: float) -> float:
    likely = min(max(probability, 1 - LIKELIEST), LIKELIEST)
    return math.log(likely / (1 - likely))


@dataclass(frozen=True)
class ConfidenceWeights:
    """Evidence -> what it adds, in logits."""

    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "ConfidenceWeights":
        """Build from the table confidence_weights."""
        return cls({row["evidence"]: float(row["weight"]) for row in rows})

    def judge(self, amount: int, evidence: Mapping[str, float]) -> float:
        """How likely amount, kind, countries, sector and year are all right, between 0 and 1.

        Args:
            amount: Where the amount begins; it tells figures apart for whoever collects their evidence.
            evidence: What `to_evidence` gives for the figure.
        """
        logit = 0.0
        for name, value in evidence.items():
            if name in self.weights:
                logit += self.weights[name] * value
        return round(1 / (1 + math.exp(-logit)), 3)
