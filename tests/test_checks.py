"""Each promise of the data is broken on purpose once, and the check says which one it was."""

from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from etl.checks import find_changed_files, find_failures
from etl.schema import TABLES, arrow_schema
from tests.samples import sample_tables

Row = dict[str, Any]


def failures(**changed: pa.Table) -> list[str]:
    tables = {**sample_tables(), **changed}
    return list(find_failures(tables, tables["texts"].to_batches()))


def edited(name: str, edit: Callable[[list[Row]], object]) -> pa.Table:
    """A copy of a table after `edit` changed its rows."""
    rows = sample_tables()[name].to_pylist()
    edit(rows)
    return pa.Table.from_pylist(rows, arrow_schema(name))


def set_first(where: Callable[[Row], bool], **values: Any) -> Callable[[list[Row]], object]:
    return lambda rows: next(row for row in rows if where(row)).update(values)


def deal_ids() -> list[str]:
    return [str(name) for name in sample_tables()["deals"]["deal_id"].to_pylist()]


def test_an_honest_snapshot_passes() -> None:
    assert failures() == []


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("figures", set_first(lambda row: True, quote="$9"), "1: the quote"),
        ("figures", set_first(lambda row: True, char_start=3), "1: the quote"),
        ("texts", lambda rows: rows.pop(), "1: the quote"),
        ("figures", set_first(lambda row: row["qualifier"] == "exact", value_high=1.0), "2: in figures"),
        ("deals", set_first(lambda row: row["qualifier"] == "exact", value_low=None, value_high=None), "2: in deals"),
        ("deals", set_first(lambda row: row["qualifier"] == "up_to", value_low=1.0), "2: in deals"),
        ("totals", set_first(lambda row: True, qualifier="at_least"), "2: in totals"),
        ("totals", set_first(lambda row: True, qualifier="range"), "2: in totals"),
        ("deals", set_first(lambda row: row["countable_reason"] == "ceiling_only", countable_reason="ok", is_countable=True), "3: is_countable"),
        ("deals", set_first(lambda row: row["is_countable"], is_countable=False), "3: is_countable"),
        ("rollup_flows", set_first(lambda row: True, deal_count=7), "5: rollup_flows"),
        ("rollup_flows", lambda rows: rows.pop(), "5: rollup_flows"),
        ("rejects", lambda rows: rows.clear(), "6: a figure"),
        ("figures", set_first(lambda row: row["deal_id"] is not None, deal_id=None), "6: a figure"),
        ("deals", set_first(lambda row: True, deal_id="D?"), "keys: figures.deal_id"),
        ("documents", lambda rows: rows.append(rows[0]), "keys: documents.document_id is not unique"),
        ("figures", set_first(lambda row: True, kind="gift"), "vocabulary: figures.kind"),
        ("deals", set_first(lambda row: True, countable_reason="because"), "vocabulary: deals.countable_reason"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_broken_promise_is_named(name: str, edit: Callable[[list[Row]], object], expected: str) -> None:
    found = failures(**{name: edited(name, edit)})
    assert any(sentence.startswith(expected) for sentence in found), found


def test_a_circle_of_parts_is_named() -> None:
    def close_the_circle(rows: list[Row]) -> None:
        part = next(row for row in rows if row["relation"] == "part_of")
        rows.append({**part, "deal_id": part["related_deal_id"], "related_deal_id": part["deal_id"]})

    found = failures(deal_links=edited("deal_links", close_the_circle))
    assert any(sentence.startswith("4: part_of") for sentence in found), found


def test_a_long_chain_of_parts_is_no_circle() -> None:
    first = sample_tables()["deal_links"].to_pylist()[0]
    chain = [{**first, "deal_id": f"D{n}", "related_deal_id": f"D{n + 1}"} for n in range(5_000)]
    links = pa.Table.from_pylist(chain, arrow_schema("deal_links"))
    assert not any(sentence.startswith("4:") for sentence in failures(deal_links=links))


def test_a_missing_column_is_named_and_nothing_else_is_asked() -> None:
    found = failures(deals=sample_tables()["deals"].drop_columns(["sector"]))
    assert found == ["schema: deals differs from etl/schema.py in sector. Build again."]


def test_another_unit_is_another_schema() -> None:
    deals = sample_tables()["deals"]
    at = deals.schema.get_field_index("value_low_usd")
    field = deals.schema.field(at).with_metadata({"unit": "million US dollars"})
    changed = pa.Table.from_arrays(deals.columns, schema=deals.schema.set(at, field))
    assert failures(deals=changed) == [
        "schema: deals differs from etl/schema.py in value_low_usd. Build again."
    ]


def test_files_that_are_not_those_that_were_published_are_named() -> None:
    manifest = {
        "tables": {name: {"file": f"{name}.parquet", "sha256": "1"} for name in TABLES if name != "texts"}
    }
    sums = {f"{name}.parquet": "1" for name in TABLES} | {"deals.parquet": "2"}
    del sums["totals.parquet"]
    assert list(find_changed_files(manifest, sums.get)) == [
        "8: the manifest does not list table texts. Build again.",
        "7: deals.parquet is not the file that was published (its sha256 differs). Build again.",
        "8: totals.parquet is missing, so the snapshot is not whole. Build again.",
    ]


def test_a_sentence_counts_all_and_shows_three() -> None:
    def spoil(rows: list[Row]) -> None:
        for row in rows:
            row["quote"] = "?"

    (sentence,) = [one for one in failures(figures=edited("figures", spoil)) if one.startswith("1:")]
    count = len(sample_tables()["figures"])
    assert f": {count} times, first " in sentence
    assert sentence.count(":") <= 6


def test_deals_of_the_sample_are_what_the_other_tests_rely_on() -> None:
    reasons = sample_tables()["deals"]["countable_reason"].to_pylist()
    assert sorted(reasons) == ["ceiling_only", "ok", "ok", "umbrella_parent"]
    assert len(set(deal_ids())) == 4
