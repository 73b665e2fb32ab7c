"""Corrections of what was read: a form for one field, the list of all, its file."""

from datetime import date

import pyarrow as pa
import streamlit as st

from etl import schema
from etl.errors import DealscopeError
from pages.parts import readings
from pages.parts.page import Page
from pages.parts.readings import Read
from pages.parts.tables import show_table
from pages.parts.wording import escape


def draw_form(page: Page, read: Read, number: int, place: int) -> None:
    say = page.say
    if not st.toggle(say("correct.title"), key=f"correct_on_{number}", help=say("help.correct")):
        return
    with st.form(f"correct_{number}"):
        meanings = {column.name: column.description for column in schema.TABLES["figures"]}
        st.markdown(escape(say("correct.intro", quote=read.reading.figures[place].quote)))
        column = st.selectbox(
            say("correct.column"),
            readings.CORRECTABLE,
            key=f"correct_column_{number}",
            help=say("help.correct_column"),
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


def draw_list(page: Page) -> None:
    say = page.say
    corrections = st.session_state.get("corrections", [])
    if not corrections:
        return
    st.header(say("correct.list", n=len(corrections)), anchor=False)
    st.markdown(say("correct.what_to_do"))
    columns = ("id", "column", "old", "new", "reason", "source", "by")
    show_table(
        say,
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
