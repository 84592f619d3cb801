"""Rows of a dialogue with the market → values."""

from omlopp.domain.process.market import Asked, AskedCriterion, Question
from omlopp.web.records.models import Dialogue


def asked_of(row: Dialogue) -> Asked:
    """What a dialogue puts to the market, as a value."""
    return Asked(
        row.kind,  # type: ignore[arg-type]
        row.title,
        row.body,
        tuple(Question(one["id"], one["text"]) for one in row.questions),
        tuple(AskedCriterion(one["choice"], one["name"], one["text"]) for one in row.criteria),
        row.opens_on,
        row.closes_on,
    )
