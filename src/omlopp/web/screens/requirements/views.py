"""Requirements: suggested with reasons, chosen as copies, adapted, checked live."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from omlopp.domain.criteria.check import check
from omlopp.domain.criteria.find import find
from omlopp.domain.criteria.near import cases_near, groups_near
from omlopp.domain.model.cases import Case
from omlopp.domain.model.criteria import Level
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.groups import GroupPage
from omlopp.domain.model.text import Text
from omlopp.flows import market
from omlopp.flows.dialogue import evidence_says
from omlopp.library.load import library
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.criteria import adapt_criterion, choose_criterion, drop_criterion
from omlopp.web.records.models import CriterionChoice
from omlopp.web.words import keyed, language, say

GROUPS_SHOWN, CASES_SHOWN = 2, 4


@reads
def requirements(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    level = request.GET.get("niva", "")
    lib = library()
    suggestions = find(
        lib.criteria.values(),
        cpv=here.value.cpv,
        goals=here.value.goals,
        level=Level(level) if level in [each.value for each in Level] else None,
        cases=lib.cases.values(),
    )
    taken = {choice.criterion.id for choice in here.value.criteria}
    context = {
        "suggestions": [
            (
                each.criterion,
                [
                    (keyed(f"reason.{reason.key}", reason.facts), reason.facts.get("case", ""))
                    for reason in each.reasons
                ],
                market.as_market_knows(each.criterion).market.above,
                market.standard_now(each.criterion),
            )
            for each in suggestions
            if each.criterion.id not in taken
        ],
        "level": level,
        "levels": [each.value for each in Level],
        "choices": list(zip(here.row.criteria.select_related("lot"), here.value.criteria, strict=True)),
        "lots": here.value.lots,
        "market": {
            str(row.pk): evidence_says(row.market, language())
            for row in here.row.criteria.all()
            if row.market
        },
        "indicators": lib.indicators,
        "known": what_is_known(here),
        "may_edit": here.may("edit"),
        "steps": here.steps_of("requirements"),
    }
    return render(
        request, "requirements/requirements.html", context | {"place": here, "findings": findings(here)}
    )


@dataclass(frozen=True)
class Known:
    """What the bank knows of a group the procurement buys in. `cases`: the most alike, with something to tell."""

    group: GroupPage
    cases: tuple[Case, ...]


def what_is_known(here: Place) -> list[Known]:
    """Questions, pitfalls and cases of the closest groups, before anything is chosen."""
    lib = library()
    codes = here.value.cpv or tuple(code for lot in here.value.lots for code in lot.cpv)
    goals = {goal.goal for goal in here.value.goals}
    return [
        Known(
            group,
            tuple(
                case
                for case in cases_near(lib.cases.values(), groups=(group.id,), cpv=codes, goals=goals)
                if isinstance(case.lessons, tuple)
            )[:CASES_SHOWN],
        )
        for group in groups_near(lib.groups.values(), codes)[:GROUPS_SHOWN]
    ]


def findings(here: Place) -> list[object]:
    regime = here.value.regime.regime if here.value.regime else None
    return list(check(here.value, library().indicators, regime, on=timezone.localdate()))


@writes
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    try:
        choice = choose_criterion(
            by=here.user,
            procurement=here.row,
            criterion_id=request.POST.get("criterion", ""),
            lot_id=request.POST.get("lot", ""),
        )
        name = Text(**choice.copy["name"])
        messages.success(
            request,
            say(
                f"Valt: {name.sv}. En kopia av texten är sparad här.",
                f"Chosen: {name.en}. A copy of the text is kept here.",
            ),
        )
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("requirements", pk)


@reads_and_writes
def adapt(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    here = place(request, pk)
    row = get_object_or_404(CriterionChoice, pk=choice, procurement=here.row)
    typed = {
        name: request.POST.get(name, getattr(row, name))
        for name in ("wording_sv", "wording_en", "clause_sv", "clause_en", "owner")
    }
    error, status = "", 200
    if request.method == "POST":
        said = bool(row.clause_sv or typed["clause_sv"].strip() or typed["clause_en"].strip())
        clause = Text(typed["clause_sv"], typed["clause_en"]) if said else None
        try:
            adapt_criterion(
                by=here.user,
                choice=row,
                wording=Text(typed["wording_sv"], typed["wording_en"]),
                clause=clause,
                owner=typed["owner"],
                why=request.POST.get("why", ""),
            )
            messages.success(request, say("Texten är sparad.", "The text is saved."))
            return redirect("requirements", pk)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    chosen = convert.chosen_criterion(row)
    context = {
        "place": here,
        "row": row,
        "chosen": chosen,
        "typed": typed,
        "error": error,
        "may_edit": here.may("edit"),
    }
    return render(request, "requirements/adapt.html", context, status=status)


@writes
def drop(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    here = place(request, pk)
    row = get_object_or_404(CriterionChoice, pk=choice, procurement=here.row)
    try:
        drop_criterion(by=here.user, choice=row, why=request.POST.get("why", ""))
    except OmloppError as refused:
        messages.error(request, refusal(refused))
        return redirect("adapt-criterion", pk, choice)
    messages.success(
        request,
        say(
            "Kravet är borttaget; texten och skälet finns i loggen.",
            "The requirement is taken out; its text and the reason stand in the log.",
        ),
    )
    return redirect("requirements", pk)
