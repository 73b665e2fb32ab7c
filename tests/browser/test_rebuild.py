"""What happens behind an open page: the data are built anew, the server is started anew."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from etl.paths import CURRENT
from pages.parts import store
from tests.browser.conftest import Reader, serving, tab
from tests.made_snapshot import NAME, write_snapshot

pytestmark = pytest.mark.browser

RETRIED = re.compile(
    "ERR_CONNECTION|not responding|Client Error|WebSocket"
)  # a browser's words for "no server"


def footer(reader: Reader) -> str:
    return reader.page.locator("footer").inner_text()


@pytest.mark.parametrize("path", ["/Data_quality", "/Sectors?sector=rail"])
def test_a_press_after_a_build_shows_the_new_snapshot(path: str, chromium: Browser, tmp_path: Path) -> None:
    data = write_snapshot(tmp_path, 60)
    with serving({store.ENVIRONMENT: str(data)}) as address:
        for reader in tab(chromium, address, 1400, "light"):
            reader.open(path)
            assert NAME in footer(reader)
            # Built twice: of what the page was drawn from not even the files are left.
            shutil.move(data / NAME, data / "made-0002")
            (data / CURRENT).write_text("made-0002\n", encoding="utf-8")
            reader.page.locator("[class*=st-key-more_] label").first.click()
            reader.page.locator("footer", has_text="made-0002").wait_for()
            reader.settle()
            assert reader.page.locator("[data-testid=stException]").count() == 0
            assert reader.errors == []


@contextmanager
def twice_served(chromium: Browser, folder: Path) -> Iterator[tuple[Reader, Callable[[], None]]]:
    """A tab on a server of made-up data, and what ends that server and starts it anew behind the open tab."""
    settings = {store.ENVIRONMENT: str(write_snapshot(folder, 60))}
    with ExitStack() as first, ExitStack() as second:
        address = first.enter_context(serving(settings))
        reader = second.enter_context(contextmanager(tab)(chromium, address, 1400, "light"))

        def start_anew() -> None:
            first.close()
            reader.page.locator("[data-testid=stApp]:not([data-test-connection-state=CONNECTED])").wait_for()
            second.enter_context(serving(settings, port=int(address.rpartition(":")[2])))
            reader.page.locator("[data-test-connection-state=CONNECTED]").wait_for(timeout=60_000)
            reader.settle()

        yield reader, start_anew


def test_a_pasted_text_outlives_its_server(chromium: Browser, tmp_path: Path) -> None:
    with twice_served(chromium, tmp_path) as (reader, start_anew):
        reader.open("/Read_a_release")
        reader.page.locator("textarea").first.fill("Peru bought trams from Chile for $5 million.")
        reader.page.keyboard.press("Control+Enter")
        reader.page.locator(".text mark", has_text="$5 million").wait_for()
        start_anew()
        assert reader.page.locator("textarea").first.input_value().startswith("Peru bought trams")
        assert reader.page.locator(".text mark").all_inner_texts() == ["$5 million1"]


def test_a_page_comes_back_with_its_filters_when_its_server_does(chromium: Browser, tmp_path: Path) -> None:
    with twice_served(chromium, tmp_path) as (reader, start_anew):
        reader.open("/Sectors?view=firmness&table=firmness")
        reader.filter_by("Rail")
        url, text = reader.page.url, reader.page.locator("[data-testid=stMainBlockContainer]").inner_text()
        start_anew()
        assert reader.page.url == url
        assert reader.page.locator("[data-testid=stMainBlockContainer]").inner_text() == text
        reader.reset()
        reader.until_asked(without=("sector=",))
        assert [error for error in reader.errors if not RETRIED.search(error)] == []
