"""Build the data if its input changed, then serve the pages: what `make run` does.

usage: python .ci/start.py [PORT]
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SNAPSHOT = ROOT / "data" / "published" / "_CURRENT"
NOT_ALLOWED = 13  # EACCES: ports below 1024
WAIT_SECONDS = 60


def main(arguments: list[str]) -> int:
    """Exit status 1 where the port or the data stands in the way; else the server's own."""
    if arguments[:1] == ["--open"]:
        return open_when_ready(arguments[1])
    written = arguments[0] if arguments else "8501"
    if problem := find_port_problem(written):
        print(problem, file=sys.stderr)
        return 1
    # Status 1 says that something in the data needs a hand: what could be read is published all the same.
    status = subprocess.run([sys.executable, "-m", "etl", "build", "--if-changed"], cwd=ROOT).returncode
    if status not in (0, 1) or not SNAPSHOT.exists():
        print(
            "The data could not be built, so there is nothing to show. The lines above say why.",
            file=sys.stderr,
        )
        return 1
    address = f"http://localhost:{written}"
    if has_display():
        subprocess.Popen([sys.executable, __file__, "--open", address], stdin=subprocess.DEVNULL)
    print(f"Serving on {address} (Ctrl-C ends it).", flush=True)
    os.chdir(ROOT)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", written]
    # With an address given, the server asks no foreign host for its own.
    settings = ["--server.headless", "true", "--browser.serverAddress", "localhost"]
    # Replaces this process, so that Ctrl-C and signals reach the server itself.
    os.execv(sys.executable, [*command, *settings])
    return 1  # for the type's sake: execv does not come back


def find_port_problem(written: str) -> str | None:
    """One sentence where no server can listen on this port, else None."""
    if not written.isascii() or not written.isdigit() or not 1 <= int(written) <= 65535:
        return f"PORT={written} is no port. Give a number from 1024 to 65535: make run PORT=8502"
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        # As the server does it: an address still in TIME_WAIT is free.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("0.0.0.0", int(written)))
        except OSError as error:
            reason = "needs an administrator" if error.errno == NOT_ALLOWED else "is taken by another program"
            other = 8502 if int(written) == 8501 else 8501
            return f"Port {written} {reason}. Choose another one: make run PORT={other}"
    return None


def has_display() -> bool:
    """Whether a browser can be shown to somebody. Never in CI."""
    if os.environ.get("CI"):
        return False
    return sys.platform in ("darwin", "win32") or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )


def open_when_ready(address: str) -> int:
    """Open the reader's browser as soon as the server answers; give up quietly after a minute."""
    for _ in range(WAIT_SECONDS * 2):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                webbrowser.open(address)
                return 0
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
