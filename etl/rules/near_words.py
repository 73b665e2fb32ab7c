"""The words beside an amount, as evidence of the fitted choices: for what no table of words has a row yet.

Which of them mean anything is learnt: a word of too few labelled passages has no weight.
"""

import re
from collections.abc import Mapping

from etl.rules.context import Context

WORD = "word "  # how the names of this evidence begin
LEFT, RIGHT = 3, 2  # words that stand right beside the amount, and are told as such once more
STEM = 6  # letters of a word that are told: enough for what a word means, too few for most endings
_WORD = re.compile(r"[^\W\d_]+|\d+|[%$€£()]")


def near_words(context: Context, before: int, behind: int, strength: float) -> Mapping[str, float]:
    """The stems beside an amount: `word before order`, `word left worth` ...; numbers by their length alone.

    Args:
        context: The amount with its surroundings.
        before: Characters in front of it that are looked at.
        behind: Characters behind it.
        strength: How strongly one word speaks: there are many, and each is seldom.
    """
    start, end = context.amount
    first = stems(context.text[max(0, start - before) : start])
    second = stems(context.text[end : end + behind])
    found = {f"{WORD}before {stem}": strength for stem in first}
    found.update({f"{WORD}behind {stem}": strength for stem in second})
    found.update({f"{WORD}left {stem}": strength for stem in first[-LEFT:]})
    found.update({f"{WORD}right {stem}": strength for stem in second[:RIGHT]})
    return found


def stems(text: str) -> list[str]:
    """The words of a text by their beginnings; numbers by their length alone."""
    return ["0" * len(word) if word.isdigit() else word[:STEM] for word in _WORD.findall(text.lower())]
