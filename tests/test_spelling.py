"""What a search that finds nothing offers instead."""

import pytest

from pages.parts import spelling
from pages.parts.folding import search_words

WRITTEN = (
    "Wabtec",
    "John Deere",
    "Boeing",
    "Air Astana",
    "Kazakhstan Temir Zholy",
    "Bunge",
    "Siemens Mobility",
)
WORDS = spelling.Vocabulary.of(WRITTEN)


def found(search: str) -> int:
    """Names that hold all words of a search."""
    return sum(all(word in " ".join(search_words(name)) for word in search_words(search)) for name in WRITTEN)


@pytest.mark.parametrize(
    ("search", "meant"),
    [
        ("wabtek", "Wabtec"),
        ("vabtec", "Wabtec"),
        ("boing", "Boeing"),
        ("Боинг", "Boeing"),
        ("Джон Дир", "John Deere"),
        ("air astna", "Air Astana"),
        ("Қазақстан темір жолы", "Kazakhstan Temir Zholy"),
        ("siemans mobility", "Siemens Mobility"),
    ],
)
def test_a_misspelt_or_transliterated_name_is_found(search: str, meant: str) -> None:
    words = search_words(search)
    offered = spelling.suggest(words, WORDS, lambda word: bool(found(word)), found)
    assert offered[0] == (meant, 1)


@pytest.mark.parametrize("search", ["xyzzy", "nobodywrotethis", "7"])
def test_nothing_is_offered_for_what_nothing_is_like(search: str) -> None:
    assert spelling.suggest(search_words(search), WORDS, lambda word: bool(found(word)), found) == []


def test_a_long_search_tries_no_more_than_a_short_one() -> None:
    tried: list[str] = []

    def nothing(search: str) -> int:
        tried.append(search)
        return 0

    assert spelling.suggest(["wabtek"] * 200, WORDS, lambda word: True, nothing) == []
    assert len(tried) <= spelling.TRIED
