"""Fit what evidence weighs between reports of texts: `python bench/fit_evidence.py [--write]`.

A logistic fit of whether two reports of different documents are one deal, drawn towards the weights that lists have and never
past zero: what speaks for a deal in a list may speak less in a text, but not against it. It learns from the stories of tests/gold/accounts
with odd numbers, and from passages whose labels name the deals. It prints how many pairs are found, and how many of them
are right, by the weights of lists and by the fitted ones, cross-validated by story. With --write the column text_weight
of data/reference/evidence.csv is written anew. Readings come by all other weights, so fit those first.
"""

import argparse
import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.adam import descend
from bench.fit_reader import FOLDS, GOLD, write
from etl import similarity
from etl.account_score import read_story
from etl.blocking import find_pairs
from etl.columns import to_columns
from etl.evidence import Weights
from etl.first_look import FirstLook
from etl.link_measure import read_series
from etl.read.reference import read_table
from etl.read.references import load_references
from etl.records import Gathered
from etl.references import References
from etl.reports import figure_ids, to_reports

PASSAGES = ("retold", "development", "fresh", "releases", "weights")
TOLD_OFTEN = ("accounts", "retold")  # as the press tells, where most passages tell a deal once
STORY_SHARE = 2.0
PENALTY = 1.5
TRUST = 0.5  # the way from the weights of lists to the fitted ones: stories tell one deal over and over, the press many
CAUTION = 0.3  # logarithm of odds: a wrong merge hides a deal, where a missed one waits in the list of doubts
LEAST = -7.0  # pairs beyond it teach nothing
START = "start"
# What stands in the words themselves is not misread: things that differ differ in a text as they do in a list.
AS_IN_LISTS = ("things_differ", "subject_differs", "objects_differ", "counts_differ", "proper_names_differ", "numbers_differ", "numbers_differ_later",
    "numbers_differ_amount_same", "amount_other", "amount_apart", "amount_far", "other_amount_for_nothing_alike", "each_names_another")  # fmt: skip


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Pairs of reports: their source, story, evidence (one column a name of `names`), and whether they are one deal."""

    source: np.ndarray
    story: np.ndarray
    held: np.ndarray
    is_one: np.ndarray

    def at(self, chosen: np.ndarray) -> "Pairs":
        return Pairs(self.source[chosen], self.story[chosen], self.held[chosen], self.is_one[chosen])


def read_account(folder: Path) -> tuple[Gathered, dict[str, str]]:
    """What is read of a story, and the number of the deal of each figure that its account names."""
    gathered = read_story(folder)
    groups = json.loads((folder / "account.json").read_text(encoding="utf-8"))["groups"]
    deal_of: dict[str, str] = {}
    for document in gathered.documents:
        text = (folder / Path(document.path).name).read_text(encoding="utf-8")
        said = [
            (_place(text, document.body_start, quote), str(number))
            for number, group in enumerate(groups)
            for name, _, quote in (place.partition(":") for place in group)
            if name == Path(document.path).stem
        ]
        figures = gathered.readings[document.document_id].figures
        for name, figure in zip(figure_ids(document, figures), figures, strict=True):
            for (start, end), deal in said:
                if figure.char_start < end and start < figure.char_end:
                    deal_of[name] = deal
    return gathered, deal_of


def _place(text: str, start: int, quote: str) -> tuple[int, int]:
    """Where an amount stands; "$3 million#2" is the second one of its words."""
    words, _, number = quote.partition("#")
    at = start - 1
    for _ in range(int(number or 1)):
        at = text.index(words, at + 1)
    return at, at + len(words)


def compare(
    source: str,
    story: str,
    gathered: Gathered,
    deal_of: Mapping[str, str],
    names: Sequence[str],
    references: References,
) -> Pairs:
    """The pairs of two documents that the resolver would compare."""
    reports = sorted(to_reports(gathered, references.rates), key=lambda report: report.id)
    columns = to_columns(
        reports, references.organisations, references.words, references.members, references.things
    )
    look = FirstLook(columns, Weights(references.evidence.lists, references.evidence.lists), LEAST)
    found: set[tuple[int, int]] = set()
    for places, left, right in find_pairs(columns):
        passed = look.passes(places, left, right)
        found |= {
            (min(pair), max(pair))
            for pair in zip(places[left[passed]].tolist(), places[right[passed]].tolist(), strict=True)
        }
    known = [
        (one, other)
        for one, other in sorted(found)
        if reports[one].document_id != reports[other].document_id
        and reports[one].id in deal_of
        and reports[other].id in deal_of
    ]
    one, other = np.array(known, np.int64).reshape(-1, 2).T
    held = similarity.find_evidence(columns, one, other)
    return Pairs(
        np.array([source] * len(known), dtype=object),
        np.array([story] * len(known), dtype=object),
        np.stack([np.ones(len(known)) if name == START else held[name] for name in names], axis=1),
        np.array(
            [deal_of[reports[first].id] == deal_of[reports[second].id] for first, second in known], np.bool_
        ),
    )


def read_all(names: Sequence[str], references: References) -> Pairs:
    """All pairs to learn from."""
    stories = [folder for folder in sorted((GOLD / "accounts").iterdir()) if folder.is_dir()]
    found = [
        compare("accounts", folder.name, *read_account(folder), names, references)
        for folder in stories
        if int(folder.name) % 2
    ]
    for name in PASSAGES:
        found += [
            compare(name, series.name or name, series.gathered, series.key_of, names, references)
            for series in read_series(GOLD / name)
        ]
    return Pairs(
        *(
            np.concatenate([getattr(pairs, field.name) for pairs in found])
            for field in dataclasses.fields(Pairs)
        )
    )


def fit(pairs: Pairs, before: np.ndarray, is_fixed: np.ndarray) -> np.ndarray:
    """One weight a column, near `before` and on its side of zero; fixed ones as before."""
    held, share = pairs.held.astype(float), np.where(np.isin(pairs.source, TOLD_OFTEN), STORY_SHARE, 1.0)
    least, most = np.where(before > 0, 0.0, -np.inf), np.where(before < 0, 0.0, np.inf)
    least[0], most[0] = -np.inf, np.inf
    least, most = np.where(is_fixed, before, least), np.where(is_fixed, before, most)

    def slope(change: np.ndarray) -> np.ndarray:
        weights = np.clip(before + change, least, most)
        wrong = 1 / (1 + np.exp(-held @ weights)) - pairs.is_one
        return held.T @ (share * wrong) + 2 * PENALTY * change

    fitted = before + TRUST * (np.clip(before + descend(len(before), slope), least, most) - before)
    fitted[0] -= CAUTION
    return fitted


def validate(pairs: Pairs, before: np.ndarray, is_fixed: np.ndarray) -> None:
    """Print what the weights are worth on stories that they were not fitted to."""
    stories = sorted(set(zip(pairs.source, pairs.story, strict=True)))
    fold = dict(zip(stories, np.random.default_rng(1).permutation(len(stories)) % FOLDS, strict=True))
    folds = np.array([fold[story] for story in zip(pairs.source, pairs.story, strict=True)])
    score = np.zeros(len(folds))
    for number in range(FOLDS):
        score[folds == number] = pairs.held[folds == number] @ fit(
            pairs.at(folds != number), before, is_fixed
        )
    counts: Counter[tuple[str, str]] = Counter()
    for how, found in (("lists", pairs.held @ before > 0), ("fitted", score > 0)):
        for source in np.unique(pairs.source):
            here = pairs.source == source
            counts[source, how] = int((found & here).sum())
            counts[source, f"{how}: right"] = int((found & here & pairs.is_one).sum())
    print(f"{'pairs':12} {'said':>6} {'as in lists':>12} {'right':>6} {'fitted':>8} {'right':>6}")
    for source in np.unique(pairs.source):
        said = int(pairs.is_one[pairs.source == source].sum())
        told = [counts[source, how] for how in ("lists", "lists: right", "fitted", "fitted: right")]
        print(f"{source:12} {said:6} {told[0]:12} {told[1]:6} {told[2]:8} {told[3]:6}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    is_written = parser.parse_args().write
    rows = read_table("evidence")
    names = [row["evidence"] for row in rows]
    before = np.array([float(row["weight"]) for row in rows])
    is_fixed = np.isin(names, AS_IN_LISTS)
    pairs = read_all(names, load_references())
    validate(pairs, before, is_fixed)
    if is_written:
        fitted = fit(pairs, before, is_fixed)
        write(
            "evidence",
            [{**row, "text_weight": f"{value:.2f}"} for row, value in zip(rows, fitted, strict=True)],
        )


if __name__ == "__main__":
    main()
