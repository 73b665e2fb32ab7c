"""Overview: how much, how sure, from where? The door of the dashboard.

Streamlit runs this file as a page. Before that it imports it to find `app`: the server of the pages and of
the data addresses.
"""

import streamlit as st

from pages.parts import frame, overview, server

if __name__ == "__main__":
    page = frame.open_page("overview", headline=overview.headline)
    if not frame.is_empty(page):
        overview.draw_largest(page)
        overview.draw_left_out(page)
        overview.draw_years(page)
        overview.draw_newest(page)
    frame.close_page(page)
else:
    app = st.App(__file__, **server.parts())
