"""Shares of different countries' GDP have no sum: where a page would add them, it counts in dollars and says so."""

from pathlib import Path

import pytest

from pages.parts.criteria import Selection
from pages.parts.marks import Term, measure_of
from pages.parts.summary import share
from pages.parts.wording import wording
from tests.made_snapshot import write_snapshot
from tests.opened_page import run

COUNTRIES, SECTORS = "pages/2_Countries.py", "pages/1_Sectors.py"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("made"), 40)


@pytest.mark.parametrize(
    ("page", "params", "is_kept", "why"),
    [
        ("dashboard.py", {}, False, "a total over all recipients"),
        ("dashboard.py", {"recipient": "KAZ"}, True, "one recipient"),
        ("dashboard.py", {"recipient": "central-asia"}, False, "a group is several"),
        (COUNTRIES, {}, True, "each country of the map has its own share"),
        (COUNTRIES, {"side": "supplier"}, False, "a supplier's deals lie in several countries"),
        (COUNTRIES, {"side": "supplier", "recipient": "KAZ"}, True, "here in one"),
        (COUNTRIES, {"view": "flows"}, False, "a Sankey adds over recipients at suppliers and sectors"),
        (COUNTRIES, {"view": "flows", "recipient": "UZB"}, True, "with one recipient it may"),
        (COUNTRIES, {"view": "matrix", "side": "supplier"}, True, "each cell has one recipient"),
        (SECTORS, {"view": "compare", "recipient": "KAZ", "versus": "recipient:UZB"}, True, "each its own GDP"),
    ],
)  # fmt: skip
def test_shares_of_gdp_are_offered_where_one_recipient_is_meant(
    page: str, params: dict[str, str], is_kept: bool, why: str, made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = run(made, page, monkeypatch, unit="gdp", **params)
    assert not app.exception
    assert ("unit" in app.query_params) is is_kept, why
    assert bool([one for one in app.info if "GDP" in one.value]) is not is_kept, "it is said why"
    assert bool(app.get("plotly_chart")), "something is drawn in any case"


def test_a_comparison_with_a_group_by_shares_of_gdp_says_what_to_do(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"view": "compare", "recipient": "KAZ", "versus": "recipient:central-asia", "unit": "gdp"}
    app = run(made, SECTORS, monkeypatch, **asked)
    assert not app.exception and not app.get("plotly_chart")
    assert "choose a single country" in app.info[0].value


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0.012, 0.03, "1.2%-3%"), (0.05, None, "at least 5%"), (None, 0.09, "up to 9%"), (0.5, 0.5, "50%"),
     (None, None, "no amount")],
)  # fmt: skip
def test_a_share_keeps_its_open_ends(low: float | None, high: float | None, expected: str) -> None:
    assert share(wording("en"), low, high) == expected


def test_what_appears_over_a_mark_is_a_share_too() -> None:
    by = measure_of(wording("en"), Selection(unit="gdp"), 2024)
    told = by.hover(Term("KAZ", "Kazakhstan", 0.05, 0.07, 1, 2, 4, 2, 0.09))
    assert told == "<b>Kazakhstan</b><br>at least 5%<br>4 deals, 2 counted<br>besides 2 ceilings: up to 9%"
    unknown = by.hover(Term("KAZ", "Kazakhstan", 0, 0, 0, 0, 1, 1, 0.0))
    assert unknown.endswith("<br>1 ceiling"), "a ceiling without a GDP figure has no share"
