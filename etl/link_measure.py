"""Lists with given links and labelled passages -> how well the resolver finds the same links by itself.

The given links are taken out before anything is resolved: they are the measure and never the input.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from etl.deals import resolve
from etl.entries import to_entries
from etl.errors import LedgerError
from etl.forest import Forest
from etl.gather import read_labelled
from etl.link_score import LinkScore, score_links
from etl.read.ledgers import read_ledger
from etl.read.vocabulary import load_ledger_words
from etl.records import Document, Figure, Gathered, Reading
from etl.references import References
from etl.reports import figure_ids, to_reports
from etl.structure import given_merges, stated_relations, told_apart
from etl.totals import Claimed, to_claims


def measure_links(path: Path, references: References) -> dict[str, LinkScore]:
    """Scores by what was measured: deals and totals of a list (a file), deals of passages (a folder).

    Raises:
        LedgerError: The list states no links, so there is nothing to measure.
    """
    if path.is_dir():
        return {"deals of passages": _measure_passages(path, references)}
    entries = to_entries(read_ledger(path), load_ledger_words())
    if not entries.same_deal_as:
        raise LedgerError(
            f"{path.name} states no same_deal_as, so there is nothing to measure. Give another list."
        )
    gathered = Gathered(
        tuple(document for document, _ in entries.documents),
        {document.document_id: reading for document, reading in entries.documents},
    )
    said = _said_groups(entries.same_deal_as, gathered)
    return {
        "deals": score_links(said, _found_deals(gathered, references)),
        "totals": score_links(said, _found_totals(gathered, references)),
    }


def _said_groups(links: Iterable[tuple[str, str]], gathered: Gathered) -> dict[str, int]:
    """Ledger row -> number of its group, by the links of the list."""
    rows = sorted(
        {f.source_row for reading in gathered.readings.values() for f in reading.figures if f.source_row}
        | {row for link in links for row in link}
    )
    place = {row: number for number, row in enumerate(rows)}
    forest = Forest(len(rows))
    for one, other in links:
        forest.join(place[one], place[other])
    return {row: forest.root(number) for row, number in place.items()}


def _found_deals(gathered: Gathered, references: References) -> dict[str, int]:
    """Ledger row -> number of the deal that its first amount was resolved to."""
    found: dict[str, int] = {}
    for number, group in enumerate(_groups(gathered, references)):
        for row in (report.source_row for report in group):
            if row:
                found.setdefault(row, number)
    return found


def _groups(gathered: Gathered, references: References) -> Sequence[Sequence[Any]]:
    reports = to_reports(gathered, references.rates)
    said = stated_relations(gathered)
    return resolve(reports, references, given_merges(gathered, said, reports), told_apart(said)).groups


def _found_totals(gathered: Gathered, references: References) -> dict[str, str]:
    claimed = [
        Claimed(name, figure, document)
        for document in gathered.documents
        for figures in [gathered.readings[document.document_id].figures]
        for name, figure in zip(figure_ids(document, figures), figures, strict=True)
        if figure.kind not in ("deal", "package", "other")
    ]
    return {
        one.figure.source_row: claim.total_id
        for claim in to_claims(claimed, references.rates, frozenset())
        for one in claim.all
        if one.figure.source_row
    }


def _measure_passages(folder: Path, references: References) -> LinkScore:
    """Figures of labelled passages, read by the reader; those that it misses are no part of the measure."""
    said: dict[str, str] = {}
    readings: dict[str, Reading] = {}
    for name, labels, figures, shift in read_labelled(folder):
        document = Document(name, "")
        readings[name] = Reading(figures)
        for figure_id, figure in zip(figure_ids(document, figures), figures, strict=True):
            key = next((_key(label) for label in labels if _overlap(label, figure, shift)), None)
            if key:
                said[figure_id] = key
    gathered = Gathered(tuple(Document(name, "") for name in readings), readings)
    found = {
        report.id: number for number, group in enumerate(_groups(gathered, references)) for report in group
    }
    return score_links(said, found)


def _key(label: dict[str, Any]) -> str | None:
    key: str | None = label.get("deal_key")
    return key


def _overlap(label: dict[str, Any], figure: Figure, shift: int) -> bool:
    start = label["start"] + shift
    return bool(figure.char_start < start + len(label["quote"]) and start < figure.char_end)
