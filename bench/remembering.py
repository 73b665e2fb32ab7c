"""Fitted weights that remember each case they were asked, so that it can be taught with its right answer."""

import dataclasses
from collections.abc import Mapping

from etl.rules.choice_weights import ChoiceCase, ChoiceWeights, Picked
from etl.rules.confidence import ConfidenceWeights
from etl.rules.fitted import Fitted
from etl.rules.side_choice import Case, SideWeights, Way


class _Choices(ChoiceWeights):
    """Chooses as its weights say, and remembers each case by where its amount stands."""

    cases: dict[int, ChoiceCase]

    def choose(self, case: ChoiceCase) -> Picked:
        self.cases[case.amount] = case
        return super().choose(case)


class _Sides(SideWeights):
    cases: dict[int, Case]

    def choose(self, case: Case) -> Way:
        self.cases[case.amount] = case
        return super().choose(case)


class _Confidence(ConfidenceWeights):
    cases: dict[int, Mapping[str, float]]

    def judge(self, amount: int, evidence: Mapping[str, float]) -> float:
        self.cases[amount] = evidence
        return 0.0


@dataclasses.dataclass(frozen=True)
class Remembering:
    """Weights that remember what they were asked."""

    kinds: _Choices
    sectors: _Choices
    sides: _Sides
    confidence: _Confidence
    statuses: _Choices
    years: _Choices
    fitted: Fitted


def remembering(fitted: Fitted) -> Remembering:
    """The same weights, each with memory; empty of cases until something is read with them."""
    sides = fitted.sides
    found = (
        _Choices(fitted.kinds.weights),
        _Choices(fitted.sectors.weights),
        _Sides(sides.supplier, sides.recipient, sides.both),
        _Confidence(),
    )
    statuses, years = _Choices(fitted.statuses.weights), _Choices(fitted.years.weights)
    for part in (*found, statuses, years):
        object.__setattr__(part, "cases", {})
    made = Fitted(*found, fitted.parties, statuses, fitted.relations, years)
    return Remembering(*found, statuses, years, made)
