"""A mark that fits several currencies -> one of them: by the places named near, by home, by what it meant before, else the default."""

import re

from etl.rules.money_numbers import Atom
from etl.rules.money_words import MoneyWords

_NEAR_BEFORE, _NEAR_AFTER = 300, 120
_FAR = 3_000  # where no country is named near
_NAME = re.compile(r"[^\W\d_]+")
# A "$" is the US dollar whatever country the sentence names; only a publisher's home decides otherwise.
_WORLDWIDE = "USD"


def decide(
    atom: Atom, text: str, words: MoneyWords, home: str | None, named: dict[tuple[str, ...], str]
) -> tuple[str, bool]:
    """ISO code of an atom's currency, and whether it is only assumed.

    `named` holds what the same mark has meant before in this text; what is decided here is added to it.
    """
    candidates = atom.candidates
    if len(candidates) == 1:
        if atom.suffix is not None and len(atom.suffix.currencies) > 1:
            named[_told(atom.suffix.currencies)] = candidates[0]
        return candidates[0], False
    if candidates[0] == _WORLDWIDE:
        return (home, False) if home in candidates else (candidates[0], True)
    told = named.get(_told(candidates))
    if told and home not in candidates:
        return told, False  # "85 million Swiss francs ... 10 million francs"
    near = _named_near(atom, text, words, _NEAR_BEFORE, _NEAR_AFTER)
    if near:
        named[candidates] = near
        return near, False
    if home in candidates:
        return home, False
    if candidates not in named:
        named[candidates] = _named_near(atom, text, words, _FAR, _FAR) or candidates[0]
        return named[candidates], True
    return named[candidates], True


def _told(candidates: tuple[str, ...]) -> tuple[str, ...]:
    """The key under which a name with its country is remembered."""
    return ("told", *candidates)


def _named_near(atom: Atom, text: str, words: MoneyWords, reach: int, reach_after: int) -> str | None:
    """The candidate whose country is named nearest to the amount; None where none is."""
    low, high = max(0, atom.start - reach), min(len(text), atom.end + reach_after)
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
