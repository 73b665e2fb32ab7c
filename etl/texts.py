"""Texts put aside on disk while a build runs, and handed back in the order of their ids.

The texts are most of what a build reads and nothing that it computes with: kept in memory they would
make it grow with the number of documents.
"""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from etl.schema import arrow_schema

BATCH_CHARACTERS = 8_000_000  # a batch of texts in memory, in and out
BATCH_ROWS = 5_000


class TextSpool:
    """A file of (document_id, text), written once, read once."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._schema = arrow_schema("texts")
        self._writer = pa.ipc.new_file(str(file), self._schema)
        self._places: list[tuple[str, int, int]] = []  # id, batch, row
        self._waiting: list[tuple[str, str]] = []
        self._characters = 0
        self._batches = 0

    def add(self, document_id: str, text: str) -> None:
        """Put one text aside."""
        self._waiting.append((document_id, text))
        self._characters += len(text)
        if self._characters >= BATCH_CHARACTERS or len(self._waiting) >= BATCH_ROWS:
            self._flush()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All texts sorted by id. Nothing can be added afterwards."""
        self._flush()
        self._writer.close()
        with pa.memory_map(str(self._file)) as mapped:
            stored = pa.ipc.open_file(mapped)
            # Batches are views into the mapped file: the system drops their pages when memory is short.
            parts = [stored.get_batch(number) for number in range(stored.num_record_batches)]
            for document_id, batch, row in sorted(self._places):
                self._waiting.append((document_id, parts[batch].column(1)[row].as_py()))
                self._characters += len(self._waiting[-1][1])
                if self._characters >= BATCH_CHARACTERS or len(self._waiting) >= BATCH_ROWS:
                    yield self._take()
            if self._waiting:
                yield self._take()

    def close(self) -> None:
        """Delete the file."""
        self._writer.close()
        self._file.unlink(missing_ok=True)

    def _flush(self) -> None:
        if not self._waiting:
            return
        self._places += [(name, self._batches, row) for row, (name, _) in enumerate(self._waiting)]
        self._writer.write_batch(self._take())
        self._batches += 1

    def _take(self) -> pa.RecordBatch:
        ids, texts = zip(*self._waiting, strict=True)
        self._waiting, self._characters = [], 0
        return pa.record_batch(
            [pa.array(ids, pa.string()), pa.array(texts, pa.string())], schema=self._schema
        )
