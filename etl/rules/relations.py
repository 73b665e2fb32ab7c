"""How the figures of one document hang together: said again, another number for the same deal, a part, a loan."""

from collections.abc import Iterator
from dataclasses import replace

from etl.records import Figure
from etl.rules.kinds import TOTALS
from etl.rules.scene import Scene

NEAR = 0.03  # a headline rounds: "$37 billion" over $36.8 billion
NEAR_WORD = 0.3
NEAR_CUE = 0.18
UNLIKE = 2.9  # how far apart two numbers for one deal may be
BEFORE, OTHERWISE, ANOTHER = "before", "otherwise", "another"  # codes of relation_words
LIKELY_SUM, SURE_SUM = 4, 5  # digits of a sum and number of its terms, together
MOST_PARTS, EXACT, FAR_PART = 8, 0.004, 4  # of a sum: terms, tolerance, sentences between
WINDOW = 40  # figures back that are compared, so that a document of amounts stays linear


def relate(figures: list[Figure], scenes: list[Scene]) -> list[Figure]:
    """Set `relation` and `related_index`; a headline takes what the body says of the same sum."""
    done = list(figures)
    for number, figure in enumerate(done):
        if figure.relation is None:
            done[number] = _repeat(done, scenes, number)
    for number, figure in enumerate(done):
        if figure.relation is None and figure.kind in ("deal", "package"):
            done[number] = _restated(done, scenes, number)
    for number, whole in _sums(done, scenes):
        done[number] = _part_of(done[number], whole, "sum")
    for number, figure in enumerate(done):
        if figure.relation is None and figure.kind in ("deal", "package"):
            done[number] = _part_or_money(done, scenes, number)
    return done


def _sums(done: list[Figure], scenes: list[Scene]) -> Iterator[tuple[int, int]]:
    """Amounts that add up to a larger one right before or behind them: (part, whole)."""
    told = [
        number
        for number, figure in enumerate(done)
        if figure.kind in ("deal", "package") and figure.relation is None and _size(figure)
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
    total, figure = sum(_size(done[part]) for part in parts), done[whole]
    if abs(total - _size(figure)) > EXACT * _size(figure):
        return False
    if any(done[part].currency != figure.currency for part in parts):
        return False
    if max(abs(scenes[part].sentence - scenes[whole].sentence) for part in parts) > FAR_PART:
        return False
    # 1 and 2 make 3 by chance in many texts; 24 and 11 make 35 in few, four terms make 365 in none.
    strength = len(f"{_size(figure):.6g}".replace(".", "").split("e")[0].rstrip("0")) + len(parts)
    if figure.kind == "package" or strength > SURE_SUM:
        return True
    for part in parts:
        other = done[part]
        if figure.sector not in (other.sector, "multi") or (
            figure.companies and other.companies and not set(figure.companies) & set(other.companies)
        ):
            return False
    return strength >= LIKELY_SUM or any("part" in related_words(scenes[part]) for part in parts)


def _part_of(figure: Figure, whole: int, why: str) -> Figure:
    rules = (*figure.rules, f"relation:part_of_by_{why}")
    return replace(figure, relation="part_of", related_index=whole, rules=rules)


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


def _restated(done: list[Figure], scenes: list[Scene], number: int) -> Figure:
    """An earlier or somebody else's number for the deal of a neighbouring figure: "up from", "others speak of"."""
    figure, scene = done[number], scenes[number]
    cue = max(_cue(scene, BEFORE), _cue(scene, OTHERWISE))
    if cue < NEAR_CUE or cue < _cue(scene, ANOTHER) or "part" in related_words(scene):
        return figure
    near = sorted(
        range(max(0, number - 3), min(len(done), number + 3)), key=lambda at: (abs(at - number), at)
    )
    for at in near:
        other, there = done[at], scenes[at]
        if at == number or other.relation is not None or not _is_one_thing(figure, other):
            continue
        if abs(there.sentence - scene.sentence) > 1 or _cue(there, ANOTHER) > cue:
            continue
        if _cue(there, "finances") > NEAR_WORD and not _cue(scene, "finances") > NEAR_WORD:
            continue  # a loan is another sum than what it pays for
        if there.sentence == scene.sentence and max(_cue(there, BEFORE), _cue(there, OTHERWISE)) > cue:
            continue  # the word belongs to the other amount
        rules = (*figure.rules, "relation:restates")
        return replace(figure, relation="restates", related_index=at, rules=rules)
    return figure


def _cue(scene: Scene, code: str) -> float:
    """How strongly the nearest word of a code speaks of the amount."""
    hits = scene.page.hits(scene.sentence, "relation")
    return max((scene.pull(hit.start, hit.end) for hit in hits if hit.entry.code == code), default=0.0)


def _is_one_thing(figure: Figure, other: Figure) -> bool:
    """Whether two numbers can be of one deal: alike in size, and nothing else is said to differ."""
    if other.kind != figure.kind or other.currency != figure.currency or _size(other) == _size(figure):
        return False
    if not 1 / UNLIKE <= _size(figure) / max(1.0, _size(other)) <= UNLIKE:
        return False
    if figure.sector != other.sector and "multi" not in (figure.sector, other.sector):
        return False
    sides = ((figure.recipient_country, other.recipient_country), (figure.quantity, other.quantity))
    if any(mine and theirs and mine != theirs for mine, theirs in sides):
        return False
    return not figure.companies or not other.companies or bool(set(figure.companies) & set(other.companies))


def _part_or_money(done: list[Figure], scenes: list[Scene], number: int) -> Figure:
    figure, scene = done[number], scenes[number]
    words = related_words(scene)
    whole = _whole(done, scenes, number, "part" in words)
    is_loan = figure.status == "financing" and "finances" in words
    if whole is not None and (not is_loan or done[whole].kind == "package" or _is_money(done[whole])):
        return _part_of(figure, whole, "words")
    is_money = figure.status in ("financing", "mou", "announced", "talks") or _is_money(figure)
    if is_money and "finances" in words:
        project = _project(done, scenes, number)
        if project is not None:
            return replace(
                figure, relation="finances", related_index=project, rules=(*figure.rules, "relation:finances")
            )
    return figure


def _is_money(figure: Figure) -> bool:
    """Whether it is lent or granted, and no project of its own."""
    return figure.status == "financing" or any(party.role == "funder" for party in figure.parties)


def related_words(scene: Scene) -> set[str]:
    """Which words of relation speak of the amount: part, finances."""
    hits = scene.page.hits(scene.sentence, "relation")
    return {hit.entry.code for hit in hits if scene.pull(hit.start, hit.end) > NEAR_WORD}


def _whole(done: list[Figure], scenes: list[Scene], number: int, is_told: bool) -> int | None:
    """The sum of which this one is a part: a larger one before it, in the same or the last sentence."""
    figure, scene = done[number], scenes[number]
    for back in range(number - 1, max(-1, number - 8), -1):
        other, there = done[back], scenes[back]
        if other.relation in ("conversion", "repeat", "restates") or other.kind not in ("deal", "package"):
            continue
        if other.currency != figure.currency or _size(other) <= _size(figure) or other.relation == "part_of":
            continue
        distance = scene.sentence - there.sentence
        before = done[number - 1]
        is_next = before.relation == "part_of" and before.related_index == back and distance == 0
        if is_next and scenes[number - 1].sentence == scene.sentence and _fits(done, back, number):
            return back  # "split into 27.1 billion for plant, 3.5 for wells and 6.2 for the rest"
        if is_told and 0 <= distance <= 1 and other.sector in (figure.sector, "multi"):
            return back
        if other.kind == "package" and scene.context.umbrella == there.context.sentence:
            return back
    return None


def _fits(done: list[Figure], whole: int, number: int) -> bool:
    """Whether the part still fits into the whole beside the parts before it."""
    parts = [one for one in done[:number] if one.relation == "part_of" and one.related_index == whole]
    return sum(map(_size, parts)) + _size(done[number]) <= _size(done[whole]) * (1 + NEAR)


def _project(done: list[Figure], scenes: list[Scene], number: int) -> int | None:
    """The project that a loan or grant pays for: the nearest larger sum of its sector that is no loan."""
    figure = done[number]
    best: int | None = None
    for at in range(max(0, number - 8), min(len(done), number + 5)):
        other = done[at]
        if at == number or other.kind != "deal" or other.sector != figure.sector:
            continue
        if other.relation in ("conversion", "repeat", "restates", "finances") or _size(other) < _size(figure):
            continue
        if "finances" in related_words(scenes[at]) or any(party.role == "funder" for party in other.parties):
            continue  # money for a project as well
        if best is None or abs(at - number) < abs(best - number):
            best = at
    return best
