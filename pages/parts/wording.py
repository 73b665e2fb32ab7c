"""Values -> words as people write them, in the reader's language; texts of the interface by key.

"$4.2 bn", "$3-5 bn", "up to $3.7 bn", "at least $62 bn". Everything that comes from a document passes
through `escape` before it may stand in markdown: a document may contain `$...$`, links or markup.
"""

import html
import re
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "ru")
PLURALS = frozenset({"zero", "one", "two", "few", "many", "other"})
_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})  # plural forms, as Unicode names them
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|>~$<:&@])")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KZT": "₸", "RUB": "₽"}


def escape(text: str | None) -> str:
    """Text that markdown shows as it is: no link, no emphasis, no formula, no emoji, no directive.

    >>> escape("a $5 [b](c)")
    'a \\\\$5 \\\\[b\\\\]\\\\(c\\\\)'
    """
    return _MARKDOWN.sub(r"\\\1", " ".join((text or "").split()))


def escape_html(text: str | None) -> str:
    """Text that may stand in our own HTML, as content or as an attribute."""
    return html.escape(text or "")


def plain(text: str | None) -> str:
    """Text for a Plotly label, which reads a few HTML tags: angle brackets are made harmless."""
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_web_address(url: str | None) -> bool:
    """Only http and https may be offered as links: a document could name `javascript:`."""
    return bool(re.match(r"https?://[^\s/]+", url or "", re.IGNORECASE)) and not re.search(
        r"[\s<>\"]", url or ""
    )


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head[length // 2 :] else head
    return cut.rstrip(" ,;:-") + "…"


class Wording:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]
        self.locale = Locale(self.language)
        self._texts = _catalogue(self.language)
        self._form = lru_cache(maxsize=4_096)(self.locale.plural_form)
        # Babel knows the separators; formatting with them here is 30 times faster than asking it each time.
        symbols = self.locale.number_symbols["latn"]
        self._group, decimal = str(symbols["group"]), str(symbols["decimal"])
        self._separators = str.maketrans({",": self._group, ".": decimal})
        self.separators = decimal + self._group  # as Plotly wants them

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text of one key. With `n`, the form that the language uses for that number.

        Raises:
            KeyError: The catalogue has no such text.
        """
        text: Any = self._texts[key]
        if isinstance(text, dict):
            forms = text
            text = forms.get(self._form(values["n"])) or forms["other"]
            values = {**values, "n": self.whole(values["n"])}
        return str(text.format(**values) if values else text)

    def meaning(self, text: str) -> str:
        """What the schema says of a column, or its unit, in the reader's language."""
        key = f"dictionary.{text}"
        return self(key) if self.has(key) else text

    def quoted(self, words: str) -> str:
        """Words of a source in the quotation marks of the language."""
        return self("product.quoted", words=words)

    def has(self, key: str) -> bool:
        """Whether the catalogue has this text."""
        return key in self._texts

    def keys(self, prefix: str) -> list[str]:
        """All keys that begin so."""
        return [key for key in self._texts if key.startswith(prefix)]

    # -- numbers

    def whole(self, number: float) -> str:
        """A whole number with the language's separators: 1,081."""
        return f"{round(number):,}".replace(",", self._group)

    def number(self, value: float, digits: int = 2) -> str:
        """A number with at most `digits` decimals and no needless zeros."""
        text = f"{value:,.{digits}f}"
        if digits:
            text = text.rstrip("0").rstrip(".")
        return text.translate(self._separators)

    def percent(self, share: float) -> str:
        """A fraction as a percentage with two significant digits: 0.0123 is 1.2%."""
        value = share * 100
        digits = 0 if value >= 10 else 1 if value >= 1 else 2
        return self("number.percent", value=self.number(value, digits))

    def money(self, low: float | None, high: float | None, currency: str = "USD") -> str:
        """Bounds in whole units as people write them; "no amount" where both are missing."""
        if low is None and high is None:
            return self("number.none")
        if low is None:
            return self("number.up_to", amount=self._span(None, high, currency))
        if high is None:
            return self("number.at_least", amount=self._span(low, None, currency))
        return self._span(low, high, currency)

    def short_money(self, low: float | None, high: float | None, currency: str = "USD") -> str:
        """Bounds where there is little room: "≥ $62 bn", "≤ $3.7 bn", "$3-5 bn"."""
        if low is None and high is not None:
            return f"≤ {self._span(None, high, currency)}"
        if high is None and low is not None:
            return f"≥ {self._span(low, None, currency)}"
        return self.money(low, high, currency)

    def total(self, low: float, high: float, open_high: int = 0, currency: str = "USD") -> str:
        """A sum of intervals: "$15.5-17.5 bn", "at least $15.5 bn" where a term has no upper end."""
        if open_high:
            return self("number.at_least", amount=self._span(low, None, currency))
        return self._span(low, high, currency)

    def _span(self, low: float | None, high: float | None, currency: str) -> str:
        largest = max(abs(low or 0.0), abs(high or 0.0))
        size, mark = next(
            ((s, m) for s, m in ((1e12, "tn"), (1e8, "bn"), (1e6, "m"), (1.0, "")) if largest >= s), (1.0, "")
        )
        size = (
            1e9 if mark == "bn" else size
        )  # from 100 million on in billions: "$0.25 bn" compares at a glance
        ends = [self._digits(value / size, bool(mark)) for value in (low, high) if value is not None]
        figures = "-".join(dict.fromkeys(ends))
        scale = self(f"number.{mark}") if mark else ""
        sign = self.sign(currency)
        gap = "" if len(sign) == 1 or not sign[-1].isalpha() else " "
        return f"{sign}{gap}{figures}{' ' + scale if scale else ''}"

    def _digits(self, value: float, is_scaled: bool) -> str:
        # Three significant digits are what a reader keeps; a sum below ten shows two decimals at most.
        digits = (0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2) if is_scaled else 0
        return self.number(value, digits)

    def sign(self, currency: str) -> str:
        """The currency's sign where it is plain, else its code."""
        if currency in _SIGNS:
            return _SIGNS[currency]
        symbol = str(get_currency_symbol(currency, locale=self.locale))
        return symbol if len(symbol) <= 3 and symbol.isascii() else currency

    def exact(self, low: float | None, high: float | None, currency: str = "USD") -> str:
        """Whole amounts for hover and tables: "$3,000,000,000-5,000,000,000"."""
        ends = [self.whole(value) for value in (low, high) if value is not None]
        if not ends:
            return self("number.none")
        amount = f"{self.sign(currency)}{'' if len(self.sign(currency)) == 1 else ' '}{'-'.join(dict.fromkeys(ends))}"
        if low is None:
            return self("number.up_to", amount=amount)
        return self("number.at_least", amount=amount) if high is None else amount

    # -- dates and lists

    def day(self, value: date | None) -> str:
        """7 November 2025; "no date" where there is none."""
        if value is None:
            return self("number.no_date")
        pattern = "d MMMM y" if self.language == "en" else "d MMMM y 'г.'"
        return _day(value, pattern, self.language)

    def short_day(self, value: date | None) -> str:
        """7 Nov 2025."""
        if value is None:
            return self("number.no_date")
        return _day(value, "d MMM y", self.language)

    def month(self, value: str) -> str:
        """2025-11 in words: Nov 2025."""
        return _day(date(int(value[:4]), int(value[5:7]), 1), "LLL y", self.language)

    def basis(self, basis: str | None) -> str:
        """How a year was found, in the reader's language; what the reader of texts says in other words stays."""
        if not basis:
            return ""
        if quoted := re.match(r'"(.+?)" (?:from|before) ', basis):
            return self("basis.worked_out", words=quoted[1])
        if basis.startswith("as for "):
            return self("basis.as_for", quote=basis.removeprefix("as for "))
        if before := re.fullmatch(r"a year before (\d{4})", basis):
            return self("basis.year_before", year=before[1])
        head = basis.partition(":")[0].partition(" ")[0]
        key = f"basis.{head}"
        return self(key) if self.has(key) else basis

    def years(self, first: int | None, last: int | None) -> str:
        """2023-2025, since 2023, until 2020, 2024."""
        if first is not None and last is not None:
            return str(first) if first == last else f"{first}-{last}"
        if first is not None:
            return self("number.since", year=first)
        return self("number.until", year=last) if last is not None else ""

    def listed(self, names: Iterable[str]) -> str:
        """Names with commas."""
        return ", ".join(names)


@lru_cache(maxsize=8_192)
def _day(value: date, pattern: str, language: str) -> str:
    return str(format_date(value, format=pattern, locale=language))


@lru_cache(maxsize=4)
def wording(language: str) -> Wording:
    """The words of a language; English for one that we do not have."""
    return Wording(language)


@lru_cache(maxsize=4)
def _catalogue(language: str) -> dict[str, Any]:
    """Texts by dotted key; a table of plural forms is one text."""
    found: dict[str, Any] = {}

    def walk(table: dict[str, Any], prefix: str) -> None:
        for name, value in table.items():
            key = f"{prefix}{name}"
            if isinstance(value, dict) and not set(value) <= _FORMS:
                walk(value, f"{key}.")
            else:
                found[key] = value

    for path in sorted(TEXTS.glob(f"{language}*.toml")):
        walk(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return found
