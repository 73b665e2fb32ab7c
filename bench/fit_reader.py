"""Fit the reader's weights to labelled passages: `python bench/fit_reader.py [FOLDER ...] [--write]`.

Kind, status, sector, year and the two countries are each chosen by a conditional logit; confidence is a logistic fit of whether the
whole record is right, each passage read by weights that were fitted without it. All have a penalty on large weights. It
prints what the rules alone and the weights get right, cross-validated by passage, and how sure is how right. With
--write the tables of weights in data/reference are written anew. Folders of passages that are held back (heldback,
unseen) are refused.
"""

import argparse
import csv
import dataclasses
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.choice_logit import Answered, fit_choice
from bench.plain_logit import fit_logit
from bench.remembering import remembering
from bench.side_logit import Example, fit_rows
from etl.figures import read_document
from etl.paths import REFERENCE, ROOT
from etl.read.labels import Labelled, read_labels
from etl.read.reference import renew_card
from etl.read.vocabulary import load_fitted, load_languages, load_vocabulary
from etl.records import Document
from etl.rules.choice_weights import ChoiceWeights
from etl.rules.confidence import ConfidenceWeights
from etl.rules.fitted import Fitted
from etl.rules.pairs import UNDIRECTED
from etl.rules.side_choice import SideWeights
from etl.rules.year_evidence import NO_YEAR, to_option
from etl.score import overlaps, score

GOLD = ROOT / "tests" / "gold"
# Passages on which rules were tuned flatter the rules. Those of `weights` were read by nobody who writes rules: what
# the rules are worth is learnt from them above all. The releases are the ones that are shown.
FOLDERS = {"weights": 2.0, "fresh": 1.0, "development": 5.0, "written": 3.5, "releases": 5.0, "russian": 4.0}
CASES, CASES_DATE = ROOT / "tests" / "cases", date(2024, 6, 12)
CASES_SHARE = 6.0  # one sentence stands for many
HELD_BACK = ("heldback", "unseen")
FOLDS = 5
STATUS_PENALTY = 12.0  # twelve options and a third of the figures: cross-validated, less learns them by heart
YEAR_PENALTY = 12.0
CAUTION = 0.4  # logits: the rules were tuned on these passages, and a text not seen before is harder
STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
ALONE = Fitted(
    parties=load_fitted().parties
)  # the rules alone; parties have a fit of their own, fit_parties.py

Rows = list[dict[str, str]]
Passage = tuple[str, Labelled]  # its folder, and what is right of it


@dataclasses.dataclass(frozen=True)
class Judged:
    """One figure that was read: what speaks for it, and whether its whole record is right."""

    passage: tuple[str, str]
    evidence: Mapping[str, float]
    is_right: bool
    share: float


@dataclasses.dataclass
class Lesson:
    """What one passage teaches."""

    kinds: list[Answered] = dataclasses.field(default_factory=list)
    sectors: list[Answered] = dataclasses.field(default_factory=list)
    statuses: list[Answered] = dataclasses.field(default_factory=list)
    years: list[Answered] = dataclasses.field(default_factory=list)
    sides: list[Example] = dataclasses.field(default_factory=list)
    judged: list[Judged] = dataclasses.field(default_factory=list)


def read(passage: Passage, fitted: Fitted) -> Lesson:
    """A passage as it is read with these weights, beside its labels."""
    folder, labelled = passage
    asked = remembering(fitted)
    kinds, sectors, sides, confidence = asked.kinds, asked.sectors, asked.sides, asked.confidence
    vocabulary = dataclasses.replace(load_vocabulary(), fitted=asked.fitted)
    figures = read_document(labelled.document, vocabulary).figures
    name, share = (folder, labelled.name), FOLDERS.get(folder, 1.0)
    lesson = Lesson()
    for label in labelled.figures:
        if label.get("repeat") or label.get("conversion"):
            continue
        figure = next((f for f in figures if overlaps(label, f, labelled.shift)), None)
        if figure is None or figure.char_start not in kinds.cases:
            continue
        at = figure.char_start
        lesson.kinds.append(Answered(kinds.cases[at], label["kind"], share))
        if label["kind"] == "other" or figure.kind == "other":
            continue
        lesson.sectors.append(Answered(sectors.cases[at], label["sector"], share))
        if at in asked.years.cases:
            lesson.years.append(Answered(asked.years.cases[at], to_option(label["year"]), share))
        if label["status"] and at in asked.statuses.cases:
            lesson.statuses.append(Answered(asked.statuses.cases[at], label["status"], share))
        if at in sides.cases:
            wanted = (label["supplier_country"], label["recipient_country"])
            lesson.sides.append(Example(name, sides.cases[at], wanted, label["kind"] in UNDIRECTED, share))
    judged = score([(labelled.name, labelled.figures, figures, labelled.shift)]).judged
    lesson.judged = [
        Judged(name, confidence.cases[start], is_right, share)
        for _, start, is_right in judged
        if start in confidence.cases  # a conversion has the evidence of its first amount
    ]
    return lesson


def read_cases() -> Lesson:
    """Kinds, statuses and years of the single sentences and lists in tests/cases: what the rules know must not be forgotten."""
    lesson = Lesson()
    for name, column in (("kinds", "kind"), ("sequences", "expected"), ("years", "")):
        with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as rows:
            cases = list(csv.DictReader(rows))
        for case in cases:
            first, *marked = (part.partition("]]") for part in case["text"].split("[["))
            text, starts = first[0], []
            for inside, _, after in marked:
                starts.append(len(text))
                text += inside + after
            asked = remembering(ALONE)
            vocabulary = dataclasses.replace(load_vocabulary(), fitted=asked.fitted)
            published = date.fromisoformat(case["date"]) if case.get("date") else CASES_DATE
            document = Document("case", text, published_date=published, language=case["language"])
            reading = read_document(document, vocabulary)
            for start, told in zip(starts, case[column].split(";") if column else [""], strict=False):
                figure = next((f for f in reading.figures if f.char_start <= start < f.char_end), None)
                if figure is None:
                    continue
                at, (kind, _, year) = figure.char_start, told.partition(",")
                year = year or case.get("year") or NO_YEAR
                if kind and at in asked.kinds.cases:
                    lesson.kinds.append(Answered(asked.kinds.cases[at], kind, CASES_SHARE))
                if case.get("status") and at in asked.statuses.cases:
                    lesson.statuses.append(Answered(asked.statuses.cases[at], case["status"], CASES_SHARE))
                if kind in ("", figure.kind) and at in asked.years.cases:
                    lesson.years.append(Answered(asked.years.cases[at], year, CASES_SHARE))
    return lesson


def learn(lessons: Sequence[Lesson]) -> dict[str, Rows]:
    """Tables fitted to passages as the rules alone read them.

    Readings with fitted kinds would know the kinds of their own passages better than those of any other, and teach
    the rest to trust them too much.
    """
    lessons = [read_cases(), *lessons]
    return {
        "kind_weights": fit_choice([one for lesson in lessons for one in lesson.kinds]),
        "sector_weights": fit_choice([one for lesson in lessons for one in lesson.sectors]),
        "status_weights": fit_choice([one for lesson in lessons for one in lesson.statuses], STATUS_PENALTY),
        "year_weights": fit_choice(
            [one for lesson in lessons for one in lesson.years], YEAR_PENALTY, is_of_any=True
        ),
        "side_weights": fit_rows([one for lesson in lessons for one in lesson.sides]),
    }


def to_fitted(tables: Mapping[str, Rows]) -> Fitted:
    return Fitted(
        ChoiceWeights.from_rows(tables["kind_weights"]),
        ChoiceWeights.from_rows(tables["sector_weights"]),
        SideWeights.from_rows(tables["side_weights"]),
        parties=ALONE.parties,
        statuses=ChoiceWeights.from_rows(tables["status_weights"]),
        years=ChoiceWeights.from_rows(tables["year_weights"]),
    )


def validate(passages: Sequence[Passage], plain: Mapping[int, Lesson]) -> list[Judged]:
    """Read each passage by weights fitted without it; print what they are worth. Returns the figures so read."""
    order = np.random.default_rng(1).permutation(len(passages))
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    judged: list[Judged] = []
    for fold in range(FOLDS):
        outside = set(order[fold::FOLDS].tolist())
        fitted = to_fitted(learn([lesson for number, lesson in plain.items() if number not in outside]))
        for number in sorted(outside):
            folder = passages[number][0]
            lesson = read(passages[number], fitted)
            judged += lesson.judged
            _count(counts, folder, lesson, fitted)
            counts[folder, "whole record"]["fitted"] += sum(one.is_right for one in lesson.judged)
            counts[folder, "whole record"]["rules"] += sum(one.is_right for one in plain[number].judged)
            counts[folder, "whole record"]["of"] += len(lesson.judged)
    print(f"{'right':40} {'rules':>6} {'fitted':>6} {'of':>6}")
    for (folder, what), found in sorted(counts.items()):
        print(f"{folder:15} {what:24} {found['rules']:6} {found['fitted']:6} {found['of']:6}")
    return judged


def _count(counts: dict[tuple[str, str], Counter[str]], folder: str, lesson: Lesson, fitted: Fitted) -> None:
    for what, answered, weights in (
        ("kind", lesson.kinds, fitted.kinds),
        ("sector", lesson.sectors, fitted.sectors),
        ("status", lesson.statuses, fitted.statuses),
        ("year", lesson.years, fitted.years),
    ):
        for one in answered:
            counts[folder, what]["rules"] += one.case.ruled == one.wanted
            counts[folder, what]["fitted"] += weights.choose(one.case).option == one.wanted
            counts[folder, what]["of"] += 1
    for example in lesson.sides:
        way = fitted.sides.choose(example.case)
        counts[folder, "both countries"]["rules"] += example.is_right(example.case.ruled)
        counts[folder, "both countries"]["fitted"] += example.is_right((way.supplier, way.recipient))
        counts[folder, "both countries"]["of"] += 1


def show_calibration(judged: Sequence[Judged]) -> None:
    """Print how sure is how right, each passage judged by weights fitted without it."""
    names = sorted({one.passage for one in judged})
    order = np.random.default_rng(2).permutation(len(names))
    found: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for fold in range(FOLDS):
        outside = {names[at] for at in order[fold::FOLDS]}
        weights = ConfidenceWeights(fit_confidence([one for one in judged if one.passage not in outside]))
        for one in judged:
            if one.passage in outside and one.passage[0] == "weights":
                step = max(low for low in STEPS if low <= weights.judge(0, one.evidence))
                found[step][0] += 1
                found[step][1] += one.is_right
    print(f"{'confidence, weights':24} {'right':>6} {'of':>6}")
    for step, (count, right) in sorted(found.items()):
        print(f"{f'from {step}':24} {right:6} {count:6}")


def fit_confidence(judged: Sequence[Judged]) -> dict[str, float]:
    """Evidence -> its weight in logits."""
    weights = fit_logit(
        [one.evidence for one in judged], [one.is_right for one in judged], [one.share for one in judged]
    )
    weights["all"] = weights.get("all", 0.0) - CAUTION
    return weights


def write(name: str, rows: Rows) -> None:
    """Write a reference table anew, with its card's checksum."""
    with (REFERENCE / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    renew_card(name)
    print(f"{name}: {len(rows)} rows")


def ask(description: str | None) -> tuple[list[Passage], bool]:
    """The passages that the command line names, and whether tables are to be written; held-back folders end it."""
    parser = argparse.ArgumentParser(description=description)
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
    return passages, arguments.write


def main() -> None:
    passages, is_written = ask(__doc__)
    plain = {number: read(passage, ALONE) for number, passage in enumerate(passages)}
    judged = validate(passages, plain)
    show_calibration(judged)
    if is_written:
        for name, rows in learn(list(plain.values())).items():
            write(name, rows)
        weights = sorted(fit_confidence(judged).items())
        write(
            "confidence_weights",
            [{"evidence": n, "weight": f"{w:.2f}"} for n, w in weights if abs(w) >= 0.03],
        )


if __name__ == "__main__":
    main()
