"""Who supplies or invests, and who receives or hosts: one figure's countries, companies and parties.

Evidence is gathered as (side, country, weight): verbs and prepositions of the figure's own clause
weigh most, its sentence less, the sentences from which the figure takes its parties ("the contract",
"the airline") less again. The side with the most weight wins; a side without evidence stays null.
"""

from dataclasses import dataclass, field

from etl.records import Party
from etl.rules.cast import Actor, Cast
from etl.rules.companies import Chosen, choose_companies
from etl.rules.context import Context
from etl.rules.pairs import decide_pair
from etl.rules.weighing import Scales, weigh

PAIRED = frozenset({"trade_turnover", "target", "export", "import"})


@dataclass(frozen=True, slots=True)
class Direction:
    """Both countries of one figure, and who takes part in it."""

    supplier_country: str | None = None
    recipient_country: str | None = None
    companies: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    rules: tuple[str, ...] = ()


NOWHERE = Direction(rules=("direction:none",))


@dataclass(slots=True)
class _Sides:
    supplier: str | None = None
    recipient: str | None = None
    rules: list[str] = field(default_factory=list)


def decide_direction(context: Context, kind: str, cast: Cast) -> Direction:
    """Decide both sides of one figure.

    Args:
        context: Where the amount stands.
        kind: The figure's kind; `other` has no countries.
        cast: The document's names and places (shared by all its figures).
    """
    if kind == "other":
        return NOWHERE
    at = cast.layout.at(context.amount[0])
    chosen = choose_companies(context, kind, cast, at)
    if kind in PAIRED and not chosen.names:
        supplier, recipient, rule = decide_pair(context, kind, cast, at)
        return Direction(supplier, recipient, (), (), (f"direction:{rule}",))
    scales = weigh(context, kind, cast, at, chosen)
    sides = _decide(scales, kind, cast, at, chosen, context)
    companies = tuple(dict.fromkeys(name.text for name in chosen.names))
    return Direction(
        sides.supplier,
        sides.recipient,
        companies,
        _parties(chosen, cast, at, sides),
        (*(f"direction:{rule}" for rule in sides.rules), *(f"parties:{rule}" for rule in chosen.rules)),
    )


def _decide(scales: Scales, kind: str, cast: Cast, at: int, chosen: Chosen, context: Context) -> _Sides:
    sides = _Sides()
    supply, receive = scales.supply, scales.receive
    recipient = _best(receive)
    supplier = _best(supply)
    if supplier and recipient and supplier == recipient:
        other_supplier = _best({code: weight for code, weight in supply.items() if code != recipient})
        other_recipient = _best({code: weight for code, weight in receive.items() if code != supplier})
        keep_recipient = receive[recipient] + (supply[other_supplier] if other_supplier else 0)
        keep_supplier = supply[supplier] + (receive[other_recipient] if other_recipient else 0)
        if scales.is_own or (not other_supplier and not other_recipient and scales.is_both_sided(supplier)):
            sides.rules.append("own_money")
        elif keep_recipient >= keep_supplier:
            supplier = other_supplier
        else:
            recipient = other_recipient
    if scales.is_multilateral:
        supplier = None
        sides.rules.append("multilateral_funder")
    sides.supplier, sides.recipient = supplier, recipient
    groups = cast.place_words.groups
    if sides.supplier in groups or scales.has_many("supply", sides.supplier):
        sides.supplier = None
        sides.rules.append("several_suppliers")
    if sides.recipient in groups or scales.has_many("receive", sides.recipient):
        sides.recipient = None
        sides.rules.append("several_recipients")
    sides.rules.extend(scales.rules)
    return sides


def _best(weights: dict[str, float]) -> str | None:
    if not weights:
        return None
    best = max(weights, key=lambda code: weights[code])
    return best if weights[best] >= 0.3 else None


def _parties(chosen: Chosen, cast: Cast, at: int, sides: _Sides) -> tuple[Party, ...]:
    parties: dict[str, Party] = {}
    for name in chosen.names:
        role = chosen.roles.get(name.text) or _role(name.usual_role, name.country, sides)
        parties.setdefault(
            name.canonical, Party(name.canonical, role, name.country, name.text not in chosen.not_exhaustive)
        )
    for actor in cast.actors(at):
        if actor.name is not None and actor.name.type == "government":
            parties.setdefault(actor.name.canonical, Party(actor.name.canonical, "government", actor.code))
    return tuple(parties.values())


def _role(usual: str, country: str | None, sides: _Sides) -> str:
    if usual == "funder":
        return "funder"
    if country is not None and country == sides.recipient and country != sides.supplier:
        return "partner" if usual in ("supplier", "partner", "investor") else "buyer"
    if usual in ("supplier", "investor", "buyer", "partner"):
        return usual
    return "supplier" if country is not None and country == sides.supplier else "partner"


__all__ = ["Actor", "Direction", "decide_direction"]
