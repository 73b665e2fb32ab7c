"""Text -> paragraphs, sentences, headline, lead, and for list items the words that open the list.

A line break ends a paragraph only where it was meant to: text that is wrapped at a fixed width, or
broken inside an amount, stays together. One pass, linear in the length of the text.
"""

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass

from etl.rules.context import Span

LONGEST_SENTENCE = 1500  # characters; a longer one is cut, or a page of digits would be one sentence
LONGEST_HEADLINE = 220
LONGEST_ITEM = 600  # a paragraph longer than this ends a list that bears no marks
_END = re.compile(r"""[.!?…]["'”’»)\]]*\s+(?=\S)""")
_LINE = re.compile(r"[^\n]*\n?")
_BULLET = re.compile(r"\s*(?:[•·▪●◦‣*]|[-–—]\s|\(?\d{1,2}[.)]\s|\(?[a-zа-я]\)\s)")
# The columns of a table: bars, tabs, or wide gaps before a number.
_COLUMN = re.compile(r"\S ?\| ?\S|\S\t+\S|\S {3,}(?=[$€£¥]?\d)|^\s{8,}\d")
_CLOSED = re.compile(r"""[.!?:;…]["'”’»)\]]*\s*$""")
_SMALL_WORDS = frozenset(
    {"В ", "С ", "К ", "О ", "У ", "И ", "А ", "Я "}
)  # words of one letter, not initials
_OPENERS = "\"'“„«(‘[–—-•$€£¥₸₽"


@dataclass(frozen=True, slots=True)
class Layout:
    """Where sentences stand. Lists run parallel: one entry a sentence."""

    starts: list[int]
    sentences: list[Span]
    paragraphs: list[int]  # number of the paragraph
    umbrellas: list[int | None]  # sentence that opens the list in which this one is an item
    headline: Span | None
    lead: Span | None

    def at(self, position: int) -> int:
        """Number of the sentence in which a character stands (the one before, for a gap)."""
        return bisect_right(self.starts, position, 1) - 1


def to_layout(text: str, start: int, abbreviations: frozenset[str], title: Span | None = None) -> Layout:
    """Divide the body of a document, which begins at `start`; a title that its head gives is the first paragraph."""
    blocks = [*([title] if title else ()), *_paragraphs(text, start)]
    sentences: list[Span] = []
    paragraphs: list[int] = []
    umbrellas: list[int | None] = []
    header: int | None = None
    is_table = False
    for number, (first, last) in enumerate(blocks):
        row = _COLUMN.search(text, first, min(last, first + LONGEST_ITEM)) is not None
        bullet = row or _BULLET.match(text, first, last) is not None
        if is_table and not row:
            header = None
        is_table = row
        if header is not None and not bullet and (last - first > LONGEST_ITEM or _is_shouted(text, first)):
            header = None
        before = len(sentences)
        for span in _sentences(text, first, last, abbreviations):
            sentences.append(span)
            paragraphs.append(number)
            umbrellas.append(header)
        if text[first:last].rstrip().endswith(":"):
            header = len(sentences) - 1
        elif bullet and header is None and before:
            # A list without a colon: the sentence before its first item speaks for all of them.
            header = before - 1
            umbrellas[before:] = [header] * (len(sentences) - before)
    headline = None
    if len(blocks) > 1 and blocks[0][1] - blocks[0][0] <= LONGEST_HEADLINE:
        first_block = text[slice(*blocks[0])].rstrip()
        if title or not first_block.endswith((".", ":", ";")):
            headline = blocks[0]
    lead = next((s for s, p in zip(sentences, paragraphs, strict=True) if p >= (headline is not None)), None)
    return Layout([s[0] for s in sentences], sentences, paragraphs, umbrellas, headline, lead)


def _is_shouted(text: str, first: int) -> bool:
    """A paragraph that opens with a label in capitals begins a new part: "NEXT STEPS: ..."."""
    label = text[first : first + 80].split(":")[0]
    return len(label) > 6 and " " in label and label.isupper()


def _paragraphs(text: str, start: int) -> list[Span]:
    blocks: list[Span] = []
    run: list[Span] = []  # lines without an empty one between
    for found in _LINE.finditer(text, start):
        line = found.span()
        if line[0] == line[1]:
            break
        if text[line[0] : line[1]].isspace():
            _close(text, run, blocks)
            run = []
        else:
            run.append(line)
    _close(text, run, blocks)
    return blocks


def _close(text: str, run: list[Span], blocks: list[Span]) -> None:
    """Turn lines that stand together into paragraphs."""
    if not run:
        return
    width = max(end - first for first, end in run)
    begun = run[0][0]
    for line, after in itertools.pairwise(run):
        is_opening = not blocks and begun == run[0][0]  # a headline may end in any word
        if _is_meant(text, line, after, width, is_opening):
            blocks.append((begun, line[1]))
            begun = after[0]
    blocks.append((begun, run[-1][1]))


def _is_meant(text: str, line: Span, after: Span, width: int, is_opening: bool) -> bool:
    """Whether the break between two lines was meant, or made by a fixed width of lines."""
    one, two = text[max(line[0], line[1] - 200) : line[1]].rstrip(), text[after[0] : after[0] + 60]
    if _BULLET.match(two) or _COLUMN.search(one) or _COLUMN.search(two) or _CLOSED.search(one):
        return True
    words = two.split(maxsplit=1)
    first = words[0].lstrip("\"'“„«(‘") if words else ""
    if not first[:1].isupper():
        return False
    ending = one.rsplit(maxsplit=1)[-1]
    if ending.endswith((",", "-")):
        return False
    if not is_opening and len(ending) <= 5 and ending.islower() and ending.isalpha():
        return False  # "... is given as about": an unfinished line, whatever its length
    return width > 120 or (line[1] - line[0]) + len(words[0]) <= width


def _sentences(text: str, first: int, last: int, abbreviations: frozenset[str]) -> list[Span]:
    spans: list[Span] = []
    begun = first
    for found in _END.finditer(text, first, last):
        after = found.end()
        following = text[after]
        if not (following.isupper() or following.isdigit() or following in _OPENERS):
            continue
        point = found.start()
        if text[point] == ".":
            space = max(
                text.rfind(" ", max(first, point - 16), point),
                text.rfind("\n", max(first, point - 16), point),
            )
            word = text[max(space + 1, first, point - 16) : point + 1].lstrip("(\"'“«")
            # "на 3 млн. Индия даст ...": behind a Russian scale a capital begins a sentence.
            is_scale = "а" <= word[:1].lower() <= "я" and text[max(first, space - 1) : space].isdigit()
            behind = text[
                after + 1 : after + 2
            ]  # "на 76,5 млн. В 2023 году": a preposition of one letter too
            if is_scale and following.isupper() and (behind.islower() or behind.isspace()):
                pass
            elif word.lower() in abbreviations or (len(word) == 2 and word[0].isupper()):
                continue
        _add(text, begun, found.end(), spans)
        begun = after
    _add(text, begun, last, spans)
    return spans


def _add(text: str, begun: int, end: int, spans: list[Span]) -> None:
    while begun < end and text[begun].isspace():
        begun += 1
    while end > begun and text[end - 1].isspace():
        end -= 1
    while end - begun > LONGEST_SENTENCE:
        cut = text.rfind(" ", begun + LONGEST_SENTENCE // 2, begun + LONGEST_SENTENCE)
        cut = cut if cut > 0 else begun + LONGEST_SENTENCE
        spans.append((begun, cut))
        begun = cut
    if end > begun:
        spans.append((begun, end))
