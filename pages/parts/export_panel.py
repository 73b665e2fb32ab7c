"""Everything of one chart that a reader can take along, behind one toggle under the chart.

PNG, SVG and CSV stand beside it already (the reader's browser draws them). Here: PDF, stand-alone HTML, the
rows in every form, all deals behind them, a zip, the citation, a link to embed. Buttons are ordinary ones;
a file is made when its button is pressed, not before.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyarrow as pa
import streamlit as st

from pages.parts import (
    bundle,
    chart_html,
    citation,
    extracts,
    images,
    palette,
    publications,
    scope,
    selection,
)
from pages.parts.about import About, file_name
from pages.parts.drawing import Drawing
from pages.parts.export_forms import FORMS, Form
from pages.parts.export_xlsx import to_xlsx
from pages.parts.marks import picture_layout
from pages.parts.page import Page, address
from pages.parts.wording import escape

if TYPE_CHECKING:
    from pages.parts.panel import Chart

LOG = logging.getLogger("dealscope")
HELD_ROWS = 20_000  # more than this is not made in the server's memory: its data address streams it
NAMED_SOURCES = 3


def ask(page: Page, chart: "Chart") -> bool:
    """The toggle: whether the reader wants more than what stands beside it."""
    return st.toggle(page.say("export.more"), key=f"more_{chart.name}", help=page.say("help.more"))


def draw(page: Page, chart: "Chart", about: About) -> None:
    """All the buttons."""
    say = page.say
    with st.container(key=f"export_{chart.name}", border=True):
        _chart_buttons(page, chart, about)
        _head(say("export.own_rows", n=chart.rows.count))
        with _row(f"own_{chart.name}"):
            for ending in ("xlsx", "parquet", "json"):
                rows_button(page, chart.table, about, ending, chart.name)
        draw_behind(page, about, chart.name)
        draw_citation(page, about, chart.name)
        draw_embed(page, chart.name)


def _head(text: str) -> None:
    st.markdown(f"**{escape(text)}**")


def _row(key: str) -> Any:
    return st.container(horizontal=True, gap="small", key=f"row_{key}")


def _chart_buttons(page: Page, chart: "Chart", about: About) -> None:
    say = page.say
    _head(say("export.chart_head"))
    has_painter = images.why_not() is None
    with _row(f"chart_{chart.name}"):
        if has_painter:
            button(
                say("export.pdf"),
                lambda: picture(page, chart, "pdf", about),
                file_name(about, "pdf", chart.name),
                images.MIME["pdf"],
            )
        html_name = file_name(about, "html", chart.name)
        button(say("export.html"), lambda: to_html(page, chart, about), html_name, "text/html")
        zip_name = file_name(about, "zip", chart.name)
        button(say("export.zip"), lambda: to_zip(page, [chart], about), zip_name, "application/zip")
    if not has_painter:
        st.caption(escape(say("export.no_pictures")))


def button(label: str, make: Callable[[], bytes], name: str, media_type: str) -> None:
    """A download whose content is made when it is pressed."""
    st.download_button(
        label, data=safely(make), file_name=name, mime=media_type, key=f"get_{name}", on_click="ignore"
    )


def safely(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Streamlit shows nothing when a download cannot be made, so the file itself says why."""

    def made() -> bytes:
        try:
            return make()
        except Exception as problem:  # whatever it is, the reader must hear of it
            LOG.exception("A download could not be made.")
            return f"This file could not be made: {problem}\n".encode()

    return made


def rows_button(page: Page, rows: pa.Table, about: About, ending: str, part: str) -> None:
    """One form of a table that is at hand."""
    form = FORMS[ending]
    button(
        page.say("export.button", form=form.name, n=rows.num_rows),
        lambda: b"".join(form.write(rows, about)),
        file_name(about, ending, part),
        form.media_type,
    )


def behind(page: Page) -> str:
    """Which rows stand behind the charts of a page."""
    return {"totals": "totals", "quality": "rejects"}.get(page.name, "deals")


def draw_behind(page: Page, about: About, part: str) -> None:
    """All rows behind the page's charts, in every form; where they are many, their data addresses."""
    say, name = page.say, behind(page)
    count = extracts.count(name, page.store, page.selection)
    _head(say(f"export.{name}", n=count))
    with _row(f"behind_{part}"):
        for form in FORMS.values():
            label = say("export.button", form=form.name, n=count)
            if count > HELD_ROWS and form.ending == "xlsx":
                _prepared(page, name, about, part, count)
            elif count > HELD_ROWS:
                st.link_button(label, data_address(page, name, form.ending))
            else:
                button(
                    label,
                    rows_maker(page, name, form, about),
                    file_name(about, form.ending, f"{part} {name}"),
                    form.media_type,
                )
    if count > HELD_ROWS:
        st.caption(escape(say("export.streams", n=say.whole(HELD_ROWS))))


def _prepared(page: Page, name: str, about: About, part: str, count: int) -> None:
    """A large workbook takes its time before the first byte: it is made in sight, then offered."""
    say, form = page.say, FORMS["xlsx"]
    if not st.button(
        say("export.prepare", what=say("export.button", form=form.name, n=count)),
        key=f"prepare_{part}_{name}",
    ):
        return
    bar = st.progress(0.0)

    def told(done: int) -> None:
        bar.progress(
            min(done / count, 1.0), say("export.preparing", done=say.whole(done), all=say.whole(count))
        )

    content = b"".join(to_xlsx(extracts.read(name, page.store, page.selection), about, told))
    bar.empty()
    button(form.name, lambda: content, file_name(about, form.ending, f"{part} {name}"), form.media_type)


def rows_maker(page: Page, name: str, form: Form, about: About) -> Callable[[], bytes]:
    """What makes a file of the selected rows, when its button is pressed."""
    return lambda: b"".join(form.write(extracts.read(name, page.store, page.selection), about))


def data_address(page: Page, name: str, ending: str) -> str:
    """The address of rows with the page's selection, on this server."""
    params = {k: v for k, v in page.choice.params.items() if k in extracts.EXTRACTS[name].filters}
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    query = f"?{urlencode(params, safe=',')}" if params else ""
    return f"{'/' + base if base else ''}/data/{name}.{ending}{query}"


def draw_citation(page: Page, about: About, part: str) -> None:
    """How to cite: text to copy, BibTeX and CSL-JSON to download."""
    say = page.say
    _head(say("export.cite"))
    st.caption(escape(say("export.cite_note")))
    st.code(citation.to_text(about), language=None, wrap_lines=True)
    with _row(f"cite_{part}"):
        bib, csl = file_name(about, "bib", part), file_name(about, "csl.json", part)
        button(say("export.bibtex"), lambda: citation.to_bibtex(about).encode(), bib, "application/x-bibtex")
        button(
            say("export.csl"),
            lambda: citation.to_csl(about).encode(),
            csl,
            "application/vnd.citationstyles.csl+json",
        )


def draw_deal(page: Page, deal_id: str, title: str) -> None:
    """How to cite one deal: its own sources, and the address of its own view."""
    if st.toggle(page.say("export.cite"), key="cite_deal", help=page.say("help.cite")):
        about = replace(page.about(title, publications.of_deal(page.store, deal_id)), filters=(), result="")
        with st.container(border=True, key="export_deal"):
            draw_citation(page, about, "deal")


def draw_embed(page: Page, name: str) -> None:
    """The address of this chart alone, ready to paste."""
    say = page.say
    _head(say("export.embed"))
    st.caption(escape(say("export.embed_note")))
    base = address(page).partition("?")[0]
    params = {**selection.link_params(page.choice, **{**page.choice.extras, "chart": name}), "embed": "true"}
    source = f"{base}?{urlencode(params, safe=',')}".replace("&", "&amp;")
    st.code(
        f'<iframe src="{source}" width="100%" height="640" style="border:0" title="dealscope"></iframe>',
        language=None,  # the framework's colours for code are too pale to read
        wrap_lines=True,  # what is moved sideways cannot be reached without a mouse
    )


# ---------------------------------------------------------------------------- files


def dressed(page: Page, chart: "Chart", about: About) -> dict[str, Any]:
    """The chart as a picture: title, filters, rule, sources, snapshot, link and date inside it."""
    plain = figure_parts(page, chart.figure)
    layout = plain["layout"]
    extra = picture_layout(
        palette.LIGHT,
        chart.title,
        page.filter_line,
        picture_source(page, chart, about),
        int(layout.get("height") or 480),
        dict(layout.get("margin") or {}),
    )
    annotations = [*layout.get("annotations", ()), *extra.get("annotations", ())]
    font = {**layout.get("font", {}), **extra.get("font", {})}
    return {"data": plain["data"], "layout": {**layout, **extra, "annotations": annotations, "font": font}}


def figure_parts(page: Page, figure: Drawing) -> dict[str, Any]:
    """A figure as a dict with `data` and `layout`, in the colours of paper; the cached figure is not touched."""
    parts = figure.to_dict()
    colours = palette.swap(page.look, palette.LIGHT)
    return {
        "data": [recoloured(trace, colours) for trace in parts["data"]],
        "layout": recoloured(parts["layout"], colours),
    }


def recoloured(value: Any, colours: Mapping[str, str]) -> Any:
    """A copy with every text that is exactly a colour of one palette replaced by its fellow of another."""
    if isinstance(value, str):
        return colours.get(value, value)
    if isinstance(value, Mapping):
        return {key: recoloured(inner, colours) for key, inner in value.items()}
    return [recoloured(inner, colours) for inner in value] if isinstance(value, (list, tuple)) else value


def rule(page: Page, chart: "Chart") -> str:
    """What is added or counted in the chart, and what its marks mean."""
    return chart.note or scope.rule(page.say, page.selection, chart.figure.signs)


def picture_source(page: Page, chart: "Chart", about: About) -> str:
    """The line inside a picture: rule, publishers, snapshot, link, date of access."""
    say = page.say
    names = about.sources.publishers
    named = say.listed(names[:NAMED_SOURCES])
    if len(names) > NAMED_SOURCES:
        named = say("export.and_more", sources=named, n=say.whole(len(names) - NAMED_SOURCES))
    when = say.day(about.accessed)
    line = say(
        "export.source_line", sources=named or "-", snapshot=about.snapshot, link=about.link, date=when
    )
    return f"{rule(page, chart)} {line}".replace("..", ".")  # a publisher's name may end in a full stop


def picture(page: Page, chart: "Chart", form: str, about: About, scale: float = 1) -> bytes:
    """The chart drawn on the server."""
    figure = dressed(page, chart, about)
    width, height = int(figure["layout"]["width"]), int(figure["layout"]["height"])
    return images.draw(figure, form, width, height, scale)


def to_html(page: Page, chart: "Chart", about: About) -> bytes:
    """The chart as one HTML file."""
    own = replace(about, rule=rule(page, chart))
    return chart_html.to_html(figure_parts(page, chart.figure), own, chart.finding, chart.table.to_pylist())


def to_zip(page: Page, charts: "list[Chart]", about: About) -> bytes:
    """Charts, their rows, all deals behind them, README and citation."""
    drawn: dict[str, bundle.Content] = {}
    data: dict[str, bundle.Content] = {}
    for chart in charts:
        if images.why_not() is None:
            for form in ("png", "svg"):
                drawn[f"{chart.name}.{form}"] = picture(page, chart, form, about, 2 if form == "png" else 1)
        drawn[f"{chart.name}.html"] = to_html(page, chart, about)
        for ending in ("csv", "xlsx"):
            data[f"{chart.name}.{ending}"] = FORMS[ending].write(chart.table, about)
    for ending in ("csv", "parquet"):
        data[f"deals.{ending}"] = FORMS[ending].write(
            extracts.read("deals", page.store, page.selection), about
        )
    described = extracts.arrow_schema(extracts.columns("deals"))
    pieces: Iterator[bytes] = bundle.to_zip(bundle.selection_files(about, described, data, drawn))
    return b"".join(pieces)
