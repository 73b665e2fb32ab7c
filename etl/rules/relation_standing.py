"""Where two amounts stand among all of their document, who takes part in them, and what a package may hold."""

from collections.abc import Iterator, Sequence

from etl.records import Figure
from etl.rules.relation_parts import NEAR, is_money
from etl.rules.scene import Scene

MOST = 6  # amounts near by that are told apart by their number
OPENING = 1  # sentences behind the first that open a document


def place_among(scenes: Sequence[Scene], near: Sequence[int], number: int, other: int) -> Iterator[str]:
    """The two amounts in the order of all that are near, and of the sentences."""
    yield f"amounts {min(len(near) + 1, MOST)}"
    yield "own first" if number < min(near) else "own later"
    if number > max(near):
        yield "own last"
    if other <= min(*near, number):
        yield "its first"
    for name, at in (("own", number), ("its", other)):
        sentence = scenes[at].sentence
        if sentence <= OPENING:
            yield f"{name} opening"
        if sentence >= len(scenes[at].page.layout.sentences) - 1:
            yield f"{name} closing"


def take_part(figure: Figure, there: Figure) -> Iterator[str]:
    """In which roles parties stand beside each amount, how it is bounded, and whether its field is a general one."""
    for name, one in (("own", figure), ("its", there)):
        yield from (f"{name} role {role}" for role in sorted({party.role for party in one.parties}))
        yield f"{name} qualifier {one.qualifier}"
        if one.sector in ("multi", "finance"):
            yield f"{name} sector {one.sector}"


def may_hold(
    figure: Figure, package: Figure, sizes: tuple[float | None, float | None], way: str
) -> Iterator[str]:
    """Whether an amount can be an item of a package: by countries, field and size, and by the order of telling.

    Args:
        figure: The amount that is asked for.
        package: The other one, of kind package.
        sizes: Both in dollars, None where no rate is known.
        way: back or ahead: where the package stands.
    """
    mine, its = figure.supplier_country, package.supplier_country
    start = "from same" if not mine or not its or mine == its else "from other"
    mine, its = figure.recipient_country, package.recipient_country
    end = "to open" if not mine or not its else "to same" if mine == its else "to other"
    field = "multi" if package.sector == "multi" else "same" if package.sector == figure.sector else "other"
    yield f"package {start} {end}"
    yield f"package {field} {way}"
    yield f"package {field} {start} {end}"
    if sizes[0] and sizes[1] and sizes[0] <= sizes[1] * (1 + NEAR):
        yield "package fits"
        yield f"package fits {field} {start} {end} {way}"
    yield f"package {'lent' if is_money(figure) else 'deal'} in {'lent' if is_money(package) else 'deals'}"
    yield f"package from {figure.status}"
