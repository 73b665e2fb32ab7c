"""What assembling looks up beside the readings. Filled by etl/read/references.py, by hand in a test."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.evidence import Weights
from etl.names import Organisations
from etl.rates import RateBook
from etl.things import Things


@dataclass(frozen=True, slots=True)
class References:
    """Codes to their meaning, names, rates: everything by its code, all of it text or numbers."""

    firmness: Mapping[str, int]  # by status
    isic: Mapping[str, str] = field(default_factory=dict)  # by sector
    sector_labels: Mapping[str, str] = field(default_factory=dict)
    country_names: Mapping[str, str] = field(default_factory=dict)  # by ISO alpha-3 or a group's code
    members: Mapping[str, frozenset[str]] = field(default_factory=dict)  # countries of a group, by its code
    organisations: Organisations = field(default_factory=Organisations)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)  # words of subjects, by role
    things: Things = field(default_factory=Things)
    evidence: Weights = field(default_factory=Weights)  # of etl/similarity.py
    phrases: Mapping[str, str] = field(default_factory=dict)  # the evidence in words
    rates: RateBook = field(default_factory=RateBook)
