"""Tables whose currency stands in one cell -> the other cells that it counts.

In "Cost | USD 600 mn" the first sum of a column names it for those below; a column headed "Currency" names it for the
sums of each row. What stands under "Population" or "Share, %" in such a table counts something else.
"""

from collections.abc import Iterator

from etl.rules.money_cells import Span, cells_of, is_blank, is_of_years, is_rule, is_sum, lines_of_cells
from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import CURRENCY, FLOW, LABEL, PEOPLE, SCALE, TIME, UNIT, WEIGHT, MoneyWords

_SHARES = "%‰"
_BARS = ("|", "\t")

Counted = tuple[Span, tuple[str, ...]]  # a cell and its currencies; none: it counts no money


def find_columns(text: str, words: MoneyWords, start: int, end: int) -> Iterator[Counted]:
    """The cells whose currency another cell of their table names, and those of its columns that count no money."""
    if not any(bar in text for bar in _BARS):
        return
    for lines in lines_of_cells(text, start, end):
        rows = [cells_of(text, *line) for line in lines if not is_rule(text, *line)]
        if len(rows) > 1 and not any(is_sum(text, c, words) and not is_of_years(text, c) for c in rows[0]):
            yield from _Table(text, words, rows).counted()


class _Table:
    def __init__(self, text: str, words: MoneyWords, rows: list[list[Span]]) -> None:
        self.text, self.words, self.head, self.rows = text, words, rows[0], rows[1:]

    def counted(self) -> Iterator[Counted]:
        columns = range(len(self.head))
        found = [one for n in columns for one in self._below_the_first(n)] or list(self._beside_currency())
        yield from found
        for n in columns:
            if found and self._counts_other(n):
                yield from ((row[n], ()) for row in self.rows if n < len(row) and self._is_bare(row[n]))

    def _below_the_first(self, n: int) -> Iterator[Counted]:
        """The sums below the first one of a column, which names the currency; each has a scale where that one has."""
        if n >= len(self.rows[0]):
            return
        first = self._roles(self.rows[0][n])
        if not first & CURRENCY or not is_sum(self.text, self.rows[0][n], self.words):
            return
        if self._counts_other(n) or (len(self.head) == 2 and not self._roles(self.head[n]) & FLOW):
            return
        below = [row[n] for row in self.rows[1:] if n < len(row) and not is_blank(self.text, row[n])]
        if all(is_sum(self.text, cell, self.words) for cell in below):
            currencies = self._currencies(self.rows[0][n])
            for cell in below:
                roles = self._roles(cell)
                if not roles & CURRENCY and (roles & SCALE or not first & SCALE):
                    yield cell, currencies

    def _beside_currency(self) -> Iterator[Counted]:
        """The sums of the rows of a table that has a column of currencies."""
        columns = range(len(self.head))
        at = next((n for n in columns if self._roles(self.head[n]) & LABEL), None)
        if at is None:
            return
        sums = [
            n for n in columns if n != at and self._roles(self.head[n]) & FLOW and not self._counts_other(n)
        ]
        for row in self.rows:
            currencies = self._currencies(row[at]) if at < len(row) else ()
            for n, cell in enumerate(row):
                if currencies and self._is_bare(cell) and (n in sums or self._is_named(n)):
                    yield cell, currencies if n in sums else ()

    def _counts_other(self, n: int) -> bool:
        """Whether the head of a column speaks of a share, a time, people or pieces, and of no money."""
        if n >= len(self.head):
            return False
        low, high = self.head[n]
        roles = self._roles(self.head[n])
        is_share = any(sign in self.text[low:high] for sign in _SHARES)
        return is_share or (bool(roles & (PEOPLE | TIME | UNIT | WEIGHT)) and not roles & (FLOW | CURRENCY))

    def _is_named(self, n: int) -> bool:
        """Whether the head of a column says what it holds, and not only of which year."""
        return n < len(self.head) and any(map(str.isalpha, self.text[slice(*self.head[n])]))

    def _is_bare(self, cell: Span) -> bool:
        return is_sum(self.text, cell, self.words) and not self._roles(cell) & CURRENCY

    def _roles(self, cell: Span) -> int:
        roles = 0
        for piece in to_pieces(self.text, *cell, self.words):
            roles |= piece.roles
        return roles

    def _currencies(self, cell: Span) -> tuple[str, ...]:
        pieces = to_pieces(self.text, *cell, self.words)
        return next((piece.word.currencies for piece in pieces if piece.roles & CURRENCY), ())
