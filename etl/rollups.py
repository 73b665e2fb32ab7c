"""Deals -> the small pre-aggregated table that the charts draw from."""

from collections.abc import Iterable, Mapping
from typing import Any

from etl.counting import interval_sum

BY = ("sector", "supplier_country", "recipient_country", "announced_year", "firmness", "countable_reason")


def to_flows(deals: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One row for each combination of BY that occurs, counted or not, sorted; sums as interval_sum adds."""
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = {}
    for deal in deals:
        groups.setdefault(tuple(deal[column] for column in BY), []).append(deal)
    return [_row(key, groups[key]) for key in sorted(groups, key=_order)]


def _row(key: tuple[Any, ...], deals: list[Mapping[str, Any]]) -> dict[str, Any]:
    nominal = interval_sum((deal["value_low_usd"], deal["value_high_usd"]) for deal in deals)
    real = interval_sum((deal["value_low_usd_real"], deal["value_high_usd_real"]) for deal in deals)
    return {
        **dict(zip(BY, key, strict=True)),
        "deal_count": len(deals),
        "value_low_usd": nominal.low,
        "value_high_usd": nominal.high,
        "value_low_usd_real": real.low,
        "value_high_usd_real": real.high,
        "open_ended_low_usd": nominal.open_ended_low,
        "open_ended_low_usd_real": real.open_ended_low,
        "open_low_count": nominal.open_low_count,
        "open_high_count": nominal.open_high_count,
    }


def _order(key: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    """Nulls last; text and numbers never meet in one column."""
    return tuple((part is None, 0 if part is None else part) for part in key)
