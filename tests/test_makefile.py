"""`make install` and `make run` say what is wrong in one sentence, and do nothing twice.

Each test works in a copy of the Makefile, so that the real .venv is left alone.
"""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.paths import ROOT

LOCKS = sorted(ROOT.glob("requirements*.txt"))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The files that the two commands need, without any .venv."""
    for name in ("Makefile", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    return tmp_path


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens already."""
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        yield listener.getsockname()[1]


def make(tree: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make outside the make that may run these tests."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=tree, env=clean, capture_output=True, text=True, timeout=60)


def sentences(run: subprocess.CompletedProcess[str]) -> list[str]:
    """What a reader sees, without make's own closing line."""
    return [line for line in (run.stdout + run.stderr).splitlines() if not line.startswith("make")]


def write_script(path: Path, body: str) -> Path:
    """A program of a few lines that stands in for another one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def pretending(path: Path, change: str) -> Path:
    """This Python, with something about it changed before the script runs."""
    code = f"import sys, runpy; {change}; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    return write_script(path, f'exec "{sys.executable}" -c "{code}" "$@"')


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("sys.version_info = (3, 9, 2, 'final', 0)", "needs Python 3.11 or newer"),
        ("sys.version_info = (2, 7, 18, 'final', 0)", "is Python 2.7"),
        ("sys.modules['ensurepip'] = None", "apt-get install python3-venv"),
    ],
    ids=["3.9", "2.7", "no ensurepip"],
)
def test_a_python_that_cannot_do_it_is_one_sentence(tree: Path, change: str, says: str) -> None:
    run = make(tree, "install", f"PYTHON={pretending(tree / 'python', change)}")
    assert run.returncode != 0
    assert len(sentences(run)) == 1 and says in sentences(run)[0]
    assert not (tree / ".venv").exists()


def test_no_python_at_all_is_one_sentence(tree: Path) -> None:
    run = make(tree, "install", "PYTHON=/nowhere/python3")
    assert run.returncode != 0
    assert len(sentences(run)) == 1 and "There is no /nowhere/python3 here" in sentences(run)[0]


def test_the_check_itself_runs_under_old_pythons() -> None:
    checked = ast.parse((ROOT / ".ci/preflight.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr)
    assert [node for node in ast.walk(checked) if isinstance(node, newer)] == []
    assert not [node for node in ast.walk(checked) if getattr(node, "returns", None)]


def test_install_happens_once_and_again_only_for_other_contents(tree: Path) -> None:
    log, stamp, lock = tree / "log", tree / ".venv/installed.txt", tree / "requirements.txt"
    write_script(tree / ".venv/bin/python", f'[ "$1" = -m ] && echo "$@" >> "{log}"; exit 0')

    def install() -> int:
        """How often pip was called so far."""
        assert make(tree, "install", f"PYTHON={sys.executable}").returncode == 0
        return len(log.read_text(encoding="utf-8").splitlines())

    assert install() == 1
    assert "install --quiet --require-hashes -r requirements.txt" in log.read_text(encoding="utf-8")
    assert install() == 1
    os.utime(lock, (stamp.stat().st_mtime + 10,) * 2)
    assert install() == 1, "a newer date alone installs nothing"
    lock.write_text(lock.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    os.utime(lock, (stamp.stat().st_mtime + 20,) * 2)
    assert install() == 2


def test_a_taken_port_is_one_sentence(tree: Path, taken_port: int) -> None:
    interpreter = tree / ".venv/bin/python"
    write_script(interpreter, f'exec "{sys.executable}" "$@"')
    shutil.copy(tree / "requirements.txt", tree / ".venv/installed.txt")
    run = make(tree, "run", f"PORT={taken_port}", f"PYTHON={sys.executable}")
    assert run.returncode != 0
    assert sentences(run) == [
        f"Port {taken_port} is taken by another program. Choose another one: make run PORT=8501"
    ]


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1", "8501x"])
def test_a_bad_port_is_one_sentence(port: str) -> None:
    run = subprocess.run(
        [sys.executable, ROOT / ".ci/start.py", port], capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 1
    assert len(sentences(run)) == 1 and "is no port" in sentences(run)[0]


def test_ci_script_is_a_program_that_bash_can_read() -> None:
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert subprocess.run(["bash", "-n", ROOT / ".ci/run"], capture_output=True).returncode == 0


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_lock_files_pin_by_hash_and_name_no_registry(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text and "index-url" not in text
    pinned = re.findall(
        r"^[A-Za-z0-9._-]+(?:\[[a-z,]+\])?==.*?(?=^[A-Za-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert len(pinned) >= 20
    assert [entry.split(" ")[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_help_names_every_command(tree: Path) -> None:
    named = set(re.findall(r"^make (\w+)", make(tree).stdout, re.MULTILINE))
    targets = re.search(r"^\.PHONY: (.*)$", (tree / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets and named == set(targets[1].split()) - {"help"}
