"""Deals: show me each one, and the sentence behind its number."""

from pages.parts import deal_list, deal_view, frame

page = frame.open_page("deals", {"deal": (), "order": deal_list.ORDERS, "why": deal_list.WHYS})
if page.choice.extras["deal"]:
    deal_view.draw(page, page.choice.extras["deal"])
elif not frame.is_empty(page):
    deal_list.draw(page)
frame.close_page(page)
