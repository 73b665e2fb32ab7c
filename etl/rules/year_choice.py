"""Which of the years around an amount is its own: the years of its sentence, a year lent, a signing, else the document's."""

from dataclasses import dataclass
from datetime import date

from etl.rules.dates import REACH, YearHit, find_years
from etl.rules.scene import BESIDE, Page, Scene

TRADE_AND_FLOW = ("trade_turnover", "export", "import", "investment_flow")
COMPARABLE = (*TRADE_AND_FLOW, "other")  # kinds whose amounts are set beside those of the year before
BOUNDS = ("than", "чем")  # "no less than 5 billion": right in front of an amount they bound it
NEXT_TO = 4  # characters between an amount and the word that sets the next one beside it
PAPERS = ("agreement", "contract", "order")
SIGNED_WITHIN = 3  # sentences on either side in which the signing of a deal is looked for
PLANNED = 0.35  # how strongly a year to come must speak of an amount
OPENS, OPENING = 20, 0.6  # characters from the start of a sentence; strength of a date that opens it


def _is_between(scene: Scene, hit: YearHit) -> bool:
    """Whether another amount stands between a year and the amount."""
    return any(hit.end <= first and last <= scene.left for first, last in scene.others)


@dataclass(frozen=True, slots=True)
class Dating:
    """The year of an amount."""

    year: int | None
    basis: str | None
    rules: tuple[str, ...]
    margin: float  # how sure, 0 to 1


def beside_word(scene: Scene) -> int | None:
    """Where the word stands that sets an amount beside the one before: "up from 3 billion", "against 3 billion"."""
    if not scene.others:
        return None
    for hit in scene.page.hits(scene.sentence, "date"):
        if not 0 <= scene.left - hit.end <= BESIDE or hit.entry.word in BOUNDS:
            continue
        is_near = any(0 <= hit.start - last <= NEXT_TO for _, last in scene.others)
        if hit.entry.code == "compare" or hit.entry.code.startswith("change"):
            return hit.start
        if hit.entry.code == "compare:beside" and is_near:
            return hit.start
    return None


def _is_set_against(now: YearHit, scene: Scene, years: list[YearHit]) -> bool:
    """ "2 billion in 2014 and 5 billion now": the present beside a past year that another amount has."""
    past = [hit for hit in years if hit.role == "period" and hit.year < now.year]
    return bool(scene.others) and bool(past)


def _is_raised_from(scene: Scene, years: list[YearHit]) -> YearHit | None:
    """ "Rose from 3 billion to 4 billion in 2023": the level before is that of the year before."""
    if scene.lead() != "base" or not scene.is_followed():
        return None
    behind = [hit for hit in years if hit.start >= scene.right and hit.role == "period" and hit.is_span]
    is_alone = len({hit.year for hit in years}) == 1
    return behind[0] if behind and is_alone and scene.is_crossed(scene.right, behind[0].start) else None


def _is_habit(scene: Scene) -> bool:
    """ "Every year firms invest a billion": of no year that was named before."""
    return any(
        hit.entry.code == "habit" and scene.pull(hit.start, hit.end) > PLANNED
        for hit in scene.page.hits(scene.sentence, "date")
    )


def _shared_year(scene: Scene, kind: str, years: list[YearHit], base: int | None) -> YearHit | None:
    """ "Goods for 6 million to Brazil and 1 million to Chile last year": the one year said behind both amounts."""
    if kind not in TRADE_AND_FLOW:
        return None
    own = [hit for hit in years if hit.role == "period" and hit.is_span and not hit.is_aside]
    if len({hit.year for hit in years}) != 1 or not own or own[0].compared is not None:
        return None
    hit = own[0]
    is_over = base is None or hit.year <= base
    is_behind = hit.start >= scene.right and scene.is_crossed(scene.right, hit.start)
    return hit if is_over and is_behind and ";" not in scene.page.text[scene.right : hit.start] else None


def _is_older(scene: Scene) -> bool:
    """ "An annex to the contract of 2022", "the price at the time": an older paper, told beside the amount."""
    page = scene.page
    previous = scene.context.previous
    numbers = [scene.sentence, *([page.layout.at(previous[0])] if previous else [])]
    behind, paragraphs = scene.sentence + 1, page.layout.paragraphs
    if behind < len(paragraphs) and paragraphs[behind] == paragraphs[scene.sentence]:
        numbers.append(behind)
    return any(hit.entry.code == "older" for number in numbers for hit in page.hits(number, "date"))


def _is_of_compared(hit: YearHit, scene: Scene) -> bool:
    """ "More than in 2022, when it was 3 billion": an amount behind a year that another one was compared with."""
    if hit.compared is None or scene.left < hit.end or scene.is_crossed(hit.end, scene.left):
        return False
    return any(last <= hit.compared for _, last in scene.others)


def _is_planned(hit: YearHit, scene: Scene) -> bool:
    """ "The budget for 2025 provides 3 billion", "sales of 500 billion in 2030": money of a year to come."""
    return hit.role in ("period", "for") and hit.is_span and scene.pull(hit.start, hit.end) > PLANNED


def _is_open(scene: Scene, ends: list[YearHit]) -> bool:
    """ "And 10 billion in the longer run": words that leave a goal's year open, nearer than any year."""
    pulls = [
        scene.pull(hit.start, hit.end)
        for hit in scene.page.hits(scene.sentence, "date")
        if hit.entry.code == "open"
    ]
    dated = max((scene.pull(hit.start, hit.end) for hit in ends), default=0.0)
    return max(pulls, default=0.0) > max(PLANNED, dated)


def _signing(scene: Scene, published: date | None, *, is_off: bool) -> YearHit | None:
    """The year in which a deal that was undone since had been signed, from the sentences nearest to it."""
    page = scene.page
    near = range(
        max(0, scene.sentence - SIGNED_WITHIN),
        min(len(page.layout.sentences), scene.sentence + SIGNED_WITHIN + 1),
    )
    for number in sorted(near, key=lambda each: abs(each - scene.sentence)):
        if not is_off and number != scene.sentence and page.has_amount(number):
            continue  # what was signed there has a price of its own
        signed = _signed_in(page, number, published)
        if signed is not None:
            return signed
    return None


def _signed_in(page: Page, number: int, published: date | None) -> YearHit | None:
    """The past year beside a word of signing, or beside a paper, in one sentence."""
    acts = [hit for hit in page.hits(number, "date") if hit.entry.code == "signed"]
    acts += [hit for hit in page.hits(number, "status") if hit.entry.code in PAPERS]
    if not acts:
        return None
    for hit in find_years(page, number, published):
        is_past = hit.role == "period" and (published is None or hit.year <= published.year)
        if is_past and any(min(abs(hit.start - act.end), abs(act.start - hit.end)) <= REACH for act in acts):
            return hit
    return None


def _signing_beside(scene: Scene, published: date | None) -> YearHit | None:
    """ "They were ordered two years ago", "the contract dates from 2021": the next sentence goes on about the deal.

    Or the sentence before told of the paper, and that of the amount goes on about it: "its price is ...".
    """
    page = scene.page
    here, paragraphs = scene.sentence, page.layout.paragraphs
    behind, before = here + 1, here - 1
    for number, goes_on in ((behind, behind), (before, here)):
        if not 0 <= number < len(page.layout.sentences) or paragraphs[number] != paragraphs[here]:
            continue
        if page.has_amount(number) or not _goes_on(page, goes_on):
            continue
        signed = _signed_in(page, number, published)
        if signed is not None:
            return signed
    return None


def _goes_on(page: Page, number: int) -> bool:
    """Whether a sentence opens with a word for the deal that was just told: "it", "the contract"."""
    first = page.layout.sentences[number][0]
    return any(
        hit.entry.code == "goes_on" and hit.start - first <= BESIDE for hit in page.hits(number, "date")
    )


def decide_year(
    scene: Scene,
    kind: str,
    years: list[YearHit],
    published: date | None,
    inherited: tuple[int, str] | None,
    *,
    is_undone: bool = False,
    is_off: bool = False,
    is_list: bool = False,
) -> Dating:
    """Choose the year of one amount.

    Args:
        scene: The amount.
        kind: Its kind: goals look forward, totals to a period, deals to a past day.
        years: Years found in its sentence.
        published: Day of the document.
        inherited: Year and basis of the total before it in the same paragraph: a list of totals
            names its period once.
        is_list: The year that was inherited is that of the line that opens a list: it holds for all its items.
        is_undone: The deal was signed in the past: it is delivered, done or off.
        is_off: The deal was cancelled or suspended: what was signed in the sentences around is this deal.
    """
    base = published.year if published else None
    if kind == "target":
        ahead = [hit for hit in years if base is None or hit.year > base or hit.role == "for"]
        ends = [hit for hit in ahead if hit.role != "start" and not hit.basis.startswith('"')]
        ends += [hit for hit in ahead if hit.basis.startswith('"') and base is not None and hit.year > base]
        if _is_open(scene, ends):
            return Dating(None, None, ("year:goal_without_year",), 0.7)
        if ends:
            best = max(ends, key=lambda hit: (hit.role == "end", scene.pull(hit.start, hit.end)))
            return Dating(best.year, best.basis, ("year:goal",), 0.8)
        now = [hit for hit in years if hit.year == base and hit.is_span and hit.role != "start"]
        now = [hit for hit in now if scene.pull(hit.start, hit.end) > 0.3]
        if now:
            return Dating(now[0].year, now[0].basis, ("year:goal_of_this_year",), 0.5)
        return Dating(None, None, ("year:goal_without_year",), 0.6)
    usable = []
    set_beside = beside_word(scene) if kind in COMPARABLE else None
    for hit in years:
        if base is not None and hit.year > base and not (kind == "other" and _is_planned(hit, scene)):
            continue
        if hit.role == "than" and not _is_of_compared(hit, scene):
            continue
        if hit.compared is not None and scene.right <= hit.compared:
            continue  # "5 billion, against 4 in 2022"
        if set_beside is not None and hit.end <= set_beside:
            continue  # "5 billion in 2023, against 4": of the one before
        if hit.role == "start" or (hit.role == "end" and kind in ("deal", "package", "other")):
            continue
        if hit.role == "now" and (kind not in TRADE_AND_FLOW or not _is_set_against(hit, scene, years)):
            continue
        if hit.role == "today" and kind in COMPARABLE:
            continue  # the day of the report is not the period of what it counts
        if kind in ("deal", "package") and hit.is_aside:
            continue
        strength = scene.pull(hit.start, hit.end)
        if (
            hit.role in ("period", "today")
            and hit.start - scene.context.sentence[0] <= OPENS
            and (not _is_between(scene, hit) or len({each.year for each in years}) == 1)
        ):
            strength = max(
                strength, OPENING
            )  # "In July 2024 ...": a date in front speaks of all that follows
        if strength > (0.3 if kind in ("deal", "package") else 0.2):
            usable.append((strength, hit))
    has_own = any(hit.compared is not None for _, hit in usable)
    if set_beside is not None and inherited and not has_own:
        return Dating(inherited[0] - 1, f"a year before {inherited[0]}", ("year:before_it",), 0.6)
    is_older = kind == "deal" and _is_older(scene)
    if (
        kind == "deal"
        and (is_undone or is_older)
        and (not usable or max(each[0] for each in usable) < OPENING)
    ):
        signed = _signing(scene, published, is_off=is_off)
        if signed is not None:
            return Dating(signed.year, signed.basis, ("year:of_the_signing",), 0.6)
    if kind in ("deal", "package") and not usable:
        signed = _signing_beside(scene, published)
        if signed is not None:
            return Dating(signed.year, signed.basis, ("year:of_the_signing",), 0.5)
    if usable:
        strength, best = max(usable, key=lambda pair: pair[0])
        if (
            kind in TRADE_AND_FLOW
            and inherited
            and base is not None
            and best.basis.endswith(f" before {base}")
        ):
            return Dating(inherited[0] - 1, f"a year before {inherited[0]}", ("year:before_it",), 0.6)
        return Dating(best.year, best.basis, ("year:stated",), min(1.0, strength + 0.2))
    risen = _is_raised_from(scene, years) if kind in COMPARABLE else None
    if risen is not None and not usable:
        return Dating(risen.year - 1, f"a year before {risen.year}", ("year:before_it",), 0.5)
    shared = _shared_year(scene, kind, years, base)
    if shared is not None:
        return Dating(shared.year, shared.basis, ("year:shared",), 0.5)
    if kind in TRADE_AND_FLOW and base is not None and _is_habit(scene):
        return Dating(base, "document date", ("year:document",), 0.6)
    is_lent = (
        kind in TRADE_AND_FLOW or (is_list and base is not None and (kind == "other" or inherited[0] <= base))
        if inherited
        else False
    )
    if inherited and is_lent:
        return Dating(inherited[0], inherited[1], ("year:as_before",), 0.6)
    return Dating(base, "document date" if base else None, ("year:document",), 0.8)
