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
FAINT = 0.45  # words of other money in the neighbouring sentences only
ASIDE = 0.6  # share that words of other money keep when they stand in the neighbouring sentences
NEXT_TO_IT = 0.75  # words right beside the amount that decide alone
GOAL = 1.2  # words of a goal that turn a promise or a trade into a target
ITEM = 0.85  # behind a package, an amount is one of its deals unless its own words are this plain
CLEAR = 0.8  # with words this strong beside it, an amount does not follow the one before it
CANDIDATES = ("deal", "package", "other", *sorted(TOTALS))


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision, how far it was ahead of the next candidate (0 to 1), and the rules that spoke."""

    code: str
    margin: float
    rules: tuple[str, ...]


def decide_kind(
    scene: Scene, years: list[YearHit], before: str | None, earlier: str | None, is_partied: bool
) -> Choice:
    """Decide the kind of an amount.

    Args:
        scene: The amount with its surroundings.
        years: Dates found in its sentence.
        before: Kind of the amount before it in the same paragraph, or None.
        earlier: Kind of the amount before it anywhere in the document, or None.
        is_partied: A company is named in the sentence: then "invested" is rather a deal.
    """
    own = scene.weigh("kind", neighbours=0.0)
    strongest = max((own.get(code, 0.0) for code in (*CANDIDATES, "worth", "several")), default=0.0)
    # Where the sentence itself is silent, the sentences around it say what is being counted.
    score = dict(scene.weigh("kind", neighbours=1.0 if strongest > 0.3 else 2.2))
    is_partied = is_partied or own.get("+firm", 0.0) > 0.25
    if "other" in score:  # money of the neighbours says little of this amount
        score["other"] = own.get("other", 0.0) + ASIDE * (score["other"] - own.get("other", 0.0))
    rules: list[str] = []

    def told(code: str) -> float:
        return score.get(code, 0.0)

    goal = told("+goal") + (0.6 if any(_is_ahead(hit, scene) for hit in years) else 0.0)
    _go_on(score, rules, before, strongest, goal)
    is_thing = max(scene.weigh("sector", neighbours=0.0).values(), default=0.0) > 0.6
    _settle_investment(score, rules, years, is_partied, is_thing)
    _settle_package(score, own, rules, before, is_thing)
    if not is_partied and (not is_thing or goal > GOAL):
        _settle_pledge(score, rules, own, goal)
    is_aside = own.get("other", 0.0) > LITTLE
    if own.get("+reach", 0.0) > NEXT_TO_IT and own.get("+cost", 0.0) < LITTLE and not is_aside:
        return Choice("target", 0.4, (*rules, "kind:level_to_be_reached"))
    if before in TOTALS - {"target"} and own.get("+earlier", 0.0) > 2 * LITTLE and not is_aside:
        return Choice(before, 0.4, (*rules, "kind:as_the_total_it_is_set_beside"))
    flow = _goods_of_a_period(own, is_partied)
    if flow is not None:
        return Choice(flow, 0.4, (*rules, f"kind:{flow}_in_a_period"))
    trade = max(TRADE, key=told)
    candidates = {code: told(code) for code in CANDIDATES}
    ranked = sorted(candidates, key=lambda code: -candidates[code])
    best, second = ranked[0], ranked[1]
    strength = candidates[best]
    if strength < LITTLE or (best == "other" and strength < FAINT and own.get("other", 0.0) < LITTLE):
        if told(trade) > 0.12 and told(trade) >= told("deal"):
            return Choice(trade, 0.1, (*rules, f"kind:{trade}_faintly"))
        return _by_default(own, before or earlier, told("deal") + told("worth"), rules, is_thing)
    if best in TOTALS and best != "target" and goal > 0.75 and goal > 0.45 * strength:
        return Choice("target", min(1.0, goal - 0.45 * strength), (*rules, f"kind:{best}_as_goal"))
    about = max(told(trade), 0.5 * told("+invested"), 0.4 if before in TOTALS else 0.0)
    if (
        best in ("deal", "other")
        and goal > GOAL
        and goal > 1.3 * strength
        and about > 0.25
        and not is_partied
    ):
        return Choice("target", 0.4, (*rules, "kind:goal_of_trade"))
    margin = (strength - candidates[second]) / (strength + 0.2)
    return Choice(best, margin, (*rules, f"kind:{best}_words"))


def _go_on(
    score: dict[str, float], rules: list[str], before: str | None, strongest: float, goal: float
) -> None:
    """A list goes on in the same vein: "exports of 13.2 billion and 11 billion of imports", "for B 1.5"."""
    if before is None or strongest >= CLEAR:
        return
    counted = max(score.get(code, 0.0) for code in TRADE)
    since = score.get("+cumulative", 0.0)
    if before in ("deal", "package") and (
        counted > 0.4 or (score.get("+invested", 0.0) > 0.4 and since > 0.2)
    ):
        return  # from deals to totals: nothing goes on
    if before in ("export", "import") and score.get("+sum", 0.0) > 0.4:
        before = "trade_turnover"
    if before == "package":
        before = "deal"  # what is listed behind a sum of deals are the deals
    elif before == "target" and goal < 0.5:
        before = "trade_turnover"
    share = 0.6 if before in TOTALS else 0.4
    score[before] = score.get(before, 0.0) + share * (1 - strongest / CLEAR)
    rules.append("kind:goes_on")


def _goods_of_a_period(own: dict[str, float], is_partied: bool) -> str | None:
    """What a country bought or delivered within a period, set beside another period, is trade, no deal."""
    if own.get("+compared", 0.0) < LITTLE or is_partied or own.get("trade_turnover", 0.0) > LITTLE:
        return None
    bought, sold = own.get("+bought", 0.0), own.get("+sold", 0.0)
    if max(bought, sold) < LITTLE:
        return None
    return "import" if bought >= sold else "export"


def _is_period(hit: YearHit) -> bool:
    """A span in which something can flow: a year or its part, not the day of the dateline."""
    return hit.role == "period" and hit.is_span and not hit.is_aside


def _is_ahead(hit: YearHit, scene: Scene) -> bool:
    """ "By 2030": a year to come, said of the amount."""
    published = scene.context.published
    return (
        published is not None
        and hit.year > published.year
        and hit.role == "end"
        and scene.pull(hit.start, hit.end) > 0.3
    )


def _by_default(
    own: dict[str, float], earlier: str | None, deal: float, rules: list[str], is_thing: bool
) -> Choice:
    """No word speaks clearly: a text that has been listing deals lists one more, and so does a price of a thing."""
    if own.get("other", 0.0) < LITTLE and (
        earlier in ("deal", "package") or (earlier is None and deal > 0.12)
    ):
        return Choice("deal", 0.15, (*rules, "kind:deal_by_company_it_keeps"))
    if own.get("other", 0.0) < LITTLE and earlier in TRADE:
        return Choice("trade_turnover", 0.1, (*rules, "kind:trade_by_company_it_keeps"))
    if is_thing and own.get("other", 0.0) < LITTLE:
        return Choice("deal", 0.1, (*rules, "kind:deal_by_its_thing"))
    return Choice("other", 0.2, (*rules, "kind:nothing_said"))


def _settle_investment(
    score: dict[str, float], rules: list[str], years: list[YearHit], is_partied: bool, is_thing: bool
) -> None:
    """What was invested since a year is a stock; what was invested in a year, a flow."""
    stock, flow = score.get("investment_stock", 0.0), score.get("investment_flow", 0.0)
    since, deal = score.get("+cumulative", 0.0), score.get("deal", 0.0)
    invested = score.get("+invested", 0.0)
    if (
        "kind:goes_on" not in rules
        and invested > 0.4
        and not is_partied
        and not is_thing
        and deal < 0.5
        and score.get("several", 0.0) < 0.5
    ):
        # A country's investment in another one, no firm and no plant named.
        stock += 0.7 * invested
        score["investment_stock"] = stock
        rules.append("kind:invested_by_a_country")
    elif "kind:goes_on" not in rules and invested > 0.4 and since > 0.35 and deal < 1.0:
        stock += 0.7 * invested + 0.3 * since
        score["investment_stock"] = stock
        rules.append("kind:put_in_over_years")
    if stock > 0.3 and since > 0.3:
        score["investment_stock"] = stock + 0.6 * since
        rules.append("kind:invested_since")
    elif flow > 0.3 and since > 0.6:
        score["investment_stock"] = max(stock, flow) + 0.6 * since
        rules.append("kind:flow_since")
    elif (
        "kind:goes_on" not in rules
        and max(stock, flow) > 0.3
        and stock < 1.2
        and any(_is_period(hit) for hit in years)
        and deal < 1.2
    ):
        score["investment_flow"] = max(flow, stock * 0.6) + 0.35
        rules.append("kind:invested_in_period")
    if is_partied and 0.0 < stock < 0.8 and since < 0.5:
        score["investment_stock"] *= 0.6
        rules.append("kind:company_invests")


def _settle_package(
    score: dict[str, float], own: dict[str, float], rules: list[str], before: str | None, is_thing: bool
) -> None:
    """Divide the words of worth between one deal and several: "agreements worth", "a contract worth"."""
    deal, together, worth = score.get("deal", 0.0), own.get("+sum", 0.0), score.get("worth", 0.0)
    score["deal"] = deal + (0.6 * worth if deal else 0.85 * worth)
    several = own.get("several", 0.0)
    if own.get("+sum", 0.0) > 0.4:  # "together they are worth": the papers were named before
        several = max(several, 0.6 * score.get("several", 0.0))
    if before == "package" and several < ITEM:
        return  # one of the deals that make up the sum before it
    if several > 0.5 and several + 0.4 * together >= (1.1 if is_thing else 0.9) * deal:
        score["package"] = max(several + 0.4 * together + 0.6 * worth, score["deal"] + 0.05)
        rules.append("kind:several_papers")
    elif together > 0.6 and (several > 0.3 or (deal < 0.3 and not is_thing)) and several + worth + deal > 0.3:
        score["package"] = max(together + several, score["deal"] + 0.05)
        rules.append("kind:sum_of_several")


def _settle_pledge(score: dict[str, float], rules: list[str], own: dict[str, float], goal: float) -> None:
    """What a country says it will invest or buy is no single deal: a package, or a goal."""
    pledge = own.get("+pledge", 0.0)
    if pledge < 0.55 or own.get("deal", 0.0) > 0.75 or own.get("other", 0.0) > pledge:
        return
    if goal > GOAL:
        score["target"] = max(score["deal"], score.get("package", 0.0), 0.9 * pledge) + 0.1
        rules.append("kind:pledge_for_a_year_to_come")
    else:
        score["package"] = max(score.get("package", 0.0), score["deal"] + 0.1, 0.9 * pledge)
        rules.append("kind:pledge_of_a_country")
