"""A press on a mark of a chart, on a row of its table, and the twin for the keyboard: all three do the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

import streamlit as st

from pages.parts import criteria, menu, selection
from pages.parts.charts_maps import BETWEEN
from pages.parts.criteria import Selection
from pages.parts.page import OPENED, Page
from pages.parts.wording import escape_html

SHORT = {"sectors": "sector", "suppliers": "supplier", "recipients": "recipient", "years": "years"}


@dataclass(frozen=True, slots=True)
class Press:
    """What a press on a mark does, and the address at which the same is seen. Both get the key of the mark."""

    do: Callable[[str], None]
    leads_to: Callable[[str], str]


def filter_by(chosen: Selection, filter_name: str, key: str) -> Selection:
    """What a press on a mark asks for: only this value, or all again when it is the only one already."""
    if filter_name == "years":
        year = int(key[:4])
        if (chosen.first_year, chosen.last_year) == (year, year):
            return criteria.without(chosen, "years")
        return replace(chosen, first_year=year, last_year=year)
    return criteria.toggled(chosen, filter_name, key)


def filtering(page: Page, filter_name: str) -> Press:
    """A press that filters by the mark."""
    name, now = SHORT[filter_name], page.choice.params

    def asked(key: str) -> dict[str, str]:
        value = key[:4] if filter_name == "years" else key
        return {} if now.get(name) == value else {name: value}

    return Press(
        lambda key: selection.change(filter_by(page.selection, filter_name, key)),
        leading(page, page.name, (name,), asked),
    )


def flowing(page: Page) -> Press:
    """A press that filters by both ends of a flow and, where its key has one, by its sector."""

    def asked(key: str) -> dict[str, str]:
        supplier, *sector, recipient = key.split(BETWEEN)
        return {"supplier": supplier, "recipient": recipient} | ({"sector": sector[0]} if sector else {})

    def pressed(key: str) -> None:
        fields = {name: (value,) for name, value in asked(key).items()}
        wanted = replace(page.selection, suppliers=fields["supplier"], recipients=fields["recipient"])
        selection.change(replace(wanted, sectors=fields["sector"]) if "sector" in fields else wanted)

    return Press(pressed, leading(page, page.name, ("supplier", "recipient"), asked))


def opening(page: Page) -> Press:
    """A press that opens a deal on the Deals page: `frame.open_page` goes there, which a callback may not."""

    def pressed(key: str) -> None:
        st.session_state[OPENED] = key

    return Press(pressed, leading(page, "deals", (), lambda key: {"deal": key}))


def leading(
    page: Page, target: str, dropped: tuple[str, ...], asked: Callable[[str], Mapping[str, str]]
) -> Callable[[str], str]:
    """From the key of a mark to an address, as HTML has it: the reader's own without the dropped names, with those that
    are asked for.
    """
    own = selection.own_params(page.choice, page.extras) if target == page.name else {}
    kept = selection.link_params(page.choice, **own)

    def leads_to(key: str) -> str:
        names = asked(key)
        # Worked out once for all marks that set the same names: a list may have dozens.
        gone = frozenset((*dropped, *names))
        if gone not in bases:
            base = menu.href(target, {name: value for name, value in kept.items() if name not in gone})
            bases[gone] = escape_html(base + ("&" if "?" in base else "?"))
        return bases[gone] + "&amp;".join(f"{name}={quote(value, safe=',')}" for name, value in names.items())

    bases: dict[frozenset[str], str] = {}
    return leads_to


def twin(label: str, options: Mapping[str, str], press: Press) -> str:
    """A list of links that do what a press on a mark of the chart does: for the keyboard, and to be sent to somebody.

    Args:
        label: What following one does.
        options: Key and words of each mark.
        press: What a press does.
    """
    links = "".join(
        f'<li><a class="step" href="{press.leads_to(key)}">{escape_html(words)}</a></li>'
        for key, words in options.items()
    )
    return f'<details class="twin"><summary>{escape_html(label)}</summary><ul>{links}</ul></details>'
