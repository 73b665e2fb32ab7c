"""data/corrections.csv to corrections and back: values that someone checked and replaced, one row each."""

import csv
import io
from datetime import date
from pathlib import Path

from etl.errors import CorrectionError
from etl.read.encodings import decode
from etl.records import Correction

COLUMNS = ("id", "column", "old", "new", "reason", "source", "date", "by")


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """All rows in the order of the file; none where there is no file.

    Raises:
        CorrectionError: A column is missing, or a row has no day.
    """
    if not file.exists():
        return ()
    rows = csv.DictReader(io.StringIO(decode(file.read_bytes()).text, newline=""))
    if missing := [name for name in COLUMNS if name not in (rows.fieldnames or ())]:
        raise CorrectionError(
            f"{file}: row 1 has no column {', '.join(missing)}. Its first row must be {','.join(COLUMNS)}."
        )
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            day = date.fromisoformat(row["date"])
        except (TypeError, ValueError) as error:
            raise CorrectionError(
                f"{file}: row {number}: {row['date']!r} is no day. Write the day of the correction as YYYY-MM-DD."
            ) from error
        found.append(Correction(**{name: row[name] or "" for name in COLUMNS if name != "date"}, date=day))
    return tuple(found)


def write_correction(file: Path, correction: Correction) -> None:
    """Add one row. The file is replaced as a whole, so that a reader never meets half a row."""
    text = decode(file.read_bytes()).text if file.exists() else ",".join(COLUMNS) + "\n"
    added = io.StringIO()
    row = [getattr(correction, name) for name in COLUMNS]
    csv.writer(added, lineterminator="\n").writerow(
        [value.isoformat() if isinstance(value, date) else value for value in row]
    )
    waiting = file.with_name(f".{file.name}.new")
    waiting.write_bytes((text if text.endswith("\n") else text + "\n").encode() + added.getvalue().encode())
    waiting.replace(file)
