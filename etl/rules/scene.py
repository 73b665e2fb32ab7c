"""One amount among the words around it: which of them speak of it, and how strongly.

Words pull on an amount by distance. One that stands right beside another amount belongs to that
one; one beyond another amount, or beyond a comma, pulls less. Words of the neighbouring
sentences, of the line that opens a list, and of the headline pull weakly.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

from etl.rules.context import Context, Span
from etl.rules.lexicon import Hit, Lexicon, normal
from etl.rules.sentences import Layout

BESIDE = 4  # characters: "of", "in", a bracket
OPENING = 16  # sentences of a document that tell what it is about
FARTHEST = 500  # characters beyond which a word of the same sentence says nothing
TO_NEXT = 8  # characters between a word and the next amount, to which it belongs
NEARER_TO_NEXT = 0.4  # behind a comma, and nearer to the next amount
ELSEWHERE = 0.7  # said behind the amount, in the part of the sentence that leads to the next one
_TURNS = re.compile("[,;:]")
_DASH = frozenset("-–—")
_BREAK = re.compile(r"[;:()–—]|,(?!\d)")  # a comma inside a number divides nothing
_ENDS_LINE = re.compile(r"[)\]]?[,;.]?[^\S\n]*\n\s*[^\W\d]")
NEXT_LINE = 0.15  # in the next line of a list that has lost its marks, with an amount of its own
NEXT_LEVEL = 40  # characters between the two levels of a rise
HEAD = 1.3  # the noun of which the amount is the sum
LINK = 24  # characters of "in the amount of", "with a total value of"
LONGEST_LEAD = 5  # words right in front of an amount that are looked up together
COUNTED = 4  # words of one code that count, the strongest in full
_SHARES = (1.0, 0.35, 0.2, 0.1)


@dataclass(slots=True)
class Page:
    """A document while it is read: each sentence is put in lower case and searched at most once."""

    text: str
    layout: Layout
    words: Lexicon
    amounts: list[Span]  # every amount that was found, in order, with its bounding word
    _norm: dict[int, str] = field(default_factory=dict)
    _hits: dict[int, dict[str, list[Hit]]] = field(default_factory=dict)
    _subjects: dict[str, dict[str, float]] = field(default_factory=dict)
    _strongest: dict[tuple[int, str], dict[str, list[float]]] = field(default_factory=dict)
    _breaks: dict[int, list[int]] = field(default_factory=dict)
    _shares: dict[str, dict[str, float]] = field(default_factory=dict)

    def has_amount(self, number: int) -> bool:
        """Whether a sentence states an amount of its own."""
        first, last = self.layout.sentences[number]
        at = bisect_left(self.amounts, (first, first))
        return at < len(self.amounts) and self.amounts[at][0] < last

    def normal(self, number: int) -> str:
        """Sentence `number` in lower case; character 0 is the first of the sentence."""
        found = self._norm.get(number)
        if found is None:
            first, last = self.layout.sentences[number]
            found = self._norm[number] = normal(self.text[first:last])
        return found

    def hits(self, number: int, table: str) -> list[Hit]:
        """The words of one table in a sentence; positions count from the start of the document."""
        found = self._hits.get(number)
        return (self.tables(number) if found is None else found).get(table) or []

    def tables(self, number: int) -> dict[str, list[Hit]]:
        """The words of every table in a sentence, by table."""
        tables = self._hits.get(number)
        if tables is None:
            tables = defaultdict(list)
            for hit in self.words.find(self.normal(number), self.layout.sentences[number][0]):
                tables[hit.entry.table].append(hit)
            self._hits[number] = tables
        return tables

    def strongest(self, number: int, table: str) -> dict[str, list[float]]:
        """Code -> the largest weights of its words in a sentence; words bound to a side left out."""
        key = (number, table)
        found = self._strongest.get(key)
        if found is None:
            weights: dict[str, list[float]] = defaultdict(list)
            for hit in self.hits(number, table):
                if hit.entry.weight and hit.entry.side == "any":
                    weights[hit.entry.code].append(hit.entry.weight)
            found = self._strongest[key] = {
                code: sorted(each, reverse=True)[:COUNTED] for code, each in weights.items()
            }
        return found

    def breaks(self, number: int) -> list[int]:
        """Where the commas, semicolons, brackets and dashes of a sentence stand."""
        found = self._breaks.get(number)
        if found is None:
            first, last = self.layout.sentences[number]
            found = self._breaks[number] = [
                match.start() for match in _BREAK.finditer(self.text, first, last)
            ]
        return found

    def subject(self, table: str) -> dict[str, float]:
        """What the first sentences of the document speak of: code -> sum of weights."""
        told = self._subjects.get(table)
        if told is None:
            told = self._subjects[table] = defaultdict(float)
            for number in range(min(OPENING, len(self.layout.sentences))):
                for hit in self.hits(number, table):
                    told[hit.entry.code] += hit.entry.weight
        return told

    def shares(self, table: str) -> dict[str, float]:
        """What the first sentences of the document speak of: code -> its share of all weights."""
        shares = self._shares.get(table)
        if shares is None:
            told = self.subject(table)
            total = sum(told.values()) or 1.0
            shares = self._shares[table] = {code: weight / total for code, weight in told.items()}
        return shares


@dataclass(slots=True)
class Scene:
    """One amount (or one commitment without an amount) with its surroundings."""

    page: Page
    context: Context
    sentence: int  # number of its sentence
    left: int  # where the amount begins, its bounding word included
    right: int  # where it ends
    others: list[Span]  # the other amounts of the sentence, conversions of this one left out
    # Around it: number of the sentence -> how much its words count.
    around: list[tuple[int, float]] = field(default_factory=list)
    _lead: str | None = ""  # empty: not looked for yet
    _firsts: list[int] | None = None
    _lasts: list[int] | None = None
    _own: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    _weighed: dict[tuple[str, float, float, float], dict[str, float]] = field(default_factory=dict)

    def pull(self, start: int, end: int, side: str = "any") -> float:
        """How strongly words at [start, end) of the same sentence speak of the amount: 0 to 1.3."""
        text = self.page.text
        if side == "touching" and not 0 <= self.left - end <= BESIDE:
            return 0.0
        if end <= self.left:
            if side == "after":
                return 0.0
            gap, between, base, crossing = self.left - end, (end, self.left), 1.0, 0.5
        elif start >= self.right:
            if side == "before":
                return 0.0
            gap, between, base, crossing = start - self.right, (self.right, start), 0.85, 0.3
        else:
            return 1.0 if start < self.left or end > self.right else 0.0
        if gap > FARTHEST:
            return 0.0
        if BESIDE < gap <= LINK and end <= self.left and self._is_named(end):
            return HEAD
        if start >= self.right and self._is_of_next_line(start):
            return NEXT_LINE * base / (1 + gap / 60)
        positions = self.page.breaks(self.sentence)
        breaks = bisect_left(positions, between[1]) - bisect_left(positions, between[0])
        firsts, lasts = self._edges()
        # Amounts never overlap, so those between two places follow one another in both lists.
        crossed = max(0, bisect_right(lasts, between[1]) - bisect_left(firsts, between[0]))
        near = bisect_right(lasts, start) - 1
        follows = near >= 0 and start - lasts[near] <= BESIDE and not _TURNS.search(text, lasts[near], start)
        after = bisect_left(firsts, end)
        precedes = start >= self.right and after < len(firsts) and firsts[after] - end <= TO_NEXT
        owned = follows or precedes
        if gap <= BESIDE and (not breaks or text[between[0] : between[1]].strip() in _DASH):
            return base * (0.6 if owned else 1.3)
        strength = base / (1 + gap / 60) * 0.82 ** min(breaks, 4) * crossing**crossed
        if owned:
            strength *= 0.35  # it stands beside another amount: it belongs there
        elif self.others and start >= self.context.clause[1] and not crossed:
            is_nearer = after < len(firsts) and firsts[after] - end < gap
            strength *= NEARER_TO_NEXT if is_nearer and breaks else ELSEWHERE
        return strength

    def _is_of_next_line(self, start: int) -> bool:
        """Whether the amount ends its line, and a word behind it stands in a line that ends with its own amount."""
        text = self.page.text
        if not self.others or _ENDS_LINE.match(text, self.right) is None:
            return False
        line_end = text.find("\n", start)
        last = self.page.layout.sentences[self.sentence][1]
        line_end = last if line_end < 0 else min(line_end, last)
        return any(
            start < first and line_end - end <= BESIDE and end <= line_end for first, end in self.others
        )

    def is_crossed(self, start: int, end: int) -> bool:
        """Whether another amount stands between two places."""
        return any(start <= first and last <= end for first, last in self.others)

    def is_followed(self) -> bool:
        """Whether another amount stands right behind this one: "from 5 billion (2023) to 10 billion"."""
        return any(0 <= first - self.right <= NEXT_LEVEL for first, _ in self.others)

    def lead(self) -> str | None:
        """What the words right in front of the amount make of it: base, onto, earlier, price."""
        if self._lead == "":
            first = self.page.layout.sentences[self.sentence][0]
            near = self.page.normal(self.sentence)[max(0, self.left - first - LINK) : self.left - first]
            words, roles = near.split()[-LONGEST_LEAD:], self.page.words.roles["kind"]
            found = (roles.get(" ".join(words[at:])) for at in range(len(words)))
            self._lead = next((role for role in found if role is not None), None)
        return self._lead

    def _is_named(self, end: int) -> bool:
        """Whether only words such as "worth" or "with a total value of" stand between words and the amount."""
        between = normal(self.page.text[end : self.left])
        return self.page.words.roles["kind"].get(between.strip()) == "link"

    def joins(self, start: int) -> bool:
        """Whether a word behind the amount is joined to it."""
        return self.is_joined(self.right, start)

    def leads(self, end: int) -> bool:
        """Whether a word in front of the amount is joined to it."""
        return self.is_joined(end, self.left)

    def is_joined(self, start: int, end: int) -> bool:
        """Whether no comma, dash or bracket stands between two places of the sentence."""
        positions = self.page.breaks(self.sentence)
        return bisect_left(positions, start) == bisect_left(positions, end)

    def _edges(self) -> tuple[list[int], list[int]]:
        """Where the other amounts of the sentence begin, and where they end, in reading order."""
        if self._firsts is None or self._lasts is None:
            ordered = sorted(self.others)
            self._firsts, self._lasts = [first for first, _ in ordered], [last for _, last in ordered]
        return self._firsts, self._lasts

    def weigh(
        self, table: str, *, neighbours: float = 1.0, bare: float = 1.0, priced: float = 1.0
    ) -> dict[str, float]:
        """Codes of a word table -> the strength of the words that speak for each.

        Neighbouring sentences count `neighbours` times their share; those that state no amount of their own
        `bare` times that, the others `priced` times.

        The strongest word counts in full, the next ones less, so that many weak words do not
        outvote one that stands beside the amount.
        """
        asked = (table, neighbours, bare, priced)
        weighed = self._weighed.get(asked)
        if weighed is None:
            weighed = self._weighed[asked] = self._weigh(table, neighbours, bare, priced)
        return weighed.copy()  # rules change the strengths that they are given

    def _weigh(self, table: str, neighbours: float, bare: float, priced: float) -> dict[str, float]:
        own = self._own.get(table)
        if own is None:
            own = self._own[table] = self._pulls(table)
        if not neighbours:
            return {code: _stacked(found) for code, found in own.items()}
        pulls = {code: found.copy() for code, found in own.items()}
        for number, share in self.around:
            strongest = self.page.strongest(number, table)
            if not strongest:
                continue
            share *= neighbours
            if self.page.layout.sentences[number] != self.context.umbrella:
                share *= priced if self.page.has_amount(number) else bare
            for code, weights in strongest.items():
                scaled = [weight * share for weight in weights]
                if code in pulls:
                    pulls[code] += scaled
                else:
                    pulls[code] = scaled
        return {code: _stacked(found) for code, found in pulls.items()}

    def _pulls(self, table: str) -> dict[str, list[float]]:
        pulls: dict[str, list[float]] = defaultdict(list)
        for hit in self.page.hits(self.sentence, table):
            entry = hit.entry
            if entry.weight:
                strength = entry.weight * self.pull(hit.start, hit.end, entry.side)
                if strength:
                    pulls[entry.code].append(strength)
        return pulls


def _stacked(strengths: list[float]) -> float:
    if len(strengths) == 1:
        return strengths[0]
    total = 0.0
    for value, share in zip(sorted(strengths, reverse=True), _SHARES, strict=False):
        total += value * share
    return total
