"""Drafts that are money but no sum of a deal: prices per unit or share, exchange rates, weights in pounds."""

from etl.rules.money_join import Draft
from etl.rules.money_numbers import YEAR, Atom
from etl.rules.money_tokens import CAPITAL, Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AFTER,
    AGAINST,
    CURRENCY,
    DATED,
    DIGITS,
    EACH,
    FUNCTION,
    LETTERS,
    NUMBER,
    PER,
    RATE,
    SCALE,
    SLASH,
    STOP,
    TIME,
    UNIT,
    WEIGHT,
)

_FREE_PER = frozenset(["per", "pro", "/"])
_RATE_REACH = 10


def refuse(pieces: list[Piece], draft: Draft) -> None:
    """Set `refused` to unit_price, per_share or fx_rate where the words around say so; and `is_each`."""
    n, count = draft.last, len(pieces)
    while n < count and pieces[n].roles & AFTER:
        n += 1
    if n + 1 < count and pieces[n].text == "-" and pieces[n + 1].roles & PER:
        n += 1  # "$50-a-barrel"
    if _is_pair(pieces, draft):
        draft.refused = "fx_rate"
        return
    if n < count:
        piece = pieces[n]
        if piece.roles & EACH:
            draft.is_each = True
            draft.rules.append("each")
        if (
            n + 1 < count
            and piece.roles & AGAINST
            and _is_rate_target(pieces, n + 1)
            and draft.atom.factor is None
        ):
            draft.refused = "fx_rate"
            return
        if piece.roles & (PER | SLASH):
            draft.refused = _unit(pieces, n, draft)
            if draft.refused:
                return
    if draft.atom.factor is None and draft.qualifier != "range" and _is_rate(pieces, draft):
        draft.refused = "fx_rate"


def _unit(pieces: list[Piece], n: int, draft: Draft) -> str | None:
    mark = pieces[n].text.lower()
    m = n + 1
    if m + 1 < len(pieces) and pieces[m].text == "-" and pieces[m + 1].roles & UNIT:
        m += 1
    if m < len(pieces) and pieces[m].roles & DIGITS:
        m += 1
        if m < len(pieces) and pieces[m].roles & UNIT:
            return pieces[m].word.reason or "unit_price"
        return None
    while m < len(pieces) and pieces[m].roles & ADJECTIVE:
        m += 1
    if m >= len(pieces):
        return None
    after = pieces[m]
    if after.roles & UNIT:
        is_code = mark == "/" and after.start != pieces[n].end
        return None if is_code else after.word.reason or "unit_price"
    if (
        m + 1 < len(pieces)
        and pieces[m + 1].roles & UNIT
        and mark in ("per", "a", "an")
        and after.roles & LETTERS
        and not after.roles & FUNCTION
    ):
        return pieces[m + 1].word.reason or "unit_price"
    if mark not in _FREE_PER or after.roles & (TIME | FUNCTION | CURRENCY | DIGITS | STOP | SCALE | NUMBER):
        return None
    if not after.roles & LETTERS or after.text.lower() in ("cent", "annum", "the"):
        return None
    return "unit_price" if mark == "per" or draft.atom.factor is None else None


def _is_pair(pieces: list[Piece], draft: Draft) -> bool:
    """A quoted pair of currencies: "EUR/USD 1.08"."""
    n = draft.first
    is_quoted = n > 1 and pieces[n - 1].text == "/" and pieces[n - 1].end == pieces[n].start
    return is_quoted and draft.atom.prefix is not None and bool(pieces[n - 2].roles & CURRENCY)


def _is_rate_target(pieces: list[Piece], n: int) -> bool:
    """A currency that no number goes with: "to the dollar", "per euro"."""
    while n < len(pieces) and pieces[n].roles & ADJECTIVE and not pieces[n].roles & CURRENCY:
        n += 1
    if n >= len(pieces) or not pieces[n].roles & CURRENCY:
        return False
    return n + 1 >= len(pieces) or not pieces[n + 1].roles & DIGITS or pieces[n + 1].start - pieces[n].end > 2


def _is_rate(pieces: list[Piece], draft: Draft) -> bool:
    """ "The dollar bought 143.80 yen", "exchange rate of 470 tenge": a rate word to the left, and no scale."""
    rate = -1
    for n in range(draft.first - 1, max(-1, draft.first - 1 - _RATE_REACH), -1):
        piece = pieces[n]
        if piece.roles & STOP:
            break
        if piece.roles & RATE and rate < 0:
            rate = n
            low = piece.text.lower()
            if "rate" in low or low.startswith("курс"):
                return True
        elif rate >= 0 and piece.roles & CURRENCY and rate - n <= 4:
            is_amount = n > 0 and bool(pieces[n - 1].roles & (DIGITS | SCALE | NUMBER))
            is_led = n + 1 < len(pieces) and bool(pieces[n + 1].roles & DIGITS)
            codes = piece.word.currencies
            return not is_amount and not is_led and draft.code not in codes[:1]
    return False


def is_equation(one: Draft, two: Draft) -> bool:
    """ "$1 = 450 tenge" tells a rate, no sum."""
    return one.low == one.high == 1 and one.atom.factor is None and two.atom.factor is None


def is_weight(pieces: list[Piece], atom: Atom) -> bool:
    """Pounds of weight: "a 20-pound crate", "500 pounds of cobalt"."""
    word = atom.suffix
    if (
        word is None
        or atom.factor is not None
        or "GBP" not in word.currencies
        or word.currency_kind != "name"
    ):
        return False
    name = pieces[atom.last - 1].text.lower()
    if not name.startswith("pound"):
        return False
    after = pieces[atom.last] if atom.last < len(pieces) else None
    if pieces[atom.last - 2].text == "-" and after is not None and after.roles & LETTERS:
        return True
    if after is not None and after.roles & WEIGHT:
        return True
    return any(
        pieces[n].roles & WEIGHT and pieces[n].text.lower() != "of"
        for n in range(max(0, atom.first - 4), atom.first)
    )


def is_title(pieces: list[Piece], atom: Atom) -> bool:
    """A year or the number of a house before a name that opens like a currency: "In 2018 Crown Prince", "12 Sterling Street"."""
    word = atom.suffix
    if word is None or atom.factor is not None or atom.is_words or atom.last != atom.number_last + 1:
        return False
    if word.currency_kind == "symbol" or not pieces[atom.number_first].text.isdigit():
        return False
    before = pieces[atom.first - 1] if atom.first else None
    if before is not None and before.roles & DATED and YEAR.fullmatch(pieces[atom.number_first].text):
        return True
    if atom.last >= len(pieces) or CAPITAL in word.languages:
        return False
    name, after = pieces[atom.last - 1], pieces[atom.last]
    is_singular = name.text.istitle() and name.text.isascii() and not name.text.endswith("s")
    is_followed = after.text.istitle() and len(after.text) > 1 and after.start == name.end + 1
    return is_singular and is_followed and not after.roles & (CURRENCY | FUNCTION | AFTER)
