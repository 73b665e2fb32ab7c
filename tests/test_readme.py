"""The README tells the truth: its commands run and print what it shows, its examples work, its dictionary is the schema's.

All of it runs in a copy of the repository with a snapshot built there.
"""

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from etl import schema
from etl.paths import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
NUMBER = re.compile(r"\bD[0-9a-f]{12}\b|\d[\d,.]*")
BECAUSE = re.compile(r"\bbecause .*")  # the names of the rules that spoke
SPACE = re.compile(r"[ \t]+|-{2,}|─+")


def load_writer() -> ModuleType:
    """The script that writes the README's outputs; a folder that begins with a dot is no package."""
    spec = importlib.util.spec_from_file_location("readme_writer", ROOT / ".ci/readme.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writer = load_writer()
COMMANDS = [pair for block in writer.BLOCK.findall(TEXT) for pair in writer.split_commands(block)]
EXAMPLES = writer.PYTHON_BLOCK.findall(TEXT)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository in which `python -m etl build` has run."""
    folder: Path = writer.copy_repository(tmp_path_factory.mktemp("readme").resolve())
    writer.run("python -m etl build", folder)
    assert (folder / "data/published/_CURRENT").exists()
    return folder


def shape(output: str) -> list[str]:
    """Output without numbers, ids and names of rules: they change with every better rule, the rest does not."""
    lines = (
        SPACE.sub(" ", NUMBER.sub("#", BECAUSE.sub("because", line))).strip() for line in output.splitlines()
    )
    return list(dict.fromkeys(line for line in lines if line))


def test_the_readme_shows_commands_and_examples() -> None:
    assert len(COMMANDS) >= 5
    assert len(EXAMPLES) >= 3


def test_commands_print_what_the_readme_shows(copy: Path) -> None:
    """In the order of the README: a later command may need what an earlier one built."""
    for command, shown in COMMANDS:
        found = writer.run(command, copy)
        # What is built from the five retold seeds alone is known to the last digit.
        same = (found.strip() == shown.strip()) if "my/five" in command else (shape(found) == shape(shown))
        assert same, f"$ {command}\n{found}\nThe README shows something else. Renew it: python .ci/readme.py"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example).splitlines()[0])
def test_notebook_examples_run_in_three_lines(copy: Path, example: str) -> None:
    assert len([line for line in example.splitlines() if line.strip()]) <= 3
    clean = {**os.environ, "PYTHONPATH": ""}
    run = subprocess.run([sys.executable, "-c", example], cwd=copy, env=clean, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip(), "an example prints what it found"


def test_the_dictionary_is_the_schemas(copy: Path) -> None:
    shown = TEXT.partition(writer.BEGIN)[2].partition(writer.END)[0]
    assert shown == writer.dictionary(writer.run("python -m etl columns", copy))
    for table, columns in schema.TABLES.items():
        assert f"<b>{table}</b> ({len(columns)} columns)" in shown


def test_files_and_make_targets_that_the_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in ("README.md", "CONTRIBUTING.md", "data/releases/README.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for target in re.findall(r"`make ([a-z]+)", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{name}: make {target}"
        for path in re.findall(r"`((?:etl|pages|tests|data|\.ci)/[A-Za-z0-9_./-]+)`", text):
            if "published" not in path and "my/" not in path:
                assert (ROOT / path).exists() or path == "data/corrections.csv", f"{name}: {path}"
        for link in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (ROOT / name).parent.joinpath(link).exists(), f"{name}: {link}"


def test_reference_tables_that_contributing_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for names in re.findall(r"`python -m etl\.read\.reference ([a-z_ ]+)`", text):
        for name in names.split():
            assert (ROOT / f"data/reference/{name}.csv").exists(), name
    known = {"build", "read", "check", "columns", "score", "explain", "correct"}
    assert set(re.findall(r"`python -m etl ([a-z]+)", text)) <= known


def test_every_command_of_the_cli_is_shown(copy: Path) -> None:
    """An undocumented command fails here."""
    listing = writer.run("python -m etl --help", copy).partition("Commands:")[2]
    for name in re.findall(r"^  ([a-z]+)", listing, re.MULTILINE):
        assert f"python -m etl {name}" in TEXT, name
