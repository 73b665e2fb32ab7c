"""All published tables -> a Frictionless data package: CSV, `datapackage.json`, dictionary, licence, citation."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from etl.schema import TABLES, Column
from pages.parts import citation
from pages.parts.about import LICENCE_ID, LICENCE_NOTE, LICENCE_TITLE, LICENCE_URL, PRODUCT, PURPOSE, About
from pages.parts.bundle import Content, to_readme, to_zip
from pages.parts.export_rows import Rows, to_csv

TYPES = {"string": "string", "int64": "integer", "double": "number", "date32[day]": "date", "bool": "boolean"}
PRIMARY = {
    "documents": "document_id",
    "texts": "document_id",
    "figures": "figure_id",
    "mentions": "mention_id",
    "deals": "deal_id",
    "totals": "total_id",
    "rejects": "reject_id",
}
# Column of a table -> table that it points into. Tables name their key column as the pointing column is named.
FOREIGN = {
    "figures": {"document_id": "documents"},
    "mentions": {"document_id": "documents"},
    "texts": {"document_id": "documents"},
    "deal_parties": {"deal_id": "deals"},
    "deal_links": {"deal_id": "deals"},
    "status_history": {"deal_id": "deals", "document_id": "documents"},
    "totals": {"document_id": "documents", "figure_id": "figures"},
}


def descriptor(names: list[str], about: About) -> dict[str, Any]:
    """`datapackage.json` (Data Package 1.0) for the tables named."""
    return {
        "profile": "tabular-data-package",
        "name": PRODUCT,
        "title": about.title,
        "description": PURPOSE,
        "version": about.snapshot,
        "licenses": [{"name": LICENCE_ID, "title": LICENCE_TITLE, "path": LICENCE_URL}],
        "sources": [_source(s.title or s.publisher, s.url) for s in about.sources],
        "resources": [_resource(name, names) for name in names],
    }


def _source(title: str, url: str) -> dict[str, str]:
    return {"title": title, "path": url} if url.startswith(("http://", "https://")) else {"title": title}


def _resource(name: str, names: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in TABLES[name]], "missingValues": [""]}
    if name in PRIMARY:
        schema["primaryKey"] = PRIMARY[name]
    links = [
        {"fields": column, "reference": {"resource": other, "fields": column}}
        for column, other in FOREIGN.get(name, {}).items()
        if other in names
    ]
    if links:
        schema["foreignKeys"] = links
    return {
        "name": name,
        "profile": "tabular-data-resource",
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    # A list stays a list (JSON in its cell), because a package is read by machines first.
    field: dict[str, Any] = {"name": column.name, "type": TYPES.get(str(column.type), "array")}
    field["description"] = column.description
    if column.unit:
        field["unit"] = column.unit
    return field


def to_dictionary() -> bytes:
    """Every column of every published table as CSV: table, column, type, unit, nullable, meaning."""
    sink = io.StringIO()
    rows = csv.writer(sink, lineterminator="\n")
    rows.writerow(("table", "column", "type", "unit", "is_nullable", "description"))
    for table, columns in TABLES.items():
        for c in columns:
            rows.writerow((table, c.name, c.type, c.unit or "", str(c.nullable).lower(), c.description))
    return sink.getvalue().encode()


def to_datapackage(tables: Mapping[str, Rows], about: About) -> Iterator[bytes]:
    """The whole data set as one zip, in pieces."""
    names = [name for name in TABLES if name in tables]
    listed = {f"data/{name}.csv": f"table `{name}`" for name in names}
    listed |= {"datapackage.json": "types, units, keys (Frictionless)", "dictionary.csv": "every column"}
    files: dict[str, Content] = {
        "README.md": to_readme(about, pa.schema([]), listed).encode(),
        "LICENSE.txt": f"{LICENCE_TITLE} ({LICENCE_ID}), {LICENCE_URL}\n{LICENCE_NOTE}\n".encode(),
        "CITATION.cff": citation.to_cff(about).encode(),
        "citation.bib": citation.to_bibtex(about).encode(),
        "datapackage.json": json.dumps(descriptor(names, about), ensure_ascii=False, indent=1).encode(),
        "dictionary.csv": to_dictionary(),
        **{f"data/{name}.csv": to_csv(tables[name], lists_as_json=True) for name in names},
    }
    return to_zip(files)
