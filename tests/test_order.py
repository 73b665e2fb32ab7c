"""The whole build, from files to published deals, gives the same in whatever order it meets the files."""

import random
import shutil
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from etl.build import Inputs, build
from etl.paths import RELEASES

PUBLISHED = ("deals", "deal_parties", "deal_links", "merges", "review_pairs", "totals", "rollup_flows")


def texts() -> list[Path]:
    """Releases that tell of one another's deals: every one on Kazakhstan, Uzbekistan and Egypt."""
    named = ("kazakhstan", "uzbekistan", "egypt", "locomotives", "ras-el-hekma")
    return sorted(path for path in RELEASES.glob("*.txt") if any(name in path.name for name in named))


def built_in(order: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """Published rows of the files, read in this order."""
    with TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        releases.mkdir()
        for number, path in enumerate(order):
            shutil.copy(path, releases / f"{number:03d}.txt")
        snapshot = build(Inputs((releases,), ()), Path(folder) / "out", workers=1).snapshot
        return {name: snapshot.read(name).to_pylist() for name in PUBLISHED}


@lru_cache(maxsize=1)
def in_order_of_name() -> dict[str, list[dict[str, Any]]]:
    return built_in(texts())


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_texts_changes_nothing_that_is_published(seed: int) -> None:
    shuffled = texts()
    random.Random(seed).shuffle(shuffled)
    assert shuffled != texts()
    again, first = built_in(shuffled), in_order_of_name()
    assert sum(row["is_countable"] for row in first["deals"]) > 5
    assert any(row["document_count"] > 1 for row in first["deals"])
    for name in PUBLISHED:
        assert again[name] == first[name], name
