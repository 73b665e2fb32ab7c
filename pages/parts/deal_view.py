"""One deal: its sentence inside its document, the timeline of reports, conflicting values, links, parties.

Everything from a document is hostile: it is escaped and shown as text, and only http(s) addresses are links.
"""

from collections import Counter

import pyarrow as pa
import streamlit as st

from pages.parts import (
    code_names,
    export_panel,
    markup,
    menu,
    own_words,
    panel,
    publications,
    selection,
    terms,
)
from pages.parts.charts_dots import Range, dot_ranges
from pages.parts.database import Row
from pages.parts.deal_documents import draw_documents, source_link, spoken_in
from pages.parts.drawing import Drawing
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.query import Query
from pages.parts.tables import Rows
from pages.parts.wording import escape, escape_html

_DEAL = "SELECT * FROM facts WHERE deal_id = ?"
_REPORTS = """
WITH said AS (
    SELECT figure_id AS id, document_id, char_start, char_end, quote, sentence, value_low, value_high, currency,
           qualifier, status, confidence, rules FROM figures WHERE deal_id = ?
    UNION ALL
    SELECT mention_id, document_id, char_start, char_end, quote, sentence, NULL, NULL, NULL, NULL, status, confidence,
           rules FROM mentions WHERE deal_id = ?)
SELECT s.*, d.title, d.publisher, d.url, d.published_date, d.source_type, d.is_official, d.language
FROM said AS s JOIN documents AS d USING (document_id)
ORDER BY d.published_date NULLS LAST, s.document_id, s.char_start"""
_LINKS = """
SELECT l.relation, l.why, l.deal_id = ? AS is_ours, o.deal_id, o.title, o.amount_as_written
FROM deal_links AS l
JOIN facts AS o ON o.deal_id = CASE WHEN l.deal_id = ? THEN l.related_deal_id ELSE l.deal_id END
WHERE (l.deal_id = ? OR l.related_deal_id = ?) AND l.deal_id <> l.related_deal_id
ORDER BY l.relation, o.deal_id"""


def draw(page: Page, deal_id: str) -> None:
    """The whole view of one deal, or a sentence that it is not in this snapshot."""
    say = page.say
    st.button(say("deal.back"), key="deal_back", on_click=selection.change_extra, args=("deal", ""))
    found = page.store.rows(Query(_DEAL, (deal_id,)))
    if not found:
        st.info(say("deal.unknown", deal=escape(deal_id[:80])))
        return
    deal = found[0]
    reports = page.store.rows(Query(_REPORTS, (deal_id, deal_id)))
    title = terms.deal_label(page, deal)
    who, colon, what = title.partition(": ")
    spoken = next((spoken_in(r) for r in reports if r["id"] == deal["headline_figure_id"]), "")
    what = f"{escape_html(colon)}<span{spoken}>{escape_html(what)}</span>" if what else ""
    markup.draw(f'<h2 class="dealtitle">{escape_html(who)}{what}</h2>')
    _facts(page, deal, spoken)
    draw_documents(page, deal, reports)
    _timeline(page, reports)
    _merges(page, deal_id)
    _conflicts(page, deal, reports)
    _parties(page, deal_id)
    _links(page, deal_id)
    export_panel.draw_deal(page, deal_id, title)


def _facts(page: Page, deal: Row, spoken: str) -> None:
    """The deal's fields; its subject and its amount as written are in the words of the source."""
    say, data = page.say, page.store
    amount = say.exact(deal["value_low"], deal["value_high"], deal["currency"]) if deal["currency"] else ""
    in_usd = ""
    if deal["value_low_usd"] is not None or deal["value_high_usd"] is not None:
        in_usd = say.money(deal["value_low_usd"], deal["value_high_usd"])
        if deal["currency"] != "USD" and deal["fx_rate"]:
            in_usd += " " + say(
                "deal.rate", rate=say.number(deal["fx_rate"], 4), currency=deal["currency"],
                date=say.day(deal["fx_date"]), basis=say(f"fx.{deal['fx_basis']}"),
            )  # fmt: skip
    elif deal["currency"]:
        in_usd = say("deal.no_rate")
    why = deal["countable_reason"]
    counted = say("why_short.ok") if why == "ok" else f"{say('deal.not_counted')}: {say(f'why_short.{why}')}"
    lines = (
        (say("column.written"), say.quoted(terms.amount_written(page, deal)) if deal["amount_as_written"] else say("number.none")),
        (say("deal.amount"), amount),
        (say("deal.in_usd"), in_usd),
        (say("column.counted"), counted),
        (say("column.status"), code_names.status_name(data, say, deal["status"])),
        (say("column.sector"), code_names.sector_name(data, say, deal["sector"])),
        (
            say("deal.direction"),
            f"{code_names.place_name(data, say, deal['supplier_country'])} → "
            f"{code_names.place_name(data, say, deal['recipient_country'])}",
        ),
        (say("deal.subject"), deal["subject"] or ""),
        (say("deal.quantity"), _quantity(page, deal)),
        (say("column.date"), say.day(deal["first_announced_date"]) if deal["first_announced_date"] else str(deal["announced_year"] or say("number.no_date"))),
        (say("deal.confidence"), say.number(deal["confidence"])),
    )  # fmt: skip
    items = "".join(
        f"<dt>{escape_html(label)}</dt><dd{spoken if label == say('deal.subject') else ''}>{escape_html(value)}</dd>"
        for label, value in lines
        if value
    )
    markup.draw(f'<dl class="facts">{items}</dl>')


def _quantity(page: Page, deal: Row) -> str:
    if deal["quantity"] is None:
        return ""
    text = f"{page.say.number(deal['quantity'])} {deal['quantity_unit'] or ''}".strip()
    firm, option = deal["firm_quantity"], deal["option_quantity"]
    if firm is not None or option is not None:
        text += " " + page.say(
            "deal.firm", firm=page.say.number(firm or 0), option=page.say.number(option or 0)
        )
    return text


def _timeline(page: Page, reports: list[Row]) -> None:
    say = page.say
    markup.draw(
        f'<h2 class="charttitle">{escape_html(say("deal.timeline", n=len({r["document_id"] for r in reports})))}</h2>'
    )
    items = "".join(
        f'<li><span class="when">{escape_html(say.day(report["published_date"]))}</span> · '
        f"{escape_html(code_names.status_name(page.store, say, report['status']))} · "
        f"<span{spoken_in(report)}>{escape_html(say.quoted(report['quote']))}</span><br>{source_link(page, report, is_dated=True)}</li>"
        for report in reports
    )
    markup.draw(f'<ul class="steps">{items}</ul>')


def _merges(page: Page, deal_id: str) -> None:
    """Why these reports are taken for one deal, for a reader who doubts it."""
    say = page.say
    rows = page.store.rows(
        Query(
            "SELECT why, min(score) AS score FROM merges WHERE deal_id = ? GROUP BY why ORDER BY why",
            (deal_id,),
        )
    )
    if rows:
        with st.expander(say("deal.merged", n=len(rows))):
            items = "".join(
                f"<li>{escape_html(own_words.reason(say, row['why']))} ({say.number(row['score'])})</li>"
                for row in rows
            )
            markup.draw(f'<ul class="plainlist">{items}</ul>')


def _conflicts(page: Page, deal: Row, reports: list[Row]) -> None:
    """Values that differ between reports, as dots with ranges on one axis; only in one currency."""
    say = page.say
    valued = [
        r for r in reports if r["currency"] and (r["value_low"] is not None or r["value_high"] is not None)
    ]
    values = dict.fromkeys((r["currency"], r["value_low"], r["value_high"]) for r in valued)
    if len(values) < 2:
        return
    words = dict.fromkeys(say.money(low, high, currency) for currency, low, high in values)
    if len(words) < len(values):  # rounded they are the same
        words = dict.fromkeys(say.exact(low, high, currency) for currency, low, high in values)
    # On one axis only what has one currency: the deal's own, or that of most reports where it has but one.
    told = Counter(r["currency"] for r in valued)
    currency = deal["currency"] if told[deal["currency"]] > 1 else told.most_common(1)[0][0]
    same = [r for r in valued if r["currency"] == currency]
    finding = say("finding.conflicts", n=len(values), values=say.listed(words))
    if 1 < len(same) < len(valued):
        finding += " " + say("finding.conflicts_apart", n=len(valued) - len(same))
    if len(same) < 2:
        st.markdown(escape(finding))
        return
    figure = _dots(page, deal, currency, same)
    rows = {
        say("column.publisher"): pa.array([r["publisher"] for r in valued], pa.string()),
        say("column.date"): pa.array([r["published_date"] for r in valued], pa.date32()),
        say("column.written"): pa.array([r["quote"] for r in valued], pa.string()),
        say("column.currency"): pa.array([r["currency"] for r in valued], pa.string()),
        say("column.low", unit=say("deal.original")): pa.array(
            [r["value_low"] for r in valued], pa.float64()
        ),
        say("column.high", unit=say("deal.original")): pa.array(
            [r["value_high"] for r in valued], pa.float64()
        ),
    }
    panel.show(
        page.whole,  # whatever the filters, these are all reports of the deal
        Chart("conflicts", figure, say("chart_title.conflicts", title=terms.deal_label(page, deal), currency=currency),
              finding, Rows(len(valued), lambda: pa.table(rows)), publications.of_deal(page.store, str(deal["deal_id"])),
              say("deal.conflict_note")),
    )  # fmt: skip


def _dots(page: Page, deal: Row, currency: str, reports: list[Row]) -> Drawing:
    """The dot-range plot of one deal's reported values."""
    say = page.say
    dots = [
        Range(
            f"{r['publisher'] or say('filter.not_stated')}, {say.short_day(r['published_date'])}",
            r["value_low"], r["value_high"], say.money(r["value_low"], r["value_high"], r["currency"]), r["quote"],
            r["id"] == deal["headline_figure_id"],
        )
        for r in reports
    ]  # fmt: skip
    return dot_ranges(dots, say("deal.axis", currency=currency), page.look, say)


def _parties(page: Page, deal_id: str) -> None:
    say = page.say
    rows = page.store.rows(
        Query("SELECT * FROM deal_parties WHERE deal_id = ? ORDER BY role, organisation", (deal_id,))
    )
    if not rows:
        return
    markup.draw(f'<h2 class="charttitle">{escape_html(say("deal.parties"))}</h2>')
    items = "".join(
        f"<dt>{escape_html(say('role.' + row['role']) if say.has('role.' + row['role']) else row['role'])}</dt>"
        f"<dd>{escape_html(row['organisation'])}"
        f"{escape_html(', ' + code_names.place_name(page.store, say, row['country']) if row['country'] else '')}</dd>"
        for row in rows
    )
    markup.draw(f'<dl class="facts">{items}</dl>')
    if not all(row["is_exhaustive"] for row in rows):
        markup.draw(f'<p class="chartsource">{escape_html(say("deal.including"))}</p>')


def _links(page: Page, deal_id: str) -> None:
    say = page.say
    rows = page.store.rows(Query(_LINKS, (deal_id,) * 4))
    if not rows:
        return
    markup.draw(f'<h2 class="charttitle">{escape_html(say("deal.links"))}</h2>')
    items = []
    for row in rows:
        relation = say(f"relation.{row['relation']}{'' if row['is_ours'] else '_of'}")
        label = f"{terms.deal_label(page, row)} ({terms.amount_written(page, row)})"
        other = menu.link("deals", label, selection.link_params(page.choice, deal=row["deal_id"]))
        why = escape_html(own_words.reason(say, row["why"]))
        items.append(f'<li>{escape_html(relation)} {other}<br><span class="when">{why}</span></li>')
    markup.draw(f'<ul class="newest">{"".join(items)}</ul>')
