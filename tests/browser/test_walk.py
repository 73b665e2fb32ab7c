"""Random walks: whatever a reader presses, in whatever order, no page breaks and no error is logged.

`DEALSCOPE_WALKS=10 DEALSCOPE_STEPS=200` walks further than the everyday run.
"""

import os
import random

import pytest

from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

WALKS, STEPS = int(os.environ.get("DEALSCOPE_WALKS", "2")), int(os.environ.get("DEALSCOPE_STEPS", "25"))
PRESSABLE = (
    "button:visible, a.step:visible, label[data-testid='stCheckbox']:visible,"
    " [data-testid='stSelectbox'] input, [data-testid='stMultiSelect'] input, [role=option]:visible"
)


@pytest.mark.parametrize("seed", range(WALKS))
def test_a_random_walk_meets_no_error(seed: int, reader: Reader) -> None:
    chance, page, trail = random.Random(seed), reader.page, []
    reader.open("/")
    for _ in range(STEPS):
        options = page.locator("[role=option]:visible")
        # An open list is chosen from more often than not, or a walk would only open lists.
        choice = options if options.count() and chance.random() < 0.8 else page.locator(PRESSABLE)
        found = choice.nth(chance.randrange(max(1, choice.count())))
        try:
            trail.append((found.inner_text(timeout=1_000) or found.get_attribute("aria-label") or "?")[:40])
            found.click(timeout=1_500)
        except Exception:  # gone or covered meanwhile: a reader would press elsewhere
            page.keyboard.press("Escape")
            continue
        if chance.random() < 0.06:
            page.go_back()
            trail.append("back")
        if not page.url.startswith(reader.address):  # back beyond the first page
            reader.open("/")
        reader.settle()
        assert not page.locator("[data-testid=stException]").count(), f"after {trail[-5:]} on {page.url}"
        assert not reader.errors, f"after {trail[-5:]} on {page.url}: {reader.errors}"
    assert not reader.foreign
    assert len(set(trail)) > STEPS // 3, "the walk pressed too few different things to mean anything"
