"""How the figures of one document hang together: said again, another number for the same deal, a part, a loan."""

from collections.abc import Iterator
from dataclasses import replace

from etl.records import Figure
from etl.rules.dollars import Dollars
from etl.rules.kinds import TOTALS
from etl.rules.relation_choice import RelationWeights
from etl.rules.relation_parts import (
    NEAR,
    NEAR_WORD,
    cue,
    find_money,
    find_parts,
    is_money,
    related_words,
    size,
    to_part,
)
from etl.rules.relation_settling import settle
from etl.rules.scene import Scene

NEAR_CUE = 0.18
UNLIKE = 2.9  # how far apart two numbers for one deal may be
BEFORE, OTHERWISE, ANOTHER, MATCHED = "before", "otherwise", "another", "matched"  # codes of relation_words
LIKELY_SUM, SURE_SUM = 4, 5  # digits of a sum and number of its terms, together
MOST_PARTS, EXACT, FAR_PART = 8, 0.004, 4  # of a sum: terms, tolerance, sentences between
WINDOW = 40  # figures back that are compared, so that a document of amounts stays linear


def relate(
    figures: list[Figure], scenes: list[Scene], weights: RelationWeights, dollars: Dollars
) -> list[Figure]:
    """Set `relation` and `related_index`; a headline takes what the body says of the same sum.

    The rules propose, the weights dispose.
    """
    return settle(_by_rules(figures, scenes), scenes, weights, dollars)


def _by_rules(figures: list[Figure], scenes: list[Scene]) -> list[Figure]:
    done = list(figures)
    rounded: dict[int, int] = {}  # number of a headline's figure -> that of the body's
    for number, figure in enumerate(done):
        if figure.relation is None:
            done[number] = _repeat(done, scenes, number, rounded)
    for number, figure in enumerate(done):
        if figure.relation is None and figure.kind in ("deal", "package"):
            done[number] = _restated(done, scenes, number)
    paid: dict[int, int] = {}  # number of a loan -> that of what it pays for
    for number, whole in _sums(done, scenes):
        if is_money(done[number]) and _is_project(done[whole], scenes[whole]):
            paid[number] = whole  # "with this, the plan of 150 million is covered"
        else:
            done[number] = to_part(done[number], whole, "sum")
    find_money(done, scenes, paid | find_parts(done, scenes))
    for number, body in rounded.items():
        done[number] = _rounded(done, number, body)
    return done


def _sums(done: list[Figure], scenes: list[Scene]) -> Iterator[tuple[int, int]]:
    """Amounts that add up to a larger one right before or behind them: (part, whole)."""
    told = [
        number
        for number, figure in enumerate(done)
        if figure.kind in ("deal", "package") and figure.relation is None and size(figure)
    ]
    taken: set[int] = set()
    for place, whole in enumerate(told):
        for run in (told[place + 1 : place + 1 + MOST_PARTS], told[max(0, place - MOST_PARTS) : place][::-1]):
            parts: list[int] = []
            for number in run:
                parts.append(number)
                if len(parts) > 1 and not taken & {whole, *parts} and _adds_up(done, scenes, whole, parts):
                    taken |= set(parts)
                    yield from ((part, whole) for part in parts)
                    break


def _adds_up(done: list[Figure], scenes: list[Scene], whole: int, parts: list[int]) -> bool:
    """Whether the parts are the whole: by their sum, and by nothing that speaks against it."""
    total, figure = sum(size(done[part]) for part in parts), done[whole]
    if abs(total - size(figure)) > EXACT * size(figure):
        return False
    if any(done[part].currency != figure.currency for part in parts):
        return False
    if any(cue(scenes[part], BEFORE) > NEAR_WORD for part in parts):
        return False  # "465 million, a hundred million less than": a difference is no part
    if max(abs(scenes[part].sentence - scenes[whole].sentence) for part in parts) > FAR_PART:
        return False
    # 1 and 2 make 3 by chance in many texts; 24 and 11 make 35 in few, four terms make 365 in none.
    strength = len(f"{size(figure):.6g}".replace(".", "").split("e")[0].rstrip("0")) + len(parts)
    if figure.kind == "package" or strength > SURE_SUM:
        return True
    for part in parts:
        other = done[part]
        if figure.sector not in (other.sector, "multi") or (
            figure.companies and other.companies and not set(figure.companies) & set(other.companies)
        ):
            return False
    return strength >= LIKELY_SUM or any("part" in related_words(scenes[part]) for part in parts)


def _is_project(figure: Figure, scene: Scene) -> bool:
    """Whether a sum that loans and grants make up is what they pay for, and no larger loan."""
    has_lender = any(party.role == "funder" for party in figure.parties)
    return figure.kind == "deal" and not has_lender and "finances" not in related_words(scene)


def _is_headline(scene: Scene) -> bool:
    headline = scene.context.headline
    return headline is not None and scene.context.sentence[0] < headline[1]


def _repeat(done: list[Figure], scenes: list[Scene], number: int, rounded: dict[int, int]) -> Figure:
    figure = done[number]
    for back in range(number - 1, max(-1, number - WINDOW), -1):
        first = done[back]
        if first.relation is not None or first.currency != figure.currency:
            continue
        headline = _is_headline(scenes[back])
        same = size(first) == size(figure)
        close = headline and abs(size(first) - size(figure)) <= NEAR * size(figure)
        if not (same or close):
            continue
        if not headline and not _is_alike(first, figure, scenes[number].sentence - scenes[back].sentence):
            continue
        if same and not headline and cue(scenes[number], MATCHED) > NEAR_CUE:
            continue  # "an equal amount, 18 million, comes from the company"
        if headline and figure.kind != "other":
            done[back] = _taken_over(first, figure)
        if not same:
            rounded.setdefault(back, number)
            continue  # a rounded headline is another figure of the same deal
        if headline or figure.kind == first.kind:
            rules = (*figure.rules, "relation:repeat")
            kept = figure if headline else replace(figure, kind=first.kind, sector=first.sector)
            return replace(kept, relation="repeat", related_index=back, rules=rules)
    return figure


def _is_alike(first: Figure, second: Figure, distance: int) -> bool:
    """Two equal sums are one only where nothing speaks against it."""
    if first.kind != second.kind or first.kind == "other":
        return False
    if first.kind in TOTALS:
        return first.reference_year == second.reference_year
    if first.sector != second.sector:  # "it still is 2.3 billion: the cars are paid for by ..."
        return distance <= 1 and bool(first.companies) and set(first.companies) == set(second.companies)
    return not first.companies or not second.companies or bool(set(first.companies) & set(second.companies))


def _rounded(done: list[Figure], number: int, body: int) -> Figure:
    """The headline's number as another one for the deal of the body, where nothing else speaks of it."""
    figure, other = done[number], done[body]
    if figure.relation is not None or figure.kind not in ("deal", "package"):
        return figure
    if other.kind != figure.kind or other.relation in ("part_of", "restates"):
        return figure
    rules = (*figure.rules, "relation:headline_rounds")
    return replace(figure, relation="restates", related_index=body, rules=rules)


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


def _restated(done: list[Figure], scenes: list[Scene], number: int) -> Figure:
    """An earlier or somebody else's number for the deal of a neighbouring figure: "up from", "others speak of"."""
    figure, scene = done[number], scenes[number]
    told = max(cue(scene, BEFORE), cue(scene, OTHERWISE))
    if told < NEAR_CUE or told < cue(scene, ANOTHER) or "part" in related_words(scene):
        return figure
    near = sorted(
        range(max(0, number - 3), min(len(done), number + 3)), key=lambda at: (abs(at - number), at)
    )
    for at in near:
        other, there = done[at], scenes[at]
        if at == number or other.relation is not None or not _is_one_thing(figure, other):
            continue
        if abs(there.sentence - scene.sentence) > 1 or cue(there, ANOTHER) > told:
            continue
        both_lent = is_money(figure) and is_money(other)
        if cue(there, "finances") > NEAR_WORD and not cue(scene, "finances") > NEAR_WORD and not both_lent:
            continue  # a loan is another sum than what it pays for
        if there.sentence == scene.sentence and max(cue(there, BEFORE), cue(there, OTHERWISE)) > told:
            continue  # the word belongs to the other amount
        rules = (*figure.rules, "relation:restates")
        return replace(figure, relation="restates", related_index=at, rules=rules)
    return figure


def _is_one_thing(figure: Figure, other: Figure) -> bool:
    """Whether two numbers can be of one deal: alike in size, and nothing else is said to differ."""
    if other.kind != figure.kind or other.currency != figure.currency or size(other) == size(figure):
        return False
    if not 1 / UNLIKE <= size(figure) / max(1.0, size(other)) <= UNLIKE:
        return False
    if figure.sector != other.sector and "multi" not in (figure.sector, other.sector):
        return False
    sides = ((figure.recipient_country, other.recipient_country), (figure.quantity, other.quantity))
    if any(mine and theirs and mine != theirs for mine, theirs in sides):
        return False
    return not figure.companies or not other.companies or bool(set(figure.companies) & set(other.companies))
