"""One sentence -> the nouns in it that stand for somebody named elsewhere ("the utility"), its sums and its names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.rules.context import Span
from etl.rules.name_surroundings import COMPANY_NOUNS
from etl.rules.naming import Name
from etl.rules.party_words import PartyWords

STEM, LEAST = (
    5,
    4,
)  # letters by which a noun is known again in another case or number; shorter words say nothing
BEFORE, BEHIND = 4, 5  # words before and behind a name that may call it a carrier or a bank
REACH = 80  # characters in which these stand
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ASIDE = re.compile(r"[»”\"]?(?:,\s|\s\(|\s[–—-]\s)")
_NO_ARTICLE = frozenset({"a", "an", "another", "ein", "eine", "einem", "einen", "einer", "un", "une", "una"})
_ARTICLE = frozenset({"the", "this", "its", "der", "die", "das", "le", "la", "el"})
_OPENS_NAME = re.compile(r"\s?[«\"“„A-ZА-Я]")
_OF_BANKS = frozenset({"bank", "lende", "банк", "банка"})


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, as far as it may mean somebody who is named elsewhere."""

    nouns: Mapping[str, tuple[int, frozenset[str]]]  # stem -> where it stands, and what sort of firm it means
    sums: Sequence[Span]
    names: frozenset[str]  # canonical


def to_said(plain: str, span: Span, words: PartyWords, sums: Sequence[Span], names: frozenset[str]) -> Said:
    """What a sentence says of somebody without a name.

    Args:
        plain: The document with plain spaces.
        span: The sentence.
        words: The vocabulary.
        sums: Where amounts of money stand in it.
        names: Canonical names of the companies in it.
    """
    nouns: dict[str, tuple[int, frozenset[str]]] = {}
    before = ""
    for number, found in enumerate(WORD.finditer(plain, *span)):
        word, article = found.group(), before
        before = word.lower()
        if len(word) < LEAST or not (word[0].islower() or number == 0):
            continue
        sorts = words.roles(word) & COMPANY_NOUNS
        is_meant = article not in _NO_ARTICLE and _OPENS_NAME.match(plain, found.end()) is None
        if (sorts and is_meant) or (not sorts and article in _ARTICLE):
            nouns.setdefault(before[:STEM], (found.start(), sorts))
    return Said(nouns, sums, names)


def find_callings(plain: str, span: Span, name: Name, words: PartyWords) -> frozenset[str]:
    """Stems of the nouns by which a name is called: before it, in it, in the aside behind it."""
    before = WORD.findall(plain, max(span[0], name.start - REACH), name.start)[-BEFORE:]
    aside = _ASIDE.match(plain, name.end)
    behind = WORD.findall(plain, aside.end(), min(span[1], aside.end() + REACH))[:BEHIND] if aside else []
    stems = {
        word.lower()[:STEM]
        for word in (*before, *behind)
        if word[0].islower() and words.roles(word) & COMPANY_NOUNS
    }
    inside = WORD.findall(plain, name.start, name.end)
    stems.update(word.lower()[:STEM] for word in inside if len(word) >= LEAST)
    return frozenset(stems | _OF_BANKS) if name.type in ("bank", "development_bank") else frozenset(stems)
