"""Both countries and the companies of an amount, from whole texts: text -> Direction."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.read.reference import read_table
from etl.rules.cast import Cast
from etl.rules.context import Context
from etl.rules.direction import decide_direction
from etl.rules.party_words import PartyWords
from etl.rules.places import PlaceWords
from etl.rules.sentences import to_layout

with (Path(__file__).parent / "cases" / "direction.csv").open(encoding="utf-8", newline="") as rows:
    CASES = list(csv.DictReader(rows))

PLACES = PlaceWords.from_rows(
    read_table("place_words"), read_table("countries"), read_table("groups"), read_table("word_endings")
)
PARTIES = PartyWords.from_rows(
    read_table("organisations"), read_table("party_words"), read_table("direction_words")
)
ABBREVIATIONS = frozenset({"mr.", "u.s.", "млн.", "млрд."})
PAIRS = ("trade_turnover", "target")


def language_of(text: str) -> str:
    """The cases say no language; the letters do."""
    if any("а" <= char <= "я" for char in text.lower()):
        return "ru"
    for language, words in {
        "fr": " construira ",
        "de": "Die deutsche",
        "es": " invertirá ",
        "tr": " edecek",
    }.items():
        if words in text:
            return language
    return "en"


def to_context(text: str, start: int, end: int) -> tuple[Context, Cast]:
    layout = to_layout(text, 0, ABBREVIATIONS)
    at = layout.at(start)
    sentence = layout.sentences[at]
    semicolon = text.rfind(";", sentence[0], start)
    clause = (semicolon + 1 if semicolon >= 0 else sentence[0], sentence[1])
    context = Context(
        text,
        (start, end),
        sentence,
        clause,
        previous=layout.sentences[at - 1] if at else None,
        headline=layout.headline,
        lead=layout.lead,
    )
    return context, Cast(text, layout, PLACES, PARTIES, language_of(text))


@pytest.mark.parametrize("case", CASES, ids=[case["why"] for case in CASES])
def test_decide_direction(case: dict[str, str]) -> None:
    start = case["text"].index(case["amount"])
    context, cast = to_context(case["text"], start, start + len(case["amount"]))
    found = decide_direction(context, case["kind"], cast)
    countries = (found.supplier_country, found.recipient_country)
    expected = (case["supplier"] or None, case["recipient"] or None)
    assert (set(countries) == set(expected)) if case["kind"] in PAIRS else (countries == expected)
    assert set(found.companies) == set(filter(None, case["companies"].split(";")))


@given(
    st.text(), st.sampled_from(["deal", "package", "trade_turnover", "export", "investment_stock", "target"])
)
def test_any_text_is_read(text: str, kind: str) -> None:
    body = f"{text} Kenya paid Boeing $5 million. {text}"
    start = body.index("$5 million", len(text))
    context, cast = to_context(body, start, start + 10)
    found = decide_direction(context, kind, cast)
    told = " ".join(body.split())  # a name goes on in the next line
    assert all(" ".join(company.split()) in told for company in found.companies)


@given(st.text(alphabet="abcdefg .\n", max_size=200))
def test_unrelated_text_before_a_sentence_changes_nothing(before: str) -> None:
    sentence = "Ghana ordered two ferries from Norwegian yard Fjordbygg for $40 million."
    text = f"{before}\n\n{sentence}"
    start = text.index("$40 million")
    context, cast = to_context(text, start, start + len("$40 million"))
    found = decide_direction(context, "deal", cast)
    assert (found.supplier_country, found.recipient_country, found.companies) == (
        "NOR",
        "GHA",
        ("Fjordbygg",),
    )


def test_an_including_list_is_not_exhaustive() -> None:
    text = "Kenya signed deals worth $9 billion with companies including Boeing and Cisco."
    start = text.index("$9 billion")
    context, cast = to_context(text, start, start + len("$9 billion"))
    parties = {party.organisation: party for party in decide_direction(context, "package", cast).parties}
    assert not parties["Boeing"].is_exhaustive and not parties["Cisco"].is_exhaustive


def test_a_government_is_a_party_and_no_company() -> None:
    text = "The Ministry of Energy of Kenya ordered turbines from Vestas for $80 million."
    start = text.index("$80 million")
    context, cast = to_context(text, start, start + len("$80 million"))
    found = decide_direction(context, "deal", cast)
    assert found.companies == ("Vestas",)
    assert "government" in {party.role for party in found.parties}


def test_every_word_of_direction_has_a_known_code() -> None:
    known = {
        "supplies", "supplies_to", "acquires", "obtains", "sells", "bought", "buys", "buys_from", "by_supplier", "to_recipient",
        "with", "meeting", "finance", "own", "nobody", "many",
        "exports", "imports", "trade", "all_trade", "whole_trade", "two_way", "abroad", "bloc", "other_way", "there", "ours",
        "capital",
    }  # fmt: skip
    rows = read_table("direction_words")
    assert {row["code"] for row in rows} == known
    keys = [(row["word"], row["code"]) for row in rows]
    assert len(keys) == len(set(keys))
