"""The reports of one deal -> what etl/links.py looks at when it looks for links between deals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl import headline
from etl.coder import LATE, SELLING, Coder
from etl.counting import OFF
from etl.names import to_words
from etl.references import References
from etl.reports import Report
from etl.rules.relation_parts import ANOTHER, BESIDE


@dataclass(frozen=True, slots=True)
class Profile:
    """What the links look at of one deal."""

    deal_id: str
    is_package: bool
    sellers: frozenset[int]
    buyers: frozenset[int]
    names: frozenset[int]
    supplier: str | None
    recipient: str | None
    recipients: frozenset[str]
    sector: str | None
    stems: frozenset[int]
    proper: frozenset[int]
    objects: frozenset[int]  # names of things in the sentences around: the plant, the line
    around: frozenset[int]  # all names in the sentences around
    words: frozenset[str]  # of its subjects, as said
    is_lent: bool
    is_over: bool  # every report says that it is delivered or off
    has_come: bool  # every report says that it is delivered
    is_another: bool  # said to be one more deal: "a second contract"
    is_beside: bool  # a sum to which its document adds what else it tells: "in addition to the 350 billion"
    is_loose: bool  # its number is a bound or a guess
    low: float | None  # US dollars, for comparing
    high: float | None
    shares: frozenset[tuple[str, float]]  # lesser sums by the document that says them: one seller's, perhaps
    day: date | None
    year: int | None
    documents: frozenset[str]
    texts: frozenset[
        str
    ]  # of these, the ones that are no lists: what they hold together was weighed on reading
    starts: Mapping[str, int]  # where each document first speaks of it
    best_id: str  # the report that speaks for the deal

    @property
    def size(self) -> float:
        """The larger bound that exists; 0 without an amount."""
        return self.high or self.low or 0.0


def to_profile(deal: str, reports: Sequence[Report], coder: Coder, references: References) -> Profile:
    """What the reports of one deal say together."""
    best = headline.headline(reports, references.firmness, frozenset()) or reports[0]
    sides: dict[str, set[int]] = {"sell": set(), "buy": set(), "all": set()}
    places: set[str] = set()
    parties = {party for report in reports for party in report.parties}
    names = [coder.name(party.organisation) for party in parties]
    for party, name in zip(parties, names, strict=True):
        if party.country and party.role not in SELLING:
            places.add(party.country)
        if name.full:
            sides["all"].add(name.full)
            side = "sell" if party.role in SELLING else "buy"
            sides[side].add(name.full)
    subjects = [coder.subject(subject) for subject in sorted({r.subject for r in reports if r.subject})]
    telling = [subject.without(names) for subject in subjects]
    around = [coder.names_around(report) for report in reports]
    recipient = headline.most_said(report.recipient_country for report in reports)
    return Profile(
        deal_id=deal,
        is_package=headline.kind(reports) == "package",
        sellers=frozenset(sides["sell"]),
        buyers=frozenset(sides["buy"]),
        names=frozenset(sides["all"]),
        supplier=headline.most_said(report.supplier_country for report in reports),
        recipient=recipient,
        recipients=frozenset(places) | references.members.get(recipient or "", frozenset({recipient or ""})),
        sector=headline.most_said((report.sector for report in reports), frozenset({"multi"})),
        stems=frozenset(code for stems, _ in telling for code in stems),
        proper=frozenset(code for _, proper in telling for code in proper),
        objects=frozenset(code for objects, _ in around for code in objects),
        around=frozenset(code for _, names in around for code in names),
        words=frozenset(word for report in reports for word in to_words(report.subject or "")),
        is_lent=any(report.status == "financing" for report in reports)
        or any(subject.is_lent for subject in subjects),
        is_over=all(report.status in LATE for report in reports),
        has_come=all(report.status in LATE - OFF for report in reports),
        is_another=any(ANOTHER in report.said.rules for report in reports),
        is_beside=any(BESIDE in report.said.rules for report in reports),
        is_loose=getattr(best.said, "qualifier", "exact") in ("at_least", "up_to", "about"),
        low=best.low_usd,
        high=best.high_usd,
        day=headline.first_day(reports),
        year=headline.first_year(reports),
        shares=frozenset(
            (report.document_id, report.low_usd)
            for report in reports
            if report.low_usd and report.low_usd == report.high_usd and report.low_usd < (best.low_usd or 0.0)
        ),
        documents=frozenset(report.document_id for report in reports),
        texts=frozenset(report.document_id for report in reports if not report.source_row),
        starts=_starts(reports),
        best_id=best.id,
    )


def _starts(reports: Sequence[Report]) -> dict[str, int]:
    """Document -> the first character of what it says of the deal."""
    starts: dict[str, int] = {}
    for report in reports:
        here = report.said.char_start
        starts[report.document_id] = min(here, starts.get(report.document_id, here))
    return starts
