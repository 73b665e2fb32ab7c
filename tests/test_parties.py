"""Who is named in a sentence: text -> names of companies, banks, funds and state firms."""

import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read.reference import read_table
from etl.rules.parties import find_names
from etl.rules.party_words import PartyWords
from etl.rules.places import PlaceWords, find_places

with (Path(__file__).parent / "cases" / "parties.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))

ORGANISATIONS, COUNTRIES = read_table("organisations"), read_table("countries")
PLACES = PlaceWords.from_rows(
    read_table("place_words"), COUNTRIES, read_table("groups"), read_table("word_endings")
)
WORDS = PartyWords.from_rows(ORGANISATIONS, read_table("party_words"), read_table("direction_words"))


def names_of(text: str, language: str = "en", words: PartyWords = WORDS) -> list[str]:
    """Companies found in a text, each with its country."""
    span = (0, len(text))
    places = find_places(text, span, PLACES, language)
    found = find_names(text, span, words, places, alpha2=PLACES.alpha2)
    assert all(name.text == text[name.start : name.end] for name in found)
    return [f"{name.text}/{name.country or ''}" for name in found if name.is_company]


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_find_names(case: dict[str, str]) -> None:
    assert ";".join(names_of(case["text"], case["language"])) == case["expected"]


@given(st.text())
def test_any_text_is_read_and_quotes_itself(text: str) -> None:
    names_of(text)


@given(
    st.lists(st.sampled_from(["Boeing", "the", "Kazakh", "firm", "Zarwind", "'s", "and", ",", "«", "»", "&"]))
)
def test_names_never_overlap(words: list[str]) -> None:
    text = " ".join(words)
    found = find_names(text, (0, len(text)), WORDS, find_places(text, (0, len(text)), PLACES))
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_a_company_is_one_row() -> None:
    row = dict.fromkeys(ORGANISATIONS[0], "") | {"name": "qubixor", "type": "company", "country": "ISL"}
    words = PartyWords.from_rows([row], read_table("party_words"))
    assert names_of("They met qubixor.", words=words) == ["qubixor/ISL"]


def test_organisations_are_well_formed() -> None:
    codes = {row["iso3"] for row in COUNTRIES} | {"INT", "EUU"}
    types = {"company", "bank", "fund", "state_firm", "development_bank", "government", "international"}
    assert {row["country"] for row in ORGANISATIONS} <= codes
    assert {row["type"] for row in ORGANISATIONS} <= types
    spellings = [name for row in ORGANISATIONS for name in (row["name"], *row["aliases"].split("|")) if name]
    assert len(spellings) == len(set(spellings)), "a spelling names two organisations"
    assert len(ORGANISATIONS) >= 900
