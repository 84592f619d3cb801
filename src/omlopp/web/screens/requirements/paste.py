"""An official criterion of Upphandlingsmyndigheten, pasted into the procurement and given clause and follow-up."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.criteria.near import groups_near
from omlopp.domain.criteria.paste import PasteIncomplete, ours_for
from omlopp.domain.model.criteria import Criterion
from omlopp.domain.model.errors import OmloppError
from omlopp.library.load import library
from omlopp.web.forms import written
from omlopp.web.pages import place, reads_and_writes, refusal, status_of
from omlopp.web.records.actions.criteria import paste_criterion
from omlopp.web.screens.requirements.paste_form import SCALE, PasteForm
from omlopp.web.words import language, say


@reads_and_writes
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """?krav_id= looks up ours that belong to it; ?fran= fills clause, indicator and follow-up from one of ours."""
    here = place(request, pk)
    lib = library()
    krav_id = (request.POST.get("krav_id") or request.GET.get("krav_id", "")).strip()[:12]
    ours = lib.criteria.get(request.GET.get("fran", ""))
    error, status = "", 200
    if request.method == "POST":
        form = PasteForm(here, request.POST)
        status = 422
        if form.is_valid():
            try:
                paste_criterion(
                    by=here.user,
                    procurement=here.row,
                    paste=form.paste(),
                    lot_id=form.cleaned_data["lot"],
                    owner=form.cleaned_data["owner"],
                )
                messages.success(
                    request,
                    say(
                        "Kriteriet är inklistrat. Texten finns bara i den här upphandlingen.",
                        "The criterion is pasted. Its text is kept in this procurement alone.",
                    ),
                )
                return redirect("requirements", pk)
            except PasteIncomplete as refused:
                field = str(refused.facts["field"])
                form.add_error(field if field in form.fields else None, refusal(refused))
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    else:
        plain = {"krav_id": krav_id, "kind": "technical", "level": "bas", "each": "year"}
        form = PasteForm(here, initial=plain | (taken_from(ours) if ours else {}))
    near = {page.id for page in groups_near(lib.groups.values(), here.value.cpv)}
    context = {
        "place": here,
        "form": form,
        "error": error,
        "krav_id": krav_id,
        "ours": ours,
        "related": ours_for(lib.criteria.values(), krav_id) if krav_id else (),
        "likely": sorted(
            (one for one in lib.criteria.values() if one.group in near and one.clause),
            key=lambda one: one.name.within(language()).casefold(),
        ),
        "may_edit": here.may("edit"),
    }
    return render(request, "requirements/paste.html", context, status=status)


def taken_from(ours: Criterion) -> dict[str, Any]:
    """What one of our own lends: how the promise is bound, measured and followed up. Never its text."""
    lent: dict[str, Any] = {
        "kind": ours.kind.value,
        "level": ours.level.value,
        "strategy": ours.strategy,
        "measured_by": ours.measured_by,
        "proof": ours.proof.sv,
    }
    if ours.clause:
        lent |= {"clause": ours.clause.text.sv, "consequence": ours.clause.consequence.sv}
    if ours.follow_up:
        lent |= {"record": ours.follow_up.record.sv, "each": ours.follow_up.each}
    for at, level in enumerate(ours.scores[:SCALE], 1):
        lent |= {f"level_{at}": level.text.sv, f"share_{at}": written(level.share * Decimal(100))}
    return lent
