"""The reports of one deal -> what the deal is said to be: bounds, status with its history, year, names."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from etl.counting import OFF
from etl.reports import Report

SECOND = frozenset({"conversion", "repeat", "restates"})  # another figure of its document speaks before it
ROUNDED, CONVERTED = 0.03, 0.06  # how far a rounded number may be from the exact one; in other money
Amount = tuple[str | None, float | None, float | None]  # currency and bounds


def headline(
    reports: Sequence[Report], firmness: Mapping[str, int], official: frozenset[str]
) -> Report | None:
    """The report whose bounds are the deal's: the newest of the firmest status that states an amount.

    An amount that a later document gives as the old one is out, however firm it was; a number that rounds another
    report's exact one, perhaps in other money, leaves the word to that one. On one day an
    official document speaks before others, then the better reading. None: no amount.
    """
    stated = [report for report in reports if report.value_low is not None or report.value_high is not None]
    first = [report for report in stated if getattr(report.said, "relation", None) not in SECOND]
    valid = _without_old_amounts(first, stated) or first or stated
    alive = [report for report in valid if report.status not in OFF] or valid

    def weight(report: Report) -> tuple[int, date, bool, float, str]:
        firm = firmness.get(report.status or "", 0)
        return firm, _told_on(report), report.document_id in official, report.confidence, report.id

    best = max(alive, key=weight, default=None)
    if best is None or not _is_rounded(best):
        return best
    return max((report for report in alive if _rounds(best, report)), key=weight, default=best)


def _without_old_amounts(first: Sequence[Report], stated: Sequence[Report]) -> list[Report]:
    """The reports but those whose amount a later document gives as the old one, beside its own."""
    told: dict[str, date] = {}  # the day of each document that states an amount of its own
    for report in first:
        told[report.document_id] = max(_told_on(report), told.get(report.document_id, date.min))
    old: dict[Amount, date] = {}  # the last day on which a document gave another amount for it
    for report in stated:
        if getattr(report.said, "relation", None) == "restates" and report.document_id in told:
            day = told[report.document_id]
            old[_amount(report)] = max(day, old.get(_amount(report), date.min))
    return [report for report in first if _told_on(report) >= old.get(_amount(report), date.min)]


def _told_on(report: Report) -> date:
    """The day of the paper; a list has that of the deal alone."""
    return report.told or report.day or date.min


def _is_rounded(report: Report) -> bool:
    return getattr(report.said, "qualifier", None) == "about"


def _rounds(rounded: Report, exact: Report) -> bool:
    """Whether a number ("about 37 billion tenge") says roughly what another report says exactly."""
    if _is_rounded(exact) or exact.value_low != exact.value_high:
        return False
    if rounded.currency == exact.currency:
        return _is_close(rounded.value_low, exact.value_low, ROUNDED)
    return _is_close(rounded.low_usd, exact.low_usd, CONVERTED)


def _is_close(one: float | None, other: float | None, slack: float) -> bool:
    return bool(one and other and abs(one - other) <= slack * other)


def _amount(report: Report) -> Amount:
    return report.currency, report.value_low, report.value_high


def kind(reports: Sequence[Report]) -> str:
    """A package where at least as many amounts are called one as not: an umbrella sum is never added by a slip."""
    stated = [report.kind for report in reports if not report.is_mention]
    return "package" if 0 < len(stated) <= 2 * stated.count("package") else "deal"


def status(reports: Sequence[Report], firmness: Mapping[str, int]) -> str | None:
    """The firmest status that a report supports; off where no later report revives the deal.

    An undated cancellation is taken as the last word: nobody reports one before it happens.
    """
    said = [report for report in reports if report.status]
    ended = [report for report in said if report.status in OFF]
    alive = [report for report in said if report.status not in OFF]
    if ended:
        last_end = max(ended, key=lambda report: (report.day or date.max, report.id))
        if all((report.day or date.min) <= (last_end.day or date.max) for report in alive):
            return last_end.status
    best = max(
        alive,
        key=lambda report: (
            firmness.get(report.status or "", 0),
            report.day or date.min,
            report.status or "",
        ),
        default=None,
    )
    return best.status if best else None


def history(reports: Iterable[Report]) -> list[Report]:
    """The reports that carry a status, oldest first, undated ones last: the evidence for each step."""
    said = [report for report in reports if report.status]
    return sorted(said, key=lambda report: (report.day or date.max, report.id))


def first_day(reports: Iterable[Report]) -> date | None:
    """The earliest day on which a document reports the deal; None where no document is dated."""
    return min((report.day for report in reports if report.day), default=None)


def first_year(reports: Iterable[Report]) -> int | None:
    """The year in which the deal was first announced, also where a later text only recalls it."""
    return min((report.year for report in reports if report.year), default=None)


def most_said(values: Iterable[str | None], unless: frozenset[str] = frozenset()) -> str | None:
    """The value that most reports give; one of `unless` only where nothing else is said; ties: first by name."""
    counts = Counter(value for value in values if value)
    ranked = sorted(counts, key=lambda value: (value in unless, -counts[value], value))
    return ranked[0] if ranked else None


def stated(reports: Iterable[Report], column: str, choice: Report | None) -> object:
    """A column as the headline report states it; else as the newest report that does."""
    if choice is not None and getattr(choice, column) is not None:
        return getattr(choice, column)
    given = [report for report in reports if getattr(report, column) is not None]
    newest = max(given, key=lambda report: (report.day or date.min, report.id), default=None)
    return getattr(newest, column) if newest else None
