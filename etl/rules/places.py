"""Words that name a country -> which country, and how it is named: by its name, an adjective, a city."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from etl.rules.gazetteer import Gazetteer, Span, plain

Row = Mapping[str, str]
Named = tuple[str, str, str]  # code, kind, cases

UNCHANGED = (("", ""),)
# Texts in Cyrillic name places in Russian even where the language is another.
_LANGUAGES_READ_WITH = {
    "ru": ("ru", "kk"),
    "kk": ("kk", "ru"),
    "uk": ("ru",),
    "ky": ("ru", "kk"),
    "tg": ("ru",),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One mention of a country, a group of countries, or a place inside a country."""

    start: int
    end: int
    code: str  # ISO 3166-1 alpha-3, or a group's code
    kind: str  # name, adjective, demonym, capital, city, region, group
    text: str
    cases: str = ""  # letters of the cases its form can stand in (word_endings.csv); empty: not told


@dataclass(frozen=True)
class PlaceWords:
    """Every spelling of a place, by the language of the text in which it is looked for."""

    words: Mapping[str, tuple[tuple[str, Named], ...]]  # language -> (word, what it names)
    groups: frozenset[str]
    members: Mapping[str, frozenset[str]]
    economies: Mapping[str, float]  # GDP in billions of US dollars: only ever a last resort
    alpha2: Mapping[str, str]
    gazetteers: dict[str, Gazetteer[Named]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def from_rows(
        cls,
        place_words: Iterable[Row],
        countries: Iterable[Row] = (),
        groups: Iterable[Row] = (),
        endings: Iterable[Row] = (),
    ) -> "PlaceWords":
        """Build from the tables place_words, countries, groups and word_endings.

        A row of place_words with `endings` is a stem: each form of that row of word_endings is put
        behind it, with the cases of that form (n, g, d, a, i, l) where the row tells them. A row whose `kind` is not_a_place hides what it names ("Black Sea" is not in a country).
        """
        forms = {
            row["endings"]: list(
                zip_longest(
                    row["forms"].split("|"), row["cases"].split("|") if row["cases"] else [], fillvalue=""
                )
            )
            for row in endings
        }
        words: dict[str, list[tuple[str, Named]]] = {}
        for row in place_words:
            for ending, cases in forms.get(row["endings"], UNCHANGED) if row.get("endings") else UNCHANGED:
                words.setdefault(row["language"], []).append(
                    (row["word"] + ending, (row["code"], row["kind"], cases))
                )
        groups = list(groups)
        for row in groups:
            for word in filter(None, row["words"].split("|")):
                for language in ("en", "ru"):
                    words.setdefault(language, []).append((word, (row["code"], "group", "")))
        countries = list(countries)
        return cls(
            words={language: tuple(rows) for language, rows in words.items()},
            groups=frozenset(row["code"] for row in groups),
            members={row["code"]: frozenset(filter(None, row["members"].split(";"))) for row in groups},
            economies={row["iso3"]: float(row["gdp_usd_bn"] or 0) for row in countries},
            alpha2={row["iso2"]: row["iso3"] for row in countries},
        )

    def gazetteer(self, language: str) -> Gazetteer[Named]:
        """The names to look for in a text of this language; built when first asked for."""
        language = language[:2]
        found = self.gazetteers.get(language)
        if found is None:
            tongues = _LANGUAGES_READ_WITH.get(language, (language,))
            found = Gazetteer(
                item for tongue in (*tongues, "any", "en") for item in self.words.get(tongue, ())
            )
            self.gazetteers[language] = found
        return found


def find_places(
    text: str, span: Span, words: PlaceWords, language: str = "en", *, is_plain: bool = False
) -> tuple[Place, ...]:
    """Every place named in the span, in reading order; empty where there is none.

    `is_plain` says that `text` already went through `gazetteer.plain`, so that a document is folded once.
    """
    folded = text if is_plain else plain(text)
    return tuple(
        Place(start, end, code, kind, text[start:end], cases)
        for start, end, (code, kind, cases) in words.gazetteer(language).find(folded, span)
        if kind != "not_a_place"
    )
