"""Years: when were deals first announced?"""

from pages.parts import frame, years

page = frame.open_page("years", {"view": years.VIEWS, "split": years.SPLITS})
if not frame.is_empty(page):
    view = frame.choose(page, "view", {name: page.say(f"years.{name}") for name in years.VIEWS})
    years.draw(page, view)
frame.close_page(page)
