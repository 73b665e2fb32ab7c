"""Words beside a name of unknown country -> its country: "Hozen, Japan's biggest gas buyer", "X, based in Houston".

Only what is said of the name itself counts: an apposition, a bracket, a relative clause about its seat, a town in front
of its noun.
"""

import re
from collections.abc import Sequence

from etl.rules.name_surroundings import COMPANY_NOUNS
from etl.rules.naming import Name
from etl.rules.party_words import PartyWords
from etl.rules.places import Place

BEHIND = 90  # characters behind a name in which its seat is told
BEFORE = 45  # characters between a town and the name of its firm
_SEAT = re.compile(
    r"\b(?:headquartered|head-quartered|headquarters|head\soffice|based|domiciled|incorporated|registered|seated"
    r"|базирующ\w+ся|зарегистрированн\w+|штаб-квартир\w+|с\sофисом|mit\sSitz|ansässig|siège|basée?|con\ssede|radicada)"
    r"(?:\s(?:are|is|lies?|находится|расположен\w*|est))?\s(?:in|at|near|в|во|à|en)\s(?:the\s|central\s|northern\s|southern\s)?$",
    re.I,
)
_OPENS_ASIDE = re.compile(r"[»”\"]?(?:,\s|\s\(|\s(?:which|that|whose)\s)")
_POSSESSOR = re.compile(r",\s(?:(?:one\sof|both|now|itself)\s)?$")
_OWNED = re.compile(r"['’]s?\s((?:[\w-]+\s?){1,7})")
_ARTICLE = re.compile(r",\s(?:an?|the|another|один\sиз|одна\sиз)\s(?:[\w-]+\s){0,2}?$")
_BRACKET = re.compile(r"[»”\"]?\s\((?:the\s)?$")
_BRACKET_END = re.compile(r"\s?[,;)]")
_FROM = re.compile(r"[»”\"]?\s(?:из|of|from|aus|de)\s(?:the\s|г\.\s?|города\s)?$")
_PLAIN_WORDS = re.compile(r"(?:[\s-]+[\w-]+){1,4}\s[«“\"„]?$")
_RUSSIAN_ADJECTIVE = re.compile(r"[сц]к(?:ая|ий|ой|ого|ому|им|ую|ое|ом|их|ими)$")  # of a town: "пекинская"
_QUOTE_ONLY = re.compile(r"\s[«“\"„]?$")


def country_beside(plain: str, name: Name, places: Sequence[Place], words: PartyWords) -> str | None:
    """The country that the words beside a name tell of it; None where they tell none."""
    for place in places:
        if place.kind == "group":
            continue
        if 0 <= place.start - name.end <= BEHIND and _is_told_behind(plain, name, place, words):
            return place.code
        if 0 <= name.start - place.end <= BEFORE and _is_told_before(plain, name, place, words):
            return place.code
    return None


def _is_told_behind(plain: str, name: Name, place: Place, words: PartyWords) -> bool:
    between = plain[name.end : place.start]
    if "\n" in between or ";" in between or ". " in between:
        return False
    if _OPENS_ASIDE.match(between) and _SEAT.search(between):
        return True
    if place.kind == "name" or place.kind in ("city", "capital", "region"):
        if _BRACKET.fullmatch(between) and _BRACKET_END.match(plain, place.end):
            return True
        if _FROM.fullmatch(between) and not between.startswith(" de"):
            return True
        owned = _OWNED.match(plain, place.end) if _POSSESSOR.fullmatch(between) else None
        if owned and _names_firm(owned[1], words):
            return True
    if not _ARTICLE.fullmatch(between):
        return False
    behind = re.match(r"(?:['’]s)?[\s-]((?:[\w-]+\s?){1,5})", plain[place.end : place.end + 60])
    return behind is not None and _names_firm(behind[1], words)


def _is_told_before(plain: str, name: Name, place: Place, words: PartyWords) -> bool:
    between = plain[place.end : name.start]
    is_adjective = place.kind in ("adjective", "demonym") or _RUSSIAN_ADJECTIVE.search(place.text) is not None
    if is_adjective and _QUOTE_ONLY.fullmatch(between):
        return True
    if place.kind not in ("city", "capital", "region", "adjective"):
        return False
    return _PLAIN_WORDS.fullmatch(between) is not None and _names_firm(between, words)


def _names_firm(text: str, words: PartyWords) -> bool:
    return any(words.roles(word) & COMPANY_NOUNS for word in re.findall(r"[\w-]+", text))
