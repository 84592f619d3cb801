"""Waste or product: what the aid came to for a procurement, kept as an event that cannot be altered."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.aids import Standing, Walk
from omlopp.flows import aids
from omlopp.library.load import library
from omlopp.web.records.actions import acting
from omlopp.web.records.models import ProcurementRecord


class AidNotWalked(OmloppError):
    """The questions of an aid are not answered to the end. Facts: aid."""

    code = "stock.aid-not-walked"


def keep_waste_answer(
    *, by: User, procurement: ProcurementRecord, answers: Mapping[str, str], standing: Standing
) -> None:
    """What the aid "waste or product" came to, with its answers and edition. Walked again, the newest holds.

    The event itself is the record: it cannot be altered afterwards. Raises AidNotWalked.
    """
    aid = library().aids["waste_or_product"]
    made = aids.walked(library(), aid, answers, standing)
    if made.outcome is None:
        raise AidNotWalked(aid=aid.name)
    with acting("waste-answer-kept", by=by, procurement=procurement, right="need") as says:
        says |= kept_answer(made)


def kept_answer(made: Walk) -> dict[str, Any]:
    """The walk as an event keeps it: ids for walking again, words as they stood."""
    assert made.outcome is not None
    aid, outcome = made.aid, made.outcome

    def both(text: Any) -> dict[str, str]:
        return {"sv": text.sv, "en": text.en}

    return {
        "aid": aid.id,
        "aid_checked": aid.checked.last.isoformat(),
        "edition": library().model.version,
        "regime": made.standing.regime.value if made.standing.regime else "",
        "buyer": made.standing.buyer or "",
        "on": made.standing.on.isoformat(),
        "answers": [
            {"question": one.question.id, "answer": one.answer.id, "asks": both(one.question.asks),
             "says": both(one.answer.says)}
            for one in made.path
        ],
        "outcome": outcome.id,
        "tone": outcome.tone,
        "name": both(outcome.name),
        "means": both(outcome.means),
        "track": both(outcome.track) if outcome.track else None,
    }  # fmt: skip
