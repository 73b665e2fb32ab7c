"""What a reader takes along from a running server, in a real browser: the same command as `make run`."""

import csv
import io
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from etl.paths import ROOT
from pages.parts.browsers import UNDISTURBED, find_browser
from pages.parts.store import ENVIRONMENT
from tests.made_snapshot import write_snapshot

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_browser() is None, reason="No Chrome or Chromium on this machine."),
]
IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
Save = Callable[[str], Path]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A fresh server over the made snapshot; its first visitor comes by a deep link."""
    folder = write_snapshot(tmp_path_factory.mktemp("made"), 60)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            "dashboard.py",
            "--server.port",
            str(port),
            "--server.address",
            "127.0.0.1",
        ],
        cwd=ROOT,
        env={**os.environ, ENVIRONMENT: str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.25)
        yield address
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def page(server: str) -> "Iterator[playwright.Page]":
    with playwright.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=find_browser(), args=list(UNDISTURBED))
        page = browser.new_page(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
        page.set_default_timeout(60_000)
        yield page
        browser.close()


def visit(page: "playwright.Page", address: str) -> None:
    page.goto(address)
    page.wait_for_selector(".js-plotly-plot .main-svg", state="attached")
    settle(page)


def settle(page: "playwright.Page") -> None:
    page.wait_for_selector(IDLE)
    page.wait_for_timeout(500)


def saved(page: "playwright.Page", folder: Path, press: "playwright.Locator") -> Path:
    with page.expect_download() as download:
        press.click()
    target = folder / download.value.suggested_filename
    download.value.save_as(target)
    return target


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def test_a_chart_is_taken_along_by_ordinary_buttons(
    server: str, page: "playwright.Page", tmp_path: Path
) -> None:
    visit(page, f"{server}/Sectors?sector=rail")
    page.locator(".st-key-more_sectors label").click()
    settle(page)
    box = page.locator(".st-key-export_sectors")
    names = box.locator("[data-testid=stDownloadButton] button").all_inner_texts()
    assert [name for name in names if "12 rows" in name] == [
        f"{form}, 12 rows" for form in ("CSV", "XLSX", "Parquet", "JSON")
    ]

    rows = saved(page, tmp_path, box.get_by_role("button", name="CSV, 12 rows"))
    assert rows.name == "deals_sectors-sectors-deals_rail_made-0001.csv"
    assert rows.read_text(encoding="utf-8") == get(f"{server}/data/deals.csv?sector=rail"), (
        "the page and the address agree"
    )

    bundle = saved(page, tmp_path, box.get_by_role("button", name="Zip with chart"))
    with zipfile.ZipFile(bundle) as archive:
        assert {"README.md", "CITATION.cff", "sectors.html", "sectors.csv", "deals.parquet"} <= set(
            archive.namelist()
        )
        assert "Sector: Rail" in archive.read("README.md").decode()
        assert f"{server}/Sectors?sector=rail" in archive.read("README.md").decode()
        if "sectors.svg" in archive.namelist():  # where the server can draw
            drawn = archive.read("sectors.svg").decode()
            assert "made-0001" in drawn
            assert "Publisher" in drawn


def test_the_readers_own_browser_draws_png_in_two_sizes(
    server: str, page: "playwright.Page", tmp_path: Path
) -> None:
    visit(page, f"{server}/Sectors")
    buttons = page.locator(".st-key-tools_sectors .pictures button")
    pictures = [Image.open(saved(page, tmp_path, buttons.nth(place))) for place in (0, 1)]
    (wide, high), (width, height) = pictures[0].size, pictures[1].size
    assert (wide, high) == (2 * width, 2 * height)


def test_every_download_works_by_keyboard(server: str, page: "playwright.Page", tmp_path: Path) -> None:
    visit(page, f"{server}/?sector=rail")
    page.locator(".st-key-export_page_on input").focus()
    page.keyboard.press("Space")
    settle(page)
    button = page.locator(".st-key-row_behind_ button").first
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    target = tmp_path / "rows.csv"
    download.value.save_as(target)
    assert len(list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))) == 12


def test_an_embedded_chart_stands_alone_with_its_source(server: str, page: "playwright.Page") -> None:
    visit(page, f"{server}/Sectors?sector=rail&chart=sectors&embed=true")
    assert page.locator(".js-plotly-plot").count() == 1
    assert page.locator(".chartsource").inner_text().count("made-0001") == 1
    assert (
        page.locator("[data-testid=stSidebar]").count() == 0
        or not page.locator("[data-testid=stSidebar]").is_visible()
    )
    assert page.locator("h1").count() == 1


def test_a_shared_link_has_its_title_before_any_script_runs(server: str) -> None:
    html = get(f"{server}/Sectors?sector=rail")
    assert 'property="og:title"' in html
    assert "12 deals" in html


def test_a_deep_link_leaves_nothing_in_the_console(server: str, page: "playwright.Page") -> None:
    said: list[str] = []

    def hear(message: "playwright.ConsoleMessage") -> None:
        if message.type == "error":
            said.append(message.text)

    page.on("console", hear)
    visit(page, f"{server}/Countries?recipient=KAZ")
    page.remove_listener("console", hear)
    assert said == []
