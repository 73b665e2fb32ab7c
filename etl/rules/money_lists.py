"""Atoms that share what is said once: the scale or the currency of a list."""

from decimal import Decimal

from etl.rules.money_numbers import Atom, is_year
from etl.rules.money_ranges import THOUSAND, Ranges, is_suspended
from etl.rules.money_words import AND, COMMA, DIGITS, SCALE


class Lists(Ranges):
    """Shares scale and currency along a list."""

    __slots__ = ()

    def share_lists(self, ranged: dict[int, str]) -> None:
        atoms = self.atoms
        # From the right: "3.1, 4.2 and 5 billion euros", "13.2 and 11 billion dollars"
        has_and = False
        for n in range(len(atoms) - 2, -1, -1):
            one, two, join = atoms[n], atoms[n + 1], self.joins[n]
            if n in ranged or join not in ("comma", "and", "slash"):
                has_and = False
                continue
            has_and = has_and or join == "and"
            if not two.code:
                continue
            if one.code:
                if (
                    one.factor is None
                    and two.factor
                    and has_and
                    and one.prefix
                    and two.prefix
                    and one.code == two.code
                ):
                    self._take(one, two, one.mantissa < THOUSAND and not self._has_cents(one))
                continue
            if two.prefix is not None:
                continue
            if one.factor is None and two.factor is not None:
                if join == "comma" and not has_and:
                    self._spaced_decimal(n)
                    continue
                is_large = two.mantissa >= THOUSAND and not is_year(one)  # "3,118, 2,974 and 3,345 million"
                if has_and and (one.mantissa < THOUSAND or is_large) and not one.is_words:
                    self._take(one, two, True)
            elif (one.factor is not None and two.factor is not None and has_and) or (
                (
                    one.factor is None
                    and has_and
                    and join != "slash"
                    and one.mantissa * 100 >= two.mantissa
                    and not one.is_words
                )
                and (
                    (two.suffix is not None and not self.is_label(one.first)) or (has_and and len(atoms) > 2)
                )
            ):
                self._take(one, two, False)
        # From the left: "$3.1, 4.2 and 5 billion"
        n = 0
        while n < len(atoms) - 1:
            if atoms[n].code and atoms[n].prefix and atoms[n].factor is None and n not in ranged:
                m = n
                while (
                    m < len(atoms) - 1 and self.joins[m] in ("comma", "and") and not atoms[m + 1].candidates
                ):
                    m += 1
                    if self.pieces[atoms[m].number_last - 1].roles & SCALE:
                        break
                last = atoms[m]
                is_hyphened = is_suspended(
                    self.pieces, atoms[n]
                )  # then the noun behind is what costs as much
                is_sum = is_hyphened or not self.counts_things(last.last)
                if m > n and last.factor and self.joins[m - 1] == "and" and is_sum:
                    for atom in atoms[n:m]:
                        if atom.mantissa < THOUSAND:
                            self._take(atom, last, True)
                    for atom in atoms[n + 1 : m + 1]:
                        self._carry(atom, atoms[n])
                    n = m
            n += 1

    def _has_cents(self, atom: Atom) -> bool:
        exponent = atom.mantissa.as_tuple().exponent
        return isinstance(exponent, int) and exponent == -2

    def _take(self, one: Atom, two: Atom, with_scale: bool) -> None:
        if with_scale and one.factor is None and two.factor is not None:
            one.value, one.factor = one.mantissa * two.factor, two.factor
            one.is_carried = True
        if not one.code and two.code:
            self._carry(one, two)

    def _carry(self, one: Atom, two: Atom) -> None:
        one.code, one.is_assumed, one.kind, one.is_carried = two.code, two.is_assumed, two.kind, True
        if two.is_minor and not one.is_minor and one.factor is None:
            one.value, one.is_minor = one.value * two.value / two.mantissa, True  # "5, 10 and 20 cents"

    def _spaced_decimal(self, n: int) -> None:
        """A decimal comma with a stray space: "1, 2 miliardi". A list of two would say "and"."""
        one, two = self.atoms[n], self.atoms[n + 1]
        before = self.pieces[one.first - 1] if one.first else None
        is_listed = (before is not None and bool(before.roles & (COMMA | AND | DIGITS))) or (
            n > 0 and self.joins[n - 1] == "comma"
        )
        if (
            is_listed
            or two.factor is None
            or one.is_words
            or two.is_words
            or one.last - one.first != 1
            or (self.is_label(one.first) and one.mantissa > 99)
        ):
            return
        tail = self.pieces[two.number_first].text
        if not tail.isdigit() or len(tail) > 2 or not self.pieces[one.first].text.isdigit():
            return
        two.mantissa = one.mantissa + Decimal(int(tail)).scaleb(-len(tail))
        two.value = two.mantissa * two.factor
        two.first, two.start = one.first, one.start
