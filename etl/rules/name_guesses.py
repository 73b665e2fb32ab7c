"""Names never seen that no word before or behind calls a firm: what they do in the sentence tells it.

"a loan of Bosfor Yatirim", "Daeyang's board", "la finlandesa Molinox", "silos put up by Stodola Silosy". A person, a
place and a thing stand elsewhere: behind a title, behind "in" and "near", behind an article.
"""

import re

from etl.rules.name_patterns import DEALS, Patterns
from etl.rules.name_surroundings import COMPANY_NOUNS, COUNTRY_BEHIND, WORDS_BEFORE, is_cyrillic

_CAPITAL = r"[^\W\d_a-zа-яё]"
_BEFORE = re.compile(r"(?<!\w)([\w-]+)\s(the\s)?[«\"“]?$")
_GIVERS = frozenset({"for", "to", "with", "from"})
_SURE_GIVERS = frozenset({"by", "lend", "lent", "lends", "lending", "joins", "joined", "von", "par", "via"})
_OWNED_BEFORE = re.compile(
    r"\b(?:loans?|credits?|guarantees?|bonds?|half|third|quarter|cent|percent|%|stake|shares?|board|complex|bid|offer|order"
    r"|holders|shareholders|sale|takeover|acquisition|purchase|control|part|creditors|lenders|clients?|customers?"
    r"|(?:[Dd]irector|[Cc]hairman|[Cc]hairwoman|[Hh]ead|[Cc]hief|[Mm]anager|[Pp]resident|CEO|[Ff]ounder)\s(?:\w+\s){1,3})\sof\s$"
)
_OWNS = re.compile(
    r"'s?\s(?:[a-z-]+\s)?(?:board|shareholders?|chief|chairman|boss|shares?|stake|subsidiary|unit|offer|bid|order|order\sbook"
    r"|backlog|customers?|clients?|creditors?|lenders?|owners?|parent|headquarters|engineers|balance\ssheet|revenue|turnover"
    r"|profit|yard|works|plant|mill|fleet|consortium|management|executives|spokes\w+|factory|factories|crews|bonds?)\b"
)
_COUNTRY_IN_BRACKETS = re.compile(r"\s\(")
_OF_TOWN_AND_COUNTRY = re.compile(rf"\s(?:of|from)\s{_CAPITAL}[\w'-]+(?:\s{_CAPITAL}[\w'-]+)?,\s")
_SAYS_IT = re.compile(
    r"\s(?:said|says|announced|announces|reported|reports|confirmed|disclosed|stated|declared)\b[^.;:]{0,60}?\b(?:it|its)\b"
)
_LOCAL_ARTICLE = re.compile(
    r"(?:^|[\s(«\"“])(?:l['’]|la|el|le|los|las|les|il|lo|die|der|das|den|dem|des|o|a|une?|una|eine[rnms]?)\s?$",
    re.I,
)
_GERMAN_ARTICLE = re.compile(r"(?<!\w)(?:[Dd](?:er|ie|as|en|em|es)|[Ee]ine?[rnms]?)\s\S+\s$")
_STOPS = frozenset({"title", "government", "not_company", "event", "given_name", "takes_person"})
_PERSON_BEHIND = re.compile(r",\s(?:[\w'’-]+\s){0,5}?([\w-]+)\b")
_AMOUNT_BEHIND = re.compile(r"\s?[$€£¥₸₽]|\s?\d")
_VERB_REACH = 22


class Guesses(Patterns):
    """One sentence with what the course of it says of a name that nothing calls a firm."""

    def is_german(self) -> bool:
        """Whether every noun has a capital here, so that a capital says nothing."""
        return _GERMAN.search(self.window) is not None

    def is_money_code(self, left: int, right: int) -> bool:
        """ "US$ 40 million", "SEK 1.1 billion": the letters of a currency."""
        token = self.window[left:right]
        return len(token) <= 4 and not token.islower() and bool(_AMOUNT_BEHIND.match(self.window, right))

    def is_latin_in_cyrillic(self, left: int) -> bool:
        return self.window[left].isascii() and not self.lowered.isascii() and is_cyrillic(self.lowered)

    def is_person(self, left: int, tokens: list[str], roles: list[frozenset[str]]) -> bool:
        """ "Rustam Yusupov": a given name and a surname; not "Anna Textiles"."""
        return (
            2 <= len(tokens) <= 3
            and "given_name" in roles[0]
            and not any(role & {"tail", "legal_form"} for role in roles[1:])
        )

    def course(self, left: int, right: int, tokens: list[str], roles: list[frozenset[str]]) -> str | None:
        """The evidence that the course of the sentence gives for a firm; None where it gives none."""
        window = self.window
        if (
            any(role & _STOPS for role in roles)
            or "not_name" in roles[0]
            or self._is_explained_as_person(right)
        ):
            return None
        is_noun = len(tokens) == 1 and (
            self.is_german() or _GERMAN_ARTICLE.search(window, 0, left) is not None
        )
        if self.is_national_by_adjective(left) and not is_noun:
            return "adjective_before"
        found = _BEFORE.search(window, max(0, left - 24), left)
        before, article = (found[1].lower(), bool(found[2])) if found else ("", False)
        if article or before in ("the", "a", "an") or _is_where(before):
            return None
        is_whole = len(tokens) > 1
        if _OWNS.match(window, right) and (is_whole or len(tokens[0]) > 3) and not self.is_place(left, right):
            return "owner"
        if not is_whole:
            return None
        if "&" in tokens:
            return "ampersand"
        if self.country_told(right):
            return "country_behind"
        if _SAYS_IT.match(window, right) or self._acts(right):
            return "acts"
        if self.is_initial(left):
            return None
        if _OWNED_BEFORE.search(window, max(0, left - 50), left):
            return "owned_by"
        if before in _SURE_GIVERS or (
            before in _GIVERS and any(hit.entry.code in _MONEYED for hit in self.phrases)
        ):
            return "party"
        return None

    def is_no_subject(self, left: int, tokens: list[str], roles: list[frozenset[str]]) -> bool:
        """Whether a word before a verb is no firm: "in Midrand is lending", "the Treasurer promised", "Shipments dropped"."""
        found = _BEFORE.search(self.window, max(0, left - 24), left)
        if found and (found[1].lower() in _WHERE or found[1].isdigit() or (len(tokens) == 1 and found[2])):
            return True
        if len(tokens) > 1:
            return False
        if found and found[1].lower() in _DETERMINERS:
            return True
        if self.is_german() and not self.is_initial(left):
            return True  # every noun has a capital
        return self.opens_as_plural(left, tokens, roles)

    def opens_as_plural(self, left: int, tokens: list[str], roles: list[frozenset[str]]) -> bool:
        """ "Shipments", "Textile": one common word that opens a sentence."""
        if len(tokens) > 1 or not self.is_initial(left):
            return False
        word = tokens[0].rstrip(".,")
        is_plural = word.isascii() and word.endswith("s") and not word.endswith(_SINGULAR_IN_S)
        return is_plural or "tail" in roles[0]

    def is_national_by_adjective(self, left: int) -> bool:
        """ "la finlandesa Molinox", "die französische Ferrovia": an adjective in small letters right before the name."""
        at = next(
            ((first, place) for first, (last, place) in self.place_at.items() if last == left - 1), None
        )
        if at is None or at[1].kind != "adjective" or not self.window[at[0]].islower():
            return False
        return _LOCAL_ARTICLE.search(self.window, max(0, at[0] - 7), at[0]) is not None

    def is_told_from(self, left: int, right: int) -> bool:
        """ "Total of France, meanwhile": a firm from a country; not "Total of Kazakhstan's exports" or "total from China"."""
        found = COUNTRY_BEHIND.match(self.window, right)
        at = self.place_at.get(found.end()) if found else None
        if at is None:
            return False
        return not self.is_initial(left) or self.window[at[0] : at[0] + 1] == ","

    def country_told(self, right: int) -> str | None:
        """The country of "Westveld Kassen (Netherlands)", "Mlekara of Sjenica, Serbia"."""
        for pattern in (_COUNTRY_IN_BRACKETS, _OF_TOWN_AND_COUNTRY):
            found = pattern.match(self.window, right)
            at = self.place_at.get(found.end()) if found else None
            if at is not None and at[1].kind == "name":
                is_told = pattern is _OF_TOWN_AND_COUNTRY or self.window[at[0] : at[0] + 1] == ")"
                return self.country_of(at[1]) if is_told else None
        return None

    def _acts(self, right: int) -> bool:
        """Whether a verb of dealing follows at once."""
        start = right + (self.window[right : right + 1] in '»”"')
        return any(
            hit.entry.code in DEALS and start <= hit.start <= start + _VERB_REACH and " " in self.window[start : start + 1]
            and not any(sign in self.window[start : hit.start] for sign in ",;:()")
            for hit in self.phrases
        )  # fmt: skip

    def _is_explained_as_person(self, right: int) -> bool:
        """ "Lasha Beridze, the deputy minister"."""
        found = _PERSON_BEHIND.match(self.window, right)
        if found is None:
            return False
        words = WORDS_BEFORE.findall(self.window[right : right + 60])[:5]
        roles = [self.words.roles(word) for word in words]
        return any("title" in role for role in roles) and not any(role & COMPANY_NOUNS for role in roles[:2])


_MONEYED = DEALS | {"finance", "supplies_to"}
_WHERE = frozenset(
    {
        "in", "at", "near", "on", "across", "outside", "inside", "into", "through", "over", "under", "behind", "around",
        "beyond", "off", "along", "above", "below", "towards", "within", "north", "south", "east", "west", "called", "named",
    }
)  # fmt: skip


_SINGULAR_IN_S = ("ss", "us", "is", "ys", "as", "os")
_DETERMINERS = frozenset(
    {
        "from",
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "their",
        "our",
        "no",
        "am",
        "im",
        "zum",
        "das",
        "der",
        "die",
        "den",
        "dem",
        "des",
    }
)
_GERMAN = re.compile(
    r"\b(?:und|für|mit|wird|der|das|dem|im|sind|ist)\b.*?\b(?:und|für|mit|wird|der|die|das|dem|im|sind|ist|in)\b"
)


def _is_where(word: str) -> bool:
    return word in _WHERE
