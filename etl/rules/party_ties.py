"""What ties a name to an amount across clauses and sentences, as named evidence for the fitted choice of parties.

A noun of the amount's sentence may stand for whoever is called so elsewhere ("the utility"); a name beside another sum
has likely spent itself there; a name that was told together with one that stands beside the amount comes with it.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from etl.rules.actors import Actor
from etl.rules.cast import Cast
from etl.rules.chosen import MONEY, is_lender
from etl.rules.context import Context, Span
from etl.rules.naming import Name
from etl.rules.said import WORD, Said, find_callings, to_said
from etl.rules.sought import Sought

Nearest = Mapping[str, tuple[str, Actor | None, Name]]  # canonical -> zone, nearest mention, name
VERB_BEHIND, VERB_BEFORE = 40, 20  # characters between a name and a verb of its own
WORDS_BEFORE, WORDS_BEHIND = 3, 2  # words around the amount that tell what it is
REACH, STEM = 50, 6
SELF = 3  # characters by which two ways to find one sum may differ
_NEW = Sought(
    r"\b(?:an?|another|separate|further|additional|second|third|new|eine?n?|une?|una|другой|другая|отдельн\w+|ещ[её]|нов\w+)\s"
    r"(?:[\w-]+\s){0,3}?(?:contracts?|orders?|loans?|deals?|agreements?|credits?|grants?|memorandum|guarantee"
    r"|Vertrag|Auftrag|Kredit|contrat|prêt|accord|contrato|préstamo|acuerdo|контракт\w*|договор\w*|заказ\w*|кредит\w*"
    r"|соглашени\w*|грант\w*)\b"
)


def is_local(zone: str) -> bool:
    """Whether a zone lies in the amount's own sentence."""
    return zone.startswith(("clause", "sentence"))


def role_of(name: Name, actor: Actor | None) -> str:
    """What its own words make of a name; a bank of many states lends."""
    return "lender" if actor is not None and is_lender(actor) else name.usual_role or "none"


class Ties:
    """What ties the names that are offered to one amount."""

    def __init__(
        self,
        context: Context,
        cast: Cast,
        at: int,
        sides: tuple[str | None, str | None],
        nearest: Nearest,
        mentions: Mapping[str, Sequence[Actor]],
    ) -> None:
        self.context, self.cast, self.at, self.sides = context, cast, at, sides
        self.roles = {canonical: role_of(name, actor) for canonical, (_, actor, name) in nearest.items()}
        self.local = {canonical for canonical, (zone, _, _) in nearest.items() if is_local(zone)}
        self.own = self._said(at)
        self.called = {canonical for canonical, met in mentions.items() if any(map(self._is_called, met))}

    def tags(self) -> list[str]:
        """What the amount is like among the others: the first of the text, one of a new deal."""
        sums = self.cast.sums
        if sums is None:
            sums = self.cast.sums = [found.start() for found in MONEY.finditer(self.cast.text)]
        before = bisect_left(sums, self.context.amount[0] - SELF)
        is_last = bisect_left(sums, self.context.amount[1]) == len(sums)
        facts = {
            "new": _NEW.search(self.cast.text, *self.context.clause) is not None,
            "first sum": before == 0,
            "second sum": before == 1,
            "last sum": is_last,
        }
        return [tag for tag, holds in facts.items() if holds]

    def evidence(self, canonical: str, zone: str, actor: Actor | None, name: Name) -> list[str]:
        """What ties one name to the amount."""
        role = self.roles[canonical]
        reach = "near" if canonical in self.local else "far"
        found = [f"meant:{sort}|role:{role}|{reach}" for sort in self._meant]
        if self.called:
            told = "called" if canonical in self.called else "another is called"
            found += [told, f"{told}|zone:{zone}"]
        if name.country is not None:
            supplier, recipient = (name.country == code for code in self.sides)
            side = (
                "both"
                if supplier and recipient
                else "supplier"
                if supplier
                else "recipient"
                if recipient
                else "neither"
            )
            found += [f"side:{side}", f"side:{side}|role:{role}"]
        if actor is not None:
            found += self._around(zone, actor, role)
        return found

    def _around(self, zone: str, actor: Actor, role: str) -> list[str]:
        number, group = self.cast.layout.at(actor.start), zone[:6]
        found = [f"{word}|role:{role}" for word in self._amount_words]
        found += [f"{word}|zone:{group}" for word in self._amount_words]
        for verb in self._verbs(actor, number):
            found += [f"{verb}|zone:{group}", f"{verb}|role:{role}"]
        said = self._said(number)
        if number == self.at:
            return found + self._sums_beside(zone, actor)
        found.append(f"sums there:{min(len(said.sums), 2)}|zone:{zone}")
        if self.local:
            company = "none" if said.names.isdisjoint(self.local) else "one"
            found.append(f"came with {company} near|zone:{group}")
        return found

    def _sums_beside(self, zone: str, actor: Actor) -> list[str]:
        """Which other sums of the sentence stand between a name and the amount, or nearer to the name."""
        amount = self.context.amount
        others = [span for span in self.own.sums if abs(span[0] - amount[0]) > SELF]
        first, last = sorted((actor.start, amount[0]))
        between = sum(first < start < last for start, _ in others)
        found = [f"sums between:{min(between, 2)}|zone:{zone}"]
        if any(_gap(actor, span) < _gap(actor, amount) for span in others):
            found.append(f"nearer another sum|zone:{zone}")
        return found

    def _verbs(self, actor: Actor, number: int) -> set[str]:
        """What a name does, or what is done to it."""
        cues = self.cast.cues(number)
        behind = {f"does:{hit.entry.code}" for hit in cues if 0 <= hit.start - actor.end <= VERB_BEHIND}
        return behind | {
            f"done:{hit.entry.code}" for hit in cues if 0 <= actor.start - hit.end <= VERB_BEFORE
        }

    @cached_property
    def _meant(self) -> list[str]:
        """Sorts of firms for which the nouns of the amount's clause stand."""
        first, last = self.context.clause
        sorts = {sort for start, found in self.own.nouns.values() if first <= start < last for sort in found}
        return sorted(sort.removeprefix("noun_") for sort in sorts)

    @cached_property
    def _amount_words(self) -> list[str]:
        """The words beside the amount: "a loan of", "worth", "to"."""
        (start, end), (first, last) = self.context.amount, self.context.clause
        before = WORD.findall(self.cast.plain, max(first, start - REACH), start)[-WORDS_BEFORE:]
        behind = WORD.findall(self.cast.plain, end, min(last, end + REACH))[:WORDS_BEHIND]
        words = (*(f"before sum:{w}" for w in _stems(before)), *(f"behind sum:{w}" for w in _stems(behind)))
        return list(dict.fromkeys(words))

    def _is_called(self, actor: Actor) -> bool:
        """Whether a noun of the amount's sentence is one by which the name is called."""
        if actor.name is None:
            return False
        callings = self.cast.callings.get(actor.start)
        if callings is None:
            span = self.cast.span(self.cast.layout.at(actor.start))
            callings = find_callings(self.cast.plain, span, actor.name, self.cast.party_words)
            self.cast.callings[actor.start] = callings
        return not self.own.nouns.keys().isdisjoint(callings)

    def _said(self, number: int) -> Said:
        found = self.cast.said.get(number)
        if found is None:
            cast, span = self.cast, self.cast.span(number)
            sums = [money.span() for money in MONEY.finditer(cast.text, *span)]
            names = frozenset(one.name.canonical for one in cast.companies(number) if one.name is not None)
            found = cast.said[number] = to_said(cast.plain, span, cast.party_words, sums, names)
        return found


def _stems(words: Sequence[str]) -> list[str]:
    return [word.lower()[:STEM] for word in words]


def _gap(actor: Actor, span: Span) -> int:
    return span[0] - actor.end if actor.end <= span[0] else actor.start - span[1]
