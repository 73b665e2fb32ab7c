"""How the figures of one document hang together: said again, a part of another, money for another."""

from dataclasses import replace

from etl.records import Figure
from etl.rules.kinds import TOTALS
from etl.rules.scene import Scene

NEAR = 0.03  # a headline rounds: "$37 billion" over $36.8 billion
NEAR_WORD = 0.3
WINDOW = 40  # figures back that are compared, so that a document of amounts stays linear


def relate(figures: list[Figure], scenes: list[Scene]) -> list[Figure]:
    """Set `relation` and `related_index`; a headline takes what the body says of the same sum."""
    done = list(figures)
    for number, figure in enumerate(done):
        if figure.relation is None:
            done[number] = _repeat(done, scenes, number)
    for number, figure in enumerate(done):
        if figure.relation is None and figure.kind in ("deal", "package"):
            done[number] = _part_or_money(done, scenes, number)
    return done


def _is_headline(scene: Scene) -> bool:
    headline = scene.context.headline
    return headline is not None and scene.context.sentence[0] < headline[1]


def _repeat(done: list[Figure], scenes: list[Scene], number: int) -> Figure:
    figure = done[number]
    for back in range(number - 1, max(-1, number - WINDOW), -1):
        first = done[back]
        if first.relation is not None or first.currency != figure.currency:
            continue
        headline = _is_headline(scenes[back])
        same = _size(first) == _size(figure)
        close = headline and abs(_size(first) - _size(figure)) <= NEAR * _size(figure)
        if not (same or close):
            continue
        if not headline and not _is_alike(first, figure):
            continue
        if headline and figure.kind != "other":
            done[back] = _taken_over(first, figure)
        if not same:
            continue  # a rounded headline is another figure of the same deal
        if headline or figure.kind == first.kind:
            rules = (*figure.rules, "relation:repeat")
            kept = figure if headline else replace(figure, kind=first.kind, sector=first.sector)
            return replace(kept, relation="repeat", related_index=back, rules=rules)
    return figure


def _size(figure: Figure) -> float:
    return figure.value_low if figure.value_low is not None else (figure.value_high or 0.0)


def _is_alike(first: Figure, second: Figure) -> bool:
    """Two equal sums are one only where nothing speaks against it."""
    if first.kind != second.kind or first.kind == "other":
        return False
    if first.kind in TOTALS:
        return first.reference_year == second.reference_year
    return first.sector == second.sector and (
        not first.companies or not second.companies or bool(set(first.companies) & set(second.companies))
    )


def _taken_over(headline: Figure, body: Figure) -> Figure:
    """What the body says in full sentences stands for the headline's few words too."""
    return replace(
        headline,
        kind=body.kind,
        status=body.status,
        sector=body.sector,
        supplier_country=body.supplier_country,
        recipient_country=body.recipient_country,
        companies=body.companies,
        parties=body.parties,
        subject=body.subject,
        quantity=body.quantity,
        quantity_unit=body.quantity_unit,
        announced_date=body.announced_date,
        reference_year=body.reference_year,
        date_basis=body.date_basis,
        confidence=body.confidence,
        rules=(*headline.rules, "relation:headline_as_body"),
    )


def _part_or_money(done: list[Figure], scenes: list[Scene], number: int) -> Figure:
    figure, scene = done[number], scenes[number]
    words = _words(scene)
    whole = _whole(done, scenes, number, "part" in words)
    if whole is not None:
        return replace(
            figure, relation="part_of", related_index=whole, rules=(*figure.rules, "relation:part_of")
        )
    if figure.status in ("financing", "mou", "announced", "talks") and "finances" in words:
        project = _project(done, scenes, number)
        if project is not None:
            return replace(
                figure, relation="finances", related_index=project, rules=(*figure.rules, "relation:finances")
            )
    return figure


def _words(scene: Scene) -> set[str]:
    """Which words of relation speak of the amount: part, finances."""
    hits = scene.page.hits(scene.sentence, "relation")
    return {hit.entry.code for hit in hits if scene.pull(hit.start, hit.end) > NEAR_WORD}


def _whole(done: list[Figure], scenes: list[Scene], number: int, is_told: bool) -> int | None:
    """The sum of which this one is a part: a larger one before it, in the same or the last sentence."""
    figure, scene = done[number], scenes[number]
    for back in range(number - 1, max(-1, number - 8), -1):
        other, there = done[back], scenes[back]
        if other.relation in ("conversion", "repeat") or other.kind not in ("deal", "package"):
            continue
        if other.currency != figure.currency or _size(other) <= _size(figure) or other.relation == "part_of":
            continue
        distance = scene.sentence - there.sentence
        if is_told and 0 <= distance <= 1 and other.sector in (figure.sector, "multi"):
            return back
        if other.kind == "package" and scene.context.umbrella == there.context.sentence:
            return back
    return None


def _project(done: list[Figure], scenes: list[Scene], number: int) -> int | None:
    """The project that a loan or grant pays for: the nearest larger sum of its sector that is no loan."""
    figure = done[number]
    best: int | None = None
    for at in range(max(0, number - 8), min(len(done), number + 5)):
        other = done[at]
        if at == number or other.kind != "deal" or other.sector != figure.sector:
            continue
        if other.relation in ("conversion", "repeat", "finances") or _size(other) < _size(figure):
            continue
        if "finances" in _words(scenes[at]):
            continue  # money for a project as well
        if best is None or abs(at - number) < abs(best - number):
            best = at
    return best
