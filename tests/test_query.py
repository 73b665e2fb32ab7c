"""The query layer: addresses there and back, SQL that holds no reader's word, sums by the counting rule."""

import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.counting import interval_sum
from pages.parts import cube, query
from pages.parts.criteria import BOUNDS, CONFIDENCES, FLOORS, Known, Selection
from pages.parts.database import Replaced
from pages.parts.folding import fold
from pages.parts.query import Query
from pages.parts.short_names import from_params, to_params
from pages.parts.store import Store
from pages.parts.summary import result_line, summarise
from pages.parts.wording import wording
from tests.made_snapshot import NAME, write_snapshot

KNOWN = Known(
    frozenset({"rail", "aviation"}),
    frozenset({"KAZ", "UZB", "central-asia"}),
    (2015, 2026),
    {"KZ": "KAZ", "kazakhstan": "KAZ", "gcc": "gulf"},
)
NASTY = "x' OR 1=1 --"
SELECTIONS = st.builds(
    Selection,
    search=st.sampled_from(["", "locomotive", "Company 4", NASTY]),
    sectors=st.sampled_from([(), ("rail",), ("rail", "aviation"), ("not-stated",)]),
    suppliers=st.sampled_from([(), ("USA",), ("CHN", "DEU"), ("european-union",)]),
    recipients=st.sampled_from([(), ("KAZ",), ("central-asia",), ("not-stated",)]),
    first_year=st.sampled_from([None, 2021, 2022]),
    last_year=st.sampled_from([None, 2022, 2025]),
    floor=st.sampled_from(sorted(FLOORS)),
    least_usd=st.sampled_from([None, 1e9]),
    most_usd=st.sampled_from([None, 4e9]),
    confidence=st.sampled_from(sorted(CONFIDENCES)),
    bound=st.sampled_from(BOUNDS),
    prices=st.sampled_from(["nominal", "real"]),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(write_snapshot(tmp_path_factory.mktemp("made"), 900) / NAME)


@pytest.fixture(scope="module")
def stores(store: Store) -> dict[str, Store]:
    """One snapshot, answered from rows of deals, from rows of sums, and by the database."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(cube, "MOST_DEALS", 0)
        sums = Store(store.folder)
        changed.setattr("pages.parts.database.SMALL", 0)
        return {"deals": store, "sums": sums, "database": Store(store.folder)}


@given(
    st.builds(
        Selection,
        search=st.text("abcé 9", max_size=12).map(str.strip),
        sectors=st.sampled_from([(), ("rail",), ("aviation", "rail")]),
        recipients=st.sampled_from([(), ("KAZ",), ("central-asia", "UZB")]),
        first_year=st.sampled_from([None, 2015, 2020]),
        last_year=st.sampled_from([None, 2020, 2026]),
        floor=st.sampled_from(sorted(FLOORS)),
        least_usd=st.sampled_from([None, 5e8, 1e9]),
        most_usd=st.sampled_from([None, 5e9]),
        confidence=st.sampled_from(sorted(CONFIDENCES)),
        bound=st.sampled_from(BOUNDS),
        prices=st.sampled_from(["nominal", "real"]),
        unit=st.sampled_from(["usd", "gdp"]),
    )
)
def test_a_selection_survives_its_address(selection: Selection) -> None:
    assert from_params(to_params(selection), KNOWN) == (selection, ())


BAD = [
    ("sector", "teleportation", "an unknown sector"),
    ("recipient", "ATLANTIS", "an unknown place"),
    ("years", "1066", "outside the data"),
    ("years", "2024-2020", "backwards"),
    ("years", "soon", "no year"),
    ("value", "5bn-1bn", "backwards"),
    ("value", "much", "no amount"),
    ("firm", "very", "an unknown word"),
    ("confidence", "0.9", "a number where a word is meant"),
    ("bounds", NASTY, "SQL"),
]


@pytest.mark.parametrize(("name", "value", "why"), BAD, ids=[why for _, _, why in BAD])
def test_a_bad_value_is_refused_by_name_and_the_rest_kept(name: str, value: str, why: str) -> None:
    selection, refused = from_params({name: value, "q": "boeing"}, KNOWN)
    assert selection == Selection(search="boeing")
    assert [(one.name, one.value) for one in refused] == [(name, value)] and refused[0].allowed


def test_other_spellings_of_a_place_are_understood() -> None:
    assert from_params({"recipient": "kz,CENTRAL-ASIA"}, KNOWN)[0].recipients == ("KAZ", "central-asia")
    assert from_params({"recipient": "GCC,Казахстан"}, KNOWN) == (Selection(recipients=("gulf", "KAZ")), ())
    assert [KNOWN.code("recipient", name) for name in ("KZ", "Kazakhstán", "казахстан", "Mars")] == [
        "KAZ"
    ] * 3 + [None]


FOLDED = [
    ("Türkiye", "turkiye", "accents"),
    ("Қазақстан", "kazakstan", "Kazakh letters"),
    ("КАЗАХСТАН", "kazakhstan", "Cyrillic finds Latin"),
    ("Йод Ёлка", "iod elka", "letters that decompose"),
    ("Łódź Straße", "lodz strasse", "letters that do not decompose"),
]


@pytest.mark.parametrize(("text", "folded", "why"), FOLDED, ids=[why for _, _, why in FOLDED])
def test_search_compares_folded_words(text: str, folded: str, why: str) -> None:
    assert fold(text) == folded


@given(SELECTIONS)
def test_no_readers_word_stands_in_the_sql(selection: Selection) -> None:
    for asked in (
        query.deals(selection),
        query.facets(selection),
        query.by_reason(selection),
        query.grouped(selection, "sector"),
        query.emptied_by(selection),
    ):
        assert "OR 1=1" not in asked.sql and "locomotive" not in asked.sql and "'KAZ'" not in asked.sql
        assert asked.sql.count("?") == len(asked.params)


def test_only_known_columns_may_be_grouped_by() -> None:
    with pytest.raises(ValueError, match="Allowed"):
        query.grouped(Selection(), "deal_id; DROP TABLE facts")


def rounded(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {k: round(v, 2 if v > 10 else 9) if isinstance(v, float) else v for k, v in row.items()}
        for row in rows
    ]


def some_selections() -> list[Selection]:
    pick = random.Random(7)
    options: dict[str, list[Any]] = {
        "sectors": [(), (), ("rail",), ("aviation", "not-stated")],
        "suppliers": [(), (), ("USA",), ("CHN", "DEU")],
        "recipients": [(), (), ("KAZ",), ("central-asia",), ("not-stated",)],
        "first_year": [None, 2022],
        "last_year": [None, 2024],
        "floor": sorted(FLOORS),
        "least_usd": [None, None, 1e9],
        "confidence": sorted(CONFIDENCES),
        "prices": ["nominal", "real"],
        "search": ["", "", "company"],
        "unit": ["usd", "usd", "gdp"],
    }
    return [Selection(**{name: pick.choice(values) for name, values in options.items()}) for _ in range(60)]


@pytest.mark.parametrize("held", ["deals", "sums"])
@pytest.mark.parametrize(
    "selection", some_selections(), ids=lambda s: "&".join(to_params(s).values()) or "all"
)
def test_the_cube_answers_as_the_query_layer_does(
    selection: Selection, held: str, stores: dict[str, Store]
) -> None:
    store = stores[held]
    for by in (
        (),
        ("sector",),
        ("announced_year",),
        ("supplier_country", "recipient_country"),
        ("sector", "firmness"),
    ):
        asked = [row for row in store.rows(query.grouped(selection, *by)) if row["deal_count"]]
        # Words and missing values have no common order: only the set of rows must agree.
        assert sorted(map(str, rounded(store.grouped(selection, *by)))) == sorted(map(str, rounded(asked)))
    assert rounded(store.reasons(selection)) == rounded(store.rows(query.by_reason(selection)))
    facets: dict[str, dict[str, int]] = {}
    for row in store.rows(query.facets(selection)):
        if row["value"] is not None:
            facets.setdefault(row["facet"], {})[row["value"]] = row["deals"]
    assert {name: counts for name, counts in store.facets(selection).items() if counts} == facets


@pytest.mark.parametrize(
    "selection", some_selections(), ids=lambda s: "&".join(to_params(s).values()) or "all"
)
def test_lists_and_reports_are_the_same_from_memory_and_from_the_database(
    selection: Selection, stores: dict[str, Store]
) -> None:
    held, asked = stores["deals"], stores["database"]
    for order in query.ORDERS:
        for why in ((), ("ok", "ceiling_only")):
            found = [row["deal_id"] for row in held.listed(selection, order, 40, why)]
            assert found == [row["deal_id"] for row in asked.listed(selection, order, 40, why)], order
    assert held.reports(selection) == asked.reports(selection)


@pytest.mark.parametrize(
    "selection", some_selections()[:20], ids=lambda s: "&".join(to_params(s).values()) or "all"
)
def test_sums_are_those_of_the_counting_rule(selection: Selection, store: Store) -> None:
    counted = [row for row in store.rows(query.deals(selection)) if row["is_counted"]]
    right = interval_sum((row["low"], row["high"]) for row in counted)
    found = {row["why"]: row for row in store.reasons(selection)}.get("ok")
    if not counted:
        assert found is None
        return
    assert found is not None
    assert (found["deals"], found["open_high"]) == (right.count, right.open_high_count)
    assert (found["low"], found["high"]) == pytest.approx((right.low, right.high))


def test_the_default_counts_what_the_build_counted(store: Store, tmp_path: Path) -> None:
    rows = store.rows(query.deals(Selection()))
    assert all(row["is_counted"] == (row["is_countable"] and row["low"] is not None) for row in rows)


def test_a_snapshot_whose_files_are_gone_says_what_to_do(tmp_path: Path) -> None:
    opened = Store(write_snapshot(tmp_path, 3) / NAME)
    shutil.rmtree(tmp_path / NAME)
    with pytest.raises(Replaced, match="Load the page again"):
        opened.stream(Query("SELECT text FROM texts ORDER BY ALL", ()), 10)


@pytest.mark.parametrize(
    ("recipients", "expected"),
    [
        ((), "2 deals. 2 counted."),
        (("central-asia",), "2 deals. 2 counted."),
        (("KAZ", "UZB"), "2 deals. 2 counted."),
        (("KAZ",), "2 deals. 2 counted: 1.2%-3%."),
    ],
)
def test_shares_of_several_countries_gdp_are_not_added(recipients: tuple[str, ...], expected: str) -> None:
    found = summarise([{"why": "ok", "low": 0.012, "high": 0.03, "deals": 2, "open_high": 0}])
    assert result_line(wording("en"), Selection(unit="gdp", recipients=recipients), found) == expected
