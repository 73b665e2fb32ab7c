"""Method and downloads: the rules in plain words, the dictionary, the whole data set, how to cite it."""

from pages.parts import export_page, frame, method

page = frame.open_page("method", {"columns": method.DESCRIBED}, has_measure=False)
method.draw_tour(page)
method.draw_samples(page)
method.draw_rules(page)
method.draw_reasons(page)
export_page.draw_dataset(page)
method.draw_dictionary(page)
frame.close_page(page)
