"""What is counted, and how bounds are added: the one rule behind every total.

A deal's columns -> `ok` or the first cause in the rule's order why it is not counted; many pairs of
bounds -> one interval. This module imports the standard library only, so that the pages, which may
import nothing else of `etl` but promises, can add bounds exactly as the build does: a second way to
add would sooner or later show a second total.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

FIRM_ENOUGH = 2  # announced, agreement: below it nobody has committed to anything
CONFIDENCE_FLOOR = 0.3  # a reading less sure than this is listed and not added
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
    for deal, related, relation in links:
        if deal == related or deal not in deals or related not in deals:
            continue
        if relation == "part_of" and deals[related].kind == "package":
            packages.add(related)
        elif relation in ("part_of", "restates"):
            inside.setdefault(deal, set()).add(related)
        elif relation == "replaces":
            inside.setdefault(related, set()).add(deal)
        elif relation == "finances":
            financed.setdefault(deal, set()).add(related)
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
                finances_counted=is_held(financed, name, path),
                is_restatement=is_held(inside, name, path),
            )
        )
        return reasons.setdefault(name, reason)

    def is_held(holders: dict[str, set[str]], name: str, path: tuple[str, ...]) -> bool:
        others = sorted(holders.get(name, set()) - {*path, name})
        return any(settle(other, (*path, name)) == "ok" for other in others)

    for name in sorted(deals):
        settle(name, ())
    return reasons


@dataclass(frozen=True, slots=True)
class IntervalSum:
    """Sum of lower bounds ... sum of upper bounds, with the number of terms whose end is open."""

    low: float = 0.0
    high: float = 0.0
    count: int = 0
    open_low_count: int = 0  # terms without a lower bound: the sum of lows says nothing of them
    open_high_count: int = 0  # terms without an upper bound: the sum is "at least"

    def __add__(self, other: "IntervalSum") -> "IntervalSum":
        return IntervalSum(
            self.low + other.low,
            self.high + other.high,
            self.count + other.count,
            self.open_low_count + other.open_low_count,
            self.open_high_count + other.open_high_count,
        )


def interval_sum(bounds: Iterable[Bounds]) -> IntervalSum:
    """Add (low, high) pairs; a missing end adds nothing and is counted as open.

    An open upper end ("at least 8") still adds its lower bound to the upper sum, so that the
    interval never ends below where it begins. Empty input gives 0 ... 0 of 0 terms.

    >>> interval_sum([(3.0, 5.0), (8.0, None)])
    IntervalSum(low=11.0, high=13.0, count=2, open_low_count=0, open_high_count=1)
    """
    low = high = 0.0
    count = open_low = open_high = 0
    # Sorted, because floats added in another order give another last digit, and builds must agree.
    for first, last in sorted(bounds, key=_order):
        count += 1
        open_low += first is None
        open_high += last is None
        low += first or 0.0
        high += last if last is not None else (first or 0.0)
    return IntervalSum(low, high, count, open_low, open_high)


def _order(bounds: Bounds) -> tuple[float, float]:
    return (bounds[0] if bounds[0] is not None else -1.0, bounds[1] if bounds[1] is not None else -1.0)
