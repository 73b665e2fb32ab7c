"""Minor units of a sum: cents named, cents bare, and hundredths as contracts write them."""

from decimal import Decimal

from etl.rules.money_number_words import HUNDRED
from etl.rules.money_numbers import Atom, NumberReader
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    BETWEEN,
    COMMA,
    CURRENCY,
    DIGITS,
    FROM,
    MINOR,
    NUMBER,
    OR,
    RANGE,
    STOP,
)


class Cents(NumberReader):
    """Adds what is smaller than the unit to a number that has its currency."""

    __slots__ = ()

    def hundredths(self, atom: Atom) -> int:
        """Cents as cheques and contracts write them, "Fifty Thousand and 25/100 Dollars"; where the name then stands."""
        pieces, n = self.pieces, atom.last
        if (
            n + 4 >= len(pieces)
            or not pieces[n].roles & AND
            or not pieces[n + 4].roles & (CURRENCY | ADJECTIVE)
        ):
            return n
        part, bar, whole = pieces[n + 1 : n + 4]
        is_none = part.text.lower() in ("no", "xx")
        if (
            bar.text != "/"
            or whole.text != "100"
            or not (is_none or (part.text.isdigit() and len(part.text) == 2))
        ):
            return n
        atom.value += 0 if is_none else Decimal(int(part.text)) / HUNDRED
        return n + 4

    def cents(self, atom: Atom) -> None:
        """The minor unit of the same sum: "20 dollars and 15 cents", "£5 20p", "20 rupees 43"."""
        pieces, n = self.pieces, atom.last
        if atom.factor is not None or n >= len(pieces):
            return
        m = n + 1 if pieces[n].roles & (AND | COMMA) else n
        if m >= len(pieces) or not pieces[m].roles & (DIGITS | NUMBER):
            return
        minor = self.number(m, False)
        if minor is None or minor.value >= HUNDRED or minor.factor:
            return
        last = minor.last
        if last + 1 < len(pieces) and pieces[last].roles & ADJECTIVE:
            last += 1
        if last < len(pieces) and pieces[last].roles & MINOR:
            if not any(code in atom.candidates for code in pieces[last].word.minors):
                return
            last += 1
        elif not self._are_bare_cents(atom, minor, m):
            return
        atom.value += minor.value / HUNDRED
        atom.mantissa, atom.last = atom.value, last

    def _are_bare_cents(self, atom: Atom, minor: Atom, m: int) -> bool:
        """Cents without their name, at the end of what is said: "twenty dollars and forty-three." """
        pieces, last = self.pieces, minor.last
        is_two = minor.is_words or (last == m + 1 and pieces[m].text.isdigit() and len(pieces[m].text) == 2)
        if not is_two or minor.value < 10 or atom.value != int(atom.value):
            return False
        if pieces[m].start - pieces[m - 1].end != 1 or (last < len(pieces) and not pieces[last].roles & STOP):
            return False
        if atom.suffix is None:  # "$20 43" is a sum only where nothing else is said: else a row of a table
            return m == atom.last and atom.first == 0 and last == len(pieces) and not minor.is_words
        before = pieces[atom.first - 1] if atom.first else None
        return before is None or not before.roles & (BETWEEN | FROM | AND | OR | COMMA | RANGE)
