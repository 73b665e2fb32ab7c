"""Where to look: the sentences around an amount, with the weight that their words have for it."""

from etl.records import Document
from etl.rules.context import Context, Span
from etl.rules.scene import Page, Scene

# How much the words of a neighbouring sentence count.
PREVIOUS, FOLLOWING, BEFORE_THAT, UMBRELLA, HEADLINE, LEAD, HEADLINE_TO_LEAD = (
    0.32,
    0.12,
    0.12,
    0.5,
    0.22,
    0.14,
    0.4,
)


def make_scene(
    document: Document, page: Page, at: int, edges: Span, quote: Span, others: list[Span]
) -> Scene:
    """The surroundings of a stretch of text in sentence number `at`."""
    layout = page.layout
    paragraph = layout.paragraphs[at]
    umbrella = layout.umbrellas[at]
    before = at - 1 if at > 0 and layout.paragraphs[at - 1] == paragraph else None
    after = at + 1 if at + 1 < len(layout.sentences) and layout.paragraphs[at + 1] == paragraph else None
    lead = layout.at(layout.lead[0]) if layout.lead else None
    around: list[tuple[int, float]] = []
    if umbrella is not None and umbrella != at:
        around.append((umbrella, UMBRELLA))
        before = after = None  # items of a list do not speak of one another
    if before is not None:
        around.append((before, PREVIOUS))
        if before > 0 and layout.paragraphs[before - 1] == paragraph:
            around.append((before - 1, BEFORE_THAT))
    if after is not None:
        around.append((after, FOLLOWING))
    seen = {number for number, _ in around} | {at}
    is_headline = layout.headline is not None and layout.sentences[at][0] < layout.headline[1]
    if layout.headline is not None and not is_headline:
        headline = layout.at(layout.headline[0])
        if headline not in seen:
            around.append((headline, HEADLINE))
    if lead is not None and lead not in seen:
        around.append((lead, HEADLINE_TO_LEAD if is_headline else LEAD))
    context = Context(
        text=page.text,
        amount=quote,
        sentence=layout.sentences[at],
        clause=to_clause(page, at, edges, others),
        previous=layout.sentences[before] if before is not None else None,
        following=layout.sentences[after] if after is not None else None,
        umbrella=layout.sentences[umbrella] if umbrella is not None and umbrella != at else None,
        headline=layout.headline,
        lead=layout.lead,
        language=document.language,
        publisher=document.publisher,
        title=document.title,
        published=document.published_date,
    )
    return Scene(page, context, at, edges[0], edges[1], others, around)


def to_clause(page: Page, at: int, edges: Span, others: list[Span]) -> Span:
    """The part of a sentence that speaks of one amount: up to a semicolon, a dash, or another amount's part."""
    first, last = page.layout.sentences[at]
    text = page.text
    for sign in (";", " – ", " — ", " - "):
        found = text.rfind(sign, first, edges[0])
        if (
            found >= 0 and found + len(sign) < edges[0]
        ):  # "цена — 64 млн": what stands before the dash is said of it
            first = found + len(sign)
        found = text.find(sign, edges[1], last)
        if found >= 0 and not any(start == found + len(sign) for start, _ in others):
            last = found
    for start, end in others:
        if first <= start < edges[0]:
            comma = text.find(",", end, edges[0])
            first = max(first, comma + 1 if comma >= 0 else end)
        elif edges[1] <= start < last:
            comma = text.rfind(",", edges[1], start)
            last = min(last, comma if comma >= 0 else start)
    return first, max(last, edges[1])
