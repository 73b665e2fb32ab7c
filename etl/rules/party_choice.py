"""Which organisations are party to a figure, by weights fitted to labelled passages.

The rules propose, the weights dispose: what the rules chose is evidence too, and mostly the strongest. The
weights are those of a logistic fit over all names that a document offers; `bench/fit_parties.py` fits them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from etl.rules.naming import Name

Row = Mapping[str, str]
# A name is taken from here on: the rules were tuned on the passages of the fit, so that what they leave out
# is wanted more often in a text not seen before.
LIKELY = 0.4


@dataclass(frozen=True, slots=True)
class Candidate:
    """One organisation that may be party to a figure."""

    name: Name
    evidence: Mapping[str, float]
    is_ruled: bool  # chosen by the rules


@dataclass(frozen=True)
class PartyWeights:
    """Evidence -> what it adds, in logits."""

    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "PartyWeights":
        """Build from the table party_weights; without rows the rules decide."""
        return cls({row["evidence"]: float(row["weight"]) for row in rows})

    def choose(self, amount: int, candidates: Sequence[Candidate]) -> list[Name]:
        """The names that are taken, the rules' own ones first.

        Args:
            amount: Where the amount begins.
            candidates: The names offered.
        """
        if not self.weights:
            return [one.name for one in candidates if one.is_ruled]
        taken = [one for one in candidates if self.likelihood(one.evidence) >= LIKELY]
        return [one.name for one in sorted(taken, key=lambda one: not one.is_ruled)]

    def likelihood(self, evidence: Mapping[str, float]) -> float:
        """How likely a name is party to the figure, between 0 and 1."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in evidence.items())
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
