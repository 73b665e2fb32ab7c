"""The whole flow in order: inputs -> readings -> tables -> one published snapshot -> what is to be told."""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from etl.assemble import to_tables
from etl.errors import SnapshotError
from etl.gather import gather
from etl.inputs import Inputs, shipped_inputs, to_checksums, to_fingerprint
from etl.paths import PUBLISHED
from etl.publish import UNFINISHED, Snapshot, only_writer, read_snapshot, write_snapshot
from etl.read.corrections import read_corrections
from etl.read.references import load_references
from etl.records import NEED_A_HAND
from etl.texts import TextSpool

# What a caller needs to build: inputs are described where nothing heavy is imported.
__all__ = ["Built", "Inputs", "build", "shipped_inputs"]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, for people."""

    snapshot: Snapshot
    before: Snapshot | None  # the snapshot that was current until now
    seconds: float
    rejects: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (stage, reason) -> rows
    messages: tuple[str, ...] = ()  # of the rejects that need a hand

    @property
    def needs_a_hand(self) -> bool:
        """Whether an input was refused or read with a gap that its owner can mend."""
        return any(stage in NEED_A_HAND for stage, _ in self.rejects)


def build(
    inputs: Inputs,
    out: Path = PUBLISHED,
    *,
    workers: int | None = None,
    progress: Callable[[int], object] = lambda count: None,
) -> Built:
    """Read all inputs and publish one snapshot in `out`.

    Raises:
        DealscopeError: An input does not exist, or `out` cannot take a snapshot.
    """
    started = time.monotonic()
    before = _current(out)
    checksums = to_checksums(inputs)
    with (
        only_writer(out),
        TemporaryDirectory(dir=out, prefix=UNFINISHED, ignore_cleanup_errors=True) as folder,
    ):
        spool = TextSpool(Path(folder) / "texts.arrow")
        gathered = gather(inputs.releases, inputs.ledgers, spool, workers, progress)
        gathered = replace(
            gathered,
            corrections=read_corrections(inputs.corrections) if inputs.corrections else (),
            former_ids=_former_ids(before),
        )
        tables: dict[str, Any] = dict(to_tables(gathered, load_references()))
        tables["texts"] = spool.batches()
        rejects, messages = _to_rejects(tables["rejects"])
        about = {
            "inputs": checksums,
            "fingerprint": to_fingerprint(checksums),
            "rejects": {f"{stage}:{reason}": count for (stage, reason), count in rejects.items()},
        }
        snapshot = write_snapshot(tables, out, about)
        spool.close()
    return Built(snapshot, before, time.monotonic() - started, rejects, messages)


def _current(out: Path) -> Snapshot | None:
    try:
        return read_snapshot(out)
    except SnapshotError:
        return None


def _former_ids(before: Snapshot | None) -> dict[str, str]:
    """Figure or mention id -> deal id in the snapshot before: a deal keeps the name it is known by."""
    former: dict[str, str] = {}
    if before is None:
        return former
    for table, key in (("figures", "figure_id"), ("mentions", "mention_id")):
        rows = before.read(table, [key, "deal_id"])
        former.update(
            (name, deal)
            for name, deal in zip(rows[key].to_pylist(), rows["deal_id"].to_pylist(), strict=True)
            if deal is not None
        )
    return former


def _to_rejects(rows: pa.Table) -> tuple[Mapping[tuple[str, str], int], tuple[str, ...]]:
    stages, reasons = rows["stage"].to_pylist(), rows["reason"].to_pylist()
    messages = rows["message"].to_pylist()
    return Counter(zip(stages, reasons, strict=True)), tuple(
        message for stage, message in zip(stages, messages, strict=True) if stage in NEED_A_HAND
    )
