"""A search that finds nothing -> searches that would: words of the data that are written or sound like those asked for."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice, product

from rapidfuzz import fuzz, process

from pages.parts.folding import fold

MOST = 3  # searches that are offered
NEAR, TRIED = 8, 80  # words tried for each that is asked for, and searches tried in all
JOINED = 5_000  # searches that are made of them, to choose the likeliest from
ALIKE = 78  # per cent of letters in common from which two words may be one misspelt
HEARD = 40  # and from which two that sound the same may: short ones often do by chance
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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the data."""

    written: dict[str, str] = field(default_factory=dict)  # folded word -> how it is written first
    heard: dict[str, list[str]] = field(default_factory=dict)  # sound -> folded words

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Vocabulary":
        """The words of names and titles."""
        written: dict[str, str] = {}
        heard: dict[str, list[str]] = {}
        for text in texts:
            for word in _WORD.findall(text):
                folded = fold(word)
                if folded not in written:
                    written[folded] = word
                    heard.setdefault(sound(folded), []).append(folded)
        return cls(written, heard)

    def nearest(self, word: str) -> list[tuple[float, str]]:
        """The words that are likest to this one, with how like they are from 0 to 100."""
        said = sound(word)
        heard = self.heard.get(said, ()) if len(said) > 1 else ()
        near = {
            other: likeness
            for choices, least in ((self.written, ALIKE), (heard, HEARD))
            for other, likeness, _ in process.extract(
                word, list(choices), scorer=fuzz.ratio, score_cutoff=least, limit=NEAR + 1
            )
            if other != word
        }
        ranked = sorted(near.items(), key=lambda one: (-one[1], one[0]))
        return [(likeness, other) for other, likeness in ranked[:NEAR]]


def suggest(
    words: Iterable[str],
    vocabulary: Vocabulary,
    is_known: Callable[[str], bool],
    count: Callable[[str], int],
) -> list[tuple[str, int]]:
    """Searches that find something instead of these folded words, with what they find; the likeliest first.

    Args:
        words: The words of the search.
        vocabulary: The words of the data.
        is_known: Whether a word occurs at all: one that does may be meant as it stands.
        count: Deals that a search finds.
    """
    asked = list(words)
    each = max(1, int(JOINED ** (1 / max(1, len(asked)))))  # of many words only the likeliest are joined
    choices = [([(100.0, word)] * is_known(word) + vocabulary.nearest(word))[:each] for word in asked]
    tried = sorted(product(*choices), key=lambda chosen: -sum(likeness for likeness, _ in chosen))
    searches = (" ".join(vocabulary.written.get(word, word) for _, word in chosen) for chosen in tried)
    found = ((search, count(search)) for search in dict.fromkeys(islice(searches, TRIED)))
    return list(islice(((search, deals) for search, deals in found if deals), MOST))
