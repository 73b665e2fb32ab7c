"""The opening of a text -> who published it, where the text itself is signed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

REACH = 500  # characters of the body in which a text is signed
# A name in running text is no signature: it stands by a dash, a bracket, a bar or a line end, or it reports.
_BEFORE = r"(?:^|[\n(|•]|[.,:;]\s|/|[-–—]\s?|\bby\s|\bservice of the\s)"
_AFTER = r"(?=\s*(?:$|[\n)|/:]|[-–—]\s|\.?\s[A-ZА-Я]|(?:press service )?(?:reports?|reported|has learned|informs)\b|сообща|со ссылкой))"


@dataclass(frozen=True, slots=True)
class Bylines:
    """The rows of data/reference/bylines.csv, longest name first."""

    publishers: Mapping[str, str]
    pattern: re.Pattern[str]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]]) -> "Bylines":
        """Take the table's rows; a name is compared letter by letter, so that TASS is no tass."""
        publishers = {row["byline"]: row["publisher"] for row in rows}
        names = "|".join(re.escape(name) for name in sorted(publishers, key=lambda name: (-len(name), name)))
        return cls(publishers, re.compile(rf"{_BEFORE}\s*({names})\b{_AFTER}"))


def find_publisher(text: str, start: int, bylines: Bylines) -> str | None:
    """The publisher that signs the opening of a text; None where nobody does.

    >>> rows = [{"byline": "KAZINFORM", "publisher": "Kazinform"}]
    >>> find_publisher("ASTANA. KAZINFORM The minister arrived today.", 0, Bylines.from_rows(rows))
    'Kazinform'
    >>> find_publisher("The minister thanked KAZINFORM journalists.", 0, Bylines.from_rows(rows))
    """
    found = bylines.pattern.search(text[start : start + REACH].lstrip())
    return bylines.publishers[found[1]] if found else None
