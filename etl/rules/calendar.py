"""The years that the sentences of one document state: each sentence is searched once."""

from dataclasses import dataclass, field
from datetime import date

from etl.rules.dates import YearHit, find_years
from etl.rules.scene import Page


@dataclass(slots=True)
class Calendar:
    """Sentence -> its years, on the day of one document."""

    page: Page
    published: date | None
    _years: dict[int, list[YearHit]] = field(default_factory=dict)

    def years(self, number: int) -> list[YearHit]:
        """Years of sentence `number`, in reading order; empty where it states none."""
        found = self._years.get(number)
        if found is None:
            found = self._years[number] = find_years(self.page, number, self.published)
        return found
