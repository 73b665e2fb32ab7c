"""The list of the Deals page: every selected deal with its amount as written; a row opens the deal."""

import math

import pyarrow as pa
import streamlit as st

from pages.parts import code_names, export_rows, frame, markup, selection, terms
from pages.parts.about import file_name
from pages.parts.database import Row
from pages.parts.frame import choose
from pages.parts.page import Page, here
from pages.parts.summary import REASONS
from pages.parts.tables import WRAPPED
from pages.parts.wording import escape_html, is_web_address, shorten

ORDERS = ("newest", "largest")
WHYS = ("all", "ok", *REASONS)  # name in the address: only deals that are counted, or not for this reason
_NAMES = {"all": "", "ok": "counted"}  # what a file of these deals is called; else as the reason is
CARDS = 40  # on a phone
ROWS = 500  # rows that the table holds at once; the CSV has all
LONGEST = 84  # characters of a title that the lines of a row hold


def table_of(page: Page, rows: list[Row]) -> pa.Table:
    """The columns of the list and of its CSV."""
    addresses = [row["newest_url"] if is_web_address(row["newest_url"]) else None for row in rows]
    link = pa.field(page.say("column.source"), pa.string(), metadata={"unit": "link"})
    return terms.deals_table(page, rows).append_column(link, pa.array(addresses, pa.string()))


def draw(page: Page) -> None:
    """The list, the keyboard's way to open a deal, and the CSV of all rows."""
    say = page.say
    with frame.row("deals"):
        order = choose(page, "order", {name: say(f"deals.{name}") for name in ORDERS}, say("deals.order"))
        why, whole = _choose_why(page)
    only = () if why == "all" else (why,)
    rows = page.store.listed(page.selection, order, ROWS, only)
    if not rows:
        st.info(say("deals.none_of_these", why=say(f"why_short.{why}")))
        return
    table = table_of(page, rows)
    filters = page.filter_line
    if why != "all":
        is_filtered = bool(code_names.active(page.store, say, page.selection))
        filters = "; ".join((*[filters] * is_filtered, say(f"why_short.{why}")))
    markup.draw(
        f'<h2 class="charttitle">{escape_html(page.scope)}</h2><p class="chartsub">{escape_html(filters)}</p>'
    )
    shown = [
        say("column.date"), say("column.title"), say("column.written"), say("column.counted"), say("column.sector"),
        say("column.status"), say("column.source"), say("column.supplier"), say("column.recipient"), say("column.reports"),
    ]  # fmt: skip
    titles = pa.array([shorten(terms.deal_label(page, row), LONGEST) for row in rows], pa.string())
    place = table.column_names.index(say("column.title"))
    with st.container(key="deal_list"):
        st.dataframe(
            table.set_column(place, say("column.title"), titles).select(shown), hide_index=True, key=f"deals_table_{st.session_state.get('clicks', 0)}",
            on_select=lambda: _open_row(rows), selection_mode="single-row", height=min(700, WRAPPED * len(rows) + 40),
            row_height=WRAPPED,
            alt=say("deals.alt", n=len(rows)), placeholder="",
            column_config={
                say("column.date"): st.column_config.DateColumn(format=say("number.table_day"), width=104),
                say("column.title"): st.column_config.TextColumn(width=259),
                say("column.written"): st.column_config.TextColumn(width=142),
                say("column.counted"): st.column_config.TextColumn(width=166),
                say("column.sector"): st.column_config.TextColumn(width=118),
                say("column.status"): st.column_config.TextColumn(width=108),
                say("column.source"): st.column_config.LinkColumn(display_text=say("deals.source"), width=86),
                say("column.reports"): st.column_config.NumberColumn(width="small"),
            },
        )  # fmt: skip
    markup.draw(
        _cards(page, rows, whole) + f'<p class="chartsource wide">{escape_html(say("deals.hint"))}</p>'
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="tools_deals"):
        titles = {row["deal_id"]: _label(page, row) for row in rows}
        st.selectbox(
            say("pick.deal"), list(titles), index=None, help=say("help.deals_open"), key="open_deal", format_func=lambda d: titles.get(d, d),
            placeholder=say("pick.placeholder"), on_change=_open_picked, width=520,
        )  # fmt: skip
        st.download_button(
            say("chart.csv", n=whole),
            data=lambda: b"".join(
                export_rows.to_csv(table_of(page, page.store.listed(page.selection, order, None, only)))
            ),
            file_name=file_name(page.about(page.scope), "csv", _NAMES.get(why, why)),
            mime="text/csv",
            key="csv_deals",
            on_click="ignore",
        )
    if whole > ROWS:
        markup.draw(
            f'<p class="chartsource">{escape_html(say("deals.more", n=ROWS, whole=say.whole(whole)))}</p>'
        )


def _choose_why(page: Page) -> tuple[str, int]:
    """Whether counted or not, and why not, asked with the deals behind each: the choice and its number of deals."""
    say, summary, chosen = page.say, page.summary, page.choice.extras["why"]
    counts = {"all": summary.deal_count, "ok": summary.counted.count}
    counts |= {why: sums.count for why, sums in summary.left_out}
    shown = [why for why in WHYS if counts.get(why) or why == chosen]
    st.session_state["x_why"] = chosen
    st.selectbox(
        say("deals.why"), shown, key="x_why", width=320, help=say("help.deals_why"),
        format_func=lambda why: say(
            "filter.option", count=say.whole(counts.get(why, 0)),
            label=say("deals.all") if why == "all" else say(f"why_short.{why}"),
        ),
        on_change=lambda: selection.change_extra("why", st.session_state["x_why"]),
    )  # fmt: skip
    return chosen, counts.get(chosen, 0)


def _cards(page: Page, rows: list[Row], whole: int) -> str:
    """The first deals as cards: what a phone shows, where a table would show two of its columns."""
    say, items = page.say, []
    list_here = here(page)
    base = escape_html(f"{list_here}{'&' if '?' in list_here else '?'}deal=")
    for row in rows[:CARDS]:
        when = say.short_day(row["first_announced_date"])
        sector = code_names.sector_name(page.store, say, row["sector"])
        why = "" if row["is_counted"] else say(f"why_short.{row['why']}")
        items.append(
            f'<li><a class="step" href="{base}{row["deal_id"]}">{escape_html(terms.deal_label(page, row))}</a>'
            f"<b>{escape_html(terms.amount_written(page, row))}</b> "
            f'<span class="when">{escape_html(" · ".join(filter(None, (when, sector, why))))}</span></li>'
        )
    more = say("deals.first_cards", n=CARDS, whole=say.whole(whole))
    rest = f'<p class="chartsource">{escape_html(more)}</p>' if len(rows) > CARDS else ""
    return f'<div class="dealcards"><ul class="newest">{"".join(items)}</ul>{rest}</div>'


def _label(page: Page, row: Row) -> str:
    when = page.say.short_day(row["first_announced_date"])
    return f"{terms.deal_label(page, row)} ({terms.amount_written(page, row)}, {when})"


def _open_row(rows: list[Row]) -> None:
    state = st.session_state.get(f"deals_table_{st.session_state.get('clicks', 0)}")
    chosen = state["selection"]["rows"] if state else []
    if chosen and not math.isnan(chosen[0]):
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
        selection.change_extra("deal", rows[chosen[0]]["deal_id"])


def _open_picked() -> None:
    if picked := st.session_state.get("open_deal"):
        st.session_state["open_deal"] = None
        selection.change_extra("deal", picked)
