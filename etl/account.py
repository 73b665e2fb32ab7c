"""A snapshot's tables -> a deal's whole story, and what changed since the snapshot before.

Pure: tables in, lines for people out. A deal is found by its id, and by the id of any figure or
mention that reports it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from etl.counting import interval_sum
from etl.errors import SnapshotError

Tables = Mapping[str, pa.Table]
Row = dict[str, Any]
SHOWN = 12  # changed deals that are named; the rest is counted

WHY_NOT = {
    "ok": "it is counted",
    "no_amount": "no document states an amount",
    "ceiling_only": "the amount is a ceiling and has no lower bound",
    "cancelled_or_suspended": "it was cancelled or suspended",
    "below_firmness": "nobody is bound yet (firmness below 2)",
    "umbrella_parent": "its items are listed and counted themselves",
    "package_not_itemised": "it is a sum over several deals that nobody lists",
    "finances_other": "it is money for a deal that is counted itself",
    "restatement": "its money already stands in another counted deal",
    "low_confidence": "the reading is too unsure",
}

LINKED = {  # what a link says of its first deal
    "part_of": "is a part of",
    "finances": "is money for",
    "restates": "is a second wording of",
    "extends": "extends",
    "replaces": "replaces",
    "conflicts_with": "another amount",
}


def explain(tables: Tables, name: str) -> Iterator[str]:
    """The whole story of one deal: bounds, decision, conversion, reports with sentences, merges, links.

    Raises:
        SnapshotError: No deal, figure or mention of this id is in the snapshot.
    """
    deal_id = _deal_of(tables, name)
    deal = _rows(tables["deals"], "deal_id", deal_id)[0]
    titles = _Titles(tables["deals"])
    yield f"{deal_id}  {deal['title']}"
    yield f"  {deal['kind']}, {deal['status'] or 'status not stated'} (firmness {deal['firmness']}), {deal['sector'] or 'sector not stated'}"
    yield f"  amount      {deal['amount_as_written'] or 'none stated'}   {_bounds(deal, '', deal['currency'] or '')}"
    counted = "counted in" if deal["is_countable"] else "a deal of"
    yield f"  announced   {deal['first_announced_date'] or 'day not stated'}, {counted} {deal['announced_year'] or 'no year'}"
    yield f"  in dollars  {_conversion(deal)}"
    yield f"  decision    {deal['countable_reason']}: {WHY_NOT[deal['countable_reason']]}"
    if deal["unexplained_high_usd"] is not None or deal["unexplained_low_usd"] is not None:
        yield f"  unexplained {_bounds({'value_low': deal['unexplained_low_usd'], 'value_high': deal['unexplained_high_usd']}, '', 'USD')} is the rest beside its items"
    yield from _parties(tables, deal_id)
    yield from _reports(tables, deal_id, deal["headline_figure_id"])
    yield from _evidence(tables, deal_id, titles)


def _deal_of(tables: Tables, name: str) -> str:
    for table, column in (("deals", "deal_id"), ("figures", "figure_id"), ("mentions", "mention_id")):
        rows = _rows(tables[table], column, name)
        if rows and rows[0]["deal_id"]:
            return str(rows[0]["deal_id"])
    raise SnapshotError(
        f"No deal {name!r} in this snapshot, and no figure or mention of that id that reports one. "
        "Ids stand on the page Deals and in the table deals; figures' ids in the table figures."
    )


def _rows(table: pa.Table, column: str, value: str) -> list[Row]:
    found: list[Row] = table.filter(pc.equal(table[column], value)).to_pylist()
    return found


def _bounds(row: Mapping[str, Any], suffix: str, unit: str) -> str:
    low, high = row[f"value_low{suffix}"], row[f"value_high{suffix}"]
    if low is None and high is None:
        return "no amount"
    if low is None:
        return f"up to {unit} {high:,.0f}"
    if high is None:
        return f"at least {unit} {low:,.0f}"
    return f"{unit} {low:,.0f}" if low == high else f"{unit} {low:,.0f} to {high:,.0f}"


def _conversion(deal: Mapping[str, Any]) -> str:
    if deal["fx_rate"] is None:
        reasons = {
            "no_rate": "no rate is known for that day or year",
            "no_date": "neither day nor year is known",
        }
        return f"not converted: {reasons.get(deal['fx_basis'], 'no amount')}"
    rate = f"{deal['fx_rate']:.6g} {deal['currency']} for one dollar, {deal['fx_basis']}, {deal['fx_date'] or 'any day'}"
    return f"{_bounds(deal, '_usd', 'USD')} ({rate}); {_bounds(deal, '_usd_real', 'constant USD')}"


def _parties(tables: Tables, deal_id: str) -> Iterator[str]:
    for party in _rows(tables["deal_parties"], "deal_id", deal_id):
        more = "" if party["is_exhaustive"] else ", one of a list that is not complete"
        yield f"  party       {party['organisation']} ({party['role']}, {party['country'] or 'country not stated'}{more})"


def _reports(tables: Tables, deal_id: str, headline: str | None) -> Iterator[str]:
    documents = {row["document_id"]: row for row in tables["documents"].to_pylist()}
    reports = [(row["figure_id"], row) for row in _rows(tables["figures"], "deal_id", deal_id)]
    reports += [(row["mention_id"], row) for row in _rows(tables["mentions"], "deal_id", deal_id)]
    yield f"Reports ({len({row['document_id'] for _, row in reports})} documents), oldest first:"
    for name, row in sorted(reports, key=lambda one: (str(one[1]["announced_date"] or "9999"), one[0])):
        document = documents[row["document_id"]]
        mark = "*" if name == headline else " "
        source = ", ".join(str(document[key]) for key in ("publisher", "title", "url") if document[key])
        yield f"{mark} {row['announced_date'] or 'undated'}  {row['status'] or '-'}  «{' '.join(row['quote'].split())}»  {name}"
        yield f"    {source or document['path']}"
        yield f"    {' '.join(row['sentence'].split())}"
    if headline:
        yield "  * gives the bounds: the newest report of the firmest status, an exact amount before those that round it"


def _evidence(tables: Tables, deal_id: str, titles: "_Titles") -> Iterator[str]:
    history = _rows(tables["status_history"], "deal_id", deal_id)
    if history:
        steps = sorted(history, key=lambda row: (str(row["date"] or "9999"), row["figure_id"]))
        yield "Status: " + ", ".join(f"{row['status']} ({row['date'] or 'undated'})" for row in steps)
    for title, merges in (("Merged because:", _rows(tables["merges"], "deal_id", deal_id)),):
        if merges:
            yield title
        for row in merges:
            yield f"  {row['score']:.2f}  {row['figure_id']} with {row['other_figure_id']}: {row['why']}"
    links = _rows(tables["deal_links"], "deal_id", deal_id)
    links += [
        row for row in _rows(tables["deal_links"], "related_deal_id", deal_id) if row["deal_id"] != deal_id
    ]
    if links:
        yield "Links:"
    for row in links:
        if row["deal_id"] == row["related_deal_id"]:
            yield f"  {LINKED[row['relation']]} inside the deal: {row['why']} ({row['figure_id']})"
        elif row["deal_id"] == deal_id:
            yield f"  {LINKED[row['relation']]} {titles.of(row['related_deal_id'])}: {row['why']}"
        else:
            yield f"  {titles.of(row['deal_id'])} {LINKED[row['relation']]} it: {row['why']}"
    doubts = _rows(tables["review_pairs"], "deal_id", deal_id) + _rows(
        tables["review_pairs"], "other_deal_id", deal_id
    )
    if doubts:
        yield "Perhaps the same as (not merged):"
    for row in sorted(doubts, key=lambda row: -row["score"]):
        other = row["other_deal_id"] if row["deal_id"] == deal_id else row["deal_id"]
        yield f"  {row['score']:.2f}  {titles.of(other)}: {row['why']}"
    for row in tables["corrections_applied"].to_pylist():
        if row["id"] == deal_id:
            yield f"Corrected: {row['column']} from {row['old']!r} to {row['new']!r}, {row['reason']} ({row['source']}, {row['by']}, {row['date']})"


class _Titles:
    """Titles of deals, looked up when they are needed."""

    def __init__(self, deals: pa.Table) -> None:
        self.deals = deals

    def of(self, deal_id: str) -> str:
        rows = _rows(self.deals.select(["deal_id", "title"]), "deal_id", deal_id)
        return f"{deal_id} ({rows[0]['title']})" if rows else deal_id


def find_changes(before: Tables, after: Tables) -> Iterator[str]:
    """What a build changed: deals new, gone, changed, merged, split; the counted total from ... to, and by what.

    Needs deals, figures and mentions of both snapshots. Nothing is said where nothing changed.
    """
    old, new = _by_id(before["deals"]), _by_id(after["deals"])
    was, now = _deals_of_reports(before), _deals_of_reports(after)
    came_from: dict[str, set[str]] = defaultdict(set)
    went_to: dict[str, set[str]] = defaultdict(set)
    for report, deal in now.items():
        if report in was:
            came_from[deal].add(was[report])
            went_to[was[report]].add(deal)
    yield from _named("new", sorted(deal for deal in new if deal not in old and not came_from[deal]), new)
    yield from _named("gone", sorted(deal for deal in old if deal not in new and not went_to[deal]), old)
    yield from _named("merged", sorted(deal for deal, sources in came_from.items() if len(sources) > 1), new)
    yield from _named("split", sorted(deal for deal, parts in went_to.items() if len(parts) > 1), old)
    told = ("status", "value_low", "value_high", "currency", "countable_reason", "document_count", "sector")
    changed = {
        deal: [name for name in told if old[deal][name] != new[deal][name]]
        for deal in sorted(old.keys() & new.keys())
    }
    yield from _named("changed", [deal for deal, names in changed.items() if names], new, changed)
    yield from _moved(old, new)


def _by_id(deals: pa.Table) -> dict[str, Row]:
    return {row["deal_id"]: row for row in deals.to_pylist()}


def _deals_of_reports(tables: Tables) -> dict[str, str]:
    found: dict[str, str] = {}
    for table, key in (("figures", "figure_id"), ("mentions", "mention_id")):
        names, ids = tables[table]["deal_id"].to_pylist(), tables[table][key].to_pylist()
        found |= {name: deal for name, deal in zip(ids, names, strict=True) if deal is not None}
    return found


def _named(
    what: str, ids: Sequence[str], rows: Mapping[str, Row], columns: Mapping[str, Sequence[str]] | None = None
) -> Iterator[str]:
    if ids:
        yield f"{len(ids):,} {what}:"
    for deal in ids[:SHOWN]:
        how = f" ({', '.join(columns[deal])})" if columns else ""
        yield f"  {deal}  {rows[deal]['title']}{how}"
    if len(ids) > SHOWN:
        yield f"  ... and {len(ids) - SHOWN:,} more"


def _moved(old: Mapping[str, Row], new: Mapping[str, Row]) -> Iterator[str]:
    """The counted total before and after, and the deals that moved it, largest first."""

    def share(rows: Mapping[str, Row], deal: str) -> tuple[float, float]:
        row = rows.get(deal)
        if row is None or not row["is_countable"]:
            return 0.0, 0.0
        total = interval_sum([(row["value_low_usd"], row["value_high_usd"])])
        return total.low, total.reach

    moves = Counter(
        {
            deal: abs(share(new, deal)[0] - share(old, deal)[0])
            + abs(share(new, deal)[1] - share(old, deal)[1])
            for deal in old.keys() | new.keys()
        }
    )
    moved = sorted((deal for deal, size in moves.items() if size), key=lambda deal: (-moves[deal], deal))
    if not moved:
        yield "The counted total did not move."
        return
    ends = [
        interval_sum(
            (row["value_low_usd"], row["value_high_usd"]) for row in rows.values() if row["is_countable"]
        )
        for rows in (old, new)
    ]
    first, last = (f"US$ {total.low:,.0f} to {total.reach:,.0f}" for total in ends)
    yield f"The counted total moved from {first} to {last}, by:"
    for deal in moved[:SHOWN]:
        (low, high), (low_now, high_now) = share(old, deal), share(new, deal)
        yield f"  {low_now - low:+,.0f} to {high_now - high:+,.0f}  {(new.get(deal) or old[deal])['title']} ({deal})"
    if len(moved) > SHOWN:
        yield f"  ... and {len(moved) - SHOWN:,} more"
