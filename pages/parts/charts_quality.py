"""Counted things -> plain bars (pure): the funnel, the source mix, the confidence of readings."""

from collections.abc import Sequence

from pages.parts.drawing import Drawing
from pages.parts.marks import layout, name_axis
from pages.parts.palette import Look
from pages.parts.wording import Wording, plain


def count_bars(
    rows: Sequence[tuple[str, int]], colours: Look, say: Wording, axis: str, hovers: Sequence[str] = ()
) -> Drawing:
    """One horizontal bar a thing with its number at the end, in the order given.

    Args:
        rows: Label and number.
        colours: Light or dark.
        say: Words, for the numbers.
        axis: What is counted.
        hovers: More words for each bar, as plain text.
    """
    places = list(range(len(rows)))
    reach = max((number for _, number in rows), default=1)
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [number for _, number in rows],
        "y": places,
        "width": 0.56,
        "marker": {"color": colours.accent},
        "text": [f" {say.whole(number)}" for _, number in rows],
        "textposition": "outside",
        "textfont": {"size": 13, "color": colours.text},
        "cliponaxis": False,
        "hovertext": [plain(hover) for hover in hovers] or [plain(label) for label, _ in rows],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    base = layout(
        colours, say,
        36 * len(rows) + 62,
        xaxis={
            "range": [0, reach * (1.1 + 0.05 * len(say.whole(reach))) or 1], "title": {"text": axis, "font": {"size": 12, "color": colours.muted}},
            "tickfont": {"size": 12, "color": colours.muted}, "gridcolor": colours.grid, "zerolinecolor": colours.line,
            "fixedrange": True, "nticks": 6, "tickformat": ",d",
        },
        yaxis=name_axis(colours, [label for label, _ in rows], 30, range=[len(rows) - 0.45, -0.55]),
    )  # fmt: skip
    return Drawing([bar], base)
