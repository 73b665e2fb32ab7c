"""Pictures, stand-alone pages and reports, drawn by the browser that the machine has and read by other tools."""

import io
import time
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from pages.parts import browsers, chart_html, images, report
from pages.parts.about import About, Source
from pages.parts.images import NoBrowserError
from pages.parts.wording import wording

needs_browser = pytest.mark.skipif(images.why_not() is not None, reason=images.why_not() or "")
BAR = {
    "data": [
        {
            "type": "bar",
            "orientation": "h",
            "x": [4.2, 3],
            "y": ["Wabtec", "Ёлка & <b>"],
            "marker": {"color": "#0b6e69"},
        }
    ],
    "layout": {
        "title": {"text": "Announced deals"},
        "font": {"family": "Inter"},
        "width": 700,
        "height": 400,
    },
}
MAP = {
    "data": [
        {
            "type": "choropleth",
            "locations": ["KAZ"],
            "z": [1],
            "colorscale": [[0, "#0b6e69"], [1, "#0b6e69"]],
            "showscale": False,
        }
    ],
    "layout": {"geo": {"projection": {"type": "natural earth"}}},
}
ABOUT = About(
    page="overview",
    title="Announced deals, USA to Kazakhstan",
    snapshot="s-1",
    accessed=date(2026, 11, 22),
    filters=(("Sector", "Rail"),),
    query="sector=rail",
    rule="Counted: announced or firmer.",
    result="2 deals. 1 counted: $4.2 bn.",
    link="http://localhost:8501/?sector=rail",
    sources=(Source("Publisher & Co", "Title", "https://example.org/a", date(2025, 9, 22)),),
)


@pytest.fixture(scope="module", autouse=True)
def _one_browser() -> Any:
    yield
    images.close()


@needs_browser
@pytest.mark.parametrize("scale", [1, 2])
def test_png_has_the_size_that_was_asked_for(scale: int) -> None:
    picture = Image.open(io.BytesIO(images.draw(BAR, "png", 700, 400, scale)))
    assert picture.size == (700 * scale, 400 * scale)
    assert (11, 110, 105) in {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}


@needs_browser
def test_svg_holds_the_words_and_draws_the_same_in_a_browser() -> None:
    svg = images.draw(BAR, "svg", 700, 400).decode()
    assert "Announced deals" in svg
    assert "Ёлка" in svg
    assert "<script" not in svg


@needs_browser
def test_a_map_is_drawn_without_a_network() -> None:
    picture = Image.open(io.BytesIO(images.draw(MAP, "png", 800, 500))).convert("RGB")
    colours = {colour: count for count, colour in picture.getcolors(1 << 20) or []}
    assert colours.get((11, 110, 105), 0) > 300, "Kazakhstan is filled"


@needs_browser
@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
@pytest.mark.parametrize("figure", [BAR, MAP], ids=["bars", "map"])
def test_two_drawings_are_the_same_bytes(figure: dict[str, Any], form: str) -> None:
    first = images.draw(figure, form, 600, 400)
    time.sleep(1.1)  # a clock in the bytes would have moved on
    assert images.draw(figure, form, 600, 400) == first


@needs_browser
def test_a_browser_that_died_is_started_again() -> None:
    images.draw(BAR, "png", 300, 200)
    painter = images._painter
    assert painter is not None
    painter.close()
    assert images.draw(BAR, "png", 300, 200)


def words(pdf: bytes) -> str:
    """All text of a PDF."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(
            "\n".join(document[n].get_textpage().get_text_range() for n in range(len(document))).split()
        )
    finally:
        document.close()


@needs_browser
def test_a_pdf_is_text_not_a_photograph() -> None:
    assert "Wabtec" in words(images.draw(BAR, "pdf", 700, 400))


def made_report(language: str = "en") -> bytes:
    deals = [
        report.Deal("Wabtec → KTZ", "22 Sep 2025", "Rail", "Contract", "$4.2 billion", "counted", "It costs $5 and <script>alert(1)</script>.", "P", "https://example.org/a"),
        report.Deal("Forum", "1 Jan 2025", "Rail", "Talks", "up to $3.7 billion", "Ceiling only", "", "P", ""),
    ]  # fmt: skip
    return report.to_html(
        wording(language),
        ABOUT,
        [report.Metric("Counted value", "$4.2 bn", "1 deal")],
        [report.Chart("The largest", "Wabtec leads.", BAR), report.Chart("Where", "Kazakhstan.", MAP)],
        deals,
        [{"Why not": "Ceiling only", "Deals": 1, "Amount": "up to $3.7 bn"}],
        "22 September 2025",
        2,
    )


@needs_browser
def test_the_printed_report_holds_everything_that_a_minister_asks_for() -> None:
    printed = report.to_pdf(made_report())
    text = words(printed)
    for expected in (
        ABOUT.title, "Sector: Rail", ABOUT.result, "$4.2 bn", "up to $3.7 billion", "Wabtec leads.", "What is not counted",
        "It costs $5 and <script>alert(1)</script>.", "How it was counted", "How to cite", "Publisher & Co", "https://example.org/a", "s-1",
    ):  # fmt: skip
        assert expected in text, expected
    assert printed == report.to_pdf(made_report())
    assert b"https://cdn" not in printed


def test_a_report_speaks_russian() -> None:
    html = made_report("ru").decode()
    assert '<html lang="ru">' in html
    assert "Что не учтено" in html


def test_a_text_in_a_report_is_never_code() -> None:
    html = made_report().decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_without_a_browser_a_sentence_says_what_works_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere")
    browsers.find_browser.cache_clear()
    try:
        with pytest.raises(NoBrowserError, match="your own browser draws them"):
            images.draw(BAR, "pdf")
        with pytest.raises(NoBrowserError, match="PNG and SVG work"):
            report.to_pdf(made_report())
    finally:
        browsers.find_browser.cache_clear()


@needs_browser
@pytest.mark.browser
def test_a_chart_file_opens_offline_with_nothing_in_the_console(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "chart.html"
    path.write_bytes(
        chart_html.to_html(
            MAP, ABOUT, "Kazakhstan </script><script>alert(1)</script>", [{"a": "=x", "v": 1.5}]
        )
    )
    said: list[str] = []
    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=browsers.find_browser(), args=list(browsers.UNDISTURBED)
        )
        page = browser.new_context(offline=True).new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append("a text was run as code"))
        page.goto(path.as_uri())
        page.wait_for_selector(".choroplethlayer path", state="attached")
        assert page.locator(".choroplethlayer path").count() == 1
        assert page.locator("h1").inner_text() == ABOUT.title
        browser.close()
    assert said == []
