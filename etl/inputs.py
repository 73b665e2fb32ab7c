"""What a build reads, and one fingerprint over all of it: whether anything has changed since the last one.

Imports nothing heavy: `make run` asks this at every start.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from etl.paths import CORRECTIONS, CURRENT, INBOX, LEDGER, REFERENCE, RELEASES, ROOT

LEDGER_SUFFIXES = (".csv", ".xlsx")
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Inputs:
    """Folders of documents (or single ones), lists of deals, and corrections."""

    releases: tuple[Path, ...]
    ledgers: tuple[Path, ...]
    corrections: Path | None = None  # none are applied where there is no such file


def shipped_inputs() -> Inputs:
    """The releases and ledgers that come with the project, and the documents that readers added."""
    added = (INBOX,) * (INBOX.is_dir() and any(INBOX.iterdir()))
    return Inputs((RELEASES, *added), tuple(find_ledgers(LEDGER)), CORRECTIONS)


def find_ledgers(folder: Path) -> list[Path]:
    """The lists of a folder, sorted by name."""
    return sorted(
        path for path in folder.iterdir() if path.suffix.lower() in LEDGER_SUFFIXES and path.is_file()
    )


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
        "dealscope": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "version"
        ],
    }


def to_fingerprint(checksums: Mapping[str, Any]) -> str:
    """One checksum over all of them."""
    return hashlib.sha256(json.dumps(checksums, sort_keys=True).encode()).hexdigest()


def find_unchanged(inputs: Inputs, out: Path) -> Mapping[str, Any] | None:
    """The manifest of the current snapshot where it was built from just these inputs; else None."""
    try:
        folder = out / (out / CURRENT).read_text(encoding="utf-8").strip()
        manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_whole = all((folder / table["file"]).is_file() for table in manifest["tables"].values())
        is_same = manifest["fingerprint"] == to_fingerprint(to_checksums(inputs))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if is_whole and is_same else None


def file_sha256(file: Path) -> str:
    """Checksum of a file of any size."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
