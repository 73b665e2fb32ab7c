"""What the build words in English -> the same in the reader's language.

A deal's title is put together out of parties, direction and subject, an amount out of a bounding word and the
quote, a reason out of pieces of evidence. Countries, sectors, "others" and the bounding words are our own and are translated; names of firms,
subjects and quotes stay as the sources have them.
"""

import re
from functools import lru_cache

from etl.schema import BOUNDING, NOBODY
from pages.parts.references import Label, Place
from pages.parts.store import Store
from pages.parts.wording import Wording

_OTHERS = re.compile(r"(.*) and (\d+) others")
# Reasons with words of the sources in them: how the build puts them, and the text that says the same.
_REASONS = (
    (
        re.compile(r"more likely the same deal than another \((?P<score>[\d.]+)\): (?P<why>.*)"),
        "reason.likelier",
    ),
    (re.compile(r"(?P<here>.+) here, (?P<there>.+) in the report that gives the bounds"), "reason.bounds"),
    (re.compile(r"the list says that (?P<one>\S+) and (?P<other>\S+) are one deal"), "reason.listed"),
)


def title(store: Store, say: Wording, published: str) -> str:
    """A published title: "Boeing → Kazakhstan: 787-9" is "Boeing → Казахстан: 787-9"."""
    if say.language == "en":
        return published
    if published == NOBODY:
        return say("deal.nobody")
    ours = _ours(store)
    who, colon, what = published.partition(": ")
    ends = " → ".join(_end(say, ours, end) for end in who.split(" → "))
    return f"{ends}{colon}{ours.get(what, what)}"


def written(say: Wording, published: str | None) -> str | None:
    """A published amount as written: "up to $5 billion" is "до $5 billion"; None where none is stated."""
    if published and say.language != "en":
        for qualifier, words in BOUNDING.items():
            if published.startswith(words):
                return say(f"deal.{qualifier}", quote=published.removeprefix(words))
    return published


def reason(say: Wording, published: str) -> str:
    """Why reports are one deal, or how two deals are linked: "same seller; same year" is "тот же продавец; тот же год"."""
    for form, key in _REASONS:
        if found := form.fullmatch(published):
            parts = {
                name: reason(say, part) if name == "why" else written(say, part) or part
                for name, part in found.groupdict().items()
            }
            return say(key, **parts)
    return "; ".join(say.meaning(part) for part in published.split("; "))


def _end(say: Wording, ours: dict[str, str], names: str) -> str:
    if found := _OTHERS.fullmatch(names):
        return say("deal.others", names=_end(say, ours, found[1]), n=int(found[2]))
    return ", ".join(ours.get(name, name) for name in names.split(", "))


@lru_cache(maxsize=2)
def _ours(store: Store) -> dict[str, str]:
    """English names of countries, groups and sectors with their Russian ones."""
    known: tuple[Place | Label, ...] = (*store.places.values(), *store.sectors.values())
    return {one.name_en: one.name_ru for one in known if one.name_ru}
