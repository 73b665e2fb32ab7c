"""What a change of a filter costs the server on each page: CPU of the page's script, and charts drawn.

usage: python bench/bench_pages.py [--changes N] [--profile PAGE]

Every page and view is run as the tests run it: each is drawn once before any is measured, since a server that
has answered its first readers is what counts and not how Python warms to code it has not run before; and what was
loaded is out of the garbage collector's sight, as on a server. Then the sector filter is set to one sector after another: the
first time a selection is asked for nothing of it is kept ("new"), the second time its sums and figures are
("known"). Each number is the median of the CPU that the script's own thread used. The goal is 20 ms on
every page. Where other programs share the cores, CPU time grows too: the first line is a page of two elements
for comparison, about 1 ms on a quiet machine.
"""

import argparse
import cProfile
import pstats
import statistics
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.testing.v1 import AppTest

from etl.paths import ROOT
from pages.parts import criteria, store

GOAL_MS = 20
WARM_UP = 6  # runs before anything is counted
PAGES = (
    "",
    "1_Sectors",
    "1_Sectors?view=areas",
    "1_Sectors?view=firmness",
    "1_Sectors?view=years",
    "1_Sectors?view=compare&versus=recipient:KAZ",
    "2_Countries",
    "2_Countries?view=flows",
    "2_Countries?view=matrix",
    "3_Years",
    "3_Years?view=cumulative",
    "3_Years?view=months",
    "4_Deals",
    "5_Totals",
    "6_Read_a_release",
    "7_Data_quality",
    "8_Method",
)


class Clock:
    """CPU of the script thread, run by run. Streamlit offers no hook there, so its runner is wrapped."""

    def __init__(self) -> None:
        self.spent_ms: list[float] = []
        self.profile: cProfile.Profile | None = None
        run = ScriptRunner._run_script

        def timed(runner: ScriptRunner, data: Any) -> None:
            started = time.thread_time()
            try:
                if self.profile is None:
                    run(runner, data)
                else:
                    self.profile.runcall(run, runner, data)
            finally:
                self.spent_ms.append((time.thread_time() - started) * 1000)

        ScriptRunner._run_script = timed  # type: ignore[method-assign]


def opened(page: str) -> AppTest:
    """A page after its first run, at an address such as "1_Sectors?view=areas"."""
    name, _, query = page.partition("?")
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    if name:
        app.switch_page(f"pages/{name}.py")
    for pair in filter(None, query.split("&")):
        key, _, value = pair.partition("=")
        app.query_params[key] = value
    app.run()
    if app.exception:
        raise RuntimeError(f"{page or 'Overview'} ended with: {app.exception[0].message}")
    return app


def hello(clock: Clock) -> float:
    """CPU in milliseconds of a change on a page of a title and a slider."""
    app = AppTest.from_string(
        "import streamlit as st\nst.title('Hello')\nst.slider('n', 0, 50, key='n')\n"
    ).run()
    clock.spent_ms.clear()
    for number in range(20):
        app.slider(key="n").set_value(number + 1).run()
    return statistics.median(clock.spent_ms)


def changes(app: AppTest, codes: list[str], clock: Clock) -> list[float]:
    """CPU in milliseconds of a change to each sector."""
    clock.spent_ms.clear()
    for code in codes:
        app.multiselect(key="f_sectors").set_value([code]).run()
    return list(clock.spent_ms)


def main(arguments: list[str]) -> None:
    """Print one line a page."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--changes", type=int, default=12, help="filter changes a page, at most one a sector")
    asked.add_argument("--profile", metavar="PAGE", help="print where the time of one page goes")
    options = asked.parse_args(arguments)
    clock = Clock()
    data = store.open_store()
    codes = sorted(data.facets(criteria.DEFAULT)["sector"])[: options.changes]
    for page in PAGES:
        opened(page)
    print(f"{'page':<48}{'new':>8}{'known':>8}{'worst':>8}  charts")
    print(f"{'a page of a title and a slider':<48}{hello(clock):>8.1f}")
    for page in [options.profile] if options.profile is not None else PAGES:
        data.forget()
        app = opened(page)
        for _ in range(WARM_UP):
            app.run()
        new = changes(app, codes, clock)
        charts = len(app.get("plotly_chart"))
        clock.profile = cProfile.Profile() if options.profile is not None else None
        known = changes(app, codes, clock)
        median = statistics.median(new)
        print(
            f"{page or 'Overview':<48}{median:>8.1f}{statistics.median(known):>8.1f}{max(new + known):>8.1f}  {charts}"
            f"{'  above the goal' if median > GOAL_MS else ''}",
            flush=True,
        )
        if clock.profile is not None:
            pstats.Stats(clock.profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main(sys.argv[1:])
