"""How fast texts are read: amounts alone and whole records, beside a mere scan of the same text.

    python bench/bench_reader.py [FILE ...] [--peers PYTHON]       default: data/releases

Every reader works through the same texts in the same run, so trust the ratios and not the seconds.
`dense` are the texts as they are; `sparse` has one amount in some four thousand characters, as press
releases do on average: the same texts among paragraphs of their own that state none.
`--peers` names the Python of an environment with requirements-peers.txt installed; `make bench` makes one.
"""

import argparse
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import re2

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document
from etl.rules.money import find_amounts

ROOT = Path(__file__).resolve().parent.parent
CHARS_PER_AMOUNT = 4_000
REPEATS = 3
# What a reader of money by one expression would look for.
PLAIN = (
    r"(?:US\$|\$|€|£|¥|₹|₸|USD|EUR|GBP|CNY|KZT)\s?\d[\d,.]*(?:[\s-]?(?:thousand|million|billion|trillion|mln|bln|mn|bn|m|b|k)\b)?"
    r"|\d[\d,.]*[\s-]?(?:thousand|million|billion|trillion|mln|bln|mn|bn)?[\s-]?"
    r"(?:US dollars|dollars|dollar|euros|euro|pounds|yuan|yen|tenge|rubles|USD|EUR|GBP|CNY|KZT)\b"
)
WORST = {
    "digits": "1234567890", "dollars": "$", "billion and": "billion and ", "brackets": "((((", "1,1": "1,",
    "amounts": "worth $5 million, ", "bare amounts": "1 million ",
}  # fmt: skip
AMOUNTS_CHARS, RECORDS_CHARS = 100_000, 10_000  # of the shorter worst documents
BEGUN = (
    "Lokwerk of Germany sells Kenya rails for $5 million. "  # without an amount nothing else is looked for
)

PEER = """
import json, sys, time
name, repeats = sys.argv[1], 1
texts = json.load(sys.stdin)
try:
    if name == "quantulum3":
        from quantulum3 import parser
        read = lambda text: parser.parse(text)
    elif name == "price-parser":
        from price_parser import Price
        read = lambda text: [Price.fromstring(line) for line in text.splitlines()]
    else:
        from recognizers_number_with_unit import NumberWithUnitRecognizer
        from recognizers_text import Culture
        model = NumberWithUnitRecognizer(Culture.English).get_currency_model()
        read = lambda text: model.parse(text)
    read("warm up: 5 dollars")
    began = time.process_time()
    for text in texts:
        read(text)
    print(json.dumps(time.process_time() - began))
except Exception as error:
    print(json.dumps(f"{type(error).__name__}: {error}"))
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--peers", metavar="PYTHON")
    asked = parser.parse_args()
    files = asked.files or sorted((ROOT / "data" / "releases").glob("*.txt"))
    dense = [file.read_text(encoding="utf-8") for file in files]
    vocabulary = load_vocabulary()
    sparse = dilute(dense, lambda text: len(find_amounts(text, vocabulary.money)))
    scan, slow = re2.compile(PLAIN), re.compile(PLAIN)
    readers: dict[str, Callable[[str], object]] = {
        "google-re2, scan": lambda text: list(scan.finditer(text)),
        "plain re, scan": lambda text: list(slow.finditer(text)),
        "amounts": lambda text: find_amounts(text, vocabulary.money),
        "whole records": lambda text: read_document(Document("d0", text), vocabulary),
    }
    for label, texts in (("dense", dense), ("sparse", sparse)):
        size = sum(len(text.encode()) for text in texts)
        count = sum(len(find_amounts(text, vocabulary.money)) for text in texts)
        print(f"\n{label}: {size / 1e6:.2f} MB, {count} amounts")
        print(f"{'reader':24} {'MB/s':>9} {'of re2':>8}")
        base = 0.0
        for name, read in readers.items():
            speed = size / seconds(read, texts) / 1e6
            base = base or speed
            print(f"{name:24} {speed:9.2f} {speed / base:8.3f}")
        if asked.peers:
            for name, speed in peers(asked.peers, dense[:8]):
                shown = f"{speed:9.3f} {speed / base:8.4f}" if isinstance(speed, float) else f"  {speed}"
                print(f"{name:24} {shown}")
    print("\nworst documents: time of eight times the text; linear is 8")
    print(f"{'':24} {'amounts':>18} {'whole records':>20}")
    print(f"{'pattern':24} {'MB/s':>9} {'8x text':>9} {'MB/s':>9} {'8x text':>9}")
    for name, pattern in WORST.items():
        told = []
        for reader, begun, length in (
            ("amounts", "", AMOUNTS_CHARS),
            ("whole records", BEGUN, RECORDS_CHARS),
        ):
            texts = [begun + pattern * (size // len(pattern)) for size in (length, 8 * length)]
            short, long = (seconds(readers[reader], [text], 1) for text in texts)
            told += [8e-6 * length / max(long, 1e-9), long / max(short, 1e-9)]
        print(f"{name:24} {told[0]:9.2f} {told[1]:9.1f} {told[2]:9.2f} {told[3]:9.1f}")


def dilute(texts: list[str], count: Callable[[str], int]) -> list[str]:
    """The same texts, each followed by paragraphs without any amount until amounts are as rare as in the world."""
    # Header lines hold addresses with numbers in them, and no press text goes on repeating those.
    lines = [line for text in texts for line in text.splitlines() if len(line) > 80 and "://" not in line]
    plain = [line for line in lines if not count(line)]
    diluted, place = [], 0
    for text in texts:
        parts, missing = [text], count(text) * CHARS_PER_AMOUNT - len(text)
        while missing > 0:
            parts.append(plain[place % len(plain)])
            missing -= len(parts[-1])
            place += 1
        diluted.append("\n".join(parts))
    return diluted


def seconds(read: Callable[[str], object], texts: list[str], repeats: int = REPEATS) -> float:
    """Least CPU time of one pass over all texts."""
    best = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - began)
    return best


def peers(python: str, texts: list[str]) -> Iterable[tuple[str, float | str]]:
    """MB/s of each peer in its own environment, or the reason why it could not run."""
    size = sum(len(text.encode()) for text in texts)
    for name in ("quantulum3", "price-parser", "recognizers-text"):
        run = subprocess.run(
            [python, "-c", PEER, name], input=json.dumps(texts), capture_output=True, text=True
        )
        said = json.loads(run.stdout) if run.stdout.strip() else run.stderr.strip().splitlines()[-1:]
        yield name, size / said / 1e6 if isinstance(said, float) else str(said)


if __name__ == "__main__":
    main()
