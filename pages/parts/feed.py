"""Deals -> an Atom feed: what is new, with the amount as written and the sentence behind it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pages.parts.about import PRODUCT, About

ENTRIES = 50
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_atom(deals: Iterable[Mapping[str, Any]], about: About, own_address: str, deal_address: str) -> bytes:
    """The feed; the same deals and snapshot give the same bytes.

    Args:
        deals: Rows of the extract `deals`, newest first.
        own_address: Where the feed itself stands.
        deal_address: Address of a deal's page up to its id.
    """
    entries, newest = [], date(2000, 1, 1)
    for deal in deals:
        day = deal["first_announced_date"] or deal["source_date"] or date(2000, 1, 1)
        newest = max(newest, day)
        entries.append(_entry(deal, day, deal_address))
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_text(about.title)}</title>\n<subtitle>{_text(about.filter_line)}</subtitle>\n"
        f"<id>{_text(own_address)}</id>\n<updated>{_moment(newest)}</updated>\n"
        f'<link rel="self" type="application/atom+xml" href={_attribute(own_address)}/>\n'
        f'<link rel="alternate" type="text/html" href={_attribute(about.link)}/>\n'
        f"<generator>{PRODUCT}</generator>\n<author><name>{PRODUCT}</name></author>\n"
    )
    return (head + "".join(entries) + "</feed>\n").encode()


def _entry(deal: Mapping[str, Any], day: date, deal_address: str) -> str:
    amount = deal["amount_as_written"] or "no amount stated"
    parts = (amount, deal["status"] or "", deal["source_sentence"] or "", deal["source_publisher"] or "")
    source = deal["source_url"] or ""
    via = (
        f'<link rel="via" href={_attribute(source)}/>\n' if source.startswith(("http://", "https://")) else ""
    )
    category = f"<category term={_attribute(deal['sector'])}/>\n" if deal["sector"] else ""
    return (
        f"<entry>\n<title>{_text(deal['title'])}: {_text(amount)}</title>\n"
        f"<id>urn:dealscope:deal:{_text(deal['deal_id'])}</id>\n<updated>{_moment(day)}</updated>\n"
        f'<link rel="alternate" type="text/html" href={_attribute(deal_address + deal["deal_id"])}/>\n{via}{category}'
        f'<summary type="text">{_text(" | ".join(part for part in parts if part))}</summary>\n</entry>\n'
    )


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    return escape(NOT_XML.sub("", text))


def _attribute(text: str) -> str:
    return quoteattr(NOT_XML.sub("", text))
