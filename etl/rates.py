"""An amount in its own currency -> US dollars of the day, of constant prices, and as a share of GDP.

Pure: the rates arrive as a RateBook (etl/read/rates.py loads it). Every conversion says its rate,
its day and on what it rests; where there is no rate it says why, and no number is made up.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from etl.schema import REAL_BASE_YEAR

# The ECB publishes no rates at weekends and holidays; its longest gap (Easter, Christmas) is five days.
LONGEST_GAP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DailyRates:
    """One currency's history, ascending by day: units of the currency for one euro."""

    days: tuple[date, ...]
    per_euro: tuple[float, ...]

    def on(self, day: date) -> tuple[date, float] | None:
        """The last rate published on or before `day`, if it is not older than LONGEST_GAP."""
        place = bisect_right(self.days, day) - 1
        if place < 0 or day - self.days[place] > LONGEST_GAP:
            return None
        return self.days[place], self.per_euro[place]


@dataclass(frozen=True, slots=True)
class YearlyRate:
    """A year's average, or a peg that held all year."""

    units_per_usd: float
    basis: str  # yearly_average or peg
    is_partial: bool = False  # the year is not over in the source: no average of a year


@dataclass(frozen=True)
class RateBook:
    """Everything that a conversion looks up."""

    daily: Mapping[str, DailyRates] = field(default_factory=dict)  # by currency; USD among them
    yearly: Mapping[tuple[str, int], YearlyRate] = field(default_factory=dict)
    deflator: Mapping[int, float] = field(default_factory=dict)  # US GDP deflator by year
    gdp: Mapping[tuple[str, int], float] = field(default_factory=dict)  # USD, by ISO alpha-3 and year

    @cached_property
    def extremes(self) -> dict[str, tuple[float, float]]:
        """Currency -> the least and the most units for one dollar, by yearly averages and pegs."""
        found: dict[str, tuple[float, float]] = {}
        for (currency, _), rate in self.yearly.items():
            least, most = found.get(currency, (rate.units_per_usd, rate.units_per_usd))
            found[currency] = min(least, rate.units_per_usd), max(most, rate.units_per_usd)
        return found


@dataclass(frozen=True, slots=True)
class Rate:
    """The rate of one conversion, or why there is none."""

    units_per_usd: float | None
    day: date | None  # day of the rate; 31 December for a yearly average or a peg without a day
    basis: str  # same_currency, ecb_daily, yearly_average, peg; no_rate, no_date where there is none


def find_rate(book: RateBook, currency: str, day: date | None, year: int | None) -> Rate:
    """The rate of `day`; where only a year is known (or only years are published) that year's average.

    A currency that the ECB stopped quoting (RUB in March 2022) falls back to the year's average.
    A year that is not over in its source has no average, and gives `no_rate`.
    """
    if currency == "USD":
        return Rate(1.0, day, "same_currency")
    if day is None and year is None:
        return Rate(None, None, "no_date")
    if day is not None:
        found = _cross_rate(book, currency, day)
        if found:
            return found
    year = day.year if day else year
    assert year is not None  # one of the two is known here
    yearly = book.yearly.get((currency, year))
    if yearly and yearly.basis == "peg":
        return Rate(yearly.units_per_usd, day or date(year, 12, 31), "peg")
    if yearly and not yearly.is_partial:
        return Rate(yearly.units_per_usd, date(year, 12, 31), "yearly_average")
    mean = _mean_of_year(book, currency, year)
    return Rate(mean, date(year, 12, 31), "yearly_average") if mean else Rate(None, None, "no_rate")


def find_rates(
    book: RateBook, currency: str, day: date | None, year: int | None
) -> tuple[float, float] | tuple[None, None]:
    """The least and the most units for one dollar at which a sum is set beside others; never published.

    With a day or a year both are its rate. Without either they are those of all years that have one: 40 billion
    tenge were never a billion dollars.
    """
    if day is not None or year is not None or currency == "USD":
        units = find_rate(book, currency, day, year).units_per_usd
        return (units, units) if units else (None, None)
    return book.extremes.get(currency, (None, None))


def _cross_rate(book: RateBook, currency: str, day: date) -> Rate | None:
    dollars = book.daily["USD"].on(day) if "USD" in book.daily else None
    if dollars is None:
        return None
    if currency == "EUR":
        return Rate(1 / dollars[1], dollars[0], "ecb_daily")
    own = book.daily[currency].on(day) if currency in book.daily else None
    return Rate(own[1] / dollars[1], min(own[0], dollars[0]), "ecb_daily") if own else None


def _mean_of_year(book: RateBook, currency: str, year: int) -> float | None:
    """Mean of the daily cross rates of a whole year; None where the history covers only part of it."""
    dollars = book.daily.get("USD")
    own = dollars if currency == "EUR" else book.daily.get(currency)
    if dollars is None or own is None:
        return None
    by_day = dict(zip(dollars.days, dollars.per_euro, strict=True))
    rates = [
        (1.0 if currency == "EUR" else rate) / by_day[day]
        for day, rate in zip(own.days, own.per_euro, strict=True)
        if day.year == year and day in by_day
    ]
    # A full year has 250 to 262 fixings; less means that the history begins or ends inside it.
    return sum(rates) / len(rates) if len(rates) >= 245 else None


@dataclass(frozen=True, slots=True)
class InDollars:
    """The published money columns of a deal or a total (schema._USD)."""

    value_low_usd: float | None
    value_high_usd: float | None
    value_low_usd_real: float | None
    value_high_usd_real: float | None
    fx_rate: float | None
    fx_date: date | None
    fx_basis: str


def convert(
    book: RateBook,
    currency: str | None,
    low: float | None,
    high: float | None,
    day: date | None,
    year: int | None,
) -> InDollars:
    """Convert both bounds at one rate; a missing bound stays missing.

    `year` is used where `day` is unknown. Real dollars divide by the deflator of the year of the
    rate; a year without an index gives null.
    """
    if currency is None or (low is None and high is None):
        return InDollars(None, None, None, None, None, None, "no_amount")
    rate = find_rate(book, currency, day, year)
    if not rate.units_per_usd:
        return InDollars(None, None, None, None, None, None, rate.basis)
    units = rate.units_per_usd
    ends = [None if end is None else _whole_cents(end / units) for end in (low, high)]
    scale = real_factor(book, day.year if day else year)
    real = [None if end is None or scale is None else _whole_cents(end * scale) for end in ends]
    return InDollars(ends[0], ends[1], real[0], real[1], units, rate.day, rate.basis)


def real_factor(book: RateBook, year: int | None) -> float | None:
    """What one dollar of `year` is worth in dollars of REAL_BASE_YEAR; None without an index."""
    index = book.deflator.get(year) if year is not None else None
    base = book.deflator.get(REAL_BASE_YEAR)
    return base / index if index and base else None


def gdp_share(book: RateBook, country: str | None, year: int | None, value_usd: float | None) -> float | None:
    """`value_usd` as a fraction of the country's GDP of that year; None where either is unknown."""
    if country is None or year is None or value_usd is None:
        return None
    gdp = book.gdp.get((country, year))
    return value_usd / gdp if gdp else None


def _whole_cents(value: float) -> float:
    return round(value, 2)  # more digits than cents would promise what a rate cannot keep
