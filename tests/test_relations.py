"""How the amounts of one text hang together, sentence by sentence (tests/cases/relations.csv)."""

from datetime import date

import pytest

from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document
from tests.case_tables import to_params

ANYTHING, NOT = "*", "!"


@pytest.mark.parametrize("case", to_params("relations"))
def test_relations_between_amounts(case: dict[str, str]) -> None:
    document = Document(
        "d" + "0" * 16, case["text"], language=case["language"], published_date=date(2025, 2, 3)
    )
    figures = read_document(document, load_vocabulary()).figures
    expected = case["expected"].split(";")
    assert len(figures) == len(expected), [figure.quote for figure in figures]
    for figure, wanted in zip(figures, expected, strict=True):
        found = "" if figure.relation is None else f"{figure.relation} {figure.related_index}"
        if wanted.startswith(NOT):
            assert figure.relation != wanted.removeprefix(NOT), figure.quote
        elif wanted != ANYTHING:
            assert found == wanted, figure.quote
