"""Fit the weights of parties to labelled passages: `python bench/fit_parties.py [FOLDER ...] [--write]`.

A logistic fit of whether an organisation that the text offers is party to a figure, with a penalty on large
weights. It prints how well the names agree with the labels by the rules alone and by the weights, cross-validated
by passage. With --write the table party_weights of data/reference is written anew. Folders of passages that are
held back (heldback, unseen) are refused.
"""

import dataclasses
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.fit_reader import FOLDERS, FOLDS, Passage, ask, write
from bench.plain_logit import fit_logit
from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.rules.naming import Name
from etl.rules.party_choice import Candidate, PartyWeights
from etl.score import name_key, overlaps

PENALTY, RARE = 16.0, 6
SMALL = 0.03  # a weight below it says nothing

Keys = frozenset[str]


class Recorder(PartyWeights):
    """Takes the rules' names, and remembers what was offered by where the amount begins."""

    def __init__(self) -> None:
        super().__init__()
        object.__setattr__(self, "offered", {})

    offered: dict[int, Sequence[Candidate]]

    def choose(self, amount: int, candidates: Sequence[Candidate]) -> list[tuple[Name, float]]:
        self.offered[amount] = candidates
        return super().choose(amount, candidates)


@dataclasses.dataclass(frozen=True)
class Example:
    """One labelled figure that was found, with the names offered for it."""

    passage: tuple[str, str]
    wanted: Keys
    offered: Sequence[tuple[str, Candidate]]  # the key under which the score knows the name
    share: float

    def taken(self, weights: PartyWeights) -> Keys:
        """The keys of the names that these weights take."""
        chosen = {name.canonical for name, _ in weights.choose(0, [one for _, one in self.offered])}
        return frozenset(key for key, one in self.offered if one.name.canonical in chosen)


def examples(passage: Passage) -> Iterable[Example]:
    """Every labelled figure of a passage for which names are chosen."""
    folder, labelled = passage
    recorder = Recorder()
    plain = load_vocabulary()
    vocabulary = dataclasses.replace(plain, fitted=dataclasses.replace(plain.fitted, parties=recorder))
    figures = [f for f in read_document(labelled.document, vocabulary).figures if f.kind != "other"]
    text = labelled.document.text
    for label in labelled.figures:
        if label["kind"] == "other" or label.get("repeat") or label.get("conversion"):
            continue
        hit = next((f for f in figures if overlaps(label, f, labelled.shift)), None)
        if hit is not None and hit.char_start in recorder.offered:
            yield Example(
                (folder, labelled.name),
                frozenset(name_key(name) for name in label.get("companies") or ()),
                [
                    (name_key(text[one.name.start : one.name.end]), one)
                    for one in recorder.offered[hit.char_start]
                ],
                FOLDERS.get(folder, 1.0),
            )


def fit(found: Sequence[Example]) -> dict[str, float]:
    """Evidence -> its weight in logits."""
    cases = [(one, key, candidate) for one in found for key, candidate in one.offered]
    return fit_logit(
        [candidate.spelled_out() for _, _, candidate in cases],
        [key in one.wanted for one, key, _ in cases],
        [one.share for one, _, _ in cases],
        PENALTY,
        RARE,
    )


def validate(found: Sequence[Example]) -> None:
    """Print what the weights are worth on passages that they were not fitted to."""
    names = sorted({one.passage for one in found})
    order = np.random.default_rng(1).permutation(len(names))
    counts: Counter[tuple[str, str, str]] = Counter()
    for fold in range(FOLDS):
        outside = {names[at] for at in order[fold::FOLDS]}
        fitted = PartyWeights(fit([one for one in found if one.passage not in outside]))
        for one in found:
            if one.passage in outside:
                for how, weights in (("rules", PartyWeights()), ("fitted", fitted)):
                    taken = one.taken(weights)
                    counts[one.passage[0], how, "both"] += len(taken & one.wanted)
                    counts[one.passage[0], how, "one"] += len(taken ^ one.wanted)
    print(f"{'companies F1':24} {'rules':>6} {'fitted':>6}")
    for folder in dict.fromkeys(one.passage[0] for one in found):
        shares = [_f1(counts[folder, how, "both"], counts[folder, how, "one"]) for how in ("rules", "fitted")]
        print(f"{folder:24} {shares[0]:6.3f} {shares[1]:6.3f}")


def _f1(both: int, one: int) -> float:
    return 2 * both / (2 * both + one) if both else 0.0


def main() -> None:
    passages, is_written = ask(__doc__)
    found = [example for passage in passages for example in examples(passage)]
    validate(found)
    if is_written:
        rows = [
            {"evidence": name, "weight": f"{value:.2f}"}
            for name, value in sorted(fit(found).items())
            if abs(value) >= SMALL
        ]
        write("party_weights", rows)


if __name__ == "__main__":
    main()
