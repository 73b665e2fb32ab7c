"""Fit which currency "$", "rupees" or "cents" stand for: `python bench/fit_currency.py [FOLDER ...] [--write]`.

A conditional logit, with a penalty on large weights, over the currencies that a mark may stand for, on the labelled
passages. It prints how many such sums have the right currency by the table that stands, and by weights fitted to the
passages of other hands. With --write the table currency_weights of data/reference is written anew. Folders of
passages that are held back (heldback, unseen) are refused.
"""

import dataclasses
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from bench.choice_logit import Answered, fit_choice
from bench.fit_reader import Passage, ask, write
from etl.homes import home_country
from etl.read.vocabulary import load_vocabulary
from etl.rules.choice_weights import ChoiceCase, ChoiceWeights, Picked
from etl.rules.money import find_amounts
from etl.rules.money_setting import WORLDWIDE

PENALTY, FOLDS = 0.5, 10


class Recorder(ChoiceWeights):
    """Chooses as the table does, and remembers what was asked."""

    def __init__(self, table: ChoiceWeights) -> None:
        super().__init__(table.weights)
        object.__setattr__(self, "asked", [])

    def choose(self, case: ChoiceCase) -> Picked:
        self.asked.append(case)  # type: ignore[attr-defined]
        return super().choose(case)


@dataclasses.dataclass(frozen=True)
class Example:
    """One sum whose mark fits several currencies."""

    passage: tuple[str, str]
    answered: Answered
    was_right: bool  # by the table that stands

    @property
    def series(self) -> tuple[str, str]:
        """Folder and series of the passage: those of one series are of one hand."""
        folder, name = self.passage
        return folder, name.rstrip("0123456789")

    @property
    def sort(self) -> str:
        """Whether it is a "$", and whether that is the dollar of the United States."""
        if self.answered.case.ruled != WORLDWIDE:
            return "other marks"
        return "$ of the US" if self.answered.wanted == WORLDWIDE else "$ of others"


def of_passage(passage: Passage) -> Iterator[Example]:
    """Every such sum of a labelled passage; a passage of many counts no more than one of few."""
    folder, labelled = passage
    plain = load_vocabulary()
    recorder = Recorder(plain.money.currency_choice)
    document = labelled.document
    home = plain.money.home_currency(home_country(document, plain.places))
    words = dataclasses.replace(plain.money, currency_choice=recorder)
    find_amounts(document.text, words, home, document.body_start)
    found = []
    for case in recorder.asked:  # type: ignore[attr-defined]
        for label in labelled.figures:
            low = label["start"] + labelled.shift
            if low <= case.amount < low + len(label["quote"]) and label.get("currency") in case.options:
                found.append((case, label["currency"]))
                break
    for case, wanted in found:
        picked = plain.money.currency_choice.choose(case).option
        yield Example(
            (folder, labelled.name), Answered(case, wanted, 1 / len(found) ** 0.5), picked == wanted
        )


def fit(found: Sequence[Example]) -> list[dict[str, str]]:
    return fit_choice([one.answered for one in found], PENALTY, is_of_any=True)


def validate(found: Sequence[Example]) -> None:
    """Print what the weights are worth on series that they were not fitted to."""
    names = sorted({one.series for one in found})
    counts: Counter[tuple[str, str, str]] = Counter()
    for fold in range(FOLDS):
        outside = set(names[fold::FOLDS])
        weights = ChoiceWeights.from_rows(fit([one for one in found if one.series not in outside]))
        for one in found:
            if one.series in outside:
                key = one.passage[0], one.sort
                counts[*key, "all"] += 1
                counts[*key, "table"] += one.was_right
                counts[*key, "fitted"] += weights.choose(one.answered.case).option == one.answered.wanted
    print(f"{'marks of several currencies':32}{'all':>8}{'table':>8}{'fitted without':>16}")
    for folder, sort in dict.fromkeys((one.passage[0], one.sort) for one in found):
        said = [counts[folder, sort, column] for column in ("all", "table", "fitted")]
        print(f"{folder + ': ' + sort:32}{said[0]:8}{said[1]:8}{said[2]:16}")


def main() -> None:
    passages, is_written = ask(__doc__)
    found = [one for passage in passages for one in of_passage(passage)]
    validate(found)
    if is_written:
        write("currency_weights", fit(found))


if __name__ == "__main__":
    main()
