"""What is counted, and how bounds are added: the one rule behind every total.

A deal's columns -> `ok` or the first cause in the rule's order why it is not counted; many pairs of
bounds -> one interval. This module imports the standard library only, so that the pages, which may
import nothing else of `etl` but promises, can add bounds exactly as the build does: a second way to
add would sooner or later show a second total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import fsum

FIRM_ENOUGH = 2  # announced, agreement: below it nobody has committed to anything
CONFIDENCE_FLOOR = 0.2  # a reading less sure than this is listed and not added
OFF = frozenset({"suspended", "cancelled"})

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Countable:
    """The columns of one deal that the rule looks at, and nothing else."""

    kind: str  # deal or package
    status: str | None
    firmness: int
    value_low: float | None  # in the original currency: a missing rate does not change what a deal is
    value_high: float | None
    has_items: bool = False  # other deals are part of it
    finances_counted: bool = False  # it is money for a deal that is counted itself
    is_restatement: bool = False  # its money already stands in another counted deal
    confidence: float = 1.0


def countable_reason(deal: Countable) -> str:
    """Name the first cause why a deal is not counted, in the order of schema.COUNTABLE_REASONS; else `ok`.

    >>> countable_reason(Countable("deal", "contract", 3, 4.2e9, 4.2e9))
    'ok'
    >>> countable_reason(Countable("deal", "announced", 2, None, 3.7e9))
    'ceiling_only'
    """
    causes = (
        ("no_amount", deal.value_low is None and deal.value_high is None),
        ("ceiling_only", deal.value_low is None),
        ("cancelled_or_suspended", deal.status in OFF),
        ("below_firmness", deal.firmness < FIRM_ENOUGH),
        ("umbrella_parent", deal.kind == "package" and deal.has_items),
        ("package_not_itemised", deal.kind == "package"),
        ("finances_other", deal.finances_counted),
        ("restatement", deal.is_restatement),
        ("low_confidence", deal.confidence < CONFIDENCE_FLOOR),
    )
    return next((reason for reason, holds in causes if holds), "ok")


Link = tuple[str, str, str]  # deal id, related deal id, relation


def countable_reasons(deals: Mapping[str, Countable], links: Iterable[Link]) -> dict[str, str]:
    """The reason of every deal, from its own columns and the published links between deals.

    A package's items stand for it. A deal's own parts, a restatement and a replaced deal are left
    out only where the deal that already holds their money is counted; so is financing. Links
    between uncounted deals change nothing, and of two deals that point at each other one stays.
    """
    packages: set[str] = set()
    inside: dict[str, set[str]] = {}
    financed: dict[str, set[str]] = {}
    wholes: dict[str, set[str]] = {}
    for deal, related, relation in links:
        if deal == related or deal not in deals or related not in deals:
            continue
        if relation == "part_of":
            wholes.setdefault(deal, set()).add(related)
        if relation == "part_of" and deals[related].kind == "package":
            packages.add(related)
        elif relation in ("part_of", "restates"):
            inside.setdefault(deal, set()).add(related)
        elif relation == "replaces":
            inside.setdefault(related, set()).add(deal)
        elif relation == "finances":
            financed.setdefault(deal, set()).add(related)
    for part in wholes:
        # What a loan pays for, each of its tranches pays for.
        paid: set[str] = set().union(*(financed.get(whole, set()) for whole in with_wholes(part, wholes)))
        if paid:
            financed.setdefault(part, set()).update(paid)
    surest: dict[str, float] = {}  # project -> how sure the surest money for it is
    for loan, projects in financed.items():
        for project in projects:
            surest[project] = max(surest.get(project, 0.0), deals[loan].confidence)
    vouched = {name: sure for name, sure in surest.items() if name in deals and sure > deals[name].confidence}
    deals = {**deals, **{name: replace(deals[name], confidence=sure) for name, sure in vouched.items()}}
    alone = {
        name: countable_reason(replace(deal, has_items=name in packages)) for name, deal in deals.items()
    }
    reasons: dict[str, str] = {}

    def settle(name: str, path: tuple[str, ...]) -> str:
        if name in reasons or alone[name] != "ok":
            return reasons.setdefault(name, alone[name])
        reason = countable_reason(
            replace(
                deals[name],
                has_items=name in packages,
                finances_counted=is_paid_for(name, path),
                is_restatement=is_held(inside, name, path),
            )
        )
        return reasons.setdefault(name, reason)

    def is_held(holders: dict[str, set[str]], name: str, path: tuple[str, ...]) -> bool:
        others = sorted(holders.get(name, set()) - {*path, name})
        return any(settle(other, (*path, name)) == "ok" for other in others)

    def is_paid_for(name: str, path: tuple[str, ...]) -> bool:
        """Whether it is money for a deal that is counted, itself or within the deal that holds its money."""
        projects = financed.get(name, set())
        return is_held(financed, name, path) or any(
            is_held(inside, project, (*path, name)) for project in sorted(projects - {*path, name})
        )

    for name in sorted(deals):
        settle(name, ())
    return reasons


def with_wholes(deal: str, wholes: Mapping[str, set[str]]) -> set[str]:
    """The deal and everything that it is a part of."""
    seen, waiting = {deal}, [deal]
    while waiting:
        for whole in wholes.get(waiting.pop(), ()):
            if whole not in seen:
                seen.add(whole)
                waiting.append(whole)
    return seen


@dataclass(frozen=True, slots=True)
class IntervalSum:
    """Sum of lower bounds ... sum of upper bounds, with the number of terms whose end is open."""

    low: float = 0.0  # sum of the lower bounds that exist
    high: float = 0.0  # sum of the upper bounds that exist
    count: int = 0
    open_low_count: int = 0  # terms without a lower bound: `low` says nothing of them
    open_high_count: int = 0  # terms without an upper bound: the sum is "at least"
    open_ended_low: float = 0.0  # of `low`, what comes from terms without an upper bound

    @property
    def reach(self) -> float:
        """The upper end to draw: an open term reaches at least its own lower bound, so never below `low`."""
        return self.high + self.open_ended_low

    def __add__(self, other: "IntervalSum") -> "IntervalSum":
        return IntervalSum(
            self.low + other.low,
            self.high + other.high,
            self.count + other.count,
            self.open_low_count + other.open_low_count,
            self.open_high_count + other.open_high_count,
            self.open_ended_low + other.open_ended_low,
        )


def interval_sum(bounds: Iterable[Bounds]) -> IntervalSum:
    """Add (low, high) pairs; a missing end adds nothing and is counted as open. Empty input: 0 of 0 terms.

    The result does not depend on the order of the terms, to the last digit.

    >>> total = interval_sum([(3.0, 5.0), (8.0, None)])
    >>> total.low, total.high, total.open_high_count, total.reach
    (11.0, 5.0, 1, 13.0)
    """
    terms = list(bounds)
    lows = [low for low, _ in terms if low is not None]
    highs = [high for _, high in terms if high is not None]
    # fsum is exact, so that two builds agree however their deals were ordered.
    return IntervalSum(
        fsum(lows),
        fsum(highs),
        len(terms),
        len(terms) - len(lows),
        len(terms) - len(highs),
        fsum(low for low, high in terms if low is not None and high is None),
    )
