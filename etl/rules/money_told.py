"""A sentence that tells the currency of all amounts: "All sums are in euros", "Валюта: тенге"."""

import re

from etl.rules.money_tokens import to_pieces
from etl.rules.money_words import ADJECTIVE, CURRENCY, DIGITS, NUMBER, MoneyWords
from etl.rules.sought import Sought

_REACH = 40  # characters in which the currency's name stands
_MOST = 20  # statements that are looked at
_TOLD = Sought(
    r"\b(?:all|both|figures|amounts|sums|values|prices)\b[^.;:\n\d]{0,40}?\bin\s|\bdenominated\sin\s|\bcurrency\s?[:–-]\s?"
    r"|\b(?:все|обе|оба|суммы|цифры|данные|показатели)\b[^.;:\n\d]{0,40}?\bв\s|\bвалюта\s?[:–-]\s?",
    re.I,
)


def told_currency(text: str, words: MoneyWords, start: int, end: int) -> str | None:
    """ISO code of the one currency in which the text says that its sums are told; None where it says none, or several."""
    found: set[str] = set()
    at = start
    for _ in range(_MOST):
        hit = _TOLD.search(text, at, end)
        if hit is None:
            break
        at = hit.end()
        code = _named(text, words, at, min(end, at + _REACH))
        if code:
            found.add(code)
    return found.pop() if len(found) == 1 else None


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
