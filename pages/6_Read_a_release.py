"""Read a release: what does the reader see in my text?"""

from pages.parts import frame, read_release

page = frame.open_page("read", extras={"figure": ()}, has_measure=False)
readings = read_release.ask_for_texts(page)
for number, reading in enumerate(readings):
    read_release.draw_reading(page, reading, number, is_only=len(readings) == 1)
read_release.draw_comparison(page, readings)
frame.close_page(page)
