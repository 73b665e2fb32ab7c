"""One group of reports -> the rows that publish it: the deal, its parties, its history, its conflicts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from etl import headline
from etl.counting import Countable, interval_sum
from etl.names import Organisations
from etl.rates import convert, gdp_share
from etl.records import Figure, Party
from etl.references import References
from etl.reports import Report
from etl.schema import BOUNDING, NOBODY
from etl.structure import Link

Row = dict[str, Any]
SELLING = ("supplier", "investor", "funder")
BUYING = ("buyer",)
SUM_SLACK = 0.012  # papers round the terms of a sum
UNLESS_NOTHING_ELSE = frozenset({"multi"})  # a sector that names none


def to_row(deal_id: str, reports: Sequence[Report], references: References, official: frozenset[str]) -> Row:
    """The deal's own columns; `finish` adds what depends on corrections, links and rates."""
    best = headline.headline(reports, references.firmness, official)
    figure = best.said if best and isinstance(best.said, Figure) else None
    documents = {report.document_id for report in reports}
    sector = headline.most_said((report.sector for report in reports), UNLESS_NOTHING_ELSE)
    row: Row = {
        "deal_id": deal_id,
        "kind": headline.kind(reports),
        "subject": headline.stated(reports, "subject", best),
        "sector": sector,
        "status": headline.status(reports, references.firmness),
        "first_announced_date": headline.first_day(reports),
        "announced_year": headline.first_year(reports),
        "supplier_country": headline.most_said(report.supplier_country for report in reports),
        "recipient_country": headline.most_said(report.recipient_country for report in reports),
        "currency": best.currency if best else None,
        "value_low": best.value_low if best else None,
        "value_high": best.value_high if best else None,
        "qualifier": figure.qualifier if figure else None,
        "amount_as_written": BOUNDING.get(figure.qualifier, "") + figure.quote if figure else None,
        "document_count": len(documents),
        "official_document_count": len(documents & official),
        # Reports that agree vouch for one another: a deal is as sure as its surest one.
        "confidence": max(report.confidence for report in reports),
        "headline_figure_id": best.id if best else None,
    }
    for column in ("quantity", "quantity_unit", "firm_quantity", "option_quantity", "price_basis"):
        row[column] = _said(reports, column, best)
    row["title"] = title(row, parties(deal_id, reports, references.organisations), references)
    return row


def _said(reports: Sequence[Report], column: str, best: Report | None) -> Any:
    """A column that figures carry (and mentions may): the headline's, else the newest that states it."""
    ordered = sorted(reports, key=lambda report: (report is best, report.day or date.min, report.id))
    given = (getattr(report.said, column, None) for report in reversed(ordered))
    return next((value for value in given if value is not None), None)


def title(row: Row, named: Sequence[Row], references: References) -> str:
    """Parties, direction and subject: "Boeing → Air Astana: 787-9 aircraft"."""
    seller = _side(named, SELLING) or _country(row["supplier_country"], references)
    buyer = _side(named, BUYING) or _country(row["recipient_country"], references)
    others = "" if seller and buyer else _side(named, ("partner",))
    ends = [end for end in (seller or ("" if buyer == others else others), buyer or others) if end]
    what = row["subject"] or references.sector_labels.get(row["sector"] or "", row["sector"])
    who = " → ".join(dict.fromkeys(ends))
    return ": ".join(part for part in (who, what) if part) or NOBODY


def _side(named: Sequence[Row], roles: Sequence[str]) -> str:
    names = list(dict.fromkeys(party["organisation"] for party in named if party["role"] in roles))
    if len(names) > 3:
        return f"{names[0]}, {names[1]} and {len(names) - 2} others"
    return ", ".join(names)


def _country(code: str | None, references: References) -> str:
    return references.country_names.get(code, code) if code else ""


def parties(deal_id: str, reports: Sequence[Report], organisations: Organisations) -> list[Row]:
    """Every party once, in the order of the roles; a list is exhaustive only if no report says "including"."""
    said: dict[str, list[Party]] = {}
    for report in reports:
        for party in report.parties:
            known = organisations.to_known(party.organisation)
            said.setdefault(organisations.key(known).full or known.casefold(), []).append(party)
    rows = []
    for key, group in said.items():
        # The longest spelling is the fullest one; of two as long the first by name.
        spelling = min((organisations.to_known(p.organisation) for p in group), key=lambda n: (-len(n), n))
        rows.append(
            {
                "deal_id": deal_id,
                "organisation": spelling,
                "role": headline.most_said((party.role for party in group), frozenset({"partner"})),
                "country": headline.most_said(party.country for party in group)
                or organisations.countries.get(key)
                or None,
                "is_exhaustive": all(party.is_exhaustive for party in group),
            }
        )
    order = (*SELLING, *BUYING, "government", "partner")
    return sorted(rows, key=lambda row: (order.index(row["role"]), row["organisation"]))


def history(deal_id: str, reports: Iterable[Report]) -> list[Row]:
    """One row for every report that carries a status: the evidence for each step."""
    return [
        {
            "deal_id": deal_id,
            "status": report.status,
            "date": report.day,
            "document_id": report.document_id,
            "figure_id": report.id,
        }
        for report in headline.history(reports)
    ]


def conflicts(rows: Iterable[Row], groups: Mapping[str, Sequence[Report]]) -> list[Link]:
    """Every report whose bounds do not meet the deal's own."""
    links = []
    for row in rows:
        best = next((one for one in groups[row["deal_id"]] if one.id == row["headline_figure_id"]), None)
        if best is None:
            continue
        for report in groups[row["deal_id"]]:
            if report is not best and not _meet(report, best):
                why = f"{_words(report)} here, {_words(best)} in the report that gives the bounds"
                links.append(Link(row["deal_id"], row["deal_id"], "conflicts_with", report.id, why))
    return links


def _words(report: Report) -> str:
    figure = report.said
    return BOUNDING.get(figure.qualifier, "") + figure.quote if isinstance(figure, Figure) else "no amount"


def _meet(one: Report, other: Report) -> bool:
    """Whether two reports' bounds have a number in common; in dollars, 2 % apart, where currencies differ."""
    if one.is_mention or other.is_mention:
        return True
    if one.currency == other.currency:
        first, second, slack = (one.value_low, one.value_high), (other.value_low, other.value_high), 1.0
    else:
        first, second, slack = (one.low_usd, one.high_usd), (other.low_usd, other.high_usd), 1.02
    if first == (None, None) or second == (None, None):
        return True  # no rate: nothing to compare
    low = max(end for end in (first[0], second[0], 0.0) if end is not None)
    highs = [end for end in (first[1], second[1]) if end is not None]
    return not highs or low <= min(highs) * slack


def to_countable(row: Row) -> Countable:
    """The columns of a deal's row that the counting rule looks at."""
    return Countable(
        row["kind"],
        row["status"],
        row["firmness"],
        row["value_low"],
        row["value_high"],
        confidence=row["confidence"],
    )


def finish(row: Row, reason: str, references: References) -> None:
    """Add the decision and what is computed from bounds, year and currency (after corrections)."""
    first, year = row["first_announced_date"], row["announced_year"]
    day = first if first and first.year == year else None
    dollars = convert(references.rates, row["currency"], row["value_low"], row["value_high"], day, year)
    share = (references.rates, row["recipient_country"], year)
    row.update(
        isic_rev4=references.isic.get(row["sector"] or ""),
        countable_reason=reason,
        is_countable=reason == "ok",
        value_low_usd=dollars.value_low_usd,
        value_high_usd=dollars.value_high_usd,
        value_low_usd_real=dollars.value_low_usd_real,
        value_high_usd_real=dollars.value_high_usd_real,
        fx_rate=dollars.fx_rate,
        fx_date=dollars.fx_date,
        fx_basis=dollars.fx_basis,
        gdp_share_low=gdp_share(*share, dollars.value_low_usd),
        gdp_share_high=gdp_share(*share, dollars.value_high_usd),
        unexplained_low_usd=None,
        unexplained_high_usd=None,
    )


def sums_of_several(
    rows: Iterable[Row], links: Iterable[Link], groups: Mapping[str, Sequence[Report]]
) -> frozenset[str]:
    """Deals that are nothing but the sum of others: their parts add up to them, and are of different sellers, or each
    told by papers of its own."""
    by_id = {row["deal_id"]: row for row in rows}
    return frozenset(
        whole
        for whole, inside in _parts(links).items()
        if _adds_up(by_id[whole], [by_id[part] for part in inside])
        and _are_apart(groups[whole], [groups[part] for part in sorted(inside)])
    )


def _parts(links: Iterable[Link]) -> dict[str, set[str]]:
    """Deal -> the deals that are a part of it."""
    parts: dict[str, set[str]] = {}
    for link in links:
        if link.relation == "part_of":
            parts.setdefault(link.related_deal_id, set()).add(link.deal_id)
    return parts


def _adds_up(whole: Row, parts: Sequence[Row]) -> bool:
    if len(parts) < 2 or not whole["value_low"] or any(one["currency"] != whole["currency"] for one in parts):
        return False
    total = interval_sum((one["value_low"], one["value_high"]) for one in parts)
    return bool(abs(total.low - whole["value_low"]) <= SUM_SLACK * whole["value_low"])


def _are_apart(whole: Sequence[Report], parts: Sequence[Sequence[Report]]) -> bool:
    told = {report.document_id for report in whole}
    if all({report.document_id for report in part} - told for part in parts):
        return True
    sellers = [_sellers(part) for part in parts]
    is_lent = any(report.status == "financing" for part in parts for report in part)
    return (
        all(sellers)
        and not is_lent  # what several banks lend is the cost of one project
        and not _sellers(whole)
        and sum(map(len, sellers)) == len(frozenset[str]().union(*sellers))
    )


def _sellers(reports: Sequence[Report]) -> frozenset[str]:
    return frozenset(
        party.organisation for report in reports for party in report.parties if party.role in SELLING
    )


def explain_rest(rows: Sequence[Row], links: Iterable[Link]) -> None:
    """Write into every package with items what its items leave unexplained, in US dollars."""
    by_id = {row["deal_id"]: row for row in rows}
    for package, inside in _parts(links).items():
        row = by_id[package]
        if row["kind"] != "package":
            continue
        total = interval_sum((by_id[one]["value_low_usd"], by_id[one]["value_high_usd"]) for one in inside)
        if row["value_low_usd"] is not None:
            row["unexplained_low_usd"] = max(0.0, round(row["value_low_usd"] - total.reach, 2))
        if row["value_high_usd"] is not None:
            row["unexplained_high_usd"] = max(0.0, round(row["value_high_usd"] - total.low, 2))


def set_firmness(rows: Iterable[Row], firmness: Mapping[str, int]) -> Iterator[Row]:
    """Firmness follows from the status, also from a corrected one."""
    for row in rows:
        yield {**row, "firmness": firmness.get(row["status"] or "", 0)}
