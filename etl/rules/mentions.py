"""Deals without an amount: papers that were signed, contracts that were won, one mention a paper.

A meeting, a plan to sign, a paper that is only referred to ("under the agreement") is no deal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.rules.context import Span
from etl.rules.lexicon import Hit, normal

if TYPE_CHECKING:
    from etl.rules.scene import Page
    from etl.rules.vocabulary import Vocabulary

ACT_REACH = 160  # characters between a paper and the verb, or the signed paper before it, that makes it one
MOST = 200  # mentions in one document


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that a sentence says was signed."""

    sentence: int
    span: Span  # the words that name it
    status: str
    others: tuple[Span, ...]  # the other papers of the sentence


def find_triggers(text: str, start: int, language: str, vocabulary: Vocabulary) -> list[int]:
    """Where words such as "memorandum" or "contract" begin."""
    return [hit.start for hit in vocabulary.triggers.of(language).find(normal(text[start:]), start)]


def find_papers(page: Page, triggers: list[int]) -> list[Paper]:
    """The papers that were signed, in reading order.

    Args:
        page: The document.
        triggers: What `find_triggers` found.
    """
    found: list[Paper] = []
    layout = page.layout
    for number in sorted({layout.at(position) for position in triggers}):
        if layout.headline is not None and layout.sentences[number][0] < layout.headline[1]:
            continue  # the body says it again
        hits = page.hits(number, "mention")
        acts = [hit for hit in hits if hit.entry.code == "act"]
        if not acts:
            continue
        papers = [hit for hit in hits if hit.entry.code.startswith("instrument")]
        refusals = [hit for hit in hits if hit.entry.code == "no"]
        said = list(acts)
        for paper in papers:
            if not any(_gap(paper, hit) <= ACT_REACH for hit in said):
                continue
            if any(_gap(paper, refusal) <= 60 for refusal in refusals):
                continue
            said.append(paper)  # "signed one on X, another on Y and a third on Z": each carries the verb on
            rest = tuple((other.start, other.end) for other in papers if other is not paper)
            status = paper.entry.code.partition(":")[2]
            found.append(Paper(number, (paper.start, paper.end), status, rest))
            if len(found) >= MOST:
                return found
    return found


def _gap(one: Hit, two: Hit) -> int:
    return max(two.start - one.end, one.start - two.end, 0)
