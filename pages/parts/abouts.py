"""A selection without a page -> its About: titles and filters in words, as the pages say them."""

from datetime import date
from urllib.parse import urlencode

from pages.parts import code_names, menu, publications, query, scope, short_names
from pages.parts.about import About, Sources
from pages.parts.criteria import Selection
from pages.parts.extracts import EXTRACTS
from pages.parts.store import Store
from pages.parts.summary import result_line, summarise
from pages.parts.wording import wording

NOT_DEALS = frozenset({"totals", "rejects"})  # rows that the counting rule says nothing about
SHOWN_AT = {"totals": "totals", "rejects": "quality", "documents": "overview", "sums": "sectors"}


def about_selection(
    store: Store,
    chosen: Selection,
    language: str,
    name: str,
    base: str,
    accessed: date,
    sources: Sources | None = None,
) -> About:
    """What travels with rows that are asked for by an address.

    Args:
        name: Kind of rows, e.g. "deals".
        base: Address of the server with an end slash.
        sources: The publications; those of all selected deals where they are not given.
    """
    say = wording(language)
    params = short_names.to_params(chosen)
    path = menu.PATHS[SHOWN_AT.get(name, "deals")]
    if name in NOT_DEALS:
        title, rule, result = f"{say(f'title.{SHOWN_AT[name]}')}: {EXTRACTS[name].meaning}", "", ""
    else:
        title = scope.scope_title(store, say, chosen)
        rule = scope.rule(say, chosen)
        result = result_line(say, chosen, summarise(store.rows(query.by_reason(chosen))))
    return About(
        page=name,
        title=title,
        snapshot=store.snapshot,
        accessed=accessed,
        filters=tuple((label, value) for _, label, _, value in code_names.active(store, say, chosen)),
        query="&".join(f"{key}={value}" for key, value in params.items()),
        rule=rule,
        result=result,
        link=f"{base}{path}" + (f"?{urlencode(params, safe=',')}" if params else ""),
        sources=publications.of_selection(store, chosen) if sources is None else sources,
    )
