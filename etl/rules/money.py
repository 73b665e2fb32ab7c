"""Text -> amounts of money: bounds, currency and qualifier, each with the characters it was read from."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from etl.rules.money_bare import fill_bare
from etl.rules.money_carry import CARRY_REACH, HEAD, LEFT, Carrier
from etl.rules.money_counted import count_in
from etl.rules.money_currency import Currencies
from etl.rules.money_grammar import Grammar
from etl.rules.money_join import Draft, Joiner
from etl.rules.money_mends import mend_decimals, mend_thousandths
from etl.rules.money_number_words import DASHES, ONE
from etl.rules.money_numbers import Atom, is_year
from etl.rules.money_qualify import qualify
from etl.rules.money_refusals import is_equation, is_title, is_weight, refuse
from etl.rules.money_tokens import Piece, to_pieces
from etl.rules.money_told import told_currency
from etl.rules.money_units import Unit, find_units
from etl.rules.money_words import (
    AGAINST,
    AND,
    CURRENCY,
    DIGITS,
    FUNCTION,
    LETTERS,
    MONEY_TABLES,
    RANGE,
    MoneyWords,
)
from etl.rules.numbers import DecimalMark, decimal_mark

__all__ = ["MONEY_TABLES", "Amount", "MoneyWords", "find_amounts"]

Qualifier = Literal["exact", "about", "range", "up_to", "at_least"]

# How far a stretch reaches beyond a hit: qualifiers and lists stand near their amount.
_RIGHT = 96
_EARLIER = 120  # and the verb of a change before that
_LONGEST_STRETCH = 4_000  # what is longer is cut: no sentence is
_LONGEST_UNIT = 1_000
_SHARES = frozenset("%‰°")
_CLOSERS = FUNCTION | AND | RANGE | AGAINST  # no noun that the number counts
_LONGEST_PRICE = 60  # characters of a text that is nothing but a sum
_MOST_BELOW = 30  # amounts of the text below that may be the same sum


@dataclass(frozen=True, slots=True)
class Amount:
    """One sum of money as the text states it. Values are whole currency units.

    `low` is None for up_to, `high` is None for at_least; exact and about have low == high.
    """

    start: int  # the quote: number, scale and currency as printed, both ends of a range
    end: int
    currency: str  # ISO 4217
    is_assumed: bool  # the mark fits several currencies and nothing decided
    low: float | None
    high: float | None
    qualifier: Qualifier = "exact"
    qualifier_start: int | None = None  # where the bounding word before it begins
    is_carried: bool = False  # scale or currency stands at a neighbour
    conversion_of: int | None = None  # index of the amount that it restates in another currency
    is_each: bool = False
    refused: str | None = None  # unit_price, per_share, fx_rate: money, but no sum
    rules: tuple[str, ...] = ()


def find_amounts(
    text: str,
    words: MoneyWords,
    home_currency: str | None = None,
    start: int = 0,
    end: int | None = None,
    bare_currency: str | None = None,
    most: int | None = None,
) -> list[Amount]:
    """Read every amount of text[start:end], in reading order; spans never overlap.

    Args:
        words: The compiled tables.
        home_currency: Currency of the publisher's country: decides "$", "kr", "pound" and the like.
        bare_currency: Currency of scaled numbers that name none ("more than 100 billion" in a column
            of dollars). None: such numbers are read only beside an amount that names one, or in a text
            that tells the currency of all its sums.
        most: Stop after so many amounts. None: read to the end.

    Returns:
        Amounts, the refused ones included; empty where the text states none.
    """
    end = len(text) if end is None else min(end, len(text))
    bare_currency = bare_currency or told_currency(text, words, start, end)
    units = find_units(text, words, start, end)
    reader = _Reader(text, words, home_currency, bare_currency, units, start)
    for low, high, is_backed in _stretches(text, words, start, end, units):
        if not (is_backed or bare_currency is not None or low - start < HEAD):
            continue
        reader.read(low, high)
        if most is not None and len(reader.amounts) >= most:
            return reader.amounts[:most]
    if reader.heads and reader.amounts:
        return reader.with_heads()
    return reader.amounts


def _stretches(
    text: str, words: MoneyWords, start: int, end: int, units: list[Unit]
) -> Iterator[tuple[int, int, bool]]:
    """Merge hits with their surroundings: from, to, and whether a currency stands in or shortly before it."""
    low = high = -1
    has_currency, currency_end = False, -CARRY_REACH
    hits: Iterable[tuple[int, int, bool]] = words.scanner.hits(text, start, end)
    if units:
        hits = heapq.merge(hits, sorted(_parts_of(units)))
    for hit_start, hit_end, is_money in hits:
        if low >= 0 and (hit_start - LEFT > high or hit_end - low > _LONGEST_STRETCH):
            yield low, high, has_currency or low - currency_end < CARRY_REACH
            low = -1
        if low < 0:
            low = max(start, hit_start - LEFT, high if high > 0 else start)
            low = min(low, hit_start)
            has_currency = False
        high = min(end, max(high, hit_end + _RIGHT))
        if is_money:
            has_currency, currency_end = True, hit_end
    if low >= 0:
        yield low, high, has_currency or low - currency_end < CARRY_REACH


def _parts_of(units: list[Unit]) -> Iterator[tuple[int, int, bool]]:
    """Their stretches as hits, none so long that it would be read with every number in it."""
    for unit in units:
        for low in range(unit.start, unit.end, _LONGEST_UNIT):
            yield low, min(low + _LONGEST_UNIT, unit.end), True


class _Reader:
    """Gathers the amounts of one document, stretch by stretch."""

    def __init__(
        self,
        text: str,
        words: MoneyWords,
        home: str | None,
        bare: str | None,
        units: list[Unit],
        start: int = 0,
    ) -> None:
        self.text, self.words, self.home, self.bare, self.units = text, words, home, bare, units
        self.amounts: list[Amount] = []
        self.carrier = Carrier(text, bare)
        self.currencies = Currencies(text, words, home, start)
        self.heads: list[tuple[int, int]] = []  # stretches of the headline that name no currency
        self.read_to = 0
        self._mark: DecimalMark = None
        self._has_mark = False

    def read(self, low: int, high: int) -> None:
        """Read one stretch. Its edges are moved to where no word or number is cut."""
        text = self.text
        while low > 0 and low > self.read_to and text[low - 1].isalnum():
            low -= 1
            if high - low > 2 * _LONGEST_STRETCH:
                break
        limit = min(len(text), high + 40)
        while high < limit and text[high].isalnum() and text[high - 1].isalnum():
            high += 1
        pieces = to_pieces(text, low, high, self.words)
        if not pieces:
            return
        grammar = Grammar(pieces, self.mark)
        atoms = [atom for atom in grammar.atoms() if atom.end - atom.start < _LONGEST_STRETCH]
        atoms = mend_decimals(pieces, atoms)
        if self.units:
            atoms = count_in(self.units, pieces, atoms, text)
        for atom in atoms:
            self._decide(pieces, atom)
        joiner = Joiner(text, pieces, atoms, lambda: to_pieces(text, max(0, low - _EARLIER), low, self.words))
        self.heads += self.carrier.give(pieces, atoms, joiner, self.amounts)
        fill_bare(text, pieces, joiner, self.amounts, self.words.bare)
        drafts = joiner.drafts()
        for draft in drafts:
            qualify(pieces, draft)
            refuse(pieces, draft)
            if draft.conversion_of is not None and is_equation(draft.conversion_of, draft):
                draft.refused = draft.conversion_of.refused = "fx_rate"
        kept = [draft for draft in drafts if draft.start >= self.read_to]
        # Drafts are dropped here: a document of a million amounts must not keep all that they were read from.
        places = {id(draft): n for n, draft in enumerate(kept, len(self.amounts))}
        self.amounts += [self._amount(draft, places) for draft in kept]
        self.read_to = max([self.read_to, *(draft.end for draft in drafts)])

    def with_heads(self) -> list[Amount]:
        """The amounts, with those of a headline that only the text below gives a currency: "Deals for 2.2 billion"."""
        found: list[Amount] = []
        for currency in dict.fromkeys(amount.currency for amount in self.amounts[:_MOST_BELOW]):
            sums: set[float | None] = {None}
            for amount in self.amounts[:_MOST_BELOW]:
                if amount.currency == currency:
                    sums |= {amount.low, amount.high}
            for low, high in self.heads:
                head = _Reader(self.text, self.words, self.home, currency, [])
                head.read(low, min(high, len(self.text)))
                found += [
                    amount
                    for amount in head.amounts
                    if {amount.low, amount.high} <= sums
                    and not any(
                        one.start < amount.end and amount.start < one.end for one in self.amounts + found
                    )
                ]
        if not found:
            return self.amounts
        ordered = sorted(self.amounts + found, key=lambda amount: amount.start)
        places = {amount.start: n for n, amount in enumerate(ordered)}
        return [
            amount
            if amount.conversion_of is None
            else replace(amount, conversion_of=places[self.amounts[amount.conversion_of].start])
            for amount in ordered
        ]

    def mark(self) -> DecimalMark:
        """The document's decimal mark, worked out when first asked for."""
        if not self._has_mark:
            self._mark, self._has_mark = decimal_mark(self.text), True
        return self._mark

    def _decide(self, pieces: list[Piece], atom: Atom) -> None:
        if (
            not atom.candidates
            or not (_meets_needs(pieces, atom) or self._is_all(pieces, atom))
            or is_weight(pieces, atom)
            or is_title(pieces, atom)
        ):
            atom.candidates = ()
            return
        atom.code, atom.is_assumed = self.currencies.decide(atom)
        digits = self.words.minor_digits.get(atom.code, 2)
        if atom.is_minor:
            part = atom.suffix.minor_part if atom.suffix is not None else None
            atom.value *= part if part is not None else ONE.scaleb(-(digits or 2))
        elif digits == 3 and atom.factor is None and self.mark() != ",":
            mend_thousandths(pieces, atom)

    def _is_all(self, pieces: list[Piece], atom: Atom) -> bool:
        """Whether the text is nothing but this number and its mark: then a mark of two letters needs nothing else."""
        mark = pieces[atom.first if atom.prefix is not None else atom.last - 1].text
        if len(self.text) > _LONGEST_PRICE or len(mark) < 2 or (atom.prefix is not None and is_year(atom)):
            return False  # "Euro 2024"
        return not self.text[: atom.start].strip() and not self.text[atom.end :].strip(" \t\n.!?")

    def _amount(self, draft: Draft, places: dict[int, int]) -> Amount:
        """Draft -> amount; a conversion points at its place in the list of all amounts."""
        origin = draft.conversion_of
        if origin is not None and origin.qualifier != "range" and draft.qualifier == "exact":
            draft.qualifier = origin.qualifier
        if origin is not None and draft.qualifier == "about" and origin.qualifier in ("up_to", "at_least"):
            draft.qualifier = origin.qualifier
        low, high = float(draft.low), float(draft.high)
        atom = draft.atom
        rules = ["carried"] if draft.is_carried else ["before" if atom.prefix else "behind"]
        if atom.is_words:
            rules.append("words")
        if draft.is_assumed:
            rules.append("assumed_currency")
        rules += draft.rules
        if draft.refused:
            rules.append(draft.refused)
        return Amount(
            draft.start,
            draft.end,
            draft.code,
            draft.is_assumed,
            None if draft.qualifier == "up_to" else low,
            None if draft.qualifier == "at_least" else high,
            draft.qualifier,  # type: ignore[arg-type]
            draft.qualifier_start if draft.qualifier_start >= 0 else None,
            draft.is_carried,
            places.get(id(origin)) if origin is not None else None,
            draft.is_each,
            draft.refused,
            tuple(f"money:{rule}" for rule in rules),
        )


def _meets_needs(pieces: list[Piece], atom: Atom) -> bool:
    """Whether a mark that is also an ordinary word is backed by the number that it stands at."""
    needs = atom.needs
    if not needs:
        return True
    after = pieces[atom.last] if atom.last < len(pieces) else None
    is_closed = after is None or not after.roles & LETTERS or bool(after.roles & _CLOSERS)
    if atom.prefix is not None and after is not None and after.roles & CURRENCY:
        is_closed = True  # "rmb 10 usd 20"
    if "article" in needs and (
        not is_closed
        or "counted" in needs
        or (after is not None and after.roles & DIGITS)
        or (after is not None and after.text in DASHES and after.start == atom.end)
    ):
        return False
    is_sized = atom.suffix is not None and atom.suffix.unit is not None  # "10 grand": the mark is the scale
    if atom.factor is not None and not is_sized:
        return True
    if "scale" in needs:
        return False
    if "closed" in needs:
        # "ringgit 42" against "the ringgit 42% below" and "in tenge 2025 was"
        return is_closed and not (after is not None and after.text in _SHARES) and not is_year(atom)
    if "alone" in needs:
        return False
    if "strict" in needs:
        return not pieces[atom.number_first].text.isdigit()
    if "grouped" in needs:  # "3 100 р.": in thousands, where a year or a date would have no space
        return atom.value >= 1000 and not pieces[atom.number_first].text.isdigit()
    if "big" in needs and atom.value < 100:
        return False  # "two won contracts": a small number before such a word counts something else
    if "amount" in needs and not is_closed:
        return atom.value >= 100 or not pieces[atom.number_first].text.isdigit()
    return True
