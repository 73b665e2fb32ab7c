"""A conditional logit over fixed options: cases with their right option -> weights."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from bench.adam import descend
from etl.rules.choice_weights import ANY, ChoiceCase
from etl.rules.near_words import WORD

PENALTY = 3.0
RARE = 4  # evidence of fewer cases is left out
SMALL = 0.03  # a weight that is not written
SMALL_WORD = 0.08  # nor one of a single word: there are thousands, and cross-validated nothing is lost


@dataclasses.dataclass(frozen=True)
class Answered:
    """A case with its right option, and how much it counts."""

    case: ChoiceCase
    wanted: str
    share: float


def _told(case: ChoiceCase, option: str, *, is_of_any: bool) -> Iterator[tuple[tuple[str, str], float]]:
    """(option, evidence) -> value, as `ChoiceWeights` adds it up."""
    for name, value in case.shared.items():
        yield (option, name), value
    for name, value in case.options[option].items():
        if value:
            if not is_of_any:
                yield (option, name), value
            yield (ANY, name), value


def fit_choice(
    answered: Sequence[Answered], penalty: float = PENALTY, *, is_of_any: bool = False
) -> list[dict[str, str]]:
    """Rows of option, evidence, weight that make the right options likeliest, by Adam.

    Args:
        answered: Cases with their right option.
        penalty: On large weights; what has many options and few cases needs more.
        is_of_any: No option has weights of its own: each case has others, and they are told apart by evidence alone.
    """
    answered = [one for one in answered if one.wanted in one.case.options]
    most = max((len(one.case.options) for one in answered), default=0)
    offered = [sorted(one.case.options) for one in answered]
    counts: Counter[tuple[str, str]] = Counter()
    for one in answered:
        told = (_told(one.case, option, is_of_any=is_of_any) for option in one.case.options)
        counts.update({name for each in told for name, _ in each})
    names = sorted(name for name, count in counts.items() if count >= RARE)
    index = {name: at for at, name in enumerate(names)}
    row, column, value = [], [], []
    for number, one in enumerate(answered):
        for at, option in enumerate(offered[number]):
            for name, strength in _told(one.case, option, is_of_any=is_of_any):
                if name in index:
                    row.append(number * most + at)
                    column.append(index[name])
                    value.append(strength)
    rows, columns, values = np.array(row), np.array(column), np.array(value)
    wanted = np.array([offer.index(one.wanted) for one, offer in zip(answered, offered, strict=True)])
    is_missing = np.arange(most) >= np.array([len(offer) for offer in offered])[:, None]
    share = np.array([one.share for one in answered])
    size = len(answered) * most

    def slope(weights: np.ndarray) -> np.ndarray:
        score = np.bincount(rows, values * weights[columns], size).reshape(len(answered), most)
        score[is_missing] = -np.inf
        likely = np.exp(score - score.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        likely[np.arange(len(answered)), wanted] -= 1
        likely *= share[:, None]
        return np.bincount(columns, values * likely.reshape(-1)[rows], len(names)) + penalty * weights

    weights = descend(len(names), slope)
    return [
        {"option": option, "evidence": name, "weight": f"{weight:.2f}"}
        for (option, name), weight in zip(names, weights.tolist(), strict=True)
        if abs(weight) >= least_weight(name)
    ]


def least_weight(evidence: str) -> float:
    """The least weight of a piece of evidence that is written."""
    return SMALL_WORD if evidence.startswith(WORD) else SMALL
