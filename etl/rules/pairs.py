"""Trade between two countries: which two, and for exports and imports which way the goods go."""

import re

from etl.rules.cast import Actor, Cast
from etl.rules.context import Context, Span

_EXPORT = re.compile(r"\bexport|экспорт|вывоз|вывез|поставк|отгру|\bexportac|\bAusfuhr|ihracat", re.I)
_IMPORT = re.compile(r"\bimport|импорт|ввоз|ввез|закупк|\beinfuhr|ithalat", re.I)
_TRADE = re.compile(r"\btrade|turnover|товарооборот|торгов|commerce|\bhandel|comercio|ticaret", re.I)
# The trade of one country with the whole world.
_FOREIGN = re.compile(
    r"\b(?:foreign|external|overseas|international|total|overall|global|world|merchandise)[\s-](?:merchandise\s)?(?:trade|commerce)\b"
    r"|внешн\w+\s(?:торгов|товарооборот)|внешнеторгов|\baußenhandel|\bcommerce\sext|"
    r"\bcomercio\sext|\bdış\sticaret|сыртқы\sсауда",
    re.I,
)
_WITH = frozenset({"with", "с", "со", "mit", "avec", "con"})
_TO = frozenset({"to", "into", "в", "во", "à", "au", "a", "nach", "hacia", "на"})
_FROM = frozenset({"from", "из", "de", "aus", "desde", "с"})
TRADE_KINDS = frozenset({"trade_turnover", "export", "import"})
SEVERAL = "several"
_OTHER_WAY = re.compile(
    r"в\sобратн\w+\s(?:сторону|направлени\w)|\bнавстречу\b|\bвстречн\w+\s(?:поставк|поток|импорт|экспорт)|\bin\sthe\s(?:opposite|other)\sdirection\b",
    re.I,
)
_AND = frozenset({" and ", ", ", " и ", " et ", " y ", " und ", " ve "})
SENTENCES_BACK = 6


def decide_pair(context: Context, kind: str, cast: Cast, at: int) -> tuple[str | None, str | None, str]:
    """(exporter, importer, rule) of a figure of trade; for turnover the larger economy stands first."""
    if kind in ("export", "import"):
        return _way_of_goods(context, kind, cast, at)
    own = list(dict.fromkeys(_codes(cast, at, context.sentence)))
    home = own[0] if own else cast.site or cast.home
    if kind == "trade_turnover" and len(own) < 2 and _is_of_all(context, cast, at, home):
        return None, home, "foreign_trade"
    pair = pair_around(context, cast, at)
    if len(pair) < 2:
        return None, (pair[0] if pair else None), "one_country"
    first, second = sorted(pair[:2], key=lambda code: -cast.place_words.economies.get(code, 0.0))
    return first, second, "pair"


def _is_of_all(context: Context, cast: Cast, at: int, home: str | None) -> bool:
    """ "Mongolia's foreign trade hit 24 billion": all of a country's trade, and what the next sentence says of it."""
    return _goes_on_of_all(cast, at, home) or _FOREIGN.search(cast.text, *context.sentence) is not None


def _goes_on_of_all(cast: Cast, at: int, home: str | None) -> bool:
    """Whether the figure before was of all trade of a country, and this sentence names no other."""
    is_of_one = None in cast.last and home is not None and home in cast.last
    return is_of_one and cast.last_kind in TRADE_KINDS and not _names_others(cast, at, home or "")


def pair_around(context: Context, cast: Cast, at: int) -> list[str]:
    """Up to two countries, the nearest first: clause, sentence, sentences before, headline, lead, dateline."""
    found: dict[str, None] = {}
    for code in _codes(cast, at, context.clause):
        found.setdefault(code)
    if len(found) == 1 and _has_group(cast, at, context.clause):
        return list(found)  # "turnover of China with the five countries of the region"
    is_foreign = _FOREIGN.search(cast.text, *context.sentence) is not None
    if is_foreign and len(set(_codes(cast, at, context.sentence))) == 1 and not _has_partner(cast, at):
        return _codes(cast, at, context.sentence)[:1]
    if len(found) < 2:
        for code in _partners_in_sentence(cast, at, context, next(iter(found), None)):
            found.setdefault(code)
    if len(found) == 1:
        code = next(iter(found))
        first, second = cast.last
        if code in (first, second) and first is not None and second is not None:
            found.setdefault(first if second == code else second)
        elif cast.home and cast.home != code and not _has_group(cast, at, context.sentence):
            found.setdefault(cast.home)
    if len(found) < 2 and _has_group(cast, at, context.sentence):
        return list(found)
    layout = cast.layout
    numbers = list(range(at - 1, max(-1, at - 1 - SENTENCES_BACK), -1))
    spans = (context.umbrella, context.headline, context.lead)
    numbers.extend(layout.at(span[0]) for span in spans if span is not None)
    numbers.append(cast.opening)
    for number in dict.fromkeys(numbers):
        if len(found) >= 2:
            break
        if number != at:
            codes = [code for code in cast.countries(number, with_speakers=True) if code not in found]
            # A sentence that adds exactly what is missing is better than the first of many.
            for code in codes:
                found.setdefault(code)
    if len(found) < 2 and cast.dateline and cast.dateline not in cast.place_words.groups:
        found.setdefault(cast.dateline)
    if len(found) < 2:
        for number in range(at + 1, min(len(layout.sentences), at + 3)):
            for code in cast.countries(number, with_speakers=True):
                found.setdefault(code)
    return list(found)[:2]


def _partners_in_sentence(cast: Cast, at: int, context: Context, code: str | None) -> list[str]:
    """Countries elsewhere in the sentence: in a list ("with Russia 27 billion, with China 22") only its subject."""
    if code is None:
        return _codes(cast, at, context.sentence)
    others = [
        actor
        for actor in cast.actors(at)
        if actor.code and actor.code != code and actor.place and actor.code not in cast.place_words.groups
    ]
    codes = [actor.code for actor in others if actor.code]
    if context.clause == context.sentence or len(set(codes)) < 2:
        is_listed = (
            len(set(codes)) == 1
            and others[0].preposition in _WITH
            and cast.home not in (None, code, codes[0])
        )
        return [] if is_listed else codes
    if cast.home in codes:
        return [cast.home] if cast.home else []
    free = [actor.code for actor in others if not actor.preposition and actor.code]
    return free[:1]


def _has_partner(cast: Cast, at: int) -> bool:
    """ "Foreign trade with Kazakhstan": the one country named is a partner, not the one whose trade it is."""
    return any(actor.preposition in _WITH for actor in cast.actors(at))


def _has_group(cast: Cast, at: int, span: Span) -> bool:
    return any(a.code in cast.place_words.groups and span[0] <= a.start < span[1] for a in cast.actors(at))


def _codes(cast: Cast, at: int, span: Span) -> list[str]:
    groups = cast.place_words.groups
    return [
        actor.code
        for actor in cast.actors(at)
        if actor.code
        and actor.code not in groups
        and span[0] <= actor.start < span[1]
        and actor.place is not None
    ]


def _way_of_goods(context: Context, kind: str, cast: Cast, at: int) -> tuple[str | None, str | None, str]:
    groups = cast.place_words.groups
    actors = [actor for actor in cast.actors(at) if actor.code and actor.code not in groups]
    is_second = cast.last_kind in ("export", "import") and None not in cast.last
    if is_second and _OTHER_WAY.search(cast.text, *context.clause):
        return cast.last[1], cast.last[0], "other_way"
    word = _nearest_word(_EXPORT if kind == "export" else _IMPORT, context, cast)
    home: str | None = None
    partner: str | None = None
    rule = "goods"
    if word is not None:
        home = _home_beside(word, actors, cast)
        partner = _partner_beside(word, kind, actors, home, cast)
    else:
        home, partner = _by_verb(kind, actors, context, cast, at)
    if home is None or partner is None:
        exporter, importer = _by_goods(actors, context)
        told_home, told_partner = (exporter, importer) if kind == "export" else (importer, exporter)
        home = home or (told_home if told_home != partner else None)
        partner = partner or (told_partner if told_partner != home else None)
    in_clause = [actor for actor in actors if context.clause[0] <= actor.start < context.clause[1]]
    wanted = _TO if kind == "export" else _FROM
    if word is None or not partner:
        beside = [actor.code for actor in in_clause if actor.preposition in wanted and actor.code != home]
        partner = partner or (beside[0] if len(beside) == 1 else None)
    if home is None:
        home = _speaking_country(context, cast, at, partner)
        rule = "goods_home"
    if partner is None:
        partner = _other_in_trade(context, cast, at, home)
    partner = None if partner == SEVERAL else partner
    return (home, partner, rule) if kind == "export" else (partner, home, rule)


def _by_goods(actors: list[Actor], context: Context) -> tuple[str | None, str | None]:
    """ "Georgian produce went there", "из Турции поступило товаров": whose goods they are, and whose market."""
    exporter: str | None = None
    importer: str | None = None
    for actor in actors:
        if actor.place is None or not context.clause[0] <= actor.start < context.clause[1]:
            continue
        if actor.preposition in _FROM or (actor.hint == "supplier" and actor.place.kind == "adjective"):
            exporter = exporter or actor.code
        elif actor.preposition in _TO or actor.hint == "buyer":
            importer = importer or actor.code
    return exporter, importer


def _by_verb(
    kind: str, actors: list[Actor], context: Context, cast: Cast, at: int
) -> tuple[str | None, str | None]:
    """ "India bought Russian oil": who trades is the verb's subject, and the nationality is the partner's."""
    verbs = ("bought", "buys", "buys_from") if kind == "import" else ("supplies", "sells", "supplies_to")
    for hit in cast.cues(at):
        if hit.entry.code not in verbs:
            continue
        before = [a for a in actors if a.place and 0 <= hit.start - a.end <= 40 and not a.preposition]
        behind = [a for a in actors if a.place and 0 <= a.start - hit.end <= 60]
        if before:
            home = before[-1].code
            return home, next((actor.code for actor in behind if actor.code != home), None)
    return None, None


def _nearest_word(pattern: re.Pattern[str], context: Context, cast: Cast) -> Span | None:
    found = [match.span() for match in pattern.finditer(cast.text, *context.sentence)]
    if not found:
        return None
    return min(found, key=lambda span: _gap(span, context.amount))


def _gap(one: Span, two: Span) -> int:
    gap = max(two[0] - one[1], one[0] - two[1], 0)
    return gap if one[0] < two[0] else gap + 15  # words before an amount speak of it more often


def _home_beside(word: Span, actors: list[Actor], cast: Cast) -> str | None:
    """The country whose exports or imports they are."""
    for actor in reversed(actors):
        if actor.end <= word[0]:
            gap = cast.text[actor.end : word[0]]
            if actor.preposition in _TO | (_FROM - {"de"}):
                break
            if len(gap) <= 24 and not any(sign in gap for sign in ".;:,"):
                return actor.code
            break
    for actor in actors:
        if actor.start >= word[1]:
            gap = cast.text[word[1] : actor.start]
            if len(gap) <= 14 and actor.preposition not in _TO | (_FROM - {"de"}):
                return actor.code
            break
    return None


def _partner_beside(word: Span, kind: str, actors: list[Actor], home: str | None, cast: Cast) -> str | None:
    """The country behind "to" or "from"; a group's code where several stand there."""
    wanted = _TO if kind == "export" else _FROM
    for at, actor in enumerate(actors):
        is_behind = actor.start >= word[1] and actor.start - word[1] <= 80
        if is_behind and actor.code != home and actor.preposition in wanted:
            following = actors[at + 1] if at + 1 < len(actors) else None
            if following is not None and cast.text[actor.end : following.start] in _AND:
                return SEVERAL
            return actor.code
    return None


def _speaking_country(context: Context, cast: Cast, at: int, partner: str | None) -> str | None:
    """Whose statistics these are: named in the sentence, else where the document reports from."""
    if cast.last_kind in ("export", "import"):
        before = cast.last[0] if cast.last_kind == "export" else cast.last[1]
        named = set(_codes(cast, at, context.clause))
        if before is not None and before != partner and named <= {before, partner}:
            return before  # "... sold goods for 485 million, while imports came to 1096"
    alone = [code for code in cast.last if code is not None]
    if cast.last_kind in TRADE_KINDS and len(alone) == 1 and not _codes(cast, at, context.clause):
        return alone[0] if alone[0] != partner else None
    for number in range(at, max(-1, at - 3), -1):
        text = cast.text[slice(*cast.span(number))]
        if not _TRADE.search(text) and number != at:
            continue
        for actor in cast.actors(number):
            behind = cast.text[actor.end : actor.end + 24].lower()
            if (
                actor.place
                and actor.code != partner
                and ("statist" in behind or "статист" in behind or "own " in behind)
            ):
                return actor.code
    own = [code for code in _codes(cast, at, context.sentence) if code != partner]
    if len(own) == 1:
        return own[0]
    home = cast.home
    if home and home != partner:
        return home
    for code in pair_around(context, cast, at):
        if code != partner:
            return code
    return None


def _names_others(cast: Cast, at: int, home: str) -> bool:
    return any(code != home for code in cast.countries(at))


def _other_in_trade(context: Context, cast: Cast, at: int, home: str | None) -> str | None:
    """The partner, from this sentence or from sentences before that speak of trade."""
    if _goes_on_of_all(cast, at, home):
        return SEVERAL
    if (
        home is not None
        and home in cast.last
        and cast.last[0] != cast.last[1]
        and not _names_others(cast, at, home)
    ):
        return cast.last[0] if cast.last[1] == home else cast.last[1]
    for number in range(at, max(-1, at - 1 - SENTENCES_BACK), -1):
        start, end = cast.span(number)
        if number != at and not _TRADE.search(cast.text, start, end):
            goods = _EXPORT.search(cast.text, start, end) or _IMPORT.search(cast.text, start, end)
            if not (goods and home in cast.countries(number, with_speakers=True)):
                continue
        others = [code for code in cast.countries(number, with_speakers=True) if code != home]
        if len(others) == 1:
            return others[0]
        if len(others) > 1:
            return others[0] if number == at else None
    return None
