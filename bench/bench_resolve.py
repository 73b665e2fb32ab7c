"""Time and memory of resolving synthetic reports, one party standing in 4 % of them.

    python bench/bench_resolve.py [SIZE ...]        default: 10000 100000 1000000

Each size is resolved as rows of lists, and with the words of a text around every other one; each run has a
process of its own, so that its peak memory is its own. The figures are made up: about one in three repeats
an earlier deal with its amount rounded or its day moved, so that it is known what should be found.
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
from etl.link_score import score_links
from etl.read.references import load_references
from etl.records import Figure, Party
from etl.reports import Report

SIZES = (10_000, 100_000, 1_000_000)
HOT_SHARE, REPEATED = 0.04, 0.35
KINDS = {"lists": 0.0, "texts": 0.5}  # share of the reports that are of texts
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


def make_reports(size: int, texts: float, seed: int = 7) -> Iterator[tuple[Report, int]]:
    """`size` reports, each with the number of its deal; parties, amounts and days as a world of deals mixes them."""
    chance = random.Random(seed)
    party_count = max(50, size // 20)
    for number in range(size):
        # A repeat is made by drawing the same deal again, with its own small differences.
        drawn = chance.randrange(number + 1) if chance.random() < REPEATED else number
        deal = random.Random(drawn)
        seller = "Hotline Aircraft" if deal.random() < HOT_SHARE else f"Seller {deal.randrange(party_count)}"
        value = round(deal.lognormvariate(19.5, 1.5), -6)
        value = round(value, -8) if chance.random() < 0.2 and value > 1e9 else value
        day = FIRST_DAY + timedelta(days=deal.randrange(3900) + chance.randrange(6))
        recipient, sector = deal.choice(COUNTRIES), deal.choice(SECTORS)
        subject = f"{deal.randrange(2, 400)} {deal.choice(THINGS)} {deal.choice(('north', 'south', 'first'))}"
        buyer = Party(f"Buyer {deal.randrange(party_count)}", "buyer", recipient)
        parties = (Party(seller, "supplier", "USA"), *((buyer,) if chance.random() < 0.7 else ()))
        said = SAID
        if chance.random() < texts:  # a text has words around its amounts
            place = deal.choice(PLACES)
            clues = (
                *(f"name:{word}" for word in (*seller.split(), place)),
                f"thing:{deal.choice(THINGS)}",
                f"object:{place}",
            )
            said = replace(SAID, clues=(*clues, f"count:{deal.randrange(2, 400)}", f"place:{recipient}"))
        report = Report(
            f"d{number:016x}:0", f"d{number:016x}", "deal", False, "USD", value, value, value, value, day, day.year,
            "contract", "USA", recipient, parties, sector, subject, None, None, None, 0.9, said,
        )  # fmt: skip
        yield report, drawn


SAID = Figure(0, 1, "$1", "$1", "USD", False, 1.0, 1.0, "exact", "deal")


def measure(size: int, kind: str) -> None:
    """Print one line for one size: seconds, what was found, peak memory."""
    references = load_references()
    reports, truth = [], {}
    for report, deal in make_reports(size, KINDS[kind]):
        reports.append(report)
        truth[report.id] = deal
    before = _peak()
    started = time.process_time()
    found = deals.resolve(reports, references)
    seconds, peak = time.process_time() - started, _peak()
    group_of = {report.id: number for number, group in enumerate(found.groups) for report in group}
    score = score_links(truth, group_of)
    print(
        f"{size:>9,} {kind}  {seconds:7.1f} s CPU, {seconds / size * 1e6:6.1f} s per million  "
        f"{len(found.groups):>8,} deals, precision {score.precision:.3f}, recall {score.recall:.3f}, "
        f"{len(found.doubts):>6,} doubts and {len(found.unlisted):,} more  "
        f"peak {peak:5.0f} MB, of it {before:5.0f} the reports themselves",
        flush=True,
    )


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure the sizes that were asked for, each in its own process."""
    if sys.argv[1:2] == ["--one"]:
        measure(int(sys.argv[2]), sys.argv[3])
        return
    for kind in KINDS:
        for size in [int(text) for text in sys.argv[1:]] or SIZES:
            subprocess.run([sys.executable, __file__, "--one", str(size), kind], check=True)


if __name__ == "__main__":
    main()
