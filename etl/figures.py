"""One document -> its figures and its deals without an amount: the rules, in the order in which they speak.

amounts -> sentences -> kind -> status, sector, year -> parties and direction -> relations between
the figures -> confidence. A document without an amount and without a word such as "memorandum"
costs two scans and nothing else.
"""

import typing
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from etl.dating import Past, announced_day, date_figure
from etl.homes import home_country
from etl.mentions import read_mentions
from etl.records import Document, Figure, Kind, Reading
from etl.rules import confidence, quantities, relations
from etl.rules.actors import Actor
from etl.rules.calendar import Calendar
from etl.rules.cast import Cast
from etl.rules.cell_years import year_of_cell
from etl.rules.choice_weights import Picked
from etl.rules.clues import Clues
from etl.rules.context import Context, Span
from etl.rules.direction import OF_CAPITAL, decide_direction
from etl.rules.kind_evidence import to_kind_case
from etl.rules.kinds import LEVEL_BEFORE_GOAL, SET_BESIDE, Choice, decide_kind
from etl.rules.mentions import find_triggers
from etl.rules.money import Amount, find_amounts
from etl.rules.relation_parts import related_words
from etl.rules.scene import Page, Scene
from etl.rules.sector_evidence import to_sector_case
from etl.rules.sectors import decide_sector
from etl.rules.sentences import to_layout
from etl.rules.status_evidence import to_status_case
from etl.rules.statuses import decide_status
from etl.rules.surroundings import make_scene
from etl.rules.trade_frame import in_clause
from etl.rules.vocabulary import Vocabulary
from etl.rules.year_choice import Dating
from etl.rules.year_evidence import Neighbours, settle_year, to_year_case
from etl.schema import DEAL_KINDS

# No release states as many. A file that does is read so far and says so: memory and time stay bounded.
MOST_FIGURES = 20_000
LEAST_DEAL = 25_000  # US dollars: what costs less is the price of one thing, not a deal between countries
MOST_AGAIN = 4  # other sentences in which the same sum is looked at: a text may repeat it without end
LOOKED_BACK = 40  # figures before one among which the last deal is looked for
SENTENCE_SHOWN = 600  # characters of a sentence that a figure keeps on either side of its amount


def read_document(document: Document, vocabulary: Vocabulary) -> Reading:
    """Read one document. Never raises on any text; offsets count characters of `document.text`."""
    text = document.text
    home = vocabulary.money.home_currency(home_country(document, vocabulary.places))
    amounts = find_amounts(text, vocabulary.money, home, document.body_start, most=MOST_FIGURES)
    read_to = None
    if len(amounts) >= MOST_FIGURES:
        read_to = amounts[-1].end
        text = text[:read_to]
        document = replace(document, text=text)
    triggers = find_triggers(text, document.body_start, document.language, vocabulary)
    if not amounts and not triggers:
        return Reading()
    layout = to_layout(text, document.body_start, vocabulary.abbreviations, document.head_title)
    if not layout.sentences:
        return Reading()
    page = Page(text, layout, vocabulary.words.of(document.language), [_edges(amount) for amount in amounts])
    cast = Cast(
        text,
        layout,
        vocabulary.places,
        vocabulary.parties,
        document.language,
        side_weights=vocabulary.fitted.sides,
        party_weights=vocabulary.fitted.parties,
    )
    clues = Clues(page, cast)
    figures, refused = _read_figures(document, amounts, page, cast, clues, vocabulary)
    found = read_mentions(document, page, triggers, figures, cast, clues)
    return Reading(tuple(figures), tuple(found), tuple(refused), read_to)


def _read_figures(
    document: Document, amounts: list[Amount], page: Page, cast: Cast, clues: Clues, vocabulary: Vocabulary
) -> tuple[list[Figure], list[Figure]]:
    figures: list[Figure] = []
    refused: list[Figure] = []
    scenes: list[Scene] = []
    calendar = Calendar(page, document.published_date)
    places: dict[int, int] = {}  # number of the amount -> number of its figure
    said: dict[tuple[str, float | None, float | None], list[int]] = defaultdict(list)  # sum -> its sentences
    for amount in amounts:
        at, told = page.layout.at(amount.start), said[_sum(amount)]
        if len(told) <= MOST_AGAIN and at not in told:
            told.append(at)
    for number, amount in enumerate(amounts):
        scene = to_scene(document, amounts, number, page)
        purse = vocabulary.money.purses.get(amount.currency)
        if purse:
            scene.context = replace(scene.context, purse=purse)
        if amount.refused:
            refused.append(_plain(document, amount, scene))
            continue
        origin = places.get(amount.conversion_of) if amount.conversion_of is not None else None
        if origin is not None:
            figure = _converted(document, amount, scene, figures[origin], origin)
        else:
            again = [at for at in said[_sum(amount)] if at != scene.sentence]
            figure = _read_one(document, amount, scene, figures, scenes, cast, calendar, again, vocabulary)
        places[number] = len(figures)
        figures.append(figure)
        scenes.append(scene)
    figures = [
        replace(figure, clues=clues.of(scene)) if figure.kind in DEAL_KINDS else figure
        for figure, scene in zip(
            relations.relate(figures, scenes, vocabulary.fitted.relations, vocabulary.dollars),
            scenes,
            strict=True,
        )
    ]
    return figures, refused


def _sum(amount: Amount) -> tuple[str, float | None, float | None]:
    return amount.currency, amount.low, amount.high


def _edges(amount: Amount) -> Span:
    start = amount.start if amount.qualifier_start is None else min(amount.start, amount.qualifier_start)
    return start, amount.end


def to_scene(document: Document, amounts: list[Amount], number: int, page: Page) -> Scene:
    """Put one amount among its sentences."""
    amount, layout = amounts[number], page.layout
    at = layout.at(amount.start)
    left, right = _with_conversion(amounts, number, page)
    others = []
    for step in (-1, 1):
        near = number + step
        while 0 <= near < len(amounts) and abs(near - number) <= 12 and layout.at(amounts[near].start) == at:
            pair = {amounts[near].conversion_of, near} & {amount.conversion_of, number}
            if not (pair - {None}):
                others.append(_with_conversion(amounts, near, page))
            near += step
    return make_scene(document, page, at, (left, right), (amount.start, amount.end), others)


def _with_conversion(amounts: list[Amount], number: int, page: Page) -> Span:
    """What follows "5 billion (4 billion euros)" stands beside the first amount too."""
    left, right = page.amounts[number]
    if number + 1 < len(amounts) and amounts[number + 1].conversion_of == number:
        right = page.amounts[number + 1][1]
        right += page.text[right : right + 1] == ")"
    return left, right


def _sentence(page: Page, context: Context) -> str:
    first, last = context.sentence
    return page.text[
        max(first, context.amount[0] - SENTENCE_SHOWN) : min(last, context.amount[1] + SENTENCE_SHOWN)
    ]


def _plain(document: Document, amount: Amount, scene: Scene) -> Figure:
    """An amount with nothing but what the money grammar says of it."""
    return Figure(**_stated(document, amount, scene), kind="other")


def _stated(document: Document, amount: Amount, scene: Scene) -> dict[str, typing.Any]:
    text = document.text
    start, end = amount.start, max(amount.end, scene.context.sentence[0])
    sentence = _sentence(scene.page, scene.context)
    published = document.published_date
    refused = (f"money:{amount.refused}",) if amount.refused else ()
    return dict(  # noqa: C408 -- the names are those of the fields
        char_start=start,
        char_end=amount.end,
        quote=text[start : amount.end],
        sentence=sentence if end == amount.end else text[start : amount.end],
        currency=amount.currency,
        is_currency_assumed=amount.is_assumed,
        value_low=amount.low,
        value_high=amount.high,
        qualifier=amount.qualifier,
        announced_date=published,
        reference_year=published.year if published else None,
        rules=(*amount.rules, *refused),
    )


def _converted(document: Document, amount: Amount, scene: Scene, origin: Figure, index: int) -> Figure:
    """The same sum in a second currency: everything but the amount is the first figure's."""
    plain = _plain(document, amount, scene)
    return replace(
        origin,
        char_start=plain.char_start,
        char_end=plain.char_end,
        quote=plain.quote,
        sentence=plain.sentence,
        currency=plain.currency,
        is_currency_assumed=plain.is_currency_assumed,
        value_low=plain.value_low,
        value_high=plain.value_high,
        qualifier=plain.qualifier,
        relation="conversion",
        related_index=index,
        rules=(*plain.rules, "relation:conversion"),
    )


def _read_one(
    document: Document,
    amount: Amount,
    scene: Scene,
    figures: list[Figure],
    scenes: list[Scene],
    cast: Cast,
    calendar: Calendar,
    again: Sequence[int],
    vocabulary: Vocabulary,
) -> Figure:
    published = document.published_date
    before = _before_it(figures, scenes, scene)
    years = calendar.periods(scene.sentence)
    actors = cast.actors(scene.sentence)
    is_partied = any(actor.is_company for actor in actors)
    earlier = (before.kind if before else None, figures[-1].kind if figures else None)
    is_raised = before is not None and LEVEL_BEFORE_GOAL in before.rules
    is_placed = any(actor.code is not None and not actor.is_company for actor in actors)
    kind = decide_kind(scene, years, *earlier, is_partied, is_raised=is_raised, is_placed=is_placed)
    facts: dict[str, str | None] = {
        "before": earlier[0],
        "earlier": earlier[1],
        "qualifier": amount.qualifier,
        "partied": "yes" if is_partied else None,
        "raised": "yes" if is_raised else None,
    }
    size = amount.high or amount.low or 0
    chosen = vocabulary.fitted.kinds.choose(to_kind_case(scene, kind, years, cast, size, facts))
    kind = _settle(kind, "kind", chosen)
    is_behind_capital = before is not None and before.kind in OF_CAPITAL
    if before and is_behind_capital and in_clause("other_way", scene.context, cast, scene.sentence):
        # "... 2.2 billion; the other way round it is 100 million": the same count, with the countries exchanged.
        kind = Choice(before.kind, 0.6, ("kind:the_other_way",))
    largest = max(amount.low or 0, amount.high or 0)
    worth = vocabulary.dollars.of(largest, amount.currency, published.year if published else None)
    if (largest if worth is None else worth) < LEAST_DEAL and kind.code != "other":
        kind = Choice("other", 0.4, ("kind:price_of_little",))
    is_item = before is not None and before.kind == "package"
    status = decide_status(scene, kind.code, has_lender=_has_lender(actors), is_item=is_item)
    is_silent = status is not None and "status:nothing_said" in status.rules
    if is_silent and before is not None and before.status and "part" in related_words(scene):
        status = Choice(before.status, 0.3, ("status:as_the_whole",))
    last = before.sector if before is not None and before.kind == "deal" else None
    is_loan = status is not None and status.code == "financing"
    makers = cast.makers(scene.sentence)
    sector = decide_sector(scene, kind.code, last, makers, is_loan)
    case = to_sector_case(scene, sector, kind.code, last, makers, is_loan, vocabulary.sectors)
    sector = _settle(sector, "sector", vocabulary.fitted.sectors.choose(case))
    if before is not None and SET_BESIDE in kind.rules and scenes[-1].sentence == scene.sentence:
        sector = Choice(before.sector or "multi", 0.4, ("sector:of_the_total_beside",))
    # Sector, year and direction are tuned and fitted to the status that the rules give.
    ruled = status.code if status else None
    heading = year_of_cell(document.text, amount.start)
    if heading is not None:
        dating = Dating(*heading, ("year:of_the_column",), 1.0)
    else:
        dating = date_figure(scene, kind.code, ruled, Past(figures, scenes, before), calendar)
        if kind.code != "other":
            told_before = Neighbours(
                before.reference_year if before else None,
                figures[-1].reference_year if figures else None,
                again,
            )
            options = to_year_case(scene, kind.code, ruled, dating, calendar, told_before)
            dating = settle_year(dating, vocabulary.fitted.years.choose(options))
    way = decide_direction(replace(scene.context, status=ruled, sector=sector.code), kind.code, cast)
    if status is not None:
        recent = reversed(figures[-LOOKED_BACK:])
        told = {
            "kind": kind.code,
            "before": before.status if before else None,
            "earlier": next((figure.status for figure in recent if figure.status), None),
        }
        ways = to_status_case(scene, status, years, cast, told)
        status = _settle(status, "status", vocabulary.fitted.statuses.choose(ways))
    thing = quantities.find_quantity(scene)
    is_other = kind.code == "other"
    stated = _stated(document, amount, scene)
    rules = (
        *stated["rules"],
        *kind.rules,
        *(status.rules if status else ()),
        *sector.rules,
        *dating.rules,
        *way.rules,
    )
    supplier = None if is_other else way.supplier_country
    recipient = None if is_other else way.recipient_country
    stated |= {
        "announced_date": announced_day(published, dating),
        "reference_year": dating.year,
        "rules": rules,
    }
    return Figure(
        **stated,
        kind=typing.cast(Kind, kind.code),
        status=status.code if status else None,
        sector=sector.code,
        supplier_country=supplier,
        recipient_country=recipient,
        companies=() if is_other else tuple(way.companies),
        parties=() if is_other else tuple(way.parties),
        subject=thing.subject,
        quantity=thing.quantity,
        quantity_unit=thing.unit,
        firm_quantity=thing.firm,
        option_quantity=thing.option,
        price_basis=thing.price_basis,
        date_basis=dating.basis,
        confidence=vocabulary.fitted.confidence.judge(
            amount.start,
            confidence.to_evidence(
                kind,
                sector,
                (supplier, recipient),
                way.probability,
                rules,
                year=dating.margin,
                is_currency_assumed=amount.is_assumed,
            ),
        ),
    )


def _settle(ruled: Choice, name: str, picked: Picked) -> Choice:
    """What the rules decided, or what the fitted weights chose instead, with what moved them."""
    reasons = tuple(f"{name}:fitted:{reason}" for reason in picked.reasons)
    return Choice(picked.option, ruled.margin, (*ruled.rules, *reasons), picked.probability)


def _has_lender(actors: Iterable[Actor]) -> bool:
    return any(actor.name is not None and actor.name.type == "development_bank" for actor in actors)


def _before_it(figures: list[Figure], scenes: list[Scene], scene: Scene) -> Figure | None:
    """The figure before this one in the same paragraph."""
    if not figures:
        return None
    paragraphs = scene.page.layout.paragraphs
    return figures[-1] if paragraphs[scenes[-1].sentence] == paragraphs[scene.sentence] else None
