"""The pieces of the Totals page about packages: one beside its listed items, and the rest that nobody explains."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

import pyarrow as pa
import streamlit as st

from pages.parts import charts, panel, picks, publications, selection, terms
from pages.parts.about import Sources
from pages.parts.database import Row
from pages.parts.marks import Term
from pages.parts.page import Page
from pages.parts.panel import Chart
from pages.parts.query import Query
from pages.parts.tables import Rows
from pages.parts.wording import shorten


def draw_reconciliation(page: Page) -> None:
    """A package beside its listed items, and the rest that nobody explains."""
    say = page.say
    packages = page.store.rows(
        Query(
            """SELECT deal_id, title, value_low_usd, value_high_usd, unexplained_low_usd, unexplained_high_usd,
                      amount_as_written
               FROM facts
               WHERE kind = 'package' AND coalesce(value_high_usd, value_low_usd) IS NOT NULL AND deal_id IN
                     (SELECT related_deal_id FROM deal_links WHERE relation = 'part_of')
               ORDER BY coalesce(value_low_usd, value_high_usd) DESC, deal_id"""
        )
    )
    st.header(say("reconcile.title"), anchor=False)
    st.markdown(say("reconcile.intro"))
    if not packages:
        st.info(say("reconcile.none"))
        return
    titles = page.store.keep(("package titles", say.language), lambda: _titles(page, packages))
    wanted = page.choice.extras["package"]
    chosen = wanted if wanted in titles else next(iter(titles))
    st.session_state["x_package"] = chosen
    st.selectbox(
        say("reconcile.choose", n=len(titles)),
        list(titles),
        key="x_package",
        help=say("help.package"),
        format_func=lambda deal_id: titles[deal_id],
        on_change=lambda: selection.change_extra("package", st.session_state["x_package"]),
    )
    package = next(row for row in packages if row["deal_id"] == chosen)
    items = page.store.rows(_items(chosen))
    kept = ("package", chosen, say.language, page.look.scheme)
    press = picks.opening(page)
    twin = picks.twin(say("pick.deal"), {row["deal_id"]: terms.deal_label(page, row) for row in items}, press)
    panel.show(page.whole, page.store.keep(kept, lambda: _package(page.whole, package, items)), press, twin)


def _titles(page: Page, packages: Sequence[Row]) -> dict[str, str]:
    """Each package's title and amount."""
    amounts = (page.say.money(row["value_low_usd"], row["value_high_usd"]) for row in packages)
    return {
        row["deal_id"]: f"{shorten(terms.deal_label(page, row), 80)}: {amount}"
        for row, amount in zip(packages, amounts, strict=True)
    }


def _package(page: Page, package: Row, items: Sequence[Row]) -> Chart:
    """A package, its items and the rest as bars."""
    say, unit = page.say, terms.unit_name(page)
    rest = {
        "deal_id": "", "title": say("reconcile.rest"), "amount_as_written": None,
        "value_low_usd": package["unexplained_low_usd"], "value_high_usd": package["unexplained_high_usd"],
    }  # fmt: skip
    listed = ({**item, "title": terms.deal_label(page, item)} for item in items)
    rows = [{**package, "title": say("reconcile.whole")}, *listed, rest]
    bars = [_interval_term(row) for row in rows]
    bars[0], bars[-1] = replace(bars[0], is_hollow=True), replace(bars[-1], is_hollow=True)
    figure = charts.value_bars(bars, terms.measure(terms.in_money(page)), page.look)
    finding = say(
        "reconcile.finding",
        whole=say.money(package["value_low_usd"], package["value_high_usd"]),
        n=len(items),
        rest=say.money(rest["value_low_usd"], rest["value_high_usd"]),
    )
    table = pa.table(
        {
            say("column.title"): pa.array([row["title"] for row in rows], pa.string()),
            say("column.written"): pa.array([row["amount_as_written"] for row in rows], pa.string()),
            say("column.low", unit=unit): pa.array([row["value_low_usd"] for row in rows], pa.float64()),
            say("column.high", unit=unit): pa.array([row["value_high_usd"] for row in rows], pa.float64()),
        }
    )
    of_each = (publications.of_deal(page.store, row["deal_id"]) for row in (package, *items))
    return Chart(
        "package", figure, say("reconcile.chart", title=terms.deal_label(page, package)), finding, Rows(len(rows), lambda: table),
        Sources(dict.fromkeys(chain.from_iterable(of_each))), say("reconcile.rule"),
        keys=tuple(row["deal_id"] for row in rows),
    )  # fmt: skip


def _items(package_id: str) -> Query:
    return Query(
        """SELECT i.* FROM deal_links AS l JOIN facts AS i ON i.deal_id = l.deal_id
           WHERE l.related_deal_id = ? AND l.relation = 'part_of'
           ORDER BY coalesce(i.value_low_usd, i.value_high_usd, 0) DESC, i.deal_id""",
        (package_id,),
    )


def _interval_term(row: Row) -> Term:
    low, high = row["value_low_usd"], row["value_high_usd"]
    is_ceiling = low is None and high is not None
    top = high if high is not None else low
    return Term(
        row["deal_id"], shorten(row["title"], terms.LABEL), low or 0.0, 0.0 if is_ceiling else top or 0.0, int(low is not None and high is None),
        int(low is not None), 1, int(is_ceiling), (high or 0.0) if is_ceiling else 0.0,
        row["amount_as_written"] or "",
    )  # fmt: skip
