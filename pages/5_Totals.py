"""Totals: what about "62 billion in total"? Claims side by side, never a sum."""

from pages.parts import claims, frame, reconcile

page = frame.open_page(
    "totals", extras={"pair": (), "view": claims.VIEWS, "package": (), "claim": ()}, has_measure=False
)
pair = claims.draw_pair(page)
if pair is not None:
    found = claims.draw_claims(page, pair)
    claims.draw_sources(page, found)
reconcile.draw_reconciliation(page)
frame.close_page(page)
