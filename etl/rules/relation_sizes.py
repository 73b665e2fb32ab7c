"""How large one amount of a document is beside another, in any two currencies, and which of them add up."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from etl.records import Figure
from etl.rules.dollars import Dollars
from etl.rules.relation_parts import NEAR, size

# Amounts beside one another: the first that the quotient does not exceed.
STEPS = (
    (1 / 12, "less"),
    (1 / 2.9, "tenth"),
    (0.75, "half"),
    (1.33, "close"),
    (2.9, "double"),
    (12.0, "tenfold"),
)
NEARER = ((0.94, "close under"), (0.985, "near"), (1.015, "equal"), (1.065, "near"), (1.33, "close over"))
CONVERTED_STEPS = (*STEPS[:3], *NEARER, *STEPS[4:])
ALIKE = ("rounded", "close", "half", "double")
CONVERTED_CLOSE = frozenset(f"dollars {name}" for _, name in NEARER)  # one sum, by the rate of another day
CONVERTED_ALIKE = CONVERTED_CLOSE | {"dollars half", "dollars double"}
UNKNOWN = "other money"
TERMS, EXACT = 6, 0.004  # figures on either side that are tried as terms of a sum, and its tolerance


class Sizes:
    """The amounts of one document, compared."""

    def __init__(self, figures: Sequence[Figure], dollars: Dollars) -> None:
        self.figures = figures
        self.in_dollars = [dollars.of(size(one), one.currency, _year(one)) for one in figures]

    def beside(self, number: int, other: int) -> str:
        """How large the first amount is beside the other: `equal`, `half` ...; of two currencies nothing is said."""
        one, there = self.figures[number], self.figures[other]
        if one.currency != there.currency or not size(one) or not size(there):
            return UNKNOWN
        quotient = size(one) / size(there)
        if quotient == 1:
            return "equal"
        return "rounded" if abs(quotient - 1) < NEAR else _step(quotient, STEPS)

    def converted(self, number: int, other: int) -> Iterator[str]:
        """The same of two currencies, where a rate is known: `dollars near` ..."""
        mine, its = self.in_dollars[number], self.in_dollars[other]
        if mine and its and self.figures[number].currency != self.figures[other].currency:
            yield f"dollars {_step(mine / its, CONVERTED_STEPS)}"

    def sums(self, number: int, other: int) -> Iterator[str]:
        """Whether one of two amounts makes the other with one or two more that stand near by."""
        one, there = self.figures[number], self.figures[other]
        if one.currency != there.currency or size(one) == size(there):
            return
        larger = max(size(one), size(there))
        rest = larger - min(size(one), size(there))
        terms = sorted(
            {
                size(figure)
                for figure in self.figures[max(0, number - TERMS) : number + TERMS + 1]
                if figure.currency == one.currency and 0 < size(figure) < larger
            }
            - {size(one), size(there)}
        )
        for count in (1, 2):
            if any(abs(sum(some) - rest) <= EXACT * larger for some in combinations(terms, count)):
                yield f"{'sum of' if size(one) < size(there) else 'is sum of'} {count + 1}"
                return


def _year(figure: Figure) -> int | None:
    return figure.announced_date.year if figure.announced_date else figure.reference_year


def _step(quotient: float, steps: Sequence[tuple[float, str]]) -> str:
    return next((name for most, name in steps if quotient <= most), "more")
