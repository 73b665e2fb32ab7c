"""What stands around a country and gives it, or takes from it, a part in the deal: a rubric, a rival.

"Azerbaijan. Pivot irrigation for 11,000 ha ...", "(a) Iraq – guarantee of ...": the country that opens an item is
where its deal goes. "Beating a German rival", "two competitors from Italy had asked for more": whoever lost takes
no part.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from etl.rules.context import Span
from etl.rules.sought import Sought, SoughtTogether

if TYPE_CHECKING:
    from etl.rules.cast import Cast

_BEFORE_RUBRIC = re.compile(r"[\W_]*(?:\(?(?:\d{1,2}|[a-zа-я]|[ivx]{1,4})[.)]\s*)?")
_BEHIND_RUBRIC = re.compile(r"(?:\s*\([^)\n]{1,40}\))?\s*(?:[.:–—|]|\s-\s)")
_LOSERS = Sought(
    r"(?:\b(?:[Rr]ivals?|[Cc]ompetitors?|(?:[Ll]osing|[Uu]nsuccessful|[Bb]eaten|[Dd]efeated|[Rr]ejected|[Oo]ther)\s(?:bid(?:s|ders?)?|offers?|suitors?|tenderers?))"
    r"|\b[Кк]онкурент\w*|\b[Сс]оперник\w*)(?:\s(?:from|of|such\sas|like|including|из|the))*(?:\s[«“\"]?[A-ZА-Я][\w.&'’»”\"-]*,?|\sand|\sor|\sи|\sboth|\sthe)*\s[«“\"]?$"
)
_BEATEN = Sought(
    r"\b(?:beats?|beating|beaten|outbid(?:s|ding)?|edge[sd]?\sout|edging\sout|ousts?|ousted|displac(?:es|ed|ing)|defeat(?:s|ed|ing)"
    r"|instead\sof|rather\sthan|prevailed\sover|preferred\sto|опередив\w*|опередил\w*|обойдя|обош[её]л\w*|вместо|schlug|statt|anstelle)"
    r"\s(?:[^\s.,;:]+\s){0,3}$",
    re.I,
)
_IS_RIVAL = Sought(r"\s(?:\w+\s)?(?:rivals?|competitors?|конкурент\w*|соперник\w*)\b", re.I)
_OF_LOSERS = SoughtTogether({"losers": _LOSERS, "beaten": _BEATEN, "rival": _IS_RIVAL})
SENTENCES_BACK = 8  # of an item that a country opens
REACH = 48  # characters before a name, and behind it, in which words say that it lost


def rubric_of(cast: Cast, number: int) -> str | None:
    """The country that opens the paragraph of a sentence all alone; None where none does.

    A dateline is none: the words of the opening sentence begin behind it.
    """
    paragraphs = cast.layout.paragraphs
    first = bisect_left(paragraphs, paragraphs[number], max(0, number - SENTENCES_BACK), number)
    if first > 0 and paragraphs[first - 1] == paragraphs[number]:
        return None  # too long a paragraph for an item
    if first == cast.opening and cast.dateline_end:
        return None
    start, end = cast.span(first)
    begin = _BEFORE_RUBRIC.match(cast.text, start, end)
    place = next(iter(cast.places(first)), None)
    if begin is None or place is None or place.start != begin.end() or place.kind != "name":
        return None
    if place.code in cast.place_words.groups:
        return None
    is_alone = _BEHIND_RUBRIC.match(cast.text, place.end, len(cast.text)) is not None
    return place.code if is_alone else None


def tells_of_losers(plain: str, span: Span) -> bool:
    """Whether a sentence, or what stands right around it, may say that others were chosen; most hold no such word."""
    start, end = max(0, span[0] - REACH), span[1] + REACH
    return bool(_OF_LOSERS.may_stand(plain, start, end))


def is_passed_over(plain: str, start: int, end: int) -> bool:
    """Whether the words around a name say that others were chosen: "beating a German rival"."""
    before = plain[max(0, start - REACH) : start]
    return (
        _LOSERS.search(before) is not None
        or _BEATEN.search(before) is not None
        or _IS_RIVAL.match(plain, end, end + REACH) is not None
    )
