"""Data quality: what was read, what was dropped, and how well the reader reads."""

from pages.parts import frame, quality

page = frame.open_page("quality", extras={"view": quality.VIEWS, "reason": ()}, has_measure=False)
quality.draw(page, frame.choose(page, "view", {name: page.say(f"quality.{name}") for name in quality.VIEWS}))
frame.close_page(page)
