"""A search that finds nothing -> searches that would: words of the data that are written or sound like those asked for."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from itertools import islice, product

from pages.parts.folding import fold

MOST = 3  # searches that are offered
NEAR, TRIED = 8, 80  # words tried for each that is asked for, and searches tried in all
ALIKE = 0.78  # share of letters in common from which two words may be one misspelt
HEARD = 0.4  # and from which two that sound the same may: short ones often do by chance
FARTHEST = 2  # letters by which the lengths of such words may differ
# How one sound is written in several alphabets and languages, the longest first.
_SOUNDS = (
    ("shch", "s"), ("dzh", "j"), ("sch", "s"), ("zh", "j"), ("kh", "h"), ("sh", "s"), ("ck", "k"), ("ph", "f"), ("x", "ks"),
    ("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"),
)  # fmt: skip
_SILENT = re.compile(r"[aeiouyh]")
_DOUBLED = re.compile(r"(.)\1+")
_WORD = re.compile(r"[^\W_]+")


def sound(word: str) -> str:
    """A folded word without vowels, each sound in one letter.

    >>> sound("john") == sound("dzhon"), sound("boeing") == sound("boing"), sound("exxon")
    (True, True, 'ksn')
    """
    word = _DOUBLED.sub(r"\1", word)
    for written, said in _SOUNDS:
        word = word.replace(written, said)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", word))


def to_vocabulary(texts: Iterable[str]) -> dict[str, str]:
    """Names and titles -> their words, folded, each with the way in which it is written first."""
    words: dict[str, str] = {}
    for text in texts:
        for word in _WORD.findall(text):
            words.setdefault(fold(word), word)
    return words


def suggest(
    words: Iterable[str],
    vocabulary: Mapping[str, str],
    is_known: Callable[[str], bool],
    count: Callable[[str], int],
) -> list[tuple[str, int]]:
    """Searches that find something instead of these folded words, with what they find; the likeliest first.

    Args:
        words: The words of the search.
        vocabulary: Folded words of the data, as `to_vocabulary` has them.
        is_known: Whether a word occurs at all: one that does may be meant as it stands.
        count: Deals that a search finds.
    """
    choices = [[(1.0, word)] * is_known(word) + _nearest(word, vocabulary) for word in words]
    tried = sorted(product(*choices), key=lambda chosen: -sum(likeness for likeness, _ in chosen))
    searches = (" ".join(vocabulary.get(word, word) for _, word in chosen) for chosen in tried)
    found = ((search, count(search)) for search in dict.fromkeys(islice(searches, TRIED)))
    return list(islice(((search, deals) for search, deals in found if deals), MOST))


def _nearest(word: str, vocabulary: Mapping[str, str]) -> list[tuple[float, str]]:
    """The words of the data that are likest to this one, with how like they are from 0 to 1."""
    said, near = sound(word), []
    for other in vocabulary:
        is_heard = len(said) > 1 and sound(other) == said
        if not is_heard and abs(len(other) - len(word)) > FARTHEST:
            continue
        likeness = SequenceMatcher(None, word, other).ratio()
        if other != word and likeness >= (HEARD if is_heard else ALIKE):
            near.append((likeness, other))
    return sorted(near, key=lambda found: (-found[0], found[1]))[:NEAR]
