"""Lessons that would change the library: proposed after a follow-up, judged by somebody else."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Text
from omlopp.flows import learning
from omlopp.flows.library import LibraryFault
from omlopp.library.learnt import learnt
from omlopp.library.load import library
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import may, may_in, organisations_of, require, visible_to
from omlopp.web.records.actions.lessons import judge_proposal, propose_change, withdraw_proposal
from omlopp.web.records.models import Lesson, LessonProposal
from omlopp.web.words import keyed, language, named, say

KINDS = (
    ("criteria", "Krav", "Requirement"),
    ("groups", "Produktgrupp", "Product group"),
    ("steps", "Steg i modellen", "Step of the model"),
)


@reads
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits, what was judged, and what the library has taken in."""
    user = signed_in(request)
    ours = [one for one in organisations_of(user) if may_in(user, "read", one)]
    rows = list(LessonProposal.objects.filter(organisation__in=ours).select_related("organisation"))
    context = {
        "section": "lesson-proposals",
        "waiting": [(row, target_name(row)) for row in rows if row.state == "proposed"],
        "judged": [(row, target_name(row)) for row in rows if row.state != "proposed"],
        "taken": [(one, _name(one.kind, one.of), passage_name(one.passage)) for one in reversed(learnt())],
        "judges": any(may_in(user, "library", one) for one in ours),
    }
    return render(request, "lessons/proposals.html", context)


@reads_and_writes
def propose(request: HttpRequest, lesson: int) -> HttpResponse:
    """Choose what the lesson would change, then the passage, then write it anew."""
    user = signed_in(request)
    row = Lesson.objects.filter(pk=lesson).select_related("procurement").first()
    if row is None or row.procurement_id not in visible_to(user):
        raise Http404
    require(user, "measure", row.procurement)
    asked: dict[str, str] = {
        name: (request.POST or request.GET).get(name, "").strip()[:4000]
        for name in ("about", "passage", "sv", "en", "why")
    }
    asked["about"] = asked["about"] or _first(row)
    kind, _, of = asked["about"].partition(":")
    error, status = "", 200
    if request.method == "POST":
        try:
            made = propose_change(
                by=user, lesson=row, kind=kind, of=of, passage=asked["passage"], after=Text(asked["sv"], asked["en"]),
                why=asked["why"],
            )  # fmt: skip
            messages.success(
                request,
                say(
                    "Förslaget är lämnat. Någon annan prövar det.",
                    "The proposal is handed in. Somebody else judges it.",
                ),
            )
            return redirect("lesson-proposal", made.pk)
        except OmloppError as refused:
            error, status = told(refused), status_of(refused)
    try:
        known = dict(learning.passages_of(kind, of, library()))
    except learning.UnknownTarget as unknown:
        error, status, known = error or refusal(unknown), 422 if status == 200 else status, {}
    chosen = known.get(asked["passage"])
    context = {
        "place": None,
        "section": "lesson-proposals",
        "lesson": row,
        "asked": asked
        | {
            "sv": asked["sv"] or (_flat(chosen.sv) if chosen else ""),
            "en": asked["en"] or (_flat(chosen.en) if chosen else ""),
        },
        "kinds": _kinds(row),
        "passages": [
            (way, passage_name(way), _short(text.within(language()))) for way, text in known.items()
        ],
        "chosen": chosen,
        "name": _name(kind, of) if known else None,
        "error": error,
    }
    del context["place"]
    return render(request, "lessons/propose.html", context, status=status)


@reads_and_writes
def proposal(request: HttpRequest, lesson_proposal: int) -> HttpResponse:
    """One proposal: before and after, where it was learnt, and the judgement."""
    user = signed_in(request)
    row = (
        LessonProposal.objects.select_related("organisation", "lesson__procurement")
        .filter(pk=lesson_proposal)
        .first()
    )
    if row is None or not (may_in(user, "read", row.organisation) or _theirs(user, row)):
        raise Http404
    error, status, why = "", 200, request.POST.get("why", "")[:4000]
    if request.method == "POST":
        try:
            do = request.POST.get("do", "")
            if do == "withdraw":
                withdraw_proposal(by=user, proposal=row, why=why)
            elif do in ("accept", "refuse"):
                judge_proposal(by=user, proposal=row, accepted=do == "accept", why=why)
            else:
                raise Http404
            messages.success(request, say("Beslutet är sparat.", "The decision is saved."))
            return redirect("lesson-proposal", row.pk)
        except OmloppError as refused:
            error, status = told(refused), status_of(refused)
        row.refresh_from_db()
    mine = row.proposed_by == user.get_username()
    context = {
        "section": "lesson-proposals",
        "row": row,
        "name": target_name(row),
        "passage": passage_name(row.passage),
        "kind": dict((key, say(sv, en)) for key, sv, en in KINDS)[row.kind],
        "lesson": row.lesson if row.lesson and row.lesson.procurement_id in visible_to(user) else None,
        "may_judge": row.state == "proposed" and not mine and may_in(user, "library", row.organisation),
        "may_withdraw": row.state == "proposed" and mine,
        "mine": mine,
        "error": error,
        "why": why,
    }
    return render(request, "lessons/proposal.html", context, status=status)


def _theirs(user: User, row: LessonProposal) -> bool:
    """Who proposed it, and who follows up the procurement, read it also without a role in the organisation."""
    return bool(row.lesson) and may(user, "measure", row.lesson.procurement)  # type: ignore[union-attr]


def told(error: OmloppError) -> str:
    """A refusal as a sentence; the first fault of a change in the words of the library's check."""
    first: Any = error.facts.get("first")
    if isinstance(first, LibraryFault):
        says = keyed(first.key, first.facts) if first.key else first.says
        return refusal(learning.ChangeFaulty(count=error.facts["count"], first=says))
    return refusal(error)


def target_name(row: LessonProposal) -> str:
    return _name(row.kind, row.target)


def _name(kind: str, of: str) -> str:
    found = learning.targets(kind, library()).get(of) if kind in learning.KINDS else None
    return found.within(language()) if found else of


def passage_name(way: str) -> str:
    """A passage in words: "Avtalsvillkor", "Frågor 2"."""
    parts = way.split(".")
    code = ".".join(part for part in parts if not part.isdigit())
    number = next((int(part) + 1 for part in parts if part.isdigit()), None)
    words = named(code, "passage") if code in library().names.tables["passage"] else code
    return f"{words} {number}" if number else words


def _kinds(row: Lesson) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be chosen: the procurement's requirements, its product groups, and every step."""
    held = library()
    criteria = [
        id
        for id in row.procurement.criteria.values_list("criterion_id", flat=True).distinct()
        if id in held.criteria
    ]
    groups = dict.fromkeys(held.criteria[id].group for id in criteria)
    every: dict[str, list[str]] = {
        "steps": list(learning.targets("steps", held)),
        "criteria": sorted(criteria),
        "groups": [id for id in groups if id in held.groups] or list(held.groups),
    }
    names = {kind: (sv, en) for kind, sv, en in KINDS}
    return [
        (say(*names[kind]), [(f"{kind}:{id}", _name(kind, id)) for id in ids]) for kind, ids in every.items()
    ]


def _first(row: Lesson) -> str:
    if row.criterion_id in library().criteria:
        return f"criteria:{row.criterion_id}"
    return f"steps:{row.step or 'need'}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def _short(text: str) -> str:
    text = _flat(text)
    return text if len(text) <= 60 else text[:59] + "…"
