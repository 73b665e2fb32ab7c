"""Where things stand in the repository."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
RELEASES = DATA / "releases"
INBOX = DATA / "inbox"  # documents that readers added where the operator allows it; not committed
LEDGER = DATA / "ledger"
REFERENCE = DATA / "reference"
PUBLISHED = DATA / "published"
CORRECTIONS = DATA / "corrections.csv"
CURRENT = "_CURRENT"  # the pointer file inside an output folder: the name of the snapshot to read
