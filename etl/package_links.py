"""Packages -> the deals that are items of them: rows of a list beside the package, or named by it."""

from collections import defaultdict
from collections.abc import Iterator

from etl.link_index import CLOSE, FITS, MOST_LOOKED_AT, LinkIndex, is_near
from etl.profiles import Profile
from etl.structure import Link


def find_items(index: LinkIndex, placed: frozenset[str]) -> Iterator[Link]:
    """Rows of a list that cite the document of a package, and deals whose parties a package names.

    A text says itself what its packages hold, by the relations of its amounts.
    `placed` deals are told to be a part of another deal, or money for it: that one is the item.
    """
    held = _held(index, placed)
    for package in index.all:
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
                for other in index.by_party[seller, place][:MOST_LOOKED_AT]:
                    if (
                        other.deal_id not in beside
                        and other.is_lent == package.is_lent
                        and _may_hold(package, other)
                        and _named_in(package, other)
                    ):
                        why = "the package names its parties, at the same time, and it fits into the sum"
                        yield Link(other.deal_id, package.deal_id, "part_of", other.best_id, why)


def _held(index: LinkIndex, placed: frozenset[str]) -> dict[str, dict[str, Profile]]:
    """Package -> the deals that stand beside it in a document: of two packages one holds a deal."""
    held: dict[str, dict[str, Profile]] = defaultdict(dict)
    for document in sorted(index.by_list):
        beside = index.by_list[document][: MOST_LOOKED_AT * 5]
        packages = [one for one in beside if one.is_package and one.size]
        for other in beside if packages else ():
            may_hold = [
                package
                for package in packages
                if other.deal_id not in placed
                and _may_hold(package, other)
                and _same_way(package, other)
                and _is_of_its_time(package, other)
                # A visit's sum may close its text; "two plants for 5 billion" opens what is told of them.
                and (package.sector == "multi" or package.starts[document] < other.starts[document])
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


def _may_hold(package: Profile, other: Profile) -> bool:
    if other.deal_id == package.deal_id or not other.size:
        return False
    if other.is_package and other.size * CLOSE > package.size:
        return False
    return (other.low or 0.0) <= package.size * FITS


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
    return other.sellers <= package.sellers and buyers and sector and is_near(package, other)
