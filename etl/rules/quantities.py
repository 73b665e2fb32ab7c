"""What is supplied and how many: "300 freight locomotives", "five firm orders, five options"."""

import re
from dataclasses import dataclass

from etl.rules.lexicon import Hit
from etl.rules.scene import Scene

_REACH = 48  # characters between a number and the thing it counts
_NUMBER = re.compile(
    r"(?<![\w.,$€£-])(\d{1,3}(?:[ ,.\u00a0]\d{3})+|\d{1,7})(?=\s)(?!\s*(?:%|per ?cent|mw|gw|km|kg|tonnes|million|billion))"
)
_LONGEST_SUBJECT = 90
_FAINTEST = 0.12  # a counted thing that stands further away is another one


@dataclass(frozen=True, slots=True)
class Quantity:
    """Everything is null where the text does not say it."""

    subject: str | None = None
    quantity: float | None = None
    unit: str | None = None
    firm: float | None = None
    option: float | None = None
    price_basis: str | None = None


def find_quantity(scene: Scene) -> Quantity:
    """Look for counted things and for the words of the sector beside the amount."""
    hits = scene.page.hits(scene.sentence, "quantity")
    numbers = _numbers(scene, hits)
    best: tuple[float, Hit, tuple[int, int, float]] | None = None
    for hit in hits:
        if hit.entry.code != "unit":
            continue
        number = _counting(scene, hit, numbers)
        strength = scene.pull(hit.start, hit.end)
        if number is not None and strength > _FAINTEST and (best is None or strength > best[0]):
            best = (strength, hit, number)
    basis = "list" if any(hit.entry.code == "list" for hit in hits) else None
    firm, option = _beside(scene, hits, numbers, "firm"), _beside(scene, hits, numbers, "option")
    if best is None:
        return Quantity(_subject(scene), None, None, firm, option, basis)
    _, hit, (start, _, value) = best
    text = scene.page.text
    subject = " ".join(text[start : hit.end].split())[:_LONGEST_SUBJECT]
    return Quantity(subject, value, text[hit.start : hit.end].lower(), firm, option, basis)


def _numbers(scene: Scene, hits: list[Hit]) -> list[tuple[int, int, float]]:
    """Numbers of the sentence that are not part of an amount: (start, end, value)."""
    if not hits:
        return []
    first = scene.context.sentence[0]
    found = []
    for match in _NUMBER.finditer(scene.page.normal(scene.sentence)):
        start, end = first + match.start(), first + match.end()
        if not any(a < end and start < b for a, b in ((scene.left, scene.right), *scene.others)):
            found.append((start, end, float(re.sub(r"\D", "", match[1]))))
    found += [
        (hit.start, hit.end, float(hit.entry.code.partition(":")[2]))
        for hit in hits
        if hit.entry.code.startswith("number:")
    ]
    return sorted(found)


def _counting(scene: Scene, hit: Hit, numbers: list[tuple[int, int, float]]) -> tuple[int, int, float] | None:
    """The number that counts the thing: the leftmost one near it that is no model's name."""
    text = scene.page.text
    for start, end, value in numbers:
        if not 0 < hit.start - end <= _REACH or not hit.start - start or 1900 <= value <= 2100:
            continue
        if any(sign in text[end : hit.start] for sign in ",;:."):
            continue
        named = text[max(0, start - 24) : start].split()
        if value >= 100 and named and named[-1][:1].isupper() and start > scene.context.sentence[0] + 2:
            continue  # "Boeing 787 aircraft": the 787 counts nothing
        return start, end, value
    return None


def _beside(scene: Scene, hits: list[Hit], numbers: list[tuple[int, int, float]], code: str) -> float | None:
    for hit in hits:
        if hit.entry.code == code:
            for start, end, value in numbers:
                if 0 < hit.start - end <= 4 and not 1900 <= value <= 2100 and start < hit.start:
                    return value
    return None


def _subject(scene: Scene) -> str | None:
    """Neighbouring words of the sector: "tungsten mining and processing plant"."""
    hits = [hit for hit in scene.page.hits(scene.sentence, "sector") if hit.entry.weight >= 0.5]
    if not hits:
        return None
    anchor = max(hits, key=lambda hit: hit.entry.weight * (scene.pull(hit.start, hit.end) + 0.05))
    start, end = anchor.start, anchor.end
    for hit in hits:
        if end <= hit.start <= end + 5:
            end = hit.end
    for hit in reversed(hits):
        if start - 5 <= hit.end <= start:
            start = hit.start
    if end - start > _LONGEST_SUBJECT:
        start, end = anchor.start, anchor.end
    return " ".join(scene.page.text[start:end].split())
