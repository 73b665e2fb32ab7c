"""One document -> the deals that it states without an amount, read by the same rules as its figures."""

from etl.records import Document, Figure, Mention
from etl.rules import quantities
from etl.rules.cast import Cast
from etl.rules.dates import decide_year, find_years
from etl.rules.direction import decide_direction
from etl.rules.mentions import Paper, find_papers
from etl.rules.scene import Page
from etl.rules.sectors import decide_sector
from etl.rules.surroundings import make_scene

SURE, HALF_SURE = 0.75, 0.55


def read_mentions(
    document: Document, page: Page, triggers: list[int], figures: list[Figure], cast: Cast
) -> list[Mention]:
    """Mentions in reading order; none where a figure already stands for the same deal."""
    found: list[Mention] = []
    seen: set[tuple[object, ...]] = set()
    valued = [(page.layout.at(f.char_start), f) for f in figures if f.kind in ("deal", "package")]
    for paper in find_papers(page, triggers):
        near = [f for number, f in valued if abs(number - paper.sentence) <= 1]
        if any(number == paper.sentence for number, _ in valued):
            continue
        mention = _read_one(document, page, paper, cast)
        if any(_is_same_deal(mention, figure) for figure in near):
            continue
        key = (mention.status, mention.sector, mention.companies, mention.recipient_country, mention.sentence)
        thing = (mention.status, mention.sector, mention.companies)
        if key in seen and not mention.companies and mention.sector == "multi":
            continue
        if mention.companies and thing in seen:
            continue  # the same paper again, further down
        seen |= {key, thing}
        found.append(mention)
    return found


def _is_same_deal(mention: Mention, figure: Figure) -> bool:
    """A figure of the sentence beside it puts a price on this paper."""
    return mention.sector == figure.sector or mention.sector == "multi"


def _read_one(document: Document, page: Page, paper: Paper, cast: Cast) -> Mention:
    text, published = page.text, document.published_date
    scene = make_scene(document, page, paper.sentence, paper.span, paper.span, list(paper.others))
    way = decide_direction(scene.context, "deal", cast)
    sector = decide_sector(scene, "deal")
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
    )
