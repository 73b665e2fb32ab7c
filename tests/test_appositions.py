"""What the words beside a name tell of its country, and which countries an item's opening or a lost tender concerns."""

import pytest

from etl.read.vocabulary import load_vocabulary
from etl.rules.cast import Cast
from etl.rules.rubrics import is_passed_over, rubric_of
from etl.rules.sentences import to_layout

VOCABULARY = load_vocabulary()


def to_cast(text: str, language: str = "en") -> Cast:
    layout = to_layout(text, 0, VOCABULARY.abbreviations)
    return Cast(text, layout, VOCABULARY.places, VOCABULARY.parties, language)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The cargoes go to Hozento, Japan's biggest gas buyer, from May.", "Hozento", "JPN"),
        ("Trommova, a trading house headquartered in New York, will build a plant.", "Trommova", "USA"),
        ("Mercuriola, the Geneva trading house, commits a further $110 million.", "Mercuriola", "CHE"),
        ("The furnace comes from the Linz engineering firm Donaustahl.", "Donaustahl", "AUT"),
        ("Sarytau Steel, based in Karaganda, ordered a furnace.", "Sarytau Steel", "KAZ"),
        ("Nordvind Process will deliver pumps to Sarytau Steel.", "Nordvind Process", None),
    ],
)
def test_country_beside_a_name(text: str, name: str, country: str | None) -> None:
    found = {one.text: one.country for one in to_cast(text).names(0)}
    assert found[name] == country


def test_a_headline_takes_the_country_that_the_text_tells() -> None:
    text = "Sarytau Steel orders a furnace\n\nSarytau Steel, based in Karaganda, ordered it for $9 million on Monday."
    cast = to_cast(text)
    assert [actor.code for actor in cast.actors(0)] == ["KAZ"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Orders in brief\n\nAll values as given.\nAzerbaijan. Pumps for two farms, $4 million.", "AZE"),
        ("Orders in brief\n\nThree files passed.\n(b) Romania – credit of $57 million for a mill.", "ROU"),
        ("Orders in brief\n\nThree files passed.\nRomania has borrowed $57 million for a mill.", None),
    ],
)
def test_rubric(text: str, code: str | None) -> None:
    cast = to_cast(text)
    assert rubric_of(cast, len(cast.layout.sentences) - 1) == code


@pytest.mark.parametrize(
    ("text", "name", "is_lost"),
    [
        ("Doosan won the job, beating a German yard", "German", True),
        ("Two competitors from Italy had asked for more", "Italy", True),
        ("Doosan beat its rivals to supply Poland", "Poland", False),
        ("Ahead of the award, Madrid has spoken", "Madrid", False),
    ],
)
def test_rivals(text: str, name: str, is_lost: bool) -> None:
    start = text.index(name)
    assert is_passed_over(text, start, start + len(name)) is is_lost
