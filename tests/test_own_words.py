"""What the pages say in two languages: every text of the interface, and the build's own words in data."""

import pytest

from etl import schema
from pages.parts import own_words
from pages.parts.store import Store
from pages.parts.wording import wording
from tests.made_snapshot import write_snapshot


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(write_snapshot(tmp_path_factory.mktemp("made"), 5) / "made-0001")


def test_the_dictionary_speaks_the_language_of_its_reader() -> None:
    columns = [column for table in schema.TABLES.values() for column in table]
    texts = {text for column in columns for text in (column.description, column.unit) if text}
    missing = sorted(text for text in texts if not wording("ru").has(f"dictionary.{text}"))
    assert not missing, "pages/parts/texts/ru_columns.toml says what each column is"
    assert wording("ru").meaning("Rate used.") == "Использованный курс."
    assert wording("en").meaning("Rate used.") == "Rate used."


def test_both_languages_have_every_text() -> None:
    def keys(language: str) -> set[str]:
        return {key for key in wording(language)._texts if not key.startswith(("dictionary.", "message."))}

    assert keys("en") == keys("ru")


@pytest.mark.parametrize(
    ("published", "russian", "why"),
    [
        ("Boeing → Kazakhstan: 787-9", "Boeing → Казахстан: 787-9", "a country; firm and subject stay"),
        ("A Corp, B Corp and 2 others → Italy: Rail", "A Corp, B Corp и ещё 2 → Италия: Железные дороги", "others, a sector"),
        ("Wabtec", "Wabtec", "one name"),
        ("Uzbekistan, Kazakhstan: gas", "Узбекистан, Казахстан: gas", "two countries"),
        (schema.NOBODY, "Сделка, стороны которой не названы", "nobody"),
    ],
)  # fmt: skip
def test_a_title_speaks_the_language_of_its_reader(
    published: str, russian: str, why: str, data: Store
) -> None:
    assert own_words.title(data, wording("ru"), published) == russian, why
    assert own_words.title(data, wording("en"), published) == published


def test_an_amount_keeps_its_quote_and_its_bounding_word_is_translated() -> None:
    say = wording("ru")
    assert own_words.written(say, "up to $5 billion") == "до $5 billion"
    assert own_words.written(say, "more than 5 bn") == "more than 5 bn"
    assert own_words.written(say, None) is None
