"""Without a mouse: every task of a reader is done with Tab, letters, Enter, Space and arrows alone."""

import csv
import io
import re
from itertools import pairwise
from pathlib import Path

import pytest

from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

FAR = 120  # no page has more stops before its end
PATHS = ("/", "/Sectors", "/Countries", "/Years", "/Totals?pair=KAZ-USA", "/Data_quality", "/Method")
NAME = """() => { const e = document.activeElement;
    return e.getAttribute('aria-label') || e.closest('label')?.innerText || e.innerText || ''; }"""
# Stops that a reader can see, with their place; a list is its whole frame, not the field in it.
PLACE = """() => { const e = document.activeElement, main = document.querySelector('.stMain');
    const seen = e.closest('label, [role=group], [data-testid=stDataFrame]') || e;
    const box = seen.getBoundingClientRect();
    return main.contains(e) && e !== main ? [box.top + main.scrollTop, box.left, box.bottom + main.scrollTop] : null; }"""
SHOWN = """() => { let e = document.activeElement;
    for (let up = 0; e && up < 7; up += 1, e = e.parentElement) {
        for (const part of [e, ...e.children]) {
            const style = getComputedStyle(part);
            if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) return true;
            if (style.boxShadow !== 'none') return true;
        }
    }
    return false; }"""


def go_to(reader: Reader, name: str) -> None:
    """Press Tab until the thing of this name has the focus."""
    met = []
    for _ in range(FAR):
        reader.page.keyboard.press("Tab")
        met.append(" ".join(reader.page.evaluate(NAME).split()))
        if re.match(name, met[-1]):
            return
    raise AssertionError(f"Tab never came to {name!r}. It met: {met}")


def press(reader: Reader, *keys: str) -> None:
    for key in keys:
        reader.page.keyboard.press(key)
    reader.settle()


def choose(reader: Reader, name: str, words: str) -> None:
    """Go to the list of this name and take the option that begins with these words."""
    go_to(reader, name)
    reader.take(re.compile(f"^{name}"), words)


def test_filter_look_at_the_table_and_take_the_csv(reader: Reader, tmp_path: Path) -> None:
    reader.open("/Sectors")
    choose(reader, "Sector$", "Rail")
    press(reader, "Escape")
    reader.until_asked("sector=rail")
    go_to(reader, "Show as table")
    press(reader, "Space")
    reader.page.locator("[data-testid=stDataFrame]").first.wait_for()
    reader.until_asked("table=sectors")
    go_to(reader, r"CSV, 1 row$")
    with reader.page.expect_download() as coming:
        reader.page.keyboard.press("Enter")
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    (row,) = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    assert row["Sector"] == "Rail" and int(row["Deals"]) > 0
    assert reader.errors == []


def test_open_a_deal_read_its_sentence_and_come_back(reader: Reader) -> None:
    reader.open("/?sector=rail")
    go_to(reader, "Open one of these deals")
    press(reader, "Enter")
    go_to(reader, "Wabtec")
    press(reader, "Enter")
    reader.until_asked("deal=")
    reader.page.locator(".text mark").first.wait_for()
    go_to(reader, "Back to the list")
    press(reader, "Enter")
    reader.until_asked("sector=rail", without=("deal=",))
    go_to(reader, "Sector: Rail")  # the chip drops its filter
    press(reader, "Enter")
    reader.until_asked(without=("sector=",))


def test_switch_measure_view_and_page(reader: Reader) -> None:
    reader.open("/Countries")
    go_to(reader, "Lower bounds")
    press(reader, "ArrowRight", "Enter")
    reader.until_asked("bounds=upper")
    go_to(reader, "Map")
    press(reader, "ArrowRight", "Enter")
    reader.until_asked("view=flows")
    go_to(reader, "Skip to main content")
    go_to(reader, "Years")
    press(reader, "Enter")
    reader.page.wait_for_url("**/Years**")
    reader.until_asked("bounds=upper")
    assert reader.page.locator("h1").inner_text().startswith("Years")


def test_the_first_stop_leads_past_menu_and_filters(reader: Reader) -> None:
    reader.open("/")
    go_to(reader, "Skip to main content")
    press(reader, "Enter")
    reader.page.keyboard.press("Tab")
    assert reader.page.evaluate("() => document.querySelector('.stMain').contains(document.activeElement)")


@pytest.mark.parametrize("path", PATHS)
def test_focus_is_seen_and_goes_down_the_page_as_one_reads(path: str, phone: Reader) -> None:
    phone.open(path)
    places, unseen = [], []
    for _ in range(FAR):
        phone.page.keyboard.press("Tab")
        place = phone.page.evaluate(PLACE)
        if place is None:
            if len(places) > 3:
                break  # once round
            continue
        places.append((place, phone.page.evaluate(NAME)[:40]))
        if not phone.page.evaluate(SHOWN):
            unseen.append(places[-1][1])
    assert len(places) > 5
    assert unseen == []
    for (before, one), (after, other) in pairwise(places):
        # Never above what came before: side by side is fine.
        assert after[2] > before[0] - 4, f"{other!r} comes after {one!r} but stands above it"
