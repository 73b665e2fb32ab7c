"""A sentence that tells the currency of all amounts: "All sums are in euros", "Валюта: тенге"."""

import itertools
import re

from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import ADJECTIVE, CURRENCY, DIGITS, NUMBER, MoneyWords

_REACH = 40  # characters in which the currency's name stands
_BACK = 60  # characters before it that say what is told in it
_MOST = 20  # statements that are looked at
_IN = re.compile(r"\W?(?:in|в)\s+", re.I)
_ALL = re.compile(
    r"(?:\b(?:all|both|amounts|figures|sums|table|values|prices)\b|\b(?:все|обе|оба|суммы|цифры|данные|показатели|таблиц\w*)\b)"
    r"[^.;:\n\d]*$|\bdenominated\b\W*\w?$",
    re.I,
)
_LABEL = re.compile(r"\W?(?:currency|валюта)\s?:\s*", re.I)


def told_currency(text: str, words: MoneyWords, start: int, end: int) -> str | None:
    """ISO code of the one currency in which the text says that its sums are told; None where it says none, or several."""
    found: set[str] = set()
    for at in itertools.islice(words.scanner.told_hits(text, start, end), _MOST):
        lead = _LABEL.match(text, at) or _IN.match(text, at)
        if lead is None or (lead.re is _IN and not tells_of_all(text, start, at + 1)):
            continue
        code = _named(text, words, lead.end(), min(end, lead.end() + _REACH))
        if code:
            found.add(code)
    return found.pop() if len(found) == 1 else None


def tells_of_all(text: str, start: int, end: int) -> bool:
    """Whether the words before text[end] speak of all sums: "all figures are", "the table is"."""
    return _ALL.search(text, max(start, end - _BACK), end) is not None


def _named(text: str, words: MoneyWords, low: int, high: int) -> str:
    """The currency whose name opens a stretch; empty where a number or another word does."""
    adjective: tuple[str, ...] = ()
    for piece in to_pieces(text, low, high, words):
        if piece.roles & CURRENCY:
            shared = [code for code in piece.word.currencies if code in adjective]
            return shared[0] if shared else piece.word.currencies[0]
        if piece.roles & (DIGITS | NUMBER) or not piece.roles & ADJECTIVE:
            return ""
        adjective = piece.word.adjectives
    return ""
