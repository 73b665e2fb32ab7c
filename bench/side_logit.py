"""A conditional logit over pairs of countries: labelled figures with their evidence -> weights."""

import dataclasses
import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np

from bench.adam import descend
from bench.choice_logit import least_weight
from etl.rules.side_choice import Case, Code

PENALTY, RATE = 6.0, 0.07
RARE = 3  # evidence of fewer figures is left out
COLUMNS = ("supplier", "recipient", "both")


@dataclasses.dataclass(frozen=True)
class Example:
    """One labelled figure with its case."""

    passage: tuple[str, str]
    case: Case
    wanted: tuple[Code, Code]
    is_undirected: bool = False
    share: float = 1.0  # how much it counts

    def is_right(self, pair: tuple[Code, Code]) -> bool:
        return set(pair) == set(self.wanted) if self.is_undirected else pair == self.wanted


class Table:
    """Examples as flat arrays: rows are (example, country), pairs are (row, row)."""

    def __init__(self, examples: Sequence[Example], names: Sequence[str]) -> None:
        self.examples, self.names = examples, names
        index = {name: at for at, name in enumerate(names)}
        row, column, value = [], [], []
        tag_pair, tag_column = [], []
        first, second, of, gold, ruled = [], [], [], [], []
        self.pairs: list[tuple[Code, Code]] = []
        count = 0
        for number, example in enumerate(examples):
            told = example.case.spelled_out()
            codes = list(told)
            for at, code in enumerate(codes):
                for name, strength in told[code].items():
                    if name in index:
                        row.append(count + at)
                        column.append(index[name])
                        value.append(strength)
            right = -1
            for (i, one), (j, two) in itertools.product(enumerate(codes), repeat=2):
                if one is not None and one == two:
                    for tag in example.case.both:
                        if f"tag|{tag}" in index:
                            tag_pair.append(len(self.pairs))
                            tag_column.append(index[f"tag|{tag}"])
                if example.is_right((one, two)) and (right < 0 or (one, two) == example.case.ruled):
                    right = len(self.pairs)
                if (one, two) == example.case.ruled:
                    ruled.append(len(self.pairs))
                self.pairs.append((one, two))
                first.append(count + i)
                second.append(count + j)
                of.append(number)
            gold.append(right)
            count += len(codes)
        self.rows = count
        self.row, self.column, self.value = np.array(row), np.array(column), np.array(value)
        self.first, self.second, self.of = np.array(first), np.array(second), np.array(of)
        self.gold, self.ruled = np.array(gold), np.array(ruled)
        self.tag_pair, self.tag_column = np.array(tag_pair, int), np.array(tag_column, int)
        self.one = (self.first == self.second) & np.array([one is not None for one, _ in self.pairs])
        self.starts = np.concatenate([[0], np.flatnonzero(np.diff(self.of)) + 1])

    def scores(self, weights: np.ndarray) -> np.ndarray:
        """Score of each pair; weights has a row for supplier, recipient and both."""
        gives, takes, both = (
            np.bincount(self.row, self.value * each[self.column], self.rows) for each in weights
        )
        score = gives[self.first] + takes[self.second] + np.where(self.one, both[self.first], 0.0)
        score += np.bincount(self.tag_pair, weights[2][self.tag_column], len(score))
        score[self.ruled] += weights[2][self.names.index("ruled:pair")]
        return score

    def gradient(self, mass: np.ndarray) -> np.ndarray:
        """What weights change a given mass on the pairs."""
        made = np.zeros((3, len(self.names)))
        for at, rows in enumerate((self.first, self.second, self.first)):
            share = np.bincount(rows, np.where(self.one, mass, 0.0) if at == 2 else mass, self.rows)
            made[at] = np.bincount(self.column, self.value * share[self.row], len(self.names))
        made[2] += np.bincount(self.tag_column, mass[self.tag_pair], len(self.names))
        made[2][self.names.index("ruled:pair")] += mass[self.ruled].sum()
        return made

    def best(self, weights: np.ndarray) -> list[tuple[Code, Code]]:
        """The pair chosen for each example."""
        score = self.scores(weights)
        ends = [*self.starts[1:], len(score)]
        return [self.pairs[a + int(np.argmax(score[a:b]))] for a, b in zip(self.starts, ends, strict=True)]


def fit(table: Table) -> np.ndarray:
    """Weights that make the labelled pairs likeliest, by Adam; examples whose pair is not offered say nothing."""
    share = np.array([example.share for example in table.examples])
    share[table.gold < 0] = 0.0
    wanted = np.zeros(len(table.pairs))
    wanted[table.gold[table.gold >= 0]] = share[table.gold >= 0]
    target = table.gradient(wanted)

    def slope(weights: np.ndarray) -> np.ndarray:
        score = table.scores(weights)
        score -= np.maximum.reduceat(score, table.starts)[table.of]
        raised = np.exp(score)
        mass = raised / np.add.reduceat(raised, table.starts)[table.of] * share[table.of]
        return table.gradient(mass) - target + PENALTY * weights

    return descend((3, len(table.names)), slope, RATE)


def to_names(examples: Sequence[Example]) -> list[str]:
    """Evidence that enough figures have."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({name for each in example.case.spelled_out().values() for name in each})
        counts.update(f"tag|{tag}" for tag in example.case.both)
    return [*sorted(name for name, count in counts.items() if count >= RARE), "ruled:pair"]


def to_rows(names: Sequence[str], weights: np.ndarray) -> list[dict[str, str]]:
    """Rows of the table side_weights; small weights are left empty."""
    rows = [
        {
            "evidence": name,
            **{
                column: f"{value:.2f}" if abs(value) >= least_weight(name) else ""
                for column, value in zip(COLUMNS, weights[:, at], strict=True)
            },
        }
        for at, name in enumerate(names)
    ]
    return [row for row in rows if any(row[column] for column in COLUMNS)]


def fit_rows(examples: Sequence[Example]) -> list[dict[str, str]]:
    """The table side_weights fitted to these figures."""
    names = to_names(examples)
    return to_rows(names, fit(Table(examples, names)))
