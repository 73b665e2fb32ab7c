"""Contrast of every colour against its page, computed; and the theme file says the same colours."""

import tomllib

import pytest

from etl.paths import ROOT
from pages.parts.palette import DARK, LIGHT, Look, contrast, look

LOOKS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.scheme)


@LOOKS
def test_text_has_four_and_a_half_to_one(colours: Look) -> None:
    for text in (colours.text, colours.muted, colours.accent):
        for ground in (colours.page, colours.panel, colours.accent_soft):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for ground in colours.kinds:
        assert contrast(colours.text, ground) >= 4.5, ground


@LOOKS
def test_marks_have_three_to_one(colours: Look) -> None:
    marks = (*colours.hues, *colours.firmness, colours.ceiling, colours.no_data, colours.accent, colours.line)
    assert {
        mark: round(contrast(mark, colours.page), 2) for mark in marks if contrast(mark, colours.page) < 3
    } == {}


@LOOKS
def test_text_inside_marks_is_legible(colours: Look) -> None:
    # The treemap writes in the page's colour on its hues.
    assert min(contrast(hue, colours.page) for hue in colours.hues) >= 4.5


@LOOKS
def test_the_firmer_the_stronger(colours: Look) -> None:
    strength = [contrast(shade, colours.page) for shade in colours.firmness]
    assert strength == sorted(strength)
    assert len(colours.hues) <= 6


@LOOKS
def test_the_theme_file_has_the_same_colours(colours: Look) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    theme = config["theme"][colours.scheme]
    assert theme["primaryColor"] == theme["linkColor"] == colours.accent
    assert theme["backgroundColor"] == colours.page
    assert theme["secondaryBackgroundColor"] == colours.panel
    assert theme["textColor"] == colours.text
    assert theme["sidebar"]["backgroundColor"] == colours.panel


def test_contrast_is_the_ratio_of_the_guideline() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert look("dark") is DARK and look(None) is LIGHT
