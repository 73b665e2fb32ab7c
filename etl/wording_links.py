"""Deals that are likely one -> which of them is only a second wording, and is not added."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from etl.deals import Merge
from etl.link_index import CLOSE, FITS
from etl.profiles import Profile
from etl.structure import Link

LIKELY_SAME = 0.4  # a doubt from which one of two deals is taken for a second wording, and not added
UNLIKE = 2.2  # how far apart two numbers of two companies may be: a president says "over 200", the company 96
SAME_DAYS = 10  # a loose number and the exact one are said within these


def find_second_wordings(
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
            key=lambda p: (
                reach == UNLIKE and p.is_loose,
                -len(p.documents) if not _is_newer_number(one, other) else -(p.day or date.min).toordinal(),
                p.day or date.max,
                p.deal_id,
            ),
        )
        why = f"more likely the same deal than another ({doubt.score:.2f}): {doubt.why}"
        yield Link(second.deal_id, first.deal_id, "restates", second.best_id, why)


def _is_newer_number(one: Profile, other: Profile) -> bool:
    """Whether two exact numbers are told so long apart that the later one is what the deal has come to."""
    if one.is_loose or other.is_loose or not one.day or not other.day:
        return False
    return abs((one.day - other.day).days) > 100 and max(one.size, other.size) > 1.013 * min(
        one.size, other.size
    )


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
