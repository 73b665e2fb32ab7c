"""Trade between two countries: which two, and for exports and imports which way the goods go."""

from etl.rules.cast import Cast
from etl.rules.context import Context
from etl.rules.goods_way import way_of_goods
from etl.rules.trade_frame import (
    SENTENCES_BACK,
    TRADE_KINDS,
    codes_in,
    goes_on_of_all,
    has_group,
    in_clause,
    is_foreign,
    own_part,
    pair_around,
)
from etl.rules.trade_words import SEVERAL, WITH, Sides, is_several, read_sides

UNDIRECTED = frozenset({"trade_turnover", "target"})
OF_TOTALS = TRADE_KINDS | {"investment_flow", "investment_stock", "target"}


def decide_pair(context: Context, kind: str, cast: Cast, at: int) -> tuple[str | None, str | None, str]:
    """(exporter, importer, rule) of a figure of trade; for turnover the larger economy stands first."""
    told = read_sides(cast, at, own_part(context))
    if kind in ("export", "import"):
        exporter, importer, rule = way_of_goods(told, context, kind, cast, at)
        cast.last_trade = (exporter, importer) if kind == "export" else (importer, exporter)
        return exporter, importer, rule
    home, partner, rule = _partners(told, context, kind, cast, at)
    if rule != "pair":
        cast.last_trade = (home, partner)
        partner = None if is_several(partner, cast) else partner
    elif told.partner is not None and told.partner in (home, partner):
        cast.last_trade = (home if partner == told.partner else partner, told.partner)
    elif None in cast.last_trade or set(cast.last_trade) != {home, partner}:
        cast.last_trade = (None, None)  # whose figures they are is not told
    first, second = in_order(home, partner, cast)
    return first, second, rule if rule == "pair" or first is None else f"trade:{rule}"


def in_order(one: str | None, other: str | None, cast: Cast) -> tuple[str | None, str | None]:
    """Two countries without a direction: the larger economy first, nobody before anybody."""
    sizes = cast.place_words.economies
    is_turned = one is not None and (other is None or sizes.get(one, 0.0) < sizes.get(other, 0.0))
    return (other, one) if is_turned else (one, other)


def _partners(
    told: Sides, context: Context, kind: str, cast: Cast, at: int
) -> tuple[str | None, str | None, str]:
    """Whose trade, and with whom, of a turnover or a goal."""
    codes = {hit.entry.code for hit in cast.trade(at)}
    if kind == "target" and "capital" in codes and codes.isdisjoint({"trade", "exports", "imports"}):
        host = _host_of_goal(told, context, cast, at)
        if host is not None:
            return host, None, "goal_of_investment"
    if told.pair is not None:
        return *told.pair, "between"
    if told.exporter and told.importer and SEVERAL not in (told.exporter, told.importer):
        return told.exporter, told.importer, "goods"
    home = told.owner if told.owner != SEVERAL else None
    has_bloc = in_clause("bloc", context, cast, at) or in_clause("abroad", context, cast, at)
    if told.partner is not None or has_bloc:
        partner = SEVERAL if has_bloc and told.partner is None else told.partner
        home = home or _home_of_list(told, partner, context, cast, at)
        if home is not None:
            return home, partner, "with"
    elif home is None and len(set(told.bare)) == 1 and _is_listed(context, cast, at):
        home = _home_of_list(told, told.bare[0], context, cast, at)
        if home is not None:
            return home, told.bare[0], "listed"
    own = list(dict.fromkeys(codes_in(cast, at, context.sentence)))
    if _goes_on(own, context, cast, at):
        return *cast.last_trade, "goes_on"
    home = own[0] if own else cast.site or cast.home
    if kind == "trade_turnover" and len(own) < 2 and _is_of_all(context, cast, at, home):
        return home, None, "foreign_trade"
    pair = pair_around(context, cast, at)
    if len(pair) < 2:
        return (pair[0] if pair else None), None, "one_country"
    return pair[0], pair[1], "pair"


def _goes_on(own: list[str], context: Context, cast: Cast, at: int) -> bool:
    """Whether nobody else is named than in the figure of trade before."""
    home = cast.last_trade[0]
    if home is None or cast.last_kind not in TRADE_KINDS or not set(own) <= set(cast.last_trade):
        return False
    if has_group(cast, at, context.sentence):
        return False
    codes = {hit.entry.code for hit in cast.trade(at)}
    if cast.last_trade[1] is None:
        return "two_way" not in codes
    return "all_trade" not in codes


def _is_listed(context: Context, cast: Cast, at: int) -> bool:
    """ "China 4.2 billion, Russia 4.1": each part of the sentence has a country of its own."""
    return context.clause != context.sentence and len(set(codes_in(cast, at, context.sentence))) > 1


def _home_of_list(told: Sides, partner: str | None, context: Context, cast: Cast, at: int) -> str | None:
    """Whose partners are listed: said in the sentence, in the figures before, in the sentences before."""
    named = {partner, None, SEVERAL}
    for code in (told.exporter, told.importer, *(code for code in told.bare if code != partner)):
        if code not in named:
            return code
    whole = read_sides(cast, at, context.sentence)
    listed = {actor.code for actor in cast.actors(at) if actor.preposition in WITH}
    for code in (whole.owner, *(code for code in whole.bare if not _is_listed(context, cast, at))):
        if code not in named | listed:
            return code
    for code in cast.last_trade:
        if code not in named | listed:
            return code
    if cast.last_kind in TRADE_KINDS and partner in cast.last and None not in cast.last:
        return cast.last[0] if cast.last[1] == partner else cast.last[1]
    home = _home_before(context, cast, at, named | listed)
    if home is not None:
        return home
    for code in (cast.home, cast.site):
        if code not in named | listed:
            return code
    return None


def _home_before(context: Context, cast: Cast, at: int, taken: set[str | None]) -> str | None:
    """Whose trade the sentences before told of, and the headline."""
    numbers = list(range(at - 1, max(-1, at - 1 - SENTENCES_BACK), -1))
    if context.headline is not None:
        numbers.append(cast.layout.at(context.headline[0]))
    for number in dict.fromkeys(numbers):
        if number == at:
            continue
        sides = read_sides(cast, number, cast.span(number))
        told: list[str] = [code for code in (sides.teller, *(sides.pair or ())) if code is not None]
        free = [code for code in told if code not in taken]
        if free:
            return free[0]
    return None


def _host_of_goal(told: Sides, context: Context, cast: Cast, at: int) -> str | None:
    """ "To draw 30 billion of investment by the end of the year": from no single country, where none is named."""
    if codes_in(cast, at, context.sentence) or cast.pair or cast.last_kind not in OF_TOTALS:
        return None
    return cast.host or cast.site or cast.home


def _is_of_all(context: Context, cast: Cast, at: int, home: str | None) -> bool:
    """ "Mongolia's foreign trade hit 24 billion": all of a country's trade, and what the next sentence says of it."""
    if in_clause("two_way", context, cast, at):
        return False
    return goes_on_of_all(cast, at, home) or is_foreign(cast, at)
