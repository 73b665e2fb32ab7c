"""The counting rule case by case, and the arithmetic of intervals."""

import csv
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl import schema
from etl.counting import Countable, IntervalSum, countable_reason, countable_reasons, interval_sum

with (Path(__file__).parent / "cases" / "counting.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))


def bound(text: str) -> float | None:
    return float(text) if text else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_each_reason(case: dict[str, str]) -> None:
    deal = Countable(
        case["kind"],
        case["status"] or None,
        int(case["firmness"]),
        bound(case["value_low"]),
        bound(case["value_high"]),
        bool(case["has_items"]),
        bool(case["finances_counted"]),
        bool(case["is_restatement"]),
        float(case["confidence"]),
    )
    assert countable_reason(deal) == case["reason"]


def test_every_reason_of_the_schema_has_an_example() -> None:
    assert {case["reason"] for case in CASES} == set(schema.COUNTABLE_REASONS)


def test_the_first_cause_in_the_schemas_order_is_named() -> None:
    """A deal to which every cause applies loses them one by one, in the published order."""
    everything = {
        "kind": "package",
        "status": "cancelled",
        "firmness": 0,
        "value_low": None,
        "value_high": None,
        "has_items": True,
        "finances_counted": True,
        "is_restatement": True,
        "confidence": 0.0,
    }
    cures = [
        {"value_high": 1.0},
        {"value_low": 1.0},
        {"status": "contract"},
        {"firmness": 3},
        {"has_items": False},
        {"kind": "deal"},
        {"finances_counted": False},
        {"is_restatement": False},
        {"confidence": 1.0},
    ]
    named = [countable_reason(Countable(**everything))]
    for cure in cures:
        everything |= cure
        named.append(countable_reason(Countable(**everything)))
    assert tuple(named) == schema.COUNTABLE_REASONS


ends = st.none() | st.floats(0, 1e12)
pairs = st.tuples(ends, ends).map(
    lambda pair: pair if None in pair or pair[0] <= pair[1] else (pair[1], pair[0])
)


@given(st.lists(pairs, max_size=30), st.integers())
def test_the_sum_does_not_depend_on_the_order(bounds: list[tuple], seed: int) -> None:
    shuffled = bounds[:]
    random.Random(seed).shuffle(shuffled)
    assert interval_sum(shuffled) == interval_sum(bounds)


@given(st.lists(pairs, max_size=30))
def test_an_interval_never_ends_below_its_beginning(bounds: list[tuple]) -> None:
    total = interval_sum(bounds)
    assert total.low <= total.reach * (1 + 1e-12)
    assert total.count == len(bounds)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ([], IntervalSum()),
        ([(3.0, 5.0), (7.0, 7.0)], IntervalSum(10.0, 12.0, 2)),
        ([(None, 3.7)], IntervalSum(0.0, 3.7, 1, 1, 0)),
        ([(8.0, None), (1.0, 1.0)], IntervalSum(9.0, 1.0, 2, 0, 1, 8.0)),
        ([(None, None)], IntervalSum(0.0, 0.0, 1, 1, 1)),
    ],
)
def test_interval_sum(bounds: list[tuple], expected: IntervalSum) -> None:
    assert interval_sum(bounds) == expected
    assert IntervalSum() + interval_sum(bounds) == expected


def deal(
    kind: str = "deal", status: str = "contract", firmness: int = 3, low: float | None = 1e9
) -> Countable:
    return Countable(kind, status, firmness, low, 1e9)


UNSURE = replace(deal(), confidence=0.1)

LINKED = [
    ("items stand for their package", {"p": deal("package"), "a": deal()}, [("a", "p", "part_of")], "p"),
    ("a part of a counted deal is inside it", {"a": deal(), "b": deal()}, [("b", "a", "part_of")], "b"),
    ("a part of a ceiling stands for itself", {"a": deal(low=None), "b": deal()}, [("b", "a", "part_of")], "a"),
    ("a loan for a counted project", {"a": deal(), "l": deal()}, [("l", "a", "finances")], "l"),
    ("a tranche of a loan for a counted project", {"a": deal(), "l": deal(), "t": deal()}, [("l", "a", "finances"), ("t", "l", "part_of")], "lt"),
    ("the items of a package of loans for a counted project", {"a": deal(), "p": deal("package"), "t": deal()}, [("p", "a", "finances"), ("t", "p", "part_of")], "pt"),
    ("a tranche of a loan for a memorandum", {"m": deal("deal", "mou", 1), "l": deal(), "t": deal()}, [("l", "m", "finances"), ("t", "l", "part_of")], "mt"),
    ("a loan for a memorandum", {"m": deal("deal", "mou", 1), "l": deal()}, [("l", "m", "finances")], "m"),
    ("a loan for the older wording of a counted project", {"a": deal(), "b": deal(), "l": deal()}, [("b", "a", "restates"), ("l", "b", "finances")], "bl"),
    ("an unsure project counts where money for it is surely lent", {"a": UNSURE, "l": deal()}, [("l", "a", "finances")], "l"),
    ("an unsure part is left out", {"a": UNSURE, "b": deal()}, [("a", "b", "part_of")], "a"),
    ("the later wording is left out", {"a": deal(), "b": deal()}, [("b", "a", "restates")], "b"),
    ("the replaced one is left out", {"a": deal(), "b": deal()}, [("b", "a", "replaces")], "a"),
    ("an extension is money of its own", {"a": deal(), "b": deal()}, [("b", "a", "extends")], ""),
    ("of two that restate each other one stays", {"a": deal(), "b": deal()}, [("a", "b", "restates"), ("b", "a", "restates")], "a"),
    ("a conflict inside a deal changes nothing", {"a": deal()}, [("a", "a", "conflicts_with")], ""),
]  # fmt: skip


@pytest.mark.parametrize(("why", "deals", "links", "left_out"), LINKED, ids=[case[0] for case in LINKED])
def test_links_between_deals(why: str, deals: dict, links: list, left_out: str) -> None:
    reasons = countable_reasons(deals, links)
    assert {name for name, reason in reasons.items() if reason != "ok"} == set(left_out)
    assert countable_reasons(deals, links[::-1]) == reasons
