"""Two selections side by side: the reader's own, and the same with another country or other years."""

from dataclasses import replace

import streamlit as st

from pages.parts import (
    charts_sectors,
    code_names,
    filters,
    frame,
    markup,
    panel,
    picks,
    selection,
    short_names,
    terms,
)
from pages.parts.criteria import NOT_STATED, Known, Refused, Selection, with_field
from pages.parts.marks import Term
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.scope import measure_title, scope_title
from pages.parts.summary import Summary, adds_up, in_html, in_unit, result_parts, summarise
from pages.parts.tables import Rows
from pages.parts.wording import escape_html

BY = ("recipient", "supplier", "years")


def read_versus(versus: str, known: Known) -> tuple[str, str] | None:
    """What the address compares with: ("recipient", "UZB"), ("years", "2019-2021"), or ("years", "") where it only
    says by what. None where the data have no such country or years."""
    by, _, value = versus.partition(":")
    if not versus or (by in BY and not value):
        return by or BY[0], ""
    if by == "years":
        return (by, value) if short_names.read_years(value, known.years) else None
    code = known.code(by, value) if by in BY else None
    return (by, code) if code else None


def other_of(chosen: Selection, by: str, value: str, known: Known) -> Selection | None:
    """The second selection; None as long as it is not said which."""
    if not value:
        return None
    if by != "years":
        return with_field(chosen, f"{by}s", (value,))
    span = short_names.read_years(value, known.years)
    return span and replace(chosen, first_year=span[0], last_year=span[1])


def draw(page: Page) -> None:
    """Ask what to compare with, and draw both selections by sector on one scale."""
    say, versus, known = page.say, page.choice.extras["versus"], page.store.known
    found = read_versus(versus, known)
    if found is None:
        allowed = f"recipient:KAZ, supplier:USA, years:{known.years[0]}-{known.years[1]}"
        frame.tell_refused(say, Refused("versus", versus, allowed))
        selection.note_extra("versus", "")
    by, value = found or (BY[0], "")
    with frame.row("compare"):
        st.session_state["x_compare_by"] = by
        st.segmented_control(
            say("compare.by"), BY, key="x_compare_by", help=say("help.compare_by"), required=True, wrap=True, format_func=lambda n: say(f"compare.{n}"),
            on_change=lambda: selection.change_extra(
                "versus", st.session_state["x_compare_by"] and f"{st.session_state['x_compare_by']}:"
            ),
        )  # fmt: skip
        value = _ask_years(page, value) if by == "years" else _ask_place(page, by, value)
    other = other_of(page.selection, by, value, known)
    if other is None:
        st.markdown(say("compare.choose"))
        return
    if not adds_up(other):
        st.info(say("compare.gdp_place"))
        return
    _draw_both(page, other, by)


def _ask_place(page: Page, by: str, value: str) -> str:
    say = page.say
    counts = filters.option_counts(page.store, page.selection).get(by, {})
    names = {
        code: code_names.place_name(page.store, say, code) for code in {*counts, *([value] if value else [])}
    }
    key = f"x_compare_{by}"
    order = sorted(names, key=lambda code: (-counts.get(code, 0), names[code]))
    # Until the reader chooses, the country with most deals that is not chosen already: never an empty page.
    present = getattr(page.selection, f"{by}s")
    first = next(
        (code for code in order if code not in present and code.upper() in page.store.countries), None
    )
    st.session_state[key] = value if value in names else first
    st.selectbox(
        say("compare.with"), order, key=key, help=say("help.compare_with"),
        format_func=lambda c: say("filter.option", label=names.get(c, c), count=say.whole(counts.get(c, 0))),
        placeholder=say("compare.place"), width=320,
        on_change=lambda: selection.change_extra("versus", f"{by}:{st.session_state[key] or ''}"),
    )  # fmt: skip
    return str(st.session_state[key] or "")


def _ask_years(page: Page, value: str) -> str:
    first, last = page.store.known.years
    if first == last:
        st.markdown(page.say("compare.one_year", year=first))
        return ""
    value = value or _beside(page.selection, first, last)
    start, end = short_names.read_years(value, (first, last)) or (first, last)
    st.session_state["x_compare_years"] = (start or first, end or last)
    st.slider(
        page.say("compare.with"), first, last, (first, last), key="x_compare_years", width=320, help=page.say("help.compare_years"),
        on_change=lambda: selection.change_extra(
            "versus", "years:{}-{}".format(*st.session_state["x_compare_years"])
        ),
    )  # fmt: skip
    return value


def _beside(chosen: Selection, first: int, last: int) -> str:
    """The years before the reader's own, as many; where the data have none before, those after; else the last one.

    >>> _beside(Selection(first_year=2023, last_year=2023), 2013, 2026)
    '2022-2022'
    """
    start, end = chosen.first_year or first, chosen.last_year or last
    length = end - start + 1
    if start - length >= first:
        return f"{start - length}-{start - 1}"
    return f"{end + 1}-{end + length}" if end + length <= last else f"{last}-{last}"


def _name(page: Page, chosen: Selection, by: str) -> str:
    """One of the two in the words by which they differ: a country, or years."""
    say = page.say
    if by == "years":
        return say.years(chosen.first_year, chosen.last_year) or say("scope.all_years")
    places = [code_names.place_name(page.store, say, code) for code in getattr(chosen, f"{by}s")]
    return say.listed(places) or say(f"scope.any_{by}")


def _finding(
    page: Page, names: list[str], summaries: list[Summary], rows: list[tuple[str, Term | None, Term | None]]
) -> str:
    """Both sums, and the sector in which they lie farthest apart."""
    say, by = page.say, terms.measure(page)

    def whole(summary: Summary) -> str:
        counted = summary.counted
        if by.is_count:
            return say("chart.deals", n=summary.deal_count)
        if not counted.count:
            return say("number.none")
        return in_unit(say, page.selection, counted.low, counted.high, counted.open_high_count)

    def size(term: Term | None) -> float:
        return by.size(term) if term else 0.0

    def words(term: Term | None) -> str:
        return (by.words(term) if term else "") or say("number.none")

    one, two = (whole(summary) for summary in summaries)
    found = say("finding.compare", one=names[0], two=names[1], one_amount=one, two_amount=two)
    apart = max(rows, key=lambda row: abs(size(row[1]) - size(row[2])), default=None)
    if apart is None or size(apart[1]) == size(apart[2]):
        return found
    most = say(
        "finding.compare_most", sector=apart[0], one_amount=words(apart[1]), two_amount=words(apart[2])
    )
    return f"{found} {most}"


def _draw_both(page: Page, other: Selection, differ_by: str) -> None:
    say, by = page.say, terms.measure(page)
    pair = []
    for name, chosen in (("one", page.selection), ("two", other)):
        summary = summarise(page.store.reasons(chosen))
        rows = page.store.grouped(chosen, "sector")
        marks = {
            row["sector"]: terms.term(
                row, row["sector"] or NOT_STATED, code_names.sector_name(page.store, say, row["sector"])
            )
            for row in rows
        }
        pair.append((name, chosen, summary, marks))
    for column, (_, chosen, summary, _) in zip(st.columns(2, gap="medium"), pair, strict=True):
        with column:
            markup.draw(
                f'<h2 class="charttitle">{escape_html(scope_title(page.store, say, chosen))}</h2>'
                f"{in_html(result_parts(say, chosen, summary))}"
            )
    codes = sorted(
        {*pair[0][3], *pair[1][3]}, key=lambda c: -max(by.size(m[3][c]) for m in pair if c in m[3])
    )
    names = [_name(page, chosen, differ_by) for _, chosen, _, _ in pair]
    rows_both = [
        (code_names.sector_name(page.store, say, code), pair[0][3].get(code), pair[1][3].get(code))
        for code in codes
        if any(by.size(marks[code]) for _, _, _, marks in pair if code in marks)
    ]
    figure = page.store.keep(
        ("compare", page.selection, other, say.language, page.look.scheme),
        lambda: charts_sectors.paired_bars(rows_both, by, page.look, names),
    )
    flat = [t for _, one, two in rows_both for t in (one, two) if t]
    sides = {id(t): name for _, one, two in rows_both for t, name in ((one, names[0]), (two, names[1])) if t}
    title = say("chart_title.compare", one=names[0], two=names[1], measure=measure_title(say, page.selection))
    press = picks.filtering(page, "sectors")
    panel.show(
        page,
        Chart(
            "compare", figure, title[:1].upper() + title[1:],
            _finding(page, names, [summary for _, _, summary, _ in pair], rows_both),
            Rows(len(flat), lambda: terms.sums_table(
                page, flat, say("column.sector"), (say("column.selection"), lambda t: sides[id(t)])
            )),
            note=page.rule_plain, keys=tuple(t.key for t in flat), is_wide=True,
        ),
        press, picks.twin(say("pick.sector"), {t.key: t.label for t in flat}, press),
    )  # fmt: skip
