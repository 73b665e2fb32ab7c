"""What speaks for each kind of amount, as named evidence for the fitted choice (`choice_weights`)."""

import math
from collections.abc import Iterable, Mapping

from etl.rules.cast import Cast
from etl.rules.choice_weights import ChoiceCase
from etl.rules.dates import YearHit
from etl.rules.heard import MOST, capped, hear
from etl.rules.kinds import CANDIDATES, Choice
from etl.rules.near_words import near_words
from etl.rules.scene import Scene

MIDDLE, SPREAD = 8.5, 2.0  # of the logarithm of amounts
MANY_COUNTRIES, MANY_AMOUNTS = 4, 5
BESIDE = 80, 60, 0.5  # characters before and behind an amount whose words speak, and how strongly


def to_kind_case(
    scene: Scene,
    ruled: Choice,
    years: Iterable[YearHit],
    cast: Cast,
    size: float,
    facts: Mapping[str, str | None],
) -> ChoiceCase:
    """Gather what speaks for each kind.

    Args:
        scene: The amount with its surroundings.
        ruled: What the rules made of it.
        years: Dates found in its sentence.
        cast: The document's names and places.
        size: The amount in units of its currency; 0 where it has no bound.
        facts: What else is known: `before` and `earlier` (kinds of the amounts before), `qualifier` ...; None where it is not so.
    """
    heard = hear(scene, "kind")
    shared: dict[str, float] = {"always": 1.0, **capped("own", heard.own), **capped("around", heard.around)}
    shared["a thing"] = min(max(scene.weigh("sector", neighbours=0.0).values(), default=0.0), MOST)
    shared["a status"] = max(
        (w for code, w in scene.weigh("status", neighbours=0.0).items() if not code.startswith("+")),
        default=0.0,
    )
    shared.update({f"{name} {value}": 1.0 for name, value in facts.items() if value})
    shared[f"lead {scene.lead()}"] = 1.0
    if size:
        shared["size"] = (math.log10(size + 1) - MIDDLE) / SPREAD
    shared.update(near_words(scene.context, *BESIDE))
    shared.update(_of_dates(scene, years))
    shared.update(_of_document(scene))
    shared.update(_of_cast(scene, cast))
    shared.update({f"rule {rule.split(' ')[0]}": 1.0 for rule in ruled.rules})
    options = heard.of(CANDIDATES)
    options[ruled.code] |= {"ruled": 1.0, "ruled lead": ruled.margin, f"ruled {ruled.code}": 1.0}
    return ChoiceCase(scene.context.amount[0], ruled.code, options, shared)


def _of_dates(scene: Scene, years: Iterable[YearHit]) -> dict[str, float]:
    found: dict[str, float] = {}
    published = scene.context.published
    for hit in years:
        found[f"dated {hit.role}"] = 1.0
        if published is not None and hit.year != published.year:
            found["years to come" if hit.year > published.year else "years past"] = 1.0
    return found


def _of_document(scene: Scene) -> dict[str, float]:
    """What headline and opening speak of, and where the amount stands in the document."""
    context, page = scene.context, scene.page
    found: dict[str, float] = {}
    found.update({f"document {code}": share for code, share in page.shares("kind").items()})
    if context.headline is not None:
        heads = page.strongest(page.layout.at(context.headline[0]), "kind")
        found.update(capped("headline", {code: weights[0] for code, weights in heads.items()}))
        if context.sentence == context.headline:
            found["in the headline"] = 1.0
    if context.umbrella is not None:
        found["in a list"] = 1.0
    if page.hits(scene.sentence, "quantity"):
        found["a quantity"] = 1.0
    found["other amounts"] = min(len(scene.others), MANY_AMOUNTS) / MANY_AMOUNTS
    return found


def _of_cast(scene: Scene, cast: Cast) -> dict[str, float]:
    """Who is named in the sentence, and which words of direction."""
    found: dict[str, float] = {}
    for hit in cast.cues(scene.sentence):
        found[f"cue {hit.entry.code}"] = 1.0
        if scene.context.clause[0] <= hit.start < scene.context.clause[1]:
            found[f"cue of clause {hit.entry.code}"] = 1.0
    for actor in cast.actors(scene.sentence):
        found["a place" if actor.name is None else f"a name {actor.hint or 'of no role'}"] = 1.0
    found["countries"] = min(len(cast.countries(scene.sentence)), MANY_COUNTRIES) / MANY_COUNTRIES
    return found
