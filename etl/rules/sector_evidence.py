"""What speaks for each sector, as named evidence for the fitted choice (`choice_weights`)."""

from collections.abc import Iterable, Mapping

from etl.rules.choice_weights import ChoiceCase
from etl.rules.context import Span
from etl.rules.heard import MOST, hear
from etl.rules.kinds import Choice
from etl.rules.near_words import near_words
from etl.rules.scene import Scene

SPOKEN = 0.3  # weight from which a sector counts as spoken of
MANY = 4
BESIDE = 150, 120, 0.3  # characters before and behind an amount whose words speak, and how strongly
GENERAL = ("finance", "multi")  # what is not itself a thing


def to_sector_case(
    scene: Scene,
    ruled: Choice,
    kind: str,
    previous: str | None,
    makers: Mapping[str, float],
    is_loan: bool,
    sectors: Iterable[str],
) -> ChoiceCase:
    """Gather what speaks for each sector.

    Args:
        scene: The amount with its surroundings.
        ruled: What the rules made of it.
        kind: Its kind.
        previous: Sector of the deal before it in the same paragraph.
        makers: Sector -> weight, of the companies named in the sentence.
        is_loan: It is money lent.
        sectors: All codes.
    """
    heard = hear(scene, "sector")
    document = scene.page.shares("sector")
    spoken, spoken_around = (
        min(sum(1 for weight in weights.values() if weight > SPOKEN), MANY) / MANY
        for weights in (heard.own, heard.around)
    )
    lead, is_headline_silent = _shares(scene, scene.context.lead), not _shares(scene, scene.context.headline)
    options = heard.of(sectors)
    for code, evidence in options.items():
        evidence["always"] = 1.0  # most sectors have nothing else
        if code in makers:
            evidence["makers"] = min(makers[code], MOST)
        if code in document:
            evidence["document"] = document[code]
        if code in lead:
            evidence["lead"] = lead[code]
        if code == previous:
            evidence["as before"] = 1.0
        if code in GENERAL:
            evidence |= {
                "lent": float(is_loan),
                f"kind {kind}": 1.0,
                "strongest of all": max(heard.own.values(), default=0.0),
                "spoken": spoken,
                "spoken around": spoken_around,
                "silent": float(max(heard.around.values(), default=0.0) < SPOKEN),
                "headline silent": float(is_headline_silent),
            }
    options[ruled.code] |= {"ruled": 1.0, "ruled lead": ruled.margin}
    options[ruled.code] |= {f"ruled by {rule.partition(':')[2]}": 1.0 for rule in ruled.rules}
    return ChoiceCase(scene.context.amount[0], ruled.code, options, near_words(scene.context, *BESIDE))


def _shares(scene: Scene, span: Span | None) -> dict[str, float]:
    """Sector -> its share of what another sentence speaks of; empty where that speaks of none."""
    at = None if span is None else scene.page.layout.at(span[0])
    if at is None or at == scene.sentence:
        return {}
    told = {code: weights[0] for code, weights in scene.page.strongest(at, "sector").items()}
    total = sum(told.values())
    return {code: weight / total for code, weight in told.items()}
