"""Text to its language: by script first, then by letters and common words of a table."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SAMPLE = 2_500  # characters: enough to tell, and every document pays for them
WORD = re.compile(r"[^\W\d_]+(?:['ʻʼ’][^\W\d_]+)?")
# Ranges of Unicode blocks, in the order of code points.
SCRIPTS = (
    ("Latin", 0x41, 0x24F),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x77F),
    ("Devanagari", 0x900, 0x97F),
    ("Thai", 0xE00, 0xE7F),
    ("Georgian", 0x10A0, 0x10FF),
    ("Latin", 0x1E00, 0x1EFF),
    ("Kana", 0x3040, 0x30FF),
    ("Han", 0x4E00, 0x9FFF),
    ("Hangul", 0xAC00, 0xD7AF),
)
LETTER_WEIGHT = 0.5  # one tell-tale letter says half as much as one common word


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """What tells languages apart, in the order of the table: the first wins a tie."""

    script: dict[str, str]  # language -> script
    letters: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "LanguageWords":
        """Take the rows of data/reference/languages.csv."""
        table = list(rows)
        return cls(
            {row["language"]: row["script"] for row in table},
            {row["language"]: frozenset(row["letters"]) for row in table},
            {row["language"]: frozenset(row["words"].split()) for row in table},
        )


def find_language(text: str, words: LanguageWords, default: str = "en") -> str:
    """The language of a text as a BCP 47 code; `default` where nothing tells.

    Words count against the text's length in words, so a few names in Latin letters inside a Russian
    text do not make it English.
    """
    sample = text[:SAMPLE]
    letters = Counter(sample.lower())
    script = _script(letters)
    candidates = [language for language, its_script in words.script.items() if its_script == script]
    if not candidates:
        return default
    said = Counter(word.lower() for word in WORD.findall(sample))

    def score(language: str) -> float:
        by_word = sum(said[word] for word in words.words[language])
        by_letter = sum(letters[letter] for letter in words.letters[language])
        return by_word + LETTER_WEIGHT * by_letter

    best = max(candidates, key=score)
    if score(best) == 0 and default in candidates:
        return default
    return best


def _script(letters: Counter[str]) -> str | None:
    """The script with most letters. Kana decides against Han: Japanese mixes both."""
    counts: Counter[str] = Counter()
    for letter, count in letters.items():
        if not letter.isalpha():
            continue
        code = ord(letter)
        for script, first, last in SCRIPTS:
            if first <= code <= last:
                counts[script] += count
                break
    if counts["Kana"] * 5 > counts["Han"] > 0:
        return "Kana"
    return counts.most_common(1)[0][0] if counts else None
