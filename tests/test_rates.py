"""Conversions against the numbers of their sources, and every way in which there is no rate."""

from datetime import date

import pytest

from etl.rates import convert, find_rate, find_rates, gdp_share, real_factor
from etl.schema import REAL_BASE_YEAR
from tests.deal_world import references

RATES = [
    # currency, day, year, units for one dollar, day of the rate, basis, why
    ("USD", date(2025, 11, 7), 2025, 1.0, date(2025, 11, 7), "same_currency", "dollars are dollars"),
    ("EUR", date(2024, 1, 2), None, 1 / 1.0956, date(2024, 1, 2), "ecb_daily", "ECB fixing of 2 January 2024: 1.0956"),
    ("EUR", date(2024, 1, 7), None, 1 / 1.0921, date(2024, 1, 5), "ecb_daily", "Sunday: the fixing of Friday"),
    ("KRW", date(2024, 6, 14), None, 1480.8 / 1.0686, date(2024, 6, 14), "ecb_daily", "a cross rate of two fixings"),
    ("EUR", None, 2024, 0.924127858, date(2024, 12, 31), "yearly_average", "only the year is known"),
    ("KZT", date(2024, 5, 5), None, 468.9625, date(2024, 12, 31), "yearly_average", "the ECB quotes no tenge"),
    ("SAR", date(2024, 4, 1), None, 3.75, date(2024, 4, 1), "peg", "a peg holds on the day"),
    ("AED", None, 2024, 3.6725, date(2024, 12, 31), "peg", "a peg holds in the year"),
    ("RUB", date(2022, 2, 20), None, None, date(2022, 2, 18), "ecb_daily", "the last weeks of the ECB's rouble"),
    ("RUB", date(2022, 3, 20), None, 68.48494167, date(2022, 12, 31), "yearly_average", "no ECB rouble after 1 March 2022"),
    ("RUB", date(2025, 3, 20), None, None, None, "no_rate", "no full year of roubles was found for 2025"),
    ("UZS", None, 2011, None, None, "no_rate", "a gap stays a gap"),
    ("KZT", date(2026, 3, 1), None, None, None, "no_rate", "a year that is not over has no average"),
    ("XXX", date(2024, 5, 5), None, None, None, "no_rate", "a currency that nobody quotes"),
    ("JPY", None, None, None, None, "no_date", "neither day nor year"),
    ("SEK", None, 2024, 10.5659, date(2024, 12, 31), "yearly_average", "mean of the year's fixings, no row in the table"),
    ("SEK", None, 2026, None, None, "no_rate", "half a year of fixings is no year"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("currency", "day", "year", "units", "of", "basis", "why"), RATES, ids=[r[-1] for r in RATES]
)
def test_find_rate(
    currency: str,
    day: date | None,
    year: int | None,
    units: float | None,
    of: date | None,
    basis: str,
    why: str,
) -> None:
    found = find_rate(references().rates, currency, day, year)
    assert (found.basis, found.day) == (basis, of)
    if units is not None:
        assert found.units_per_usd == pytest.approx(units, rel=2e-4)
    assert (found.units_per_usd is None) == (basis in ("no_rate", "no_date"))


def test_a_sum_without_a_day_is_compared_at_every_rate_there_was() -> None:
    book = references().rates
    least, most = find_rates(book, "KZT", None, None)
    assert least is not None and most is not None
    assert least < find_rate(book, "KZT", None, 2015).units_per_usd < most
    assert find_rates(book, "KZT", None, 2015) == (find_rate(book, "KZT", None, 2015).units_per_usd,) * 2
    assert find_rates(book, "USD", None, None) == (1.0, 1.0)
    assert find_rates(book, "XAU", None, None) == (None, None)


def test_both_bounds_at_one_rate_and_a_missing_one_stays_missing() -> None:
    found = convert(references().rates, "KZT", 4.689625e11, None, None, 2024)
    assert (found.value_low_usd, found.value_high_usd) == (1e9, None)
    assert (found.value_low_usd_real, found.value_high_usd_real) == (1e9, None)  # 2024 is the base year


def test_real_dollars_by_the_deflator() -> None:
    """GDP deflator, 2017=100: 2010 89.629, 2024 125.422."""
    book = references().rates
    assert real_factor(book, REAL_BASE_YEAR) == 1
    assert real_factor(book, 2010) == pytest.approx(125.422 / 89.629)
    assert real_factor(book, 2026) is None
    later = convert(book, "USD", 1e9, 1e9, date(2026, 2, 2), 2026)
    assert (later.value_low_usd, later.value_low_usd_real) == (1e9, None)


def test_no_rate_gives_no_number() -> None:
    found = convert(references().rates, "RUB", 1e12, 1e12, date(2025, 3, 20), 2025)
    assert (found.value_low_usd, found.fx_rate, found.fx_basis) == (None, None, "no_rate")
    assert convert(references().rates, None, None, None, date(2025, 3, 20), 2025).fx_basis == "no_amount"


def test_share_of_gdp() -> None:
    book = references().rates
    assert gdp_share(book, "KAZ", 2022, book.gdp["KAZ", 2022] / 10) == pytest.approx(0.1)
    for country, year, value in (
        (None, 2022, 1.0),
        ("KAZ", None, 1.0),
        ("KAZ", 2022, None),
        ("TWN", 2022, 1.0),
    ):
        assert gdp_share(book, country, year, value) is None
