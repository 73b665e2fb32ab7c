"""The pieces of the Overview page: four numbers, the largest deals, what is left out, years, newest documents."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from pages.parts import charts, charts_time, panel, query, selection, terms
from pages.parts.frame import Page
from pages.parts.panel import Chart
from pages.parts.summary import in_unit, reason_text
from pages.parts.wording import escape, escape_html, is_web_address

LARGEST = 10  # bars that fit on a screen without scrolling


def draw_cards(page: Page) -> None:
    """What, how much, how sure, from where: four numbers."""
    say, summary = page.say, page.summary
    counted = summary.counted
    documents = page.store.reports(page.selection)
    publishers = len({row["publisher"] for row in documents if row["publisher"]})
    pairs = sum(
        row["supplier_country"] is not None and row["recipient_country"] is not None
        for row in page.store.grouped(page.selection, "supplier_country", "recipient_country")
    )
    left_out = summary.deal_count - counted.count
    official = say.whole(sum(row["is_official"] for row in documents))
    cards = (
        (
            "main",
            say("card.total"),
            in_unit(say, page.selection, counted.low, counted.high, counted.open_high_count)
            if counted.count
            else "-",
            say("card.total_note", n=counted.count),
        ),
        ("", say("card.deals"), say.whole(summary.deal_count), say("card.deals_note", n=pairs)),
        ("beside", say("card.left_out"), say.whole(left_out), say("card.left_out_note", n=left_out)),
        (
            "",
            say("card.sources"),
            say.whole(len(documents)),
            say("card.sources_note", n=publishers, official=official),
        ),
    )
    st.html(
        '<div class="cards">'
        + "".join(
            f'<div class="card {kind}"><p class="label">{escape_html(label)}</p><p class="value">{_value(value)}</p>'
            f'<p class="note">{escape_html(note)}</p></div>'
            for kind, label, value, note in cards
        )
        + "</div>"
    )


def _value(text: str) -> str:
    """An amount for a card: words before it, such as "at least", stand smaller, so that the number fits."""
    words, sign, number = text.partition("$")
    if not sign or not words:
        return escape_html(text)
    return f'<span class="bound">{escape_html(words)}</span><span class="number">{escape_html(sign + number)}</span>'


def draw_largest(page: Page) -> None:
    """The largest deals as bars with whiskers; ceilings hatched."""
    say = page.say
    rows = page.store.rows(
        query.deals(
            page.selection, "value", LARGEST, condition="why IN ('ok', 'ceiling_only')", columns=query.LISTED
        )
    )
    if not rows:
        st.markdown(escape(say("empty.nothing_counted", n=page.summary.deal_count)))
        return
    marks = [terms.deal_term(page, row) for row in rows]
    in_money = terms.money_measure(page)
    chart = page.store.keep(
        ("largest", page.selection, say.language, page.look.scheme),
        lambda: charts.value_bars(marks, in_money, page.look),
    )
    first = rows[0]
    finding = say(
        "finding.largest", n=len(rows), title=first["title"], amount=say.money(first["low"], first["high"])
        if page.selection.unit == "usd" else in_money.words(marks[0]),
    )  # fmt: skip
    panel.show(
        page,
        Chart(
            "largest",
            chart,
            say("chart_title.largest", n=len(rows), scope=page.scope),
            finding,
            terms.deals_table(page, rows),
        ),
        on_click=lambda points: open_deal(points),
    )
    ids = {row["deal_id"]: row["title"] for row in rows}
    pick_deal(page, ids, "largest")


def open_deal(points: Sequence[dict[str, Any]]) -> None:
    """Open the deal whose bar was clicked, on the Deals page."""
    key = points[0].get("customdata")
    deal_id = key[0] if isinstance(key, list) else key
    if deal_id:
        st.session_state["goto_deal"] = deal_id


def pick_deal(page: Page, titles: dict[str, str], name: str) -> None:
    """The keyboard's way to do what a click on a bar does; also carries out such a click."""
    say = page.say
    clicked = st.session_state.pop("goto_deal", None)
    with st.container(horizontal=True, key=f"pick_{name}", vertical_alignment="bottom"):
        picked = st.selectbox(
            say("pick.deal"), list(titles), index=None, key=f"pick_deal_{name}", format_func=lambda d: titles.get(d, d),
            placeholder=say("pick.placeholder"),
        )  # fmt: skip
    if target := clicked or picked:
        st.session_state.pop(f"pick_deal_{name}", None)
        st.switch_page(selection.MENU["deals"], query_params=selection.link_params(page.choice, deal=target))


def draw_left_out(page: Page) -> None:
    """The strip of what is not in the total."""
    say, summary = page.say, page.summary
    if not summary.left_out:
        return
    st.html(f'<h2 class="charttitle">{escape_html(say("chart_title.left_out"))}</h2>')
    items = "".join(
        f'<li class="{"hatched" if why == "ceiling_only" else ""}">'
        f"{escape_html(reason_text(say, page.selection, why, sums))}</li>"
        for why, sums in summary.left_out
    )
    st.html(f'<ul class="strip">{items}</ul>')


def draw_years(page: Page) -> None:
    """Sums by year of first announcement."""
    say, by = page.say, terms.measure(page)
    marks = terms.by_year(page)
    if not marks:
        return
    running = page.store.newest_date.year if page.store.newest_date else None
    chart = page.store.keep(
        ("years", page.selection, say.language, page.look.scheme),
        lambda: charts_time.year_bars(marks, by, page.look, running),
    )
    top = max(marks, key=by.size)
    finding = say(
        "finding.years",
        year=top.label,
        amount=by.words(top) or "0",
        first=marks[0].label,
        last=marks[-1].label,
    )
    panel.show(
        page,
        Chart(
            "years",
            chart,
            say("chart_title.years", scope=page.scope),
            finding,
            terms.sums_table(page, marks, say("column.year")),
        ),
    )


def draw_newest(page: Page) -> None:
    """The newest documents behind the selected deals."""
    say = page.say
    documents = page.store.reports(page.selection)
    rows = sorted(
        documents, key=lambda row: (row["published_date"] or date.min, row["document_id"]), reverse=True
    )[:5]
    st.html(f'<h2 class="charttitle">{escape_html(say("chart_title.newest"))}</h2>')
    items = []
    for row in rows:
        title = escape_html(row["title"] or row["publisher"] or say("filter.not_stated"))
        if is_web_address(row["url"]):
            title = (
                f'<a href="{escape_html(row["url"])}" target="_blank" rel="noopener noreferrer">{title}</a>'
            )
        when = " · ".join(
            (say.day(row["published_date"]), row["publisher"] or "", say("chart.deals", n=row["deals"]))
        )
        items.append(f'<li>{title}<br><span class="when">{escape_html(when)}</span></li>')
    st.html(f'<ul class="newest">{"".join(items)}</ul>')
