"""What speaks for each country on each side of a figure of trade: what the words of trade statistics say of it.

Evidence for the fitted choice of countries (`side_choice`), beside that of every figure.
"""

from etl.rules.balance import Balance
from etl.rules.cast import Cast
from etl.rules.chosen import Chosen
from etl.rules.context import Context
from etl.rules.side_choice import Case, Code, Evidence
from etl.rules.side_evidence import to_case
from etl.rules.trade_frame import own_part
from etl.rules.trade_words import SEVERAL, read_sides

_BY_KIND = ("ruled", "zone:", "document:", "clause:")  # what means something else where goods are counted
_ROLES = ("exporter", "importer", "owner", "partner", "teller")


def to_trade_case(
    context: Context, kind: str, cast: Cast, at: int, ruled: tuple[Code, Code], rule: str
) -> Case:
    """Gather the evidence of one figure of trade.

    Args:
        ruled: Exporter and importer by the rules.
        rule: What the rules decided by.
    """
    case = to_case(context, kind, cast, at, Chosen(), Balance(), ruled)
    for code, evidence in case.countries.items():
        evidence.update(
            {f"kind:{kind}|{name}": value for name, value in evidence.items() if name.startswith(_BY_KIND)}
        )
        evidence[f"trading|{'nobody' if code is None else 'country'}"] = 1.0
    for side, code in zip(("supplier", "recipient"), ruled, strict=True):
        case.countries[code][f"rule:{rule}|{side}"] = 1.0
    _add_told(case.countries, context, kind, cast, at)
    return case


def _add_told(countries: dict[Code, Evidence], context: Context, kind: str, cast: Cast, at: int) -> None:
    """Whose exports, imports or trade it is, by the amount's own part of the sentence and by all of it."""

    def tell(code: str | None, what: str, *, is_of_kind: bool) -> None:
        if code == SEVERAL:
            countries[None][f"told:{what} several"] = 1.0
        elif code is not None and code in countries:
            countries[code][f"told:{what}"] = 1.0
            if is_of_kind:
                countries[code][f"kind:{kind}|told:{what}"] = 1.0

    for where, span in (("part", own_part(context)), ("sentence", cast.span(at))):
        told = read_sides(cast, at, span)
        for role in _ROLES:
            tell(getattr(told, role), f"{where} {role}", is_of_kind=True)
        for bare in told.bare:
            tell(bare, f"{where} bare", is_of_kind=False)
        for joined in told.pair or ():
            tell(joined, f"{where} pair", is_of_kind=False)
    for role, last in zip(("owner", "partner"), cast.last_trade, strict=True):
        tell(last, f"before {role}", is_of_kind=True)
