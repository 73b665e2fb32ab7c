"""The words beside each mention of a country, and those of the amount's sentence, as evidence for the two sides.

Tables of words know what most texts say of buyers and sellers; what they do not know is learnt from labelled passages.
"""

from collections.abc import Iterator
from dataclasses import replace

from etl.rules.actors import Actor
from etl.rules.cast import Cast
from etl.rules.context import Context, Span
from etl.rules.near_words import WORD, stems
from etl.rules.side_choice import Case, Code, Evidence

Met = dict[Code, Evidence]  # country -> its evidence; None stands for "no single country"
REACH, NEXT = 40, 3  # characters and words on each side of a mention
BETWEEN = 100  # characters between a mention and its amount that are looked at
SENTENCE_REACH = 200  # characters of the sentence on each side of the amount
SENTENCES_FAR = (-1, 1, -2, 2, -3, 3, -4)  # where a country is looked for that the amount's own does not name
BESIDE, FAR, WITHIN = 0.5, 0.5, 0.4  # how strongly one word speaks


def with_words(case: Case, context: Context, cast: Cast, at: int) -> Case:
    """Say of each country which words stand at its mentions, and which around the amount."""
    met = case.countries
    text, amount, sentence = context.text, context.amount, context.sentence
    local = set()
    for actor in cast.actors(at):
        if actor.code is None or actor.code not in met:
            continue
        local.add(actor.code)
        evidence = met[actor.code]
        side = "before" if actor.start < amount[0] else "behind"
        for word in _beside(actor, cast, at):
            evidence[f"{WORD}{word}"] = evidence[f"{WORD}{side} {word}"] = BESIDE
        first, last = (actor.end, amount[0]) if side == "before" else (amount[1], actor.start)
        if 0 <= last - first <= BETWEEN:
            evidence.update({f"{WORD}{side} between {stem}": WITHIN for stem in stems(text[first:last])})
    _add_far(met, cast, at, local)
    around = stems(text[max(sentence[0], amount[0] - SENTENCE_REACH) : amount[0]])
    around += stems(text[amount[1] : min(sentence[1], amount[1] + SENTENCE_REACH)])
    # Not a set: what is added up must not depend on how words are hashed.
    return replace(case, words=tuple(dict.fromkeys(around)))


def _add_far(met: Met, cast: Cast, at: int, local: set[str]) -> None:
    """The words at the nearest mentions of countries that only other sentences name."""
    done = set(local)
    for number in (at + step for step in SENTENCES_FAR):
        if not 0 <= number < len(cast.layout.sentences) or len(done) == len(met) - 1:
            continue
        here = [actor for actor in cast.actors(number) if actor.code in met and actor.code not in done]
        for actor in here:
            words = _beside(actor, cast, number)
            met[actor.code].update({f"{WORD}far {word}": FAR for word in words})
        done.update(actor.code for actor in here if actor.code is not None)


def _beside(actor: Actor, cast: Cast, number: int) -> tuple[str, ...]:
    """The words next to a mention, in its sentence: `left of to`, `next before of` ...; many amounts ask for them."""
    found = cast.beside.get((actor.start, actor.end))
    if found is None:
        found = cast.beside[actor.start, actor.end] = tuple(_look_beside(actor, cast.text, cast.span(number)))
    return found


def _look_beside(actor: Actor, text: str, span: Span) -> Iterator[str]:
    left = stems(text[max(span[0], actor.start - REACH) : actor.start])[-NEXT:]
    right = stems(text[actor.end : min(span[1], actor.end + REACH)])[:NEXT]
    for stem in left:
        yield f"left {stem}"
    for stem in right:
        yield f"right {stem}"
    if left:
        yield f"next left {left[-1]}"
    if right:
        yield f"next right {right[0]}"
