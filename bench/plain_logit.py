"""A logistic fit with a penalty on large weights: evidence of yes and no -> weights."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

PENALTY, STEPS = 4.0, 60
RARE = 8  # evidence of fewer cases is left out
SURE, CLOSE, ROUNDS = 1e-6, 1e-9, 2_000  # steps below the first end the fit; what a step may be wrong by

Floats = NDArray[np.float64]


def fit_logit(
    evidence: Sequence[Mapping[str, float]],
    outcomes: Sequence[bool],
    shares: Sequence[float],
    penalty_each: float = PENALTY,
    rare: int = RARE,
) -> dict[str, float]:
    """Name -> weight in logits, by Newton's method. The name `all` is the constant and is not penalised.

    Args:
        evidence: Name -> value, one a case.
        outcomes: Whether the case turned out right.
        shares: How much the case counts.
        penalty_each: On the square of each weight.
        rare: Evidence of fewer cases is left out.
    """
    counts = Counter(name for one in evidence for name in one)
    names = sorted(name for name, count in counts.items() if count >= rare)
    index = {name: at for at, name in enumerate(names)}
    held = [
        (row, index[name], value)
        for row, one in enumerate(evidence)
        for name, value in one.items()
        if name in index
    ]
    rows, columns = (np.array([each[at] for each in held]) for at in (0, 1))
    values = np.array([each[2] for each in held], float)
    wanted, share = np.array(outcomes, float), np.array(shares)
    penalty = np.full(len(names), penalty_each)
    if "all" in index:
        penalty[index["all"]] = 1e-6

    def of_cases(weights: Floats) -> Floats:
        return np.bincount(rows, values * weights[columns], len(evidence))

    def of_names(cases: Floats, by: Floats = values) -> Floats:
        return np.bincount(columns, by * cases[rows], len(names))

    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-of_cases(weights)))
        doubt = share * likely * (1 - likely)
        slope = of_names(share * (likely - wanted)) + penalty * weights
        step = _solve(
            lambda way, doubt=doubt: of_names(doubt * of_cases(way)) + penalty * way,
            slope,
            of_names(doubt, values**2) + penalty,
        )
        weights -= step
        if np.abs(step).max() < SURE:
            break
    return dict(zip(names, weights.tolist(), strict=True))


def _solve(bend: Callable[[Floats], Floats], slope: Floats, scale: Floats) -> Floats:
    """Conjugate gradients: `bend(step) == slope`, by products alone, as evidence is mostly absent."""
    step = np.zeros_like(slope)
    rest = slope.copy()
    way = rest / scale
    left = rest @ way
    for _ in range(ROUNDS):
        bent = bend(way)
        size = left / (way @ bent)
        step += size * way
        rest -= size * bent
        if np.abs(rest).max() < CLOSE:
            break
        scaled = rest / scale
        left, before = rest @ scaled, left
        way = scaled + (left / before) * way
    return step
