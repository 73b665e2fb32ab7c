"""A selection -> the original publications behind it, each once, those of the largest deals first."""

from collections.abc import Iterable

from pages.parts import extracts, query
from pages.parts.about import UNNAMED, Source, Sources
from pages.parts.criteria import Selection
from pages.parts.database import Row
from pages.parts.query import Query
from pages.parts.store import Store

MOST_SOURCES = 5_000  # named one by one; every row of `deals` has its own source, `documents` has all


def of_selection(store: Store, selection: Selection) -> Sources:
    """The original publications behind the selected deals, each once; those of the largest deals first."""
    # The same answer that the page counts its documents with, so it is asked for once.
    return store.keep(
        ("publications", query.where(selection)),
        lambda: _distinct(_source(row) for row in store.reports(selection)[:MOST_SOURCES]),
    )


def of_deal(store: Store, deal_id: str) -> Sources:
    """The publications that report one deal."""
    documents = extracts.document_ids(Query("SELECT ?::VARCHAR", (deal_id,)))
    return _ranked(store, Query(f"document_id IN ({documents.sql})", documents.params))


def of_documents(store: Store, document_ids: Iterable[str]) -> Sources:
    """These documents as publications."""
    return _ranked(
        store, Query("list_contains(?::VARCHAR[], document_id)", (tuple(sorted(set(document_ids))),))
    )


def of_everything(store: Store) -> Sources:
    """All publications of the snapshot."""
    return _ranked(store, Query("true"))


def count_publishers(sources: Sources) -> int:
    """How many publishers are named; one without a name is none."""
    return len(set(sources.publishers) - {UNNAMED})


def _ranked(store: Store, matching: Query) -> Sources:
    sql = f"""
        SELECT publisher, title, url, published_date FROM documents
        LEFT JOIN (SELECT h.document_id, max(coalesce(f.value_low_usd, 0)) AS largest
                   FROM status_history AS h JOIN facts AS f USING (deal_id) GROUP BY h.document_id) AS l USING (document_id)
        WHERE {matching.sql}
        ORDER BY largest DESC NULLS LAST, published_date NULLS LAST, publisher, title, url, document_id
        LIMIT {MOST_SOURCES}"""
    asked = Query(sql, matching.params)
    # Every chart of a page asks for the same ones at each run.
    return store.keep(("publications", asked), lambda: _distinct(_source(row) for row in store.rows(asked)))


def _distinct(found: Iterable[Source]) -> Sources:
    """Each publication once: one address cited with and without its title is one publication."""
    kept: dict[object, Source] = {}
    for source in found:
        key = source.url or source
        if key not in kept or (source.title and not kept[key].title):
            kept[key] = source
    return Sources(kept.values())


def _source(row: Row) -> Source:
    return Source(
        row["publisher"] or UNNAMED,
        row["title"] or "",
        row["url"] or "",
        row["published_date"],
    )
