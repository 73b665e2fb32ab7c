"""A name -> how it sounds: one key for the ways to write it in Latin letters."""

import re
from functools import lru_cache

# Letters that languages and transliterations exchange; folded, "Karakalpakstan" meets "Qaraqalpaqstan".
SOUNDS = str.maketrans({"c": "k", "q": "k", "y": "i", "j": "i", "w": "v", "z": "s"})
# "нурекской" names the place that is "Nurek" elsewhere; folded to Latin letters.
ADJECTIVE = re.compile(r"(?:in|ov|ev)?sk(?:ii|ogo|omu|im|om|aia|oi|uiu|oe|oy|ie|ikh|imi)$")
HISSES = re.compile(r"dzh|dj|zh|j|dz")
VOWELS = re.compile(r"[aeiou]")


def skeleton(word: str) -> str:
    """The consonants of a name as they sound: one key for the ways to write it in Latin letters.

    >>> skeleton("djengeldi") == skeleton("jongeldi")
    True
    """
    hissed = HISSES.sub("j", word).translate(SOUNDS)
    return VOWELS.sub("", hissed[:1]) + VOWELS.sub("", hissed[1:]) or word


@lru_cache(maxsize=200_000)
def to_sound(word: str) -> str:
    """The skeleton of a name; the name itself where too little of it is left to tell it from others."""
    bones = skeleton(ADJECTIVE.sub("", word) if len(word) > 7 else word)
    return bones if len(bones) > 2 else word
