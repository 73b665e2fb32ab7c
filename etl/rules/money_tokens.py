"""One stretch of text -> pieces: tokens and phrases, each with everything that it can be."""

from collections.abc import Callable
from decimal import Decimal

from etl.rules.money_words import (
    ADJECTIVE,
    APOSTROPHES,
    CURRENCY,
    DIGITS,
    LETTERS,
    STOP,
    TOKEN,
    Entry,
    MoneyWords,
    Phrase,
    Word,
)

Token = tuple[int | None, int, int, str]  # group of TOKEN, start, end, text

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
        entry = entry_of(raw) if kind != 1 or len(raw) < 6 else None
        if entry is None:
            if kind == 2:
                append(Piece(start, end, LETTERS, _LETTERS, raw))
            elif kind == 1:
                append(Piece(start, end, DIGITS, _NOTHING, raw))
            else:
                append(Piece(start, end, STOP if raw in _STOPS else 0, _NOTHING, raw))
            continue
        word = entry.single
        if entry.phrases and n < count:
            second = found[n][3]
            phrases = entry.phrases.get(second) or entry.phrases.get(
                APOSTROPHES.get(second) or second.lower()
            )
            if phrases:
                phrase = _longest(phrases, found, n, end, entry_of)
                if phrase is not None:
                    n += len(phrase.rest)
                    word, end = phrase.word, found[n - 1][2]
                    raw = text[start:end]
        if word is None:
            roles = DIGITS if kind == 1 else LETTERS if kind == 2 else STOP if raw in _STOPS else 0
            append(Piece(start, end, roles, _NOTHING, raw))
        else:
            append(Piece(start, end, word.roles | LETTERS if kind == 2 else word.roles, word, raw))
    return pieces


def _longest(
    phrases: tuple[Phrase, ...], found: list[Token], n: int, end: int, entry_of: Callable[[str], Entry | None]
) -> Phrase | None:
    """The first phrase (they are sorted by length) whose tokens stand at n, spaced as the table has them."""
    for phrase in phrases:
        size = len(phrase.rest)
        if n + size > len(found):
            continue
        at = end
        for wanted, is_spaced, (_, start, stop, raw) in zip(
            phrase.rest, phrase.spaced, found[n : n + size], strict=True
        ):
            gap = start - at
            if (gap > 3 or not gap) if is_spaced else gap:
                break
            if raw != wanted and raw.lower() != wanted and APOSTROPHES.get(raw) != wanted:
                break
            at = stop
        else:
            if phrase.rest[-1] != "." or not _ends_sentence(found, n + size, entry_of):
                return phrase
    return None


def _ends_sentence(found: list[Token], n: int, entry_of: Callable[[str], Entry | None]) -> bool:
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
