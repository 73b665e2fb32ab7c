"""A chart on a page with all that belongs to it: heading, finding, picture buttons, CSV, table view, source.

Each panel is a fragment: switching to the table redraws nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import pyarrow as pa
import streamlit as st

from pages.parts import buttons, embed, export_panel, export_rows, publications
from pages.parts.about import file_name
from pages.parts.frame import Page
from pages.parts.marks import picture_layout
from pages.parts.wording import escape_html

CONFIG = {
    "displaylogo": False,
    "displayModeBar": True,  # hidden by our style: only its handler draws the pictures
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "topojsonURL": "/app/static/map/",
    "showTips": False,
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, ready to be shown."""

    name: str  # short, for keys and file names
    figure: go.Figure
    title: str  # says the scope
    finding: str  # what it shows, in one sentence; also the alternative text
    table: pa.Table  # its rows, with column names as the reader sees them
    source: str = ""
    note: str = ""


def show(
    page: Page, chart: Chart, on_click: Callable[[Sequence[dict[str, Any]]], None] | None = None
) -> None:
    """Draw a chart with its heading, finding, buttons and source line.

    Args:
        page: The page.
        chart: The chart.
        on_click: Called with the points that a reader clicked. There must be a widget that does the same.
    """

    page.shown.append(chart)
    if page.alone:
        embed.draw(page, chart)
        return

    @st.fragment(key=f"panel_{chart.name}")
    def panel() -> None:
        _panel(page, chart, on_click)

    panel()


def _panel(page: Page, chart: Chart, on_click: Callable[[Sequence[dict[str, Any]]], None] | None) -> None:
    if "acted" in st.session_state or "goto_deal" in st.session_state:
        st.rerun()  # a click in this panel changed what the whole page shows
    say = page.say
    key = f"chart_{chart.name}"
    # A new key after each click: a chart that remembers its old mark would swallow the next click on it.
    plot = f"plot_{chart.name}_{st.session_state.get('clicks', 0)}"
    st.html(
        f'<h2 class="charttitle">{escape_html(chart.title)}</h2>'
        f'<p class="chartsub">{escape_html(page.filter_line)}</p>'
    )
    as_table = bool(st.session_state.get(f"table_{chart.name}", False))
    if as_table:
        show_table(chart.table, f"rows_{chart.name}", chart.title)
    else:
        with st.container(key=key):
            if on_click is None:
                st.plotly_chart(chart.figure, key=plot, theme=None, config=CONFIG, alt=chart.finding)
            else:
                st.plotly_chart(
                    chart.figure, key=plot, theme=None, config=CONFIG, alt=chart.finding,
                    selection_mode="points", on_select=lambda: _clicked(plot, on_click),
                )  # fmt: skip
    st.html(f'<p class="finding">{escape_html(chart.finding)}</p>')
    about = page.about(chart.title, publications.of_selection(page.store, page.selection))
    with st.container(horizontal=True, key=f"tools_{chart.name}", gap="small"):
        st.toggle(say("chart.as_table"), key=f"table_{chart.name}")
        if not as_table:
            buttons.picture_buttons(
                key,
                file_name(about, "", chart.name).rstrip("."),
                picture_layout(
                    page.look, chart.title, page.filter_line, export_panel.picture_source(page, chart, about),
                    int(chart.figure.layout.height or 480), dict(chart.figure.layout.margin.to_plotly_json()),
                ),
                {
                    "labels": {"png": say("chart.png"), "png1": say("export.png_small"), "svg": say("chart.svg")},
                    "names": {
                        name: say("chart.save", title=chart.title, format=kind)
                        for name, kind in (("png", "PNG"), ("png1", say("export.png_small")), ("svg", "SVG"))
                    },
                    "saving": say("chart.saving"),
                    "saved": say("chart.saved", file="{file}"),
                    "failed": say("chart.save_failed"),
                },
            )  # fmt: skip
        st.download_button(
            say("chart.csv", n=chart.table.num_rows),
            data=lambda: b"".join(export_rows.to_csv(chart.table)),
            file_name=file_name(about, "csv", chart.name),
            mime="text/csv",
            key=f"csv_{chart.name}",
            on_click="ignore",
        )
    st.html(f'<p class="chartsource">{escape_html(source_line(page, chart))}</p>')
    export_panel.draw(page, chart, about)


def source_line(page: Page, chart: Chart) -> str:
    """Rule, sources and snapshot, as they stand under the chart and inside its picture."""
    say = page.say
    rule = chart.note or say("chart.rule_line", floor=say(f"floor.{page.selection.floor}"))
    return f"{rule} {chart.source or say('chart.source_short', count=publisher_count(page), snapshot=page.store.snapshot)}"


def publisher_count(page: Page) -> str:
    """How many publishers stand behind the selected deals."""
    reports = page.store.reports(page.selection)
    return page.say.whole(len({row["publisher"] for row in reports if row["publisher"]}))


def show_table(table: pa.Table, key: str, title: str) -> None:
    """The rows of a chart as a table: amounts grouped by thousands, links as links."""
    columns: dict[str, Any] = {}
    for field in table.schema:
        if pa.types.is_floating(field.type) or pa.types.is_integer(field.type):
            is_year = (
                pa.types.is_integer(field.type)
                and "year" in (field.metadata or {}).get(b"unit", b"").decode()
            )
            columns[field.name] = st.column_config.NumberColumn(format="%d" if is_year else "localized")
        elif (field.metadata or {}).get(b"unit") == b"link":
            columns[field.name] = st.column_config.LinkColumn()
    st.dataframe(table, hide_index=True, key=key, column_config=columns, alt=title)


def _clicked(plot: str, on_click: Callable[[Sequence[dict[str, Any]]], None]) -> None:
    chosen = st.session_state.get(plot)
    points = chosen["selection"]["points"] if chosen else []
    if points:
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
        on_click(points)
