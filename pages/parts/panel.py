"""A chart on a page with all that belongs to it: heading, finding, picture buttons, CSV, table view, source.

Each panel is a fragment: switching to the table redraws nothing else.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa
import streamlit as st

from pages.parts import (
    buttons,
    embed,
    export_panel,
    export_rows,
    markup,
    publications,
    selection,
    store,
)
from pages.parts.about import Sources, file_name
from pages.parts.drawing import Drawing
from pages.parts.marks import picture_layout
from pages.parts.page import OPENED, TABLES, Page
from pages.parts.picks import Press
from pages.parts.tables import Rows, show_table
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
    figure: Drawing
    title: str  # says the scope
    finding: str  # what it shows, in one sentence; also the alternative text
    rows: Rows
    sources: Sources | None = None  # who states it; None: the publications of the selected deals
    note: str = ""
    keys: tuple[
        str, ...
    ] = ()  # what a press on each row of the table selects; empty where it selects nothing
    leads_to: str = (
        ""  # where a press on a mark leads that Streamlit does not hear; `buttons` adds the mark's names
    )
    is_wide: bool = False  # keeps its width on a phone and is moved sideways
    is_fluid: bool = False  # the style sheet gives the height by the width of the screen, not the figure

    @property
    def table(self) -> pa.Table:
        """Its rows, with column names as the reader sees them."""
        return self.rows.table


def show(page: Page, chart: Chart, press: Press | None = None, twin: str = "") -> None:
    """Draw a chart with its heading, finding, buttons and source line.

    Args:
        page: The page.
        chart: The chart.
        press: Gets the key of the mark, or of the table's row, that a reader pressed.
        twin: The list of links that does the same, as HTML; see `picks.twin`.
    """

    page.shown.append(chart)
    if page.alone:
        embed.draw(page, chart)
        return

    _panel(page, chart, press, twin, itertools.count())


def _is_page_outdated(page: Page) -> bool:
    """Whether a press in a panel, or a build meanwhile, changed what the whole page shows."""
    pressed = selection.has_acted() or OPENED in st.session_state
    return pressed or not store.is_current(page.store)


@st.fragment
def _panel(page: Page, chart: Chart, press: Press | None, twin: str, runs: Iterator[int]) -> None:
    # The first run is the page's own. Later ones are of this panel alone, while the page stays as it was.
    if next(runs) and _is_page_outdated(page):
        st.rerun()
    say = page.say
    key = f"chart_{chart.name}"
    # A new key after each press: a chart that remembers its old mark would swallow the next press on it.
    presses = st.session_state.get("clicks", 0)
    plot, rows = f"plot_{chart.name}_{presses}", f"rows_{chart.name}_{presses}"
    markup.draw(
        f'<h2 class="charttitle">{escape_html(chart.title)}</h2>'
        f'<p class="chartsub">{escape_html(page.filter_line)}</p>'
    )
    tables = [name for name in selection.kept_extra(TABLES).split(",") if name]
    as_table = chart.name in tables
    if as_table and press and chart.keys:
        show_table(
            say,
            chart.table,
            rows,
            chart.title,
            on_select=lambda: _pressed(rows, press, chart.keys),
            selection_mode="single-row",
        )
    elif as_table:
        show_table(say, chart.table, rows, chart.title)
    else:
        height: Literal["stretch", "content"] = "stretch" if chart.is_fluid else "content"
        with st.container(key=key):
            if chart.is_wide:  # its place in the order of focus is where arrow keys move the chart
                markup.draw(f'<p class="sideways" tabindex="0">{escape_html(say("chart.sideways"))}</p>')
            if press is None or chart.leads_to:
                st.plotly_chart(
                    chart.figure, key=plot, theme=None, config=CONFIG, alt=chart.finding, height=height
                )
            else:
                st.plotly_chart(
                    chart.figure, key=plot, theme=None, config=CONFIG, alt=chart.finding, height=height,
                    selection_mode="points", on_select=lambda: _pressed(plot, press),
                )  # fmt: skip
    markup.draw(
        f'<p class="finding">{escape_html(chart.finding)}</p>'
        f'<p class="chartsource">{escape_html(source_line(page, chart))}</p>{twin}'
    )
    about = page.about(chart.title, sources_of(page, chart))
    about = replace(about, rule=export_panel.rule(page, chart))
    with st.container(horizontal=True, key=f"tools_{chart.name}", gap="small"):
        switch = f"table_{chart.name}"
        if st.session_state.get(switch, False) != as_table:
            st.session_state[switch] = as_table
        st.toggle(
            say("chart.as_table"), key=switch, help=say("help.as_table"), on_change=lambda: selection.note_extra(TABLES, ",".join(
                [name for name in tables if name != chart.name] + [chart.name] * (not as_table)
            )),
        )  # fmt: skip
        if not as_table:
            buttons.picture_buttons(
                key,
                file_name(about, "", chart.name).rstrip("."),
                picture_layout(
                    page.look, chart.title, page.filter_line, export_panel.picture_source(page, chart, about),
                    chart.figure.height, chart.figure.margin,
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
                chart.leads_to,
            )  # fmt: skip
        st.download_button(
            say("chart.csv", n=chart.rows.count),
            data=lambda: b"".join(export_rows.to_csv(chart.table)),
            file_name=file_name(about, "csv", chart.name),
            mime="text/csv",
            key=f"csv_{chart.name}",
            on_click="ignore",
        )
        wants_more = export_panel.ask(page, chart)
    if wants_more:
        export_panel.draw(page, chart, about)


def sources_of(page: Page, chart: Chart) -> Sources:
    """The publications that state what the chart shows."""
    return publications.of_selection(page.store, page.selection) if chart.sources is None else chart.sources


def source_line(page: Page, chart: Chart) -> str:
    """Rule, sources and snapshot, as they stand under the chart and inside its picture."""
    say = page.say
    sources = sources_of(page, chart)
    count = publications.count_publishers(sources)
    source = say("chart.source_short", n=count) if count else say("chart.source_unnamed", n=len(sources))
    return f"{export_panel.rule(page, chart)} {source} {say('chart.source_snapshot', snapshot=page.store.snapshot)}"


def _pressed(widget: str, press: Press, keys: Sequence[str] = ()) -> None:
    """Hand on the key of the mark, or of the row of a table with these keys, that was pressed."""
    state = st.session_state.get(widget)
    marked = state["selection"]["rows" if keys else "points"] if state else []
    if not marked:
        return
    key = keys[marked[0]] if keys else marked[0].get("customdata")
    while isinstance(key, list | tuple):
        key = key[0] if key else ""
    st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    if key:
        press.do(str(key))
