"""Claims about aggregates -> dots with open ends; a package beside its listed items (pure).

No line joins two claims: they may count different things, and their difference means nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pages.parts.drawing import Drawing
from pages.parts.marks import layout, legend, letter_width
from pages.parts.palette import Look
from pages.parts.wording import Wording, plain

SYMBOLS = {
    "investment_stock": "circle",
    "investment_flow": "diamond",
    "trade_turnover": "square",
    "export": "triangle-right",
    "import": "triangle-left",
    "target": "star",
}
HEIGHT = 420  # pixels
PHONE = (285.0, 340.0)  # width and height of the plot on a phone, where labels have least room
HALF = 6.6  # pixels of half a label's height
EDGE = 7  # pixels from the middle of a dot to a label above or below it
ARROW = 26  # pixels of the arrow at an open end
FOOT, HEAD = -0.05, 1.18  # ends of the value axis in parts of the largest claim: dots near zero stay whole


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


def claim_dots(claims: Sequence[Claim], colours: Look, axis: str, say: Wording) -> Drawing:
    """One dot a claim over the day to which it refers; an arrow upwards where the end is open.

    Args:
        claims: Any order. Those of one kind share a symbol and a colour.
        colours: Light or dark.
        axis: Title of the value axis.
        say: The reader's language.
    """
    kinds = [kind for kind in SYMBOLS if any(claim.kind == kind for claim in claims)]
    data: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    days = sorted(claim.day for claim in claims)
    reach = max((_place(claim) + _up(claim) for claim in claims), default=1.0) or 1.0
    span = _whole_years(days) if days else None
    sides = label_sides(claims, span, reach) if span else {}
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
                "text": [f" {plain(claim.label)} " if claim.key in sides else "" for claim in mine],
                "textposition": [sides.get(claim.key, "middle right") for claim in mine],
                "textfont": {"size": 12, "color": colours.text},
                "cliponaxis": False,
                "customdata": [claim.key for claim in mine],
                "hovertext": ["<br>".join(plain(line) for line in claim.hover) for claim in mine],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )  # fmt: skip
        annotations += [_arrow(claim, size, hue, upwards=claim.high is None) for claim, size in zip(mine, sizes, strict=True)
                        if claim.high is None or claim.low is None]  # fmt: skip
    base = layout(
        colours, say, HEIGHT,
        annotations=annotations,
        showlegend=True,
        legend=legend(colours),
        xaxis={
            "type": "date", "range": span, "fixedrange": True, "tickfont": {"size": 12, "color": colours.muted},
            "zeroline": False, **_year_ticks(span),
        },
        yaxis={
            "range": [FOOT * reach, HEAD * reach], "title": {"text": axis, "font": {"size": 12, "color": colours.muted}},
            "tickfont": {"size": 12, "color": colours.muted}, "gridcolor": colours.grid, "zerolinecolor": colours.line,
            "fixedrange": True, "nticks": 6, "automargin": True,
        },
    )  # fmt: skip
    base["margin"] = {"l": 8, "r": 16, "t": 10, "b": 40}
    return Drawing(data, base)


def label_sides(claims: Sequence[Claim], span: Sequence[str], reach: float) -> dict[str, str]:
    """Which claims carry their amount, and where beside the dot, so that on a phone none covers another.

    Beside its dot, else above or below it; a label that would lie over the axis stands higher.
    The newest and the largest claim of each kind choose first; where no place is free the label is left
    out: the sentence and the table have the amount.
    """
    first, last = (date.fromisoformat(end).toordinal() for end in span)
    room = PHONE[1] / ((HEAD - FOOT) * reach)

    def spot(claim: Claim) -> tuple[float, float]:
        x = (claim.day.toordinal() - first) / max(1, last - first) * PHONE[0]
        return x, _place(claim) * room

    # Boxes as left, right, bottom, top: a dot with its arrow, and later each label that was placed.
    taken = {claim.key: _mark_box(claim, *spot(claim)) for claim in claims}
    firsts = {
        max((c for c in claims if c.kind == kind), key=rank).key
        for kind in {claim.kind for claim in claims}
        for rank in (lambda c: (c.day, c.key), lambda c: (_place(c), c.key))
    }
    inside = {
        claim.key: [(side, box) for side, box in _boxes_beside(claim, *spot(claim)) if box[0] >= 0 and box[1] <= PHONE[0]]
        for claim in claims
    }  # fmt: skip
    found: dict[str, str] = {}
    # Of those that choose first, a dot at an edge has fewest places and takes one before its neighbours do.
    for claim in sorted(claims, key=lambda c: (c.key not in firsts, len(inside[c.key]), -_place(c), c.key)):
        others = [box for key, box in taken.items() if key != claim.key]
        for side, box in inside[claim.key]:
            if not any(_touch(box, other) for other in others):
                found[claim.key] = side
                taken[f"{claim.key}/label"] = box
                break
    return found


def _boxes_beside(
    claim: Claim, x: float, y: float
) -> Iterator[tuple[str, tuple[float, float, float, float]]]:
    """Where a claim's label may stand, the best place first: never on its own arrow, never over the axis."""
    length, high = (len(claim.label) + 2) * letter_width(claim.label), 2 * HALF
    height, middle = ("top", y + high) if y < high else ("middle", y)
    yield f"{height} right", (x + 6, x + 6 + length, middle - HALF, middle + HALF)
    yield f"{height} left", (x - 6 - length, x - 6, middle - HALF, middle + HALF)
    if claim.high is not None:
        yield "top center", (x - length / 2, x + length / 2, y + EDGE, y + EDGE + high)
    if claim.low is not None and y - EDGE - high >= 0:
        yield "bottom center", (x - length / 2, x + length / 2, y - EDGE - high, y - EDGE)


def _mark_box(claim: Claim, x: float, y: float) -> tuple[float, float, float, float]:
    up = ARROW if claim.high is None else 6
    down = ARROW if claim.low is None else 6
    return x - 6, x + 6, y - down, y + up


def _touch(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]


def _place(claim: Claim) -> float:
    return ((claim.low if claim.low is not None else claim.high) or 0.0) / 1e9


def _up(claim: Claim) -> float:
    if claim.low is None or claim.high is None:
        return 0.0
    return max(0.0, (claim.high - claim.low) / 1e9)


def _arrow(claim: Claim, size: float, hue: str, *, upwards: bool) -> dict[str, Any]:
    shift = -ARROW if upwards else ARROW
    return {
        "x": claim.day.isoformat(), "y": size, "ax": 0, "ay": shift, "xref": "x", "yref": "y",
        # Plotly draws the head at (x, y): turned round, so that it points away from the dot.
        "arrowside": "start", "startarrowhead": 2, "startarrowsize": 1.1, "arrowwidth": 1.6, "arrowcolor": hue,
        "showarrow": True, "text": "",
    }  # fmt: skip


def _whole_years(days: Sequence[date]) -> list[str]:
    """From New Year to New Year, at least three years: a claim for a year belongs to no month of it."""
    first, last = days[0].year, days[-1].year
    if last - first < 2:
        first, last = first - 1, last + 1
    return [f"{first:04}-01-01", f"{last + 1:04}-01-01"]


def _year_ticks(span: Sequence[str] | None) -> dict[str, Any]:
    """A year's number in the middle of its year; only some of them where there are many."""
    first, end = (int(day[:4]) for day in span) if span else (2000, 2001)
    step = -(-(end - first) // 9)
    shown = list(range(end - 1, first - 1, -step))
    return {
        "tickmode": "array", "tickvals": [f"{year:04}-07-01" for year in shown],
        "ticktext": [str(year) for year in shown], "showgrid": False,
    }  # fmt: skip
