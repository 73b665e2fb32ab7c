"""What a reader can take along of a whole page: a report, all charts in one zip, the rows, the citation.

Also the whole data set, for the Method page. Nothing is made before its button is pressed.
"""

from dataclasses import replace
from typing import Any

import streamlit as st

from pages.parts import (
    code_names,
    datapackage,
    export_panel,
    extracts,
    images,
    publications,
    report,
    terms,
)
from pages.parts.about import About, file_name
from pages.parts.criteria import DEFAULT
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.summary import adds_up, in_unit
from pages.parts.wording import escape

ADDRESSED = ("deals", "figures", "documents", "totals", "sums")


def draw(page: Page) -> None:
    """The toggle at the foot of a page and, once it is on, all that can be taken along."""
    say = page.say
    if not st.toggle(say("export.page"), key="export_page_on", help=say("help.take_page")):
        return
    about = page.about(page.scope, publications.of_selection(page.store, page.selection))
    with st.container(key="export_page", border=True):
        _report_buttons(page, about)
        export_panel.draw_behind(page, about, "")
        export_panel.draw_citation(page, about, "")
        draw_addresses(page)


def _report_buttons(page: Page, about: About) -> None:
    say = page.say
    has_painter = images.why_not() is None
    with st.container(horizontal=True, gap="small", key="row_report"):
        name = file_name(about, "html", "report")
        export_panel.button(say("export.report_html"), lambda: to_report(page, about), name, "text/html")
        if has_painter:
            pdf = file_name(about, "pdf", "report")
            export_panel.button(
                say("export.report_pdf"),
                lambda: report.to_pdf(to_report(page, about)),
                pdf,
                images.MIME["pdf"],
            )
        if page.shown:
            export_panel.button(
                say("export.page_zip"),
                lambda: export_panel.to_zip(page, page.shown, about),
                file_name(about, "zip"),
                "application/zip",
            )
    if not has_painter:
        st.caption(escape(say("export.no_pictures")))


def draw_addresses(page: Page) -> None:
    """Where programs find the same rows."""
    say = page.say
    st.markdown(f"**{escape(say('export.addresses'))}**")
    st.caption(escape(say("export.addresses_note")))
    lines = [export_panel.data_address(page, name, "json" if name == "sums" else "csv") for name in ADDRESSED]
    st.code(
        "\n".join([*lines, "/data/openapi.json", "/data/dictionary.json", "/feed.xml"]),
        language=None,
        wrap_lines=True,
    )


def to_report(page: Page, about: About) -> bytes:
    """The report of the page's selection as HTML."""
    say = page.say
    charts = [_chart(page, chart) for chart in page.shown]
    rows = (
        extracts.read("deals", page.store, page.selection, report.LISTED_DEALS, order="largest")
        .read_all()
        .to_pylist()
    )
    return report.to_html(
        say,
        about,
        _metrics(page, about),
        charts,
        [_deal(page, row) for row in rows],
        _left_out(page),
        say.day(page.store.newest_date),
        page.summary.deal_count,
    )


def _chart(page: Page, chart: Chart) -> report.Chart:
    parts = export_panel.figure_parts(page, chart.figure)
    return report.Chart(chart.title, chart.finding, parts, int(parts["layout"].get("height") or 420))


def _metrics(page: Page, about: About) -> list[report.Metric]:
    say, summary = page.say, page.summary
    counted = summary.counted
    total = (
        in_unit(say, page.selection, counted.low, counted.high, counted.open_high_count)
        if counted.count and adds_up(page.selection)
        else "-"
    )
    left_out = summary.deal_count - counted.count
    publishers = len(about.sources.publishers)
    return [
        report.Metric(say("card.total"), total, say("card.total_note", n=counted.count)),
        report.Metric(say("card.deals"), say.whole(summary.deal_count)),
        report.Metric(say("card.left_out"), say.whole(left_out), say("card.left_out_note", n=left_out)),
        report.Metric(
            say("report.sources"), say.whole(len(about.sources)), say("export.publishers", n=publishers)
        ),
    ]


def _deal(page: Page, row: dict[str, Any]) -> report.Deal:
    say = page.say
    counted = say("report.counted") if row["is_counted"] else say(f"why_short.{row['why']}")
    return report.Deal(
        terms.deal_label(page, row),
        say.short_day(row["first_announced_date"]),
        code_names.sector_name(page.store, say, row["sector"]),
        code_names.status_name(page.store, say, row["status"]),
        terms.amount_written(page, row),
        counted,
        row["source_sentence"] or "",
        row["source_publisher"] or "",
        row["source_url"] or "",
    )


def _left_out(page: Page) -> list[dict[str, Any]]:
    say = page.say
    found = []
    for why, sums in page.summary.left_out:
        if not sums.high or page.selection.unit == "gdp":
            amount = ""
        elif why == "ceiling_only":
            amount = say.money(None, sums.high)
        else:
            amount = say.total(sums.low, sums.high, sums.open_high_count)
        found.append(
            {
                say("report.why"): say(f"why_short.{why}"),
                say("report.count"): sums.count,
                say("report.amount"): amount,
            }
        )
    return found


def draw_dataset(page: Page) -> None:
    """The whole data set, whatever the filters say: every form, the data package, the citation."""
    say = page.say
    st.header(say("export.dataset"), anchor=False)
    about = replace(
        page.about(say("export.dataset"), publications.of_selection(page.store, DEFAULT)),
        filters=(),
        query="",
        result="",
        page="dataset",
    )
    whole_page = replace(page, choice=replace(page.choice, selection=DEFAULT))
    export_panel.draw_behind(whole_page, about, "")
    export_panel.button(
        say("export.package"),
        lambda: to_package(page, about),
        file_name(about, "zip", "package"),
        "application/zip",
    )
    export_panel.draw_citation(whole_page, about, "dataset")
    draw_addresses(whole_page)


def to_package(page: Page, about: About) -> bytes:
    """The data package of the snapshot, all tables."""
    return b"".join(datapackage.to_datapackage(extracts.whole_tables(page.store), about))
