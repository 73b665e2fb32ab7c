"""The shipped world outlines -> centres of countries, and hatching for those without data (pure but for one file).

Plotly cannot hatch a country, and grey alone looks like a low value; so the hatching is drawn as short
lines cut to each outline.
"""

import json
from array import array
from functools import lru_cache
from itertools import pairwise
from math import nan
from pathlib import Path
from typing import Any

from etl.paths import ROOT

OUTLINES = ROOT / "static" / "map" / "world_110m.json"
Point = tuple[float, float]
Ring = tuple[Point, ...]
STEP = 2.6  # degrees between two lines
SOUTH = -58.0  # Antarctica is not drawn


@lru_cache(maxsize=1)
def _shapes(path: Path = OUTLINES) -> tuple[dict[str, tuple[Ring, ...]], dict[str, Point]]:
    """Rings and centre (longitude, latitude) of each country by ISO 3166-1 alpha-3."""
    world: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    scale, shift = world["transform"]["scale"], world["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in world["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(points)
    rings: dict[str, tuple[Ring, ...]] = {}
    centres: dict[str, Point] = {}
    for shape in world["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        found = tuple(_ring(indexes, arcs) for polygon in polygons for indexes in polygon)
        rings[shape["id"]] = rings.get(shape["id"], ()) + found
        if centre := shape.get("properties", {}).get("ct"):
            centres.setdefault(shape["id"], (centre[0], centre[1]))
    return rings, centres


def _ring(indexes: list[int], arcs: list[list[Point]]) -> Ring:
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc if not points else arc[1:]
    return tuple(points)


def countries() -> frozenset[str]:
    """The codes that have an outline."""
    return frozenset(_shapes()[0])


def centre(code: str) -> Point | None:
    """Longitude and latitude of a country's middle; None where it has no outline."""
    return _shapes()[1].get(code)


def hatching(codes: frozenset[str]) -> "tuple[array[float], array[float]]":
    """Longitudes and latitudes of diagonal lines inside the outlines; NaN parts one line from the next."""
    longitudes, latitudes = array("f"), array("f")
    for code in sorted(codes - {"ATA"}):
        own = _hatched(code)
        longitudes += own[0]
        latitudes += own[1]
    return longitudes, latitudes


@lru_cache(maxsize=512)
def _hatched(code: str) -> "tuple[array[float], array[float]]":
    longitudes, latitudes = array("f"), array("f")
    for start, end in _lines(_shapes()[0].get(code, ())):
        longitudes.extend((start[0], end[0], nan))
        latitudes.extend((start[1], end[1], nan))
    return longitudes, latitudes


def _lines(rings: tuple[Ring, ...]) -> list[tuple[Point, Point]]:
    """Where the lines longitude - latitude = k * STEP run inside the rings (even-odd rule)."""
    crossings: dict[int, list[Point]] = {}
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            first, last = (x1 - y1) / STEP, (x2 - y2) / STEP
            low, high = (first, last) if first <= last else (last, first)
            for k in range(int(-(-low // 1)), int(high // 1) + 1):
                if first == last or k == high:
                    continue
                share = (k - first) / (last - first)
                crossings.setdefault(k, []).append((x1 + share * (x2 - x1), y1 + share * (y2 - y1)))
    found = []
    for points in crossings.values():
        points.sort()
        found += [
            (a, b)
            for a, b in zip(points[::2], points[1::2], strict=False)
            if b[1] > SOUTH and b[0] - a[0] < 60
        ]
    return found
