"""Fit the weights by which two countries are chosen: `python bench/fit_sides.py [FOLDER ...] [--write]`.

A conditional logit over all pairs of countries that a document offers for a figure, with a penalty on large weights.
It prints how often both countries are right by the rules alone and, cross-validated by passage, with the weights.
With --write the table data/reference/side_weights.csv is written anew. Folders of passages that are held back
(heldback, unseen) are refused.
"""

import argparse
import csv
import dataclasses
import itertools
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from etl.figures import read_document
from etl.paths import REFERENCE, ROOT
from etl.read.labels import read_labels
from etl.read.reference import renew_card
from etl.read.vocabulary import load_languages, load_vocabulary
from etl.rules.side_choice import Case, Code, SideWeights, Way

GOLD = ROOT / "tests" / "gold"
# Passages on which the rules were tuned flatter the rules: they count less.
FOLDERS = {"fresh": 1.0, "development": 0.5, "written": 0.5, "releases": 0.5, "russian": 0.5}
HELD_BACK = ("heldback", "unseen")
UNDIRECTED = ("trade_turnover", "target")
PENALTY, STEPS, RATE = 1.0, 300, 0.07
RARE = 3  # evidence of fewer figures is left out
SMALL = 0.03  # a weight that is not written
FOLDS = 5


class Recorder(SideWeights):
    """Remembers each case by where its amount stands, and leaves the choice to the weights that it is given."""

    cases: dict[int, Case]

    def choose(self, case: Case) -> Way:
        self.cases[case.amount] = case
        return super().choose(case)


@dataclasses.dataclass(frozen=True)
class Example:
    """One labelled figure with its case."""

    passage: tuple[str, str]
    case: Case
    wanted: tuple[Code, Code]
    is_undirected: bool

    def is_right(self, pair: tuple[Code, Code]) -> bool:
        return set(pair) == set(self.wanted) if self.is_undirected else pair == self.wanted


def collect(folders: Sequence[Path]) -> list[Example]:
    """Every labelled figure of the folders that the reader finds and that goes through the choice."""
    recorder = Recorder()
    object.__setattr__(recorder, "cases", {})
    vocabulary = dataclasses.replace(load_vocabulary(), side_weights=recorder)
    found = []
    for folder in folders:
        for labelled in read_labels(folder, load_languages()):
            recorder.cases.clear()
            figures = [f for f in read_document(labelled.document, vocabulary).figures if f.kind != "other"]
            for label in labelled.figures:
                if label["kind"] == "other" or label.get("repeat") or label.get("conversion"):
                    continue
                start = label["start"] + labelled.shift
                end = start + len(label["quote"])
                figure = next((f for f in figures if f.char_start < end and start < f.char_end), None)
                case = recorder.cases.get(figure.char_start) if figure is not None else None
                if case is not None:
                    wanted = (label["supplier_country"], label["recipient_country"])
                    undirected = label["kind"] in UNDIRECTED
                    found.append(Example((folder.name, labelled.name), case, wanted, undirected))
    return found


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
            codes = list(example.case.countries)
            for at, code in enumerate(codes):
                for name, strength in example.case.countries[code].items():
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
    share = np.array([FOLDERS.get(example.passage[0], 1.0) for example in table.examples])
    share[table.gold < 0] = 0.0
    wanted = np.zeros(len(table.pairs))
    wanted[table.gold[table.gold >= 0]] = share[table.gold >= 0]
    weights = np.zeros((3, len(table.names)))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    target = table.gradient(wanted)
    for step in range(1, STEPS + 1):
        score = table.scores(weights)
        score -= np.maximum.reduceat(score, table.starts)[table.of]
        raised = np.exp(score)
        mass = raised / np.add.reduceat(raised, table.starts)[table.of] * share[table.of]
        slope = table.gradient(mass) - target + PENALTY * weights
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def to_names(examples: Sequence[Example]) -> list[str]:
    """Evidence that enough figures have."""
    counts: Counter[str] = Counter()
    for example in examples:
        counts.update({name for each in example.case.countries.values() for name in each})
        counts.update(f"tag|{tag}" for tag in example.case.both)
    return [*sorted(name for name, count in counts.items() if count >= RARE), "ruled:pair"]


def validate(examples: list[Example]) -> None:
    """Print, by folder, how many figures have both countries right: by the rules, and by weights fitted without them."""
    passages = sorted({example.passage for example in examples})
    np.random.default_rng(1).shuffle(passages)
    fold = {tuple(passage): number % FOLDS for number, passage in enumerate(passages)}
    right: Counter[str] = Counter()
    ruled: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for number in range(FOLDS):
        inside = [e for e in examples if fold[e.passage] != number]
        names = to_names(inside)
        outside = [e for e in examples if fold[e.passage] == number]
        chosen = Table(outside, names).best(fit(Table(inside, names)))
        for example, pair in zip(outside, chosen, strict=True):
            folder = example.passage[0]
            total[folder] += 1
            ruled[folder] += example.is_right(example.case.ruled)
            right[folder] += example.is_right(pair)
    print(f"{'both countries right':24} {'rules':>6} {'fitted':>6} {'of':>6}")
    for folder in total:
        print(f"{folder:24} {ruled[folder]:6} {right[folder]:6} {total[folder]:6}")


def write(names: Sequence[str], weights: np.ndarray) -> int:
    """Write the table; returns how many rows it has."""
    rows = [
        [name, *(f"{value:.2f}" if abs(value) >= SMALL else "" for value in weights[:, at])]
        for at, name in enumerate(names)
    ]
    rows = [row for row in rows if any(row[1:])]
    with (REFERENCE / "side_weights.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["evidence", "supplier", "recipient", "both"])
        out.writerows(rows)
    renew_card("side_weights")
    return len(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD / name for name in FOLDERS])
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    refused = [folder for folder in arguments.folders if folder.name in HELD_BACK]
    if refused:
        parser.error(f"{refused[0]} is held back: weights are never fitted to it. Name other folders.")
    examples = collect(arguments.folders)
    print(f"{len(examples)} figures")
    validate(examples)
    if arguments.write:
        names = to_names(examples)
        print(f"{write(names, fit(Table(examples, names)))} kinds of evidence written")


if __name__ == "__main__":
    main()
