"""What was read and built -> lines for people, and figures as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from etl.account import find_changes
from etl.build import Built
from etl.counting import interval_sum
from etl.records import NEED_A_HAND, Document, Figure, Reading
from etl.score import Score

JSON_KEYS = (
    "char_start",
    "char_end",
    "quote",
    "sentence",
    "currency",
    "value_low",
    "value_high",
    "qualifier",
    "kind",
    "status",
    "sector",
    "supplier_country",
    "recipient_country",
    "companies",
    "announced_date",
    "reference_year",
    "confidence",
    "rules",
)
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
MESSAGES_SHOWN = 20


def figure_json(document: Document, reading: Reading) -> Iterator[str]:
    """One JSON object a figure, kind `other` included; keys as `read --help` lists them."""
    for figure in reading.figures:
        row: dict[str, Any] = {"file": document.path, **{key: getattr(figure, key) for key in JSON_KEYS}}
        row["announced_date"] = figure.announced_date and figure.announced_date.isoformat()
        yield json.dumps(row, ensure_ascii=False)


def reading_lines(document: Document, reading: Reading) -> Iterator[str]:
    """The sentences that hold figures, each figure marked and explained below; then what was refused."""
    day = document.published_date.isoformat() if document.published_date else "no date"
    yield f"{document.path}  ({day}, {document.language}, {len(document.text):,} characters)"
    sentence = None
    for number, figure in enumerate(reading.figures, start=1):
        if figure.sentence != sentence:
            sentence = figure.sentence
            together = [one for one in reading.figures if one.sentence == sentence]
            yield ""
            yield "  " + _marked(document.text, together)
        yield from _figure_lines(number, figure)
    for mention in reading.mentions:
        yield ""
        yield f"  without an amount: {_one_line(mention.sentence)}"
        yield "    " + _fields(mention)
        yield from _because(mention.rules)
    for refused in reading.refused:
        yield ""
        yield f"  refused: «{_one_line(refused.quote)}» in: {_one_line(refused.sentence)}"
        yield from _because(refused.rules)
    if not (reading.figures or reading.mentions or reading.refused):
        yield "  no amount of money and no deal was read."
    yield ""


def amount_in_words(low: float | None, high: float | None, currency: str) -> str:
    """Bounds as people say them: "USD 3 to 5 billion", "up to ...", "at least ..."."""
    if low is not None and high is not None:
        return (
            f"{currency} {_scaled(low)}" if low == high else f"{currency} {_scaled(low)} to {_scaled(high)}"
        )
    if high is not None:
        return f"up to {currency} {_scaled(high)}"
    return "no amount" if low is None else f"at least {currency} {_scaled(low)}"


def built_lines(built: Built) -> Iterator[str]:
    """The short account of a build."""
    snapshot = built.snapshot
    rows = {name: table["rows"] for name, table in snapshot.manifest["tables"].items()}
    deals = snapshot.read("deals", ["is_countable", "value_low_usd", "value_high_usd"]).to_pylist()
    counted = [deal for deal in deals if deal["is_countable"]]
    total = interval_sum((deal["value_low_usd"], deal["value_high_usd"]) for deal in counted)
    yield f"Published {snapshot.name} in {snapshot.folder.parent} ({built.seconds:.1f} s)."
    yield f"  documents  {rows['documents']:>9,}"
    yield f"  figures    {rows['figures']:>9,}"
    yield f"  deals      {rows['deals']:>9,}   counted {len(counted):,}: {_total_in_words(total.low, total.reach)}"
    yield f"  totals     {rows['totals']:>9,}   claims about aggregates, never added"
    yield f"  rejects    {rows['rejects']:>9,}"
    for (stage, reason), count in sorted(built.rejects.items(), key=lambda item: (-item[1], item[0])):
        yield f"    {count:>9,} {reason} ({stage.replace('_', ' ')})"
    if built.before and built.before.name != snapshot.name:
        yield f"Against {built.before.name}, the snapshot before:"
        names = ("deals", "figures", "mentions")
        tables = [{name: one.read(name) for name in names} for one in (built.before, snapshot)]
        yield from (f"  {line}" for line in find_changes(*tables))
    if built.needs_a_hand:
        yield "These need a hand:"
        for message in built.messages[:MESSAGES_SHOWN]:
            yield f"  {message}"
        if (more := len(built.messages) - MESSAGES_SHOWN) > 0:
            yield f"  ... and {more:,} more: table rejects, stages {', '.join(sorted(NEED_A_HAND))}."


def score_lines(score: Score, errors: int = 0) -> Iterator[str]:
    """Measures, then how often figures of each confidence are right, then the first differences."""
    yield f"{score.documents} passages, {score.figures} figures that matter"
    for name, value in score.measures().items():
        yield f"  {name:<20} {value:.3f}"
    yield "confidence    figures  whole record right"
    for low, high, count, share in score.calibration():
        yield f"  {low:.2f}-{min(high, 1):.2f}   {count:>7,}  {share:.3f}"
    count, share = score.above(0.9)
    yield f"  >= 0.90     {count:>7,}  {share:.3f}"
    for error in score.errors[:errors]:
        yield f"  {error}"


def _total_in_words(low: float, high: float) -> str:
    return "nothing" if not high else amount_in_words(low, high, "US$")


def _figure_lines(number: int, figure: Figure) -> Iterator[str]:
    assumed = " (currency assumed)" if figure.is_currency_assumed else ""
    words = amount_in_words(figure.value_low, figure.value_high, figure.currency)
    yield f"  [{number}] {words}{assumed}, {figure.qualifier.replace('_', ' ')} · {figure.kind.replace('_', ' ')}"
    yield "    " + _fields(figure)
    if figure.relation and figure.related_index is not None:
        yield f"    {figure.relation.replace('_', ' ')} of [{figure.related_index + 1}]"
    yield from _because(figure.rules)


def _because(rules: Sequence[str]) -> Iterator[str]:
    """Which rules spoke, by what they decided: "money: before, range; kind: deal words"."""
    rooms: dict[str, list[str]] = {}
    for rule in rules:
        room, _, name = rule.partition(":")
        rooms.setdefault(room, []).append(name.replace("_", " "))
    if rooms:
        yield "    because " + "; ".join(f"{room}: {', '.join(names)}" for room, names in rooms.items())


def _fields(said: Any) -> str:
    direction = f"{said.supplier_country or 'not stated'} → {said.recipient_country or 'not stated'}"
    companies = ", ".join(said.companies) or "no company named"
    parts = (said.status, said.sector, direction, companies, said.reference_year and str(said.reference_year))
    return " · ".join(part for part in parts if part) + f" · {said.confidence:.2f} sure"


def _marked(text: str, figures: list[Figure]) -> str:
    """The sentence with «guillemets» around its figures."""
    sentence, first = figures[0].sentence, figures[0]
    at = text.rfind(sentence, 0, first.char_start + len(sentence))
    if at < 0 or not at <= first.char_start <= at + len(sentence):
        return _one_line(sentence)
    parts, position = [], at
    for figure in sorted(figures, key=lambda one: one.char_start):
        if figure.char_start >= position and figure.char_end <= at + len(sentence):
            parts += [text[position : figure.char_start], "«", figure.quote, "»"]
            position = figure.char_end
    return _one_line("".join([*parts, text[position : at + len(sentence)]]))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _scaled(value: float) -> str:
    for size, name in SCALES:
        if value >= size:
            return f"{value / size:,.6g} {name}"
    return f"{value:,.15g}"
