"""Tables from readings: what each promise of the schema rests on, and the total that pages will show."""

from typing import Any

import pytest

from etl import schema
from etl.account import explain
from etl.assemble import to_tables
from etl.checks import find_failures
from etl.counting import interval_sum
from etl.errors import SnapshotError
from etl.records import Reject
from tests.deal_world import KAZ, LOCOMOTIVES, gather, references, said
from tests.test_deals import BOEING, DEERE, PACKAGE, STORY

TURNOVER = said(1.8e9, kind="trade_turnover", year=2022, supplier_country="GBR", recipient_country="KAZ")
STOCK = said(62e9, kind="investment_stock", qualifier="at_least", **KAZ)


def test_every_table_keeps_its_schema_and_every_invariant_holds() -> None:
    tables = to_tables(
        gather(*STORY, ("2023-03-18", [TURNOVER, STOCK, said(5e8, kind="other")])), references()
    )
    assert tuple(tables) == tuple(schema.TABLES)
    assert all(tables[name].schema.equals(schema.arrow_schema(name), check_metadata=True) for name in tables)
    # Offsets of hand-made documents point at blanks, so quotes are left to the tests with real texts.
    assert [line for line in find_failures(tables, tables["texts"].to_batches()) if "quote" not in line] == []


def test_nothing_read_gives_empty_tables() -> None:
    tables = to_tables(gather(), references())
    assert {name: table.num_rows for name, table in tables.items()} == dict.fromkeys(schema.TABLES, 0)


def test_every_amount_is_in_exactly_one_place() -> None:
    tables = to_tables(gather(("2025-11-07", [BOEING, TURNOVER, said(5e8, kind="other")])), references())
    places = [(row["deal_id"], row["total_id"]) for row in tables["figures"].to_pylist()]
    assert sorted((deal is not None) + (total is not None) for deal, total in places) == [0, 1, 1]
    (reject,) = tables["rejects"].to_pylist()
    assert (reject["reason"], reject["stage"]) == ("other_money", "figure")


def test_rejects_of_the_readers_are_published() -> None:
    made = gather(
        ("2025-11-07", [BOEING]), rejects=(Reject("a.txt", "document", "empty", "a.txt: nothing in it"),) * 2
    )
    rows = to_tables(made, references())["rejects"].to_pylist()
    assert len({row["reject_id"] for row in rows}) == 2


def test_one_claim_however_often_it_is_repeated() -> None:
    tables = to_tables(
        gather(
            ("2023-02-28", [STOCK]),
            ("2023-03-14", [STOCK]),
            ("2022-05-20", [said(55e9, kind="investment_stock", qualifier="at_least", **KAZ)]),
            ("2023-03-18", [TURNOVER]),
            ("2024-03-14", [said(1.84e9, kind="trade_turnover", year=2022, supplier_country="KAZ", recipient_country="GBR")]),
            ("2024-03-14", [said(1.2e9, kind="trade_turnover", year=2023, supplier_country="GBR", recipient_country="KAZ")]),
        ),
        references(),
    )  # fmt: skip
    claims = {(row["kind"], row["reference_year"]): row for row in tables["totals"].to_pylist()}
    assert len(claims) == tables["totals"].num_rows == 4
    assert claims["investment_stock", 2023]["document_count"] == 2
    assert claims["investment_stock", 2022]["value_high"] is None
    assert all(row["comparability"] for row in claims.values())
    assert tables["deals"].num_rows == 0


def test_totals_of_one_year_in_two_currencies_and_apart_in_size() -> None:
    flow = {"kind": "investment_flow", "year": 2024, "recipient_country": "UZB"}
    tables = to_tables(
        gather(
            ("2025-01-17", [said(9.38e8, currency="EUR", **flow)]),
            ("2025-01-18", [said(1.01e9, **flow)]),
            ("2025-01-18", [said(2e9, **flow)]),
        ),
        references(),
    )
    assert sorted(tables["totals"]["document_count"].to_pylist()) == [1, 2]


@pytest.mark.parametrize(
    ("other", "is_one"),
    [
        ({"recipient_country": "KAZ"}, True),
        ({"supplier_country": "USA"}, True),
        ({"supplier_country": "KAZ"}, False),  # at the other end: money that runs the other way
        ({"recipient_country": "UZB"}, False),
        ({"recipient_country": "KAZ", "year": 2023}, False),
    ],
)
def test_a_claim_of_one_country_joins_the_same_number_of_two(other: dict[str, Any], is_one: bool) -> None:
    flow = {"kind": "investment_flow", "status": None}
    tables = to_tables(
        gather(
            ("2025-03-01", [said(3.2e9, **{**flow, "year": 2024, **KAZ})]),
            ("2025-04-01", [said(3.2e9, **{**flow, "year": 2024, **other})]),
        ),
        references(),
    )
    claims = tables["totals"].to_pylist()
    assert len(claims) == (1 if is_one else 2)
    if is_one:
        assert (claims[0]["supplier_country"], claims[0]["recipient_country"]) == ("USA", "KAZ")


def test_a_claim_of_one_country_that_fits_two_claims_joins_neither() -> None:
    flow = {"kind": "investment_flow", "status": None, "year": 2024, "recipient_country": "KAZ"}
    said_by = [
        ("2025-03-01", [said(3.2e9, supplier_country="USA", **flow)]),
        ("2025-04-01", [said(3.2e9, supplier_country="CHN", **flow)]),
        ("2025-05-01", [said(3.2e9, **flow)]),
    ]
    assert to_tables(gather(*said_by), references())["totals"].num_rows == 3


def test_a_rollup_adds_up_to_its_deals() -> None:
    tables = to_tables(gather(*STORY), references())
    flows = [row for row in tables["rollup_flows"].to_pylist() if row["countable_reason"] == "ok"]
    total = interval_sum(
        (d["value_low_usd"], d["value_high_usd"]) for d in tables["deals"].to_pylist() if d["is_countable"]
    )
    assert sum(row["value_low_usd"] for row in flows) == pytest.approx(total.low)
    assert sum(row["value_high_usd"] for row in flows) == pytest.approx(total.high)
    assert sum(row["deal_count"] for row in flows) == total.count


@pytest.mark.parametrize(
    ("row", "title"),
    [
        (BOEING, "Boeing → Air Astana: 787-9 aircraft"),
        (DEERE, "John Deere → Kazakhstan: agricultural machinery"),
        (PACKAGE, "United States → Kazakhstan: Several sectors"),
        (said(1e9, seller="Boeing"), "Boeing"),
        (said(1e9), "Deal between parties that are not stated"),
    ],
)
def test_titles(row: dict, title: str) -> None:
    assert to_tables(gather(("2025-11-07", [row])), references())["deals"]["title"].to_pylist() == [title]


def test_one_party_under_two_spellings_is_listed_once() -> None:
    tables = to_tables(
        gather(
            ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)]),
            ("2025-09-23", [said(4.2e9, **{**LOCOMOTIVES, "buyer": "KTZ"})]),
        ),
        references(),
    )
    assert tables["deal_parties"]["organisation"].to_pylist() == [
        "Wabtec",
        "Kazakhstan Temir Zholy",
    ] or sorted(tables["deal_parties"]["organisation"].to_pylist()) == ["Kazakhstan Temir Zholy", "Wabtec"]


def test_the_whole_story_of_a_deal() -> None:
    made = gather(
        ("2025-09-22", [said(3.9e9, **{**LOCOMOTIVES, "status": "mou"})]),
        ("2025-09-24", [said(4.2e9, **LOCOMOTIVES)]),
    )
    tables = to_tables(made, references())
    deal_id = tables["deals"]["deal_id"][0].as_py()
    story = "\n".join(explain(tables, deal_id))
    for part in (
        "Wabtec → Kazakhstan Temir Zholy",
        "ok: it is counted",
        "USD 4,200,000,000",
        "same_currency",
        "Reports (2 documents)",
        "sentence 0",
        "Status: mou (2025-09-22), contract (2025-09-24)",
        "same seller and buyer",
        "another amount inside the deal: 3900000000 here, 4200000000",
    ):
        assert part in story
    assert "\n".join(explain(tables, tables["figures"]["figure_id"][1].as_py())) == story


def test_a_story_that_is_not_there() -> None:
    with pytest.raises(SnapshotError, match="No deal 'D1'"):
        list(explain(to_tables(gather(("2025-11-07", [BOEING])), references()), "D1"))
