"""The balance of one figure: how much speaks for each country on each side."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

# Kinds that two whole countries stand behind: a side may be found far from the amount.
BILATERAL = frozenset({"package", "investment_stock", "investment_flow", "target"})
SURE = 0.5  # the weight at which one party alone puts its country on a side
LEAST = 0.1  # a country with less weight is not on a side
# On which side of the words the supplier and the recipient stand.
WEAK = frozenset({"", "place", "context", "pair", "dateline", "host", "home_of_two"})
LIST = re.compile(r"^(?:,|,?\s(?:and|и|&|y|et|und|ve))\s(?:the\s)?(?:\w+['’]s\s)?$")


@dataclass(slots=True)
class Balance:
    """Weights gathered for each country on each side."""

    supply: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    receive: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    rules: list[str] = field(default_factory=list)
    told: dict[tuple[str, str], float] = field(default_factory=dict)  # what words of direction alone say
    receivers: set[str] = field(
        default_factory=set
    )  # names that words of direction put on the receiving side
    worded: dict[tuple[str, str], float] = field(
        default_factory=dict
    )  # the same without what parties usually are
    # Names whose usual role says nothing here: who sells a firm or shares, and an airline that buys one.
    out_of_role: set[str] = field(default_factory=set)
    is_own: bool = False
    is_state_paying: bool = False  # a government is the subject of a verb of giving
    is_multilateral: bool = False
    is_settled: bool = False  # said too plainly to be weighed against anything else
    is_many_sided: bool = False  # "foreign investors", "120 countries": no single country supplies
    is_route: bool = False  # the thing runs through several countries
    many: dict[str, set[str]] = field(default_factory=lambda: {"supply": set(), "receive": set()})
    # (side, country, what spoke) -> weight: "buys", "place", "usual_role"
    parts: dict[tuple[str, str, str], float] = field(default_factory=lambda: defaultdict(float))
    _who: dict[str, dict[str, set[int]]] = field(default_factory=lambda: {"supply": {}, "receive": {}})

    def add(self, side: str, code: str | None, weight: float, rule: str = "", who: int = 0) -> None:
        """Put weight on a side; a party of unknown country weighs nothing."""
        if code is None or not weight:
            return
        if who and weight >= SURE:
            self._who[side].setdefault(code, set()).add(who)
        (self.supply if side == "supply" else self.receive)[code] += weight
        self.parts[side, code, rule.partition(":")[0] or "nearness"] += weight
        if rule not in WEAK:
            self.told[side, code] = self.told.get((side, code), 0.0) + weight
        if ":" in rule:
            self.worded[side, code] = self.worded.get((side, code), 0.0) + weight
        if rule and rule not in self.rules:
            self.rules.append(rule)

    def has_many(self, side: str, code: str | None) -> bool:
        """Whether a country is one of several that share the side."""
        return code is not None and code in self.many[side]

    def is_both_sided(self, code: str) -> bool:
        """Whether two different parties put one country on both sides."""
        suppliers, recipients = self._who["supply"].get(code, set()), self._who["receive"].get(code, set())
        return bool(suppliers and recipients) and len(suppliers | recipients) > 1


def top(weights: dict[str, float], without: str | None = None) -> str | None:
    """The country with the most weight; None where none weighs enough."""
    best, most = None, LEAST
    for code, weight in weights.items():
        if code != without and (weight > most or (best is None and weight == most)):
            best, most = code, weight
    return best
