"""Where the numbers stand that a unit said once counts: behind its colon, in its sentence, in the rows below or above."""

import re
from collections.abc import Iterator

from etl.rules.money_cells import has_cells
from etl.rules.money_grammar import TOLD_IN
from etl.rules.money_told import tells_of_all

Span = tuple[int, int]

_LONGEST_HEADING = 160  # characters of a line that only says what its rows hold
_LONGEST_ROW = 120
LONGEST_CELLS = 600  # characters of a line of a table
_WORDS_TO_COLON = 40  # characters between a unit and the colon that opens its numbers
_WORDS_TO_UNIT = 30  # characters between a bracket and its unit: "(all figures in millions of euros)"
_MOST_ROWS = 400
_ROW_WORDS = 8  # more words than this are a sentence
_NUMBER = re.compile(r"(?<![\w.])(?<!\d,)\d[\d.,'’\u00a0\u202f]*")
_YEAR = re.compile(r"(?:19|20)\d\d\W*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_ALL = re.compile(r"\(\s*(?:all|both|each|tous|toutes|alle|beide|todos|ambos|все|обе|оба)\b", re.I)
_CLOSERS = " ).*_"
# Behind a comma or a dash a unit counts the numbers that follow at once: "Investments, bln. dollars, 2019 – 3.2"
_GOES_ON = re.compile(r"[ )]*[,:;–—-]|[ )]+(?:19|20)\d\d\b")
# What is said for itself: "Cost (EUR million): 340. Stations: 12."
_ONE_VALUE = re.compile(r":\s*\d[\d.,'’ \u00a0\u202f]*[.;]\s+(?=[^\W\d_][^.:;\n]{0,60}:)")


def scopes(text: str, hit: int, behind: int, line_end: int, end: int, *, is_plain: bool) -> Iterator[Span]:
    """The stretches whose numbers the unit of text[hit:behind] counts, one for each line.

    A currency without a scale (`is_plain`) stands at every sum: only right before a colon or at the end of a
    short heading, "Value of contracts, USD", it counts what follows.
    """
    if is_plain:
        yield from _plain_scopes(text, hit, behind, line_end, end)
        return
    colon = text.find(":", behind, min(line_end, behind + _WORDS_TO_COLON))
    has_numbers = False
    if colon >= 0:
        has_numbers = _NUMBER.search(text, colon + 1, line_end) is not None
        if has_numbers:
            is_next = not text[behind:colon].strip(_CLOSERS)
            one = _ONE_VALUE.match(text, colon, line_end) if is_next else None
            yield colon + 1, one.end() - 1 if one else line_end
    else:
        start = line_start(text, behind)
        opened = _opened(text, start, hit)
        rest = text[behind : min(line_end, behind + _LONGEST_HEADING)]
        is_last = not rest.strip(_CLOSERS)
        is_of_all = tells_of_all(text, start, hit)
        if opened >= 0 and _OF_ALL.match(text, opened) and rest[:1] == ")" and not is_last:
            yield _sentence_start(text, start, opened), opened
            return  # "45, 30 and 25 (all USD million), which mature in 2040"
        if is_last and (opened >= 0 or is_of_all or _is_aside(text, start, hit)):
            low, high = _sentence_start(text, start, hit), hit if opened < 0 else opened
            if has_number(text, low, high):
                yield low, high
        if is_of_all and rest.strip(" ).").count(" ") > 1 and _has_value(rest):
            yield behind, line_end  # "All sums are in millions of euros. Locomotives 300, signals 85"
            return
        if line_end - start > _LONGEST_HEADING or _has_value(rest):
            lead = text[hit:behind].lstrip(" ,").lower().partition(" ")[0]
            if opened >= 0 or lead in TOLD_IN or _GOES_ON.match(rest):
                yield behind, _sentence_end(text, behind, line_end)
            return
        if is_last and not _has_value(text[start:hit]):
            yield from _rows_above(text, start, is_noted=is_of_all or opened == start)
        if (". " in rest or rest.rstrip().endswith(".")) and not is_of_all:
            return
    if not has_numbers or line_end - behind < _LONGEST_ROW:
        yield from _rows(text, line_end, end)


def _plain_scopes(text: str, hit: int, behind: int, line_end: int, end: int) -> Iterator[Span]:
    rest = text[behind : min(line_end, behind + _LONGEST_HEADING)].lstrip(" )*_")
    if rest[:1] == ":" and rest[1:].strip():
        yield text.index(":", behind) + 1, line_end
        return
    start = line_start(text, behind)
    heading = text[start:behind]
    if rest.strip(":") or len(_WORD.findall(heading)) > _ROW_WORDS or _has_value(heading):
        return
    if not _WORD.search(text, start, hit):
        yield from _rows_above(text, start, is_noted=False)
    yield from _rows(text, line_end, end)


def is_row(line: str) -> bool:
    """Whether a line is as short as those of a list: more words are a sentence."""
    return len(line) <= _LONGEST_ROW and len(_WORD.findall(line)) <= _ROW_WORDS


def has_number(text: str, low: int, high: int) -> bool:
    """Whether a number stands in a stretch."""
    return _NUMBER.search(text, low, high) is not None


def line_start(text: str, at: int) -> int:
    """Where the line of a place begins; 0 where that is farther away than any head of a table."""
    return text.rfind("\n", max(0, at - LONGEST_CELLS), at) + 1


def line_end_of(text: str, at: int, end: int) -> int:
    """Where the line of a place ends."""
    found = text.find("\n", at, end)
    return end if found < 0 else found


def _opened(text: str, start: int, hit: int) -> int:
    """Where the bracket opens in which a unit stands; -1 where it stands in none."""
    if text[hit] == "(":
        return hit
    opened = text.rfind("(", max(start, hit - _WORDS_TO_UNIT), hit + 1)
    words = text[opened + 1 : hit]
    return (
        -1
        if opened < 0 or any(mark in words for mark in ").;:") or has_number(words, 0, len(words))
        else opened
    )


def _is_aside(text: str, start: int, hit: int) -> bool:
    """Whether a unit behind a comma counts several numbers before it: "3.4 (imports) and 1.2 (exports), billion dollars"."""
    if text[hit] not in ",–—-":
        return False
    low = _sentence_start(text, start, hit)
    return sum(not _YEAR.fullmatch(found[0]) for found in _NUMBER.finditer(text, low, hit)) > 1


def _has_value(part: str) -> bool:
    """Whether a number stands in a part of a line that is no year."""
    return any(not _YEAR.fullmatch(found[0]) for found in _NUMBER.finditer(part.strip(" ().,;|")))


def _sentence_start(text: str, start: int, at: int) -> int:
    return max(text.rfind(". ", start, at) + 1, start)


def _sentence_end(text: str, at: int, end: int) -> int:
    found = text.find(". ", at, end)
    return end if found < 0 else found


def _rows(text: str, at: int, end: int) -> Iterator[Span]:
    """The lines below that look like rows of a table or a list; a sentence ends them."""
    met = 0
    while at < end and met < _MOST_ROWS:
        low = at + 1
        at = line_end_of(text, low, end)
        line = text[low:at]
        if not line.strip():
            if met or low >= end:
                return
            continue
        if has_cells(line) and len(line) < LONGEST_CELLS:
            met += 1
            yield low, at
            continue
        is_heading = met == 0 and _NUMBER.search(line) is None
        if not is_row(line):
            return
        if not is_heading and _NUMBER.search(line) is None:
            return
        met += 1
        yield low, at


def _rows_above(text: str, start: int, *, is_noted: bool) -> Iterator[Span]:
    """The rows of the table under which a line tells the unit; from the top. An empty line may part a note from them."""
    found: list[Span] = []
    high = start - 1
    while high > 0 and len(found) < _MOST_ROWS:
        low = text.rfind("\n", 0, high) + 1
        line = text[low:high]
        high = low - 1
        if is_noted and not found and not line.strip():
            is_noted = False
            continue
        if not is_row(line) or _NUMBER.search(line) is None:
            break
        found.append((low, low + len(line)))
    yield from reversed(found)
