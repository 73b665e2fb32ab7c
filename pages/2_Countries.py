"""Countries: who supplies whom?"""

from pages.parts import countries, frame

page = frame.open_page("countries", {"view": countries.VIEWS, "side": countries.SIDES})
if not frame.is_empty(page):
    with frame.row("views"):
        view = frame.choose(page, "view", {name: page.say(f"countries.{name}") for name in countries.VIEWS})
        side = countries.choose_side(page) if view == "map" else countries.SIDES[0]
    countries.draw(page, view, side)
frame.close_page(page)
