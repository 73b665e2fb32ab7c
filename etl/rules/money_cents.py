"""Minor units of a sum: cents named, cents bare, and hundredths as contracts write them."""

from decimal import Decimal

from etl.rules.money_number_words import DASHES, HUNDRED, ONE
from etl.rules.money_numbers import Atom, NumberReader
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    BETWEEN,
    COMMA,
    CURRENCY,
    DIGITS,
    FROM,
    LETTERS,
    MINOR,
    NUMBER,
    OR,
    RANGE,
    STOP,
)

HUNDREDTH = Decimal("0.01")


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
        """The minor unit of the same sum: "20 dollars and 15 cents", "£5 20p", "20 rupees 43", "2 dollars and a half"."""
        pieces, n = self.pieces, atom.last
        if n >= len(pieces):
            return
        extra = pieces[n].word.extra_number
        if extra is not None and pieces[n].roles & NUMBER and self._is_closed(n + 1):
            atom.value += extra * (atom.factor or ONE)
            atom.mantissa += extra
            atom.last = n + 1
            return
        if atom.factor is not None:
            return
        m = n + 1 if pieces[n].roles & (AND | COMMA) else n
        if m >= len(pieces) or not pieces[m].roles & (DIGITS | NUMBER):
            return
        minor = self.number(m, False)
        if minor is None or minor.value >= HUNDRED or minor.factor:
            return
        last, part = minor.last, HUNDREDTH
        if last + 1 < len(pieces) and pieces[last].roles & ADJECTIVE:
            last += 1
        if last < len(pieces) and pieces[last].roles & MINOR:
            if not any(code in atom.candidates for code in pieces[last].word.minors):
                return
            part = pieces[last].word.minor_part or part
            last += 1
        elif not self._are_bare_cents(atom, minor, m):
            return
        atom.value += minor.value * part
        atom.mantissa, atom.last = atom.value, last

    def _are_bare_cents(self, atom: Atom, minor: Atom, m: int) -> bool:
        """Cents without their name, at the end of what is said: "twenty dollars and forty-three.", "3€50"."""
        pieces, last = self.pieces, minor.last
        is_two = last == m + 1 and pieces[m].text.isdigit() and len(pieces[m].text) == 2
        if not (is_two or minor.is_words) or atom.value != int(atom.value):
            return False
        if is_two and pieces[m].start == pieces[m - 1].end == pieces[m - 1].start + 1:
            # The mark stands where the decimal mark would: nothing else is written so.
            return atom.suffix is not None and self._is_closed(last)
        is_joined = minor.is_words and bool(pieces[atom.last].roles & AND)
        if minor.value < 10 and not is_joined:
            return False
        if pieces[m].start - pieces[m - 1].end != 1 or not self._ends(last, is_joined):
            return False
        if atom.suffix is None and not is_joined:
            # "$20 43" is a sum only where nothing else is said: else a row of a table.
            return m == atom.last and atom.first == 0 and last == len(pieces) and not minor.is_words
        before = pieces[atom.first - 1] if atom.first else None
        return before is None or not before.roles & (BETWEEN | FROM | AND | OR | COMMA | RANGE)

    def _ends(self, n: int, is_joined: bool) -> bool:
        """Whether what is said ends at piece n; behind "and" in words, another "and" may follow."""
        return n >= len(self.pieces) or bool(self.pieces[n].roles & (STOP | AND if is_joined else STOP))

    def _is_closed(self, n: int) -> bool:
        """Whether no word, number or dash stands at piece n."""
        if n >= len(self.pieces):
            return True
        piece = self.pieces[n]
        return piece.text not in DASHES and not piece.roles & (LETTERS | DIGITS)
