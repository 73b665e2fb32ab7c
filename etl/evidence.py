"""How much each piece of evidence weighs when two reports are compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from etl.code_sets import Places
from etl.columns import Flags


@dataclass(frozen=True, slots=True)
class Weights:
    """Evidence -> logarithm of odds. A list says what it means; a text was read, and perhaps misread."""

    lists: Mapping[str, float] = field(default_factory=dict)  # of two rows of lists, or of one document
    texts: Mapping[str, float] = field(default_factory=dict)  # of two documents, one of them a text

    def by_source(self, read: Flags) -> Iterator[tuple[Places, Mapping[str, float]]]:
        """Places of the pairs that each of the two tables weighs; `read`: whether `texts` does."""
        for places, weights in ((np.flatnonzero(read), self.texts), (np.flatnonzero(~read), self.lists)):
            if len(places):
                yield places, weights
