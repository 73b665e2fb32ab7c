"""What a data address may be asked, said once: the description in OpenAPI and the check of a request.

A request that is refused hears, for each value, what is allowed instead.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pages.parts import short_names
from pages.parts.criteria import BAND_STOPS, BOUNDS, CONFIDENCES, DEFAULT, FLOORS, NOT_STATED, Selection
from pages.parts.extracts import Extract
from pages.parts.query import GROUPS
from pages.parts.store import Store
from pages.parts.wording import LANGUAGES

MOST_ROWS = 10_000_000
LISTED_YEARS = 40  # a longer span is described by its shape, not year by year
AMOUNT = r"\d{1,6}(?:\.\d{1,3})?(?:k|m|bn|tn)?"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One name of an address: what it means and which values it takes, as JSON Schema."""

    name: str
    description: str
    schema: Mapping[str, Any]
    is_list: bool = False
    safe: tuple[str, ...] = ()  # the values that fit whatever else is asked, where not all of them do

    def to_openapi(self) -> dict[str, Any]:
        """The parameter as OpenAPI 3.1 describes it; a list is one value with commas."""
        told: dict[str, Any] = {
            "name": self.name,
            "in": "query",
            "required": False,
            "description": self.description,
        }
        if self.is_list:
            return {
                **told,
                "schema": {"type": "array", "items": dict(self.schema), "minItems": 1},
                "style": "form",
                "explode": False,
            }
        return {**told, "schema": {**self.schema, **({"enum": list(self.safe)} if self.safe else {})}}


@dataclass(frozen=True, slots=True)
class Problem:
    """One value that is refused, and what is allowed."""

    name: str
    value: str
    allowed: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is understood."""

    selection: Selection
    limit: int | None = None
    offset: int = 0
    by: str = "sector"
    language: str = "en"


def parameters(extract: Extract, store: Store) -> tuple[Parameter, ...]:
    """The names that one kind of rows takes, with the values that this snapshot has."""
    known = store.known
    places: dict[str, Any] = {"enum": sorted(known.places | {NOT_STATED})}
    options: dict[str, tuple[str, dict[str, Any]]] = {
        "q": ("Words that the deal's title, parties, countries or sentences hold.", {"maxLength": 200}),
        "sector": ("Sectors, with commas.", {"enum": sorted(known.sectors | {NOT_STATED})}),
        "supplier": ("Who supplies or invests: countries or groups, with commas.", places),
        "recipient": ("Who receives or hosts: countries or groups, with commas.", places),
        "years": (
            "Years first announced: 2024, 2023-, -2020 or 2021-2023.",
            {"pattern": years_pattern(*known.years)},
        ),
        "firm": ("Least firmness that is counted; less firm deals stay listed.", {"enum": list(FLOORS)}),
        "value": ("Band of the value in US dollars: 1bn-, -500m or 1bn-5bn.", {"pattern": band_pattern()}),
        "confidence": ("Least confidence of the reading.", {"enum": list(CONFIDENCES)}),
        "bounds": ("Kept in links to a page; rows hold both bounds.", {"enum": list(BOUNDS)}),
        "prices": ("Prices of `sums` and of what is counted.", {"enum": ["nominal", "real"]}),
        "unit": ("Unit of `sums` and of what is counted.", {"enum": ["usd", "gdp"]}),
    }
    lists = {"sector", "supplier", "recipient"}
    found = [
        Parameter(name, options[name][0], {"type": "string", **options[name][1]}, name in lists)
        for name in extract.filters
        if extract.name != "sums" or name != "unit"
    ]
    if extract.name == "sums":
        unit = "usd; gdp too where it can be added: with one country as recipient, or by=recipient_country."
        found.append(Parameter("unit", unit, {"type": "string", **options["unit"][1]}, safe=("usd",)))
        found.append(Parameter("by", "Column to sum by.", {"type": "string", "enum": sorted(GROUPS)}))
    whole = {"type": "integer", "minimum": 0, "maximum": MOST_ROWS}
    return (
        *found,
        Parameter("limit", "At most so many rows; all where it is not given.", whole),
        Parameter("offset", "Leave out so many rows first.", whole),
        Parameter(
            "lang",
            "Language of titles and filters in the metadata.",
            {"type": "string", "enum": list(LANGUAGES)},
        ),
    )


def years_pattern(first: int, last: int) -> str:
    """A pattern of the spans of years that the data have, each with its ends in order."""
    if last - first > LISTED_YEARS:
        return r"^\d{4}-?$|^-\d{4}$"
    years = range(first, last + 1)
    listed = "|".join(map(str, years))
    spans = "|".join(f"{start}-(?:{'|'.join(map(str, range(start, last + 1)))})" for start in years)
    return f"^(?:{listed})-?$|^-(?:{listed})$|^(?:{spans})$"


def band_pattern() -> str:
    """Open bands of any amount, and closed bands between the sidebar's stops."""
    stops = [
        short_names.to_params(Selection(least_usd=stop)).get("value", "0-")[:-1] or "0" for stop in BAND_STOPS
    ]
    closed = "|".join(f"{low}-{high}" for low, high in combinations(stops, 2))
    return f"^{AMOUNT}-$|^-{AMOUNT}$|^(?:{closed})$"


def understand(
    given: Mapping[str, Sequence[str]], extract: Extract, store: Store
) -> tuple[Asked, tuple[Problem, ...]]:
    """Read a request; with problems, what was understood must not be used.

    Args:
        given: Every name of the request with its values; several values of a name are one list.
    """
    allowed = {parameter.name: parameter for parameter in parameters(extract, store)}
    asked = {name: ",".join(values) for name, values in given.items()}
    problems = [
        Problem(name, value, f"one of the names {', '.join(allowed)}")
        for name, value in asked.items()
        if name not in allowed
    ]
    for name, value in asked.items():
        if name in allowed and (wrong := _wrong(allowed[name], value)):
            problems.append(Problem(name, value, wrong))
    told = {problem.name for problem in problems}
    selection, refused = short_names.from_params(
        {n: v for n, v in asked.items() if n in extract.filters}, store.known
    )
    problems += [Problem(r.name, r.value, r.allowed) for r in refused if r.name not in told]
    if selection.unit == "gdp" and extract.name == "sums" and asked.get("by") != "recipient_country":
        single = len(selection.recipients) == 1 and selection.recipients[0] in store.countries
        if not single:
            reason = "usd; or one country as recipient, or by=recipient_country: shares of different GDPs do not add up"
            problems.append(Problem("unit", "gdp", reason))
    if problems:
        return Asked(DEFAULT), tuple(problems)
    return (
        Asked(
            selection,
            int(asked["limit"]) if "limit" in asked else None,
            int(asked.get("offset", 0)),
            asked.get("by", "sector"),
            asked.get("lang", "en"),
        ),
        (),
    )


def _wrong(parameter: Parameter, value: str) -> str:
    """What is allowed, where the value is not; empty where it is."""
    schema = parameter.schema
    if schema["type"] == "integer":
        is_good = re.fullmatch(r"\d{1,8}", value, re.ASCII) is not None and int(value) <= schema["maximum"]
        return "" if is_good else f"a whole number from 0 to {schema['maximum']}"
    if parameter.is_list:
        return "" if value else ", ".join(schema["enum"])  # each value is checked with the selection
    if "enum" in schema:
        return "" if value in schema["enum"] else ", ".join(schema["enum"])
    if len(value) > schema.get("maxLength", 60):
        return f"at most {schema.get('maxLength', 60)} characters"
    if parameter.name != "q" and (not value or value != value.strip()):
        return "a value without spaces around it"
    return ""
