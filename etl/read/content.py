"""What every reader of a format hands over: the text of one document and what the file says of itself."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """Something about a document that its owner should know: it becomes a row of `rejects`."""

    reason: str  # a code of data/reference/reject_reasons.csv
    message: str  # place, what is allowed, what to do; the file is named by the caller


@dataclass(frozen=True, slots=True)
class Content:
    """The text that offsets count, where its body begins, and the fields that the file states."""

    text: str
    fields: dict[str, str] = field(default_factory=dict)  # title, publisher, url, date, lang
    body_start: int = 0
    notes: tuple[Note, ...] = ()
