"""The pieces of the Method page: a short tour on two examples, the rules, the reasons, the dictionary."""

import pyarrow as pa
import streamlit as st

from etl import schema
from pages.parts import markup, menu, selection, short_names
from pages.parts.criteria import Selection
from pages.parts.page import Page
from pages.parts.query import Query
from pages.parts.tables import show_kept
from pages.parts.wording import Wording

DESCRIBED = ("deals", *(name for name in schema.TABLES if name != "deals"))  # the default first
RULES = (
    "once", "interval", "ceiling", "at_least", "binding", "package", "financing", "totals", "change", "currency",
    "parties", "direction", "conflict", "sentence",
)  # fmt: skip

# One address a page; `OWN` are the names that the pages themselves read.
SAMPLES = {
    "overview": {"supplier": "usa", "recipient": "kaz", "years": "2025"},
    "sectors": {"sector": "rail,aviation", "view": "firmness"},
    "countries": {"recipient": "central-asia", "view": "flows"},
    "years": {"sector": "power_renewables", "view": "cumulative"},
    "deals": {"sector": "rail", "recipient": "central-asia", "order": "largest"},
    "totals": {"pair": "KAZ-USA", "view": "trade"},
    "read": {},
    "quality": {},
    "method": {"columns": "figures"},
}
OWN = ("view", "pair", "order", "columns")
# What the tour speaks of, where this snapshot has it.
_DEERE = Query(
    """SELECT deal_id AS id FROM facts WHERE title LIKE 'John Deere → %' AND value_low_usd = 3e9 AND value_high_usd = 5e9
       ORDER BY 1"""
)
_BILLION62 = Query(
    """SELECT total_id AS id FROM totals WHERE kind = 'investment_stock' AND supplier_country = 'USA'
       AND recipient_country = 'KAZ' AND value_low_usd = 62e9 ORDER BY as_of, 1"""
)


def draw_tour(page: Page) -> None:
    """Two examples that show what the interval and the claim mean, each with a link to try it."""
    say = page.say
    st.markdown(say("method.intro"))
    st.header(say("method.tour"), anchor=False)
    deal, claim = (next((row["id"] for row in page.store.rows(query)), "") for query in (_DEERE, _BILLION62))
    left, right = st.columns(2, gap="medium")
    for column, name, target, params in (
        (
            left,
            "deere",
            "deals",
            {"deal": deal} if deal else short_names.to_params(Selection(search="Deere")),
        ),
        (right, "billion62", "totals", {"pair": "KAZ-USA"} | ({"claim": claim} if claim else {})),
    ):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{say(f'method.{name}_title')}**")
            st.markdown(say(f"method.{name}"))
            markup.draw(menu.link(target, say(f"method.{name}_link"), selection.spoken(page.choice, params)))


def draw_samples(page: Page) -> None:
    """A view of each page that is worth a look; what this snapshot does not have is left out of the link."""
    say = page.say
    st.header(say("method.samples"), anchor=False)
    items = []
    for name, wanted in SAMPLES.items():
        chosen, refused = short_names.from_params(wanted, page.store.known)
        own = {key: value for key, value in wanted.items() if key in OWN}
        if refused:
            chosen, own = Selection(), {}
        params = {**short_names.to_params(chosen), **own}
        label = f"{say(f'menu.{name}')}: {say(f'sample.{name}')}"
        items.append(f"<li>{menu.link(name, label, selection.spoken(page.choice, params))}</li>")
    markup.draw(f'<ul class="plainlist">{"".join(items)}</ul>')


def draw_rules(page: Page) -> None:
    """Each trap of announced figures with the rule that answers it."""
    say = page.say
    st.header(say("method.rules"), anchor=False)
    st.markdown("\n\n".join(f"**{say(f'rule.{rule}_title')}** {say(f'rule.{rule}')}" for rule in RULES))
    st.header(say("method.two_limits"), anchor=False)
    st.markdown(say("method.limits"))


def draw_reasons(page: Page) -> None:
    """The counting rule's reasons in their order, with what they leave out in this snapshot."""
    say = page.say
    st.header(say("method.reasons"), anchor=False)
    st.markdown(say("method.reasons_intro"))
    show_kept(page, "reasons", lambda: _reasons_table(page), say("method.reasons"))


def _reasons_table(page: Page) -> pa.Table:
    say = page.say
    rows = page.store.rows(Query("SELECT countable_reason, count(*) AS n FROM facts GROUP BY 1"))
    found = {row["countable_reason"]: row["n"] for row in rows}
    reasons = schema.COUNTABLE_REASONS
    return pa.table(
        {
            say("column.why"): [say(f"why_short.{reason}") for reason in reasons],
            say("method.code"): list(reasons),
            say("column.deals"): [int(found.get(reason, 0)) for reason in reasons],
        }
    )


def draw_dictionary(page: Page) -> None:
    """Every published column: name, type, unit, meaning. From the schema that the files carry."""
    say = page.say
    st.header(say("method.dictionary"), anchor=False)
    chosen = page.choice.extras["columns"]
    st.session_state["x_columns"] = chosen
    st.selectbox(
        say("method.table"), list(schema.TABLES), key="x_columns", help=say("help.columns"),
        on_change=lambda: selection.change_extra("columns", st.session_state["x_columns"]),
    )  # fmt: skip
    show_kept(page, "columns", lambda: _dictionary_table(say, chosen), say("method.dictionary"), chosen)


def _dictionary_table(say: Wording, name: str) -> pa.Table:
    columns = schema.TABLES[name]
    return pa.table(
        {
            say("method.column"): [column.name for column in columns],
            say("method.type"): [str(column.type) for column in columns],
            say("method.unit"): [say.meaning(column.unit or "") for column in columns],
            say("method.may_be_empty"): [column.nullable for column in columns],
            say("method.meaning"): [say.meaning(column.description) for column in columns],
        }
    )
