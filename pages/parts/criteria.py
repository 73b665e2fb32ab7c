"""What a reader may ask for: the selection, its defaults and its steps. Knows no SQL, no address and no screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from pages.parts.folding import fold

Bound = Literal["lower", "upper", "count"]
Prices = Literal["nominal", "real"]
Unit = Literal["usd", "gdp"]
NOT_STATED = "not-stated"  # stands in an address for "the source does not say"
FLOORS = {"any": 0, "non-binding": 1, "announced": 2, "contract": 3, "delivering": 4}
CONFIDENCES = {"any": 0.0, "medium": 0.7, "high": 0.9}
BOUNDS: tuple[Bound, ...] = ("lower", "upper", "count")
PRICES: tuple[Prices, ...] = ("nominal", "real")
UNITS: tuple[Unit, ...] = ("usd", "gdp")
# Stops of the value band; None is "no end".
BAND_STOPS = (0.0, 1e7, 1e8, 5e8, 1e9, 5e9, 1e10, 5e10, 1e11)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader chose. The defaults are the whole data set, counted by the default rule."""

    search: str = ""
    sectors: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    first_year: int | None = None
    last_year: int | None = None
    floor: str = "announced"  # key of FLOORS: deals less firm are listed and not counted
    least_usd: float | None = None
    most_usd: float | None = None
    confidence: str = "any"  # key of CONFIDENCES
    bound: Bound = "lower"
    prices: Prices = "nominal"
    unit: Unit = "usd"

    @property
    def value_columns(self) -> tuple[str, str]:
        """The columns that hold the lower and the upper bound in the chosen unit."""
        if self.unit == "gdp":
            return "gdp_share_low", "gdp_share_high"
        ending = "_usd_real" if self.prices == "real" else "_usd"
        return f"value_low{ending}", f"value_high{ending}"


DEFAULT = Selection()
FILTERS = ("search", "sectors", "suppliers", "recipients", "years", "band", "confidence")


@dataclass(frozen=True)
class Known:
    """The values that the data have: what an address may ask for."""

    sectors: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()  # codes of countries and groups
    years: tuple[int, int] = (1900, 2100)
    aliases: Mapping[str, str] = field(default_factory=dict)  # other spellings of places: KZ, kazakhstan
    sector_names: Mapping[str, str] = field(default_factory=dict)  # in both languages, with their codes

    @cached_property
    def spelled(self) -> dict[str, dict[str, str]]:
        """For each list of codes in an address: every spelling, folded as the search folds words, and its code."""
        sectors, places = (
            {fold(code): code for code in (*codes, NOT_STATED)} for codes in (self.sectors, self.places)
        )
        places = {fold(alias): code for alias, code in self.aliases.items()} | places
        sectors = {fold(named): code for named, code in self.sector_names.items()} | sectors
        return {"sector": sectors, "supplier": places, "recipient": places}

    def code(self, name: str, spelling: str) -> str | None:
        """The code that an address means by a spelling in one of its lists; None where the data have none."""
        return self.spelled[name].get(fold(spelling))


@dataclass(frozen=True, slots=True)
class Refused:
    """One value of an address that was left out."""

    name: str
    value: str
    allowed: str


def without(selection: Selection, filter_name: str, value: str | None = None) -> Selection:
    """The selection with one filter dropped, or with one of its values."""
    if filter_name == "years":
        return replace(selection, first_year=None, last_year=None)
    if filter_name == "band":
        return replace(selection, least_usd=None, most_usd=None)
    present = getattr(selection, filter_name)
    if value is not None and isinstance(present, tuple):
        return with_field(selection, filter_name, tuple(v for v in present if v != value))
    return with_field(selection, filter_name, getattr(DEFAULT, filter_name))


def with_field(selection: Selection, name: str, value: object) -> Selection:
    """The selection with one field set; its name is a value here, which `replace` alone cannot type."""
    changes: dict[str, Any] = {name: value}
    return replace(selection, **changes)


def toggled(selection: Selection, filter_name: str, code: str) -> Selection:
    """The selection with one value chosen, or dropped when it is the only one chosen: what a click does."""
    present = getattr(selection, filter_name)
    return with_field(selection, filter_name, () if present == (code,) else (code,))
