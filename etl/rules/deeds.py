"""What is done in a sentence, and how far it is: "will build", "is being laid", "has not signed".

A verb of what happens to deals is read with the small word in front of it. Which verb says what, and which small
words there are, is the table `deed_words`: the code of a verb is `deed:form`, that of a small word begins with a plus.
"""

from typing import NamedTuple

from etl.rules.choice_weights import Evidence
from etl.rules.lexicon import Hit
from etl.rules.scene import Page, Scene

SMALL = "+"  # begins the code of a small word: "will", "has been", "plans to", "not"
REACH = 16  # characters between a small word and its verb: "has, it said, signed"


class Deed(NamedTuple):
    """One verb: where it begins, what it does, and its manner: the small word before it, and its form."""

    start: int
    deed: str
    manner: str


def find_deeds(page: Page, number: int) -> list[Deed]:
    """The deeds of a sentence, in reading order."""
    found: list[Deed] = []
    small: Hit | None = None
    for hit in page.hits(number, "deed"):
        code = hit.entry.code
        if code.startswith(SMALL):
            if small is None or hit.start >= small.end:  # "is to be" is longer than the "to be" in it
                small = hit
            continue
        deed, _, form = code.partition(":")
        is_led = small is not None and 0 <= hit.start - small.end <= REACH
        manner = f"{small.entry.code[len(SMALL) :]} {form}" if small is not None and is_led else form
        found.append(Deed(hit.start, deed, manner))
    return found


def to_deed_evidence(scene: Scene) -> Evidence:
    """What is done in the amount's own part of its sentence, and how far it is."""
    first, last = scene.context.clause
    found: dict[str, float] = {}
    for start, deed, manner in find_deeds(scene.page, scene.sentence):
        if first <= start < last:
            found[f"deed {deed} {manner}"] = found[f"deed {deed}"] = found[f"manner {manner}"] = 1.0
    return found
