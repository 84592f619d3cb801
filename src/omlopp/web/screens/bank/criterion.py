"""One requirement of the bank: its whole story, where it is used, and as a sheet to take along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from omlopp.domain.model.criteria import Criterion
from omlopp.flows import market
from omlopp.flows.market_standard import concepts_asked
from omlopp.flows.publish import sheet as as_docx
from omlopp.flows.publish import sheet_text
from omlopp.library.load import Library, library
from omlopp.web.download import download
from omlopp.web.pages import reads, signed_in
from omlopp.web.records.access import visible_to
from omlopp.web.records.models import CriterionChoice
from omlopp.web.words import language

NEAR = 2  # others proposed to lay beside it


def known(criterion_id: str) -> Criterion:
    found = library().criteria.get(criterion_id)
    if found is None:
        raise Http404
    return found


@reads
def page(request: HttpRequest, criterion_id: str) -> HttpResponse:
    lib = library()
    one = known(criterion_id)
    used = (
        CriterionChoice.objects.filter(criterion_id=one.id, procurement_id__in=visible_to(signed_in(request)))
        .select_related("procurement")
        .order_by("-procurement__changed_at")
    )
    context = {
        "section": "criteria",
        "here": "criteria",
        "criterion": one,
        "strategy": next(each for each in lib.goal(one.goal).strategies if each.id == one.strategy),
        "indicator": lib.indicators.get(one.measured_by),
        "market": market.standard_now(one),
        "concepts": concepts_asked(one),
        "relations": relations(one, lib),
        "used": list({choice.procurement_id: choice.procurement for choice in used}.values()),
        "cases": [case for case in lib.cases.values() if one.id in case.criteria],
        "near": near(one, lib),
        "text": sheet_text(one, lib, language(), timezone.localdate()),
        "notes": {point.id: point.note for point in lib.legal.values() if point.note},
    }
    return render(request, "bank/criterion.html", context)


def relations(one: Criterion, lib: Library) -> list[tuple[str, list[Criterion]]]:
    """Relations in both directions, with the requirements themselves."""
    mine = [
        (name, [lib.criteria[id] for id in getattr(one.relations, name) if id in lib.criteria])
        for name in ("requires", "replaces", "conflicts", "combines")
    ]
    said = {name: {each.id for each in others} for name, others in mine}
    theirs = {
        name: [each for each in lib.criteria.values() if one.id in getattr(each.relations, name)]
        for name in ("requires", "replaces", "conflicts", "combines")
    }
    both = [
        (name, others + [each for each in theirs[name] if each.id not in said[name]])
        if name in ("conflicts", "combines")
        else (name, others)
        for name, others in mine
    ]
    both += [("required_by", theirs["requires"]), ("replaced_by", theirs["replaces"])]
    return [(name, others) for name, others in both if others]


def near(one: Criterion, lib: Library) -> list[Criterion]:
    """What one would weigh it against: of the same group, with the same goal or indicator first."""
    others = [each for each in lib.criteria.values() if each.group == one.group and each.id != one.id]
    others.sort(
        key=lambda each: (
            each.measured_by != one.measured_by,
            each.strategy != one.strategy,
            each.goal != one.goal,
            each.id,
        )
    )
    return others[:NEAR]


@reads
def sheet(request: HttpRequest, criterion_id: str) -> HttpResponse:
    """The requirement as a Word document."""
    return download(as_docx(known(criterion_id), library(), language(), timezone.localdate()))


@reads
def text(request: HttpRequest, criterion_id: str) -> HttpResponse:
    """The requirement as plain text, for those whose browser runs no scripts."""
    said = sheet_text(known(criterion_id), library(), language(), timezone.localdate())
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
