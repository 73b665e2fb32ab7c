"""Rows of the money tables -> one compiled vocabulary: phrases by their first token, and what each can be."""

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Self

from etl.rules.bare_choice import BareWeights
from etl.rules.choice_weights import ChoiceWeights
from etl.rules.glued_numbers import GLUING, GluedNumbers
from etl.rules.scan import Scanner

Row = Mapping[str, str]

# The reference tables that `MoneyWords.from_rows` asks for, under their own names.
MONEY_TABLES = (
    "currencies", "currency_words", "scales", "number_words", "qualifiers", "money_words", "place_words", "word_endings", "bare_weights",
    "currency_weights",
)  # fmt: skip

# What a piece of text can be: one bit each, so that the grammar asks with one "and".
DIGITS, NUMBER, SCALE, CURRENCY, MINOR, ADJECTIVE, BEFORE, AFTER = (1 << n for n in range(8))
RANGE, BETWEEN, AND, OR, FROM, COMMA, OPEN, CLOSE = (1 << n for n in range(8, 16))
SLASH, EQUALS, OF, VAGUE, CHANGE, EACH, PER, UNIT = (1 << n for n in range(16, 24))
TIME, RATE, AGAINST, FILLER, FUNCTION, WEIGHT, LETTERS, STOP = (1 << n for n in range(24, 32))
FLOW = 1 << 33  # a noun of trade or money that a sum follows: "exports of 1.2 billion"
PEOPLE = 1 << 34  # who is counted where a number has no noun behind it: "a market of 60 million"
COMPARED, INSTEAD, DENIED = (1 << n for n in range(35, 38))  # "from 2.1", "not 2.1 but 2.4 billion"
LABEL = 1 << 41  # what a currency is told behind: "Currency: USD"
LEVEL = 1 << 40  # behind an amount that something passes: "above the $5 billion mark"
DATED = 1 << 39  # behind it a plain number of four digits is a year: "in 2018 Crown Prince ..."
FREE = 1 << 38  # a qualifier behind whose amount no noun may stand: not "passed $5bn aid package"
TIGHT = 1 << 32  # a qualifier that no article may part from its amount: "under a $5m contract"

_ROLES = {
    "range": RANGE, "between": BETWEEN, "and": AND, "or": OR, "from": FROM, "comma": COMMA,
    "open": OPEN, "close": CLOSE, "slash": SLASH, "equals": EQUALS, "of": OF, "vague": VAGUE,
    "change": CHANGE, "each": EACH, "per": PER, "unit": UNIT, "time": TIME, "rate": RATE,
    "against": AGAINST, "filler": FILLER, "function": FUNCTION, "weight": WEIGHT, "flow": FLOW, "people": PEOPLE,
    "compared": COMPARED, "instead": INSTEAD, "denied": DENIED, "dated": DATED, "level": LEVEL, "label": LABEL,
}  # fmt: skip

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_GAP = "[ \u00a0\u2009\u202f\u2007]"
# Digits with their separators; letters (one by one where words are not spaced); any other mark.
TOKEN = re.compile(
    rf"(\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:[.,·٫]\d+)?|\d+(?:[.,'’·٫٬]\d+)*)"
    rf"|([{_CJK}]|[^\W\d_{_CJK}]+)"
    r"|([^\w\s]|_)"
)
# The same cut for whole stretches: spaces, then what stands behind them. One call, no object for each token.
SPACED_TOKEN = re.compile(rf"(\s*)({TOKEN.pattern.replace('(', '(?:').replace('(?:?', '(?')})")
APOSTROPHES = {"’": "'", "‘": "'", "ʼ": "'", "ʻ": "'", "`": "'", "´": "'"}
# Cyrillic and Greek letters that look Latin: a mixed word is read by its looks.
_LOOKS = str.maketrans("АВЕКМНОРСТХУавекмнорстхуіІѕЅјЈԁɡ", "ABEKMHOPCTXYabekmhopctxyiIsSjJdg")
_LONGEST_TAIL = 6  # letters that an inflected form may add to its stem
_CACHE_LIMIT = 50_000
_LONGEST_WORD_OF_DIGITS = 5
_STOPS = frozenset(".!?;。！？")
_WORLD_MONEY = frozenset(["USD", "EUR", "GBP", "JPY", "CNY", "CHF", "RUB"])  # lent and paid abroad as well
_MERGED = frozenset(["roles", "languages", "is_glued_scale"])


@dataclass(slots=True)
class Word:
    """Everything that one printed form can be. Built from all rows that have this form."""

    roles: int = 0
    scale: Decimal | None = None
    scale_language: str = ""
    is_glued_scale: bool = False  # a letter like "m": a scale only right behind digits
    scale_before_name: Decimal | None = None  # Spanish "mil": a thousand when a currency's name follows
    number: Decimal | None = None
    number_role: str = ""
    extra_number: Decimal | None = None  # its value after a number ("and a half")
    currencies: tuple[str, ...] = ()  # candidates, the default first
    currency_kind: str = ""
    needs_before: frozenset[str] | None = None  # what must back it in front of a number; None: never there
    needs_behind: frozenset[str] | None = None  # the same behind a number
    unit: Decimal | None = None  # scale that the mark itself holds: "MEUR", "US$m"
    minors: tuple[str, ...] = ()
    minor_needs: frozenset[str] = frozenset()
    minor_part: Decimal | None = None  # of the unit, where it is no hundredth: a dime, a mao, a fiver
    adjectives: tuple[str, ...] = ()
    before: str = ""  # qualifier that it sets in front of an amount
    after: str = ""
    reason: str = ""  # why an amount "per" this unit is refused
    languages: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()  # what may follow its stem; empty: a few letters of any kind

    def absorb(self, other: "Word") -> None:
        """Take over what another word of the same form can be; what is already set stays."""
        self.roles |= other.roles
        self.languages |= other.languages
        for name in self.__slots__:
            mine = getattr(self, name)
            if name not in _MERGED and (mine is None or mine in ("", ())):
                setattr(self, name, getattr(other, name))
        self.is_glued_scale = self.is_glued_scale and (other.is_glued_scale or other.scale is None)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A form of several tokens: what follows the first one, and where a space may stand."""

    rest: tuple[str, ...]
    spaced: tuple[bool, ...]
    word: Word


@dataclass(slots=True)
class Entry:
    """All forms that open with one token."""

    single: Word | None = None
    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)  # by second token, longest first


Known = tuple[int, Entry | None]


def to_tokens(text: str) -> list[tuple[str, int, int]]:
    """Tokens of one form, with offsets; the same cut as the reader makes in a document."""
    return [(APOSTROPHES.get(m[0], m[0]), m.start(), m.end()) for m in TOKEN.finditer(text)]


@dataclass(slots=True)
class MoneyWords:
    """The compiled tables. Pure data: the same rows give the same readings."""

    exact: dict[str, Entry]
    folded: dict[str, Entry]
    stems: dict[str, tuple[tuple[str, Word], ...]]
    places: dict[str, str]  # name of a place or its adjective, lower case -> currency
    place_starts: frozenset[str]  # first word of each of these names
    minor_digits: dict[str, int]
    homes: dict[str, str]  # country, alpha-2 or alpha-3 -> its currency
    purses: dict[str, str]  # currency -> the country whose money it is; without what the world is paid in
    scanner: Scanner
    bare: BareWeights  # which numbers without a unit are money
    currency_choice: ChoiceWeights  # which currency a mark of several stands for
    glued: GluedNumbers
    known: dict[str, Known] = field(default_factory=dict)  # tokens that were looked at before

    @classmethod
    def from_rows(
        cls,
        currencies: Iterable[Row],
        currency_words: Iterable[Row],
        scales: Iterable[Row],
        number_words: Iterable[Row],
        qualifiers: Iterable[Row],
        money_words: Iterable[Row],
        place_words: Iterable[Row] = (),
        word_endings: Iterable[Row] = (),
        bare_weights: Iterable[Row] = (),
        currency_weights: Iterable[Row] = (),
    ) -> Self:
        """Compile the tables of MONEY_TABLES. Keyword names are the table names.

        Names of places decide a mark that several countries share ("3 billion pesos" in Chile).
        """
        forms: list[tuple[str, bool, bool, Word]] = []  # text, is_exact, is_stem, word
        listed = list(currencies)
        homes = {country: row["currency"] for row in listed for country in row["countries"].split()}
        endings = {row["endings"]: row["forms"].lower().split("|") for row in word_endings}
        tails = {name: frozenset(forms) for name, forms in endings.items()}
        places = {
            row["word"].lower() + ending: homes[row["code"]]
            for row in place_words
            if row["code"] in homes
            for ending in endings.get(row["endings"], ("",))
        }
        marks, sizes, counts, bounds, others = (
            list(rows) for rows in (currency_words, scales, number_words, qualifiers, money_words)
        )
        for rows, to_word in ((marks, _currency), (sizes, _scale)):
            for row in rows:
                word = to_word(row)
                word.endings = tails.get(row["form"], word.endings)
                forms.append((row["text"], row["case"] == "exact", row["form"] != "word", word))
        for plain, to_word in ((counts, _number), (bounds, _qualifier), (others, _other)):
            forms += [(row["text"], False, row.get("form") == "stem", to_word(row)) for row in plain]
        exact, folded, stems = _index(forms)
        return cls(
            exact, folded, stems, places,
            frozenset(name.partition(" ")[0] for name in places),
            {row["currency"]: int(row["minor_digits"]) for row in listed},
            homes,
            {row["currency"]: row["home_country"] for row in listed if row["currency"] not in _WORLD_MONEY},
            Scanner.from_rows(marks, sizes, counts, bounds, others),
            BareWeights.from_rows(bare_weights),
            ChoiceWeights.from_rows(currency_weights),
            GluedNumbers.from_rows(counts),
        )  # fmt: skip

    def look(self, token: str) -> Known:
        """What a token is by its first character, and all forms that open with it (None: an ordinary word)."""
        first = token[0]
        if first.isdecimal():
            if len(token) > _LONGEST_WORD_OF_DIGITS:
                return DIGITS, None  # endless numbers are not kept
            kind = DIGITS
        else:
            kind = LETTERS if first.isalnum() else STOP if token in _STOPS else 0
        if len(self.known) > _CACHE_LIMIT:
            self.known.clear()
        found = self.known[token] = kind, self._find(token)
        return found

    def _find(self, token: str) -> Entry | None:
        token = APOSTROPHES.get(token, token)
        low = token.lower()
        exact, folded = self.exact.get(token), self.folded.get(low)
        phrases = folded.phrases if folded else {}
        if exact:
            phrases = dict(phrases)
            for second, group in exact.phrases.items():
                phrases[second] = _by_length((*group, *phrases.get(second, ())))
        single = (exact and exact.single) or (folded and folded.single) or self._inflected(low)
        if single or phrases:
            return Entry(single, phrases)
        if low.isascii():
            return None
        looks = token.translate(_LOOKS)
        if looks != token and looks.isascii():
            return self._find(looks)
        return None

    def _inflected(self, low: str) -> Word | None:
        """A word that the tables hold only by its stem, or a number glued of number words."""
        for stem, word in self.stems.get(low[:3], ()):
            if low.startswith(stem) and _may_end(word, low[len(stem) :]):
                return word
        glued = self.glued.value(low)
        if glued is None:
            return None
        return Word(NUMBER, number=glued, number_role="teen", languages=frozenset([GLUING]))

    def home_currency(self, country: str | None) -> str | None:
        """Currency of a publisher's country (ISO 3166-1, two or three letters); None where unknown."""
        return self.homes.get(country.upper()) if country else None


def _may_end(word: Word, tail: str) -> bool:
    return tail in word.endings if word.endings else len(tail) <= _LONGEST_TAIL


def _currency(row: Row) -> Word:
    codes, needs = tuple(row["currency"].split()), frozenset(row["needs"].split())
    languages = frozenset([row["language"]])
    if row["kind"] == "minor":
        part = Decimal(row["factor"]) if row.get("factor") else None
        return Word(MINOR, minors=codes, minor_needs=needs, minor_part=part, languages=languages)
    if row["kind"] == "adjective":
        return Word(ADJECTIVE, adjectives=codes, languages=languages)
    return Word(
        CURRENCY,
        needs_before=None if row["place"] == "after" else needs,
        needs_behind=None if row["place"] == "before" else needs,
        currencies=codes,
        currency_kind=row["kind"],
        unit=Decimal(row["factor"]) if row.get("factor") else None,
        languages=languages,
    )


def _scale(row: Row) -> Word:
    languages = frozenset([row["language"]])
    if row["place"] == "before_name":
        return Word(SCALE, scale_before_name=Decimal(row["factor"]), languages=languages)
    return Word(
        SCALE,
        scale=Decimal(row["factor"]),
        scale_language=row["language"],
        is_glued_scale=row["place"] == "glued",
        languages=languages,
    )


def _number(row: Row) -> Word:
    value = Decimal(row["value"]) if row["value"] else None
    if row["role"] == "plus_half":
        return Word(NUMBER, extra_number=value, languages=frozenset([row["language"]]))
    roles = NUMBER | (AND if row["role"] == "and" else 0)
    return Word(roles, number=value, number_role=row["role"], languages=frozenset([row["language"]]))


def _other(row: Row) -> Word:
    return Word(_ROLES[row["role"]], reason=row["value"], languages=frozenset([row["language"]]))


def _qualifier(row: Row) -> Word:
    languages = frozenset([row["language"]])
    if row["place"] == "after":
        return Word(AFTER, after=row["qualifier"], languages=languages)
    roles = BEFORE | {"before_tight": TIGHT, "before_free": FREE | TIGHT}.get(row["place"], 0)
    return Word(roles, before=row["qualifier"], languages=languages)


def _index(
    forms: list[tuple[str, bool, bool, Word]],
) -> tuple[dict[str, Entry], dict[str, Entry], dict[str, tuple[tuple[str, Word], ...]]]:
    """Merge rows of one form, then file every form under its first token."""
    exact: dict[str, Word] = {}
    folded: dict[str, Word] = {}
    stems: dict[str, Word] = {}
    for text, is_exact, is_stem, word in forms:
        key = text if is_exact else text.lower()
        filed = exact if is_exact else stems if is_stem and " " not in text else folded
        if key in filed:
            filed[key].absorb(word)
        else:
            filed[key] = word
    for text, word in exact.items():
        if text.lower() in folded:
            word.absorb(folded[text.lower()])
    by_prefix: dict[str, list[tuple[str, Word]]] = {}
    for stem, word in sorted(stems.items(), key=lambda item: -len(item[0])):
        by_prefix.setdefault(stem[:3], []).append((stem, word))
    return _entries(exact), _entries(folded), {key: tuple(found) for key, found in by_prefix.items()}


def _entries(words: dict[str, Word]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for text, word in words.items():
        tokens = to_tokens(text)
        if not tokens:
            continue
        entry = entries.setdefault(tokens[0][0], Entry())
        if len(tokens) == 1:
            entry.single = word
            continue
        spaced = tuple(after[1] > before[2] for before, after in itertools.pairwise(tokens))
        phrase = Phrase(tuple(token for token, _, _ in tokens[1:]), spaced, word)
        second = phrase.rest[0]
        entry.phrases[second] = _by_length((*entry.phrases.get(second, ()), phrase))
    return entries


def _by_length(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    return tuple(sorted(phrases, key=lambda phrase: -len(phrase.rest)))
