"""Who supplies or invests, and who receives or hosts: one figure's countries, companies and parties.

Evidence is gathered as (side, country, weight): verbs and prepositions of the figure's own clause
weigh most, its sentence less, the sentences from which the figure takes its parties ("the contract",
"the airline") less again. The side with the most weight wins; a side without evidence stays null. What the rules
decide is then weighed once more against every other pair of countries (`side_choice`).
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from etl.records import Party
from etl.rules.balance import BILATERAL, SURE, Balance, top
from etl.rules.cast import Cast
from etl.rules.chosen import MONEY, Chosen
from etl.rules.companies import WITHOUT_COMPANIES, choose_companies
from etl.rules.context import Context
from etl.rules.naming import Name
from etl.rules.pairs import UNDIRECTED, decide_pair, in_order
from etl.rules.party_evidence import to_candidates
from etl.rules.side_choice import Case
from etl.rules.side_evidence import to_case
from etl.rules.side_words import with_words
from etl.rules.trade_evidence import to_trade_case
from etl.rules.trade_frame import own_part
from etl.rules.weighing import weigh

OF_CAPITAL = frozenset({"investment_flow", "investment_stock"})
PAIRED = frozenset({"trade_turnover", "target", "export", "import"})


@dataclass(frozen=True, slots=True)
class Direction:
    """Both countries of one figure, and who takes part in it."""

    supplier_country: str | None = None
    recipient_country: str | None = None
    companies: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    rules: tuple[str, ...] = ()
    probability: float = (
        1.0  # of both countries among all pairs offered; 1 where nothing was chosen by weights
    )


_OF_TWO = frozenset({"host", "running_pair", "pair"})  # the text goes on about two countries
_JOINT_REACH = 60  # characters before the first of joint partners, and between two of them
_JOINT = re.compile(r"joint venture|consorti|alliance|team of|together with|совместн|консорциум", re.I)
NOWHERE = Direction(rules=("direction:none",))


@dataclass(slots=True)
class _Sides:
    supplier: str | None = None
    recipient: str | None = None
    rules: list[str] = field(default_factory=list)
    probability: float = 1.0


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
    context = _with_whole_clause(context)
    if kind in OF_CAPITAL:
        context = replace(context, clause=own_part(context))
    chosen = choose_companies(context, kind, cast, at)
    if kind in PAIRED and not chosen.names:
        return _decide_trade(context, kind, cast, at, chosen)
    balance = weigh(context, kind, cast, at, chosen)
    sides = _decide(balance, kind, cast, chosen)
    ruled = (sides.supplier, sides.recipient)
    if not balance.is_settled:
        case = to_case(context, kind, cast, at, chosen, balance, (sides.supplier, sides.recipient))
        _choose(sides, with_words(case, context, cast, at), cast)
    _remember(cast, at, kind, sides.supplier, sides.recipient, chosen)
    if chosen.is_financing and chosen.borrowers:
        borrowers = tuple(name for name in chosen.names if name.text in chosen.borrowers)
        cast.last_loan = (context.amount[1], borrowers)
    cast.is_host_told = balance.receive.get(cast.host or "", 0.0) >= SURE
    chosen = _choose_parties(chosen, context, kind, cast, at, ruled)
    companies = tuple(dict.fromkeys(cast.spelling(name) for name in chosen.names))
    return Direction(
        sides.supplier,
        sides.recipient,
        companies,
        _parties(chosen, cast, at, sides),
        (*(f"direction:{rule}" for rule in sides.rules), *(f"parties:{rule}" for rule in chosen.rules)),
        sides.probability,
    )


def _decide_trade(context: Context, kind: str, cast: Cast, at: int, chosen: Chosen) -> Direction:
    """Both sides of a figure of trade without companies."""
    supplier, recipient, rule = decide_pair(context, kind, cast, at)
    sides = _Sides(supplier, recipient, [rule])
    _choose(sides, to_trade_case(context, kind, cast, at, (supplier, recipient), rule), cast)
    if kind in UNDIRECTED:
        sides.supplier, sides.recipient = in_order(sides.supplier, sides.recipient, cast)
    _remember(cast, at, kind, sides.supplier, sides.recipient, chosen)
    rules = tuple(f"direction:{rule}" for rule in sides.rules)
    return Direction(sides.supplier, sides.recipient, (), (), rules, sides.probability)


def _choose_parties(
    chosen: Chosen, context: Context, kind: str, cast: Cast, at: int, sides: tuple[str | None, str | None]
) -> Chosen:
    """Let the fitted weights confirm the names that the rules chose, leave some out and take others in."""
    if kind in WITHOUT_COMPANIES:
        return chosen
    taken = cast.party_weights.choose(
        context.amount[0], to_candidates(context, kind, cast, at, chosen, sides)
    )
    names = [name for name, _ in taken]
    sureness = {name.canonical: round(likely, 2) for name, likely in taken}
    is_same = [name.canonical for name in names] == [name.canonical for name in chosen.names]
    rules = chosen.rules if is_same else [*chosen.rules, "fitted"]
    return replace(chosen, names=names, sureness=sureness, rules=rules)


def _choose(sides: _Sides, case: Case, cast: Cast) -> None:
    """Let the fitted weights confirm what the rules decided, or choose another pair."""
    way = cast.side_weights.choose(case)
    sides.supplier, sides.recipient = way.supplier, way.recipient
    sides.probability = way.probability
    sides.rules.extend(f"fitted:{reason}" for reason in way.reasons)


def _with_whole_clause(context: Context) -> Context:
    """ "a contract of X, 280 million": the words before a comma and an amount alone belong to it."""
    start, end = context.clause
    before = context.text[start : context.amount[0]]
    if start <= context.sentence[0] or ";" in before or len(before.split()) > 1:
        return context
    mark = context.sentence[0]
    for found in MONEY.finditer(context.text, context.sentence[0], max(start - 1, context.sentence[0])):
        mark = found.end()
    semicolon = context.text.rfind(";", mark, start)
    return replace(context, clause=(max(mark, semicolon + 1), end))


def _remember(
    cast: Cast, at: int, kind: str, supplier: str | None, recipient: str | None, chosen: Chosen
) -> None:
    """Keep what the next figure of the document may go on about."""
    cast.last, cast.last_kind = (supplier, recipient), kind
    cast.last_names = frozenset(name.canonical for name in chosen.names)
    if recipient is not None and kind not in PAIRED:
        cast.host = recipient
    if chosen.names and kind == "deal" and not chosen.is_financing:
        cast.chosen_at[at] = tuple(chosen.names)


def _decide(balance: Balance, kind: str, cast: Cast, chosen: Chosen) -> _Sides:
    supply, receive, names = balance.supply, balance.receive, chosen.names
    groups = cast.place_words.groups
    sides = _Sides(rules=list(balance.rules))
    supplier, recipient = top(supply), top(receive)
    if supplier and recipient and supplier == recipient:
        supplier, recipient = _apart(
            balance, supplier, sides, cast.site if kind == "deal" and names else None
        )
    elif balance.is_own and supplier and recipient is None:
        recipient = supplier
        sides.rules.append("own_money")
    elif balance.is_own and recipient and (supplier is None or supplier not in balance.receive):
        supplier = recipient
        sides.rules.append("own_money")
    if kind == "deal" and (supplier is None) != (recipient is None) and names and not balance.is_multilateral:
        # A firm of unknown country may be from abroad: only those that are known to be at home stay there.
        are_at_home = all(name.country == cast.only_country for name in names)
        is_lender_unknown = chosen.is_financing and supplier is None
        if (supplier or recipient) == cast.only_country and are_at_home and not is_lender_unknown:
            supplier = recipient = cast.only_country
            sides.rules.append("only_country")
    if supplier and recipient and supplier != recipient and (kind in BILATERAL or not names):
        told, size = balance.told, cast.place_words.economies
        one_way = told.get(("supply", supplier), 0.0) + told.get(("receive", recipient), 0.0)
        other_way = told.get(("supply", recipient), 0.0) + told.get(("receive", supplier), 0.0)
        if one_way <= other_way + 0.1 and size.get(supplier, 0.0) < size.get(recipient, 0.0):
            supplier, recipient = recipient, supplier
            sides.rules.append("larger_economy")
    if len(names) > 1 and _have_no_common_country(names, recipient, balance, cast.text):
        supplier = None
        sides.rules.append("several_suppliers")
    if balance.is_multilateral:
        supplier = None
        sides.rules.append("multilateral_funder")
    if balance.is_many_sided and balance.worded.get(("supply", supplier or ""), 0.0) <= SURE:
        supplier = None
    if supplier in groups or balance.has_many("supply", supplier):
        supplier = None
        sides.rules.append("several_suppliers")
    if recipient in groups or balance.has_many("receive", recipient):
        recipient = None
        sides.rules.append("several_recipients")
    sides.supplier, sides.recipient = supplier, recipient
    return sides


def _have_no_common_country(names: list[Name], recipient: str | None, balance: Balance, text: str) -> bool:
    """Whether the suppliers are of several countries, none of which has the most of them."""
    suppliers = [
        name
        for name in names
        if name.usual_role not in ("buyer", "partner")
        and name.country != recipient
        and name.canonical not in balance.out_of_role
    ]
    countries = Counter(name.country for name in suppliers if name.country)
    if len(countries) < 2:
        return False
    if _are_joint(suppliers, text):
        return True
    (first, most), (second, next_most) = countries.most_common(2)
    low, high = sorted(balance.worded.get(("supply", code), 0.0) for code in (first, second))
    if low < 0.5 * high:
        return False  # words of direction tell them apart
    return most == next_most and not any(name.usual_role == "buyer" for name in suppliers)


def _are_joint(names: list[Name], text: str) -> bool:
    """ "the joint venture of Petrofac and Samsung Engineering": two countries do one thing together."""
    ordered = sorted(names, key=lambda name: name.start)
    return any(
        one.country
        and two.country
        and one.country != two.country
        and two.start - one.end <= _JOINT_REACH
        and _JOINT.search(text, max(0, one.start - _JOINT_REACH), two.start)
        for one, two in pairwise(ordered)
    )


def _apart(balance: Balance, code: str, sides: _Sides, site: str | None) -> tuple[str | None, str | None]:
    """One country leads on both sides: which side is it on, and who is on the other?"""
    supply, receive = balance.supply, balance.receive
    other_supplier, other_recipient = top(supply, without=code), top(receive, without=code)
    others_told = balance.told.get(("supply", other_supplier or ""), 0.0) + balance.told.get(
        ("receive", other_recipient or ""), 0.0
    )
    if (
        balance.is_own
        or ("borrower" in balance.rules and balance.is_both_sided(code) and others_told < 0.3)
        or (balance.is_state_paying and other_supplier is None and other_recipient is None)
        or (other_supplier is None and other_recipient is None and balance.is_both_sided(code))
    ):
        sides.rules.append("own_money")
        return code, code
    as_recipient = receive[code] + (supply[other_supplier] if other_supplier else 0.0)
    as_supplier = supply[code] + (receive[other_recipient] if other_recipient else 0.0)
    if as_recipient >= as_supplier:
        return other_supplier, code
    is_guessed = balance.told.get(("receive", other_recipient or ""), 0.0) < SURE and _OF_TWO.isdisjoint(
        sides.rules
    )
    if code == site and (other_recipient is None or is_guessed):
        sides.rules.append("own_money")
        return code, code  # "Baku-based Azertaxil keeps the smallest lot": at home
    return code, other_recipient


def _parties(chosen: Chosen, cast: Cast, at: int, sides: _Sides) -> tuple[Party, ...]:
    parties: dict[str, Party] = {}
    for name in chosen.names:
        role = chosen.roles.get(name.text) or _role(name.usual_role, name.country, sides)
        is_all, sureness = name.text not in chosen.not_exhaustive, chosen.sureness.get(name.canonical, 1.0)
        parties.setdefault(name.canonical, Party(name.canonical, role, name.country, is_all, sureness))
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
