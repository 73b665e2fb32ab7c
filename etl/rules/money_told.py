"""A sentence that tells the currency of all amounts: "All sums are in euros", "Валюта: тенге"."""

import itertools
import re

from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import ADJECTIVE, CURRENCY, DIGITS, NUMBER, MoneyWords

_REACH = 40  # characters in which the currency's name stands
_BACK = 60  # characters before it that say what is told in it
_MOST = 20  # statements that are looked at
_IN = re.compile(r"\W?(?:in|en|au|в)\s+", re.I)
_ALL = re.compile(
    r"(?:\b(?:all|both|amounts|figures|sums|table|values|prices)\b|\b(?:все|обе|оба|суммы|цифры|данные|показатели|таблиц\w*)\b)"
    r"[^.;:\n\d]*$|\bdenominated\b\W*\w?$",
    re.I,
)
_LABEL = re.compile(r"[^:|\n]{0,24}[:|][\s*]*")


def told_currency(text: str, words: MoneyWords, start: int, end: int) -> str | None:
    """ISO code of the one currency in which the text says that its sums are told; None where it says none, or several."""
    found: set[str] = set()
    for at in itertools.islice(words.scanner.told_hits(text, start, end), _MOST):
        lead = _IN.match(text, at)
        if lead is None:
            code = labelled_currency(text, at, end, words)
        elif tells_of_all(text, start, at + 1):
            code = _named(text, words, lead.end(), min(end, lead.end() + _REACH))
        else:
            continue
        if code:
            found.add(code)
    return found.pop() if len(found) == 1 else None


def labelled_currency(text: str, at: int, end: int, words: MoneyWords) -> str:
    """The currency behind a label that opens at a place: "Currency: EUR"; empty where none stands there."""
    label = None if _IN.match(text, at) else _LABEL.match(text, at)
    return _named(text, words, label.end(), min(end, label.end() + _REACH)) if label else ""


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
