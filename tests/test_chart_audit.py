"""Every chart of every page, under several filters: what it draws, its table, its words and its exports agree.

Charts are caught as the pages draw them, so that a new chart is looked at here too.
"""

import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from etl import publish
from etl.assemble import to_tables
from pages.parts import charts_maps, export_panel, panel, store, terms
from pages.parts.export_forms import FORMS
from pages.parts.marks import Measure
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.query import Query
from tests.deal_world import KAZ, gather, references, said
from tests.made_snapshot import write_snapshot
from tests.opened_page import run_and_catch

VIEWS = {
    "overview": ("dashboard.py", {}),
    "sectors": ("pages/1_Sectors.py", {}),
    "areas": ("pages/1_Sectors.py", {"view": "areas"}),
    "firmness": ("pages/1_Sectors.py", {"view": "firmness"}),
    "sector years": ("pages/1_Sectors.py", {"view": "years"}),
    "compare": ("pages/1_Sectors.py", {"view": "compare"}),
    "map": ("pages/2_Countries.py", {}),
    "supplier map": ("pages/2_Countries.py", {"side": "supplier"}),
    "flows": ("pages/2_Countries.py", {"view": "flows"}),
    "matrix": ("pages/2_Countries.py", {"view": "matrix"}),
    "years": ("pages/3_Years.py", {}),
    "years by firmness": ("pages/3_Years.py", {"split": "firmness"}),
    "cumulative": ("pages/3_Years.py", {"view": "cumulative"}),
    "months": ("pages/3_Years.py", {"view": "months"}),
    "totals": ("pages/5_Totals.py", {}),
    "quality": ("pages/7_Data_quality.py", {}),
    "sources": ("pages/7_Data_quality.py", {"view": "origins"}),
    "confidence": ("pages/7_Data_quality.py", {"view": "reader"}),
}
FILTERS = {
    "all": {},
    "upper bounds, Russian": {"bounds": "upper", "lang": "ru"},
    "number of deals": {"bounds": "count"},
    "one country's GDP": {"recipient": "KAZ", "unit": "gdp"},
    "one deal": {"q": "Company 15"},
    "none counted, Russian": {"q": "Company 17", "prices": "real", "lang": "ru"},
}
# Words that are missing or stand twice: "the largest is X: .", "None", an unfilled place.
BROKEN = re.compile(r"[:,(] ?[.,)]|\bNone\b|\bnan\b|[{}]|  |\.\.|\b(?:with|is|—) ?\.| 1 largest\b")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_snapshot(tmp_path_factory.mktemp("made"), 40)


@pytest.mark.parametrize("filters", FILTERS.values(), ids=FILTERS)
@pytest.mark.parametrize(("page", "params"), VIEWS.values(), ids=VIEWS)
def test_a_chart_its_table_its_words_and_its_exports_agree(
    page: str, params: dict[str, str], filters: dict[str, str], made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, charts = run_and_catch(made, page, monkeypatch, **{**params, **filters})
    assert charts or filters.get("q"), "only a selection without a sum has nothing to draw"
    for seen, chart, _ in charts:
        _words(seen, chart)
        assert chart.table.num_rows == chart.rows.count == len(chart.keys or chart.table)
        for name, value, expected in _numbers(seen, chart):
            assert value == pytest.approx(expected, rel=1e-6, abs=1e-9), (chart.name, name)
        _pictures(seen, chart)
        if not filters:
            _tables(seen, chart)


# A package of three items, one a ceiling; an order that three reports value differently, one with an open end and one
# in euro; a project and its loan.
BOEING = {**KAZ, "seller": "Boeing", "buyer": "Air Astana", "sector": "aviation", "subject": "787-9 aircraft", "status": "order"}  # fmt: skip
PACKAGE = [
    said(15e9, kind="package", status="agreement", sector="multi", row="L-0", **KAZ),
    said(7e9, row="L-1", **BOEING),
    said(3e9, 5e9, seller="John Deere", sector="agriculture", subject="tractors", row="L-2", **KAZ),
    said(None, 2e9, seller="Wabtec", sector="rail", subject="locomotives", status="mou", row="L-3", **KAZ),
]
OTHERS = (
    [said(7.4e9, **BOEING)],
    [said(6e9, qualifier="at_least", **BOEING)],
    [said(6.6e9, currency="EUR", **BOEING)],
)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    days = ("2025-11-07", "2025-11-09", "2025-12-01", "2025-12-02")
    tables = to_tables(gather(*zip(days, (PACKAGE, *OTHERS), strict=True)), references())
    out = tmp_path_factory.mktemp("told")
    with publish.only_writer(out):
        publish.write_snapshot(tables, out, {})
    return out


@pytest.mark.parametrize("filters", [{}, {"lang": "ru", "bounds": "upper"}, {"bounds": "count"}])
@pytest.mark.parametrize(
    ("page", "params", "name"),
    [
        ("pages/5_Totals.py", {"part": "packages"}, "package"),
        ("pages/4_Deals.py", {"deal": "787-9"}, "conflicts"),
    ],
)
def test_charts_of_packages_and_of_reports_that_differ_agree_too(
    page: str,
    params: dict[str, str],
    name: str,
    filters: dict[str, str],
    told: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(store.ENVIRONMENT, str(told))
    if "deal" in params:
        found = store.open_store().rows(Query("SELECT deal_id FROM facts WHERE title LIKE '%787-9%'"))
        assert len(found) == 1, "four reports, one deal"
        params = {"deal": found[0]["deal_id"]}
    _, charts = run_and_catch(told, page, monkeypatch, **params, **filters)
    assert [chart.name for _, chart, _ in charts] == [name]
    ((seen, chart, _),) = charts
    _words(seen, chart)
    assert (
        chart.table.num_rows
        == chart.rows.count
        == len(chart.keys or chart.table)
        == 5 - (name == "conflicts")
    )
    numbers = list(NUMBERS[name](seen, chart))
    assert len(numbers) >= 4
    for what, drawn, expected in numbers:
        assert drawn == pytest.approx(expected, rel=1e-6, abs=1e-9), what
    _pictures(seen, chart)
    _tables(seen, chart)


def _numbers(page: Page, chart: Chart) -> "Numbers":
    if page.name == "years" and chart.name == "years":
        split = page.choice.extras["split"]
        return _layers(f"column.{split}")(page, chart)
    return NUMBERS[chart.name.partition("_")[0]](page, chart)


def _words(page: Page, chart: Chart) -> None:
    told = (chart.title, page.filter_line, chart.finding, panel.source_line(page, chart))
    for text in told:
        assert text and not BROKEN.search(text), text
    assert chart.finding.endswith("."), chart.finding
    assert page.store.snapshot in told[3]
    assert len(chart.finding) > 20 and chart.finding != chart.title


def _pictures(page: Page, chart: Chart) -> None:
    """Publisher, filters, snapshot and day stand inside the picture."""
    about = page.about(chart.title, panel.sources_of(page, chart))
    picture = json.dumps(export_panel.dressed(page, chart, about)["layout"], ensure_ascii=False, default=str)
    line = " ".join(re.sub(r"<[^>]+>", " ", picture).replace("&amp;", "&").split())
    for words in (
        page.filter_line,
        page.store.snapshot,
        page.say.day(about.accessed),
        *about.sources.publishers[:1],
    ):
        assert words.split()[-1] in line, words


def _tables(page: Page, chart: Chart) -> None:
    """The files have the table's rows, with numbers as numbers, the rule and the snapshot."""
    about = replace(page.about(chart.title, panel.sources_of(page, chart)), rule="The rule")
    rows = b"".join(FORMS["csv"].write(chart.table, about)).decode("utf-8-sig")
    assert rows.startswith((chart.table.column_names[0], '"'))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(FORMS["xlsx"].write(chart.table, about))))
    assert book.sheetnames[:3] == ["Data", "Sources", "README"]
    sheet = list(book["Data"].values)
    assert len(sheet) == chart.table.num_rows + 1
    for index, kind in enumerate(chart.table.schema.types):
        if str(kind) in ("double", "int64"):
            assert all(isinstance(row[index], int | float | None.__class__) for row in sheet[1:])
    readme = " ".join(str(cell) for row in book["README"].values for cell in row if cell)
    assert page.store.snapshot in readme and about.rule in readme


# ---------------------------------------------------------------------------- numbers: (what, drawn, in the table)

Numbers = Iterator[tuple[str, float, float]]


def _by(page: Page) -> Measure:
    return terms.measure(page)


def _column(page: Page, chart: Chart, is_high: bool | None = None) -> list[float]:
    """What the table has for each row in the chosen measure, on the chart's axis."""
    by = _by(page)
    if by.is_count and is_high is None:
        return [float(n) for n in chart.table[page.say("column.deals")].to_pylist()]
    high = page.selection.bound == "upper" if is_high is None else is_high
    name = page.say("column.high" if high else "column.low", unit=terms.unit_name(page))
    scale = 1.0 if page.selection.unit == "gdp" else 1e9
    values = chart.table[name].to_pylist()
    if high:  # an open end is drawn where the lower bound is
        values = [
            a or b
            for a, b in zip(
                values,
                chart.table[page.say("column.low", unit=terms.unit_name(page))].to_pylist(),
                strict=True,
            )
        ]
    return [(value or 0.0) / scale for value in values]


def _first(chart: Chart, kind: str) -> dict[str, Any]:
    return next(trace for trace in chart.figure.to_dict()["data"] if trace["type"] == kind)


def _bars(page: Page, chart: Chart) -> Numbers:
    """One bar a row, and words of the largest in the finding."""
    trace = _first(chart, "bar")
    sizes = trace["x" if trace.get("orientation") == "h" else "y"]
    table = _column(page, chart)
    assert list(trace["customdata"]) == list(chart.keys)
    yield from zip(chart.keys, sizes, table, strict=True)
    if not _by(page).is_count:
        yield from _whiskers(page, chart)
    _tells_the_largest(page, chart, table)


def _whiskers(page: Page, chart: Chart) -> Numbers:
    """Lower and upper end of each whisker are the bounds of the table; no whisker where they are one."""
    low, high = (_column(page, chart, is_high) for is_high in (False, True))
    opened = chart.table[page.say("column.open_high")].to_pylist()
    spans = [(a, b) for a, b, n in zip(low, high, opened, strict=True) if b - a > 1e-9 and not n]
    for trace in chart.figure.to_dict()["data"]:
        for axis in ("x", "y"):
            if error := trace.get(f"error_{axis}"):
                middle = trace[axis]
                for at, up, down in zip(middle, error["array"], error["arrayminus"], strict=True):
                    ends = min(
                        spans or [(at - down, at + up)],
                        key=lambda s: abs(s[0] - at + down) + abs(s[1] - at - up),
                    )
                    yield "whisker", at - down, ends[0]
                    yield "whisker", at + up, ends[1]


def _tells_the_largest(page: Page, chart: Chart, sizes: Sequence[float]) -> None:
    """The finding names the largest row, with its amount in the words of the measure."""
    if not any(sizes):
        return
    row = max(range(len(sizes)), key=lambda n: sizes[n])
    shown = chart.table.slice(row, 1).to_pylist()[0]
    say, unit = page.say, terms.unit_name(page)
    if _by(page).is_count:
        words = say("chart.deals", n=shown[say("column.deals")])
    else:
        low, high = (shown[say(f"column.{end}", unit=unit)] or 0.0 for end in ("low", "high"))
        is_open = shown.get(say("column.open_high"))
        scale = 100 if page.selection.unit == "gdp" else 1
        from pages.parts.summary import in_unit

        words = in_unit(say, page.selection, low / scale, high / scale, is_open or 0)
    assert words in chart.finding, (words, chart.finding)


def _deals(page: Page, chart: Chart) -> Numbers:
    """Bars of single deals: ceilings have no bar."""
    money = terms.in_money(page)
    trace = _first(chart, "bar")
    is_ceiling = page.say("why_short.ceiling_only")
    why = chart.table[page.say("column.counted")].to_pylist()
    for key, drawn, value, reason in zip(chart.keys, trace["x"], _column(money, chart), why, strict=True):
        yield key, drawn, 0.0 if reason == is_ceiling else value


def _layers(heading: str) -> Callable[[Page, Chart], Numbers]:
    """Stacked bars: a layer's name stands in a column of its own."""

    def numbers(page: Page, chart: Chart) -> Numbers:
        names = chart.table[page.say(heading)].to_pylist()
        table = {
            (str(name), key): value
            for name, key, value in zip(names, chart.keys, _column(page, chart), strict=True)
        }
        shown: dict[tuple[str, str], float] = {}
        for trace in chart.figure.to_dict()["data"]:
            if trace["type"] == "bar":
                sizes = trace["x" if trace.get("orientation") == "h" else "y"]
                at = trace["x"] if heading == "column.year" else [trace["name"]] * len(sizes)
                for name, key, size in zip(at, trace["customdata"], sizes, strict=True):
                    shown[str(name), key] = shown.get((str(name), key), 0.0) + size
        for place in {*shown, *table}:
            yield str(place), shown.get(place, 0.0), table.get(place, 0.0)

    return numbers


def _areas(page: Page, chart: Chart) -> Numbers:
    trace = _first(chart, "treemap")
    sizes = {key.removeprefix("d:"): value for key, value in zip(trace["ids"], trace["values"], strict=True)}
    for key, value in zip(chart.keys, _column(terms.in_money(page), chart), strict=True):
        yield key, sizes[key], value


def _map(page: Page, chart: Chart) -> Numbers:
    trace = _first(chart, "choropleth")
    by, table = _by(page), dict(zip(chart.keys, _column(page, chart), strict=True))
    limits = charts_maps._LIMITS["count" if by.is_count else page.selection.unit]
    for key, drawn in zip(trace["locations"], trace["z"], strict=True):
        yield key, drawn, charts_maps.class_of(table[key], limits)
    _tells_the_largest(page, chart, [table[key] * (key in trace["locations"]) for key in chart.keys])


def _flows(page: Page, chart: Chart) -> Numbers:
    links = _first(chart, "sankey")["link"]
    yield "both halves", sum(links["value"]), 2 * sum(_column(page, chart))
    _tells_the_largest(page, chart, _column(page, chart))


def _matrix(page: Page, chart: Chart) -> Numbers:
    trace, table = _first(chart, "scatter"), dict(zip(chart.keys, _column(page, chart), strict=True))
    for key, text in zip(trace["customdata"], trace["text"], strict=True):
        assert text == (page.say.number(table[key], 1) if table[key] else "")
        yield key, 0, 0
    _tells_the_largest(page, chart, _column(page, chart))


def _running(page: Page, chart: Chart) -> Numbers:
    trace = _first(chart, "scatter")
    yield from zip(
        chart.keys, trace["y"], _column(page, chart, None if _by(page).is_count else False), strict=True
    )
    _tells_the_largest(page, chart, _column(page, chart))


def _claims(page: Page, chart: Chart) -> Numbers:
    low, high = (chart.table[page.say(f"column.{end}", unit="US$")].to_pylist() for end in ("low", "high"))
    table = {key: a if a is not None else b for key, a, b in zip(chart.keys, low, high, strict=True)}
    for trace in chart.figure.to_dict()["data"]:
        for key, value in zip(trace["customdata"], trace["y"], strict=True):
            yield key, value * 1e9, table[key]


def _counts(page: Page, chart: Chart) -> Numbers:
    trace = _first(chart, "bar")
    sizes = trace["x"] if trace.get("orientation") == "h" else trace["y"]
    yield from zip(chart.table[0].to_pylist(), sizes, chart.table[1].to_pylist(), strict=True)


def _package(page: Page, chart: Chart) -> Numbers:
    """The package, its items and the rest: the rest is what the items leave, and each interval is the table's."""
    unit = terms.unit_name(page)
    low, high = (chart.table[page.say(f"column.{end}", unit=unit)].to_pylist() for end in ("low", "high"))
    trace = _first(chart, "bar")
    assert list(trace["customdata"]) == list(chart.keys)
    for key, at, value in zip(chart.keys, trace["x"], low, strict=True):
        yield key or "rest", at, (value or 0.0) / 1e9
    spans = [(a / 1e9, b / 1e9) for a, b in zip(low, high, strict=True) if a is not None and b > a]
    (whiskers,) = (trace for trace in chart.figure.to_dict()["data"] if "error_x" in trace)
    for at, length, (start, end) in zip(whiskers["x"], whiskers["error_x"]["array"], spans, strict=True):
        yield from (("whisker", at, start), ("whisker", at + length, end))
    yield "rest", low[-1], max(0.0, low[0] - sum(high[1:-1]))
    yield "rest", high[-1], high[0] - sum(value or 0.0 for value in low[1:-1])


def _conflicts(page: Page, chart: Chart) -> Numbers:
    """Each report in the deal's currency at its own ends; an open end has an arrow and no value."""
    say = page.say
    names = (
        say("column.currency"),
        *(say(f"column.{end}", unit=say("deal.original")) for end in ("low", "high")),
    )
    rows = [
        row for row in zip(*(chart.table[name].to_pylist() for name in names), strict=True) if row[0] == "USD"
    ]
    for trace, (_, low, high) in zip(chart.figure.to_dict()["data"], rows, strict=True):
        drawn = [
            x for x, symbol in zip(trace["x"], trace["marker"]["symbol"], strict=True) if symbol == "circle"
        ]
        stated = sorted({end / 1e9 for end in (low, high) if end is not None})
        yield from ((trace["name"], at, value) for at, value in zip(drawn, stated, strict=True))
        yield "arrows", len(trace["x"]) - len(drawn), (low is None) + (high is None)


NUMBERS: dict[str, Callable[[Page, Chart], Numbers]] = {
    "largest": _deals, "years": _bars, "sectors": _bars, "months": _bars, "firmness": _layers("column.firmness"),
    "sector-years": _layers("column.year"), "compare": _layers("column.selection"),
    "areas": _areas, "map": _map, "flows": _flows, "matrix": _matrix, "cumulative": _running, "claims": _claims,
    "funnel": _counts, "sources": _counts, "confidence": _counts,
    "package": _package, "conflicts": _conflicts,
}  # fmt: skip
