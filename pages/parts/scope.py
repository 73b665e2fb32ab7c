"""A selection -> what a title says of it: from whom to whom, when, and how it is counted."""

from collections.abc import Iterable

from pages.parts import code_names
from pages.parts.criteria import NOT_STATED, Selection
from pages.parts.store import Store
from pages.parts.wording import Wording


def scope_title(data: Store, say: Wording, chosen: Selection) -> str:
    """What is shown, from whom to whom, when, and how it is counted."""

    def ends(codes: tuple[str, ...], side: str) -> str:
        names = (
            say(f"scope.no_{side}") if code == NOT_STATED else code_names.place_name(data, say, code)
            for code in codes
        )
        return say.listed(names) or say(f"scope.any_{side}")

    return say(
        "scope.title",
        what=say("scope.what"),
        **{
            "from": ends(chosen.suppliers, "supplier"),
            "to": ends(chosen.recipients, "recipient"),
        },
        years=say.years(chosen.first_year, chosen.last_year) or say("scope.all_years"),
        measure=measure_title(say, chosen),
    )


def rule(say: Wording, chosen: Selection, signs: Iterable[str] = ()) -> str:
    """What is added or counted, as the line below a chart says; with what each of its signs means, see `drawing`."""
    if chosen.bound == "count":
        return say("chart.rule_count")
    counted = say("chart.rule_plain", floor=say(f"floor.{chosen.floor}"))
    return " ".join((counted, *(say(f"chart.rule_{sign}") for sign in signs)))


def measure_title(say: Wording, chosen: Selection) -> str:
    """How it is counted: "lower bounds, nominal US$"."""
    from etl.schema import REAL_BASE_YEAR

    if chosen.bound == "count":
        return say("measure.scope_count")
    unit = "scope_gdp" if chosen.unit == "gdp" else f"scope_{chosen.prices}"
    return f"{say(f'measure.scope_{chosen.bound}')}, {say(f'measure.{unit}', year=REAL_BASE_YEAR)}"
