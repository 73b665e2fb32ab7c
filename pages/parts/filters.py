"""The filters as a reader sees them: the sidebar of every page, the chips above its charts, how it is counted."""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial

import streamlit as st

from pages.parts import code_names, criteria, markup, menu, selection, short_names
from pages.parts.criteria import BAND_STOPS, FLOORS, Selection
from pages.parts.page import Page
from pages.parts.selection import Choice
from pages.parts.store import Store
from pages.parts.wording import LANGUAGES, Wording, escape_html

NAMES = {"en": "English", "ru": "Русский"}  # of the languages, each in itself


def draw_sidebar(store: Store, choice: Choice, page: str, extras: Mapping[str, tuple[str, ...]]) -> None:
    """Menu, filters and Reset, in the same order on every page."""
    say, params = choice.words, selection.link_params(choice)
    links = "".join(
        menu.link(name, say(f"menu.{name}"), params, ' aria-current="page"' if name == page else "")
        for name in menu.MENU
    )
    with st.sidebar:
        markup.draw(
            f'<p class="brand">{escape_html(say("product.name"))}</p><nav class="menu">{links}</nav>'
            f'<h2 class="side">{escape_html(say("filter.heading"))}</h2>'
        )
        draw_filters(store, choice)
        own = selection.own_params(choice, extras)
        other = next(language for language in LANGUAGES if language != say.language)
        nothing = selection.spoken(choice, own)
        translated = menu.link(page, NAMES[other], params | own | {"lang": other}, f' lang="{other}"')
        markup.draw(
            f'<p class="asbutton">{menu.link(page, say("filter.reset"), nothing)}</p>'
            f'<p class="other">{translated}</p>'
        )


def draw_filters(store: Store, choice: Choice) -> None:
    """The filters themselves, with the number of deals behind each option."""
    say, held = choice.words, choice.selection
    behind = option_counts(store, held)
    st.text_input(
        say("filter.search"),
        key="f_search",
        placeholder=say("filter.search_hint"),
        help=say("filter.search_help"),
    )
    for facet, key, chosen, name_of in (
        ("sector", "f_sectors", held.sectors, code_names.sector_name),
        ("supplier", "f_suppliers", held.suppliers, code_names.place_name),
        ("recipient", "f_recipients", held.recipients, code_names.place_name),
    ):
        counts = behind.get(facet, {})
        names = {code: name_of(store, say, code) for code in {*counts, *chosen}}
        labels = {
            code: say("filter.option", label=name, count=say.whole(counts.get(code, 0)))
            for code, name in names.items()
        }
        st.multiselect(
            say(f"filter.{key[2:]}"),
            sorted(names, key=lambda code: (-counts.get(code, 0), names[code])),
            key=key,
            format_func=partial(_labelled, labels),
            placeholder=say("filter.any_option"),
            help=say(f"filter.{key[2:]}_help"),
        )
    first, last = store.known.years
    if first < last:
        st.slider(
            say("filter.years"), first, last, (first, last), key="f_years", help=say("filter.years_help")
        )
    firmness = {int(value): count for value, count in behind.get("firmness", {}).items()}
    st.selectbox(
        say("filter.floor"),
        list(FLOORS),
        key="f_floor",
        format_func=lambda name: say(
            "filter.option",
            label=say(f"floor.{name}"),
            count=say.whole(sum(n for level, n in firmness.items() if level >= FLOORS[name])),
        ),
        help=say("filter.floor_help"),
    )
    stops = sorted({*BAND_STOPS, held.least_usd or 0.0, held.most_usd or 0.0})
    st.select_slider(
        say("filter.band"),
        [*stops, math.inf],
        value=(stops[0], math.inf),  # only a pair makes it a range; the kept choice stands in the session
        key="f_band",
        format_func=lambda amount: _stop(say, amount),
        help=say("filter.band_help"),
    )
    sure = behind.get("confidence", {})
    reach = {"high": ("high",), "medium": ("high", "medium"), "any": ("high", "medium", "any")}
    st.selectbox(
        say("filter.confidence"),
        list(criteria.CONFIDENCES),
        key="f_confidence",
        format_func=lambda name: say(
            "filter.option",
            label=say(f"confidence.{name}"),
            count=say.whole(sum(sure.get(level, 0) for level in reach[name])),
        ),
        help=say("filter.confidence_help"),
    )


def _labelled(labels: Mapping[str, str], code: str) -> str:
    """One value of a filter with the deals behind it; one that has none any more by its code."""
    return labels.get(code, code)


@lru_cache(maxsize=256)
def _stop(say: Wording, amount: float) -> str:
    """A stop of the value band in words."""
    if math.isinf(amount):
        return "∞"
    return say.money(amount, amount).replace("$", "") if amount else "0"


def draw_measure(choice: Choice, has_gdp: bool) -> None:
    """How it is counted: always in sight above the charts, never only in the sidebar."""
    from etl.schema import REAL_BASE_YEAR

    say = choice.words
    with st.container(horizontal=True, key="measure", gap="medium"):
        _draw_switch(say, "bound", criteria.BOUNDS, say("measure.help"))
        prices_help = say("measure.prices_help", year=REAL_BASE_YEAR)
        _draw_switch(say, "prices", criteria.PRICES, prices_help, year=REAL_BASE_YEAR)
        if has_gdp or choice.selection.unit == "gdp":
            _draw_switch(say, "unit", criteria.UNITS, say("measure.unit_help"))


def _draw_switch(say: Wording, name: str, options: Sequence[str], about: str, **values: object) -> None:
    """One of a few, side by side; `values` fill the options' words."""
    st.segmented_control(
        say(f"measure.{name}"),
        options,
        key=f"f_{name}",
        required=True,
        wrap=True,
        format_func=lambda option: say(f"measure.{option}", **values),
        help=about,
    )


def option_counts(store: Store, chosen: Selection) -> dict[str, dict[str, int]]:
    """Deals behind each option, by facet: the other filters apply, the facet's own does not."""
    return store.facets(chosen)


def chips(page: Page) -> str:
    """One link for each filter that is on; following it drops the filter. As HTML."""
    say, chosen = page.say, page.selection
    own = selection.own_params(page.choice, page.extras)
    links = "".join(
        menu.link(
            page.name,
            f"{label}: {value} ×",
            short_names.to_params(criteria.without(chosen, name, code)) | selection.spoken(page.choice, own),
            f' title="{escape_html(say("filter.drop"))}"',
        )
        for name, label, code, value in code_names.active(page.store, say, chosen)
    )
    return f'<p class="chips">{links}</p>' if links else ""
