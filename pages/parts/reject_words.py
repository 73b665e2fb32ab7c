"""What the build says of something left out, in English -> the same in the reader's language.

A message is a form with words of the file in it. Another language has a text for each form, in `*_messages.toml`,
under the English one; the words of the file stay as they are.
"""

import re
from functools import lru_cache

from pages.parts import rule_words
from pages.parts.wording import Wording

_PLACE = re.compile(r"\\\{(\w+)\\\}")  # a place of a form that is filled in, after `re.escape`
_INNER = "rest"  # the place that holds a message of its own


@lru_cache(maxsize=4_096)  # a page has hundreds of them, and every run asks again
def message(say: Wording, reason: str, path: str, published: str) -> str:
    """A message of `rejects`: what, where, what is allowed, what to do. For a form that has no text, the reason in words."""
    if say.language == "en":
        return published
    start = f"{path}: " if published.startswith(f"{path}: ") else ""
    worded = _worded(say, published[len(start) :])
    return start + (worded or rule_words.refusal(say, reason))


def stage(say: Wording, name: str) -> str:
    """Where on its way something was left out."""
    return say(f"stage.{name}")


def _worded(say: Wording, published: str) -> str | None:
    for form, key in _forms(say):
        if found := form.fullmatch(published):
            words = found.groupdict()
            if _INNER in words:
                inner = _worded(say, words[_INNER])
                if inner is None:
                    continue
                words[_INNER] = inner
            return say(key, **words)
    return None


@lru_cache(maxsize=2)
def _forms(say: Wording) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Each English form as a pattern with the key of its text; those that hold another message first, then by length."""

    def order(key: str) -> tuple[bool, int, str]:
        return f"{{{_INNER}}}" not in key, -len(re.sub(r"\{\w+\}", "", key)), key

    keys = sorted(say.keys("message."), key=order)
    return tuple(
        (re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(key.removeprefix("message."))), re.DOTALL), key)
        for key in keys
    )
