"""Every word table that reading needs, made ready once and handed to the rules as one argument."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.rules.lexicon import Lexicons, Row

if TYPE_CHECKING:
    from etl.rules.dollars import Dollars
    from etl.rules.fitted import Fitted
    from etl.rules.money import MoneyWords
    from etl.rules.party_words import PartyWords
    from etl.rules.places import PlaceWords

# Table of data/reference -> the name under which rules ask for its words.
WORD_TABLES = {
    "kind_words": "kind",
    "status_words": "status",
    "sector_words": "sector",
    "date_words": "date",
    "mention_words": "mention",
    "quantity_words": "quantity",
    "relation_words": "relation",
}


@dataclass(frozen=True)
class Vocabulary:
    """What rules know of the language. Built by `etl.read.vocabulary.load_vocabulary`."""

    money: MoneyWords
    places: PlaceWords
    parties: PartyWords
    words: Lexicons  # kinds, statuses, sectors, dates and instruments in one automaton
    triggers: Lexicons  # the words that can open a deal without an amount, scanned over whole documents
    sectors: tuple[str, ...]  # all codes
    fitted: Fitted  # weights learnt from labelled passages
    dollars: Dollars  # to compare amounts of two currencies
    abbreviations: frozenset[str]  # lower case, with their point: no sentence ends there


def to_lexicons(tables: Mapping[str, Iterable[Row]]) -> tuple[Lexicons, Lexicons]:
    """Rows of the word tables, keyed by table name -> (`words`, `triggers`) of a Vocabulary."""
    words = Lexicons({short: tables[name] for name, short in WORD_TABLES.items()}, shared=("sector",))
    instruments = [row for row in tables["mention_words"] if row["code"].startswith("instrument")]
    return words, Lexicons({"mention": instruments})
