"""Tables to a snapshot: a folder of Parquet files that appears whole or not at all.

Everything is written into a folder of its own, checksummed, and renamed; then the pointer `_CURRENT`
is swapped. A build that is killed at any moment leaves the snapshot before it readable. The name comes
from the content, and no file holds a clock: the same inputs give the same bytes.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl import checks, schema
from etl.errors import SchemaError, SnapshotError
from etl.inputs import MANIFEST, file_sha256
from etl.paths import CURRENT

try:
    import fcntl
except ImportError:  # Windows: there a second build at once is the user's own care
    fcntl = None  # type: ignore[assignment]

SCHEMA_VERSION = 1  # rises when a column is renamed, dropped or changes its meaning
PREFIX, UNFINISHED = "s-", ".building-"
KEPT_SNAPSHOTS = 2  # the current one, and the one before for readers that are still in it
ROW_GROUP = 50_000  # rows: small enough to skip by statistics, large enough to compress


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published folder."""

    folder: Path
    manifest: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Name of the folder, made from the content."""
        return self.folder.name

    def path(self, table: str) -> Path:
        """The Parquet file of one table."""
        return self.folder / f"{table}.parquet"

    def read(self, table: str, columns: list[str] | None = None) -> pa.Table:
        """One whole table, or some of its columns."""
        return pq.read_table(self.path(table), columns=columns)


def write_snapshot(
    tables: Mapping[str, pa.Table | Iterable[pa.RecordBatch]], out: Path, about: Mapping[str, Any]
) -> Snapshot:
    """Write all tables and make them the current snapshot. The caller holds `only_writer(out)`.

    Args:
        tables: Every table of schema.TABLES; one too large for memory as batches.
        out: Output folder; made where it is missing.
        about: What else the manifest says: inputs, fingerprint. No clock, no path of this machine.

    Raises:
        SchemaError: A table does not have its schema.
    """
    unfinished = out / f"{UNFINISHED}{os.getpid()}"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        written = {name: _write_table(tables[name], unfinished, name) for name in schema.TABLES}
        manifest = {"schema_version": SCHEMA_VERSION, **about, "tables": written}
        content = (json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
        name = PREFIX + hashlib.sha256(content).hexdigest()[:16]
        _write_bytes(unfinished / MANIFEST, content)
        folder = out / name
        if is_whole(folder):
            shutil.rmtree(unfinished)
        else:
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.rename(folder)
        _sync_folder(out)
        before = _current_name(out)
        _swap_pointer(out, name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    _collect_garbage(out, {name, before or name})
    return Snapshot(folder, manifest)


@contextmanager
def only_writer(out: Path) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends.

    Raises:
        SnapshotError: Another build holds it.
    """
    out.mkdir(parents=True, exist_ok=True)
    with (out / ".lock").open("w") as lock:
        _take(lock, out)
        yield


def read_snapshot(folder: Path) -> Snapshot:
    """The snapshot in `folder`: itself a snapshot, or an output folder whose current one is meant.

    Raises:
        SnapshotError: There is none, or it is not whole.
    """
    if not (folder / MANIFEST).exists():
        name = _current_name(folder)
        if name is None:
            raise SnapshotError(
                f"{folder} holds no snapshot (it has neither {CURRENT} nor {MANIFEST}). Run `python -m etl build` first."
            )
        folder = folder / name
    if not is_whole(folder):
        raise SnapshotError(
            f"{folder} is not whole: a table or the manifest is missing. Run `python -m etl build`."
        )
    return Snapshot(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))


def is_whole(folder: Path) -> bool:
    """Whether a folder holds a manifest and every table that it names, each of the stated size."""
    try:
        tables = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tables"]
        return all((folder / table["file"]).stat().st_size == table["bytes"] for table in tables.values())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _write_table(table: pa.Table | Iterable[pa.RecordBatch], folder: Path, name: str) -> dict[str, Any]:
    file = folder / f"{name}.parquet"
    fields = schema.arrow_schema(name)
    batches = table.to_batches(max_chunksize=ROW_GROUP) if isinstance(table, pa.Table) else table
    rows = 0
    with pq.ParquetWriter(file, fields, compression="zstd", use_compliant_nested_type=False) as writer:
        for batch in batches:
            writer.write_batch(_to_published(batch, name, fields), row_group_size=ROW_GROUP)
            rows += batch.num_rows
    with file.open("rb") as stream:
        os.fsync(stream.fileno())
    return {"file": file.name, "rows": rows, "bytes": file.stat().st_size, "sha256": file_sha256(file)}


def _to_published(batch: pa.RecordBatch, name: str, fields: pa.Schema) -> pa.RecordBatch:
    """The batch with the schema's metadata, after checking that it keeps the schema's promises."""
    if batch.schema.names != fields.names or batch.schema.types != fields.types:
        wrong = sorted(set(batch.schema.names) ^ set(fields.names)) or "types or order"
        raise SchemaError(
            f"Table {name} differs from etl/schema.py in {wrong}. Add the column there, or leave it out here."
        )
    for field, column in zip(fields, batch.columns, strict=True):
        if column.null_count and not field.nullable:
            raise SchemaError(
                f"Column {name}.{field.name} has {column.null_count} nulls, but etl/schema.py allows none. "
                "Fill them, or make the column nullable there."
            )
    return pa.RecordBatch.from_arrays(batch.columns, schema=fields)


def _take(lock: IO[str], out: Path) -> None:
    if fcntl is None:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise SnapshotError(
            f"Another build writes to {out} right now. Wait for it, or give another --out."
        ) from error


def _current_name(out: Path) -> str | None:
    try:
        name = (out / CURRENT).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    # A pointer is a name in this folder: whatever else stands in the file leads nowhere.
    return name if name.startswith(PREFIX) and Path(name).name == name else None


def _swap_pointer(out: Path, name: str) -> None:
    waiting = out / f"{CURRENT}.{os.getpid()}"
    _write_bytes(waiting, f"{name}\n".encode())
    # The swap itself: readers open the old pointer or the new one, never half of one.
    waiting.replace(out / CURRENT)
    _sync_folder(out)


def _write_bytes(file: Path, content: bytes) -> None:
    with file.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Make renames in a folder outlast a power cut, where the system can."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _collect_garbage(out: Path, kept: set[str]) -> None:
    """Remove snapshots that nobody needs and what killed builds left behind. We hold the lock."""
    snapshots = [path for path in out.iterdir() if path.is_dir() and path.name.startswith(PREFIX)]
    spare = sorted(
        (path for path in snapshots if path.name not in kept),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )[: max(0, KEPT_SNAPSHOTS - len(kept))]
    for path in out.iterdir():
        is_old = path in snapshots and path.name not in kept and path not in spare
        if is_old or path.name.startswith(UNFINISHED):
            shutil.rmtree(path, ignore_errors=True)
        elif path.name.startswith(f"{CURRENT}."):
            path.unlink(missing_ok=True)


def check_snapshot(snapshot: Snapshot) -> Iterator[str]:
    """A sentence for each promise that a snapshot breaks; see etl/checks.py."""

    def checksum(file: str) -> str | None:
        path = snapshot.folder / file
        return file_sha256(path) if path.is_file() else None

    changed = list(checks.find_changed_files(snapshot.manifest, checksum))
    yield from changed
    if any(sentence.startswith("8") for sentence in changed):
        return
    try:
        tables = {name: snapshot.read(name) for name in schema.TABLES if name != "texts"}
        yield from checks.find_failures(tables, pq.ParquetFile(snapshot.path("texts")).iter_batches(1_000))
    except (pa.ArrowException, OSError) as error:
        yield f"8: a table cannot be read ({str(error).splitlines()[0]}). Build again."
