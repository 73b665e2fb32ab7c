"""A selection -> what a title says of it: from whom to whom, when, and how it is counted."""

from pages.parts import code_names
from pages.parts.criteria import Selection
from pages.parts.store import Store
from pages.parts.wording import Wording


def scope_title(data: Store, say: Wording, chosen: Selection) -> str:
    """What is shown, from whom to whom, when, and how it is counted."""

    def ends(codes: tuple[str, ...], everyone: str) -> str:
        return say.listed(code_names.place_name(data, say, code) for code in codes) or say(everyone)

    return say(
        "scope.title",
        what=say("scope.what"),
        **{
            "from": ends(chosen.suppliers, "scope.any_supplier"),
            "to": ends(chosen.recipients, "scope.any_recipient"),
        },
        years=say.years(chosen.first_year, chosen.last_year) or say("scope.all_years"),
        measure=measure_title(say, chosen),
    )


def measure_title(say: Wording, chosen: Selection) -> str:
    """How it is counted: "lower bounds, nominal US$"."""
    from etl.schema import REAL_BASE_YEAR

    if chosen.bound == "count":
        return say("measure.scope_count")
    unit = "scope_gdp" if chosen.unit == "gdp" else f"scope_{chosen.prices}"
    return f"{say(f'measure.scope_{chosen.bound}')}, {say(f'measure.{unit}', year=REAL_BASE_YEAR)}"
