"""What an amount is: a deal, a package, one of the totals, a goal, or money that is none of these.

Words pull on the amount (see `scene`); the kind with the strongest words wins, after the rules
that join two signs: trade words and a goal make a target, "invested" and "since 1991" a stock.
"""

from dataclasses import dataclass

from etl.rules.dates import YearHit
from etl.rules.kind_sums import (
    CLEAR,
    GOAL,
    is_period,
    settle_investment,
    settle_package,
    settle_pledge,
    settle_project,
)
from etl.rules.scene import BESIDE, Scene

TRADE = ("trade_turnover", "export", "import")
TOTALS = frozenset({*TRADE, "investment_stock", "investment_flow", "target"})
BESIDE_ANOTHER = frozenset({*TRADE, "investment_stock", "investment_flow", "package"})  # of the year before
GOODS = frozenset({"agriculture", "oil_gas", "mining_minerals", "manufacturing", "multi", "health"})
# Evidence that an amount without a single telling word would have; below it nothing is known.
LITTLE = 0.3
FAINT = 0.45  # words of other money in the neighbouring sentences only
ASIDE = 0.6  # share that words of other money keep when they stand in the neighbouring sentences
NEXT_TO_IT = 0.75  # words right beside the amount that decide alone
SPOKEN = 0.2  # a word of trade in the sentence itself, however far from the amount
ALSO = 0.12  # "it sold more than it bought": the second of two words
WISH = 0.6  # words of a goal that suffice where no word says that the level was reached
LEVEL_BEFORE_GOAL = "kind:level_before_a_goal"  # "from 5 billion now to 10 billion by 2030"
SET_BESIDE = "kind:as_the_total_it_is_set_beside"  # "5 billion, against 4 billion a year earlier"
CANDIDATES = ("deal", "package", "other", *sorted(TOTALS))


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision, how far it was ahead of the next candidate (0 to 1), and the rules that spoke."""

    code: str
    margin: float
    rules: tuple[str, ...]
    probability: float = 1.0  # by the fitted weights; 1 where they were not asked


def decide_kind(
    scene: Scene,
    years: list[YearHit],
    before: str | None,
    earlier: str | None,
    is_partied: bool,
    *,
    is_raised: bool = False,
    is_placed: bool = True,
) -> Choice:
    """Decide the kind of an amount.

    Args:
        scene: The amount with its surroundings.
        years: Dates found in its sentence.
        before: Kind of the amount before it in the same paragraph, or None.
        earlier: Kind of the amount before it anywhere in the document, or None.
        is_partied: A company is named in the sentence: then "invested" is rather a deal.
        is_raised: The amount before it is the level from which a goal starts.
        is_placed: A country or a nationality is named in its sentence.
    """
    own = scene.weigh("kind", neighbours=0.0)
    strongest = max((own.get(code, 0.0) for code in (*CANDIDATES, "worth", "several")), default=0.0)
    # Where the sentence itself is silent, the sentences around it say what is being counted.
    score = dict(scene.weigh("kind", neighbours=1.0 if strongest > 0.3 else 2.2))
    is_partied = is_partied or own.get("+firm", 0.0) > 0.25
    if "other" in score:  # money of the neighbours says little of this amount
        score["other"] = own.get("other", 0.0) + ASIDE * (score["other"] - own.get("other", 0.0))
        if scene.lead() == "price" and own.get("deal", 0.0) > LITTLE:
            score["other"] *= ASIDE  # "sold to a pension fund for 52 million": what is bought has a price
    rules: list[str] = []

    def told(code: str) -> float:
        return score.get(code, 0.0)

    if is_raised and scene.lead() == "onto":
        return Choice("target", 0.4, ("kind:level_behind_the_present_one",))
    _follow_the_word_before(scene, score)
    _keep_own_words(scene, score, own)
    goal = told("+goal") + (0.6 if any(_is_ahead(hit, scene) for hit in years) else 0.0)
    first, last = scene.context.clause
    is_dated = any(is_period(hit) and first <= hit.start < last for hit in years)
    if (
        before == "investment_stock"
        and is_dated
        and max(own.get(code, 0.0) for code in ("+cumulative", "+earlier")) < LITTLE
    ):
        before = (
            "investment_flow"  # "... since 2005. In the first nine months of 2022 alone 6.4 billion arrived"
        )
    _go_on(score, rules, before, strongest, goal, own, is_dated=is_dated)
    is_thing = max(scene.weigh("sector", neighbours=0.0).values(), default=0.0) > 0.6
    settle_investment(score, rules, years, is_partied, is_thing, is_dated)
    settle_package(score, own, rules, before, is_thing)
    is_project = settle_project(score, own, rules, before, is_placed=is_placed, is_dated=is_dated)
    if not is_partied and not is_project and (not is_thing or goal > GOAL):
        settle_pledge(score, rules, own, goal)
    is_aside = own.get("other", 0.0) > LITTLE
    if own.get("+reach", 0.0) > NEXT_TO_IT and own.get("+cost", 0.0) < LITTLE and not is_aside:
        return Choice("target", 0.4, (*rules, "kind:level_to_be_reached"))
    is_earlier = own.get("+earlier", 0.0) > 2 * LITTLE or scene.lead() in ("earlier", "base")
    if before in BESIDE_ANOTHER and is_earlier and not is_aside:
        return Choice(before, 0.4, (*rules, SET_BESIDE))
    flow = _goods_of_a_period(scene, own, years, is_partied, before)
    if flow is not None:
        return Choice(flow, 0.4, (*rules, f"kind:{flow}_in_a_period"))
    if scene.lead() == "by" and own.get("+actual", 0.0) > ALSO:
        return Choice("other", 0.4, (*rules, "kind:difference"))
    trade = max(TRADE, key=told)
    candidates = {code: told(code) for code in CANDIDATES}
    ranked = sorted(candidates, key=lambda code: -candidates[code])
    best, second = ranked[0], ranked[1]
    strength = candidates[best]
    if strength < LITTLE or (best == "other" and strength < FAINT and own.get("other", 0.0) < LITTLE):
        if told(trade) > 0.12 and told(trade) >= told("deal"):
            return Choice(trade, 0.1, (*rules, f"kind:{trade}_faintly"))
        has_period = any(is_period(hit) for hit in years)
        return _by_default(own, before or earlier, told("deal") + told("worth"), rules, is_thing, has_period)
    is_base = scene.lead() == "base" and scene.is_followed()
    if is_base and best in TOTALS and goal > NEXT_TO_IT:
        present = trade if best == "target" or best in TRADE else best
        return Choice(present, 0.3, (*rules, LEVEL_BEFORE_GOAL))
    if best in TRADE and any(_is_ahead(hit, scene) for hit in years):
        return Choice("target", 0.5, (*rules, f"kind:{best}_of_a_year_to_come"))
    if best in TRADE and own.get("+goal", 0.0) < NEXT_TO_IT and any(_is_past(hit, scene) for hit in years):
        goal = 0.0  # what was traded last year is no goal, whatever is planned beside it
    is_goal = (goal > 0.75 and goal > 0.45 * strength) or goal > max(WISH, 1.2 * own.get("+actual", 0.0))
    if best in TOTALS and best != "target" and is_goal:
        return Choice("target", min(1.0, goal - 0.45 * strength), (*rules, f"kind:{best}_as_goal"))
    if strongest < 0.1 and earlier in TRADE and told(trade) > 0.12 and told(trade) > 0.8 * told("deal"):
        return Choice("trade_turnover", 0.1, (*rules, "kind:trade_by_company_it_keeps"))
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
    score: dict[str, float],
    rules: list[str],
    before: str | None,
    strongest: float,
    goal: float,
    own: dict[str, float],
    *,
    is_dated: bool,
) -> None:
    """A list goes on in the same vein: "exports of 13.2 billion and 11 billion of imports", "for B 1.5"."""
    if before in (None, "other") or strongest >= CLEAR:
        return
    counted = max(score.get(code, 0.0) for code in TRADE)
    since = score.get("+cumulative", 0.0)
    invested = own.get("+invested", 0.0) > 0.4 and (is_dated or since > 0.2)
    if before in ("deal", "package") and (counted > 0.4 or invested):
        return  # from deals to totals: nothing goes on
    said = max(TRADE, key=lambda code: own.get(code, 0.0))
    if before in TRADE and own.get(said, 0.0) > SPOKEN and said != before and own.get(before, 0.0) < ALSO:
        return  # from one direction to the other
    if before in ("export", "import") and score.get("+sum", 0.0) > 0.4 and own.get(said, 0.0) < ALSO:
        before = "trade_turnover"
    if before == "package":
        before = "deal"  # what is listed behind a sum of deals are the deals
    elif before == "target" and goal < 0.5:
        before = "trade_turnover"
    share = 0.6 if before in TOTALS else 0.4
    score[before] = score.get(before, 0.0) + share * (1 - strongest / CLEAR)
    rules.append("kind:goes_on")


def _keep_own_words(scene: Scene, score: dict[str, float], own: dict[str, float]) -> None:
    """ "Imports came to 3 billion": the trade of the sentences around is not what this one counts."""
    named = {
        hit.entry.code
        for hit in scene.page.hits(scene.sentence, "kind")
        if hit.entry.code in TRADE and hit.entry.weight
        if (scene.joins(hit.start) if hit.start >= scene.right else not scene.is_crossed(hit.end, scene.left))
    }
    loudest = max((score.get(code, 0.0) for code in named), default=0.0)
    for code in TRADE:
        if code not in score or code in named or own.get(code, 0.0) >= SPOKEN:
            continue
        if loudest > SPOKEN:
            score[code] = min(score[code], ASIDE * loudest)
        elif own.get("+invested", 0.0) > LITTLE:
            score[code] *= ASIDE


def _follow_the_word_before(scene: Scene, score: dict[str, float]) -> None:
    """ "Exports grew to 5 billion, and imports to 3": the word in front of an amount names it, not the one behind."""
    led, behind = None, None
    for hit in scene.page.hits(scene.sentence, "kind"):
        if hit.entry.code not in TRADE or hit.entry.weight < CLEAR:
            continue
        if hit.end <= scene.left and not scene.is_crossed(hit.end, scene.left):
            led = hit.entry.code
        elif hit.start >= scene.right and behind is None:
            behind = hit
    if led is None or behind is None or behind.entry.code == led:
        return
    between = scene.page.text[scene.right : behind.start]
    if len(between) <= BESIDE and between.replace("-", " ").replace("in", "").replace("of", "").isspace():
        return  # "5 billion in exports"
    if behind.entry.code in score:
        score[behind.entry.code] *= ASIDE
    score[led] = max(score.get(led, 0.0), NEXT_TO_IT)


def _goods_of_a_period(
    scene: Scene, own: dict[str, float], years: list[YearHit], is_partied: bool, before: str | None
) -> str | None:
    """What a country bought or delivered within a period is trade, no deal: goods, not jets or railways."""
    if is_partied or own.get("trade_turnover", 0.0) > LITTLE:
        return None
    has_period = any(is_period(hit) for hit in years)
    bought, sold = own.get("+bought", 0.0), own.get("+sold", 0.0)
    if (
        max(bought, sold) > LITTLE
        and min(bought, sold) > ALSO
        and own.get("other", 0.0) < LITTLE
        and has_period
    ):
        return "trade_turnover"  # "за 2018 год вышло 157 млн, причем продала больше, чем купила"
    goes_on = (
        before in ("export", "import") and own.get("other", 0.0) < LITTLE and own.get("deal", 0.0) < CLEAR
    )
    if own.get("+compared", 0.0) < LITTLE and not goes_on:
        if _is_of_asset(scene) or not has_period:
            return None
        things = scene.weigh("sector", neighbours=0.0)
        if not things or max(things, key=lambda code: things[code]) not in GOODS:
            return None
    if max(bought, sold) < LITTLE:
        return None
    return "import" if bought >= sold else "export"


def _is_of_asset(scene: Scene) -> bool:
    """Whether a plant, a stake or a paper stands beside the amount: more than the mere act of buying."""
    hits = [hit for hit in scene.page.hits(scene.sentence, "kind") if scene.pull(hit.start, hit.end) > LITTLE]
    acts = {(hit.start, hit.end) for hit in hits if hit.entry.code in ("+bought", "+sold")}
    return any(hit.entry.code == "deal" and (hit.start, hit.end) not in acts for hit in hits)


def _is_ahead(hit: YearHit, scene: Scene) -> bool:
    """ "By 2030": a year to come, said of the amount."""
    published = scene.context.published
    return (
        published is not None
        and hit.year > published.year
        and hit.role == "end"
        and scene.pull(hit.start, hit.end) > 0.3
    )


def _is_past(hit: YearHit, scene: Scene) -> bool:
    """ "In 2018 they traded for 364 million": a year that is over stands in the amount's own part."""
    published = scene.context.published
    return (
        published is not None
        and hit.year < published.year
        and hit.role == "period"
        and scene.context.clause[0] <= hit.start < scene.context.clause[1]
        and scene.pull(hit.start, hit.end) > 0.3
    )


def _by_default(
    own: dict[str, float],
    earlier: str | None,
    deal: float,
    rules: list[str],
    is_thing: bool,
    has_period: bool,
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
    if own.get("+invested", 0.0) > 0.25 and has_period:
        return Choice("investment_flow", 0.1, (*rules, "kind:invested_in_period"))
    return Choice("other", 0.2, (*rules, "kind:nothing_said"))
