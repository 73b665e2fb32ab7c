"""A selection -> a report to hand on: numbers, charts, deals as written, their sentences, what is not counted.

HTML is made first and needs nothing; the PDF is that HTML printed by the browser found on the server.
"""

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from pages.parts import citation
from pages.parts.about import LICENCE_NOTE, LICENCE_TITLE, PRODUCT, About
from pages.parts.browsers import QUIET, find_browser
from pages.parts.chart_html import chart_block, page, selection_block, sources_block, to_table
from pages.parts.images import NoBrowserError, stable, why_not

LISTED_DEALS = 150  # what a person leafs through; all rows are one download away, and the report says so
LISTED_SOURCES = 300
CHART_WIDTH, CHART_HEIGHT = 690, 400  # the text width of A4 between the margins below, in CSS pixels
SECONDS = 90
STYLE = """
@page{size:A4;margin:16mm 14mm 18mm;@bottom-left{content:"dealscope";font:9px Inter;color:#52606d}
@bottom-right{content:counter(page) " / " counter(pages);font:9px Inter;color:#52606d}}
body{max-width:760px;font-size:14px}header{border-bottom:3px solid #1f5c99;padding-bottom:12px;margin-bottom:20px}
header p{margin:4px 0}.metrics{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:16px 0}
.metric{border:1px solid var(--line);border-radius:6px;padding:10px 12px;break-inside:avoid}
.metric b{display:block;font-size:22px;line-height:1.2}.metric span{color:var(--soft);font-size:12px}
article{break-inside:avoid;border-bottom:1px solid var(--line);padding:8px 0}article h3{margin:0;font-size:14px}
blockquote{margin:4px 0;padding-left:10px;border-left:3px solid #a9c4de}tr{break-inside:avoid}thead{display:table-header-group}
h2{break-after:avoid}@media print{body{padding:0;max-width:none;font-size:11px}h1{font-size:22px}table{font-size:10px}a{color:inherit;text-decoration:none}}
"""


@dataclass(frozen=True, slots=True)
class Metric:
    """One number of the report's head, as words."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart with its finding in words."""

    title: str
    finding: str
    figure: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal as the report lists it; texts exactly as the source has them."""

    title: str
    date: str
    sector: str
    status: str
    amount: str  # as written; "not stated" where the source gives none
    counted: str  # "counted", or why not, in words
    sentence: str = ""
    publisher: str = ""
    url: str = ""


def to_html(
    about: About,
    metrics: Sequence[Metric],
    charts: Sequence[Chart],
    deals: Sequence[Deal],
    left_out: Sequence[Mapping[str, Any]],
    method: Sequence[str],
) -> bytes:
    """The report as one file that works offline.

    Args:
        deals: In the order in which they are to be read; at most LISTED_DEALS are listed.
        left_out: One row a reason: what is not counted, how many deals, how much. Empty when nothing is.
        method: Paragraphs of plain text.
    """
    drawn = [
        f"<h2>{escape(c.title)}</h2><p>{escape(c.finding)}</p>"
        + chart_block(f"chart{place}", c.figure, c.finding, CHART_HEIGHT, CHART_WIDTH)
        for place, c in enumerate(charts)
    ]
    body = [
        f"<header><h1>{escape(about.title)}</h1><p>{escape(about.filter_line)}</p>"
        f'<p class="soft">{PRODUCT}, data snapshot {escape(about.snapshot)}</p></header>',
        f"<p><strong>{escape(about.result)}</strong></p>" if about.result else "",
        _metrics(metrics),
        *drawn,
        _deal_table(deals),
        "<h2>What is not counted</h2>",
        to_table(left_out) or "<p>Nothing: every deal of this selection is counted.</p>",
        _evidence(deals),
        "<h2>How it was counted</h2>",
        *(f"<p>{escape(paragraph)}</p>" for paragraph in method),
        selection_block(about),
        f"<h2>How to cite</h2><p>{escape(citation.to_text(about))}</p>",
        sources_block(about.sources[:LISTED_SOURCES]),
        _rest(len(about.sources) - LISTED_SOURCES, "further sources are listed in the data files."),
        f'<p class="soft">{LICENCE_TITLE}. {LICENCE_NOTE}</p>',
    ]
    return page(about.title, "\n".join(body), [c.figure for c in charts], STYLE)


def _metrics(metrics: Sequence[Metric]) -> str:
    boxes = (
        f'<div class="metric"><span>{escape(m.label)}</span><b>{escape(m.value)}</b><span>{escape(m.note)}</span></div>'
        for m in metrics
    )
    return f'<div class="metrics">{"".join(boxes)}</div>' if metrics else ""


def _rest(count: int, words: str) -> str:
    return f'<p class="soft">{count:,} {words}</p>' if count > 0 else ""


def _deal_table(deals: Sequence[Deal]) -> str:
    rows = [
        {
            "date": d.date,
            "deal": d.title,
            "sector": d.sector,
            "status": d.status,
            "as written": d.amount,
            "in total": d.counted,
        }
        for d in deals[:LISTED_DEALS]
    ]
    table = to_table(rows) or "<p>No deal matches this selection.</p>"
    return f"<h2>Deals</h2>{table}{_rest(len(deals) - LISTED_DEALS, 'further deals are in the data files.')}"


def _evidence(deals: Sequence[Deal]) -> str:
    """The sentence behind each listed deal, with its publisher and address."""
    told = [d for d in deals[:LISTED_DEALS] if d.sentence]
    if not told:
        return ""
    items = (
        f"<article><h3>{escape(d.title)}: {escape(d.amount)}</h3><blockquote>{escape(d.sentence)}</blockquote>"
        f'<p class="soft">{escape(d.publisher)} {escape(d.date)} {escape(d.url)}</p></article>'
        for d in told
    )
    return f"<h2>The sentences behind the numbers</h2>{''.join(items)}"


def to_pdf(html: bytes) -> bytes:
    """The report printed on A4; the same HTML gives the same bytes.

    Raises:
        NoBrowserError: With the sentence for the reader; the HTML is then what there is.
    """
    browser = find_browser()
    if browser is None:
        raise NoBrowserError(why_not() or "There is no browser on this server.")
    with tempfile.TemporaryDirectory(prefix="dealscope-") as folder:
        source, printed = Path(folder) / "report.html", Path(folder) / "report.pdf"
        source.write_bytes(html)
        command = [
            browser,
            *QUIET,
            f"--user-data-dir={folder}/profile",
            "--virtual-time-budget=10000",
            "--run-all-compositor-stages-before-draw",
            "--no-pdf-header-footer",
            f"--print-to-pdf={printed}",
            source.as_uri(),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
            return stable(printed.read_bytes(), "pdf")
        except (OSError, subprocess.SubprocessError) as error:
            raise NoBrowserError(
                f"The browser on this server could not print the report ({type(error).__name__}). "
                "Take the HTML instead: any browser prints it."
            ) from error
