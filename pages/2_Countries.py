"""Countries: who supplies whom?"""

from pages.parts import countries, frame

page = frame.open_page("countries", {"view": countries.VIEWS, "side": countries.SIDES})
if not frame.is_empty(page):
    view = frame.choose(page, "view", {name: page.say(f"countries.{name}") for name in countries.VIEWS})
    countries.draw(page, view)
frame.close_page(page)
