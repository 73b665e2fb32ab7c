"""Pieces -> atoms: every number of a stretch, with its scale and the currency written at it."""

from decimal import Decimal

from etl.rules.money_tokens import Piece
from etl.rules.money_words import (
    ADJECTIVE,
    AND,
    CLOSE,
    COMMA,
    CURRENCY,
    DIGITS,
    FUNCTION,
    LETTERS,
    MINOR,
    NUMBER,
    OF,
    OPEN,
    SCALE,
    VAGUE,
    Word,
)
from etl.rules.numbers import DecimalMark, to_decimal

ONE, HUNDRED, THOUSAND = Decimal(1), Decimal(100), Decimal(1000)
_DASHES = frozenset("-‐‑–")
# Languages whose decimals are written with a comma, where the scale word says which one it is.
_POINT_LANGUAGES = frozenset(["", "en", "ja", "zh", "ko", "hi", "th", "he", "ar", "x"])
_MARKS = frozenset(["symbol", "code", "abbreviation"])


class Atom:
    """One number with what is written at it. `first` and `last` are piece indices, last excluded."""

    __slots__ = (
        "adjective", "candidates", "code", "end", "factor", "first", "is_assumed", "is_carried", "is_minor",
        "is_vague", "is_words", "kind", "last", "mantissa", "needs", "number_first", "number_last", "prefix",
        "scale_language", "start", "suffix", "text", "value",
    )  # fmt: skip

    def __init__(
        self, first: int, last: int, mantissa: Decimal, factor: Decimal | None, value: Decimal
    ) -> None:
        self.first = self.number_first = first
        self.last = self.number_last = last
        self.mantissa, self.factor, self.value = mantissa, factor, value
        self.prefix: Word | None = None
        self.suffix: Word | None = None
        self.candidates: tuple[str, ...] = ()
        self.code = self.scale_language = self.kind = self.text = ""
        self.adjective: tuple[str, ...] = ()
        self.is_words = self.is_minor = self.is_vague = self.is_assumed = self.is_carried = False
        self.needs: frozenset[str] = frozenset()
        self.start = self.end = 0


class Grammar:
    """Reads the numbers of one list of pieces. `mark` is the document's decimal mark."""

    __slots__ = ("mark", "pieces", "text")

    def __init__(self, pieces: list[Piece], text: str, mark: DecimalMark) -> None:
        self.pieces, self.text, self.mark = pieces, text, mark

    def atoms(self) -> list[Atom]:
        """All numbers from left to right, those without a currency included: lists and ranges need them."""
        pieces, found, n, count = self.pieces, [], 0, len(self.pieces)
        while n < count:
            roles = pieces[n].roles
            atom = None
            if roles & CURRENCY:
                atom = self._with_prefix(n)
            if atom is None and roles & (DIGITS | NUMBER):
                atom = self._number(n, False)
                if atom is not None:
                    self._read_suffix(atom)
            if atom is None:
                n += 1
                continue
            atom.start, atom.end = pieces[atom.first].start, pieces[atom.last - 1].end
            found.append(atom)
            n = atom.last
        return found

    # ---- number

    def _number(self, first: int, has_prefix: bool) -> Atom | None:
        """The number that opens at piece `first`: digits or words, with scale words and halves."""
        pieces, count = self.pieces, len(self.pieces)
        total = group = None
        group_size = Decimal(0)  # of the last word added: "twenty five" may go on, "five twenty" not
        factor = last_scale = None
        is_words = is_article = is_plus = False
        language = ""
        n = first
        while n < count:
            piece = pieces[n]
            roles, word = piece.roles, piece.word
            if roles & DIGITS:
                if group is not None or (total is not None and not self._goes_on(n, last_scale)):
                    break
                if not self._stands_alone(n, first, has_prefix):
                    break
                group = self._digits(n)
                if group is None:
                    break
                group_size = ONE
                n += 1
                n, group = self._fraction(n, group)
                continue
            if roles & SCALE and (group is not None or total is not None) and self._is_scale(n, has_prefix):
                size = word.scale if word.scale is not None else word.scale_before_name
                assert size is not None
                if word.scale_before_name is not None and self._is_thousand(n, has_prefix):
                    size = word.scale_before_name
                if group is None:
                    # "5 thousand million": two scales in a row multiply.
                    if (
                        pieces[n - 1].roles & SCALE
                        and last_scale is not None
                        and total is not None
                        and size >= THOUSAND
                    ):
                        total, last_scale = total * size, last_scale * size
                        factor = last_scale
                        n += 1
                        continue
                    break
                if last_scale is not None and size >= last_scale:
                    break
                total = (total or 0) + group * size
                last_scale, factor, group = size, factor or size, None
                language = word.scale_language or language
                is_article = False
                n += 1
                continue
            if roles & NUMBER and word.number_role:
                step = self._word_step(n, group, group_size, total, is_article)
                if step is not None:
                    if total is not None and not is_plus and not (is_words and self._goes_on(n, last_scale)):
                        break
                    n, group, group_size, is_article = step
                    is_words = True
                    continue
            if (
                roles & NUMBER
                and word.extra_number is not None
                and (group is not None or last_scale is not None)
            ):
                # "two and a half billion" adds to the number, "un miliardo e mezzo" to the scale before it
                if group is not None:
                    group += word.extra_number
                elif total is not None and last_scale is not None:
                    total += word.extra_number * last_scale
                n += 1
                continue
            if self._is_bridge(n, group, total, last_scale, is_words, has_prefix):
                is_plus = True
                n += 1
                continue
            break
        while n > first + 1 and self._is_loose(n - 1):
            n -= 1
        if group is None and total is None:
            return None
        if is_article and factor is None and not self._is_currency(n):
            return None
        value = (total or Decimal(0)) + (group or Decimal(0))
        mantissa = value / factor if factor else value
        atom = Atom(first, n, mantissa, factor, value)
        atom.is_words, atom.scale_language = is_words, language
        atom.text = pieces[first].text if n == first + 1 or factor else ""
        if is_article and factor is None:
            atom.needs = frozenset(["article"])
        return atom

    def _digits(self, n: int) -> Decimal | None:
        piece = self.pieces[n]
        if piece.text.isdigit():
            return to_decimal(piece.text)
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if follower is not None and follower.text in _DASHES and n + 2 < len(self.pieces):
            follower = self.pieces[n + 2]
        is_scaled = follower is not None and bool(follower.roles & SCALE) and follower.word.scale != THOUSAND
        mark = self.mark
        if is_scaled and follower is not None and follower.word.languages.isdisjoint(_POINT_LANGUAGES):
            mark = ","
        return to_decimal(piece.text, mark, is_scaled)

    def _fraction(self, n: int, whole: Decimal) -> tuple[int, Decimal]:
        """A fraction right behind the whole number: "2½", "2 1/2"."""
        pieces = self.pieces
        if n < len(pieces) and pieces[n].word.number_role == "fraction" and pieces[n].word.number is not None:
            return n + 1, whole + pieces[n].word.number
        if n + 2 < len(pieces) and pieces[n].text == "/" and pieces[n + 1].roles & DIGITS:
            over, under = pieces[n - 1].text, pieces[n + 1].text
            if (
                over in "123"
                and under in "2348"
                and pieces[n + 1].start - pieces[n - 1].end == 1
                and over < under
            ):
                return n + 2, Decimal(over) / Decimal(under)
        if n + 3 < len(pieces) and pieces[n].roles & DIGITS and pieces[n + 1].text == "/":
            over, under = pieces[n].text, pieces[n + 2].text
            if (
                over in ("1", "2", "3")
                and under in ("2", "3", "4", "8")
                and pieces[n + 2].start - pieces[n].end == 1
            ):
                return n + 3, whole + Decimal(over) / Decimal(under)
        return n, whole

    def _word_step(
        self, n: int, group: Decimal | None, size: Decimal, total: Decimal | None, is_article: bool
    ) -> tuple[int, Decimal, Decimal, bool] | None:
        """Add one number word to the group; None where it cannot go on with it."""
        piece = self.pieces[n]
        word, role, value = piece.word, piece.word.number_role, piece.word.number
        if role == "point":
            return self._point(n, group) if group is not None and not is_article else None
        if role == "and" or value is None:
            return None
        if role == "hundred":
            if group is not None and size >= HUNDRED:
                return None
            return n + 1, (group if group is not None else ONE) * value, HUNDRED, False
        if role == "scaled":
            return (n + 1, value, value, False) if group is None else None
        if role in ("half", "fraction"):
            if group is not None and not is_article:
                return None
            if role == "half" and not self._half_counts(n):
                return None
            return n + 1, value, Decimal("0.1"), False
        if role == "dozen":
            return (n + 1, (group or ONE) * value, ONE, False) if group is None or group < 12 else None
        if role == "article":
            if group is not None:
                return None
            follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
            if follower is None or not follower.roles & (SCALE | NUMBER | CURRENCY | MINOR | ADJECTIVE):
                return None
            if follower.roles & NUMBER and follower.word.number_role not in ("hundred", "half", "dozen"):
                return None
            if follower.roles & SCALE and self._is_dash(n + 2):
                return None  # "a billion-dollar industry": a manner of speaking
            return n + 1, ONE, ONE, True
        place = {"unit": ONE, "teen": ONE, "ten": Decimal(10), "hundreds": HUNDRED}.get(role, ONE)
        if group is not None and not is_article:
            room = size if role != "teen" else size / 10
            if value >= size or place >= size or (role == "teen" and room < 10):
                return None
            return n + 1, group + value, place, False
        if group is not None:
            return None
        return n + 1, value, place, False

    def _point(self, n: int, group: Decimal | None) -> tuple[int, Decimal, Decimal, bool] | None:
        """Decimals read aloud: "36-point-two", "three point one five"."""
        pieces, shift, value, m = self.pieces, Decimal("0.1"), group, n + 1
        assert value is not None
        while m < len(pieces):
            piece = pieces[m]
            if piece.text in _DASHES:
                m += 1
                continue
            if piece.roles & NUMBER and piece.word.number_role == "unit" and piece.word.number is not None:
                value += piece.word.number * shift
                shift /= 10
            elif (
                piece.roles & DIGITS
                and piece.text.isdigit()
                and len(piece.text) <= 3
                and shift == Decimal("0.1")
            ):
                value += Decimal(int(piece.text)).scaleb(-len(piece.text))
                shift = Decimal("0.0001")
            else:
                break
            m += 1
        while m > n + 1 and pieces[m - 1].text in _DASHES:
            m -= 1
        return (m, value, Decimal("0.1"), False) if m > n + 1 else None

    def _half_counts(self, n: int) -> bool:
        """Whether "half" opens a number: a scale or a currency must follow."""
        m = n + 2 if self._is_dash(n + 1) else n + 1
        if m >= len(self.pieces):
            return False
        roles = self.pieces[m].roles
        return bool(roles & SCALE) or (
            bool(roles & CURRENCY) and self.pieces[n].text.lower().endswith(("a", "an"))
        )

    def _goes_on(self, n: int, last_scale: Decimal | None) -> bool:
        """Whether a second group may follow a scale: "1 billion 518 million", not "5 million 2024"."""
        if last_scale is None:
            return False
        m, pieces = n + 1, self.pieces
        if pieces[n].roles & DIGITS:
            return (
                m < len(pieces)
                and bool(pieces[m].roles & SCALE)
                and (pieces[m].word.scale or ONE) < last_scale
            )
        return pieces[n].roles & NUMBER != 0

    def _is_scale(self, n: int, has_prefix: bool) -> bool:
        """Letters like "m" are scales only right behind digits, or between a mark and its number."""
        piece, before = self.pieces[n], self.pieces[n - 1]
        if not piece.word.is_glued_scale:
            return True
        is_near = piece.start == before.end or (before.text in _DASHES and piece.start - before.end == 0)
        if is_near:
            return True
        follower = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        is_marked = (
            follower is not None and bool(follower.roles & CURRENCY) and follower.start - piece.end < 2
        )
        return (
            (has_prefix or is_marked) and piece.start - before.end == 1 and piece.text not in ("t", "T", "Т")
        )

    def _is_thousand(self, n: int, has_prefix: bool) -> bool:
        """Spanish "5 mil euros" against English "$5 mil": the name of the currency follows."""
        if self.pieces[n].word.scale is None:
            return True
        if has_prefix or n + 1 >= len(self.pieces):
            return False
        follower = self.pieces[n + 1]
        return bool(follower.roles & CURRENCY) and not follower.word.languages.isdisjoint(("es", "pt"))

    def _is_bridge(
        self,
        n: int,
        group: Decimal | None,
        total: Decimal | None,
        last_scale: Decimal | None,
        is_words: bool,
        has_prefix: bool,
    ) -> bool:
        """Hyphens and "and" inside a number: "five-billion", "two hundred and twenty", "1 милиард и 242 милиона"."""
        pieces = self.pieces
        if (group is None and total is None) or n + 1 >= len(pieces):
            return False
        piece, follower = pieces[n], pieces[n + 1]
        if piece.text in _DASHES:
            if piece.start != pieces[n - 1].end or follower.start != piece.end:
                return False
            if follower.roles & SCALE and group is not None:
                return not follower.word.is_glued_scale
            return bool(follower.roles & NUMBER) and group is not None and follower.word.number_role in (
                "unit", "hundred", "point", "half",
            )  # fmt: skip
        is_comma = bool(piece.roles & COMMA)
        if not piece.roles & AND and not is_comma:
            return False
        if (
            is_words
            and follower.roles & NUMBER
            and follower.word.number_role in ("unit", "teen", "ten", "hundreds")
        ):
            if group is not None:
                return not is_comma and pieces[n - 1].word.number_role == "hundred"
            return last_scale is not None and self._ends_in_lower_scale(n + 1, last_scale)
        if (
            follower.roles & DIGITS
            and group is None
            and last_scale is not None
            and not has_prefix
            and not is_comma
        ):
            after = pieces[n + 2] if n + 2 < len(pieces) else None
            is_lower = (
                after is not None
                and bool(after.roles & SCALE)
                and (after.word.scale or last_scale) * 1000 == last_scale
            )
            return (
                is_lower
                and follower.text.isdigit()
                and int(follower.text) < 1000
                and self._is_currency(n + 3)
            )
        return False

    def _ends_in_lower_scale(self, n: int, last_scale: Decimal) -> bool:
        """Whether the words from n on are a group of a lower scale, with no second currency between."""
        for m in range(n, min(n + 8, len(self.pieces))):
            piece = self.pieces[m]
            if piece.roles & SCALE:
                return (piece.word.scale or last_scale) < last_scale
            if not piece.roles & (NUMBER | AND) and piece.text not in _DASHES:
                return bool(piece.roles & CURRENCY) and last_scale <= THOUSAND
        return False

    def _is_loose(self, n: int) -> bool:
        """A joining piece at the end of a number belongs to what follows."""
        piece = self.pieces[n]
        return piece.text in _DASHES or bool(
            piece.roles & (COMMA | AND) and not piece.word.number and not piece.word.extra_number
        )

    def _is_dash(self, n: int) -> bool:
        return n < len(self.pieces) and self.pieces[n].text in _DASHES

    def _is_currency(self, n: int) -> bool:
        m = n + 1 if self._is_dash(n) else n
        if m < len(self.pieces) and self.pieces[m].roles & OF:
            m += 1
        return m < len(self.pieces) and bool(self.pieces[m].roles & (CURRENCY | MINOR | ADJECTIVE))

    def _stands_alone(self, n: int, first: int, has_prefix: bool) -> bool:
        """Digits glued to letters are a name or a code: "A320", "3X", "5G"."""
        pieces, piece = self.pieces, self.pieces[n]
        if n and n == first and not has_prefix:
            before = pieces[n - 1]
            if before.end == piece.start and (before.roles & LETTERS or before.text in ("_", "#", "@", "№")):
                return False
        if n + 1 < len(pieces):
            after = pieces[n + 1]
            if (
                after.start == piece.end
                and after.roles & LETTERS
                and not after.roles & (SCALE | CURRENCY | MINOR | NUMBER)
            ):
                return False
        return True

    # ---- currency

    def _with_prefix(self, first: int) -> Atom | None:
        """A number behind a mark, code or name: "US$ 5 million", "USD $5", "Rs. 12,50,000"."""
        pieces, count = self.pieces, len(self.pieces)
        mark = pieces[first]
        if (
            mark.word.place == "after"
            and "scale" not in mark.word.needs
            and mark.word.currency_kind == "name"
        ):
            return None
        n = first + 1
        word, codes, adjective = mark.word, mark.word.currencies, ()
        if n < count and pieces[n].roles & CURRENCY and pieces[n].word.currency_kind in _MARKS:
            # "USD $5", "£ GBP 5": said twice, the narrower of the two counts
            shared = tuple(c for c in codes if c in pieces[n].word.currencies)
            if not shared or pieces[n].start - mark.end > 1:
                return None
            codes = shared
            n += 1
        while (
            n < count
            and pieces[n].text in ("~", "≈", ":", "-", "−", "‑", ".")
            and pieces[n].start - pieces[n - 1].end <= 1
        ):
            n += 1
        if n >= count or n - first > 4 or not pieces[n].roles & (DIGITS | NUMBER):
            return None
        gap = pieces[n].start - pieces[n - 1].end
        if gap > 3 or ("glued" in word.needs and gap):
            return None
        if (
            pieces[n].roles & NUMBER
            and not pieces[n].roles & DIGITS
            and word.currency_kind == "name"
            and word.place == "after"
        ):
            return None
        atom = self._number(n, True)
        if atom is None or pieces[n].word.number_role == "article":
            return None
        if (
            pieces[n - 1].text == "."
            and n - first == 2
            and atom.factor is None
            and pieces[n].text.isdigit()
            and not gap
        ):
            atom.value = atom.mantissa = Decimal(f"0.{pieces[n].text}")
        elif pieces[n - 1].text == "." and gap == 0 and pieces[n].text.isdigit() and n - first == 2:
            whole = Decimal(f"0.{pieces[n].text}")
            atom.mantissa, atom.value = whole, whole * (atom.factor or ONE)
        if (
            first
            and mark.start == pieces[first - 1].end
            and pieces[first - 1].roles & LETTERS
            and mark.roles & LETTERS
        ):
            return None
        atom.first, atom.prefix, atom.candidates, atom.kind = first, word, codes, word.currency_kind
        atom.needs, atom.adjective = word.needs, adjective
        if len(codes) < len(word.currencies) or len(codes) == 1:
            atom.kind = "code" if len(codes) == 1 else atom.kind
        self._confirm(atom)
        return atom

    def _confirm(self, atom: Atom) -> None:
        """The currency said once more behind the number: "$561 million (USD)", "$100 billion dollars"."""
        pieces, n = self.pieces, atom.last
        is_open = n < len(pieces) and bool(pieces[n].roles & OPEN)
        m = n + 1 if is_open else n
        if not is_open and self._is_dash(m):
            m += 1
        if m >= len(pieces):
            return
        named = pieces[m].word
        codes = (
            named.currencies
            if pieces[m].roles & CURRENCY
            else named.adjectives
            if pieces[m].roles & ADJECTIVE
            else ()
        )
        if not codes:
            return
        shared = tuple(code for code in atom.candidates if code in codes)
        if not shared:
            return
        after = pieces[m + 1] if m + 1 < len(pieces) else None
        if is_open:
            if after is None or not after.roles & CLOSE:
                return
            atom.last = m + 2
        elif pieces[m].roles & CURRENCY and named.place != "before":
            if after is not None and after.roles & DIGITS and named.currency_kind in _MARKS:
                return
            if named.currency_kind == "name" and "amount" in named.needs:
                return
            atom.last = m + 1
        elif after is not None and after.roles & LETTERS and not after.roles & (FUNCTION | AND | CURRENCY):
            return
        elif after is not None and after.roles & CURRENCY:
            atom.last = m + 2
        atom.candidates = shared
        if len(shared) == 1:
            atom.kind = "code"

    def _read_suffix(self, atom: Atom) -> None:
        """A currency behind the number: "5 million US dollars", "3,50 €", "2-billion-dollar", "40 cents"."""
        pieces, count, n = self.pieces, len(self.pieces), atom.last
        if n >= count:
            return
        if self._is_dash(n) and pieces[n].start == pieces[n - 1].end:
            n += 1
        elif pieces[n].roles & OF and n + 1 < count and pieces[n + 1].roles & (CURRENCY | ADJECTIVE):
            n += 1
        elif (
            pieces[n].text == "("
            and n + 2 < count
            and pieces[n + 1].roles & CURRENCY
            and pieces[n + 2].roles & CLOSE
        ):
            atom.candidates, atom.suffix = pieces[n + 1].word.currencies, pieces[n + 1].word
            atom.kind, atom.last, atom.needs = "code", n + 3, pieces[n + 1].word.needs
            return
        adjective: tuple[str, ...] = ()
        while n < count and pieces[n].roles & ADJECTIVE and not self._is_noun(n):
            adjective = adjective or pieces[n].word.adjectives
            n += 1
        if n >= count or pieces[n].start - pieces[n - 1].end > 3:
            return
        piece = pieces[n]
        word = piece.word
        if piece.roles & MINOR and not piece.roles & CURRENCY:
            if "glued" in word.minor_needs and piece.start != pieces[n - 1].end:
                return
            atom.candidates = tuple(c for c in word.minors if c in adjective) or adjective or word.minors
            atom.is_minor, atom.kind, atom.last, atom.suffix = True, "minor", n + 1, word
            return
        if (
            not piece.roles & CURRENCY
            or word.place == "before"
            or (word.currency_kind == "abbreviation" and "glued" in word.needs)
        ):
            return
        if self._belongs_right(n, atom):
            return
        codes = word.currencies
        last = n + 1
        if last < count and pieces[last].roles & ADJECTIVE and self._names_more(last, codes):
            adjective = adjective or pieces[last].word.adjectives
            last += 1
        narrowed = tuple(code for code in codes if code in adjective)
        if adjective and not narrowed and word.currency_kind == "name":
            narrowed = adjective if len(codes) > 1 else ()
        atom.candidates = narrowed or codes
        atom.kind = "code" if len(atom.candidates) == 1 else word.currency_kind
        atom.needs = frozenset() if narrowed else word.needs
        if atom.is_words and word.currency_kind == "name" and not atom.factor and atom.needs == frozenset():
            atom.needs = (
                frozenset(["article"]) if pieces[atom.first].word.number_role == "article" else frozenset()
            )
        atom.suffix, atom.last = word, last
        self._cents(atom)

    def _is_noun(self, n: int) -> bool:
        """An adjective that is itself the code or mark ("US" in "US$" is read as one phrase before)."""
        return bool(self.pieces[n].roles & CURRENCY) and self.pieces[n].word.currency_kind in (
            "symbol",
            "code",
            "name",
        )

    def _names_more(self, n: int, codes: tuple[str, ...]) -> bool:
        """Whether an adjective behind the name belongs to it: "долларов США", "pesos mexicanos"."""
        word = self.pieces[n].word
        after = self.pieces[n + 1] if n + 1 < len(self.pieces) else None
        if not any(code in codes for code in word.adjectives):
            return False
        if "en" not in word.languages:
            return True
        return after is None or not after.roles & LETTERS or bool(after.roles & (FUNCTION | AND))

    def _belongs_right(self, n: int, atom: Atom) -> bool:
        """A mark between two numbers belongs to the one that it is nearer to: "in 2024 EUR 5 million"."""
        pieces, piece = self.pieces, self.pieces[n]
        if piece.word.currency_kind not in _MARKS or n + 1 >= len(pieces):
            return False
        follower = pieces[n + 1]
        if (
            follower.roles & CURRENCY
            and n + 2 < len(pieces)
            and pieces[n + 2].roles & DIGITS
            and follower.start == piece.end
        ):
            return True
        if not follower.roles & DIGITS:
            return False
        left, right = piece.start - pieces[n - 1].end, follower.start - piece.end
        if left != right:
            return right < left
        if left == 0:
            return False
        after = pieces[n + 2] if n + 2 < len(pieces) else None
        is_led = after is not None and bool(after.roles & CURRENCY)
        return not is_led and atom.factor is None

    def _cents(self, atom: Atom) -> None:
        """The minor unit of the same sum: "20 dollars and 15 cents"."""
        pieces, n = self.pieces, atom.last
        if atom.factor is not None or n + 1 >= len(pieces):
            return
        m = n + 1 if pieces[n].roles & (AND | COMMA) else n
        if m + 1 >= len(pieces) or not pieces[m].roles & (DIGITS | NUMBER):
            return
        minor = self._number(m, False)
        if minor is None or minor.last >= len(pieces) or minor.value >= HUNDRED or minor.factor:
            return
        last = minor.last
        if last + 1 < len(pieces) and pieces[last].roles & ADJECTIVE:
            last += 1
        if pieces[last].roles & MINOR and any(code in atom.candidates for code in pieces[last].word.minors):
            atom.value += minor.value / HUNDRED
            atom.mantissa, atom.last = atom.value, last + 1


def is_vague(pieces: list[Piece], first: int) -> bool:
    """Whether the number is only a manner of speaking: "a few hundred million", "tens of millions"."""
    if first and pieces[first - 1].roles & VAGUE:
        return True
    return first > 1 and pieces[first - 1].text in _DASHES and bool(pieces[first - 2].roles & VAGUE)
