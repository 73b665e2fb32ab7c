"""Say in one sentence why this Python cannot install dealscope. Runs under any Python, 2.7 included.

usage: PYTHON .ci/preflight.py NAME      NAME is the command that the reader typed, for the sentence.
"""

# ruff: noqa: UP030, UP032
import sys

NEEDED = (3, 11)


def find_problem(name, version):
    """The sentence, or None where all is well. `version` is sys.version_info or a tuple like it."""
    if tuple(version[:2]) < NEEDED:
        return (
            "dealscope needs Python {0}.{1} or newer, and {2} is Python {3}.{4}. Install a newer one and name it: "
            "make install PYTHON=python3.12".format(NEEDED[0], NEEDED[1], name, version[0], version[1])
        )
    for module in ("venv", "ensurepip"):
        try:
            __import__(module)
        except ImportError:
            return (
                "{0} comes without {1}, which makes the project's own folder of libraries. Install it "
                "(Debian, Ubuntu: apt-get install python3-venv), then run make again.".format(name, module)
            )
    return None


if __name__ == "__main__":
    problem = find_problem(sys.argv[1], sys.version_info)
    if problem:
        sys.stderr.write(problem + "\n")
        sys.exit(1)
