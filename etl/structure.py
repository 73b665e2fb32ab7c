"""Which deal is part of which, which money is for which project: links between deals, with their evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from etl.counting import with_wholes
from etl.deals import Merge
from etl.records import Gathered
from etl.reports import Report, figure_ids
from etl.schema import DEAL_KINDS

SAME = frozenset(
    {"repeat", "conversion", "restates"}
)  # relations of a figure that make it a report of the same deal
BETWEEN = frozenset({"part_of", "finances"})  # relations that connect two deals
MOST_BESIDE = 40  # figures of one list that are told apart in pairs: a document may list thousands

Pair = tuple[str, str]  # ids of two figures


@dataclass(frozen=True, slots=True)
class Link:
    """One row of deal_links."""

    deal_id: str
    related_deal_id: str
    relation: str
    figure_id: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """A relation between two figures of one document, as the document states it."""

    figure_id: str
    related_id: str
    relation: str


def stated_relations(gathered: Gathered) -> list[Said]:
    """All relations between figures that the documents themselves state, sorted."""
    said = []
    for document in gathered.documents:
        figures = (
            gathered.readings[document.document_id].figures
            if document.document_id in gathered.readings
            else ()
        )
        ids = list(figure_ids(document, figures))
        said += [
            Said(name, ids[figure.related_index], figure.relation)
            for name, figure in zip(ids, figures, strict=True)
            if figure.relation and figure.related_index is not None and 0 <= figure.related_index < len(ids)
        ]
    return sorted(said, key=lambda one: (one.figure_id, one.related_id, one.relation))


def told_apart(said: Iterable[Said]) -> list[Pair]:
    """Pairs of figures that a document tells apart: a part is not its whole, a loan not its project."""
    return [(one.figure_id, one.related_id) for one in said if one.relation in BETWEEN]


def told_beside(gathered: Gathered) -> list[Pair]:
    """Pairs of figures that a document lists beside one another: other parts of one whole, and equal sums of one
    sentence: "300 million for roads and 300 million for schools"."""
    pairs: list[Pair] = []
    for document in gathered.documents:
        reading = gathered.readings.get(document.document_id)
        figures = reading.figures if reading else ()
        beside: dict[tuple[object, ...], list[tuple[str, object]]] = defaultdict(list)
        for name, figure in zip(figure_ids(document, figures), figures, strict=True):
            amount = figure.currency, figure.value_low, figure.value_high
            if figure.kind in DEAL_KINDS and figure.relation not in SAME:
                beside[figure.sentence, amount].append((name, name))
            if figure.relation == "part_of":
                beside["whole", figure.related_index].append((name, amount))
        for told in beside.values():
            pairs += [
                (one, other)
                for (one, mine), (other, its) in combinations(told[:MOST_BESIDE], 2)
                if mine != its  # equal parts of one whole may be one part, told twice
            ]
    return pairs


def of_deals(pairs: Iterable[Pair], deal_of: Mapping[str, str]) -> frozenset[frozenset[str]]:
    """Pairs of figures, lifted to the deals that they report."""
    return frozenset(
        frozenset((deal_of[one], deal_of[other]))
        for one, other in pairs
        if one in deal_of and other in deal_of
    )


def given_merges(gathered: Gathered, said: Iterable[Said], reports: Sequence[Report]) -> list[Merge]:
    """Merges that need no working out: a document repeats itself, or a list says that two rows are one deal."""
    merges = [
        Merge(min(pair), max(pair), 1.0, f"{one.relation} in one document")
        for one in said
        for pair in [(one.figure_id, one.related_id)]
        if one.relation in SAME
    ]
    by_row: dict[str, str] = {}
    for report in reports:
        if report.source_row:
            by_row.setdefault(report.source_row, report.id)
    for first, second in gathered.same_deal_as:
        if first in by_row and second in by_row:
            one, other = sorted((by_row[first], by_row[second]))
            merges.append(Merge(one, other, 1.0, f"the list says that {first} and {second} are one deal"))
    return merges


def stated_links(said: Iterable[Said], deal_of: Mapping[str, str]) -> Iterator[Link]:
    """What documents state between their own figures, lifted to the deals that the figures report."""
    for one in said:
        deal, related = deal_of.get(one.figure_id), deal_of.get(one.related_id)
        if one.relation in BETWEEN and deal and related and deal != related:
            words = "part of" if one.relation == "part_of" else "money for"
            yield Link(deal, related, one.relation, one.figure_id, f"one document calls it {words} the other")


def one_of_each(links: Iterable[Link], apart: frozenset[frozenset[str]] = frozenset()) -> list[Link]:
    """Sorted, one for each pair of deals and relation; what a document states comes before what was worked out.

    A deal is part of no package that is part of it: of links that would close a circle the later is dropped.
    Items that a document lists beside one another (`apart`) are no parts of one another, whatever a shorter paper says.
    """
    best: dict[tuple[str, str, str], Link] = {}
    for link in links:
        if link.relation != "part_of" or frozenset((link.deal_id, link.related_deal_id)) not in apart:
            best.setdefault((link.deal_id, link.related_deal_id, link.relation), link)
    holders: dict[str, set[str]] = {}
    kept = []
    for link in best.values():
        if link.relation == "part_of":
            if link.deal_id in with_wholes(link.related_deal_id, holders):
                continue
            holders.setdefault(link.deal_id, set()).add(link.related_deal_id)
        kept.append(link)
    return sorted(kept, key=lambda link: (link.deal_id, link.related_deal_id, link.relation))
