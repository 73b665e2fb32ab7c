"""A click on a chart and its twin for the keyboard: both do the same to the selection."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from pages.parts import query, selection
from pages.parts.frame import Page
from pages.parts.query import Selection


def key_of(points: Sequence[Mapping[str, Any]]) -> str:
    """The key of the mark that was clicked; empty where it has none."""
    key = points[0].get("customdata")
    while isinstance(key, list | tuple):
        key = key[0] if key else ""
    return str(key or "")


def filter_by(chosen: Selection, filter_name: str, key: str) -> Selection:
    """What a click on a mark asks for: only this value, or all again when it is the only one already."""
    if filter_name == "years":
        year = int(key[:4])
        if (chosen.first_year, chosen.last_year) == (year, year):
            return query.without(chosen, "years")
        return replace(chosen, first_year=year, last_year=year)
    return selection.toggled(chosen, filter_name, key)


def on_click(page: Page, filter_name: str) -> Any:
    """A callback for `panel.show` that filters by the mark that was clicked."""

    def clicked(points: Sequence[dict[str, Any]]) -> None:
        if key := key_of(points):
            selection.change(filter_by(page.selection, filter_name, key))

    return clicked


def twin(page: Page, name: str, label: str, options: Mapping[str, str], filter_name: str) -> None:
    """A list that does what a click on a mark of the chart does.

    Args:
        page: The page.
        name: Short, for the widget's key.
        label: What choosing does.
        options: Key and words of each mark.
        filter_name: The filter that is set.
    """
    key = f"twin_{name}"

    def chosen() -> None:
        value = st.session_state.get(key)
        if value:
            st.session_state[key] = None
            selection.change(filter_by(page.selection, filter_name, value))

    st.selectbox(
        label, list(options), index=None, key=key, format_func=lambda value: options.get(value, value),
        placeholder=page.say("pick.mark"), on_change=chosen, width=420,
    )  # fmt: skip
