"""What keeps resolving cheap must change nothing: the first look passes over no likely pair, no party
makes a list of doubts endless."""

import random
from dataclasses import replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from etl import deals, part_links, similarity
from etl.assemble import to_tables
from etl.blocking import NEIGHBOURS, SMALL_BLOCK, find_pairs
from etl.clusters import Pairs
from etl.columns import Columns, to_columns
from etl.doubts import LISTED, list_doubts
from etl.entries import to_entries
from etl.evidence import Weights
from etl.first_look import best_score
from etl.gather import read_labelled
from etl.paths import LEDGER
from etl.read.ledgers import read_ledger
from etl.read.vocabulary import load_ledger_words
from etl.records import Gathered, Reading
from etl.reports import to_reports
from etl.sketches import to_records, to_sketches
from tests.deal_world import LOCOMOTIVES, gather, references, said

GOLD = Path(__file__).parent / "gold"


def columns_of(gathered: Gathered) -> Columns:
    known = references()
    reports = to_reports(gathered, known.rates)
    return to_columns(reports, known.organisations, known.words, known.members, known.things)


@lru_cache(maxsize=4)
def read_columns(name: str) -> Columns:
    if name.endswith(".csv"):
        documents = to_entries(read_ledger(LEDGER / name), load_ledger_words()).documents
        return columns_of(
            Gathered(tuple(one for one, _ in documents), {d.document_id: r for d, r in documents})
        )
    read = [
        (replace(one.document, document_id=one.name), figures) for one, figures in read_labelled(GOLD / name)
    ]
    return columns_of(Gathered(tuple(one for one, _ in read), {d.document_id: Reading(f) for d, f in read}))


@pytest.mark.parametrize("name", ["retold", "development", "eurasia.csv"])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_first_look_never_thinks_less_of_a_pair_than_the_second(name: str, seed: int) -> None:
    """Under the shipped weights (seed 0), and under others of the same signs."""
    columns, chance = read_columns(name), random.Random(seed)
    weights = Weights(
        *(
            {one: weight * (chance.uniform(0.2, 2) if seed else 1) for one, weight in table.items()}
            for table in (references().evidence.lists, references().evidence.texts)
        )
    )
    pairs = np.array(list(combinations(range(min(len(columns), 350)), 2)))
    one, other = pairs[:, 0], pairs[:, 1]
    sketches = to_sketches(to_records(columns))
    best = best_score(sketches.at(one), sketches.at(other), weights)
    score = similarity.score(columns, one, other, weights)
    assert (best >= score - 1e-9).all()
    # And it is of use: most pairs are found out by it.
    assert (best < deals.DOUBT).mean() > 0.8 or seed


def orders(count: int, seller: str = "Wabtec", **more: str) -> Columns:
    """So many reports of one seller, of other amounts."""
    rows = [said(1e6 * (number + 1), **{**LOCOMOTIVES, "seller": seller, **more}) for number in range(count)]
    return columns_of(gather(*((f"20{10 + number % 15}-03-01", [row]) for number, row in enumerate(rows))))


def pairs_of(columns: Columns) -> list[tuple[int, int]]:
    return [
        (min(pair), max(pair))
        for places, left, right in find_pairs(columns)
        for pair in zip(places[left].tolist(), places[right].tolist(), strict=True)
    ]


def test_pairs_grow_with_the_reports_and_not_with_their_square() -> None:
    few, many = len(pairs_of(orders(200))), len(pairs_of(orders(800)))
    assert many <= 4.1 * few
    assert NEIGHBOURS < SMALL_BLOCK


def test_everyone_in_a_small_block_is_compared_with_everyone() -> None:
    assert set(combinations(range(SMALL_BLOCK), 2)) == set(pairs_of(orders(SMALL_BLOCK)))


def test_a_name_is_found_wherever_it_stands_in_the_list_of_parties() -> None:
    """Two reports share their second and their first party, and nothing else by which they could meet."""
    columns = columns_of(
        gather(
            ("2020-01-01", [said(1e9, seller="Alstom", buyer="Sindhorn")]),
            ("2021-01-01", [said(2e9, seller="Sindhorn", buyer="Belfort")]),
        )
    )
    assert set(pairs_of(columns)) == {(0, 1)}


def star(partners: int) -> Pairs:
    """Report 0 perhaps one with each of the others, the later the likelier."""
    others = np.arange(1, partners + 1)
    return Pairs(np.zeros(partners, np.int64), others, others / partners - 2)


def test_a_group_of_many_doubts_is_listed_with_the_likeliest() -> None:
    root, mark = np.arange(31), np.arange(31, dtype=np.uint64)
    shuffled = star(30).at(np.random.default_rng(1).permutation(30))
    listed, unlisted = list_doubts(shuffled, root, mark)
    assert listed.other.tolist() == list(range(30, 30 - LISTED, -1))
    assert sorted(unlisted.other.tolist()) == list(range(1, 31 - LISTED))


def test_two_groups_are_one_doubt_and_joined_ones_none() -> None:
    root, mark = np.array([0, 0, 2, 2]), np.arange(4, dtype=np.uint64)
    pairs = Pairs(np.array([0, 0, 1]), np.array([1, 2, 3]), np.array([1.0, -2.0, -1.0]))
    listed, unlisted = list_doubts(pairs, root, mark)
    assert (listed.one.tolist(), listed.other.tolist(), len(unlisted)) == ([1], [3], 0)


def test_what_the_list_of_doubts_leaves_out_is_counted_and_said() -> None:
    names = (
        "Akbulak",
        "Kairakty",
        "Shokash",
        "Besshoky",
        "Ulken",
        "Taldyk",
        "Zhanatas",
        "Ekibas",
        "Mugal",
        "Orda",
        "Sarysh",
        "Tengel",
    )
    rows = [
        ("2025-07-29", [said(1.1e9, **{**LOCOMOTIVES, "sector": "mining_minerals", "subject": name})])
        for name in names
    ]
    tables = to_tables(gather(*rows), references())
    assert tables["deals"].num_rows == len(names)
    pairs = tables["review_pairs"].to_pylist()
    told = [row for row in tables["rejects"].to_pylist() if row["reason"] == "more_doubts"]
    every = len(names) * (len(names) - 1) // 2
    left_out = sum(int(row["message"].split(" with ")[1].split()[0]) for row in told)
    assert len(pairs) < every
    assert len(pairs) + left_out / 2 == every


def test_deals_of_one_long_list_are_not_all_looked_at_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of a thousand rows of one source is one document; so its deals are looked up by seller too."""
    looked_at: list[int] = []
    really = part_links._may_be_term
    monkeypatch.setattr(part_links, "_may_be_term", lambda *deals: looked_at.append(1) or really(*deals))
    counts = []
    for size in (60, 120):
        looked_at.clear()
        rows = [
            said(
                1e7 * (number + 3),
                **{**LOCOMOTIVES, "seller": f"Zelvar {number // 3} Works", "subject": None},
            )
            for number in range(size)
        ]
        to_tables(gather(("2025-03-01", rows)), references())
        counts.append(len(looked_at))
    assert 0 < counts[1] <= 2.2 * counts[0]
