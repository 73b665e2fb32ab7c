"""Drafts -> their qualifier: the bounding words right before or right behind an amount."""

from etl.rules.money_join import Draft
from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    AFTER,
    BEFORE,
    CHANGE,
    DENIED,
    DIGITS,
    FILLER,
    FLOW,
    FREE,
    FUNCTION,
    INSTEAD,
    LETTERS,
    LEVEL,
    STOP,
    TIGHT,
)

_REACH = 7
_TOTAL_REACH = 25
_CHANGE_REACH = 22  # pieces from a verb of change to its "до"
_PAPER_REACH = 10  # pieces from "Vertrag" to its "über"
_BOUNDS = ("up_to", "at_least")
_OPPOSITE = {"up_to": "at_least", "at_least": "up_to"}  # "cannot exceed", "not below"
_ARTICLES = frozenset(["a", "an", "the"])
_GOAL_WORDS = frozenset(["до", "hasta", "até", "fino a", "bis", "bis zu", "jusqu'à"])
_LIMITS = _GOAL_WORDS | {"up to", "at least", "at most"}  # what no "not" turns round


def qualify(pieces: list[Piece], draft: Draft) -> None:
    """Set the qualifier, where it begins, and close or open the bounds accordingly."""
    found, start = _before(pieces, draft)
    if found not in _BOUNDS:
        found = draft.atom.hedge or found
    if found not in _BOUNDS:
        after, end = _after(pieces, draft.last)
        if after and (after in _BOUNDS or not found):
            found = after
            if end:
                draft.end = end
    if start >= 0:
        draft.qualifier_start = start
    if not found or draft.qualifier == "range":
        return
    draft.qualifier = found
    draft.rules.append(found)


def _before(pieces: list[Piece], draft: Draft) -> tuple[str, int]:
    first, last = draft.first, draft.last
    found, start, edge, has_article = "", -1, pieces[first].start, False
    is_level = last < len(pieces) and bool(pieces[last].roles & LEVEL)  # "above the $5 billion mark"
    for n in range(first - 1, max(-1, first - 1 - _REACH), -1):
        piece = pieces[n]
        if edge - piece.end > 3:
            break
        edge = piece.start
        if piece.roles & BEFORE and not piece.roles & DIGITS:
            said = piece.word.before
            if found in _BOUNDS or said == "exact" or (has_article and piece.roles & TIGHT and not is_level):
                break
            is_voted = not is_level and (_has_noun(pieces, last) or not _is_of_total(pieces, n))
            if (piece.roles & FREE and is_voted) or _is_of_paper(pieces, n):
                break
            if piece.text.lower() in _GOAL_WORDS and (draft.is_reached or _follows_change(pieces, n)):
                break
            if said in _BOUNDS or not found:
                found = said
            start = piece.start
            if found in _BOUNDS and n and pieces[n - 1].roles & DENIED and piece.text.lower() not in _LIMITS:
                return _OPPOSITE[found], pieces[n - 1].start
        elif not piece.roles & FILLER:
            break
        elif piece.text.lower() in _ARTICLES:
            has_article = True
    return found, start


def _has_noun(pieces: list[Piece], last: int) -> bool:
    """Whether a noun stands right behind the amount: "passed $5bn aid package"."""
    after = pieces[last] if last < len(pieces) else None
    if after is None or after.start - pieces[last - 1].end > 1:
        return False
    return bool(after.roles & LETTERS) and not after.roles & FUNCTION


def _is_of_total(pieces: list[Piece], n: int) -> bool:
    """Whether trade or investment is what passed the amount: lawmakers pass sums too."""
    for piece in reversed(pieces[max(0, n - _TOTAL_REACH) : n]):
        if piece.roles & STOP:
            return False
        if piece.roles & FLOW:
            return True
    return False


def _is_of_paper(pieces: list[Piece], n: int) -> bool:
    """German "Vertrag zwischen A und B über 277 Millionen": what the paper is about, no lower bound."""
    if pieces[n].text != "über" or not n or not pieces[n - 1].text[0].isupper():
        return False
    for piece in reversed(pieces[max(0, n - _PAPER_REACH) : n]):
        if piece.roles & STOP:
            return False
        if piece.roles & FLOW and "de" in piece.word.languages:
            return True
    return False


def _follows_change(pieces: list[Piece], n: int) -> bool:
    """ "вырос до 5 млрд", "плюс 20%, до 5 млрд" says where a change ended, it sets no ceiling."""
    for m in range(n - 1, max(-1, n - _CHANGE_REACH), -1):
        if pieces[m].roles & CHANGE or pieces[m].text == "%":
            return True
        if pieces[m].roles & (STOP | INSTEAD):
            return False  # "а" turns to another subject
    return False


def _after(pieces: list[Piece], last: int) -> tuple[str, int]:
    """Qualifier behind the amount, and the new end of the quote where a glued plus belongs to it."""
    if last >= len(pieces) or not pieces[last].roles & AFTER:
        return "", 0
    piece = pieces[last]
    gap = piece.start - pieces[last - 1].end
    following = pieces[last + 1] if last + 1 < len(pieces) else None
    if gap > 2:
        return "", 0
    if piece.text == "+":
        if gap or (following is not None and following.start == piece.end and following.roles & DIGITS):
            return "", 0
        return piece.word.after, piece.end
    is_open = (
        following is None or not following.roles & (LETTERS | DIGITS) or bool(following.roles & FUNCTION)
    )
    if (
        piece.text.lower() in ("plus", "tops", "maximum", "minimum", "max", "odd", "плюс", "çox")
        and not is_open
    ):
        return "", 0
    return piece.word.after, 0
