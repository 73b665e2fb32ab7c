"""What an amount is worth in dollars, roughly: enough to tell whether amounts in two currencies can be one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from etl.rules.lexicon import Row

DOLLAR = "USD"
NEAR_YEARS = (0, -1, 1, -2, 2)  # a year without a rate takes the nearest one's


@dataclass(frozen=True)
class Dollars:
    """Yearly averages, by currency and year: units for one dollar."""

    units: Mapping[tuple[str, int], float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "Dollars":
        """Build from rows of currency, year and units_per_usd."""
        return cls({(row["currency"], int(row["year"])): float(row["units_per_usd"]) for row in rows})

    def of(self, amount: float, currency: str, year: int | None) -> float | None:
        """The amount in dollars of that year; None where no rate is known.

        >>> Dollars({("EUR", 2023): 0.9}).of(18.0, "EUR", 2024)
        20.0
        """
        if currency == DOLLAR:
            return amount
        if year is None:
            return None
        found = (self.units.get((currency, year + step)) for step in NEAR_YEARS)
        units = next((units for units in found if units), None)
        return amount / units if units else None
