"""The data addresses on the same server as the pages: /data/<rows>.<form>, OpenAPI, dictionary, feed.

Starlette routes that Streamlit's own application takes (`st.App(routes=...)`). The rows come from the
query layer of the pages, so an address and a page with the same filters hold the same rows and totals.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from pages.parts import address_docs, extracts, feed
from pages.parts.about import About, file_name
from pages.parts.abouts import about_selection
from pages.parts.address_params import Asked, Problem, understand
from pages.parts.export_forms import FORMS
from pages.parts.export_rows import Rows
from pages.parts.extracts import EXTRACTS, Extract
from pages.parts.store import NoSnapshot, Store, open_store

FRESH = "no-cache"  # may be kept, and is asked for again with its ETag each time
REVISION = "1"  # raise it when the same snapshot is to look different


def routes(prefix: str = "") -> list[Route]:
    """All addresses; `prefix` is the path under which the server stands, without an end slash."""
    return [
        Route(f"{prefix}/data/openapi.json", _guarded(_openapi), methods=["GET"]),
        Route(f"{prefix}/data/dictionary.json", _guarded(_dictionary), methods=["GET"]),
        Route(f"{prefix}/data/{{name}}.{{ending}}", _guarded(_rows), methods=["GET"]),
        Route(f"{prefix}/feed.xml", _guarded(_feed), methods=["GET"]),
        # Without this an unknown address would show the dashboard, with status 200.
        Route(f"{prefix}/data/{{rest:path}}", _unknown, methods=["GET"]),
        Route(f"{prefix}/data", _unknown, methods=["GET"]),
    ]


Answer = Callable[[Request, Store], Response]


def _guarded(answer: Answer) -> Callable[[Request], Response]:
    """Open the current snapshot for one request, or say that there is none."""

    def endpoint(request: Request) -> Response:
        try:
            store = open_store()
        except NoSnapshot as problem:
            return JSONResponse({"error": str(problem)}, 503)
        return answer(request, store)

    return endpoint


def _unknown(request: Request) -> Response:
    return JSONResponse(
        {
            "error": f"There is nothing at {request.url.path}.",
            "problems": [
                {
                    "name": "address",
                    "value": request.url.path,
                    "allowed": f"/data/{{{','.join(EXTRACTS)}}}.{{{','.join(FORMS)}}}, "
                    "/data/openapi.json, /data/dictionary.json, /feed.xml",
                }
            ],
        },
        404,
    )


def _refused(problems: tuple[Problem, ...]) -> Response:
    told = [{"name": p.name, "value": p.value, "allowed": p.allowed} for p in problems]
    words = "; ".join(f"{p.name}={p.value[:80]!r} is not allowed: {p.allowed}" for p in problems)
    return JSONResponse({"error": words, "problems": told}, 400)


def _given(request: Request) -> dict[str, list[str]]:
    return {name: request.query_params.getlist(name) for name in request.query_params}


def etag(request: Request, store: Store) -> str:
    """Changes with the snapshot and with what is asked. Weak: the same rows, compressed or not."""
    asked = f"{REVISION}|{store.folder}|{request.url}|{request.headers.get('host', '')}"
    return f'W/"{store.snapshot}-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"'


def _not_changed(request: Request, mark: str) -> Response | None:
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or mark.removeprefix("W/") in (
        k.strip().removeprefix("W/") for k in known.split(",")
    ):
        return Response(status_code=304, headers={"ETag": mark, "Cache-Control": FRESH})
    return None


def _json(request: Request, store: Store, content: Mapping[str, Any]) -> Response:
    mark = etag(request, store)
    return _not_changed(request, mark) or JSONResponse(
        content, headers={"ETag": mark, "Cache-Control": FRESH}
    )


def _openapi(request: Request, store: Store) -> Response:
    return _json(request, store, address_docs.openapi(store))


def _dictionary(request: Request, store: Store) -> Response:
    return _json(request, store, address_docs.dictionary(store))


def _rows(request: Request, store: Store) -> Response:
    extract, form = EXTRACTS.get(request.path_params["name"]), FORMS.get(request.path_params["ending"])
    if extract is None or form is None:
        return _unknown(request)
    asked, problems = understand(_given(request), extract, store)
    if problems:
        return _refused(problems)
    mark = etag(request, store)
    if unchanged := _not_changed(request, mark):
        return unchanged
    total = extracts.count(extract.name, store, asked.selection, asked.by)
    about = _about(request, store, extract, asked)
    headers = {
        "ETag": mark,
        "Cache-Control": FRESH,
        "X-Total-Count": str(total),
        "Content-Disposition": f'inline; filename="{file_name(about, form.ending)}"',
    }
    if asked.limit and asked.offset + asked.limit < total:
        following = request.url.include_query_params(offset=asked.offset + asked.limit)
        headers["Link"] = f'<{following}>; rel="next"'
    # A HEAD request gets the headers and starts no query.
    chunks: Iterator[bytes] = (
        iter(()) if request.method == "HEAD" else form.write(_read(store, extract, asked), about)
    )
    return StreamingResponse(chunks, media_type=form.media_type, headers=headers)


def _read(store: Store, extract: Extract, asked: Asked) -> Rows:
    found = extracts.read(extract.name, store, asked.selection, _limit(asked), asked.offset, asked.by)
    return found if isinstance(found, pa.RecordBatchReader) else pa.table(found)


def _limit(asked: Asked) -> int | None:
    # An offset alone still needs a limit in SQL's order of words.
    return asked.limit if asked.limit is not None or not asked.offset else 2**62


def _about(request: Request, store: Store, extract: Extract, asked: Asked) -> About:
    base = str(request.base_url)
    return about_selection(store, asked.selection, asked.language, extract.name, base, date.today())


def _feed(request: Request, store: Store) -> Response:
    given = _given(request)
    problems = tuple(
        Problem(n, ",".join(given[n]), "no such name for the feed") for n in ("limit", "offset") if n in given
    )
    asked, more = understand(given, EXTRACTS["deals"], store)
    if problems or more:
        return _refused((*problems, *more))
    mark = etag(request, store)
    if unchanged := _not_changed(request, mark):
        return unchanged
    about = _about(request, store, EXTRACTS["deals"], asked)
    rows = extracts.read("deals", store, asked.selection, feed.ENTRIES).read_all().to_pylist()
    content = feed.to_atom(rows, about, str(request.url), f"{request.base_url}Deals?deal=")
    return Response(
        content, media_type="application/atom+xml", headers={"ETag": mark, "Cache-Control": FRESH}
    )
