"""The whole flow in order: inputs -> readings -> tables -> one published snapshot -> what is to be told."""

import hashlib
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from etl.assemble import to_tables
from etl.errors import SnapshotError
from etl.gather import gather
from etl.paths import CORRECTIONS, INBOX, LEDGER, PUBLISHED, REFERENCE, RELEASES, ROOT
from etl.publish import (
    UNFINISHED,
    Snapshot,
    current_fingerprint,
    file_sha256,
    only_writer,
    read_snapshot,
    write_snapshot,
)
from etl.read.corrections import read_corrections
from etl.read.ledgers import find_ledgers
from etl.read.references import load_references
from etl.texts import TextSpool

# Stages whose rejects ask for somebody's hand; money that is no deal is nobody's fault.
NEED_A_HAND = frozenset({"document", "ledger_row", "correction"})


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a build reads."""

    releases: tuple[Path, ...]
    ledgers: tuple[Path, ...]
    corrections: Path | None = None  # none are applied where there is no such file


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did, for people."""

    snapshot: Snapshot
    before: Snapshot | None  # the snapshot that was current until now
    seconds: float
    rejects: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (stage, reason) -> rows
    messages: tuple[str, ...] = ()  # of the rejects that need a hand
    is_new: bool = True  # False where nothing had changed

    @property
    def needs_a_hand(self) -> bool:
        """Whether an input was refused or read with a gap that its owner can mend."""
        return any(stage in NEED_A_HAND for stage, _ in self.rejects)


def shipped_inputs() -> Inputs:
    """The releases and ledgers that come with the project, and what readers added to them here."""
    added = (INBOX,) if INBOX.is_dir() else ()
    return Inputs((RELEASES, *added), tuple(find_ledgers(LEDGER)), CORRECTIONS)


def build(
    inputs: Inputs,
    out: Path = PUBLISHED,
    *,
    only_if_changed: bool = False,
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
    fingerprint = to_fingerprint(checksums)
    if only_if_changed and before and current_fingerprint(out) == fingerprint:
        rejects, messages = _to_rejects(before.read("rejects", ["stage", "reason", "message"]))
        return Built(before, before, time.monotonic() - started, rejects, messages, is_new=False)
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
        about = {"dealscope": _version(), "inputs": checksums, "fingerprint": fingerprint}
        snapshot = write_snapshot(tables, out, about)
        spool.close()
    rejects, messages = _to_rejects(tables["rejects"])
    return Built(snapshot, before, time.monotonic() - started, rejects, messages)


def to_checksums(inputs: Inputs) -> dict[str, Any]:
    """The checksums of everything that a build depends on, under names that are the same everywhere."""
    return {
        "releases": [_folder_checksum(path) for path in inputs.releases],
        "ledgers": {
            path.name: file_sha256(path)
            for ledger in inputs.ledgers
            for path in (ledger, ledger.with_name(f"{ledger.stem}.mapping.toml"))
            if path.is_file()
        },
        "corrections": file_sha256(inputs.corrections)
        if inputs.corrections and inputs.corrections.is_file()
        else None,
        "reference": _folder_checksum(REFERENCE),
        "code": _folder_checksum(ROOT / "etl", "*.py"),
        "libraries": {name: version(name) for name in ("pyarrow", "currencyconverter")},
    }


def to_fingerprint(checksums: Mapping[str, Any]) -> str:
    """One checksum over all of them."""
    return hashlib.sha256(repr(sorted(checksums.items())).encode()).hexdigest()


def _folder_checksum(folder: Path, pattern: str = "*") -> dict[str, Any]:
    """How many files there are under a folder, and one checksum over their names and bytes."""
    digest, count = hashlib.sha256(), 0
    for file in _files(folder, pattern):
        name = file.relative_to(folder).as_posix() if file != folder else file.name
        digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        try:
            digest.update(file_sha256(file).encode())
        except OSError:
            digest.update(b"unreadable")
        count += 1
    return {"files": count, "sha256": digest.hexdigest()}


def _files(folder: Path, pattern: str) -> Iterator[Path]:
    if folder.is_file():
        return iter([folder])
    return iter(sorted(path for path in folder.rglob(pattern) if path.is_file()))


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


def _version() -> str:
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
