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
LITTLE = 0.3
CLEAR = 0.8  # with words this strong beside it, an amount does not follow the one before it
CANDIDATES = ("deal", "package", "other", *sorted(TOTALS))


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
    strongest = max((own.get(code, 0.0) for code in (*CANDIDATES, "worth", "several")), default=0.0)
    if previous_kind is not None and strongest < CLEAR:
        share = 0.6 if previous_kind in TOTALS else 0.4
        score[previous_kind] = told(previous_kind) + share * (1 - strongest / CLEAR)
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
    _settle_package(score, rules)
    candidates = {code: told(code) for code in CANDIDATES}
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


def _settle_package(score: dict[str, float], rules: list[str]) -> None:
    """Divide the words of worth between one deal and several: "agreements worth", "a contract worth"."""
    deal, several, together = score.get("deal", 0.0), score.get("several", 0.0), score.get("sum", 0.0)
    worth = score.get("worth", 0.0)
    score["deal"] = deal + (0.6 * worth if deal else 0.85 * worth)
    if several > 0.5 and several + 0.4 * together >= 0.9 * deal:
        score["package"] = max(several + 0.4 * together + 0.6 * worth, score["deal"] + 0.05)
        rules.append("kind:several_papers")
    elif together > 0.6 and several > 0.15:
        score["package"] = max(together + several, score["deal"] + 0.05)
        rules.append("kind:sum_of_several")
