"""Relations as the rules propose them -> as the fitted weights choose them, so that no two of them contradict."""

from collections.abc import Sequence
from dataclasses import replace

from etl.records import Figure
from etl.rules.dollars import Dollars
from etl.rules.relation_choice import SAME, Option, RelationWeights
from etl.rules.relation_evidence import ruled, to_relation_cases
from etl.rules.relation_parts import cue, size
from etl.rules.scene import Scene

OLDER = ("before", "otherwise")  # codes of words that tell an older number, or somebody else's
FITTED = "relation:fitted"
LISTED = "relation:listed_with_a_loan"
LENT = "financing"


def settle(
    done: list[Figure], scenes: Sequence[Scene], weights: RelationWeights, dollars: Dollars
) -> list[Figure]:
    """The figures with the relations that the weights choose; without weights as they are."""
    if not weights.weights:
        return done
    chosen = [(number, *weights.choose(case)) for number, case in to_relation_cases(done, scenes, dollars)]
    settled = list(done)
    for number, _, _ in chosen:
        settled[number] = replace(done[number], relation=None, related_index=None)
    # What is one deal is told first, then parts and loans; of what contradicts the surest stays.
    chosen.sort(key=lambda one: (one[1] is None or one[1].relation != SAME, -one[2], one[0]))
    for number, option, _ in chosen:
        if option is None or number in _chain(settled, option.other):
            continue
        if option.relation == SAME:
            _join(settled, done, scenes, number, option.other)
        elif settled[number].relation is None:
            settled[number] = _related(done[number], option.relation, option.other)
    told = [_told(figure, before) for figure, before in zip(settled, done, strict=True)]
    return _listed_loans(told, scenes)


def _listed_loans(settled: Sequence[Figure], scenes: Sequence[Scene]) -> list[Figure]:
    """Lenders in one sentence lend for one project: what a loan pays for, the loans listed with it pay for too."""
    pays_for = {
        scenes[number].sentence: figure.related_index
        for number, figure in enumerate(settled)
        if figure.relation == "finances" and figure.status == LENT
    }
    return [
        replace(figure, relation="finances", related_index=project, rules=(*figure.rules, LISTED))
        if figure.relation is None
        and figure.status == LENT
        and figure.kind == "deal"
        and (project := pays_for.get(scenes[number].sentence)) is not None
        and number not in _chain(settled, project)
        and size(figure) <= size(settled[project])
        else figure
        for number, figure in enumerate(settled)
    ]


def _chain(figures: Sequence[Figure], number: int | None) -> set[int]:
    """The figure and all that it hangs on."""
    found: set[int] = set()
    while number is not None and number not in found:
        found.add(number)
        number = figures[number].related_index
    return found


def _join(
    settled: list[Figure], done: Sequence[Figure], scenes: Sequence[Scene], later: int, earlier: int
) -> None:
    """Two figures of one deal: the rules' word for it, else the older number restates the newer one."""
    told = {at: max(cue(scenes[at], code) for code in OLDER) for at in (later, earlier)}
    is_turned = ruled(done[earlier]) == Option(SAME, later) or told[earlier] > told[later]
    if ruled(done[later]) == Option(SAME, earlier):
        is_turned = False
    ways = ((earlier, later), (later, earlier)) if is_turned else ((later, earlier), (earlier, later))
    for second, first in ways:
        if settled[second].relation is None and second not in _chain(settled, first):
            one, other = done[second], done[first]
            name = "restates"
            if one.currency != other.currency:
                name = "conversion"
            elif size(one) == size(other):
                name = "repeat"
            settled[second] = _related(one, name, first, is_same=True)
            return


def _related(figure: Figure, relation: str, other: int, *, is_same: bool = False) -> Figure:
    """The figure with a relation; where the rules chose the same, it stays as it was."""
    before = ruled(figure)
    if before == Option(SAME if is_same else relation, other):
        return figure
    return replace(figure, relation=relation, related_index=other)


def _told(figure: Figure, before: Figure) -> Figure:
    """The figure with the reason for its relation, where the weights changed it."""
    if (figure.relation, figure.related_index) == (before.relation, before.related_index):
        return before
    rules = before.rules if before.relation is None else before.rules[:-1]  # the last one set it
    return replace(figure, rules=(*rules, FITTED))
