"""A document's publisher to the country that decides its bare "$", "kr" or "pounds"."""

from urllib.parse import urlsplit

from etl.records import Document
from etl.rules.places import PlaceWords, find_places

# Ends of addresses that are sold to anybody, wherever the country is whose code they are.
SOLD_ABROAD = frozenset([
    "ac", "ad", "ag", "ai", "am", "as", "bz", "cc", "cd", "co", "dj", "fm", "gg", "gl", "im", "io",
    "la", "lc", "li", "ly", "me", "ml", "mn", "ms", "mu", "nu", "pw", "sc", "sh", "sr", "st", "su",
    "sx", "tf", "tk", "tl", "to", "tv", "vc", "vg", "vu", "ws",
])  # fmt: skip
# Countries whose address ends in something else than their code.
ENDS = {"uk": "GB", "gov": "US", "mil": "US"}


def home_country(document: Document, places: PlaceWords) -> str | None:
    """The publisher's country (ISO 3166-1, two or three letters), by its name or else its address.

    "Government of Canada" is CAN, an address in defence.gov.au is AU; None where neither tells one.
    """
    name = document.publisher or ""
    named = (
        {place.code for place in find_places(name, (0, len(name)), places, document.language)}
        if name
        else set()
    )
    if len(named) == 1:
        return named.pop()
    try:
        host = urlsplit(document.url or "").hostname or ""
    except ValueError:  # an address with a broken bracket
        return None
    labels = host.rsplit(".", 2)
    end = labels[-1]
    if end in ENDS:
        return ENDS[end]
    # "gov.co" is the Colombian government, "shop.co" may be anybody
    is_public = len(labels) > 1 and labels[-2] in ("gov", "go", "gob", "gouv", "govt", "gc", "mil")
    return end.upper() if len(end) == 2 and (is_public or end not in SOLD_ABROAD) else None
