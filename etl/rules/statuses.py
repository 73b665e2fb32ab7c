"""How firm a deal is, by the words around it: from talks to completion."""

import re

from etl.rules.kinds import Choice
from etl.rules.scene import Scene

AROUND = 1.7  # how much more the sentences around count where the amount's own says nothing clear
SILENT = 0.3  # evidence below which a deal is merely announced
CLEAR = 0.7
PLANNED = 0.9  # "plans to invest", right beside the amount
NAMED, NOT_BINDING = 0.6, 1.9  # a memorandum that is named, and what must speak louder to outdo it
LENT = 1.2  # words of giving count as much for money lent, where a development bank is named
OF_HEADLINE = 1.0  # "X scraps railway contract": what a headline says of a deal holds for the text below
OF_SAME_PAPER, LOUD_ENOUGH = 2.2, 1.2  # "X cancelled its order. The contract was signed in 2014"
# A paper named in a sentence without an amount is that of the amount beside it; one with an amount has its own.
BARE, PRICED = 1.6, 0.4
SIGNED = 0.4  # a contract that is named beside a verb of signing
TALKED = 1.6  # how much louder money lent must be than the talks about it
WEAK = 0.65  # every deal is announced somehow: the word counts less than the name of a paper
_SAME_PAPER = re.compile(
    r"\W*(?:the|this|that|its|der|die|das|le|la|ce|cette|el|este)?\s?(?:original\s|initial\s)?(?:contract|deal|order|agreement|project|vertrag|auftrag"
    r"|contrat|accord|contrato|acuerdo|контракт|договор|сделк|соглашени|проект|сумма|стоимость)\w*\b(?!\sо\b)",
    re.I,
)
FAINT = 0.15
CUE = "+"  # begins the code of a word that is no status: who gives, what is dear, what is to come
_SIGNING = re.compile(
    r"(?:was |were |has |have |had |been )*(?:sign|agreed|conclud|initial|sealed|подпис|заключ|unterz|unterschr|firm|signé)"
)
# A paper that does not bind stays one even where it is "signed" or called an agreement.
_OVERRULES = (("mou", ("agreement", "announced", "financing", "order", "contract", "talks")),)

# What undoes a deal, or says that there is none yet, is said once, beside the word for the paper.
_LOUD = {"cancelled": 2.4, "suspended": 2.2, "talks": 1.25}


def decide_status(
    scene: Scene, kind: str, *, has_lender: bool = False, is_item: bool = False
) -> Choice | None:
    """Decide the status of a deal or package; None for all other kinds.

    Args:
        scene: The amount.
        kind: Its kind.
        is_item: The amount before it sums up several papers, of which this may be one.
        has_lender: A development bank is named in the sentence: what it gives is money lent.
    """
    if kind not in ("deal", "package"):
        return None
    own = scene.weigh("status", neighbours=0.0)
    told = {code: value for code, value in own.items() if code != "announced" and code[0] != CUE}
    if has_lender and own.get("+gives", 0.0) > SILENT:
        told["financing"] = told.get("financing", 0.0) + LENT * own["+gives"]
    # A paper named in the sentence speaks for it; else the paper of the sentences around does.
    is_clear = max(told.values(), default=0.0) > CLEAR or own.get("announced", 0.0) > PLANNED
    score = scene.weigh(
        "status", neighbours=1.0 if is_clear else AROUND, bare=BARE, priced=1.0 if is_item else PRICED
    )
    score = {code: value for code, value in score.items() if code[0] != CUE}
    if told.get("financing", 0.0) > own.get("financing", 0.0):
        score["financing"] = score.get("financing", 0.0) + LENT * own["+gives"]
    undone = _undone_in_headline(scene)
    if undone is not None and not own.get("+new", 0.0) > SILENT:
        score[undone] = score.get(undone, 0.0) + OF_HEADLINE
    stopped = _undone_before(scene)
    if stopped is not None:
        undone = stopped
        score[undone] = score.get(undone, 0.0) + OF_SAME_PAPER
    if "announced" in score:
        score["announced"] *= WEAK
    if not score or max(score.values()) < SILENT:
        return Choice("announced", 0.3, ("status:nothing_said",))
    # What ends a deal counts only near it; "suspended" in the headline may be another one.
    for code in ("cancelled", "suspended"):
        if code != undone and own.get(code, 0.0) < 0.5 and score.get(code, 0.0) < 0.8:
            score.pop(code, None)
    if not score:
        return Choice("announced", 0.3, ("status:nothing_said",))
    for code, factor in _LOUD.items():
        if own.get(code, 0.0) > 0.5:
            score[code] *= factor
    is_contract = own.get("contract", 0.0) > SIGNED
    is_order = own.get("order", 0.0) > SIGNED and "agreement" in own
    if (is_contract or is_order) and not _is_agreement_named(scene):
        score.pop(
            "agreement", None
        )  # "the contract, signed on Monday": a verb of signing names no other paper
    if own.get("talks", 0.0) > NAMED and score.get("financing", 0.0) < TALKED * score["talks"]:
        score.pop("financing", None)  # "in talks to lend 60 million": a loan that is not there yet
    for strong, weak in _OVERRULES:
        if max(own.get(strong, 0.0), score.get(strong, 0.0)) > NAMED:
            for code in weak:
                if score.get(code, 0.0) < NOT_BINDING * score[strong]:
                    score.pop(code, None)
    ranked = sorted(score, key=lambda code: -score[code])
    best = ranked[0]
    second = score[ranked[1]] if len(ranked) > 1 else 0.0
    return Choice(best, (score[best] - second) / (score[best] + 0.2), (f"status:{best}_words",))


def _is_agreement_named(scene: Scene) -> bool:
    """Whether "agreement" or a like noun stands near the amount, not only "signed"."""
    return any(
        hit.entry.code == "agreement"
        and not _SIGNING.match(hit.entry.word)
        and hit.entry.weight * scene.pull(hit.start, hit.end, hit.entry.side) > FAINT
        for hit in scene.page.hits(scene.sentence, "status")
    )


def _undone_before(scene: Scene) -> str | None:
    """Cancelled or suspended, where the sentence before says so and this one goes on about the same paper."""
    context = scene.context
    if context.previous is None or not _SAME_PAPER.match(context.text, *context.sentence):
        return None
    words = scene.page.strongest(scene.page.layout.at(context.previous[0]), "status")
    code = max(("cancelled", "suspended"), key=lambda each: words.get(each, [0.0])[0])
    return code if words.get(code, [0.0])[0] > LOUD_ENOUGH else None


def _undone_in_headline(scene: Scene) -> str | None:
    """Cancelled or suspended, where the headline says so of the thing of which the amount's sentence speaks."""
    headline = scene.context.headline
    if headline is None or scene.context.sentence[0] < headline[1]:
        return None
    number = scene.page.layout.at(headline[0])
    words = scene.page.strongest(number, "status")
    code = max(("cancelled", "suspended"), key=lambda each: words.get(each, [0.0])[0])
    if words.get(code, [0.0])[0] < CLEAR:
        return None
    named, own = scene.page.strongest(number, "sector"), scene.weigh("sector", neighbours=0.0)
    if not named or not own:
        return code
    return code if max(named, key=lambda each: named[each][0]) in own else None
