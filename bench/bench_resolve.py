"""Time and memory of resolving synthetic reports, one party standing in 4 % of them.

    python bench/bench_resolve.py [SIZE ...]        default: 10000 100000 1000000

Each size runs in a process of its own, so that its peak memory is its own. The figures are made
up: about one in three repeats an earlier deal with its amount rounded or its day moved.
"""

import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from etl import deals
from etl.columns import to_columns
from etl.read.references import load_references
from etl.records import Figure, Party
from etl.reports import Report

SIZES = (10_000, 100_000, 1_000_000)
HOT_SHARE, REPEATED, TEXTS = 0.04, 0.35, 0.5
PLACES = [
    f"{start}{end}"
    for start in ("Ber", "Kar", "Tor", "Sul", "Mir", "Os", "Jal", "Vel")
    for end in ("ana", "gorsk", "tau", "inka", "ovo", "abad")
]
SECTORS = ("aviation", "rail", "oil_gas", "power_renewables", "mining_minerals", "agriculture", "health")
COUNTRIES = ("KAZ", "UZB", "KGZ", "TJK", "TKM", "AZE", "GEO", "ARM", "TUR", "IND", "VNM", "EGY", "KEN", "POL")
THINGS = (
    "locomotives",
    "aircraft",
    "turbines",
    "solar plant",
    "wind farm",
    "copper mine",
    "tractors",
    "hospital",
)
FIRST_DAY = date(2015, 1, 1)


def make_reports(size: int, seed: int = 7) -> Iterator[Report]:
    """`size` reports in id order of nothing; parties, amounts and days as a world of deals would mix them."""
    chance = random.Random(seed)
    party_count = max(50, size // 20)
    for number in range(size):
        # A repeat is made by drawing the same deal again, with its own small differences.
        deal = random.Random(chance.randrange(number + 1) if chance.random() < REPEATED else number)
        seller = "Hotline Aircraft" if deal.random() < HOT_SHARE else f"Seller {deal.randrange(party_count)}"
        value = round(deal.lognormvariate(19.5, 1.5), -6)
        value = round(value, -8) if chance.random() < 0.2 and value > 1e9 else value
        day = FIRST_DAY + timedelta(days=deal.randrange(3900) + chance.randrange(6))
        recipient, sector = deal.choice(COUNTRIES), deal.choice(SECTORS)
        subject = f"{deal.randrange(2, 400)} {deal.choice(THINGS)} {deal.choice(('north', 'south', 'first'))}"
        buyer = Party(f"Buyer {deal.randrange(party_count)}", "buyer", recipient)
        parties = (Party(seller, "supplier", "USA"), *((buyer,) if chance.random() < 0.7 else ()))
        # Half of the reports are of texts, with the words around their amounts; half are rows of lists.
        said = SAID
        if chance.random() < TEXTS:
            place = deal.choice(PLACES)
            clues = (
                *(f"name:{word}" for word in (*seller.split(), place)),
                f"thing:{deal.choice(THINGS)}",
                f"object:{place}",
            )
            said = replace(SAID, clues=(*clues, f"count:{deal.randrange(2, 400)}", f"place:{recipient}"))
        yield Report(
            f"d{number:016x}:0", f"d{number:016x}", "deal", False, "USD", value, value, value, value, day, day.year,
            "contract", "USA", recipient, parties, sector, subject, None, None, None, 0.9, said,
        )  # fmt: skip


SAID = Figure(0, 1, "$1", "$1", "USD", False, 1.0, 1.0, "exact", "deal")


def measure(size: int) -> None:
    """Print one line for one size: seconds, seconds per million, groups, peak memory."""
    references = load_references()
    reports = sorted(make_reports(size), key=lambda report: report.id)
    before = _peak()
    started = time.process_time()
    columns = to_columns(
        reports, references.organisations, references.words, references.members, references.things
    )
    filled = time.process_time()
    root, joined, doubtful = deals.group(columns, references.evidence)
    done = time.process_time()
    print(
        f"{size:>9,} reports  {done - started:7.1f} s CPU (columns {filled - started:.1f})  "
        f"{(done - started) / size * 1e6:6.1f} s per million  {len(set(root.tolist())):>8,} deals  "
        f"{len(joined):>8,} merges  {len(doubtful):>7,} doubts  "
        f"peak {_peak():6.0f} MB, of it {before:5.0f} the reports themselves",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure the sizes that were asked for, each in its own process."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]))
        return
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        subprocess.run([sys.executable, __file__, "--one", str(size)], check=True)


if __name__ == "__main__":
    main()
