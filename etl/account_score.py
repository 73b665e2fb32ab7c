"""A story told by several documents -> whether what is counted is what a careful analyst counts."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from etl.assemble import to_tables
from etl.counting import interval_sum
from etl.gather import gather
from etl.records import Gathered
from etl.references import References
from etl.texts import TextSpool

Counted = Counter[tuple[str, float | None, float | None]]  # currency, bounds -> deals


@dataclass(frozen=True, slots=True)
class Account:
    """One story: the deals that should count beside those that were counted."""

    name: str
    said: Counted
    found: Counted

    @property
    def is_right(self) -> bool:
        """Whether the very deals are counted, with their bounds."""
        return self.said == self.found

    @property
    def is_sum_right(self) -> bool:
        """Whether the sum of each currency is right."""
        return _sums(self.said) == _sums(self.found)


def read_story(story: Path) -> Gathered:
    """What is read of a story's documents."""
    with TemporaryDirectory() as folder:
        spool = TextSpool(Path(folder) / "texts.arrow")
        gathered = gather(sorted(story.glob("*.txt")), (), spool, workers=1)
        spool.close()
    return gathered


def read_account(story: Path, references: References) -> Account:
    """Build one story (a folder with `account.json` and its documents) and compare what is counted."""
    said = json.loads((story / "account.json").read_text(encoding="utf-8"))
    deals = to_tables(read_story(story), references)["deals"].to_pylist()
    key = ("currency", "value_low", "value_high")
    return Account(
        story.name,
        _counted(said["counted"], ("currency", "low", "high")),
        _counted((deal for deal in deals if deal["is_countable"]), key),
    )


def account_lines(accounts: Iterable[Account]) -> list[str]:
    """For people: totals alone, because of half of the stories nothing else is to be seen."""
    found = list(accounts)
    return [
        f"{len(found)} stories",
        f"  counted deals right  {sum(one.is_right for one in found)}",
        f"  counted sums right   {sum(one.is_sum_right for one in found)}",
    ]


def _counted(deals: Iterable[Mapping[str, Any]], columns: tuple[str, str, str]) -> Counted:
    return Counter((deal[columns[0]], _whole(deal[columns[1]]), _whole(deal[columns[2]])) for deal in deals)


def _whole(bound: float | None) -> float | None:
    return None if bound is None else float(round(bound))


def _sums(deals: Counted) -> dict[str, tuple[float, float, int]]:
    bounds: dict[str, list[tuple[float | None, float | None]]] = {}
    for currency, low, high in deals.elements():
        bounds.setdefault(currency, []).append((low, high))
    return {
        currency: (total.low, total.high, total.open_high_count)
        for currency, total in ((name, interval_sum(pairs)) for name, pairs in bounds.items())
    }
