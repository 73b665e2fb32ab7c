"""The year of a sum in a table: the head of its column, or the cell that opens its row."""

import pytest

from etl.rules.cell_years import year_of_cell

TABLES = [
    # text, what the sum is printed as, its year
    ("Exports, USD m | 2021 | 2022\nTurkey | 410 | 455\n", "410", 2021),
    ("Exports, USD m | 2021 | 2022\nTurkey | 410 | 455\n", "455", 2022),
    # a rule under the head, a unit beside the year
    ("| Country | 2021, $m | 2022, $m |\n|---|---|---|\n| Kenya | 310 | 355 |\n", "355", 2022),
    # columns set apart by spaces, with a blank line under the head
    ("          2021      2022\n\nTurkey    410.2     455.9\nIran      120.0     98.4\n", "98.4", 2022),
    # years down the rows
    ("Year\tTurkey\tUK\n2021\t85\t210\n2022\t107\t331\n", "331", 2022),
    # a head that names two years, or a number that is no year, says none
    ("Buyer | 2021-2022 | Lot 2000\nEgypt | 810 | 95\n", "810", None),
    ("Buyer | 2021-2022 | Lot 7\nEgypt | 810 | 95\n", "95", None),
    # a sentence is no table, whatever the line above it is
    ("Exports | 2021\nThe company sold trains for 410 million.\n", "410", None),
    # another paragraph's table is over
    ("Exports | 2021\n\n\nTurkey | 410\n", "410", None),
]


@pytest.mark.parametrize(("text", "printed", "year"), TABLES)
def test_the_year_of_a_cell(text: str, printed: str, year: int | None) -> None:
    found = year_of_cell(text, text.index(printed))
    assert (found[0] if found else None) == year


def test_the_head_of_a_long_table_is_found_within_its_reach_only() -> None:
    rows = "".join(f"Buyer {n} | {n + 500}\n" for n in range(5_000))
    text = "Exports | 2021\n" + rows
    assert year_of_cell(text, text.index("505")) == (2021, "2021")
    assert year_of_cell(text, text.rindex("5499")) is None
