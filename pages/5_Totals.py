"""Totals: what about "62 billion in total"? Claims side by side, never a sum."""

from pages.parts import claims, frame, reconcile

page = frame.open_page("totals", extras=claims.EXTRAS, has_measure=False)
if frame.choose(page, "part", {part: page.say(f"claims.part_{part}") for part in claims.PARTS}) == "packages":
    reconcile.draw_reconciliation(page)
else:
    pair = claims.draw_pair(page)
    if pair is not None:
        claims.draw_sources(page, claims.draw_claims(page, pair))
frame.close_page(page)
