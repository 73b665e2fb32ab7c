"""The page as everything on it sees it: data, choice, look, sums; its scope in words and its own address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

import streamlit as st

from pages.parts import code_names, menu, scope, selection
from pages.parts.about import About, Sources
from pages.parts.criteria import DEFAULT, Selection
from pages.parts.palette import Look
from pages.parts.selection import Choice
from pages.parts.store import Store
from pages.parts.summary import Summary, in_line, result_parts, summarise
from pages.parts.wording import Wording

ALONE = "chart"  # name in the address: show only this chart
TABLES = "table"  # name in the address: the charts that are shown as tables
OPENED = "opened"  # in the session: the deal that was pressed in a chart


@dataclass(frozen=True)
class Page:
    """Everything that a page's script needs."""

    name: str  # key of the menu
    store: Store
    choice: Choice
    look: Look
    summary: Summary
    extras: Mapping[str, tuple[str, ...]]
    shown: list[Any] = field(default_factory=list)  # the charts drawn so far, for what takes the page along

    @property
    def alone(self) -> str:
        """Name of the one chart to be shown, as in a page that embeds it; empty for the whole page."""
        return self.choice.extras.get(ALONE, "")

    @property
    def say(self) -> Wording:
        """The words of the reader's language."""
        return self.choice.words

    @property
    def selection(self) -> Selection:
        """The reader's filters and measure."""
        return self.choice.selection

    @cached_property
    def scope(self) -> str:
        """The scope as a title states it: "Announced deals, USA to Central Asia, 2019-2025, lower bounds, nominal US$"."""
        return scope.scope_title(self.store, self.say, self.selection)

    @property
    def rule_plain(self) -> str:
        """What is counted, for a chart that draws no intervals."""
        return scope.rule(self.say, self.selection)

    @cached_property
    def filter_line(self) -> str:
        """The filters that are on, as a subtitle states them."""
        chips = code_names.active(self.store, self.say, self.selection)
        return "; ".join(f"{label}: {value}" for _, label, _, value in chips) or self.say("filter.no_filters")

    @cached_property
    def result_parts(self) -> tuple[str, str]:
        """What is counted, and what is not, in words."""
        return self.store.keep(
            ("result", self.selection, self.say.language),
            lambda: result_parts(self.say, self.selection, self.summary),
        )

    @property
    def result(self) -> str:
        """The line that says what is counted and what is not."""
        return in_line(self.result_parts)

    @cached_property
    def whole(self) -> "Page":
        """The page as charts of the whole data set see it, whatever the reader's filters say."""
        return with_filters(self, DEFAULT)

    def about(self, title: str, sources: Sources | None = None) -> About:
        """What travels with an export of this page."""
        return replace(self._about, title=title, sources=sources or Sources())

    @cached_property
    def _about(self) -> About:
        chips = code_names.active(self.store, self.say, self.selection)
        params = self.choice.params
        return About(
            page=self.name,
            title="",
            snapshot=self.store.snapshot,
            accessed=date.today(),
            filters=tuple((label, value) for _, label, _, value in chips),
            query="&".join(f"{name}={value}" for name, value in params.items()),
            rule=self.rule_plain,
            result=self.result,
            link=address(self),
            language=self.say.language,
        )


def with_filters(page: Page, chosen: Selection) -> Page:
    """The page as a chart sees it to which other filters apply than the reader's, so that it names only those."""
    summary = summarise(page.store.reasons(chosen))
    return replace(page, choice=replace(page.choice, selection=chosen), summary=summary)


def address(page: Page) -> str:
    """The address of the page as the reader sees it, with the selection; relative where it is not known."""
    try:
        base = (st.context.url or "").partition("?")[0]
    except Exception:  # no browser, e.g. in a test
        base = ""
    if base.count("/") == 2:
        base += "/"  # a bare host: some programs do not take a query right behind it
    asked = here(page).partition("?")[2]
    return f"{base}?{asked}" if asked else base


def here(page: Page) -> str:
    """The address of the page as the reader sees it, from any page of the menu."""
    own = selection.own_params(page.choice, page.extras)
    return menu.href(page.name, selection.link_params(page.choice, **own))
