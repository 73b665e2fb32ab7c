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
from pages.parts.about import About
from pages.parts.browsers import QUIET, find_browser
from pages.parts.chart_html import chart_block, page, selection_block, sources_block, to_table
from pages.parts.images import NoBrowserError, stable, why_not
from pages.parts.wording import Wording

LISTED_DEALS = 150  # what a person leafs through; all rows are one download away, and the report says so
LISTED_SOURCES = 300
CHART_WIDTH = 690  # the text width of A4 between the margins below, in CSS pixels
SECONDS = 90
STYLE = """
@page{size:A4;margin:16mm 14mm 18mm;@bottom-left{content:"dealscope";font:9px Inter;color:#50616a}
@bottom-right{content:counter(page) " / " counter(pages);font:9px Inter;color:#50616a}}
body{max-width:760px;font-size:14px}header{border-bottom:3px solid #0b6e69;padding-bottom:12px;margin-bottom:20px}
header p{margin:4px 0}.metrics{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:16px 0}
.metric{border:1px solid var(--line);border-radius:6px;padding:10px 12px;break-inside:avoid}
.metric b{display:block;font-size:17px;line-height:1.3}.metric span{color:var(--soft);font-size:12px}
article{break-inside:avoid;border-bottom:1px solid var(--line);padding:8px 0}article h3{margin:0;font-size:14px}
blockquote{margin:4px 0;padding-left:10px;border-left:3px solid #9cc8c4}tr{break-inside:avoid}thead{display:table-header-group}
h2{break-after:avoid}section{break-inside:avoid}.soft{overflow-wrap:anywhere}@media print{body{padding:0;max-width:none;font-size:11px}h1{font-size:22px}table{font-size:10px}a{color:inherit;text-decoration:none}}
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
    height: int = 400


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
    say: Wording,
    about: About,
    metrics: Sequence[Metric],
    charts: Sequence[Chart],
    deals: Sequence[Deal],
    left_out: Sequence[Mapping[str, Any]],
    newest: str,
    deal_count: int,
) -> bytes:
    """The report as one file that works offline.

    Args:
        say: The words of the reader's language.
        about: The selection.
        metrics: The numbers at the head.
        charts: In the order of the page; each figure is drawn in the report's own size.
        deals: In the order in which they are to be read; at most LISTED_DEALS are listed.
        left_out: One row a reason: what is not counted, how many deals, how much. Empty when nothing is.
        deal_count: Deals of the whole selection, listed or not.
        newest: Day of the newest document, in words.
    """
    drawn = [
        f"<section><h2>{escape(c.title)}</h2><p>{escape(c.finding)}</p>"
        + chart_block(f"chart{place}", c.figure, c.finding, c.height, CHART_WIDTH)
        + "</section>"
        for place, c in enumerate(charts)
    ]
    listed = about.sources[:LISTED_SOURCES]
    body = [
        f"<header><h1>{escape(about.title)}</h1><p>{escape(about.filter_line)}</p>"
        f'<p class="soft">{escape(say("report.snapshot", snapshot=about.snapshot, date=newest))}</p></header>',
        f"<p><strong>{escape(about.result)}</strong></p>" if about.result else "",
        _metrics(metrics),
        *drawn,
        _deal_table(say, deals, deal_count),
        f"<h2>{escape(say('report.left_out'))}</h2>",
        to_table(left_out) or f"<p>{escape(say('report.nothing_left_out'))}</p>",
        _evidence(say, deals),
        f"<h2>{escape(say('report.method'))}</h2>",
        *(f"<p>{escape(say(f'report.method_{number}'))}</p>" for number in (1, 2, 3)),
        selection_block(about),
        f"<h2>{escape(say('report.cite'))}</h2><p>{escape(citation.to_text(about))}</p>",
        sources_block(listed, say("report.sources")),
        _rest(say, "report.more_sources", len(about.sources) - len(listed)),
    ]
    return page(about.title, "\n".join(body), [c.figure for c in charts], STYLE, say.language)


def _metrics(metrics: Sequence[Metric]) -> str:
    boxes = (
        f'<div class="metric"><span>{escape(m.label)}</span><b>{escape(m.value)}</b><span>{escape(m.note)}</span></div>'
        for m in metrics
    )
    return f'<div class="metrics">{"".join(boxes)}</div>' if metrics else ""


def _rest(say: Wording, key: str, count: int) -> str:
    return f'<p class="soft">{escape(say(key, n=say.whole(count)))}</p>' if count > 0 else ""


def _deal_table(say: Wording, deals: Sequence[Deal], deal_count: int) -> str:
    names = {
        name: say(f"report.{name}") for name in ("date", "deal", "sector", "status", "written", "in_total")
    }
    rows = [
        {
            names["date"]: d.date,
            names["deal"]: d.title,
            names["sector"]: d.sector,
            names["status"]: d.status,
            names["written"]: d.amount,
            names["in_total"]: d.counted,
        }
        for d in deals[:LISTED_DEALS]
    ]
    table = to_table(rows) or f"<p>{escape(say('report.no_deals'))}</p>"
    rest = _rest(say, "report.more_deals", deal_count - min(len(deals), LISTED_DEALS))
    return f"<h2>{escape(say('report.deals'))}</h2>{table}{rest}"


def _evidence(say: Wording, deals: Sequence[Deal]) -> str:
    """The sentence behind each listed deal, with its publisher and address."""
    told = [d for d in deals[:LISTED_DEALS] if d.sentence]
    if not told:
        return ""
    items = (
        f"<article><h3>{escape(d.title)}: {escape(d.amount)}</h3><blockquote>{escape(d.sentence)}</blockquote>"
        f'<p class="soft">{escape(d.publisher)}, {escape(d.date)}. {escape(d.url)}</p></article>'
        for d in told
    )
    return f"<h2>{escape(say('report.evidence'))}</h2>{''.join(items)}"


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
