"""Which year an amount speaks of: dates in its sentence, relative words, else the document's date.

A year is printed, or counted from the day of publication ("last year", "in October"). The words in
front of it give it a role: a period or moment, a beginning ("since 2009"), an end ("by 2030").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from etl.rules.lexicon import Hit
from etl.rules.scene import BESIDE, Page, Scene

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
_ITSELF = re.compile(r",? \(?(?:in |im |en |в )?(?:19|20)\d\d")  # "ten years earlier, in 2014"
MOST_BETWEEN = 4  # words between a year and the preposition that gives it its role
REACH = 32  # characters in front of a year in which its role may stand
TRADE_AND_FLOW = ("trade_turnover", "export", "import", "investment_flow")
PAPERS = ("agreement", "contract", "order")
SIGNED_WITHIN = 6  # sentences on either side in which the signing of a deal is looked for
OPENS, OPENING = 20, 0.6  # characters from the start of a sentence; strength of a date that opens it
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


def find_years(page: Page, number: int, published: date | None) -> list[YearHit]:
    """Every year that a sentence states or implies, in reading order."""
    first = page.layout.sentences[number][0]
    window = page.normal(number)
    hits = page.hits(number, "date")
    found: list[YearHit] = []
    for match in _YEAR.finditer(window):
        year = int(match[1])
        span_end = match[2]
        if span_end:
            last = int(span_end) if len(span_end) == 4 else year // 100 * 100 + int(span_end)
            year = last if last >= year else year
        start, end = first + match.start(), first + match.end()
        found.append(_hit(page, number, hits, start, end, year, f"year {match[0]}"))
    for match in _FISCAL.finditer(window):
        year = int(match[1][-2:]) + 2000
        found.append(YearHit(first + match.start(), first + match.end(), year, "period", "fiscal year"))
    found += _prior(page, number, hits, found, published)
    if published is None:
        return sorted(found, key=lambda hit: hit.start)
    taken = [(hit.start - 16, hit.end + 1) for hit in found]
    for word in hits:
        code, _, value = word.entry.code.partition(":")
        text = page.text[word.start : word.end]
        if code == "months":
            if _is_dated(page.text, word, hits):
                continue  # "за девять месяцев прошлого года"
            # "за пять месяцев": of this year once they are over, else of the last one.
            year = published.year - (int(value) >= published.month + 1)
            basis = f'"{text}" before {published.isoformat()}'
            found.append(YearHit(word.start, word.end, year, "period", basis, is_aside=True))
        elif code == "ahead":
            # "Within five years": a goal's year, counted from a year that is named behind it, else from today.
            named = [hit.year for hit in found if 0 <= hit.start - word.end <= REACH]
            year = (named[0] if named else published.year) + int(value)
            found.append(YearHit(word.start, word.end, year, "end", f'"{text}" from {year - int(value)}'))
        elif code == "year" and value != "prior":
            if _ITSELF.match(page.text, word.end):
                continue
            year = published.year + int(value)
            basis = f'"{text}" from {published.isoformat()}'
            found.append(_hit(page, number, hits, word.start, word.end, year, basis))
        elif code == "month" and not any(left <= word.start <= right for left, right in taken):
            if _TO_MONTH.match(page.text, word.end):
                continue  # "January-September 2024"
            if text.lower() in ("may", "mar") and not _is_month(page.text, word.start, word.end):
                continue
            # A month alone is the nearest one that is past, or the next few weeks.
            year = published.year - (int(value) > published.month + 1)
            basis = f'"{text}" before {published.isoformat()}'
            found.append(_hit(page, number, hits, word.start, word.end, year, basis, is_span=False))
    return sorted(found, key=lambda hit: hit.start)


def _is_dated(text: str, months: Hit, hits: list[Hit]) -> bool:
    """Whether a year stands right behind a count of months."""
    if _YEAR.match(text, months.end, months.end + 24) or _YEAR_NEAR.match(text, months.end):
        return True
    return any(hit.entry.code.startswith("year:") and 0 <= hit.start - months.end <= 3 for hit in hits)


def _prior(
    page: Page, number: int, hits: list[Hit], found: list[YearHit], published: date | None
) -> list[YearHit]:
    """ "A year earlier": before the year that was just named, else before the document's."""
    priors = []
    for word in hits:
        if word.entry.code != "year:prior":
            continue
        named = [hit.year for hit in found if hit.end <= word.start]
        named += [
            published.year + int(other.entry.code.partition(":")[2])
            for other in hits
            if published is not None and other.end <= word.start and other.entry.code in ("year:-1", "year:0")
        ]
        base = named[-1] if named else (published.year if published else None)
        if base is not None:
            basis = f'"{page.text[word.start : word.end]}" before {base}'
            priors.append(_hit(page, number, hits, word.start, word.end, base - 1, basis))
    return priors


def _is_month(text: str, start: int, end: int) -> bool:
    """ "May" is a month with a day or a preposition beside it, else a verb."""
    near = text[max(0, start - 4) : start].lower() + "|" + text[end : end + 3]
    return text[start].isupper() and bool(re.search(r"\d|in \||of \||by \||ast \||his \|", near))


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


def _is_between(scene: Scene, hit: YearHit) -> bool:
    """Whether another amount stands between a year and the amount."""
    return any(hit.end <= first and last <= scene.left for first, last in scene.others)


@dataclass(frozen=True, slots=True)
class Dating:
    """The year of an amount."""

    year: int | None
    basis: str | None
    rules: tuple[str, ...]
    margin: float  # how sure, 0 to 1


def _is_set_beside(scene: Scene) -> bool:
    """ "A fall from", "up from": the amount right behind is that of the year before, unless a year is named."""
    hits = scene.page.hits(scene.sentence, "date")
    return any(hit.entry.code == "change:from" and 0 <= scene.left - hit.end <= BESIDE for hit in hits)


def _is_older(scene: Scene) -> bool:
    """ "An annex to the contract of 2022", "the price at the time": an older paper, told beside the amount."""
    page = scene.page
    previous = scene.context.previous
    numbers = [scene.sentence, *([page.layout.at(previous[0])] if previous else [])]
    return any(hit.entry.code == "older" for number in numbers for hit in page.hits(number, "date"))


def _signing(scene: Scene, published: date | None) -> YearHit | None:
    """The year in which a deal that was undone since had been signed, from the sentences nearest to it."""
    page = scene.page
    near = range(
        max(0, scene.sentence - SIGNED_WITHIN),
        min(len(page.layout.sentences), scene.sentence + SIGNED_WITHIN + 1),
    )
    for number in sorted(near, key=lambda each: abs(each - scene.sentence)):
        acts = [hit for hit in page.hits(number, "date") if hit.entry.code == "signed"]
        acts += [hit for hit in page.hits(number, "status") if hit.entry.code in PAPERS]
        if not acts:
            continue
        for hit in find_years(page, number, published):
            is_past = hit.role == "period" and (published is None or hit.year <= published.year)
            if is_past and any(
                min(abs(hit.start - act.end), abs(act.start - hit.end)) <= REACH for act in acts
            ):
                return hit
    return None


def decide_year(
    scene: Scene,
    kind: str,
    years: list[YearHit],
    published: date | None,
    inherited: tuple[int, str] | None,
    *,
    is_undone: bool = False,
    is_list: bool = False,
) -> Dating:
    """Choose the year of one amount.

    Args:
        scene: The amount.
        kind: Its kind: goals look forward, totals to a period, deals to a past day.
        years: Years found in its sentence.
        published: Day of the document.
        inherited: Year and basis of the total before it in the same paragraph: a list of totals
            names its period once.
        is_list: The year that was inherited is that of the line that opens a list: it holds for all its items.
        is_undone: The deal was cancelled or suspended: its year is that of its signing.
    """
    base = published.year if published else None
    if kind == "target":
        ahead = [hit for hit in years if base is None or hit.year > base or hit.role == "for"]
        ends = [hit for hit in ahead if hit.role != "start" and not hit.basis.startswith('"')]
        ends += [hit for hit in ahead if hit.basis.startswith('"') and base is not None and hit.year > base]
        if ends:
            best = max(ends, key=lambda hit: (hit.role == "end", scene.pull(hit.start, hit.end)))
            return Dating(best.year, best.basis, ("year:goal",), 0.8)
        now = [hit for hit in years if hit.year == base and hit.is_span and hit.role != "start"]
        now = [hit for hit in now if scene.pull(hit.start, hit.end) > 0.3]
        if now:
            return Dating(now[0].year, now[0].basis, ("year:goal_of_this_year",), 0.5)
        return Dating(None, None, ("year:goal_without_year",), 0.6)
    usable = []
    for hit in years:
        if base is not None and hit.year > base:
            continue
        if hit.role in ("start", "than") or (hit.role == "end" and kind in ("deal", "package", "other")):
            continue
        if kind in ("deal", "package") and hit.is_aside:
            continue
        strength = scene.pull(hit.start, hit.end)
        if (
            hit.role == "period"
            and hit.start - scene.context.sentence[0] <= OPENS
            and (not _is_between(scene, hit) or len({each.year for each in years}) == 1)
        ):
            strength = max(
                strength, OPENING
            )  # "In July 2024 ...": a date in front speaks of all that follows
        if strength > (0.3 if kind in ("deal", "package") else 0.2):
            usable.append((strength, hit))
    if kind in TRADE_AND_FLOW and inherited and _is_set_beside(scene):
        return Dating(inherited[0] - 1, f"a year before {inherited[0]}", ("year:before_it",), 0.6)
    is_older = kind == "deal" and _is_older(scene)
    if (
        kind == "deal"
        and (is_undone or is_older)
        and (not usable or max(each[0] for each in usable) < OPENING)
    ):
        signed = _signing(scene, published)
        if signed is not None:
            return Dating(signed.year, signed.basis, ("year:of_the_signing",), 0.6)
    if usable:
        strength, best = max(usable, key=lambda pair: pair[0])
        if (
            kind in TRADE_AND_FLOW
            and inherited
            and base is not None
            and best.basis.endswith(f" before {base}")
        ):
            return Dating(inherited[0] - 1, f"a year before {inherited[0]}", ("year:before_it",), 0.6)
        return Dating(best.year, best.basis, ("year:stated",), min(1.0, strength + 0.2))
    if inherited and (kind in TRADE_AND_FLOW or (is_list and base is not None and inherited[0] <= base)):
        return Dating(inherited[0], inherited[1], ("year:as_before",), 0.6)
    return Dating(base, "document date" if base else None, ("year:document",), 0.8)
