"""Totalled rows -> the other charts of sectors: stacked by firmness, areas, one small chart each, two selections (pure).

Bars with intervals stand in `charts`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pages.parts.drawing import Drawing
from pages.parts.marks import Measure, Term, layout, legend, name_axis, value_axis, wrapped
from pages.parts.palette import Look
from pages.parts.wording import plain

# From which share of the whole an area holds so many letters in so many lines, on a wide screen.
AREA_NAMES = ((0.02, (13, 3)), (0.011, (10, 3)), (0.007, (8, 2)))


def firmness_bars(
    rows: Sequence[tuple[str, str, Mapping[int, Term]]],
    measure: Measure,
    colours: Look,
    names: Mapping[int, str],
) -> Drawing:
    """Horizontal bars stacked by firmness: one hue, the firmer the stronger. Lower bounds or numbers only.

    Args:
        rows: Key, label and the terms by firmness, in the order in which they are to stand.
        names: Firmness in words.
    """
    levels = sorted({level for _, _, parts in rows for level in parts})
    places = list(range(len(rows)))
    data: list[dict[str, Any]] = []
    for level in reversed(levels):
        terms = [parts.get(level) for _, _, parts in rows]
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": plain(names[level]),
                "x": [measure.length(measure.size(term)) if term else 0 for term in terms],
                "y": places,
                "width": 0.56,
                "marker": {"color": colours.firmness[level], "line": {"color": colours.page, "width": 1}},
                "customdata": [key for key, _, _ in rows],
                "hovertext": [f"{measure.hover(t)}<br>{plain(names[level])}" if t else "" for t in terms],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    sums = [sum(measure.length(measure.size(t)) for t in parts.values()) for _, _, parts in rows]
    base = layout(
        colours, measure.say,
        40 * len(rows) + 100,
        barmode="stack",
        showlegend=True,
        legend=legend(colours),
        xaxis=value_axis(colours, measure, range=[0, max(sums, default=1.0) * 1.06 or 1]),
        yaxis=name_axis(colours, [label for _, label, _ in rows], range=[len(rows) - 0.45, -0.55]),
    )  # fmt: skip
    # Beside the names a phone has little room for it.
    base["xaxis"]["title"]["text"] = wrapped(measure.axis, 16, 2)
    return Drawing(data, base)


def treemap(
    parents: Sequence[Term], children: Sequence[Term], measure: Measure, colours: Look, whole: str
) -> Drawing:
    """Sector -> deal, areas by lower bounds: only what may be added is in it. A deal carries its name in an address.

    Args:
        parents: Sectors; each child's `group` is the key of one.
        children: Counted deals.
        whole: Name of the whole.
    """
    hue = {term.key: colours.hues[index % len(colours.hues)] for index, term in enumerate(parents)}
    nodes = [*parents, *children]
    drawn = sum(measure.size(term) for term in parents) or 1.0
    labels = [plain(t.label) for t in parents] + [_short(t, drawn, measure) for t in children]
    data = {
        "type": "treemap",
        "ids": [f"s:{t.key}" for t in parents] + [f"d:{t.key}" for t in children],
        "labels": labels,
        "parents": ["" for _ in parents] + [f"s:{t.group}" for t in children],
        "values": [measure.length(measure.size(term)) for term in nodes],
        "branchvalues": "total",
        "customdata": ["" for _ in parents] + [f"deal={t.key}" for t in children],
        "text": [plain(measure.words(term)) for term in nodes],
        # What is too small for its name tells its amount, where there is room for that.
        "texttemplate": ["%{label}<br>%{text}" if label else "%{text}" for label in labels],
        "hovertext": [measure.hover(term) for term in nodes],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {
            "colors": [hue[t.key] for t in parents] + [hue[t.group] for t in children],
            "line": {"color": colours.page, "width": 2},
            "pad": {"t": 24, "l": 3, "r": 3, "b": 3},
        },
        "textfont": {"color": colours.page, "size": 12},
        "pathbar": {"visible": False},
        "tiling": {"pad": 2},
        "name": plain(whole),
    }
    base = layout(colours, measure.say, 560, uniformtext={"minsize": 10, "mode": "hide"})
    base["margin"] = {"l": 0, "r": 0, "t": 4, "b": 4}
    return Drawing([data], base)


def _short(term: Term, whole: float, measure: Measure) -> str:
    """As many letters of a deal's name as its area has room for: of the smallest the amount alone is shown."""
    share = measure.size(term) / whole
    letters, lines = next((room for least, room in AREA_NAMES if share >= least), (0, 0))
    return wrapped(term.label, letters, lines) if lines else ""


def small_multiples(
    panels: Sequence[tuple[str, Sequence[Term]]],
    years: Sequence[int],
    measure: Measure,
    colours: Look,
    columns: int = 3,
) -> Drawing:
    """One small bar chart a sector, all on the same scale, so that heights compare across panels."""
    rows = -(-len(panels) // columns)
    reach = (
        max((measure.length(measure.size(t)) for _, terms in panels for t in terms), default=0.0) * 1.08 or 1
    )
    data: list[dict[str, Any]] = []
    base = layout(colours, measure.say, 190 * rows + 40)
    base["annotations"] = []
    gap_x, gap_y = 0.05, 0.3 / max(rows, 1)
    for index, (label, terms) in enumerate(panels):
        row, column = divmod(index, columns)
        width = (1 - gap_x * (columns - 1)) / columns
        height = (1 - gap_y * rows) / rows
        left, top = column * (width + gap_x), 1 - row * (height + gap_y) - 0.5 * gap_y
        axis = "" if index == 0 else str(index + 1)
        data.append(
            {
                "type": "bar",
                "x": [int(term.group) for term in terms],
                "y": [measure.length(measure.size(term)) for term in terms],
                "marker": {"color": colours.accent},
                "width": 0.8,
                "xaxis": f"x{axis}",
                "yaxis": f"y{axis}",
                "customdata": [term.key for term in terms],
                "hovertext": [measure.hover(term) for term in terms],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "name": plain(label),
            }
        )
        base[f"xaxis{axis}"] = {
            "domain": [left, left + width], "anchor": f"y{axis}", "range": [years[0] - 0.6, years[-1] + 0.6],
            "tickfont": {"size": 11, "color": colours.muted}, "showgrid": False, "fixedrange": True,
            "tickmode": "array", "tickvals": [years[0], years[-1]] if len(years) > 1 else [years[0]],
            "linecolor": colours.line, "zeroline": False,
        }  # fmt: skip
        base[f"yaxis{axis}"] = {
            "domain": [max(0.0, top - height), top], "anchor": f"x{axis}", "range": [0, reach], "nticks": 4,
            "showticklabels": column == 0, "tickformat": ",",
            "title": {"text": measure.axis if index == 0 else "", "font": {"size": 11, "color": colours.muted}},
            "tickfont": {"size": 11, "color": colours.muted},
            "gridcolor": colours.grid, "zerolinecolor": colours.line, "fixedrange": True,
        }  # fmt: skip
        base["annotations"].append(
            {
                "text": f"<b>{wrapped(label, 22, 2)}</b>", "xref": "paper", "yref": "paper", "x": left, "y": top,
                "xanchor": "left", "yanchor": "bottom", "showarrow": False,
                "align": "left", "font": {"size": 13, "color": colours.text},
            }
        )  # fmt: skip
    base["margin"] = {"l": 58, "r": 8, "t": 24, "b": 28}
    return Drawing(data, base)


def paired_bars(
    rows: Sequence[tuple[str, Term | None, Term | None]],
    measure: Measure,
    colours: Look,
    names: Sequence[str],
) -> Drawing:
    """Two bars a row on one scale, for two selections side by side.

    Args:
        rows: Label, and the term of each selection where it has one.
        names: The two selections in words, for the legend.
    """
    data: list[dict[str, Any]] = []
    for index, name in enumerate(names):
        shown = [(place, (one, two)[index]) for place, (_, one, two) in enumerate(rows)]
        terms = [(place + (index - 0.5) * 0.38, term) for place, term in shown if term is not None]
        sizes = [measure.length(measure.size(term)) for _, term in terms]
        hue = (colours.hues[0], colours.hues[1])[index]
        data.append(
            {
                "type": "bar", "orientation": "h", "name": wrapped(name, 70, 2), "x": sizes,
                "y": [place for place, _ in terms], "width": 0.34,
                "marker": {"color": hue, "pattern": {"shape": ("", "\\")[index], "solidity": 0.3, "size": 6, "fillmode": "overlay",
                                                       "fgcolor": colours.page}},
                "text": [plain(measure.words(term)) for _, term in terms], "textposition": "outside",
                "constraintext": "none", "textfont": {"size": 12, "color": colours.text}, "cliponaxis": False,
                "customdata": [term.key for _, term in terms],
                "hovertext": [measure.hover(term) for _, term in terms],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )  # fmt: skip
    reach = max((size for trace in data for size in trace["x"]), default=0.0)
    base = layout(
        colours,
        measure.say,
        56 * len(rows) + 130,
        barmode="overlay",
        showlegend=True,
        legend=legend(colours),
        xaxis=value_axis(colours, measure, range=[0, reach * 1.4 or 1]),
        yaxis=name_axis(colours, [label for label, _, _ in rows], range=[len(rows) - 0.45, -0.55]),
    )
    return Drawing(data, base)
