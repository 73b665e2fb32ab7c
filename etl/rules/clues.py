"""The sentences around an amount -> what tells its deal from others: proper names, things, counts, places.

Fields such as the buyer or the subject say what was understood of an amount. Clues are the words
themselves, so that two texts are known to speak of one deal also where one of them was understood
badly. Nothing of it is published; only the resolver compares it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from etl.rules.cast import Cast
from etl.rules.context import Span
from etl.rules.scene import Page, Scene
from etl.rules.surroundings import FOLLOWING

MOST = 12  # of one sort: what is beyond tells no more
SHORTEST_NAME = 3
TITLED = 0.6  # share of capital letters from which a line is a title, in which they tell nothing
SIDED = frozenset({"name", "adjective", "demonym", "capital"})
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’-](?=[^\W\d_])(?!s\b)[^\W_]+)*")
_COUNT = re.compile(
    # Led by its first digit, so that no other character is looked at twice.
    r"(\d(?<![\w.,$€£₸₽-]\d)(?:\d{0,2}(?:[ .,\u00a0]\d{3})+|\d{0,5}))(?:[\s\u00a0]|-(?=[^\W\d_]))([^\W\d_]+)"
)
_MEASURES = frozenset({"mw", "мвт", "gw", "гвт"})  # the unit of a measure bears a capital letter


@dataclass(frozen=True, slots=True)
class _Said:
    """What one sentence says: clues without the names; words with a capital; those that earn it."""

    clues: list[tuple[str, str]]
    capitals: list[str]
    objects: list[str]  # of these, the ones right beside a thing: "Nurek hydropower plant"
    earned: frozenset[str]


@dataclass(slots=True)
class Clues:
    """The clues of one document; a sentence is looked at once, however many amounts it stands beside."""

    page: Page
    cast: Cast
    _said: dict[int, _Said] = field(default_factory=dict)

    def of(self, scene: Scene) -> tuple[str, ...]:
        """Clues as "sort:value", from the amount's own sentence outwards, each once.

        Sorts: `name` (a capital letter that no table explains), `object` (a name right beside a thing),
        `thing` (a word of a sector or of what is counted, as its table writes it), `count` (a number of
        things, or a measure), `place` (a country).
        """
        said = [self._look(number) for number in self._sentences(scene)]
        earned = frozenset[str]().union(*(one.earned for one in said))
        found: dict[str, dict[str, None]] = {"name": {}, "object": {}, "thing": {}, "count": {}, "place": {}}
        for one in said:
            for sort, value in one.clues:
                found[sort][value] = None
            found["name"] |= {word: None for word in one.capitals if word in earned}
            found["object"] |= {word: None for word in one.objects if word in earned}
        return tuple(f"{sort}:{value}" for sort, values in found.items() for value in list(values)[:MOST])

    def _sentences(self, scene: Scene) -> Iterator[int]:
        """The amount's own sentence, then those that speak for it; one with an amount of its own does not."""
        yield scene.sentence
        context, layout = scene.context, self.page.layout
        opening = [layout.at(span[0]) for span in (context.headline, context.lead) if span]
        for number, share in scene.around:
            if share != FOLLOWING and (number in opening or not self._amounts(layout.sentences[number])):
                yield number

    def _amounts(self, span: Span) -> list[Span]:
        amounts = self.page.amounts
        return amounts[bisect_left(amounts, (span[0], 0)) : bisect_left(amounts, (span[1], 0))]

    def _look(self, number: int) -> _Said:
        said = self._said.get(number)
        if said is None:
            said = self._said[number] = self._read(number)
        return said

    def _read(self, number: int) -> _Said:
        page, span = self.page, self.page.layout.sentences[number]
        amounts = self._amounts(span)
        covered = list(amounts)
        clues: list[tuple[str, str]] = []
        things: list[Span] = []
        for table, hits in page.tables(number).items():
            for hit in hits:
                covered.append((hit.start, hit.end))
                is_sector = table == "sector" and hit.entry.weight >= 0.5
                if is_sector or (table == "quantity" and hit.entry.code == "unit"):
                    clues.append(("thing", hit.entry.word.strip("*")))
                    things.append((hit.start, hit.end))
        towns = {place.start for place in self.cast.places(number) if place.kind not in SIDED}
        for place in self.cast.places(number):
            if place.start not in towns:
                covered.append((place.start, place.end))
                clues.append(("place", place.code))
        clues += _counts(page.text, span, amounts)
        capitals, earned = _capitals(page.text, span)
        names = self.cast.names(number)
        earned |= {word for name in names for word in name.text.split()}
        kept = [
            (word, start)
            for word, start in capitals
            if start in towns or not any(a <= start < b for a, b in covered)
        ]
        objects = [
            word
            for word, start in kept
            if not any(name.start <= start < name.end for name in names)
            and any(0 < a - start - len(word) <= 2 or 0 < start - b <= 2 for a, b in things)
        ]
        return _Said(clues, [word for word, _ in kept], objects, frozenset(earned))


def _counts(text: str, span: Span, amounts: list[Span]) -> Iterator[tuple[str, str]]:
    """Numbers of things ("62 trams") and measures ("310 MW"); no years, no money."""
    for match in _COUNT.finditer(text, *span):
        value, unit = re.sub(r"\D", "", match[1]), match[2].lower()
        if any(start <= match.start() < end for start, end in amounts):
            continue
        is_thing = match[2][0].islower() and not 1900 <= int(value) <= 2100
        if int(value) > 1 and (is_thing or unit in _MEASURES):
            yield "count", value


def _capitals(text: str, span: Span) -> tuple[list[tuple[str, int]], set[str]]:
    """Words with a capital letter and their places; those that owe it to no beginning and to no title."""
    capitals: list[tuple[str, int]] = []
    longer = longer_capitals = 0
    for match in _WORD.finditer(text, *span):
        word = match.group()
        if len(word) < SHORTEST_NAME:
            continue
        is_capital, is_longer = word[0].isupper(), len(word) > SHORTEST_NAME
        if is_capital:
            capitals.append((word, match.start()))
        longer += is_longer
        longer_capitals += is_longer and is_capital
    if longer > 2 and longer_capitals > TITLED * longer:
        return capitals, set()
    earned = set()
    for word, start in capitals:
        before = text[max(span[0], start - 2) : start].strip()[-1:]
        begins = start <= span[0] + 1 or before in (".", ":", "-", "–", "—")
        if not begins or before in ("«", "“", '"'):
            earned.add(word)
    return capitals, earned
