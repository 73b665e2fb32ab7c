"""One amount of a reader's text: its fields, why it was read so; and all amounts as a table."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from etl.records import Figure, Party
from pages.parts import code_names, markup, readings, rule_words
from pages.parts.page import Page
from pages.parts.readings import Read
from pages.parts.wording import escape_html


def draw_fields(page: Page, read: Read, place: int) -> None:
    say, figure = page.say, read.reading.figures[place]
    data = page.store
    rows = [
        (say("read.amount"), say.exact(figure.value_low, figure.value_high, figure.currency)
         + (f" ({say('read.assumed')})" if figure.is_currency_assumed else "")),
        (say("read.qualifier"), say(f"qualifier.{figure.qualifier}")),
        (say("column.kind"), say(f"kind.{figure.kind}")),
        (say("column.status"), code_names.status_name(data, say, figure.status)),
        (say("column.sector"), code_names.sector_name(data, say, figure.sector)),
        (say("column.supplier"), code_names.place_name(data, say, figure.supplier_country)),
        (say("column.recipient"), code_names.place_name(data, say, figure.recipient_country)),
        (say("column.parties"), _parties(page, figure.parties) or ", ".join(figure.companies)),
        (say("read.subject"), figure.subject or ""),
        (say("column.year"), _year(page, figure)),
        (say("read.confidence"), say.number(figure.confidence)),
    ]  # fmt: skip
    markup.draw(
        f'<p class="finding">{escape_html(say("read.figure_no", number=place + 1))} <mark class="'
        f'{readings.kind_class(figure.kind)}">{escape_html(figure.quote)}</mark></p><dl class="facts">'
        + "".join(
            f"<dt>{escape_html(name)}</dt><dd>{escape_html(value or say('filter.not_stated'))}</dd>"
            for name, value in rows
        )
        + "</dl>"
    )


def draw_why(page: Page, read: Read, place: int) -> None:
    """Which rules spoke, in plain words."""
    figure = read.reading.figures[place]
    title = escape_html(page.say("read.rules", quote=figure.quote))
    markup.draw(
        f'<h3 class="charttitle">{title}</h3>' + rule_words.as_list(page.store, page.say, figure.rules)
    )


def _year(page: Page, figure: Figure) -> str:
    basis = page.say.basis(figure.date_basis)
    return f"{figure.reference_year or ''} {f'({basis})' if basis else ''}".strip()


def _parties(page: Page, parties: Sequence[Party]) -> str:
    """Parties by role: "Supplier: NVIDIA, HP (list not complete); Government: ..."."""
    by_role: dict[str, list[Party]] = {}
    for party in parties:
        by_role.setdefault(party.role, []).append(party)
    told = []
    for role, found in by_role.items():
        more = "" if all(party.is_exhaustive for party in found) else f" ({page.say('read.not_exhaustive')})"
        told.append(
            f"{page.say(f'role.{role}')}: {page.say.listed(party.organisation for party in found)}{more}"
        )
    return "; ".join(told)


def to_table(page: Page, read: Read) -> pa.Table:
    """Every field of every amount of a text, one row an amount; made once, since a page asks at every run."""
    document = read.document
    key = ("read", document and (document.document_id, document.published_date), page.say.language)
    return page.store.keep(key, lambda: _table(page, read))


def _table(page: Page, read: Read) -> pa.Table:
    say, data = page.say, page.store
    figures = read.reading.figures
    text: dict[str, list[Any]] = {
        say("read.amount_read"): [figure.quote for figure in figures],
        say("column.currency"): [figure.currency for figure in figures],
        say("read.low"): [figure.value_low for figure in figures],
        say("read.high"): [figure.value_high for figure in figures],
        say("read.qualifier"): [say(f"qualifier.{figure.qualifier}") for figure in figures],
        say("column.kind"): [say(f"kind.{figure.kind}") for figure in figures],
        say("column.status"): [code_names.status_name(data, say, figure.status) for figure in figures],
        say("column.sector"): [code_names.sector_name(data, say, figure.sector) for figure in figures],
        say("column.supplier"): [
            code_names.place_name(data, say, figure.supplier_country) for figure in figures
        ],
        say("column.recipient"): [
            code_names.place_name(data, say, figure.recipient_country) for figure in figures
        ],
        say("column.parties"): [", ".join(figure.companies) for figure in figures],
        say("read.subject"): [figure.subject for figure in figures],
        say("column.date"): [figure.announced_date for figure in figures],
        say("column.year"): [figure.reference_year for figure in figures],
        say("read.confidence"): [figure.confidence for figure in figures],
        say("read.relation"): [
            say(f"figure_relation.{figure.relation}") if figure.relation else "" for figure in figures
        ],
        say("column.sentence"): [figure.sentence for figure in figures],
        say("read.why"): [rule_words.in_words(data, say, figure.rules) for figure in figures],
    }
    numbers = {say("read.low"), say("read.high"), say("read.confidence")}
    arrays, fields = [], []
    for name, values in text.items():
        kind = (
            pa.float64() if name in numbers else pa.date32() if name == say("column.date")
            else pa.int64() if name == say("column.year") else pa.string()
        )  # fmt: skip
        arrays.append(pa.array(values, kind))
        fields.append(pa.field(name, kind, metadata={"unit": "year"} if name == say("column.year") else None))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))


def to_csv(page: Page, read: Read) -> bytes:
    from pages.parts import export_rows

    return b"".join(export_rows.to_csv(to_table(page, read)))
