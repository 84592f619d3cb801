"""The small linear model: how likely a passage makes its notice circular to a reader. Weights are in the library."""

import math
from collections.abc import Iterable
from functools import cache

from omlopp.library.detection import Concept, Says, model
from omlopp.notices.evidence.context import Context


def features(
    context: Context, concept: Concept, says: Says, requirement: str, by_rule: bool
) -> tuple[str, ...]:
    """The names of what holds for a passage, each 0 or 1; the same names as in library/detection/model.yaml.

    A weak passage has one name only: nothing around it may lift it above a strong one.
    """
    if says == "weak":
        return ("says=weak",)
    found = [
        *plain(says, concept.r_step, requirement),
        "decided by a rule" if by_rule else "decided by the term",
    ]
    if context.title:
        found.append("title")
    if context.has(("must",), context.sentence()):
        found.append("must")
    if any(letter.isdigit() for letter in context.around()):
        found.append("number")
    if context.has(("goods", "material"), context.sentence()):
        found.append("goods")
    return tuple(found)


def plain(says: Says, r_step: str, requirement: str) -> tuple[str, ...]:
    """The features that need no text: of a passage that is strong only beside another."""
    return f"says={says}", f"step={r_step or 'none'}", f"requirement={requirement}"


def probability(names: Iterable[str]) -> float:
    """0–1, from the sum of the weights (log odds)."""
    weights = _weights()
    return 1 / (1 + math.exp(-(weights["bias"] + sum(weights.get(name, 0.0) for name in names))))


@cache
def _weights() -> dict[str, float]:
    return dict(model()["weights"])


@cache
def threshold() -> float:
    """A strong passage below it is taken for weak."""
    return float(model()["threshold"])
