"""The colours of marks and text, for a light and a dark page, and the contrast between two colours.

Every mark has at least 3:1 and every text at least 4.5:1 against its page; a test computes it. The same
values stand in .streamlit/config.toml, which a test compares.
"""

from dataclasses import dataclass, fields
from typing import Literal

Scheme = Literal["light", "dark"]
FONT = "Inter, 'Source Sans', 'Segoe UI', system-ui, sans-serif"


@dataclass(frozen=True, slots=True)
class Look:
    """One set of colours."""

    scheme: Scheme
    page: str  # background
    panel: str  # sidebar, cards
    text: str
    muted: str  # secondary text
    line: str  # axes and borders that carry meaning
    grid: str  # faint lines that carry none
    accent: str  # the one colour of counted money, links and what is chosen
    accent_soft: str  # background of what is chosen
    hues: tuple[str, ...]  # at most six
    firmness: tuple[str, ...]  # one hue, 0 talks ... 4 completed: the firmer, the stronger
    ceiling: str  # outline and hatching of what has no lower bound
    no_data: str  # hatching of countries without a deal
    land: str
    heat: tuple[str, str]  # low and high end of a sequential scale
    kinds: tuple[str, str, str, str]  # highlights in a text: deal, total, conversion or part, refused


LIGHT = Look(
    scheme="light",
    page="#ffffff",
    panel="#f3f6f6",
    text="#14232b",
    muted="#50616a",
    line="#7b8a91",
    grid="#e1e7e8",
    accent="#0b6e69",
    accent_soft="#dcefed",
    hues=("#0b7a75", "#b45309", "#4a5fb8", "#b3364b", "#66751a", "#8a4a9e"),
    firmness=("#659b97", "#529490", "#33857f", "#0d625d", "#04322f"),
    ceiling="#8a5a00",
    no_data="#839097",
    land="#eef1f1",
    heat=("#a3d0ca", "#063f3c"),
    kinds=("#cdeae6", "#dfe3fb", "#eceff0", "#fbe3cc"),
)
DARK = Look(
    scheme="dark",
    page="#10191e",
    panel="#17232a",
    text="#e8eef0",
    muted="#a9b8be",
    line="#78898f",
    grid="#28363d",
    accent="#58c9bf",
    accent_soft="#163b3b",
    hues=("#4fc1b6", "#e3a04d", "#9aaaf2", "#ef8a99", "#b9c552", "#cb9fe0"),
    firmness=("#3d827d", "#4b9a94", "#5fb5ae", "#84d3cb", "#bdf0ea"),
    ceiling="#e8b75c",
    no_data="#6c7b82",
    land="#1b282f",
    heat=("#1d4644", "#bdf0ea"),
    kinds=("#17504c", "#343f78", "#2c3a41", "#5f4118"),
)


def look(scheme: str | None) -> Look:
    """The colours for a scheme; light where it is not known."""
    return DARK if scheme == "dark" else LIGHT


def swap(old: Look, new: Look) -> dict[str, str]:
    """Each colour of one look with the one that plays its part in another: a dark chart goes on white paper."""
    pairs: dict[str, str] = {}
    for field in fields(Look):
        before, after = getattr(old, field.name), getattr(new, field.name)
        for one, other in zip(*((x,) if isinstance(x, str) else x for x in (before, after)), strict=True):
            if one.startswith("#"):
                pairs.setdefault(one, other)
    return pairs


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour.lstrip("#")[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
