"""Fit the weights of relations to labelled passages: `python bench/fit_relations.py [FOLDER ...] [--write]`.

A conditional logit over all relations of an amount to the amounts near by, with a penalty on large weights. It prints
how many relations are found, and how many of them are right, by the rules alone and by the weights, cross-validated by
passage. With --write the table relation_weights of data/reference is written anew. Folders of passages that are held
back (heldback, unseen) are refused. Readings come by all other weights, so fit those first.
"""

import csv
import dataclasses
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.adam import descend
from bench.fit_reader import CASES, CASES_DATE, CASES_SHARE, FOLDS, Passage, ask, write
from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document, Figure
from etl.rules.relation_choice import RELATIONS, SAME, Option, RelationCase, RelationWeights
from etl.rules.relation_evidence import RULED
from etl.score import overlaps

SHARES = {
    "weights": 2.0,
    "development": 1.5,
    "written": 0.0,
    "russian": 0.0,
}  # 0: no relation is labelled in them
SENTENCES_SHARE = (
    2 * CASES_SHARE
)  # of the sentences of tests/cases: there are few, and each tells one relation
PENALTY = 2.0
RARE = 5  # evidence of fewer options is left out
SMALL = 0.03  # a weight that is not written

Names = tuple[str, str]  # relation, evidence


class Recorder(RelationWeights):
    """Takes the rules' relations, and remembers each case by where its amount begins."""

    def __init__(self) -> None:
        super().__init__({"": {}})
        object.__setattr__(self, "cases", {})

    cases: dict[int, RelationCase]

    def choose(self, case: RelationCase) -> tuple[Option | None, float]:
        self.cases[case.amount] = case
        return case.ruled, 1.0


@dataclasses.dataclass(frozen=True)
class Example:
    """One labelled amount with the options that are right; none: no relation is."""

    passage: tuple[str, str]
    case: RelationCase
    right: frozenset[Option]
    share: float


def read(document: Document) -> tuple[Sequence[Figure], Mapping[int, RelationCase]]:
    """The figures as the rules relate them, and the choices that they offer."""
    recorder, plain = Recorder(), load_vocabulary()
    vocabulary = dataclasses.replace(plain, fitted=dataclasses.replace(plain.fitted, relations=recorder))
    return read_document(document, vocabulary).figures, recorder.cases


def read_cases() -> Iterator[Example]:
    """The sentences of tests/cases: what the rules know must not be forgotten."""
    with (CASES / "relations.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            figures, cases = read(
                Document(row["why"], row["text"], language=row["language"], published_date=CASES_DATE)
            )
            said: dict[int, Option | None] = {}
            for number, told in enumerate(row["expected"].split(";")):
                name, _, other = told.partition(" ")
                if name in RULED and RULED[name] == SAME:
                    said.setdefault(number, None)
                    said[max(number, int(other))] = Option(SAME, min(number, int(other)))
                elif name in RULED:
                    said[number] = Option(RULED[name], int(other))
                elif not name:
                    said.setdefault(number, None)
            for number, option in said.items():
                if number < len(figures) and (case := cases.get(figures[number].char_start)):
                    right = frozenset([option] if option else [])
                    yield Example(("cases", row["why"]), case, right, SENTENCES_SHARE)


def examples(passage: Passage) -> Iterator[Example]:
    """Every labelled amount of a passage that stands near another one."""
    folder, labelled = passage
    figures, cases = read(labelled.document)
    labels: dict[int, Mapping[str, Any]] = {}
    for label in labelled.figures:
        labels.update(
            (number, label)
            for number, figure in enumerate(figures)
            if overlaps(label, figure, labelled.shift) and label.get("deal_key")
        )
    for number, label in labels.items():
        case = cases.get(figures[number].char_start)
        if case is None:
            continue
        wanted = {
            Option(relation, other)
            for other, facing in labels.items()
            for relation in RELATIONS
            if facing["deal_key"] == (label["deal_key"] if relation == SAME else label.get(relation))
        }
        right = frozenset(wanted & {option for option, _ in case.options})
        one_deal = frozenset(option for option in right if option.relation == SAME)
        yield Example((folder, labelled.name), case, one_deal or right, SHARES.get(folder, 1.0))


def fit(found: Sequence[Example]) -> list[dict[str, str]]:
    """Rows of the table relation_weights that make the right options likeliest, by Adam."""
    counts: Counter[Names] = Counter(
        (option.relation, name) for one in found for option, evidence in one.case.options for name in evidence
    )
    names = sorted(name for name, count in counts.items() if count >= RARE)
    index = {name: at for at, name in enumerate(names)}
    rows, columns, values, starts, right, of = [], [], [], [], [], []
    for number, one in enumerate(found):
        starts.append(len(of))
        of.append(number)  # the first option of each amount is no relation: nothing speaks for it
        right.append(not one.right)
        for option, evidence in one.case.options:
            for name, value in evidence.items():
                if (option.relation, name) in index:
                    rows.append(len(of))
                    columns.append(index[option.relation, name])
                    values.append(value)
            of.append(number)
            right.append(option in one.right)
    table = tuple(map(np.array, (rows, columns, values, starts, right, of)))
    weights = _fit_logit(*table, np.array([one.share for one in found]), len(names))
    by_name = dict(zip(names, weights.tolist(), strict=True))
    return [
        {
            "evidence": evidence,
            **{
                relation: f"{value:.2f}"
                if abs(value := by_name.get((relation, evidence), 0.0)) >= SMALL
                else ""
                for relation in RELATIONS
            },
        }
        for evidence in sorted({evidence for _, evidence in names})
        if any(abs(by_name.get((relation, evidence), 0.0)) >= SMALL for relation in RELATIONS)
    ]


def _fit_logit(
    rows: np.ndarray,
    columns: np.ndarray,
    values: np.ndarray,
    starts: np.ndarray,
    right: np.ndarray,
    of: np.ndarray,
    share: np.ndarray,
    width: int,
) -> np.ndarray:
    def slope(weights: np.ndarray) -> np.ndarray:
        score = np.bincount(rows, values * weights[columns], len(of))
        raised = np.exp(score - np.maximum.reduceat(score, starts)[of])
        wanted = raised * right
        mass = raised / np.add.reduceat(raised, starts)[of] - wanted / np.add.reduceat(wanted, starts)[of]
        return np.bincount(columns, values * (mass * share[of])[rows], width) + PENALTY * weights

    return descend(width, slope)


def validate(found: Sequence[Example]) -> None:
    """Print what the weights are worth on passages that they were not fitted to."""
    names = sorted({one.passage for one in found})
    order = np.random.default_rng(1).permutation(len(names))
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for fold in range(FOLDS):
        outside = {names[at] for at in order[fold::FOLDS]}
        fitted = RelationWeights.from_rows(fit([one for one in found if one.passage not in outside]))
        for one in found:
            if one.passage not in outside:
                continue
            for relation in {option.relation for option in one.right}:
                counts[one.passage[0], relation, "", "said"] += 1
            for how, weights in (("rules", RelationWeights()), ("fitted", fitted)):
                option, _ = weights.choose(one.case)
                if option is not None:
                    counts[one.passage[0], option.relation, how, "found"] += 1
                    counts[one.passage[0], option.relation, how, "right"] += option in one.right
    print(
        f"{'relations':24} {'said':>6} {'rules: found':>14} {'right':>6} {'fitted: found':>14} {'right':>6}"
    )
    for folder in dict.fromkeys(one.passage[0] for one in found):
        for relation in RELATIONS:
            said = counts[folder, relation, "", "said"]
            told = [
                counts[folder, relation, how, what]
                for how in ("rules", "fitted")
                for what in ("found", "right")
            ]
            print(f"{folder:12} {relation:11} {said:6} {told[0]:14} {told[1]:6} {told[2]:14} {told[3]:6}")


def main() -> None:
    passages, is_written = ask(__doc__)
    found = [*read_cases()]
    found += [example for passage in passages if SHARES.get(passage[0], 1.0) for example in examples(passage)]
    validate(found)
    if is_written:
        write("relation_weights", fit(found))


if __name__ == "__main__":
    main()
