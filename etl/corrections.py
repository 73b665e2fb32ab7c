"""data/corrections.csv applied: a checked value replaces a read one, or is refused and says why.

Corrections of figures and mentions are applied before anything is resolved, so that everything that
follows from them follows; corrections of deals after, before counting and conversion. A row whose
`old` no longer matches is refused: the world moved, someone should look again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from types import UnionType
from typing import Any, get_args, get_type_hints

from etl import schema
from etl.errors import CorrectionError
from etl.records import Correction, Document, Figure, Gathered, Mention, Reading, Reject
from etl.reports import figure_ids, mention_ids

PATH = "data/corrections.csv"
COLUMNS = tuple(field.name for field in fields(Correction))
OF_FIGURES = ("kind", "status", "sector", "supplier_country", "recipient_country", "currency", "qualifier",
              "value_low", "value_high", "subject", "quantity", "quantity_unit", "firm_quantity",
              "option_quantity", "price_basis", "announced_date", "reference_year")  # fmt: skip
OF_MENTIONS = ("status", "sector", "supplier_country", "recipient_country", "subject", "quantity",
               "quantity_unit", "announced_date", "reference_year")  # fmt: skip
OF_DEALS = ("kind", "title", "subject", "sector", "status", "first_announced_date", "announced_year",
            "supplier_country", "recipient_country", "currency", "value_low", "value_high", "qualifier",
            "firm_quantity", "option_quantity", "quantity", "quantity_unit", "price_basis")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Applied:
    """One row of corrections_applied; fields in its order."""

    id: str
    column: str
    old: str | None
    new: str | None
    reason: str
    source: str
    date: date
    by: str


def correct_readings(gathered: Gathered) -> tuple[Gathered, list[Reject], list[Applied]]:
    """Apply the corrections that name figures or mentions; those that name deals wait for `correct_deals`."""
    waiting: dict[str, list[Correction]] = {}
    for correction in gathered.corrections:
        if not correction.id.startswith("D"):
            waiting.setdefault(correction.id, []).append(correction)
    if not waiting:
        return gathered, [], []
    refused: list[Reject] = []
    applied: list[Applied] = []
    readings = dict(gathered.readings)
    for document in gathered.documents:
        reading = readings.get(document.document_id)
        if reading and any(name.startswith(document.document_id + ":") for name in waiting):
            readings[document.document_id] = _correct_reading(document, reading, waiting, refused, applied)
    for left in waiting.values():
        refused += [_refuse(correction, "no document states it any more") for correction in left]
    return replace(gathered, readings=readings), refused, applied


def _correct_reading(
    document: Document,
    reading: Reading,
    waiting: dict[str, list[Correction]],
    refused: list[Reject],
    applied: list[Applied],
) -> Reading:
    def corrected(name: str, said: Any, allowed: Sequence[str]) -> Any:
        now, done = said, []
        for correction in waiting.pop(name, ()):
            try:
                value = new_value(correction, getattr(now, correction.column, None), allowed, type(said))
            except CorrectionError as error:
                refused.append(_refuse(correction, str(error)))
                continue
            now = replace(now, **{correction.column: value})
            done.append(correction)
        if isinstance(now, Figure) and done:
            if crossed(now.value_low, now.value_high):
                refused.extend(_refuse(correction, CROSSED) for correction in done)
                return said
            now = replace(now, qualifier=fitting(now.value_low, now.value_high, now.qualifier))
        applied.extend(map(_applied, done))
        return now

    return replace(
        reading,
        figures=tuple(
            corrected(name, figure, OF_FIGURES)
            for name, figure in zip(figure_ids(document, reading.figures), reading.figures, strict=True)
        ),
        mentions=tuple(
            corrected(name, mention, OF_MENTIONS)
            for name, mention in zip(mention_ids(document, reading.mentions), reading.mentions, strict=True)
        ),
    )


def correct_deals(
    rows: Iterable[dict[str, Any]], corrections: Iterable[Correction]
) -> tuple[list[dict[str, Any]], list[Reject], list[Applied]]:
    """Apply the corrections that name deals to the deals' rows, in the order of the file."""
    by_id = {row["deal_id"]: dict(row) for row in rows}
    refused: list[Reject] = []
    applied: list[Applied] = []
    waiting: dict[str, list[Correction]] = {}
    for correction in corrections:
        if correction.id.startswith("D"):
            waiting.setdefault(correction.id, []).append(correction)
    for name, wanted in waiting.items():
        row, done = dict(by_id.get(name, ())), []
        for correction in wanted:
            try:
                if not row:
                    raise CorrectionError("there is no deal of this id any more")
                row[correction.column] = new_value(correction, row.get(correction.column), OF_DEALS, None)
            except CorrectionError as error:
                refused.append(_refuse(correction, str(error)))
            else:
                done.append(correction)
        if done and crossed(row["value_low"], row["value_high"]):
            refused += [_refuse(correction, CROSSED) for correction in done]
        elif done:
            if row["qualifier"] is not None or row["value_low"] is not None or row["value_high"] is not None:
                row["qualifier"] = fitting(row["value_low"], row["value_high"], row["qualifier"])
            by_id[name] = row
            applied += map(_applied, done)
    return list(by_id.values()), refused, applied


CROSSED = "the lower bound would lie above the upper one; correct both bounds, one row each"


def crossed(low: float | None, high: float | None) -> bool:
    """Whether the bounds contradict each other."""
    return low is not None and high is not None and low > high


def fitting(low: float | None, high: float | None, qualifier: str | None) -> Any:
    """The qualifier that goes with corrected bounds; "about" stays about where both ends are equal."""
    if low is None:
        return None if high is None else "up_to"
    if high is None:
        return "at_least"
    if low < high:
        return "range"
    return qualifier if qualifier in ("exact", "about") else "exact"


def new_value(
    correction: Correction, now: Any, allowed: Sequence[str], record: type[Figure] | type[Mention] | None
) -> Any:
    """The corrected value in its type.

    Raises:
        CorrectionError: The column cannot be corrected, `old` is not what stands there, or `new` is no
            value of the column's type.
    """
    if correction.column not in allowed:
        raise CorrectionError(
            f"column {correction.column!r} cannot be corrected here; allowed: {', '.join(allowed)}"
        )
    if not same_text(correction.old, now):
        raise CorrectionError(
            f"old is {correction.old!r}, but {as_text(now)!r} stands there now. Look at the source again, then "
            "put the present value into `old` or take the row out"
        )
    kind = _deal_type(correction.column) if record is None else _record_type(record, correction.column)
    try:
        return _parse(correction.new, kind)
    except ValueError:
        raise CorrectionError(f"new is {correction.new!r}, which is no {kind.__name__}") from None


def _record_type(record: type[Figure] | type[Mention], column: str) -> type:
    hint = get_type_hints(record)[column]
    options = [one for one in get_args(hint) if isinstance(one, type) and one is not type(None)]
    return options[0] if isinstance(hint, UnionType) and options else str


def _deal_type(column: str) -> type:
    arrow = next(one.type for one in schema.DEALS if one.name == column)
    return {schema.REAL: float, schema.INT: int, schema.DAY: date}.get(arrow, str)


def _parse(text: str, kind: type) -> Any:
    if text == "":
        return None
    if kind is date:
        return date.fromisoformat(text)
    return kind(text)


def as_text(value: Any) -> str:
    """A value as corrections.csv writes it: empty for null, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def same_text(text: str, value: Any) -> bool:
    """Whether `text` stands for `value`; 4.2e9 and 4200000000 are one number."""
    if text == as_text(value):
        return True
    try:
        return isinstance(value, (int, float)) and float(text) == value
    except ValueError:
        return False


def _refuse(correction: Correction, why: str) -> Reject:
    return Reject(
        PATH,
        "correction",
        "bad_correction",
        f"{PATH}: the correction of {correction.column} of {correction.id} (by {correction.by}, "
        f"{correction.date}) was not applied: {why}.",
        row=correction.id,
    )


def _applied(correction: Correction) -> Applied:
    return Applied(
        correction.id,
        correction.column,
        correction.old or None,
        correction.new or None,
        correction.reason,
        correction.source,
        correction.date,
        correction.by,
    )
