"""Fit the reader's weights to labelled passages: `python bench/fit_reader.py [FOLDER ...] [--write]`.

Countries: a conditional logit over all pairs that a document offers for a figure. Confidence: a logistic fit of whether
the whole record is right, each passage read by weights of countries that were fitted without it. Both have a penalty on
large weights. It prints how often both countries are right by the rules alone and by the weights, and how sure is how
right: all cross-validated by passage. With --write the tables side_weights and confidence_weights of data/reference are
written anew. Folders of passages that are held back (heldback, unseen) are refused.
"""

import argparse
import csv
import dataclasses
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.plain_logit import fit_logit
from bench.side_logit import Example, fit_rows
from etl.figures import read_document
from etl.paths import REFERENCE, ROOT
from etl.read.labels import Labelled, read_labels
from etl.read.reference import renew_card
from etl.read.vocabulary import load_languages, load_vocabulary
from etl.records import Figure
from etl.rules.confidence import ConfidenceWeights
from etl.rules.side_choice import Case, SideWeights, Way
from etl.score import score

GOLD = ROOT / "tests" / "gold"
# Passages on which the rules were tuned flatter the rules: they count less.
FOLDERS = {"fresh": 1.0, "development": 0.5, "written": 0.5, "releases": 0.5, "russian": 0.5}
HELD_BACK = ("heldback", "unseen")
UNDIRECTED = ("trade_turnover", "target")
FOLDS = 5
CAUTION = 0.3  # logits: the rules were tuned on these passages, and a text not seen before is harder
STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

Passage = tuple[str, Labelled]  # its folder, and what is right of it


class SideRecorder(SideWeights):
    """Chooses as its weights say, and remembers each case by where its amount stands."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        chosen = SideWeights.from_rows(rows)
        super().__init__(chosen.supplier, chosen.recipient, chosen.both)
        object.__setattr__(self, "cases", {})

    cases: dict[int, Case]

    def choose(self, case: Case) -> Way:
        self.cases[case.amount] = case
        return super().choose(case)


class ConfidenceRecorder(ConfidenceWeights):
    """Remembers the evidence of each figure by where its amount begins."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "evidence", {})

    evidence: dict[int, Mapping[str, float]]

    def judge(self, amount: int, evidence: Mapping[str, float]) -> float:
        self.evidence[amount] = evidence
        return 0.0


@dataclasses.dataclass(frozen=True)
class Judged:
    """One figure that was read: what speaks for it, and whether its whole record is right."""

    passage: tuple[str, str]
    evidence: Mapping[str, float]
    is_right: bool
    share: float


def read(passage: Passage, rows: Sequence[Mapping[str, str]]) -> tuple[list[Example], list[Judged]]:
    """A passage as it is read with these weights of countries."""
    folder, labelled = passage
    sides, doubts = SideRecorder(rows), ConfidenceRecorder()
    vocabulary = dataclasses.replace(load_vocabulary(), side_weights=sides, confidence_weights=doubts)
    figures = read_document(labelled.document, vocabulary).figures
    name, share = (folder, labelled.name), FOLDERS.get(folder, 1.0)
    judged = score([(labelled.name, labelled.figures, figures, labelled.shift)]).judged
    return (
        list(_examples(labelled, figures, sides.cases, name, share)),
        [
            Judged(name, doubts.evidence[start], is_right, share)
            for _, start, is_right in judged
            if start in doubts.evidence  # a conversion has the evidence of its first amount
        ],
    )


def _examples(
    labelled: Labelled,
    figures: Sequence[Figure],
    cases: Mapping[int, Case],
    name: tuple[str, str],
    share: float,
) -> Iterable[Example]:
    """Every labelled figure that is found and goes through the choice of countries."""
    for label in labelled.figures:
        if label["kind"] == "other" or label.get("repeat") or label.get("conversion"):
            continue
        start = label["start"] + labelled.shift
        end = start + len(label["quote"])
        hits = (f for f in figures if f.kind != "other" and f.char_start < end and start < f.char_end)
        figure = next(hits, None)
        case = cases.get(figure.char_start) if figure is not None else None
        if case is not None:
            wanted = (label["supplier_country"], label["recipient_country"])
            yield Example(name, case, wanted, label["kind"] in UNDIRECTED, share)


def validate(passages: list[Passage]) -> list[Judged]:
    """Read each passage by weights fitted without it; print what they are worth. Returns the figures so read."""
    order = np.random.default_rng(1).permutation(len(passages))
    plain = {number: read(passage, ())[0] for number, passage in enumerate(passages)}
    ruled: Counter[str] = Counter()
    fitted: Counter[str] = Counter()
    total: Counter[str] = Counter()
    judged: list[Judged] = []
    for fold in range(FOLDS):
        outside = set(order[fold::FOLDS].tolist())
        rows = fit_rows([e for number, found in plain.items() if number not in outside for e in found])
        weights = SideWeights.from_rows(rows)
        for number in sorted(outside):
            examples, figures = read(passages[number], rows)
            judged += figures
            for example in examples:
                folder = example.passage[0]
                way = weights.choose(example.case)
                total[folder] += 1
                ruled[folder] += example.is_right(example.case.ruled)
                fitted[folder] += example.is_right((way.supplier, way.recipient))
    print(f"{'both countries right':24} {'rules':>6} {'fitted':>6} {'of':>6}")
    for folder in total:
        print(f"{folder:24} {ruled[folder]:6} {fitted[folder]:6} {total[folder]:6}")
    return judged


def show_calibration(judged: Sequence[Judged]) -> None:
    """Print how sure is how right, each passage judged by weights fitted without it."""
    names = sorted({one.passage for one in judged})
    order = np.random.default_rng(2).permutation(len(names))
    found: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for fold in range(FOLDS):
        outside = {names[at] for at in order[fold::FOLDS]}
        weights = ConfidenceWeights(fit_confidence([one for one in judged if one.passage not in outside]))
        for one in judged:
            if one.passage in outside and one.passage[0] == "fresh":
                step = max(low for low in STEPS if low <= weights.judge(0, one.evidence))
                found[step][0] += 1
                found[step][1] += one.is_right
    print(f"{'confidence, fresh':24} {'right':>6} {'of':>6}")
    for step, (count, right) in sorted(found.items()):
        print(f"{f'from {step}':24} {right:6} {count:6}")


def fit_confidence(judged: Sequence[Judged]) -> dict[str, float]:
    """Evidence -> its weight in logits."""
    weights = fit_logit(
        [one.evidence for one in judged], [one.is_right for one in judged], [one.share for one in judged]
    )
    weights["all"] = weights.get("all", 0.0) - CAUTION
    return weights


def write(name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Write a reference table anew, with its card's checksum."""
    with (REFERENCE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    renew_card(name)
    print(f"{name}: {len(rows)} kinds of evidence")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD / name for name in FOLDERS])
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    refused = [folder for folder in arguments.folders if folder.name in HELD_BACK]
    if refused:
        parser.error(f"{refused[0]} is held back: weights are never fitted to it. Name other folders.")
    passages = [
        (folder.name, labelled)
        for folder in arguments.folders
        for labelled in read_labels(folder, load_languages())
    ]
    judged = validate(passages)
    show_calibration(judged)
    if arguments.write:
        write("side_weights", fit_rows([example for passage in passages for example in read(passage, ())[0]]))
        weights = fit_confidence(judged)
        write(
            "confidence_weights",
            [
                {"evidence": name, "weight": f"{value:.2f}"}
                for name, value in sorted(weights.items())
                if abs(value) >= 0.03
            ],
        )


if __name__ == "__main__":
    main()
