"""Where each country stands beside one amount: its turn in the sentence, how far away, how large its economy is.

Evidence for the fitted choice of countries (`side_evidence`): which side it speaks for is learnt.
"""

import math
from collections import Counter

from etl.rules.actors import Actor
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.side_choice import Evidence

Met = dict[str, Evidence]  # country -> its evidence
FAR = 150  # characters: what stands farther from the amount is not told apart
BACK, ON = 4, 3  # sentences before and behind the amount's own that are told apart
SENTENCES_LOOKED, PARAGRAPH_BACK, PARAGRAPH_ON = 8, 8, 5
MOST = 3  # as a turn, a rank or a count; more is not told apart
_MIDDLE, _SPREAD = 6.0, 3.0  # of the logarithms of economies, in billions of dollars


def add_nearness(met: Met, context: Context, cast: Cast, at: int) -> None:
    """Say of each country in which turn, how near and in which sentences it is named."""
    beside = [
        actor
        for actor in cast.actors(at)
        if actor.code in met and not actor.is_speaker and actor.hint != "event"
    ]
    turns = list(dict.fromkeys(actor.code or "" for actor in beside))
    for turn, code in enumerate(turns):
        met[code][f"near:turn {min(turn, MOST)}"] = 1.0
        met[code][f"near:turn {min(turn, MOST)} of {min(len(turns), MOST)}"] = 1.0
    gaps: dict[str, int] = {}
    for gap, code in sorted((_gap(actor, context), actor.code or "") for actor in beside):
        gaps.setdefault(code, gap)
    for rank, code in enumerate(gaps, 1):
        met[code][f"near:rank {min(rank, MOST)}"] = 1.0
    for actor in beside:  # as far as the last mention that is looked at
        met[actor.code or ""]["near:gap"] = min(1.0, gaps[actor.code or ""] / FAR)
    _add_sentences(met, cast, at)
    _add_paragraph(met, cast, at)


def _gap(actor: Actor, context: Context) -> int:
    return min(abs(actor.start - context.amount[1]), abs(context.amount[0] - actor.end))


def _add_sentences(met: Met, cast: Cast, at: int) -> None:
    """How many sentences before or behind the amount a country is named nearest."""
    steps: dict[str, int] = {}
    last = len(cast.layout.sentences) - 1
    for step in sorted(range(-SENTENCES_LOOKED, SENTENCES_LOOKED + 1), key=abs):
        if len(steps) == len(met):
            break
        if 0 <= at + step <= last:
            for actor in cast.actors(at + step):
                if actor.code in met:
                    steps.setdefault(actor.code or "", step)
    for code, step in steps.items():
        met[code][f"near:sentence {max(-BACK, min(ON, step))}"] = 1.0


def _add_paragraph(met: Met, cast: Cast, at: int) -> None:
    """How often a country is named in the amount's own paragraph."""
    paragraphs = cast.layout.paragraphs
    named: Counter[str] = Counter()
    for number in range(max(0, at - PARAGRAPH_BACK), min(len(paragraphs), at + PARAGRAPH_ON + 1)):
        if paragraphs[number] == paragraphs[at]:
            named.update(actor.code for actor in cast.actors(number) if actor.code in met and actor.code)
    for code, count in named.items():
        met[code]["near:paragraph"] = 1.0
        met[code][f"near:paragraph {min(count, MOST)}"] = 1.0
    if named:
        met[max(named, key=lambda code: named[code])]["near:paragraph most"] = 1.0


def add_economies(met: Met, context: Context, kind: str, cast: Cast, chosen: Chosen) -> None:
    """How large the economy of each country is: of two that trade or build, the larger mostly supplies."""
    tags = [f"kind:{kind}"]
    if context.status is not None:
        tags.append(f"status {context.status}")
    if chosen.is_financing:
        tags.append("lent")
    if not chosen.names:
        tags.append("no_name")
    for code, evidence in met.items():
        size = (math.log(max(1.0, cast.place_words.economies.get(code, 1.0))) - _MIDDLE) / _SPREAD
        evidence["economy"] = size
        evidence.update({f"economy|{tag}": size for tag in tags})
