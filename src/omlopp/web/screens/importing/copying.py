"""Beginning from an earlier procurement: choose which, tick what comes along, and see what differs from the bank."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents.diff import words as compared_words
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.library.importing import copied_answers
from omlopp.library.load import library
from omlopp.web.forms import FactsForm, written
from omlopp.web.pages import reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records import convert
from omlopp.web.records.access import visible_to
from omlopp.web.records.actions.copying import Wanted, copy_procurement
from omlopp.web.records.models import CriterionChoice, Event, ProcurementRecord
from omlopp.web.words import language, say

SHOWN = 50


@reads_and_writes
def start_copy(request: HttpRequest) -> HttpResponse:
    """/borja/kopia/: the earlier ones to choose among; with ?fran=NUMBER the form of one."""
    mine = ProcurementRecord.objects.filter(pk__in=visible_to(signed_in(request)))
    chosen = request.POST.get("fran") or request.GET.get("fran", "")
    if not chosen:
        return render(request, "importing/copy_choose.html", choices(request, mine))
    source = (
        mine.filter(pk=int(chosen)).first()
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 18
        else None
    )
    if source is None:
        raise Http404
    initial = {
        "title": source.title, "buyer_name": source.buyer_name, "buyer_kind": source.buyer_kind,
        "buyer_number": source.buyer_number, "object_kind": source.object_kind, "value_sek": written(source.value_sek),
        "cpv": ", ".join(source.cpv),
    }  # fmt: skip
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    error: OmloppError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            begun = copy_procurement(
                by=signed_in(request), source=source, wanted=wanted(request, source), on=timezone.localdate(),
                **form.cleaned_data,
            )  # fmt: skip
            tell_left_out(request, begun)
            return redirect("procurement", begun.pk)
        except OmloppError as refused:
            error = refused
    context = {
        "source": source, "form": form, "error": refusal(error) if error else "", "section": "home",
        "steps": steps_of(source), "goals": list(source.goals.all()),
        "requirements": [requirement(one, request) for one in source.criteria.select_related("lot")],
        "models": [lot.lot_id for lot in source.lots.all() if lot.award_models.exists()],
        "posted": request.POST if request.method == "POST" else None,
        "ticked": request.POST.getlist("steg") if request.method == "POST" else list(copied_answers()),
    }  # fmt: skip
    return render(request, "importing/copy.html", context, status=422 if form.errors else status_of(error))


def choices(request: HttpRequest, mine: "QuerySet[ProcurementRecord]") -> dict[str, Any]:
    asked = request.GET.get("sok", "").strip()[:200]
    rows = mine.filter(title__icontains=asked) if asked else mine
    found = rows.count()
    return {"rows": rows[:SHOWN], "found": found, "shown": SHOWN, "asked": asked, "section": "home"}


def wanted(request: HttpRequest, source: ProcurementRecord) -> Wanted:
    """What was ticked; a requirement that is not the source's is passed over."""
    hows = {one.pk: request.POST.get(f"krav-{one.pk}", "") for one in source.criteria.all()}
    return Wanted(
        steps=[step for step in copied_answers() if step in request.POST.getlist("steg")],
        goals=request.POST.get("mal") == "ja",
        requirements={pk: how for pk, how in hows.items() if how in ("own", "bank")},  # type: ignore[misc]
        award_model=request.POST.get("modell") == "ja",
    )


def steps_of(source: ProcurementRecord) -> list[dict[str, Any]]:
    """The steps that have an answer which may come along, with those answers."""
    answers = {row.step_id: row.answers for row in source.steps.all()}
    found = []
    for step in convert.edition(source.model).steps:
        asked = [one for one in step.questions if one.id in copied_answers().get(step.id, ())]
        said = [(one.text, shown(one, answers.get(step.id, {}).get(one.id, ""))) for one in asked]
        said = [(text, answer) for text, answer in said if answer]
        if said:
            found.append({"id": step.id, "name": step.name, "said": said})
    return found


def shown(question: Any, answer: str) -> str:
    if question.kind == "yes_no":
        return {"yes": say("Ja", "Yes"), "no": say("Nej", "No")}.get(answer, answer)
    option = next((one for one in question.options if one.id == answer), None)
    return option.text.within(language()) if option else answer


def requirement(row: CriterionChoice, request: HttpRequest) -> dict[str, Any]:
    """A requirement with its wording as it was, and word for word what the bank's newest says otherwise."""
    bank = library().criteria.get(row.criterion_id)
    own = Text(row.wording_sv, row.wording_en).within(language())
    clause = Text(row.clause_sv, row.clause_en).within(language())
    newest = bank.text.within(language()) if bank else ""
    clause_now = bank.clause.text.within(language()) if bank and bank.clause else ""
    differs = bank is not None and (own, clause) != (newest, clause_now)
    asked = request.POST.get(f"krav-{row.pk}") if request.method == "POST" else "own"
    return {
        "pk": row.pk, "name": row.copy["name"], "lot": row.lot.lot_id if row.lot else "", "own": own, "clause": clause,
        "bank": bank is not None, "differs": differs, "chosen": asked,
        "changes": compared_words(own, newest) if differs and own != newest else (),
        "clause_changes": compared_words(clause, clause_now) if differs and clause != clause_now else (),
    }  # fmt: skip


def tell_left_out(request: HttpRequest, begun: ProcurementRecord) -> None:
    """What came along and what did not, as the event says it."""
    event = Event.objects.filter(procurement_id=begun.pk, action="procurement-copied").first()
    left = event.content.get("left_out", []) if event else []
    if not left:
        messages.success(
            request,
            say(
                "Upphandlingen är påbörjad utifrån den tidigare. Bekräfta vilka regler som gäller för den här.",
                "The procurement is begun from the earlier one. Confirm which rules hold for this one.",
            ),
        )
        return
    because = {
        "model": say("modellen har ändrats", "the model has changed"),
        "library": say("finns inte längre i banken", "is no longer in the bank"),
        "bank": say("finns inte längre i banken", "is no longer in the bank"),
        "requirements": say("kraven den bygger på följde inte med eller har andra nivåer",
                            "the requirements it stands on did not come along or have other levels"),
    }  # fmt: skip
    named = "; ".join(f"{called(one['what'])} ({because[one['because']]})" for one in left)
    messages.warning(request, say(f"Följde inte med: {named}.", f"Did not come along: {named}."))


def called(what: str) -> str:
    """What was left out, by the name people know."""
    lib = library()
    if what in lib.criteria:
        return f"”{lib.criteria[what].name.within(language())}”"
    if what in lib.indicators:
        return f"”{lib.indicators[what].name.within(language())}”"
    if what.startswith("award_model "):
        return say("utvärderingsmodellen för ", "the award model of ") + what.removeprefix("award_model ")
    questions = {one.id: one.text for step in lib.model.steps for one in step.questions}
    return f"”{questions[what].within(language())}”" if what in questions else what
