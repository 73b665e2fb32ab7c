"""The descent that every fit of weights shares (Adam: Kingma and Ba, 2015)."""

from collections.abc import Callable

import numpy as np

STEPS, RATE = 300, 0.05


def descend(
    shape: int | tuple[int, ...], slope: Callable[[np.ndarray], np.ndarray], rate: float = RATE
) -> np.ndarray:
    """Weights of that shape after STEPS steps down from zero.

    Args:
        shape: Of the weights.
        slope: Weights -> how the loss changes with each of them, the penalty included.
        rate: Length of a step.
    """
    weights = np.zeros(shape)
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        now = slope(weights)
        mean = 0.9 * mean + 0.1 * now
        square = 0.999 * square + 0.001 * now**2
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights
