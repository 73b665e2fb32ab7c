"""How long a reader waits for a page to be redrawn after a change of a filter, in a real browser.

usage: python bench/bench_redraw.py [--changes N] [PATH ...]

The yardstick is measured beside each page, since machines differ and are busy with other things: the first
load of a page that says "hello", from the press of Enter in the address bar to the last thing that moves. A
change of the sector filter is timed from the press of Enter in its list to the last thing that moves in the
page. The goal is six tenths of the yardstick. Medians; nothing has moved for half a second at the end.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from etl.paths import ROOT
from pages.parts.browsers import UNDISTURBED, find_browser

GOAL = 0.6
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
HELLO = "import streamlit as st\n\nst.title('Hello')\nst.slider('A number', 0, 10)\n"
WATCH = """
(() => {
  window.__moved = 0;
  const seen = (changes) => {
    if (changes.some(c => c.target.nodeType === 1 ? c.target.closest('[data-testid=stMain]') : c.target.parentElement?.closest('[data-testid=stMain]')))
      window.__moved = performance.now();
  };
  new MutationObserver(seen).observe(document, {subtree: true, childList: true, characterData: true, attributes: true});
  addEventListener('keydown', event => { if (event.key === 'Enter') { window.__pressed = performance.now(); window.__moved = 0; } }, true);
})();
"""
STILL = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning' && window.__moved
    && !document.querySelector('[data-testid=stSkeleton]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(chart => chart.querySelector('.main-svg'))
    && performance.now() - window.__moved > 500;
}"""


@contextmanager
def served(script: Path, port: int) -> Iterator[str]:
    """The address of a Streamlit script, served from its own folder."""
    command = [sys.executable, "-m", "streamlit", "run", script.name, "--server.port", str(port),
               "--server.headless", "true", "--browser.serverAddress", "localhost", "--browser.gatherUsageStats", "false"]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()
                break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(15)


def still(page: Page) -> float:
    """Wait until nothing moves; milliseconds of the browser's clock at which something moved last."""
    page.wait_for_function(STILL, timeout=120_000, polling=50)
    return float(page.evaluate("() => window.__moved"))


def first_load(browser: Browser, address: str) -> tuple[Page, float]:
    """A page in a browser that has seen nothing yet, and how long it took in milliseconds."""
    page = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.add_init_script(WATCH)
    page.goto(address, wait_until="commit")
    return page, still(page)


def change(page: Page, step: int) -> float:
    """Milliseconds from the press that changes the sector filter until nothing moves any more."""
    field = page.locator("[data-testid=stSidebar] [data-testid=stMultiSelect] input").first
    field.click()
    page.get_by_role("option").first.wait_for()
    for _ in range(1 + step % 3):  # the first entry chooses all, which filters nothing
        page.keyboard.press("ArrowDown")
    page.wait_for_timeout(150)
    page.keyboard.press("Enter")
    moved = still(page)
    taken = moved - float(page.evaluate("() => window.__pressed"))
    page.keyboard.press("Escape")
    return taken


def main(arguments: list[str]) -> int:
    """Print one line a page; where there is no browser, that nothing was measured and what to do."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--changes", type=int, default=5, help="filter changes a page")
    asked.add_argument("--port", type=int, default=8790)
    asked.add_argument("paths", nargs="*", default=PATHS)
    options = asked.parse_args(arguments)
    found = find_browser()
    if not found:
        print("Not measured: no Chrome or Chromium was found. Install one, or name it in BROWSER_PATH.")
        return 0  # `make bench` goes on with what needs no browser, as `make test` does
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        hello = Path(folder) / "hello.py"
        hello.write_text(HELLO, encoding="utf-8")
        with served(hello, options.port) as plain, served(ROOT / "dashboard.py", options.port + 1) as ours:
            browser = player.chromium.launch(executable_path=found, args=list(UNDISTURBED))
            first_load(browser, plain)[0].context.close()  # the servers' own first time
            first_load(browser, ours)[0].context.close()
            print(f"{'page':<20}{'hello ms':>10}{'first load':>12}{'redraw ms':>11}{'ratio':>8}  charts")
            for path in options.paths:
                yardsticks, redraws = [], []
                page, loaded = first_load(browser, ours + path)
                for step in range(options.changes):
                    tab, taken = first_load(browser, plain)
                    tab.context.close()
                    yardsticks.append(taken)
                    redraws.append(change(page, step))
                charts = page.locator(".js-plotly-plot").count()
                page.context.close()
                ratio = statistics.median(redraws) / statistics.median(yardsticks)
                print(
                    f"{path:<20}{statistics.median(yardsticks):>10.0f}{loaded:>12.0f}{statistics.median(redraws):>11.0f}"
                    f"{ratio:>8.2f}  {charts}{'  above the goal' if ratio > GOAL else ''}",
                    flush=True,
                )
            browser.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
