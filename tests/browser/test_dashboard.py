"""What only a browser shows: deep links, the address, downloads, clicks, keyboard, the network cut.

The first test opens a link with filters on a server that nobody has used yet: keep it first.
"""

import csv
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Reader, tab

pytestmark = pytest.mark.browser

PATHS = (
    "/",
    "/Sectors",
    "/Countries",
    "/Years",
    "/Deals",
    "/Totals",
    "/Read_a_release",
    "/Data_quality",
    "/Method",
)
VIEWS = (
    "/Sectors?view=areas",
    "/Sectors?view=firmness",
    "/Sectors?view=years",
    "/Countries?view=flows",
    "/Countries?view=matrix",
    "/Years?view=cumulative",
    "/Years?view=months",
    "/?chart=nope",
)
SERIOUS = ("serious", "critical")


def result(reader: Reader) -> str:
    return reader.page.locator("p.result").first.inner_text()


def names_of_bars(reader: Reader) -> list[str]:
    return reader.page.locator(".js-plotly-plot .annotation-text").all_inner_texts()


def test_a_deep_link_is_the_first_request_to_a_fresh_server(reader: Reader) -> None:
    reader.open("/Sectors?sector=rail&years=2023-")
    assert reader.page.locator("h1").inner_text().startswith("Sectors")
    assert reader.page.get_by_role("link", name="Sector: Rail").is_visible()
    assert re.search(r"\d+ deals?\.", result(reader))
    assert len(names_of_bars(reader)) == 1
    assert "sector=rail" in reader.page.url and "years=2023-" in reader.page.url


def test_choosing_a_sector_changes_chart_and_address_and_survives_pages_and_back(reader: Reader) -> None:
    reader.open("/")
    whole = result(reader)
    drawn = reader.page.locator(".st-key-chart_largest .main-svg").first.inner_html()
    reader.filter_by("Rail")
    rail = reader.until_words("p.result", other_than=whole)
    assert reader.page.locator(".st-key-chart_largest .main-svg").first.inner_html() != drawn
    reader.page.get_by_role("link", name="Years", exact=True).click()
    reader.page.wait_for_url("**/Years**")
    reader.until_asked("sector=rail")
    reader.until_words("p.result", same_as=rail)
    reader.page.get_by_role("link", name="Overview", exact=True).click()
    reader.page.wait_for_url(lambda url: "Years" not in url)
    reader.until_words("p.result", same_as=rail)
    reader.page.go_back()
    reader.page.wait_for_url("**/Years**")
    reader.until_words("p.result", same_as=rail)
    reader.reset()
    reader.until_asked(without=("sector",))
    reader.until_words("p.result", same_as=whole)
    assert reader.errors == []


def test_back_takes_one_step_to_the_selection_before(reader: Reader) -> None:
    reader.open("/Sectors?sector=rail")
    rail = result(reader)
    reader.page.get_by_role("link", name="Sector: Rail").click()
    reader.until_asked(without=("sector",))
    reader.until_words("p.result", other_than=rail)
    reader.page.go_back()
    reader.until_asked("sector=rail")
    reader.until_words("p.result", same_as=rail)


def test_a_page_says_its_language_to_a_screen_reader(reader: Reader) -> None:
    for path, language in (("/Years?lang=ru", "ru"), ("/Years?lang=en", "en")):
        reader.open(path)
        reader.page.wait_for_function("now => document.documentElement.lang === now", arg=language)


def test_a_bad_value_is_left_out_with_a_notice(reader: Reader) -> None:
    reader.open("/Years?sector=rail,teleportation")
    assert "teleportation" in reader.page.locator("[data-testid=stAlert]").first.inner_text()
    reader.page.wait_for_url(re.compile(r"sector=rail(?!,)"))


def save(reader: Reader, press: Any, folder: Path) -> Path:
    with reader.page.expect_download(timeout=30_000) as coming:
        press()
    download = coming.value
    target = folder / download.suggested_filename
    download.save_as(target)
    return target


def test_png_and_svg_are_drawn_by_the_browser_with_title_filters_and_source(
    reader: Reader, tmp_path: Path
) -> None:
    reader.open("/Sectors?sector=rail")
    tools = reader.page.locator(".st-key-tools_sectors")
    png = save(reader, lambda: tools.get_by_text("PNG", exact=True).click(), tmp_path)
    content = png.read_bytes()
    assert content.startswith(b"\x89PNG") and len(content) > 20_000
    assert png.name.startswith("deals_sectors") and "rail" in png.name
    assert int.from_bytes(content[16:20], "big") == 2200  # twice the picture's width
    # From the keyboard, as somebody without a mouse saves it.
    tools.get_by_text("SVG", exact=True).focus()
    svg = save(reader, lambda: reader.page.keyboard.press("Enter"), tmp_path)
    words = " ".join(re.findall(r">([^<>]+)<", svg.read_text(encoding="utf-8")))
    for part in ("Announced deals", "Sector: Rail", "snapshot", "Counted"):
        assert part in words, part
    # The page's own chart is left as it was.
    assert "snapshot" not in " ".join(reader.page.locator(".js-plotly-plot text").all_text_contents())


def test_csv_holds_the_rows_that_its_button_counts(reader: Reader, tmp_path: Path) -> None:
    reader.open("/Sectors")
    button = reader.page.locator(".st-key-tools_sectors").get_by_role("button", name=re.compile("^CSV"))
    count = int(re.findall(r"\d+", button.inner_text())[0])
    path = save(reader, button.click, tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert len(rows) == count == len(names_of_bars(reader))
    assert {"Sector", "Deals", "Counted deals"} <= set(rows[0])


def test_the_table_view_replaces_the_chart(reader: Reader) -> None:
    reader.open("/Sectors")
    reader.page.locator(".st-key-tools_sectors").get_by_text("Show as table").click()
    reader.page.locator("[data-testid=stDataFrame]").first.wait_for()
    reader.until_asked("table=sectors")
    assert reader.page.locator(".st-key-chart_sectors .js-plotly-plot").count() == 0


def test_a_click_on_a_bar_filters_and_so_does_its_twin(reader: Reader) -> None:
    reader.open("/Sectors")
    reader.page.locator(".st-key-chart_sectors .bars .point path").first.click(force=True)
    reader.until_asked("sector=")
    (sector,) = re.findall("^Sector: (.+) ×$", reader.page.locator(".chips a").first.inner_text())
    clicked = reader.page.url
    reader.reset()
    reader.until_asked(without=("sector=",))
    # The twin, from the keyboard alone: whichever bar was hit, its name.
    reader.page.get_by_text("Show only one sector").focus()
    reader.page.keyboard.press("Enter")
    reader.page.locator(".twin").get_by_role("link", name=sector, exact=True).press("Enter")
    reader.until_asked("sector=")
    assert reader.page.url == clicked


def test_a_deal_opens_with_its_sentence_marked_and_its_source_linked(reader: Reader) -> None:
    reader.open("/Deals?q=Wabtec Kazakhstan locomotives")
    reader.page.get_by_role("combobox", name="Open one of these deals").click()
    reader.page.get_by_role("option", name=re.compile("Wabtec")).first.click()
    reader.until_asked("deal=")
    reader.page.locator(".text mark").first.wait_for()
    assert reader.page.locator("a[href^=http]").count() > 0
    reader.page.get_by_role("button", name="Back to the list").click()
    reader.until_asked(without=("deal=",))


@pytest.mark.parametrize("path", [*PATHS, *VIEWS])
def test_every_page_needs_no_other_host_and_says_no_error(path: str, reader: Reader) -> None:
    reader.open(path)
    assert reader.page.locator("h1").count() == 1
    assert reader.page.locator("[data-testid=stException]").count() == 0
    assert reader.foreign == []
    assert reader.errors == []


def test_the_map_is_drawn_with_the_network_cut(reader: Reader) -> None:
    reader.open("/Countries")
    assert reader.page.locator(".choroplethlayer path").count() > 20
    assert reader.page.locator(".scattergeo path").count() > 5
    assert reader.foreign == []


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_shows_every_page_without_sideways_scrolling(path: str, phone: Reader) -> None:
    phone.open(path)
    widths = phone.page.evaluate(
        "() => [document.querySelector('.stMain').scrollWidth, document.querySelector('.stMain').clientWidth]"
    )
    assert widths[0] <= widths[1] + 1
    assert phone.errors == []


def test_on_a_phone_every_choice_of_a_row_has_all_its_edges(phone: Reader) -> None:
    phone.open("/Sectors")
    edges = phone.page.evaluate(
        """() => [...document.querySelectorAll('.stButtonGroup [role=radio]')].map(button => {
            const style = getComputedStyle(button);
            return ['Top', 'Right', 'Bottom', 'Left'].map(side =>
                style[`border${side}Width`] === '1px' && !/, 0\\)$/.test(style[`border${side}Color`])); })"""
    )
    assert len(edges) > 8 and all(all(sides) for sides in edges)


def violations(reader: Reader) -> dict[str, str]:
    found = Axe().run(reader.page).response["violations"]
    return {
        one["id"]: f"{one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found
        if one["impact"] in SERIOUS
    }


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_in_the_light(path: str, reader: Reader) -> None:
    reader.open(path)
    assert violations(reader) == {}


# What only some selections or a narrow screen bring about: a filter as a tag, a chart that is moved, nothing found.
ELSEWHERE = (
    *VIEWS,
    "/Sectors?view=compare&recipient=KAZ&versus=recipient:UZB",
    "/Totals?pair=GBR-KAZ&view=trade",
    "/Deals?q=Wabtec",
    "/Deals?deal=Dnope",
    "/?sector=rail&supplier=arg",
)


@pytest.mark.parametrize("path", ELSEWHERE)
def test_axe_finds_nothing_serious_on_a_dark_phone(path: str, chromium: Browser, address: str) -> None:
    for reader in tab(chromium, address, 390, "dark"):
        reader.open(path)
        assert violations(reader) == {}


# What a press brings about: all formats of a chart, all of a page, what was refused, a deal's own view.
PRESSED = (
    ("/Sectors", "[class*=st-key-more_] label"),
    ("/Years", ".st-key-export_page_on label"),
    ("/Read_a_release", "details summary"),
    ("/Deals?order=largest", ".dealcards a"),
)


@pytest.mark.parametrize(("path", "pressed"), PRESSED)
def test_axe_finds_nothing_serious_behind_a_press(path: str, pressed: str, phone: Reader) -> None:
    phone.open(path)
    phone.page.locator(pressed).first.click()
    phone.page.wait_for_timeout(1_000)  # code is coloured late
    phone.settle()
    assert violations(phone) == {}


def test_axe_finds_nothing_serious_in_a_pasted_text(phone: Reader) -> None:
    phone.open("/Read_a_release")
    phone.page.locator("textarea").first.fill("Peru bought trams from Chile for $5 million.")
    phone.page.keyboard.press("Control+Enter")
    phone.page.locator(".text mark", has_text="$5 million").wait_for()
    phone.settle()
    assert violations(phone) == {}


@pytest.mark.parametrize("path", PATHS)
def test_headings_go_down_one_step_at_a_time(path: str, reader: Reader) -> None:
    reader.open(path)
    levels = [int(name[1]) for name in reader.page.evaluate(
        "() => [...document.querySelectorAll('.stMain h1, .stMain h2, .stMain h3, .stMain h4')].map(h => h.tagName)"
    )]  # fmt: skip
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_serious_in_the_dark(path: str, dark_reader: Reader) -> None:
    dark_reader.open(path)
    assert violations(dark_reader) == {}
