"""Each page as a picture: wide, light, in English; on a phone, dark, in Russian. Compared with the one that is kept.

The data are made up and never change, the font is our own, so that only a change of the pages shows. After a
wanted change look at the pictures in test-results/looks, then keep the new ones:

    DEALSCOPE_KEEP_LOOKS=1 python -m pytest tests/browser/test_looks.py
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser

from etl.paths import ROOT
from pages.parts import store
from tests.browser import likeness
from tests.browser.conftest import Reader, serving, tab
from tests.made_snapshot import write_snapshot

pytestmark = pytest.mark.browser

KEPT, RESULTS = Path(__file__).parent / "looks", ROOT / "test-results" / "looks"
KEEP = "DEALSCOPE_KEEP_LOOKS"
HEIGHT = 1504  # pixels of the page that are looked at
PAGES = {
    "overview": "/",
    "sectors": "/Sectors",
    "countries": "/Countries",
    "years": "/Years",
    "deals": "/Deals",
    "deal": "/Deals?deal=deal-0000005",
    "totals": "/Totals?pair=KAZ-USA",
    "read": "/Read_a_release",
    "quality": "/Data_quality",
    "method": "/Method",
}
SCREENS: dict[str, tuple[int, Literal["light", "dark"], str]] = {
    "wide": (1400, "light", "en"),
    "phone": (390, "dark", "ru"),
}
# What may change without a change of the pages: addresses and dates in citations, what the rules read in the sample.
STILL = """[data-testid=stCode] { visibility: hidden; } .facts { height: 20rem; overflow: hidden; visibility: hidden; }
[data-testid=stDataFrame] canvas { visibility: hidden; } .text mark { background: none; }"""
# Ways in which pages break: each must be seen, or the pictures would keep nothing.
BROKEN = {
    "cards stand below each other": ".cards { grid-template-columns: 1fr !important; }",
    "the chart is gone": ".js-plotly-plot { visibility: hidden; }",
    "letters are too large": ".stMain p, .stMain label, .stMain li { font-size: 1.3rem !important; }",
    "everything moved by half a line": ".stMainBlockContainer { padding-top: 3rem !important; }",
    "the filters are gone": "[data-testid=stSidebar] { display: none; }",
    "a chart of the framework's own blue": ".bars path { fill: #0068c9 !important; }",
}
OUR_STYLE = "[...document.querySelectorAll('style')].filter(s => s.textContent.includes('.cards {'))"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of made-up data."""
    data = write_snapshot(tmp_path_factory.mktemp("made"), 60)
    with serving({store.ENVIRONMENT: str(data)}) as address:
        yield address


@pytest.fixture(scope="module", params=SCREENS)
def screen(request: pytest.FixtureRequest, chromium: Browser, made: str) -> Iterator[tuple[str, Reader]]:
    """One tab for all pages of a screen, with its name."""
    width, scheme, _ = SCREENS[request.param]
    for reader in tab(chromium, made, width, scheme, HEIGHT):
        yield request.param, reader


def looks(reader: Reader, path: str, language: str) -> Image.Image:
    """The page as it is drawn, once its fonts are there and nothing moves."""
    reader.open(f"{path}{'&' if '?' in path else '?'}lang={language}")
    reader.page.add_style_tag(content=STILL)
    reader.page.evaluate("() => document.fonts.ready.then(() => true)")
    return photograph(reader)


def photograph(reader: Reader) -> Image.Image:
    """What stands on the screen when nothing moves any more."""
    reader.settle()
    shot = reader.page.screenshot(animations="disabled", caret="hide")
    return Image.open(io.BytesIO(shot)).convert("RGB")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_as_it_did(name: str, screen: tuple[str, Reader]) -> None:
    size, reader = screen
    seen, path = looks(reader, PAGES[name], SCREENS[size][2]), KEPT / f"{name}_{size}.webp"
    if os.environ.get(KEEP):
        likeness.keep(seen, path)
    assert path.exists(), f"There is no picture of this page yet. Keep one with {KEEP}=1."
    kept = Image.open(path)
    marked = likeness.differences(seen, kept)
    found = likeness.share(marked)
    shown = RESULTS / f"{path.stem}.png"
    if found > likeness.ALLOWED:
        likeness.save_comparison(seen, kept, marked, shown)
    assert found <= likeness.ALLOWED, (
        f"{found:.1%} of {PAGES[name]} ({size}) looks different; {likeness.ALLOWED:.1%} may. Expected, seen and "
        f"where they differ: {shown}. If it is meant to look so: {KEEP}=1 python -m pytest {Path(__file__).name}"
    )


def test_a_broken_page_is_seen(chromium: Browser, made: str) -> None:
    kept, found = Image.open(KEPT / "overview_wide.webp"), {}
    width, scheme, language = SCREENS["wide"]
    for reader in tab(chromium, made, width, scheme, HEIGHT):
        looks(reader, "/", language)
        for how, style in BROKEN.items():
            added = reader.page.add_style_tag(content=style)
            found[how] = likeness.share(likeness.differences(photograph(reader), kept))
            added.evaluate("element => element.remove()")
        assert likeness.share(likeness.differences(photograph(reader), kept)) <= likeness.ALLOWED, (
            "mended again"
        )
        assert reader.page.evaluate(f"() => {OUR_STYLE}.map(s => s.remove()).length") == 1
        found["the style sheet is gone"] = likeness.share(likeness.differences(photograph(reader), kept))
    assert {how: f"{share:.1%}" for how, share in found.items() if share < 2 * likeness.ALLOWED} == {}


def test_the_letters_are_our_own(screen: tuple[str, Reader]) -> None:
    _, reader = screen
    reader.open("/")
    reader.page.evaluate("() => document.fonts.ready.then(() => true)")
    loaded = reader.page.evaluate(
        "() => [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert "Inter" in " ".join(loaded)
    assert reader.foreign == []


def test_the_kept_pictures_are_small_and_all_in_use() -> None:
    files = sorted(KEPT.glob("*.webp"))
    assert {path.stem for path in files} == {f"{name}_{size}" for name in PAGES for size in SCREENS}
    assert sum(path.stat().st_size for path in files) < 1_000_000
