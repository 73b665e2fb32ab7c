"""Which larger sum of its document an amount is a part of, and which project a loan or grant pays for."""

from dataclasses import replace

from etl.records import Figure
from etl.rules.lexicon import Hit
from etl.rules.scene import Scene

NEAR = 0.03  # a headline rounds: "$37 billion" over $36.8 billion
NEAR_WORD = 0.3  # pull from which a word of relation speaks of the amount
NEAR_TOTAL = 0.4
BACK, AHEAD = 8, 5  # figures that are looked at on either side
WITHOUT_COST = 2  # sentences that a project may stand farther off where it is called a cost
YEARS = 3  # a loan follows its project within these
LENT = ("financing", "mou", "announced", "talks")
ANOTHER = "relation:another"  # "a second contract": not the deal of an earlier paper
SURELY = 1.0  # weight of words that say so; "a new contract" may be the one that everybody reports
BESIDE = "relation:beside"  # a package that holds nothing of what its document tells besides
SPOKEN_FOR = ("conversion", "repeat", "restates")  # another figure of the document stands for these


def size(figure: Figure) -> float:
    """The lower bound, else the upper one; 0 without an amount."""
    return figure.value_low if figure.value_low is not None else (figure.value_high or 0.0)


def related_words(scene: Scene) -> set[str]:
    """Which words of relation speak of the amount: part, finances, cost ..."""
    hits = scene.page.hits(scene.sentence, "relation")
    return {hit.entry.code for hit in hits if pull(scene, hit) > NEAR_WORD}


def cues(scene: Scene) -> dict[str, float]:
    """Each code of the words of relation with how strongly its nearest word speaks of the amount."""
    codes = dict.fromkeys(hit.entry.code for hit in scene.page.hits(scene.sentence, "relation"))
    return {code: strength for code in codes if (strength := cue(scene, code)) > 0}


def cue(scene: Scene, code: str) -> float:
    """How strongly the nearest word of a code speaks of the amount."""
    hits = scene.page.hits(scene.sentence, "relation")
    return max((pull(scene, hit) for hit in hits if hit.entry.code == code), default=0.0)


def is_told_another(scene: Scene) -> bool:
    """Whether the amount is said to be of one more deal: "a second contract", "another ten trains"."""
    hits = scene.page.hits(scene.sentence, "relation")
    return any(
        hit.entry.code == "another" and hit.entry.weight >= SURELY and pull(scene, hit) > NEAR_WORD
        for hit in hits
    )


def pull(scene: Scene, hit: Hit) -> float:
    """How strongly a word speaks of the amount; fully where it bounds it: "is estimated to cost 5 billion"."""
    if scene.left <= hit.start and hit.end <= scene.context.amount[0]:
        return 1.0
    return scene.pull(hit.start, hit.end)


def to_part(figure: Figure, whole: int, why: str) -> Figure:
    """The figure as a part of figure number `whole`."""
    rules = (*figure.rules, f"relation:part_of_by_{why}")
    return replace(figure, relation="part_of", related_index=whole, rules=rules)


def find_parts(done: list[Figure], scenes: list[Scene]) -> dict[int, int]:
    """Set `part_of`. Returns loans that are said to be a part of what they pay for: (loan, project)."""
    paid: dict[int, int] = {}
    for number, figure in enumerate(done):
        if figure.kind == "package" and "beside" in related_words(scenes[number]):
            figure = done[number] = replace(figure, rules=(*figure.rules, BESIDE))
        if figure.kind == "deal" and is_told_another(scenes[number]):
            figure = done[number] = replace(figure, rules=(*figure.rules, ANOTHER))
        if figure.relation is not None or figure.kind not in ("deal", "package"):
            continue
        whole = _whole(done, scenes, number, "part" in related_words(scenes[number]))
        if whole is None:
            whole = _whole_ahead(done, scenes, number)
        if whole is None:
            continue
        is_lent = is_money(figure) or "finances" in related_words(scenes[number])
        if is_lent and done[whole].kind == "deal" and not is_money(done[whole]):
            paid[number] = whole
        else:
            done[number] = to_part(figure, whole, "words")
    return paid


def find_money(done: list[Figure], scenes: list[Scene], paid: dict[int, int]) -> None:
    """Set `finances` of loans, grants and own means; `paid` are those whose project is known already."""
    for number, figure in enumerate(done):
        if figure.relation is not None or figure.kind not in ("deal", "package"):
            continue
        is_funded = any(party.role == "funder" for party in figure.parties)
        is_called = "finances" in related_words(scenes[number])
        is_lent = is_funded and figure.status == "financing"
        is_lent |= is_called and (is_funded or figure.status in LENT)
        project = paid.get(number)
        if project is None and is_lent:
            project = _project(done, scenes, number)
        if project is not None:
            rules = (*figure.rules, "relation:finances")
            done[number] = replace(figure, relation="finances", related_index=project, rules=rules)


def is_money(figure: Figure) -> bool:
    """Whether it is lent or granted, and no project of its own."""
    return figure.status == "financing" or any(party.role == "funder" for party in figure.parties)


def _whole(done: list[Figure], scenes: list[Scene], number: int, is_told: bool) -> int | None:
    """The sum of which this one is a part: a larger one before it, in the same or the last sentence."""
    figure, scene = done[number], scenes[number]
    for back in range(number - 1, max(-1, number - BACK), -1):
        other, there = done[back], scenes[back]
        if other.relation in SPOKEN_FOR or other.kind not in ("deal", "package"):
            continue
        if not _is_larger(other, figure) or other.relation == "part_of":
            continue
        distance = scene.sentence - there.sentence
        before = done[number - 1]
        is_next = before.relation == "part_of" and before.related_index == back and distance == 0
        if is_next and scenes[number - 1].sentence == scene.sentence and _fits(done, back, number):
            return back  # "split into 27.1 billion for plant, 3.5 for wells and 6.2 for the rest"
        if other.kind == "deal" and is_money(other) and not is_money(figure):
            continue  # what is built is no part of the loan for it
        if distance == 1 and "part" in related_words(there):
            continue  # "its part is 3.4 billion. The share of the other is 2.4 billion."
        if is_told and 0 <= distance <= 1 and other.sector in (figure.sector, "multi"):
            return back
        if other.kind == "package" and scene.context.umbrella == there.context.sentence:
            return back
    return None


def _whole_ahead(done: list[Figure], scenes: list[Scene], number: int) -> int | None:
    """The sum of which this one is a part, told after it: "... which brings the whole to 650 million"."""
    figure, scene = done[number], scenes[number]
    for ahead in range(number + 1, min(len(done), number + AHEAD)):
        other, there = done[ahead], scenes[ahead]
        if there.sentence - scene.sentence > 1:
            return None
        if (
            other.relation is not None
            or other.kind not in ("deal", "package")
            or not _is_larger(other, figure)
        ):
            continue
        if cue(there, "total") < NEAR_TOTAL or is_money(other) != is_money(figure):
            continue
        if other.sector in (figure.sector, "multi") and _shares_party(figure, other):
            return ahead
    return None


def _is_larger(other: Figure, figure: Figure) -> bool:
    return other.currency == figure.currency and size(other) > size(figure)


def _shares_party(one: Figure, other: Figure) -> bool:
    return not one.companies or not other.companies or bool(set(one.companies) & set(other.companies))


def _fits(done: list[Figure], whole: int, number: int) -> bool:
    """Whether the part still fits into the whole beside the parts before it."""
    parts = [one for one in done[:number] if one.relation == "part_of" and one.related_index == whole]
    return sum(map(size, parts)) + size(done[number]) <= size(done[whole]) * (1 + NEAR)


def _project(done: list[Figure], scenes: list[Scene], number: int) -> int | None:
    """The project that a loan or grant pays for: the nearest sum that can be it; one called a cost reaches farther."""
    best: tuple[int, int, int] | None = None
    for at in range(max(0, number - BACK), min(len(done), number + AHEAD)):
        if at == number or not _may_be_paid(done, scenes, number, at):
            continue
        distance = abs(scenes[at].sentence - scenes[number].sentence)
        is_cost = "cost" in related_words(scenes[at])
        rank = (distance + (0 if is_cost else WITHOUT_COST), abs(at - number), at)
        if best is None or rank < best:
            best = rank
    return None if best is None else best[2]


def _may_be_paid(done: list[Figure], scenes: list[Scene], number: int, at: int) -> bool:
    figure, other = done[number], done[at]
    scene, there = scenes[number], scenes[at]
    if other.kind != "deal" or other.relation in (*SPOKEN_FOR, "finances"):
        return False
    if other.currency == figure.currency and size(other) < size(figure):
        return False
    words = related_words(there)
    if "cost" not in words and (is_money(other) or "finances" in words):
        return False  # money for a project as well
    place = figure.recipient_country
    if place and other.recipient_country and place not in (other.recipient_country, other.supplier_country):
        return False
    years = (figure.reference_year or 0, other.reference_year or 0)
    if all(years) and abs(years[0] - years[1]) > YEARS:
        return False
    shares = bool(set(figure.companies) & set(other.companies))
    umbrella = scene.context.umbrella
    if umbrella is not None and umbrella == there.context.umbrella and scene.sentence != there.sentence:
        return shares  # items of a list do not speak of one another
    if figure.sector == other.sector:
        return True
    is_vague = figure.sector in ("finance", "multi") and figure.status == "financing"
    return abs(scene.sentence - there.sentence) <= 1 and (shares or is_vague)
