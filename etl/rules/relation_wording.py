"""The words around two amounts of a document, as evidence for `relation_choice`."""

import re
from collections.abc import Iterator, Mapping

from etl.rules.scene import Scene

Words = Mapping[str, bool]  # beginning -> whether it is a name's
SHORT, MIDDLE = 25, 80  # characters between two amounts of a sentence
MOST_WORDS, MOST_NAMES = 5, 3  # that two sentences share: more say no more
STEM = 6
_WORD = re.compile(r"[^\W\d_]{4,}")
_JOINED = re.compile(r"\W*(?:and|or|plus|и|или|und|et|y|ve)?\W*")
_LAST = re.compile(r"([^\W\d_]+)\W*$")
# Small words right before an amount: whether it is added, compared or taken out of something.
LEADING = frozenset([
    "of", "from", "to", "with", "by", "for", "at", "in", "and", "or", "than", "including", "worth", "another", "further",
    "additional", "on", "per", "remaining", "rest", "remainder", "only", "just", "about", "first", "second", "initial",
    "total", "as", "из", "с", "до", "на", "в", "от", "за", "под", "и", "или", "включая", "дополнительно", "еще", "ещё",
    "остальные", "оставшиеся", "первый", "общий",
])  # fmt: skip


def leading(scene: Scene) -> str:
    """The small word right before the amount; empty where there is none."""
    before = scene.context.text[max(scene.context.sentence[0], scene.left - SHORT) : scene.left]
    found = _LAST.search(before)
    word = found[1].lower() if found else ""
    return word if word in LEADING else ""


def between(one: Scene, other: Scene) -> Iterator[str]:
    """What stands between two amounts of one sentence."""
    (_, end), (start, _) = sorted(((one.left, one.right), (other.left, other.right)))
    text = one.context.text[end:start]
    if _JOINED.fullmatch(text):
        yield "joined"
    yield f"{'short' if len(text) < SHORT else 'middle' if len(text) < MIDDLE else 'long'} between"
    if ";" in text:
        yield "semicolon between"
    if "(" in text:
        yield "bracket between"
    if any(end <= left < start for left, _ in one.others):
        yield "amount between"


def in_common(own: Words, its: Words) -> Iterator[str]:
    """How many words, and how many names, two sentences share."""
    yield f"words common {min(len(own.keys() & its.keys()), MOST_WORDS)}"
    names = [{stem for stem, is_name in words.items() if is_name} for words in (own, its)]
    yield f"names common {min(len(names[0] & names[1]), MOST_NAMES)}"


def words_of(text: str) -> Words:
    """The beginnings of the words, and whether one of them has a capital letter."""
    found: dict[str, bool] = {}
    for word in _WORD.findall(text):
        stem = word[:STEM].lower()
        found[stem] = found.get(stem, False) or word[0].isupper()
    return found
