"""A selection -> the rows that leave: every published table as it stands behind the selected deals.

The pages' own query layer says which deals are selected; here they are joined with the source and the
sentence that they were read from. Exports and data addresses both ask here, so their rows are the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from etl.schema import TABLES, TEXT, Column
from pages.parts import criteria, query, short_names
from pages.parts.criteria import Selection
from pages.parts.query import Query
from pages.parts.store import Store

BATCH_ROWS = 5_000
PIECE_ROWS = 10_000  # wide rows that are looked up at once
FILTERS = short_names.NAMES
PAIR = ("supplier", "recipient", "years")  # all that a claim about an aggregate can be asked for

ADDED = (
    Column("parties", TEXT, "Names of all parties."),
    Column("is_counted", pa.bool_(), "Counted under the selection's rule: firmness floor, prices, unit."),
    Column("why", TEXT, "ok, or the first cause why it is not counted under that rule."),
    Column("source_publisher", TEXT, "Who published the document of the headline figure.", nullable=True),
    Column("source_title", TEXT, "Its title.", nullable=True),
    Column("source_url", TEXT, "Its address.", nullable=True),
    Column("source_date", pa.date32(), "Its day of publication.", nullable=True),
    Column(
        "source_sentence", TEXT, "The sentence that the amount, or the deal, was read from.", nullable=True
    ),
    Column("snapshot", TEXT, "The published snapshot of the data."),
)
SUMS = (
    Column("deal_count", pa.int64(), "Deals selected.", "deals"),
    Column("counted", pa.int64(), "Of these, counted.", "deals"),
    Column("low", pa.float64(), "Sum of the lower bounds of counted deals.", "the selection's unit"),
    Column(
        "high",
        pa.float64(),
        "Sum of their upper bounds; where an end is open, its lower bound.",
        "the selection's unit",
    ),
    Column(
        "open_high",
        pa.int64(),
        "Counted deals with an open upper end: the upper sum is then `at least`.",
        "deals",
    ),
    Column(
        "ceilings", pa.int64(), "Deals with a ceiling only (`up to`): beside the sum, not in it.", "deals"
    ),
    Column("ceiling_high", pa.float64(), "Sum of these ceilings.", "the selection's unit"),
)


@dataclass(frozen=True, slots=True)
class Extract:
    """One kind of rows that may be asked for."""

    name: str
    meaning: str
    filters: tuple[str, ...]  # names of the address that apply


EXTRACTS = {
    e.name: e
    for e in (
        Extract("deals", "The selected deals, newest first, each with its source and sentence.", FILTERS),
        Extract(
            "figures", "Every amount read for the selected deals; without filters, every amount.", FILTERS
        ),
        Extract("mentions", "Deals stated without an amount, as the documents state them.", FILTERS),
        Extract("documents", "The documents behind the selected deals; without filters, all.", FILTERS),
        Extract("parties", "Parties of the selected deals.", FILTERS),
        Extract("links", "Links between deals.", FILTERS),
        Extract("history", "What each document says of a deal's status.", FILTERS),
        Extract("totals", "Claims about aggregates. Never add them.", PAIR),
        Extract("rejects", "What was read and not published, with the reason.", ()),
        Extract("sums", "Sums of the selected deals by one column, as the charts show them.", FILTERS),
    )
}
TABLE_OF = {"parties": "deal_parties", "links": "deal_links", "history": "status_history"}
ORDER_OF = {
    "figures": "document_id, char_start, figure_id",
    "mentions": "document_id, char_start, mention_id",
    "documents": "published_date DESC NULLS LAST, document_id",
    "parties": "deal_id, organisation, role",
    "links": "deal_id, related_deal_id, relation, figure_id",
    "history": "deal_id, date, document_id, figure_id",
    "totals": "as_of DESC NULLS LAST, total_id",
    "rejects": "reject_id",
}
GROUP_COLUMNS = {c.name: c for c in TABLES["deals"]} | {
    "announced_month": Column("announced_month", TEXT, "Month first announced, YYYY-MM.", nullable=True),
    "why": ADDED[2],
}


def columns(name: str, by: str = "sector") -> tuple[Column, ...]:
    """The columns of one extract, in order, as etl/schema.py describes them."""
    if name == "sums":
        return (GROUP_COLUMNS[by], *SUMS)
    if name == "deals":
        return (*TABLES["deals"], *ADDED)
    return TABLES[TABLE_OF.get(name, name)]


def arrow_schema(told: Iterable[Column]) -> pa.Schema:
    """Columns as an Arrow schema, units and descriptions in the fields."""
    return pa.schema(
        [pa.field(c.name, c.type, True, {"description": c.description, "unit": c.unit or ""}) for c in told]
    )


def _deals(store: Store, selection: Selection, ids: Sequence[str]) -> Query:
    """The deals of `ids`, in that order, each with its source and sentence."""
    base = query.chosen(selection)
    own = ", ".join(f"c.{column.name}" for column in TABLES["deals"])
    sql = f"""
        WITH places AS (SELECT unnest(?::VARCHAR[]) AS deal_id, generate_subscripts(?::VARCHAR[], 1) AS place)
        SELECT {own}, c.parties, c.is_counted, c.why, d.publisher AS source_publisher, d.title AS source_title,
            d.url AS source_url, d.published_date AS source_date,
            coalesce(f.sentence, m.sentence) AS source_sentence, ? AS snapshot
        FROM places AS p JOIN ({base.sql}) AS c USING (deal_id)
        LEFT JOIN (SELECT figure_id, document_id, sentence FROM figures
                   WHERE deal_id IN (SELECT deal_id FROM places)) AS f ON f.figure_id = c.headline_figure_id
        LEFT JOIN (SELECT deal_id, min_by(document_id, (announced_date, mention_id)) AS document_id,
                          min_by(sentence, (announced_date, mention_id)) AS sentence
                   FROM mentions WHERE deal_id IN (SELECT deal_id FROM places) GROUP BY deal_id) AS m
            ON m.deal_id = c.deal_id
        LEFT JOIN documents AS d ON d.document_id = coalesce(f.document_id, m.document_id)
        ORDER BY p.place"""
    return Query(sql, (tuple(ids), tuple(ids), store.snapshot, *base.params))


def _read_deals(
    store: Store, selection: Selection, limit: int | None, offset: int, order: str
) -> Iterator[pa.RecordBatch]:
    """Deals in pieces. Only their ids are sorted as a whole: the wide rows of a large set would not fit."""
    base = query.deals(selection, order, limit, offset)
    listed = Query(f"SELECT deal_id FROM ({base.sql}) AS ordered", base.params)
    ids = store.stream(listed, BATCH_ROWS).read_all().column(0)
    for start in range(0, len(ids), PIECE_ROWS):
        piece = ids.slice(start, PIECE_ROWS).to_pylist()
        yield from store.stream(_deals(store, selection, piece), BATCH_ROWS)


def _chosen_ids(selection: Selection) -> Query:
    condition = query.where(selection)
    return Query(f"SELECT deal_id FROM facts WHERE {condition.sql}", condition.params)


def document_ids(ids: Query) -> Query:
    sql = f"""SELECT document_id FROM figures WHERE deal_id IN ({ids.sql})
        UNION SELECT document_id FROM mentions WHERE deal_id IN ({ids.sql})"""
    return Query(sql, (*ids.params, *ids.params))


def _is_whole(selection: Selection) -> bool:
    return not query.conditions(selection)


def condition(name: str, store: Store, selection: Selection) -> Query:
    """Which rows of a table stand behind the selection."""
    if name == "totals":
        return _claims(store, selection)
    if name == "rejects" or _is_whole(selection):
        return Query("true")
    ids = _chosen_ids(selection)
    if name == "documents":
        documents = document_ids(ids)
        return Query(f"document_id IN ({documents.sql})", documents.params)
    return Query(f"deal_id IN ({ids.sql})", ids.params)


def _claims(store: Store, selection: Selection) -> Query:
    """Claims of the chosen pair and years; a group stands for its members too."""
    parts: list[str] = []
    params: list[Any] = []
    for column, codes in (
        ("supplier_country", selection.suppliers),
        ("recipient_country", selection.recipients),
    ):
        if codes:
            members = {m for code in codes if code in store.groups for m in store.groups[code].members}
            parts.append(f"coalesce({column}, '{criteria.NOT_STATED}') = ANY(?::VARCHAR[])")
            params.append(tuple(sorted({*codes, *members})))
    for sign, year in ((">=", selection.first_year), ("<=", selection.last_year)):
        if year is not None:
            parts.append(f"coalesce(reference_year, year(as_of)) {sign} ?")
            params.append(year)
    return Query(" AND ".join(parts) or "true", tuple(params))


def rows_query(
    name: str,
    store: Store,
    selection: Selection,
    limit: int | None = None,
    offset: int = 0,
    by: str = "sector",
) -> Query:
    """The rows of one extract other than `deals`, in a fixed order."""
    names = ", ".join(column.name for column in columns(name, by))
    if name == "sums":
        base = query.grouped(selection, by)
        sql, params, order = (
            f"SELECT {names} FROM ({base.sql}) AS sums",
            list(base.params),
            f"{by} NULLS LAST",
        )
    else:
        matching = condition(name, store, selection)
        sql, params = (
            f"SELECT {names} FROM {TABLE_OF.get(name, name)} WHERE {matching.sql}",
            list(matching.params),
        )
        order = ORDER_OF[name]
    sql += f" ORDER BY {order}"
    if limit is not None:
        sql, params = f"{sql} LIMIT ? OFFSET ?", [*params, limit, offset]
    return Query(sql, tuple(params))


def read(
    name: str,
    store: Store,
    selection: Selection,
    limit: int | None = None,
    offset: int = 0,
    by: str = "sector",
    order: str = "newest",
) -> pa.RecordBatchReader:
    """The rows as a stream of batches with described columns: memory does not grow with their number.

    Args:
        name: Key of EXTRACTS.
        by: The column that `sums` groups by; one of query.GROUPS.
        order: Of `deals`: a key of query.ORDERS.
    """
    schema = arrow_schema(columns(name, by))
    found: Iterable[pa.RecordBatch]
    if name == "deals":
        found = _read_deals(store, selection, limit, offset, order)
    else:
        found = store.stream(rows_query(name, store, selection, limit, offset, by), BATCH_ROWS)
    typed = (
        pa.RecordBatch.from_arrays(
            [c.cast(f.type) for c, f in zip(b.columns, schema, strict=True)], schema=schema
        )
        for b in found
    )
    return pa.RecordBatchReader.from_batches(schema, typed)


def whole_tables(store: Store) -> dict[str, pa.RecordBatchReader]:
    """Every published table as it stands, as streams, in a fixed order of rows."""
    found = {}
    for name, told in TABLES.items():
        # Quoted: `column` is a name of ours and a word of SQL.
        names = ", ".join(f'"{column.name}"' for column in told)
        found[name] = store.stream(Query(f"SELECT {names} FROM {name} ORDER BY ALL"), BATCH_ROWS)
    return found


def count(name: str, store: Store, selection: Selection, by: str = "sector") -> int:
    """How many rows there are without limit and offset."""
    if name == "deals":
        base = query.chosen(selection)
        asked = Query(f"SELECT count(*) AS n FROM ({base.sql}) AS c", base.params)
    elif name == "sums":
        base = query.grouped(selection, by)
        asked = Query(f"SELECT count(*) AS n FROM ({base.sql}) AS c", base.params)
    else:
        matching = condition(name, store, selection)
        asked = Query(
            f"SELECT count(*) AS n FROM {TABLE_OF.get(name, name)} WHERE {matching.sql}", matching.params
        )
    return int(store.rows(asked)[0]["n"])
