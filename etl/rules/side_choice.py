"""Which two countries: the pair for which the evidence speaks most, by weights fitted to labelled passages.

The rules propose, the weights dispose: what the rules decided is evidence too, and mostly the strongest. The weights
are those of a conditional logit over all pairs that a document offers; `bench/fit_reader.py` fits them.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from etl.rules.choice_weights import Matrix
from etl.rules.near_words import WORD

Row = Mapping[str, str]
Code = str | None  # a country; None stands for "no single country"
Evidence = dict[str, float]  # name -> how strongly it is there
Added = tuple[float, float, float]  # to a country as supplier, as recipient, and as both at once
NOTHING: Added = (0.0, 0.0, 0.0)
SHOWN = 0.15  # a reason that weighs less is not told
REASONS = 3
# How the words around an amount speak for a country depends on where it stands: each is evidence under these marks.
MARKS = ("nobody", "near:turn 0", "near:turn 1", "document:dateline", "document:site", "rank:nearest_before", "rank:nearest_behind")  # fmt: skip
AROUND = 0.3  # how strongly one such word speaks


def under_mark(mark: str, word: str) -> str:
    """The name of a word as evidence for a country that bears a mark."""
    return f"{WORD}{mark} {word}"


@dataclass(frozen=True, slots=True)
class Case:
    """One figure before the choice: what the rules decided, and what speaks for each country."""

    amount: int  # where the amount begins
    ruled: tuple[Code, Code]  # supplier and recipient by the rules
    countries: dict[Code, Evidence]  # every country that the document offers, and None
    both: tuple[str, ...]  # what speaks for one country on both sides
    words: tuple[str, ...] = ()  # stems of the words around the amount, each once

    def spelled_out(self) -> dict[Code, Evidence]:
        """All evidence by name, that of the words under each mark included: what weights are fitted to."""
        return {
            code: evidence
            | {under_mark(mark, word): AROUND for mark in MARKS if mark in evidence for word in self.words}
            for code, evidence in self.countries.items()
        }


@dataclass(frozen=True, slots=True)
class Way:
    """The two countries chosen."""

    supplier: Code
    recipient: Code
    probability: float  # among all pairs offered
    reasons: tuple[
        str, ...
    ] = ()  # the evidence that moved the choice away from the rules'; empty where it did not


@dataclass(frozen=True)
class SideWeights:
    """Evidence -> what it adds to a country as supplier, as recipient, and as both at once."""

    supplier: Mapping[str, float] = field(default_factory=dict)
    recipient: Mapping[str, float] = field(default_factory=dict)
    both: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "SideWeights":
        """Build from the table side_weights; without rows nothing speaks, and the rules decide."""
        columns: tuple[dict[str, float], ...] = ({}, {}, {})
        for row in rows:
            for column, name in zip(columns, ("supplier", "recipient", "both"), strict=True):
                if row[name]:
                    column[row["evidence"]] = float(row[name])
        return cls(*columns)

    def choose(self, case: Case) -> Way:
        """The likeliest pair of countries; the rules' own where nothing speaks."""
        words = self._sum_words(case.words)
        sums = {code: self._sums(evidence, words) for code, evidence in case.countries.items()}
        tagged = sum(self.both.get(f"tag|{tag}", 0.0) for tag in case.both)
        scores: dict[tuple[Code, Code], float] = {}
        for supplier, (gives, _, alone) in sums.items():
            for recipient, (_, takes, _) in sums.items():
                score = gives + takes
                if supplier is not None and supplier == recipient:
                    score += tagged + alone
                scores[supplier, recipient] = score
        scores[case.ruled] += self.both.get("ruled:pair", 0.0)
        supplier, recipient = case.ruled
        # Of equals the pair that keeps most of what the rules decided.
        best = max(scores, key=lambda way: (scores[way], (way[0] == supplier) + (way[1] == recipient)))
        highest = scores[best]
        total = sum(math.exp(score - highest) for score in scores.values())
        return Way(*best, 1 / total, () if best == case.ruled else self._reasons(case, best))

    def _sum_words(self, words: Iterable[str]) -> dict[str, Added]:
        """Mark -> what all words add to a country that bears it; summed up once for all countries and marks."""
        known = self._word_rows
        rows = [known[word] for word in words if word in known]
        if not rows:
            return {}
        sums = self._word_matrix[rows].sum(axis=0) * AROUND
        return dict(zip(MARKS, map(tuple, sums.tolist()), strict=True))

    def _sums(self, evidence: Evidence, words: Mapping[str, Added]) -> Added:
        """What speaks for a country as supplier, as recipient, and as both at once."""
        gives = takes = both = 0.0
        for mark, added in words.items():
            if mark in evidence:
                gives += added[0]
                takes += added[1]
                both += added[2]
        rows = self._rows
        for name, value in evidence.items():
            row = rows.get(name)
            if row is not None:
                gives += row[0] * value
                takes += row[1] * value
                both += row[2] * value
        return gives, takes, both

    @cached_property
    def _word_rows(self) -> dict[str, int]:
        """Word -> its row in the matrix: nothing is spelled out to be looked up."""
        begins = tuple(under_mark(mark, "") for mark in MARKS)
        words = dict.fromkeys(
            name.removeprefix(begin) for name in self._rows for begin in begins if name.startswith(begin)
        )
        return {word: row for row, word in enumerate(words)}

    @cached_property
    def _word_matrix(self) -> Matrix:
        """What each word adds under each mark."""
        rows = [
            [self._rows.get(under_mark(mark, word), NOTHING) for mark in MARKS] for word in self._word_rows
        ]
        return np.array(rows)

    @cached_property
    def _rows(self) -> dict[str, Added]:
        """Evidence -> its weights, so that each is looked up once."""
        tables = (self.supplier, self.recipient, self.both)
        return {
            name: (tables[0].get(name, 0.0), tables[1].get(name, 0.0), tables[2].get(name, 0.0))
            for table in tables
            for name in table
        }

    def _reasons(self, case: Case, pair: tuple[Code, Code]) -> tuple[str, ...]:
        """What spoke most for the pair against the rules' one."""
        weights: dict[str, float] = {}
        countries = case.spelled_out()
        for new, old, table in zip(pair, case.ruled, (self.supplier, self.recipient), strict=True):
            if new == old:
                continue
            for name, value in countries[new].items():
                weights[name] = weights.get(name, 0.0) + value * table.get(name, 0.0)
        ranked = sorted((name for name in weights if weights[name] > SHOWN), key=lambda name: -weights[name])
        return tuple(ranked[:REASONS])
