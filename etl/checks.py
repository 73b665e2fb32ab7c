"""The invariants of the data: the tables of a snapshot -> a sentence for each promise that is broken.

Numbers follow the list in the README: 1 quotes, 2 bounds, 3 counting, 4 cycles, 5 rollups, 6 where a
figure goes, 7 same bytes, 8 whole snapshots. Schema and keys come first: the rest relies on them.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl import schema
from etl.counting import countable_reasons
from etl.deal_rows import to_countable
from etl.rollups import to_flows

Row = Mapping[str, Any]
Tables = Mapping[str, pa.Table]
SHOWN = 3  # examples in a sentence: enough to find the cause, few enough to read
UNIQUE = {
    "documents": ("document_id",),
    "texts": ("document_id",),
    "figures": ("figure_id",),
    "mentions": ("mention_id",),
    "deals": ("deal_id",),
    "totals": ("total_id",),
    "rejects": ("reject_id",),
}
# Column -> the table and column that it points into.
KEYS = {
    ("texts", "document_id"): ("documents", "document_id"),
    ("figures", "document_id"): ("documents", "document_id"),
    ("figures", "deal_id"): ("deals", "deal_id"),
    ("figures", "total_id"): ("totals", "total_id"),
    ("figures", "related_figure_id"): ("figures", "figure_id"),
    ("mentions", "document_id"): ("documents", "document_id"),
    ("mentions", "deal_id"): ("deals", "deal_id"),
    ("deals", "headline_figure_id"): ("figures", "figure_id"),
    ("deal_parties", "deal_id"): ("deals", "deal_id"),
    ("deal_links", "deal_id"): ("deals", "deal_id"),
    ("deal_links", "related_deal_id"): ("deals", "deal_id"),
    ("status_history", "deal_id"): ("deals", "deal_id"),
    ("status_history", "document_id"): ("documents", "document_id"),
    ("totals", "figure_id"): ("figures", "figure_id"),
    ("totals", "document_id"): ("documents", "document_id"),
    ("rejects", "document_id"): ("documents", "document_id"),
    ("rejects", "figure_id"): ("figures", "figure_id"),
}
ALLOWED = {
    ("figures", "kind"): schema.KINDS,
    ("figures", "qualifier"): schema.QUALIFIERS,
    ("deals", "kind"): schema.DEAL_KINDS,
    ("deals", "qualifier"): schema.QUALIFIERS,
    ("deals", "countable_reason"): schema.COUNTABLE_REASONS,
    ("totals", "kind"): schema.TOTAL_KINDS,
    ("deal_links", "relation"): schema.RELATIONS,
}


def find_failures(tables: Tables, texts: Iterable[pa.RecordBatch]) -> Iterator[str]:
    """Check everything that the tables themselves can show.

    Args:
        tables: All tables by name; `texts` may be left out of them.
        texts: The texts table in batches: it is the one that can be too large for memory.

    Yields:
        One sentence a broken promise: which, how often, where.
    """
    broken = list(_schema(tables))
    yield from broken
    if broken:  # without its columns a table cannot be asked anything else
        return
    yield from _keys(tables)
    yield from _vocabularies(tables)
    yield from _quotes(tables["figures"], texts)
    for name in ("figures", "deals", "totals"):
        yield from _bounds(name, tables[name])
    yield from _counting(tables)
    yield from _cycles(tables["deal_links"].to_pylist())
    yield from _rollups(tables)
    yield from _places_of_figures(tables)


def find_changed_files(manifest: Mapping[str, Any], checksum: Callable[[str], str | None]) -> Iterator[str]:
    """Compare files with the manifest (invariants 7 and 8). `checksum`: file name -> sha256, None if missing."""
    for name in schema.TABLES:
        stated = manifest.get("tables", {}).get(name)
        if stated is None:
            yield f"8: the manifest does not list table {name}. Build again."
        elif (found := checksum(stated["file"])) is None:
            yield f"8: {stated['file']} is missing, so the snapshot is not whole. Build again."
        elif found != stated["sha256"]:
            yield f"7: {stated['file']} is not the file that was published (its sha256 differs). Build again."


def _schema(tables: Tables) -> Iterator[str]:
    for name in schema.TABLES:
        if name not in tables:
            if name != "texts":
                yield f"schema: table {name} is missing. Build again with this version."
            continue
        expected, found = schema.arrow_schema(name), tables[name].schema
        # Units and meanings are part of the promise: they travel in the fields' metadata.
        wrong = [
            field.name
            for field in expected
            if field.name not in found.names or not found.field(field.name).equals(field, check_metadata=True)
        ]
        wrong += sorted(set(found.names) - set(expected.names))
        if wrong or found.names != expected.names:
            columns = ", ".join(wrong) or "the order of its columns"
            yield f"schema: {name} differs from etl/schema.py in {columns}. Build again."
            continue
        for field in expected:
            if not field.nullable and (nulls := tables[name][field.name].null_count):
                yield f"schema: {name}.{field.name} has {nulls} nulls, and none is allowed."


def _keys(tables: Tables) -> Iterator[str]:
    for name, columns in UNIQUE.items():
        if name in tables:
            counts = Counter(tables[name][columns[0]].to_pylist())
            yield from _said(
                f"keys: {name}.{columns[0]} is not unique", (key for key, n in counts.items() if n > 1)
            )
    for (name, column), (target, key) in KEYS.items():
        if name in tables and target in tables:
            known = pc.unique(tables[target][key].combine_chunks())
            values = pc.unique(tables[name][column].drop_null().combine_chunks())
            lost = values.filter(pc.invert(pc.is_in(values, value_set=known)))
            yield from _said(f"keys: {name}.{column} names what is not in {target}", lost.to_pylist())


def _vocabularies(tables: Tables) -> Iterator[str]:
    for (name, column), allowed in ALLOWED.items():
        found = set(tables[name][column].drop_null().unique().to_pylist())
        yield from _said(
            f"vocabulary: {name}.{column} has words that are not allowed", sorted(found - set(allowed))
        )


def _quotes(figures: pa.Table, texts: Iterable[pa.RecordBatch]) -> Iterator[str]:
    columns = ("figure_id", "document_id", "char_start", "char_end", "quote")
    by_document: dict[str, list[tuple[str, int, int, str]]] = {}
    for name, document, *rest in zip(*(figures[column].to_pylist() for column in columns), strict=True):
        by_document.setdefault(document, []).append((name, *rest))

    def wrong() -> Iterator[str]:
        for batch in texts:
            for document, text in zip(batch.column(0).to_pylist(), batch.column(1).to_pylist(), strict=True):
                for name, start, end, quote in by_document.pop(document, ()):
                    if text[start:end] != quote:
                        yield name
        for left in by_document.values():
            yield from (name for name, *_ in left)

    yield from _said("1: the quote is not the document's text at char_start to char_end", wrong())


def _bounds(name: str, table: pa.Table) -> Iterator[str]:
    key = table.schema.names[0]
    rows = zip(*(table[c].to_pylist() for c in (key, "value_low", "value_high", "qualifier")), strict=True)
    yield from _said(
        f"2: in {name} the bounds do not agree with each other or with the qualifier",
        (row for row, low, high, qualifier in rows if not _agree(low, high, qualifier)),
    )


def _agree(low: float | None, high: float | None, qualifier: str | None) -> bool:
    if qualifier in ("exact", "about"):
        return low is not None and low == high
    if qualifier == "range":
        return low is not None and high is not None and low < high
    if qualifier == "up_to":
        return low is None and high is not None
    if qualifier == "at_least":
        return low is not None and high is None
    return low is None and high is None  # a deal without an amount


def _counting(tables: Tables) -> Iterator[str]:
    columns = [
        "deal_id", "kind", "status", "firmness", "value_low", "value_high", "confidence",
        "countable_reason", "is_countable",
    ]  # fmt: skip
    rows = tables["deals"].select(columns).to_pylist()
    deals = {row["deal_id"]: to_countable(row) for row in rows}
    links = tables["deal_links"].select(["deal_id", "related_deal_id", "relation"]).to_pylist()
    reasons = countable_reasons(
        deals, ((link["deal_id"], link["related_deal_id"], link["relation"]) for link in links)
    )
    yield from _said(
        "3: is_countable does not follow from the counting rule",
        (
            f"{row['deal_id']} ({row['countable_reason']}, the rule says {reasons[row['deal_id']]})"
            for row in rows
            if row["countable_reason"] != reasons[row["deal_id"]]
            or row["is_countable"] != (row["countable_reason"] == "ok")
        ),
    )


def _cycles(links: Sequence[Row]) -> Iterator[str]:
    parents: dict[str, set[str]] = {}
    for link in links:
        if link["relation"] == "part_of":
            parents.setdefault(link["deal_id"], set()).add(link["related_deal_id"])
    done: set[str] = set()
    in_cycle: list[str] = []
    for start in sorted(parents):
        path: dict[str, Iterator[str]] = {}  # in order: where we are, and whom we have yet to ask
        stack = [] if start in done else [start]
        while stack:
            deal = stack[-1]
            path.setdefault(deal, iter(sorted(parents.get(deal, ()))))
            step = next((parent for parent in path[deal] if parent not in done), None)
            if step is None:
                done.add(stack.pop())
                del path[deal]
            elif step in path:
                in_cycle.append(step)
            else:
                stack.append(step)
    yield from _said("4: part_of leads in a circle", dict.fromkeys(in_cycle))


def _rollups(tables: Tables) -> Iterator[str]:
    expected = to_flows(tables["deals"].to_pylist())
    names = tables["rollup_flows"].schema.names
    found = tables["rollup_flows"].to_pylist()
    if [{name: row[name] for name in names} for row in expected] != found:
        wrong = sum(1 for row in found if row not in expected) + max(0, len(expected) - len(found))
        yield f"5: rollup_flows does not add up to the deals it stands for ({wrong} rows differ). Build again."


def _places_of_figures(tables: Tables) -> Iterator[str]:
    refused = Counter(name for name in tables["rejects"]["figure_id"].to_pylist() if name is not None)
    figures = tables["figures"]
    rows = zip(*(figures[c].to_pylist() for c in ("figure_id", "deal_id", "total_id")), strict=True)
    yield from _said(
        "6: a figure is not in exactly one of deals, totals and rejects",
        (name for name, deal, total in rows if (deal is not None) + (total is not None) + refused[name] != 1),
    )


def _said(sentence: str, wrong: Iterable[object]) -> Iterator[str]:
    """The sentence with the number of wrong rows and the first of them; nothing where none is wrong."""
    rest = iter(wrong)
    shown = [str(one) for one in islice(rest, SHOWN)]
    if shown:
        count = len(shown) + sum(1 for _ in rest)
        yield f"{sentence}: {count:,} times, first {', '.join(shown)}."
