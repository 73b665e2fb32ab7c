"""The years that the sentences of one document state: each sentence is searched once."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from etl.rules.dates import YearHit, find_years
from etl.rules.scene import OPENING, Page

TOLD_WITHIN = 2  # sentences before in which the year may stand from which "a year earlier" is counted


@dataclass(slots=True)
class Calendar:
    """Sentence -> its years, on the day of one document."""

    page: Page
    published: date | None
    _years: dict[int, list[YearHit]] = field(default_factory=dict)
    _mentions: Counter[int] | None = None

    def years(self, number: int) -> list[YearHit]:
        """Years of sentence `number`, in reading order; empty where it states none."""
        found = self._years.get(number)
        if found is None:
            found = find_years(self.page, number, self.published, self._told_before(number))
            self._years[number] = found
        return found

    def periods(self, number: int) -> list[YearHit]:
        """The years of sentence `number` by which its kinds are told: without "now", the document's day as a year."""
        return [
            replace(hit, role="period") if hit.role == "today" else hit
            for hit in self.years(number)
            if hit.role != "now"
        ]

    @property
    def mentions(self) -> Counter[int]:
        """Year -> how often the first sentences of the document state it, not as their own day."""
        if self._mentions is None:
            first = range(min(OPENING, len(self.page.layout.sentences)))
            told = (hit for number in first for hit in self.years(number))
            self._mentions = Counter(hit.year for hit in told if hit.role not in ("now", "today"))
        return self._mentions

    def _told_before(self, number: int) -> int | None:
        """The year of which the sentence before it speaks, in the same paragraph: the latest that is no goal."""
        paragraphs = self.page.layout.paragraphs
        for before in range(number - 1, max(-1, number - 1 - TOLD_WITHIN), -1):
            if paragraphs[before] != paragraphs[number]:
                return None
            told = [
                hit.year
                for hit in self._years.get(before) or find_years(self.page, before, self.published)
                if hit.role == "period" and hit.is_span
                if self.published is None or hit.year <= self.published.year
            ]
            if told:
                return max(told)
        return None
