"""What joins two signs of a sum: "invested" and "since 1991" make a stock, papers and "in all" a package.

Each function changes the strength of the kinds in `score` and adds the name of the rule that spoke.
"""

from etl.rules.dates import YearHit

SINCE = 0.35  # words that count from a year on, strong enough to make what was given a stock
GOAL = 1.2  # words of a goal that turn a promise or a trade into a target
ITEM = 0.85  # behind a package, an amount is one of its deals unless its own words are this plain
INVESTED, OF_A_DEAL = 0.4, 0.2  # "the investment" beside an amount, and a deal in the sentences around
CLEAR = 0.8  # with words this strong beside it, an amount does not follow the one before it


def is_period(hit: YearHit) -> bool:
    """A span in which something can flow: a year or its part, not the day of the dateline."""
    return hit.role == "period" and hit.is_span and not hit.is_aside


def settle_investment(
    score: dict[str, float],
    rules: list[str],
    years: list[YearHit],
    is_partied: bool,
    is_thing: bool,
    is_dated: bool,
) -> None:
    """What was invested since a year is a stock; what was invested in a year, a flow."""
    stock, flow = score.get("investment_stock", 0.0), score.get("investment_flow", 0.0)
    said = stock
    since, deal = score.get("+cumulative", 0.0), score.get("deal", 0.0)
    invested = score.get("+invested", 0.0)
    if score.get("several", 0.0) > ITEM > max(stock, flow):
        return
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
        and (stock < 1.2 or since < 0.3)
        and any(is_period(hit) for hit in years)
        and deal < 1.2
    ):
        score["investment_flow"] = max(flow, stock * 0.6) + 0.35
        if said < 1.2 and since < 0.3 and is_dated:  # no word but "invested", and a period beside it
            score["investment_flow"] = max(score["investment_flow"], stock + 0.15)
        rules.append("kind:invested_in_period")
    if is_partied and 0.0 < stock < 0.8 and since < 0.5:
        score["investment_stock"] *= 0.6
        rules.append("kind:company_invests")


def settle_package(
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
    if score.get("+cumulative", 0.0) > SINCE and score.get("investment_stock", 0.0) > CLEAR:
        return  # "since 1994 it has put 950 million into 240 projects"
    if several > 0.5 and several + 0.4 * together >= (1.1 if is_thing else 0.9) * deal:
        score["package"] = max(several + 0.4 * together + 0.6 * worth, score["deal"] + 0.05)
        rules.append("kind:several_papers")
    elif together > 0.6 and (several > 0.3 or (deal < 0.3 and not is_thing)) and several + worth + deal > 0.3:
        score["package"] = max(together + several, score["deal"] + 0.05)
        rules.append("kind:sum_of_several")


def settle_project(
    score: dict[str, float],
    own: dict[str, float],
    rules: list[str],
    before: str | None,
    *,
    is_placed: bool,
    is_dated: bool,
) -> bool:
    """ "... signed an agreement on the mine. Total investment amounts to 2 billion": it is that of the deal."""
    totals = ("investment_stock", "investment_flow", "package")
    if before in totals or is_placed or is_dated or own.get("+cumulative", 0.0) > SINCE:
        return False
    if own.get("+invested", 0.0) < INVESTED or score.get("deal", 0.0) < OF_A_DEAL:
        return False
    if max(own.get(code, 0.0) for code in ("several", "+goal", "investment_flow")) > OF_A_DEAL:
        return False
    score["deal"] = max(score["deal"], *(score.get(code, 0.0) + 0.1 for code in totals))
    rules.append("kind:investment_of_the_project")
    return True


def settle_pledge(score: dict[str, float], rules: list[str], own: dict[str, float], goal: float) -> None:
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
