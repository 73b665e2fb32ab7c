"""Data quality: what was read, what was dropped, and how well the reader reads."""

from pages.parts import frame, quality

page = frame.open_page("quality", extras={"reason": ()}, has_measure=False)
quality.draw_funnel(page)
quality.draw_rejects(page)
quality.draw_left_out(page)
quality.draw_sources(page)
quality.draw_confidence(page)
quality.draw_score(page)
quality.draw_review(page)
quality.draw_build(page)
frame.close_page(page)
