"""Exports and imports: whose they are, and with whom, where the words beside the amount leave a side open."""

from etl.rules.cast import Cast
from etl.rules.context import Context
from etl.rules.trade_frame import (
    SENTENCES_BACK,
    TRADE_KINDS,
    codes_in,
    goes_on_of_all,
    in_clause,
    own_part,
    pair_around,
)
from etl.rules.trade_words import FROM, SEVERAL, TO, WITH, Sides, is_several, read_sides

GOODS_BACK = 2  # sentences before in which it is told whose exports they are


def way_of_goods(
    told: Sides, context: Context, kind: str, cast: Cast, at: int
) -> tuple[str | None, str | None, str]:
    home, partner = told.home(kind), told.other(kind)
    rule = "goods" if home is not None else "goods_home"
    is_second = cast.last_kind in ("export", "import") and None not in cast.last
    if is_second and home is None and partner is None and in_clause("other_way", context, cast, at):
        return cast.last[1], cast.last[0], "other_way"
    home = None if home == SEVERAL else home
    is_next = context.clause[0] > context.sentence[0] and cast.last_kind in TRADE_KINDS
    if home is None and partner is None and is_next and None not in cast.last_trade:
        # "Most went to Uganda (900 million), Pakistan (500)": one more partner of the same list
        listed = [code for code in told.bare if code != cast.last_trade[0]]
        if len(set(listed)) == 1:
            home, partner = cast.last_trade[0], listed[0]
    if partner is None:
        bare = [code for code in told.bare if code != home]
        if home is not None and len(set(bare)) == 1:
            partner = bare[0]
    if home is None:
        home = _home_of_goods(told, context, kind, cast, at, partner)
    if partner is None:
        partner = _partner_of_goods(context, cast, at, home)
    partner = None if is_several(partner, cast) or partner == home else partner
    return (home, partner, rule) if kind == "export" else (partner, home, rule)


def _home_of_goods(
    told: Sides, context: Context, kind: str, cast: Cast, at: int, partner: str | None
) -> str | None:
    """Whose exports or imports they are, where the words around the amount leave it open."""
    bare = [code for code in told.bare if code != partner]
    if bare:
        return bare[0]
    if told.partner not in (None, partner, SEVERAL):
        partner = told.partner
    stated = _country_of_statistics(cast, at, partner)
    if stated is not None:
        return stated
    if cast.last_kind in TRADE_KINDS:
        for code in cast.last_trade:
            if code is not None and code != partner:
                return code
    for number in range(at - 1, max(-1, at - 1 - GOODS_BACK), -1):
        sides = read_sides(cast, number, cast.span(number))
        if not sides.is_of_trade:
            continue
        for code in (sides.teller, sides.home(kind)):
            if code not in (None, partner, SEVERAL):
                return code
    return _speaking_country(context, cast, at, partner)


def _partner_of_goods(context: Context, cast: Cast, at: int, home: str | None) -> str | None:
    """With whom, where the words around the amount leave it open: the partner of the figure before, or none."""
    if cast.last_kind in TRADE_KINDS and home is not None and home == cast.last_trade[0]:
        return cast.last_trade[1] or SEVERAL
    if in_clause("there", context, cast, at) or in_clause("two_way", context, cast, at):
        if home in cast.last and None not in cast.last:
            return cast.last[0] if cast.last[1] == home else cast.last[1]
        return cast.other_of_pair(home)
    return _other_in_trade(context, cast, at, home)


def _speaking_country(context: Context, cast: Cast, at: int, partner: str | None) -> str | None:
    """Whose statistics these are: named in the sentence, else where the document reports from."""
    if cast.last_kind in ("export", "import"):
        before = cast.last[0] if cast.last_kind == "export" else cast.last[1]
        named = set(codes_in(cast, at, context.clause))
        if before is not None and before != partner and named <= {before, partner}:
            return before  # "... sold goods for 485 million, while imports came to 1096"
    alone = [code for code in cast.last if code is not None]
    if cast.last_kind in TRADE_KINDS and len(alone) == 1 and not codes_in(cast, at, context.clause):
        return alone[0] if alone[0] != partner else None
    for number in range(at, max(-1, at - 3), -1):
        if number == at or any(hit.entry.code == "trade" for hit in cast.trade(number)):
            stated = _country_of_statistics(cast, number, partner)
            if stated is not None:
                return stated
    held = {actor.code for actor in cast.actors(at) if actor.preposition in WITH | TO | FROM}
    own = [code for code in codes_in(cast, at, context.sentence) if code != partner and code not in held]
    if len(own) == 1:
        return own[0]
    home = cast.home
    if home and home != partner:
        return home
    for code in pair_around(context, cast, at):
        if code != partner:
            return code
    return None


def _country_of_statistics(cast: Cast, at: int, partner: str | None) -> str | None:
    """ "Bishkek's own statistics show ...": whose figures a sentence tells."""
    for actor in cast.actors(at):
        behind = cast.text[actor.end : actor.end + 24].lower()
        if (
            actor.place
            and actor.code != partner
            and ("statist" in behind or "статист" in behind or "own " in behind)
        ):
            return actor.code
    return None


def _other_in_trade(context: Context, cast: Cast, at: int, home: str | None) -> str | None:
    """The partner, from this sentence or from sentences before that speak of trade."""
    if goes_on_of_all(cast, at, home):
        return SEVERAL
    if (
        home is not None
        and cast.last_kind in (*TRADE_KINDS, "target")
        and home in cast.last
        and cast.last[0] != cast.last[1]
        and set(cast.countries(at)) <= {home, *cast.last}
    ):
        return cast.last[0] if cast.last[1] == home else cast.last[1]
    end = own_part(context)[1]
    for number in range(at, max(-1, at - 1 - SENTENCES_BACK), -1):
        spoken = {hit.entry.code for hit in cast.trade(number)}
        if number != at and "trade" not in spoken:
            is_of_goods = not spoken.isdisjoint({"exports", "imports"})
            if not (is_of_goods and home in cast.countries(number, with_speakers=True)):
                continue
        others = [code for code in cast.countries(number, with_speakers=True) if code != home]
        if number == at:  # what stands behind the comma of the next amount is that one's
            others = [code for code in others if code in codes_in(cast, at, (context.sentence[0], end))]
        if len(others) == 1:
            return others[0]
        if len(others) > 1:
            return others[0] if number == at else None
    return None
