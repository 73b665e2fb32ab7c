"""Deals -> links between them that no document states in so many words, each with its reason.

Part of a package, money for a project, a second wording, an extension: worked out from parties,
countries, sums and words of the subject. Deals are looked up by key, never each with each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etl import headline
from etl.columns import SELLING, Coder
from etl.deals import Merge
from etl.names import to_words
from etl.references import References
from etl.reports import Report
from etl.structure import Link

FITS = 1.03  # an item may exceed its package by a rounding
NEAR_DAYS = 130  # items are announced around the visit whose sum they are in
NEAR_YEARS = 3  # a loan follows its project within these
MOST_LOOKED_AT = 40  # deals under one key: a word that more deals share tells nothing
LIKELY_SAME = 0.5  # a doubt from which one of two deals is taken for a second wording
CLOSE = 1.13  # how far apart two wordings of one sum may be
UNLIKE = 2.2  # the same between the same two companies: a president says 200, the company 96


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
    words: frozenset[str]  # of its subjects, as said
    is_lent: bool
    low: float | None  # US dollars, for comparing
    high: float | None
    day: date | None
    year: int | None
    documents: frozenset[str]
    best_id: str  # the report that speaks for the deal

    @property
    def size(self) -> float:
        """The larger bound that exists; 0 without an amount."""
        return self.high or self.low or 0.0


def find_likely_links(
    groups: Mapping[str, Sequence[Report]],
    doubts: Iterable[Merge],
    deal_of: Mapping[str, str],
    references: References,
    known: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Link]:
    """All links that are worked out; `known` pairs (deal, related deal) are stated already and left alone."""
    coder = Coder(references.organisations, references.words, frozenset(references.members))
    profiles = {deal: _profile(deal, groups[deal], coder, references) for deal in sorted(groups)}
    parts = _Index(profiles.values())
    for link in (
        *_restatements(doubts, deal_of, profiles),
        *parts.items(),
        *parts.parts_of_deals(references.words.get("part_subject", frozenset())),
        *parts.lent(),
        *parts.followers(references.words),
    ):
        if (link.deal_id, link.related_deal_id) not in known and (
            link.related_deal_id,
            link.deal_id,
        ) not in known:
            yield link


def _profile(deal: str, reports: Sequence[Report], coder: Coder, references: References) -> Profile:
    best = headline.headline(reports, references.firmness, frozenset()) or reports[0]
    sides: dict[str, set[int]] = {"sell": set(), "buy": set(), "all": set()}
    places: set[str] = set()
    own: set[str] = set()
    for party in {party for report in reports for party in report.parties}:
        full, _, words = coder.name(party.organisation)
        own |= words
        if party.country and party.role not in SELLING:
            places.add(party.country)
        if full:
            sides["all"].add(full)
            side = "sell" if party.role in SELLING else "buy"
            sides[side].add(full)
    subjects = [coder.subject(subject, own) for subject in sorted({r.subject for r in reports if r.subject})]
    recipient = headline.most_said(report.recipient_country for report in reports)
    return Profile(
        deal_id=deal,
        is_package=all(report.kind == "package" for report in reports),
        sellers=frozenset(sides["sell"]),
        buyers=frozenset(sides["buy"]),
        names=frozenset(sides["all"]),
        supplier=headline.most_said(report.supplier_country for report in reports),
        recipient=recipient,
        recipients=frozenset(places) | references.members.get(recipient or "", frozenset({recipient or ""})),
        sector=headline.most_said((report.sector for report in reports), frozenset({"multi"})),
        stems=frozenset(code for subject in subjects for code in subject[1]),
        proper=frozenset(code for subject in subjects for code in subject[2]),
        words=frozenset(word for report in reports for word in to_words(report.subject or "")),
        is_lent=any(report.status == "financing" for report in reports) or any(s[4] for s in subjects),
        low=best.low_usd,
        high=best.high_usd,
        day=headline.first_day(reports),
        year=headline.first_year(reports),
        documents=frozenset(report.document_id for report in reports),
        best_id=best.id,
    )


def _restatements(
    doubts: Iterable[Merge], deal_of: Mapping[str, str], profiles: Mapping[str, Profile]
) -> Iterator[Link]:
    """Of two deals that are more likely one than two, and alike in size, the less reported is the second wording."""
    for doubt in doubts:
        one, other = profiles[deal_of[doubt.report_id]], profiles[deal_of[doubt.other_id]]
        if doubt.score < LIKELY_SAME or one.deal_id == other.deal_id or not one.size or not other.size:
            continue
        if (
            max(one.size, other.size) > CLOSE * min(one.size, other.size)
            or one.is_package != other.is_package
        ):
            continue
        first, second = sorted((one, other), key=lambda p: (-len(p.documents), p.day or date.max, p.deal_id))
        why = f"more likely the same deal than another ({doubt.score:.2f}): {doubt.why}"
        yield Link(second.deal_id, first.deal_id, "restates", second.best_id, why)


class _Index:
    """Deals by document, by pair of parties, by place and word."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.all = list(profiles)
        self.by_document: dict[str, list[Profile]] = defaultdict(list)
        self.by_party: dict[tuple[int, str | None], list[Profile]] = defaultdict(list)
        self.by_pair: dict[tuple[str | None, ...], list[Profile]] = defaultdict(list)  # nobody named
        self.by_word: dict[tuple[str | None, int], list[Profile]] = defaultdict(list)
        for profile in self.all:
            for document in sorted(profile.documents):
                self.by_document[document].append(profile)
            for seller in sorted(profile.sellers):
                self.by_party[seller, profile.recipient].append(profile)
            if not profile.sellers:
                self.by_pair[profile.supplier, profile.recipient, profile.sector].append(profile)
            if not profile.is_lent and not profile.is_package:
                for word in sorted(profile.stems | profile.proper):
                    self.by_word[profile.recipient, word].append(profile)

    def _same_sellers(self, one: Profile) -> Iterator[Profile]:
        """Deals of a seller in common with the same recipient; where nobody is named, of the same countries."""
        for seller in sorted(one.sellers):
            yield from self.by_party[seller, one.recipient][:MOST_LOOKED_AT]
        if not one.sellers and one.supplier and one.recipient:
            yield from self.by_pair[one.supplier, one.recipient, one.sector][:MOST_LOOKED_AT]

    def items(self) -> Iterator[Link]:
        """Deals that stand beside a package in one document, or whose parties a package names."""
        for package in self.all:
            if not package.is_package or not package.size:
                continue
            beside = {
                other.deal_id: other
                for document in sorted(package.documents)
                for other in self.by_document[document][: MOST_LOOKED_AT * 5]
                if _may_hold(package, other) and _same_way(package, other)
            }
            if sum(other.low or 0.0 for other in beside.values()) <= package.size * FITS:
                for other in beside.values():
                    why = "stands beside the package in one document, between the same countries, and fits into its sum"
                    yield Link(other.deal_id, package.deal_id, "part_of", other.best_id, why)
            if len(package.sellers) < 2 and len(package.buyers) < 2:
                continue
            for seller in sorted(package.sellers):
                for place in sorted(package.recipients):
                    for other in self.by_party[seller, place][:MOST_LOOKED_AT]:
                        if (
                            other.deal_id not in beside
                            and _may_hold(package, other)
                            and _named_in(package, other)
                        ):
                            why = "the package names its parties, at the same time, and it fits into the sum"
                            yield Link(other.deal_id, package.deal_id, "part_of", other.best_id, why)

    def parts_of_deals(self, cues: frozenset[str]) -> Iterator[Link]:
        """A smaller deal of the same parties whose subject calls itself a part, a share, a first tranche."""
        for part in self.all:
            if part.is_package or not part.size or part.words.isdisjoint(cues):
                continue
            whole = [
                other
                for other in self._same_sellers(part)
                if other.deal_id != part.deal_id
                and not other.is_package
                and other.size > part.size * CLOSE
                and other.sector == part.sector
                and other.words.isdisjoint(cues)
                and (not part.buyers or not other.buyers or part.buyers & other.buyers)
                and _near(part, other)
            ]
            if whole:
                other = min(whole, key=lambda profile: (profile.size, profile.deal_id))
                why = (
                    "its subject calls it a part, and the same parties announce a larger sum at the same time"
                )
                yield Link(part.deal_id, other.deal_id, "part_of", part.best_id, why)

    def lent(self) -> Iterator[Link]:
        """Loans and grants, with the project of the same country and name that they pay for."""
        for loan in self.all:
            if not loan.is_lent or loan.is_package:
                continue
            candidates = {
                project.deal_id: project
                for word in sorted(loan.stems | loan.proper)
                for project in self.by_word[loan.recipient, word][:MOST_LOOKED_AT]
                if _pays_for(loan, project)
            }
            if candidates:
                best = max(
                    candidates.values(),
                    key=lambda project: (
                        len(loan.proper & project.proper),
                        len(loan.buyers & project.names),
                        len(loan.stems & project.stems),
                        project.deal_id,
                    ),
                )
                why = "money lent for the same thing in the same country"
                yield Link(loan.deal_id, best.deal_id, "finances", loan.best_id, why)

    def followers(self, words: Mapping[str, frozenset[str]]) -> Iterator[Link]:
        """Deals whose subject says that they extend or replace an earlier one of the same parties."""
        for relation, cues in (
            ("extends", words.get("option_subject")),
            ("replaces", words.get("replace_subject")),
        ):
            for later in self.all:
                if not cues or later.words.isdisjoint(cues):
                    continue
                earlier = [
                    other
                    for other in self._same_sellers(later)
                    if other.deal_id != later.deal_id
                    and other.sector == later.sector
                    and other.day
                    and later.day
                    and other.day < later.day
                    and (not later.buyers or not other.buyers or later.buyers & other.buyers)
                ]
                if earlier:
                    newest = max(earlier, key=lambda profile: (profile.day or date.min, profile.deal_id))
                    why = f"its subject says that it {relation} an earlier deal of the same parties"
                    yield Link(later.deal_id, newest.deal_id, relation, later.best_id, why)


def _may_hold(package: Profile, other: Profile) -> bool:
    if other.deal_id == package.deal_id or not other.size or other.is_lent != package.is_lent:
        return False
    if other.is_package and other.size * CLOSE > package.size:
        return False
    return (other.low or 0.0) <= package.size * FITS


def _same_way(package: Profile, other: Profile) -> bool:
    """The same direction; a recipient of a package for several countries is any of them."""
    from_same = package.supplier is None or other.supplier is None or package.supplier == other.supplier
    return from_same and other.recipient is not None and other.recipient in package.recipients


def _named_in(package: Profile, other: Profile) -> bool:
    buyers = not other.buyers or not package.buyers or bool(other.buyers & package.buyers)
    sector = package.sector in (None, "multi", other.sector)
    return other.sellers <= package.sellers and buyers and sector and _near(package, other)


def _near(one: Profile, other: Profile) -> bool:
    if one.documents & other.documents:
        return True
    if one.day and other.day:
        return abs((one.day - other.day).days) <= NEAR_DAYS
    return one.year is not None and one.year == other.year


def _pays_for(loan: Profile, project: Profile) -> bool:
    if loan.recipient is None or project.deal_id == loan.deal_id or loan.sector != project.sector:
        return False
    if loan.year and project.year and abs(loan.year - project.year) > NEAR_YEARS:
        return False
    if loan.size and project.size and loan.size > project.size * CLOSE:
        return False
    named = bool(loan.proper & project.proper)
    shared = len(loan.stems & project.stems)
    return (
        named
        or shared >= 2
        or (shared >= 1 and bool(loan.buyers & project.names or loan.documents & project.documents))
    )
