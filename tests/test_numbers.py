"""Printed numbers: every grouping, and what the document says where a number leaves a doubt."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rules.numbers import decimal_mark, to_decimal


@pytest.mark.parametrize(("digits", "mark", "is_scaled", "value"), [
    ("1500", None, False, "1500"),
    ("1,500", None, False, "1500"),
    ("1.500", None, False, "1500"),
    ("1.500", None, True, "1.5"),  # "1.500 billion" has three decimals
    ("1.500", ",", True, "1500"),  # unless the document writes decimals with a comma
    ("1,500", None, True, "1500"),
    ("1,500", ",", True, "1.5"),
    ("1 500", None, False, "1500"),
    ("1\u202f250\u202f000,50", None, False, "1250000.5"),
    ("1'500.25", None, False, "1500.25"),
    ("1’500", None, False, "1500"),
    ("12,50,000", None, False, "1250000"),
    ("4,04,61,35,54,436", None, False, "404613554436"),
    ("1,234,567.89", None, False, "1234567.89"),
    ("1.234.567,89", None, False, "1234567.89"),
    ("2·5", None, True, "2.5"),
    ("٢٫٥", None, True, "2.5"),
    ("0,125", None, False, "0.125"),
    ("0.125", None, False, "0.125"),
    ("3,5", None, False, "3.5"),
    ("36.82", None, True, "36.82"),
])  # fmt: skip
def test_to_decimal(digits: str, mark: str | None, is_scaled: bool, value: str) -> None:
    assert to_decimal(digits, mark, is_scaled) == Decimal(value)


@pytest.mark.parametrize("digits", ["1.2.3", "1,2,3", "12,5,000", "1.234,567.8", "9" * 31, "1,234.56.78"])
def test_what_makes_no_number(digits: str) -> None:
    assert to_decimal(digits) is None


@pytest.mark.parametrize(("text", "mark"), [
    ("Revenue of 2,5 Mrd. after 1.200,50 Euro", ","),
    ("Revenue of $2.5bn after 1,200.50", "."),
    ("In 1,200 places", None),
    ("", None),
    ("3.5 and 2,5", None),
])  # fmt: skip
def test_decimal_mark(text: str, mark: str | None) -> None:
    assert decimal_mark(text) == mark


@given(st.integers(min_value=0, max_value=10**15))
def test_grouped_integers_read_back(value: int) -> None:
    grouped = f"{value:,}"
    assert to_decimal(grouped) == value
    assert to_decimal(grouped.replace(",", "\u00a0")) == value
    if grouped.count(",") != 1 or value < 1000:
        assert to_decimal(grouped.replace(",", ".")) == value


@given(st.text(alphabet="0123456789.,' ’\u00a0·٫", max_size=60).filter(lambda text: text[:1].isdigit()))
def test_any_row_of_signs_is_a_number_or_nothing(digits: str) -> None:
    value = to_decimal(digits)
    assert value is None or value >= 0
