"""A snapshot appears whole or not at all, and the same tables are the same bytes."""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl import schema
from etl.errors import SchemaError, SnapshotError
from etl.paths import CURRENT, ROOT
from etl.publish import (
    KEPT_SNAPSHOTS,
    UNFINISHED,
    check_snapshot,
    only_writer,
    read_snapshot,
    write_snapshot,
)
from etl.texts import TextSpool
from tests.samples import sample_tables


def bytes_of(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_a_snapshot_keeps_every_promise_that_is_checked(tmp_path: Path) -> None:
    snapshot = write_snapshot(sample_tables(), tmp_path, {})
    assert list(check_snapshot(snapshot)) == []
    assert read_snapshot(tmp_path).folder == snapshot.folder == read_snapshot(snapshot.folder).folder


def test_the_same_tables_are_the_same_bytes_under_the_same_name(tmp_path: Path) -> None:
    one = write_snapshot(sample_tables(), tmp_path / "a", {"fingerprint": "x"})
    other = write_snapshot(sample_tables(), tmp_path / "b", {"fingerprint": "x"})
    assert one.name == other.name
    assert bytes_of(one.folder) == bytes_of(other.folder)


def test_units_and_meanings_travel_in_the_files(tmp_path: Path) -> None:
    snapshot = write_snapshot(sample_tables(), tmp_path, {})
    field = pq.read_schema(snapshot.path("deals")).field("value_low_usd")
    assert field.metadata == {
        b"description": b"Lower bound at the rate of `fx_date`.",
        b"unit": b"US dollar, nominal",
    }


def test_the_manifest_tells_rows_and_checksums_of_every_table(tmp_path: Path) -> None:
    snapshot = write_snapshot(sample_tables(), tmp_path, {"fingerprint": "abc"})
    assert set(snapshot.manifest["tables"]) == set(schema.TABLES)
    for name, table in snapshot.manifest["tables"].items():
        assert table["rows"] == sample_tables()[name].num_rows
        assert table["sha256"] == hashlib.sha256(snapshot.path(name).read_bytes()).hexdigest()
    assert read_snapshot(tmp_path).manifest["fingerprint"] == "abc"


def test_the_last_snapshots_are_kept_and_older_ones_removed(tmp_path: Path) -> None:
    names = [write_snapshot(sample_tables(), tmp_path, {"fingerprint": str(n)}).name for n in range(4)]
    left = {path.name for path in tmp_path.iterdir() if path.is_dir()}
    assert left == set(names[-KEPT_SNAPSHOTS:])


def test_what_killed_builds_left_behind_is_removed(tmp_path: Path) -> None:
    orphan = tmp_path / f"{UNFINISHED}1"
    orphan.mkdir()
    (orphan / "deals.parquet").write_bytes(b"half")
    (tmp_path / f"{CURRENT}.1").write_text("s-half", encoding="utf-8")
    snapshot = write_snapshot(sample_tables(), tmp_path, {})
    assert {path.name for path in tmp_path.iterdir()} == {snapshot.name, CURRENT}


def test_a_damaged_folder_of_the_same_name_is_replaced(tmp_path: Path) -> None:
    first = write_snapshot(sample_tables(), tmp_path, {})
    first.path("deals").write_bytes(b"cut")
    second = write_snapshot(sample_tables(), tmp_path, {})
    assert second.folder == first.folder
    assert list(check_snapshot(second)) == []


def test_one_build_at_a_time_writes_to_a_folder(tmp_path: Path) -> None:
    with only_writer(tmp_path), pytest.raises(SnapshotError, match="Another build"), only_writer(tmp_path):
        pass
    with only_writer(tmp_path):
        pass  # the lock is gone with the one who held it


@pytest.mark.parametrize("pointer", ["", "../../etc", "s-../x", "/etc", "nothing"])
def test_a_pointer_leads_nowhere_but_to_a_snapshot_of_its_folder(tmp_path: Path, pointer: str) -> None:
    (tmp_path / CURRENT).write_text(pointer, encoding="utf-8")
    with pytest.raises(SnapshotError, match="python -m etl build"):
        read_snapshot(tmp_path)


def test_a_snapshot_without_a_table_is_no_snapshot(tmp_path: Path) -> None:
    snapshot = write_snapshot(sample_tables(), tmp_path, {})
    snapshot.path("totals").unlink()
    with pytest.raises(SnapshotError, match="not whole"):
        read_snapshot(tmp_path)


def test_a_null_where_none_is_allowed_is_not_published(tmp_path: Path) -> None:
    texts = pa.table([["d1"], pa.array([None], pa.string())], schema=schema.arrow_schema("texts"))
    with pytest.raises(SchemaError, match=r"texts\.text has 1 nulls"):
        write_snapshot({**sample_tables(), "texts": texts}, tmp_path, {})
    assert list(tmp_path.iterdir()) == []  # nothing half-written stays


def test_a_column_too_many_is_not_published(tmp_path: Path) -> None:
    totals = sample_tables()["totals"].append_column("extra", pa.array([1]))
    with pytest.raises(SchemaError, match="extra"):
        write_snapshot({**sample_tables(), "totals": totals}, tmp_path, {})


WRITER = textwrap.dedent(
    """
    import sys, time
    from pathlib import Path
    from etl import publish
    from tests.samples import sample_tables

    steps = iter(range(int(sys.argv[2]) + 1))

    def pause(step):
        if next(steps, None) is None:
            print("ready", flush=True)
            time.sleep(60)
        return step

    # Every step that touches the disk can be the last.
    for name in ("_write_table", "_write_bytes", "_sync_folder", "_swap_pointer", "_collect_garbage"):
        def slow(*arguments, do=getattr(publish, name)):
            pause(name)
            return do(*arguments)
        setattr(publish, name, slow)
    publish.write_snapshot(sample_tables(), Path(sys.argv[1]), {"fingerprint": "new"})
    print("ready", flush=True)
    """
)


@pytest.mark.parametrize("step", [0, 5, len(schema.TABLES), len(schema.TABLES) + 1, len(schema.TABLES) + 3])
def test_a_build_killed_at_any_step_leaves_a_whole_snapshot(tmp_path: Path, step: int) -> None:
    old = write_snapshot(sample_tables(), tmp_path, {"fingerprint": "old"})
    before = bytes_of(old.folder)
    child = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path), str(step)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    current = read_snapshot(tmp_path)
    assert current.manifest["fingerprint"] in ("old", "new")
    assert list(check_snapshot(current)) == []
    assert bytes_of(old.folder) == before
    after = write_snapshot(sample_tables(), tmp_path, {"fingerprint": "later"})
    assert not [path.name for path in tmp_path.iterdir() if path.name.startswith(UNFINISHED)]
    assert list(check_snapshot(after)) == []


def test_readers_never_see_a_mixture_while_snapshots_are_swapped(tmp_path: Path) -> None:
    write_snapshot(sample_tables(), tmp_path, {"fingerprint": "0"})
    code = (
        "import sys; from pathlib import Path; from etl.publish import write_snapshot;"
        "from tests.samples import sample_tables;"
        "[write_snapshot(sample_tables(), Path(sys.argv[1]), {'fingerprint': str(n)}) for n in range(1, 12)]"
    )
    writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT)
    seen = set()
    deadline = time.monotonic() + 60
    while writer.poll() is None and time.monotonic() < deadline:
        snapshot = read_snapshot(tmp_path)
        seen.add(snapshot.manifest["fingerprint"])
        assert snapshot.read("deals").num_rows == sample_tables()["deals"].num_rows
    assert writer.wait() == 0
    assert len(seen) > 1


def test_texts_come_back_sorted_however_they_were_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.texts.BATCH_ROWS", 7)
    texts = {f"d{(n * 37) % 100:016x}": "текст " * n for n in range(100)}
    spool = TextSpool(tmp_path / "texts.arrow")
    for name, text in texts.items():
        spool.add(name, text)
    table = pa.Table.from_batches(spool.batches())
    spool.close()
    assert list(zip(*table.to_pydict().values(), strict=True)) == sorted(texts.items())
    assert list(tmp_path.iterdir()) == []
