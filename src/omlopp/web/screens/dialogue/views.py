"""The market dialogue of a procurement: what was put out, what was answered, what it says of each requirement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.documents.plans.rfi import equal_information
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.market import CANS, KINDS, Reply, Told, latest, told
from omlopp.flows.dialogue import evidence as counted
from omlopp.flows.dialogue import evidence_says
from omlopp.library.dialogue import counties, limits
from omlopp.library.load import library
from omlopp.web.pages import Place, place, reads, refusal, writes
from omlopp.web.records.actions.answers import (
    drop_market_evidence,
    replies,
    standing_answers,
    use_market_evidence,
)
from omlopp.web.records.actions.dialogue import closed_on, state_of
from omlopp.web.records.dialogues import asked_of
from omlopp.web.records.models import CriterionChoice, Dialogue, DialogueAnswer, PublicNeed
from omlopp.web.words import language, say

A_PAGE = 50  # answers


@reads
def dialogue(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    given = replies(here.row)
    rows = list(here.row.dialogues.prefetch_related("answers"))
    shared = list(here.row.shared.all())
    context = {
        "place": here,
        "dialogues": [(row, state_of(row, timezone.localdate()), len(standing_answers(row))) for row in rows],
        "said": [row for row in heard(here, given) if row.told.of],
        "firms": len(latest(given)),
        "twice": twice(given),
        "few": limits().few,
        "cans": CANS,
        "kinds": KINDS,
        "waiting": [row for row in shared if row.shared_on is None],
        "shared": [row for row in shared if row.shared_on is not None],
        "law": law(here),
        "need": PublicNeed.objects.filter(procurement=here.row, withdrawn_at=None).first(),
        "steps": here.steps_of("market"),
        "county_names": counties(),
        "today": timezone.localdate(),
        "may_talk": here.may("dialogue"),
        "organisation": here.row.organisation_id,
    }
    return render(request, "dialogue/dialogue.html", context)


@dataclass(frozen=True)
class Heard:
    """A requirement with what the market said of it: now, and as it is kept as evidence. `same`: nothing is newer."""

    row: CriterionChoice
    told: Told
    says: str
    kept: str
    same: bool


def heard(here: Place, given: list[Reply]) -> list[Heard]:
    found = []
    for row in here.row.criteria.all():
        said = told(str(row.pk), given)
        now = counted(said, [])
        same = row.market is not None and all(row.market[name] == now[name] for name in ("of", "counts"))
        sentence = evidence_says(row.market, language())
        found.append(Heard(row, said, now["verdict"], sentence, same))
    return found


def twice(given: list[Reply]) -> list[str]:
    """Firms that answered more than once: the last answer counts, and somebody may need to ask which is right."""
    return [one.firm for one in latest(given) if sum(_same(one, other) for other in given) > 1]


def _same(one: Reply, other: Reply) -> bool:
    return len(latest([one, other])) == 1


def law(here: Place) -> tuple[Any, str] | None:
    """The point on equal information and its section under the procurement's own rules; None before they are known."""
    regime = here.value.regime.regime if here.value.regime else None
    point = equal_information(library(), regime, here.value.rules_fixed_on)
    if point is None or regime is None:
        return None
    return point, point.section(regime) or ""


def talk_of(here: Place, talk: int) -> Dialogue:
    return get_object_or_404(Dialogue, pk=talk, procurement=here.row)


@reads
def one(request: HttpRequest, pk: int, talk: int) -> HttpResponse:
    """A dialogue with its answers, fifty a page."""
    here = place(request, pk)
    row = talk_of(here, talk)
    stands = state_of(row, timezone.localdate())
    answers = standing_answers(row)
    page = Paginator(list(reversed(answers)), A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "place": here,
        "row": row,
        "asked": asked_of(row),
        "state": stands,
        "closed_on": closed_on(row),
        "page": page,
        "answers": [shown(row, each) for each in page],
        "changed": row.answers.count() - len(answers),
        "secret": sum(each.asks_secrecy for each in answers),
        "link": request.build_absolute_uri(reverse("answer-dialogue", args=[row.token])),
        "today": timezone.localdate(),
        "county_names": counties(),
        "suppliers": here.row.organisation.suppliers.filter(removed_at=None)[:200]
        if here.row.organisation
        else [],
        "may_talk": here.may("dialogue"),
    }
    return render(request, "dialogue/one.html", context)


@dataclass(frozen=True)
class Shown:
    """An answer as its page tells it, question by question."""

    row: DialogueAnswer
    answers: list[tuple[str, str]]
    criteria: list[tuple[str, Mapping[str, str]]]


def shown(dialogue: Dialogue, row: DialogueAnswer) -> Shown:
    return Shown(
        row,
        [(each["text"], row.answers[each["id"]]) for each in dialogue.questions if each["id"] in row.answers],
        [
            (each["name"], row.criteria[each["choice"]])
            for each in dialogue.criteria
            if each["choice"] in row.criteria
        ],
    )


@writes
def evidence(request: HttpRequest, pk: int, choice: int) -> HttpResponse:
    """Use what the market said as evidence of a requirement, or take it away again."""
    here = place(request, pk)
    row = CriterionChoice.objects.filter(pk=choice, procurement=here.row).first()
    if row is None:
        raise Http404
    try:
        if request.POST.get("do") == "drop":
            drop_market_evidence(by=here.user, choice=row)
            messages.success(request, say("Underlaget är borttaget.", "The evidence is removed."))
        else:
            use_market_evidence(by=here.user, choice=row)
            messages.success(
                request,
                say(
                    "Svaren är nu underlag för kravet. De visas bland kraven, utan företagens namn.",
                    "The answers are now evidence of the requirement. They are shown with it, without names.",
                ),
            )
    except OmloppError as refused:
        messages.error(request, refusal(refused))
    return redirect("dialogue", pk)
