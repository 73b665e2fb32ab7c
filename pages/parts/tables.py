"""Rows as a table on a page: amounts grouped by thousands, links as links, texts that need it in several lines."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.parts.page import Page
from pages.parts.wording import Wording

CENTS_MATTER_BELOW = 10_000  # a table of billions shows whole dollars; the CSV has every digit
WIDE = 8  # columns of a table that is moved sideways anyway: its short texts are not cut
SHORT_TEXT = 40  # letters
LINE_TEXT = 31  # letters of a line of a text that goes on in the next ones
LETTER = 8.4  # pixels of the widest: digits of an amount or of an id must not go on in the next line
WRAPPED = 65  # pixels of a row in which long texts go on in the next line: Streamlit wraps above 64
WHOLE_ROWS = 20  # a table of so many rows is shown whole, a longer one moves inside its frame
STYLED_CELLS = 50_000  # more than that are left to the browser, which writes numbers in its own language


class Rows:
    """The rows behind a chart. Their number stands under it; they themselves are made when somebody asks for them."""

    def __init__(self, count: int, make: Callable[[], pa.Table]) -> None:
        self.count = count
        self._make = make

    @cached_property
    def table(self) -> pa.Table:
        """The rows, with column names as the reader sees them."""
        return self._make()


class Shown(NamedTuple):
    """A table as it is shown: dollars without cents, how its columns are written, which of them are amounts or counts."""

    table: pa.Table
    columns: dict[str, Any]
    numbers: list[str]


def to_shown(say: Wording, table: pa.Table, is_wrapped: bool = False) -> Shown:
    """Look at a table's columns once; one that is the same at every run is kept so."""
    columns: dict[str, Any] = {}
    numbers: list[str] = []
    for place, field in enumerate(table.schema):
        unit = (field.metadata or {}).get(b"unit", b"").decode()
        if pa.types.is_floating(field.type) and _is_large(table[place]):
            table = table.set_column(place, field, pc.round(table[place]))
        if pa.types.is_integer(field.type) and "year" in unit:
            columns[field.name] = st.column_config.NumberColumn(format="%d")
        elif pa.types.is_floating(field.type) or pa.types.is_integer(field.type):
            columns[field.name] = st.column_config.NumberColumn(format="localized")
            numbers.append(field.name)
        elif pa.types.is_date(field.type):
            columns[field.name] = st.column_config.DateColumn(format=say("number.table_day"))
        elif unit == "link":
            columns[field.name] = st.column_config.LinkColumn()
        elif pa.types.is_string(field.type) and not unit and (is_wrapped or table.num_columns >= WIDE):
            longest = max(len(field.name), pc.max(pc.utf8_length(table[place])).as_py() or 0)
            if is_wrapped or longest <= SHORT_TEXT:
                letters = min(longest, LINE_TEXT if is_wrapped else SHORT_TEXT)
                columns[field.name] = st.column_config.TextColumn(width=round(letters * LETTER) + 22)
    return Shown(table, columns, numbers)


def show_table(say: Wording, rows: pa.Table | Shown, key: str, title: str, **more: Any) -> None:
    """Draw rows with their numbers as the reader's language writes them; `more` goes to Streamlit.

    The browser writes numbers itself, in its own language. Where the page is read in another one they are written
    here: sorting goes by the number all the same.
    """
    if not isinstance(rows, Shown):
        rows = to_shown(say, rows, more.get("row_height") == WRAPPED)
    table, columns, numbers = rows
    if table.num_rows <= WHOLE_ROWS:
        more.setdefault("height", "content")
    shown: Any = table
    if numbers and not _is_of_browser(say) and table.num_rows * table.num_columns <= STYLED_CELLS:
        shown = table.to_pandas(types_mapper=pd.ArrowDtype).style.format(
            say.number, subset=numbers, na_rep=""
        )
        columns = columns | {name: st.column_config.NumberColumn() for name in numbers}
    st.dataframe(shown, hide_index=True, key=key, column_config=columns, alt=title, placeholder="", **more)


def show_kept(
    page: Page, name: str, make: Callable[[], pa.Table], title: str, *which: str, is_wrapped: bool = False
) -> None:
    """Draw a table that no filter changes: made and looked at once a language.

    Args:
        page: The page.
        name: Short, for the widget's key.
        make: Makes the table.
        title: What it shows.
        which: What else it depends on.
        is_wrapped: Whether its long texts go on in the next line.
    """
    kept = ("shown", name, *which, page.say.language)
    rows = page.store.keep(kept, lambda: to_shown(page.say, make(), is_wrapped))
    show_table(page.say, rows, name, title, **({"row_height": WRAPPED} if is_wrapped else {}))


def _is_large(values: pa.ChunkedArray) -> bool:
    return bool((pc.max(pc.abs(values)).as_py() or 0) >= CENTS_MATTER_BELOW)


def _is_of_browser(say: Wording) -> bool:
    """Whether the browser's own language is the page's; a reader without a browser is taken to have the page's."""
    spoken = st.context.locale
    return not isinstance(spoken, str) or spoken.split("-")[0].lower() == say.language
