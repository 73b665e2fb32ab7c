"""Plain dicts of traces and layout -> a figure that is sent as it is.

Plotly copies a figure when it is made and again whenever it is asked for its dict, which Streamlit does at
every run: together that took longer than everything else about a chart.
"""

from functools import cached_property
from typing import Any

import plotly.graph_objects as go

HOLLOW = "hollow"  # the `meta` of a trace with outlined marks for what is listed and not counted
OPEN_END, CEILING = "triangle-right", "/"  # the arrow where an upper end is open, the hatching of a ceiling
SIGNS = ("whiskers", "open", "ceilings", "hollow")


class Drawing(go.Figure):  # type: ignore[misc]  # Plotly has no types
    """A finished figure. Nobody may change it, or what it was made from: it is kept and shared.

    `to_dict` gives the very dicts that it was made from; `data` and `layout` give Plotly's own objects to
    whoever looks closer.
    """

    def __init__(self, data: list[dict[str, Any]], layout: dict[str, Any]) -> None:
        # Not Plotly's own initialiser, whose copies are what we do without.
        self.__dict__["_parts"] = {"data": data, "layout": layout}

    def to_dict(self) -> dict[str, Any]:
        """The figure as `data` and `layout`."""
        return self.__dict__["_parts"]  # type: ignore[no-any-return]

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.to_dict()["layout"].get("height") or 480)

    @property
    def margin(self) -> dict[str, Any]:
        """The room around the plot."""
        return dict(self.to_dict()["layout"].get("margin") or {})

    @cached_property
    def signs(self) -> tuple[str, ...]:
        """What its marks have that a reader must be told: whiskers, arrows at open ends, hatched ceilings, hollow dots."""
        found = set()
        for trace in self.to_dict()["data"]:
            marker = trace.get("marker") or {}
            if not len(trace.get("x", ())):
                continue
            if "error_x" in trace or "error_y" in trace:
                found.add("whiskers")
            if marker.get("symbol") == OPEN_END:
                found.add("open")
            if trace.get("meta") == HOLLOW:
                found.add("hollow")
            if (marker.get("pattern") or {}).get("shape") == CEILING:
                found.add("ceilings")
        return tuple(sign for sign in SIGNS if sign in found)

    @property
    def data(self) -> Any:
        """The traces as Plotly's objects."""
        return self._whole.data

    @property
    def layout(self) -> Any:
        """The layout as Plotly's object."""
        return self._whole.layout

    @cached_property
    def _whole(self) -> go.Figure:
        return go.Figure(self.to_dict(), _validate=False)
