"""Rows with described columns -> CSV, JSON and Parquet bytes, piece by piece.

Every writer is a generator over record batches: memory is bounded by a batch, whatever the number of
rows, and the same rows give the same bytes. XLSX has its own module.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Literal, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from etl.schema import Column
from pages.parts.about import LICENCE_ID, About

Rows: TypeAlias = "pa.Table | pa.RecordBatchReader"
BATCH_ROWS = 5_000
# A spreadsheet runs a cell that begins so. The wide forms are there because Excel folds them first.
STARTS_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
IS_NUMBER = r"^[+-]?\d[\d., ]*%?$"


def described(rows: pa.Table, columns: Iterable[Column]) -> pa.Table:
    """Put units and descriptions back on columns that a query has stripped of them, by name."""
    by_name = {column.name: column for column in columns}
    fields = []
    for field in rows.schema:
        column = by_name.get(field.name)
        told = {"description": column.description, "unit": column.unit or ""} if column else field.metadata
        fields.append(field.with_metadata(told))
    return rows.cast(pa.schema(fields))


def note_of(field: pa.Field, key: str) -> str:
    """What a field says of itself under `key` (`unit`, `description`); empty where it says nothing."""
    return str((field.metadata or {}).get(key.encode(), b"").decode())


def batches(rows: Rows) -> Iterator[pa.RecordBatch]:
    """The rows in pieces of at most BATCH_ROWS."""
    if isinstance(rows, pa.Table):
        yield from rows.to_batches(max_chunksize=BATCH_ROWS)
        return
    for batch in rows:
        for start in range(0, batch.num_rows, BATCH_ROWS):
            yield batch.slice(start, BATCH_ROWS)


def neutral(texts: pa.Array) -> pa.Array:
    """Texts that no spreadsheet takes for a formula: an apostrophe goes before those that it would run.

    A text that is only a number ("-5", "+3.2%") stays: nothing in it can be run.
    """
    runs = pc.and_(
        pc.match_substring_regex(texts, STARTS_FORMULA),
        pc.invert(pc.match_substring_regex(texts, IS_NUMBER)),
    )
    return pc.if_else(runs, pc.binary_join_element_wise("'", texts, ""), texts)


def cells(column: pa.Array, lists_as_json: bool = False) -> list[Any]:
    """A column as CSV holds it: a list is one text, a whole number has no ".0", a flag is true or false."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return cells(column.dictionary_decode(), lists_as_json)
    if pa.types.is_list(kind) and pa.types.is_string(kind.value_type) and not lists_as_json:
        return neutral(pc.binary_join(column, "; ")).to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_nested(kind):
        return [None if v is None else json.dumps(v, ensure_ascii=False) for v in column.to_pylist()]
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return neutral(column).to_pylist()  # type: ignore[no-any-return]
    if pa.types.is_floating(kind):
        # Amounts are whole units far below 2**53: "7000000000", not "7000000000.0" or "7e+09".
        return [
            int(v) if v is not None and v.is_integer() and abs(v) < 2**53 else v for v in column.to_pylist()
        ]
    if pa.types.is_boolean(kind):
        return [None if v is None else str(v).lower() for v in column.to_pylist()]
    return column.to_pylist()  # type: ignore[no-any-return]


def to_csv(rows: Rows, lists_as_json: bool = False) -> Iterator[bytes]:
    """RFC 4180 with a header line, UTF-8 without a mark, line ends `\\n`; a null is an empty cell."""
    yield _csv_piece([tuple(rows.schema.names)])
    for batch in batches(rows):
        yield _csv_piece(zip(*(cells(column, lists_as_json) for column in batch.columns), strict=True))


def _csv_piece(records: Iterable[tuple[Any, ...]]) -> bytes:
    rows = list(records)
    text = _csv_text(rows, csv.QUOTE_MINIMAL)
    # A bare carriage return is left unquoted by older Pythons, and every reader ends the row there.
    return (_csv_text(rows, csv.QUOTE_ALL) if "\r" in text else text).encode()


def _csv_text(rows: list[tuple[Any, ...]], quoting: Literal[0, 1]) -> str:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\n", quoting=quoting).writerows(rows)
    return sink.getvalue()


def metadata(schema: pa.Schema, about: About) -> dict[str, Any]:
    """What JSON and Parquet carry beside the rows: selection, rule, snapshot, sources, dictionary."""
    return {
        "title": about.title,
        "page": about.page,
        "filters": dict(about.filters),
        "query": about.query,
        "counting_rule": about.rule,
        "result": about.result,
        "snapshot": about.snapshot,
        "link": about.link,
        "licence": LICENCE_ID,
        "sources": [
            {
                "publisher": s.publisher,
                "title": s.title,
                "url": s.url,
                "published_date": _text(s.published_date),
            }
            for s in about.sources
        ],
        "columns": [
            {
                "name": f.name,
                "type": str(f.type),
                "unit": note_of(f, "unit") or None,
                "description": note_of(f, "description"),
            }
            for f in schema
        ],
    }


def to_json(rows: Rows, about: About) -> Iterator[bytes]:
    """One object: `metadata` and `records`, one record a line."""
    yield b'{"metadata": ' + _json(metadata(rows.schema, about)) + b',\n"records": ['
    before = b"\n"
    for batch in batches(rows):
        yield b"".join(_commas([_json(record) for record in batch.to_pylist()], before))
        before = b",\n" if batch.num_rows else before
    yield b"\n]}\n"


def _commas(texts: list[bytes], before: bytes) -> Iterator[bytes]:
    for text in texts:
        yield before
        yield text
        before = b",\n"


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=_text, allow_nan=False).encode()


def _text(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


def to_parquet(rows: Rows, about: About) -> Iterator[bytes]:
    """Parquet with units and descriptions in the fields, the selection under the schema's key `dealscope`."""
    told = {**(rows.schema.metadata or {}), b"dealscope": _json(metadata(rows.schema, about))}
    schema = rows.schema.with_metadata(told)
    spool = Spool()
    with pq.ParquetWriter(spool, schema, compression="zstd") as writer:
        for group in _row_groups(batches(rows)):
            writer.write_table(pa.Table.from_batches(group, rows.schema).replace_schema_metadata(told))
            yield spool.take()
    yield spool.take()


def _row_groups(pieces: Iterator[pa.RecordBatch], row_count: int = 50_000) -> Iterator[list[pa.RecordBatch]]:
    """Batches gathered into groups large enough for a reader to skip well."""
    group: list[pa.RecordBatch] = []
    for piece in pieces:
        group.append(piece)
        if sum(p.num_rows for p in group) >= row_count:
            yield group
            group = []
    if group:
        yield group


class Spool(io.RawIOBase):
    """A file to write to that hands over what was written so far, so that nothing piles up."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._written = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a copy of the bytes until they are taken."""
        self._pieces.append(bytes(piece))
        self._written += len(self._pieces[-1])
        return len(self._pieces[-1])

    def tell(self) -> int:
        """How many bytes were ever written: writers of archives ask for it."""
        return self._written

    def take(self) -> bytes:
        """What was written since the last call."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
