"""Accepted proposals as the library's editors get them: no procurement, buyer or person, and no exercise."""

from datetime import date
from typing import cast

from django.utils import timezone

from omlopp.domain.model.text import Text
from omlopp.library.learnt import Kind, Learnt
from omlopp.web.records.models import LessonProposal


def accepted() -> tuple[tuple[Learnt, ...], int]:
    """Accepted proposals of real procurements, oldest first, and how many exercises were left out."""
    rows = LessonProposal.objects.filter(state="accepted").order_by("judged_at", "id")
    real = tuple(as_learnt(row) for row in rows.filter(exercise=False))
    return real, rows.filter(exercise=True).count()


def as_learnt(row: LessonProposal) -> Learnt:
    """Raises ValueError for an exercise: what is invented is no knowledge."""
    if row.exercise:
        raise ValueError("an exercise is never handed to the library")
    return Learnt(
        id=row.public_id,
        kind=cast(Kind, row.kind),
        of=row.target,
        passage=row.passage,
        before=Text(**row.before),
        after=Text(**row.after),
        why=row.why,
        buyer_kind=row.source["buyer_kind"],
        cpv=row.source["cpv"],
        learnt_on=date.fromisoformat(row.source["learnt_on"]),
        accepted_on=timezone.localtime(row.judged_at).date(),
    )
