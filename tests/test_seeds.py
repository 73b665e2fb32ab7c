"""The five retold releases, from the text to the counted total: seven valued deals, three stocks, one turnover.

What is right is in tests/gold/releases/seed-*.json. TOTAL_OF_ALL is what adding every dollar gives, and
what no table may ever show.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from etl.build import Inputs, build
from etl.gather import read_files
from etl.paths import RELEASES
from etl.records import Figure

GOLD = sorted((Path(__file__).parent / "gold" / "releases").glob("seed-*.json"))
SEEDS = tuple(sorted(RELEASES.glob("seed-*.txt")))
TOTAL_OF_ALL = 156.25e9


def read_seed(path: Path) -> dict[int, Figure]:
    """What is read in a seed's text, by the first character of each amount."""
    ((_, reading, rejects),) = read_files([RELEASES / f"{path.stem}.txt"])
    assert rejects == []
    return {figure.char_start: figure for figure in reading.figures if figure.kind != "other"}


LABELLED = [
    pytest.param(path, label, id=f"{path.stem}: {label['quote']}")
    for path in GOLD
    for label in json.loads(path.read_text(encoding="utf-8"))["figures"]
]


@pytest.mark.parametrize(("path", "label"), LABELLED)
def test_each_amount_is_read_as_labelled(path: Path, label: dict[str, Any]) -> None:
    found = read_seed(path).get(label["start"])
    assert found, f"{label['quote']} is not read"
    said = (found.quote, found.currency, found.value_low, found.value_high, found.qualifier, found.kind)
    right = [label[name] for name in ("quote", "currency", "low", "high", "qualifier", "kind")]
    assert list(said) == right
    assert (found.status, found.sector, found.reference_year) == (
        label["status"],
        label["sector"],
        label["year"],
    )
    countries = [found.supplier_country, found.recipient_country]
    labelled = [label["supplier_country"], label["recipient_country"]]
    # Turnover has no direction.
    same = (
        sorted(map(str, countries)) == sorted(map(str, labelled))
        if found.kind == "trade_turnover"
        else countries == labelled
    )
    assert same, countries
    assert set(label["companies"]) <= set(found.companies)


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_nothing_else_is_read(path: Path) -> None:
    labelled = {figure["start"] for figure in json.loads(path.read_text(encoding="utf-8"))["figures"]}
    assert set(read_seed(path)) == labelled


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """A snapshot of the five seeds alone, as rows."""
    out = tmp_path_factory.mktemp("seeds")
    build(Inputs(SEEDS, (), None), out)
    folder = out / (out / "_CURRENT").read_text(encoding="utf-8").strip()
    names = ("documents", "deals", "totals", "figures", "rollup_flows", "rejects")
    return {name: pq.read_table(folder / f"{name}.parquet").to_pylist() for name in names}


def test_five_deals_are_counted(tables: dict[str, list[dict[str, Any]]]) -> None:
    counted = [deal for deal in tables["deals"] if deal["is_countable"]]
    assert sorted(deal["value_low"] for deal in counted) == [0.2e9, 1.1e9, 3e9, 4.2e9, 7e9]
    assert sum(deal["value_low_usd"] for deal in counted) == 15.5e9
    assert sum(deal["value_high_usd"] for deal in counted) == 17.5e9
    assert {deal["announced_year"] for deal in counted} == {2025}


def test_the_rest_is_listed_with_its_reason(tables: dict[str, list[dict[str, Any]]]) -> None:
    reasons = Counter(deal["countable_reason"] for deal in tables["deals"])
    assert reasons == {"ok": 5, "ceiling_only": 1, "below_firmness": 1, "no_amount": 4}


def test_totals_stay_claims(tables: dict[str, list[dict[str, Any]]]) -> None:
    claims = {
        (total["kind"], total["reference_year"], total["value_low"], total["value_high"])
        for total in tables["totals"]
    }
    assert claims == {
        ("investment_stock", 2022, 55e9, None),
        ("investment_stock", 2023, 62e9, None),
        ("investment_stock", 2023, 16e9, None),
        ("trade_turnover", 2022, 1.8e9, 1.8e9),
    }


def test_the_sum_of_every_dollar_is_nowhere(tables: dict[str, list[dict[str, Any]]]) -> None:
    assert sum(figure["value_high"] or figure["value_low"] for figure in tables["figures"]) == TOTAL_OF_ALL
    numbers = {
        value
        for rows in tables.values()
        for row in rows
        for value in row.values()
        if isinstance(value, float)
    }
    assert TOTAL_OF_ALL not in numbers
    assert (
        sum(row["value_low_usd"] for row in tables["rollup_flows"] if row["countable_reason"] == "ok")
        == 15.5e9
    )
