"""What speaks for each relation between two amounts of one document, as named evidence for `relation_choice`.

`own` is of the amount whose relation is asked for, `its` of the other one.
"""

from collections.abc import Iterator, Sequence

from etl.records import Figure
from etl.rules.dollars import Dollars
from etl.rules.relation_choice import FINANCES, PART_OF, RELATIONS, SAME, Evidence, Option, RelationCase
from etl.rules.relation_parts import NEAR, cues, is_money, size
from etl.rules.relation_sizes import ALIKE, CONVERTED_ALIKE, CONVERTED_CLOSE, Sizes
from etl.rules.relation_standing import may_hold, place_among, take_part
from etl.rules.relation_wording import Words, between, in_common, leading, words_of
from etl.rules.scene import Scene

BACK, AHEAD = 8, 4  # figures that are offered on either side
DEALS = ("deal", "package")
RULED = {"repeat": SAME, "conversion": SAME, "restates": SAME, "part_of": PART_OF, "finances": FINANCES}


def to_relation_cases(
    done: Sequence[Figure], scenes: Sequence[Scene], dollars: Dollars
) -> Iterator[tuple[int, RelationCase]]:
    """Every deal or package with another one near by: its number, and what speaks for each relation to each."""
    said = [cues(scene) if figure.kind in DEALS else {} for figure, scene in zip(done, scenes, strict=True)]
    words = [
        leading(scene) if figure.kind in DEALS else "" for figure, scene in zip(done, scenes, strict=True)
    ]
    told = [words_of(figure.sentence) if figure.kind in DEALS else {} for figure in done]
    sizes = Sizes(done, dollars)
    for number, figure in enumerate(done):
        if figure.kind not in DEALS or _is_converted(figure):
            continue
        near = [
            other
            for other in range(max(0, number - BACK), min(len(done), number + AHEAD + 1))
            if other != number and done[other].kind in DEALS and not _is_converted(done[other])
        ]
        if near:
            look = _Look(done, scenes, said, words, told, sizes, number, near)
            yield number, RelationCase(figure.char_start, ruled(figure), list(look.options()))


def ruled(figure: Figure) -> Option | None:
    """What was decided already; None where nothing was."""
    if figure.relation is None or figure.related_index is None:
        return None
    return Option(RULED[figure.relation], figure.related_index)


def _is_converted(figure: Figure) -> bool:
    return "relation:conversion" in figure.rules


class _Look:
    """One amount, beside each of those near by."""

    def __init__(
        self,
        done: Sequence[Figure],
        scenes: Sequence[Scene],
        said: Sequence[Evidence],
        words: Sequence[str],
        told: Sequence[Words],
        sizes: Sizes,
        number: int,
        near: Sequence[int],
    ) -> None:
        self.done, self.scenes, self.said, self.number, self.near = done, scenes, said, number, near
        self.words, self.told, self.sizes = words, told, sizes
        self.figure, self.scene, self.ruled = done[number], scenes[number], ruled(done[number])
        larger = [at for at in near if self._is_larger(done[at])]
        self.largest = max(larger, key=lambda at: size(done[at]), default=None)
        self.nearest_larger = max((at for at in larger if at < number), default=None)
        projects = [
            at
            for at in near
            if done[at].kind == "deal" and not is_money(done[at]) and done[at].relation is None
        ]
        self.only_project = projects[0] if len(projects) == 1 else None
        self.nearest_project = min(projects, key=lambda at: (self._gap(at), abs(at - number)), default=None)

    def options(self) -> Iterator[tuple[Option, Evidence]]:
        """Each relation that can be, with its evidence."""
        figure = self.figure
        for other in self.near:
            there = self.done[other]
            common = self._common(other)
            of_one = dict.fromkeys(self._of_one(other), 1.0)
            of_two = dict.fromkeys(self._of_two(other), 1.0)
            for relation in RELATIONS:
                if relation == SAME and other > self.number:
                    continue  # asked of the later amount
                is_same_money = figure.currency == there.currency
                if relation == PART_OF and is_same_money and size(figure) >= size(there) * (1 + NEAR):
                    continue
                if relation == FINANCES and there.kind == "package":
                    continue
                own = of_one if relation == SAME else of_two
                yield Option(relation, other), {**common, **own, **self._by_rules(relation, other)}

    def _by_rules(self, relation: str, other: int) -> dict[str, float]:
        back = ruled(self.done[other])
        is_turned = relation == SAME and back == Option(SAME, self.number)
        if self.ruled is None:
            return {"ruled": 1.0} if is_turned else {"ruled nothing": 1.0}
        found = {f"ruled {self.ruled.relation}": 1.0}
        if self.ruled == Option(relation, other):
            found[f"by {self.figure.rules[-1]}"] = 1.0
        if self.ruled == Option(relation, other) or is_turned:
            found["ruled"] = 1.0
        return found

    def _common(self, other: int) -> dict[str, float]:
        """What speaks for or against every relation to the other amount."""
        names = [
            "always",
            *self._place(other),
            *self._amounts(other),
            *self._fields(other),
            *self._lending(other),
            *self._neighbours(other),
            *self._wording(other),
        ]
        found = dict.fromkeys(names, 1.0)
        own, its = self.said[self.number], self.said[other]
        found.update({f"own {code}": min(value, 1.0) for code, value in own.items()})
        found.update({f"its {code}": min(value, 1.0) for code, value in its.items()})
        found.update(
            self._told(other, is_alike_thing="sector same" in found and "companies differ" not in found)
        )
        found["own sure"] = max(0.0, self.figure.confidence - 0.5)
        found["its sure"] = max(0.0, self.done[other].confidence - 0.5)
        return found

    def _told(self, other: int, *, is_alike_thing: bool) -> dict[str, float]:
        """Words that one number for a deal gave way to another one, or that it is the same in other money."""

        def said(*codes: str) -> float:
            return max(
                min(self.said[at].get(code, 0.0), 1.0) for at in (self.number, other) for code in codes
            )

        before, newer = said("before", "otherwise"), said("newer")
        is_near, found = self._gap(other) <= 1, {}
        if is_near and self.sizes.beside(self.number, other) in ALIKE:
            found["told before, alike"], found["told newer, alike"] = before, newer
            if is_alike_thing:
                found["told before, alike thing"], found["told newer, alike thing"] = before, newer
                found["told before and newer"] = min(before, newer)
        for converted in self.sizes.converted(self.number, other):
            if is_near and converted in CONVERTED_ALIKE:
                found["told before, converted"] = before
            if converted in CONVERTED_CLOSE:
                found["converted"], found["converted, rate told"] = 1.0, said("equivalent")
                if is_alike_thing:
                    found[f"converted, alike thing {self._near(other)}"] = 1.0
        return {name: value for name, value in found.items() if value}

    def _gap(self, other: int) -> int:
        return abs(self.scene.sentence - self.scenes[other].sentence)

    def _is_larger(self, other: Figure) -> bool:
        return other.currency == self.figure.currency and size(other) > size(self.figure)

    def _near(self, other: int) -> str:
        gap = self._gap(other)
        return "here" if gap == 0 else "next" if gap == 1 else "near" if gap <= 3 else "far"

    def _place(self, other: int) -> Iterator[str]:
        scene, there = self.scene, self.scenes[other]
        where = "ahead" if other > self.number else "back"
        yield f"{where} {self._near(other)}"
        paragraphs = scene.page.layout.paragraphs
        if paragraphs[scene.sentence] != paragraphs[there.sentence]:
            yield "other paragraph"
        if abs(other - self.number) == 1:
            yield "neighbour"
            yield f"neighbour {where}"
        own, its = scene.context.umbrella, there.context.umbrella
        if own and own == there.context.sentence:
            yield "item of it"
        if its and its == scene.context.sentence:
            yield "holds it"
        if own and own == its:
            yield "beside in list"
        if (headline := scene.context.headline) is not None:
            if scene.context.sentence[0] < headline[1]:
                yield "own headline"
            elif there.context.sentence[0] < headline[1]:
                yield "its headline"
                yield f"its headline {self.sizes.beside(self.number, other)}"

    def _wording(self, other: int) -> Iterator[str]:
        for name, at in (("own", self.number), ("its", other)):
            if word := self.words[at]:
                yield f"{name} word {word}"
        if self._gap(other) == 0:
            yield from between(self.scene, self.scenes[other])

    def _amounts(self, other: int) -> Iterator[str]:
        figure, there = self.figure, self.done[other]
        sizes = self.sizes.beside(self.number, other)
        yield sizes
        for converted in self.sizes.converted(self.number, other):
            yield converted
            yield f"{converted} {self._near(other)}"
        yield from self.sizes.sums(self.number, other)
        yield f"{sizes} {self._near(other)}"
        if figure.qualifier != there.qualifier:
            yield "bounds differ"
        if other == self.largest:
            yield "largest"
        if other == self.nearest_larger:
            yield "nearest larger"

    def _fields(self, other: int) -> Iterator[str]:
        figure, there = self.figure, self.done[other]
        yield f"kinds {figure.kind} {there.kind}"
        if figure.status == there.status:
            yield "status same"
        if figure.status and there.status:
            yield f"status {figure.status} to {there.status}"
        multi = "multi" in (figure.sector, there.sector)
        same = figure.sector == there.sector
        yield "sector same" if same else "sector multi" if multi else "sector differs"
        yield _alike("recipient", figure.recipient_country, there.recipient_country)
        yield _alike("supplier", figure.supplier_country, there.supplier_country)
        yield _alike("year", figure.reference_year, there.reference_year)
        yield _alike("quantity", figure.quantity, there.quantity)
        own, its = set(figure.companies), set(there.companies)
        if not own or not its:
            yield "companies open"
        else:
            yield "companies equal" if own == its else "companies shared" if own & its else "companies differ"
        said, told = words_of(figure.subject or "").keys(), words_of(there.subject or "").keys()
        yield (
            "subject open" if not said or not told else "subject shared" if said & told else "subject differs"
        )

    def _lending(self, other: int) -> Iterator[str]:
        figure, there = self.figure, self.done[other]
        own, its = is_money(figure), is_money(there)
        yield "both lent" if own and its else "own lent" if own else "its lent" if its else "none lent"
        if own and not its:
            yield f"own lent {self.sizes.beside(self.number, other)}"
            yield f"own lent {self._near(other)}"
            if other == self.nearest_project:
                yield "nearest project"
            if other == self.only_project:
                yield "only project"

    def _of_one(self, other: int) -> Iterator[str]:
        """What speaks of one deal only: sentences that share their words."""
        if self._gap(other):
            yield from in_common(self.told[self.number], self.told[other])

    def _of_two(self, other: int) -> Iterator[str]:
        """What speaks of two deals only: which stands first, who takes part, what a package may hold."""
        yield from place_among(self.scenes, self.near, self.number, other)
        yield from take_part(self.figure, self.done[other])
        yield from self._package(other)

    def _package(self, other: int) -> Iterator[str]:
        if self.done[other].kind != "package":
            return
        sizes = self.sizes.in_dollars[self.number], self.sizes.in_dollars[other]
        yield from may_hold(self.figure, self.done[other], sizes, "ahead" if other > self.number else "back")
        if sum(self.done[at].kind == "package" for at in self.near) == 1:
            yield "only package"
            yield f"only package {self._near(other)}"

    def _neighbours(self, other: int) -> Iterator[str]:
        """What the rules decided of the amounts around."""
        back = ruled(self.done[other])
        if back is not None:
            yield f"its ruled {back.relation}"
            if back.other == self.number:
                yield f"ruled to this {back.relation}"
            if back == self.ruled:
                yield "ruled of the same"
        whole = Option(PART_OF, other)
        around = range(max(0, self.number - 3), min(len(self.done), self.number + 4))
        if any(ruled(self.done[at]) == whole for at in around if at not in (self.number, other)):
            yield "others are parts of it"


def _alike(name: str, one: object, other: object) -> str:
    return f"{name} open" if not one or not other else f"{name} same" if one == other else f"{name} differs"
