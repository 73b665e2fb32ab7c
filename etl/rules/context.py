"""Where a rule looks: one amount inside its document, with its neighbours. Spans are (start, end)."""

from dataclasses import dataclass
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one amount (or of one commitment without an amount)."""

    text: str  # the whole document: every span below points into it
    amount: Span  # the quote
    sentence: Span
    clause: Span  # the part of the sentence that speaks of this amount
    previous: Span | None = None  # the sentence before, in the same paragraph
    following: Span | None = None  # the sentence after, in the same paragraph
    umbrella: Span | None = None  # the header or sentence that opens the list in which the amount stands
    headline: Span | None = None
    lead: Span | None = None  # first sentence of the body
    language: str = "en"
    publisher: str | None = None
    title: str | None = None
    published: date | None = None
    purse: str | None = (
        None  # the one country whose money the amount is in; None for dollars, euros and the like
    )

    status: str | None = None  # what was decided of the deal already; None where nothing was
    sector: str | None = None

    def words(self, span: Span | None) -> str:
        """The text of a span; empty where there is none."""
        return self.text[span[0] : span[1]] if span else ""
