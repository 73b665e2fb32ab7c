"""Codes of sectors, places and statuses, and the filters that are on, in the reader's words."""

from collections.abc import Mapping

from pages.parts.criteria import DEFAULT, NOT_STATED, Selection
from pages.parts.references import Label
from pages.parts.store import Store
from pages.parts.wording import Wording


def sector_name(store: Store, say: Wording, code: str | None) -> str:
    """A sector in the reader's language."""
    return _name(store.sectors, say, code)


def place_name(store: Store, say: Wording, code: str | None) -> str:
    """A country or group in the reader's language."""
    if not code or code == NOT_STATED:
        return say("filter.not_stated")
    place = store.places.get(code)
    if place is None:
        return code
    return (place.name_ru if say.language == "ru" else "") or place.name_en


def status_name(store: Store, say: Wording, code: str | None) -> str:
    """A status in the reader's language."""
    return _name(store.statuses, say, code)


def _name(labels: Mapping[str, Label], say: Wording, code: str | None) -> str:
    if not code or code == NOT_STATED:
        return say("filter.not_stated")
    label = labels.get(code)
    if label is None:
        return code.replace("_", " ").capitalize()
    return (label.name_ru if say.language == "ru" else "") or label.name_en


def active(store: Store, say: Wording, selection: Selection) -> list[tuple[str, str, str | None, str]]:
    """The filters that are on: name of the filter, its label, the code of one value, the value in words."""
    found: list[tuple[str, str, str | None, str]] = []
    if selection.search:
        found.append(("search", say("filter.search"), None, selection.search))
    found += [
        ("sectors", say("filter.sectors"), code, sector_name(store, say, code)) for code in selection.sectors
    ]
    for name, codes in (("suppliers", selection.suppliers), ("recipients", selection.recipients)):
        found += [(name, say(f"filter.{name}"), code, place_name(store, say, code)) for code in codes]
    if years := say.years(selection.first_year, selection.last_year):
        found.append(("years", say("filter.years"), None, years))
    if selection.floor != DEFAULT.floor:
        found.append(("floor", say("filter.floor"), None, say(f"floor.{selection.floor}")))
    if selection.least_usd is not None or selection.most_usd is not None:
        if selection.most_usd is None:
            band = say.money(selection.least_usd, None)
        else:
            band = say.money(selection.least_usd, selection.most_usd)
        found.append(("band", say("filter.band"), None, band))
    if selection.confidence != DEFAULT.confidence:
        found.append(
            ("confidence", say("filter.confidence"), None, say(f"confidence.{selection.confidence}"))
        )
    return found
