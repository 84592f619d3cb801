"""Beginning a procurement from a need, from waste, or from a notice."""

from datetime import date
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.domain.model.process import Entrance
from omlopp.domain.process.aids import Standing
from omlopp.flows import search
from omlopp.library.codelists import cpv_name
from omlopp.notices.explanation import Explanation
from omlopp.notices.opening import opening
from omlopp.notices.search.errors import NoIndex, NoSuchNotice
from omlopp.web import aiding
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import reads_and_writes, signed_in
from omlopp.web.records import convert
from omlopp.web.records.access import organisations_of
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.actions.waste import keep_waste_answer
from omlopp.web.records.found import held, record_of
from omlopp.web.records.models import NoticeRecord, Organisation


def today() -> date:
    return timezone.localdate()


def ours(request: HttpRequest) -> list[Organisation]:
    return organisations_of(signed_in(request))


@reads_and_writes
def start(request: HttpRequest, entrance: str) -> HttpResponse:
    """A need begins with its facts; a stream of waste with the question whether it is waste at all."""
    form = FactsForm(request.POST if request.method == "POST" else None, organisations=ours(request))
    waste = waste_walk(request) if entrance == "waste" else {}
    if request.method == "POST" and form.is_valid():
        user = signed_in(request)
        with transaction.atomic():
            row = begin_procurement(by=user, entrance=Entrance(entrance), on=today(), **form.cleaned_data)
            if waste and waste["walk"].outcome:
                standing = aiding.standing_of(convert.procurement(row, with_bids=False), today())
                keep_waste_answer(by=user, procurement=row, answers=waste["asked"], standing=standing)
        return redirect("procurement", row.pk)
    context = {"form": form, "entrance": entrance, "section": "home"} | waste
    return render(request, "start/start.html", context, status=422 if form.errors else 200)


def waste_walk(request: HttpRequest) -> dict[str, Any]:
    """The aid as far as it is answered. `facts`: the form is shown, after the outcome or where it is passed over."""
    said = request.POST if request.method == "POST" else request.GET
    made = aiding.walk_of(said, Standing(None, None, today()))
    facts = request.method == "POST" or bool(made.outcome) or "utan" in request.GET
    return aiding.walk_context(made) | {"facts": facts, "skipped": not made.outcome}


@reads_and_writes
def start_from_notice(request: HttpRequest, notice: int) -> HttpResponse:
    """The form with everything the notice says filled in; lots and award criteria come along."""
    row = get_object_or_404(NoticeRecord, pk=notice)
    filled = opening(row.explanation)
    initial = filled | {"cpv": ", ".join(filled["cpv"]), "value_sek": written(filled["value_sek"])}
    form = FactsForm(
        request.POST if request.method == "POST" else None, initial=initial, organisations=ours(request),
        from_notice=True,
    )  # fmt: skip
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


@reads_and_writes
def start_found(request: HttpRequest, key: str) -> HttpResponse:
    """From a notice that search found: as from one the workspace keeps. Of a registry's row, buyer, CPV and title."""
    try:
        card = search.card(key)
        explanation = search.explained(key)
    except (NoSuchNotice, NoIndex):
        raise Http404 from None
    kept = held(card)
    if kept is not None:
        return redirect("start-notice", kept.pk)
    filled = opening(explanation.data())
    cpv = [
        code for code in filled["cpv"] if cpv_name(code, "sv")
    ]  # 00000000 in the registry is nobody's code
    initial = filled | {"cpv": ", ".join(cpv), "value_sek": written(filled["value_sek"])}
    form = FactsForm(
        request.POST if request.method == "POST" else None, initial=initial, organisations=ours(request),
        from_notice=True,
    )  # fmt: skip
    title_only = card["text_read"] == "title"
    if request.method == "POST" and form.is_valid():
        begun = begin_procurement(
            by=signed_in(request),
            entrance=Entrance.NEED,
            on=today(),
            lots=[] if title_only else filled["lots"],
            from_notice=None if title_only else _kept(signed_in(request).get_username(), explanation),
            exercise=explanation.sample,
            **form.cleaned_data,
        )
        return redirect("procurement", begun.pk)
    context = {
        "form": form, "entrance": "need", "found": card, "title_only": title_only, "opening": filled,
        "section": "search",
    }  # fmt: skip
    return render(request, "start/start.html", context, status=422 if form.errors else 200)


def _kept(by: str, explanation: Explanation) -> NoticeRecord:
    """The notice in the workspace: what a procurement was begun from stays, though the store is read anew."""
    made = record_of(explanation)
    keep_notices(by=by, notices=[made], source="market")
    return NoticeRecord.objects.get(digest=made.digest)
