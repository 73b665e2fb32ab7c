"""Fit which numbers without a unit are money: `python bench/fit_bare.py [FOLDER ...] [--write]`.

A logistic fit, with a penalty on large weights, to the labelled passages and to the sentences of tests/cases/money.csv.
It prints how many of the sums that name no currency are read, and how many numbers are taken for one in error,
cross-validated by the hand that wrote them. With --write the table bare_weights of data/reference is written anew.
Folders of passages that are held back (heldback, unseen) are refused.
"""

import csv
import dataclasses
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.fit_reader import CASES, Passage, ask, write
from bench.plain_logit import fit_logit
from etl.homes import home_country
from etl.read.vocabulary import load_money_words, load_vocabulary
from etl.rules.bare_choice import BareWeights
from etl.rules.money import Amount, find_amounts

PENALTY, RARE, FOLDS = 2.0, 4, 10
CASES_SHARE = 6.0  # one sentence stands for many
CASES_SERIES = ("cases", "")
CAUTION = 0.5  # logits: a false sum is worse than one missed
SMALL = 0.03  # a weight below it says nothing

Span = tuple[int, int]


class Recorder(BareWeights):
    """Takes what the labels take, and remembers what spoke for each number by where it begins."""

    asked: dict[int, tuple[str, ...]]
    wanted: Sequence[Span]

    def __init__(self, wanted: Sequence[Span]) -> None:
        super().__init__()
        object.__setattr__(self, "asked", {})
        object.__setattr__(self, "wanted", wanted)

    def is_money(self, at: int, evidence: Iterable[str]) -> bool:
        self.asked[at] = tuple(evidence)
        return any(low <= at < high for low, high in self.wanted)


@dataclasses.dataclass(frozen=True)
class Example:
    """One number without a unit, and whether it is money."""

    passage: tuple[str, str]
    at: int
    evidence: tuple[str, ...]
    is_money: bool
    is_read: bool  # with the value and the currency that its label has
    share: float

    @property
    def series(self) -> tuple[str, str]:
        """Folder and series of the passage: those of one series are of one hand."""
        folder, name = self.passage
        return folder, name.rstrip("0123456789")


def of_passage(passage: Passage) -> Iterator[Example]:
    """Every such number of a labelled passage."""
    folder, labelled = passage
    plain = load_vocabulary()
    spans = [
        (label["start"] + labelled.shift, label["start"] + labelled.shift + len(label["quote"]))
        for label in labelled.figures
    ]
    recorder = Recorder(spans)
    document = labelled.document
    home = plain.money.home_currency(home_country(document, plain.places))
    words = dataclasses.replace(plain.money, bare=recorder)
    amounts = find_amounts(document.text, words, home, document.body_start)
    for at, evidence in recorder.asked.items():
        label = next(
            (one for one, (low, high) in zip(labelled.figures, spans, strict=True) if low <= at < high), None
        )
        amount = next((one for one in amounts if one.start <= at < one.end), None)
        is_read = label is not None and amount is not None and _is_right(label, amount)
        yield Example((folder, labelled.name), at, evidence, label is not None, is_read, 1.0)


def _is_right(label: dict, amount: Amount) -> bool:
    pairs = ((label["low"], amount.low), (label["high"], amount.high))
    return label["currency"] == amount.currency and all(
        one is None or two is None or abs(one - two) <= 1e-6 * abs(two) for one, two in pairs
    )


def of_cases() -> Iterator[Example]:
    """The same of the sentences whose reading is laid down."""
    with (CASES / "money.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    words = load_money_words()
    for row in rows:
        spans, at = [], 0
        for said in filter(None, row["amounts"].split(" | ")):
            quote = said.rsplit(" = ", 1)[0]
            at = row["text"].find(quote, at)
            spans.append((at, at + len(quote)))
            at += len(quote)
        recorder = Recorder(spans)
        find_amounts(row["text"], dataclasses.replace(words, bare=recorder))
        for at, evidence in recorder.asked.items():
            is_money = any(low <= at < high for low, high in spans)
            yield Example(CASES_SERIES, at, evidence, is_money, is_money, CASES_SHARE)


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Evidence -> its weight in logits."""
    found = [one for one in found if one.is_read or not one.is_money]
    return fit_logit(
        [dict.fromkeys(one.evidence, 1.0) for one in found],
        [one.is_money for one in found],
        [one.share for one in found],
        PENALTY,
        RARE,
    )


def to_rows(weights: dict[str, float]) -> list[dict[str, str]]:
    """Rows of the table of weights, what says nothing left out."""
    weights = {**weights, "all": weights["all"] - CAUTION}
    return [
        {"evidence": name, "weight": f"{value:.2f}"}
        for name, value in sorted(weights.items())
        if abs(value) >= SMALL
    ]


def validate(found: Sequence[Example]) -> None:
    """Print what the weights are worth on series that they were not fitted to."""
    names = sorted({one.series for one in found if one.series != CASES_SERIES})
    counts: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        outside = set(names[fold::FOLDS])
        weights = BareWeights.from_rows(to_rows(fit([one for one in found if one.series not in outside])))
        for one in found:
            if one.series in outside:
                said = "right" if one.is_read else "of other value" if one.is_money else "false"
                counts[one.passage[0], "all" if one.is_money else "no money"] += 1
                counts[one.passage[0], said] += weights.is_money(one.at, one.evidence)
    columns = ("all", "right", "of other value", "no money", "false")
    print(f"{'sums without a unit':24}", *(f"{column:>14}" for column in columns))
    for folder in dict.fromkeys(one.passage[0] for one in found if one.series != CASES_SERIES):
        print(f"{folder:24}", *(f"{counts[folder, column]:14}" for column in columns))


def main() -> None:
    passages, is_written = ask(__doc__)
    found = [one for passage in passages for one in of_passage(passage)] + list(of_cases())
    validate(found)
    if is_written:
        write("bare_weights", to_rows(fit(found)))


if __name__ == "__main__":
    main()
