"""The procurements a person may see, as the portfolio needs them: few queries, however many there are."""

from collections import defaultdict
from typing import Any

from django.contrib.auth.models import User

from omlopp.domain.model.indicators import Indicator
from omlopp.domain.process.reuse import Moved
from omlopp.flows.portfolio import Item
from omlopp.library.files import from_data
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import (
    CriterionChoice,
    GoalChoice,
    MeasurementRecord,
    ProcurementRecord,
    Transfer,
)


def items(user: User) -> list[Item]:
    """What each procurement follows (goals and followed requirements, as they were copied) and what it has measured."""
    rows = list(ProcurementRecord.objects.filter(pk__in=visible_to(user), sandbox=None).order_by("pk"))
    known = [row.pk for row in rows]
    cards: dict[int, dict[str, Indicator]] = defaultdict(dict)
    measured = MeasurementRecord.objects.filter(procurement__in=known)
    of_goals = GoalChoice.objects.filter(procurement__in=known).exclude(indicator_copy=None)
    for pk, copy in of_goals.values_list("procurement_id", "indicator_copy"):
        _put(cards[pk], copy)
    of_criteria = CriterionChoice.objects.filter(procurement__in=known).exclude(indicator_copy=None)
    for pk, copy, criterion in of_criteria.values_list("procurement_id", "indicator_copy", "copy"):
        if criterion.get("follow_up"):
            _put(cards[pk], copy)
    kept = list(measured.order_by("measured_on", "id"))
    replaced = {each.replaces_id for each in kept}
    standing: dict[int, list[MeasurementRecord]] = defaultdict(list)
    for each in kept:
        if each.pk not in replaced:
            standing[each.procurement_id].append(each)
    moved: dict[int, list[Moved]] = defaultdict(list)
    for one in Transfer.objects.filter(procurement__in=known, undone_at=None).select_related("item"):
        given = Moved(one.pieces, one.item.mass_kg_each, one.new_price_each_sek, one.price_source)
        moved[one.procurement_id].append(given)
    return [
        Item(
            str(row.pk),
            row.title,
            cards[row.pk],
            tuple(convert.measurement(each) for each in standing[row.pk]),
            row.exercise,
            row.outcome,
            tuple(moved[row.pk]),
            row.in_hindsight,
        )
        for row in rows
    ]


def _put(cards: dict[str, Indicator], copy: Any) -> None:
    if str(copy["id"]) not in cards:
        cards[str(copy["id"])] = from_data(Indicator, copy)
