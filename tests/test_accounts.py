"""Stories told by several documents: how many are counted as a careful analyst counts them may only rise.

Of the even stories nothing but the total is ever shown: nobody who writes rules reads them.
"""

from pathlib import Path

import pytest

from etl.account_score import read_account
from tests.deal_world import references

ACCOUNTS = Path(__file__).parent / "gold" / "accounts"
FLOORS = {"odd": 53, "even": 48}  # stories right of 92 each; raise them, never lower them


@pytest.mark.parametrize("half", FLOORS)
def test_as_many_stories_are_counted_right(half: str) -> None:
    stories = [
        story
        for story in sorted(ACCOUNTS.iterdir())
        if story.is_dir() and int(story.name) % 2 == (half == "odd")
    ]
    right = sum(read_account(story, references()).is_right for story in stories)
    assert right >= FLOORS[half]
