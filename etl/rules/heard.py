"""What words say of each option of a choice: those of the amount's own sentence, and those around it too."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from etl.rules.choice_weights import Evidence
from etl.rules.scene import Scene

MOST = 1.5  # more weight than this says nothing more


@dataclass(frozen=True, slots=True)
class Heard:
    """Code -> weight of its words, in the sentence alone and with what stands around it."""

    own: Mapping[str, float]
    around: Mapping[str, float]

    def of(self, options: Iterable[str]) -> dict[str, dict[str, float]]:
        """Option -> what speaks for it alone; what is not there is not listed."""
        found: dict[str, dict[str, float]] = {option: {} for option in options}
        for name, like, weights in (
            ("own", "strongest", self.own),
            ("around", "strongest around", self.around),
        ):
            said = {code: weight for code, weight in weights.items() if weight and code in found}
            strongest = max(said.values(), default=0.0)
            for code, weight in said.items():
                found[code][name] = min(weight, MOST)
                if weight == strongest:
                    found[code][like] = 1.0
        return found


def hear(scene: Scene, table: str, around: float = 1.0) -> Heard:
    """Weigh a table's words; neighbouring sentences count `around` times their share."""
    return Heard(scene.weigh(table, neighbours=0.0), scene.weigh(table, neighbours=around))


def capped(name: str, weights: Mapping[str, float]) -> Evidence:
    """Each code's weight as evidence that options share, under the name of where it was heard."""
    return {f"{name} {code}": min(weight, MOST) for code, weight in weights.items()}
