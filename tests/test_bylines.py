"""Who signs the opening of a text: a table of cases with a reason each."""

import pytest

from etl.read.reference import read_table
from etl.rules.bylines import REACH, Bylines, find_publisher

BYLINES = Bylines.from_rows(read_table("bylines"))
CASES = [
    ("ASTANA. KAZINFORM The talks began.", "Kazinform", "after the dateline"),
    ("WASHINGTON, May 20 (Reuters) - Ministers met.", "Reuters", "in brackets after the dateline"),
    ("MENAFN - A new plant was announced.", "MENAFN", "before a dash"),
    (
        "Photo | Kazakh MFA\n\nThe sixth meeting was held.",
        "Ministry of Foreign Affairs of Kazakhstan",
        "under a picture",
    ),
    ("МОСКВА, 3 марта. /ТАСС/. Подписан контракт.", "ТАСС", "between strokes"),
    ("The parties met in Baku, Trend reports.", "Trend", "who reports"),
    ("The trend reports of the ministry are out.", None, "an ordinary word in small letters"),
    ("The minister thanked Reuters journalists for coming.", None, "an agency that is spoken of"),
    ("A new Bloomberg terminal was sold.", None, "a product's name"),
    ("", None, "no text"),
]


@pytest.mark.parametrize(("text", "publisher", "why"), CASES, ids=[case[2] for case in CASES])
def test_the_opening_tells_the_publisher(text: str, publisher: str | None, why: str) -> None:
    assert find_publisher(text, 0, BYLINES) == publisher


def test_only_the_opening_signs() -> None:
    assert find_publisher("word " * REACH + "\nBAKU. Trend - Talks began.", 0, BYLINES) is None


def test_what_stands_before_the_body_does_not_count() -> None:
    text = "KAZINFORM - header\nThe talks began."
    assert find_publisher(text, text.index("\n") + 1, BYLINES) is None
