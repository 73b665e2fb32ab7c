"""Which Chrome or Chromium this machine has, and how it is started without a window or a network."""

import os
import shutil
import sys
from functools import cache
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
UNDISTURBED = (  # no sandbox to set up, no GPU to look for, nobody to report to
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
)
QUIET = (
    "--headless=new",
    *UNDISTURBED,
    # An export shows what is in the file and asks nobody: a name that cannot be resolved fails at once.
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


@cache
def find_browser() -> str | None:
    """Path of the browser: BROWSER_PATH if set, else the first one found; None where there is none."""
    asked = os.environ.get("BROWSER_PATH")
    if asked:
        return asked if Path(asked).is_file() else None
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    places = [Path(p) for p in MAC] if sys.platform == "darwin" else []
    if sys.platform == "win32":
        roots = [
            os.environ[k] for k in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA") if k in os.environ
        ]
        places = [Path(root) / tail for root in roots for tail in WINDOWS]
    return next((str(place) for place in places if place.is_file()), None)
