"""The documents that report a deal: the passage of each, its sentence highlighted, and where it comes from."""

import re

import streamlit as st

from pages.parts import markup, rule_words
from pages.parts.database import Row
from pages.parts.page import Page
from pages.parts.query import Query
from pages.parts.wording import escape, escape_html, is_web_address

FRONT_MATTER = re.compile(r"\A---\s*\n.*?\n---\s*\n", re.DOTALL)
MOST_REPORTS = 40
AROUND = 900  # characters of a document before and after the sentence, before the reader asks for all of it


def spoken_in(report: Row) -> str:
    """The language of a source's own words, as an attribute: a screen reader speaks them so."""
    return f' lang="{escape_html(report["language"])}"' if report["language"] else ""


def draw_documents(page: Page, deal: Row, reports: list[Row]) -> None:
    """The sentence behind the number first, in its document; then the other reports."""
    say = page.say
    markup.draw(f'<h2 class="charttitle">{escape_html(say("deal.sentence"))}</h2>')
    if not reports:
        return
    first, *others = sorted(reports, key=lambda report: _nearness(deal, report))
    markup.draw(f'<p class="chartsub">{source_link(page, first)}</p>')
    _passage(page, first)
    if first["rules"]:
        with st.expander(escape(say("read.rules", quote=first["quote"]))):
            markup.draw(rule_words.as_list(page.store, say, first["rules"]))
    if not others:
        return
    with st.expander(say("deal.other_reports", n=len(others))):
        items = "".join(
            f"<li>{source_link(page, report)}<br><span{spoken_in(report)}>"
            f"{highlighted(report['sentence'], *_within(report), '', True)}</span></li>"
            for report in others[:MOST_REPORTS]
        )
        markup.draw(f'<ul class="steps">{items}</ul>')
        if others[MOST_REPORTS:]:
            st.caption(escape(say("deal.more_reports", n=len(others[MOST_REPORTS:]))))


def _nearness(deal: Row, report: Row) -> tuple[bool, bool]:
    """A sentence of a text before a row of a list that says the same; the deal's own number before others."""
    same = all(report[bound] == deal[bound] for bound in ("value_low", "value_high", "currency"))
    return not same or report["source_type"] == "ledger", report["id"] != deal["headline_figure_id"]


def _within(report: Row) -> tuple[int, int]:
    """Where the quote stands in its sentence; nowhere, where spaces were tidied."""
    start = max(0, report["sentence"].find(report["quote"]))
    return start, start + len(report["quote"]) if report["quote"] in report["sentence"] else start


def source_link(page: Page, report: Row, is_dated: bool = False) -> str:
    """Who published a report, under what title and when; its title leads to it where it has an address.

    Args:
        page: The page.
        report: The report.
        is_dated: Whether its day stands beside it already.
    """
    say = page.say
    name = report["title"] or report["publisher"] or say("filter.not_stated")
    title = escape_html(name)
    if is_web_address(report["url"]):
        title = (
            f'<a href="{escape_html(report["url"])}" target="_blank" rel="noopener noreferrer">{title}</a>'
        )
    kind = say("deal.ledger") if report["source_type"] == "ledger" else say("deal.release")
    official = f", {say('deal.official')}" if report["is_official"] else ""
    publisher = report["publisher"] if report["publisher"] != name else ""
    day = "" if is_dated else say.day(report["published_date"])
    return " · ".join((title, *map(escape_html, filter(None, (publisher, day, f"{kind}{official}")))))


def _passage(page: Page, report: Row) -> None:
    say = page.say
    rows = page.store.rows(Query("SELECT text FROM texts WHERE document_id = ?", (report["document_id"],)))
    text = rows[0]["text"] if rows else report["sentence"]
    start, end = (report["char_start"], report["char_end"]) if rows else (0, 0)
    # What a release says about itself above its text stands in the line above: no need to show it raw.
    if (head := FRONT_MATTER.match(text)) and head.end() <= start:
        text, start, end = text[head.end() :], start - head.end(), end - head.end()
    key = f"whole_{report['id']}"
    is_long = len(text) > 2 * AROUND + 400
    is_whole = bool(st.session_state.get(key)) or not is_long
    markup.draw(
        f'<div class="text" tabindex="0"{spoken_in(report)}>{highlighted(text, start, end, report["sentence"], is_whole)}</div>'
    )
    if is_long:
        st.toggle(say("deal.whole", n=say.whole(len(text))), key=key, help=say("help.whole_text"))


def highlighted(text: str, start: int, end: int, sentence: str, is_whole: bool) -> str:
    """The text as HTML: the quote marked, its sentence underlined; cut around them unless the whole is asked for."""
    # The sentence holds the quote, so it begins at most its own length before the quote ends.
    at = text.find(sentence, max(0, end - len(sentence)), start + len(sentence)) if sentence else -1
    from_, to = (at, at + len(sentence)) if 0 <= at <= start else (start, end)
    left = 0 if is_whole else max(0, from_ - AROUND)
    right = len(text) if is_whole else min(len(text), to + AROUND)
    pieces = [
        "… " if left else "",
        escape_html(text[left:from_]),
        f'<span class="sentence">{escape_html(text[from_:start])}',
        f"<mark>{escape_html(text[start:end])}</mark>" if end > start else "",
        f"{escape_html(text[end:to])}</span>",
        escape_html(text[to:right]),
        " …" if right < len(text) else "",
    ]
    return "".join(pieces)
