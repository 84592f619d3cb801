"""Disposal under a decision: what is to go is shown with its numbers, then it goes."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.documents.plans.common import cited
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.library.load import library
from omlopp.library.secrecy import secrecy
from omlopp.web.pages import place_of, reads_and_writes, refusal, signed_in, status_of, tell_secrecy
from omlopp.web.records.access import require, rights_of
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.disposal import KINDS, DisposalNumber, counts, dispose
from omlopp.web.records.models import DisposalDecision, ProcurementRecord
from omlopp.web.words import language, say


@reads_and_writes
def dispose_here(request: HttpRequest, pk: int) -> HttpResponse:
    """First what will go, counted; then, with the decision, it goes in one step. The log stays whole."""
    user = signed_in(request)
    row = ProcurementRecord.objects.select_related("model", "organisation").filter(pk=pk).first()
    if row is None or not rights_of(user, row) & {"read", "dispose"}:
        raise Http404
    require(user, "dispose", row)
    tell_secrecy(request, row, "other")
    typed = {name: request.POST.get(name, "") for name in ("number", "decided_on", "basis")}
    chosen = [kind for kind in KINDS if kind in request.POST.getlist("kind")]
    now, error, status, shown = counts(row), "", 200, False
    if request.method == "POST":
        try:
            on = _day(typed["decided_on"])
            if "confirmed" in request.POST:
                seen = {
                    kind: int(text)
                    for kind in chosen
                    if (text := request.POST.get(f"seen-{kind}", "")).isdigit() and len(text) < 12
                }
                dispose(
                    by=user, procurement=row, kinds=chosen, number=typed["number"], decided_on=on,
                    basis=typed["basis"], seen=seen,
                )  # fmt: skip
                messages.success(
                    request,
                    say(
                        "Gallrat. Beslutet och antalen står i loggen.",
                        "Disposed of. The decision and the numbers stand in the log.",
                    ),
                )
                return redirect(
                    "home" if "procurement" in chosen else "dispose",
                    *([] if "procurement" in chosen else [pk]),
                )
            if not typed["number"].strip() or not typed["basis"].strip():
                raise DisposalNumber()
            shown = bool(chosen)
            error = "" if shown else say("Välj vad som ska gallras.", "Choose what to dispose of.")
            status = 200 if shown else 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    law = secrecy().disposal
    hook, regime = library().hook(law.point), row.regime
    context = {
        "place": place_of(row, user), "reads": "read" in rights_of(user, row), "typed": typed, "chosen": chosen,
        "error": error, "shown": shown, "law": law, "ended": row.outcome in ENDED,
        "kinds": [(kind, now[kind]) for kind in KINDS],
        "kept": cited(hook, _regime(row), language()) if regime and hook.section(_regime(row)) else "",
        "kept_says": hook.says,
        "decisions": DisposalDecision.objects.filter(procurement=row),
    }  # fmt: skip
    return render(request, "secrecy/dispose.html", context, status=status)


def _regime(row: ProcurementRecord) -> Regime:
    return Regime(row.regime)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DisposalNumber() from None
