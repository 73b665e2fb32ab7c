"""How firm a deal is, by the words around it: from talks to completion."""

from etl.rules.kinds import Choice
from etl.rules.scene import Scene

SILENT = 0.3  # evidence below which a deal is merely announced
CLEAR = 0.7
PLANNED = 0.9  # "plans to invest", right beside the amount
WEAK = 0.65  # every deal is announced somehow: the word counts less than the name of a paper
# A paper that does not bind stays one even where it is "signed" or called an agreement.
_OVERRULES = (("mou", ("agreement", "announced", "financing", "order", "contract")),)

# What undoes a deal, or says that there is none yet, is said once, beside the word for the paper.
_LOUD = {"cancelled": 1.8, "suspended": 1.6, "talks": 1.25}


def decide_status(scene: Scene, kind: str) -> Choice | None:
    """Decide the status of a deal or package; None for all other kinds."""
    if kind not in ("deal", "package"):
        return None
    own = scene.weigh("status", neighbours=0.0)
    told = {code: value for code, value in own.items() if code != "announced"}
    # A paper named in the sentence speaks for it; else the paper of the sentences around does.
    is_clear = max(told.values(), default=0.0) > CLEAR or own.get("announced", 0.0) > PLANNED
    score = scene.weigh("status", neighbours=1.0 if is_clear else 1.7)
    if "announced" in score:
        score["announced"] *= WEAK
    if not score or max(score.values()) < SILENT:
        return Choice("announced", 0.3, ("status:nothing_said",))
    # What ends a deal counts only near it; "suspended" in the headline may be another one.
    for code in ("cancelled", "suspended"):
        if own.get(code, 0.0) < 0.5 and score.get(code, 0.0) < 0.8:
            score.pop(code, None)
    if not score:
        return Choice("announced", 0.3, ("status:nothing_said",))
    for code, factor in _LOUD.items():
        if own.get(code, 0.0) > 0.5:
            score[code] *= factor
    for strong, weak in _OVERRULES:
        if own.get(strong, 0.0) > 0.7:
            for code in weak:
                if score.get(code, 0.0) < 1.4 * score[strong]:
                    score.pop(code, None)
    ranked = sorted(score, key=lambda code: -score[code])
    best = ranked[0]
    second = score[ranked[1]] if len(ranked) > 1 else 0.0
    return Choice(best, (score[best] - second) / (score[best] + 0.2), (f"status:{best}_words",))
