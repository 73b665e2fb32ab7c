"""Where a name begins and where it ends: words that are not of it left out, words that are of it taken in."""

import re
from dataclasses import replace

from etl.rules.name_guesses import Guesses
from etl.rules.name_surroundings import COMPANY_NOUNS, WORDS, WORDS_BEFORE, is_cyrillic
from etl.rules.naming import Name
from etl.rules.party_words import Organisation

UPPER = "".join(chr(c) for c in range(0x41, 0x52F) if chr(c).isupper())
TOKEN = rf"[{UPPER}]\w*(?:[-.&'+]\w+)*&?"
NOT_FIRST = frozenset({"title", "government"})
_SECOND_HALF = re.compile(rf"-[{UPPER}][^\W\d_]*[^\W\d_A-ZА-Я](?![\w-])")
_PREPOSITION_OF = re.compile(r" of (?:the )?")
_FORM_BEHIND = re.compile(
    r",?\s(?:d\.\s?o\.\s?o\.|d\.d\.|a\.\s?s\.|s\.\s?r\.\s?o\.|k\.s\.|(?:Sp\.|sp\.)\sz\s?o\.o\.|S\.p\.A\.|S\.r\.l\.|B\.V\.|N\.V\.|S\.A\.|"
    r"A\.Ş\.|A/S|Co\.,?\sLtd\.?|Pte\.?\sLtd\.?|Pvt\.?\sLtd\.?|Sdn\.?\sBhd\.?|L\.L\.C\.|W\.L\.L\.|e\.G\.)(?!\w)"
)
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber"
)
_TO_WHOM = (" with ", " by ", " for ", " to ")
_INSTITUTION_OF = re.compile(rf"\sof\s(?:the\s)?({TOKEN}(?:\s{TOKEN})?)")
_SECOND_AND = re.compile(r" and ")
_FIELD_AND_GROUP = re.compile(rf"(?<!\w)({TOKEN})\sand\s$")
# Sectors whose firms give their products names with a capital.
_HAVE_PRODUCTS = frozenset(
    {"aviation", "defence", "rail", "manufacturing", "it_ai_telecom", "health", "agriculture"}
)


class Edges(Guesses):
    """One sentence with what belongs to a name beside the words that gave it away."""

    def _with_form(self, name: Name) -> Name:
        """Take a legal form with points or small letters behind a name into it: "d.o.o.", "S.p.A."."""
        form = _FORM_BEHIND.match(self.window, name.end) if name.is_company else None
        if form is None:
            return name
        return replace(name, end=form.end(), text=self.window[name.start : form.end()])

    def _with_opening(self, left: int, right: int) -> int:
        """Take an unknown capitalised word before a known name of one word into it: "Kalahari Telkom"."""
        before = WORDS_BEFORE.findall(self.window, max(0, left - 24), left)
        if not before or self.window[left - 1] != " " or " " in self.window[left:right] or self.is_titled:
            return left
        start = left - 1 - len(before[-1])
        word = self.window[start : left - 1]
        is_plain = word == before[-1] and word.isalpha() and word[0].isupper() and word[1:].islower()
        if not is_plain or is_cyrillic(word.lower()) or self.words.roles(word) or word.endswith("ly"):
            return left
        return left if self.is_place(start, left - 1) or self.follows_title(start) else start

    def _whole_word(self, right: int) -> int:
        """ "YDA-Mersin" is one name, of which YDA is known."""
        joined = _SECOND_HALF.match(self.window, right)
        return joined.end() if joined else right

    def _with_tail(self, left: int, right: int, organisation: Organisation) -> int:
        """Take what is behind a known name into it: "Group", a country ("Telkom Namibia"), "Elecnor Andrade".

        Behind a maker of jets or cars a capital is its product ("Boeing Dreamliner"), so that there only
        words that end names of firms belong to it.
        """
        behind = WORDS.match(self.window, right + 1) if self.window[right : right + 1] == " " else None
        word = behind.group().rstrip(",;:).» ") if behind else ""
        if not word.isalpha() or not word[0].isupper():
            return right
        end = right + 1 + len(word)
        roles = self.words.roles(word)
        if word == "Board":
            return right  # "the DFC Board": directors are persons
        if roles & {"legal_form", "tail"} and ("not_name" not in roles or "may_open" in roles):
            is_common = self.is_titled and "not_name" in roles
            return right if is_common else self._with_tail(left, end, organisation)
        place = self.place_at.get(right + 1)
        if self.is_titled or (
            place is None and (" " in self.window[left:right] or self.window[left:right].isupper())
        ):
            return right
        if place is not None and organisation.type in ("development_bank", "international"):
            return right  # "for the EBRD Kazakhstan remains the largest"
        if place is not None:
            is_owner = self.window.startswith(("'s", "-"), place[0])
            return (
                place[0]
                if place[1].kind == "name"
                and place[0] >= end
                and not is_owner
                and not is_cyrillic(word.lower())
                else right
            )
        is_plain = word[1:].islower() and len(word) > 2 and not roles and not is_cyrillic(word.lower())
        return end if is_plain and organisation.sector not in _HAVE_PRODUCTS else right

    def _with_field(self, left: int, right: int) -> int:
        """ "Energy and Minerals Group": two words that only end names are one name together."""
        found = _FIELD_AND_GROUP.search(self.window, max(0, left - 30), left)
        if found is None or self.is_initial(found.start()):
            return left
        words = [self.words.roles(word) for word in (found[1], *self.window[left:right].split())]
        return found.start() if all(role & {"tail", "legal_form"} for role in words) else left

    def _with_of(self, right: int, roles: list[frozenset[str]]) -> int:
        """Take "of Kazakhstan" behind "Development Bank" into the name."""
        joint = _PREPOSITION_OF.match(self.window, right)
        if joint is None or "institution" not in roles[-1] or not self.window.endswith("Bank", 0, right):
            return right
        at = self.place_at.get(joint.end())
        if at is not None and at[1].kind == "name":
            return at[0]
        whole = _INSTITUTION_OF.match(self.window, right) if len(roles) > 1 else None
        return whole.end() if whole else right  # "the Development Bank of Turan"

    def _without_opening(self, left: int, right: int) -> int:
        """Leave out words that are capitalised only because a sentence begins with them."""
        first = left
        while left < right:
            word = WORDS.match(self.window, left)
            roles = self.words.roles(word.group().strip(".,")) if word else frozenset()
            if word is None or "not_name" not in roles or roles & NOT_FIRST:
                return left
            rest = self.window[word.end() : right].split()
            if len(rest) == 1 and self.is_place_behind(right) and self.words.roles(rest[0]):
                return left  # "Vision Invest from Riyadh"
            # "First Solar", "National Grid": the word belongs to a name that ends like one.
            if (
                rest
                and self.words.roles(rest[-1]) & {"tail", "legal_form"}
                and "may_open" in self.words.roles(word.group())
            ):
                return left
            is_title = len(rest) > 1 and all(token[0].isupper() for token in rest)
            is_title = is_title and "not_name" in self.words.roles(rest[0]) and not self.is_german()
            if (
                left == first
                and is_title
                and word.group() not in ("The", "A", "An")
                and not _CALENDAR.fullmatch(rest[0])
            ):
                return left  # "Silk Road Freightways": the second word has its capital from the name
            left = word.end()
            while left < right and not self.window[left].isalnum():
                left += 1
        return left

    def _without_noun(self, left: int, right: int) -> int:
        """Leave out a noun with a capital before a name: "Firma Rheintal", "Wiener Anlagenbauer Donautech"."""
        is_inside = self.window[:left].endswith(_TO_WHOM)
        for number, word in enumerate(WORDS.finditer(self.window, left, right)):
            if number == 0 and is_inside:
                return left  # "with Metro Mass Transit": English writes the noun before a name small
            if number > 1 or word.end() + 1 >= right:
                return left
            roles = self.words.roles(word.group())
            if roles & COMPANY_NOUNS and not roles & {"tail", "legal_form", "may_open"}:
                return word.end() + 1 if self.window[word.end() + 1].isupper() else left
            if (
                number == 0
                and not self.words.suffixed(word.group())
                and word.group().isascii()
                and self.lowered.isascii()
            ):
                following = WORDS.match(self.window, word.end() + 1, right)
                if following is None or not self.words.suffixed(following.group()):
                    return left
        return left

    def _without_adjectives(self, left: int, right: int) -> tuple[int, str | None]:
        """Leave out "Danish", "US-based" and titles of states before a name; say which country it was."""
        nation: str | None = None
        while left < right:
            at = self.place_at.get(left)
            if at is None:
                break
            stop, place = at
            while stop < right and not self.window[stop].isspace():  # "Seoul-based", "Turkish-German"
                stop += 1
            rest = self.window[stop:right].split()
            is_bare = (
                place.kind in ("adjective", "demonym", "group")
                or stop > at[0]
                or place.text in ("US", "U.S.", "UK", "UAE")
            )
            if not rest and stop > at[0]:
                return stop, place.code  # "the Toulouse-based manufacturer": no name at all
            if not rest or not is_bare:
                break
            if all("tail" in self.words.roles(token) for token in rest):
                break  # "Turkish Airlines" is the name itself
            if (
                "institution" in self.words.roles(rest[-1])
                and self.window[max(0, left - 4) : left].lower() == "the "
            ):
                break  # "the Georgian Energy Development Fund"
            nation = place.code
            left = stop
            while left < right and not self.window[left].isalnum():
                left += 1
        return left, nation

    def _without_firms(self, left: int, right: int) -> int:
        """ "The Government of Mongolia and Orano Mining": a known firm behind "and" is none of the state's."""
        joints = [found.start() for found in _SECOND_AND.finditer(self.window, left, right)]
        if len(joints) > 1 and "," not in self.window[left:right]:
            right = joints[-1]  # "Ministry of Industry and Construction and Anhui Tianbo Glass"
        for start, _, _ in self.words.organisations.find(self.window, (left, right)):
            if start > left and not self.is_place(start, start + 3):
                return left + len(self.window[left:start].rstrip().removesuffix("and").rstrip(" ,&"))
        return right
