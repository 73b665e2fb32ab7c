"""A selection <-> the short names of an address: `sector=rail&years=2023-&value=1bn-`."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.criteria import (
    BOUNDS,
    CONFIDENCES,
    DEFAULT,
    FLOORS,
    PRICES,
    UNITS,
    Known,
    Refused,
    Selection,
)

NAMES = (
    "q",
    "sector",
    "supplier",
    "recipient",
    "years",
    "firm",
    "value",
    "confidence",
    "bounds",
    "prices",
    "unit",
)


def from_params(
    params: Mapping[str, str | Sequence[str]], known: Known
) -> tuple[Selection, tuple[Refused, ...]]:
    """Read a selection out of an address; what the data do not have is refused, not guessed.

    Unknown names are left alone: pages have names of their own.
    """
    given = {name: value if isinstance(value, str) else ",".join(value) for name, value in params.items()}
    refused: list[Refused] = []
    chosen: dict[str, Any] = {"search": given.get("q", "").strip()[:200]}
    for name, attribute in (("sector", "sectors"), ("supplier", "suppliers"), ("recipient", "recipients")):
        asked = dict.fromkeys(part.strip() for part in given.get(name, "").split(",") if part.strip())
        found = {part: known.code(name, part) for part in asked}
        good = [code for code in found.values() if code]
        bad = [part for part, code in found.items() if not code]
        refused += [Refused(name, part, ", ".join(sorted(set(known.spelled[name].values())))) for part in bad]
        chosen[attribute] = tuple(dict.fromkeys(good))
    for name, attribute, options in (
        ("firm", "floor", tuple(FLOORS)),
        ("confidence", "confidence", tuple(CONFIDENCES)),
        ("bounds", "bound", BOUNDS),
        ("prices", "prices", PRICES),
        ("unit", "unit", UNITS),
    ):
        value = given.get(name, "")
        if value in options:
            chosen[attribute] = value
        elif value:
            refused.append(Refused(name, value, ", ".join(options)))
    if years := given.get("years", ""):
        span = read_years(years, known.years)
        if span is None:
            allowed_years = f"{known.years[0]}-{known.years[1]}, 2023-, -2020, 2024"
            refused.append(Refused("years", years, allowed_years))
        else:
            chosen["first_year"], chosen["last_year"] = span
    if band := given.get("value", ""):
        ends = _read_band(band)
        if ends is None:
            refused.append(Refused("value", band, "1bn-5bn, 500m-, -100m"))
        else:
            chosen["least_usd"], chosen["most_usd"] = ends
    return Selection(**chosen), tuple(refused)


def to_params(selection: Selection) -> dict[str, str]:
    """The short names of everything that differs from the default, in a fixed order.

    >>> to_params(Selection(sectors=("rail",), first_year=2023, least_usd=1e9))
    {'sector': 'rail', 'years': '2023-', 'value': '1bn-'}
    """
    years = f"{selection.first_year or ''}-{selection.last_year or ''}"
    if selection.first_year is not None and selection.first_year == selection.last_year:
        years = str(selection.first_year)
    found = {
        "q": selection.search,
        "sector": ",".join(selection.sectors),
        "supplier": ",".join(selection.suppliers),
        "recipient": ",".join(selection.recipients),
        "years": years if years != "-" else "",
        "firm": selection.floor if selection.floor != DEFAULT.floor else "",
        "value": "-".join(map(_short, (selection.least_usd, selection.most_usd))),
        "confidence": selection.confidence if selection.confidence != DEFAULT.confidence else "",
        "bounds": selection.bound if selection.bound != DEFAULT.bound else "",
        "prices": selection.prices if selection.prices != DEFAULT.prices else "",
        "unit": selection.unit if selection.unit != DEFAULT.unit else "",
    }
    return {name: value for name, value in found.items() if value not in ("", "-")}


def read_years(text: str, known: tuple[int, int]) -> tuple[int | None, int | None] | None:
    """ "2024", "2023-", "-2020" or "2021-2023" as first and last year; None where the data have no such span."""
    match = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", text.strip(), re.ASCII)
    if not match or not any(match.groups()):
        return None
    first, dash, last = match.groups()
    if first and not dash and not last:
        last = first
    span = (int(first) if first else None, int(last) if last else None)
    if all(year is None for year in span) or (first and last and int(first) > int(last)):
        return None
    if any(year is not None and not known[0] <= year <= known[1] for year in span):
        return None
    return span


def _read_band(text: str) -> tuple[float | None, float | None] | None:
    match = re.fullmatch(
        r"(?:(\d+(?:\.\d+)?)(k|m|bn|tn)?)?-(?:(\d+(?:\.\d+)?)(k|m|bn|tn)?)?", text.strip().lower(), re.ASCII
    )
    if not match or not (match[1] or match[3]):
        return None
    scale = {None: 1.0, "k": 1e3, "m": 1e6, "bn": 1e9, "tn": 1e12}
    least = float(match[1]) * scale[match[2]] if match[1] else None
    most = float(match[3]) * scale[match[4]] if match[3] else None
    # What is smaller or larger is no sum of money, and its short form could not be read again.
    if any(end and not 1e-3 <= end < 1e18 for end in (least, most)):
        return None
    return None if least is not None and most is not None and least > most else (least, most)


def _short(amount: float | None) -> str:
    if amount is None:
        return ""
    for size, mark in ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if amount >= size:
            return f"{amount / size:.10g}{mark}"
    return f"{amount:.10g}"
