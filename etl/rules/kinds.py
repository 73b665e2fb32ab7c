"""What an amount is: a deal, a package, one of the totals, a goal, or money that is none of these.

Words pull on the amount (see `scene`); the kind with the strongest words wins, after the rules
that join two signs: trade words and a goal make a target, "invested" and "since 1991" a stock.
"""

from dataclasses import dataclass

from etl.rules.dates import YearHit
from etl.rules.scene import Scene

TRADE = ("trade_turnover", "export", "import")
TOTALS = frozenset({*TRADE, "investment_stock", "investment_flow", "target"})
# Evidence that an amount without a single telling word would have; below it nothing is known.
LITTLE = 0.33


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision, how far it was ahead of the next candidate (0 to 1), and the rules that spoke."""

    code: str
    margin: float
    rules: tuple[str, ...]


def decide_kind(scene: Scene, years: list[YearHit], previous_kind: str | None, is_partied: bool) -> Choice:
    """Decide the kind of an amount.

    Args:
        scene: The amount with its surroundings.
        years: Dates found in its sentence.
        previous_kind: Kind of the amount before it in the same paragraph, or None.
        is_partied: A company is named in the sentence: then "invested" is rather a deal.
    """
    own = scene.weigh("kind", neighbours=0.0)
    score = dict(scene.weigh("kind"))
    rules: list[str] = []

    def told(code: str) -> float:
        return score.get(code, 0.0)

    trade = max(TRADE, key=told)
    # A list goes on in the same vein: "exports of 13.2 billion and 11 billion of imports", "for B 1.5".
    if previous_kind in TOTALS and max(own.values(), default=0.0) < 0.6:
        score[previous_kind] = told(previous_kind) + 0.6
        rules.append("kind:goes_on")
    stock, flow, goal, since = (
        told("investment_stock"),
        told("investment_flow"),
        told("goal"),
        told("cumulative"),
    )
    if stock > 0.3 and since > 0.3:
        score["investment_stock"] = stock + 0.6 * since
        rules.append("kind:invested_since")
    elif flow > 0.3 and since > 0.6:
        score["investment_stock"] = max(stock, flow) + 0.6 * since
        rules.append("kind:flow_since")
    elif max(stock, flow) > 0.3 and any(hit.role == "period" for hit in years) and told("deal") < 1.2:
        score["investment_flow"] = max(flow, stock * 0.6) + 0.35
        rules.append("kind:invested_in_period")
    if told("investment_stock") and is_partied and stock < 0.8 and since < 0.5:
        score["investment_stock"] *= 0.6
        rules.append("kind:company_invests")
    deal, several = told("deal"), told("several")
    if several > 0.55 and several + 0.5 * told("sum") >= 0.8 * deal:
        score["package"] = max(several, 0.9 * deal) + 0.5 * told("sum")
        rules.append("kind:several_papers")
    candidates = {code: told(code) for code in ("deal", "package", "other", *TOTALS)}
    ranked = sorted(candidates, key=lambda code: -candidates[code])
    best, second = ranked[0], ranked[1]
    strength = candidates[best]
    if strength < LITTLE:
        return Choice("other", 0.2, (*rules, "kind:nothing_said"))
    if best in TOTALS and best != "target" and goal > 0.75 and goal > 0.45 * strength:
        return Choice("target", min(1.0, goal - 0.45 * strength), (*rules, f"kind:{best}_as_goal"))
    if best == "target":
        best = trade
    margin = (strength - candidates[second]) / (strength + 0.2)
    return Choice(best, margin, (*rules, f"kind:{best}_words"))
