"""Figures about aggregates -> claims: one claim however many documents repeat it, never added to anything.

Two figures make one claim when kind, pair of countries and year agree and their bounds meet once
both stand in US dollars; "over 62 billion" in five papers is one claim with five documents.
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from etl.forest import Forest
from etl.rates import InDollars, RateBook, convert
from etl.records import Document, Figure

UNDIRECTED = frozenset({"trade_turnover", "target"})  # trade runs both ways
NEAR = 1.045  # "$3 billion" and "$3.1 billion" of one year are one number, rounded
OPEN = 1.07  # how far above "over 3 billion" the number itself may lie
NEIGHBOURS = 12  # compared with each claim in a hot pair: keeps the cost linear

COMPARABILITY = {
    "investment_stock": "Accumulated up to its date. A later stock contains it: compare with care, never add, "
    "take no difference where an end is open.",
    "investment_flow": "Of one period only. Compare with the same pair and a period of the same length.",
    "trade_turnover": "Exports and imports of one period together, in no direction. Compare with turnover of an "
    "equal period; it is no investment and no deal.",
    "export": "Goods of one period in one direction, as this side counts them. The other side may count otherwise.",
    "import": "Goods of one period in one direction, as this side counts them. The other side may count otherwise.",
    "target": "A goal or forecast, not something that happened. Compare only with what was reached by its year.",
}


@dataclass(frozen=True, slots=True)
class Claimed:
    """One figure of a total's kind, with its document."""

    figure_id: str
    figure: Figure
    document: Document


@dataclass(frozen=True, slots=True)
class Claim:
    """One total: the figure that speaks for it, and every figure that repeats it."""

    total_id: str
    headline: Claimed
    all: tuple[Claimed, ...]
    dollars: InDollars


def to_claims(figures: Sequence[Claimed], book: RateBook, official: frozenset[str]) -> list[Claim]:
    """Group the figures into claims, sorted by id."""
    blocks: dict[tuple[str, ...], list[Claimed]] = {}
    for one in sorted(figures, key=lambda one: one.figure_id):
        blocks.setdefault(_pair(one.figure), []).append(one)
    groups = [group for key in sorted(blocks) for group in _same_claims(blocks[key], book)]
    claims = [_claim(group, book, official) for group in _with_one_sided(groups)]
    return sorted(claims, key=lambda claim: claim.total_id)


def _pair(figure: Figure) -> tuple[str, ...]:
    ends = (figure.supplier_country or "", figure.recipient_country or "")
    return (figure.kind, *(sorted(ends) if figure.kind in UNDIRECTED else ends))


def _same_claims(block: list[Claimed], book: RateBook) -> list[list[Claimed]]:
    """Join neighbours, first among figures that name their year, then each that does not."""
    sized = sorted((_size(one, book), one.figure_id, one) for one in block)
    forest = Forest(len(sized))
    dated = [place for place, (_, _, one) in enumerate(sized) if one.figure.reference_year]
    dated.sort(key=lambda place: (sized[place][2].figure.reference_year, place))
    for rank, place in enumerate(dated):
        for other in dated[rank + 1 : rank + 1 + NEIGHBOURS]:
            if _year(sized[place][2]) == _year(sized[other][2]) and _meet(sized[place], sized[other]):
                forest.join(place, other)
    for place, (_, _, one) in enumerate(sized):
        if one.figure.reference_year is None:
            around = range(max(0, place - NEIGHBOURS), min(len(sized), place + NEIGHBOURS + 1))
            near = [other for other in around if other != place and _meet(sized[place], sized[other])]
            # One figure without a year must not tie two years' claims together: the newest takes it.
            if near:
                forest.join(place, max(near, key=lambda other: (_year(sized[other][2]) or 0, -other)))
    groups: dict[int, list[Claimed]] = {}
    for place, (_, _, one) in enumerate(sized):
        groups.setdefault(forest.root(place), []).append(one)
    return list(groups.values())


def _with_one_sided(groups: list[list[Claimed]]) -> list[list[Claimed]]:
    """Groups with a single country join the one group that says the same number of two.

    "Africa's trade with China was 296 billion" is said of China alone where the text names no Africa beside it.
    """
    by_side: dict[tuple[object, ...], set[int]] = {}
    for number, group in enumerate(groups):
        for one in group:
            if _is_of_two(one.figure):
                for side in _sides(one.figure):
                    by_side.setdefault(side, set()).add(number)
    forest = Forest(len(groups))
    for number, group in enumerate(groups):
        if not any(_is_of_two(one.figure) for one in group):
            found = {other for one in group for side in _sides(one.figure) for other in by_side.get(side, ())}
            if len(found) == 1:
                forest.join(number, found.pop())
    joined: dict[int, list[Claimed]] = {}
    for number, group in enumerate(groups):
        joined.setdefault(forest.root(number), []).extend(group)
    return list(joined.values())


def _is_of_two(figure: Figure) -> bool:
    return bool(figure.supplier_country and figure.recipient_country)


def _sides(figure: Figure) -> Iterator[tuple[object, ...]]:
    """What the figure says of each country that it names: the very same number, of the same year."""
    if figure.reference_year:
        said = (figure.kind, figure.reference_year, figure.currency, figure.value_low, figure.value_high)
        for end, country in enumerate((figure.supplier_country, figure.recipient_country)):
            if country:
                yield (*said, country, None if figure.kind in UNDIRECTED else end)


def _year(one: Claimed) -> int | None:
    return one.figure.reference_year


def _size(one: Claimed, book: RateBook) -> float:
    """Logarithm of the figure in dollars, for comparing only; -1 where it has no rate."""
    dollars = _dollars(one, book)
    value = dollars.value_low_usd if dollars.value_low_usd is not None else dollars.value_high_usd
    return math.log(value) if value else -1.0


def _meet(one: tuple[float, str, Claimed], other: tuple[float, str, Claimed]) -> bool:
    if one[0] < 0 or other[0] < 0:
        return False
    lower, upper = sorted((one, other), key=lambda side: side[0])
    reach = OPEN if lower[2].figure.qualifier == "at_least" else NEAR
    return upper[0] - lower[0] <= math.log(reach)


def _dollars(one: Claimed, book: RateBook) -> InDollars:
    figure = one.figure
    # A yearly sum is of its whole year: the average, not the rate of the day on which it was quoted.
    day = figure.announced_date if figure.kind == "investment_stock" else None
    year = figure.reference_year or (figure.announced_date.year if figure.announced_date else None)
    return convert(book, figure.currency, figure.value_low, figure.value_high, day if day else None, year)


def _claim(group: list[Claimed], book: RateBook, official: frozenset[str]) -> Claim:
    """Who names both countries first, official words, then the newest, then the surest."""
    best = max(
        group,
        key=lambda one: (
            _is_of_two(one.figure),
            one.document.document_id in official,
            one.figure.reference_year is not None,
            one.figure.announced_date or date.min,
            one.figure.confidence,
            one.figure_id,
        ),
    )
    earliest = min(group, key=lambda one: (one.figure.announced_date or date.max, one.figure_id))
    content = "|".join((*_pair(earliest.figure), str(earliest.figure.reference_year), earliest.figure_id))
    total_id = "T" + hashlib.sha256(content.encode()).hexdigest()[:12]
    return Claim(total_id, best, tuple(group), _dollars(best, book))
