"""Re-announcements, packages, financing, cancellations: hand-made, each with the deals that they are."""

import math
import random
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.assemble import to_tables
from etl.counting import interval_sum
from etl.records import Gathered, Reading
from etl.structure import MOST_BESIDE, told_beside
from tests.deal_world import KAZ, LOCOMOTIVES, gather, references, said

BILLION = 1e9
PAIRS: list[tuple[str, bool, tuple[str | None, dict[str, Any]], tuple[str | None, dict[str, Any]]]] = [
    ("the same order two days later", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-24", said(4.2e9, **LOCOMOTIVES))),
    ("the buyer by its short name and legal form", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-24", said(4.2e9, **{**LOCOMOTIVES, "buyer": "JSC KTZ"}))),
    ("the buyer in Cyrillic", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-24", said(4.2e9, **{**LOCOMOTIVES, "buyer": "АО «Қазақстан темір жолы»"}))),
    ("a rounded amount, no buyer", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-22", said(4e9, **{**LOCOMOTIVES, "buyer": None}))),
    ("in tenge instead of dollars, by the rates of that year", True,
     ("2024-09-22", said(4.2e8, **LOCOMOTIVES)), ("2024-09-23", said(1.97e11, currency="KZT", **LOCOMOTIVES))),
    ("an undated copy", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), (None, said(4.2e9, year=2025, **LOCOMOTIVES))),
    ("more than 4 and exactly 4.2", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-23", said(4e9, qualifier="at_least", **LOCOMOTIVES))),
    ("a range that holds the number", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-23", said(3e9, 5e9, **LOCOMOTIVES))),
    ("the contract recalled without its amount", True,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-10-01", said(**LOCOMOTIVES))),
    ("another buyer in another country", False,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)),
     ("2025-09-24", said(4.2e9, **{**LOCOMOTIVES, "buyer": "Uzbekistan Railways", "recipient_country": "UZB"}))),
    ("another airline of the same country", False,
     ("2025-09-22", said(1e9, seller="Boeing", buyer="Air Astana", sector="aviation", subject="aircraft", **KAZ)),
     ("2025-09-22", said(1e9, seller="Boeing", buyer="SCAT", sector="aviation", subject="aircraft", **KAZ))),
    ("the same parties ten years later", False,
     ("2014-09-22", said(4.2e9, **LOCOMOTIVES)), ("2025-09-24", said(2.1e9, **LOCOMOTIVES))),
    ("an order with its options and without", True,
     ("2025-07-18", said(7e9, seller="Boeing", buyer="Gulf Air", sector="aviation", subject="12 787s, six options", supplier_country="USA", recipient_country="BHR")),
     ("2025-07-19", said(4.6e9, seller="Boeing", buyer="Gulf Air", sector="aviation", subject="up to 18 787s", supplier_country="USA", recipient_country="BHR"))),
    ("a firm that only its number tells from the other", False,
     ("2025-09-22", said(4.2e9, **{**LOCOMOTIVES, "seller": "Locomotive Trust 12", "buyer": None})),
     ("2025-09-24", said(4.2e9, **{**LOCOMOTIVES, "seller": "Locomotive Trust 15", "buyer": None, "subject": "rail cars"}))),
    ("a service contract of the same parties", False,
     ("2025-09-22", said(4.2e9, **LOCOMOTIVES)),
     ("2025-09-22", said(2.99e8, **{**LOCOMOTIVES, "subject": "rail service contract"}))),
    ("another plant of the same investor", False,
     ("2024-04-01", said(6.8e8, **{**LOCOMOTIVES, "sector": "power_renewables", "subject": "500 MW wind farm, Kungrad district"})),
     ("2024-04-01", said(4.0e8, **{**LOCOMOTIVES, "sector": "power_renewables", "subject": "300 MW wind farm, Gijduvan district"}))),
    ("another order of one maker, each with a buyer of its own that one paper calls a partner", False,
     ("2025-06-16", said(3.1e9, seller="Airbus;Skylane Leasing", sector="aviation", supplier_country="FRA")),
     ("2025-06-17", said(2.9e9, seller="Airbus", buyer="LOT Polish Airlines", sector="aviation", supplier_country="FRA"))),
    ("two countries' yearly packages", False,
     ("2025-05-30", said(4e9, kind="package", sector="multi", supplier_country="ITA", recipient_country="KAZ", status="agreement")),
     ("2025-05-30", said(3e9, kind="package", sector="multi", supplier_country="ITA", recipient_country="UZB", status="agreement"))),
]  # fmt: skip


def deals_of(gathered: Gathered) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = to_tables(gathered, references())["deals"].to_pylist()
    return rows


def counted(gathered: Gathered) -> tuple[float, float, int]:
    total = interval_sum(
        (d["value_low_usd"], d["value_high_usd"]) for d in deals_of(gathered) if d["is_countable"]
    )
    return total.low, total.reach, total.count


@pytest.mark.parametrize(("why", "is_one", "first", "second"), PAIRS, ids=[case[0] for case in PAIRS])
def test_two_reports(why: str, is_one: bool, first: tuple, second: tuple) -> None:
    deals = deals_of(gather((first[0], [first[1]]), (second[0], [second[1]])))
    assert len(deals) == (1 if is_one else 2)


@pytest.mark.parametrize(("sureness", "is_one"), [(0.95, True), (0.5, False)])
def test_a_party_that_is_hardly_likely_makes_no_two_reports_one(sureness: float, is_one: bool) -> None:
    """A company in common speaks for one deal as far as it is likely to take part in both."""
    found = gather(
        ("2025-09-22", [said(4.2e9, seller="Wabtec", sector="rail", **KAZ)]),
        ("2025-09-24", [said(4e9, seller="Wabtec", sector="rail", **KAZ)]),
    )
    first = next(iter(found.readings))
    read = found.readings[first].figures[0]
    unsure = replace(read, parties=tuple(replace(party, sureness=sureness) for party in read.parties))
    readings = {**found.readings, first: Reading((unsure,))}
    assert len(deals_of(replace(found, readings=readings))) == (1 if is_one else 2)


def test_two_papers_without_an_amount_in_one_document_stay_two() -> None:
    paper = said(
        status="mou",
        sector="multi",
        subject="strategic partnership",
        supplier_country="GBR",
        recipient_country="KAZ",
    )
    assert len(deals_of(gather(("2023-03-18", [paper, paper, paper])))) == 3


def test_a_list_is_told_apart_in_pairs_and_a_long_one_in_no_more_than_its_first() -> None:
    whole = said(90e6, kind="package")
    parts = [said(1e6 * n, relation="part_of", related=0) for n in range(1, 2_000)]
    assert len(told_beside(gather(("2023-03-18", [whole, *parts[:3]])))) == 3
    assert len(told_beside(gather(("2023-03-18", [whole, *parts])))) == math.comb(MOST_BESIDE, 2)


def test_a_merge_says_why_and_how_sure() -> None:
    tables = to_tables(
        gather(("2025-09-22", [said(4.2e9, **LOCOMOTIVES)]), ("2025-09-24", [said(4.2e9, **LOCOMOTIVES)])),
        references(),
    )
    (merge,) = tables["merges"].to_pylist()
    assert 0.5 < merge["score"] <= 1
    assert "same seller and buyer" in merge["why"] and "same amount" in merge["why"]


def test_a_doubtful_pair_is_listed_and_not_merged() -> None:
    first = said(1.1e9, **{**LOCOMOTIVES, "sector": "mining_minerals", "subject": "Akbulak rare earths"})
    second = said(1.1e9, **{**LOCOMOTIVES, "sector": "mining_minerals", "subject": "Kairakty tungsten mine"})
    tables = to_tables(gather(("2025-07-29", [first]), ("2025-11-07", [second])), references())
    assert tables["deals"].num_rows == 2
    (doubt,) = tables["review_pairs"].to_pylist()
    assert doubt["why"]


def test_what_a_list_says_comes_before_what_is_worked_out() -> None:
    unlike = (
        ("2014-05-29", [said(3e8, row="A1", **LOCOMOTIVES)]),
        ("2022-02-09", [said(9e9, row="A2", **KAZ)]),
    )
    assert len(deals_of(gather(*unlike))) == 2
    tables = to_tables(gather(*unlike, same_deal_as=(("A2", "A1"),)), references())
    assert tables["deals"].num_rows == 1
    assert "A2" in tables["merges"].to_pylist()[0]["why"]


def test_status_bounds_and_year_of_a_deal() -> None:
    """The firmest status, the newest bounds of that firmness, the year first announced; the rest conflicts."""
    (deal,) = deals_of(
        made := gather(
            ("2022-08-18", [said(2.4e9, **{**LOCOMOTIVES, "status": "mou"})]),
            ("2022-12-23", [said(2.5e9, **LOCOMOTIVES)]),
            ("2023-01-03", [said(2.6e9, **LOCOMOTIVES)]),
            ("2023-02-01", [said(2.4e9, **{**LOCOMOTIVES, "status": "announced"})]),
        )
    )
    assert (deal["status"], deal["value_low"], deal["announced_year"]) == ("contract", 2.6e9, 2022)
    tables = to_tables(made, references())
    history = [
        row["status"] for row in sorted(tables["status_history"].to_pylist(), key=lambda row: row["date"])
    ]
    assert history == ["mou", "contract", "contract", "announced"]
    assert {row["relation"] for row in tables["deal_links"].to_pylist()} == {"conflicts_with"}


@pytest.mark.parametrize(
    ("day", "value"),
    [("2022-03-04", 2.6e9), ("2019-03-04", 2.4e9), (None, 2.4e9)],  # said before the contract: no word on it
)
def test_an_amount_that_a_later_report_calls_the_old_one_is_out(day: str | None, value: float) -> None:
    """However firm the report was that stated it: a contract's price can be raised by a mere announcement."""
    announced = {**LOCOMOTIVES, "status": "announced"}
    amended = (day, [said(2.6e9, **announced), said(2.4e9, relation="restates", related=0, **announced)])
    (deal,) = deals_of(gather(("2021-03-03", [said(2.4e9, **LOCOMOTIVES)]), amended))
    assert (deal["status"], deal["value_low"]) == ("contract", value)


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ((("2016-10-03", "contract"), ("2020-01-09", "cancelled")), "cancelled"),
        ((("2016-10-03", "contract"), (None, "cancelled")), "cancelled"),
        ((("2016-10-03", "suspended"), ("2017-01-09", "contract")), "contract"),
        ((("2016-10-03", "mou"), ("2017-01-09", "announced")), "announced"),
        ((("2016-10-03", "contract"), ("2017-01-09", "mou")), "contract"),
    ],
)
def test_status_rises_and_ends_only_by_a_source(days: tuple, status: str) -> None:
    (deal,) = deals_of(
        gather(*((day, [said(2.5e9, **{**LOCOMOTIVES, "status": one, "year": 2016})]) for day, one in days))
    )
    assert deal["status"] == status
    assert deal["is_countable"] == (status in ("contract", "announced"))


PACKAGE = said(15e9, kind="package", status="agreement", sector="multi", **KAZ)
BOEING = said(
    7e9,
    seller="Boeing",
    buyer="Air Astana",
    sector="aviation",
    subject="787-9 aircraft",
    status="order",
    **KAZ,
)
DEERE = said(
    3e9,
    5e9,
    seller="John Deere",
    sector="agriculture",
    subject="agricultural machinery",
    status="announced",
    **KAZ,
)


def as_listed(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a list: a text tells the relations of its amounts itself."""
    return [{**row, "row": f"L-{number}"} for number, row in enumerate(rows)]


def test_a_package_beside_deals_of_a_text_that_does_not_say_so_holds_none_of_them() -> None:
    tables = to_tables(gather(("2025-11-07", [PACKAGE, BOEING, DEERE])), references())
    assert tables["deal_links"].num_rows == 0


def test_a_package_with_items_is_not_added_and_its_rest_is_shown() -> None:
    tables = to_tables(gather(("2025-11-07", as_listed(PACKAGE, BOEING, DEERE))), references())
    package = next(row for row in tables["deals"].to_pylist() if row["kind"] == "package")
    assert package["countable_reason"] == "umbrella_parent"
    assert (package["unexplained_low_usd"], package["unexplained_high_usd"]) == (3e9, 5e9)
    assert {row["relation"] for row in tables["deal_links"].to_pylist()} == {"part_of"}


def test_a_package_alone_is_not_added() -> None:
    (deal,) = deals_of(gather(("2025-11-07", [PACKAGE])))
    assert deal["countable_reason"] == "package_not_itemised"


def test_items_that_do_not_fit_are_no_items() -> None:
    tables = to_tables(
        gather(
            (
                "2025-11-07",
                [said(2e9, kind="package", status="agreement", sector="multi", **KAZ), BOEING, DEERE],
            )
        ),
        references(),
    )
    assert "part_of" not in {row["relation"] for row in tables["deal_links"].to_pylist()}


@pytest.mark.parametrize("is_stated", [True, False])
def test_a_loan_for_a_counted_project_is_linked_and_not_added(is_stated: bool) -> None:
    project = said(
        1.1e9,
        seller="Cove Capital",
        buyer="Tau-Ken Samruk",
        sector="mining_minerals",
        subject="Kairakty tungsten mine",
        status="agreement",
        **KAZ,
    )
    loan = said(
        9e8,
        seller="EXIM",
        buyer="Tau-Ken Samruk",
        sector="mining_minerals",
        subject="Kairakty tungsten loan",
        status="financing",
        **KAZ,
    )
    stated = {"relation": "finances", "related": 0} if is_stated else {}
    documents = (
        [("2025-11-06", [project, {**loan, **stated}])]
        if is_stated
        else [("2025-11-06", [project]), ("2025-11-20", [loan])]
    )
    tables = to_tables(gather(*documents), references())
    reasons = {row["value_low"]: row["countable_reason"] for row in tables["deals"].to_pylist()}
    assert reasons == {1.1e9: "ok", 9e8: "finances_other"}


def test_a_part_of_a_deal_is_inside_it() -> None:
    whole = said(
        3e8,
        seller="John Deere",
        buyer="AgromashHolding",
        sector="agriculture",
        subject="machinery supply",
        status="contract",
        **KAZ,
    )
    part = {**whole, "amount": 1.5e8, "subject": "harvesters, part of machinery contract"}
    reasons = {
        row["value_low"]: row["countable_reason"] for row in deals_of(gather(("2025-11-07", [whole, part])))
    }
    assert reasons == {3e8: "ok", 1.5e8: "restatement"}


TANKS = {"sector": "defence", "supplier_country": "KOR", "recipient_country": "POL", "buyer": "Polish Armament Agency", "status": "contract"}  # fmt: skip


def test_the_shares_of_two_sellers_are_not_added_to_what_both_sell() -> None:
    """One share is taken for a second wording of the whole; the other is still a part of it."""
    both = said(
        5.76e9, seller="Hyundai Rotem;Hanwha Defense", subject="180 K2 tanks and K9 howitzers", **TANKS
    )
    told = said(5.76e9, seller="Hyundai Rotem;Hanwha Defense", subject="180 K2 tanks", **TANKS)
    shares = [
        said(3.4e9, seller="Hyundai Rotem", subject="180 K2 tanks", **TANKS),
        said(2.4e9, seller="Hanwha Defense", subject="212 K9 howitzers", **TANKS),
    ]
    documents = (("2022-08-27", [told]), ("2022-08-26", shares), ("2022-08-28", [both]))
    reasons = {row["value_low"]: row["countable_reason"] for row in deals_of(gather(*documents))}
    assert (reasons[5.76e9], reasons[2.4e9]) == ("ok", "restatement")


@pytest.mark.parametrize(
    ("second", "reason"), [(14e9, "restatement"), (24e9, "ok")], ids=["fits into it", "is more than it"]
)
def test_money_that_has_come_is_part_of_the_agreement_under_which_it_comes(
    second: float, reason: str
) -> None:
    town = {"recipient_country": "EGY", "supplier_country": "ARE", "seller": "ADQ"}
    whole = said(35e9, sector="construction_realestate", subject="coastal town", status="agreement", **town)
    paid = said(second, sector="multi", status="delivering", **town)
    first = said(15e9, sector="multi", status="delivering", recipient_country="EGY")
    tables = to_tables(gather(("2024-05-15", as_listed(paid, first, whole))), references())
    reasons = {row["value_low"]: row["countable_reason"] for row in tables["deals"].to_pylist()}
    assert reasons == {35e9: "ok", second: reason, 15e9: reason}


def test_quantities_options_and_price_basis_are_kept() -> None:
    order = said(3.6e10, seller="Boeing", buyer="Pegasus", sector="aviation", subject="737-10 aircraft", status="order",
                 supplier_country="USA", recipient_country="TUR", quantity=200.0, quantity_unit="aircraft", firm=100.0, option=100.0, price_basis="list")  # fmt: skip
    (deal,) = deals_of(gather(("2024-12-19", [order])))
    assert (deal["quantity"], deal["firm_quantity"], deal["option_quantity"], deal["price_basis"]) == (
        200,
        100,
        100,
        "list",
    )


def test_a_deal_keeps_its_id_when_other_documents_come() -> None:
    first = ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)])
    (alone,) = deals_of(gather(first))
    more = deals_of(
        gather(first, ("2025-11-07", [PACKAGE, BOEING, DEERE]), ("2025-11-07", [said(4.1e9, **LOCOMOTIVES)]))
    )
    assert alone["deal_id"] in {deal["deal_id"] for deal in more}


@pytest.mark.parametrize("day", ["2025-09-01", "2025-10-30", None])
def test_a_deals_own_id_stays_when_it_is_reported_again_in_other_words(day: str | None) -> None:
    """Also in a new folder, where no snapshot before remembers it."""
    (alone,) = deals_of(gather(("2025-09-22", [said(4.2e9, **{**LOCOMOTIVES, "buyer": None})])))
    again = said(
        4e9, year=2025, **{**LOCOMOTIVES, "subject": "locomotives and their service", "buyer": "KTZ"}
    )
    (both,) = deals_of(
        gather(("2025-09-22", [said(4.2e9, **{**LOCOMOTIVES, "buyer": None})]), (day, [again]))
    )
    assert (both["deal_id"], both["document_count"]) == (alone["deal_id"], 2)


def test_later_reports_that_all_say_otherwise_leave_the_name_of_the_first() -> None:
    first = ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)])
    (alone,) = deals_of(gather(first))
    otherwise = {**LOCOMOTIVES, "seller": "Wabtec Kazakhstan", "sector": "manufacturing"}
    later = [(f"2025-10-{day:02d}", [said(4.2e9, **otherwise)]) for day in (2, 9, 16)]
    (together,) = deals_of(gather(first, *later))
    assert (together["deal_id"], together["document_count"]) == (alone["deal_id"], 4)


def test_an_earlier_report_of_other_content_leaves_the_known_id() -> None:
    known = gather(("2025-09-22", [said(4.2e9, **LOCOMOTIVES)]))
    (alone,) = to_tables(known, references())["figures"].to_pylist()
    both = (
        ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)]),
        ("2024-12-20", [said(4.2e9, **{**LOCOMOTIVES, "seller": "Wabtec Kazakhstan"})]),
    )
    (kept,) = deals_of(gather(*both, former_ids={alone["figure_id"]: alone["deal_id"]}))
    assert kept["deal_id"] == alone["deal_id"]


STORY = [
    ("2025-11-07", [PACKAGE, BOEING, DEERE, said(4.2e9, **LOCOMOTIVES)]),
    ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)]),
    ("2025-09-24", [said(4e9, qualifier="about", **{**LOCOMOTIVES, "buyer": None, "status": "announced"})]),
    ("2024-01-29", [said(3.2e8, seller="EIB", buyer="Development Bank of Kazakhstan", sector="finance", subject="credit line", status="financing", recipient_country="KAZ", currency="EUR")]),
    ("2022-09-20", [said(6e8, **{**LOCOMOTIVES, "subject": "150 battery shunters", "status": "mou"})]),
]  # fmt: skip


def _deal_of(tables: dict[str, pa.Table]) -> dict[str, str]:
    rows = [*tables["figures"].to_pylist(), *tables["mentions"].to_pylist()]
    return {row.get("figure_id") or row["mention_id"]: row["deal_id"] for row in rows if row["deal_id"]}


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(len(STORY))))
def test_in_whatever_order_documents_arrive_no_known_deal_is_renamed(order: list[int]) -> None:
    """Snapshot by snapshot: older papers turn up after newer ones, and speak otherwise."""
    known: dict[str, str] = {}
    for count in range(1, len(order) + 1):
        arrived = [STORY[number] for number in order[:count]]
        now = _deal_of(to_tables(gather(*arrived, former_ids=known), references()))
        for report, before in known.items():
            # Two known deals that become one keep one of their names; nothing known gets a new one.
            assert now[report] == before or (now[report] in known.values() and before not in now.values())
        known = now


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.integers(0, len(STORY) - 1), max_size=4))
def test_shuffling_repeating_and_splitting_never_change_the_total(
    order: random.Random, again: list[int]
) -> None:
    """Documents come in any order, some come again word for word at a later date, some in pieces."""
    expected = counted(gather(*STORY))
    documents = list(STORY)
    for number in again:
        day, rows = STORY[number]
        documents.append((f"{day[:4]}-12-28", rows) if order.random() < 0.5 else (day, rows[1:] or rows))
    unique = {repr(document): document for document in documents}
    shuffled = list(unique.values())
    order.shuffle(shuffled)
    assert counted(gather(*shuffled)) == expected


def test_a_package_over_existing_items_never_changes_the_total() -> None:
    expected = counted(gather(*STORY))
    for size in (12e9, 17e9, 60e9):
        umbrella = said(size, kind="package", status="agreement", sector="multi", **KAZ)
        listing = ("2025-11-10", [umbrella, BOEING, DEERE, said(4.2e9, **LOCOMOTIVES)])
        assert counted(gather(*STORY, listing)) == expected
        assert counted(gather(*STORY, ("2025-11-10", [umbrella]))) == expected


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_all_tables_are_the_same_in_any_order(order: random.Random) -> None:
    shuffled = list(STORY)
    order.shuffle(shuffled)
    first, second = (to_tables(gather(*documents), references()) for documents in (STORY, shuffled))
    assert all(first[name].equals(second[name]) for name in first)
