"""What a build says it changed, against the snapshot before."""

from etl.account import find_changes
from etl.assemble import to_tables
from tests.deal_world import LOCOMOTIVES, gather, references, said
from tests.test_deals import BOEING, DEERE

ORDER = ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)])


def changes(before: tuple, after: tuple, **more: object) -> str:
    first = to_tables(gather(*before), references())
    former = {
        row[key]: row["deal_id"]
        for table, key in (("figures", "figure_id"), ("mentions", "mention_id"))
        for row in first[table].to_pylist()
    }
    return "\n".join(find_changes(first, to_tables(gather(*after, former_ids=former, **more), references())))


def test_nothing_changed() -> None:
    assert changes((ORDER,), (ORDER,)) == "The counted total did not move."


def test_a_repeat_changes_documents_and_no_total() -> None:
    said_so = changes((ORDER,), (ORDER, ("2025-10-25", [said(4.2e9, **LOCOMOTIVES)])))
    assert "1 changed:" in said_so and "(document_count)" in said_so
    assert said_so.endswith("The counted total did not move.")


def test_new_and_gone_deals_move_the_total() -> None:
    said_so = changes((ORDER,), (("2025-11-07", [BOEING, DEERE]),))
    assert "2 new:" in said_so and "1 gone:" in said_so
    assert (
        "moved from US$ 4,200,000,000 to 4,200,000,000 to US$ 10,000,000,000 to 12,000,000,000, by:"
        in said_so
    )
    assert "+7,000,000,000 to +7,000,000,000  Boeing → Air Astana" in said_so
    assert "-4,200,000,000" in said_so


def test_merged_and_split_deals_are_named() -> None:
    apart = (
        ("2014-05-29", [said(3e8, row="A1", **LOCOMOTIVES)]),
        ("2022-02-09", [said(9e9, row="A2", **LOCOMOTIVES)]),
    )
    merged = changes(apart, apart, same_deal_as=(("A1", "A2"),))
    assert "1 merged:" in merged and "0 gone" not in merged
    joined = to_tables(gather(*apart, same_deal_as=(("A1", "A2"),)), references())
    split = "\n".join(find_changes(joined, to_tables(gather(*apart), references())))
    assert "1 split:" in split
