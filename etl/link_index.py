"""Deals by document, by party, by pair of countries, by place and word: links look them up by key, never each with each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from etl.profiles import Profile

FITS = 1.03  # an item may exceed its package by a rounding
CLOSE = 1.13  # how far apart two wordings of one sum may be
NEAR_DAYS = 130  # items are announced around the visit whose sum they are in
MOST_LOOKED_AT = 40  # deals under one key: a word that more deals share tells nothing


class LinkIndex:
    """The profiles of all deals, under the keys by which links look for them."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self.all = list(profiles)
        self.by_list: dict[str, list[Profile]] = defaultdict(
            list
        )  # rows of lists, by the document that they cite
        self.by_seller_in: dict[tuple[str, int, str | None], list[Profile]] = defaultdict(list)
        self.paid_in: dict[str, list[Profile]] = defaultdict(list)  # money that has come, for nothing named
        self.by_party: dict[tuple[int, str | None], list[Profile]] = defaultdict(list)
        self.by_pair: dict[tuple[str | None, ...], list[Profile]] = defaultdict(list)  # nobody named
        self.by_word: dict[tuple[str | None, int], list[Profile]] = defaultdict(list)
        self.by_name: dict[int, list[Profile]] = defaultdict(list)
        for profile in self.all:
            for document in sorted(profile.documents):
                if document not in profile.texts:
                    self.by_list[document].append(profile)
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
                for name in sorted(profile.around):
                    if len(self.by_name[name]) < MOST_LOOKED_AT:
                        self.by_name[name].append(profile)

    def same_sellers(self, one: Profile) -> Iterator[Profile]:
        """Deals of a seller in common with the same recipient; where nobody is named, of the same countries."""
        for seller in sorted(one.sellers):
            yield from self.by_party[seller, one.recipient][:MOST_LOOKED_AT]
        if not one.sellers and one.supplier and one.recipient:
            yield from self.by_pair[one.supplier, one.recipient, one.sector][:MOST_LOOKED_AT]

    def beside(self, one: Profile) -> Iterator[Profile]:
        """Deals of a seller in common with the same recipient that stand in one document with it."""
        for document in sorted(one.documents):
            for seller in sorted(one.sellers):
                yield from self.by_seller_in[document, seller, one.recipient][:MOST_LOOKED_AT]


def is_near(one: Profile, other: Profile) -> bool:
    """Whether two deals are told by one document, or at one time."""
    if one.documents & other.documents:
        return True
    if one.day and other.day:
        return abs((one.day - other.day).days) <= NEAR_DAYS
    return one.year is not None and one.year == other.year
