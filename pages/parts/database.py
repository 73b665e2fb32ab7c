"""A snapshot's tables in a database, and the only cache of what is asked of them.

Deals are held in DuckDB's memory in a narrow table; everything else is a view over the Parquet files.
"""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import duckdb
import pyarrow as pa

from etl import schema
from etl.paths import REFERENCE
from pages.parts import cube, facts
from pages.parts.query import Query
from pages.parts.references import References

T = TypeVar("T")
Row = dict[str, Any]
HELD = ("documents", "status_history", "deal_parties", "deal_links", "merges", "totals")
SMALL = 50_000  # deals up to which all that is not text is held in memory and queries are planned plainly
KEPT_RESULTS = 4_000  # totals, facets and figures of the selections asked for last


class Replaced(LookupError):
    """The snapshot's files were deleted while a page of it was open."""


class Database(References):
    """One snapshot as tables, and the reference tables beside it. Answers are kept: treat them as read-only."""

    def __init__(self, folder: Path, reference: Path = REFERENCE) -> None:
        self.folder = folder
        self.snapshot = folder.name
        super().__init__(reference)
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()
        self._search_lock = threading.Lock()
        self._has_search = False
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._connection = duckdb.connect(":memory:")
        # A server whose data are built anew each day lives long: nothing of a former snapshot stays open.
        weakref.finalize(self, _let_go, self._connection, self._idle, self._kept)
        count = self._connection.execute(
            "SELECT count(*) FROM read_parquet(?)", [self._files("deals")]
        ).fetchall()
        self._is_small = count[0][0] <= SMALL
        self._is_listed = count[0][0] <= cube.MOST_DEALS
        # One thread: these queries take milliseconds, and sums come out the same to the last digit.
        self._connection.execute("SET threads = 1")
        self._open()

    def _files(self, table: str) -> str:
        path = self.folder / f"{table}.parquet"
        return str(path / "*.parquet") if path.is_dir() else str(path)

    def _open(self) -> None:
        for table in schema.TABLES:
            if table != "deals":
                quoted = self._files(table).replace("'", "''")
                # A view over Parquet reads the file's footer at every click.
                form = "TABLE" if table in HELD and self._is_small else "VIEW"
                self._connection.execute(f"CREATE {form} {table} AS SELECT * FROM read_parquet('{quoted}')")
        groups = list(self.groups.values())
        memberships = [
            (code, code, [group.slug for group in groups if code in group.members]) for code in self.countries
        ] + [(group.code, group.slug, []) for group in groups]
        self._connection.execute("CREATE TABLE memberships (code VARCHAR, own VARCHAR, groups VARCHAR[])")
        if memberships:
            self._connection.executemany("INSERT INTO memberships VALUES (?, ?, ?)", memberships)
        self._connection.execute(
            facts.FACTS, [self._files("deals"), self._files("deal_parties"), self._files("deal_links")]
        )
        self._connection.execute("CREATE VIEW deals AS SELECT * FROM facts")

    def _prepare_search(self) -> None:
        """Fold titles, parties and sentences once, when somebody first searches."""
        with self._search_lock:
            if self._has_search:
                return
            rows = self._connection.cursor().execute(facts.SEARCHED).fetchall()
            folded = facts.to_folded(rows, self.places)
            cursor = self._connection.cursor()
            cursor.register("folded", folded)
            cursor.execute("CREATE TABLE search AS SELECT * FROM folded")
            self._has_search = True

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own: one connection may not be asked by two threads at once."""
        cursor = self._connection.cursor()
        if self._is_small:
            # For a few thousand rows, planning a query well takes longer than running it badly.
            cursor.execute("PRAGMA disable_optimizer")
        return cursor

    def _run(self, query: Query, cursor: duckdb.DuckDBPyConnection | None = None) -> Any:
        self._prepare(query)
        with self._named_if_gone():
            return (cursor or self._cursor()).execute(query.sql, _lists(query.params))

    def _prepare(self, query: Query) -> None:
        if " search " in query.sql:
            self._prepare_search()

    def rows(self, query: Query) -> list[Row]:
        """The answer as one dict a row; kept, so treat it as read-only."""

        def ask() -> list[Row]:
            # list.pop and list.append are atomic: no lock is needed to lend a connection.
            cursor = self._idle.pop() if self._idle else self._cursor()
            answer = self._run(query, cursor)
            names = [column[0] for column in answer.description]
            found = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
            self._idle.append(cursor)
            return found

        return self.keep(("rows", query), ask)

    def table(self, query: Query) -> pa.Table:
        """The answer as an Arrow table, not kept: for exports."""
        self._prepare(query)
        with self._named_if_gone():
            return self._cursor().sql(query.sql, params=_lists(query.params)).to_arrow_table()

    def shown_table(self, query: Query) -> pa.Table:
        """As `table`, kept: for what a page shows at every run."""
        return self.keep(("table", query), lambda: self.table(query))

    def stream(self, query: Query, batch_rows: int) -> pa.RecordBatchReader:
        """The answer in batches, for exports of any size; never held whole."""
        self._prepare(query)
        with self._named_if_gone():
            found = self._connection.cursor().sql(query.sql, params=_lists(query.params))
            return found.to_arrow_reader(batch_rows)

    @contextmanager
    def _named_if_gone(self) -> Iterator[None]:
        """A page that stayed open while the data were built anew and again hears what to do."""
        try:
            yield
        except duckdb.IOException:
            if self.folder.exists():
                raise
            raise Replaced(f"Newer data have replaced {self.snapshot}. Load the page again.") from None

    def keep(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key and kept while it is asked for."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT_RESULTS:
                self._kept.popitem(last=False)
        return made

    def forget(self) -> None:
        """Drop every kept answer; what is asked for next is worked out anew."""
        with self._lock:
            self._kept.clear()


def _lists(values: Sequence[Any]) -> list[Any]:
    """Values as DuckDB takes them: a tuple is a list there."""
    return [list(value) if isinstance(value, tuple) else value for value in values]


def _let_go(
    connection: duckdb.DuckDBPyConnection,
    idle: list[duckdb.DuckDBPyConnection],
    kept: OrderedDict[Hashable, Any],
) -> None:
    """Close a snapshot's database when the last page of it is gone, or at the end of the process."""
    idle.clear()
    kept.clear()
    connection.close()
