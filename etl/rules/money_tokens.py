"""One stretch of text -> pieces: tokens and phrases, each with everything that it can be."""

from collections.abc import Callable
from decimal import Decimal

from etl.rules.money_words import ADJECTIVE, CURRENCY, DIGITS, LETTERS, STOP, TOKEN, Entry, MoneyWords, Word

_NOTHING = Word()
_LETTERS = Word(LETTERS)
_STOP = Word(STOP)
_STOPS = frozenset(".!?;。！？")
_OPENERS = frozenset("$€£¥₹₸₽([")


class Piece:
    """One token or phrase. `roles` are the bits of money_words; offsets count the document's characters."""

    __slots__ = ("end", "roles", "start", "text", "value", "word")

    def __init__(self, start: int, end: int, roles: int, word: Word, text: str) -> None:
        self.start, self.end, self.roles, self.word, self.text = start, end, roles, word, text
        self.value: Decimal | None = None

    def __repr__(self) -> str:
        return f"Piece({self.text!r}, {self.start}, {self.roles:b})"


def to_pieces(text: str, low: int, high: int, words: MoneyWords) -> list[Piece]:
    """Cut text[low:high] into pieces, the longest phrase of the tables first."""
    found = [(m.lastindex, m.start(), m.end(), m[0]) for m in TOKEN.finditer(text, low, high)]
    pieces: list[Piece] = []
    append, entry_of, count = pieces.append, words.entry, len(found)
    n = 0
    while n < count:
        kind, start, end, raw = found[n]
        n += 1
        if kind == 1:
            entry = entry_of(raw) if len(raw) < 6 else None
            if entry is None or not entry.phrases:
                append(Piece(start, end, DIGITS, _NOTHING, raw))
                continue
        else:
            entry = entry_of(raw)
            if entry is None:
                if kind == 2:
                    append(Piece(start, end, LETTERS, _LETTERS, raw))
                else:
                    append(Piece(start, end, STOP if raw in _STOPS else 0, _NOTHING, raw))
                continue
        word = entry.single
        for phrase in entry.phrases:
            size = len(phrase.rest)
            if n + size > count:
                continue
            at = end
            for offset in range(size):
                _, next_start, next_end, next_raw = found[n + offset]
                gap = next_start - at
                wanted = phrase.rest[offset]
                if (gap > 3) if phrase.spaced[offset] else gap:
                    break
                if phrase.spaced[offset] and not gap and next_raw.isalnum() and raw.isalnum():
                    break
                if next_raw != wanted and next_raw.lower() != wanted and not _is_apostrophe(next_raw, wanted):
                    break
                at = next_end
            else:
                if phrase.rest[-1] == "." and _ends_sentence(found, n + size, entry_of):
                    continue
                word, end = phrase.word, at
                n += size
                raw = text[start:end]
                break
        if word is None:
            if kind == 1:
                append(Piece(start, end, DIGITS, _NOTHING, raw))
            else:
                append(
                    Piece(start, end, LETTERS if kind == 2 else STOP if raw in _STOPS else 0, _NOTHING, raw)
                )
            continue
        roles = word.roles | (DIGITS if kind == 1 and word is _NOTHING else 0)
        if kind == 2:
            roles |= LETTERS
        append(Piece(start, end, roles, word, raw))
    return pieces


def _is_apostrophe(raw: str, wanted: str) -> bool:
    return wanted == "'" and raw in "’‘ʼʻ`´"


def _ends_sentence(
    found: list[tuple[int | None, int, int, str]], n: int, entry_of: Callable[[str], Entry | None]
) -> bool:
    """Whether the point of "bn." or "руб." is the sentence's own: a capital or nothing follows it."""
    if n >= len(found):
        return True
    kind, start, _, raw = found[n]
    if kind != 2:
        return False if kind == 1 else raw not in _OPENERS and start > found[n - 1][2]
    if not raw[0].isupper():
        return False
    entry = entry_of(raw)
    if entry is None or entry.single is None:
        return True
    return not entry.single.roles & CURRENCY and not (raw.isupper() and entry.single.roles & ADJECTIVE)
