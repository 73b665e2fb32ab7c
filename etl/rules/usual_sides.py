"""A party by what it usually is: its own role, that of its partner, or one of many that share a side."""

import re
from collections.abc import Callable
from itertools import pairwise

from etl.rules.actors import Actor
from etl.rules.balance import LIST, Balance
from etl.rules.cast import Cast
from etl.rules.lexicon import Hit
from etl.rules.wording import objects_of, subject_of

HINT_SUPPLY, HINT_RECEIVE = 0.5, 0.6
_OF_STATE = re.compile(r"government|ministry|authorit|правительств|министерств|минист")


def add_partner(
    balance: Balance, hit: Hit, actors: tuple[Actor, ...], cast: Cast, weight_of: Callable[[Actor], float]
) -> None:
    """ "a contract with X": X is on the side that its own kind or that of the other party leaves to it."""
    subject = subject_of(hit, actors, cast)
    for actor in objects_of(hit, actors, cast, 40):
        behind = cast.text[max(hit.end, actor.start - 24) : actor.start].lower()
        if actor.hint in ("buyer", "government") or _OF_STATE.search(behind):
            side = "receive"
        elif actor.hint in ("supplier", "investor", "funder"):
            side = "supply"
        elif subject is not None and subject.hint in ("supplier", "investor", "funder"):
            side = "receive"
        else:
            side = "supply"
        balance.add(side, actor.code, 0.8 * weight_of(actor), "with")


def add_hint(balance: Balance, role: str, code: str | None, weight: float) -> None:
    """Put a party on the side on which it usually is; one without a role supplies a little."""
    if role in ("supplier", "investor", "funder"):
        balance.add("supply", code, HINT_SUPPLY * weight, "usual_role")
    elif role in ("buyer", "government", "partner"):
        balance.add("receive", code, HINT_RECEIVE * weight, "usual_role")
    elif role == "":
        balance.add("supply", code, 0.2 * weight)


def find_many(balance: Balance, actors: tuple[Actor, ...], cast: Cast) -> None:
    """Mark countries of one list that share a side: "Denmark and Sweden give"."""
    for one, two in pairwise(actors):
        if one.code is None or two.code is None or one.code == two.code or not (one.place and two.place):
            continue
        if not LIST.match(cast.text[one.end : two.start]):
            continue
        for side, weights, other in (
            ("receive", balance.receive, balance.supply),
            ("supply", balance.supply, balance.receive),
        ):
            low, high = sorted((weights.get(one.code, 0.0), weights.get(two.code, 0.0)))
            if (
                low > 0.5
                and low > 0.7 * high
                and other.get(one.code, 0.0) < low
                and other.get(two.code, 0.0) < low
            ):
                balance.many[side] |= {one.code, two.code}
