"""Sectors: which sectors, how much, how firm, and when?"""

from pages.parts import frame, sectors

page = frame.open_page("sectors", {"view": sectors.VIEWS, "versus": ()})
if not frame.is_empty(page):
    view = frame.choose(page, "view", {name: page.say(f"sectors.{name}") for name in sectors.VIEWS})
    sectors.draw(page, view)
frame.close_page(page)
