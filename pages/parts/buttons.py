"""Ordinary buttons that the reader's own browser carries out: a picture of a chart, a copied link.

No server and no foreign host takes part. The picture is drawn by the Plotly that drew the chart: its own
"download" handler is called with the size, the title, the filters and the source line put into the layout
for that moment.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit.components.v2 as components

# Plotly copies data and layout before its first wait, so the layout can be put back at once.
_PICTURE_JS = """
export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".pictures");
  const status = root.querySelector(".said");
  const say = (text) => { status.textContent = text; };
  const draw = (format, scale) => {
    const graph = document.querySelector(".st-key-" + CSS.escape(data.chart) + " .js-plotly-plot");
    const handler = graph && graph.querySelector(".modebar-btn");
    if (!handler) { say(data.failed); return; }
    const layout = graph.layout, context = graph._context, options = context.toImageButtonOptions;
    say(data.saving);
    try {
      const extra = data.layout;
      graph.layout = {
        ...layout, ...extra, autosize: false,
        annotations: [...(layout.annotations || []), ...(extra.annotations || [])],
        font: { ...(layout.font || {}), ...(extra.font || {}) },
      };
      context.toImageButtonOptions = {
        format, filename: data.file, width: extra.width, height: extra.height, scale,
      };
      handler.click();
      setTimeout(() => say(data.saved.replace("{file}", data.file + "." + format)), 600);
    } catch (problem) {
      say(data.failed);
    } finally {
      graph.layout = layout;
      context.toImageButtonOptions = options;
    }
  };
  for (const button of root.querySelectorAll("button")) {
    const { format, name, scale } = button.dataset;
    button.textContent = data.labels[name];
    button.setAttribute("aria-label", data.names[name]);
    button.onclick = () => draw(format, Number(scale));
  }
}
"""
_PICTURE_HTML = """<div class="pictures"><button type="button" class="plain" data-format="png" data-name="png" data-scale="2"></button
><button type="button" class="plain" data-format="png" data-name="png1" data-scale="1"></button
><button type="button" class="plain" data-format="svg" data-name="svg" data-scale="1"></button><span class="said" role="status"></span></div>"""
_COPY_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button"), said = parentElement.querySelector(".said");
  button.textContent = data.label;
  button.onclick = async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
    } catch (refused) {
      // Without https a browser may refuse the clipboard: fall back to a selected field.
      const field = document.createElement("textarea");
      field.value = address;
      document.body.appendChild(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
    said.textContent = data.done;
    setTimeout(() => { said.textContent = ""; }, 2500);
  };
}
"""
_COPY_HTML = """<div class="copy"><button type="button" class="plain"></button><span class="said" role="status"></span></div>"""


@lru_cache(maxsize=1)
def _picture() -> Any:
    return components.component("picture_buttons", html=_PICTURE_HTML, js=_PICTURE_JS, isolate_styles=False)


@lru_cache(maxsize=1)
def _copy() -> Any:
    return components.component("copy_link", html=_COPY_HTML, js=_COPY_JS, isolate_styles=False)


def picture_buttons(chart: str, file: str, layout: Mapping[str, Any], texts: Mapping[str, Any]) -> None:
    """Three buttons that save the chart in the container with key `chart` as PNG and SVG.

    Args:
        chart: Key of the container that holds the chart.
        file: File name without its ending.
        layout: What the picture's layout has and the page's has not: title, margins, source line, size.
        texts: `labels` and `names` by button (png at twice the size, png1, svg), and `saving`, `saved`, `failed`.
    """
    _picture()(data={"chart": chart, "file": file, "layout": dict(layout), **texts}, key=f"{chart}_pictures")


def copy_link(label: str, done: str) -> None:
    """A button that puts the page's address on the clipboard."""
    _copy()(data={"label": label, "done": done}, key="copy_link")
