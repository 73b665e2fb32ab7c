"""Sums by year or month -> columns, stacked columns and a cumulative line (pure)."""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from pages.parts.charts import figure
from pages.parts.marks import Measure, Term, layout, value_axis
from pages.parts.palette import Look
from pages.parts.wording import plain


def _place_axis(colours: Look, terms: Sequence[Term], running: int | None, measure: Measure) -> dict[str, Any]:
    labels = [
        plain(measure.say("chart.running_year", year=term.label)).replace(" (", "<br>(")
        if running is not None and term.key == str(running)
        else term.label
        for term in terms
    ]
    # A label for every bar would overlap on a phone: at most eight, and always the last.
    step = max(1, -(-len(terms) // 8))
    shown = [index for index in range(len(terms)) if (len(terms) - 1 - index) % step == 0]
    return {
        "tickmode": "array", "tickvals": shown, "ticktext": [labels[i] for i in shown], "tickangle": 0,
        "tickfont": {"size": 12, "color": colours.text}, "showgrid": False, "zeroline": False, "fixedrange": True,
        "range": [-0.6, len(terms) - 0.4],
    }  # fmt: skip


def year_bars(terms: Sequence[Term], measure: Measure, colours: Look, running: int | None) -> go.Figure:
    """One column a year with a whisker for its interval; the running year is outlined, not full.

    Args:
        terms: One a year, without gaps.
        measure: How values become lengths and words.
        colours: Light or dark.
        running: The year that is not over in the data, if any.
    """
    places = list(range(len(terms)))
    sizes = [measure.length(measure.size(term)) for term in terms]
    is_running = [term.key == str(running) for term in terms]
    bar: dict[str, Any] = {
        "type": "bar",
        "x": places,
        "y": sizes,
        "marker": {
            "color": [colours.accent_soft if r else colours.accent for r in is_running],
            "line": {"color": colours.accent, "width": [1.6 if r else 0 for r in is_running]},
        },
        "customdata": [term.key for term in terms],
        "hovertext": [measure.hover(term) for term in terms],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "name": measure.axis,
    }
    if not measure.is_count:
        up = [measure.length(t.high) - s for t, s in zip(terms, sizes, strict=True)]
        down = [s - measure.length(t.low) for t, s in zip(terms, sizes, strict=True)]
        bar["error_y"] = {
            "type": "data", "symmetric": False, "array": [max(0.0, v) for v in up],
            "arrayminus": [max(0.0, v) for v in down], "color": colours.text, "thickness": 1.6, "width": 4,
            "visible": any(v > 1e-9 for v in (*up, *down)),
        }  # fmt: skip
    base = layout(
        colours, 360, bargap=0.28, xaxis=_place_axis(colours, terms, running, measure), yaxis=value_axis(colours, measure)
    )
    base["margin"] = {"l": 8, "r": 8, "t": 14, "b": 44}
    base["yaxis"]["automargin"] = True
    return figure([bar], base)
