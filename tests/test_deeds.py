"""What is done, and how far it is: a verb with the small word in front of it."""

import pytest

from etl.read.reference import read_table
from etl.read.vocabulary import load_vocabulary
from etl.rules.deeds import SMALL, find_deeds
from etl.rules.scene import Page
from etl.rules.sentences import to_layout
from tests.case_tables import to_params


@pytest.mark.parametrize("case", to_params("deeds"))
def test_deeds(case: dict[str, str]) -> None:
    vocabulary = load_vocabulary()
    layout = to_layout(case["text"], 0, vocabulary.abbreviations)
    page = Page(case["text"], layout, vocabulary.words.of(case["language"]), [])
    found = [f"{one.deed}:{one.manner}" for one in find_deeds(page, 0)]
    assert ";".join(dict.fromkeys(found)) == case["expected"]


def test_every_code_is_a_deed_with_a_form_or_a_small_word() -> None:
    forms = {"base", "present", "past", "ing", "future", "done", "which"}
    for row in read_table("deed_words"):
        deed, _, form = row["code"].partition(":")
        assert form in forms if not deed.startswith(SMALL) else not form, row
