"""How long 100,000 deals take to leave in each form, and how much memory that needs.

usage: python bench/bench_export.py [DEALS]

Each form is written in a process of its own, from a made-up snapshot, without keeping what was written. The
memory is what the process holds at its most above what it held before the first byte; ten times the rows
must not need ten times of it.
"""

import multiprocessing
import resource
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pages.parts import criteria, extracts, query
from pages.parts.about import About
from pages.parts.export_forms import FORMS
from pages.parts.store import Store
from tests.made_snapshot import NAME, write_snapshot

MEGA = 1024 * 1024


def resident() -> int:
    """Bytes that this process holds in memory now."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # elsewhere: the most so far


def measure(folder: str, ending: str, queue: "multiprocessing.Queue[tuple[float, float, int, int]]") -> None:
    """Write one form and report seconds of CPU, seconds to the first piece, bytes, growth of memory."""
    store = Store(Path(folder) / NAME)
    about = About("deals", "All deals", NAME, date(2026, 1, 1))
    store.rows(query.by_reason(criteria.DEFAULT))
    before, peak, done = resident(), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], resident())

    threading.Thread(target=watch, daemon=True).start()
    started, clock, first, size = time.process_time(), time.perf_counter(), 0.0, 0
    for piece in FORMS[ending].write(extracts.read("deals", store, criteria.DEFAULT), about):
        first = first or time.perf_counter() - clock
        size += len(piece)
    done.set()
    queue.put((time.process_time() - started, first, size, peak[0] - before))


def main(deal_count: int) -> None:
    """Print one line a form, for a tenth of the deals and for all of them."""
    spawn = multiprocessing.get_context("spawn")
    for count in (deal_count // 10, deal_count):
        with tempfile.TemporaryDirectory() as folder:
            write_snapshot(Path(folder), count)
            for ending in FORMS:
                queue: multiprocessing.Queue[tuple[float, float, int, int]] = spawn.Queue()
                process = spawn.Process(target=measure, args=(folder, ending, queue))
                process.start()
                seconds, first, size, grown = queue.get()
                process.join()
                print(
                    f"{count:>9,} deals {ending:>8}: {seconds:6.1f} s CPU, first piece after {first:5.2f} s, "
                    f"{size / MEGA:7.1f} MB, {grown / MEGA:6.0f} MB more memory"
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
