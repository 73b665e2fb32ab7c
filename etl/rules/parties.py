"""Who is named in a sentence: companies, banks, funds and state firms, known ones and ones never seen.

A known name stands in the organisations table. A capitalised word that does not is taken for a name
only on evidence: a legal form or a word such as Group or Airlines in it, a noun before it ("Danish
supplier Medisund"), a country before it ("Japan's Hoshino"), a verb of business behind it, a place
in a list with other names. Ministries come out as governments; persons, places and events do not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.rules.gazetteer import Span, plain
from etl.rules.lexicon import Hit
from etl.rules.name_guesses import Guesses
from etl.rules.name_surroundings import (
    CODE_BEHIND,
    COMPANY_NOUNS,
    WORDS,
    WORDS_BEFORE,
    is_cyrillic,
)
from etl.rules.naming import Name
from etl.rules.party_words import Organisation, PartyWords
from etl.rules.places import Place

_UPPER = "".join(chr(c) for c in range(0x41, 0x52F) if chr(c).isupper())
_TOKEN = rf"[{_UPPER}]\w*(?:[-.&'+]\w+)*&?"
_JOINT = r"(?:-\s(?:und|&)(?=\s)|\s(?:&|\+|de|du|des|da|do|dos|di|del|della|von|van|der|la|le|y|e|et)(?=\s)|\s?&)?\s(?:(?:la|los|der)\s)?"
# Led by its capital, so that small letters are passed over at once; what stands before it is asked behind it.
_SEQUENCE = re.compile(rf"[{_UPPER}](?<!\w.)\w*(?:[-.&'+]\w+)*&?(?:{_JOINT}{_TOKEN})*")
_CAMEL = re.compile(rf"^\w*[a-zа-я][{_UPPER}]\w*[a-zа-я]")
_PERSONAL_CAMEL = re.compile(r"^(?:Mc|Mac|De|Di|La|Le|O'|Van|Fitz)[A-Z]")
_NOT_FIRST = frozenset({"title", "government"})
_LIST_JOINT = re.compile(
    r"^[»\"”]?\s*(?:,|and|&|,\s*and|or|и|,\s*и|а также|y|e|et|und|ve|together with|as well as)\s*[«\"“„]?(?:the\s)?$"
)
_DESIGNATION = re.compile(r"^(?:[A-ZА-Я]{1,4}-?|[А-Я][а-я]{1,2}-)\d+\w*$")
_LOSER = re.compile(
    r"(?:\b(?:w[io]n|wins|picked|chosen|chose|selected|preferred|prefers?|favoured|favored|victory)\s(?:\w+\s){0,3}?over"
    r"|\s(?:rival|instead of|rather than|ahead of|beat|beating|against|обош[её]л|обошла|обошли"
    r"|опередил|опередила|обогнал|обогнала))\b[^,.;:]{0,40}$"
)
_OF_WHAT = re.compile(rf" (?:of|for) (?:the )?{_TOKEN}(?:(?:,| and| &|, and)? {_TOKEN}| of {_TOKEN}){{0,6}}")
_QUOTED = re.compile(
    rf"«([{_UPPER}][^«».!?\n]{{2,60}})»|\"([{_UPPER}][^\".!?\n]{{2,60}})\"|[„“”]([{_UPPER}][^„“”.!?\n]{{2,60}})[“”]"
)
_SECOND_HALF = re.compile(rf"-[{_UPPER}][^\W\d_]*[^\W\d_A-ZА-Я](?![\w-])")
_FORM_BEFORE_QUOTES = re.compile(r"(?<!\w)(?:ТОО|ОсОО|ООО|АО|ОАО|ЗАО|ПАО|НАО|ГП|СП|НПО|ИП)$")
_QUOTES = frozenset('«"„“”')
_BUSINESS_PREPOSITIONS = frozenset({"с", "со", "от", "у"})
_PREPOSITION_OF = re.compile(r" of (?:the )?")
LONGEST_NAME = 80
_FORM_BEHIND = re.compile(
    r",?\s(?:d\.\s?o\.\s?o\.|d\.d\.|a\.\s?s\.|s\.\s?r\.\s?o\.|k\.s\.|(?:Sp\.|sp\.)\sz\s?o\.o\.|S\.p\.A\.|S\.r\.l\.|B\.V\.|N\.V\.|S\.A\.|"
    r"A\.Ş\.|A/S|Co\.,?\sLtd\.?|Pte\.?\sLtd\.?|Pvt\.?\sLtd\.?|Sdn\.?\sBhd\.?|L\.L\.C\.|W\.L\.L\.|e\.G\.)(?!\w)"
)
_OF_A_BODY = re.compile(rf"{_TOKEN}\s(?:of|for)\s$")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August"
    r"|(?:Septem|Octo|Novem|Decem)ber"
)
_TO_WHOM = (" with ", " by ", " for ", " to ")
_BESIDE = re.compile(r"(?<!\w)(?:near|outside|возле|около|близ|неподалёку от|недалеко от)\s$")
_INSTITUTION_OF = re.compile(rf"\sof\s(?:the\s)?({_TOKEN}(?:\s{_TOKEN})?)")
_SECOND_AND = re.compile(r" and ")
_MONEY_BEHIND = re.compile(r"[A-Z]{3}\s?\d")
_RUSSIAN_ADJECTIVE = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
_OWNERSHIP = re.compile(
    r"(?:государственн|частн|местн|отечественн|дочерн|одноименн|столичн)\w+$|[а-яё]{3,}[сц]к(?:ая|ий|ое|ой|ого|ому|им|ую)$"
)
_TICKER_BEFORE = re.compile(r"\(\s?[A-Z]{2,7}:\s?$")
_FIRM_BEHIND = re.compile(r"\s(?:consortium|conglomerate|holding|concern|joint venture)\b")
_FIELD_AND_GROUP = re.compile(rf"(?<!\w)({_TOKEN})\sand\s$")
_AND_OR_SIGN = frozenset({" and ", " & ", " und ", " et ", " y "})
# Sectors whose firms give their products names with a capital.
_HAVE_PRODUCTS = frozenset(
    {"aviation", "defence", "rail", "manufacturing", "it_ai_telecom", "health", "agriculture"}
)


def find_names(
    text: str,
    span: Span,
    words: PartyWords,
    places: Sequence[Place] = (),
    known: Mapping[str, Name] | None = None,
    alpha2: Mapping[str, str] | None = None,
    phrases: Sequence[Hit] | None = None,
    *,
    is_plain: bool = False,
) -> tuple[Name, ...]:
    """Every organisation named in the span, in reading order, none overlapping.

    Args:
        text: The document.
        span: One sentence, as a rule.
        words: The vocabulary.
        places: The places of the same span (`find_places`), for nationality and so as not to take them for names.
        known: Names met elsewhere in the document, by their text: their mentions need no more evidence.
        alpha2: ISO 3166-1 alpha-2 -> alpha-3, to read "Zeeland Naval (NL)".
        phrases: The words of `words.cues` in the span, positions from its start, where they are known already.
        is_plain: `text` went through `gazetteer.plain` already.
    """
    start, end = span
    window = text[start:end] if is_plain else plain(text[start:end])
    own = [(place.start - start, place.end - start, place) for place in places]
    sentence = _Sentence(window, words, own, known or {}, alpha2 or {}, phrases)
    return tuple(
        Name(
            name.start + start,
            name.end + start,
            text[name.start + start : name.end + start],
            name.canonical,
            name.type,
            name.country,
            name.usual_role,
            name.rule,
        )
        for name in sentence.names()
    )


def is_quoted(window: str, left: int) -> bool:
    return window[max(0, left - 1) : left] in _QUOTES


class _Sentence(Guesses):
    """One sentence while its names are looked for."""

    def names(self) -> list[Name]:
        found: list[Name] = []
        doubtful: list[Name] = []
        taken: list[Span] = []
        for left, right, organisation in self.words.organisations.find(self.window, (0, len(self.window))):
            if self._is_part_of_longer_place(left, right, found):
                continue
            if organisation.is_word and not (
                self.acts_as_name(left, right) or self.is_told_from(left, right)
            ):
                continue
            if _BESIDE.search(self.window, max(0, left - 12), left):
                continue  # "near Adama": a town that has the name of a firm
            if _MONEY_BEHIND.match(self.window, left) or _TICKER_BEFORE.search(self.window, 0, left):
                continue  # "PLN 84 million" is money, PLN a utility; "(ASX: KLM)" is how a share is called
            known_from, known_to = left, right
            opening = self._with_opening(left, right)
            left = opening if not found or found[-1].end < opening else left
            right = self._with_of(
                self._with_tail(known_from, self._whole_word(right), organisation),
                [self.words.roles(self.window[left:right].split()[-1])],
            )
            found.append(self._known_organisation(left, known_from, known_to, right, organisation))
            taken.append((left, right))
        offices = self.offices(taken)
        found.extend(offices)
        taken.extend((name.start, name.end) for name in offices)
        quoted = self._quoted(taken)
        found.extend(quoted)
        taken.extend((name.start, name.end) for name in quoted)
        taken.sort()
        for left, right in self._sequences(taken):
            if found and any(name.type == "government" and left < name.end <= right for name in found):
                continue  # "Ministry of Infrastructure" has no firm Infrastructure in it
            name = self._judge(left, right)
            if name is None:
                continue
            if self._goes_on_as_name(found, name):
                whole = found[-1]
                text = self.window[whole.start : name.end]
                found[-1] = replace(whole, end=name.end, text=text, canonical=text)
                continue
            before = next((other for other in found if other.end == name.start - 1), None)
            if before is not None and name.rule != "doubtful" and self.window[before.end] == " ":
                # "Ursus Traktory": what acts right behind a known name is the rest of it.
                text = self.window[before.start : name.end]
                found[found.index(before)] = replace(before, end=name.end, text=text, canonical=text)
                continue
            (found if name.rule != "doubtful" else doubtful).append(name)
        found = [
            name for name in found if not _LOSER.search(self.window, max(0, name.start - 60), name.start)
        ]
        found.sort(key=lambda name: name.start)
        return [self._with_form(name) for name in self._with_list_members(found, doubtful)]

    def _with_form(self, name: Name) -> Name:
        """Take a legal form with points or small letters behind a name into it: "d.o.o.", "S.p.A."."""
        form = _FORM_BEHIND.match(self.window, name.end) if name.is_company else None
        if form is None:
            return name
        return replace(name, end=form.end(), text=self.window[name.start : form.end()])

    def _goes_on_as_name(self, found: list[Name], name: Name) -> bool:
        """ "Duqm Refinery and Petrochemical Industries": words that only end names go on the one before "and"."""
        if not found or self.window[found[-1].end : name.start] not in _AND_OR_SIGN or name.rule == "known":
            return False
        if found[-1].rule not in ("tail", "country_in_name", "doubtful", "noun_before", "nationality"):
            return False
        return all(self.words.roles(word) & {"tail", "legal_form"} for word in name.text.split())

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
                is_joined = bool(found) and _LIST_JOINT.match(self.window[found[-1].end : left]) is not None
                return not (is_joined or self.acts_as_name(left, right))
        return False

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

    def _quoted(self, taken: list[Span]) -> list[Name]:
        """Names in Russian quotation marks: "с «Узбекистанскими железными дорогами»", "банк «Мирабад»"."""
        names: list[Name] = []
        if _QUOTES.isdisjoint(self.window) or not is_cyrillic(self.lowered):
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

    def _judge(self, left: int, right: int) -> Name | None:
        window, words = self.window, self.words
        left, nation = self._without_adjectives(left, right)
        if left < right and self.is_initial(left):
            left = self._without_opening(left, right)
        left = self._without_noun(left, right)
        while left < right and window[left].islower():  # "[Auftrag] des Staatskonzerns": joined it to a noun
            left = self._without_noun(window.find(" ", left, right) + 1 or right, right)
        if left >= right or right - left > LONGEST_NAME:
            return None
        left = self._with_field(left, right)
        if _FORM_BEFORE_QUOTES.search(window, left, right) and window[right + 1 : right + 2] in _QUOTES:
            return None  # "на Иссык-Куле ТОО «Констракшн»": the form belongs to what follows
        tokens = window[left:right].split()
        roles = [words.roles(token) or words.roles(token + ".") for token in tokens]
        if (roles[0] & _NOT_FIRST and "tail" not in roles[-1]) or (
            roles[-1] & {"government"} and "tail" not in roles[-1]
        ):
            return self._government(left, right, tokens, roles)
        if any("title" in role for role in roles[:-1]) or self.follows_title(left):
            return None
        right = self._with_of(right, roles)
        text = window[left:right]
        if self.is_titled and text.isupper() and text.title() in self.known:
            text = text.title()
        if text in self.known:
            met = self.known[text]
            return replace(met, start=left, end=right, text=text, rule="met_before")
        is_word = bool(_RUSSIAN_ADJECTIVE.search(text) or roles[0] & COMPANY_NOUNS)
        if (
            is_word
            and len(tokens) == 1
            and not roles[0] & {"legal_form", "tail"}
            and not is_quoted(window, left)
        ):
            return None  # "Рогунской ГЭС", "der Schweizer Hersteller": no names of firms
        if self.is_money_code(left, right) or self.is_person(left, tokens, roles):
            return None
        if self.is_place(left, right) or all(
            "not_name" in role or token.isdigit() for token, role in zip(tokens, roles, strict=True)
        ):
            return None
        if _FIRM_BEHIND.match(window, right) and not any("not_name" in role for role in roles):
            return self._named(left, right, tokens, roles, nation, "noun_behind")
        if is_quoted(window, left) and self.is_thing_before(left):
            return None  # "на выставке «Иннопром. Центральная Азия»"
        if not roles[-1] & {"tail", "legal_form"} and any(_DESIGNATION.match(token) for token in tokens):
            return None  # "A321", "F-16": a type, not a name
        has_form = any("legal_form" in role for role in roles[1:]) or (
            "legal_form" in roles[0] and len(tokens) > 1
        )
        is_foreign = len(tokens) > 1 and self.is_latin_in_cyrillic(left)  # "Daerim Plant взялась построить"
        if "not_company" in roles[-1] and not (has_form or is_foreign or self._is_told(left, right)):
            return None
        country = nation or self.nationality(left, right)
        is_national = country is not None and (
            nation is not None or self.is_possessed(left) or self.is_phrase(left)
        )
        rule = self._evidence(left, right, tokens, roles, has_form, is_national)
        if rule is None:
            return None
        return self._named(left, right, tokens, roles, country, rule)

    def _with_field(self, left: int, right: int) -> int:
        """ "Energy and Minerals Group": two words that only end names are one name together."""
        found = _FIELD_AND_GROUP.search(self.window, max(0, left - 30), left)
        if found is None or self.is_initial(found.start()):
            return left
        words = [self.words.roles(word) for word in (found[1], *self.window[left:right].split())]
        return found.start() if all(role & {"tail", "legal_form"} for role in words) else left

    def _named(
        self,
        left: int,
        right: int,
        tokens: list[str],
        roles: list[frozenset[str]],
        country: str | None,
        rule: str,
    ) -> Name:
        text = self.window[left:right]
        country = country or self.nationality(left, right) or self.own_country(left, right)
        country = country or self.country_told(right)
        kind, role = self._type_and_role(left, tokens, roles)
        return Name(left, right, text, text, kind, country, role, rule)

    def _evidence(
        self,
        left: int,
        right: int,
        tokens: list[str],
        roles: list[frozenset[str]],
        has_form: bool,
        is_national: bool,
    ) -> str | None:
        """The first reason to take these words for an organisation; "doubtful" leaves it to its neighbours."""
        window = self.window
        if has_form:
            return "legal_form"
        code = CODE_BEHIND.match(window, right)
        if code and code[1] in self.alpha2:
            return "country_in_brackets"
        if self.is_titled or self.names_a_thing(right, roles):
            return None
        pattern = self.pattern(left, right, tokens, roles)
        if pattern is not None:
            return pattern
        is_plain = not roles[0] and not (roles[-1] - {"not_name", "also_noun"})
        if _OF_A_BODY.search(window, max(0, left - 40), left):
            is_plain = False  # "the Union of Artisans of Kazakhstan"
        if is_plain and self.is_place_behind(right) and not self.opens_as_plural(left, tokens, roles):
            return "country_behind"
        if ("tail" in roles[-1] and len(tokens) > 1) or (
            "tail" in roles[0] and len(tokens) > 1 and "not_name" not in roles[0]
        ):
            return "tail"
        if self.noun_before(left) & COMPANY_NOUNS:
            return "noun_before"
        if is_national and not self.is_quoted_phrase(left):
            return "nationality"
        if (
            any(_CAMEL.match(token) and not _PERSONAL_CAMEL.match(token) for token in tokens)
            and len(window[left:right]) > 4
        ):
            return "camel_case"
        if "not_name" in roles[0] and len(tokens) == 1:
            return None
        if self.is_joined_to_place(right):
            return None  # "between Khizi and Absheron"
        if self.has_phrase_before(left, "lead_in"):
            return "lead_in"
        if self.has_phrase_behind(right) and not self.is_no_subject(left, tokens, roles):
            # "Машины поставит ...": one Russian word that opens a sentence is no name on that evidence alone.
            is_word = len(tokens) == 1 and self.is_initial(left) and "а" <= window[left].lower() <= "я"
            return "doubtful" if is_word and not is_quoted(window, left) else "verb"
        if len(tokens[0]) > 3 and self.is_latin_in_cyrillic(left):
            return "latin_in_cyrillic"
        return self.course(left, right, tokens, roles) or "doubtful"

    def _is_told(self, left: int, right: int) -> bool:
        """ "Marlowe Healthcare Projects of Birmingham": said to be a firm, although it does not end like one."""
        if self.is_apposed(left) or self.is_explained(right):
            return True
        is_party = self.has_phrase_before(left, "lead_in") or self.has_phrase_behind(right)
        return self.is_place_behind(right) and is_party

    def _type_and_role(self, left: int, tokens: list[str], roles: list[frozenset[str]]) -> tuple[str, str]:
        nouns = self.noun_before(left)
        role = next((noun[5:] for noun in sorted(nouns & COMPANY_NOUNS) if noun != "noun_any"), "")
        last = tokens[-1].lower()
        if any(token in ("Bank", "Banco", "Banque", "Банк", "Bankası") for token in tokens):
            return "bank", role or "funder"
        if last in ("fund", "capital", "equity", "partners", "фонд") or tokens[0] == "Фонд":
            return "fund", role or "investor"
        if last in ("airlines", "airways", "air", "havayolları", "railways", "railway", "wings"):
            return "company", role or "buyer"
        if any("дорог" in token.lower() or token.lower().startswith("электросет") for token in tokens):
            return "company", role or "buyer"
        return "company", role

    def _government(
        self, left: int, right: int, tokens: list[str], roles: list[frozenset[str]]
    ) -> Name | None:
        if not any("government" in role for role in roles) or any(
            "title" in role and "government" not in role for role in roles
        ):
            return None
        if roles[0] & {"title"} or (len(tokens) > 1 and roles[1] & {"title"}):
            return None  # "President Tokayev", "Prime Minister ..." are persons
        is_state = any("state" in role for role in roles)
        if is_state and (len(tokens) == 1 or self.is_place(left, right)):
            return (
                None  # "Kazakh exports to the United Kingdom": a country, and whose exports is told before it
            )
        more = _OF_WHAT.match(self.window, right)
        right = self._without_firms(right, more.end()) if more else right
        country = self.own_country(left, right) if is_state else None
        country = country or self.nationality(left, right) or self.own_country(left, right)
        return Name(
            left,
            right,
            self.window[left:right],
            self.window[left:right],
            "government",
            country,
            "government",
            "government",
        )

    def _without_firms(self, left: int, right: int) -> int:
        """ "The Government of Mongolia and Orano Mining": a known firm behind "and" is none of the state's."""
        joints = [found.start() for found in _SECOND_AND.finditer(self.window, left, right)]
        if len(joints) > 1 and "," not in self.window[left:right]:
            right = joints[-1]  # "Ministry of Industry and Construction and Anhui Tianbo Glass"
        for start, _, _ in self.words.organisations.find(self.window, (left, right)):
            if start > left and not self.is_place(start, start + 3):
                return left + len(self.window[left:start].rstrip().removesuffix("and").rstrip(" ,&"))
        return right

    def _without_opening(self, left: int, right: int) -> int:
        """Leave out words that are capitalised only because a sentence begins with them."""
        first = left
        while left < right:
            word = WORDS.match(self.window, left)
            roles = self.words.roles(word.group().strip(".,")) if word else frozenset()
            if word is None or "not_name" not in roles or roles & _NOT_FIRST:
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

    def _with_list_members(self, found: list[Name], doubtful: list[Name]) -> list[Name]:
        """Take a doubtful name that stands in a list with sure ones; leave the others out."""
        for name in doubtful:
            for other in found:
                if other.type == "government":
                    continue
                first, last = (other, name) if other.start < name.start else (name, other)
                between = self.window[first.end : last.start]
                if len(between) < 30 and _LIST_JOINT.match(between):
                    found.append(replace(name, rule="list"))
                    found.sort(key=lambda each: each.start)
                    break
        return found
