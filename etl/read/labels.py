"""A folder of labelled passages to documents and their labels, for `score`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.errors import UnreadableDocumentError
from etl.read.content import Content
from etl.read.documents import to_document
from etl.read.text import read_header, read_text
from etl.records import Document
from etl.rules.language import LanguageWords


@dataclass(frozen=True, slots=True)
class Labelled:
    """One passage: the document as a reader gets it, and what is right of it."""

    name: str
    document: Document
    figures: tuple[dict[str, Any], ...]
    shift: int  # characters before the labelled text: labels count from there
    series: str = ""  # passages of one hand: only within it do labels say which deals are the same


def read_labels(folder: Path, languages: LanguageWords) -> Iterator[Labelled]:
    """Every NNN.json of a folder, sorted. `text` is the passage; `file` names it, relative to the folder.

    The passage gets its date as a ` date YYYY-MM-DD` line, as a release in a folder has it.

    Raises:
        UnreadableDocumentError: `broken_file`, for a file that is no labelled passage.
    """
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UnreadableDocumentError(
            "empty", f"{folder} holds no labelled passages (*.json). Give a folder that does."
        )
    for file in files:
        try:
            labels = json.loads(file.read_text(encoding="utf-8"))
            head = f" date {labels['date']}\n" if "text" in labels and labels.get("date") else ""
            data = (
                (head + labels["text"]).encode()
                if "text" in labels
                else (folder / labels["file"]).read_bytes()
            )
            figures = tuple(labels["figures"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableDocumentError(
                "broken_file", f"{file} is no labelled passage ({error}). It needs figures, and text or file."
            ) from error
        if "text" in labels:
            # Not decoded again: a passage can be shorter than what tells an encoding.
            text = head + labels["text"]
            header = read_header(text)
            content = Content(text, header.fields, header.body_start)
        else:
            content = read_text(data)
        document = next(
            one for one in to_document(content, data, file.name, languages) if isinstance(one, Document)
        )
        yield Labelled(file.stem, document, figures, len(head), labels.get("series", ""))
