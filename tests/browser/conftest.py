"""A server started as `make run` starts it, and a real Chromium that may ask no other host."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

import pytest

from etl.paths import ROOT
from pages.parts.browsers import UNDISTURBED, find_browser

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, TimeoutError, sync_playwright

START_SECONDS = 180  # the first start builds the data


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Address of a fresh server, ended when the tests end."""
    with serving({}) as address:
        yield address


@contextmanager
def serving(settings: Mapping[str, str], port: int = 0) -> Iterator[str]:
    """A server as `make run` starts it, with these settings in its environment; yields its address."""
    if not port:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    server = subprocess.Popen(
        [sys.executable, ".ci/start.py", str(port)],
        cwd=ROOT,
        env={**environment, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", server)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"The server ended with status {server.returncode} before it served {url}.")
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.3)
    raise RuntimeError(f"{url} did not answer within {START_SECONDS} seconds.")


# Not for the whole session: while Playwright is open its event loop counts as running in this process,
# and tests of the data addresses that come after could not start one of their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file's tests; skipped with the reason where this machine has none."""
    found = find_browser()
    if not found:
        pytest.skip("No Chrome or Chromium was found. Install one, or name it in BROWSER_PATH.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=list(UNDISTURBED))
        yield browser
        browser.close()


@dataclass
class Reader:
    """A reader's tab: every request to another host is refused and remembered, every error kept."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a path and wait until everything is drawn."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the script has ended and nothing has moved for a moment."""
        self.page.wait_for_timeout(150)  # what was pressed reaches the server
        self.page.evaluate("() => { window.__seen = null; }")
        self.page.wait_for_function(
            """() => {
                const app = document.querySelector('[data-testid=stApp]');
                const done = app && app.getAttribute('data-test-script-state') === 'notRunning'
                    && !document.querySelector('[data-testid=stSkeleton]')
                    && [...document.querySelectorAll('.js-plotly-plot')].every(g => g.querySelector('.main-svg'));
                const places = [...document.querySelectorAll('.js-plotly-plot')].map(g => g.getBoundingClientRect());
                const seen = [document.body.innerText.length, document.querySelectorAll('svg *').length,
                    ...places.flatMap(place => [place.top, place.width, place.height].map(Math.round))].join('/');
                if (!done || window.__seen !== seen) { window.__seen = seen; window.__since = performance.now(); }
                return done && performance.now() - window.__since > 500;
            }""",
            timeout=60_000,
            polling=100,
        )

    def until_asked(self, *names: str, without: tuple[str, ...] = ()) -> None:
        """Wait until the address has these pieces and none of those, then until all is drawn.

        What was pressed is waited for by its effect: how long a server takes is no business of a test.
        """
        self.page.wait_for_function(
            """([names, without]) => { const asked = decodeURIComponent(location.search);
                return names.every(n => asked.includes(n)) && !without.some(n => asked.includes(n)); }""",
            arg=[list(names), list(without)],
            timeout=30_000,
        )
        self.settle()

    def until_words(self, selector: str, *, other_than: str = "", same_as: str = "") -> str:
        """Wait until the first element has other words than these, or just these; returns its words."""
        self.page.wait_for_function(
            """([selector, other, same]) => { const found = document.querySelector(selector);
                return found && (same ? found.innerText === same : found.innerText !== other); }""",
            arg=[selector, other_than, same_as],
            timeout=30_000,
        )
        self.settle()
        return self.page.locator(selector).first.inner_text()

    def take(self, name: str | re.Pattern[str], words: str) -> None:
        """Take the option that begins with these words from a list, from the keyboard alone.

        Enter is pressed once, and not before that option is the marked one. A list that the page draws anew while
        keys are pressed loses the focus and the keys with it, as it would for somebody typing: they are typed again.
        """
        marked = self.page.locator("[role=option][data-focused=true]")
        wanted = marked.filter(has_text=re.compile(rf"^\s*{re.escape(words)}"))
        for _ in range(6):
            self.page.get_by_label(name).focus()
            self.page.keyboard.press("Control+a")
            self.page.keyboard.type(words)
            try:
                wanted.wait_for(timeout=5_000)
            except TimeoutError:
                continue
            self.page.keyboard.press("Enter")
            return
        raise AssertionError(f"The list {name!r} never offered {words!r} first.")

    def filter_by(self, sector: str) -> None:
        """Choose a sector in the sidebar with the mouse, and wait until the page shows it."""
        self.page.get_by_label("Sector", exact=True).click()
        self.page.get_by_role("option", name=re.compile(f"^{sector}")).click()
        self.page.keyboard.press("Escape")
        self.until_asked(sector.lower())

    def reset(self) -> None:
        """Drop all filters, and wait until no chip is left."""
        self.page.get_by_role("link", name="Reset all").click()
        self.page.locator(".chips a").first.wait_for(state="hidden")
        self.settle()

    def _refuse(self, route: Route) -> None:
        url = route.request.url
        if url.startswith(self.address) or not url.startswith("http"):
            route.continue_()
        else:
            self.foreign.append(url)
            route.abort()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


def tab(
    chromium: Browser, address: str, width: int, scheme: Literal["light", "dark"], height: int = 1000
) -> Iterator[Reader]:
    """A tab of this size; ends with the loop or the fixture that asked for it."""
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        accept_downloads=True,
        locale="en-GB",
    )
    reader = Reader(context.new_page(), address)
    reader.page.route("**/*", reader._refuse)
    reader.page.on("console", reader._hear)
    reader.page.on("pageerror", lambda error: reader.errors.append(str(error)))
    yield reader
    context.close()


@pytest.fixture
def reader(chromium: Browser, address: str) -> Iterator[Reader]:
    """A wide, light tab."""
    yield from tab(chromium, address, 1400, "light")


@pytest.fixture
def dark_reader(chromium: Browser, address: str) -> Iterator[Reader]:
    """A wide, dark tab."""
    yield from tab(chromium, address, 1400, "dark")


@pytest.fixture
def phone(chromium: Browser, address: str) -> Iterator[Reader]:
    """A phone."""
    yield from tab(chromium, address, 390, "light")
