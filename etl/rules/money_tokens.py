"""One stretch of text -> pieces: tokens and phrases, each with everything that it can be."""

from collections.abc import Callable

from etl.rules.money_words import (
    ADJECTIVE,
    APOSTROPHES,
    CURRENCY,
    DIGITS,
    LETTERS,
    SPACED_TOKEN,
    Known,
    MoneyWords,
    Phrase,
    Word,
)

Token = tuple[int, int, str]  # start, end, text

_NOTHING = Word()
_LETTERS = Word(LETTERS)
CAPITAL = "de"  # the language whose nouns, and adjectives of places, have a capital
_OPENERS = frozenset("$€£¥₹₸₽([")


class Piece:
    """One token or phrase. `roles` are the bits of money_words; offsets count the document's characters."""

    __slots__ = ("end", "roles", "start", "text", "word")

    def __init__(self, start: int, end: int, roles: int, word: Word, text: str) -> None:
        self.start, self.end, self.roles, self.word, self.text = start, end, roles, word, text

    def __repr__(self) -> str:
        return f"Piece({self.text!r}, {self.start}, {self.roles:b})"


def to_pieces(text: str, low: int, high: int, words: MoneyWords) -> list[Piece]:
    """Cut text[low:high] into pieces, the longest phrase of the tables first."""
    found: list[Token] = []
    end = low
    for space, raw in SPACED_TOKEN.findall(text, low, high):
        start = end + len(space)
        end = start + len(raw)
        found.append((start, end, raw))
    pieces: list[Piece] = []
    append, known, look, count = pieces.append, words.known, words.look, len(found)
    n = 0
    while n < count:
        start, end, raw = found[n]
        n += 1
        try:
            kind, entry = known[raw]
        except KeyError:
            kind, entry = look(raw)
        if entry is None:
            append(Piece(start, end, kind, _LETTERS if kind == LETTERS else _NOTHING, raw))
            continue
        word = entry.single
        if entry.phrases and n < count:
            second = found[n][2]
            phrases = entry.phrases.get(second) or entry.phrases.get(
                APOSTROPHES.get(second) or second.lower()
            )
            if phrases:
                phrase = _longest(phrases, found, n, end, look)
                if phrase is not None:
                    n += len(phrase.rest)
                    word, end = phrase.word, found[n - 1][1]
                    raw = text[start:end]
        if word is None:
            append(Piece(start, end, kind, _NOTHING, raw))
        else:
            append(Piece(start, end, word.roles | LETTERS if kind == LETTERS else word.roles, word, raw))
    return pieces


def _longest(
    phrases: tuple[Phrase, ...], found: list[Token], n: int, end: int, look: Callable[[str], Known]
) -> Phrase | None:
    """The first phrase (they are sorted by length) whose tokens stand at n, spaced as the table has them."""
    for phrase in phrases:
        size = len(phrase.rest)
        if n + size > len(found):
            continue
        at = end
        for wanted, is_spaced, (start, stop, raw) in zip(
            phrase.rest, phrase.spaced, found[n : n + size], strict=True
        ):
            gap = start - at
            if (gap > 3 or not gap) if is_spaced else gap:
                break
            if raw != wanted and raw.lower() != wanted and APOSTROPHES.get(raw) != wanted:
                break
            at = stop
        else:
            if phrase.rest[-1] != "." or not _ends_sentence(found, n + size, look):
                return phrase
    return None


def _ends_sentence(found: list[Token], n: int, look: Callable[[str], Known]) -> bool:
    """Whether the point of "bn." or "руб." is the sentence's own: a capital or nothing follows it."""
    if n >= len(found):
        return True
    start, _, raw = found[n]
    kind, entry = look(raw)
    if kind != LETTERS:
        return False if kind == DIGITS else raw not in _OPENERS and start > found[n - 1][1]
    if not raw[0].isupper():
        return False
    if entry is not None and n + 1 < len(found):
        named = _longest(entry.phrases.get(found[n + 1][2], ()), found, n + 1, found[n][1], look)
        if named is not None and named.word.roles & CURRENCY:
            return False  # "Mio. Singapur-Dollar"
    if entry is None or entry.single is None:
        return True
    if entry.single.roles & ADJECTIVE and (raw.isupper() or CAPITAL in entry.single.languages):
        return False  # "bn. US dollars", "Mrd. Schweizer Franken"
    return not entry.single.roles & CURRENCY
