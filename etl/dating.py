"""The year of one figure: what its sentence says, and what the figures before it lend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from etl.records import Figure
from etl.rules import relations
from etl.rules.calendar import Calendar
from etl.rules.dates import TRADE_AND_FLOW, Dating, decide_year, is_back
from etl.rules.kinds import TOTALS
from etl.rules.scene import Scene

TOTALS_WITHIN = 60  # figures before it, of which the latest total may lend it its period
PERIOD_WITHIN = 3  # sentences before a total in which its period may be named
DONE = ("cancelled", "suspended", "delivering", "completed")  # the signing is past


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
    if lent.year is None and kind in TRADE_AND_FLOW and all(hit.role == "than" for hit in years):
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
            if hit.role == "period" and hit.is_span and not hit.is_aside and is_over and not is_back(hit):
                return hit.year, hit.basis
    totals = [
        figure
        for figure in figures[-TOTALS_WITHIN:]
        if figure.kind in TRADE_AND_FLOW and figure.reference_year and "year:stated" in figure.rules
    ]
    latest = max(totals, key=lambda figure: figure.reference_year or 0, default=None)
    return None if latest is None else (latest.reference_year or 0, f"as for {latest.quote}")


def _is_share_of(before: Figure, there: Scene, scene: Scene) -> bool:
    """ "The first phase of 2019 cost 325 million, of which 226 million ...": a share is of the year of the whole."""
    if before.kind not in ("deal", "package") or scene.sentence - there.sentence > 1:
        return False
    return "year:stated" in before.rules and "part" in relations.related_words(scene)


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
