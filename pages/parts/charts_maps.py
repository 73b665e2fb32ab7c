"""Who supplies whom: a map with flow lines, a Sankey diagram, a matrix (pure).

No data is hatched grey and not zero. Codes of groups are no countries: maps leave them out, and the page
says how many.
"""

from array import array
from base64 import b64encode
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from pages.parts import outlines
from pages.parts.drawing import HOLLOW, Drawing
from pages.parts.marks import Measure, Term, layout, wrapped
from pages.parts.palette import Look
from pages.parts.wording import Wording, plain

OTHER = "other"
BETWEEN = ">"  # parts the ends of a flow in its key: USA>rail>KAZ
ENDS = ("supplier", "sector", "recipient")  # as an address names them
# Class limits: money in billions, shares in per cent, deals.
_LIMITS = {"usd": (0.1, 1.0, 10.0, 100.0), "gdp": (0.1, 1.0, 5.0, 20.0), "count": (2.0, 5.0, 10.0, 20.0)}


def mixed(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.36)"


def packed(numbers: "array[float]") -> dict[str, str]:
    """Single-precision numbers as Plotly takes them without reading each: thousands are sent at every run."""
    return {"dtype": "f4", "bdata": b64encode(numbers).decode()}


def class_of(value: float, limits: Sequence[float]) -> int:
    """1 for below the first limit, 2 for below the second ...; 0 for nothing counted."""
    return 0 if value <= 0 else 1 + sum(value >= limit for limit in limits)


def world_map(
    terms: Sequence[Term], flows: Sequence[tuple[str, str, Term]], measure: Measure, colours: Look
) -> Drawing:
    """Countries by class of value, the hatched rest, and lines of the largest flows.

    Args:
        terms: One a country, key ISO 3166-1 alpha-3; countries without an outline are not drawn.
        flows: Supplier, recipient and sum; drawn with a width by value, from supplier to recipient.
    """
    say = measure.say
    kind = "count" if measure.is_count else measure.selection.unit
    limits = _LIMITS[kind]
    shown = [term for term in terms if term.key in outlines.countries()]
    classes = [class_of(measure.length(measure.size(term)), limits) for term in shown]
    steps = len(limits) + 2
    # Class 0 has deals but nothing counted: paler than the lowest class and, unlike no data, not hatched.
    shades = [mixed(colours.page, colours.heat[0], 0.12)] + [
        mixed(colours.heat[0], colours.heat[1], i / (steps - 2)) for i in range(steps - 1)
    ]
    scale = [[edge, shade] for i, shade in enumerate(shades) for edge in (i / steps, (i + 1) / steps)]
    names = _class_names(say, limits, kind)
    longitudes, latitudes = outlines.hatching(frozenset(outlines.countries() - {t.key for t in shown}))
    data: list[dict[str, Any]] = [
        {
            "type": "scattergeo", "mode": "lines", "hoverinfo": "skip",
            "lon": packed(longitudes), "lat": packed(latitudes),
            "line": {"color": colours.no_data, "width": 0.7}, "opacity": 0.75, "name": say("map.no_data"),
        },
        {
            "type": "choropleth", "locations": [t.key for t in shown], "z": classes, "zmin": -0.5,
            "zmax": steps - 0.5, "colorscale": scale, "customdata": [t.key for t in shown],
            "hovertext": [measure.hover(t) for t in shown], "hovertemplate": "%{hovertext}<extra></extra>",
            "marker": {"line": {"color": colours.text, "width": 0.6}},
            "colorbar": {
                "orientation": "h", "x": 0, "xanchor": "left", "y": -0.02, "yanchor": "top", "len": 1,
                "thickness": 11, "tickmode": "array", "tickvals": list(range(steps)), "ticktext": names,
                "tickfont": {"size": 11, "color": colours.muted}, "outlinewidth": 0, "ticks": "",
                "title": {"text": plain(measure.axis), "font": {"size": 12, "color": colours.muted}, "side": "top"},
            },
        },
        *_flow_lines(flows, measure, colours),
    ]  # fmt: skip
    base = layout(colours, measure.say, 440)
    base["margin"] = {"l": 0, "r": 0, "t": 0, "b": 64}
    base["geo"] = {
        "projection": {"type": "natural earth"}, "showframe": False, "showcoastlines": False, "showland": True,
        "landcolor": colours.land, "showcountries": True, "countrycolor": colours.line, "countrywidth": 0.4,
        "bgcolor": colours.page, "lataxis": {"range": [-57, 80]}, "lonaxis": {"range": [-168, 180]},
        "resolution": 110, "fitbounds": False,
    }  # fmt: skip
    return Drawing(data, base)


def _class_names(say: Wording, limits: Sequence[float], kind: str) -> list[str]:
    def end(value: float) -> str:
        return say.number(value, 1) + ("%" if kind == "gdp" else "")

    if kind == "count":
        edges = [int(limit) for limit in limits]
        between = [f"{low}-{high - 1}" for low, high in pairwise(edges)]
        return [say("map.none_counted"), "1", *between, f"{edges[-1]}+"]
    between = [f"{end(low)}-{end(high)}" for low, high in pairwise(limits)]
    return [
        say("map.none_counted"),
        f"<{end(limits[0])}".replace("<", "&lt;"),
        *between,
        f"{end(limits[-1])}+",
    ]


def _flow_lines(
    flows: Sequence[tuple[str, str, Term]], measure: Measure, colours: Look
) -> list[dict[str, Any]]:
    drawn = []
    for supplier, recipient, term in flows:
        start, end = outlines.centre(supplier), outlines.centre(recipient)
        if start and end and supplier != recipient:
            drawn.append((start, end, term))
    largest = max((measure.size(term) for _, _, term in drawn), default=0.0) or 1.0
    hue = colours.hues[1]
    lines: list[dict[str, Any]] = [
        {
            "type": "scattergeo", "mode": "lines", "lon": [start[0], end[0]], "lat": [start[1], end[1]],
            "line": {"color": hue, "width": 1 + 3.5 * (measure.size(term) / largest) ** 0.5}, "opacity": 0.65,
            "hoverinfo": "skip", "name": plain(term.label),
        }
        for start, end, term in drawn
    ]  # fmt: skip
    if drawn:
        # The dot is the recipient's end: it says the direction, and carries the words of its line.
        lines.append(
            {
                "type": "scattergeo", "mode": "markers", "lon": [end[0] for _, end, _ in drawn],
                "lat": [end[1] for _, end, _ in drawn],
                "marker": {"size": 9, "color": hue, "line": {"color": colours.page, "width": 1.5}},
                "hovertext": [measure.hover(term) for _, _, term in drawn],
                "hovertemplate": "%{hovertext}<extra></extra>", "customdata": [t.group for _, _, t in drawn],
                "name": "",
            }
        )  # fmt: skip
    return lines


def sankey(
    flows: Sequence[tuple[str, str, str, Term]], names: Mapping[str, str], measure: Measure, colours: Look
) -> Drawing:
    """Supplier -> sector -> recipient, by what may be added. Each mark carries the names that it sets in an address.

    Args:
        flows: Supplier, sector, recipient and sum, with all three in its key: at most 12, then one of OTHER.
        names: Words for the codes.
    """
    keys: dict[tuple[int, str], int] = {}
    asked: dict[tuple[int, str], str] = {}
    for supplier, sector, recipient, term in flows:
        codes = term.key.split(BETWEEN)
        for level, code in enumerate((supplier, sector, recipient)):
            keys.setdefault((level, code), len(keys))
            asked[level, code] = f"{ENDS[level]}={codes[level]}" if len(codes) == len(ENDS) else ""
    pairs: dict[tuple[int, int], list[Term]] = {}
    for supplier, sector, recipient, term in flows:
        pairs.setdefault((keys[0, supplier], keys[1, sector]), []).append(term)
        pairs.setdefault((keys[1, sector], keys[2, recipient]), []).append(term)
    tints = (colours.hues[1], colours.hues[0], colours.hues[2])
    names_set = list(asked.values())
    data = {
        "type": "sankey",
        "arrangement": "fixed",  # a node that can be moved takes no press
        "node": {
            "label": [wrapped(names.get(code, code), 13, 2) for _, code in keys],
            "color": [colours.no_data if code == OTHER else tints[level] for level, code in keys],
            "pad": 14,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
            "customdata": names_set,
        },
        "link": {
            "source": [source for source, _ in pairs],
            "target": [target for _, target in pairs],
            "value": [sum(measure.length(measure.size(t)) for t in terms) for terms in pairs.values()],
            "color": [_faint(colours.accent) for _ in pairs],
            "customdata": [
                [
                    "<br>".join(measure.hover(t) for t in terms[:4]),
                    "&".join(filter(None, (names_set[a], names_set[b]))),
                ]
                for (a, b), terms in pairs.items()
            ],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        },
        "textfont": {"size": 13, "color": colours.text, "shadow": "none"},
    }
    base = layout(colours, measure.say, max(420, 34 * len(keys)))
    base["margin"] = {"l": 4, "r": 4, "t": 26, "b": 10}
    heads = ("map.suppliers", "map.sectors", "map.recipients")
    base["annotations"] = [
        {
            "text": plain(measure.say(head)), "xref": "paper", "yref": "paper", "x": index / 2, "y": 1,
            "xanchor": ("left", "center", "right")[index], "yanchor": "bottom", "yshift": 6, "showarrow": False,
            "font": {"size": 12, "color": colours.muted},
        }
        for index, head in enumerate(heads)
    ]  # fmt: skip
    return Drawing([data], base)


def matrix(
    cells: Mapping[tuple[str, str], Term], suppliers: Sequence[tuple[str, str]], recipients: Sequence[tuple[str, str]],
    measure: Measure, colours: Look,
) -> Drawing:  # fmt: skip
    """Suppliers in rows, recipients in columns; a dot's area is the value, so that no cell needs a colour key.

    Args:
        cells: Sum by supplier and recipient; a pair without a deal is not there.
        suppliers: Code and name, in order from the top.
        recipients: Code and name, in order from the left.
    """
    column = {code: index for index, (code, _) in enumerate(recipients)}
    row = {code: index for index, (code, _) in enumerate(suppliers)}
    shown = [(row[s], column[r], term) for (s, r), term in cells.items() if s in row and r in column]
    largest = max((measure.size(term) for _, _, term in shown), default=0.0) or 1.0
    sizes = [7 + 33 * (measure.size(term) / largest) ** 0.5 for _, _, term in shown]
    has_sum = [measure.size(term) > 0 for _, _, term in shown]
    data = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for _, x, _ in shown],
        "y": [y for y, _, _ in shown],
        "text": [
            measure.say.number(measure.length(measure.size(term)), 1) if is_sum else ""
            for (_, _, term), is_sum in zip(shown, has_sum, strict=True)
        ],
        "textposition": "bottom center",
        "textfont": {"size": 11, "color": colours.muted},
        "marker": {
            "size": sizes,
            "color": [colours.accent if is_sum else colours.page for is_sum in has_sum],
            "line": {"color": colours.accent, "width": 1.2},
            "opacity": 1,
        },
        "customdata": [term.key for _, _, term in shown],
        "hovertext": [measure.hover(term) for _, _, term in shown],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
    if not all(has_sum):
        data["meta"] = HOLLOW
    axis = {"showgrid": True, "gridcolor": colours.grid, "zeroline": False, "fixedrange": True, "automargin": True,
            "tickmode": "array", "tickfont": {"size": 12, "color": colours.text}}  # fmt: skip
    base = layout(
        colours, measure.say,
        58 * len(suppliers) + 168,
        xaxis={**axis, "side": "top", "tickvals": list(range(len(recipients))), "tickangle": -40,
               "ticktext": [wrapped(name, 16, 2) for _, name in recipients], "range": [-0.6, len(recipients) - 0.4]},
        yaxis={**axis, "tickvals": list(range(len(suppliers))), "range": [len(suppliers) - 0.4, -0.6],
               "ticktext": [wrapped(name, 18, 2) for _, name in suppliers]},
    )  # fmt: skip
    base["margin"] = {"l": 8, "r": 16, "t": 16, "b": 30}
    base["annotations"] = [
        {
            "text": plain(measure.axis), "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "top",
            "yshift": -8, "showarrow": False, "font": {"size": 12, "color": colours.muted},
        }
    ]  # fmt: skip
    return Drawing([data], base)
