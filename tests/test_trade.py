"""Figures of trade that follow one another: whose exports and imports, and with whom."""

from datetime import date

import pytest

from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document
from etl.rules.context import Context
from etl.rules.pairs import decide_pair
from tests.case_tables import to_params
from tests.test_direction import to_context

KNOWN = {
    "those from another partner are of the same importer": "the country that opens the sentence outweighs the importer of the sentence before"
}


@pytest.mark.parametrize("case", to_params("trade", KNOWN))
def test_sides_of_trade(case: dict[str, str]) -> None:
    text = case["text"].replace("[[", "").replace("]]", "")
    document = Document("d0", text, published_date=date(2024, 6, 12), language=case["language"])
    figures = {figure.quote: figure for figure in read_document(document, load_vocabulary()).figures}
    quotes = [part.split("]]")[0] for part in case["text"].split("[[")[1:]]
    for quote, expected in zip(quotes, case["expected"].split(";"), strict=True):
        kind, supplier, recipient = expected.split(",")
        figure = figures[quote]
        assert figure.kind == kind, quote
        found = (figure.supplier_country or "", figure.recipient_country or "")
        if kind in ("trade_turnover", "target"):  # without a direction
            assert set(found) == {supplier, recipient}, quote
        else:
            assert found == (supplier, recipient), quote


def test_a_pair_is_unordered_but_stable() -> None:
    """The larger economy stands first, whichever is named first."""
    found = []
    for text in ("Trade of Kenya with China was $5 million.", "Trade of China with Kenya was $5 million."):
        start = text.index("$5 million")
        context, cast = to_context(text, start, start + len("$5 million"))
        assert isinstance(context, Context)
        found.append(decide_pair(context, "trade_turnover", cast, 0)[:2])
    assert found[0] == found[1] == ("CHN", "KEN")
