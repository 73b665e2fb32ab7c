"""A press on a mark, on a row and a link of the list below: every chart of deals has all three, and they agree."""

from pathlib import Path

import pytest

from pages.parts import selection, short_names
from pages.parts.menu import PATHS
from pages.parts.page import OPENED
from tests.made_snapshot import write_snapshot
from tests.opened_page import links, run_and_catch

# Page, what its address says, what its marks are, and the names that a press on one sets.
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


@pytest.mark.parametrize(("page", "params", "mark", "names"), VIEWS, ids=IDS)
def test_every_row_has_a_key_and_the_list_does_what_a_press_does(
    page: str, params: dict[str, str], mark: str, names: set[str], made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, drawn = run_and_catch(made, page, monkeypatch, **params)
    assert drawn
    for _, chart, press in drawn:
        assert press is not None and len(chart.keys) == chart.table.num_rows, chart.name
    assert all(key for _, chart, _ in drawn if chart.name != "package" for key in chart.keys)
    seen, chart, press = drawn[0 if mark == "claim" else -1]
    here = PATHS[seen.name] or "./"
    offered = [asked for path, asked in links(app) if path == here and set(asked) == names | set(params)]
    pressed: list[dict[str, str]] = []
    monkeypatch.setattr(selection, "change", lambda chosen: pressed.append(short_names.to_params(chosen)))
    monkeypatch.setattr(selection, "change_extra", lambda name, value: pressed.append({name: value}))
    for key in chart.keys:
        press.do(key)
        assert params | pressed[-1] in offered, key


def test_pressing_a_deal_opens_it_on_its_page(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, drawn = run_and_catch(made, "dashboard.py", monkeypatch)
    _, chart, _ = next(one for one in drawn if one[1].name == "largest")
    assert [("Deals", {"deal": key}) for key in chart.keys] == [
        (path, asked) for path, asked in links(app) if set(asked) == {"deal"}
    ]
    app.session_state[OPENED] = chart.keys[0]
    app.run()
    assert not app.exception
    assert any("dealtitle" in element.proto.body for element in app.get("html"))
