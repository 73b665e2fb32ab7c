"""Totalled rows -> bar charts with intervals (pure; knows no Streamlit, no file, no filter, no sum).

Bars start at zero; a whisker is the interval from the lower to the upper bound; an open end has an arrow;
a ceiling is hatched, outlined, beside the bar and never stacked on it; the firmer, the stronger the hue.
Other charts: `charts_sectors` for sectors, `charts_maps` for who supplies whom, `charts_time` for when, `charts_claims` for totals.
"""

from collections.abc import Sequence
from typing import Any

from pages.parts.drawing import CEILING, OPEN_END, Drawing
from pages.parts.marks import SEEN, Measure, Term, layout, letter_width, value_axis
from pages.parts.palette import Look
from pages.parts.wording import plain, shorten

ROW, TALL = (
    60,
    74,
)  # pixels of one horizontal bar with its name above, in one line or two, and its ceiling below
BAR = 0.03  # where in its row the bar stands
ROOM = 340  # pixels that a phone has for a name and its amount
BOLD = 7.6  # pixels of a letter of the amount


def value_bars(terms: Sequence[Term], measure: Measure, colours: Look) -> Drawing:
    """Horizontal bars, largest on top, with whiskers, arrows at open ends and hatched ceilings beside.

    Name and amount stand above each bar, from the left edge, in two lines where a phone has no room for one.

    Args:
        terms: One a bar, in the order in which they are to stand.
        measure: How values become lengths and words.
        colours: Light or dark.
    """
    sizes = [measure.length(measure.size(term)) for term in terms]
    ends = sizes if measure.is_count else [measure.length(max(t.low, t.high)) for t in terms]
    has_ceilings = not measure.is_count and measure.selection.unit == "usd"
    ceilings = [measure.length(t.ceiling_high) if has_ceilings else 0.0 for t in terms]
    # A ceiling's words stand behind its bar and need room; so does the arrow of an open end.
    reach = max([end * 1.05 for end in ends] + [c * (1.34 if t.counted else 1.05)
                for c, t in zip(ceilings, terms, strict=True)], default=0.0)  # fmt: skip
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "orientation": "h",
            "x": sizes,
            "y": [place + BAR for place in range(len(terms))],
            "width": 0.3,
            "marker": {
                "color": [colours.page if term.is_hollow else colours.accent for term in terms],
                "line": {"color": colours.accent, "width": [1.6 if term.is_hollow else 0 for term in terms]},
            },
            "customdata": [term.key for term in terms],
            "hovertext": [measure.hover(term) for term in terms],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "name": plain(measure.axis),
        }
    ]
    if any(ceilings):
        data.append(_ceilings(terms, measure, colours))
    if not measure.is_count:
        data += [_whiskers(terms, sizes, measure, colours, reach), _arrows(terms, ends, colours)]
    names = [_name(term, measure) for term in terms]
    is_tall = any("<br>" in name for name in names)
    base = layout(
        colours,
        measure.say,
        (TALL if is_tall else ROW) * len(terms) + 56,
        xaxis=value_axis(colours, measure, range=[0, reach or 1]),
        # Plotly counts upwards, so the first row would otherwise sit at the bottom.
        yaxis={"range": [len(terms) - 0.5, -0.5], "visible": False, "fixedrange": True},
        barmode="overlay",
        annotations=[_above(place, name, colours) for place, name in enumerate(names)],
    )
    base["margin"] = {"l": 4, "r": 8, "t": 10 if is_tall else 0, "b": 46}
    return Drawing(data, base)


def _name(term: Term, measure: Measure) -> str:
    """The name and behind it the amount, in at most two lines; what does not fit into them is cut."""
    amount = measure.words(term)
    if not amount and term.ceilings and measure.selection.unit == "usd":
        amount = measure.say.money(None, term.ceiling_high)
    # A group without a bar says that it is no mistake.
    amount = amount or (measure.say("chart.none_counted", n=term.deal_count) if term.deal_count else "")
    letter = letter_width(term.label)
    whole, beside = int(ROOM / letter), int((ROOM - BOLD * len(amount)) / letter)
    label = " ".join(term.label.split())
    lines = [label]
    if len(label) > beside:
        first = label[: label.rfind(" ", 0, whole + 1) if " " in label[:whole] else whole].rstrip()
        lines = [first, shorten(label[len(first) :].strip(), beside)]
    gap = "  " if lines[-1] else ""
    return f"{'<br>'.join(map(plain, lines))}{gap}<b>{plain(amount)}</b>"


def _above(place: int, name: str, colours: Look) -> dict[str, Any]:
    return {
        "text": name, "xref": "paper", "x": 0, "xanchor": "left", "y": place - 0.13,
        "yref": "y", "yanchor": "bottom", "showarrow": False, "align": "left",
        "font": {"size": 13, "color": colours.text},
    }  # fmt: skip


def _whiskers(
    terms: Sequence[Term], sizes: Sequence[float], measure: Measure, colours: Look, reach: float
) -> dict[str, Any]:
    """Intervals as a trace of their own: on a bar trace, one without an interval would still get a cap."""
    shown = [
        (place, size, measure.length(t.low), measure.length(t.high))
        for place, (t, size) in enumerate(zip(terms, sizes, strict=True))
        if measure.length(t.high - t.low) > SEEN * reach
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [size for _, size, _, _ in shown],
        "y": [place + BAR for place, _, _, _ in shown],
        "marker": {"size": 1, "color": colours.text},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [high - size for _, size, _, high in shown],
            "arrayminus": [size - low for _, size, low, _ in shown],
            "color": colours.text,
            "thickness": 1.8,
            "width": 6,
        },
        "hoverinfo": "skip",
    }


def _arrows(terms: Sequence[Term], ends: Sequence[float], colours: Look) -> dict[str, Any]:
    """An arrow where at least one upper end is open: the bar says "at least"."""
    shown = [
        (place, end) for place, (t, end) in enumerate(zip(terms, ends, strict=True)) if t.open_high and end
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [end for _, end in shown],
        "y": [place + BAR for place, _ in shown],
        "marker": {"symbol": OPEN_END, "size": 14, "color": colours.text},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _ceilings(terms: Sequence[Term], measure: Measure, colours: Look) -> dict[str, Any]:
    shown = [(place, term) for place, term in enumerate(terms) if term.ceilings]
    return {
        "type": "bar",
        "orientation": "h",
        "x": [measure.length(term.ceiling_high) for _, term in shown],
        "y": [place + (0.27 if term.counted else BAR) for place, term in shown],
        "width": [0.12 if term.counted else 0.3 for _, term in shown],
        "marker": {
            "color": "rgba(0,0,0,0)",
            "line": {"color": colours.ceiling, "width": 1.4},
            "pattern": {
                "shape": CEILING,
                "fgcolor": colours.ceiling,
                "bgcolor": colours.page,
                "size": 6,
                "solidity": 0.28,
            },
        },
        # A deal that is only a ceiling has its words above; a group's ceilings are named beside their bar.
        "text": [
            f" {measure.say.money(None, term.ceiling_high)}" if term.counted else "" for _, term in shown
        ],
        "textposition": "outside",
        "constraintext": "none",  # else Plotly shrinks the words to the bar's thickness
        "cliponaxis": False,
        "textfont": {"size": 11, "color": colours.muted},
        "customdata": [term.key for _, term in shown],
        "hovertext": [measure.hover(term) for _, term in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "name": plain(measure.say("chart.ceiling")),
    }
