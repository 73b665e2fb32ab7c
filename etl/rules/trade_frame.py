"""What a document's figures of trade share: which countries stand near one, and what the figure before was of."""

import re

from etl.rules.cast import Cast
from etl.rules.context import Context, Span
from etl.rules.trade_words import WITH

TRADE_KINDS = frozenset({"trade_turnover", "export", "import"})
SENTENCES_BACK = 6  # sentences before in which a partner is looked for
_NEXT_PART = re.compile(r"[,;](?!\d)|\s(?:and|while|и|а|und|et|y)\s")


def is_foreign(cast: Cast, at: int) -> bool:
    """Whether a sentence speaks of trade with the whole world: "foreign trade", "total trade"."""
    return any(hit.entry.code in ("all_trade", "whole_trade") for hit in cast.trade(at))


def goes_on_of_all(cast: Cast, at: int, home: str | None) -> bool:
    """Whether the figure before was of all trade of a country, and this sentence names no other."""
    is_of_one = None in cast.last and home is not None and home in cast.last
    return is_of_one and cast.last_kind in TRADE_KINDS and not names_others(cast, at, home or "")


def pair_around(context: Context, cast: Cast, at: int) -> list[str]:
    """Up to two countries, the nearest first: clause, sentence, sentences before, headline, lead, dateline."""
    found: dict[str, None] = {}
    for code in codes_in(cast, at, context.clause):
        found.setdefault(code)
    if len(found) == 1 and has_group(cast, at, context.clause):
        return list(found)  # "turnover of China with the five countries of the region"
    if (
        is_foreign(cast, at)
        and len(set(codes_in(cast, at, context.sentence))) == 1
        and not _has_partner(cast, at)
    ):
        return codes_in(cast, at, context.sentence)[:1]
    if len(found) < 2:
        for code in _partners_in_sentence(cast, at, context, next(iter(found), None)):
            found.setdefault(code)
    if len(found) == 1:
        code = next(iter(found))
        first, second = cast.last
        if code in (first, second) and first is not None and second is not None:
            found.setdefault(first if second == code else second)
        elif cast.home and cast.home != code and not has_group(cast, at, context.sentence):
            found.setdefault(cast.home)
    if len(found) < 2 and has_group(cast, at, context.sentence):
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
        return codes_in(cast, at, context.sentence)
    others = [
        actor
        for actor in cast.actors(at)
        if actor.code and actor.code != code and actor.place and actor.code not in cast.place_words.groups
    ]
    codes = [actor.code for actor in others if actor.code]
    if context.clause == context.sentence or len(set(codes)) < 2:
        is_listed = (
            len(set(codes)) == 1 and others[0].preposition in WITH and cast.home not in (None, code, codes[0])
        )
        return [] if is_listed else codes
    if cast.home in codes:
        return [cast.home] if cast.home else []
    free = [actor.code for actor in others if not actor.preposition and actor.code]
    return free[:1]


def _has_partner(cast: Cast, at: int) -> bool:
    """ "Foreign trade with Kazakhstan": the one country named is a partner, not the one whose trade it is."""
    return any(actor.preposition in WITH for actor in cast.actors(at))


def has_group(cast: Cast, at: int, span: Span) -> bool:
    return any(a.code in cast.place_words.groups and span[0] <= a.start < span[1] for a in cast.actors(at))


def codes_in(cast: Cast, at: int, span: Span) -> list[str]:
    groups = cast.place_words.groups
    return [
        actor.code
        for actor in cast.actors(at)
        if actor.code
        and actor.code not in groups
        and span[0] <= actor.start < span[1]
        and actor.place is not None
    ]


def names_others(cast: Cast, at: int, home: str) -> bool:
    return any(code != home for code in cast.countries(at))


def in_clause(code: str, context: Context, cast: Cast, at: int) -> bool:
    first, last = context.clause
    return any(hit.entry.code == code and first <= hit.start < last for hit in cast.trade(at))


def own_part(context: Context) -> Span:
    """The clause without what belongs to the amounts beside: "5 billion [to Brazil and] 1 billion to Chile"."""
    start, end = context.clause
    if start > context.sentence[0]:
        found = _NEXT_PART.search(context.text, start, context.amount[0])
        start = found.start() if found else start
    if end < context.sentence[1]:
        found = _NEXT_PART.search(context.text, context.amount[1], end)
        end = found.start() if found else end
    return start, end
