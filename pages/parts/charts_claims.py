"""Claims about aggregates -> dots with open ends; a package beside its listed items (pure).

No line joins two claims: they may count different things, and their difference means nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from pages.parts.charts import figure
from pages.parts.marks import layout
from pages.parts.palette import Look
from pages.parts.wording import plain

SYMBOLS = {
    "investment_stock": "circle",
    "investment_flow": "diamond",
    "trade_turnover": "square",
    "export": "triangle-right",
    "import": "triangle-left",
    "target": "star",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as a dot: bounds in US dollars, null where the end is open."""

    key: str
    kind: str
    kind_label: str
    day: date
    low: float | None
    high: float | None
    label: str  # the amount in short words, beside the dot
    hover: Sequence[str]  # lines of plain text


def claim_dots(claims: Sequence[Claim], colours: Look, axis: str) -> go.Figure:
    """One dot a claim over the day to which it refers; an arrow upwards where the end is open.

    Args:
        claims: Any order. Those of one kind share a symbol and a colour.
        colours: Light or dark.
        axis: Title of the value axis.
    """
    kinds = [kind for kind in SYMBOLS if any(claim.kind == kind for claim in claims)]
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    labelled = _labelled(claims)
    days = sorted(claim.day for claim in claims)
    late = date.fromordinal((days[0].toordinal() + 2 * days[-1].toordinal()) // 3) if days else date.max
    for index, kind in enumerate(kinds):
        mine = [claim for claim in claims if claim.kind == kind]
        hue = colours.hues[index % len(colours.hues)]
        sizes = [_place(claim) for claim in mine]
        data.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "name": plain(mine[0].kind_label),
                "x": [claim.day.isoformat() for claim in mine],
                "y": sizes,
                "marker": {
                    "symbol": SYMBOLS[kind], "size": 11, "color": hue, "line": {"color": colours.page, "width": 1},
                },
                "error_y": {
                    "type": "data", "symmetric": False, "array": [_up(claim) for claim in mine],
                    "arrayminus": [0.0] * len(mine), "color": hue, "thickness": 1.6, "width": 5,
                },
                "text": [f" {plain(claim.label)} " if claim.key in labelled else "" for claim in mine],
                # Beside the dot where there is room: a label right of a late dot would be cut at the edge.
                "textposition": ["middle left" if claim.day >= late else "middle right" for claim in mine],
                "textfont": {"size": 12, "color": colours.text},
                "cliponaxis": False,
                "customdata": [claim.key for claim in mine],
                "hovertext": ["<br>".join(plain(line) for line in claim.hover) for claim in mine],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )  # fmt: skip
        annotations += [_arrow(claim, size, hue, upwards=claim.high is None) for claim, size in zip(mine, sizes, strict=True)
                        if claim.high is None or claim.low is None]  # fmt: skip
    reach = max((_place(claim) + _up(claim) for claim in claims), default=1.0)
    pad = max(120, (days[-1] - days[0]).days // 8) if days else 120
    base = layout(
        colours, 420,
        annotations=annotations,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"size": 12, "color": colours.text}},
        xaxis={
            "type": "date", "range": [_moved(days[0], -60), _moved(days[-1], pad)] if days else None, "fixedrange": True,
            "tickfont": {"size": 12, "color": colours.muted}, "gridcolor": colours.grid, "nticks": 7, "zeroline": False,
        },
        yaxis={
            "range": [0, reach * 1.18], "title": {"text": axis, "font": {"size": 12, "color": colours.muted}},
            "tickfont": {"size": 12, "color": colours.muted}, "gridcolor": colours.grid, "zerolinecolor": colours.line,
            "fixedrange": True, "nticks": 6, "automargin": True,
        },
    )  # fmt: skip
    base["margin"] = {"l": 8, "r": 16, "t": 44, "b": 40}
    return figure(data, base)


def _labelled(claims: Sequence[Claim]) -> set[str]:
    """The newest and the largest claim of each kind carry their amount; more would overlap."""
    keys: set[str] = set()
    for kind in {claim.kind for claim in claims}:
        mine = [claim for claim in claims if claim.kind == kind]
        keys.add(max(mine, key=lambda claim: (claim.day, claim.key)).key)
        keys.add(max(mine, key=lambda claim: (_place(claim), claim.key)).key)
    return keys


def _place(claim: Claim) -> float:
    return ((claim.low if claim.low is not None else claim.high) or 0.0) / 1e9


def _up(claim: Claim) -> float:
    if claim.low is None or claim.high is None:
        return 0.0
    return max(0.0, (claim.high - claim.low) / 1e9)


def _arrow(claim: Claim, size: float, hue: str, *, upwards: bool) -> dict[str, Any]:
    shift = -26 if upwards else 26
    return {
        "x": claim.day.isoformat(), "y": size, "ax": 0, "ay": shift, "xref": "x", "yref": "y",
        # Plotly draws the head at (x, y): turned round, so that it points away from the dot.
        "arrowside": "start", "startarrowhead": 2, "startarrowsize": 1.1, "arrowwidth": 1.6, "arrowcolor": hue,
        "showarrow": True, "text": "",
    }  # fmt: skip


def _moved(day: date, days: int) -> str:
    return date.fromordinal(max(1, day.toordinal() + days)).isoformat()
