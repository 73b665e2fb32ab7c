"""A made-up snapshot of any size, with texts that try to break an export; for tests and benchmarks.

It keeps the promises of etl/schema.py and says nothing about the world.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.paths import CURRENT
from etl.schema import TABLES, arrow_schema

FORMULA = '=HYPERLINK("http://x")'
SENTENCE = 'It was worth $5 and <script>alert("x")</script>, or $x^2$, they said; "quoted", ünd so – ёлка.'
SECTORS = ("rail", "aviation", "agriculture", "mining_minerals", "oil_gas")
PAIRS = (("USA", "KAZ"), ("CHN", "UZB"), ("DEU", "KAZ"), ("KOR", None))
NAME = "made-0001"
BATCH = 10_000


def write_snapshot(out: Path, deal_count: int = 60) -> Path:
    """Write one snapshot of `deal_count` deals, each in one document, and the pointer; return `out`."""
    folder = out / NAME
    folder.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        schema = arrow_schema(table)
        with pq.ParquetWriter(folder / f"{table}.parquet", schema, compression="zstd") as writer:
            if table in MAKERS:
                for start in range(0, deal_count, BATCH):
                    rows = [
                        row for n in range(start, min(start + BATCH, deal_count)) for row in MAKERS[table](n)
                    ]
                    writer.write_table(pa.Table.from_pylist([_whole(table, row) for row in rows], schema))
    (folder / "manifest.json").write_text('{"snapshot": "made-0001"}\n', encoding="utf-8")
    (out / CURRENT).write_text(NAME + "\n", encoding="utf-8")
    return out


def _whole(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with every column of its table: what is not said is null, or empty where null is not allowed."""
    empty = {"string": "", "int64": 0, "double": 0.0, "bool": False}
    return {
        c.name: row.get(c.name, None if c.nullable else empty.get(str(c.type), [])) for c in TABLES[table]
    }


def _low(n: int) -> float | None:
    return None if n % 10 == 3 else float((n % 50 + 1) * 100_000_000)


def _day(n: int) -> date:
    return date(2021, 1, 1) + timedelta(days=n % 1700)


def _deal(n: int) -> Iterator[dict[str, Any]]:
    low = _low(n)
    supplier, recipient = PAIRS[n % 4]
    reason = "ceiling_only" if low is None else "below_firmness" if n % 10 == 7 else "ok"
    bounds = {
        f"value_{end}{unit}": value
        for end, value in (("low", low), ("high", (low or 3e9) * (2 if n % 5 == 0 else 1)))
        for unit in ("", "_usd", "_usd_real")
    }
    if recipient:
        bounds |= {
            f"gdp_share_{end}": bounds[f"value_{end}_usd"] and bounds[f"value_{end}_usd"] / 2e11
            for end in ("low", "high")
        }
    yield {
        **bounds,
        "deal_id": f"deal-{n:07}",
        "kind": "deal",
        "title": FORMULA if n == 1 else f"Company {n} to {recipient or 'a buyer'}",
        "subject": "-5 locomotives" if n == 2 else "machines",
        "sector": SECTORS[n % 5],
        "status": "mou" if reason == "below_firmness" else "contract",
        "firmness": 1 if reason == "below_firmness" else 3,
        "first_announced_date": _day(n),
        "announced_year": _day(n).year,
        "supplier_country": supplier,
        "recipient_country": recipient,
        "currency": "USD",
        "qualifier": "up_to" if low is None else "range" if n % 5 == 0 else "exact",
        "amount_as_written": "up to $3 billion" if low is None else f"${low / 1e9:g} billion",
        "fx_rate": 1.0,
        "fx_date": _day(n),
        "fx_basis": "same_currency",
        "is_countable": reason == "ok",
        "countable_reason": reason,
        "document_count": 1,
        "confidence": 0.95,
        "headline_figure_id": f"d{n:016x}:10",
    }


def _document(n: int) -> Iterator[dict[str, Any]]:
    yield {
        "document_id": f"d{n:016x}",
        "source_type": "release",
        "publisher": f"Publisher {n % 7}",
        "title": f"News {{{n}}} & more_",
        "url": f"https://example.org/{n}?a=1&b=%20",
        "published_date": _day(n),
        "language": "en",
        "path": f"{n}.txt",
        "figure_count": 1,
        "char_count": len(SENTENCE),
    }


def _figure(n: int) -> Iterator[dict[str, Any]]:
    yield {
        "figure_id": f"d{n:016x}:10",
        "document_id": f"d{n:016x}",
        "char_start": 10,
        "char_end": 20,
        "quote": "$1 billion",
        "sentence": SENTENCE,
        "currency": "USD",
        "value_low": _low(n),
        "value_high": _low(n) or 3e9,
        "qualifier": "exact",
        "kind": "deal",
        "companies": [f"Company {n}", FORMULA] if n == 1 else [f"Company {n}"],
        "parties": [
            {"organisation": f"Company {n}", "role": "supplier", "country": "USA", "is_exhaustive": True}
        ],
        "deal_id": f"deal-{n:07}",
        "confidence": 0.95,
        "rules": ["money:scale"],
    }


def _party(n: int) -> Iterator[dict[str, Any]]:
    name = FORMULA if n == 1 else f"Company {n}"
    yield {
        "deal_id": f"deal-{n:07}",
        "organisation": name,
        "role": "supplier",
        "country": "USA",
        "is_exhaustive": True,
    }


def _history(n: int) -> Iterator[dict[str, Any]]:
    yield {
        "deal_id": f"deal-{n:07}",
        "status": "contract",
        "date": _day(n),
        "document_id": f"d{n:016x}",
        "figure_id": f"d{n:016x}:10",
    }


def _total(n: int) -> Iterator[dict[str, Any]]:
    if n < 3:
        yield {
            "total_id": f"total-{n}",
            "kind": "investment_stock",
            "supplier_country": "USA",
            "recipient_country": "KAZ" if n else "UZB",
            "as_of": date(2022 + n, 1, 1),
            "reference_year": 2022 + n,
            "currency": "USD",
            "value_low": 55e9,
            "qualifier": "at_least",
            "amount_as_written": "more than $55 billion",
            "value_low_usd": 55e9,
            "fx_basis": "same_currency",
            "comparability": "stock",
            "figure_id": f"d{n:016x}:10",
            "document_id": f"d{n:016x}",
            "confidence": 0.9,
        }


MAKERS = {
    "documents": _document,
    "figures": _figure,
    "deals": _deal,
    "deal_parties": _party,
    "status_history": _history,
    "totals": _total,
}
