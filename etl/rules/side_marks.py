"""What marks a country among those of a document: how often, how early and how near it is named, and what is said.

Evidence for the fitted choice of countries (`side_evidence`): which side it speaks for is learnt.
"""

import re
from collections import Counter

from etl.rules.cast import Cast
from etl.rules.context import Context
from etl.rules.gazetteer import plain
from etl.rules.naming import Name
from etl.rules.rubrics import rubric_of
from etl.rules.side_choice import Evidence
from etl.rules.sought import Sought, SoughtTogether

CUE_REACH = 80  # characters between a country and words of direction
SENTENCES_COUNTED = 20  # in these it is counted how often a country is named
_OFTEN = 3  # sentences of a document that name a country often
_SAID = SoughtTogether(
    {
        "costs": Sought(
            r"\bcosts?\b|\bcosting\b|\bprice\stag|\bbudget|\bcapex\b|\bcapital\sexpenditure|\bestimated\sat\b|\bput\sat\b"
            r"|смет\w+|\bстоит\b|стоимость\w*|обойд[её]тся|оценива\w+|потребу\w+|\bkostet\b|\bKosten\b|\bcoût\w*|\bcosto\b",
            re.I,
        ),
        "joint": Sought(
            r"joint venture|consorti|shareholders|partners|jointly|together with|club of|syndicat|co-financ|совместн|консорциум|партн[её]р",
            re.I,
        ),
        "unnamed": Sought(
            r"\bunnamed|undisclosed|withheld|not (?:be )?(?:named|identified|disclosed)|foreign investors?|investors\b|lenders\b|bond|notes?\b|облигац|иностранн\w+ инвест|не назван|не раскры",
            re.I,
        ),
        "granted": Sought(r"\bgrants?\b|donat|gift|грант|безвозмездн|subvention|Zuschuss", re.I),
        "bought": Sought(
            r"\bstakes?\b|\bshares?\b|takeover|acqui(?:re|sition)|\bper\s?cent of\b|% of|\bпакет|\bдол[юяи]\b|акци[йи]",
            re.I,
        ),
        "concession": Sought(r"\bconcession|licen[cs]e|\bpublic-private|концесси|лицензи", re.I),
        "earlier": Sought(
            r"\boriginal|\bearlier|\bin (?:19|20)\d\d\b|\blast year|previous|раньше|ранее|в прошлом", re.I
        ),
        "tender": Sought(r"\btender|\bbid(?:s|der|ders|ding)?\b|тендер|торг(?:и|ах|ов)\b|конкурс", re.I),
    }
)


def trade_of(name: Name, cast: Cast) -> str:
    """The sector of a known organisation: who mines buys locomotives, who builds them sells them."""
    if name.rule and name.canonical == name.text and not name.usual_role:
        return ""
    found = cast.party_words.organisations.find(plain(name.canonical), (0, len(name.canonical)))
    return next((known.sector for _, _, known in found), "")


def _count(cast: Cast) -> Counter[str]:
    """Country -> the first sentences of the document that name it, in reading order; counted once."""
    if cast.often is None:
        groups = cast.place_words.groups
        cast.often = Counter()
        for number in range(min(len(cast.layout.sentences), SENTENCES_COUNTED)):
            codes = (actor.code for actor in cast.actors(number))
            # Not a set: which country is met first must not depend on how words are hashed.
            cast.often.update(dict.fromkeys(code for code in codes if code and code not in groups).keys())
    return cast.often


def rank(met: dict[str, Evidence], context: Context, cast: Cast, at: int) -> None:
    """How often, how early and how near each country is named, and which economy is the largest."""
    often = _count(cast)
    sizes = cast.place_words.economies
    ranked = sorted(met, key=lambda code: -sizes.get(code, 0.0))
    named = [a for a in cast.actors(at) if a.code in met and not a.is_speaker]
    before = [a.code for a in named if a.end <= context.amount[0]]
    behind = [a.code for a in named if a.start >= context.amount[1]]
    marks = (
        ("most_often", often.most_common(1)[0][0] if often else None),
        ("first_met", next(iter(often), None)),
        ("largest", ranked[0] if len(ranked) > 1 else None),
        ("first_in_sentence", before[0] if before else None),
        ("first_free", next((a.code for a in named if not a.preposition and a.hint != "event"), None)),
        ("smallest", ranked[-1] if len(ranked) > 1 else None),
        ("nearest_before", before[-1] if before else None),
        ("nearest_behind", behind[0] if behind else None),
    )
    for name, code in marks:
        if code is not None and code in met:
            met[code][f"rank:{name}"] = 1.0
    for code, count in often.items():
        if code in met and count >= _OFTEN:
            met[code]["rank:often"] = 1.0
    if context.headline is not None:
        for place, code in zip(
            ("first", "second"), cast.countries(cast.layout.at(context.headline[0])), strict=False
        ):
            if code in met:
                met[code][f"headline:{place}"] = 1.0
    rubric = rubric_of(cast, at)
    if rubric in met:
        met[rubric]["document:rubric"] = 1.0
    for actor in named:
        if cast.text[actor.end : actor.end + 2] in ("'s", "’s"):
            met[actor.code or ""]["rank:possessor"] = 1.0
    for hit in cast.cues(at):
        if not context.clause[0] <= hit.start < context.clause[1] or hit.entry.code in (
            "finance",
            "own",
            "many",
        ):
            continue
        left = [a for a in named if 0 <= hit.start - a.end <= CUE_REACH]
        right = [a for a in named if 0 <= a.start - hit.end <= CUE_REACH]
        if left:
            met[left[-1].code or ""][f"left_of:{hit.entry.code}"] = 1.0
        if right:
            met[right[0].code or ""][f"right_of:{hit.entry.code}"] = 1.0


def said_in(context: Context) -> list[str]:
    """What the clause of the amount speaks of: "said:costs", "said:tender"; empty where of none of these."""
    return [f"said:{name}" for name in _SAID.search(context.text, *context.clause)]
