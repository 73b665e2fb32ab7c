"""Ordinary buttons that the reader's own browser carries out: a picture of a chart, a copied link.

No server and no foreign host takes part. The picture is drawn by the Plotly that drew the chart: its own
"download" handler is called with the size, the title, the filters and the source line put into the layout
for that moment.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import streamlit.components.v2 as components

from pages.parts import markup
from pages.parts.wording import escape_html

# Mounted once a page. Buttons for pictures are plain HTML that says all that is needed: a component for each
# chart would cost the server as much as drawing the chart.
# Plotly copies data and layout before its first wait, so the layout can be put back at once.
_JS = """
const draw = (button, box) => {
  const data = JSON.parse(box.dataset.picture), { format, scale } = button.dataset;
  const status = box.querySelector(".said"), say = (text) => { status.textContent = text; };
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
      format, filename: data.file, width: extra.width, height: extra.height, scale: Number(scale),
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
const copy = async (button) => {
  const address = window.location.href, said = button.nextElementSibling;
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
  said.textContent = button.dataset.done;
  setTimeout(() => { said.textContent = ""; }, 2500);
};
// Another view of these pages need not load everything anew: it is a step that "back" undoes, and Streamlit redraws
// for a step.
const go = (address) => {
  window.history.pushState({}, "", address);
  window.dispatchEvent(new PopStateEvent("popstate"));
  // On a phone menu and filters lie over the page that was asked for.
  if (window.innerWidth < 768) document.querySelector(".stSidebar[data-collapsed=false] [data-testid=stSidebarCollapseButton] button")?.click();
};
// With a key held down, or without us, it is an ordinary link.
const follow = (event, link) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const to = new URL(link.href), now = new URL(window.location.href), tables = now.searchParams.get("table");
  // Which charts are shown as tables may have changed since the link was drawn.
  if (to.pathname === now.pathname) tables ? to.searchParams.set("table", tables) : to.searchParams.delete("table");
  const address = to.href.replaceAll("%2C", ",");
  if (address !== now.href) go(address);
};
// Streamlit hears no press on an area or a flow. Such a mark carries the names that it sets in the address.
const hear = (event) => {
  const graph = event.target.closest && event.target.closest(".js-plotly-plot");
  if (!graph || graph.isHeard || !graph.on) return;
  graph.isHeard = true;
  graph.on("plotly_click", ({ points }) => {
    const asked = [points[0].customdata].flat().pop() || "";
    for (const box of document.querySelectorAll(".pictures[data-leads]")) {
      if (!asked.includes("=") || !graph.closest(".st-key-" + CSS.escape(JSON.parse(box.dataset.picture).chart))) continue;
      const address = new URL(box.dataset.leads, window.location.href);
      new URLSearchParams(asked).forEach((value, name) => address.searchParams.set(name, value));
      go(address.href.replaceAll("%2C", ","));
    }
  });
};
// A document's text has a box of its own: what is marked in it is brought into sight, and who pressed a mark stays there.
let marked = "", pressed = false;
const reveal = () => {
  const box = document.querySelector(".stMain .text");
  const mark = box && (box.querySelector("mark[aria-current]") || box.querySelector(".sentence mark"));
  const now = mark ? mark.textContent + box.textContent.length + mark.offsetTop : "";
  if (now === marked) return;
  marked = now;
  if (!mark) return;
  const there = mark.getBoundingClientRect(), frame = box.getBoundingClientRect();
  if (there.top < frame.top || there.bottom > frame.bottom) box.scrollTop += there.top - frame.top - frame.height / 3;
  if (pressed) mark.querySelector("a")?.focus({ preventScroll: true });
  pressed = false;
};
export default function ({ data, setTriggerValue }) {
  document.documentElement.lang = data.language; // so that a screen reader speaks it; the framework says "en"
  const press = (event) => {
    if (!event.target.closest) return;
    const button = event.target.closest(".pictures button"), link = event.target.closest(".stHtml a.step");
    const copying = event.target.closest(".copy button");
    if (button) draw(button, button.closest(".pictures"));
    if (copying) copy(copying);
    if (link) { pressed = Boolean(link.closest("mark")); follow(event, link); }
  };
  const watch = new MutationObserver(reveal);
  watch.observe(document.body, { childList: true, subtree: true });
  reveal();
  // A server that was started anew knows nothing of an open page and would miss the first press on it: it is told at
  // once what stands there.
  const app = document.querySelector("[data-testid=stApp]");
  let connection = "";
  const greet = new MutationObserver(() => {
    const before = connection;
    connection = app.dataset.testConnectionState;
    if (before && before !== connection && connection === "CONNECTED") setTriggerValue("back", true);
  });
  greet.observe(app, { attributeFilter: ["data-test-connection-state"] });
  document.addEventListener("click", press);
  document.addEventListener("pointerover", hear);
  return () => {
    watch.disconnect();
    greet.disconnect();
    document.removeEventListener("click", press);
    document.removeEventListener("pointerover", hear);
  };
}
"""


@lru_cache(maxsize=1)
def _component() -> Any:
    return components.component("press", js=_JS, isolate_styles=False)


def mount(language: str) -> None:
    """What carries out picture buttons, the button that copies the address, and our links; it also tells the browser
    the page's language.
    """
    # No key: the session's state would work out what this holds for every list on the page.
    _component()(data={"language": language})


def page_head(title: str, copy: str, copied: str) -> str:
    """A page's title, and beside it a button that puts the page's address on the clipboard. As HTML."""
    return (
        f'<div class="pagehead"><h1>{escape_html(title)}</h1><span class="copy"><button type="button" class="plain"'
        f' data-done="{escape_html(copied)}">{escape_html(copy)}</button><span class="said" role="status"></span>'
        "</span></div>"
    )


def picture_buttons(
    chart: str, file: str, layout: Mapping[str, Any], texts: Mapping[str, Any], leads_to: str = ""
) -> None:
    """Three buttons that save the chart in the container with key `chart` as PNG and SVG.

    Args:
        chart: Key of the container that holds the chart.
        file: File name without its ending.
        layout: What the picture's layout has and the page's has not: title, margins, source line, size.
        texts: `labels` and `names` by button (png at twice the size, png1, svg), and `saving`, `saved`, `failed`.
        leads_to: Address to which a press on a mark leads, with the names added that the mark carries.
    """
    said = {name: texts[name] for name in ("saving", "saved", "failed")}
    data = json.dumps({"chart": chart, "file": file, "layout": dict(layout), **said}, ensure_ascii=False)
    buttons = "".join(
        f'<button type="button" class="plain" data-format="{form}" data-scale="{scale}"'
        f' aria-label="{escape_html(texts["names"][name])}">{escape_html(texts["labels"][name])}</button>'
        for name, form, scale in (("png", "png", 2), ("png1", "png", 1), ("svg", "svg", 1))
    )
    leads = f' data-leads="{escape_html(leads_to)}"' if leads_to else ""
    markup.draw(
        f'<div class="pictures" data-picture="{escape_html(data)}"{leads}>{buttons}<span class="said" role="status"></span></div>'
    )
