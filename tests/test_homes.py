"""The publisher's country decides a bare mark; a document of too many amounts is read so far and says so."""

from pathlib import Path

import pytest

from etl import figures
from etl.figures import read_document
from etl.gather import read_files
from etl.homes import home_country
from etl.read.vocabulary import load_vocabulary
from etl.records import Document

WORDS = load_vocabulary()


@pytest.mark.parametrize(
    ("publisher", "url", "country", "why"),
    [
        ("Government of Canada", None, "CAN", "the name tells it"),
        ("Xinhua", "https://english.news.cn/a", "CN", "the address tells it"),
        (None, "https://www.minister.defence.gov.au/x", "AU", "a government's address"),
        (None, "https://www.gov.uk/news", "GB", "the code of the address is not the country's"),
        (None, "https://www.state.gov/x", "US", "the United States use no code"),
        (None, "https://example.io/x", None, "an end that is sold to anybody"),
        (None, "https://www.minhacienda.gov.co/x", "CO", "sold to anybody, but not below gov"),
        (None, "https://example.com/x", None, "no country"),
        ("Canada China Business Council", None, None, "two countries decide nothing"),
        (None, "https://[broken", None, "no address"),
        (None, None, None, "nothing known"),
    ],
)
def test_the_publishers_country(
    publisher: str | None, url: str | None, country: str | None, why: str
) -> None:
    assert home_country(Document("d0", "", publisher=publisher, url=url), WORDS.places) == country, why


@pytest.mark.parametrize(
    ("publisher", "currency", "is_assumed"),
    [
        ("Government of Canada", "CAD", False),
        (None, "USD", True),
        ("Ministry of Trade of France", "USD", True),
    ],
)
def test_a_bare_dollar_is_the_publishers(publisher: str | None, currency: str, is_assumed: bool) -> None:
    text = "The ministry signed a contract worth $40 million with Acme Rail Ltd."
    [figure] = read_document(Document("d0", text, publisher=publisher), WORDS).figures
    assert (figure.currency, figure.is_currency_assumed) == (currency, is_assumed)


def test_a_document_of_too_many_amounts_is_read_so_far_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "MOST_FIGURES", 5)
    line = "Acme Rail sold locomotives to Kenya for $5 million in 2024. "
    file = tmp_path / "long.txt"
    file.write_text("Nairobi. " + line * 9, encoding="utf-8")
    [(document, reading, rejects)] = read_files([file])
    assert document is not None
    assert len(reading.figures) == 5
    assert reading.read_to == reading.figures[-1].char_end
    assert [reject.reason for reject in rejects if reject.reason == "too_many_amounts"] == [
        "too_many_amounts"
    ]
    file.write_text("Nairobi. " + line * 4, encoding="utf-8")
    [(_, reading, rejects)] = read_files([file])
    assert (len(reading.figures), reading.read_to) == (4, None)
    assert all(reject.reason != "too_many_amounts" for reject in rejects)
