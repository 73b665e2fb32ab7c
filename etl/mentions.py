"""One document -> the deals that it states without an amount, read by the same rules as its figures."""

from dataclasses import replace

from etl.records import Document, Figure, Mention
from etl.rules import quantities
from etl.rules.cast import Cast
from etl.rules.clues import Clues
from etl.rules.dates import find_years
from etl.rules.direction import decide_direction
from etl.rules.mentions import Paper, find_papers
from etl.rules.scene import Page, Scene
from etl.rules.sectors import decide_sector
from etl.rules.surroundings import make_scene
from etl.rules.year_choice import decide_year

SURE, HALF_SURE = 0.75, 0.55
# In a list of papers: what words count at least that follow this one, and how much less those of another.
OWN, ANOTHERS = 0.7, 0.2


class PaperScene(Scene):
    """The scene of a paper: what it is about follows it, up to the next paper of the sentence."""

    def pull(self, start: int, end: int, side: str = "any") -> float:
        strength = super().pull(start, end, side)
        following = min((first for first, _ in self.others if first >= self.right), default=end)
        is_own = self.left <= start and end <= following
        if not self.others:
            return strength
        return max(strength, OWN) if is_own else strength * ANOTHERS


def read_mentions(
    document: Document, page: Page, triggers: list[int], figures: list[Figure], cast: Cast, clues: Clues
) -> list[Mention]:
    """Mentions in reading order; none where a figure already stands for the same deal."""
    found: list[Mention] = []
    seen: dict[tuple[object, ...], str] = {}  # paper -> the sentence that names it first
    valued: dict[int, list[Figure]] = {}  # sentence -> its deals with an amount
    for figure in figures:
        if figure.kind in ("deal", "package"):
            valued.setdefault(page.layout.at(figure.char_start), []).append(figure)
    for paper in find_papers(page, triggers):
        if paper.sentence in valued:
            continue
        near = [*valued.get(paper.sentence - 1, ()), *valued.get(paper.sentence + 1, ())]
        mention = _read_one(document, page, paper, cast, clues)
        if any(_is_same_deal(mention, figure) for figure in near):
            continue
        key = (mention.status, mention.sector, mention.companies, mention.recipient_country, mention.sentence)
        thing = (mention.status, mention.sector, mention.companies)
        if key in seen and not mention.companies and mention.sector == "multi":
            continue
        if mention.companies and seen.get(thing, mention.sentence) != mention.sentence:
            continue  # the same paper again, further down; those of one sentence are several
        seen.setdefault(key, mention.sentence)
        seen.setdefault(thing, mention.sentence)
        found.append(mention)
    return found


def _is_same_deal(mention: Mention, figure: Figure) -> bool:
    """A figure of the sentence beside it puts a price on this paper."""
    return mention.sector == figure.sector or mention.sector == "multi"


def _read_one(document: Document, page: Page, paper: Paper, cast: Cast, clues: Clues) -> Mention:
    text, published = page.text, document.published_date
    plain = make_scene(document, page, paper.sentence, paper.span, paper.span, list(paper.others))
    scene = PaperScene(
        page, plain.context, plain.sentence, plain.left, plain.right, plain.others, plain.around
    )
    sector = decide_sector(scene, "deal")
    way = decide_direction(replace(scene.context, status=paper.status, sector=sector.code), "deal", cast)
    dating = decide_year(scene, "deal", find_years(page, paper.sentence, published), published, None)
    thing = quantities.find_quantity(scene)
    first, last = scene.context.sentence
    is_sure = (
        sector.code != "multi" and way.supplier_country is not None and way.recipient_country is not None
    )
    return Mention(
        char_start=paper.span[0],
        char_end=paper.span[1],
        quote=text[paper.span[0] : paper.span[1]],
        sentence=text[first:last],
        status=paper.status,
        sector=sector.code,
        supplier_country=way.supplier_country,
        recipient_country=way.recipient_country,
        companies=tuple(way.companies),
        parties=tuple(way.parties),
        subject=thing.subject,
        quantity=thing.quantity,
        quantity_unit=thing.unit,
        announced_date=published
        if dating.year is None or published is None or dating.year >= published.year
        else None,
        reference_year=dating.year,
        confidence=SURE if is_sure else HALF_SURE,
        rules=(f"mention:{paper.status}_signed", *sector.rules, *dating.rules, *way.rules),
        clues=clues.of(scene),
    )
