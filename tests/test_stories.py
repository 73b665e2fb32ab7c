"""Deals as several short texts tell them (tests/cases/stories.csv): what is counted in the end, in billions of dollars."""

import hashlib
import random
from datetime import date
from functools import cache

import pyarrow as pa
import pytest

from etl.assemble import to_tables
from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document, Gathered, Reading
from tests.case_tables import to_params
from tests.deal_world import references


@cache
def _read(day: str, text: str) -> tuple[Document, Reading]:
    name = "d" + hashlib.sha256((day + text).encode()).hexdigest()[:16]
    language = "ru" if "м" in text else "en"
    document = Document(
        name, text, published_date=date.fromisoformat(day), language=language, path=f"{name}.txt"
    )
    return document, read_document(document, load_vocabulary())


def _counted(texts: list[tuple[str, str]]) -> tuple[float, int]:
    read = [_read(day, text) for day, text in texts]
    gathered = Gathered(
        tuple(document for document, _ in read), {document.document_id: reading for document, reading in read}
    )
    deals: pa.Table = to_tables(gathered, references())["deals"]
    counted = [deal for deal in deals.to_pylist() if deal["is_countable"]]
    return sum(deal["value_low_usd"] for deal in counted) / 1e9, len(counted)


@pytest.mark.parametrize("case", to_params("stories"))
def test_a_story_is_counted_once(case: dict[str, str]) -> None:
    texts = [(one[:10], one[11:]) for one in case["texts"].split("|")]
    expected = (pytest.approx(float(case["counted"]), rel=0.03), int(case["deals"]))
    assert _counted(texts) == expected
    assert _counted(texts[::-1]) == expected
    # Other papers print the same a day later, word for word, with a sentence of their own.
    copies = [
        (day[:8] + f"{int(day[8:]) + 1:02d}", f"{text} The paper comes out daily.") for day, text in texts
    ]
    mixed = texts + copies
    random.Random(7).shuffle(mixed)
    assert _counted(mixed) == expected
