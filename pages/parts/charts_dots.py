"""Values that differ between reports -> dots with ranges on one axis (pure). Never joined, never averaged."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.parts.drawing import Drawing
from pages.parts.marks import layout, name_axis
from pages.parts.palette import Look
from pages.parts.wording import Wording, plain


@dataclass(frozen=True, slots=True)
class Range:
    """One report's value, in whole units of the original currency."""

    label: str
    low: float | None
    high: float | None
    words: str
    quote: str
    is_headline: bool = False  # the value that the deal carries


def dot_ranges(ranges: Sequence[Range], axis: str, colours: Look, say: Wording) -> Drawing:
    """A dot at each stated end, a line between two ends, an arrow where an end is open.

    Args:
        ranges: In the order in which they are to stand, from the top.
        axis: Title of the value axis, with its currency; values are drawn in billions.
        colours: Light or dark.
        say: The reader's language.
    """
    data: list[dict[str, Any]] = []
    ends = [value for r in ranges for value in (r.low, r.high) if value is not None]
    reach = max(ends, default=1.0) / 1e9
    for place, one in enumerate(ranges):
        stated = [value / 1e9 for value in (one.low, one.high) if value is not None]
        open_low, open_high = one.low is None, one.high is None
        hue = colours.accent if one.is_headline else colours.line
        xs = sorted({*stated})
        if open_high:
            xs.append(xs[-1] + reach * 0.12)
        if open_low:
            xs.insert(0, max(0.0, xs[0] - reach * 0.12))
        symbols = ["circle"] * len(xs)
        if open_high:
            symbols[-1] = "triangle-right"
        if open_low:
            symbols[0] = "triangle-left"
        data.append(
            {
                "type": "scatter", "mode": "lines+markers+text", "x": xs, "y": [place] * len(xs),
                "line": {"color": hue, "width": 2.5, "dash": "dot" if open_low or open_high else "solid"},
                "marker": {"size": 12, "symbol": symbols, "color": hue,
                           "line": {"color": colours.page, "width": 1}},
                "text": [""] * (len(xs) - 1) + [plain(one.words)], "textposition": "top center",
                "textfont": {"size": 13, "color": colours.text}, "cliponaxis": False,
                "hovertext": plain(say.quoted(one.quote)), "hovertemplate": "%{hovertext}<extra></extra>",
                "name": plain(one.label),
            }
        )  # fmt: skip
    base = layout(
        colours,
        say,
        44 * len(ranges) + 76,
        xaxis={"rangemode": "tozero", "range": [0, reach * 1.35], "fixedrange": True, "gridcolor": colours.grid,
               "zerolinecolor": colours.line, "tickfont": {"size": 12, "color": colours.muted},
               "title": {"text": plain(axis), "font": {"size": 12, "color": colours.muted}}},
        yaxis=name_axis(colours, [one.label for one in ranges], 26, range=[len(ranges) - 0.4, -0.6]),
    )  # fmt: skip
    return Drawing(data, base)
