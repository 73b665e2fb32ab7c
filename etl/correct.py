"""A checked value -> one correction that can be applied, or the reason why not. Pure; writes nothing."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl import corrections, schema
from etl.errors import CorrectionError
from etl.records import Correction, Figure, Mention

# Table, its key, the columns that may be corrected, the record behind a row (none: a published row).
PLACES: tuple[tuple[str, str, tuple[str, ...], type[Figure] | type[Mention] | None], ...] = (
    ("deals", "deal_id", corrections.OF_DEALS, None),
    ("figures", "figure_id", corrections.OF_FIGURES, Figure),
    ("mentions", "mention_id", corrections.OF_MENTIONS, Mention),
)
CODES = {"kind": schema.KINDS, "qualifier": schema.QUALIFIERS}
CODES_SHOWN = 40


def to_correction(
    tables: Mapping[str, pa.Table],
    name: str,
    column: str,
    new: str,
    *,
    reason: str,
    source: str,
    day: date,
    by: str,
    allowed: Mapping[str, Collection[str]],
) -> Correction:
    """The row that replaces what is published in one cell.

    Args:
        tables: The published tables of PLACES.
        name: Id of a deal, figure or mention.
        new: The right value as text; empty for "not stated".
        allowed: Codes by column, for columns that hold codes.

    Raises:
        CorrectionError: No such row, a column that cannot be corrected, a value that is none of its
            column's, or one that stands there already.
    """
    for table, key, columns, record in PLACES:
        rows = tables[table].filter(pc.equal(tables[table][key], name))
        if not rows.num_rows:
            continue
        if column not in columns:
            raise CorrectionError(
                f"Column {column!r} of table {table} cannot be corrected. Allowed: {', '.join(columns)}."
            )
        now = rows[column][0].as_py()
        wanted = Correction(name, column, corrections.as_text(now), new, reason, source, day, by)
        value = corrections.new_value(wanted, now, columns, record)
        if corrections.same_text(new, now):
            raise CorrectionError(f"{column} of {name} is {new!r} already. Nothing to correct.")
        check_code(column, value, allowed)
        return wanted
    raise CorrectionError(
        f"{name!r} is no deal, figure or mention of this snapshot. "
        "`python -m etl explain DEAL_ID` prints the ids of a deal's figures."
    )


def check_code(column: str, value: Any, allowed: Mapping[str, Collection[str]]) -> None:
    """A code must be in its table: a wrong one would vanish from every chart.

    Raises:
        CorrectionError: It is in none; the message says what is allowed.
    """
    known = {**CODES, **allowed}.get(column)
    if value is not None and known is not None and value not in known:
        some = ", ".join(sorted(known)[:CODES_SHOWN])
        more = " ..." if len(known) > CODES_SHOWN else ""
        raise CorrectionError(f"{value!r} is no {column}. Allowed: {some}{more}.")
