"""Sums by reason -> the interval and the sentence that says what is counted and what is not.

Every total of the pages is an `etl.counting.IntervalSum`; nothing here adds in another way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from etl.counting import IntervalSum
from etl.schema import COUNTABLE_REASONS
from pages.parts.criteria import DEFAULT, Selection
from pages.parts.wording import Wording, escape_html

REASONS = ("ceiling_only", "below_firmness", "no_amount", *COUNTABLE_REASONS[2:-1], "no_rate", "no_gdp")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a selection holds: all deals, the counted sum, and the rest by reason."""

    deal_count: int = 0
    counted: IntervalSum = field(default_factory=IntervalSum)
    left_out: tuple[tuple[str, IntervalSum], ...] = ()  # reason and sum, in the order of REASONS


def summarise(rows: Iterable[dict[str, Any]]) -> Summary:
    """Turn the answer of `query.by_reason` into a Summary."""
    sums = {
        row["why"]: IntervalSum(row["low"], row["high"], row["deals"], 0, row["open_high"]) for row in rows
    }
    order = dict.fromkeys(REASONS)
    left_out = tuple(
        (why, sums[why]) for why in (*order, *sorted(set(sums) - set(order) - {"ok"})) if why in sums
    )
    return Summary(sum(term.count for term in sums.values()), sums.get("ok", IntervalSum()), left_out)


def has_one_recipient(selection: Selection) -> bool:
    """Whether one country receives it all; groups are written small."""
    return len(selection.recipients) == 1 and selection.recipients[0].isupper()


def adds_up(selection: Selection) -> bool:
    """Whether a selection's values have a sum: shares of several countries' GDP have none."""
    return selection.unit != "gdp" or has_one_recipient(selection)


def in_unit(say: Wording, selection: Selection, low: float, high: float, open_high: int = 0) -> str:
    """A sum in the chosen unit: dollars, or a share of the recipient's GDP."""
    if selection.unit == "gdp":
        return share(say, low, None if open_high else high)
    return say.total(low, high, open_high)


def share(say: Wording, low: float | None, high: float | None) -> str:
    """Bounds of a share as people write them: "1.2%-3%", "at least 5%", "up to 9%"; "no amount" where both are missing."""
    if low is None and high is None:
        return say("number.none")
    text = "-".join(dict.fromkeys(say.percent(value) for value in (low, high) if value is not None))
    if low is None:
        return say("number.up_to", amount=text)
    return say("number.at_least", amount=text) if high is None else text


def reason_text(say: Wording, selection: Selection, why: str, sums: IntervalSum) -> str:
    """One reason with its number and, where there is one, its amount: "1 ceiling (up to $3.7 bn)"."""
    key = "below_floor" if why == "below_firmness" and selection.floor != DEFAULT.floor else why
    text = say(f"why.{key}", n=sums.count)
    if selection.unit == "gdp" or why in ("no_amount", "no_rate", "no_gdp") or not sums.high:
        return text
    if why == "ceiling_only":
        return say("result.reason_amount", what=text, amount=say.money(None, sums.high))
    return say("result.reason_amount", what=text, amount=say.total(sums.low, sums.high, sums.open_high_count))


def result_line(say: Wording, selection: Selection, summary: Summary) -> str:
    """How many deals, how many counted and to what sum, and what is not in it."""
    return in_line(result_parts(say, selection, summary))


def in_line(parts: tuple[str, str]) -> str:
    """What is counted and what is not as one line of text."""
    return " ".join(filter(None, parts))


def in_html(parts: tuple[str, str]) -> str:
    """The line for a page: what is counted stands out, what is not stands beside it in a quieter voice."""
    counted, rest = (escape_html(part) for part in parts)
    return f'<p class="result" role="status"><b>{counted}</b> <span class="rest">{rest}</span></p>'


def result_parts(say: Wording, selection: Selection, summary: Summary) -> tuple[str, str]:
    """What is counted, and what is not; the second is empty where everything is counted."""
    parts = [say("result.deals", n=summary.deal_count)]
    counted = summary.counted
    if counted.count and not adds_up(selection):
        parts.append(say("result.counted_only", n=counted.count))
    elif counted.count:
        total = in_unit(say, selection, counted.low, counted.high, counted.open_high_count)
        parts.append(say("result.counted", n=counted.count, total=total))
    else:
        parts.append(say("result.none_counted"))
    reasons = ", ".join(reason_text(say, selection, why, sums) for why, sums in summary.left_out)
    return " ".join(parts), say("result.not_counted", reasons=reasons) if reasons else ""
