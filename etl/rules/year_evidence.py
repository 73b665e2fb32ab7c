"""What speaks for each year that an amount may be of, as named evidence for the fitted choice (`choice_weights`).

The options are the years themselves: that of the document, and those of the sentences around. Each amount has others,
so one weight holds for all of them. What the rules alone do not see is of what year the text is speaking: in a report
of January the deals are those of the year that is over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.rules.calendar import Calendar
from etl.rules.choice_weights import ChoiceCase, Picked
from etl.rules.dates import REACH, YearHit
from etl.rules.scene import Page, Scene
from etl.rules.year_choice import OPENS, PAPERS, TRADE_AND_FLOW, Dating

NO_YEAR = "none"
WITHIN = 3  # sentences on either side in which a year is looked for
TOPIC_WITHIN = 12  # sentences back in which the year was named of which the text is speaking
OPENING_WITHIN = 6  # sentences at the start that say of which year the document is
EARLY = 3  # months in which a report may still speak of the year before
CUES = frozenset({"older", "signed", "habit", "account", "open", "plan"})
TOPICAL = (
    "topic",
    "opening",
    "as before",
    "as last",
    "mentions",
    "near period",
    "lead",
    "headline",
    "umbrella",
)

# A count of trade is of the period that the text speaks of, a deal mostly of its own day, a goal of a year to come.
SORTS = {**dict.fromkeys(TRADE_AND_FLOW, "flow"), "investment_stock": "stock", "target": "goal"}

Told = dict[int | None, dict[str, float]]  # year -> its evidence


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The years of the figures before."""

    before: int | None = None  # of the one before it in the same paragraph
    last: int | None = None  # of the one before it
    again: Sequence[int] = ()  # sentences that state the same sum again


def to_year_case(
    scene: Scene, kind: str, status: str | None, ruled: Dating, calendar: Calendar, neighbours: Neighbours
) -> ChoiceCase:
    """Gather what speaks for each year.

    Args:
        scene: The amount with its surroundings.
        kind: Its kind.
        status: What the document says of the deal; None for what is no deal.
        ruled: What the rules made of it.
        calendar: The years of every sentence.
        neighbours: The years of the figures before.
    """
    published = calendar.published
    told: Told = {ruled.year: {}}
    if published is not None:
        told.setdefault(published.year, {})
    if kind == "target":
        told.setdefault(None, {})
    _of_sentence(scene, calendar, told)
    _of_sentences_around(scene, calendar, told)
    _of_document(scene, calendar, told, neighbours)
    _of_repeats(calendar, told, neighbours.again)
    told[ruled.year] |= {"ruled": 1.0, "ruled lead": ruled.margin}
    told[ruled.year] |= {f"ruled by {rule.partition(':')[2]}": 1.0 for rule in ruled.rules}
    _of_distance(scene, calendar, told, status)
    if kind in SORTS:
        for evidence in told.values():
            evidence |= {f"{name} of {SORTS[kind]}": value for name, value in evidence.items()}
    options = {to_option(year): evidence for year, evidence in told.items()}
    return ChoiceCase(scene.context.amount[0], to_option(ruled.year), options, {})


def settle_year(ruled: Dating, picked: Picked) -> Dating:
    """What the rules decided, or the year that the fitted weights chose instead, with what moved them."""
    if picked.option == to_option(ruled.year):
        return replace(ruled, margin=picked.probability)
    reasons = tuple(f"year:fitted:{reason}" for reason in picked.reasons)
    year = None if picked.option == NO_YEAR else int(picked.option)
    return Dating(year, "words around it", (*ruled.rules, *reasons), picked.probability)


def to_option(year: int | None) -> str:
    """A year as the name of an option."""
    return NO_YEAR if year is None else str(year)


def _role(hit: YearHit) -> str:
    if hit.compared is not None:
        return "compared"
    if hit.is_aside:
        return "aside"
    return hit.role if hit.is_span or hit.role != "period" else "month"


def _put(evidence: dict[str, float], name: str, value: float = 1.0) -> None:
    evidence[name] = max(evidence.get(name, 0.0), value)


def _of_sentence(scene: Scene, calendar: Calendar, told: Told) -> None:
    """What the sentence says of its own years."""
    years = calendar.years(scene.sentence)
    for hit in years:
        evidence, is_ahead = told.setdefault(hit.year, {}), hit.end <= scene.left
        pull = scene.pull(hit.start, hit.end)
        _put(evidence, f"here {_role(hit)}")
        _put(evidence, f"pull {_role(hit)}", pull)
        _put(evidence, "pull ahead" if is_ahead else "pull behind", pull)
        gap = (hit.end, scene.left) if is_ahead else (scene.right, hit.start)
        if scene.is_crossed(*gap):
            _put(evidence, "crossed")
        elif scene.is_joined(*gap):
            _put(evidence, "joined")
        if hit.start - scene.context.sentence[0] <= OPENS:
            _put(evidence, "opens")
        if hit.basis.startswith('"'):
            _put(evidence, "counted")
        if all(each.year == hit.year for each in years):
            _put(evidence, "alone here")
        if hit.role != "now" and _is_signed(scene.page, scene.sentence, hit):
            _put(evidence, "signed here")


def _of_sentences_around(scene: Scene, calendar: Calendar, told: Told) -> None:
    """Which years the neighbouring sentences name, the headline, the lead, what opens the list."""
    for number, place in _places(scene):
        for hit in calendar.years(number):
            if hit.role in ("now", "today") or hit.compared is not None:
                continue
            evidence = told.setdefault(hit.year, {})
            _put(evidence, place)
            _put(evidence, f"near {_role(hit)}")
            if _is_signed(scene.page, number, hit):
                _put(evidence, "signed near")
                _put(evidence, f"signed {place}")


def _places(scene: Scene) -> Iterator[tuple[int, str]]:
    """Numbers of the sentences around, each with the name of its place."""
    page, context = scene.page, scene.context
    named = {"headline": context.headline, "lead": context.lead, "umbrella": context.umbrella}
    places = {page.layout.at(span[0]): name for name, span in named.items() if span is not None}
    paragraphs = page.layout.paragraphs
    for step in range(-WITHIN, WITHIN + 1):
        number = scene.sentence + step
        if 0 <= number < len(paragraphs):
            apart = "" if paragraphs[number] == paragraphs[scene.sentence] else " apart"
            places.setdefault(number, f"{'back' if step < 0 else 'on'} {abs(step)}{apart}")
    yield from ((number, place) for number, place in places.items() if number != scene.sentence)


def _of_document(scene: Scene, calendar: Calendar, told: Told, neighbours: Neighbours) -> None:
    """Of which year the document is, and the text where the amount stands."""
    mentions = calendar.mentions
    backwards = range(scene.sentence - 1, max(-1, scene.sentence - TOPIC_WITHIN), -1)
    topic = next(
        (year for number in backwards for year in reversed(_periods(calendar, number)) if year), None
    )
    first = range(min(OPENING_WITHIN, len(scene.page.layout.sentences)))
    opening = next((year for number in first for year in _periods(calendar, number, is_span=True)), None)
    marks = {"topic": topic, "opening": opening, "as before": neighbours.before, "as last": neighbours.last}
    for year, evidence in told.items():
        if year is not None:
            evidence |= {name: 1.0 for name, marked in marks.items() if marked == year}
            evidence["mentions"] = mentions[year] / max(1, mentions.total())


def _of_repeats(calendar: Calendar, told: Told, again: Sequence[int]) -> None:
    """The years of the sentences that state the same sum: a headline has its year from the text below."""
    for number in again:
        years = [
            hit for hit in calendar.years(number) if hit.role not in ("now", "today") and hit.compared is None
        ]
        for hit in years:
            evidence = told.setdefault(hit.year, {})
            _put(evidence, "again")
            _put(evidence, f"again {_role(hit)}")
            if len({each.year for each in years}) == 1:
                _put(evidence, "again alone")


def _periods(calendar: Calendar, number: int, *, is_span: bool = False) -> list[int]:
    """The years of a sentence that are periods; with `is_span` without bare months."""
    return [
        hit.year
        for hit in calendar.years(number)
        if hit.role == "period" and hit.compared is None and (hit.is_span if is_span else not hit.is_aside)
    ]


def _of_distance(scene: Scene, calendar: Calendar, told: Told, status: str | None) -> None:
    """How a year lies to that of the document; the first months of a year speak of the one before."""
    published = calendar.published
    if published is None:
        return
    base = published.year
    past = {year for year in told if year is not None and year < base}
    cues = {
        f"past {hit.entry.code}" for hit in scene.page.hits(scene.sentence, "date") if hit.entry.code in CUES
    }
    cues.add(f"past lead {scene.lead()}")
    for year, evidence in told.items():
        if year is None:
            evidence["no year"] = 1.0
            continue
        side = "present" if year == base else "past" if year < base else "future"
        evidence[side] = 1.0
        if status is not None:
            evidence[f"{side} {status}"] = 1.0
        if year >= base:
            continue
        evidence |= dict.fromkeys(cues, 1.0)
        if len(past) == 1:
            evidence["alone past"] = 1.0
        if year == base - 1:
            evidence["past by one"] = 1.0
            if published.month <= EARLY:
                season = "january" if published.month == 1 else "early"
                evidence |= {f"{season} {name}": evidence[name] for name in TOPICAL if name in evidence}
                evidence[f"{season} past"] = 1.0


def _is_signed(page: Page, number: int, hit: YearHit) -> bool:
    """Whether a word of signing, or a paper, stands beside a year."""
    acts = [word for word in page.hits(number, "date") if word.entry.code == "signed"]
    acts += [word for word in page.hits(number, "status") if word.entry.code in PAPERS]
    return any(min(abs(hit.start - act.end), abs(act.start - hit.end)) <= REACH for act in acts)
