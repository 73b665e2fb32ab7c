"""The first whole day that a text names near its beginning, as a dateline does: offered, never taken unasked."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel import Locale

HEAD = 600  # characters of a text in which a dateline stands
LANGUAGES = ("en", "ru", "kk", "de", "fr", "es", "tr")  # whose months are known
_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)|(?P<day2>\d\d?)\.(?P<month2>\d\d?)\.(?P<year2>\d{4})"
    r"|(?P<day3>\d\d?)(?:st|nd|rd|th)?\.?\s+(?:of\s+|de\s+)?(?P<name3>[^\W\d_]{3,})\.?,?\s+(?:de\s+)?(?P<year3>\d{4})"
    r"|(?P<name4>[^\W\d_]{3,})\.?\s+(?P<day4>\d\d?)(?:st|nd|rd|th)?,\s+(?P<year4>\d{4}))(?!\d)"
)


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """Names of months, whole and cut short, in small letters."""
    return {
        name.casefold().rstrip("."): number
        for language in LANGUAGES
        for form in ("wide", "abbreviated")
        for number, name in Locale(language).months["format"][form].items()
    }


def find_day(text: str) -> date | None:
    """The first day of a text's beginning with its month and year; None where there is none.

    >>> find_day("ANKARA, 14 October 2025. The port ..."), find_day("Подписано 7 ноября 2025 года"), find_day("in May 2025")
    (datetime.date(2025, 10, 14), datetime.date(2025, 11, 7), None)
    """
    for found in _DAY.finditer(text[:HEAD]):
        parts = {name.rstrip("234"): value for name, value in found.groupdict().items() if value}
        month = parts.get("month") or _months().get(parts.get("name", "").casefold(), 0)
        try:
            return date(int(parts["year"]), int(month), int(parts["day"]))
        except ValueError:  # 31 June, or a word that is no month
            continue
    return None
