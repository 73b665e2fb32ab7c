"""Word tables -> one matcher: which words of which table stand where in a stretch of text.

A row's `word` is written in lower case. `*` stands for any ending (`kontrakt*`) or, in front, for any
beginning (`*kraftwerk`, for compounds); also inside a phrase (`memorandum* of understanding`); ` ... ` lets up to three other words stand between.
Case, line breaks, no-break spaces and the two forms of the Russian e are not told apart.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

Row = Mapping[str, str]
LONGEST_ENDING = 14  # letters for which "*" can stand
ANY_ENDING = rf"\w{{0,{LONGEST_ENDING}}}"
CYRILLIC = ("ru", "kk")  # texts of one often hold sentences of the other

# Characters that are compared as another one; each stands for one, so that places are kept.
_LIKE_ASCII = (("\n", " "), ("\r", " "), ("\t", " "))
_LIKE_OTHER = (
    ("\u00a0", " "), ("\u202f", " "), ("\u2009", " "), ("\u2007", " "),
    ("\u2010", "-"), ("\u2011", "-"), ("\u2012", "-"), ("ё", "е"), ("Ё", "е"), ("’", "'"), ("‘", "'"), ("İ", "i"),
)  # fmt: skip


def normal(text: str) -> str:
    """The text as words are compared: lower case, plain spaces; every character keeps its place."""
    for sign, like in _LIKE_ASCII:  # a chain of replace is ten times as fast here as str.translate
        text = text.replace(sign, like)
    if not text.isascii():
        for sign, like in _LIKE_OTHER:
            text = text.replace(sign, like)
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a word table."""

    table: str  # kind, status, sector, date, mention
    code: str
    weight: float
    side: str  # before, after, any, or touching (right in front of the amount)
    word: str


class Hit(NamedTuple):
    """One word found: where, and what its row says."""

    start: int
    end: int
    entry: Entry


class Lexicons:
    """One matcher a language, made when first asked for: "beca" is Spanish, "because" is not."""

    def __init__(self, tables: Mapping[str, Iterable[Row]], shared: Iterable[str] = ()) -> None:
        """Take rows with a column `language` too.

        Args:
            tables: Short name -> rows.
            shared: Tables whose English rows are read in every language (names of makers).
        """
        self._tables = {name: tuple(rows) for name, rows in tables.items()}
        self._shared = frozenset(shared)
        self._languages = {row["language"] for rows in self._tables.values() for row in rows}
        self._made: dict[str, Lexicon] = {}

    def of(self, language: str) -> "Lexicon":
        """The words of a language (BCP 47); English where it has no rows, Russian with Kazakh."""
        main = language.lower().partition("-")[0]
        made = self._made.get(main)
        if made is None:
            made = self._made[main] = self._make(main)
        return made

    def _make(self, main: str) -> "Lexicon":
        read = {main} if main in self._languages else {"en"}
        if main in CYRILLIC:
            read = set(CYRILLIC) & self._languages
        return Lexicon.from_tables(
            {
                name: [
                    row
                    for row in rows
                    if row["language"] in read or (name in self._shared and row["language"] == "en")
                ]
                for name, rows in self._tables.items()
            }
        )


class _Known(NamedTuple):
    """An entry with what finding it needs, worked out once."""

    entry: Entry
    rest: re.Pattern[str] | None  # what must follow its literal beginning
    has_any_ending: bool
    is_inner: bool  # may begin inside a word
    hides: bool
    group: tuple[str, str]  # it hides shorter words of this group


class Lexicon:
    """All word tables in one automaton, so that a sentence is scanned once for all of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        by_key: dict[str, list[_Known]] = {}
        # Small words that only count right in front of something ("by" before a year) are kept apart:
        # they stand everywhere and would be found everywhere. Short name of the table -> word -> role.
        self.roles: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for entry in entries:
            if entry.code.startswith("role:"):
                self.roles[entry.table].setdefault(entry.word, entry.code.removeprefix("role:"))
                continue
            key, rest = _key_and_rest(entry.word)
            by_key.setdefault(key, []).append(
                _Known(
                    entry,
                    rest,
                    rest is not None and rest.pattern == ANY_ENDING,
                    entry.word.startswith("*"),
                    # What stands in the gap of a phrase still speaks for itself.
                    " ... " not in entry.word,
                    # A code that begins with "+" is a cue: it stands beside other codes and hides only its own.
                    (entry.table, entry.code if entry.code.startswith("+") else ""),
                )
            )
        self._keys = list(by_key)
        self._known = [by_key[key] for key in self._keys]
        self._may_be_inner = [any(known.is_inner for known in group) for group in self._known]
        self._automaton = ahocorasick_rs.AhoCorasick(self._keys or ["\0"])

    @classmethod
    def from_tables(cls, tables: Mapping[str, Iterable[Row]]) -> "Lexicon":
        """Build from rows with the columns `word`, `code`, `weight`, `side`; key = the table's short name."""
        return cls(
            Entry(name, row["code"], float(row["weight"] or 1), row.get("side") or "any", row["word"])
            for name, rows in tables.items()
            for row in rows
        )

    def find(self, window: str, shift: int = 0) -> list[Hit]:
        """Every word of a normalised sentence, in reading order; overlapping ones too.

        A word counts only where it begins and ends as a word. Of two words of one table and code
        that begin at the same place the longer one is kept. Positions are moved by `shift`, the place
        of the sentence in its document.
        """
        size = len(window)
        all_known, may_be_inner = self._known, self._may_be_inner
        found: list[tuple[int, int, int, _Known]] = []
        for which, left, right in self._automaton.find_matches_as_indexes(window, overlapping=True):
            # Words may end in a letter only; a sign such as "%" needs no boundary.
            inside = left and window[left - 1].isalnum() and window[left].isalnum()
            if inside and not may_be_inner[which]:
                continue
            for known in all_known[which]:
                _, rest, has_any_ending, is_inner, _, _ = known  # faster than one by one
                if inside and not is_inner:
                    continue
                stop = right
                if has_any_ending:
                    furthest = min(size, right + LONGEST_ENDING)
                    while stop < furthest and window[stop].isalnum():
                        stop += 1
                elif rest is not None:
                    matched = rest.match(window, right)
                    if matched is None:
                        continue
                    stop = matched.end()
                if stop < size and window[stop].isalnum() and window[stop - 1].isalnum():
                    continue
                found.append((left, -stop, len(found), known))
        if len(found) > 1:
            found.sort()
        return _longest(found, shift)


def _longest(found: list[tuple[int, int, int, _Known]], shift: int) -> list[Hit]:
    """Drop what lies inside a longer word of its table: "trade" inside "trade minister"."""
    kept: list[Hit] = []
    reach: dict[tuple[str, str], tuple[int, int]] = {}
    for left, negative, _, (entry, _, _, _, hides, group) in found:
        stop = -negative
        hider = reach.get(group)
        # The same words may speak for two codes of one table; both rows then stand.
        is_hidden = hider is not None and stop <= hider[1]
        if is_hidden and (hider != (left, stop) or _is_said(kept, shift + left, entry)):
            continue
        kept.append(Hit(shift + left, shift + stop, entry))
        if hides and (hider is None or stop > hider[1]):
            reach[group] = (left, stop)
    return kept


def _key_and_rest(word: str) -> tuple[str, re.Pattern[str] | None]:
    """The literal beginning of a word, and what must follow it."""
    word = normal(word.strip()).removeprefix("*")
    cut = min((at for at in (word.find("*"), word.find(" ... ")) if at >= 0), default=-1)
    if cut < 0:
        return word, None
    pattern = re.escape(word[cut:])
    pattern = pattern.replace(r"\*", ANY_ENDING).replace(r"\ \.\.\.\ ", r"(?:[\s,]+[\w$'.-]+){0,3}[\s,]+")
    return word[:cut], re.compile(pattern.replace(r"\ ", r"[\s-]+"))


def _is_said(kept: list[Hit], start: int, entry: Entry) -> bool:
    """Whether these words were found already for the same code: in full, and by their beginning."""
    for hit in reversed(kept):
        if hit.start != start:
            return False
        if hit.entry.code == entry.code and hit.entry.table == entry.table:
            return True
    return False
