"""Tables of texts (`.parquet`, `.jsonl`) to their texts, row after row: text, published_date, publisher, title, url."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import UnreadableDocumentError
from etl.read.content import Content, Note
from etl.read.encodings import to_clean_text
from etl.read.text import find_title

FIELDS = {
    "published_date": "date",
    "publisher": "publisher",
    "title": "title",
    "url": "url",
    "language": "lang",
}
BATCH_ROWS = 1_000


def read_parquet(file: Path) -> Iterator[Content | Note]:
    """One Content a row.

    Raises:
        UnreadableDocumentError: `broken_file` where it is no Parquet or has no column `text`.
    """
    try:
        table = pq.ParquetFile(file)
        names = table.schema_arrow.names
        if "text" not in names:
            raise UnreadableDocumentError(
                "broken_file",
                f"it has no column `text` (it has {', '.join(names)}). Rename the column that holds the texts.",
            )
        columns = [name for name in ("text", *FIELDS) if name in names]
        number = 0
        for batch in table.iter_batches(BATCH_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield _to_content(row, f"row {number}")
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise UnreadableDocumentError(
            "broken_file", f"it cannot be read as Parquet ({str(error).splitlines()[0]}). Write it again."
        ) from error


def read_jsonl(file: Path) -> Iterator[Content | Note]:
    """One Content a line; a line that is no JSON object becomes a Note and the rest is read."""
    with file.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield Note("broken_row", f"line {number} is no JSON ({error}). Write one object a line.")
                continue
            yield _to_content(row, f"line {number}")


TABLE_READERS: dict[str, Callable[[Path], Iterator[Content | Note]]] = {
    ".parquet": read_parquet,
    ".jsonl": read_jsonl,
}


def _to_content(row: Any, place: str) -> Content | Note:
    if not isinstance(row, Mapping) or not isinstance(row.get("text"), str) or not row["text"].strip():
        return Note(
            "broken_row", f"{place} has no `text`. Allowed: an object with text, {', '.join(FIELDS)}."
        )
    text = to_clean_text(row["text"])
    fields = {ours: _to_words(row.get(theirs)) for theirs, ours in FIELDS.items()}
    fields["title"] = fields["title"] or find_title(text) or ""
    return Content(text, {name: value for name, value in fields.items() if value})


def _to_words(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return to_clean_text(str(value)).strip() if value is not None else ""
