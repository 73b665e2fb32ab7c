"""The words that join two amounts of a document, as evidence for `relation_choice`: for what no table has a row yet."""

import re
from collections.abc import Iterator

from etl.rules.near_words import stems
from etl.rules.scene import Scene

SHORT, MIDDLE, LONG = 25, 80, 120  # characters between two amounts of a sentence
OPENING, FIRST = 40, 3  # characters of a sentence, and how many of their words open it
ONE_WORD = 0.5  # how strongly one word speaks: there are many, and each is seldom
_JOINED = re.compile(r"\W*(?:and|or|plus|и|или|und|et|y|ve)?\W*")
_LAST = re.compile(r"([^\W\d_]+)\W*$")
# Small words right before an amount: whether it is added, compared or taken out of something.
LEADING = frozenset([
    "of", "from", "to", "with", "by", "for", "at", "in", "and", "or", "than", "including", "worth", "another", "further",
    "additional", "on", "per", "remaining", "rest", "remainder", "only", "just", "about", "first", "second", "initial",
    "total", "as", "из", "с", "до", "на", "в", "от", "за", "под", "и", "или", "включая", "дополнительно", "еще", "ещё",
    "остальные", "оставшиеся", "первый", "общий",
])  # fmt: skip


def lead_in(scene: Scene) -> list[str]:
    """The small word right before the amount, and the words that open its sentence."""
    text, first = scene.context.text, scene.context.sentence[0]
    found = _LAST.search(text[max(first, scene.left - SHORT) : scene.left])
    word = found[1].lower() if found else ""
    told = [f"word {word}"] if word in LEADING else []
    return told + [f"opens {stem}" for stem in stems(text[first : first + OPENING])[:FIRST]]


def between(one: Scene, other: Scene) -> Iterator[tuple[str, float]]:
    """What stands between two amounts of one sentence; `one` is asked for."""
    (_, end), (start, _) = sorted(((one.left, one.right), (other.left, other.right)))
    text = one.context.text[end:start]
    if _JOINED.fullmatch(text):
        yield "joined", 1.0
    yield f"{'short' if len(text) < SHORT else 'middle' if len(text) < MIDDLE else 'long'} between", 1.0
    if ";" in text:
        yield "semicolon between", 1.0
    if "(" in text:
        yield "bracket between", 1.0
    if any(end <= left < start for left, _ in one.others):
        yield "amount between", 1.0
    if len(text) < LONG:
        where = "back" if other.left < one.left else "ahead"
        yield from ((f"between {where} {stem}", ONE_WORD) for stem in stems(text))
