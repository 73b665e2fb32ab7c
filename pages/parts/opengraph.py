"""The first HTML of a page with the selection's title in it, so that a shared link says what it shows.

Streamlit sends the same empty document for every address; a messenger that previews a link reads only
that. Nothing else in the document is touched.
"""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from pages.parts import own_words
from pages.parts.menu import PATHS
from pages.parts.query import Query, by_reason
from pages.parts.scope import scope_title
from pages.parts.short_names import from_params
from pages.parts.store import NoSnapshot, Store, open_store
from pages.parts.summary import result_line, summarise
from pages.parts.wording import LANGUAGES, escape_html, wording

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
# Pages whose content is the selection; the others have a title of their own.
OF_SELECTION = frozenset({"overview", "sectors", "countries", "years", "deals"})


def routes(prefix: str = "") -> list[Route]:
    """One route a page of the menu; the paths are those that Streamlit gives to `pages/`."""
    return [Route(f"{prefix}/{path}", _page(name, prefix), methods=["GET"]) for name, path in PATHS.items()]


def _page(name: str, prefix: str) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        return HTMLResponse(with_title(request, name, prefix), headers={"Cache-Control": "no-cache"})

    return endpoint


@cache
def _index() -> str:
    return INDEX.read_text(encoding="utf-8")


def with_title(request: Request, name: str, prefix: str) -> str:
    """Streamlit's document with title, description and Open Graph names of this link."""
    language = request.query_params.get("lang", LANGUAGES[0])
    try:
        title, description = told(open_store(), request, name, language)
    except NoSnapshot:
        title, description = wording(language)("product.name"), ""
    tags = [f'<meta property="og:{key}" content="{escape_html(value)}">' for key, value in (
        ("title", title), ("description", description), ("type", "website"), ("url", str(request.url)),
        ("site_name", wording(language)("product.name")),
    ) if value]  # fmt: skip
    tags += [
        f'<meta name="description" content="{escape_html(description)}">',
        '<link rel="alternate" type="application/atom+xml" href="feed.xml">',
    ]
    # Told where its server is, the front end does not look for it below the page's path first: one round trip
    # and two errors in the console less on every deep link.
    tags.append(
        f"<script>window.__streamlit={{BACKEND_BASE_URL:location.origin+{json.dumps(prefix + '/')}}}</script>"
    )
    head = f"<title>{escape_html(title)}</title>{''.join(tags)}"
    document, found = re.subn(r"<title>.*?</title>", lambda _: head, _index(), count=1, flags=re.DOTALL)
    return document if found else document.replace("</head>", f"{head}</head>", 1)


def told(store: Store, request: Request, name: str, language: str) -> tuple[str, str]:
    """Title and description: the scope and the result line, or the deal's own title."""
    say = wording(language)
    params = {key: ",".join(request.query_params.getlist(key)) for key in request.query_params}
    if name == "deals" and (deal := params.get("deal")):
        found = store.rows(
            Query("SELECT title, amount_as_written FROM facts WHERE deal_id = ?", (deal[:100],))
        )
        if found:
            amount = own_words.written(say, found[0]["amount_as_written"]) or say("number.none")
            return own_words.title(store, say, found[0]["title"]), amount
    product = say("product.name")
    if name not in OF_SELECTION:
        return f"{say(f'title.{name}')} · {product}", ""
    selection, _ = from_params(params, store.known)
    summary = summarise(store.rows(by_reason(selection)))
    return f"{say(f'title.{name}')}: {scope_title(store, say, selection)}", result_line(
        say, selection, summary
    )
