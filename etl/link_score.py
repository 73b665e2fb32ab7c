"""Deals that were resolved, beside the deals that people say are one -> pairwise precision and recall."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkScore:
    """Pairs of reports: said to be one deal, found to be one deal, both."""

    said: int
    found: int
    both: int
    reports: int

    def __add__(self, other: "LinkScore") -> "LinkScore":
        """Both together: pairs are counted within each alone."""
        return LinkScore(
            self.said + other.said,
            self.found + other.found,
            self.both + other.both,
            self.reports + other.reports,
        )

    @property
    def precision(self) -> float:
        """Share of the found pairs that are said; 1 where nothing was found."""
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the said pairs that are found; 1 where nothing is said."""
        return self.both / self.said if self.said else 1.0

    def lines(self) -> list[str]:
        """For people."""
        return [
            f"{self.reports} reports, {self.said} pairs said to be one deal, {self.found} found, {self.both} both",
            f"  precision            {self.precision:.3f}",
            f"  recall               {self.recall:.3f}",
        ]


def score_links(said: Mapping[str, Hashable], found: Mapping[str, Hashable]) -> LinkScore:
    """Compare two ways to group the same reports; reports that are not in both are left out.

    >>> score_links({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "x"})
    LinkScore(said=1, found=3, both=1, reports=3)
    """
    reports = sorted(said.keys() & found.keys())
    return LinkScore(
        _pairs(said[report] for report in reports),
        _pairs(found[report] for report in reports),
        _pairs((said[report], found[report]) for report in reports),
        len(reports),
    )


def _pairs(groups: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
