"""The pieces of the Years page: stacked columns, the running sum, months."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import streamlit as st

from pages.parts import charts_time, code_names, frame, panel, picks, terms
from pages.parts.countries import added
from pages.parts.criteria import NOT_STATED
from pages.parts.marks import Measure, Term
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.tables import Rows
from pages.parts.wording import escape

VIEWS = ("bars", "cumulative", "months")
SPLITS = ("sector", "firmness")
LAYERS = 5  # and the rest as a sixth: more hues cannot be told apart
MONTHS = 36


def choose_split(page: Page) -> str:
    """What the columns are stacked by."""
    say = page.say
    return frame.choose(page, "split", {name: say(f"years.by_{name}") for name in SPLITS}, say("years.split"))


def draw(page: Page, view: str, split: str) -> None:
    """One view of the page."""
    marks = terms.by_year(page)
    if not marks:
        st.markdown(escape(page.say("years.undated", n=page.summary.deal_count)))
        return
    by = terms.measure(page)
    if not any(map(by.size, marks)):  # columns of no height would look like a mistake
        st.markdown(escape(page.say("empty.nothing_counted", n=page.say.whole(page.summary.deal_count))))
        return
    if view == "cumulative":
        _cumulative(page, by, marks)
    elif view == "months":
        _months(page, by, marks)
    else:
        _bars(page, by, marks, split)


def _running(page: Page) -> int | None:
    newest = page.store.newest_date
    return newest.year if newest else None


def finding(page: Page, by: Measure, marks: Sequence[Term]) -> str:
    """The largest year in words, the years without a deal, and how many deals have no year."""
    say, top = page.say, max(marks, key=by.size)
    text = say(
        "finding.years" if len(marks) > 1 else "finding.one_year",
        year=top.label,
        amount=by.words(top),
        first=marks[0].label,
        last=marks[-1].label,
    )
    if empty := [mark.label for mark in marks if not mark.deal_count]:
        text += " " + say("finding.empty_years", years=say.listed(empty))
    return " ".join((text, *undated_words(page)))


def undated_words(page: Page) -> tuple[str, ...]:
    """How many deals a chart of years leaves out for want of one; nothing where it leaves out none."""
    undated = terms.undated(page)
    return (page.say("finding.undated", n=undated),) if undated else ()


def _bars(page: Page, by: Measure, marks: list[Term], split: str) -> None:
    say = page.say
    layers, shades = _layers(page, by, split)
    figure = page.store.keep(
        ("stacked", split, page.selection, say.language, page.look.scheme),
        lambda: charts_time.stacked_years(marks, layers, by, page.look, shades, _running(page)),
    )
    flat = [term for _, _, years in layers for term in years.values()]
    names = {id(term): name for _, name, years in layers for term in years.values()}
    chart = Chart(
        "years", figure, say("chart_title.years", scope=page.scope), finding(page, by, marks),
        Rows(len(flat), lambda: terms.sums_table(
            page, flat, say("column.year"), (say(f"column.{split}"), lambda t: names[id(t)])
        )),
        keys=tuple(t.key for t in flat),
    )  # fmt: skip
    show(page, chart, marks)


def show(page: Page, chart: Chart, marks: Sequence[Term]) -> None:
    """A chart of years or months: a press on a mark or a row filters by its year, and so does the list below."""
    press, say = picks.filtering(page, "years"), page.say
    # A year without deals too: choosing it says why it has none.
    options = {t.key: say("filter.option", label=t.label, count=say.whole(t.deal_count)) for t in marks}
    panel.show(page, chart, press, picks.twin(say("pick.year"), options, press))


def _layers(page: Page, by: Measure, split: str) -> tuple[list[tuple[str, str, dict[str, Term]]], list[str]]:
    say, column = page.say, split
    cells: dict[str, dict[str, Term]] = {}
    for row in page.store.grouped(page.selection, column, "announced_year"):
        if row["announced_year"] is None or not (row["counted"] or by.is_count):
            continue
        code, year = str(row[column] if row[column] is not None else NOT_STATED), str(row["announced_year"])
        cells.setdefault(code, {})[year] = terms.term(row, year, year, code)
    if split == "firmness":
        levels = sorted(cells, reverse=True)
        return (
            [(code, say(f"firmness.{code}"), cells[code]) for code in levels],
            [page.look.firmness[int(code)] for code in levels],
        )
    order = sorted(cells, key=lambda code: -sum(by.size(t) for t in cells[code].values()))
    head, tail = (order, []) if len(order) <= LAYERS + 1 else (order[:LAYERS], order[LAYERS:])
    layers = [(code, code_names.sector_name(page.store, say, code), cells[code]) for code in head]
    if tail:
        years = sorted({year for code in tail for year in cells[code]})
        rest = {
            year: replace(added([cells[c][year] for c in tail if year in cells[c]], year), key=year)
            for year in years
        }
        layers.append(("rest", say("chart.rest"), rest))
    return layers, list(page.look.hues[: len(head)]) + ([page.look.no_data] if tail else [])


def _cumulative(page: Page, by: Measure, marks: list[Term]) -> None:
    say = page.say
    sums = [
        replace(added([one], label.label), key=label.key)
        for one, label in zip(accumulate(marks, lambda a, b: added([a, b], b.label)), marks, strict=True)
    ]
    figure = page.store.keep(
        ("cumulative", page.selection, say.language, page.look.scheme),
        lambda: charts_time.cumulative(sums, by, page.look),
    )
    chart = Chart(
        "cumulative", figure, say("chart_title.cumulative", scope=page.scope),
        " ".join((_running_words(page, by, sums), *undated_words(page))),
        Rows(len(sums), lambda: terms.sums_table(page, sums, say("column.year"))), keys=tuple(t.key for t in sums),
        note=page.rule_plain,
    )  # fmt: skip
    show(page, chart, marks)


def _running_words(page: Page, by: Measure, sums: Sequence[Term]) -> str:
    """What the running sum comes to."""
    say, last = page.say, sums[-1]
    if len(sums) == 1:
        return say("finding.one_year", year=last.label, amount=by.words(last))
    return say("finding.cumulative", amount=by.words(last), first=sums[0].label, last=last.label)


def _months(page: Page, by: Measure, marks: list[Term]) -> None:
    say = page.say
    rows = {
        row["announced_month"]: row
        for row in page.store.grouped(page.selection, "announced_month")
        if row["announced_month"]
    }
    if not rows:
        st.markdown(escape(say("years.undated", n=page.summary.deal_count)))
        return
    months = _between(min(rows), max(rows))[-MONTHS:]
    shown = [terms.term(rows.get(month, terms.NO_DEALS), month, say.month(month), month) for month in months]
    figure = page.store.keep(
        ("months", page.selection, say.language, page.look.scheme),
        lambda: charts_time.year_bars(shown, by, page.look, None),
    )
    top, inside = max(shown, key=by.size), sum(mark.deal_count for mark in shown)
    words = [
        say("finding.months", month=top.label, amount=by.words(top))
        if by.size(top)
        else say("finding.none_counted", n=inside)
    ]
    if outside := page.summary.deal_count - inside:
        words.append(say("finding.outside", n=outside))
    chart = Chart(
        "months", figure, say("chart_title.months", first=shown[0].label, last=shown[-1].label, scope=page.scope),
        " ".join(words),
        Rows(len(shown), lambda: terms.sums_table(
            page, [replace(t, label=t.key) for t in shown], say("column.month")
        )),
        keys=tuple(t.key for t in shown),
    )  # fmt: skip
    show(page, chart, marks)


def _between(first: str, last: str) -> list[str]:
    """All months from first to last, as 2025-11.

    >>> _between("2024-11", "2025-02")
    ['2024-11', '2024-12', '2025-01', '2025-02']
    """
    start, end = ((int(m[:4]) * 12 + int(m[5:7]) - 1) for m in (first, last))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(start, end + 1)]
