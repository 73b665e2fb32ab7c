"""A mark that fits several currencies -> one of them: by what the text names of places and currencies, by home, else the default."""

from etl.rules.money_numbers import Atom
from etl.rules.money_setting import WORLDWIDE, Setting
from etl.rules.money_words import MoneyWords


class Currencies:
    """Decides the marks of one text."""

    def __init__(self, text: str, words: MoneyWords, home: str | None, start: int = 0) -> None:
        self.words, self.home = words, home
        self.setting = Setting(text, words, start)
        self.named: dict[tuple[str, ...], str] = {}  # what a name has meant where its country stood at it

    def decide(self, atom: Atom) -> tuple[str, bool]:
        """ISO code of an atom's currency, and whether it is only assumed."""
        candidates, home = atom.candidates, self.home
        if len(candidates) == 1:
            if atom.suffix is not None and len(atom.suffix.currencies) > 1:
                self.named[atom.suffix.currencies] = candidates[0]
            return candidates[0], False
        is_worldwide = candidates[0] == WORLDWIDE
        if is_worldwide and home in candidates:
            return home, False
        near = "" if is_worldwide and not atom.is_minor else self.setting.near(atom)
        if home in candidates and not near:
            return home, False
        before = self.named.get(candidates, "")
        case = self.setting.case(atom, before, near)
        code = self.words.currency_choice.choose(case).option if len(case.options) > 1 else case.ruled
        return code, is_worldwide or code not in (before, near)
