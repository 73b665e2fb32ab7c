"""Everything that was read -> every table of etl/schema.py.

The flow: readings -> corrected readings -> reports -> groups (deals.py) -> names (identity.py) ->
links (structure.py) -> rows -> the counting rule -> dollars -> rollups. Pure: the same Gathered and
References give the same tables, in whatever order the documents came.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import pyarrow as pa

from etl import corrections, counting, deal_rows, deals, identity, rollups, schema, structure, totals
from etl.doubts import LISTED
from etl.links import find_likely_links
from etl.records import Document, Figure, Gathered, Mention, Reject
from etl.references import References
from etl.reports import figure_ids, mention_ids, to_reports

Row = dict[str, Any]


def to_tables(gathered: Gathered, references: References) -> dict[str, pa.Table]:
    """Build all tables, rows sorted by their first columns.

    A correction that does not fit any more is refused into `rejects`, stage `correction`; the caller
    tells by it that a hand is needed.
    """
    gathered, refused, applied = corrections.correct_readings(gathered)
    reports = to_reports(gathered, references.rates)
    said = structure.stated_relations(gathered)
    beside = structure.told_beside(gathered)
    apart = [*structure.told_apart(said), *beside]
    resolution = deals.resolve(reports, references, structure.given_merges(gathered, said, reports), apart)
    names = identity.name_deals(resolution.groups, references.organisations, gathered.former_ids)
    groups = {names[tuple(sorted(report.id for report in group))]: group for group in resolution.groups}
    deal_of = {report.id: deal for deal, group in groups.items() for report in group}
    listed = structure.of_deals(beside, deal_of)
    stated = structure.one_of_each(structure.stated_links(said, deal_of), listed)
    known = frozenset((link.deal_id, link.related_deal_id) for link in stated)
    two = structure.of_deals(apart, deal_of)
    doubts = [
        doubt
        for doubt in resolution.doubts
        if frozenset((deal_of[doubt.report_id], deal_of[doubt.other_id])) not in two
    ]
    likely = find_likely_links(groups, doubts, deal_of, references, known)
    links = structure.one_of_each((*stated, *likely), listed)
    rows = [deal_rows.to_row(deal, groups[deal], references, gathered.official) for deal in sorted(groups)]
    several = deal_rows.sums_of_several(rows, links, groups)
    rows = [{**row, "kind": "package"} if row["deal_id"] in several else row for row in rows]
    rows, more_refused, more_applied = corrections.correct_deals(rows, gathered.corrections)
    rows = list(deal_rows.set_firmness(rows, references.firmness))
    links += deal_rows.conflicts(rows, groups)
    reasons = counting.countable_reasons(
        {row["deal_id"]: deal_rows.to_countable(row) for row in rows},
        ((link.deal_id, link.related_deal_id, link.relation) for link in links),
    )
    for row in rows:
        deal_rows.finish(row, reasons[row["deal_id"]], references)
    deal_rows.explain_rest(rows, links)
    unlisted = _unlisted(resolution.unlisted, deal_of)
    claims = totals.to_claims(_claimed(gathered), references.rates, gathered.official)
    total_of = {one.figure_id: claim.total_id for claim in claims for one in claim.all}
    tables: dict[str, list[Row]] = {
        "documents": [_document(one, gathered) for one in gathered.documents],
        "texts": [{"document_id": one.document_id, "text": one.text} for one in gathered.documents],
        "figures": list(_figures(gathered, deal_of, total_of)),
        "mentions": list(_mentions(gathered, deal_of)),
        "deals": rows,
        "deal_parties": [
            party
            for deal in sorted(groups)
            for party in deal_rows.parties(deal, groups[deal], references.organisations)
        ],
        "deal_links": [asdict(link) for link in links],
        "status_history": [row for deal in sorted(groups) for row in deal_rows.history(deal, groups[deal])],
        "merges": [_merge(merge, deal_of) for merge in resolution.merges],
        "review_pairs": list(_doubts(resolution.doubts, deal_of)),
        "totals": [_total(claim) for claim in claims],
        "rejects": list(_rejects(gathered, (*refused, *more_refused, *unlisted))),
        "corrections_applied": [asdict(one) for one in (*applied, *more_applied)],
        "rollup_flows": rollups.to_flows(rows),
    }
    return {name: to_table(name, tables[name]) for name in schema.TABLES}


def to_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of one table, typed as its schema says and sorted by all that identifies them.

    Raises:
        KeyError: A row lacks a column of the schema.
    """
    columns = [column.name for column in schema.TABLES[name]]
    kept = [tuple(row[column] for column in columns) for row in rows]
    if name != "rollup_flows":  # which comes sorted with its nulls last
        kept.sort(key=lambda row: tuple("" if cell is None else str(cell) for cell in row[:5]))
    arrays = [
        pa.array([row[place] for row in kept], type=column.type)
        for place, column in enumerate(schema.TABLES[name])
    ]
    return pa.Table.from_arrays(arrays, schema=schema.arrow_schema(name))


def _document(document: Document, gathered: Gathered) -> Row:
    reading = gathered.readings.get(document.document_id)
    return {
        **{column.name: getattr(document, column.name, None) for column in schema.DOCUMENTS},
        "is_official": document.document_id in gathered.official,
        "char_count": document.char_count,
        "figure_count": len(reading.figures) if reading else 0,
    }


def _figures(gathered: Gathered, deal_of: Mapping[str, str], total_of: Mapping[str, str]) -> Iterable[Row]:
    for document, figures, ids in _read_figures(gathered):
        for name, figure in zip(ids, figures, strict=True):
            related = figure.related_index
            yield {
                **{column.name: getattr(figure, column.name, None) for column in schema.FIGURES},
                "figure_id": name,
                "document_id": document.document_id,
                "companies": list(figure.companies),
                "rules": list(figure.rules),
                "clues": list(figure.clues),
                "parties": [asdict(party) for party in figure.parties],
                "related_figure_id": ids[related] if related is not None and related < len(ids) else None,
                "deal_id": deal_of.get(name),
                "total_id": total_of.get(name),
            }


def _read_figures(gathered: Gathered) -> Iterable[tuple[Document, tuple[Figure, ...], list[str]]]:
    for document in sorted(gathered.documents, key=lambda one: one.document_id):
        reading = gathered.readings.get(document.document_id)
        if reading:
            yield document, reading.figures, list(figure_ids(document, reading.figures))


def _claimed(gathered: Gathered) -> list[totals.Claimed]:
    """A conversion or a repeat inside one document is no second claim: its first figure speaks."""
    return [
        totals.Claimed(name, figure, document)
        for document, figures, ids in _read_figures(gathered)
        for name, figure in zip(ids, figures, strict=True)
        if figure.kind in schema.TOTAL_KINDS
    ]


def _mentions(gathered: Gathered, deal_of: Mapping[str, str]) -> Iterable[Row]:
    for document in gathered.documents:
        reading = gathered.readings.get(document.document_id)
        mentions: tuple[Mention, ...] = reading.mentions if reading else ()
        for name, mention in zip(mention_ids(document, mentions), mentions, strict=True):
            yield {
                **{column.name: getattr(mention, column.name, None) for column in schema.MENTIONS},
                "mention_id": name,
                "document_id": document.document_id,
                "companies": list(mention.companies),
                "rules": list(mention.rules),
                "clues": list(mention.clues),
                "parties": [asdict(party) for party in mention.parties],
                "deal_id": deal_of[name],
            }


def _merge(merge: deals.Merge, deal_of: Mapping[str, str]) -> Row:
    return {
        "deal_id": deal_of[merge.report_id],
        "figure_id": merge.report_id,
        "other_figure_id": merge.other_id,
        "score": merge.score,
        "why": merge.why,
    }


def _doubts(doubts: Iterable[deals.Merge], deal_of: Mapping[str, str]) -> Iterable[Row]:
    """One row for each pair of deals."""
    for doubt in doubts:
        one, other = sorted((deal_of[doubt.report_id], deal_of[doubt.other_id]))
        yield {"deal_id": one, "other_deal_id": other, "score": doubt.score, "why": doubt.why}


def _unlisted(unlisted: Iterable[tuple[str, str]], deal_of: Mapping[str, str]) -> Iterable[Reject]:
    """What the list of doubts leaves out, by deal."""
    left_out = Counter(deal_of[report] for pair in unlisted for report in pair)
    for deal, count in sorted(left_out.items()):
        message = (
            f"{deal} is perhaps one deal with {count} more than are listed for review: a deal is listed with "
            f"its {LISTED} likeliest partners at most. Settle those, and build again to see the next ones."
        )
        yield Reject(deal, "deal", "more_doubts", message, row=deal)


def _total(claim: totals.Claim) -> Row:
    figure = claim.headline.figure
    return {
        **{column.name: getattr(figure, column.name, None) for column in schema.TOTALS},
        **asdict(claim.dollars),
        "total_id": claim.total_id,
        "as_of": figure.announced_date or claim.headline.document.published_date,
        "amount_as_written": figure.quote,
        "comparability": totals.COMPARABILITY[figure.kind],
        "document_count": len({one.document.document_id for one in claim.all}),
        "figure_id": claim.headline.figure_id,
        "document_id": claim.headline.document.document_id,
    }


def _rejects(gathered: Gathered, refused: Iterable[Reject]) -> Iterable[Row]:
    seen: dict[str, int] = {}
    for reject in (*gathered.rejects, *_other_money(gathered), *refused):
        name = ":".join(
            str(part)
            for part in (
                reject.document_id or reject.path,
                reject.stage,
                reject.reason,
                reject.char_start,
                reject.row,
            )
            if part is not None
        )
        seen[name] = seen.get(name, 0) + 1
        yield {
            **{column.name: getattr(reject, column.name, None) for column in schema.REJECTS},
            "reject_id": name if seen[name] == 1 else f"{name}x{seen[name]}",
        }


def _other_money(gathered: Gathered) -> Iterable[Reject]:
    """Money that is no deal and no total: read, shown with its sentence, and added to nothing."""
    for document, figures, ids in _read_figures(gathered):
        for name, figure in zip(ids, figures, strict=True):
            if figure.kind == "other":
                yield Reject(
                    document.path,
                    "figure",
                    "other_money",
                    "Money that is neither a deal nor a total (profit, price, budget, fine ...): listed, never added.",
                    document.document_id,
                    name,
                    figure.char_start,
                    figure.char_end,
                    figure.quote,
                    figure.sentence,
                    figure.source_row,
                )
