"""Names never seen, by how they are built and by what the sentence does with them.

A compound that ends like a bank or a gas company, a name that ends in a country, a noun of business
across a comma, what opens an item of a list, who is bought from: none of it needs a table of names.
"""

import re

from etl.rules.gazetteer import Span
from etl.rules.name_surroundings import COMPANY_NOUNS, WORDS_BEFORE, Surroundings
from etl.rules.naming import Name
from etl.rules.sought import Sought

_UPPER = "".join(chr(c) for c in range(0x41, 0x52F) if chr(c).isupper())
_SMALL = r"[^\W\d_A-ZА-Я]+"
_TOKEN = rf"[{_UPPER}]\w*(?:[-.&'+]\w+)*"
DEALS = frozenset({"buys", "bought", "buys_from", "by_supplier", "supplies", "sells", "obtains", "acquires"})
_THING_BEHIND = re.compile(
    # "the Lauca transmission line", but not "Hidro builds a reservoir"
    r"\s(?:(?!(?:an?|the|its|their|his|this|that|new|will|would|has|is|was|to|of|in|at|for|on|and|with|by|from)\s)[a-z-]+\s){0,2}?(?:projects?|mine|deposit|plant|line|field|dam|corridor|highway|motorway|pipeline"
    r"|refinery|smelter|reservoir|substation|interconnector|airport|seaport|port|terminal|station|wind\sfarm"
    r"|solar\spark|tunnel|bridge|road|месторождени\w+)\b"
)
_DISTRICT_BEHIND = re.compile(
    r"\s(?:област|район|округ|обл\b|ауданы|қаласы|провинци|губерни|district|province|region|valley|county)"
)
_OFFICE = re.compile(
    r"\b(?:Office|Agence|Société|Compagnie|Banque|Caisse|Fonds|Régie|Groupe|Empresa|Banco|Compañía|Corporación"
    rf"|Fondo|Autorité|Union)(?:\s(?:{_SMALL}|{_TOKEN})){{0,6}}?\s(?:du|de|des|del|de\sla)\s{_TOKEN}"
)
_NOUN_AND_COMMA = re.compile(r"([\w-]+),\s(?:the\s|la\s|le\s|die\s|der\s)?$")
_EXPLAINED = re.compile(r",\s(?:(?:the|an?|its|le|la|une?|die|der|eine?|el|una)\s)?")
_SELLER_BEFORE = re.compile(
    r"\b(?:from|by|with|joins?|bei|chez|mit|avec|con|auprès\sde|от|у|с|со)\s(?:the\s)?[«\"“]?$"
)
_COMPOUND = re.compile(
    r"^\w{3,}(?:bank|gaz|neft|neftegaz|prom|energo|enerji|avto|stroy|stroi|mash|kimyo|chem|pharma|tech|rail|agro"
    r"|банк(?:а|у|ом|е)?|газ(?:а|у|ом|е)?|нефть?|нефти|энерго|пром(?:а|у|ом|е)?|строй|строя|маш(?:а|у|ом|е)?"
    r"|авто|фарм|химпром|экспорт|импорт|инвест|транс)$",
    re.I,
)
_ITEM = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,2}[.)]|[a-z]\))\s+(?:the\s)?$", re.I)
_ITEM_GOES_ON = re.compile(
    r"^(?::|\s[–—-]\s|\s(?:and|und|et|y|и|ve)\s[A-ZА-Я][\w .&-]{1,40}?"
    r"(?::|,|\s(?:on|for|to|sign|über|pour|para|о|об|по)\b))"
)
_NAME_IN_QUOTES = re.compile(r"[А-ЯЁA-Z][\w&.-]*(?:\s(?:и\s)?[А-ЯЁA-Z][\w&.-]*){0,3}")
_THING_BEFORE = Sought(
    r"(?:проект\w*|программ\w*|станци\w*|электростанци\w*|[ТГВС]ЭС|АЭС|ТЭЦ|СЭЗ|центр\w*|саммит\w*|отч[её]т\w*|поезд\w*|экспресс\w*"
    r"|самол[её]т\w*|журнал\w*|портал\w*|канал\w*|судн\w*|паром\w*|шахт\w*|рудник\w*|участ\w+|блок\w*|площад\w+"
    r"|ресторан\w*|университет\w*|школ\w*|парти[ияйею]+|движени\w*|фильм\w*|орден\w*|систем\w*|технологи\w*|марк\w+"
    r"|модел\w*|сорт\w*|план\w*|закон\w*|соглашени\w*|меморандум\w*|фестивал\w*|куб\w+|технопарк\w*|кластер\w*|сери\w+"
    r"|класс\w*|тип\w*|вертол[её]т\w*|ракет\w*|комплекс\w*|лини\w+|тоннел\w*|мост\w*|плотин\w*|водохранилищ\w*|бренд\w*|квартал\w*|клуб\w*|стройк\w*|билет\w*|класс\w*"
    r"|форум\w*|месторожден\w*|стади\w*|газет\w*|издани\w*|выставк\w*|инициатив\w*"
    r"|трасс\w*|дорог\w*|концепци\w*|стратеги\w*|коридор\w*|маршрут\w*|зон\w*|парк\w*|аэропорт\w*|пути|путь"
    r"|премии|ТРЦ|ЖК)\s?$",
    re.I,
)


_TURKISH_ENDING = re.compile(r"'l[ıiuü]\b")
_RUSSIAN_OFFICE = re.compile(
    r"(?<!\w)(?:Банк\w{0,2}|Эксимбанк\w{0,2}|Фонд\w{0,2}|Корпораци\w|Компани\w|Консорциум\w{0,2})(?:\s[а-яё-]+){1,5}?\s(?=[А-ЯЁ])([А-ЯЁ][а-яё-]+)"
)
_RUSSIAN_FUND = re.compile(
    r"(?<!\w)(?:Банк\w{0,2}|Фонд\w{0,2})(?:(?:\sи)?\s[а-яё]+(?:ого|ой|ых|их|ия|ии|[цнтр]ий|ва|ов|та|сти|ки|уры))+(?![\w-])"
)
_OF_REPUBLIC = re.compile(r"\s(?:Республик\w\s)?")
_NATIONAL = re.compile(
    r"(?<!\w)[А-ЯЁ][а-яё]+(?:ий|ого|ому|им|ом|ая|ой|ую)\s(?:[а-яё]+(?:ий|ый|ого|ому|им|ым|ом|ая|ой|ую)\s){0,2}"
    r"(?:(?:банк|фонд)(?:а|у|ом|е)?|(?:корпораци|компани)[яиюей]{1,2}|холдинг(?:а|у|ом|е)?)(?![\w-])"
    r"((?:(?:\sи)?\s[а-яё]+(?:ого|ой|ых|их|ия|ии|[цнтр]ий|ва|ов|та|сти|ки|уры))*)"
)
_RAILWAY = re.compile(r"(?<!\w)[А-ЯЁ][а-яё]+(?:ая|ой|ую|ие|их|им|ими)\sжелезн\w+\sдорог\w*")


class Patterns(Surroundings):
    """One sentence with what the build of a name and the course of the sentence say of it."""

    def offices(self, taken: list[Span]) -> list[Name]:
        """State firms and banks with small letters in their name: "Office des chemins de fer du Maroc"."""
        names: list[Name] = [] if self.window.isascii() else self._russian_offices(taken)
        for found in _OFFICE.finditer(self.window):
            left, right = found.span()
            text = found.group()
            if any(first < right and last > left for first, last in taken):
                continue
            country = next((self.country_of(place) for _, end, place in self.places if end == right), None)
            is_bank = text.startswith(("Banque", "Banco", "Caisse", "Fonds", "Fondo"))
            kind, role = ("bank", "funder") if is_bank else ("state_firm", "buyer")
            names.append(Name(left, right, text, text, kind, country, role, "office"))
        return names

    def _russian_offices(self, taken: list[Span]) -> list[Name]:
        names: list[Name] = []
        for found in _RAILWAY.finditer(self.window):
            left, right = found.span()
            if not any(first < right and last > left for first, last in taken):
                at = self.place_at.get(left)
                code = self.country_of(at[1]) if at else None
                names.append(
                    Name(left, right, found.group(), found.group(), "state_firm", code, "buyer", "office")
                )
        for found in _RUSSIAN_OFFICE.finditer(self.window) if self.places else ():
            left, right = found.span()
            at = self.place_at.get(found.start(1))
            if at is None or at[1].kind == "adjective" or any(a < at[0] and b > left for a, b in taken):
                continue
            text, role = self.window[left : at[0]], "buyer"
            kind = "fund" if text.startswith("Фонд") else "state_firm"
            if "анк" in text[:8]:
                kind, role = "bank", "funder"
            elif kind == "fund":
                role = "investor"
            names.append(Name(left, at[0], text, text, kind, self.country_of(at[1]), role, "office"))
        for found in _RUSSIAN_FUND.finditer(self.window):
            left, right = found.span()
            nation = self.nationality(left, right)
            if (nation is None and self.is_initial(left)) or any(
                first < right and last > left for first, last in taken
            ):
                continue  # a capital inside a sentence alone makes a name of it
            is_bank = found.group().startswith("Банк")
            kind, role = ("bank", "funder") if is_bank else ("fund", "investor")
            whose = _OF_REPUBLIC.match(self.window, right)
            at = self.place_at.get(whose.end()) if whose else None
            if at is not None and at[1].kind == "name":  # "Банк развития Монголии"
                right, nation = at[0], self.country_of(at[1])
            text = self.window[left:right]
            names.append(Name(left, right, text, text, kind, nation, role, "office"))
        for found in _NATIONAL.finditer(self.window):
            left, right = found.span()
            if any(first < right and last > left for first, last in taken) or any(
                name.start < right and left < name.end for name in names
            ):
                continue
            at = self.place_at.get(left)
            # A capital inside a sentence makes a name of it; where a sentence begins, what the bank or fund is for.
            if (self.is_initial(left) or at is not None) and not found[1]:
                continue
            text, lower = found.group(), found.group().lower()
            kind, role = ("bank", "funder") if " банк" in lower else ("fund", "investor")
            if " фонд" not in lower and kind == "fund":
                kind, role = "state_firm", ""
            names.append(
                Name(left, right, text, text, kind, self.country_of(at[1]) if at else None, role, "office")
            )
        return names

    def names_a_thing(self, right: int, roles: list[frozenset[str]]) -> bool:
        """ "the Lauca transmission line", "Жамбыл облысында": a thing or a district, not a firm."""
        if _DISTRICT_BEHIND.match(self.lowered, right):
            return True
        return "tail" not in roles[-1] and _THING_BEHIND.match(self.window, right) is not None

    def pattern(self, left: int, right: int, tokens: list[str], roles: list[frozenset[str]]) -> str | None:
        """The evidence that the build of a name, or its place in the sentence, gives."""
        window = self.window
        if self.is_apposed(left) or self.is_explained(right):
            return "apposition"
        if _COMPOUND.match(tokens[-1]) and "not_name" not in roles[-1]:
            return "compound"
        is_russian = "а" <= window[left].lower() <= "я"
        if self.ends_in_country(left, right) and not roles[0] and not (is_russian and self.is_initial(left)):
            return "country_in_name"  # "Торговля России" is none: there a noun opens the sentence
        if any(roles):
            return None
        if left == 0 and len(tokens) > 1 and window.startswith(": ", right) and self.takes_part(left):
            return "item"
        if _ITEM.match(window[:left]) and _ITEM_GOES_ON.match(window[right : right + 60]):
            return "item"
        if _SELLER_BEFORE.search(window, max(0, left - 16), left) and self._follows_deal(left):
            return "seller"
        return None

    def is_apposed(self, left: int) -> bool:
        """ "Its Kazakh partner, the Bilim Foundation": a noun of business and a comma lead to the name."""
        found = _NOUN_AND_COMMA.search(self.window, max(0, left - 34), left)
        return found is not None and bool(self.words.roles(found[1].lower()) & COMPANY_NOUNS)

    def ends_in_country(self, left: int, right: int) -> bool:
        """ "Telkom Namibia"."""
        is_behind = any(
            left < start
            and end == right
            and place.kind == "name"
            and self.window[start - 1] == " "
            and not _TURKISH_ENDING.match(self.window, end)
            for start, end, place in self.places
        )
        return is_behind and left not in self.place_at

    def takes_part(self, left: int) -> bool:
        """Whether what stands in quotation marks acts in a sentence about a deal."""
        if not any(hit.entry.code in DEALS for hit in self.phrases):
            return False
        return not self.is_thing_before(left)

    def is_name_like(self, left: int, right: int) -> bool:
        """Whether what stands in quotation marks looks like a firm's name: capitals, no digit, no thing before it."""
        text = self.window[left:right]
        if _NAME_IN_QUOTES.fullmatch(text) is None or any(sign.isdigit() for sign in text):
            return False
        is_speech = self.window[right + 1 : right + 2] == "," and self.window[right + 2 : right + 4] in (
            " –",
            " —",
            " -",
        )
        return not (is_speech or self.is_thing_before(left))

    def is_thing_before(self, left: int) -> bool:
        """Whether the name in quotation marks is that of a project, a fair or a field."""
        return _THING_BEFORE.search(self.window, max(0, left - 30), left - 1) is not None

    def is_explained(self, right: int) -> bool:
        """ "PZL Mielec, the Polish unit of Lockheed", "KTZ, Kazakhstan's railway"."""
        found = _EXPLAINED.match(self.window, right)
        if found is None:
            return False
        at = self.place_at.get(found.end())
        first = at[0] if at else found.end()
        words = WORDS_BEFORE.findall(self.window[first : right + 70].removeprefix("'s"))
        return any(
            word.islower() and self.words.roles(word) & COMPANY_NOUNS for word in words[: 4 if at else 2]
        )

    def _follows_deal(self, left: int) -> bool:
        return any(hit.entry.code in DEALS and 0 <= left - hit.end <= 110 for hit in self.phrases)
