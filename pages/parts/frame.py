"""What every page has around its content: title, look, sidebar, chips, result line, notices, footer.

A page opens with `open_page`, draws, and ends with `close_page`. Each page is complete by itself: the
first request to a fresh server may be a link to any of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.parts import (
    buttons,
    code_names,
    criteria,
    filters,
    markup,
    menu,
    query,
    selection,
    spelling,
    store,
)
from pages.parts.criteria import DEFAULT, Refused, Selection
from pages.parts.folding import search_words
from pages.parts.page import ALONE, OPENED, TABLES, Page
from pages.parts.palette import Look, look
from pages.parts.query import Query
from pages.parts.selection import Choice
from pages.parts.store import NoSnapshot
from pages.parts.summary import has_one_recipient, in_html, summarise
from pages.parts.wording import Wording, escape, escape_html, shorten, wording

STYLE = Path(__file__).parent / "style.css"


def open_page(
    name: str,
    extras: Mapping[str, tuple[str, ...]] | None = None,
    has_measure: bool = True,
    headline: Callable[[Page], str] | None = None,
) -> Page:
    """Draw what stands above a page's content and return what the page works with.

    Args:
        name: Key of the menu, e.g. "sectors".
        extras: The page's own names in the address with their allowed values, the default first.
        has_measure: Whether the page shows sums, so that the reader must see how they are counted.
        headline: What a newcomer is to see first, above the result line and the switches, as HTML.
    """
    extras = {**(extras or {}), ALONE: (), TABLES: ()}
    try:
        data = store.open_store()
    except NoSnapshot as problem:
        _no_data(name, str(problem))
    choice = selection.arrive(data, extras, name)
    if opened := st.session_state.pop(OPENED, ""):
        st.switch_page(menu.MENU["deals"], query_params=selection.link_params(choice, deal=opened))
    say = choice.words
    st.set_page_config(
        page_title=f"{say(f'menu.{name}')} · {say('product.name')}",
        layout="wide",
        initial_sidebar_state="auto",
    )
    choice, refused_unit = _without_loose_gdp(choice, name)
    selection.write_address(choice, extras)
    colours = look(_scheme())
    markup.draw(_style(colours))
    if choice.extras[ALONE]:
        from pages.parts import embed

        summary = summarise(data.reasons(choice.selection))
        return embed.only_chart(Page(name, data, choice, colours, summary, extras))
    filters.draw_sidebar(data, choice, name, extras)
    buttons.mount(say.language)
    summary = summarise(data.reasons(choice.selection))
    page = Page(name, data, choice, colours, summary, extras)
    # One piece of HTML: each element by itself would cost the server as much as the words in it.
    head = buttons.page_head(say(f"title.{name}"), say("filter.copy"), say("filter.copied"))
    if choice.refused or refused_unit:
        markup.draw(head)
        head = ""
    for refused in choice.refused:
        tell_refused(say, refused)
    if refused_unit:
        st.info(say("notice.gdp_single"))
    has_sums = has_measure and not choice.extras.get("deal")  # one deal is neither filtered nor summed
    if has_sums:
        first = headline(page) if headline and summary.deal_count else ""
        head += filters.chips(page) + first + in_html(page.result_parts)
    if head:
        markup.draw(head)
    if has_sums:
        filters.draw_measure(choice, _may_use_gdp(choice, name))
    return page


def tell_refused(say: Wording, refused: Refused) -> None:
    """Say which value of the address was left out, and what is allowed."""
    name, value, allowed = refused.name, refused.value[:60], shorten(refused.allowed, 300)
    st.info(say("notice.refused", name=escape(name), value=escape(value), allowed=escape(allowed)))


def is_empty(page: Page) -> bool:
    """Say what removed everything and offer to drop it; false when there are deals."""
    if page.summary.deal_count:
        return False
    say, chosen = page.say, page.selection
    st.header(say("empty.title"), anchor=False)
    rows = {row["name"]: row["deals"] for row in page.store.rows(query.emptied_by(chosen))}
    culprits = {name: deals for name, deals in rows.items() if deals}
    names = {name: label for name, label, _, _ in code_names.active(page.store, say, chosen)}
    if culprits:
        name, deals = max(culprits.items(), key=lambda item: item[1])
        st.markdown(say("empty.one", filter=escape(names.get(name, name)), n=say.whole(deals)))
    else:
        st.markdown(say("empty.several"))
    if "years" in rows:
        documents = page.store.rows(
            Query(
                """SELECT count(*) AS n, coalesce(sum(figure_count), 0)::BIGINT AS figures FROM documents
                   WHERE year(published_date) BETWEEN ? AND ?""",
                (chosen.first_year or 0, chosen.last_year or 9999),
            )
        )[0]
        key = "empty.documents" if documents["figures"] else "empty.documents_without"
        st.markdown(say(key, n=documents["n"]))
    with st.container(horizontal=True):
        for place, (search, deals) in enumerate(_meant(page)):
            st.button(
                say("empty.meant", search=escape(search), n=say.whole(deals)),
                key=f"meant_{place}",
                type="primary",
                on_click=selection.change,
                args=(replace(chosen, search=search),),
            )
        for name, deals in culprits.items():
            st.button(
                say("empty.drop", filter=escape(names.get(name, name)), n=say.whole(deals)),
                key=f"drop_{name}",
                type="primary",
                on_click=selection.change,
                args=(criteria.without(chosen, name),),
            )
        st.button(say("filter.reset"), key="reset_empty", on_click=selection.change, args=(Selection(),))
    return True


def _meant(page: Page) -> list[tuple[str, int]]:
    """Searches that find deals where the reader's finds none, since it is misspelt or in other letters."""
    data, words = page.store, search_words(page.selection.search)
    if not words:
        return []

    def vocabulary() -> spelling.Vocabulary:
        named = data.rows(
            Query("SELECT DISTINCT parties, coalesce(title, '') AS title FROM facts ORDER BY ALL")
        )
        texts = [row[column] for column in ("parties", "title") for row in named]
        places = (data.places[code] for code in sorted(data.countries))
        return spelling.Vocabulary.of([*texts, *(f"{place.name_en} {place.name_ru}" for place in places)])

    def is_known(word: str) -> bool:
        return bool(data.rows(Query("SELECT 1 FROM search WHERE contains(search_all, ?) LIMIT 1", (word,))))

    def count(search: str) -> int:
        return summarise(data.reasons(replace(page.selection, search=search))).deal_count

    return data.keep(
        ("meant", page.selection),
        lambda: spelling.suggest(words, data.keep("vocabulary", vocabulary), is_known, count),
    )


def row(name: str) -> DeltaGenerator:
    """A row in which several choices stand side by side."""
    return st.container(horizontal=True, key=f"row_{name}", gap="medium")


def choose(page: Page, name: str, labels: Mapping[str, str], heading: str | None = None) -> str:
    """One of the page's own choices as a row of buttons, kept in the address; returns the chosen value."""
    key = f"x_{name}"
    if st.session_state.get(key) != page.choice.extras[name]:
        st.session_state[key] = page.choice.extras[name]
    st.segmented_control(
        heading or page.say("chart.view"),
        list(labels),
        key=key,
        required=True,
        wrap=True,
        format_func=lambda value: labels[value],
        help=page.say(f"help.{page.name}_{name}"),
        on_change=lambda: selection.change_extra(name, st.session_state[key]),
    )
    return page.choice.extras[name]


def close_page(page: Page) -> None:
    """Draw what can be taken along, then the footer: snapshot, newest document, counts, licence, method."""
    from pages.parts import embed, export_page

    if page.alone:
        embed.not_found(page)
    elif page.summary.deal_count and (page.shown or page.name == "deals"):
        export_page.draw(page)
    say, counts = page.say, page.store.counts
    lines = (
        say("footer.snapshot", snapshot=page.store.snapshot, date=say.day(page.store.newest_date)),
        say("footer.counts", **{name: say.whole(number) for name, number in counts.items()}),
        say("footer.licence"),
    )
    method = menu.link("method", say("footer.method"), selection.link_params(page.choice))
    markup.draw(f"<footer>{''.join(f'<p>{escape_html(line)}</p>' for line in lines)}<p>{method}</p></footer>")
    selection.note_drawn(page.name)
    store.settle()


def _may_use_gdp(choice: Choice, name: str) -> bool:
    """Whether no mark of the page adds over recipients: shares of different countries' GDP have no sum."""
    if has_one_recipient(choice.selection) or name == "deals":
        return True
    view, side = (choice.extras.get(extra) for extra in ("view", "side"))
    return name == "countries" and (view == "matrix" or (view, side) == ("map", "recipient"))


def _without_loose_gdp(choice: Choice, name: str) -> tuple[Choice, bool]:
    """Where shares would be added over recipients: fall back to dollars, and say so."""
    if choice.selection.unit != "gdp" or _may_use_gdp(choice, name):
        return choice, False
    return replace(choice, selection=replace(choice.selection, unit=DEFAULT.unit)), True


def _scheme() -> str | None:
    try:
        return st.context.theme.type
    except Exception:  # no browser, e.g. in a test
        return None


@lru_cache(maxsize=2)
def _style(colours: Look) -> str:
    """The style sheet in these colours."""
    variables = {
        "page": colours.page, "panel": colours.panel, "text": colours.text, "muted": colours.muted,
        "line": colours.line, "grid": colours.grid, "accent": colours.accent, "accent-soft": colours.accent_soft,
        "ceiling": colours.ceiling, "mark-deal": colours.kinds[0], "mark-total": colours.kinds[1],
        "mark-part": colours.kinds[2], "mark-refused": colours.kinds[3],
    }  # fmt: skip
    root = ";".join(f"--{name}:{value}" for name, value in variables.items())
    return f"<style>:root{{{root}}}\n{STYLE.read_text(encoding='utf-8')}</style>"


def _no_data(name: str, problem: str) -> None:
    say = wording("en")
    st.set_page_config(page_title=say("product.name"), layout="wide")
    st.title(say(f"title.{name}"), anchor=False)
    st.error(f"{say('notice.no_snapshot')} {escape(problem)}")
    st.markdown(say("notice.no_snapshot_do"))
    st.code("python -m etl build", language="bash")
    st.stop()
