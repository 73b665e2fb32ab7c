"""The year of one figure: what its sentence says, and what the figures before it lend."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.records import Figure
from etl.rules.calendar import Calendar
from etl.rules.dates import YearHit, is_back
from etl.rules.kinds import TOTALS
from etl.rules.relation_parts import related_words
from etl.rules.scene import Scene
from etl.rules.year_choice import COMPARABLE, TRADE_AND_FLOW, Dating, beside_word, decide_year

TOTALS_WITHIN = 60  # figures before it, of which the latest total may lend it its period
PERIOD_WITHIN = 3  # sentences before a total in which its period may be named
STATED = frozenset({"year:stated", "year:as_before"})  # the words of the document say it
OF_REPORT = STATED | {"year:shared"}
COUNTED_BACK = re.compile(r"before \d{4}$")  # "a year earlier", counted from the year of the document
PLAN_WITHIN = 3  # sentences before an amount in which the budget may be named that it belongs to
ACCOUNT = 0.2  # how strongly a word of accounts ("profit", "deficit") must speak of an amount
OFF = ("cancelled", "suspended")
DONE = (*OFF, "delivering", "completed")  # the signing is past


@dataclass(frozen=True, slots=True)
class Past:
    """What was read before a figure."""

    figures: Sequence[Figure]
    scenes: Sequence[Scene]
    before: Figure | None  # the one before it in the same paragraph


@dataclass(frozen=True, slots=True)
class _Lent:
    """A year that other words of the document lend to a figure."""

    year: tuple[int, str] | None = None  # with its basis
    is_list: bool = False


def date_figure(scene: Scene, kind: str, status: str | None, past: Past, calendar: Calendar) -> Dating:
    """Choose the year of one figure; None where it speaks of none, or where the document has no date."""
    lent = _lend(scene, kind, past, calendar)
    return decide_year(
        scene,
        kind,
        calendar.years(scene.sentence),
        calendar.published,
        lent.year,
        is_list=lent.is_list,
        is_undone=status in DONE,
        is_off=status in OFF,
    )


def announced_day(published: date | None, dating: Dating) -> date | None:
    """The day of the document, where the deal is of that year; an older deal has no day."""
    if published is None or dating.year is None or dating.year >= published.year:
        return published
    return None


def _lend(scene: Scene, kind: str, past: Past, calendar: Calendar) -> _Lent:
    """A list of totals names its period once, and a share is of the year of the whole."""
    before, years = past.before, calendar.years(scene.sentence)
    lent = _Lent()
    if before is not None and before.kind in TOTALS - {"target"} and before.reference_year is not None:
        latest = _latest(past, scene) or before
        lent = _Lent((latest.reference_year or before.reference_year, f"as for {latest.quote}"))
    elif before is not None and _is_share_of(before, past.scenes[-1], scene):
        lent = _Lent((before.reference_year or 0, f"as for {before.quote}"), is_list=True)
    elif not years and scene.context.umbrella is not None:
        opening = calendar.years(scene.page.layout.at(scene.context.umbrella[0]))
        periods = [hit for hit in opening if hit.role == "period" and hit.is_span and not hit.is_aside]
        if periods:
            lent = _Lent((periods[0].year, periods[0].basis), is_list=True)
    if kind == "other":
        return _Lent(_of_report(scene, past, calendar), is_list=True)
    if (
        lent.year is None
        and kind in TRADE_AND_FLOW
        and not any(_may_speak(hit, scene, calendar) for hit in years)
    ):
        return _Lent(_period_before(past.figures, scene, calendar), lent.is_list)
    return lent


def _period_before(figures: Sequence[Figure], scene: Scene, calendar: Calendar) -> tuple[int, str] | None:
    """The period of a total that names none: that of the sentences before it, of the headline, or of another total."""
    page, headline, published = scene.page, scene.context.headline, calendar.published
    numbers = [*range(scene.sentence - 1, max(-1, scene.sentence - 1 - PERIOD_WITHIN), -1)]
    if headline is not None and scene.context.sentence[0] >= headline[1]:
        numbers.append(page.layout.at(headline[0]))
    for number in numbers:
        if page.has_amount(number):
            continue
        for hit in calendar.years(number):
            is_over = published is None or hit.year <= published.year
            is_period = hit.role in ("period", "for") and hit.is_span and not hit.is_aside
            if is_period and is_over and not is_back(hit):
                return hit.year, hit.basis
    totals = [
        figure
        for figure in figures[-TOTALS_WITHIN:]
        if figure.kind in TRADE_AND_FLOW and figure.reference_year and not STATED.isdisjoint(figure.rules)
    ]
    latest = max(totals, key=lambda figure: figure.reference_year or 0, default=None)
    return None if latest is None else (latest.reference_year or 0, f"as for {latest.quote}")


def _of_report(scene: Scene, past: Past, calendar: Calendar) -> tuple[int, str] | None:
    """Money that is neither trade nor deal is of the period of the report, or of the year that a budget is for."""
    planned = _planned_year(scene, calendar)
    if planned is not None:
        return planned
    beside = beside_word(scene) is not None
    if not beside and not any(
        hit.entry.code == "account" and scene.pull(hit.start, hit.end) > ACCOUNT
        for hit in scene.page.hits(scene.sentence, "date")
    ):
        return None
    near = [
        figure
        for figure, there in zip(reversed(past.figures), reversed(past.scenes), strict=True)
        if scene.sentence - there.sentence <= (0 if beside else PERIOD_WITHIN)
    ]
    told = [
        figure
        for figure in near
        if figure.reference_year and (beside or (figure.kind in COMPARABLE and _tells_period(figure)))
    ]
    if told:  # the latest: what it is compared with is older
        latest = max(told, key=lambda figure: figure.reference_year or 0)
        return latest.reference_year or 0, f"as for {latest.quote}"
    if any(figure.kind in COMPARABLE for figure in near):
        return None  # of the day of the document, as those before it
    return _period_before((), scene, calendar)


def _tells_period(figure: Figure) -> bool:
    """Whether the words around a figure say of which period it is, and not by a comparison with the present one."""
    return not OF_REPORT.isdisjoint(figure.rules) and not COUNTED_BACK.search(figure.date_basis or "")


def _planned_year(scene: Scene, calendar: Calendar) -> tuple[int, str] | None:
    """ "Parliament passed the budget for 2025. Revenue is set at 3 trillion ...": what follows is of that year."""
    page = scene.page
    for number in range(scene.sentence, max(-1, scene.sentence - 1 - PLAN_WITHIN), -1):
        years = calendar.years(number)
        if not any(hit.entry.code == "plan" for hit in page.hits(number, "date")):
            if any(hit.role != "start" for hit in years):
                return None  # another time is spoken of
            continue
        for hit in years:
            if calendar.published is not None and hit.year > calendar.published.year and hit.is_span:
                return hit.year, hit.basis
    return None


def _may_speak(hit: YearHit, scene: Scene, calendar: Calendar) -> bool:
    """Whether a year of the sentence may be that of the amount: not one to come, nor one that it is compared with."""
    is_over = calendar.published is None or hit.year <= calendar.published.year
    is_beyond = hit.compared is not None and scene.right <= hit.compared
    return is_over and hit.role not in ("than", "today") and not is_beyond


def _is_share_of(before: Figure, there: Scene, scene: Scene) -> bool:
    """ "The first phase of 2019 cost 325 million, of which 226 million ...": a share is of the year of the whole."""
    if before.kind not in ("deal", "package") or scene.sentence - there.sentence > 1:
        return False
    return "year:stated" in before.rules and "part" in related_words(scene)


def _latest(past: Past, scene: Scene) -> Figure | None:
    """Of the totals of the sentences before, the one of the latest year: the others are set beside it."""
    paragraphs = scene.page.layout.paragraphs
    if past.scenes[-1].sentence == scene.sentence:
        return None
    found: Figure | None = None
    for figure, other in zip(reversed(past.figures), reversed(past.scenes), strict=True):
        if paragraphs[other.sentence] != paragraphs[scene.sentence] or scene.sentence - other.sentence > 3:
            break
        is_total = figure.kind in TOTALS and figure.kind != "target" and figure.reference_year is not None
        if is_total and (found is None or (figure.reference_year or 0) > (found.reference_year or 0)):
            found = figure
    return found
