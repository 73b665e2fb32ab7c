"""Which sector an amount belongs to: what is supplied, built or financed, not who buys it."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from etl.rules.kinds import TOTALS, TRADE, Choice
from etl.rules.scene import Scene

NONE: Mapping[str, float] = MappingProxyType({})
SILENT = 0.3
SPOKEN, HELD = 0.25, 0.4  # words of the world of money; a thing that a loan may be for
COUNTS = (*TRADE, "+bought", "+sold")  # words of which a thing can be the object
OF_ONE = 0.5  # a word this strong beside a total of exports or imports says of which thing it is
CLEAR = 0.45  # with a word this strong in its own sentence an amount needs no neighbours
LISTED = 3  # different things in one list are no longer one
WHOLE = 0.7  # of what the document speaks of: a list of such things is the parts of one ("runway, tower, terminal")
SETTLEMENT = frozenset(
    {"construction_realestate", "education_culture", "health"}
)  # flats, a school and a clinic
# Between two things of a list: a comma or an "and", with a few words that describe the next one.
_LINK = re.compile(
    r"[^\W\d]*(?:\s[^\W\d]+)?(?:\s?,\s|\s(?:and|as\swell\sas|besides|plus|и|а\sтакже|und|sowie|et|ainsi\sque|y|e|ve)\s)"
    r"(?:[^\W\d]+[\s-]){0,4}"
)
# A bank that lends for a railway finances rail: general money words give way to a thing.
_GENERAL = {"finance": 0.75, "construction_realestate": 0.9, "manufacturing": 0.9, "education_culture": 0.85}


def decide_sector(
    scene: Scene,
    kind: str,
    previous: str | None = None,
    makers: Mapping[str, float] = NONE,
    is_loan: bool = False,
) -> Choice:
    """Decide the sector. Totals of trade and investment go over all sectors.

    Args:
        scene: The amount.
        kind: Its kind.
        previous: Sector of the deal before it in the same paragraph.
        makers: Sector -> weight, of the companies named in the sentence.
        is_loan: It is money lent: without a thing that it pays for, it is finance.
    """
    own = scene.weigh("sector", neighbours=0.0)
    if kind in TOTALS:
        return _of_total(scene, kind)
    clear = max((value * _GENERAL.get(code, 1.0) for code, value in own.items()), default=0.0)
    # Where the sentence itself is silent, the sentences around it say what it is about.
    score = scene.weigh("sector", neighbours=1.0 if clear > CLEAR else 2.4)
    for code, share in _GENERAL.items():
        if code in score:
            score[code] *= share
    open_share = max(0.0, 1 - clear / CLEAR)
    if previous is not None and previous != "multi":
        score[previous] = score.get(previous, 0.0) + 0.5 * open_share
    for code, weight in makers.items():
        score[code] = score.get(code, 0.0) + weight * (0.25 + 0.6 * open_share)
    if not score or max(score.values()) < SILENT:
        return _of_document(scene, kind, is_loan)
    ranked = sorted(score, key=lambda code: -score[code])
    best = ranked[0]
    second = score[ranked[1]] if len(ranked) > 1 else 0.0
    margin = (score[best] - second) / (score[best] + 0.2)
    if kind == "deal" and _is_list(scene):
        return Choice("multi", 0.3, ("sector:list_of_things",))
    things = [code for code in ranked if code not in _GENERAL and own.get(code, 0.0) > 0.45 * score[best]]
    if best == "finance" and kind != "package" and not _is_for_a_bank(scene):
        # A loan belongs to the thing that it pays for, wherever that is named.
        thing = next((code for code in ranked[1:] if code != "multi" and score[code] > HELD), None)
        if thing is not None:
            return Choice(thing, 0.3, (f"sector:{thing}_words", "sector:thing_behind_the_money"))
    if kind == "package":
        if _is_list(scene):
            return Choice("multi", 0.5, ("sector:list_of_things",))
        several = [code for code in ranked if code not in _GENERAL and score[code] > 0.5 * score[best]]
        if score.get("multi", 0.0) > 0.3 or len(several) > 1 or clear < 0.15:
            return Choice("multi", 0.4, ("sector:package_of_many",))
    elif len(things) > 2 and margin < 0.5:
        return Choice("multi", 0.3, ("sector:many_things",))
    return Choice(best, margin, (f"sector:{best}_words",))


def _is_list(scene: Scene) -> bool:
    """Whether one list beside the amount names three different things: "in power, water and banking".

    A list beyond another amount, or behind a semicolon, is said of something else; of two readings of one word
    ("infrastructure" is roads or houses) each may count once.
    """
    text, run, last = scene.page.text, list[set[str]](), -1
    for hit in sorted(scene.page.hits(scene.sentence, "sector"), key=lambda hit: (hit.start, -hit.end)):
        code = hit.entry.code
        if code == "multi" or not hit.entry.weight:
            continue
        if last >= 0 and hit.start < last:
            run[-1].add(code)
            continue
        is_next = last >= 0 and _LINK.fullmatch(text, last, hit.start) is not None
        run = [*run, {code}] if is_next else [{code}]
        last = hit.end
        kinds = {"construction_realestate" if codes & SETTLEMENT else min(codes) for codes in run}
        if len(kinds) >= LISTED and _is_beside(scene, hit.start):
            shares = scene.page.shares("sector")
            return max(shares.get(each, 0.0) for each in kinds) < WHOLE
    return False


def _is_beside(scene: Scene, at: int) -> bool:
    """Whether neither another amount nor a semicolon stands between the amount and a place of its sentence."""
    start, end = min(scene.right, at), max(scene.left, at)
    return not scene.is_crossed(start, end) and ";" not in scene.page.text[start:end]


def _is_for_a_bank(scene: Scene) -> bool:
    """Whether the sentence names what only the world of money has: small firms to lend to, a fund, insurance."""
    return any(
        hit.entry.code == "finance" and hit.entry.weight >= 1 and scene.pull(hit.start, hit.end) > SPOKEN
        for hit in scene.page.hits(scene.sentence, "sector")
    )


def _of_document(scene: Scene, kind: str, is_loan: bool) -> Choice:
    """Nothing near the amount tells: what most of the document speaks of, if it speaks of one thing."""
    told = {
        code: value
        for code, value in scene.page.subject("sector").items()
        if code not in ("multi", "finance")
    }
    best = max(told, key=lambda code: told[code], default="multi")
    if kind == "deal" and told and told[best] > 0.7 * sum(told.values()) and told[best] > 1.5:
        return Choice(best, 0.1, ("sector:of_the_document",))
    if kind == "deal" and is_loan:
        return Choice("finance", 0.2, ("sector:loan_for_nothing_named",))
    return Choice("multi", 0.2, ("sector:nothing_said",))


def _of_total(scene: Scene, kind: str) -> Choice:
    """ "imports of medicines": a total of one thing names it right beside the amount, not among its examples."""
    things: dict[str, float] = {}
    counted = [hit for hit in scene.page.hits(scene.sentence, "kind") if hit.entry.code in COUNTS]
    ways = {hit.entry.code for hit in counted if hit.entry.code in TRADE}
    is_of_goods = kind in ("export", "import") or (kind == "target" and ways and "trade_turnover" not in ways)
    for hit in scene.page.hits(scene.sentence, "sector") if is_of_goods else ():
        code, is_behind = hit.entry.code, hit.start >= scene.right
        if is_behind:
            is_joined = scene.joins(hit.start)
        else:
            is_joined = scene.leads(hit.end) or any(
                scene.is_joined(min(hit.end, word.end), max(hit.start, word.start)) for word in counted
            )
        if code in ("multi", "finance") or not is_joined:
            continue  # "exports (machinery, vehicles) made up 2 billion": examples
        things[code] = max(things.get(code, 0.0), hit.entry.weight * scene.pull(hit.start, hit.end))
    best = max(things, key=lambda code: things[code], default="multi")
    if things.get(best, 0.0) > OF_ONE:
        return Choice(best, 0.4, ("sector:total_of_one",))
    return Choice("multi", 0.8, ("sector:total",))
