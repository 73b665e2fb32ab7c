"""A word of a subject -> the thing that it means, the same one in every language: "вагон" and "coach".

Pure. Words are compared by their beginnings, folded to Latin letters; a short beginning stands only for
words that are hardly longer, so that copper ("мед") is no medicine ("медицина").
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from etl.names import fold

SHORT, ENDING = 5, 2  # letters of a beginning that needs care, and of an ending that it may have
LONGEST = 20


@dataclass(frozen=True, slots=True)
class Things:
    """Beginnings of words, and phrases, with the thing that each means."""

    starts: Mapping[str, str] = field(default_factory=dict)
    phrases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "Things":
        """Rows have thing and words, divided by `|`; a thing of two words is a phrase."""
        told = [(fold(word), row["thing"]) for row in rows for word in row["words"].split("|")]
        return cls(
            {word: thing for word, thing in told if word.isalnum()},
            {word: thing for word, thing in told if not word.isalnum()},
        )

    def of_word(self, word: str) -> str | None:
        """The thing of one folded word; None where no table knows it.

        >>> Things({"loko": "locomotive"}).of_word("lokos"), Things({"loko": "locomotive"}).of_word("lokomat")
        ('locomotive', None)
        """
        for length in range(min(len(word), LONGEST), 1, -1):
            thing = self.starts.get(word[:length])
            if thing and (length >= SHORT or len(word) - length <= ENDING):
                return thing
        return None

    def of_phrase(self, text: str) -> str | None:
        """The thing of a folded phrase of several words, such as "data centre"."""
        return next((thing for phrase, thing in self.phrases.items() if phrase in text), None)
