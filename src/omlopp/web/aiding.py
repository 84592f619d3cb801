"""Walking an aid inside a screen of its own: what an address says has been answered, and what it came to."""

from typing import Any

from django.http import QueryDict

from omlopp.domain.model.aids import Aid
from omlopp.domain.model.procurement import Procurement
from omlopp.domain.process.aids import AidAnswerUnknown, Standing, Walk
from omlopp.flows.aids import cited_as, standing_as, walked
from omlopp.library.load import library
from omlopp.web.words import language

WASTE = "waste_or_product"


def standing_of(value: Procurement, on: Any) -> Standing:
    """Under which rules the procurement asks, today."""
    return Standing(value.regime.regime if value.regime else None, value.buyer.kind, on)


def answers_in(said: QueryDict, aid: Aid) -> dict[str, str]:
    return {one.id: str(said[one.id]) for one in aid.questions if said.get(one.id)}


def walk_of(said: QueryDict, standing: Standing, aid_id: str = WASTE) -> Walk:
    """The walk as far as it is answered; an answer that the aid does not have is left out."""
    aid = library().aids[aid_id]
    answers = answers_in(said, aid)
    while True:
        try:
            return walked(library(), aid, answers, standing)
        except AidAnswerUnknown as error:
            del answers[str(error.facts["question"])]


def walk_context(made: Walk) -> dict[str, Any]:
    """What the template of the questions needs. `asked`: question → answer, to be carried on in forms."""
    asked = {one.question.id: one.answer.id for one in made.path}
    before = []
    for at, taken in enumerate(made.path):
        before.append((taken, {one.question.id: one.answer.id for one in made.path[:at]}))
    return {
        "walk": made,
        "aid": made.aid,
        "asked": asked,
        "path": before,
        "rules": [{"rule": one, "told": cited_as(one, library(), language())} for one in made.cited],
        "standing_words": standing_as(made.standing, library(), language()),
    }
