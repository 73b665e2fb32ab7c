"""A figure (dict) -> PNG, SVG or PDF bytes on the server, drawn by one browser that is kept open.

The reader's own browser draws PNG and SVG without any of this; here are PDF, reports and many images at
once. Maps use the outlines in `static/map`, the page asks no other host, and the clock is not in the bytes.
"""

import asyncio
import atexit
import hashlib
import importlib.util
import json
import re
import tempfile
import threading
from collections.abc import Coroutine, Mapping
from pathlib import Path
from typing import Any, TypeVar

from etl.paths import ROOT
from pages.parts.browsers import find_browser

Result = TypeVar("Result")
MAP_FILE = ROOT / "static" / "map" / "world_110m.json"
FONTS = ROOT / "static" / "fonts"
MIME = {"png": "image/png", "svg": "image/svg+xml", "pdf": "application/pdf"}
SECONDS = 60.0
UNIQUE = re.compile(rb'id="defs-([0-9a-f]{6})"')
PDF_CLOCK = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")
LONG_AGO = rb"\g<1>20000101000000"


class NoBrowserError(RuntimeError):
    """No browser, or no kaleido, on the server; the message is the sentence that the reader gets."""


def why_not() -> str | None:
    """None when images can be drawn here; else one sentence that says why not and what works instead."""
    if importlib.util.find_spec("kaleido") is None:
        missing = "the optional part `export` is not installed (pip install 'dealscope[export]')"
    elif find_browser() is None:
        missing = "it has no Chrome or Chromium (set BROWSER_PATH if it is somewhere unusual)"
    else:
        return None
    return (
        f"This server cannot make PDF files or images in bulk, because {missing}. "
        "PNG and SVG work all the same: your own browser draws them."
    )


def stable(content: bytes, form: str) -> bytes:
    """The same picture with the same bytes: without random ids (SVG) and without the clock (PDF)."""
    if form == "svg":
        found = UNIQUE.search(content)
        if found:
            rest = hashlib.sha256(content.replace(found[1], b"")).hexdigest()[:6]
            return content.replace(found[1], rest.encode())
    return PDF_CLOCK.sub(LONG_AGO, content) if form == "pdf" else content


def geo_script() -> str:
    """JavaScript that hands plotly.js the world's outlines, so that a map asks no host for them."""
    outlines = json.loads(MAP_FILE.read_text(encoding="utf-8"))
    # `<` only occurs inside strings, where the escape means the same and cannot close the script.
    text = json.dumps({"topojson": {MAP_FILE.stem: outlines}}, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.PlotlyGeoAssets={text};"


def font_css() -> str:
    """The shipped font by file address, so that a picture looks the same on a machine without it."""
    ranges = {
        "latin": "U+0000-00FF,U+2000-206F,U+20AC",
        "latin-ext": "U+0100-02FF",
        "cyrillic": "U+0400-04FF",
    }
    return "".join(
        f"@font-face{{font-family:Inter;font-weight:100 900;unicode-range:{span};"
        f"src:url({(FONTS / f'inter-{name}-wght-normal.woff2').as_uri()})}}"
        for name, span in ranges.items()
    )


class Painter:
    """One browser in one thread of its own; asked from any number of threads."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._folder = tempfile.TemporaryDirectory(prefix="dealscope-")
        self._browser: Any = None
        self._lock: asyncio.Lock | None = None
        threading.Thread(target=self._loop.run_forever, name="painter", daemon=True).start()

    def draw(self, figure: Mapping[str, Any], form: str, width: int, height: int, scale: float) -> bytes:
        """The picture; a browser that has died is started again, once.

        Raises:
            NoBrowserError: There is nothing to draw with, or it does not start.
        """
        wanted = {"format": form, "width": width, "height": height, "scale": scale}
        try:
            return self._wait(self._draw(figure, wanted))
        except Exception:  # kaleido raises many kinds when its browser is gone; the second failure tells
            self._wait(self._close())
        try:
            return self._wait(self._draw(figure, wanted))
        except Exception as error:
            self._wait(self._close())
            raise NoBrowserError(
                f"The browser on this server could not draw the picture ({error})."
            ) from error

    def close(self) -> None:
        """End the browser."""
        self._wait(self._close())

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(SECONDS)

    async def _draw(self, figure: Mapping[str, Any], wanted: dict[str, Any]) -> bytes:
        self._lock = self._lock or asyncio.Lock()
        async with self._lock:
            if self._browser is None:
                self._browser = await self._open()
            drawn = await self._browser.calc_fig(dict(figure), opts=wanted)
        if not isinstance(drawn, bytes):
            raise NoBrowserError(f"The browser drew nothing ({drawn!r}).")
        return drawn

    async def _open(self) -> Any:
        import kaleido  # optional: the pages work without it

        script = Path(self._folder.name) / "outlines.js"
        script.write_text(geo_script(), encoding="utf-8")
        page = kaleido.PageGenerator(mathjax=False, others=[script.as_uri()])
        page.header = page.header + f"<style>{font_css()}</style>"
        browser = kaleido.Kaleido(n=1, page_generator=page, path=find_browser(), timeout=SECONDS)
        await browser.open()
        return browser

    async def _close(self) -> None:
        browser, self._browser = self._browser, None
        if browser is not None:
            await browser.close()


_painter: Painter | None = None
_making = threading.Lock()


def draw(
    figure: Mapping[str, Any], form: str, width: int = 1000, height: int = 560, scale: float = 1
) -> bytes:
    """One picture as bytes: `form` is png, svg or pdf; the first call starts the browser, later ones are quick.

    Raises:
        NoBrowserError: With the sentence for the reader.
    """
    reason = why_not()
    if reason:
        raise NoBrowserError(reason)
    global _painter
    with _making:
        if _painter is None:
            _painter = Painter()
            atexit.register(close)
    return stable(_painter.draw(_named(figure), form, width, height, scale), form)


def _named(figure: Mapping[str, Any]) -> dict[str, Any]:
    """The figure with a name for each trace: plotly.js would invent one, another one every time."""
    traces = [{**trace, "uid": f"t{place}"} for place, trace in enumerate(figure["data"])]
    return {"data": traces, "layout": figure.get("layout", {})}


def close() -> None:
    """End the browser, if one was started."""
    global _painter
    with _making:
        if _painter is not None:
            _painter.close()
            _painter = None
