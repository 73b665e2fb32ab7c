"""One document to its figures: kinds, statuses and years sentence by sentence, properties, relations."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.figures import read_document
from etl.read.vocabulary import load_vocabulary
from etl.records import Document, Figure, Reading

CASES = Path(__file__).parent / "cases"
PUBLISHED = date(2024, 6, 12)


def _rows(name: str) -> list[dict[str, str]]:
    with (CASES / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _read(text: str, language: str = "en", published: date | None = PUBLISHED) -> Reading:
    document = Document("d0", text, published_date=published, language=language)
    return read_document(document, load_vocabulary())


def _marked(text: str) -> tuple[str, list[int]]:
    """A text in which [[ ]] stand around amounts -> the text, and where the amounts begin."""
    plain, starts = "", []
    for part in text.split("[["):
        inside, _, after = part.partition("]]")
        if not after and "]]" not in part:
            plain += part
            continue
        starts.append(len(plain))
        plain += inside + after
    return plain, starts


def _at(reading: Reading, start: int) -> Figure:
    found = [f for f in (*reading.figures, *reading.refused) if f.char_start <= start < f.char_end]
    assert found, "no amount was read there"
    return found[0]


@pytest.mark.parametrize("case", _rows("kinds.csv"), ids=lambda case: case["why"])
def test_a_sentence_alone(case: dict[str, str]) -> None:
    text, starts = _marked(case["text"])
    figure = _at(_read(text, case["language"]), starts[0])
    assert figure.kind == case["kind"]
    if case["status"]:
        assert figure.status == case["status"]
    if case["kind"] != "other":
        assert str(figure.reference_year or "") == case["year"]


@pytest.mark.parametrize("case", _rows("sectors.csv"), ids=lambda case: case["why"])
def test_the_sector_of_a_sentence(case: dict[str, str]) -> None:
    text, starts = _marked(case["text"])
    assert _at(_read(text, case["language"]), starts[0]).sector == case["sector"]


@pytest.mark.parametrize("case", _rows("years.csv"), ids=lambda case: case["why"])
def test_the_year_of_an_amount(case: dict[str, str]) -> None:
    text, starts = _marked(case["text"])
    figure = _at(_read(text, case["language"], date.fromisoformat(case["date"])), starts[0])
    assert str(figure.reference_year or "") == case["year"]


@pytest.mark.parametrize("case", _rows("sequences.csv"), ids=lambda case: case["why"])
def test_amounts_that_follow_one_another(case: dict[str, str]) -> None:
    text, starts = _marked(case["text"])
    reading = _read(text, case["language"])
    for start, expected in zip(starts, case["expected"].split(";"), strict=True):
        kind, year = expected.split(",")
        figure = _at(reading, start)
        assert figure.kind == kind, figure.quote
        if kind != "other" or year:
            assert str(figure.reference_year or "") == year, figure.quote


@given(st.text(alphabet="ab .,;:()$€\n-–0123456789mnилрд", max_size=300))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_without_a_crash_and_quotes_itself(text: str) -> None:
    reading = _read("A contract worth $5 million was signed. " + text)
    document = "A contract worth $5 million was signed. " + text
    last = -1
    for figure in reading.figures:
        assert document[figure.char_start : figure.char_end] == figure.quote
        assert figure.char_start >= last
        last = figure.char_end
        assert figure.related_index is None or 0 <= figure.related_index < len(reading.figures)


@pytest.mark.parametrize(
    "around",
    [
        "The museum in the old town opens at nine.\n\n",
        "Twelve geese were seen on the lake, the ranger said.\n\n",
        "Погода остается теплой.\n\n",
    ],
)
def test_unrelated_text_around_a_sentence_changes_nothing(around: str) -> None:
    sentence = "Siemens Mobility won a contract worth €850 million to supply 40 trains to Egypt."
    (alone,) = _read(sentence).figures
    (among,) = _read(f"{around}{sentence}\n\n{around}").figures
    for name in (
        "kind",
        "status",
        "sector",
        "value_low",
        "value_high",
        "reference_year",
        "recipient_country",
    ):
        assert getattr(alone, name) == getattr(among, name)


def test_a_headline_takes_what_the_body_says_of_the_same_sum() -> None:
    first, second = _read(
        "Stadler deal worth $2 billion\n"
        "Stadler signed a contract with the railway of Norway for 200 trains worth $2 billion."
    ).figures
    assert (first.relation, second.relation, second.related_index) == (None, "repeat", 0)
    assert first.sector == second.sector == "rail"
    assert first.status == "contract"


def test_a_second_currency_is_the_same_figure() -> None:
    first, second = _read("The airline ordered ten jets for 200 million euros ($218 million).").figures
    assert (second.relation, second.related_index) == ("conversion", 0)
    assert (second.kind, second.sector, second.currency) == (first.kind, first.sector, "USD")


def test_parts_point_at_their_whole_and_a_loan_at_its_project() -> None:
    whole, part = _read(
        "The contract amounts to $500 million, of which $120 million is for the signalling of the railway."
    ).figures
    assert (part.relation, part.related_index) == ("part_of", 0)
    assert whole.relation is None
    project, loan = _read(
        "The wind farm will cost $400 million. The EBRD signed a loan of $150 million for the wind farm."
    ).figures
    assert (loan.status, loan.relation, loan.related_index) == ("financing", "finances", 0)
    assert project.relation is None


def test_quantities_options_and_list_prices() -> None:
    (figure,) = _read(
        "At list prices the order for 300 freight locomotives, with 40 options, is worth $2 billion."
    ).figures
    assert (figure.quantity, figure.quantity_unit) == (300, "locomotives")
    assert (figure.option_quantity, figure.price_basis) == (40, "list")


def test_a_document_without_a_date_has_no_year_but_the_one_it_prints() -> None:
    (undated,) = _read("The plant was sold under a contract worth $5 million.", published=None).figures
    (dated,) = _read("In 2019 the firm won a contract worth $5 million.", published=None).figures
    assert (undated.reference_year, dated.reference_year) == (None, 2019)


def test_no_amount_and_no_paper_costs_nothing() -> None:
    assert _read("Hundreds of firms have shown interest.") == Reading()


def test_four_memoranda_and_a_mere_meeting() -> None:
    reading = _read(
        "The sides signed a memorandum of understanding on critical minerals, a memorandum on green hydrogen "
        "and a contract on the supply of trains."
    )
    assert [(m.status, m.sector) for m in reading.mentions] == [
        ("mou", "mining_minerals"),
        ("mou", "power_renewables"),
        ("contract", "rail"),
    ]
    assert not _read("The minister met the management of Boeing and Pfizer and discussed prospects.").mentions
    assert not _read("The sides are ready to sign a partnership agreement in the near future.").mentions


def test_a_priced_paper_is_no_mention_as_well() -> None:
    reading = _read("CRRC signed an agreement for 200 locomotives. Its amount is USD 1.3 billion.")
    assert len(reading.figures) == 1
    assert not reading.mentions


def test_a_number_without_end_is_read_past() -> None:
    """Every digit of it may begin an amount: looked through to its end each time, it would take hours."""
    text = "Lokwerk of Germany sells Kenya rails for $5 million. Serial number " + "1234567890" * 20_000
    assert [figure.quote for figure in _read(text).figures] == ["$5 million"]
