"""What a reader's texts would change in the data: known or new, the total before and after; and adding them."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import streamlit as st

from etl.errors import DealscopeError
from etl.paths import INBOX
from pages.parts import markup, menu, own_words, selection
from pages.parts.page import Page
from pages.parts.readings import Read
from pages.parts.wording import escape, escape_html

MAY_ADD = "DEALSCOPE_ADD"  # the operator sets it to 1: readers may then add documents to the data


def draw_preview(page: Page, reads: Sequence[Read]) -> None:
    from etl import preview
    from etl.assemble import to_tables
    from etl.read.references import load_references
    from pages.parts.query import Query

    say, data = page.say, page.store

    def base() -> tuple[Any, Any, Any]:
        tables = {
            name: data.table(Query(f"SELECT * FROM {name}")) for name in ("documents", "figures", "mentions")
        }
        gathered, references = preview.to_gathered(tables), load_references()
        return gathered, to_tables(gathered, references), references

    gathered, before, references = data.keep("preview_base", base)
    new = [(replace(read.document, path=read.name), read.reading) for read in reads if read.document]
    found = preview.to_preview(gathered, before, new, references)
    totals = [
        say.total(total.low, total.reach, total.open_high_count) for total in (found.before, found.after)
    ]
    if found.known_documents:
        st.info(say("preview.known_document", n=len(found.known_documents)))
    if found.is_changed:
        gained = say.money(found.after.low - found.before.low, found.after.reach - found.before.reach)
        words = "preview.changes" if totals[0] != totals[1] else "preview.changes_little"
        st.markdown(escape(say(words, before=totals[0], after=totals[1], gained=gained)))
    else:
        st.markdown(escape(say("preview.same", total=totals[0])))
    deals = {landing.deal_id: landing for landing in found.landings if landing.deal_id}
    items = "".join(
        f"<li>{_landing_title(page, landing.deal_id, str(landing.title), landing.is_known)}<br><span class='when'>"
        f"{escape_html(say('preview.known' if landing.is_known else 'preview.new'))} "
        f"{escape_html(say(f'why_short.{landing.countable_reason}') if landing.countable_reason else '')}</span></li>"
        for landing in deals.values()
    )
    markup.draw(f'<ul class="steps">{items}</ul>')


def _landing_title(page: Page, deal_id: str | None, title: str, is_known: bool) -> str:
    """The deal in which an amount would land; one that the data have already can be opened."""
    words = own_words.title(page.store, page.say, title)
    if not is_known or deal_id is None:
        return f"<b>{escape_html(words)}</b>"
    return menu.link("deals", words, selection.link_params(page.choice, deal=deal_id))


def draw_adding(page: Page, reads: Sequence[Read]) -> None:
    say = page.say
    if os.environ.get(MAY_ADD) != "1":
        st.caption(say("add.off"))
        return
    st.header(say("add.title"), anchor=False)
    st.markdown(say("add.intro", n=len(reads)))
    if not st.button(say("add.button", n=len(reads)), key="add"):
        return
    from etl.build import build, shipped_inputs
    from pages.parts.store import data_folder

    written: list[Path] = []
    try:
        INBOX.mkdir(parents=True, exist_ok=True)
        for read in reads:
            assert read.document is not None
            # Named by content, never by what a stranger called the file.
            target = INBOX / f"{read.document.document_id}{Path(read.name).suffix.lower()}"
            if not target.exists():
                target.write_bytes(_with_date(read))
                written.append(target)
        with st.spinner(say("add.building")):
            built = build(shipped_inputs(), data_folder(), workers=1)
    except (DealscopeError, OSError) as error:
        for target in written:
            target.unlink(missing_ok=True)
        st.error(escape(say("add.failed", why=str(error))))
        return
    st.success(escape(say("add.done", snapshot=built.snapshot.name)))


def _with_date(read: Read) -> bytes:
    """The bytes to keep; a day that the reader gave stands before a plain text that has none."""
    stated = read.document is not None and read.document.published_date
    if (
        stated
        and read.name.endswith((".txt", ".md"))
        and read.document is not None
        and read.document.body_start == 0
    ):
        return f" date {stated.isoformat()}\n".encode() + read.data
    return read.data
