"""The SQL that makes the narrow table of deals which pages ask, and the words in which a search looks."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pages.parts.criteria import NOT_STATED
from pages.parts.folding import fold
from pages.parts.references import Place

FACTS = f"""
CREATE TABLE facts AS
SELECT d.*,
    CASE WHEN d.first_announced_date IS NULL THEN NULL
         ELSE strftime(d.first_announced_date, '%Y-%m') END AS announced_month,
    [coalesce(d.sector, '{NOT_STATED}')] AS sector_codes,
    list_concat([coalesce(s.own, d.supplier_country, '{NOT_STATED}')], coalesce(s.groups, [])) AS supplier_codes,
    list_concat([coalesce(r.own, d.recipient_country, '{NOT_STATED}')], coalesce(r.groups, [])) AS recipient_codes,
    coalesce(p.parties, '') AS parties,
    u.newest_url,
    -- Why a deal that is not firm enough would not be counted even if the reader lowered the floor.
    CASE WHEN d.kind = 'package' THEN 'package_not_itemised' WHEN l.deal_id IS NOT NULL THEN 'finances_other'
         ELSE 'ok' END AS why_never,
    d.is_countable OR (d.countable_reason = 'below_firmness' AND d.kind = 'deal' AND l.deal_id IS NULL)
        AS is_eligible
FROM read_parquet(?) AS d
LEFT JOIN memberships AS s ON s.code = d.supplier_country
LEFT JOIN memberships AS r ON r.code = d.recipient_country
LEFT JOIN (SELECT deal_id, string_agg(organisation, '; ' ORDER BY organisation) AS parties
           FROM (SELECT DISTINCT deal_id, organisation FROM read_parquet(?)) GROUP BY deal_id) AS p USING (deal_id)
LEFT JOIN (SELECT h.deal_id, arg_max(o.url, o.published_date) AS newest_url
           FROM status_history AS h JOIN documents AS o USING (document_id) WHERE o.url IS NOT NULL
           GROUP BY h.deal_id) AS u USING (deal_id)
LEFT JOIN (SELECT DISTINCT deal_id FROM read_parquet(?) WHERE relation IN ('finances', 'restates')) AS l
    USING (deal_id)
"""
SEARCHED = """SELECT f.deal_id, coalesce(f.title, '') || ' ' || coalesce(f.subject, ''), f.parties,
    coalesce(string_agg(s.sentence, ' '), ''), f.supplier_country, f.recipient_country
    FROM facts AS f LEFT JOIN (SELECT deal_id, sentence FROM figures UNION ALL
    SELECT deal_id, sentence FROM mentions) AS s USING (deal_id)
    GROUP BY ALL ORDER BY f.deal_id"""


def to_folded(rows: Iterable[tuple[Any, ...]], places: Mapping[str, Place]) -> pa.Table:
    """The answer of SEARCHED -> one row a deal: its title, its parties and all its words, folded.

    Args:
        rows: Deal, title with subject, parties, sentences, both countries.
        places: Countries and groups by code: both names of a country are searched.
    """
    folded: dict[str, list[str]] = {
        "deal_id": [],
        "search_title": [],
        "search_parties": [],
        "search_all": [],
    }
    for deal_id, title, parties, sentences, supplier, recipient in rows:
        named = [places[code] for code in (supplier, recipient) if code in places]
        names = " ".join(f"{place.name_en} {place.name_ru}" for place in named)
        folded["deal_id"].append(deal_id)
        folded["search_title"].append(fold(title))
        folded["search_parties"].append(fold(parties))
        folded["search_all"].append(fold(f"{title} {parties} {names} {sentences}"))
    return pa.table(folded)
