"""Words that name a country: text -> places."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read.reference import read_table
from etl.rules.places import PlaceWords, find_places

with (Path(__file__).parent / "cases" / "places.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))

COUNTRIES, GROUPS = read_table("countries"), read_table("groups")
PLACE_WORDS, ENDINGS = read_table("place_words"), read_table("word_endings")
WORDS = PlaceWords.from_rows(PLACE_WORDS, COUNTRIES, GROUPS, ENDINGS)


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_places(case: dict[str, str]) -> None:
    text = case["text"].replace("⏎", "\n")
    found = find_places(text, (0, len(text)), WORDS, case["language"])
    assert ";".join(f"{place.code}:{place.kind}" for place in found) == case["expected"]


@given(st.text(), st.sampled_from(["en", "ru", "tr", "xx"]))
def test_any_text_is_read_and_quotes_itself(text: str, language: str) -> None:
    for place in find_places(text, (0, len(text)), WORDS, language):
        assert place.text == text[place.start : place.end]


@given(st.text(alphabet="abc .,\n"), st.sampled_from(["Kenya", "South Korea", "Uzbek", "Astana"]))
def test_text_around_a_place_changes_nothing(around: str, word: str) -> None:
    text = f"{around} {word} {around}"
    assert [place.text for place in find_places(text, (0, len(text)), WORDS)] == [word]


def test_a_spelling_is_one_row() -> None:
    row = {"word": "Zembl", "endings": "ru-iya", "code": "ZZZ", "kind": "name", "language": "ru"}
    words = PlaceWords.from_rows([row], endings=ENDINGS)
    text = "из Земблии и Zemblию"
    assert [place.text for place in find_places(text, (0, len(text)), words, "ru")] == ["Zemblию"]


def test_every_country_has_a_name_and_every_word_a_country() -> None:
    codes = {row["iso3"] for row in COUNTRIES}
    named = {row["code"] for row in PLACE_WORDS if row["kind"] == "name" and row["language"] == "en"}
    assert codes <= named
    assert {row["code"] for row in PLACE_WORDS if row["kind"] != "not_a_place"} <= codes
    assert {member for row in GROUPS for member in row["members"].split(";") if member} <= codes


def test_every_stem_has_its_endings_and_no_row_stands_twice() -> None:
    known = {row["endings"] for row in ENDINGS}
    assert {row["endings"] for row in PLACE_WORDS if row["endings"]} <= known
    keys = [(row["word"], row["endings"], row["code"], row["language"]) for row in PLACE_WORDS]
    assert len(keys) == len(set(keys))
