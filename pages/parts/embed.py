"""One chart alone with its source line, for a page that embeds it: `?chart=<name>&embed=true`.

The page's script runs as always; every other part of it is left out of sight, and the script ends with the chart.
"""

from typing import TYPE_CHECKING

import streamlit as st

from pages.parts import markup, menu, selection
from pages.parts.page import ALONE, Page
from pages.parts.wording import escape, escape_html

if TYPE_CHECKING:
    from pages.parts.panel import Chart

# What a page draws before its chart (numbers, choices) stays in the document but is not seen.
HIDDEN = """<style>
[data-testid="stSidebar"],[data-testid="stHeader"],[data-testid="stSidebarCollapsedControl"]{display:none!important}
[data-testid="stMainBlockContainer"]>[data-testid="stVerticalBlock"]>*:not(:has(.st-key-alone)):not(:has(style)){display:none}
[data-testid="stMainBlockContainer"]{padding:0.5rem 0.75rem!important}
</style>"""


def only_chart(page: Page) -> Page:
    """Open a page that shows one chart: no title, sidebar, chips or footer."""
    markup.draw(HIDDEN)
    return page


def draw(page: Page, chart: "Chart") -> None:
    """The chart, if it is the one that is asked for; then the page is complete."""
    from pages.parts.panel import CONFIG, source_line

    if chart.name != page.alone:
        return
    say = page.say
    with st.container(key="alone"):
        markup.draw(
            f'<h1 class="charttitle">{escape_html(chart.title)}</h1>'
            f'<p class="chartsub">{escape_html(page.filter_line)}</p>'
        )
        st.plotly_chart(chart.figure, key="alone_chart", theme=None, config=CONFIG, alt=chart.finding)
        markup.draw(
            f'<p class="finding">{escape_html(chart.finding)}</p>'
            f'<p class="chartsource">{escape_html(source_line(page, chart))}</p>'
        )
        extras = {name: value for name, value in page.choice.extras.items() if name != ALONE}
        params = selection.link_params(page.choice, **extras)
        markup.draw(menu.link(page.name, say("export.open_page"), params, ' target="_blank"'))
    st.stop()


def not_found(page: Page) -> None:
    """Say which charts the page has, where the one that is asked for is not among them."""
    names = ", ".join(chart.name for chart in page.shown)
    with st.container(key="alone"):
        markup.draw(f'<h1 class="charttitle">{escape_html(page.say(f"title.{page.name}"))}</h1>')
        st.info(page.say("export.no_chart", name=escape(page.alone), names=escape(names)))
