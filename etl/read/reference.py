"""Reference tables: rows of text, each table checked against its provenance card first.

`python -m etl.read.reference NAME...` renews the sha256 in the cards after an edit.
"""

import csv
import hashlib
import re
import sys
import tomllib
from pathlib import Path

from etl.errors import StaleReferenceError
from etl.paths import REFERENCE

Row = dict[str, str]


def read_table(name: str, folder: Path = REFERENCE) -> tuple[Row, ...]:
    """Read one reference table, every column as text (Namibia's code "NA" stays a code).

    Raises:
        StaleReferenceError: The card is missing, or the CSV differs from the one that it describes.
    """
    table, card = folder / f"{name}.csv", folder / f"{name}.source.toml"
    if not card.exists():
        raise StaleReferenceError(
            f"{table} has no provenance card. Write {card.name} beside it with title, producer, url, "
            "date_accessed, licence and sha256."
        )
    content = table.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != tomllib.loads(card.read_text(encoding="utf-8")).get("sha256"):
        raise StaleReferenceError(
            f"{table} changed but {card.name} did not. Check its origin there, then run "
            f"`python -m etl.read.reference {name}` to renew its sha256."
        )
    return tuple(csv.DictReader(content.decode("utf-8").splitlines()))


def renew_card(name: str, folder: Path = REFERENCE) -> str:
    """Write the table's present sha256 into its card and return it."""
    card = folder / f"{name}.source.toml"
    found = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()
    text = re.sub(r'(?m)^sha256 = "[0-9a-f]*"$', f'sha256 = "{found}"', card.read_text(encoding="utf-8"))
    card.write_text(text, encoding="utf-8")
    return found


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(argument, renew_card(argument))
