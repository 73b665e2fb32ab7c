"""What every chart shares: the base layout, value labels, the picture's title and source line. Pure."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pages.parts.criteria import Selection
from pages.parts.palette import FONT, Look
from pages.parts.summary import in_unit, share
from pages.parts.wording import Wording, plain, shorten

SEEN = 0.006  # a whisker shorter than this share of the axis would be a blot
PICTURE_WIDTH = 1100  # pixels of a saved picture
# Pixels of a picture above its title's letters, of a capital letter, and of each line: small ones are as high as large ones.
HEAD, CAPITAL, LINE = 18, 16, 27
PICTURE_FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"  # a picture cannot carry our font


@dataclass(frozen=True, slots=True)
class Term:
    """One mark of a chart: a sum of intervals, or one deal's interval, in the selection's unit."""

    key: str  # what a click on it selects
    label: str
    low: float = 0.0
    high: float = 0.0  # the lower bound again where the end is open
    open_high: int = 0
    counted: int = 0
    deal_count: int = 0
    ceilings: int = 0
    ceiling_high: float = 0.0
    written: str = ""  # the amount as written, for one deal
    group: str = ""  # second key: a year, a firmness, a counterpart
    is_hollow: bool = False  # drawn as an outline: shown for comparison, not counted


@dataclass(frozen=True, slots=True)
class Measure:
    """How values become lengths and words."""

    say: Wording
    selection: Selection
    axis: str  # title of the value axis

    @property
    def is_count(self) -> bool:
        """Whether deals are counted rather than added."""
        return self.selection.bound == "count"

    def length(self, value: float) -> float:
        """A value on the axis: billions, per cent, or deals."""
        if self.is_count:
            return value
        return value * 100 if self.selection.unit == "gdp" else value / 1e9

    def size(self, term: Term) -> float:
        """The chosen measure of a term."""
        if self.is_count:
            return float(term.deal_count)
        return term.high if self.selection.bound == "upper" else term.low

    def words(self, term: Term) -> str:
        """A term as a label: "$15.5-17.5 bn", "11 deals"."""
        if self.is_count:
            return self.say("chart.deals", n=term.deal_count)
        if not term.counted:
            return ""
        return in_unit(self.say, self.selection, term.low, term.high, term.open_high)

    def hover(self, term: Term) -> str:
        """The words that appear over a mark: whole amounts, and the amount as written where there is one."""
        lines = [f"<b>{plain(shorten(term.label, 80))}</b>"]
        if term.counted:
            lines.append(self._exact(term.low, None if term.open_high else term.high))
        if term.written:
            lines.append(plain(self.say.quoted(shorten(term.written, 90))))
        if term.deal_count and not term.written:
            lines.append(plain(self.say("hover.deals", n=term.deal_count, counted=term.counted)))
        if term.ceilings and term.ceiling_high:
            amount = self._exact(None, term.ceiling_high)
            lines.append(plain(self.say("hover.ceilings", n=term.ceilings, amount=amount)))
        elif term.ceilings:  # in a currency without a rate, or of a country without a GDP figure
            lines.append(plain(self.say("why.ceiling_only", n=term.ceilings)))
        return "<br>".join(lines)

    def _exact(self, low: float | None, high: float | None) -> str:
        return share(self.say, low, high) if self.selection.unit == "gdp" else self.say.exact(low, high)


def measure_of(say: Wording, selection: Selection, base_year: int) -> Measure:
    """The measure of a selection, with its axis title."""
    if selection.bound == "count":
        axis = say("chart.count_axis")
    elif selection.unit == "gdp":
        axis = say("chart.gdp_axis")
    else:
        axis = say("chart.real_axis" if selection.prices == "real" else "chart.amount_axis", year=base_year)
    return Measure(say, selection, axis)


def layout(colours: Look, say: Wording, height: int, **more: Any) -> dict[str, Any]:
    """The base of every chart: our font, no Plotly template, room for labels, numbers as the reader's language has them."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 10, "b": 44},
        "paper_bgcolor": colours.page,
        "plot_bgcolor": colours.page,
        "font": {"family": FONT, "size": 13, "color": colours.text},
        "hoverlabel": {
            "bgcolor": colours.panel,
            "bordercolor": colours.line,
            "font": {"family": FONT, "size": 13, "color": colours.text},
            "align": "left",
        },
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "template": None,
        "separators": say.separators,
    }
    return {**base, **more}


def legend(colours: Look) -> dict[str, Any]:
    """Names of the hues in a row above the chart; Plotly makes the room that they need."""
    return {
        "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom",
        "traceorder": "normal", "font": {"size": 12, "color": colours.text},
    }  # fmt: skip


def value_axis(colours: Look, measure: Measure, **more: Any) -> dict[str, Any]:
    """An axis of values: starts at zero, faint grid, its unit in the title."""
    axis: dict[str, Any] = {
        "rangemode": "tozero",
        "title": {"text": measure.axis, "font": {"size": 12, "color": colours.muted}, "standoff": 10},
        "tickfont": {"size": 12, "color": colours.muted},
        "gridcolor": colours.grid,
        "zerolinecolor": colours.line,
        "zerolinewidth": 1,
        "fixedrange": True,
        "nticks": 6,
        "tickformat": ",",  # thousands apart; no SI prefixes, which would read "2k billion"
        "ticksuffix": "%" if measure.selection.unit == "gdp" and not measure.is_count else "",
    }
    if measure.is_count:
        axis["tickformat"] = ",d"
    return {**axis, **more}


def name_axis(colours: Look, labels: Sequence[str], width: int = 22, **more: Any) -> dict[str, Any]:
    """An axis of names at the places 0, 1, 2 ...; long names are broken, not cut at the edge."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": [wrapped(label, width, 2) for label in labels],
        "tickfont": {"size": 13, "color": colours.text},
        "ticks": "outside",
        "ticklen": 7,  # room between a name and its bar
        "tickcolor": colours.page,
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "title": None,
        **more,
    }


def letter_width(text: str) -> float:
    """Pixels of a letter of a label, 12 or 13 pixels high: Cyrillic ones are wider."""
    return 7.4 if re.search("[а-яё]", text) else 6.6


def wrapped(text: str, width: int, lines: int) -> str:
    """Text broken with `<br>` into at most so many lines, made harmless for Plotly."""
    words = text.split()
    text = " ".join(words)
    if len(text) <= width:
        return plain(text)
    longest = max(map(len, words))
    # A word a little longer than the line stays whole: "Великобритани-я" is worse than an uneven edge.
    width = longest if width < longest <= width * 4 // 3 else width
    pieces = textwrap.wrap(text, width, max_lines=lines, placeholder="…")
    return "<br>".join(plain(piece) for piece in pieces)


def _lines(text: str, width: int) -> list[str]:
    """Text broken at spaces: what `textwrap` does to plain words, in a tenth of the time.

    >>> _lines("one two three", 8)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in (whole[cut : cut + width] for whole in text.split() for cut in range(0, len(whole), width)):
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def picture_layout(
    colours: Look, title: str, subtitle: str, source: str, height: int, margin: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What a saved picture has and the page's chart has not: title, filters, source and snapshot inside it."""
    heading, below, foot = _lines(title, 82), _lines(subtitle, 125), _lines(source, 150)
    top = HEAD + LINE * (len(heading) + len(below)) + 16
    own = {"t": 10, "b": 44, **(margin or {})}
    room = max(44, int(own["b"]))  # what the chart itself has there: an axis title, a colour scale
    bottom = room + 18 + 16 * len(foot)
    whole = height + top + bottom - int(own["t"]) - int(own["b"])
    # Plotly puts the foot of a first line of several where its top should be.
    lines = "<br>".join(f"<b>{plain(line)}</b>" for line in heading)
    small = "<br>".join(
        f"<span style='font-size:14px;color:{colours.muted}'>{plain(line)}</span>" for line in below
    )
    note = "<br>".join(plain(line) for line in foot)

    # Left of the plot the room for names varies; the right margin does not, so the line hangs there.
    source_line = {
        "text": note, "xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yanchor": "top",
        "yshift": -room - 4, "showarrow": False, "align": "right",
        "font": {"size": 12, "color": colours.muted, "family": PICTURE_FONT},
    }  # fmt: skip
    return {
        "title": {
            "text": f"{lines}<br>{small}",
            "x": 0.02, "xanchor": "left", "y": 1 - (HEAD + CAPITAL) / whole, "yanchor": "top", "yref": "container",
            "font": {"size": 21, "color": colours.text, "family": PICTURE_FONT},
        },
        "margin": {"l": max(24, int(own.get("l", 0))), "r": max(28, int(own.get("r", 0))), "t": top, "b": bottom},
        "width": PICTURE_WIDTH,
        "height": whole,
        "font": {"family": PICTURE_FONT},
        "annotations": [source_line],
    }  # fmt: skip
