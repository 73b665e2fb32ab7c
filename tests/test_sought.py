"""An expression that is tried only where its letters stand finds what the expression finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rules.sought import Sought, SoughtTogether

EXPRESSIONS = (
    (r"\bcosts?\b|\bprice\stag|обойд[её]тся|смет\w+", re.I),
    (r"(?:\b(?:beats?|beating)|вместо)\s(?:[^\s.,;:]+\s){0,3}$", re.I),
    (r"[^,.;:]{0,60}?\b(?:said|says|сообщ\w+)\b", 0),
    (r"(?:a|an)\s(?:new\s)?(?:loan|grant)s?(?!\sto)", 0),
    (r"(?:ab)+c?[xy]z", 0),
)
PIECES = st.sampled_from(
    [
        "cost",
        "costs",
        "COSTING",
        "price",
        "tag",
        "обойдется",
        "Обойдётся",
        "смета",
        "beat",
        "beats",
        "вместо",
        "rival",
        "said",
        "saying",
        "says",
        "сообщила",
        ",",
        "a",
        "an",
        "new",
        "loan",
        "grants",
        "to",
        "ab",
        "abab",
        "c",
        "xz",
        "yz",
    ]
)


@pytest.mark.parametrize(("pattern", "flags"), EXPRESSIONS)
@given(words=st.lists(PIECES, max_size=8), joint=st.sampled_from(["", " ", "\n"]), start=st.integers(0, 9))
def test_it_finds_what_the_expression_finds(
    pattern: str, flags: int, words: list[str], joint: str, start: int
) -> None:
    text, plain, sought = joint.join(words), re.compile(pattern, flags), Sought(pattern, flags)
    for end in (len(text), len(text) // 2):
        for one, other in (
            (plain.search(text, start, end), sought.search(text, start, end)),
            (plain.match(text, start, end), sought.match(text, start, end)),
        ):
            assert (one and one.span()) == (other and other.span())


@given(words=st.lists(PIECES, max_size=8), joint=st.sampled_from(["", " ", "\n"]), start=st.integers(0, 9))
def test_together_they_find_what_each_finds(words: list[str], joint: str, start: int) -> None:
    text = joint.join(words)
    each = {pattern: Sought(pattern, flags) for pattern, flags in EXPRESSIONS}
    together = SoughtTogether(each)
    for end in (len(text), len(text) // 2):
        found = [name for name, one in each.items() if one.search(text, start, end)]
        assert together.search(text, start, end) == found
        assert together.may_stand(text, start, end) >= set(found)


def test_it_knows_what_is_needed() -> None:
    assert Sought(r"\bcosts?\b|\bcosting\b|per\s?cent of", re.I).needed == ["cent of", "cost"]


def test_it_refuses_what_needs_no_letters() -> None:
    with pytest.raises(ValueError, match="letters of its own"):
        Sought(r"loan|\d+")
