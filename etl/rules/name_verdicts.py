"""A run of capitalised words -> an organisation, on evidence; or none, or one that its neighbours decide."""

import re
from dataclasses import replace

from etl.rules.name_edges import NOT_FIRST, TOKEN, UPPER, Edges
from etl.rules.name_surroundings import CODE_BEHIND, COMPANY_NOUNS
from etl.rules.naming import Name

_CAMEL = re.compile(rf"^\w*[a-zа-я][{UPPER}]\w*[a-zа-я]")
_PERSONAL_CAMEL = re.compile(r"^(?:Mc|Mac|De|Di|La|Le|O'|Van|Fitz)[A-Z]")
_DESIGNATION = re.compile(r"^(?:[A-ZА-Я]{1,4}-?|[А-Я][а-я]{1,2}-)\d+\w*$")
_OF_WHAT = re.compile(rf" (?:of|for) (?:the )?{TOKEN}(?:(?:,| and| &|, and)? {TOKEN}| of {TOKEN}){{0,6}}")
_FORM_BEFORE_QUOTES = re.compile(r"(?<!\w)(?:ТОО|ОсОО|ООО|АО|ОАО|ЗАО|ПАО|НАО|ГП|СП|НПО|ИП)$")
QUOTES = frozenset('«"„“”')
LONGEST_NAME = 80
_OF_A_BODY = re.compile(rf"{TOKEN}\s(?:of|for)\s$")
_RUSSIAN_ADJECTIVE = re.compile(r"ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)$")
_FIRM_BEHIND = re.compile(r"\s(?:consortium|conglomerate|holding|concern|joint venture)\b")


class Verdicts(Edges):
    """One sentence with the verdict on each run of capitalised words in it."""

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
        if _FORM_BEFORE_QUOTES.search(window, left, right) and window[right + 1 : right + 2] in QUOTES:
            return None  # "на Иссык-Куле ТОО «Констракшн»": the form belongs to what follows
        tokens = window[left:right].split()
        roles = [words.roles(token) or words.roles(token + ".") for token in tokens]
        if (roles[0] & NOT_FIRST and "tail" not in roles[-1]) or (
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


def is_quoted(window: str, left: int) -> bool:
    return window[max(0, left - 1) : left] in QUOTES
