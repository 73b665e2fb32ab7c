"""Which organisations are party to a figure, by weights fitted to labelled passages.

The rules propose, the weights dispose: what the rules chose is evidence too, and mostly the strongest. The
weights are those of a logistic fit over all names that a document offers; `bench/fit_parties.py` fits them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

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
    tags: Sequence[str] = ()  # what the figure is like as a whole
    crossed: Sequence[str] = ()  # evidence that speaks otherwise under each tag

    def spelled_out(self) -> dict[str, float]:
        """All evidence by name, "tag|evidence" included: what weights are fitted to."""
        return {**self.evidence, **{f"{tag}|{one}": 1.0 for tag in self.tags for one in self.crossed}}


@dataclass(frozen=True)
class PartyWeights:
    """Evidence -> what it adds, in logits."""

    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "PartyWeights":
        """Build from the table party_weights; without rows the rules decide."""
        return cls({row["evidence"]: float(row["weight"]) for row in rows})

    def choose(self, amount: int, candidates: Sequence[Candidate]) -> list[tuple[Name, float]]:
        """The names that are taken, each with how likely it is, the rules' own ones first.

        Args:
            amount: Where the amount begins.
            candidates: The names offered.
        """
        if not self.weights:
            return [(one.name, 1.0) for one in candidates if one.is_ruled]
        judged = [(one, self.likelihood(one)) for one in candidates]
        taken = [(one, likely) for one, likely in judged if likely >= LIKELY]
        return [(one.name, likely) for one, likely in sorted(taken, key=lambda pair: not pair[0].is_ruled)]

    def likelihood(self, candidate: Candidate) -> float:
        """How likely a name is party to the figure, between 0 and 1."""
        weights, total = self.weights, 0.0
        for name, value in candidate.evidence.items():
            if name in weights:
                total += weights[name] * value
        for one in candidate.crossed:
            under = self._under_tags.get(one)
            if under is not None:
                for tag in candidate.tags:
                    if tag in under:
                        total += under[tag]
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    @cached_property
    def _under_tags(self) -> dict[str, dict[str, float]]:
        """Evidence -> tag -> weight of "tag|evidence": nothing is spelled out to be looked up."""
        found: dict[str, dict[str, float]] = {}
        for name, weight in self.weights.items():
            tag, _, one = name.partition("|")
            if one:
                found.setdefault(one, {})[tag] = weight
        return found
