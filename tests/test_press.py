"""A press on a mark, on a row and in the list for the keyboard: every chart of deals has all three, and they agree."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from etl.paths import ROOT
from pages.parts import store
from tests.made_snapshot import write_snapshot
from tests.opened_page import run_and_catch

# Page, what its address says, the list for the keyboard, and the names that a choice in it sets.
VIEWS = [
    ("dashboard.py", {}, "year", {"years"}),
    ("pages/1_Sectors.py", {}, "sector", {"sector"}),
    ("pages/1_Sectors.py", {"view": "firmness"}, "sector", {"sector"}),
    ("pages/1_Sectors.py", {"view": "years"}, "sector", {"sector"}),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "recipient:UZB"}, "sector", {"sector"}),
    ("pages/2_Countries.py", {}, "country", {"recipient"}),
    ("pages/2_Countries.py", {"side": "supplier"}, "country", {"supplier"}),
    ("pages/2_Countries.py", {"view": "flows"}, "flow", {"supplier", "sector", "recipient"}),
    ("pages/2_Countries.py", {"view": "matrix"}, "flow", {"supplier", "recipient"}),
    ("pages/3_Years.py", {}, "year", {"years"}),
    ("pages/3_Years.py", {"split": "firmness"}, "year", {"years"}),
    ("pages/3_Years.py", {"view": "cumulative"}, "year", {"years"}),
    ("pages/3_Years.py", {"view": "months"}, "year", {"years"}),
    ("pages/5_Totals.py", {}, "claim", {"claim"}),
]
IDS = [f"{page} {'&'.join(params.values())}" for page, params, _, _ in VIEWS]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("made"), 60)


@pytest.mark.parametrize(("page", "params", "twin", "names"), VIEWS, ids=IDS)
def test_every_row_has_a_key_and_the_list_does_what_a_press_does(
    page: str, params: dict[str, str], twin: str, names: set[str], made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, drawn = run_and_catch(made, page, monkeypatch, **params)
    assert drawn
    for _, chart, press in drawn:
        assert press is not None and len(chart.keys) == chart.table.num_rows, chart.name
    assert all(key for _, chart, _ in drawn if chart.name != "package" for key in chart.keys)
    key = drawn[0 if twin == "claim" else -1][1].keys[0]
    app.selectbox(key=f"twin_{twin}").set_value(key[:4] if twin == "year" else key).run()
    assert not app.exception, app.exception[0].message
    assert set(app.query_params) == names | set(params)


def test_pressing_a_deal_opens_it_on_its_page(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.ENVIRONMENT, str(made))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    deal_id = store.open_store().listed(app.session_state["selection"], "value", 1, ("ok",))[0]["deal_id"]
    app.selectbox(key="twin_largest").set_value(deal_id).run()
    assert not app.exception
    assert any("dealtitle" in element.proto.body for element in app.get("html"))
