"""The pieces of the Read page: the reader's texts, what was read in each, corrections, comparison, adding."""

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import streamlit as st

from etl import schema
from etl.errors import DealscopeError
from etl.paths import INBOX, RELEASES
from etl.records import Figure, Party
from pages.parts import own_words, panel, readings, rule_words, selection
from pages.parts.frame import Page
from pages.parts.readings import Read
from pages.parts.wording import escape, escape_html

SAMPLE = RELEASES / "seed-us-kazakhstan-november-2025.txt"
MAY_ADD = "DEALSCOPE_ADD"  # the operator sets it to 1: readers may then add documents to the data
LONGEST = 2_000_000  # characters of a pasted text
LARGEST_FILE = 20_000_000  # bytes of an uploaded file


def ask_for_texts(page: Page) -> list[Read]:
    """Let the reader paste a text or upload files; the sample where there is neither."""
    say = page.say
    st.markdown(say("read.intro"))
    paste, upload = st.tabs([say("read.paste"), say("read.upload")])
    with paste:
        if "read_text" not in st.session_state:
            st.session_state["read_text"] = _sample()
        text = st.text_area(say("read.text"), key="read_text", height=220, max_chars=LONGEST)
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
            say("read.files", formats=", ".join(readings.FORMATS)),
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
        st.warning(escape(problem.message))
    if read.document is None:
        return
    refused = len(read.reading.refused) + sum(figure.kind == "other" for figure in figures)
    st.html(f'<p class="result" role="status">{escape_html(_summary(page, read, refused))}</p>')
    chosen = _choose_figure(page, read, number, is_only=is_only)
    titles = [_short(page, figure) for figure in figures]
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.html(
            _legend(page)
            + readings.marked_text(read, chosen, titles, lambda place: _address(page, number, place, is_only))
        )
    with right:
        if chosen is not None:
            _draw_figure(page, read, chosen)
    if chosen is not None:
        _draw_why(page, read, chosen)
    if figures:
        panel.show_table(_table(page, read), f"read_{number}", say("read.table"))
        st.download_button(
            say("chart.csv", n=len(figures)),
            data=lambda: _csv(page, read),
            file_name=f"figures_{Path(read.name).stem[:60]}.csv",
            mime="text/csv",
            key=f"read_csv_{number}",
            on_click="ignore",
        )
    _draw_mentions(page, read)
    _draw_refused(page, read)
    if chosen is not None:
        _draw_correction(page, read, number, chosen)


def draw_comparison(page: Page, reads: Sequence[Read]) -> None:
    """Are these deals known already, would the total change; and adding, where the operator allows it."""
    say = page.say
    known = [
        read
        for read in reads
        if read.document is not None and (read.reading.figures or read.reading.mentions)
    ]
    _draw_corrections(page)
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
            _draw_preview(page, known)
    _draw_adding(page, known)


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
    return selection.href("read", params)


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
        format_func=lambda place: f"{place + 1}. {figures[place].quote} - {_short(page, figures[place])}",
        on_change=lambda: selection.change_extra("figure", _name(number, st.session_state[key], is_only)),
    )
    return int(chosen)


def _draw_figure(page: Page, read: Read, place: int) -> None:
    say, figure = page.say, read.reading.figures[place]
    data = page.store
    rows = [
        (say("read.amount"), say.exact(figure.value_low, figure.value_high, figure.currency)
         + (f" ({say('read.assumed')})" if figure.is_currency_assumed else "")),
        (say("read.qualifier"), say(f"qualifier.{figure.qualifier}")),
        (say("column.kind"), say(f"kind.{figure.kind}")),
        (say("column.status"), selection.status_name(data, say, figure.status)),
        (say("column.sector"), selection.sector_name(data, say, figure.sector)),
        (say("column.supplier"), selection.place_name(data, say, figure.supplier_country)),
        (say("column.recipient"), selection.place_name(data, say, figure.recipient_country)),
        (say("column.parties"), _parties(page, figure.parties) or ", ".join(figure.companies)),
        (say("read.subject"), figure.subject or ""),
        (say("column.year"), _year(page, figure)),
        (say("read.confidence"), say.number(figure.confidence)),
    ]  # fmt: skip
    st.html(
        f'<p class="finding">{escape_html(say("read.figure_no", number=place + 1))} <mark class="'
        f'{readings.kind_class(figure.kind)}">{escape_html(figure.quote)}</mark></p><dl class="facts">'
        + "".join(
            f"<dt>{escape_html(name)}</dt><dd>{escape_html(value or say('filter.not_stated'))}</dd>"
            for name, value in rows
        )
        + "</dl>"
    )


def _draw_why(page: Page, read: Read, place: int) -> None:
    """Which rules spoke, in plain words."""
    figure = read.reading.figures[place]
    title = escape_html(page.say("read.rules", quote=figure.quote))
    st.html(f'<h3 class="charttitle">{title}</h3>' + rule_words.as_list(page.store, page.say, figure.rules))


def _year(page: Page, figure: Figure) -> str:
    basis = page.say.basis(figure.date_basis)
    return f"{figure.reference_year or ''} {f'({basis})' if basis else ''}".strip()


def _parties(page: Page, parties: Sequence[Party]) -> str:
    """Parties by role: "Supplier: NVIDIA, HP (list not complete); Government: ..."."""
    by_role: dict[str, list[Party]] = {}
    for party in parties:
        by_role.setdefault(party.role, []).append(party)
    told = []
    for role, found in by_role.items():
        more = "" if all(party.is_exhaustive for party in found) else f" ({page.say('read.not_exhaustive')})"
        told.append(
            f"{page.say(f'role.{role}')}: {page.say.listed(party.organisation for party in found)}{more}"
        )
    return "; ".join(told)


def _table(page: Page, read: Read) -> pa.Table:
    say, data = page.say, page.store
    figures = read.reading.figures
    text: dict[str, list[Any]] = {
        say("read.amount_read"): [figure.quote for figure in figures],
        say("column.currency"): [figure.currency for figure in figures],
        say("read.low"): [figure.value_low for figure in figures],
        say("read.high"): [figure.value_high for figure in figures],
        say("read.qualifier"): [say(f"qualifier.{figure.qualifier}") for figure in figures],
        say("column.kind"): [say(f"kind.{figure.kind}") for figure in figures],
        say("column.status"): [selection.status_name(data, say, figure.status) for figure in figures],
        say("column.sector"): [selection.sector_name(data, say, figure.sector) for figure in figures],
        say("column.supplier"): [
            selection.place_name(data, say, figure.supplier_country) for figure in figures
        ],
        say("column.recipient"): [
            selection.place_name(data, say, figure.recipient_country) for figure in figures
        ],
        say("column.parties"): [", ".join(figure.companies) for figure in figures],
        say("read.subject"): [figure.subject for figure in figures],
        say("column.date"): [figure.announced_date for figure in figures],
        say("column.year"): [figure.reference_year for figure in figures],
        say("read.confidence"): [figure.confidence for figure in figures],
        say("read.relation"): [
            say(f"figure_relation.{figure.relation}") if figure.relation else "" for figure in figures
        ],
        say("column.sentence"): [figure.sentence for figure in figures],
        say("read.why"): [rule_words.in_words(data, say, figure.rules) for figure in figures],
    }
    numbers = {say("read.low"), say("read.high"), say("read.confidence")}
    arrays, fields = [], []
    for name, values in text.items():
        kind = (
            pa.float64() if name in numbers else pa.date32() if name == say("column.date")
            else pa.int64() if name == say("column.year") else pa.string()
        )  # fmt: skip
        arrays.append(pa.array(values, kind))
        fields.append(pa.field(name, kind, metadata={"unit": "year"} if name == say("column.year") else None))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def _csv(page: Page, read: Read) -> bytes:
    from pages.parts import export_rows

    return b"".join(export_rows.to_csv(_table(page, read)))


def _draw_mentions(page: Page, read: Read) -> None:
    say = page.say
    if not read.reading.mentions:
        return
    items = "".join(
        f"<li><b>{escape_html(selection.status_name(page.store, say, mention.status))}</b> "
        f'<span class="when">{escape_html(selection.sector_name(page.store, say, mention.sector))}</span><br>'
        f"{escape_html(mention.sentence)}</li>"
        for mention in read.reading.mentions
    )
    with st.expander(say("read.mentions", n=len(read.reading.mentions))):
        st.html(f'<ul class="steps">{items}</ul>')


def _draw_refused(page: Page, read: Read) -> None:
    say = page.say
    refused = [(figure, readings.refusal(figure)) for figure in read.reading.refused]
    refused += [(figure, "other_money") for figure in read.reading.figures if figure.kind == "other"]
    if not refused:
        return
    items = "".join(
        f'<li><mark class="refused">{escape_html(figure.quote)}</mark> {escape_html(rule_words.refusal(say, reason))}'
        f'<br><span class="when">{escape_html(figure.sentence)}</span></li>'
        for figure, reason in refused
    )
    with st.expander(say("read.refused", n=len(refused))):
        st.html(f'<ul class="steps">{items}</ul>')


# ---------------------------------------------------------------------------- corrections


def _draw_correction(page: Page, read: Read, number: int, place: int) -> None:
    say = page.say
    with st.expander(say("correct.title")), st.form(f"correct_{number}", clear_on_submit=True):
        meanings = {column.name: column.description for column in schema.TABLES["figures"]}
        st.markdown(escape(say("correct.intro", quote=read.reading.figures[place].quote)))
        column = st.selectbox(
            say("correct.column"),
            readings.CORRECTABLE,
            key=f"correct_column_{number}",
            format_func=lambda name: f"{name}: {say.meaning(meanings[name])}",
        )
        new = st.text_input(say("correct.new"), key=f"correct_new_{number}", max_chars=200)
        reason = st.text_input(say("correct.reason"), key=f"correct_reason_{number}", max_chars=300)
        by = st.text_input(say("correct.by"), key=f"correct_by_{number}", max_chars=100)
        if not st.form_submit_button(say("correct.add")):
            return
        if not reason.strip() or not by.strip():
            st.error(say("correct.incomplete"))
            return
        try:
            correction = readings.to_correction(read, place, column, new, reason, by, date.today())
        except DealscopeError as error:
            st.error(escape(str(error)))
            return
        st.session_state["corrections"] = [*st.session_state.get("corrections", []), correction]
        st.success(say("correct.added"))


def _draw_corrections(page: Page) -> None:
    say = page.say
    corrections = st.session_state.get("corrections", [])
    if not corrections:
        return
    st.header(say("correct.list", n=len(corrections)), anchor=False)
    st.markdown(say("correct.what_to_do"))
    columns = ("id", "column", "old", "new", "reason", "source", "by")
    panel.show_table(
        pa.table(
            {say(f"correction.{name}"): [str(getattr(one, name)) for one in corrections] for name in columns}
        ),
        "corrections_made",
        say("correct.list", n=len(corrections)),
    )
    with st.container(horizontal=True):
        st.download_button(
            say("correct.download"), data=lambda: readings.corrections_csv(corrections), file_name="corrections.csv",
            mime="text/csv", key="correct_download", on_click="ignore",
        )  # fmt: skip
        st.button(
            say("correct.discard"),
            key="correct_discard",
            on_click=lambda: st.session_state.update(corrections=[]),
        )


# ---------------------------------------------------------------------------- the data


def _draw_preview(page: Page, reads: Sequence[Read]) -> None:
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
        st.markdown(escape(say("preview.changes", before=totals[0], after=totals[1], gained=gained)))
    else:
        st.markdown(escape(say("preview.same", total=totals[0])))
    deals = {landing.deal_id: landing for landing in found.landings if landing.deal_id}
    items = "".join(
        f"<li>{_landing_title(page, landing.deal_id, str(landing.title), landing.is_known)}<br><span class='when'>"
        f"{escape_html(say('preview.known' if landing.is_known else 'preview.new'))} "
        f"{escape_html(say(f'why_short.{landing.countable_reason}') if landing.countable_reason else '')}</span></li>"
        for landing in deals.values()
    )
    st.html(f'<ul class="steps">{items}</ul>')


def _landing_title(page: Page, deal_id: str | None, title: str, is_known: bool) -> str:
    """The deal in which an amount would land; one that the data have already can be opened."""
    words = own_words.title(page.store, page.say, title)
    if not is_known or deal_id is None:
        return f"<b>{escape_html(words)}</b>"
    return selection.link("deals", words, selection.link_params(page.choice, deal=deal_id))


def _draw_adding(page: Page, reads: Sequence[Read]) -> None:
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
