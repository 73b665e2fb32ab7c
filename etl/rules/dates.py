"""Which year an amount speaks of: dates in its sentence, relative words, else the document's date.

A year is printed, or counted from the day of publication ("last year", "in October"). The words in
front of it give it a role: a period or moment, a beginning ("since 2009"), an end ("by 2030"). What
stands behind a word that compares ("than in 2022", "against 3 billion in 2022") is of no amount in front of it.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from etl.rules.lexicon import Hit
from etl.rules.scene import BESIDE, Page

# A year between 1900 and 2099, or both ends of a span of years ("1992-2023", "2024/25").
_YEAR = re.compile(
    r"(?<![\d.,$€£¥+-])((?:19|20)\d\d)(?:\s?[-–/]\s?((?:19|20)?\d\d)(?!\d))?(?![\d%]|[.,]\d|\s?(?:mw|km|kg)\b)"
)
_YEAR_NEAR = re.compile(r"\s+(?:\w+\s+)?(?:19|20)\d\d\b")
_FISCAL = re.compile(r"\bfy\s?'?((?:20)?\d\d)\b")
_TO_MONTH = re.compile(r"\s?(?:[-–—]|to|through|по|bis|à|a)\s?\w+\.?\s+(?:of |de )?(?:19|20)\d\d\b")
_BACK = re.compile(
    r"^\".*\b(?:ago|earlier|before|previous|назад|ранее|предыдущ\w*|zuvor|vorjahr\w*|précédente?)\b"
)
_LAST = re.compile(r"\b(?:last|past|letzten|vergangenen|прошл\w+|минувш\w+)\s$", re.I)
_DAY = re.compile(r"(?<!\d)(\d\d?)(?:st|nd|rd|th)?\.?\s\w+\.?\s(?:of\s)?$|\w\s(\d\d?)(?:st|nd|rd|th)?,?\s$")
_IN_BRACKETS = re.compile(r":?\s?(?:[A-Z]{2,3}\s?|[$€£¥₽₸]\s?)?\d")
_NUMBER = re.compile(r"\d")
_OF_EVENT = re.compile(r"(?<=before)\s(?:the|its|their|his)\s")  # "the year before the pandemic"
_ITSELF = re.compile(r",? \(?(?:in |im |en |в |of |за )?(?:19|20)\d\d")  # "ten years earlier, in 2014"
MOST_BETWEEN = 4  # words between a year and the preposition that gives it its role
REACH = 32  # characters in front of a year in which its role may stand
COMPARED_WITHIN = 70  # characters between a word that compares and the year that it brings
MOST_COMPARED = 8  # words between them where no amount stands there
REPORTED_UNTIL = 4  # months in which "the full year" is the last one; later it is the one that runs
OF_PAPER = 7  # characters of "from" or "since" between a paper and its year
DAY_WITHIN = 6  # characters between a month and its year, the day between them
OF_YEAR = 14  # characters: "October of last year" is one date
AFTERWARDS = 40  # characters behind it in which a word may say that it is an aside


@dataclass(frozen=True, slots=True)
class YearHit:
    """A year that a sentence states."""

    start: int
    end: int
    year: int
    role: str  # period, for (a period, or the year of a goal), start, end
    basis: str  # how it was found
    is_span: bool = True  # a year or a part of one; a bare month may be the day of the dateline
    is_aside: bool = False  # speaks of deliveries, plans, catalogues: not of the amount
    compared: int | None = (
        None  # where the comparison begins that it stands in: of no amount in front of that
    )


def find_years(page: Page, number: int, published: date | None, told: int | None = None) -> list[YearHit]:
    """Every year that a sentence states or implies, in reading order.

    Args:
        page: The document.
        number: The sentence.
        published: Day of the document; without it "last year" is no year.
        told: The year of which the sentences before spoke: "the year before" is counted from it.
    """
    found = _find_all(page, number, published, told)
    compared = [hit for hit in page.hits(number, "date") if hit.entry.code.startswith("compare")]
    found = [_compare(hit, page, compared) for hit in found]
    return sorted(found, key=lambda hit: hit.start)


def _find_all(page: Page, number: int, published: date | None, told: int | None) -> list[YearHit]:
    first = page.layout.sentences[number][0]
    window = page.normal(number)
    hits = page.hits(number, "date")
    found: list[YearHit] = []
    for match in _YEAR.finditer(window) if "19" in window or "20" in window else ():
        year = int(match[1])
        span_end = match[2]
        if span_end:
            last = int(span_end) if len(span_end) == 4 else year // 100 * 100 + int(span_end)
            year = last if last >= year else year
        start, end = first + match.start(), first + match.end()
        hit = _hit(page, number, hits, start, end, year, f"year {match[0]}")
        if hit.role == "period" and _is_of_day(window[: match.start()], hits, start, published, year):
            hit = replace(hit, role="today")
        found.append(hit)
    for match in _FISCAL.finditer(window) if "fy" in window else ():
        year = int(match[1][-2:]) + 2000
        found.append(YearHit(first + match.start(), first + match.end(), year, "period", "fiscal year"))
    found += _counted(page, number, hits, found, published, told)
    if published is None:
        return found
    taken = [(hit.start - 16, hit.end + 1) for hit in found]
    rates = [hit for hit in hits if hit.entry.code == "rate"]  # "at today's rate"
    for word in hits:
        code, _, value = word.entry.code.partition(":")
        text = page.text[word.start : word.end]
        if any(rate.start <= word.start and word.end <= rate.end for rate in rates):
            continue
        if code == "months":
            if text[0].isdigit() and _NUMBER.search(page.text, max(0, word.start - 2), word.start):
                continue  # "11.8m"
            if _is_dated(page.text, word, hits):
                continue  # "за девять месяцев прошлого года"
            # "за пять месяцев": of this year once they are over, else of the last one.
            year = published.year - (int(value) >= published.month + 1)
            basis = f'"{text}" before {published.isoformat()}'
            found.append(YearHit(word.start, word.end, year, "period", basis, is_aside=True))
        elif code == "decade":
            year = (published.year // 10 + 1) * 10
            found.append(YearHit(word.start, word.end, year, "end", f'"{text}" from {published.year}'))
        elif code == "now":
            basis = f'"{text}" from {published.isoformat()}'
            found.append(YearHit(word.start, word.end, published.year, "now", basis))
        elif code == "ahead":
            # "Within five years": a goal's year, counted from a year that is named behind it, else from today.
            named = [hit.year for hit in found if 0 <= hit.start - word.end <= REACH]
            year = (named[0] if named else published.year) + int(value)
            found.append(YearHit(word.start, word.end, year, "end", f'"{text}" from {year - int(value)}'))
        elif code == "year":
            if _ITSELF.match(page.text, word.end):
                continue
            year = published.year + (-(published.month <= REPORTED_UNTIL) if value == "full" else int(value))
            basis = f'"{text}" from {published.isoformat()}'
            hit = _hit(page, number, hits, word.start, word.end, year, basis)
            # "по прошлогоднему контракту": nothing goes on until a year that is past
            found.append(replace(hit, role="period") if hit.role == "end" and year < published.year else hit)
        elif code == "month" and not any(left <= word.start <= right for left, right in taken):
            if _TO_MONTH.match(page.text, word.end) or _has_year(word, hits):
                continue  # "January-September 2024", "October of last year"
            if text.lower() in ("may", "mar") and not _is_month(page.text, word.start, word.end):
                continue
            # A month alone is the nearest one that is past, or the next few weeks; "last September" is past.
            is_past = _LAST.search(page.text, max(0, word.start - REACH), word.start) is not None
            year = published.year - (int(value) > published.month + (0 if is_past else 1))
            basis = f'"{text}" before {published.isoformat()}'
            found.append(_hit(page, number, hits, word.start, word.end, year, basis, is_span=False))
    return found


def _is_dated(text: str, months: Hit, hits: list[Hit]) -> bool:
    """Whether a year stands right behind a count of months."""
    if _YEAR.match(text, months.end, months.end + 24) or _YEAR_NEAR.match(text, months.end):
        return True
    return any(hit.entry.code.startswith("year:") and 0 <= hit.start - months.end <= 3 for hit in hits)


def _is_of_day(before: str, hits: list[Hit], start: int, published: date | None, year: int) -> bool:
    """ "18 February 2026", on that day: the date of the document itself."""
    if published is None or year != published.year or not _DAY.search(before[-REACH:]):
        return False
    months = [hit for hit in hits if hit.entry.code == f"month:{published.month}" and hit.end <= start]
    day = _DAY.search(before[-REACH:])
    return (
        bool(months)
        and start - months[-1].end <= DAY_WITHIN
        and day is not None
        and int(day[1] or day[2]) == published.day
    )


def _has_year(month: Hit, hits: list[Hit]) -> bool:
    """ "October of last year": the year of a month is told behind it."""
    return any(hit.entry.code.startswith("year:") and 0 <= hit.start - month.end <= OF_YEAR for hit in hits)


def _counted(
    page: Page, number: int, hits: list[Hit], found: list[YearHit], published: date | None, told: int | None
) -> list[YearHit]:
    """ "A year earlier", "two years later", "the same year": from the year that was just named, else from today."""
    counted: list[YearHit] = []
    for word in hits:
        code, _, value = word.entry.code.partition(":")
        if code != "rel" or _ITSELF.match(page.text, word.end) or _OF_EVENT.match(page.text, word.end):
            continue
        if value == "0" and _has_year(word, hits):
            continue
        named = [hit.year for hit in found if hit.end <= word.start]
        named += [
            published.year + int(other.entry.code.partition(":")[2])
            for other in hits
            if published is not None and other.end <= word.start and other.entry.code in ("year:-1", "year:0")
        ]
        base = named[-1] if named else told
        step = int(value)
        if base is None or (published is not None and base + max(step, 0) > published.year):
            if step == 0:
                continue  # "the same period of 2023": of a year that is not told yet
            base = published.year if published else None
        if base is not None:
            way = "before" if step < 0 else "from"
            basis = f'"{page.text[word.start : word.end]}" {way} {base}'
            counted.append(_hit(page, number, hits, word.start, word.end, base + step, basis))
    return counted


def _compare(hit: YearHit, page: Page, words: list[Hit]) -> YearHit:
    """Mark a year that a comparison brings: "than in 2022", "against 3 billion in the same months of 2022"."""
    if _IN_BRACKETS.match(page.text, hit.end) and page.text[hit.start - 1 : hit.start] in ("(", "["):
        return replace(hit, compared=hit.start - 1)  # "27.9 million (2015: 27.1 million)"
    before = [word for word in words if 0 <= hit.start - word.end <= COMPARED_WITHIN]
    if not before or hit.role not in ("period", "for", "than"):
        return hit
    word = before[-1]
    between = page.text[word.end : hit.start]
    if ";" in between or ":" in between:
        return hit
    first = bisect_left(page.amounts, (word.end, 0))
    amount = page.amounts[first] if first < len(page.amounts) else None
    if amount is not None and amount[1] <= hit.start:
        is_beside = amount[0] - word.end <= BESIDE
        brings = word.entry.code == "compare" or (word.entry.code == "compare:beside" and is_beside)
        return replace(hit, compared=word.start) if brings else hit
    if word.entry.code == "compare:beside":
        return hit
    if _NUMBER.search(between):
        return replace(hit, compared=word.start) if word.entry.code == "compare" else hit
    if "," in between or len(between.split()) > MOST_COMPARED:
        return hit
    return replace(hit, role="than", compared=word.start)


def _is_month(text: str, start: int, end: int) -> bool:
    """ "May" is a month with a day or a preposition beside it, else a verb."""
    near = text[max(0, start - 4) : start].lower() + "|" + text[end : end + 3]
    return text[start].isupper() and bool(
        re.search(r"\d|in \||of \||by \||ast \||his \||to \||rom \||and \||til \||nce \|", near)
    )


def _hit(
    page: Page,
    number: int,
    hits: list[Hit],
    start: int,
    end: int,
    year: int,
    basis: str,
    *,
    is_span: bool = True,
) -> YearHit:
    """Give a year its role from the words that stand in front of it."""
    is_aside = False
    for word in hits:
        if word.entry.code != "skip" or word.entry.weight < 0.5:
            continue
        if word.start - end <= AFTERWARDS and start - word.end <= REACH:
            between = page.text[min(word.end, end) : max(word.start, start)]
            is_aside = is_aside or "," not in between
    first = page.layout.sentences[number][0]
    window = page.normal(number)
    before = window[max(0, start - first - REACH) : start - first]
    months = [word for word in hits if word.entry.code.startswith("month") and word.end < start]
    is_month_before = bool(months) and start - months[-1].end <= BESIDE
    role = _role(before, page.words.roles["date"], is_month_before=is_month_before)
    if role == "start" and any(w.entry.code == "signed" and 0 <= start - w.end <= OF_PAPER for w in hits):
        role = "period"  # "a contract from 2021"
    return YearHit(start, end, year, role, basis, is_span, is_aside)


def _role(before: str, roles: Mapping[str, str], *, is_month_before: bool) -> str:
    """ "By", "by the end of", "since March": the longest known words right in front of a year."""
    words = [word.strip("\"'«“„(,") for word in before.replace("-", " ").split()]
    # Months, days and articles may stand between. "To Belgium last year" is no end.
    if is_month_before:
        words.pop()
    for _ in range(MOST_BETWEEN):
        for length in (4, 3, 2, 1):
            key = " ".join(words[-length:])
            if roles.get(key, "skip") != "skip":
                return roles[key]
        if not words or not (words[-1].isdigit() or roles.get(words[-1]) == "skip"):
            break
        words.pop()
    return "period"


def is_back(hit: YearHit) -> bool:
    """ "A year ago": a year that others are compared with."""
    return bool(_BACK.search(hit.basis))
