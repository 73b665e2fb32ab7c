"""A logistic fit with a penalty on large weights: evidence of yes and no -> weights."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

PENALTY, STEPS = 4.0, 60
RARE = 8  # evidence of fewer cases is left out


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
    table = np.zeros((len(evidence), len(names)))
    for row, one in enumerate(evidence):
        for name, value in one.items():
            if name in index:
                table[row, index[name]] = value
    wanted, share = np.array(outcomes, float), np.array(shares)
    penalty = np.full(len(names), penalty_each)
    if "all" in index:
        penalty[index["all"]] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (share * (likely - wanted)) + penalty * weights
        bend = table.T @ (table * (share * likely * (1 - likely))[:, None]) + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return dict(zip(names, weights.tolist(), strict=True))
