"""All weights that were fitted to labelled passages (`bench/fit_reader.py`), one table a decision."""

from dataclasses import dataclass, field

from etl.rules.choice_weights import ChoiceWeights
from etl.rules.confidence import ConfidenceWeights
from etl.rules.party_choice import PartyWeights
from etl.rules.relation_choice import RelationWeights
from etl.rules.side_choice import SideWeights


@dataclass(frozen=True)
class Fitted:
    """Weights of each decision; where a table is empty the rules decide."""

    kinds: ChoiceWeights = field(default_factory=ChoiceWeights)
    sectors: ChoiceWeights = field(default_factory=ChoiceWeights)
    sides: SideWeights = field(default_factory=SideWeights)
    confidence: ConfidenceWeights = field(default_factory=ConfidenceWeights)
    parties: PartyWeights = field(default_factory=PartyWeights)
    statuses: ChoiceWeights = field(default_factory=ChoiceWeights)
    relations: RelationWeights = field(default_factory=RelationWeights)
    years: ChoiceWeights = field(default_factory=ChoiceWeights)
