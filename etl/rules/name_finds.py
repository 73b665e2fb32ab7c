"""What may be a name in a sentence: known ones, ones in quotation marks, runs of capitalised words."""

import re
from dataclasses import replace

from etl.rules.gazetteer import Span
from etl.rules.name_edges import TOKEN, UPPER
from etl.rules.name_surroundings import COMPANY_NOUNS, WORDS, WORDS_BEFORE, is_cyrillic
from etl.rules.name_verdicts import QUOTES, Verdicts
from etl.rules.naming import Name
from etl.rules.party_words import Organisation

_JOINT = r"(?:-\s(?:und|&)(?=\s)|\s(?:&|\+|de|du|des|da|do|dos|di|del|della|von|van|der|la|le|y|e|et)(?=\s)|\s?&)?\s(?:(?:la|los|der)\s)?"
# Led by its capital, so that small letters are passed over at once; what stands before it is asked behind it.
_SEQUENCE = re.compile(rf"[{UPPER}](?<!\w.)\w*(?:[-.&'+]\w+)*&?(?:{_JOINT}{TOKEN})*")
LIST_JOINT = re.compile(
    r"^[»\"”]?\s*(?:,|and|&|,\s*and|or|и|,\s*и|а также|y|e|et|und|ve|together with|as well as)\s*[«\"“„]?(?:the\s)?$"
)
_QUOTED = re.compile(
    rf"«([{UPPER}][^«».!?\n]{{2,60}})»|\"([{UPPER}][^\".!?\n]{{2,60}})\"|[„“”]([{UPPER}][^„“”.!?\n]{{2,60}})[“”]"
)
_BUSINESS_PREPOSITIONS = frozenset({"с", "со", "от", "у"})
_OWNERSHIP = re.compile(
    r"(?:государственн|частн|местн|отечественн|дочерн|одноименн|столичн)\w+$|[а-яё]{3,}[сц]к(?:ая|ий|ое|ой|ого|ому|им|ую)$"
)


class Finds(Verdicts):
    """One sentence with what may be a name in it."""

    def _known_organisation(
        self, left: int, known_from: int, known_to: int, right: int, organisation: Organisation
    ) -> Name:
        met = self.known.get(self.window[left:right])
        if met is not None and (met.rule == "alias" or met.text.startswith(self.window[left:right] + " ")):
            # "Daewoo" where "Daewoo Engineering & Construction" stood before.
            return replace(met, start=left, end=right, text=self.window[left:right], rule="met_before")
        country, name, role = organisation.country, organisation.name, organisation.usual_role
        if country is None and organisation.type not in ("development_bank", "international"):
            country = self.nationality(left, right)
        elif right > known_to or left < known_from:
            # "Telkom Namibia", "Brazil's Elecnor Andrade": a firm of its own, not the known one.
            behind = self.place_at.get(known_to + 1)
            own = self.country_of(behind[1]) if behind is not None else self.nationality(left, right)
            if own is not None and own != country:
                country, name, role = own, self.window[left:right], ""
        return Name(left, right, self.window[left:right], name, organisation.type, country, role, "known")

    def _is_part_of_longer_place(self, left: int, right: int, found: list[Name]) -> bool:
        for start, end, _ in self.places:
            if start <= left and right <= end:
                if (start, end) != (left, right):
                    return True
                # "the French company Suez", "Meridiam and Suez" are not the town
                is_joined = bool(found) and LIST_JOINT.match(self.window[found[-1].end : left]) is not None
                return not (is_joined or self.acts_as_name(left, right))
        return False

    def _quoted(self, taken: list[Span]) -> list[Name]:
        """Names in Russian quotation marks: "с «Узбекистанскими железными дорогами»", "банк «Мирабад»"."""
        names: list[Name] = []
        if QUOTES.isdisjoint(self.window) or not is_cyrillic(self.lowered):
            return names
        for found in _QUOTED.finditer(self.window):
            left, right = found.start() + 1, found.end() - 1
            if any(first < right and last > left for first, last in taken):
                continue
            before = WORDS_BEFORE.findall(self.window, max(0, left - 40), left)
            roles = self.words.roles(before[-1]) if before else frozenset()
            nation = self.nationality(left - 1, right)
            is_named = bool(roles & (COMPANY_NOUNS | {"legal_form"})) or (
                before
                and (before[-1].lower() in _BUSINESS_PREPOSITIONS or _OWNERSHIP.match(before[-1]) is not None)
            )
            told = is_named or nation or self.takes_part(left) or self.has_phrase_behind(right)
            if not (told or self.is_name_like(left, right)):
                continue
            last = self.words.roles(self.window[left:right].split()[-1])
            if "not_company" in last:
                continue
            kind, role = self._type_and_role(left - 1, self.window[left:right].split(), [])
            text = self.window[left:right]
            names.append(
                Name(left, right, text, text, kind, nation or self.own_country(left, right), role, "quoted")
            )
        return names

    def _sequences(self, taken: list[Span]) -> list[Span]:
        """Runs of capitalised words outside known names, cut at possessives."""
        spans: list[Span] = []
        for found in _SEQUENCE.finditer(self.window):
            left, right = found.span()
            for first, last in taken:
                if first < right and last > left:
                    if first > left:
                        spans.extend(self._cut(left, first))
                    left = max(left, last)
            if left < right:
                spans.extend(self._cut(left, right))
        return spans

    def _cut(self, left: int, right: int) -> list[Span]:
        spans: list[Span] = []
        begun: int | None = None
        stop = left
        for word in WORDS.finditer(self.window, left, right):
            token = word.group()
            if begun is None:
                if not token[0].isupper():
                    continue
                begun = word.start()
            mark = token.rfind("'")
            if mark > 1 and (mark == len(token) - 1 or token[mark + 1 :].islower()):
                # A possessive, or a Turkish ending: "Wabtec's", "Özbekistan'da".
                spans.append((begun, word.start() + mark))
                begun = None
                continue
            stop = word.end()
        if begun is not None:
            spans.append((begun, stop))
        return spans
