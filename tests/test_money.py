"""Amounts: cases with their reasons, the labelled forms and ledger, and what holds for any text."""

import csv
import json
import random
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.read.reference import read_table
from etl.rules.money import MONEY_TABLES, Amount, MoneyWords, find_amounts

HERE = Path(__file__).parent
WORDS = MoneyWords.from_rows(**{name: read_table(name) for name in MONEY_TABLES})


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else repr(value)


def _said(text: str, amount: Amount) -> str:
    """One amount as the case tables write it."""
    marks = ["carried"] * amount.is_carried + ["each"] * amount.is_each
    marks += [f"restates:{amount.conversion_of}"] * (amount.conversion_of is not None)
    marks += [amount.refused] * bool(amount.refused)  # type: ignore[list-item]
    bounds = f"{_number(amount.low)}..{_number(amount.high)}"
    quote = text[amount.start : amount.end]
    return " ".join([f"{quote} = {amount.currency} {bounds} {amount.qualifier}", *marks])


def _same(one: float | None, two: float | None) -> bool:
    return one == two or (one is not None and two is not None and abs(one - two) <= 1e-6 * max(1.0, abs(two)))


@pytest.mark.parametrize(
    "case", _rows(HERE / "cases" / "money.csv"), ids=lambda case: f"{case['why']}: {case['text']}"
)
def test_case(case: dict[str, str]) -> None:
    text = case["text"]
    assert " | ".join(_said(text, amount) for amount in find_amounts(text, WORDS)) == case["amounts"]


@pytest.mark.parametrize("case", _rows(HERE / "cases" / "money_homes.csv"), ids=lambda case: case["why"])
def test_a_mark_of_several_currencies(case: dict[str, str]) -> None:
    home = WORDS.home_currency(case["country"] or None)
    amount = find_amounts(case["text"], WORDS, home)[-1]  # those before it are what tells
    assert (amount.currency, amount.is_assumed) == (case["currency"], case["is_assumed"] == "true")


FORMS = [
    json.loads(line) for line in (HERE / "gold" / "forms.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["form"])
def test_labelled_form(form: dict[str, object]) -> None:
    text = str(form["text"])
    found = [a for a in find_amounts(text, WORDS) if not a.refused and a.conversion_of is None]
    expected = form["expected"]
    assert isinstance(expected, list)
    assert [(text[a.start : a.end], a.currency, a.qualifier) for a in found] == [
        (e["quote"], e["currency"], e["qualifier"]) for e in expected
    ]
    assert all(
        _same(a.low, e["low"]) and _same(a.high, e["high"]) for a, e in zip(found, expected, strict=True)
    )


def test_ledger_amounts_reach_their_floor() -> None:
    """Rows whose qualifier stands in another column of the source cannot be read from the amount alone."""
    written = {
        row["id"]: row["amount_as_written"] for row in _rows(HERE.parent / "data" / "ledger" / "eurasia.csv")
    }
    labels = _rows(HERE / "gold" / "ledger_values.csv")
    right = 0
    for label in labels:
        low, high = (float(label[end]) if label[end] else None for end in ("low", "high"))
        right += any(
            a.currency == label["currency"] and a.qualifier == label["qualifier"] and _same(a.low, low) and _same(a.high, high)
            for a in find_amounts(written[label["id"]], WORDS, bare_currency="USD")
        )  # fmt: skip
    assert right / len(labels) >= 0.978


# ---- what holds for any text

PIECES = st.sampled_from(
    ["$", "US$", "€", "5", "3.5", "1,200", "12,50,000", "million", "bn", " ", " ", " ", "\n", "-", "–", "to", "and", "of",
     "between", "from", "(", ")", ",", ".", "dollars", "euros", "tenge", "up to", "over", "half", "a", "two", "hundred",
     "point", "each", "per", "barrel", "млрд", "долларов", "полтора", "億", "ドル", "/", "=", "+", "%", "cents", "٣", "½",
     "\ud800", "U.S.", "Rs.", "crore", "mil", "de", "&", "\u00a0", "x"]
)  # fmt: skip


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(PIECES, max_size=40).map("".join),
        st.lists(PIECES, max_size=40).map(" ".join),
    )
)
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_without_error_and_quotes_itself(text: str) -> None:
    end = 0
    for amount in find_amounts(text, WORDS, "EUR", bare_currency="USD"):
        assert end <= amount.start < amount.end <= len(text)
        end = amount.end
        assert amount.low is None or amount.high is None or amount.low <= amount.high
        assert (amount.low is None) == (amount.qualifier == "up_to")
        assert (amount.high is None) == (amount.qualifier == "at_least")
        assert amount.qualifier != "range" or amount.low < amount.high  # type: ignore[operator]
        assert amount.qualifier_start is None or 0 <= amount.qualifier_start < amount.start


VALUES = st.integers(min_value=1, max_value=999_999)


@pytest.mark.parametrize("print_as", [
    "${:,}", "US${:,}.00", "€{:,}", "USD {:,}", "{:,} euros", "{:,} tenge", "£{:,}", "{:,} US dollars", "KZT{:,}",
])  # fmt: skip
@given(value=VALUES)
@settings(max_examples=40, deadline=None)
def test_a_printed_sum_reads_back_as_itself(print_as: str, value: int) -> None:
    [amount] = find_amounts(f"It is worth {print_as.format(value)} in all.", WORDS)
    assert amount.low == amount.high == value


@pytest.mark.parametrize(("print_as", "comma", "scale"), [
    ("${} million", False, 6), ("US${}bn", False, 9), ("{} billion dollars", False, 9), ("€{}m", False, 6),
    ("{} млрд тенге", True, 9), ("{} миллионов долларов", True, 6), ("{} Mrd. Euro", True, 9), ("{} Mio. CHF", True, 6),
    ("{} milliards d'euros", True, 9), ("{} millones de dólares", True, 6), ("{} mil millones de euros", True, 9),
    ("{} milyar dolar", True, 9), ("{} miliardi di euro", True, 9), ("R$ {} bilhões", True, 9), ("Rs {} crore", False, 7),
    ("₹{} lakh crore", False, 12), ("{} trillion yen", False, 12), ("{} миллиард теңге", True, 9), ("{}億ドル", False, 8),
])  # fmt: skip
@given(tenths=st.integers(min_value=1, max_value=9_999))
@settings(max_examples=25, deadline=None)
def test_a_scaled_sum_reads_back_as_itself(print_as: str, comma: bool, scale: int, tenths: int) -> None:
    number = f"{Decimal(tenths) / 10:.1f}"
    text = print_as.format(number.replace(".", ",") if comma else number)
    for around in ("{}", "total of {}, on Monday", "\n{}\n"):
        [amount] = find_amounts(around.format(text), WORDS)
        assert amount.low == amount.high == float(Decimal(number).scaleb(scale)), amount


UNRELATED = [
    "The minister met the delegation on Tuesday.",
    "Всего встретились семь министров.",
    "Page 12 of 40.",
]


@pytest.mark.parametrize("form", FORMS[::3], ids=lambda form: form["form"])
def test_unrelated_text_around_changes_nothing(form: dict[str, object]) -> None:
    text = str(form["text"])
    alone = [(text[a.start : a.end], a.low, a.high, a.currency, a.refused) for a in find_amounts(text, WORDS)]
    for before in UNRELATED:
        longer = f"{before}\n\n{text}\n\n{before} {before}"
        found = find_amounts(longer, WORDS)
        assert [(longer[a.start : a.end], a.low, a.high, a.currency, a.refused) for a in found] == alone
        assert find_amounts(longer, WORDS, start=len(before), end=len(before) + 4 + len(text)) == found


@pytest.mark.parametrize("pattern", [
    "1234567890", "$", "billion and ", "((((", "1,1,", "\u00a0", "$1 ", "1 million ", "from 3 to ", "$(5", "€5 (", "a million ",
    "one million dollars and ", "5 млрд ", "億", "$1-", "5, ", "up to $", "half a ", "\ud800",
    "$5 million, ", "$5 million (", "and 50/100 dollars ", "5 dollars and 20 ", "Indian rupees 85 ", "$5 per barrel ", "= ", "c $ ",
])  # fmt: skip
def test_time_grows_with_length_only(pattern: str) -> None:
    """Eight times the text may take at most some twenty times the time: a quadratic rule takes sixty-four."""

    def seconds(size: int) -> float:
        text = pattern * (size // len(pattern))
        best = 9e9
        for _ in range(3):
            began = time.process_time()
            find_amounts(text, WORDS)
            best = min(best, time.process_time() - began)
        return best

    small = seconds(5_000)
    assert seconds(40_000) < 20 * small + 0.05


def test_reading_stops_after_the_most_that_is_asked_for() -> None:
    text = "$5 million (€4 million), " * 50
    every = find_amounts(text, WORDS)
    assert len(every) == 100
    for most in (1, 7, 99, 100, 1000):
        assert find_amounts(text, WORDS, most=most) == every[:most]


def test_offsets_hold_behind_letters_of_several_bytes() -> None:
    rng = random.Random(7)
    text = "".join(rng.choice(["Стоимость ", "€5 ", "проект ", "会議 ", "🚆 ", "$3bn "]) for _ in range(400))
    quotes = {text[a.start : a.end] for a in find_amounts(text, WORDS)}
    assert quotes == {"€5", "$3bn"}
