"""Overview: how much, how sure, from where? The door of the dashboard."""

from pages.parts import frame, overview

page = frame.open_page("overview")
if not frame.is_empty(page):
    overview.draw_cards(page)
    overview.draw_largest(page)
    overview.draw_left_out(page)
    overview.draw_years(page)
    overview.draw_newest(page)
frame.close_page(page)
