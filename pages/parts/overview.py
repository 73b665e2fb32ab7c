"""The pieces of the Overview page: four numbers, the largest deals, what is left out, years, newest documents."""

from datetime import date
from functools import partial

import streamlit as st

from pages.parts import (
    charts,
    charts_time,
    code_names,
    markup,
    menu,
    panel,
    picks,
    scope,
    selection,
    terms,
    years,
)
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.summary import in_unit, reason_text, share
from pages.parts.tables import Rows
from pages.parts.wording import escape, escape_html, is_web_address

LARGEST = 10  # bars that fit on a screen without scrolling
NEWEST = 5  # documents


def headline(page: Page) -> str:
    """What this is in a sentence; then what, how much, how sure, from where as four numbers. As HTML."""
    say, counts = page.say, page.store.counts
    cards = "".join(
        f'<div class="card {kind}"><p class="label">{escape_html(label)}</p><p class="value">{_value(value)}</p>'
        f'<p class="note">{escape_html(note)}</p></div>'
        for kind, label, value, note in (_how_much(page), _what(page), _left_out(page), _from_where(page))
    )
    lead = escape_html(say("overview.lead", n=counts["documents"]))
    return f'<p class="lead">{lead}</p><div class="cards">{cards}</div>'


def _how_much(page: Page) -> tuple[str, str, str, str]:
    """The counted sum, and how much of it is more than an announcement."""
    say, counted = page.say, page.summary.counted
    if not counted.count:
        return "main", say("card.total"), "-", say("card.total_none")
    firm = sum(
        row["low"] for row in page.store.grouped(page.selection, "firmness") if (row["firmness"] or 0) >= 3
    )
    note = say("card.total_note", n=counted.count)
    if page.selection.unit == "usd" and counted.low:
        note += " " + say("card.firm_note", share=say.percent(firm / counted.low))
    value = in_unit(say, page.selection, counted.low, counted.high, counted.open_high_count)
    return "main", say("card.total"), value, note


def _what(page: Page) -> tuple[str, str, str, str]:
    """The number of deals, and who supplies most."""
    say = page.say
    pairs = [
        row
        for row in page.store.grouped(page.selection, "supplier_country", "recipient_country")
        if row["supplier_country"] is not None and row["recipient_country"] is not None
    ]
    note = say("card.deals_note", n=len(pairs))
    first = max(pairs, key=lambda row: (row["low"], row["deal_count"]), default=None)
    if first is not None:
        names = (
            code_names.place_name(page.store, say, first[f"{side}_country"])
            for side in ("supplier", "recipient")
        )
        note += " " + say("card.deals_first", pair=" → ".join(names))
    return "", say("card.deals"), say.whole(page.summary.deal_count), note


def _left_out(page: Page) -> tuple[str, str, str, str]:
    """How many deals are listed and not added."""
    say = page.say
    left_out = page.summary.deal_count - page.summary.counted.count
    note = say("card.left_out_note", n=left_out) if left_out else say("card.left_out_none")
    return "beside", say("card.left_out"), say.whole(left_out), note


def _from_where(page: Page) -> tuple[str, str, str, str]:
    """The documents that state the deals, and who published them."""
    say, documents = page.say, page.store.reports(page.selection)
    publishers = len({row["publisher"] for row in documents if row["publisher"]})
    official = say.whole(sum(row["is_official"] for row in documents))
    note = (
        say("card.sources_note", n=publishers, official=official)
        if publishers
        else say("card.sources_unnamed", official=official)
    )
    return "", say("card.sources"), say.whole(len(documents)), note


def _value(text: str) -> str:
    """An amount for a card: words before it, such as "at least", stand smaller, so that the number fits."""
    words, sign, number = text.partition("$")
    if not sign or not words:
        return escape_html(text)
    return f'<span class="bound">{escape_html(words)}</span><span class="number">{escape_html(sign + number)}</span>'


def draw_largest(page: Page) -> None:
    """The largest deals as bars with whiskers; ceilings hatched."""
    say = page.say
    rows = page.store.listed(page.selection, "value", LARGEST, ("ok", "ceiling_only"))
    if not rows:
        st.markdown(escape(say("empty.nothing_counted", n=page.summary.deal_count)))
        return
    marks = [terms.deal_term(page, row) for row in rows]
    in_money = terms.in_money(page)
    by = terms.measure(in_money)
    chart = page.store.keep(
        ("largest", page.selection, say.language, page.look.scheme),
        lambda: charts.value_bars(marks, by, page.look),
    )
    first = rows[0]
    words = say.money if page.selection.unit == "usd" else partial(share, say)
    finding = say(
        "finding.largest",
        n=len(rows),
        title=terms.deal_label(page, first),
        amount=words(first["low"], first["high"]),
    )
    press = picks.opening(page)
    panel.show(
        page,
        Chart(
            "largest",
            chart,
            say("chart_title.largest", n=len(rows), scope=in_money.scope),
            finding,
            Rows(len(rows), lambda: terms.deals_table(page, rows)),
            note=scope.rule(say, in_money.selection, chart.signs),
            keys=tuple(row["deal_id"] for row in rows),
        ),
        press,
        picks.twin(say("pick.deal"), {row["deal_id"]: terms.deal_label(page, row) for row in rows}, press),
    )


def draw_left_out(page: Page) -> None:
    """The strip of what is not in the total; each piece leads to its deals."""
    say, summary = page.say, page.summary
    if not summary.left_out:
        return
    items = "".join(
        f'<li class="{"hatched" if why == "ceiling_only" else ""}">'
        f"{menu.link('deals', reason_text(say, page.selection, why, sums), selection.link_params(page.choice, why=why))}</li>"
        for why, sums in summary.left_out
    )
    markup.draw(
        f'<h2 class="charttitle">{escape_html(say("chart_title.left_out"))}</h2><ul class="strip">{items}</ul>'
    )


def draw_years(page: Page) -> None:
    """Sums by year of first announcement."""
    say, by = page.say, terms.measure(page)
    marks = terms.by_year(page)
    if not any(map(by.size, marks)):
        return
    running = page.store.newest_date.year if page.store.newest_date else None
    chart = page.store.keep(
        ("years", page.selection, say.language, page.look.scheme),
        lambda: charts_time.year_bars(marks, by, page.look, running),
    )
    years.show(
        page,
        Chart(
            "years",
            chart,
            say("chart_title.years", scope=page.scope),
            years.finding(page, by, marks),
            Rows(len(marks), lambda: terms.sums_table(page, marks, say("column.year"))),
            keys=tuple(t.key for t in marks),
        ),
        marks,
    )


def draw_newest(page: Page) -> None:
    """The newest documents behind the selected deals."""
    say = page.say
    documents = sorted(
        page.store.reports(page.selection),
        key=lambda row: (row["published_date"] or date.min, row["document_id"]),
        reverse=True,
    )
    # A page that was read twice, as a release and through a list, is one publication to a reader.
    once = {
        (row["title"] or row["url"], row["publisher"], row["published_date"]): row for row in documents[:50]
    }
    rows = list(once.values())[:NEWEST]
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
        spoken = f' lang="{escape_html(row["language"])}"' if row["language"] else ""
        items.append(
            f'<li><span{spoken}>{title}</span><br><span class="when">{escape_html(when)}</span></li>'
        )
    heading = escape_html(say("chart_title.newest"))
    markup.draw(f'<h2 class="charttitle">{heading}</h2><ul class="newest">{"".join(items)}</ul>')
