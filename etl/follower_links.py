"""Deals whose subject says that they extend or replace an earlier one -> that one."""

from collections.abc import Iterator, Mapping
from datetime import date

from etl.link_index import LinkIndex
from etl.structure import Link


def find_followers(index: LinkIndex, words: Mapping[str, frozenset[str]]) -> Iterator[Link]:
    """Deals whose subject says that they extend or replace an earlier one of the same parties."""
    for relation, cues in (
        ("extends", words.get("option_subject")),
        ("replaces", words.get("replace_subject")),
    ):
        for later in index.all:
            if not cues or later.words.isdisjoint(cues):
                continue
            earlier = [
                other
                for other in index.same_sellers(later)
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
