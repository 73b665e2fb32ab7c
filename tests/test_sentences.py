"""Text to paragraphs and sentences: line breaks that were meant and those of a fixed width."""

import pytest

from etl.read.vocabulary import load_vocabulary
from etl.rules.sentences import Layout, to_layout


def _layout(text: str) -> Layout:
    return to_layout(text, 0, load_vocabulary().abbreviations)


CASES = [
    ("an abbreviation ends nothing", "The U.S. firm came. It left.", ["The U.S. firm came.", "It left."]),
    ("an initial ends nothing", "He met M. Schneier in May. They ate.", ["He met M. Schneier in May.", "They ate."]),
    ("a decimal ends nothing", "It costs 3.5 billion. Fine.", ["It costs 3.5 billion.", "Fine."]),
    ("a quote closes after its point", '"It works." The end.', ['"It works."', "The end."]),
    (
        "an amount broken over lines stays whole",
        "EXIM, the export credit agency, is prepared to lend up to\n$900\nmillion to the mine.",
        ["EXIM, the export credit agency, is prepared to lend up to\n$900\nmillion to the mine."],
    ),
    (
        "items of a list are apart",
        "Signed were:\n- a road for $1 million;\n- a bridge for $2 million.",
        ["Signed were:", "- a road for $1 million;", "- a bridge for $2 million."],
    ),
    ("lines of a table are apart", "Peru | jets | $9m\nChile | ships | $8m", ["Peru | jets | $9m", "Chile | ships | $8m"]),
    ("Russian abbreviations", "Ввезли на 5 млрд руб. в 2020 г. из Омска. Всё.", ["Ввезли на 5 млрд руб. в 2020 г. из Омска.", "Всё."]),
]  # fmt: skip


@pytest.mark.parametrize(("why", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_sentences(why: str, text: str, expected: list[str]) -> None:
    layout = _layout(text)
    assert [text[first:last] for first, last in layout.sentences] == expected, why


def test_a_headline_is_a_short_first_line_without_a_point() -> None:
    layout = _layout("Stadler wins contract in Kazakhstan\nThe train maker won a contract. It is big.")
    assert layout.headline is not None
    assert layout.lead is not None
    assert layout.sentences[layout.at(layout.lead[0])] == layout.lead
    assert layout.paragraphs == [0, 1, 1]


def test_the_line_before_a_list_speaks_for_its_items() -> None:
    layout = _layout("Key deals include:\n\nAn order for trains.\n\nA loan for roads.")
    assert layout.umbrellas == [None, 0, 0]


def test_no_sentence_is_longer_than_the_longest() -> None:
    layout = _layout("word " * 2000)
    assert max(last - first for first, last in layout.sentences) <= 1500
    assert sum(last - first for first, last in layout.sentences) > 9000
