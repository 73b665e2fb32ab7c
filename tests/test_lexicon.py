"""Word tables: endings, gaps, compounds, what hides what, and that every row can be found."""

import pytest

from etl.read.reference import read_table
from etl.rules.lexicon import Lexicon, Lexicons, normal
from etl.rules.vocabulary import WORD_TABLES


def _row(word: str, code: str = "x", weight: str = "1") -> dict[str, str]:
    return {"language": "en", "word": word, "code": code, "weight": weight, "side": "any"}


def _found(words: list[dict[str, str]], text: str) -> list[tuple[str, str]]:
    low = normal(text)
    lexicon = Lexicon.from_tables({"kind": words})
    return [(text[hit.start : hit.end], hit.entry.code) for hit in lexicon.find(low)]


CASES = [
    ("a star stands for an ending", "контракт*", "По контракту от мая", ["контракту"]),
    ("no star, no ending", "contract", "contractors", []),
    ("a word is not found inside another", "rail", "trail", []),
    ("a star in front opens compounds", "*kraftwerk*", "zwei Gaskraftwerke", ["kraftwerke"]),
    ("dots stand for up to three words", "sign* ... agreement", "signed a new big agreement", ["signed a new big agreement"]),
    ("and not for four", "sign* ... agreement", "signed a very new big agreement", []),
    ("a line break is a space", "memorand* of understanding", "Memorandum of\nUnderstanding", ["Memorandum of\nUnderstanding"]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "word", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_one_word(why: str, word: str, text: str, expected: list[str]) -> None:
    assert [found for found, _ in _found([_row(word)], text)] == expected, why


def test_a_longer_word_hides_a_shorter_one_and_a_cue_hides_none() -> None:
    rows = [_row("trade", "turnover"), _row("trade minister", "turnover", "0"), _row("raise trade", "+goal")]
    assert _found(rows, "the trade minister") == [("trade minister", "turnover")]
    assert _found(rows, "raise trade") == [("raise trade", "+goal"), ("trade", "turnover")]


def test_languages_are_kept_apart() -> None:
    rows = [_row("because"), {**_row("beca*"), "language": "es"}]
    lexicons = Lexicons({"kind": rows})
    assert not lexicons.of("en").find("una beca")
    assert lexicons.of("es").find("una beca")


@pytest.mark.parametrize("name", sorted(WORD_TABLES))
def test_every_row_is_well_formed(name: str) -> None:
    seen = set()
    for row in read_table(name):
        assert row["word"] == row["word"].strip().lower(), row
        assert row["side"] in ("any", "before", "after", "touching"), row
        assert 0 <= float(row["weight"]) <= 3, row
        key = (row["language"], row["word"], row["code"])
        assert key not in seen, f"twice: {key}"
        seen.add(key)


def test_sector_and_status_words_point_at_their_tables() -> None:
    for words, table in (("sector_words", "sectors"), ("status_words", "statuses")):
        # A code with a plus is a cue: it stands beside other words and is no sector or status itself.
        codes = {row["code"] for row in read_table(words) if not row["code"].startswith("+")}
        assert codes <= {row["code"] for row in read_table(table)}
