"""The reference tables -> the vocabularies that rules take as arguments, each made once in a process."""

import atexit
import gc
from functools import lru_cache

from etl.entry_cells import LedgerWords
from etl.read.reference import read_table
from etl.rules.choice_weights import ChoiceWeights
from etl.rules.confidence import ConfidenceWeights
from etl.rules.dollars import Dollars
from etl.rules.fitted import Fitted
from etl.rules.language import LanguageWords
from etl.rules.money_words import MONEY_TABLES, MoneyWords
from etl.rules.party_choice import PartyWeights
from etl.rules.party_words import PartyWords
from etl.rules.places import PlaceWords
from etl.rules.relation_choice import RelationWeights
from etl.rules.side_choice import SideWeights
from etl.rules.vocabulary import WORD_TABLES, Vocabulary, to_lexicons


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Everything that reading a text needs to know of the language.

    Raises:
        StaleReferenceError: A table differs from its provenance card.
    """
    words, triggers = to_lexicons({name: read_table(name) for name in WORD_TABLES})
    places = PlaceWords.from_rows(
        read_table("place_words"), read_table("countries"), read_table("groups"), read_table("word_endings")
    )
    made = Vocabulary(
        money=load_money_words(),
        places=places,
        parties=PartyWords.from_rows(
            read_table("organisations"), read_table("party_words"), read_table("direction_words")
        ),
        words=words,
        triggers=triggers,
        sectors=tuple(row["code"] for row in read_table("sectors")),
        fitted=load_fitted(),
        dollars=Dollars.from_rows(read_table("fx_yearly")),
        abbreviations=frozenset(row["word"] for row in read_table("abbreviations")),
    )
    made.words.of("en")
    made.places.gazetteer("en")
    # The tables live as long as the process. Walking through them at each collection costs a fifth of all reading.
    gc.freeze()
    atexit.register(gc.unfreeze)  # what stayed out of sight would be reported as leaked
    return made


def load_fitted() -> Fitted:
    """Weights learnt from labelled passages."""
    return Fitted(
        ChoiceWeights.from_rows(read_table("kind_weights")),
        ChoiceWeights.from_rows(read_table("sector_weights")),
        SideWeights.from_rows(read_table("side_weights")),
        ConfidenceWeights.from_rows(read_table("confidence_weights")),
        PartyWeights.from_rows(read_table("party_weights")),
        ChoiceWeights.from_rows(read_table("status_weights")),
        RelationWeights.from_rows(read_table("relation_weights")),
        ChoiceWeights.from_rows(read_table("year_weights")),
    )


@lru_cache(maxsize=1)
def load_money_words() -> MoneyWords:
    """The words of amounts: currencies, scales, numbers, qualifiers."""
    return MoneyWords.from_rows(**{name: read_table(name) for name in MONEY_TABLES})


@lru_cache(maxsize=1)
def load_languages() -> LanguageWords:
    """What tells languages apart."""
    return LanguageWords.from_rows(read_table("languages"))


@lru_cache(maxsize=1)
def load_ledger_words() -> LedgerWords:
    """What the rows of a ledger are checked against."""
    countries, groups = read_table("countries"), read_table("groups")
    organisations = read_table("organisations")
    return LedgerWords(
        money=load_money_words(),
        sectors=frozenset(row["code"] for row in read_table("sectors")),
        statuses=frozenset(row["code"] for row in read_table("statuses")),
        countries=frozenset(row["iso3"] for row in countries),
        groups={frozenset(row["members"].split(";")): row["code"] for row in groups if row["members"]},
        group_codes=frozenset(row["code"] for row in groups),
        organisations={
            name.lower(): row["country"]
            for row in organisations
            for name in (row["name"], *row["aliases"].split("|"))
            if name
        },
        governments=frozenset(
            name.lower()
            for name in (
                *(row["name_en"] for row in countries),
                *(row["word"] for row in read_table("place_words") if row["kind"] == "name"),
            )
        ),
        unions=frozenset(
            word.lower() for row in groups for word in (row["label_en"], *row["words"].split("|")) if word
        ),
        government_words=frozenset(row["word"] for row in read_table("government_words")),
    )


def load_codes() -> dict[str, frozenset[str]]:
    """The codes that may stand in a column, for columns that hold codes of our tables only."""
    places = frozenset(row["iso3"] for row in read_table("countries"))
    places |= frozenset(row["code"] for row in read_table("groups"))
    return {
        "sector": frozenset(row["code"] for row in read_table("sectors")),
        "status": frozenset(row["code"] for row in read_table("statuses")),
        "currency": frozenset(row["currency"] for row in read_table("currencies")),
        "supplier_country": places,
        "recipient_country": places,
    }
