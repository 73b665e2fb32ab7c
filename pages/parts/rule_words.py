"""Names of rules -> plain words in the reader's language: why a figure was read as it was.

A rule's name is "room:rule", sometimes with the words of the text behind it ("direction:buys:ordered"). What
weights chose against the rules is told once for each room, with the kinds of evidence that spoke most.
"""

import re
from collections.abc import Sequence

from pages.parts import code_names
from pages.parts.store import Store
from pages.parts.wording import Wording, escape_html

FITTED = "fitted:"
_CODED = {  # a rule that carries a code of its room
    "kind": re.compile(r"(?P<code>\w+?)_(?P<form>words|as_goal|of_a_year_to_come|in_a_period|faintly)"),
    "status": re.compile(r"(?P<code>\w+)_(?P<form>words)"),
    "sector": re.compile(r"(?P<code>\w+)_(?P<form>words)"),
    "mention": re.compile(r"(?P<code>\w+)_(?P<form>signed)"),
}


def told(store: Store, say: Wording, rules: Sequence[str]) -> list[tuple[str, str, str]]:
    """Room in words, rule in words, and the names themselves; in the order in which the rules spoke.

    What was weighed is one line for each room. No rules, no lines.
    """
    lines: dict[tuple[str, str], list[str]] = {}
    for rule in rules:
        room, _, name = rule.partition(":")
        words = _weighed(say, room, rules) if name.startswith(FITTED) else of_rule(store, say, rule)
        lines.setdefault((room, words), []).append(rule)
    return [(_room(say, room), words, ", ".join(names)) for (room, words), names in lines.items()]


def in_words(store: Store, say: Wording, rules: Sequence[str]) -> str:
    """All of them in one line, as a table has it."""
    return "; ".join(f"{room}: {words}" for room, words, _ in told(store, say, rules))


def as_list(store: Store, say: Wording, rules: Sequence[str]) -> str:
    """All of them as a list in HTML; the names stand behind the words for whoever looks for the rule itself."""
    items = "".join(
        f'<li title="{escape_html(names)}"><b>{escape_html(room)}</b> {escape_html(words)}</li>'
        for room, words, names in told(store, say, rules)
    )
    return f'<ul class="rules">{items}</ul>'


def of_rule(store: Store, say: Wording, rule: str) -> str:
    """One rule in words; its own name, without underscores, where the catalogue has no text for it."""
    return find(store, say, rule) or rule.partition(":")[2].replace("_", " ").replace(":", ": ")


def find(store: Store, say: Wording, rule: str) -> str | None:
    """One rule in words; None where the catalogue has no text for it."""
    room, _, name = rule.partition(":")
    if name.startswith(FITTED):
        return _weighed(say, room, [rule])
    if say.has(f"spoke.{room}.{name}"):
        return say(f"spoke.{room}.{name}")
    cue, _, words = name.partition(":")
    if cue == "trade" and say.has(f"spoke.direction.{words}"):
        return say(f"spoke.direction.{words}")
    if room == "direction" and words and say.has(f"spoke_cue.{cue}"):
        return say(
            f"spoke_cue.{cue}", words=words.removeprefix("we ").removesuffix(" whom").removesuffix(" what")
        )
    if room == "money" and say.has(f"reject.{name}"):
        return say("spoke_form.refused", reason=say(f"reject.{name}"))
    coded = _CODED[room].fullmatch(name) if room in _CODED else None
    return _coded(store, say, room, coded["code"], coded["form"]) if coded else None


def refusal(say: Wording, reason: str) -> str:
    """Why something was refused or set aside: a code of reject_reasons in words."""
    return say(f"reject.{reason}") if say.has(f"reject.{reason}") else reason.replace("_", " ")


def problem(say: Wording, reason: str, formats: str) -> str:
    """What is wrong with a document, and what to do: a reason of the stage `document` in two sentences.

    `formats` are the endings of the files that are read.
    """
    words = refusal(say, reason)
    return f"{words[:1].upper()}{words[1:]}. {say(f'reject_todo.{reason}', formats=formats)}"


def _room(say: Wording, room: str) -> str:
    return say(f"spoke_room.{room}") if say.has(f"spoke_room.{room}") else room


def _coded(store: Store, say: Wording, room: str, code: str, form: str) -> str | None:
    if room == "kind":
        return say(f"spoke_form.kind_{form}", kind=say(f"kind.{code}")) if say.has(f"kind.{code}") else None
    if room == "sector":
        known, name = store.sectors, code_names.sector_name(store, say, code)
    else:
        known, name = store.statuses, code_names.status_name(store, say, code)
    return (
        say(f"spoke_form.{room}_{form}", **{"status" if room == "mention" else room: name})
        if code in known
        else None
    )


def _weighed(say: Wording, room: str, rules: Sequence[str]) -> str:
    """What the weights of one room looked at most, all its reasons together."""
    start = f"{room}:{FITTED}"
    told = dict.fromkeys(
        _evidence(say, room, rule.removeprefix(start)) for rule in rules if rule.startswith(start)
    )
    named = say.listed(words for words in told if words)
    return say("spoke_form.weighed", evidence=named) if named else say("spoke_form.weighed_plain")


def _evidence(say: Wording, room: str, name: str) -> str:
    first, *more = re.split(r"[ :|&]+", name)
    keys = (f"evidence.{room}_{first}", f"evidence.{first}_{more[0] if more else ''}", f"evidence.{first}")
    return next((say(key) for key in keys if say.has(key)), "")
