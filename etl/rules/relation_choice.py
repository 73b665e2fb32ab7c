"""How an amount hangs together with another of its document: the likeliest relation, by fitted weights.

The rules propose (etl/rules/relations.py), the weights dispose: what the rules decided is evidence too. The weights
are those of a conditional logit over all relations to all amounts near by, and none; `bench/fit_relations.py` fits them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Evidence = Mapping[str, float]  # name -> how strongly it is there
Row = Mapping[str, str]
SAME, PART_OF, FINANCES = "same", "part_of", "finances"
RELATIONS = (SAME, PART_OF, FINANCES)
# Probability from which a relation is taken, cross-validated: a deal that is lost in another is the worst mistake.
SURE = {SAME: 0.6, PART_OF: 0.5, FINANCES: 0.55}


@dataclass(frozen=True, slots=True)
class Option:
    """One relation to one other figure."""

    relation: str
    other: int  # number of the other figure


@dataclass(frozen=True, slots=True)
class RelationCase:
    """One figure before the choice; no relation at all is always offered."""

    amount: int  # where the amount begins
    ruled: Option | None  # what the rules chose
    options: Sequence[tuple[Option, Evidence]]


@dataclass(frozen=True)
class RelationWeights:
    """Relation -> evidence -> weight."""

    weights: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "RelationWeights":
        """Build from rows of evidence and a weight for each relation; without rows the rules decide."""
        found: dict[str, dict[str, float]] = {}
        for row in rows:
            for relation in RELATIONS:
                if row[relation]:
                    found.setdefault(relation, {})[row["evidence"]] = float(row[relation])
        return cls(found)

    def choose(self, case: RelationCase) -> tuple[Option | None, float]:
        """The likeliest relation with the likeliest figure for it, and its probability; none where nothing is sure.

        Two figures of one project share what speaks for either: the relation is chosen first, then its figure.
        """
        if not self.weights:
            return case.ruled, 1.0
        raised = [math.exp(self._score(option, evidence)) for option, evidence in case.options]
        total = 1.0 + sum(raised)  # no relation scores nothing
        likely = dict.fromkeys(RELATIONS, 0.0)
        for (option, _), share in zip(case.options, raised, strict=True):
            likely[option.relation] += share / total
        best = max(RELATIONS, key=likely.__getitem__)
        if likely[best] < SURE[best]:
            return None, 1.0 / total
        _, number = max(
            (share, -number)
            for number, ((option, _), share) in enumerate(zip(case.options, raised, strict=True))
            if option.relation == best
        )
        return case.options[-number][0], likely[best]

    def _score(self, option: Option, evidence: Evidence) -> float:
        weights = self.weights.get(option.relation, {})
        return sum(weights[name] * value for name, value in evidence.items() if name in weights)
