"""The pieces of the Read page: the reader's texts and what was read in each; then what that means for the data.

One amount is `read_figure`, corrections are `read_fixes`, comparing with the data and adding is `read_landing`.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from etl.paths import RELEASES
from etl.records import Figure
from pages.parts import (
    code_names,
    markup,
    menu,
    read_day,
    read_figure,
    read_fixes,
    read_landing,
    readings,
    rule_words,
    selection,
)
from pages.parts.page import Page
from pages.parts.readings import Read
from pages.parts.tables import show_table
from pages.parts.wording import escape, escape_html

SAMPLE = RELEASES / "seed-us-kazakhstan-november-2025.txt"
LONGEST = 2_000_000  # characters of a pasted text
LARGEST_FILE = 20_000_000  # bytes of an uploaded file


def ask_for_texts(page: Page) -> list[Read]:
    """Let the reader paste a text or upload files; the sample where there is neither."""
    say = page.say
    st.markdown(say("read.intro"))
    paste, upload = st.tabs([say("read.paste"), say("read.upload")])
    with paste:
        text = st.text_area(say("read.text"), _sample(), key="read_text", height=220, max_chars=LONGEST)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            day = st.date_input(
                say("read.published"),
                value=None,
                key="read_date",
                help=say("read.published_help"),
                format="DD.MM.YYYY" if say.language == "ru" else "YYYY-MM-DD",
            )
            st.button(
                say("read.clear"), key="read_clear", on_click=lambda: st.session_state.update(read_text="")
            )
            st.button(
                say("read.sample"),
                key="read_sample",
                on_click=lambda: st.session_state.update(read_text=_sample()),
            )
    with upload:
        files = st.file_uploader(
            say("read.files", formats=readings.FORMATS),
            accept_multiple_files=True,
            key="read_files",
        )
    published = day if isinstance(day, date) else None
    if not files:
        if not text.strip():
            st.info(say("read.nothing"))
            return []
        return [readings.read_bytes("pasted.txt", text.encode("utf-8", "replace"), published)]
    found: list[Read] = []
    bar = st.progress(0.0) if len(files) > 1 else None
    for number, file in enumerate(files, start=1):
        if bar is not None:
            bar.progress(number / len(files), text=escape(say("read.reading", name=file.name[:80])))
        if file.size > LARGEST_FILE:
            st.error(escape(say("read.too_large", name=file.name[:80], limit=say.whole(LARGEST_FILE / 1e6))))
            continue
        found.append(readings.read_bytes(file.name, file.getvalue(), published))
    if bar is not None:
        bar.empty()
    return found


def draw_reading(page: Page, read: Read, number: int, *, is_only: bool) -> None:
    """One text: the marked text beside the chosen figure, the table, what was refused, corrections."""
    say = page.say
    figures = read.reading.figures
    st.header(
        escape(say("read.result", name=read.name) if not is_only else say("read.result_only")), anchor=False
    )
    for problem in read.problems:
        st.warning(escape(rule_words.problem(say, problem.reason, readings.FORMATS)))
    if read.document is None:
        return
    if is_only and read.document.published_date is None and (day := read_day.find_day(read.document.text)):
        st.button(
            escape(say("read.take_day", day=say.day(day))),
            key="read_take_day",
            on_click=lambda: st.session_state.update(read_date=day),
        )
    refused = len(read.reading.refused) + sum(figure.kind == "other" for figure in figures)
    markup.draw(f'<p class="result" role="status">{escape_html(_summary(page, read, refused))}</p>')
    chosen = _choose_figure(page, read, number, is_only=is_only)
    titles = [_short(page, figure) for figure in figures]
    left, right = st.columns([3, 2], gap="large")
    with left:
        markup.draw(
            _legend(page)
            + readings.marked_text(read, chosen, titles, lambda place: _address(page, number, place, is_only))
        )
    with right:
        if chosen is not None:
            read_figure.draw_fields(page, read, chosen)
    if chosen is not None:
        read_figure.draw_why(page, read, chosen)
    if figures:
        show_table(say, read_figure.to_table(page, read), f"read_{number}", say("read.table"))
        st.download_button(
            say("chart.csv", n=len(figures)),
            data=lambda: read_figure.to_csv(page, read),
            file_name=f"figures_{Path(read.name).stem[:60]}.csv",
            mime="text/csv",
            key=f"read_csv_{number}",
            on_click="ignore",
        )
    if beside := _mentions(page, read) + _refused(page, read):
        markup.draw(beside)
    if chosen is not None:
        read_fixes.draw_form(page, read, number, chosen)


def draw_comparison(page: Page, reads: Sequence[Read]) -> None:
    """Are these deals known already, would the total change; and adding, where the operator allows it."""
    say = page.say
    known = [
        read
        for read in reads
        if read.document is not None and (read.reading.figures or read.reading.mentions)
    ]
    read_fixes.draw_list(page)
    if not known:
        return
    st.header(say("preview.title"), anchor=False)
    st.markdown(say("preview.intro"))
    asked = tuple(read.document.document_id for read in known if read.document)
    st.button(
        say("preview.button"),
        key="compare",
        type="primary",
        on_click=lambda: st.session_state.update(compared=asked),
    )
    if st.session_state.get("compared") == asked:
        with st.spinner(say("preview.working")):
            read_landing.draw_preview(page, known)
    read_landing.draw_adding(page, known)


# ---------------------------------------------------------------------------- one text


def _sample() -> str:
    return SAMPLE.read_text(encoding="utf-8") if SAMPLE.exists() else ""


def _summary(page: Page, read: Read, refused: int) -> str:
    say = page.say
    kinds = [readings.kind_class(figure.kind) for figure in read.reading.figures]
    return say(
        "read.summary",
        n=len(kinds),
        deals=say.whole(kinds.count("deal")),
        totals=say.whole(kinds.count("total")),
        mentions=say.whole(len(read.reading.mentions)),
        refused=say.whole(refused),
    )


def _short(page: Page, figure: Figure) -> str:
    say = page.say
    amount = say.money(figure.value_low, figure.value_high, figure.currency)
    parts = [amount, say(f"kind.{figure.kind}")]
    if figure.companies:
        parts.append(", ".join(figure.companies[:3]))
    return " · ".join(parts)


def _legend(page: Page) -> str:
    say = page.say
    marks = "".join(
        f'<mark class="{kind}">{escape_html(say(f"read.mark_{kind}"))}</mark> '
        for kind in ("deal", "total", "refused")
    )
    return f'<p class="legend">{marks}</p>'


def _name(number: int, place: int, is_only: bool) -> str:
    """How the address names an amount: "3", or "2.3" for the third amount of the second of several texts."""
    return f"{place + 1}" if is_only else f"{number + 1}.{place + 1}"


def _address(page: Page, number: int, place: int, is_only: bool) -> str:
    params = selection.link_params(page.choice, figure=_name(number, place, is_only))
    return menu.href("read", params)


def _choose_figure(page: Page, read: Read, number: int, *, is_only: bool) -> int | None:
    """The amount that is looked at: pressed in the text, or chosen in the list above it; the first at first."""
    say, figures = page.say, read.reading.figures
    if not figures:
        return None
    key = f"figure_{number}"
    places = {_name(number, place, is_only): place for place in range(len(figures))}
    asked = places.get(page.choice.extras["figure"], st.session_state.get(key, 0))
    st.session_state[key] = asked if asked in range(len(figures)) else 0
    chosen = st.selectbox(
        say("read.choose_figure"),
        range(len(figures)),
        key=key,
        help=say("help.figure"),
        format_func=lambda place: f"{place + 1}. {figures[place].quote} - {_short(page, figures[place])}",
        on_change=lambda: selection.change_extra("figure", _name(number, st.session_state[key], is_only)),
    )
    return int(chosen)


def _folded(title: str, items: str) -> str:
    return f'<details class="folded"><summary>{escape_html(title)}</summary><ul class="steps">{items}</ul></details>'


def _mentions(page: Page, read: Read) -> str:
    """Deals without an amount, as HTML."""
    say = page.say
    if not read.reading.mentions:
        return ""
    items = "".join(
        f"<li><b>{escape_html(code_names.status_name(page.store, say, mention.status))}</b> "
        f'<span class="when">{escape_html(code_names.sector_name(page.store, say, mention.sector))}</span><br>'
        f"{escape_html(mention.sentence)}</li>"
        for mention in read.reading.mentions
    )
    return _folded(say("read.mentions", n=len(read.reading.mentions)), items)


def _refused(page: Page, read: Read) -> str:
    """Money that is no deal and no claim, with the reasons, as HTML."""
    say = page.say
    refused = [(figure, readings.refusal(figure)) for figure in read.reading.refused]
    refused += [(figure, "other_money") for figure in read.reading.figures if figure.kind == "other"]
    if not refused:
        return ""
    items = "".join(
        f'<li><mark class="refused">{escape_html(figure.quote)}</mark> {escape_html(rule_words.refusal(say, reason))}'
        f'<br><span class="when">{escape_html(figure.sentence)}</span></li>'
        for figure, reason in refused
    )
    return _folded(say("read.refused", n=len(refused)), items)
