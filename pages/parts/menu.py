"""The pages by name, and links to them that carry the reader's selection along.

A page's own view is not carried: who presses "Countries" in the menu expects the map, as at the first time, and who
wants the matrix that he left has "back".
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from pages.parts.wording import escape_html

MENU = {
    "overview": "dashboard.py",
    "sectors": "pages/1_Sectors.py",
    "countries": "pages/2_Countries.py",
    "years": "pages/3_Years.py",
    "deals": "pages/4_Deals.py",
    "totals": "pages/5_Totals.py",
    "read": "pages/6_Read_a_release.py",
    "quality": "pages/7_Data_quality.py",
    "method": "pages/8_Method.py",
}
# The same pages as an address names them.
PATHS = {name: re.sub(r"^pages/\d+_|\.py$|^dashboard\.py$", "", script) for name, script in MENU.items()}


def href(name: str, params: Mapping[str, str]) -> str:
    """The address of a page of the menu, from any other page."""
    return (PATHS[name] or "./") + _asked(tuple(params.items()))


@lru_cache(maxsize=256)
def _asked(params: tuple[tuple[str, str], ...]) -> str:
    """The part of an address behind its path: every link of a menu has the same."""
    return f"?{urlencode(params, safe=',')}" if params else ""


def link(name: str, label: str, params: Mapping[str, str], more: str = "") -> str:
    """A link to a page of the menu as HTML: followed without loading everything anew, see `buttons`."""
    return f'<a class="step" href="{escape_html(href(name, params))}"{more}>{escape_html(label)}</a>'
