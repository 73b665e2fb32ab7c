"""Corrections: applied, listed, refused when the world moved, and alive after rebuilds and new documents."""

from datetime import date
from typing import Any

import pytest

from etl.assemble import to_tables
from etl.correct import to_correction
from etl.errors import CorrectionError
from etl.records import Correction, Gathered
from tests.deal_world import LOCOMOTIVES, gather, references, said

ORDER = ("2025-09-22", [said(4.2e9, **LOCOMOTIVES)])


def corrected(*documents: Any, **row: Any) -> dict[str, Any]:
    row = {
        "reason": "checked",
        "source": "https://example.org/1",
        "date": date(2026, 1, 2),
        "by": "A. Reader",
        **row,
    }
    return to_tables(gather(*documents, corrections=(Correction(**row),)), references())


def ids(gathered: Gathered) -> tuple[str, str]:
    tables = to_tables(gathered, references())
    return tables["deals"]["deal_id"][0].as_py(), tables["figures"]["figure_id"][0].as_py()


def test_a_figures_correction_reaches_everything_that_follows() -> None:
    _, figure = ids(gather(ORDER))
    (deal,) = corrected(ORDER, id=figure, column="value_low", old="4200000000", new="3.9e9")[
        "deals"
    ].to_pylist()
    assert (deal["value_low"], deal["value_high"], deal["qualifier"]) == (3.9e9, 4.2e9, "range")
    tables = corrected(ORDER, id=figure, column="status", old="contract", new="cancelled")
    (deal,) = tables["deals"].to_pylist()
    assert (deal["status"], deal["countable_reason"]) == ("cancelled", "cancelled_or_suspended")
    assert tables["status_history"]["status"].to_pylist() == ["cancelled"]
    assert tables["corrections_applied"].to_pylist()[0]["id"] == figure


@pytest.mark.parametrize(
    ("column", "old", "new", "reason"),
    [
        ("status", "contract", "suspended", "cancelled_or_suspended"),
        ("status", "contract", "mou", "below_firmness"),
        ("kind", "deal", "package", "package_not_itemised"),
        ("announced_year", "2025", "2024", "ok"),
        ("value_low", "4200000000", "", "ceiling_only"),
        ("sector", "rail", "", "ok"),
        ("title", "Wabtec → Kazakhstan Temir Zholy: 300 freight locomotives", "Locomotives", "ok"),
    ],
)
def test_a_deals_correction_is_counted_anew(column: str, old: str, new: str, reason: str) -> None:
    deal_id, _ = ids(gather(ORDER))
    tables = corrected(ORDER, id=deal_id, column=column, old=old, new=new)
    (deal,) = tables["deals"].to_pylist()
    assert ("" if deal[column] is None else str(deal[column]), deal["countable_reason"]) == (new, reason)
    (listed,) = tables["corrections_applied"].to_pylist()
    assert (listed["column"], listed["old"], listed["new"]) == (column, old or None, new or None)
    assert tables["rejects"].num_rows == 0


@pytest.mark.parametrize(
    ("change", "said_why"),
    [
        ({"old": "order"}, "'contract' stands there now"),
        ({"column": "deal_id"}, "cannot be corrected"),
        ({"column": "value_low", "old": "4200000000", "new": "5e9"}, "above the upper one"),
        ({"column": "value_low", "old": "4200000000", "new": "four"}, "no float"),
        ({"id": "D000000000000"}, "no deal of this id"),
        ({"id": "d0000000000000000:5"}, "no document states it"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_with_its_reason(
    change: dict[str, str], said_why: str
) -> None:
    deal_id, _ = ids(gather(ORDER))
    tables = corrected(
        ORDER, **{"id": deal_id, "column": "status", "old": "contract", "new": "mou", **change}
    )
    (reject,) = tables["rejects"].to_pylist()
    assert (reject["stage"], reject["reason"]) == ("correction", "bad_correction")
    assert said_why in reject["message"]
    assert tables["corrections_applied"].num_rows == 0
    assert tables["deals"]["status"].to_pylist() == ["contract"]


def test_a_correction_survives_a_new_document() -> None:
    deal_id, _ = ids(gather(ORDER))
    tables = corrected(ORDER, ("2025-10-25", [said(4.2e9, **LOCOMOTIVES)]), id=deal_id, column="subject", old="300 freight locomotives", new="300 Evolution locomotives")  # fmt: skip
    (deal,) = tables["deals"].to_pylist()
    assert (deal["subject"], deal["document_count"]) == ("300 Evolution locomotives", 2)


CODES = {"sector": {"rail", "aviation"}, "status": {"mou", "contract"}}


def wanted(column: str, new: str, name: str = "") -> Correction:
    tables = to_tables(gather(ORDER), references())
    name = name or tables["deals"]["deal_id"][0].as_py()
    return to_correction(
        tables, name, column, new, reason="r", source="s", day=date(2026, 1, 2), by="b", allowed=CODES
    )


def test_a_wish_takes_the_published_value_as_old() -> None:
    assert (wanted("status", "mou").old, wanted("value_low", "4e9").old) == ("contract", "4200000000")


@pytest.mark.parametrize(
    ("column", "new", "name", "why"),
    [
        ("status", "contract", "", "already"),
        ("status", "signed", "", "is no status"),
        ("sector", "trains", "", "Allowed: aviation, rail"),
        ("deal_id", "D1", "", "cannot be corrected"),
        ("announced_year", "soon", "", "no int"),
        ("status", "mou", "D000000000000", "no deal, figure or mention"),
    ],
)
def test_a_wish_that_cannot_be_applied_is_refused(column: str, new: str, name: str, why: str) -> None:
    with pytest.raises(CorrectionError, match=why):
        wanted(column, new, name)
