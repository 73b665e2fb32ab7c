"""Forms of labelled lines: "Currency: EUR" among them -> the sums that it counts, "Contract value: 12,500,000"."""

import itertools
import re
from collections.abc import Iterator

from etl.rules.money_tokens import to_pieces
from etl.rules.money_told import labelled_currency
from etl.rules.money_words import FLOW, PEOPLE, TIME, MoneyWords

_MOST = 20  # labels that are looked at
_MOST_LINES = 40  # of the form, above and below the label
_LINE = re.compile(r"[^\w\n]*([^:|\t\n\d]{1,60})[:|\t][\s*|]*(?=\d)")
_REFERENCES = frozenset(["no", "nr", "number", "id", "code", "ref", "№", "номер", "код"])

Counted = tuple[tuple[int, int], tuple[str, ...]]


def find_forms(text: str, words: MoneyWords, start: int, end: int) -> Iterator[Counted]:
    """The stretches behind labels of money in the lines around one that names the currency; none behind other labels."""
    for at in itertools.islice(words.scanner.told_hits(text, start, end), _MOST):
        code = labelled_currency(text, at, end, words)
        if not code or re.search(r"\w", text[max(start, text.rfind("\n", start, at)) : at]):
            continue
        for low, high in _lines_around(text, at, start, end):
            line = _LINE.match(text, low, high)
            if line is None:
                continue
            label = to_pieces(text, line.start(1), line.end(1), words)
            is_money = any(piece.roles & FLOW for piece in label)
            is_counted = any(
                piece.roles & (PEOPLE | TIME) or piece.text.lower() in _REFERENCES for piece in label
            )
            if is_money or is_counted:
                yield (line.end(), high), () if is_counted else (code,)


def _lines_around(text: str, at: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The lines above and below a place up to the next empty one, but not its own."""
    low = text.rfind("\n", start, at) + 1
    for _ in range(_MOST_LINES):
        high = low - 1
        low = max(start, text.rfind("\n", start, max(start, high)) + 1)
        if high <= low or not text[low:high].strip():
            break
        yield low, high
    high = text.find("\n", at, end)
    for _ in range(_MOST_LINES):
        if high < 0:
            break
        low = high + 1
        high = text.find("\n", low, end)
        if not text[low : high if high >= 0 else end].strip():
            break
        yield low, high if high >= 0 else end
