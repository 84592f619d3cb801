"""Beginning a procurement from a need, from waste, or from a notice."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.domain.model.process import Entrance
from omlopp.notices.opening import opening
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import reads_and_writes, signed_in
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.models import NoticeRecord


def today() -> date:
    return timezone.localdate()


@reads_and_writes
def start(request: HttpRequest, entrance: str) -> HttpResponse:
    form = FactsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        row = begin_procurement(
            by=signed_in(request), entrance=Entrance(entrance), on=today(), **form.cleaned_data
        )
        return redirect("procurement", row.pk)
    context = {"form": form, "entrance": entrance, "section": "home"}
    return render(request, "start/start.html", context, status=422 if form.errors else 200)


@reads_and_writes
def start_from_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """The form with everything the notice says filled in; lots and award criteria come along."""
    row = get_object_or_404(NoticeRecord, pk=notice)
    filled = opening(row.explanation)
    initial = filled | {"cpv": ", ".join(filled["cpv"]), "value_sek": written(filled["value_sek"])}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        begun = begin_procurement(
            by=signed_in(request),
            entrance=Entrance.NEED,
            on=today(),
            lots=filled["lots"],
            from_notice=row,
            exercise=row.sample,
            **form.cleaned_data,
        )
        return redirect("procurement", begun.pk)
    context = {"form": form, "entrance": "need", "notice": row, "opening": filled, "section": "notices"}
    return render(request, "start/start.html", context, status=422 if form.errors else 200)
