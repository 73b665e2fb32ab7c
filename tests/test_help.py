"""Whatever switches or chooses something has a help text beside it, on every page and in every view, in both languages."""

from pathlib import Path

import pytest

from pages.parts import store
from pages.parts.criteria import Selection
from tests.made_snapshot import write_snapshot
from tests.opened_page import run

SWITCHES = (
    "button_group",
    "selectbox",
    "multiselect",
    "radio",
    "checkbox",
    "toggle",
    "slider",
    "select_slider",
)
# Page, what its address says, and the switches that are turned on before anybody looks.
VIEWS = [
    ("dashboard.py", {}, ("more_largest", "export_page_on")),
    *(("pages/1_Sectors.py", {"view": view}, ()) for view in ("bars", "areas", "firmness", "years")),
    ("pages/1_Sectors.py", {"view": "compare"}, ()),
    ("pages/1_Sectors.py", {"view": "compare", "versus": "years:2021-2022"}, ()),
    *(("pages/2_Countries.py", {"view": view}, ()) for view in ("map", "flows", "matrix")),
    *(("pages/3_Years.py", {"view": view}, ()) for view in ("bars", "cumulative", "months")),
    ("pages/4_Deals.py", {}, ()),
    ("pages/4_Deals.py", {"deal": "FIRST"}, ("cite_deal",)),
    ("pages/5_Totals.py", {}, ()),
    ("pages/5_Totals.py", {"part": "packages"}, ()),
    ("pages/6_Read_a_release.py", {}, ("correct_on_0",)),
    *(
        ("pages/7_Data_quality.py", {"view": view}, ())
        for view in ("dropped", "origins", "reader", "manifest")
    ),
    ("pages/8_Method.py", {}, ()),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("made"), 40)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    ("page", "params", "turned"),
    VIEWS,
    ids=[f"{page} {'&'.join(params.values())}" for page, params, _ in VIEWS],
)
def test_every_switch_says_what_it_does(
    page: str,
    params: dict[str, str],
    turned: tuple[str, ...],
    language: str,
    made: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(store.ENVIRONMENT, str(made))
    if "deal" in params:
        first = store.open_store().listed(Selection(), "value", 1)[0]["deal_id"]
        params = {"deal": first}
    app = run(made, page, monkeypatch, lang=language, **params)
    for key in turned:
        app.toggle(key=key).set_value(True).run()
    assert not app.exception, app.exception[0].message
    found = [(kind, element.proto) for kind in SWITCHES for element in app.get(kind)]
    assert len(found) >= 7
    assert [(kind, proto.label) for kind, proto in found if not proto.help] == []
