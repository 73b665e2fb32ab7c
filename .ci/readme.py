"""Renew what README.md shows: the output of its commands and its data dictionary.

usage: python .ci/readme.py [--check]

Commands stand in ```console blocks behind "$ ". They run in a copy of the repository, so that nothing
here changes. With --check nothing is written and the exit status is 1 where the README is out of date.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
COPIED = ("etl", "data", "pages", "tests/gold", "dashboard.py", "pyproject.toml", "static", ".ci")
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEGIN, END = "<!-- columns:begin -->\n", "<!-- columns:end -->"
# What differs from machine to machine, or with every change of a rule.
SECONDS = re.compile(r"\d+(?:\.\d+)?(?= (?:s|seconds?)\b)")
SNAPSHOT = re.compile(r"\bs-[0-9a-f]{16}\b")


def copy_repository(to: Path) -> Path:
    """A copy without what was built, in which commands may do what they want."""
    for name in COPIED:
        source, target = ROOT / name, to / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("published", "__pycache__"))
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
    return to


def run(command: str, folder: Path) -> str:
    """What a reader sees who types this command; `python` is the one that runs this file.

    Raises:
        RuntimeError: It failed: status 2, or status 1 without output (with output: the data needs a hand).
    """
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    settings = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "COLUMNS": "110"}
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=settings,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode > 1 or (done.returncode and not done.stdout):
        raise RuntimeError(f"{command}\n{done.stdout}{done.stderr}")
    shown = done.stdout.replace(str(folder), ".")
    return SNAPSHOT.sub("s-3f0c9a71d2e8b645", SECONDS.sub("6.1", shown))


def split_commands(block: str) -> list[tuple[str, str]]:
    """The commands of one block, each with the output that stands below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def dictionary(listing: str) -> str:
    """`python -m etl columns` as one folded table a published table."""
    tables: dict[str, list[list[str]]] = {}
    for line in listing.splitlines():
        table, *cells = line.split("\t")
        tables.setdefault(table, []).append([cell.replace("|", "\\|") for cell in cells])
    shown = []
    for table, rows in tables.items():
        shown.append(f"<details><summary><b>{table}</b> ({len(rows)} columns)</summary>\n")
        shown.append("| column | type | unit | may be null | meaning |\n| --- | --- | --- | --- | --- |")
        for name, kind, unit, null, meaning in rows:
            cells = [f"`{name}`", kind, "" if unit == "-" else unit, "yes" if null != "-" else "", meaning]
            shown.append(f"| {' | '.join(cells)} |")
        shown.append("\n</details>\n")
    return "\n".join(shown)


def renew(text: str, folder: Path) -> str:
    """The README with every output and the dictionary as they are now."""

    def renewed(block: re.Match[str]) -> str:
        commands = split_commands(block[1])
        shown = "\n".join(f"$ {command}\n{run(command, folder)}" for command, _ in commands)
        return f"```console\n{shown}```"

    text = BLOCK.sub(renewed, text)
    before, _, rest = text.partition(BEGIN)
    return before + BEGIN + dictionary(run("python -m etl columns", folder)) + END + rest.partition(END)[2]


def main() -> int:
    """Write the README anew, or say that it is out of date."""
    written = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        renewed = renew(written, copy_repository(Path(folder).resolve()))
    if "--check" in sys.argv[1:]:
        if renewed != written:
            print("README.md is out of date. Renew it: python .ci/readme.py", file=sys.stderr)
        return int(renewed != written)
    README.write_text(renewed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
