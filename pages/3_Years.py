"""Years: when were deals first announced?"""

from pages.parts import frame, years

page = frame.open_page("years", {"view": years.VIEWS, "split": years.SPLITS})
if not frame.is_empty(page):
    with frame.row("views"):
        view = frame.choose(page, "view", {name: page.say(f"years.{name}") for name in years.VIEWS})
        split = years.choose_split(page) if view == "bars" else years.SPLITS[0]
    years.draw(page, view, split)
frame.close_page(page)
