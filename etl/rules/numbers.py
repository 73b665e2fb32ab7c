"""Digits as printed -> exact values: grouping, decimal marks, and the number system of a whole document."""

import re
from decimal import Decimal

DecimalMark = str | None  # ".", "," or None where nothing tells

# A number of more digits than any sum of money: an identifier, a line of a table, an attack.
LONGEST = 30

_SPACES = dict.fromkeys(map(ord, " \u00a0\u2009\u202f\u2007\u2002\u2003\u2005\u2006\u2008\u200a\t\n\r'’ʼ"))
_ARABIC = str.maketrans("٫٬،", ".,,")

_POINT = re.compile(r"\d,\d{3}\.\d|\d\.\d{1,2}(?![\d.,])")
_COMMA = re.compile(r"\d\.\d{3},\d|(?<![\d,.])\d{1,3},\d{1,2}(?![\d.,])")
# Enough of a long document to know how its writers print numbers.
_EVIDENCE_CHARS = 200_000


def to_decimal(digits: str, mark: DecimalMark = None, is_scaled: bool = False) -> Decimal | None:
    """Value of one printed number, None where its separators make no number.

    Args:
        digits: As printed: "1,500", "12,50,000", "1 500,50", "1'500", "2·5".
        mark: The document's decimal mark, used only where the number itself leaves a doubt.
        is_scaled: A scale word follows. "3.744 billion" has three decimals, "$4.200" is grouped.

    >>> to_decimal("12,50,000"), to_decimal("1.234,5"), to_decimal("4.200"), to_decimal("1.2.3")
    (Decimal('1250000'), Decimal('1234.5'), Decimal('4200'), None)
    """
    if digits.isdigit():
        return Decimal(int(digits)) if len(digits) <= LONGEST else None
    plain = digits.translate(_SPACES).translate(_ARABIC)
    if "·" in plain:
        plain = plain.replace("·", ".")
        if plain.count(".") != 1 or "," in plain:
            return None
        return _value(plain)
    if len(plain) > 2 * LONGEST:
        return None
    commas, points = plain.count(","), plain.count(".")
    if commas and points:
        last = "," if plain.rfind(",") > plain.rfind(".") else "."
        other = "." if last == "," else ","
        whole, _, part = plain.rpartition(last)
        if last in whole or not _is_grouped(whole, other):
            return None
        return _value(whole.replace(other, "") + "." + part)
    if not commas and not points:
        return _value(plain)
    sign = "," if commas else "."
    if commas + points > 1:
        return _value(plain.replace(sign, "")) if _is_grouped(plain, sign) else None
    whole, _, part = plain.partition(sign)
    if len(part) == 3 and 1 <= len(whole) <= 3 and (whole[0] != "0" or whole == ""):
        is_decimal = mark == sign if mark else (sign == "." and is_scaled)
        # Spaces already group the thousands, so what is left can only be the decimal mark.
        if is_decimal or len(plain) != len(digits):
            return _value(f"{whole}.{part}")
        return _value(whole + part)
    return _value(f"{whole}.{part}")


def _is_grouped(whole: str, sign: str) -> bool:
    """Whether groups are of three digits, or of two with a last of three (lakh and crore)."""
    groups = whole.split(sign)
    if len(groups[0]) > 3 or not groups[0] or len(groups[-1]) != 3:
        return False
    middle = groups[1:-1]
    return all(len(g) == 3 for g in middle) or (len(groups[0]) <= 2 and all(len(g) == 2 for g in middle))


def _value(plain: str) -> Decimal | None:
    if not plain or len(plain) > 2 * LONGEST:
        return None
    try:
        return Decimal(plain)
    except ArithmeticError:
        return None


def decimal_mark(text: str) -> DecimalMark:
    """How a document writes decimals, from the numbers in it that can be read one way only.

    >>> decimal_mark("2,5 Mrd. und 1.200,50 Euro"), decimal_mark("$2.5bn"), decimal_mark("1,200")
    (',', '.', None)
    """
    sample = text[:_EVIDENCE_CHARS]
    points = sum(1 for _ in _POINT.finditer(sample))
    commas = sum(1 for _ in _COMMA.finditer(sample))
    if points == commas:
        return None
    return "." if points > commas else ","
