"""Rules, refusals and links in plain words: whatever name the code can emit has its text, in both languages.

Names are found in the code itself, so that a new rule without words is a failing test and not a raw name on
the page. They stand in `pages/parts/texts/en_rules.toml` and `ru_rules.toml`.
"""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl import schema
from etl.paths import REFERENCE, ROOT
from pages.parts import own_words, rule_words
from pages.parts.store import Store
from pages.parts.wording import wording
from tests.code_texts import texts_of
from tests.made_snapshot import write_snapshot

ROOMS = ("money", "kind", "status", "sector", "year", "direction", "parties", "relation", "mention", "ledger")
NAME = re.compile(rf"(?:{'|'.join(ROOMS)}):[a-z_{{}}]*[a-z}}]")
# Who gathers names without their room, by what the code calls it.
GATHERERS = {"chosen": "parties", "sides": "direction", "draft": "money", "balance": "direction"}
NO_RULES = {
    "kind:{}",
    "year:prior",
    "direction:{}",
    "parties:{}",
    "money:{}",
}  # evidence, date words, mere prefixes
HANDED_BACK = (
    "pairs",
    "goods_way",
)  # files of the ways of trade: their rules are values that functions return
CODE = sorted([*(ROOT / "etl" / "rules").glob("*.py"), *(ROOT / "etl").glob("*.py")])


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(write_snapshot(tmp_path_factory.mktemp("made"), 5) / "made-0001")


def emitted() -> set[str]:
    """Every name that the code can emit, `{}` where it carries a code or words."""
    found: set[str] = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= {text for text in texts_of(node) if NAME.fullmatch(text)}
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            called = ast.unparse(node.func)
            for whose, room in GATHERERS.items():
                if called == f"{whose}.rules.append":
                    found |= {f"{room}:{text}" for text in texts_of(node.args[0])}
                elif called == f"{whose}.add" and len(node.args) > 3:
                    found |= {f"{room}:{text}" for text in texts_of(node.args[3])}
        if path.stem in HANDED_BACK:
            found |= {f"direction:{text}" for text in handed_back(path) if text.islower()}
    return found - NO_RULES


def handed_back(path: Path) -> Iterator[str]:
    """What stands last in a tuple that is returned, and what a variable `rule` is set to."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
            yield from texts_of(node.value.elts[-1])
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "rule":
            yield from texts_of(node.value)


def filled(name: str) -> list[str]:
    """A name with codes or words in the place where the code fills them in."""
    if "{}" not in name:
        return [name]
    room, _, rest = name.partition(":")
    if room == "relation":
        return [name.format("words"), name.format("sum")]
    if room == "kind":
        kinds = ("trade_turnover", "export", "import", "investment_flow") if rest != "{}_words" else sorted(
            {*schema.DEAL_KINDS, *schema.TOTAL_KINDS, "other"}
        )  # fmt: skip
        return [name.format(kind) for kind in kinds]
    if name == "direction:trade:{}":
        ways = {way for stem in HANDED_BACK for way in handed_back(ROOT / "etl" / "rules" / f"{stem}.py")}
        return [name.format(way) for way in sorted(ways) if way.isidentifier()]
    if room == "direction":
        return [f"direction:{cue}:{rest.split(':', 1)[1].format('sold to')}" for cue in cues()]
    table = "sectors" if room == "sector" else "statuses"
    return [name.format(row) for row in codes(table)]


def codes(table: str) -> list[str]:
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return [row[0] for row in list(csv.reader(lines))[1:]]


def cues() -> tuple[str, ...]:
    from etl.rules.evidence import LEFT_OF, RIGHT_OF

    return tuple(sorted({*LEFT_OF, *RIGHT_OF}))


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_rule_that_the_code_can_emit_has_plain_words(language: str, data: Store) -> None:
    names = [name for found in sorted(emitted()) for name in filled(found)]
    assert len(names) > 150, "the names are found no longer: has the code changed its form?"
    say = wording(language)
    missing = [name for name in names if rule_words.find(data, say, name) is None]
    assert not missing, f"pages/parts/texts/{language}_rules.toml says what each rule means"
    raw = [name for name in names if re.search(r"[a-z]_[a-z]|\{", rule_words.of_rule(data, say, name))]
    assert not raw


def test_names_are_found_where_the_code_puts_them_together() -> None:
    expected = {"money:each", "kind:{}_as_goal", "direction:told_before", "direction:{}:{}", "parties:clause",
                "direction:foreign_trade", "direction:goods_home", "mention:{}_signed", "relation:part_of_by_{}"}  # fmt: skip
    assert expected <= emitted()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_weighed_evidence_has_plain_words(language: str, data: Store) -> None:
    say, missing = wording(language), set()
    for table, room, column in (
        ("kind", "kind", 1),
        ("sector", "sector", 1),
        ("status", "status", 1),
        ("year", "year", 1),
        ("side", "direction", 0),
    ):
        with (REFERENCE / f"{table}_weights.csv").open(encoding="utf-8", newline="") as lines:
            for row in list(csv.reader(lines))[1:]:
                rule = f"{room}:fitted:{row[column]}"
                if rule_words.of_rule(data, say, rule) == say("spoke_form.weighed_plain"):
                    missing.add(rule)
    assert not missing


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_refusal_has_plain_words(language: str) -> None:
    say = wording(language)
    assert [reason for reason in codes("reject_reasons") if not say.has(f"reject.{reason}")] == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_problem_with_a_document_says_what_to_do(language: str) -> None:
    with (REFERENCE / "reject_reasons.csv").open(encoding="utf-8", newline="") as lines:
        reasons = [row["reason"] for row in csv.DictReader(lines) if row["stage"] == "document"]
    told = [rule_words.problem(wording(language), reason, "txt, pdf") for reason in reasons]
    assert len(reasons) > 10
    for words in told:
        assert words[0].isupper() and words.count(". ") >= 1 and "{" not in words
        assert language == "en" or not re.search("[a-z]{3}", re.sub("UTF|txt|pdf|html|text", "", words)), (
            words
        )


@pytest.mark.parametrize(
    ("rules", "expected", "why"),
    [
        (("money:before",), [("Amount", "the currency stands before the number")], "a plain rule"),
        (("direction:buys:ordered",), [("Countries", "\"ordered\": who buys, receives")], "with its words"),
        (("direction:supplies:we spend",), [("Countries", "\"spend\": who supplies or invests")], "\"we\" is ours"),
        (("status:contract_words",), [("Status", "the words beside it speak of this status: Contract")], "a code"),
        (("money:per_share",), [("Amount", "refused: an amount per share")], "a refusal"),
        (("sector:fitted:document", "sector:fitted:strongest around"),
         [("Sector", "weights learnt from labelled passages overruled the rules; what spoke most: the document as a "
           "whole, the strongest word")], "what was weighed is one line"),
        (("parties:fitted",), [("Parties", "weights learnt from labelled passages took a name in or left one out")],
         "names without their evidence"),
        (("direction:never_heard_of",), [("Countries", "never heard of")], "a name without a text"),
        ((), [], "nothing spoke"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words(
    rules: tuple[str, ...], expected: list[tuple[str, str]], why: str, data: Store
) -> None:
    told = rule_words.told(data, wording("en"), rules)
    assert [(room, words) for room, words, _ in told] == expected, why
    assert ", ".join(names for _, _, names in told) == ", ".join(rules), "the names stay within reach"


def test_words_of_a_text_stay_text(data: Store) -> None:
    shown = rule_words.as_list(data, wording("en"), ["direction:buys:<b>x</b>"])
    assert "<b>x" not in shown and "&lt;b&gt;x" in shown


def test_every_reason_of_a_link_or_a_merge_speaks_russian() -> None:
    with (REFERENCE / "evidence.csv").open(encoding="utf-8", newline="") as lines:
        phrases = {row["phrase"] for row in csv.DictReader(lines) if row["phrase"]}
    for name in ("links.py", "structure.py"):
        code = (ROOT / "etl" / name).read_text(encoding="utf-8")
        phrases |= {text for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Assign)
                    and ast.unparse(node.targets[0]) == "why" for text in texts_of(node.value) if "{" not in text}  # fmt: skip
    from etl.structure import SAME

    phrases |= {f"{relation} in one document" for relation in SAME}
    phrases |= {
        f"its subject says that it {relation} an earlier deal of the same parties"
        for relation in ("extends", "replaces")
    }
    phrases |= {f"one document calls it {words} the other" for words in ("part of", "money for")}
    assert len(phrases) > 60
    assert sorted(phrase for phrase in phrases if own_words.reason(wording("ru"), phrase) == phrase) == []


@pytest.mark.parametrize(
    ("published", "russian"),
    [
        ("same seller; same year", "тот же продавец; тот же год"),
        ("more likely the same deal than another (0.40): same amount",
         "скорее та же сделка, чем другая (0.40): та же сумма"),
        ("up to $4 billion here, $4.2 billion in the report that gives the bounds",
         "здесь до $4 billion, а в сообщении, дающем границы, $4.2 billion"),
        ("the list says that A-1 and A-2 are one deal", "список говорит, что A-1 и A-2 одна сделка"),
    ],
)  # fmt: skip
def test_a_reason_keeps_the_words_of_its_sources(published: str, russian: str) -> None:
    assert own_words.reason(wording("ru"), published) == russian
    assert own_words.reason(wording("en"), published) == published
