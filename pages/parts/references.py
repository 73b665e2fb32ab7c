"""data/reference -> names: sectors, statuses, countries and groups as a reader calls them."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a group of countries."""

    code: str
    name_en: str
    name_ru: str
    iso2: str = ""  # empty for groups
    members: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()  # of a group: GCC, Gulf states

    @property
    def slug(self) -> str:
        """How an address names it: KAZ, central-asia."""
        return self.code if self.iso2 else re.sub(r"[^a-z0-9]+", "-", self.name_en.lower()).strip("-")

    @property
    def is_group(self) -> bool:
        """Groups are no countries: maps leave them out."""
        return not self.iso2


@dataclass(frozen=True, slots=True)
class Label:
    """A code of a reference table with its names."""

    code: str
    name_en: str
    name_ru: str
    description: str = ""


class References:
    """The reference tables of one folder, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._reference = folder

    def reference(self, name: str) -> list[dict[str, str]]:
        """One reference table, every column as text; empty where the table is not there."""
        path = self._reference / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))

    def _labels(self, name: str) -> dict[str, Label]:
        return {
            row[key]: Label(
                row[key],
                row.get("label") or row.get("label_en") or row.get("name_en") or row[key],
                row.get("label_ru") or row.get("name_ru") or "",
                row.get("description", ""),
            )
            for row in self.reference(name)
            for key in [next(iter(row))]
        }

    @cached_property
    def sectors(self) -> dict[str, Label]:
        """Sectors in the order of their table."""
        return self._labels("sectors")

    @cached_property
    def statuses(self) -> dict[str, Label]:
        """Statuses in the order of their table."""
        return self._labels("statuses")

    @cached_property
    def countries(self) -> dict[str, Place]:
        """Countries by ISO 3166-1 alpha-3 code."""
        return {
            row["iso3"]: Place(row["iso3"], row["name_en"], row["name_ru"], row["iso2"])
            for row in self.reference("countries")
        }

    @cached_property
    def groups(self) -> dict[str, Place]:
        """Groups of countries by code, with their members where the table lists them."""
        return {
            row["code"]: Place(
                row["code"],
                row["label_en"],
                row["label_ru"],
                "",
                tuple(row["members"].split(";")),
                tuple(filter(None, row["words"].split("|"))),
            )
            for row in self.reference("groups")
        }

    @cached_property
    def places(self) -> dict[str, Place]:
        """Countries by code; groups by code and by the name that addresses use."""
        return {**self.countries, **self.groups, **{group.slug: group for group in self.groups.values()}}
