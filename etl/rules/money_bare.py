"""Numbers that leave out currency, or scale and currency, because another sum near them has both.

"400 million euros: 150 for roads, 250 for rail"; "not 9.6 but 11.4 billion"; "600 tenge, lorries up to 3,500". What
stands alone may count anything: the words around each number and the sum near it decide, by fitted weights.
"""

from collections.abc import Sequence
from decimal import Decimal

from etl.rules.bare_choice import BareWeights
from etl.rules.bare_evidence import Page, Source, has_scale
from etl.rules.money_carry import Money
from etl.rules.money_grammar import is_vague
from etl.rules.money_join import Joiner, ends_sentence, is_length, is_of_money, speak_of_people
from etl.rules.money_numbers import Atom, is_year
from etl.rules.money_ranges import is_like
from etl.rules.money_tokens import Piece
from etl.rules.money_words import COMMA, FLOW, STOP

_BACK, _AHEAD = 8, 4  # numbers before and behind one among which the sum is looked for
_WRITTEN_OUT = 1000  # a number as large as this needs no scale
_REACH = 1400  # characters from an amount to a scaled number that shares its currency
_LONGEST_LABEL = 5  # pieces
_MOST_PARTS = 12
_EXACTLY = Decimal("0.01")  # parts that add up to their sum may be rounded by this share
_SHARED = ("range", "and", "or", "comma", "slash")
_VERB_LAST = ("tr",)  # languages in which no verb follows a number
_SHARES = frozenset("%‰°")


def fill_bare(
    text: str, pieces: list[Piece], joiner: Joiner, before: Sequence[Money], weights: BareWeights
) -> None:
    """Join ranges and lists, and give the numbers that name no unit that of a sum near them, where they are money."""
    page = Page(text, pieces, joiner.atoms)
    _fill(page, joiner, before, weights, is_scaled=True)
    joiner.share()
    if _fill(page, joiner, before, weights, is_scaled=False):
        joiner.join_ranges()


def _fill(
    page: Page, joiner: Joiner, before: Sequence[Money], weights: BareWeights, *, is_scaled: bool
) -> bool:
    atoms = page.atoms
    asked = [
        n
        for n, one in enumerate(atoms)
        if not one.code and has_scale(one) == is_scaled and _may_be_sum(page.pieces, joiner, n)
    ]
    parts = _parts(page) if asked and not is_scaled else frozenset()
    is_filled = False
    for n in asked:
        source = _source(page, n, before)
        if source is None:
            continue
        if weights.is_money(atoms[n].start, page.told(n, source, n in parts)) or _goes_on(page, n):
            _take(atoms[n], source, atoms)
            is_filled = True
    return is_filled


def _may_be_sum(pieces: list[Piece], joiner: Joiner, n: int) -> bool:
    """Whether a number may be one of money: no year, no share, no part of a name, and no end of what the joiner shares."""
    one, atoms = joiner.atoms[n], joiner.atoms
    if one.candidates or is_year(one) or is_vague(pieces, one.first) or is_length(pieces, one, atoms):
        return False
    if one.is_words and not has_scale(one):
        return False
    if _counts_plainly(pieces, joiner, one):
        return False
    if has_scale(one) and n + 1 < len(atoms) and atoms[n + 1].code and joiner.joins[n] in _SHARED:
        return False
    if _is_labelled(pieces, one.first):
        return False
    before = pieces[one.first - 1] if one.first else None
    after = pieces[one.last] if one.last < len(pieces) else None
    if after is not None and after.text in _SHARES:
        return False
    return before is None or before.end < one.start or not before.text[0].isalnum()


def _goes_on(page: Page, n: int) -> bool:
    """Whether a number goes on a series of labels, each with its own sentence: "Italian: 1.4. Greek: 0.3."."""
    if not n:
        return False
    one, two = page.atoms[n], page.atoms[n - 1]
    pieces, between = page.pieces, one.first - two.last
    is_series = two.is_carried and bool(two.code) and one.first > 0 < two.first and between <= _LONGEST_LABEL
    if not is_series or not (_is_decimal(one) and _is_decimal(two)):
        return False
    is_labelled = pieces[one.first - 1].text == pieces[two.first - 1].text == ":"
    is_ended = one.last == len(pieces) or ends_sentence(pieces[one.last])
    return is_labelled and is_ended and page.sentences(two.last, one.first) == 1


def _is_labelled(pieces: list[Piece], first: int) -> bool:
    """Whether a label of people or pieces stands before a number: "Staff: 412"."""
    if first < 2 or pieces[first - 1].text != ":":
        return False
    return speak_of_people(pieces[max(0, first - 1 - _LONGEST_LABEL) : first - 1], STOP | COMMA | FLOW)


def _counts_plainly(pieces: list[Piece], joiner: Joiner, one: Atom) -> bool:
    """Whether a scaled number counts the noun behind it; where a verb may follow it, the weights decide."""
    if one.factor is None or not joiner.counts_things(one.last) or is_of_money(pieces, one):
        return False
    return joiner.is_of_things(one.last) or pieces[one.last - 1].word.scale_language in _VERB_LAST


def _source(page: Page, n: int, before: Sequence[Money]) -> Source | None:
    """The sum whose unit a number would share: of its sentence and printed like it, if there is one."""
    atoms, one = page.atoms, page.atoms[n]
    behind = [m for m in range(n - 1, max(-1, n - 1 - _BACK), -1) if atoms[m].code]
    ahead = [m for m in range(n + 1, min(n + 1 + _AHEAD, len(atoms))) if atoms[m].code]
    ahead = [m for m in ahead if not page.sentences(one.last, atoms[m].first)]
    same = [m for m in behind if not page.sentences(atoms[m].last, one.first)]
    near = [*same, *ahead, *behind]
    for m in [*(m for m in near if is_like(one, atoms[m])), *near]:
        return Source(atoms[m].code, atoms[m].is_assumed, atoms[m].end, m)
    if not has_scale(one) or not before or one.start - before[-1].end > _REACH:
        return None
    return Source(before[-1].currency, before[-1].is_assumed, before[-1].end)


def _take(one: Atom, source: Source, atoms: list[Atom]) -> None:
    if source.place is not None and not has_scale(one):
        two = atoms[source.place]
        if two.factor is not None and (one.mantissa < _WRITTEN_OUT or is_like(one, two)):
            one.factor, one.value = two.factor, one.mantissa * two.factor
        elif two.is_minor and two.mantissa:
            one.value, one.is_minor = one.mantissa * two.value / two.mantissa, True
    one.code, one.is_assumed, one.is_carried = source.code, source.is_assumed, True


def _parts(page: Page) -> frozenset[int]:
    """The bare numbers behind a sum, in its sentence, that add up to it."""
    found: set[int] = set()
    atoms = page.atoms
    for n, whole in enumerate(atoms):
        if not whole.code or whole.is_words or not whole.mantissa:
            continue
        behind: list[int] = []
        for m in range(n + 1, min(n + 1 + 2 * _MOST_PARTS, len(atoms))):
            one = atoms[m]
            if one.code or has_scale(one) or page.sentences(whole.last, one.first):
                break
            if not is_year(one) and one.mantissa < whole.mantissa:
                behind.append(m)
        for chosen in (behind, [m for m in behind if _is_decimal(atoms[m])]):
            added = sum((atoms[m].mantissa for m in chosen), Decimal(0))
            if len(chosen) > 1 and abs(added - whole.mantissa) <= whole.mantissa * _EXACTLY:
                found.update(chosen)
    return frozenset(found)


def _is_decimal(atom: Atom) -> bool:
    """Whether decimals are printed."""
    exponent = atom.mantissa.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0
