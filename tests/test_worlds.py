"""Random worlds of deals: however they are told again, joined, split or summed up, the counted total is that of the deals."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from etl.assemble import to_tables
from etl.counting import IntervalSum, interval_sum
from tests.deal_world import gather, references, said

SELLERS = (("Stadler", "CHE"), ("Vestas", "DNK"), ("Doosan Enerbility", "KOR"), ("Wabtec", "USA"), ("ACWA Power", "SAU"), ("Alstom", "FRA"), ("Webuild", "ITA"), ("Masdar", "ARE"))  # fmt: skip
BUYERS = (("Uzbekistan Airways", "UZB"), ("Kenya Power", "KEN"), ("Tayqa Meseli", "AZE"), ("Orlen", "POL"), ("Petronas", "MYS"), ("Ethio Telecom", "ETH"), ("Ecopetrol", "COL"), ("Temir Zholy", "KAZ"))  # fmt: skip
THINGS = (("rail", "40 sleeping cars"), ("power_renewables", "wind farm"), ("aviation", "12 regional jets"), ("health", "two hospitals"), ("agriculture", "300 grain harvesters"), ("water", "desalination plant"))  # fmt: skip
Telling = tuple[str, list[dict[str, Any]]]


def total(tellings: list[Telling]) -> IntervalSum:
    """The counted deals, in their own currency: rates of other days change no deal."""
    deals = to_tables(gather(*tellings), references())["deals"].to_pylist()
    return interval_sum((deal["value_low"], deal["value_high"]) for deal in deals if deal["is_countable"])


def a_world(chance: random.Random) -> list[dict[str, Any]]:
    """Three to seven contracts, no two of one seller or one buyer."""
    sellers, buyers = chance.sample(SELLERS, 7), chance.sample(BUYERS, 7)
    world = []
    for (seller, home), (buyer, place) in list(zip(sellers, buyers, strict=True))[: chance.randint(3, 7)]:
        sector, subject = chance.choice(THINGS)
        day = date(2016, 1, 1) + timedelta(days=chance.randrange(3000))
        world.append(
            {
                "amount": float(chance.randrange(101, 990) * 10**6),
                "day": day,
                "seller": seller,
                "buyer": buyer,
            }
            | {"supplier_country": home, "recipient_country": place}
            | {"sector": sector, "subject": subject, "status": "contract"}
        )
    return world


def told(deal: dict[str, Any], later: int = 0, amount: float | None = None, **other: Any) -> Telling:
    """One document on one deal, so many days after the contract."""
    row = {name: value for name, value in {**deal, **other}.items() if name not in ("amount", "day")}
    return str(deal["day"] + timedelta(days=later)), [said(amount or deal["amount"], **row)]


def again(deal: dict[str, Any], chance: random.Random) -> Telling:
    """The same deal as another paper tells it: copied, rounded, without a party, or without what is supplied."""
    less = {"status": "announced", "qualifier": "about"}
    return chance.choice(
        (
            lambda: told(deal, chance.randint(1, 9)),
            lambda: told(deal, chance.randint(0, 25), round(deal["amount"], -7), **less),
            lambda: told(deal, chance.randint(0, 25), **{**less, "buyer": None}),
            lambda: told(deal, chance.randint(0, 25), **{**less, "subject": None}),
            lambda: told(deal, chance.randint(30, 90), status="delivering"),
        )
    )()


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_telling_again_joining_splitting_and_summing_up_never_change_the_total(chance: random.Random) -> None:
    world = a_world(chance)
    tellings = [told(deal) for deal in world]
    expected = total(tellings)
    assert expected.count == len(world)
    tellings += [again(deal, chance) for deal in world for _ in range(chance.randint(0, 3))]
    # A digest tells several of them at once, as they were told.
    digest = chance.sample(world, chance.randint(2, len(world)))
    newest = max(deal["day"] for deal in digest) + timedelta(days=chance.randint(0, 5))
    rows = [told(deal, status="announced", year=deal["day"].year)[1][0] for deal in digest]
    if chance.random() < 0.5:
        # A visit's sum over deals to one country, some of which it leaves out.
        place = chance.choice(world)["recipient_country"]
        items = [row for row in rows if row["recipient_country"] == place]
        size = sum(row["amount"] for row in items) * chance.choice((1.0, 1.5)) or 1e10
        visit = said(size, kind="package", status="agreement", sector="multi", recipient_country=place)
        rows = [visit, *items]
    tellings.append((str(newest), rows))
    chance.shuffle(tellings)
    assert total(tellings) == expected
