"""data/published -> rows: the only reader of the snapshot.

Follows `_CURRENT`, so that a finished build shows at the next click. Knows no Streamlit: the data addresses
ask the same store.
"""

import atexit
import gc
import json
import os
from collections.abc import Sequence
from datetime import date
from functools import cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import cast

import duckdb

from etl.paths import CURRENT, PUBLISHED
from pages.parts import cube
from pages.parts import query as query_layer
from pages.parts.criteria import NOT_STATED, Known, Selection, without
from pages.parts.database import Database, Row
from pages.parts.query import Query

SELDOM = 5_000  # new objects before the garbage collector looks: a page leaves some 700 behind
ENVIRONMENT = "DEALSCOPE_DATA"  # another folder of snapshots, for tests and for several data sets

_REPORT = "d.document_id, d.title, d.language, d.publisher, d.url, d.published_date, d.is_official"
_REPORT_ORDER = "d.published_date NULLS LAST, d.publisher, d.title, d.url, d.document_id"


class NoSnapshot(LookupError):
    """Nothing has been built yet, the pointer names a folder that is not there, or a file in it is damaged."""


class Store(Database):
    """One snapshot. Immutable: another snapshot is another store."""

    # -- sums, from the cube where it is small enough

    def _cube(self, selection: Selection) -> list[Row] | None:
        """The cube's rows that a selection keeps; None where the database is asked instead."""
        return self.keep(("chosen", selection), lambda: self._chosen(selection))

    def _chosen(self, selection: Selection) -> list[Row] | None:
        rows = self._whole_cube(selection)
        return None if rows is None else cube.chosen(rows, selection)

    def _whole_cube(self, selection: Selection) -> list[Row] | None:
        base = cube.base_of(selection)
        return self.keep(("cube", base), lambda: self._asked_cube(base))

    def _asked_cube(self, selection: Selection) -> list[Row] | None:
        if self._is_listed:
            return self.rows(cube.deals_query(selection))
        if not self._is_small:
            return None
        rows = self.rows(cube.cube_query(selection))
        return rows if len(rows) <= cube.MOST_ROWS else None

    def grouped(self, selection: Selection, *by: str) -> list[Row]:
        """The answer of `query.grouped`."""
        rows = self._cube(selection)
        if rows is None:
            return self.rows(query_layer.grouped(selection, *by))
        return self.keep(("grouped", selection, by), lambda: cube.grouped(rows, by))

    def reasons(self, selection: Selection) -> list[Row]:
        """The answer of `query.by_reason`."""
        rows = self._cube(selection)
        if rows is None:
            return self.rows(query_layer.by_reason(selection))
        return self.keep(("reasons", selection), lambda: cube.reasons(rows))

    def facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        """The answer of `query.facets`: deals behind each option, by facet."""
        return self.keep(("facets", selection), lambda: self._facets(selection))

    def _facets(self, selection: Selection) -> dict[str, dict[str, int]]:
        if self._whole_cube(selection) is not None:
            return {name: self._facet(selection, name) for name in cube.FACETS}
        found: dict[str, dict[str, int]] = {}
        for row in self.rows(query_layer.facets(selection)):
            if row["value"] is not None:
                found.setdefault(row["facet"], {})[row["value"]] = row["deals"]
        return found

    def _facet(self, selection: Selection, name: str) -> dict[str, int]:
        """The facet's own filter does not apply, so a change of that filter leaves its counts as they were."""
        own, _ = cube.FACETS[name]
        rest = without(selection, own) if own else selection
        return self.keep(("facet", name, rest), lambda: cube.facet(self._cube(rest) or (), name))

    def listed(
        self, selection: Selection, order: str, limit: int | None = None, why: Sequence[str] = ()
    ) -> list[Row]:
        """The answer of `query.deals` with the columns that a list shows.

        `why` is a fixed list of our own: only deals that are counted, or not counted, for these reasons.
        """
        rows = self._cube(selection) if self._is_listed else None
        if rows is not None:
            wanted = [row for row in rows if row["why"] in why] if why else rows
            return sorted(wanted, key=itemgetter(order))[:limit]
        named = ", ".join(f"'{reason}'" for reason in why)
        condition = f"why IN ({named})" if why else "true"
        return self.rows(
            query_layer.deals(selection, order, limit, condition=condition, columns=query_layer.LISTED)
        )

    def reports(self, selection: Selection) -> list[Row]:
        """The documents behind the selected deals, those of the largest deals first: with `deals`, `largest`."""
        rows = self._cube(selection) if self._is_listed else None
        if rows is not None:
            return self.keep(("reports", selection), lambda: self._reports_of(rows))
        base = query_layer.where(selection)
        sql = f"""SELECT {_REPORT}, count(DISTINCT h.deal_id) AS deals, max(coalesce(f.value_low_usd, 0)) AS largest
            FROM (SELECT deal_id, value_low_usd FROM facts WHERE {base.sql}) AS f
            JOIN status_history AS h USING (deal_id) JOIN documents AS d USING (document_id)
            GROUP BY ALL ORDER BY largest DESC, {_REPORT_ORDER}"""
        return self.rows(Query(sql, base.params))

    def _reports_of(self, deals: list[Row]) -> list[Row]:
        behind: dict[int, list[float]] = {}
        reporting = self._reporting
        for deal in deals:
            for place in reporting.get(deal["deal_id"], ()):
                behind.setdefault(place, []).append(deal["value_low_usd"] or 0)
        documents = self.rows(Query(f"SELECT {_REPORT} FROM documents AS d ORDER BY {_REPORT_ORDER}"))
        found = [
            documents[place] | {"deals": len(sizes), "largest": max(sizes)}
            for place, sizes in sorted(behind.items())
        ]
        return sorted(found, key=lambda row: -row["largest"])

    @cached_property
    def _reporting(self) -> dict[str, list[int]]:
        """For each deal the places of the documents that report it, in the order of `reports`."""
        sql = f"""SELECT DISTINCT h.deal_id, d.place FROM status_history AS h JOIN (SELECT document_id,
                row_number() OVER (ORDER BY {_REPORT_ORDER}) - 1 AS place FROM documents AS d) AS d USING (document_id)"""
        found: dict[str, list[int]] = {}
        for row in self.rows(Query(sql)):
            found.setdefault(row["deal_id"], []).append(row["place"])
        return found

    # -- what the snapshot says of itself

    @cached_property
    def manifest(self) -> Row:
        """The snapshot's manifest; empty where there is none."""
        path = self.folder / "manifest.json"
        return cast(Row, json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows of documents, figures, deals, counted deals, totals and rejects."""
        sql = """SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM figures),
                        (SELECT count(*) FROM facts), (SELECT count(*) FROM facts WHERE is_countable),
                        (SELECT count(*) FROM totals), (SELECT count(*) FROM rejects)"""
        names = ("documents", "figures", "deals", "counted", "totals", "rejects")
        found = self._run(Query(sql)).fetchall()[0]
        return dict(zip(names, found, strict=True))

    @cached_property
    def newest_date(self) -> date | None:
        """Day of the newest document."""
        found = self._run(Query("SELECT max(published_date) FROM documents")).fetchall()[0][0]
        return cast("date | None", found)

    @cached_property
    def known(self) -> Known:
        """What an address may ask this snapshot for."""
        first, last = self._run(
            Query(
                "SELECT coalesce(min(announced_year), 2020), coalesce(max(announced_year), 2020) FROM facts"
            )
        ).fetchall()[0]
        used = self._run(
            Query("SELECT DISTINCT unnest(list_concat(supplier_codes, recipient_codes)) FROM facts")
        ).fetchall()
        codes = {code for (code,) in used} - {NOT_STATED}
        codes |= set(self.countries) | {group.slug for group in self.groups.values()}
        aliases = {place.iso2: place.code for place in self.countries.values()}
        for place in self.places.values():
            aliases |= {
                place.code: place.slug,
                place.name_en: place.slug,
                place.name_ru: place.slug,
                **dict.fromkeys(place.other_names, place.slug),
            }
        sectors = {
            code for (code,) in self._run(Query("SELECT DISTINCT sector FROM facts")).fetchall() if code
        }
        sector_names = {
            named: one.code for one in self.sectors.values() for named in (one.name_en, one.name_ru) if named
        }
        return Known(
            frozenset(sectors | set(self.sectors)),
            frozenset(codes),
            (int(first), int(last)),
            aliases,
            sector_names,
        )


def data_folder() -> Path:
    """The folder whose `_CURRENT` names the snapshot to read."""
    return Path(os.environ.get(ENVIRONMENT) or PUBLISHED)


def open_store() -> Store:
    """The store of the current snapshot.

    Raises:
        NoSnapshot: Nothing is published, or it is damaged; the message says which command publishes.
    """
    folder = data_folder()
    pointer = folder / CURRENT
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except OSError:
        raise NoSnapshot(f"{pointer} is not there. Run `python -m etl build` to publish the data.") from None
    if not (folder / name / "deals.parquet").exists():
        raise NoSnapshot(f"{pointer} names {name!r}, which is not there. Run `python -m etl build` again.")
    try:
        return _open(folder / name)
    except duckdb.Error as problem:
        why = str(problem).partition("\n")[0]
        raise NoSnapshot(
            f"{folder / name} is damaged ({why}). Run `python -m etl build` to publish it anew."
        ) from None


def is_current(opened: Store) -> bool:
    """Whether nothing newer was published: the files of what was may be gone."""
    try:
        return open_store().folder == opened.folder
    except NoSnapshot:
        return False


@lru_cache(maxsize=2)
def _open(folder: Path) -> Store:
    return Store(folder)


@lru_cache(maxsize=1)
def settle() -> None:
    """Take what was loaded by now out of the garbage collector's sight, once in a server's life.

    Without this every full collection walks over all that pandas, plotly and DuckDB have loaded, which costs
    more than a page. Nor is there one after every run (`postScriptGC` in .streamlit/config.toml): it would look
    at every kept answer to find what a page leaves behind, and that is little enough for Python's own pace.
    """
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # what stayed out of sight would be reported as leaked
    gc.set_threshold(SELDOM)
