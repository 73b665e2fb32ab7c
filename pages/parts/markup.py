"""HTML of our own making -> an element of the page, as it is."""

import streamlit as st


class Markup:
    """Finished HTML. Streamlit would look at each line of a plain text for a file's name and an indent."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _repr_html_(self) -> str:
        return self.text


def draw(text: str) -> None:
    """Put HTML on the page; whatever comes from a document was escaped by `wording.escape_html`."""
    st.html(Markup(text))
