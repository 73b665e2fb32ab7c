"""Deals -> links between them that no document states in so many words, each with its reason.

Part of a package, money for a project, a second wording, an extension: worked out from parties,
countries, sums and words of the subject. Deals are looked up by key, never each with each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from etl.coder import Coder
from etl.deals import Merge
from etl.follower_links import find_followers
from etl.link_index import LinkIndex
from etl.money_links import find_projects
from etl.package_links import find_items
from etl.part_links import find_instalments, find_parts_of_totals, find_shares, find_terms
from etl.profiles import to_profile
from etl.references import References
from etl.reports import Report
from etl.structure import Link
from etl.wording_links import find_second_wordings


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
    index = LinkIndex(profiles.values())
    placed = frozenset(deal for deal, _ in known)
    totals = references.words.get("total_subject", frozenset())
    for link in (
        *find_second_wordings(doubts, deal_of, profiles),
        *find_items(index, placed),
        *find_terms(index),
        *find_instalments(index, placed),
        *find_parts_of_totals(index, totals),
        *find_shares(index, references.words.get("part_subject", frozenset()), totals),
        *find_projects(index, placed),
        *find_followers(index, references.words),
    ):
        if (link.deal_id, link.related_deal_id) not in known and (
            link.related_deal_id,
            link.deal_id,
        ) not in known:
            yield link
