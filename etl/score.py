"""Labelled passages and what was read in them -> how well they agree. Pure.

A labelled figure matters when its kind is not `other` and it is neither a repeat nor a conversion.
An amount is right when the spans overlap and currency, lower and upper bound are equal; every
printed figure of another kind than `other` that hits none is a false alarm. Fields are compared on
the right amounts. A whole record is right when amount, kind, both countries, sector and year are.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.records import Figure

Label = Mapping[str, Any]  # one entry of a labelled passage's `figures`
COMPARED = (
    ("kind", "kind"),
    ("qualifier", "qualifier"),
    ("status", "status"),
    ("sector", "sector"),
    ("supplier_country", "supplier_country"),
    ("recipient_country", "recipient_country"),
    ("reference_year", "year"),
)
_NOT_IN_RECORD = ("qualifier", "status")
_UNDIRECTED = ("trade_turnover", "target")
STEPS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)  # bounds of the calibration table
_FORM = re.compile(
    r"\b(the|inc|corp|corporation|co|company|llc|ltd|limited|plc|jsc|ojsc|ao|ag|se|sa|spa|gmbh|nv|bv|group"
    r"|holding|holdings|pjsc|ооо|ао|пао)\b\.?",
    re.IGNORECASE,
)


@dataclass
class Score:
    """Counts over many passages; the properties are the published measures."""

    documents: int = 0
    found: int = 0
    missed: int = 0
    false: int = 0
    whole: int = 0
    right: Counter[str] = field(default_factory=Counter)
    compared: Counter[str] = field(default_factory=Counter)
    companies: Counter[str] = field(default_factory=Counter)  # both, only_read, only_labelled
    by_confidence: dict[float, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    errors: list[str] = field(default_factory=list)
    judged: list[tuple[str, int, bool]] = field(
        default_factory=list
    )  # passage, where the amount begins, is right

    @property
    def figures(self) -> int:
        """Labelled figures that matter."""
        return self.found + self.missed

    def measures(self) -> dict[str, float]:
        """Name -> value between 0 and 1, 0 where nothing was compared."""
        return {
            "amount_f1": _f1(self.found, self.false, self.missed),
            "precision": _share(self.found, self.found + self.false),
            "recall": _share(self.found, self.figures),
            **{name: _share(self.right[name], self.compared[name]) for name, _ in COMPARED},
            "companies_f1": _f1(
                self.companies["both"], self.companies["only_read"], self.companies["only_labelled"]
            ),
            "whole_record": _share(self.whole, self.figures),
        }

    def calibration(self) -> list[tuple[float, float, int, float]]:
        """(from, to, figures, share of them whole-record right), one row a step of confidence."""
        return [
            (
                low,
                high,
                self.by_confidence[low][0],
                _share(self.by_confidence[low][1], self.by_confidence[low][0]),
            )
            for low, high in itertools.pairwise(STEPS)
            if self.by_confidence[low][0]
        ]

    def above(self, confidence: float) -> tuple[int, float]:
        """(figures with at least this confidence, share of them right); a false alarm is wrong."""
        chosen = [counts for low, counts in self.by_confidence.items() if low >= confidence]
        total = sum(count for count, _ in chosen)
        return total, _share(sum(right for _, right in chosen), total)


def score(passages: Iterable[tuple[str, Sequence[Label], Sequence[Figure], int]]) -> Score:
    """Compare readings with labels.

    Args:
        passages: (name, labelled figures, figures read, offset that is added to labelled starts).
    """
    total = Score()
    for name, labels, figures, shift in passages:
        _score_passage(total, name, labels, [f for f in figures if f.kind != "other"], shift)
    return total


def overlaps(label: Label, figure: Figure, shift: int) -> bool:
    """Whether a figure was read where a label says that an amount stands, `shift` characters on."""
    start = label["start"] + shift
    return bool(figure.char_start < start + len(label["quote"]) and start < figure.char_end)


def _score_passage(total: Score, name: str, labels: Sequence[Label], left: list[Figure], shift: int) -> None:
    total.documents += 1
    used: set[int] = set()
    for label in labels:
        if label["kind"] == "other" or label.get("repeat") or label.get("conversion"):
            continue
        hit = next(
            (
                i
                for i, f in enumerate(left)
                if i not in used
                and overlaps(label, f, shift)
                and f.currency == label["currency"]
                and _same(f.value_low, label["low"])
                and _same(f.value_high, label["high"])
            ),
            None,
        )
        if hit is None:
            total.missed += 1
            total.errors.append(f"missed {name} {label['quote']!r}")
            continue
        used.add(hit)
        total.found += 1
        right = _compare(total, name, label, left[hit])
        total.whole += right
        _count_confidence(total, name, left[hit], right)
    for number, figure in enumerate(left):
        if number in used:
            continue
        on = [label for label in labels if overlaps(label, figure, shift)]
        if any(g.get("repeat") or g.get("conversion") for g in on):
            continue
        total.false += 1
        total.errors.append(f"false {name} {figure.quote!r} as {figure.kind}")
        _count_confidence(total, name, figure, False)


def _compare(total: Score, name: str, label: Label, figure: Figure) -> bool:
    right = True
    for mine, theirs in COMPARED:
        value, wanted = getattr(figure, mine), label.get(theirs)
        good = value == wanted
        if mine.endswith("_country") and label["kind"] in _UNDIRECTED:
            pair = {label["supplier_country"], label["recipient_country"]}
            good = pair == {None} or pair == {figure.supplier_country, figure.recipient_country}
        total.compared[mine] += 1
        total.right[mine] += good
        if mine not in _NOT_IN_RECORD:
            right &= good
        if not good:
            total.errors.append(f"{mine} {name} {label['quote']!r}: {value!r}, label {wanted!r}")
    read = {name_key(company) for company in figure.companies}
    labelled = {name_key(company) for company in label.get("companies") or ()}
    total.companies["both"] += len(read & labelled)
    total.companies["only_read"] += len(read - labelled)
    total.companies["only_labelled"] += len(labelled - read)
    return right


def _count_confidence(total: Score, name: str, figure: Figure, right: bool) -> None:
    total.judged.append((name, figure.char_start, right))
    step = max(low for low in STEPS if low <= figure.confidence)
    total.by_confidence[step][0] += 1
    total.by_confidence[step][1] += right


def name_key(name: str) -> str:
    return re.sub(r"\W+", " ", _FORM.sub(" ", name.casefold())).strip()


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(1.0, abs(other))


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _f1(both: int, only_one: int, only_other: int) -> float:
    return round(2 * both / (2 * both + only_one + only_other), 4) if both else 0.0
