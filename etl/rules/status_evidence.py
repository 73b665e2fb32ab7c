"""What speaks for each status of a deal, as named evidence for the fitted choice (`choice_weights`)."""

from collections.abc import Iterable, Mapping, Sequence

from etl.rules.cast import Cast
from etl.rules.choice_weights import ChoiceCase, Evidence
from etl.rules.dates import YearHit
from etl.rules.heard import MOST, capped, hear
from etl.rules.kinds import Choice
from etl.rules.scene import BESIDE, LINK, Scene
from etl.rules.statuses import AROUND, CUE

STATUSES = (
    "talks", "mou", "announced", "agreement", "contract", "order", "investment_decision", "financing", "delivering",
    "completed", "suspended", "cancelled",
)  # fmt: skip
HEARD = 0.3  # weight from which a word counts as said
LOUD, NEAR = 0.6, 4  # weight of a word that tells of a whole sentence; sentences away that may tell


def to_status_case(
    scene: Scene, ruled: Choice, years: Iterable[YearHit], cast: Cast, facts: Mapping[str, str | None]
) -> ChoiceCase:
    """Gather what speaks for each status.

    Args:
        scene: The amount with its surroundings.
        ruled: What the rules made of it.
        years: Dates found in its sentence.
        cast: The document's names and places.
        facts: What else is known: `kind`, `before` and `earlier` (statuses of the amount before it in its paragraph, and
            in the document); None where it is not so.
    """
    heard = hear(scene, "status", AROUND)
    said = [code for code in STATUSES if heard.own.get(code, 0.0) >= HEARD]
    cues, before = _cues(scene), facts.get("before")
    back, forward = _told_by(scene, -1), _told_by(scene, 1)
    shared: dict[str, float] = {"always": 1.0, f"ruled {ruled.code}": 1.0, f"lead {scene.lead()}": 1.0}
    shared.update(capped("own", heard.own))
    shared.update({f"{name} {value}": 1.0 for name, value in facts.items() if value})
    shared.update({f"back {code}": value for code, value in back.items()})
    shared.update({f"forward {code}": value for code, value in forward.items()})
    shared.update({f"clause {cue}": 1.0 for cue in cues})
    shared.update({f"{code} with {cue}": 1.0 for cue in cues for code in said})
    shared.update(_of_place(scene))
    shared.update(_of_company(scene, years, cast))
    if not said:
        shared["silent"] = 1.0
        shared.update({f"silent {cue}": 1.0 for cue in cues})
        if before:
            shared[f"silent before {before}"] = 1.0
    told = scene.page.subject("status")
    total = sum(told.get(code, 0.0) for code in STATUSES) or 1.0
    options = heard.of(STATUSES)
    for code, evidence in options.items():
        evidence |= {
            "document": told.get(code, 0.0) / total,
            "before": float(before == code),
            "back": back.get(code, 0.0),
            "forward": forward.get(code, 0.0),
        }
        if not said:  # then whatever stands around counts otherwise
            for name in ("around", "before", "back", "forward"):
                evidence[f"silent {name}"] = evidence.get(name, 0.0)
            evidence["silent part"] = float("+part" in cues and before == code)
    options[ruled.code] |= {"ruled": 1.0, "ruled lead": ruled.margin}
    return ChoiceCase(scene.context.amount[0], ruled.code, options, shared)


def _cues(scene: Scene) -> Sequence[str]:
    """Codes of the small words of the amount's own clause: what is dear, a part, to come, in doubt, past."""
    first, last = scene.context.clause
    hits = scene.page.hits(scene.sentence, "status")
    found = {hit.entry.code for hit in hits if hit.entry.code[0] == CUE and first <= hit.start < last}
    return sorted(found)


def _told_by(scene: Scene, step: int) -> Evidence:
    """Statuses told by the nearest sentence before or behind, of any paragraph, that tells any; empty where none does."""
    count, start = len(scene.page.layout.sentences), scene.sentence
    if scene.context.umbrella is not None and step < 0:
        start = scene.page.layout.at(scene.context.umbrella[0]) + 1  # what opens a list is told of each item
    for distance in range(1, NEAR + 1):
        number = start + step * distance
        if not 0 <= number < count:
            break
        told = {
            code: min(weights[0], MOST) / distance
            for code, weights in scene.page.strongest(number, "status").items()
            if code[0] != CUE and weights[0] >= LOUD
        }
        if told:
            return told
    return {}


def _of_place(scene: Scene) -> Evidence:
    """Which word stands nearest to the amount on either side, which right beside it, and which opens the sentence."""
    found: dict[str, float] = {}
    hits = [
        hit
        for hit in scene.page.hits(scene.sentence, "status")
        if hit.entry.weight >= HEARD and hit.entry.code[0] != CUE
    ]
    behind = min((hit for hit in hits if hit.start >= scene.right), key=lambda hit: hit.start, default=None)
    ahead = max((hit for hit in hits if hit.end <= scene.left), key=lambda hit: hit.end, default=None)
    opening = min(hits, key=lambda hit: hit.start, default=None)
    for name, nearest in (("ahead", ahead), ("behind", behind), ("opens", opening)):
        if nearest is not None:
            found[f"{name} {nearest.entry.code}"] = 1.0
    for hit in hits:
        if 0 <= scene.left - hit.end <= LINK or 0 <= hit.start - scene.right <= BESIDE:
            found[f"beside {hit.entry.code}"] = 1.0
    if scene.context.umbrella is not None:
        found["in a list"] = 1.0
    headline = scene.context.headline
    if headline is not None and scene.context.sentence[0] < headline[1]:
        found["in the headline"] = 1.0
    return found


def _of_company(scene: Scene, years: Iterable[YearHit], cast: Cast) -> Evidence:
    """What else the sentence speaks of: things (aircraft are ordered), a quantity, other years, names."""
    found = dict(capped("thing", scene.weigh("sector", neighbours=0.0)))
    if scene.page.hits(scene.sentence, "quantity"):
        found["a quantity"] = 1.0
    published = scene.context.published
    for hit in years:
        if published is not None and hit.year != published.year:
            found["years to come" if hit.year > published.year else "years past"] = 1.0
    for actor in cast.actors(scene.sentence):
        if actor.name is not None:
            found[f"a name {actor.hint or 'of no role'}"] = 1.0
    return found
