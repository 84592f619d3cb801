"""What the passages of a notice make of it: circular yes, weak or no, and the findings beside that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from omlopp.notices.evidence.context import Subject
from omlopp.notices.evidence.find import Evidence, Intent, evidence, in_text
from omlopp.notices.fields import settled
from omlopp.notices.schema import Notice, TextField

Circular = Literal["yes", "weak", "no"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A notice or title as a whole. `score`, 0–1: how likely a reader would say yes. `intent` is empty where nothing
    was found; `r_strategy` holds the steps of the passages that decided, the most frequent first.
    """

    circular: Circular
    score: float
    waste_service: bool
    barrier: bool
    intent: Intent | Literal[""]
    r_strategy: tuple[str, ...]
    evidence: tuple[Evidence, ...]


def classify(notice: Notice, found: Sequence[Evidence] | None = None) -> Verdict:
    """The verdict on a notice; `found` is `evidence(notice)` where the caller has it already."""
    return verdict(evidence(notice) if found is None else found)


def classify_title(title: str, language: str = "sv", cpv: str = "") -> Verdict:
    """The verdict on a title alone; `cpv` is the main code, where known. Quotes are of the settled title."""
    title = settled(title)
    codes = (cpv,) if cpv else ()
    field = TextField("BT-21-Procedure", None, language, title, "subject")
    return verdict(in_text(field, Subject(codes, title)))


def verdict(found: Sequence[Evidence]) -> Verdict:
    """The strongest passage decides (labelling rule 1): waste service and barrier never lower a finding."""
    strong = [one for one in found if one.says == "strong"]
    weak = [one for one in found if one.says == "weak"]
    decided = strong or weak
    steps: dict[str, int] = {}
    for one in decided:
        if one.r_strategy:
            steps[one.r_strategy] = steps.get(one.r_strategy, 0) + 1
    return Verdict(
        "yes" if strong else "weak" if weak else "no",
        max((one.confidence for one in decided), default=0.0),
        any(one.says == "waste" for one in found),
        any(one.says == "barrier" for one in found),
        _intent(decided),
        tuple(sorted(steps, key=lambda step: -steps[step])),
        tuple(found),
    )


def _intent(decided: Sequence[Evidence]) -> Intent | Literal[""]:
    if not decided:
        return ""
    return "explicit" if any(one.intent == "explicit" for one in decided) else "incidental"
