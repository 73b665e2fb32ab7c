"""The data addresses described for machines: OpenAPI 3.1 and the data dictionary, made from what checks requests."""

from collections.abc import Iterable
from typing import Any

from etl.schema import REAL_BASE_YEAR, TABLES, Column
from pages.parts.about import LICENCE_ID, LICENCE_URL, PRODUCT, PURPOSE
from pages.parts.address_params import parameters
from pages.parts.export_forms import FORMS
from pages.parts.extracts import ADDED, EXTRACTS, SUMS, Extract, columns
from pages.parts.store import Store

TYPES = {
    "string": "string",
    "int64": "integer",
    "double": "number",
    "bool": "boolean",
    "date32[day]": "string",
}


def openapi(store: Store) -> dict[str, Any]:
    """The whole description; the allowed values are those of the snapshot."""
    paths: dict[str, Any] = {}
    for extract in EXTRACTS.values():
        asked = [parameter.to_openapi() for parameter in parameters(extract, store)]
        for form in FORMS.values():
            paths[f"/data/{extract.name}.{form.ending}"] = {
                "get": {
                    "operationId": f"{extract.name}_{form.ending}",
                    "summary": f"{extract.meaning} As {form.name}.",
                    "parameters": asked,
                    "responses": _responses(extract, form.ending),
                }
            }
    feed = [
        p.to_openapi()
        for p in parameters(EXTRACTS["deals"], store)
        if p.name in (*EXTRACTS["deals"].filters, "lang")
    ]
    paths["/feed.xml"] = {
        "get": {
            "operationId": "feed",
            "summary": "The newest deals of a selection, as an Atom feed.",
            "parameters": feed,
            "responses": {"200": _content("application/atom+xml", {"type": "string"}), **_others()},
        }
    }
    for name, meaning in (("openapi", "This description."), ("dictionary", "Every column of every table.")):
        paths[f"/data/{name}.json"] = {
            "get": {
                "operationId": name,
                "summary": meaning,
                "responses": {
                    "200": _content("application/json", {"type": "object"}),
                    "304": {"description": "Not changed since."},
                    "503": _problem("No data published yet."),
                },
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{PRODUCT} data addresses",
            "summary": PURPOSE,
            "description": "The same filter names, rows and totals as the pages. Every answer carries an ETag that "
            "changes with the snapshot: ask again with If-None-Match.",
            "version": store.snapshot,
            "license": {"name": LICENCE_ID, "url": LICENCE_URL},
        },
        "paths": paths,
    }


def _responses(extract: Extract, ending: str) -> dict[str, Any]:
    media = FORMS[ending].media_type.partition(";")[0]
    if ending == "json":
        records = {
            "type": "array",
            "items": _record(columns(extract.name)) if extract.name != "sums" else {"type": "object"},
        }
        body: dict[str, Any] = {
            "type": "object",
            "required": ["metadata", "records"],
            "properties": {"metadata": {"type": "object"}, "records": records},
        }
    else:
        body = {"type": "string"}
    good = _content(media, body)
    good["headers"] = {
        "ETag": {
            "schema": {"type": "string"},
            "description": "Changes with the snapshot and with what is asked.",
        },
        "X-Total-Count": {"schema": {"type": "string"}, "description": "Rows without limit and offset."},
        "Link": {"schema": {"type": "string"}, "description": "The next rows, where there are more."},
    }
    return {"200": good, **_others()}


def _others() -> dict[str, Any]:
    return {
        "304": {"description": "Not changed since the ETag of If-None-Match."},
        "400": _problem("A name or a value that is not allowed, and what is."),
        "503": _problem("No data published yet."),
    }


def _problem(description: str) -> dict[str, Any]:
    item = {"type": "object", "properties": {n: {"type": "string"} for n in ("name", "value", "allowed")}}
    body = {
        "type": "object",
        "required": ["error"],
        "properties": {"error": {"type": "string"}, "problems": {"type": "array", "items": item}},
    }
    return {**_content("application/json", body), "description": description}


def _content(media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "The answer.", "content": {media: {"schema": schema}}}


def _record(told: Iterable[Column]) -> dict[str, Any]:
    fields = {}
    for column in told:
        kind = TYPES.get(str(column.type), "array")
        field: dict[str, Any] = {"type": [kind, "null"], "description": column.description}
        if str(column.type) == "date32[day]":
            field["format"] = "date"
        fields[column.name] = field
    return {"type": "object", "properties": fields, "required": list(fields)}


def dictionary(store: Store) -> dict[str, Any]:
    """Tables with their columns, and the labels of the codes that stand in them."""
    tables = {name: [_told(column) for column in told] for name, told in TABLES.items()}
    return {
        "snapshot": store.snapshot,
        "real_base_year": REAL_BASE_YEAR,
        "tables": tables,
        "added_to_deals": [_told(column) for column in ADDED],
        "sums": [_told(column) for column in SUMS],
        "codes": {
            "sector": {label.code: label.name_en for label in store.sectors.values()},
            "status": {label.code: label.name_en for label in store.statuses.values()},
            "country": {place.code: place.name_en for place in store.countries.values()},
            "group": {place.code: place.name_en for place in store.groups.values()},
        },
    }


def _told(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "type": str(column.type),
        "unit": column.unit,
        "is_nullable": column.nullable,
        "description": column.description,
    }
