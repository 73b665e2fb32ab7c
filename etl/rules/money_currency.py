"""A mark that fits several currencies -> one of them: by home, by the places named near, else the default."""

import re

from etl.rules.money_numbers import Atom
from etl.rules.money_words import MoneyWords

_NEAR_BEFORE, _NEAR_AFTER = 300, 120
_NAME = re.compile(r"[^\W\d_]+")
# A "$" is the US dollar whatever country the sentence names; only a publisher's home decides otherwise.
_WORLDWIDE = "USD"


def decide(atom: Atom, text: str, words: MoneyWords, home: str | None) -> tuple[str, bool]:
    """ISO code of an atom's currency, and whether it is only assumed."""
    candidates = atom.candidates
    if len(candidates) == 1:
        return candidates[0], False
    if candidates[0] != _WORLDWIDE:
        named = _named_near(atom, text, words)
        if named:
            return named, False
    if home in candidates:
        return home, False
    return candidates[0], True


def _named_near(atom: Atom, text: str, words: MoneyWords) -> str | None:
    """The candidate whose country is named nearest to the amount; None where none is."""
    low, high = max(0, atom.start - _NEAR_BEFORE), min(len(text), atom.end + _NEAR_AFTER)
    best, distance, before = None, high - low, ""
    for found in _NAME.finditer(text, low, high):
        name = found[0].lower()
        for said in (f"{before} {name}", name):
            code = words.places.get(said)
            if code in atom.candidates:
                away = max(found.start() - atom.end, atom.start - found.end(), 0)
                if away < distance:
                    best, distance = code, away
                break
        before = name
    return best
