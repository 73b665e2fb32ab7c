"""A press on a mark of a chart, on a row of its table, and the twin for the keyboard: all three do the same."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from pages.parts import criteria, selection
from pages.parts.charts_maps import BETWEEN
from pages.parts.criteria import Selection
from pages.parts.page import OPENED, Page

Press = Callable[[str], None]  # gets the key of the mark


def filter_by(chosen: Selection, filter_name: str, key: str) -> Selection:
    """What a press on a mark asks for: only this value, or all again when it is the only one already."""
    if filter_name == "years":
        year = int(key[:4])
        if (chosen.first_year, chosen.last_year) == (year, year):
            return criteria.without(chosen, "years")
        return replace(chosen, first_year=year, last_year=year)
    return criteria.toggled(chosen, filter_name, key)


def filtering(page: Page, filter_name: str) -> Press:
    """A press that filters by the mark."""
    return lambda key: selection.change(filter_by(page.selection, filter_name, key))


def flowing(page: Page) -> Press:
    """A press that filters by both ends of a flow and, where its key has one, by its sector."""

    def pressed(key: str) -> None:
        supplier, *sector, recipient = key.split(BETWEEN)
        wanted = replace(page.selection, suppliers=(supplier,), recipients=(recipient,))
        selection.change(replace(wanted, sectors=tuple(sector)) if sector else wanted)

    return pressed


def open_deal(key: str) -> None:
    """A press that opens a deal on the Deals page: `frame.open_page` goes there, which a callback may not."""
    st.session_state[OPENED] = key


def twin(
    page: Page, name: str, label: str, options: Mapping[str, str], press: Press, placeholder: str = ""
) -> None:
    """A list that does what a press on a mark of the chart does.

    Args:
        page: The page.
        name: Short, for the widget's key.
        label: What choosing does.
        options: Key and words of each mark.
        press: What a press does.
        placeholder: What stands in the list before a choice.
    """
    key = f"twin_{name}"

    def chosen() -> None:
        value = st.session_state.get(key)
        if value:
            st.session_state[key] = None
            press(value)

    st.selectbox(
        label, list(options), index=None, key=key, format_func=lambda value: options.get(value, value),
        placeholder=placeholder or page.say("pick.mark"), on_change=chosen, width=420,
    )  # fmt: skip
