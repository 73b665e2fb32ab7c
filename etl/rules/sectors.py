"""Which sector an amount belongs to: what is supplied, built or financed, not who buys it."""

from etl.rules.kinds import TOTALS, Choice
from etl.rules.scene import Scene

SILENT = 0.3
# A bank that lends for a railway finances rail: general money words give way to a thing.
_GENERAL = {"finance": 0.75, "construction_realestate": 0.9, "manufacturing": 0.9, "education_culture": 0.85}


def decide_sector(scene: Scene, kind: str) -> Choice:
    """Decide the sector. Totals of trade and investment go over all sectors."""
    score = scene.weigh("sector")
    if kind in TOTALS:
        own = {
            code: value
            for code, value in scene.weigh("sector", neighbours=0.0).items()
            if code not in ("multi", "finance")
        }
        best = max(own, key=lambda code: own[code], default="multi")
        # "imports of medicines": a total of one thing names it right beside the amount.
        if own.get(best, 0.0) > 1.25 and kind in ("export", "import", "investment_stock"):
            return Choice(best, 0.4, ("sector:total_of_one",))
        return Choice("multi", 0.8, ("sector:total",))
    for code, share in _GENERAL.items():
        if code in score:
            score[code] *= share
    if not score or max(score.values()) < SILENT:
        return Choice("multi", 0.2, ("sector:nothing_said",))
    ranked = sorted(score, key=lambda code: -score[code])
    best = ranked[0]
    second = score[ranked[1]] if len(ranked) > 1 else 0.0
    margin = (score[best] - second) / (score[best] + 0.2)
    if kind == "package" and (score.get("multi", 0.0) > 0.3 or margin < 0.25 or score[best] < 0.8):
        return Choice("multi", 0.5, ("sector:package_of_many",))
    return Choice(best, margin, (f"sector:{best}_words",))
