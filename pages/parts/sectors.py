"""The pieces of the Sectors page: bars, areas, firmness, years by sector, and two selections side by side."""

from collections.abc import Callable, Sequence
from itertools import pairwise

import pyarrow as pa
import streamlit as st

from pages.parts import (
    charts,
    charts_sectors,
    code_names,
    compare,
    menu,
    panel,
    picks,
    selection,
    terms,
    years,
)
from pages.parts.criteria import NOT_STATED
from pages.parts.drawing import Drawing
from pages.parts.marks import Measure, Term
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.tables import Rows
from pages.parts.wording import escape

VIEWS = ("bars", "areas", "firmness", "years", "compare")
AREAS = 60  # deals in the treemap; the smallest would be too small to hit
PANELS = 9  # small multiples that fit on a screen


def draw(page: Page, view: str) -> None:
    """One view of the page."""
    if view == "compare":
        compare.draw(page)
        return
    by = terms.measure(page)
    marks = terms.by_sector(page)
    if view == "areas":
        _areas(page, marks)
    elif view == "firmness":
        _firmness(page, by, marks)
    elif view == "years":
        _years(page, by, marks)
    else:
        _bars(page, by, marks)


def _keep(page: Page, name: str, make: Callable[[], Drawing]) -> Drawing:
    return page.store.keep((name, page.selection, page.say.language, page.look.scheme), make)


def _bars(page: Page, by: Measure, marks: Sequence[Term]) -> None:
    say = page.say
    figure = _keep(page, "sector_bars", lambda: charts.value_bars(marks, by, page.look))
    chart = Chart(
        "sectors", figure, say("chart_title.sectors", scope=page.scope), finding(page, by, marks),
        Rows(len(marks), lambda: terms.sums_table(page, marks, say("column.sector"))), keys=tuple(t.key for t in marks),
    )  # fmt: skip
    _show(page, chart, marks)


def _show(page: Page, chart: Chart, marks: Sequence[Term]) -> None:
    """A chart of sectors: a press on a mark or a row filters by it, and so does the list below."""
    press = picks.filtering(page, "sectors")
    panel.show(
        page, chart, press, picks.twin(page.say("pick.sector"), {t.key: t.label for t in marks}, press)
    )


def finding(page: Page, by: Measure, marks: Sequence[Term]) -> str:
    """The leading sectors in words, and whether their order depends on the bound."""
    say = page.say
    first = marks[0]
    if not by.size(first):
        return say("empty.nothing_counted", n=say.whole(page.summary.deal_count))
    text = say(
        "finding.sectors" if len(marks) > 1 else "finding.sectors_single",
        first=first.label,
        amount=by.words(first),
    )
    # Bars stand by one bound; where two neighbours' intervals overlap, the other bound may turn them round.
    pairs = [
        (one, other)
        for one, other in pairwise(marks)
        if not by.is_count and one.low < other.high and other.low < one.high
    ]
    if pairs:
        one, other = pairs[0]
        text += " " + say(
            "finding.overlap",
            one=one.label,
            one_amount=by.words(one),
            other=other.label,
            other_amount=by.words(other),
        )
    return text


def _areas(page: Page, marks: Sequence[Term]) -> None:
    say, in_money = page.say, terms.in_money(page)
    by = terms.measure(in_money)
    rows = [row for row in page.store.listed(page.selection, "value", AREAS, ("ok",)) if row["low"]]
    if not rows:
        st.markdown(escape(say("empty.nothing_counted", n=say.whole(page.summary.deal_count))))
        return
    children = [terms.deal_term(page, row, row["sector"] or NOT_STATED) for row in rows]
    parents = []
    for mark in marks:
        mine = [child for child in children if child.group == mark.key]
        if mine:
            # Areas must add up to what is drawn, not to what the sector holds in all.
            parents.append(
                Term(mark.key, mark.label, sum(c.low for c in mine), sum(c.high for c in mine),
                     sum(c.open_high for c in mine), len(mine), len(mine))
            )  # fmt: skip
    total = page.summary.counted.count
    text = say(
        "finding.areas" if len(children) < total else "finding.areas_all",
        n=len(children),
        total=say.whole(total),
        first=terms.deal_label(page, rows[0]),
        amount=by.words(children[0]),
    )
    figure = _keep(
        page, "areas", lambda: charts_sectors.treemap(parents, children, by, page.look, say("scope.what"))
    )
    press = picks.opening(page)
    panel.show(
        page,
        Chart(
            "areas", figure, say("chart_title.areas", scope=in_money.scope), text,
            Rows(len(rows), lambda: terms.deals_table(page, rows)),
            keys=tuple(row["deal_id"] for row in rows), leads_to=menu.href("deals", selection.link_params(page.choice)),
            note=in_money.rule_plain,
        ),
        press, picks.twin(say("pick.deal"), {row["deal_id"]: terms.deal_label(page, row) for row in rows}, press),
    )  # fmt: skip


def _firmness(page: Page, by: Measure, marks: Sequence[Term]) -> None:
    say = page.say
    cells: dict[str, dict[int, Term]] = {}
    for row in page.store.grouped(page.selection, "sector", "firmness"):
        if row["counted"] or by.is_count:
            code = row["sector"] or NOT_STATED
            label = code_names.sector_name(page.store, say, row["sector"])
            cells.setdefault(code, {})[row["firmness"]] = terms.term(row, code, label, str(row["firmness"]))
    rows = [(mark.key, mark.label, cells[mark.key]) for mark in marks if mark.key in cells]
    names = {level: say(f"firmness.{level}") for level in range(5)}
    figure = _keep(page, "sector_firmness", lambda: charts_sectors.firmness_bars(rows, by, page.look, names))
    flat = [term for _, _, parts in rows for term in parts.values()]
    if not flat:
        st.markdown(escape(say("empty.nothing_counted", n=say.whole(page.summary.deal_count))))
        return
    firm = sum(by.size(t) for t in flat if int(t.group) >= 3)
    whole = sum(by.size(t) for t in flat) or 1
    chart = Chart(
        "firmness", figure, say("chart_title.firmness", scope=page.scope),
        say("finding.firmness_count" if by.is_count else "finding.firmness", share=say.percent(firm / whole)),
        Rows(len(flat), lambda: terms.sums_table(
            page, flat, say("column.sector"), (say("column.firmness"), lambda t: names[int(t.group)])
        )),
        keys=tuple(t.key for t in flat), note=page.rule_plain,
    )  # fmt: skip
    _show(page, chart, marks)


def _years(page: Page, by: Measure, marks: Sequence[Term]) -> None:
    say = page.say
    shown = [mark for mark in marks if by.size(mark)][:PANELS]
    cells: dict[str, list[Term]] = {mark.key: [] for mark in shown}
    seen: set[int] = set()
    for row in page.store.grouped(page.selection, "sector", "announced_year"):
        code, year = row["sector"] or NOT_STATED, row["announced_year"]
        if code in cells and year is not None:
            label = f"{code_names.sector_name(page.store, say, row['sector'])}, {year}"
            cells[code].append(terms.term(row, code, label, str(year)))
            seen.add(year)
    if not seen:
        st.markdown(escape(say("empty.nothing_counted", n=say.whole(page.summary.deal_count))))
        return
    span = list(range(min(seen), max(seen) + 1))
    panels = [(mark.label, cells[mark.key]) for mark in shown]
    figure = _keep(page, "sector_years", lambda: charts_sectors.small_multiples(panels, span, by, page.look))
    flat = [term for _, parts in panels for term in parts]
    top = max(flat, key=by.size)
    chart = Chart(
        "sector-years", figure, say("chart_title.sector_years", n=len(panels), scope=page.scope),
        " ".join((
            say("finding.sector_years", what=top.label, amount=by.words(top)) if by.size(top)
            else say("finding.none_counted", n=sum(t.deal_count for t in flat)),
            *years.undated_words(page),
        )),
        Rows(len(flat), lambda: table_by_year(page, flat)),
        keys=tuple(t.key for t in flat), is_wide=True, note=page.rule_plain,
    )  # fmt: skip
    _show(page, chart, shown)


def table_by_year(page: Page, flat: Sequence[Term]) -> pa.Table:
    """Sector and year in columns of their own."""
    bare = [
        Term(t.key, t.label.rsplit(", ", 1)[0], t.low, t.high, t.open_high, t.counted, t.deal_count, t.ceilings,
             t.ceiling_high, "", t.group)
        for t in flat
    ]  # fmt: skip
    return terms.sums_table(
        page, bare, page.say("column.sector"), (page.say("column.year"), lambda t: t.group)
    )
