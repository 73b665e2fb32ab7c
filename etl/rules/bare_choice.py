"""Whether a number without a unit is money, by weights fitted to labelled passages (`bench/fit_bare.py`)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Row = Mapping[str, str]


@dataclass(frozen=True)
class BareWeights:
    """Evidence -> what it adds, in logits."""

    weights: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Row]) -> "BareWeights":
        """Build from the table bare_weights; without rows no number is money that names no unit."""
        return cls({row["evidence"]: float(row["weight"]) for row in rows})

    def is_money(self, at: int, evidence: Iterable[str]) -> bool:
        """Whether what speaks for it outweighs what speaks against it.

        Args:
            at: Where the number begins; it tells numbers apart for whoever collects their evidence.
            evidence: What `bare_evidence.told` says of it.
        """
        return sum([self.weights.get(name, 0.0) for name in evidence]) > 0
