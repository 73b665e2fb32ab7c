"""Rows with described columns -> an Excel workbook: Data, Sources, README and a native chart.

Rows are written one by one to disk (xlsxwriter's constant memory), so 100,000 rows need no more memory
than a hundred; numbers, dates and flags are what they are, and a text is never a formula.
"""

import heapq
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter

from pages.parts.about import PRODUCT, About, lines
from pages.parts.export_rows import Rows, batches, cells, note_of
from pages.parts.wording import wording

SHEET_ROWS = 1_048_575  # what Excel holds, less the header
CELL_CHARS = 32_767
LONGEST_LINK = 2_079
CHART_ROWS = 15
PIECE = 1 << 18
WIDEST, NARROWEST = 60, 9
# The clock would make two exports of the same rows differ.
CREATED = datetime(2000, 1, 1)
Tell = Callable[[int], None]


def to_xlsx(rows: Rows, about: About, on_rows: Tell | None = None) -> Iterator[bytes]:
    """The workbook in pieces; `on_rows` hears after each batch how many rows are written."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        settings = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False}
        book = xlsxwriter.Workbook(path, {**settings, "strings_to_urls": False, "nan_inf_to_errors": True})
        book.set_properties({"title": about.title, "author": PRODUCT, "created": CREATED})
        looks = _looks(book)
        largest = _write_data(book, looks, rows, on_rows)
        _write_sources(book, looks, about)
        _write_readme(book, looks, rows.schema, about)
        if largest:
            _write_chart(book, looks, largest, about)
        book.close()
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _looks(book: Any) -> dict[str, Any]:
    """Cell formats by name. `text` carries Excel's own mark for "this is text", also after an edit."""
    made = {
        "head": {"bold": True, "bg_color": "#E7F1F0", "bottom": 1, "text_wrap": True, "valign": "top"},
        "text": {"quote_prefix": True, "valign": "top"},
        "wrap": {"quote_prefix": True, "text_wrap": True, "valign": "top"},
        "bold": {"bold": True, "valign": "top"},
        "whole": {"num_format": "#,##0"},
        "part": {"num_format": "0.00"},
        "share": {"num_format": "0.00%"},
        "year": {"num_format": "0"},
        "rate": {"num_format": "#,##0.0000"},
        "day": {"num_format": "yyyy-mm-dd", "align": "left"},
    }
    return {name: book.add_format(settings) for name, settings in made.items()}


def look_of(field: pa.Field) -> str:
    """Which format a column of numbers wears, by the unit that it states."""
    unit = note_of(field, "unit")
    if unit == "year":
        return "year"
    if unit == "fraction":
        return "share"
    if unit == "0 to 1":
        return "part"
    if unit.startswith("units of"):
        return "rate"
    return "day" if pa.types.is_date(field.type) else "whole"


def _by_sample(field: pa.Field, chosen: Any, sample: list[Any], looks: dict[str, Any]) -> Any:
    """A column that states no unit shows its decimals where it has any: shares must not read as 0."""
    if note_of(field, "unit") or not pa.types.is_floating(field.type):
        return chosen
    return chosen if all(v is None or v.is_integer() for v in sample) else looks["rate"]


def _width(field: pa.Field, sample: list[Any]) -> float:
    if pa.types.is_floating(field.type):
        return 18
    longest = max((len(str(value)) for value in sample if value is not None), default=0)
    return float(min(max(longest + 1, len(field.name) + 1, NARROWEST), WIDEST))


def _write_data(book: Any, looks: dict[str, Any], rows: Rows, on_rows: Tell | None) -> list[tuple[Any, ...]]:
    """Fill the sheets Data, Data 2 ...; returns label and bounds of the largest rows, for the chart."""
    schema, sheet, place, done = rows.schema, None, 0, 0
    formats = [looks[look_of(field)] for field in schema]
    has_looked = False
    # A text that only looks like a number stays a text; is told by the column's type, not by its content.
    is_text = [pa.types.is_string(f.type) or pa.types.is_nested(f.type) for f in schema]
    label, low, high = charted(schema)
    largest: list[tuple[float, int, Any, float | None]] = []
    sheets = 0
    for batch in _at_least_one(batches(rows), schema):
        columns = [
            _texts(column) if text else column.to_pylist()
            for column, text in zip(batch.columns, is_text, strict=True)
        ]
        if not has_looked:
            formats = [_by_sample(*pair, looks) for pair in zip(schema, formats, columns, strict=True)]
            has_looked = True
        for record in zip(*columns, strict=True):
            if sheet is None or place > SHEET_ROWS:
                sheets += 1
                _filterable(sheet, place, schema)
                sheet, place = _data_sheet(book, looks, schema, sheets, columns), 1
            _write_record(sheet, place, record, is_text, formats, looks["text"])
            if low is not None and high is not None and record[low] is not None:
                item = (record[low], -done, record[label], record[high])
                (heapq.heappush if len(largest) < CHART_ROWS else heapq.heappushpop)(largest, item)
            place, done = place + 1, done + 1
        if sheet is None:
            sheets += 1
            sheet, place = _data_sheet(book, looks, schema, sheets, columns), 1
        if on_rows:
            on_rows(done)
    _filterable(sheet, place, schema)
    return [(name, least, most) for least, _, name, most in sorted(largest, reverse=True)]


def _at_least_one(pieces: Iterator[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """An empty selection still gets its sheet with the header."""
    first = next(pieces, None)
    yield first if first is not None else pa.RecordBatch.from_pylist([], schema)
    yield from pieces


def _texts(column: pa.Array) -> list[str | None]:
    """Texts and lists as Excel can hold them; a text cell is inert, so nothing is put before it."""
    if pa.types.is_string(column.type):
        values = column.to_pylist()
    elif pa.types.is_string(column.type.value_type if pa.types.is_list(column.type) else column.type):
        values = [None if v is None else "; ".join(v) for v in column.to_pylist()]
    else:
        values = cells(column)
    return [v if v is None or len(v) <= CELL_CHARS else v[: CELL_CHARS - 1] + "…" for v in values]


def _data_sheet(
    book: Any, looks: dict[str, Any], schema: pa.Schema, number: int, columns: list[list[Any]]
) -> Any:
    sheet = book.add_worksheet("Data" if number == 1 else f"Data {number}")
    for place, (field, sample) in enumerate(zip(schema, columns, strict=True)):
        sheet.set_column(place, place, _width(field, sample[:500]))
        sheet.write_string(0, place, field.name, looks["head"])
    sheet.freeze_panes(1, 1)
    return sheet


def _filterable(sheet: Any, place: int, schema: pa.Schema) -> None:
    """Filter arrows over a finished sheet: only now is its length known."""
    if sheet is not None:
        sheet.autofilter(0, 0, max(place - 1, 1), len(schema) - 1)


def _write_record(
    sheet: Any, place: int, record: tuple[Any, ...], is_text: list[bool], formats: list[Any], text_format: Any
) -> None:
    for column, value in enumerate(record):
        if value is None:
            continue
        if is_text[column]:
            sheet.write_string(place, column, value, text_format)
        elif isinstance(value, bool):
            sheet.write_boolean(place, column, value)
        elif isinstance(value, date):
            sheet.write_datetime(place, column, value, formats[column])
        else:
            sheet.write_number(place, column, value, formats[column])


def _write_sources(book: Any, looks: dict[str, Any], about: About) -> None:
    sheet = book.add_worksheet("Sources")
    for column, (name, width) in enumerate(
        (("publisher", 34), ("published", 12), ("title", 60), ("address", 70))
    ):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, looks["head"])
    sheet.freeze_panes(1, 0)
    for row, source in enumerate(about.sources[:SHEET_ROWS], start=1):
        sheet.write_string(row, 0, source.publisher[:CELL_CHARS], looks["text"])
        if source.published_date:
            sheet.write_datetime(row, 1, source.published_date, looks["day"])
        sheet.write_string(row, 2, source.title[:CELL_CHARS], looks["text"])
        # Excel takes 65,530 links a sheet and 2,079 characters a link; beyond that it stays a text.
        if (
            source.url.startswith(("http://", "https://"))
            and len(source.url) <= LONGEST_LINK
            and row < 65_000
        ):
            sheet.write_url(row, 3, source.url)
        else:
            sheet.write_string(row, 3, source.url[:CELL_CHARS], looks["text"])


def _write_readme(book: Any, looks: dict[str, Any], schema: pa.Schema, about: About) -> None:
    sheet = book.add_worksheet("README")
    for column, width in enumerate((26, 100, 26, 14)):
        sheet.set_column(column, column, width)
    row = 0
    for label, text in lines(about):
        sheet.write_string(row, 0, label, looks["bold"])
        sheet.write_string(row, 1, text[:CELL_CHARS], looks["wrap"])
        row += 1
    row += 1
    say = wording(about.language)
    for column, name in enumerate(("column", "meaning", "unit", "type")):
        sheet.write_string(row, column, say(f"method.{name}"), looks["head"])
    for field in schema:
        row += 1
        meaning, unit = (say.meaning(note_of(field, name)) for name in ("description", "unit"))
        told = (field.name, meaning, unit, str(field.type))
        for column, text in enumerate(told):
            sheet.write_string(row, column, text, looks["wrap"])


def charted(schema: pa.Schema) -> tuple[int, int | None, int | None]:
    """Which columns the chart shows: label, lower bound, upper bound; no bound, no chart."""
    names = schema.names
    texts = [place for place, field in enumerate(schema) if pa.types.is_string(field.type)]
    label = names.index("title") if "title" in names else next(iter(texts), 0)
    for low, high in (("value_low_usd", "value_high_usd"), ("low", "high")):
        if low in names and high in names:
            return label, names.index(low), names.index(high)
    # A chart's own rows have headings for people: lower and upper bound are its first two columns of amounts.
    amounts = [place for place, field in enumerate(schema) if pa.types.is_floating(field.type)]
    if len(amounts) > 1 and amounts[1] == amounts[0] + 1:
        return label, amounts[0], amounts[1]
    counts = [place for place, field in enumerate(schema) if pa.types.is_integer(field.type)]
    only = next(iter([*amounts, *counts]), None)
    return label, only, only


def _write_chart(book: Any, looks: dict[str, Any], largest: list[tuple[Any, ...]], about: About) -> None:
    """The largest rows as bars; the part up to the upper bound is lighter, as on the page."""
    sheet = book.add_worksheet("Chart")
    sheet.set_column(0, 0, 50)
    sheet.set_column(1, 3, 20)
    for column, name in enumerate(("row", "lower bound", "upper bound", "up to the upper bound")):
        sheet.write_string(0, column, name, looks["head"])
    for row, (name, low, high) in enumerate(largest, start=1):
        sheet.write_string(row, 0, str(name or "not stated"), looks["text"])
        sheet.write_number(row, 1, low, looks["whole"])
        if high is not None:
            sheet.write_number(row, 2, high, looks["whole"])
            sheet.write_number(row, 3, max(high - low, 0), looks["whole"])
    last = len(largest)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column, name, colour in ((1, "lower bound", "#0B6E69"), (3, "up to the upper bound", "#A5CFCB")):
        places = {"categories": ["Chart", 1, 0, last, 0], "values": ["Chart", 1, column, last, column]}
        chart.add_series({**places, "name": name, "fill": {"color": colour}, "gap": 40})
    chart.set_title({"name": about.title[:250], "name_font": {"size": 12}})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": '#,##0.0,,, "bn"' if largest[0][1] >= 1e9 else "#,##0", "min": 0})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 900, "height": 120 + 32 * last})
    sheet.insert_chart("F2", chart, {"description": f"Bars: {about.title}"})
