"""Tables of cases (tests/cases) as parameters of a test, each named by its reason."""

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

CASES = Path(__file__).parent / "cases"
NONE: Mapping[str, str] = {}


def to_params(table: str, known: Mapping[str, str] = NONE) -> list[ParameterSet]:
    """One parameter a row of `tests/cases/TABLE.csv`; the table's column `why` is its name.

    Args:
        table: Name of the file, without its ending.
        known: Known failures: name of the case -> why it fails. Each must fail until it is mended and taken off.
    """
    with (CASES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [pytest.param(row, id=row["why"], marks=_marks(known.get(row["why"]))) for row in rows]


def _marks(reason: str | None) -> tuple[pytest.MarkDecorator, ...]:
    return () if reason is None else (pytest.mark.xfail(strict=True, reason=reason),)
