"""Deals -> links between them that no document states in so many words, each with its reason.

Part of a package, money for a project, a second wording, an extension: worked out from parties,
countries, sums and words of the subject. Deals are looked up by key, never each with each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from etl.coder import Coder
from etl.deals import Merge
from etl.profiles import Profile, to_profile
from etl.references import References
from etl.reports import Report
from etl.structure import Link

FITS = 1.03  # an item may exceed its package by a rounding
NEAR_DAYS = 130  # items are announced around the visit whose sum they are in
NEAR_YEARS = 3  # a loan follows its project within these
MOST_TERMS, SUM_SLACK = 10, 0.012  # deals that are tried as terms of a sum; two papers round their own terms
MOST_LOOKED_AT = 40  # deals under one key: a word that more deals share tells nothing
LIKELY_SAME = 0.35  # a doubt from which one of two deals is taken for a second wording, and not added
CLOSE = 1.13  # how far apart two wordings of one sum may be
UNLIKE = 2.2  # the same between the same two companies: a president says "over 200", the company 96
SAME_DAYS = 10  # a loose number and the exact one are said within these


def find_likely_links(
    groups: Mapping[str, Sequence[Report]],
    doubts: Iterable[Merge],
    deal_of: Mapping[str, str],
    references: References,
    known: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[Link]:
    """All links that are worked out; `known` pairs (deal, related deal) are stated already and left alone."""
    coder = Coder(
        references.organisations, references.words, frozenset(references.members), references.things
    )
    profiles = {deal: to_profile(deal, groups[deal], coder, references) for deal in sorted(groups)}
    parts = _Index(profiles.values())
    placed = frozenset(deal for deal, _ in known)
    totals = references.words.get("total_subject", frozenset())
    for link in (
        *_restatements(doubts, deal_of, profiles),
        *parts.items(placed),
        *parts.sums(),
        *parts.instalments(placed),
        *parts.totals(totals),
        *parts.parts_of_deals(references.words.get("part_subject", frozenset()), totals),
        *parts.lent(placed),
        *parts.followers(references.words),
    ):
        if (link.deal_id, link.related_deal_id) not in known and (
            link.related_deal_id,
            link.deal_id,
        ) not in known:
            yield link


def _restatements(
    doubts: Iterable[Merge], deal_of: Mapping[str, str], profiles: Mapping[str, Profile]
) -> Iterator[Link]:
    """Of two deals that are more likely one than two, and alike in size, the less reported is the second wording."""
    for doubt in doubts:
        one, other = profiles[deal_of[doubt.report_id]], profiles[deal_of[doubt.other_id]]
        if one.deal_id == other.deal_id or not one.size or not other.size:
            continue
        reach = UNLIKE if _is_loosely_said(one, other) else CLOSE if doubt.score >= LIKELY_SAME else 0.0
        if (
            max(one.size, other.size) > reach * min(one.size, other.size)
            or one.is_package != other.is_package
        ):
            continue
        if "" not in one.recipients | other.recipients and one.recipients.isdisjoint(other.recipients):
            continue  # what one country buys is no second wording of what another buys
        if (one.is_another or other.is_another) and one.documents & other.documents:
            continue  # "a second order": one document tells both
        if _is_years_later(one, other) and not (one.is_lent and other.is_lent):
            continue  # nearly the same sum after years is the next order
        first, second = sorted(
            (one, other),
            key=lambda p: (reach == UNLIKE and p.is_loose, -len(p.documents), p.day or date.max, p.deal_id),
        )
        why = f"more likely the same deal than another ({doubt.score:.2f}): {doubt.why}"
        yield Link(second.deal_id, first.deal_id, "restates", second.best_id, why)


def _is_years_later(one: Profile, other: Profile) -> bool:
    if one.year is None or other.year is None or abs(one.year - other.year) < 2:
        return False
    return max(one.size, other.size) > FITS * min(one.size, other.size)


def _is_loosely_said(one: Profile, other: Profile) -> bool:
    """Whether one is a loose number ("over 200 billion") for what the same two parties put exactly at the time."""
    if one.is_loose == other.is_loose or one.sector != other.sector or one.documents & other.documents:
        return False
    if not one.day or not other.day or abs((one.day - other.day).days) > SAME_DAYS:
        return False
    return bool(one.sellers & other.sellers and one.buyers & other.buyers)


class _Index:
    """Deals by document, by pair of parties, by place and word."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.all = list(profiles)
        self.by_document: dict[str, list[Profile]] = defaultdict(list)
        self.by_seller_in: dict[tuple[str, int, str | None], list[Profile]] = defaultdict(list)
        self.paid_in: dict[str, list[Profile]] = defaultdict(list)  # money that has come, for nothing named
        self.by_party: dict[tuple[int, str | None], list[Profile]] = defaultdict(list)
        self.by_pair: dict[tuple[str | None, ...], list[Profile]] = defaultdict(list)  # nobody named
        self.by_word: dict[tuple[str | None, int], list[Profile]] = defaultdict(list)
        for profile in self.all:
            for document in sorted(profile.documents):
                self.by_document[document].append(profile)
                if profile.has_come and profile.size and not profile.stems | profile.proper:
                    self.paid_in[document].append(profile)
                for seller in sorted(profile.sellers):
                    self.by_seller_in[document, seller, profile.recipient].append(profile)
            for seller in sorted(profile.sellers):
                self.by_party[seller, profile.recipient].append(profile)
            if not profile.sellers:
                self.by_pair[profile.supplier, profile.recipient, profile.sector].append(profile)
            if not profile.is_lent and not profile.is_package:
                for word in sorted(profile.stems | profile.proper | profile.objects):
                    self.by_word[profile.recipient, word].append(profile)

    def _same_sellers(self, one: Profile) -> Iterator[Profile]:
        """Deals of a seller in common with the same recipient; where nobody is named, of the same countries."""
        for seller in sorted(one.sellers):
            yield from self.by_party[seller, one.recipient][:MOST_LOOKED_AT]
        if not one.sellers and one.supplier and one.recipient:
            yield from self.by_pair[one.supplier, one.recipient, one.sector][:MOST_LOOKED_AT]

    def _beside(self, one: Profile) -> Iterator[Profile]:
        """Deals of a seller in common with the same recipient that stand in one document with it."""
        for document in sorted(one.documents):
            for seller in sorted(one.sellers):
                yield from self.by_seller_in[document, seller, one.recipient][:MOST_LOOKED_AT]

    def items(self, placed: frozenset[str]) -> Iterator[Link]:
        """Deals that stand beside a package in one document, or whose parties a package names.

        `placed` deals are told to be a part of another deal, or money for it: that one is the item.
        """
        held = self._held(placed)
        for package in self.all:
            if not package.is_package or not package.size:
                continue
            beside = held.get(package.deal_id, {})
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
                            and other.is_lent == package.is_lent
                            and _may_hold(package, other)
                            and _named_in(package, other)
                        ):
                            why = "the package names its parties, at the same time, and it fits into the sum"
                            yield Link(other.deal_id, package.deal_id, "part_of", other.best_id, why)

    def _held(self, placed: frozenset[str]) -> dict[str, dict[str, Profile]]:
        """Package -> the deals that stand beside it in a document: of two packages one holds a deal."""
        held: dict[str, dict[str, Profile]] = defaultdict(dict)
        for document in sorted(self.by_document):
            beside = self.by_document[document][: MOST_LOOKED_AT * 5]
            packages = [one for one in beside if one.is_package and one.size]
            for other in beside if packages else ():
                may_hold = [
                    package
                    for package in packages
                    if other.deal_id not in placed
                    and _may_hold(package, other)
                    and _same_way(package, other)
                    and _is_of_its_time(package, other)
                ]
                if may_hold:
                    here = other.starts[document]
                    best = min(
                        may_hold,
                        key=lambda package: (
                            not _same_direction(package, other),
                            package.starts[document] > here,  # the sum is told, then its items
                            abs(package.starts[document] - here),
                            package.deal_id,
                        ),
                    )
                    held[best.deal_id][other.deal_id] = other
        return held

    def parts_of_deals(self, cues: frozenset[str], whole_cues: frozenset[str]) -> Iterator[Link]:
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
                and (other.words.isdisjoint(cues) or not other.words.isdisjoint(whole_cues))
                and (not part.buyers or not other.buyers or part.buyers & other.buyers)
                and _near(part, other)
            ]
            if whole:
                other = min(whole, key=lambda profile: (profile.size, profile.deal_id))
                why = (
                    "its subject calls it a part, and the same parties announce a larger sum at the same time"
                )
                yield Link(part.deal_id, other.deal_id, "part_of", part.best_id, why)

    def sums(self) -> Iterator[Link]:
        """Deals of one document, or of parties that a larger deal names, that add up to it."""
        for whole in self.all:
            if not whole.size or whole.low != whole.high or not whole.sellers:
                continue
            beside = {
                other.deal_id: other
                for other in (*self._beside(whole), *self._same_sellers(whole))
                if _may_be_term(whole, other)
            }
            for part in beside.values():
                # The other seller's share was taken for another wording of the whole.
                if any(
                    _adds_up(whole, (part.size, share))
                    for name, share in whole.shares
                    if name in part.documents
                ):
                    why = "with another seller's share in the same document it adds up to the whole"
                    yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)
            terms = sorted(beside.values(), key=lambda profile: profile.deal_id)[:MOST_TERMS]
            for count in (2, 3, 4):
                found = next(
                    (
                        group
                        for group in combinations(terms, count)
                        if _adds_up(whole, [part.size for part in group])
                    ),
                    (),
                )  # the first by the deals' ids: the same in any order of arrival
                for part in found:
                    why = "the sums of the parts add up to it, between the same parties at the same time"
                    yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)
                if found:
                    break

    def instalments(self, placed: frozenset[str]) -> Iterator[Link]:
        """Money that has come, beside the larger agreement under which it comes."""
        for whole in self.all:
            paid = {
                part.deal_id: part
                for name in sorted(whole.documents)
                for part in self.paid_in[name][:MOST_LOOKED_AT]
                if part.deal_id not in placed and _may_be_paid(whole, part)
            }
            if sum(part.size for part in paid.values()) <= whole.size * FITS:
                for part in paid.values():
                    why = "money that has come already, beside the larger agreement in one document"
                    yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)

    def totals(self, cues: frozenset[str]) -> Iterator[Link]:
        """A larger deal of the same parties whose subject calls itself a total holds the smaller one."""
        for whole in self.all:
            if whole.is_package or whole.words.isdisjoint(cues):
                continue
            for part in {other.deal_id: other for other in self._same_sellers(whole)}.values():
                if (
                    not part.is_package
                    and part.words.isdisjoint(cues)
                    and part.size * CLOSE < whole.size
                    and part.sector == whole.sector
                    and part.sellers == whole.sellers
                    and part.is_lent == whole.is_lent
                    and _near(part, whole)
                ):
                    why = "the subject of the larger sum calls it the total of the same parties"
                    yield Link(part.deal_id, whole.deal_id, "part_of", part.best_id, why)

    def lent(self, placed: frozenset[str]) -> Iterator[Link]:
        """Loans and grants, with the project of the same country and name that they pay for."""
        for loan in self.all:
            if not loan.is_lent or loan.is_package:
                continue
            candidates = {
                project.deal_id: project
                for word in sorted(loan.stems | loan.proper | loan.objects)
                for project in self.by_word[loan.recipient, word][:MOST_LOOKED_AT]
                if project.deal_id not in placed and _pays_for(loan, project)
            }
            if candidates:
                best = max(
                    candidates.values(),
                    key=lambda project: (
                        len(loan.proper & project.proper) + len(loan.objects & project.objects),
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
    if other.deal_id == package.deal_id or not other.size:
        return False
    if other.is_package and other.size * CLOSE > package.size:
        return False
    return (other.low or 0.0) <= package.size * FITS


def _may_be_term(whole: Profile, other: Profile) -> bool:
    """Whether a deal can be a term of the larger deal: exact, smaller, and of the same buyer and field."""
    return (
        other.deal_id != whole.deal_id
        and not other.is_package
        and other.low == other.high
        and 0 < other.size < whole.size
        and other.recipient == whole.recipient
        and other.sector == whole.sector
        and other.is_lent == whole.is_lent
        and bool(other.sellers)
        and other.sellers <= whole.sellers
        and (not other.buyers or not whole.buyers or bool(other.buyers & whole.buyers))
        and _near(other, whole)
    )


def _adds_up(whole: Profile, sums: Sequence[float]) -> bool:
    return abs(sum(sums) - whole.size) <= SUM_SLACK * whole.size


def _may_be_paid(whole: Profile, part: Profile) -> bool:
    """Whether money that has come, for nothing that is named, can be of an agreement that is larger and goes on."""
    return (
        not whole.is_over
        and not whole.is_package
        and (not part.year or not whole.year or part.year >= whole.year)  # an earlier stage is no instalment
        and part.size * CLOSE < whole.size
        and part.recipient == whole.recipient
        and part.supplier in (None, whole.supplier)
        and part.sellers <= whole.sellers
        and part.sector in (None, "multi", "finance", whole.sector)
        and part.is_lent == whole.is_lent
    )


def _is_of_its_time(package: Profile, other: Profile) -> bool:
    """An item is of the time of its package: neither finished, nor of the visit after the one that is recalled."""
    if other.is_package or other.is_over:
        return False
    return other.year is None or package.year is None or other.year == package.year


def _same_way(package: Profile, other: Profile) -> bool:
    """The same countries; a recipient of a package for several is any of them. Of a package without
    countries the seller is the same: a bank's memoranda in four countries."""
    others_sell = package.sellers and other.sellers and package.sellers.isdisjoint(other.sellers)
    if package.is_beside or (others_sell and package.sector != "multi"):
        return False
    if package.sellers & other.sellers:
        return not package.recipient or not other.recipient or other.recipient in package.recipients
    if package.supplier and other.is_lent and not other.supplier:
        return False  # a bank of many states lends in no visit's sum
    if _same_direction(package, other):
        return True
    if package.sector != "multi":
        return False
    ends = {package.supplier, *package.recipients} - {None, ""}
    own = {other.supplier, other.recipient} - {None, ""}
    if package.supplier and package.recipient:
        return bool(own) and own <= ends
    return bool(own & ends)


def _same_direction(package: Profile, other: Profile) -> bool:
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
    is_told_elsewhere = not loan.documents & project.documents  # one document says it itself, or not
    named = bool(loan.proper & project.proper or (is_told_elsewhere and loan.objects & project.objects))
    shared = len(loan.stems & project.stems)
    return (
        named
        or shared >= 2
        or (shared >= 1 and bool(loan.buyers & project.names or loan.documents & project.documents))
    )
