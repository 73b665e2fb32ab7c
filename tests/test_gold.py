"""The labels of tests/gold are true to their texts: offsets, vocabularies, bounds, keys.

`heldback` and `unseen` are left alone: only `score` may open them.
"""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from etl import schema
from etl.paths import REFERENCE, RELEASES
from etl.read.reference import read_table
from etl.read.text import read_header

GOLD = Path(__file__).parent / "gold"
LABELS = sorted(
    [
        path
        for part in ("development", "releases", "russian", "fresh", "weights")
        for path in GOLD.glob(f"{part}/*.json")
    ]
)
TEXTS = sorted(p for p in RELEASES.iterdir() if p.suffix in {".txt", ".md"} and p.name != "README.md")
FIELDS = {
    "quote",
    "start",
    "low",
    "high",
    "currency",
    "qualifier",
    "kind",
    "companies",
    "supplier_country",
    "recipient_country",
    "sector",
    "year",
    "status",
}
OPTIONAL = {"repeat", "conversion", "part_of", "finances", "deal_key"}
UNVALUED = {"companies", "supplier_country", "recipient_country", "sector", "status", "year", "sentence"}
# The words that bound an amount stand outside its quote.
BOUND = re.compile(
    r"(?:about|around|some|approximately|more than|over|up to|nearly|almost|at least|between|entre|"
    r"около|более|свыше|до|почти)\b",
    re.IGNORECASE,
)


def labels(path: Path) -> dict[str, Any]:
    """One labelled text, its `text` filled in from `file` where it stands in a file of its own."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if "file" in found:
        found["text"] = (path.parent / found["file"]).read_bytes().decode("utf-8")
    return found


@pytest.fixture(scope="module")
def codes() -> dict[str, set[str]]:
    """What the reference tables allow."""
    return {
        "sector": {row["code"] for row in read_table("sectors")},
        "status": {row["code"] for row in read_table("statuses")},
        "country": {row["iso3"] for row in read_table("countries")},
        "currency": {row["currency"] for row in read_table("currencies")},
    }


@pytest.mark.parametrize("path", LABELS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_labels_are_true_to_their_text(path: Path, codes: dict[str, set[str]]) -> None:
    told = labels(path)
    text, end, keys = told["text"], 0, set()
    assert told["id"] == path.stem
    date.fromisoformat(told["date"])
    for figure in told["figures"]:
        quote, start, low, high = (figure[name] for name in ("quote", "start", "low", "high"))
        assert set(figure) >= FIELDS and set(figure) <= FIELDS | OPTIONAL, quote
        assert text[start : start + len(quote)] == quote, f"{quote!r} does not stand at {start}"
        assert start >= end, f"{quote!r} overlaps the figure before it"
        end = start + len(quote)
        assert quote == quote.strip() and not BOUND.match(quote), quote
        assert bounds_agree(figure["qualifier"], low, high), (quote, figure["qualifier"], low, high)
        assert figure["currency"] in codes["currency"], quote
        assert figure["kind"] in schema.KINDS and figure["sector"] in codes["sector"], quote
        is_deal = figure["kind"] in schema.DEAL_KINDS
        assert figure["status"] in codes["status"] if is_deal else figure["status"] is None, quote
        assert bool(figure.get("deal_key")) == is_deal, quote
        if figure["year"] is None:
            assert figure["kind"] in {"target", "other"}, quote
        elif figure["kind"] not in {"target", "other"}:
            assert 1990 <= figure["year"] <= int(told["date"][:4]), quote
        if figure.get("repeat") or figure.get("conversion"):
            assert not is_deal or figure["deal_key"] in keys, f"{quote!r} repeats nothing"
        keys.add(figure.get("deal_key"))
        # A bracketed conversion of a total has no key; everything else of a total has neither part nor whole.
        assert is_deal or not {"part_of", "finances"} & set(figure), quote
        check_parties(figure, text, codes)
    for deal in told["unvalued_deals"]:
        assert set(deal) == UNVALUED
        assert deal["sentence"] in text
        assert deal["status"] in codes["status"] and deal["sector"] in codes["sector"]
        check_parties(deal, text, codes)


def check_parties(labelled: dict[str, Any], text: str, codes: dict[str, set[str]]) -> None:
    """Companies as the text spells them; countries by their codes, or null."""
    assert [name for name in labelled["companies"] if name not in text] == []
    assert {labelled["supplier_country"], labelled["recipient_country"]} <= codes["country"] | {None}


def bounds_agree(qualifier: str, low: float | None, high: float | None) -> bool:
    """Whether the two bounds are what the qualifier says (DATA: exact and about have equal bounds)."""
    if low is None or high is None:
        return (qualifier, low is None, high is None) in {("up_to", True, False), ("at_least", False, True)}
    return (0 < low == high) if qualifier in {"exact", "about"} else (qualifier == "range" and 0 < low < high)


@pytest.mark.parametrize(
    ("qualifier", "low", "high", "agrees"),
    [
        ("exact", 5, 5, True),
        ("exact", 5, None, False),
        ("about", 4, 5, False),
        ("range", 4, 5, True),
        ("range", 5, 4, False),
        ("up_to", None, 5, True),
        ("up_to", 5, 5, False),
        ("at_least", 5, None, True),
        ("at_least", None, None, False),
    ],
)
def test_bounds_agree(qualifier: str, low: float | None, high: float | None, agrees: bool) -> None:
    assert bounds_agree(qualifier, low, high) is agrees


def test_parts_and_financed_projects_are_labelled_somewhere() -> None:
    figures = [figure for path in LABELS for figure in labels(path)["figures"]]
    keys = {figure.get("deal_key") for figure in figures}
    named = {
        figure[relation] for figure in figures for relation in ("part_of", "finances") if relation in figure
    }
    # Keys also link to passages that are kept apart, so only our own releases are held to this.
    own = {key for path in GOLD.glob("releases/*.json") for key in relations(path)}
    assert own <= keys
    assert named


def relations(path: Path) -> set[str]:
    """The keys to which the figures of one text point."""
    figures = labels(path)["figures"]
    return {figure[name] for figure in figures for name in ("part_of", "finances") if name in figure}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_each_release_cites_its_original_and_has_labels(path: Path) -> None:
    header = read_header(path.read_bytes().decode("utf-8"))
    assert set(header.fields) >= {"title", "publisher", "url", "date", "lang"}
    told = json.loads((GOLD / "releases" / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert (told["date"], told["lang"]) == (header.fields["date"], header.fields["lang"])


def test_reference_folder_is_where_the_codes_come_from() -> None:
    assert (REFERENCE / "sectors.csv").exists()
