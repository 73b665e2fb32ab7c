"""Who is named in a sentence: companies, banks, funds and state firms, known ones and ones never seen.

A known name stands in the organisations table. A capitalised word that does not is taken for a name
only on evidence: a legal form or a word such as Group or Airlines in it, a noun before it ("Danish
supplier Medisund"), a country before it ("Japan's Hoshino"), a verb of business behind it, a place
in a list with other names. Ministries come out as governments; persons, places and events do not.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.rules.gazetteer import Span, plain
from etl.rules.lexicon import Hit
from etl.rules.name_finds import LIST_JOINT, Finds
from etl.rules.naming import Name
from etl.rules.party_words import PartyWords
from etl.rules.places import Place
from etl.rules.sought import Sought

_LOSER = Sought(
    r"(?:\b(?:w[io]n|wins|picked|chosen|chose|selected|preferred|prefers?|favoured|favored|victory)\s(?:\w+\s){0,3}?over"
    r"|\s(?:rival|instead of|rather than|ahead of|beat|beating|against|обош[её]л|обошла|обошли"
    r"|опередил|опередила|обогнал|обогнала))\b[^,.;:]{0,40}$"
)
_BESIDE = Sought(r"(?<!\w)(?:near|outside|возле|около|близ|неподалёку от|недалеко от)\s$")
_MONEY_BEHIND = re.compile(r"[A-Z]{3}\s?\d")
_TICKER_BEFORE = re.compile(r"\(\s?[A-Z]{2,7}:\s?$")
_AND_OR_SIGN = frozenset({" and ", " & ", " und ", " et ", " y "})


def find_names(
    text: str,
    span: Span,
    words: PartyWords,
    places: Sequence[Place] = (),
    known: Mapping[str, Name] | None = None,
    alpha2: Mapping[str, str] | None = None,
    phrases: Sequence[Hit] | None = None,
    *,
    is_plain: bool = False,
) -> tuple[Name, ...]:
    """Every organisation named in the span, in reading order, none overlapping.

    Args:
        text: The document.
        span: One sentence, as a rule.
        words: The vocabulary.
        places: The places of the same span (`find_places`), for nationality and so as not to take them for names.
        known: Names met elsewhere in the document, by their text: their mentions need no more evidence.
        alpha2: ISO 3166-1 alpha-2 -> alpha-3, to read "Zeeland Naval (NL)".
        phrases: The words of `words.cues` in the span, positions from its start, where they are known already.
        is_plain: `text` went through `gazetteer.plain` already.
    """
    start, end = span
    window = text[start:end] if is_plain else plain(text[start:end])
    own = [(place.start - start, place.end - start, place) for place in places]
    sentence = _Sentence(window, words, own, known or {}, alpha2 or {}, phrases)
    return tuple(
        Name(
            name.start + start,
            name.end + start,
            text[name.start + start : name.end + start],
            name.canonical,
            name.type,
            name.country,
            name.usual_role,
            name.rule,
        )
        for name in sentence.names()
    )


class _Sentence(Finds):
    """One sentence while its names are looked for."""

    def names(self) -> list[Name]:
        found: list[Name] = []
        doubtful: list[Name] = []
        taken: list[Span] = []
        for left, right, organisation in self.words.organisations.find(self.window, (0, len(self.window))):
            if self._is_part_of_longer_place(left, right, found):
                continue
            if organisation.is_word and not (
                self.acts_as_name(left, right) or self.is_told_from(left, right)
            ):
                continue
            if _BESIDE.search(self.window, max(0, left - 12), left):
                continue  # "near Adama": a town that has the name of a firm
            if _MONEY_BEHIND.match(self.window, left) or _TICKER_BEFORE.search(self.window, 0, left):
                continue  # "PLN 84 million" is money, PLN a utility; "(ASX: KLM)" is how a share is called
            known_from, known_to = left, right
            opening = self._with_opening(left, right)
            left = opening if not found or found[-1].end < opening else left
            right = self._with_of(
                self._with_tail(known_from, self._whole_word(right), organisation),
                [self.words.roles(self.window[left:right].split()[-1])],
            )
            found.append(self._known_organisation(left, known_from, known_to, right, organisation))
            taken.append((left, right))
        offices = self.offices(taken)
        found.extend(offices)
        taken.extend((name.start, name.end) for name in offices)
        quoted = self._quoted(taken)
        found.extend(quoted)
        taken.extend((name.start, name.end) for name in quoted)
        taken.sort()
        for left, right in self._sequences(taken):
            if found and any(name.type == "government" and left < name.end <= right for name in found):
                continue  # "Ministry of Infrastructure" has no firm Infrastructure in it
            name = self._judge(left, right)
            if name is None:
                continue
            if self._goes_on_as_name(found, name):
                whole = found[-1]
                text = self.window[whole.start : name.end]
                found[-1] = replace(whole, end=name.end, text=text, canonical=text)
                continue
            before = next((other for other in found if other.end == name.start - 1), None)
            if before is not None and name.rule != "doubtful" and self.window[before.end] == " ":
                # "Ursus Traktory": what acts right behind a known name is the rest of it.
                text = self.window[before.start : name.end]
                found[found.index(before)] = replace(before, end=name.end, text=text, canonical=text)
                continue
            (found if name.rule != "doubtful" else doubtful).append(name)
        found = [
            name for name in found if not _LOSER.search(self.window, max(0, name.start - 60), name.start)
        ]
        found.sort(key=lambda name: name.start)
        return [self._with_form(name) for name in self._with_list_members(found, doubtful)]

    def _goes_on_as_name(self, found: list[Name], name: Name) -> bool:
        """ "Duqm Refinery and Petrochemical Industries": words that only end names go on the one before "and"."""
        if not found or self.window[found[-1].end : name.start] not in _AND_OR_SIGN or name.rule == "known":
            return False
        if found[-1].rule not in ("tail", "country_in_name", "doubtful", "noun_before", "nationality"):
            return False
        return all(self.words.roles(word) & {"tail", "legal_form"} for word in name.text.split())

    def _with_list_members(self, found: list[Name], doubtful: list[Name]) -> list[Name]:
        """Take a doubtful name that stands in a list with sure ones; leave the others out."""
        for name in doubtful:
            for other in found:
                if other.type == "government":
                    continue
                first, last = (other, name) if other.start < name.start else (name, other)
                between = self.window[first.end : last.start]
                if len(between) < 30 and LIST_JOINT.match(between):
                    found.append(replace(name, rule="list"))
                    found.sort(key=lambda each: each.start)
                    break
        return found
