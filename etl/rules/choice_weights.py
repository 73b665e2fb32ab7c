"""One of several options, by weights fitted to labelled passages: the rules propose, the weights dispose.

What the rules decided is evidence too, and mostly the strongest. The weights are those of a conditional logit;
`bench/fit_reader.py` fits them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Row = Mapping[str, str]
Evidence = Mapping[str, float]  # name -> how strongly it is there
ANY = ""  # weights that hold for every option
NOTHING: Evidence = {}
SHOWN = 0.15  # a reason that weighs less is not told
REASONS = 3


@dataclass(frozen=True, slots=True)
class ChoiceCase:
    """One figure before a choice."""

    amount: int  # where the amount begins
    ruled: str  # the option that the rules chose
    options: Mapping[str, Evidence]  # every option, with what speaks for or against it alone
    shared: Evidence  # what speaks for one option and against another


@dataclass(frozen=True, slots=True)
class Picked:
    """The option chosen."""

    option: str
    probability: float
    reasons: tuple[
        str, ...
    ] = ()  # what moved the choice away from the rules' option; empty where nothing did


@dataclass(frozen=True)
class ChoiceWeights:
    """Option -> evidence -> weight."""

    weights: Mapping[str, Evidence] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "ChoiceWeights":
        """Build from rows of option, evidence, weight; without rows the rules decide."""
        found: dict[str, dict[str, float]] = {}
        for row in rows:
            found.setdefault(row["option"], {})[row["evidence"]] = float(row["weight"])
        return cls(found)

    def choose(self, case: ChoiceCase) -> Picked:
        """The likeliest option; of equals the rules' one."""
        scores = self._scores(case)
        highest = max(scores.values())
        is_ruled = scores.get(case.ruled) == highest
        best = case.ruled if is_ruled else next(one for one, score in scores.items() if score == highest)
        total = sum([math.exp(score - highest) for score in scores.values()])
        return Picked(best, 1 / total, () if best == case.ruled else self._reasons(case, best))

    def _scores(self, case: ChoiceCase) -> dict[str, float]:
        """Option -> the sum of what `_told` tells one by one; part by part it is asked for reasons alone."""
        shared = self._shared(case.shared)
        scores, own, of_all = {}, self._of_option, self._of_all
        for option, evidence in case.options.items():
            weights, score = own.get(option, of_all), shared.get(option, 0.0)
            for name, value in evidence.items():
                if name in weights:
                    score += weights[name] * value
            scores[option] = score
        return scores

    def _shared(self, evidence: Evidence) -> dict[str, float]:
        """Option -> what the evidence that options share adds to it; one product for all of them."""
        known = self._rows
        told = [(row, value) for name, value in evidence.items() if (row := known.get(name)) is not None]
        if not told:
            return {}
        rows, values = zip(*told, strict=True)
        sums = np.array(values) @ self._matrix[list(rows)]
        return dict(zip(self._options, sums.tolist(), strict=True))

    @cached_property
    def _options(self) -> tuple[str, ...]:
        return tuple(option for option in self.weights if option != ANY)

    @cached_property
    def _rows(self) -> dict[str, int]:
        """Evidence -> its row in the matrix."""
        names = dict.fromkeys(name for option in self._options for name in self.weights[option])
        return {name: row for row, name in enumerate(names)}

    @cached_property
    def _matrix(self) -> Matrix:
        """Weights for what the options share: a row for each piece of evidence, a column for each option."""
        rows = [[self.weights[option].get(name, 0.0) for option in self._options] for name in self._rows]
        return np.array(rows)

    @cached_property
    def _of_all(self) -> Evidence:
        return self.weights.get(ANY, NOTHING)

    @cached_property
    def _of_option(self) -> dict[str, dict[str, float]]:
        """Option -> evidence of its own -> weight, that of every option added."""
        return {
            option: {
                name: own.get(name, 0.0) + self._of_all.get(name, 0.0) for name in {**own, **self._of_all}
            }
            for option, own in self.weights.items()
        }

    def _told(self, case: ChoiceCase, option: str) -> dict[str, float]:
        """Evidence -> what it adds to an option."""
        own, of_all = self.weights.get(option, NOTHING), self.weights.get(ANY, NOTHING)
        told = {name: own[name] * value for name, value in case.shared.items() if name in own}
        for name, value in case.options[option].items():
            weight = own.get(name, 0.0) + of_all.get(name, 0.0)
            if weight:
                told[name] = told.get(name, 0.0) + weight * value
        return told

    def _reasons(self, case: ChoiceCase, option: str) -> tuple[str, ...]:
        """What spoke most for the option against the rules' one."""
        told, ruled = self._told(case, option), self._told(case, case.ruled)
        lead = {name: told.get(name, 0.0) - ruled.get(name, 0.0) for name in {*told, *ruled}}
        ranked = sorted((name for name in lead if lead[name] > SHOWN), key=lambda name: (-lead[name], name))
        return tuple(ranked[:REASONS])
