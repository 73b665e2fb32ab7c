"""Lists with given links and labelled passages -> how well the resolver finds the same links by itself.

The given links are taken out before anything is resolved: they are the measure and never the input.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

from etl.deals import Resolution, resolve
from etl.entries import to_entries
from etl.errors import LedgerError
from etl.forest import Forest
from etl.gather import read_labelled
from etl.headline import most_said
from etl.link_score import LinkScore, score_links
from etl.links import find_likely_links
from etl.read.labels import Labelled
from etl.read.ledgers import read_ledger
from etl.read.vocabulary import load_ledger_words
from etl.records import Document, Figure, Gathered, Reading
from etl.references import References
from etl.reports import figure_ids, to_reports
from etl.score import overlaps
from etl.structure import BETWEEN, given_merges, stated_links, stated_relations, told_apart, told_beside
from etl.totals import Claimed, to_claims


def measure_links(path: Path, references: References) -> dict[str, LinkScore]:
    """Scores by what was measured: deals and totals of a list (a file), deals of passages (a folder).

    Raises:
        LedgerError: The list states no links, so there is nothing to measure.
    """
    if path.is_dir():
        return _measure_passages(path, references)
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
    for number, group in enumerate(_resolve(gathered, references).groups):
        for row in (report.source_row for report in group):
            if row:
                found.setdefault(row, number)
    return found


def _resolve(gathered: Gathered, references: References) -> Resolution:
    reports = to_reports(gathered, references.rates)
    said = stated_relations(gathered)
    return resolve(
        reports,
        references,
        given_merges(gathered, said, reports),
        [*told_apart(said), *told_beside(gathered)],
    )


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


@dataclass(frozen=True, slots=True)
class Series:
    """The passages of one hand as they were read: only within them do labels say which deals are the same."""

    name: str
    gathered: Gathered
    key_of: Mapping[str, str]  # figure -> key of the deal that it reports; absent without a label
    stated: frozenset[tuple[str, str, str]]  # key, relation, key


def read_series(folder: Path) -> Iterator[Series]:
    """Labelled passages, read by the reader; labelled figures that it misses are left out."""
    series: dict[str, list[tuple[Labelled, tuple[Figure, ...]]]] = {}
    for labelled, figures in read_labelled(folder):
        series.setdefault(labelled.series, []).append((labelled, figures))
    for name, passages in series.items():
        yield _to_series(name, passages)


def _to_series(name: str, passages: Iterable[tuple[Labelled, tuple[Figure, ...]]]) -> Series:
    key_of: dict[str, str] = {}
    stated: set[tuple[str, str, str]] = set()
    documents: list[Document] = []
    readings: dict[str, Reading] = {}
    for labelled, figures in passages:
        document = replace(labelled.document, document_id=labelled.name, text="")
        documents.append(document)
        readings[document.document_id] = Reading(figures)
        for label in labelled.figures:
            stated |= {(_key(label) or "", name, label[name]) for name in BETWEEN if label.get(name)}
        for figure_id, figure in zip(figure_ids(document, figures), figures, strict=True):
            key = next(
                (_key(label) for label in labelled.figures if overlaps(label, figure, labelled.shift)), None
            )
            if key:
                key_of[figure_id] = key
    return Series(name, Gathered(tuple(documents), readings), key_of, frozenset(stated))


def _measure_passages(folder: Path, references: References) -> dict[str, LinkScore]:
    """Figures of labelled passages, read by the reader; those that it misses are no part of the measure."""
    scores = [_measure_series(series, references) for series in read_series(folder)]
    return {name: reduce(add, (score[name] for score in scores)) for name in scores[0]}


def _measure_series(series: Series, references: References) -> dict[str, LinkScore]:
    resolution = _resolve(series.gathered, references)
    found = {report.id: number for number, group in enumerate(resolution.groups) for report in group}
    return {
        "deals of passages": score_links(series.key_of, found),
        "parts and financing of passages": _score_relations(series, resolution, references),
    }


def _score_relations(series: Series, resolution: Resolution, references: References) -> LinkScore:
    """Links between deals, by the keys of the deals; what a label says of a deal that was not read is left out."""
    groups = {str(number): group for number, group in enumerate(resolution.groups)}
    deal_of = {report.id: deal for deal, group in groups.items() for report in group}
    own = list(stated_links(stated_relations(series.gathered), deal_of))
    known = frozenset((link.deal_id, link.related_deal_id) for link in own)
    likely = find_likely_links(groups, resolution.doubts, deal_of, references, known)
    keys = {
        deal: most_said(series.key_of.get(report.id) for report in group) for deal, group in groups.items()
    }  # of a deal with several keys, the one that most of its reports have
    found = {
        (one, link.relation, other)
        for link in (*own, *likely)
        for one, other in [(keys[link.deal_id], keys[link.related_deal_id])]
        if link.relation in BETWEEN and one and other and one != other
    }
    there = set(keys.values())
    wanted = {link for link in series.stated if link[0] in there and link[2] in there}
    return LinkScore(len(wanted), len(found), len(wanted & found), len(groups))


def _key(label: dict[str, Any]) -> str | None:
    key: str | None = label.get("deal_key")
    return key
