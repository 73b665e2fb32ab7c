"""The pieces of the Totals page: a pair of countries, its claims as dots, their sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import streamlit as st

from pages.parts import (
    charts_claims,
    claim_query,
    code_names,
    frame,
    markup,
    panel,
    picks,
    publications,
    selection,
)
from pages.parts.charts_claims import Claim
from pages.parts.criteria import DEFAULT, Selection
from pages.parts.database import Row
from pages.parts.page import Page, with_filters
from pages.parts.panel import Chart
from pages.parts.tables import Rows
from pages.parts.wording import escape, escape_html, is_web_address

PARTS = ("claims", "packages")
VIEWS = ("investment", "trade", "target")
EXTRAS = {"part": PARTS, "pair": (), "view": VIEWS, "package": (), "claim": ()}
SENTENCES = 12  # shown below the chart; the table has all
KINDS = {
    "investment": ("investment_stock", "investment_flow"),
    "trade": ("trade_turnover", "export", "import"),
    "target": ("target",),
}


def draw_pair(page: Page) -> str | None:
    """Let the reader choose a pair of countries; the pair with most claims first. None where there is no claim."""
    say = page.say
    st.markdown(say("claims.intro"))
    rows = page.store.rows(claim_query.pairs(page.selection))
    if not rows:
        st.info(say("claims.none"))
        if page.selection != DEFAULT:
            st.button(say("filter.reset"), key="reset_claims", on_click=selection.change, args=(Selection(),))
        return None
    _say_what_applies(page)
    labels = page.store.keep(
        ("pairs", claim_query.claim_filters(page.selection), say.language), lambda: _pair_labels(page, rows)
    )
    wanted = page.choice.extras["pair"].upper()
    if wanted and wanted not in labels:
        st.info(say("claims.unknown_pair", pair=escape(wanted[:40])))
    chosen = wanted if wanted in labels else next(iter(labels))
    st.session_state["x_pair"] = chosen
    st.selectbox(
        say("claims.pair"),
        list(labels),
        key="x_pair",
        help=say("help.pair"),
        format_func=lambda pair: labels[pair],
        on_change=lambda: selection.change_extra("pair", st.session_state["x_pair"]),
    )
    return chosen


def _pair_labels(page: Page, rows: Sequence[Row]) -> dict[str, str]:
    """Each pair in words with the number of its claims."""
    say = page.say
    return {
        row["pair"]: say("filter.option", label=pair_name(page, row["pair"]), count=say.whole(row["claims"]))
        for row in rows
    }


def pair_name(page: Page, pair: str) -> str:
    """KAZ-USA in words: "Kazakhstan and United States"; the one side where only one is stated."""
    names = [code_names.place_name(page.store, page.say, code) for code in pair.split("-") if code]
    return page.say("claims.and").join(dict.fromkeys(names)) or page.say("filter.not_stated")


def draw_claims(page: Page, pair: str) -> list[Row]:
    """The pair's claims as dots by the day or year to which they refer. Returns the claims drawn."""
    say = page.say
    rows = [row for row in page.store.rows(claim_query.claims(page.selection)) if row["pair"] == pair]
    views = {view: [row for row in rows if row["kind"] in KINDS[view]] for view in VIEWS}
    present = {view: found for view, found in views.items() if found}
    labels = {
        view: say(
            "filter.option", label=say(f"claims.view_{view}"), count=say.whole(len(present.get(view, ())))
        )
        for view in VIEWS
    }
    view = frame.choose(page, "view", labels, say("column.kind"))
    if view not in present:
        st.info(say("claims.none_of_view", what=labels[view]))
        return rows
    found = present[view]
    drawn = [row for row in found if _bounds(row) != (None, None) and _day(row) is not None]
    title = say("claims.title", what=say(f"claims.view_{view}"), pair=pair_name(page, pair))
    seen = with_filters(page, claim_query.claim_filters(page.selection))

    def made() -> Chart:
        dots, table = [_claim(page, row) for row in drawn], _table(page, found)
        return Chart(
            f"claims_{view}", charts_claims.claim_dots(dots, page.look, say("chart.amount_axis"), say), title,
            _finding(page, found, pair), Rows(len(found), lambda: table),
            publications.of_documents(page.store, (row["document_id"] for row in found)), say("claims.rule"),
            keys=tuple(row["total_id"] for row in found),
        )  # fmt: skip

    kept = ("claims", pair, view, seen.selection, say.language, page.look.scheme)
    press = picks.Press(_show_claim, picks.leading(page, page.name, (), lambda claim: {"claim": claim}))
    if page.choice.extras["claim"] not in {"", *(row["total_id"] for row in found)}:
        selection.note_extra("claim", "")  # it was a claim of another pair or view
    options = {row["total_id"]: f"{_when(page, row)}: {row['amount_as_written']}" for row in _newest(found)}
    panel.show(seen, page.store.keep(kept, made), press, picks.twin(say("pick.claim"), options, press))
    if len(drawn) < len(found):
        st.caption(escape(say("claims.not_drawn", n=len(found) - len(drawn))))
    return found


def _show_claim(total_id: str) -> None:
    """A press on a claim: its sentence stands first below."""
    selection.change_extra("claim", total_id)


def _newest(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (_day(row) or date.min, row["total_id"]), reverse=True)


def draw_sources(page: Page, rows: Sequence[Row]) -> None:
    """The sentence behind each claim, newest first, with its source and what it may be compared with."""
    say = page.say
    if not rows:
        return
    st.header(say("claims.sentences"), anchor=False)
    notes = {row["kind"]: _comparable(page, row) for row in rows}
    markup.draw(
        "".join(
            f'<p class="chartsub"><b>{escape_html(say(f"kind.{kind}"))}.</b> {escape_html(note)}</p>'
            for kind, note in notes.items()
        )
    )
    pressed = page.choice.extras["claim"]
    shown = sorted(_newest(rows), key=lambda row: row["total_id"] != pressed)[:SENTENCES]
    items = []
    for row in shown:
        amount = say.money(row["value_low"], row["value_high"], row["currency"])
        kind = " · ".join(
            (
                say(f"kind.{row['kind']}"),
                *([say("claims.of_company", names=say.listed(row["companies"]))] * bool(row["companies"])),
            )
        )
        source = escape_html(
            ", ".join(filter(None, (row["publisher"], row["document_title"]))) or say("number.none")
        )
        if is_web_address(row["url"]):
            source = (
                f'<a href="{escape_html(row["url"])}" rel="noopener noreferrer" target="_blank">{source}</a>'
            )
        items.append(
            f'<li><b>{escape_html(amount)}</b> <span class="when">{escape_html(_when(page, row))} · '
            f"{escape_html(kind)}</span><br>{_marked(row)}<br>"
            f'<span class="when">{source}</span></li>'
        )
    markup.draw(f'<ul class="steps">{"".join(items)}</ul>')
    if len(rows) > len(shown):
        st.caption(escape(say("claims.more", n=len(rows) - len(shown))))


# ---------------------------------------------------------------------------- words and marks


def _say_what_applies(page: Page) -> None:
    chosen = page.selection
    if chosen.search or chosen.sectors or chosen.least_usd is not None or chosen.most_usd is not None:
        st.caption(escape(page.say("claims.filters_apply")))


def _bounds(row: Row) -> tuple[float | None, float | None]:
    return row["value_low_usd"], row["value_high_usd"]


def _day(row: Row) -> date | None:
    """A flow or a turnover stands in the middle of its year; a stock and a target at the day of the claim."""
    if row["kind"] not in ("investment_stock", "target") and row["reference_year"]:
        return date(row["reference_year"], 7, 1)
    day: date | None = row["as_of"] or row["published_date"]
    return day or (date(row["reference_year"], 7, 1) if row["reference_year"] else None)


def _when(page: Page, row: Row) -> str:
    say = page.say
    day = row["as_of"] or row["published_date"]
    if not row["reference_year"]:
        return say.short_day(day)
    key = "claims.for_year" if day else "claims.for_year_undated"
    when = say(key, year=row["reference_year"], stated=say.short_day(day))
    return f"{when}, {say.basis(row['date_basis'])}" if (row["date_basis"] or "").startswith('"') else when


def _comparable(page: Page, row: Row) -> str:
    """What the claim may be compared with: in the reader's language for the kinds that we know."""
    key = f"comparable.{row['kind']}"
    return page.say(key) if page.say.has(key) else str(row["comparability"])


def _claim(page: Page, row: Row) -> Claim:
    say = page.say
    low, high = _bounds(row)
    day = _day(row)
    assert day is not None, "only claims with a day are drawn"
    kind = say(f"kind.{row['kind']}")
    hover = (
        say.exact(low, high),
        say.quoted(row["amount_as_written"]),
        f"{kind}, {_when(page, row)}",
        row["publisher"] or "",
    )
    return Claim(
        row["total_id"],
        row["kind"],
        kind,
        day,
        low,
        high,
        say.short_money(low, high),
        [h for h in hover if h],
    )


def _finding(page: Page, rows: Sequence[Row], pair: str) -> str:
    say = page.say
    # What one company says of itself is no claim about the two countries: it is told where there is nothing else.
    newest = max(rows, key=lambda row: (not row["companies"], _day(row) or date.min, row["total_id"]))
    return say(
        "claims.finding",
        n=len(rows),
        pair=pair_name(page, pair),
        kind=say(f"kind.{newest['kind']}").lower(),
        amount=say.money(newest["value_low"], newest["value_high"], newest["currency"]),
        when=_when(page, newest),
    )


def _table(page: Page, rows: Sequence[Row]) -> pa.Table:
    say = page.say
    columns: Mapping[str, tuple[list[Any], pa.DataType]] = {
        say("column.kind"): ([say(f"kind.{row['kind']}") for row in rows], pa.string()),
        say("column.supplier"): (
            [code_names.place_name(page.store, say, row["supplier_country"]) for row in rows],
            pa.string(),
        ),
        say("column.recipient"): (
            [code_names.place_name(page.store, say, row["recipient_country"]) for row in rows],
            pa.string(),
        ),
        say("column.year"): ([row["reference_year"] for row in rows], pa.int64()),
        say("column.as_of"): ([row["as_of"] for row in rows], pa.date32()),
        say("column.written"): ([row["amount_as_written"] for row in rows], pa.string()),
        say("column.low", unit="US$"): ([row["value_low_usd"] for row in rows], pa.float64()),
        say("column.high", unit="US$"): ([row["value_high_usd"] for row in rows], pa.float64()),
        say("column.publisher"): ([row["publisher"] for row in rows], pa.string()),
        say("column.source"): (
            [row["url"] if is_web_address(row["url"]) else None for row in rows],
            pa.string(),
        ),
        say("column.sentence"): ([row["sentence"] for row in rows], pa.string()),
    }
    fields = [
        pa.field(
            name,
            kind,
            metadata={
                "unit": "year"
                if name == say("column.year")
                else "link"
                if name == say("column.source")
                else ""
            },
        )
        for name, (_, kind) in columns.items()
    ]
    return pa.Table.from_arrays(
        [pa.array(values, kind) for values, kind in columns.values()], schema=pa.schema(fields)
    )


def _marked(row: Row) -> str:
    """The sentence as text, its amount marked."""
    sentence, quote = row["sentence"] or "", row["quote"] or ""
    before, found, after = sentence.partition(quote)
    if not found or not quote:
        return escape_html(sentence)
    return f"{escape_html(before)}<mark>{escape_html(quote)}</mark>{escape_html(after)}"
