"""What the build says of something left out speaks Russian: every message that the code can put together."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.corrections import CROSSED
from etl.paths import ROOT
from pages.parts import reject_words
from pages.parts.wording import wording
from tests.case_tables import to_params
from tests.code_texts import texts_of

RAISED = (
    "Reject",
    "Note",
    "reject",
    "UnreadableDocumentError",
    "RefusedRow",
    "LedgerError",
    "CorrectionError",
    "_refuse",
)
# Said by commands alone: no row of `rejects` has them.
SPOKEN = {
    ("read/labels", None),
    ("correct", None),
    ("link_measure", None),
    ("read/corrections", None),
    ("gather", "LedgerError"),
}
NAMES = {"message", "found"}  # what a message is called where it is put together before it is handed on
INNER = ("there is no deal of this id any more", "unit price", "row 3")
CODE = sorted([*(ROOT / "etl").glob("*.py"), *(ROOT / "etl" / "read").glob("*.py")])


def said(path: Path) -> Iterator[str]:
    """Every message of a file that can stand in `rejects`: what has a blank is no code and no name."""
    place = str(path.relative_to(ROOT / "etl").with_suffix(""))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            if name in RAISED and not {(place, None), (place, name)} & SPOKEN:
                yield from (text for part in node.args for text in texts_of(part) if " " in text)
        elif (
            isinstance(node, ast.Assign)
            and ast.unparse(node.targets[0]) in NAMES
            and (place, None) not in SPOKEN
        ):
            yield from (text for text in texts_of(node.value) if " " in text)


def filled(form: str) -> Iterator[str]:
    """A form with words in its places; one of them may hold a message of its own."""
    start, *rest = form.split("{}")
    for place in range(len(rest)):
        for inner in INNER:
            yield start + "".join((inner if n == place else "9") + text for n, text in enumerate(rest))
    yield form.replace("{}", "9")


def is_told(message: str) -> bool:
    told = reject_words.message(wording("ru"), "no_code", "9", message)
    return told.removeprefix("9: ") not in ("no code", message)


def test_every_message_of_a_reject_speaks_russian() -> None:
    found = {text for path in CODE for text in said(path)} | {CROSSED}
    assert len(found) > 45, "the messages are found no longer: has the code changed its form?"
    silent = [form for form in sorted(found) if not any(is_told(words) for words in filled(form))]
    assert not silent, "pages/parts/texts/ru_messages.toml has a text for each form"


@pytest.mark.parametrize("case", to_params("reject_words"))
def test_a_message_keeps_the_words_of_the_file(case: dict[str, str]) -> None:
    said = reject_words.message(wording("ru"), case["reason"], case["path"], case["message"])
    assert said == case["russian"]
    assert (
        reject_words.message(wording("en"), case["reason"], case["path"], case["message"]) == case["message"]
    )
