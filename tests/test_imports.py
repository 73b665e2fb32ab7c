"""Imports run one way: the rooms of the house, and which room may know which."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.paths import ROOT

# Room -> the modules of ours that it may import. A name covers what lies below it.
PROMISES = ("etl.schema", "etl.paths", "etl.errors", "etl.records")
ETL = sorted(path for path in (ROOT / "etl").rglob("*.py"))
PAGES = sorted([ROOT / "dashboard.py", *(ROOT / "pages").rglob("*.py")])
SCREEN = ("streamlit", "plotly", "pages", "dashboard")
DATA_FRAMES = ("pandas", "polars", "pyarrow", "duckdb")
FILES = ("pathlib", "os", "io", "tempfile", "shutil", "csv", "glob")
IO_IN, IO_OUT = "etl.read", ("etl.publish", "etl.engine")
# What reads a pasted release calls the reader itself, and may add the release to the data; the page on
# quality scores the reader when it is asked to.
READER = ("etl.figures", "etl.read", "etl.reports", "etl.corrections")
CALLERS = {
    "6_Read_a_release": READER,
    "readings": (*READER, "etl.correct"),
    "read_landing": (*READER, "etl.preview", "etl.assemble", "etl.build"),
    "quality": ("etl.gather", "etl.score"),
}
TOP = (
    "etl.__main__",
    "etl.build",
    "etl.gather",
    "etl.wording",
    "etl.link_measure",
    "etl.account_score",
    "etl.upkeep",
)


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every module that a file imports, wherever in the file; `from a import b` is a.b as well as a."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively: write the whole name."
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def is_below(name: str, rooms: str | tuple[str, ...]) -> bool:
    return any(
        name == room or name.startswith(room + ".")
        for room in ((rooms,) if isinstance(rooms, str) else rooms)
    )


def refuse(paths: list[Path], rooms: str | tuple[str, ...], why: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}: {why}"
        for path in paths
        for name, line in imports(path)
        if is_below(name, rooms)
    ]


def files_of(room: str) -> list[Path]:
    return [path for path in ETL if is_below(module(path), room)]


def test_etl_knows_no_screen() -> None:
    assert not refuse(ETL, SCREEN, "etl never imports streamlit, plotly or pages.")


def test_rules_touch_no_files_and_no_tables() -> None:
    wrong = refuse(
        files_of("etl.rules"), (*DATA_FRAMES, *FILES), "rules take text and vocabularies, and touch nothing."
    )
    assert not wrong


def test_rules_know_only_rules_and_records() -> None:
    allowed = ("etl.rules", "etl.records", "etl.errors", "etl.schema")
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: rules know only rules and promises."
        for path in files_of("etl.rules")
        for name, line in imports(path)
        if is_below(name, "etl") and not is_below(name, allowed)
    ]
    assert not wrong


def test_promises_import_no_room() -> None:
    promises = [ROOT / "etl" / f"{name.partition('.')[2]}.py" for name in PROMISES]
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: promises import no room."
        for path in promises
        for name, line in imports(path)
        if is_below(name, "etl") and not is_below(name, PROMISES)
    ]
    assert not wrong


def test_what_computes_knows_neither_input_nor_output() -> None:
    outer = (*TOP, *IO_OUT, IO_IN)
    pure = [path for path in ETL if not is_below(module(path), outer) and module(path) != "etl"]
    assert len(pure) > 20
    assert not refuse(
        pure, outer, "what computes takes values; files are read and written by the rooms above."
    )


def test_reading_and_publishing_do_not_know_the_commands() -> None:
    paths = [path for path in ETL if is_below(module(path), (IO_IN, *IO_OUT))]
    assert not refuse(paths, TOP, "the commands stand above the rooms that read and write.")
    assert not refuse(files_of(IO_IN), IO_OUT, "reading does not know publishing.")


def test_pages_know_of_etl_only_its_promises() -> None:
    allowed = (*PROMISES, "etl.counting")
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: pages know of etl only its promises and the counting rule."
        for path in PAGES
        for name, line in imports(path)
        if is_below(name, "etl") and not is_below(name, (*allowed, *CALLERS.get(path.stem, ())))
    ]
    assert not wrong


def test_parts_do_not_know_pages() -> None:
    parts = sorted((ROOT / "pages" / "parts").rglob("*.py"))
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}: parts are below the pages."
        for path in parts
        for name, line in imports(path)
        if is_below(name, ("pages", "dashboard")) and not is_below(name, "pages.parts")
    ]
    assert not wrong


def test_charts_know_no_streamlit() -> None:
    charts = sorted((ROOT / "pages" / "parts").glob("chart*.py"))
    assert charts
    assert not refuse(charts, "streamlit", "a chart is a value; the page draws it.")


def test_nothing_happens_at_import_but_definitions() -> None:
    allowed = (
        ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Try, ast.If,
    )  # fmt: skip
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} does something at import: put it into a function."
        for path in ETL
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if not isinstance(node, allowed)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("import streamlit as st", "streamlit"),
        ("from plotly import graph_objects", "plotly.graph_objects"),
        ("def f():\n    import pages.parts.store", "pages.parts.store"),
    ],
)
def test_an_import_is_seen_wherever_it_stands(tmp_path: Path, code: str, found: str) -> None:
    file = tmp_path / "a.py"
    file.write_text(code, encoding="utf-8")
    assert [name for name, _ in imports(file)] == [found]
    assert is_below(found, SCREEN)
