"""Words -> how the search compares them: no accents, no case, one alphabet."""

import re
import unicodedata

_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
    "ю": "yu", "я": "ya", "ё": "e", "і": "i", "қ": "k", "ғ": "g", "ң": "n", "ә": "a", "ө": "o", "ү": "u",
    "ұ": "u", "һ": "h", "ў": "u", "ҳ": "h", "ї": "i", "є": "e", "ı": "i", "ł": "l", "ø": "o", "ß": "ss",
}  # fmt: skip
_FOLD = str.maketrans(_CYRILLIC)


def fold(text: str) -> str:
    """Lower case, no accents, Cyrillic in Latin letters: how the search compares words.

    >>> fold("Türkiye Қазақстан")
    'turkiye kazakstan'
    """
    # Translate first: decomposing would cut letters such as й and ё in two.
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_FOLD)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def search_words(text: str) -> tuple[str, ...]:
    """The folded words of a search, at most eight."""
    return tuple(dict.fromkeys(re.findall(r"[^\W_]+", fold(text))))[:8]
