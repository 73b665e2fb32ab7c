"""The pieces of the Countries page: map with flow lines, Sankey diagram, matrix."""

from collections.abc import Sequence

import streamlit as st

from pages.parts import charts_maps, code_names, frame, outlines, panel, picks, terms
from pages.parts.charts_maps import BETWEEN, OTHER
from pages.parts.criteria import NOT_STATED
from pages.parts.database import Row
from pages.parts.marks import Measure, Term
from pages.parts.page import Page, here
from pages.parts.panel import Chart
from pages.parts.summary import adds_up
from pages.parts.tables import Rows
from pages.parts.wording import escape

VIEWS = ("map", "flows", "matrix")
SIDES = ("recipient", "supplier")
FLOWS = 12  # more lines cannot be told apart
ROWS, COLUMNS = 12, 10


def choose_side(page: Page) -> str:
    """Which end of the deals colours the map."""
    say = page.say
    return frame.choose(
        page, "side", {name: say(f"countries.by_{name}") for name in SIDES}, say("countries.side")
    )


def draw(page: Page, view: str, side: str) -> None:
    """One view of the page."""
    if view == "flows":
        _sankey(page)
    elif view == "matrix":
        _matrix(page)
    else:
        _map(page, side)


def _name(page: Page, code: str | None) -> str:
    return page.say("chart.rest") if code == OTHER else code_names.place_name(page.store, page.say, code)


def _key(page: Page, code: str | None) -> str:
    """How the filters name a place: groups by their name, countries by their code."""
    place = page.store.places.get(code or "")
    return place.slug if place else code or NOT_STATED


def _pairs(page: Page) -> list[Row]:
    return page.store.grouped(page.selection, "supplier_country", "recipient_country")


def _map(page: Page, side: str) -> None:
    say, by = page.say, terms.measure(page)
    rows = page.store.grouped(page.selection, f"{side}_country")
    marks = terms.largest_first(
        [
            terms.term(row, _key(page, row[f"{side}_country"]), _name(page, row[f"{side}_country"]))
            for row in rows
        ],
        by,
    )
    drawn = [mark for mark in marks if mark.key in outlines.countries()]
    flows = _flows(page, by, side)
    figure = page.store.keep(
        ("map", side, page.selection, say.language, page.look.scheme),
        lambda: charts_maps.world_map(drawn, flows, by, page.look),
    )
    missing = sum(mark.deal_count for mark in marks) - sum(mark.deal_count for mark in drawn)
    text = say("finding.map_none")
    if drawn and by.size(drawn[0]):
        key = f"finding.map_{side}" if len(drawn) > 1 else f"finding.map_{side}_single"
        text = say(key, n=len(drawn), first=drawn[0].label, amount=by.words(drawn[0]))
    if missing:
        text += " " + say("finding.map_missing", n=missing)
    chart = Chart(
        "map", figure, say(f"chart_title.map_{side}", scope=page.scope), text,
        Rows(len(marks), lambda: terms.sums_table(page, marks, say(f"column.{side}"))), note=say("map.note"),
        keys=tuple(t.key for t in marks), is_fluid=True,
    )  # fmt: skip
    press = picks.filtering(page, f"{side}s")
    panel.show(page, chart, press, picks.twin(say(f"pick.{side}"), {t.key: t.label for t in marks}, press))


def _flows(page: Page, by: Measure, side: str) -> list[tuple[str, str, Term]]:
    """The largest counted flows between two countries that have an outline; a press filters by the map's side."""
    known = outlines.countries()
    found = [
        (
            row["supplier_country"],
            row["recipient_country"],
            terms.term(
                row, row["recipient_country"], f"{_name(page, row['supplier_country'])} → {_name(page, row['recipient_country'])}",
                row[f"{side}_country"],
            ),
        )
        for row in _pairs(page)
        if row["supplier_country"] in known and row["recipient_country"] in known
    ]  # fmt: skip
    found = [flow for flow in found if by.size(flow[2]) > 0]
    return sorted(found, key=lambda flow: -by.size(flow[2]))[:FLOWS]


def _sankey(page: Page) -> None:
    say, by = page.say, terms.measure(page)
    rows = page.store.grouped(page.selection, "supplier_country", "sector", "recipient_country")
    found: list[tuple[str, str, str, Term]] = []
    for row in rows:
        supplier, sector, recipient = (
            row[n] or NOT_STATED for n in ("supplier_country", "sector", "recipient_country")
        )
        label = f"{_name(page, supplier)} → {code_names.sector_name(page.store, say, sector)} → {_name(page, recipient)}"
        mark = terms.term(row, BETWEEN.join((_key(page, supplier), sector, _key(page, recipient))), label)
        if by.size(mark) > 0:
            found.append((supplier, sector, recipient, mark))
    found.sort(key=lambda flow: (-by.size(flow[3]), flow[:3]))
    if not found:
        st.markdown(escape(say("empty.nothing_counted", n=say.whole(page.summary.deal_count))))
        return
    shown, rest = found[:FLOWS], found[FLOWS:]
    if rest:
        shown.append((OTHER, OTHER, OTHER, added([flow[3] for flow in rest], say("map.rest", n=len(rest)))))
    names = {code: _name(page, code) for flow in shown for code in (flow[0], flow[2])}
    names |= {
        flow[1]: say("chart.rest") if flow[1] == OTHER else code_names.sector_name(page.store, say, flow[1])
        for flow in shown
    }
    figure = page.store.keep(
        ("sankey", page.selection, say.language, page.look.scheme),
        lambda: charts_maps.sankey(shown, names, by, page.look),
    )
    every = [flow[3] for flow in found]
    chart = Chart(
        "flows", figure, say("chart_title.flows", scope=page.scope),
        say("finding.flows" if len(found) > 1 else "finding.flows_single", first=found[0][3].label,
            amount=by.words(found[0][3]), n=len(found)),
        Rows(len(every), lambda: terms.sums_table(page, every, say("column.flow"))),
        keys=tuple(t.key for t in every),
        leads_to=here(page), is_wide=True, note=page.rule_plain,
    )  # fmt: skip
    _show_flows(page, chart, every)


def _show_flows(page: Page, chart: Chart, marks: Sequence[Term]) -> None:
    """A chart of flows: a press on a mark or a row filters by its ends, and so does the list below."""
    press = picks.flowing(page)
    panel.show(page, chart, press, picks.twin(page.say("pick.flow"), {t.key: t.label for t in marks}, press))


def added(parts: Sequence[Term], label: str) -> Term:
    """Many terms as one; sums of sums stay sums of bounds."""
    return Term(
        OTHER, label, sum(t.low for t in parts), sum(t.high for t in parts), sum(t.open_high for t in parts),
        sum(t.counted for t in parts), sum(t.deal_count for t in parts), sum(t.ceilings for t in parts),
        sum(t.ceiling_high for t in parts),
    )  # fmt: skip


def _matrix(page: Page) -> None:
    say, by = page.say, terms.measure(page)
    cells = {
        (row["supplier_country"] or NOT_STATED, row["recipient_country"] or NOT_STATED): terms.term(
            row, BETWEEN.join((_key(page, row["supplier_country"]), _key(page, row["recipient_country"]))),
            f"{_name(page, row['supplier_country'])} → {_name(page, row['recipient_country'])}",
        )
        for row in _pairs(page)
    }  # fmt: skip
    suppliers = _heads(page, by, cells, 0)[:ROWS]
    recipients = _heads(page, by, cells, 1)[:COLUMNS]
    figure = page.store.keep(
        ("matrix", page.selection, say.language, page.look.scheme),
        lambda: charts_maps.matrix(cells, suppliers, recipients, by, page.look),
    )
    every = terms.largest_first(list(cells.values()), by)
    chart = Chart(
        "matrix", figure, say("chart_title.matrix", rows=len(suppliers), columns=len(recipients), scope=page.scope),
        say("finding.matrix" if len(every) > 1 else "finding.matrix_single", first=every[0].label,
            amount=by.words(every[0]) or say("number.none"), n=len(every)),
        Rows(len(every), lambda: terms.sums_table(page, every, say("column.flow"))),
        keys=tuple(t.key for t in every), is_wide=True,
    )  # fmt: skip
    _show_flows(page, chart, every)


def _heads(page: Page, by: Measure, cells: dict[tuple[str, str], Term], end: int) -> list[tuple[str, str]]:
    """Codes of one end of the pairs with their names, the largest sum first; by shares of GDP, which have no sum
    over recipients, the one with the largest share first."""
    sums: dict[str, list[float]] = {}
    for pair, mark in cells.items():
        entry = sums.setdefault(pair[end], [0.0, 0])
        entry[0] = entry[0] + by.size(mark) if adds_up(by.selection) else max(entry[0], by.size(mark))
        entry[1] += mark.deal_count
    return [(code, _name(page, code)) for code in sorted(sums, key=lambda c: (-sums[c][0], -sums[c][1], c))]
