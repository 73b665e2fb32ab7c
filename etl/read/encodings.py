"""Bytes to text: byte-order marks, UTF-8, UTF-16, code pages, and what to say when bytes are broken."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from etl.errors import UnreadableDocumentError
from etl.read.content import Note

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The four-byte marks begin with the two-byte ones, so they are asked first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What press releases are written in where not in Unicode; a wider list makes short texts a lottery.
CODE_PAGES = [
    "cp1251", "cp1252", "cp1254", "koi8_r", "cp866", "gb18030", "big5", "shift_jis", "euc_kr",
]  # fmt: skip
SAMPLE_BYTES = 100_000  # enough to tell a code page; the detector's cost grows with the sample
REPLACEMENT = "\ufffd"
_UNCLEAN = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded file: its text without the byte-order mark, and where bytes had to be replaced."""

    text: str
    encoding: str
    replaced_count: int = 0  # U+FFFD put in for bytes that are no text in this encoding
    first_broken_byte: int | None = None

    def notes(self) -> tuple[Note, ...]:
        """What the owner of the file should know; nothing where every byte was text."""
        if not self.replaced_count:
            return ()
        return (
            Note(
                "broken_bytes",
                f"{self.replaced_count:,} places hold bytes that are no {self.encoding} (the first at byte "
                f"{self.first_broken_byte:,}). They were replaced and the rest was read. Save it again as UTF-8.",
            ),
        )


def decode(data: bytes) -> Decoded:
    """Decode a file of text whose encoding nobody states. Line ends are kept: offsets count them.

    Raises:
        UnreadableDocumentError: `unknown_encoding`, when no encoding gives readable text.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_lenient(data[len(mark) :], encoding, skipped=len(mark))
    if guessed := _wide_encoding(data):
        return _decode_lenient(data, guessed)
    try:
        return Decoded(to_clean_text(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        text = to_clean_text(data.decode("utf-8", errors="replace"))
        broken = Decoded(text, "utf-8", text.count(REPLACEMENT), error.start)
    if _is_mostly_utf8(data, broken):
        return broken
    best = from_bytes(data[:SAMPLE_BYTES], cp_isolation=CODE_PAGES).best()
    if best is None:
        raise UnreadableDocumentError(
            "unknown_encoding",
            f"no known encoding turns its bytes into text (byte {broken.first_broken_byte} is not UTF-8). "
            "Save it as UTF-8; UTF-16 with a byte-order mark and the usual code pages are read too.",
        )
    return _decode_lenient(data, best.encoding)


def to_clean_text(text: str) -> str:
    """Replace NUL and lone surrogates one for one: Parquet cannot hold them, and offsets must stay."""
    return _UNCLEAN.sub(REPLACEMENT, text)


def _decode_lenient(data: bytes, encoding: str, skipped: int = 0) -> Decoded:
    try:
        return Decoded(to_clean_text(data.decode(encoding)), encoding)
    except UnicodeDecodeError as error:
        text = to_clean_text(data.decode(encoding, errors="replace"))
        replaced_count, first = text.count(REPLACEMENT), skipped + error.start
    if replaced_count * 5 > len(text):
        raise UnreadableDocumentError(
            "unknown_encoding",
            f"it opens like {encoding}, but {replaced_count:,} of its {len(text):,} characters are broken "
            f"(the first at byte {first:,}). Save it again as UTF-8.",
        )
    return Decoded(text, encoding, replaced_count, first)


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte is the block (Latin 0, Cyrillic 4, punctuation 32)."""
    sample = data[:4096]
    if len(data) % 2 or len(sample) < 8 or 0 not in sample:
        return None
    even, odd = (sum(half.count(block) for block in b"\x00\x04\x20") for half in (sample[0::2], sample[1::2]))
    if max(even, odd) < 0.9 * len(sample) / 2 or min(even, odd) > max(even, odd) / 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_mostly_utf8(data: bytes, broken: Decoded) -> bool:
    """Whether the bytes are UTF-8 with damage rather than another encoding.

    In a code page, letters beyond ASCII hardly ever form valid UTF-8 sequences: there the damage
    outnumbers them. One odd byte in a long English text is damage as well.
    """
    valid = sum(1 for character in broken.text if character > "\x7f" and character != REPLACEMENT)
    return valid > broken.replaced_count or broken.replaced_count * 1000 < len(data)
