"""A procurement: where it stands, its steps, the rules that govern it, who works on it, and its log."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.law import Regime
from omlopp.domain.model.process import Step
from omlopp.domain.model.text import Text
from omlopp.domain.process.gates import gate_of
from omlopp.domain.process.standing import ending_option
from omlopp.flows.aids import aids_at
from omlopp.library.load import library
from omlopp.web.forms import FactsForm, written
from omlopp.web.menu import address
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions import ENDED
from omlopp.web.records.actions.begin import confirm_regime, describe
from omlopp.web.records.actions.steps import end_procurement, pass_step, reopen_procurement, save_answers
from omlopp.web.records.contracts import lessons_for
from omlopp.web.records.models import Event
from omlopp.web.screens.procurement.overview import answering, people_by_role
from omlopp.web.talking import talk_of
from omlopp.web.words import keyed, say

STEP_ROOMS = {
    "reuse_first": (("stock-here", Text("Sök i det egna förrådet", "Search the own stock")),),
    "need": (("stock-here", Text("Sök i det egna förrådet", "Search the own stock")),),
    "market": (("dialogue", Text("Fråga marknaden", "Ask the market")),),
    "documents": (("papers", Text("Gör dokumenten", "Make the documents")),),
    "start": (
        ("contract-here", Text("Avtalet och leverantörens länk", "The contract and the supplier's link")),
    ),
    "follow_up": (("contract-here", Text("Leveransrapporter", "Delivery reports")),),
    "exit": (("contract-here", Text("Avtalets slut", "The end of the contract")),),
}
"""Pages where a step is done, besides its own questions; one that does not exist is not shown."""
ROOMS = {
    "goals": "goals",
    "requirements": "requirements",
    "award": "award",
    "bids": "bids",
    "decision": "bids",
    "follow_up": "follow-up",
}


@reads_and_writes
def step(request: HttpRequest, pk: int, step_id: str) -> HttpResponse:
    """One step: why it is there, its questions, its gate."""
    here = place(request, pk)
    each = step_of(here, step_id)
    record = here.row.steps.get(step_id=step_id)
    answers, edition, error, status = record.answers, record.edition, "", 200
    if request.method == "POST":
        typed = {question.id: request.POST.get(question.id, "") for question in each.questions}
        given = request.POST.get("edition", "")
        try:
            save_answers(
                by=here.user,
                procurement=here.row,
                step=each,
                answers=typed,
                edition=int(given) if given.isdigit() else -1,
            )
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("step", pk, step_id)
        except OmloppError as refused:
            # What was typed stays on the page; the newest edition is taken so that a second save is a choice.
            answers, edition = typed, record.edition
            error, status = refusal(refused), status_of(refused)
    context = step_context(here, step_id, answers) | {"edition": edition, "error": error, "record": record}
    context |= {
        "talk": talk_of(here, step_id, newest=20),
        "answering": answering(each, people_by_role(here)),
        "step_rooms": [(text, to) for name, text in STEP_ROOMS.get(step_id, ()) if (to := address(name, pk))],
    }
    return render(request, "procurement/step.html", context, status=status)


def step_of(here: Place, step_id: str) -> Step:
    found = next((each for each in here.model.steps if each.id == step_id), None)
    if found is None:
        raise Http404
    return found


def step_context(here: Place, step_id: str, answers: dict[str, str]) -> dict[str, object]:
    each = here.model.step(step_id)
    steps = list(here.model.steps)
    following = steps[steps.index(each) + 1] if each is not steps[-1] else None
    regime = here.value.regime.regime if here.value.regime else None
    questions = [question for question in each.questions if question.only in (None, here.value.entrance)]
    asked = replace(here.value, answers=answers)
    ending = ending_option(asked, replace(here.model, steps=(each,)))
    return {
        "place": here,
        "step": each,
        "gate": here.gate(step_id),
        "passed": step_id in here.value.passed_steps,
        "may_pass": here.may(each.right_to_pass) and here.row.outcome in ("open", "awarded"),
        "may_edit": here.may(each.right_to_answer),
        "questions": [(question, answers.get(question.id, "")) for question in questions],
        "hooks": [
            (hook.under(regime), hook.section(regime), hook.rules[regime])
            if regime
            else (hook.says, None, None)
            for hook in each.hooks
        ],
        "regime": regime,
        "room": ROOMS.get(each.room),
        "following": following,
        "ending": ending,
        "lessons": lessons_for(here.row) if step_id == "need" else [],
        "aids": aids_at(library(), step_id, here.value.entrance),
        "aid_query": urlencode(
            {
                "regel": regime.value if regime else "",
                "kopare": here.value.buyer.kind,
                "dag": here.value.rules_fixed_on.isoformat(),
            }
        ),
    }


@writes
def check_answers(request: HttpRequest, pk: int, step_id: str) -> HttpResponse:
    """The gate with the answers on the page, before they are saved (a fragment, shown live)."""
    here = place(request, pk)
    each = step_of(here, step_id)
    typed = {question.id: request.POST.get(question.id, "").strip() for question in each.questions}
    whole = convert.procurement(here.row)
    tried = replace(whole, answers={**whole.answers, **typed})
    gate = gate_of(tried, here.model, step_id, library().indicators)
    return render(request, "gate.html", step_context(here, step_id, typed) | {"gate": gate})


@writes
def go_on(request: HttpRequest, pk: int, step_id: str) -> HttpResponse:
    here = place(request, pk)
    step_of(here, step_id)
    try:
        pass_step(by=here.user, procurement=here.row, step_id=step_id)
    except OmloppError as refused:
        messages.error(request, refusal(refused))
        return redirect("step", pk, step_id)
    steps = [each.id for each in here.model.steps]
    later = steps[steps.index(step_id) + 1 :]
    return redirect("step", pk, later[0]) if later else redirect("procurement", pk)


@reads_and_writes
def regime(request: HttpRequest, pk: int) -> HttpResponse:
    """Which rules govern: proposed from value, object and buyer on the day, confirmed with a reason."""
    here = place(request, pk)
    row, error, status = here.row, "", 200
    proposal = convert.proposal(row)
    if request.method == "POST":
        chosen = request.POST.get("regime", "")
        try:
            if chosen not in [each.value for each in Regime]:
                error, status = say("Välj vilka regler som styr.", "Choose which rules govern."), 422
            else:
                confirm_regime(
                    by=here.user,
                    procurement=row,
                    regime=Regime(chosen),
                    reason=request.POST.get("reason", ""),
                    proposed=proposal.regime,
                    on=timezone.localdate(),
                )
                messages.success(request, say("Reglerna är bekräftade.", "The rules are confirmed."))
                return redirect("step", pk, "regime")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    chosen_now = (
        request.POST.get("regime") or row.regime or (proposal.regime.value if proposal.regime else "")
    )
    context = {
        "place": here,
        "proposal": proposal,
        "error": error,
        "chosen": chosen_now,
        "reason": request.POST.get("reason", row.regime_reason),
        "regimes": [each.value for each in Regime],
        "reasons": [keyed(f"regime.{reason.key}", reason.facts) for reason in proposal.because],
        "uncertain": [refusal(each) for each in proposal.uncertain],
    }
    return render(request, "procurement/regime.html", context, status=status)


@reads_and_writes
def facts(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    row = here.row
    initial = {
        "title": row.title,
        "buyer_name": row.buyer_name,
        "buyer_kind": row.buyer_kind,
        "buyer_number": row.buyer_number,
        "object_kind": row.object_kind,
        "value_sek": written(row.value_sek),
        "cpv": ", ".join(row.cpv),
    }
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        describe(by=here.user, procurement=row, **form.cleaned_data)
        messages.success(request, say("Sparat.", "Saved."))
        return redirect("procurement", pk)
    status = 422 if form.errors else 200
    return render(request, "procurement/facts.html", {"place": here, "form": form}, status=status)


@reads_and_writes
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End without a purchase, cancel or close – or go on again. Each needs a reason, and can be undone."""
    here = place(request, pk, "edit")
    error, status = "", 200
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        try:
            reason = request.POST.get("reason", "")
            if outcome == "reopen":
                reopen_procurement(by=here.user, procurement=here.row, reason=reason)
            else:
                end_procurement(by=here.user, procurement=here.row, outcome=outcome, reason=reason)
            return redirect("procurement", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {
        "place": here,
        "error": error,
        "outcomes": ENDED,
        "chosen": request.POST.get("outcome") or request.GET.get("till", "no_purchase"),
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "procurement/end.html", context, status=status)


def secret_reasons(here: Place) -> tuple[str, ...]:
    """Actions whose reason may tell of a bid, for those who may not see bids."""
    return () if here.may("see_bids") else ("bid-corrected",)


@reads
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was done, newest first."""
    here = place(request, pk)
    pages = Paginator(Event.objects.filter(procurement_id=pk).order_by("-id"), 50)
    return render(
        request,
        "procurement/log.html",
        {"place": here, "page": pages.get_page(request.GET.get("sida")), "secret": secret_reasons(here)},
    )
