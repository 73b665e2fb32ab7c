"""A figure with its selection -> one HTML file that shows the chart anywhere, with the network cut.

plotly.js, the font and, for maps, the world's outlines are inside the file; its policy forbids it to ask any host.
"""

import base64
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import plotly.io
import plotly.offline

from pages.parts import citation
from pages.parts.about import PRODUCT, About, Source, lines
from pages.parts.images import FONTS, geo_script
from pages.parts.wording import wording

POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:"
STYLE = """
:root{--ink:#14232b;--soft:#50616a;--line:#d3dcdd;--back:#fff}
body{margin:0 auto;padding:24px;max-width:1060px;color:var(--ink);background:var(--back);
font:15px/1.5 Inter,system-ui,sans-serif;font-variant-numeric:tabular-nums}
h1{font-size:24px;line-height:1.25;margin:0 0 8px}h2{font-size:18px;margin:32px 0 8px}
.soft,figcaption{color:var(--soft)}figure{margin:16px 0;break-inside:avoid}.chart{width:100%}
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;vertical-align:top;
padding:5px 10px 5px 0;border-bottom:1px solid var(--line)}th{border-bottom:2px solid var(--ink)}
td.number,th.number{text-align:right;white-space:nowrap}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}
dt{color:var(--soft)}dd{margin:0}a{color:#0b6e69;overflow-wrap:anywhere}
"""
Figure = Mapping[str, Any]


def to_html(figure: Figure, about: About, finding: str, table: Sequence[Mapping[str, Any]] = ()) -> bytes:
    """The page: title, finding, chart, its rows, selection, citation and sources. Texts are shown as text."""
    say = wording(about.language)
    body = [
        f"<h1>{escape(about.title)}</h1><p>{escape(finding)}</p>",
        chart_block("chart", figure, finding),
        *(
            [f"<details><summary>{escape(say('export.numbers'))}</summary>{to_table(table)}</details>"]
            if table
            else []
        ),
        f"<h2>{escape(say('export.about_chart'))}</h2>",
        selection_block(about),
        f"<h2>{escape(say('export.cite'))}</h2><p>{escape(citation.to_text(about))}</p>",
        sources_block(about.sources, say("report.sources")),
    ]
    return page(about.title, "\n".join(body), [figure], language=about.language)


def page(title: str, body: str, figures: Sequence[Figure], style: str = "", language: str = "en") -> bytes:
    """A whole document around `body`, with what its charts need."""
    scripts = ""
    if figures:
        outlines = geo_script() if any(_is_map(figure) for figure in figures) else ""
        # The library goes before the charts: each draws itself where it stands.
        scripts = f"<script>{outlines}{plotly.offline.get_plotlyjs()}</script>"
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(title)} - {PRODUCT}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<style>{_fonts()}{STYLE}{style}</style>{scripts}</head><body>{body}</body></html>\n"
    ).encode()


def _is_map(figure: Figure) -> bool:
    return any(
        str(t.get("type", "")).endswith("geo") or t.get("type") == "choropleth" for t in figure["data"]
    )


@cache
def _fonts() -> str:
    faces = []
    for name, span in (("latin", "U+0000-00FF,U+2000-206F,U+20AC"), ("cyrillic", "U+0400-04FF")):
        data = base64.b64encode((FONTS / f"inter-{name}-wght-normal.woff2").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:Inter;font-weight:100 900;unicode-range:{span};"
            f"src:url(data:font/woff2;base64,{data})}}"
        )
    return "".join(faces)


def chart_block(name: str, figure: Figure, alt: str, height: int = 520, width: int | None = None) -> str:
    """The place of one chart and the call that draws it. `<` is escaped, so no text can end the script."""
    layout = {
        **figure.get("layout", {}),
        "height": height,
        **({"width": width} if width else {"autosize": True}),
    }
    spec = plotly.io.json.to_json_plotly({"data": list(figure["data"]), "layout": layout}).replace(
        "<", "\\u003c"
    )
    options = '{"responsive":true,"displaylogo":false}' if width is None else '{"staticPlot":true}'
    return (
        f'<figure><div class="chart" id="{name}" role="img" aria-label="{escape(alt)}"></div></figure>'
        f'<script>(function(f){{Plotly.newPlot("{name}",f.data,f.layout,{options})}})({spec})</script>'
    )


def selection_block(about: About) -> str:
    """Filters, rule, result, snapshot and link as a list of terms."""
    terms = "".join(f"<dt>{escape(label)}</dt><dd>{_linked(text)}</dd>" for label, text in lines(about))
    return f"<dl>{terms}</dl>"


def sources_block(sources: Sequence[Source], heading: str = "Sources") -> str:
    """The original publications, each once."""
    if not sources:
        return ""
    items = "".join(f"<li>{_source(source)}</li>" for source in sources)
    return f"<h2>{escape(heading)}</h2><ol>{items}</ol>"


def _source(source: Source) -> str:
    when = f", {source.published_date.isoformat()}" if source.published_date else ""
    title = f". {escape(source.title)}" if source.title else ""
    return f"{escape(source.publisher)}{when}{title}{f' {_linked(source.url)}' if source.url else ''}"


def _linked(text: str) -> str:
    """The text; a link where all of it is a web address. Other schemes stay text."""
    shown = escape(text)
    is_address = text.startswith(("http://", "https://")) and " " not in text
    return f'<a href="{shown}" rel="noopener">{shown}</a>' if is_address else shown


def to_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows as an HTML table; numbers to the right, whole amounts with commas."""
    if not rows:
        return ""
    names = list(rows[0])
    is_number = {
        n: any(isinstance(r[n], (int, float)) and not isinstance(r[n], bool) for r in rows) for n in names
    }
    classes = {n: ' class="number"' if is_number[n] else "" for n in names}
    head = "".join(f"<th{classes[n]}>{escape(n.replace('_', ' '))}</th>" for n in names)
    lines_ = ("".join(f"<td{classes[n]}>{_cell(row[n])}</td>" for n in names) for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(f'<tr>{line}</tr>' for line in lines_)}</tbody></table>"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
    if isinstance(value, (list, tuple)):
        return escape("; ".join(map(str, value)))
    return _linked(str(value))
