"""A finished procurement is entered: its two notices first, then the facts that they fill in."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.process import Entrance
from omlopp.notices.opening import opening
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import reads_and_writes, refusal, signed_in
from omlopp.web.records.access import organisations_of
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.hindsight import SameNotice, join_notices
from omlopp.web.screens.hindsight.choosing import Picked, lists, picked, side_by_side


@reads_and_writes
def start(request: HttpRequest) -> HttpResponse:
    """GET chooses notices and shows what they say; POST reads files, or enters the procurement."""
    user = signed_in(request)
    error, status = "", 200
    said = request.POST if request.method == "POST" else request.GET
    now = Picked(None, None)
    try:
        now = picked(request, user.get_username(), said)
        if now.call is not None and now.call == now.award:
            now = Picked(now.call, None)
            raise SameNotice()
    except OmloppError as refused:
        error, status = refusal(refused), 422
    entering = request.method == "POST" and "title" in request.POST and not error
    filled = _filled(now)
    form = FactsForm(request.POST if entering else None, initial=filled, organisations=organisations_of(user))
    if entering and form.is_valid():
        source = now.call or now.award
        day = (source.published_on if source else None) or timezone.localdate()
        with transaction.atomic():
            row = begin_procurement(
                by=user,
                entrance=Entrance.NEED,
                on=day,
                lots=_lots(now),
                from_notice=now.call,
                exercise=bool(source and source.sample),
                in_hindsight=True,
                **form.cleaned_data,
            )
            if source is not None:
                join_notices(by=user, procurement=row, call=now.call, award=now.award)
        return redirect("hindsight", row.pk)
    status = 422 if form.errors else status
    context: dict[str, Any] = {
        "section": "home",
        "form": form,
        "now": now,
        "error": error,
        "chosen": bool(now.call or now.award or "utan" in said or entering),
    }
    context |= lists(now) | side_by_side(now.facts("call"), now.facts("award"))
    return render(request, "hindsight/start.html", context, status=status)


def _filled(now: Picked) -> dict[str, Any]:
    """The call's facts, and where it is silent the award notice's."""
    filled: dict[str, Any] = {}
    for row in (now.award, now.call):
        if row is not None:
            said = {name: value for name, value in opening(row.explanation).items() if value}
            filled |= said
    if "cpv" in filled:
        filled["cpv"] = ", ".join(filled["cpv"])
    if "value_sek" in filled:
        filled["value_sek"] = written(filled["value_sek"])
    return filled


def _lots(now: Picked) -> list[Any]:
    source = now.call or now.award
    return list(opening(source.explanation)["lots"]) if source else []
