"""Sums by year or month -> columns, stacked columns and a cumulative line (pure)."""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.drawing import Drawing
from pages.parts.marks import SEEN, Measure, Term, layout, legend, value_axis, wrapped
from pages.parts.palette import Look
from pages.parts.wording import plain

ALL_NAMED = 16  # so many columns have each their name
FEWEST = 5  # columns for which there is room at least: one alone would be a slab


def _place_axis(
    colours: Look, terms: Sequence[Term], running: int | None, measure: Measure
) -> dict[str, Any]:
    is_running = {term.key: term.key == str(running) for term in terms}
    labels = [f"{term.label}*" if is_running[term.key] else term.label for term in terms]
    note = plain(measure.say("chart.running_year", year=running)) if any(is_running.values()) else ""
    # Years stand upright side by side, and turn where a phone has no room for that; of more, every so many, and the last.
    step = 1 if len(terms) <= ALL_NAMED else -(-len(terms) // 6)
    shown = [index for index in range(len(terms)) if (len(terms) - 1 - index) % step == 0]
    middle, half = (len(terms) - 1) / 2, max(len(terms), FEWEST) / 2 + 0.1
    return {
        "tickmode": "array", "tickvals": shown, "ticktext": [labels[i] for i in shown], "tickangle": "auto",
        "autotickangles": [0, 90], "automargin": True,
        "tickfont": {"size": 12, "color": colours.text}, "showgrid": False, "zeroline": False, "fixedrange": True,
        "ticklabelstandoff": 6,
        "title": {"text": note, "font": {"size": 12, "color": colours.muted}, "standoff": 8},
        "range": [middle - half, middle + half],
    }  # fmt: skip


def year_bars(terms: Sequence[Term], measure: Measure, colours: Look, running: int | None) -> Drawing:
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
    base = layout(
        colours,
        measure.say,
        360,
        bargap=0.28,
        xaxis=_place_axis(colours, terms, running, measure),
        yaxis=value_axis(colours, measure),
    )
    base["margin"] = {"l": 8, "r": 8, "t": 14, "b": 44}
    base["yaxis"]["automargin"] = True
    return Drawing([bar] if measure.is_count else [bar, _whiskers(terms, measure, colours)], base)


def stacked_years(
    terms: Sequence[Term], parts: Sequence[tuple[str, str, Mapping[str, Term]]], measure: Measure, colours: Look,
    shades: Sequence[str], running: int | None,
) -> Drawing:  # fmt: skip
    """Columns by year, stacked by sector (hues) or by firmness (one hue, the firmer the stronger).

    Args:
        terms: One a year, without gaps: the whole columns, for whiskers and labels.
        parts: Key, name and terms by year of each layer, from the bottom.
        shades: A colour for each layer.
    """
    places = list(range(len(terms)))
    data: list[dict[str, Any]] = []
    for (key, name, by_year), shade in zip(parts, shades, strict=True):
        layer = [by_year.get(term.key) for term in terms]
        data.append(
            {
                "type": "bar", "x": places, "name": plain(name),
                "y": [measure.length(measure.size(t)) if t else 0 for t in layer],
                "marker": {
                    "color": shade, "line": {"color": colours.page, "width": 1},
                    "pattern": {"fillmode": "overlay", "shape": ["." if t.key == str(running) else "" for t in terms], "solidity": 0.12,
                                "fgcolor": colours.page, "size": 5},
                },
                "customdata": [term.key for term in terms],
                "hovertext": [f"{measure.hover(t)}<br>{plain(name)}" if t else "" for t in layer],
                "hovertemplate": "%{hovertext}<extra></extra>", "meta": key,
            }
        )  # fmt: skip
    if not measure.is_count:
        data.append(_whiskers(terms, measure, colours))
    base = layout(
        colours, measure.say, 440, bargap=0.25, barmode="stack", showlegend=True,
        legend=legend(colours),
        xaxis=_place_axis(colours, terms, running, measure), yaxis=value_axis(colours, measure, automargin=True),
    )  # fmt: skip
    base["margin"] = {"l": 8, "r": 8, "t": 10, "b": 44}
    return Drawing(data, base)


def _whiskers(terms: Sequence[Term], measure: Measure, colours: Look) -> dict[str, Any]:
    """The interval of each whole column, as a mark without a bar."""
    least = SEEN * max((t.high for t in terms), default=0.0)
    shown = [(i, t) for i, t in enumerate(terms) if t.high - t.low > least]
    sizes = [measure.length(measure.size(t)) for _, t in shown]
    return {
        "type": "scatter", "mode": "markers", "x": [i for i, _ in shown], "y": sizes,
        "marker": {"size": 1, "color": colours.text}, "hoverinfo": "skip", "showlegend": False,
        "error_y": {
            "type": "data", "symmetric": False, "color": colours.text, "thickness": 1.6, "width": 4,
            "array": [measure.length(t.high) - s for s, (_, t) in zip(sizes, shown, strict=True)],
            "arrayminus": [s - measure.length(t.low) for s, (_, t) in zip(sizes, shown, strict=True)],
        },
    }  # fmt: skip


def cumulative(terms: Sequence[Term], measure: Measure, colours: Look) -> Drawing:
    """The running sum of lower and of upper bounds, the interval between them shaded.

    Args:
        terms: One a year or month, without gaps, each already the sum up to its end.
    """
    places = list(range(len(terms)))
    low = [measure.length(float(t.deal_count) if measure.is_count else t.low) for t in terms]
    high = [measure.length(float(t.deal_count) if measure.is_count else t.high) for t in terms]
    shared: dict[str, Any] = {"type": "scatter", "mode": "lines", "x": places}
    has_band = high != low
    data: list[dict[str, Any]] = [
        {
            **shared, "y": low, "mode": "lines+markers", "line": {"color": colours.accent, "width": 2.5},
            "marker": {"size": 6, "color": colours.accent}, "name": plain(measure.say("years.lower")),
            "customdata": [t.key for t in terms], "hovertext": [measure.hover(t) for t in terms],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]  # fmt: skip
    if has_band:
        data.append(
            {
                **shared, "y": high, "line": {"color": colours.accent, "width": 1.4, "dash": "dash"},
                "fill": "tonexty", "fillcolor": colours.accent_soft, "name": plain(measure.say("years.upper")),
                "hoverinfo": "skip",
            }
        )  # fmt: skip
    base = layout(
        colours,
        measure.say,
        440,
        xaxis=_place_axis(colours, terms, None, measure),
        yaxis=value_axis(colours, measure, automargin=True),
    )
    base["margin"] = {"l": 8, "r": 66, "t": 20, "b": 44}
    names = [("years.lower", low)] + ([("years.upper", high)] if has_band else [])
    base["annotations"] = [
        {
            "text": wrapped(measure.say(name), 9, 2), "x": places[-1], "y": values[-1], "xanchor": "left", "xshift": 8,
            "showarrow": False, "font": {"size": 12, "color": colours.text}, "align": "left",
            "yshift": 15 if name == "years.upper" else (-15 if has_band else 0),
        }
        for name, values in names
    ]  # fmt: skip
    return Drawing(data, base)
