"""A page opened as a reader reaches it, by its address, and the charts that it draws."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from etl.paths import ROOT
from pages.parts import panel, store
from pages.parts.page import Page
from pages.parts.panel import Chart


def run(data: Path, page: str, monkeypatch: pytest.MonkeyPatch, **params: str) -> AppTest:
    """The page after its first run, reached as a reader reaches it: the address first."""
    monkeypatch.setenv(store.ENVIRONMENT, str(data))
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    if page != "dashboard.py":
        app.switch_page(page)
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


def links(app: AppTest) -> list[tuple[str, dict[str, str]]]:
    """Every link of our own HTML: the path of its page, and the names in its address."""
    said = " ".join(element.proto.body for element in app.get("html"))
    parts = (urlsplit(unescape(found)) for found in re.findall(r'class="step" href="([^"]*)"', said))
    return [(part.path, dict(parse_qsl(part.query))) for part in parts]


def run_and_catch(
    data: Path, page: str, monkeypatch: pytest.MonkeyPatch, **params: str
) -> tuple[AppTest, list[tuple[Page, Chart, Any]]]:
    """The same with each chart that is drawn: the page as the chart sees it, the chart, and what a press on it does."""
    found: list[tuple[Page, Chart, Any]] = []
    show = panel.show

    def caught(page: Page, chart: Chart, press: Any = None, twin: str = "") -> None:
        found.append((page, chart, press))
        show(page, chart, press, twin)

    monkeypatch.setattr(panel, "show", caught)
    app = run(data, page, monkeypatch, **params)
    assert not app.exception, app.exception[0].message
    return app, found
