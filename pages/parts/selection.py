"""The reader's choices: kept in the address, across pages and in the widgets that `filters` draws.

The address is read on arrival (a pasted link, "back") and written only when it differs; the menu's links
already carry the selection, so "back" is one step. Widgets lose their value when a page is left, so the
kept selection is put back into them on every run.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts import criteria, short_names
from pages.parts.criteria import FLOORS, NOT_STATED, Selection
from pages.parts.store import Store
from pages.parts.wording import LANGUAGES, Wording, wording

_READER = "reader"  # in the session: all of the following, since Streamlit takes its time over each key
_ACTED = "acted"  # a callback changed what the next run shows
_STATE = "selection"  # kept Selection
_WRITTEN = "written"  # address as we wrote it last
_DRAWN = "drawn"  # page that was drawn last, to its end
_EXTRAS = "extras"  # a page's own names, e.g. view
_LANGUAGE = "language"
_ABSENT = object()  # a widget that is not on this page, or not yet


def _reader() -> dict[str, Any]:
    """What is kept of this reader between two runs."""
    found: dict[str, Any] | None = st.session_state.get(_READER)
    if found is None:
        found = st.session_state[_READER] = {}
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """What one run of a page works with."""

    selection: Selection
    extras: Mapping[str, str]  # the page's own choices, e.g. {"view": "map"}
    words: Wording
    refused: tuple[criteria.Refused, ...]
    asked_language: str = ""  # the one that the reader chose; empty where it is the browser's

    @property
    def params(self) -> dict[str, str]:
        """The filters as an address has them, without the page's own names."""
        return short_names.to_params(self.selection)


def arrive(store: Store, extras: Mapping[str, tuple[str, ...]], page: str) -> Choice:
    """Work out the selection of this run: from the address, from the widgets, or as it was.

    Args:
        store: The snapshot, which says what may be asked for.
        extras: The page's own names with their allowed values, the default first. An empty tuple
            allows any short text.
        page: Key of the menu.
    """
    state, mine = st.session_state, _reader()
    params = {name: ",".join(st.query_params.get_all(name)) for name in st.query_params}
    arrived, refused = short_names.from_params(params, store.known)
    own, refused_own = _read_extras(params, extras)
    language = params.get("lang", "")
    if language and language not in LANGUAGES:
        refused_own = (*refused_own, criteria.Refused("lang", language, ", ".join(LANGUAGES)))
        language = ""
    in_address = _address(arrived, own, language)
    kept: Selection | None = mine.get(_STATE)
    before = _widgets(kept or arrived, store)
    now = {key: state.get(key, _ABSENT) for key in before}  # asked once: each answer takes a lock
    # A widget that was touched in this very run speaks louder than the address: the browser may not
    # have shown our last address yet when the reader clicks twice.
    # One that has only just come back to the page may hold nothing yet: nobody touched that.
    touched = kept is not None and any(
        value is not _ABSENT and value is not None and value != before[key] for key, value in now.items()
    )
    acted = mine.pop(_ACTED, False)
    moved = kept is None or (in_address != mine.get(_WRITTEN) and not touched and not acted)
    if moved:
        current = arrived
        mine[_EXTRAS] = own
        if language:
            mine[_LANGUAGE] = language
    else:
        current = _from_widgets(before, now, store) if touched else (kept or arrived)
        refused, refused_own = (), ()
    mine[_STATE] = current
    # Another page's widgets are others under the same keys: they begin at their defaults unless told. A reader who
    # presses on while the page is changing has the old ones still answer here, so that no answer can be trusted.
    is_new = mine.get(_DRAWN) != page
    for key, value in (_widgets(current, store) if current != kept else before).items():
        if is_new or now[key] != value:
            state[key] = value
    own = mine.get(_EXTRAS, {})
    chosen = {name: own.get(name, options[0] if options else "") for name, options in extras.items()}
    asked_language = str(mine.get(_LANGUAGE, ""))
    words = wording(asked_language or _browsers_language())
    return Choice(current, chosen, words, (*refused, *refused_own), asked_language)


def write_address(choice: Choice, extras: Mapping[str, tuple[str, ...]]) -> None:
    """Put into the address what is on screen, unless it is there already."""
    address = link_params(choice, **own_params(choice, extras))
    _reader()[_WRITTEN] = address
    if {name: ",".join(st.query_params.get_all(name)) for name in st.query_params} != address:
        st.query_params.from_dict(address)


def own_params(choice: Choice, extras: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The page's own choices as an address has them: without those that are its defaults."""
    return {n: v for n, v in choice.extras.items() if v != (extras[n][0] if extras[n] else "")}


def change(selection: Selection) -> None:
    """Replace the selection; for callbacks of buttons and of clicks on a chart."""
    _reader().update({_STATE: selection, _ACTED: True})
    for key in [key for key in st.session_state if str(key).startswith("f_")]:
        del st.session_state[key]


def change_extra(name: str, value: str | None) -> None:
    """Set one of the page's own choices, e.g. which deal is open.

    None is what a widget holds whose option is not there any more, since the language changed under the
    press: the choice before stands.
    """
    if value is None:
        return
    mine = _reader()
    mine[_EXTRAS] = {**mine.get(_EXTRAS, {}), name: value}
    mine[_ACTED] = True


def kept_extra(name: str) -> str:
    """One of the page's own choices as it is now: within a fragment the page's `Choice` may be older."""
    return str(_reader().get(_EXTRAS, {}).get(name, ""))


def note_extra(name: str, value: str) -> None:
    """As `change_extra`, for what redraws only a part of the page: the address follows without a full run."""
    mine = _reader()
    for held in (_EXTRAS, _WRITTEN):
        now = {**mine.get(held, {}), name: value}
        mine[held] = {n: v for n, v in now.items() if v}
    st.query_params.from_dict(mine[_WRITTEN])


def has_acted() -> bool:
    """Whether a callback changed what the next whole run shows."""
    return _ACTED in _reader()


def link_params(choice: Choice, **more: str) -> dict[str, str]:
    """The address of another page with the same selection."""
    return _address(choice.selection, {n: v for n, v in more.items() if v}, choice.asked_language)


def spoken(choice: Choice, params: Mapping[str, str]) -> dict[str, str]:
    """An address of our own making in the reader's language: without it "back" from there would take two steps."""
    return {**params, "lang": choice.asked_language} if choice.asked_language else dict(params)


def _address(selection: Selection, own: Mapping[str, str], language: str) -> dict[str, str]:
    address = {**short_names.to_params(selection), **own}
    return {**address, "lang": language} if language else address


def _read_extras(
    params: Mapping[str, str], extras: Mapping[str, tuple[str, ...]]
) -> tuple[dict[str, str], tuple[criteria.Refused, ...]]:
    found, refused = {}, []
    for name, options in extras.items():
        value = params.get(name, "")
        if value and (value in options or (not options and len(value) <= 200)):
            found[name] = value
        elif value:
            refused.append(criteria.Refused(name, value, ", ".join(options)))
    return {n: v for n, v in found.items() if not extras[n] or v != extras[n][0]}, tuple(refused)


def _browsers_language() -> str:
    try:
        browser = st.context.locale or ""
    except Exception:  # outside a browser there is no locale; English is the fallback either way
        browser = ""
    return "ru" if browser.casefold().startswith("ru") else "en"


# ---------------------------------------------------------------------------- widgets


def _widgets(selection: Selection, store: Store) -> dict[str, Any]:
    first, last = store.known.years
    return {
        "f_search": selection.search,
        "f_sectors": list(selection.sectors),
        "f_suppliers": list(selection.suppliers),
        "f_recipients": list(selection.recipients),
        "f_years": (selection.first_year or first, selection.last_year or last),
        "f_floor": selection.floor,
        "f_band": (
            selection.least_usd or 0.0,
            math.inf if selection.most_usd is None else selection.most_usd,
        ),
        "f_confidence": selection.confidence,
        "f_bound": selection.bound,
        "f_prices": selection.prices,
        "f_unit": selection.unit,
    }


def _from_widgets(before: Mapping[str, Any], held: Mapping[str, Any], store: Store) -> Selection:
    now = {key: before[key] if value is _ABSENT or value is None else value for key, value in held.items()}
    # A browser sends an option by its label. Where counts or the language changed meanwhile, the label is
    # one that we do not have any more: the choice before stands, and the reader sees that it does.
    for key, options in (
        ("f_floor", FLOORS), ("f_confidence", criteria.CONFIDENCES), ("f_bound", criteria.BOUNDS), ("f_prices", criteria.PRICES),
        ("f_unit", criteria.UNITS),
    ):  # fmt: skip
        if now[key] not in options:
            now[key] = before[key]
    for key, name in (("f_sectors", "sector"), ("f_suppliers", "supplier"), ("f_recipients", "recipient")):
        known = (_code(store, name, option, before[key]) for option in now[key])
        now[key] = list(dict.fromkeys(code for code in known if code))
    (first, last), (least, most) = now["f_years"], now["f_band"]
    edges = store.known.years
    return Selection(
        search=str(now["f_search"]).strip()[:200],
        sectors=tuple(now["f_sectors"]),
        suppliers=tuple(now["f_suppliers"]),
        recipients=tuple(now["f_recipients"]),
        first_year=None if first == edges[0] else first,
        last_year=None if last == edges[1] else last,
        floor=now["f_floor"],
        least_usd=None if least == 0 else least,
        most_usd=None if math.isinf(most) else most,
        confidence=now["f_confidence"],
        bound=now["f_bound"],
        prices=now["f_prices"],
        unit=now["f_unit"],
    )


def _code(store: Store, name: str, option: str, before: Sequence[str]) -> str | None:
    """The code of an option of a list, given as code or by a label with a number that was true a moment ago."""
    found = store.known.code(name, option.rpartition(" (")[0] or option)
    return found or (NOT_STATED if NOT_STATED in before else None)


def note_drawn(page: str) -> None:
    """This page's widgets are all there now, with the reader's choices in them."""
    _reader()[_DRAWN] = page
