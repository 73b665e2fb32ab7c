"""A published snapshot and new readings -> what would change if they joined the data. Pure; publishes nothing.

The snapshot's own figures are resolved again together with the new ones, by the same rules as a build, so the
answer is what a build would give: is the deal known, would the total change, by how much.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import pyarrow as pa

from etl.assemble import to_tables
from etl.counting import IntervalSum, interval_sum
from etl.records import Document, Figure, Gathered, Mention, Party, Reading
from etl.references import References

_SPECIAL = {"companies", "parties", "rules", "clues", "related_index"}


@dataclass(frozen=True, slots=True)
class Landing:
    """Where one new figure or mention would go."""

    report_id: str  # figure or mention id
    deal_id: str | None
    title: str | None
    is_known: bool  # the deal stands in the snapshot already
    countable_reason: str | None  # or no_rate: it may be counted, and has no value in USD


@dataclass(frozen=True, slots=True)
class Preview:
    """The counted total before and after, and where each new report would go."""

    before: IntervalSum
    after: IntervalSum
    landings: tuple[Landing, ...]
    known_documents: frozenset[str]  # ids of new documents that the snapshot has already

    @property
    def is_changed(self) -> bool:
        """Whether the counted total would differ."""
        return self.before != self.after


def to_gathered(tables: Mapping[str, pa.Table]) -> Gathered:
    """A snapshot's documents, figures and mentions as they were before they were resolved.

    Args:
        tables: The snapshot's documents, figures and mentions. Texts are not needed.

    Returns:
        Readings with their former deal ids; rows of lists that share a deal stay given as one deal.
    """
    by_document: dict[str, list[dict[str, Any]]] = {}
    for row in tables["figures"].to_pylist():
        by_document.setdefault(row["document_id"], []).append(row)
    mentions: dict[str, list[Mention]] = {}
    former: dict[str, str] = {}
    rows_of_deal: dict[str, list[str]] = {}
    for row in tables["mentions"].to_pylist():
        mentions.setdefault(row["document_id"], []).append(_to_record(Mention, row))
        if row["deal_id"]:
            former[row["mention_id"]] = row["deal_id"]
    readings: dict[str, Reading] = {}
    for document_id, rows in by_document.items():
        rows.sort(key=lambda row: (row["char_start"], row["figure_id"]))
        place = {row["figure_id"]: index for index, row in enumerate(rows)}
        readings[document_id] = Reading(
            tuple(
                replace(_to_record(Figure, row), related_index=place.get(row["related_figure_id"]))
                for row in rows
            )
        )
        for row in rows:
            if row["deal_id"]:
                former[row["figure_id"]] = row["deal_id"]
                if row["source_row"]:
                    rows_of_deal.setdefault(row["deal_id"], []).append(row["source_row"])
    for document_id, found in mentions.items():
        readings[document_id] = replace(readings.get(document_id, Reading()), mentions=tuple(found))
    listed = tables["documents"].to_pylist()
    return Gathered(
        documents=tuple(_to_document(row) for row in listed),
        readings=readings,
        official=frozenset(row["document_id"] for row in listed if row["is_official"]),
        same_deal_as=tuple((row, rows[0]) for rows in rows_of_deal.values() for row in rows[1:]),
        former_ids=former,
    )


def to_preview(
    gathered: Gathered,
    before: Mapping[str, pa.Table],
    new: Sequence[tuple[Document, Reading]],
    references: References,
) -> Preview:
    """What would change if the new documents joined.

    Args:
        gathered: The snapshot's readings, from `to_gathered`.
        before: Their tables, from `to_tables`: made once for many previews.
        new: Documents with what was read in them.
        references: Rates, organisations, ...
    """
    known = {document.document_id for document in gathered.documents}
    joining = [(document, reading) for document, reading in new if document.document_id not in known]
    after = to_tables(
        replace(
            gathered,
            documents=(*gathered.documents, *(document for document, _ in joining)),
            readings={
                **gathered.readings,
                **{document.document_id: reading for document, reading in joining},
            },
        ),
        references,
    )
    old = set(before["deals"]["deal_id"].to_pylist())
    deals = {row["deal_id"]: row for row in after["deals"].to_pylist()}
    mine = {document.document_id for document, _ in new}
    landings = []
    for table, key in (("figures", "figure_id"), ("mentions", "mention_id")):
        for row in after[table].select([key, "document_id", "deal_id"]).to_pylist():
            if row["document_id"] in mine:
                deal = deals.get(row["deal_id"], {})
                landings.append(
                    Landing(
                        row[key],
                        row["deal_id"],
                        deal.get("title"),
                        row["deal_id"] in old,
                        _reason(deal),
                    )
                )
    return Preview(_total(before["deals"]), _total(after["deals"]), tuple(landings), frozenset(known & mine))


def _reason(deal: Mapping[str, Any]) -> str | None:
    """Why a deal would be counted or not; one that may be counted adds nothing as long as it has no rate."""
    if deal.get("is_countable") and deal["value_low_usd"] is None:
        return "no_rate"
    return deal.get("countable_reason")


def _total(deals: pa.Table) -> IntervalSum:
    columns = ["value_low_usd", "value_high_usd", "is_countable"]
    return interval_sum(
        (row["value_low_usd"], row["value_high_usd"])
        for row in deals.select(columns).to_pylist()
        if row["is_countable"] and row["value_low_usd"] is not None
    )


def _to_record(record: type[Any], row: Mapping[str, Any]) -> Any:
    plain = {
        field.name: row[field.name]
        for field in fields(record)
        if field.name in row and field.name not in _SPECIAL
    }
    return record(
        **plain,
        companies=tuple(row["companies"]),
        parties=tuple(Party(**party) for party in row["parties"]),
        rules=tuple(row["rules"]),
        clues=tuple(row["clues"]),
    )


def _to_document(row: Mapping[str, Any]) -> Document:
    names = {field.name for field in fields(Document)}
    plain = {name: value for name, value in row.items() if name in names}
    return Document(text="", text_length=row["char_count"], **plain)
