"""What is known of a finished procurement: its notices, its documents, and interviews, link by link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.chain import Link, chain
from omlopp.domain.process.hindsight import ROLES, NoticeFacts, Said, standing
from omlopp.library.files import from_data
from omlopp.library.interview import guide, roles
from omlopp.web import evidence
from omlopp.web.pages import Place, place, reads, refusal, status_of, writes
from omlopp.web.records import convert
from omlopp.web.records.actions.hindsight import FILE_KINDS, attach_hindsight_file, join_notices
from omlopp.web.records.models import HindsightNotice
from omlopp.web.screens.hindsight.choosing import lists, picked, side_by_side
from omlopp.web.words import keyed, language, say


def place_in(request: HttpRequest, pk: int) -> Place:
    """The procurement, if it was entered in hindsight; others have no such page."""
    here = place(request, pk)
    if not here.row.in_hindsight:
        raise Http404
    return here


def said_of(here: Place) -> list[Said]:
    return [
        Said(row.question, row.role, row.known, row.answer)  # type: ignore[arg-type]
        for row in here.row.interviews.all()
    ]


def in_chain(here: Place) -> frozenset[Link]:
    """Links that some goal's chain has; the need, where the step tells it."""
    rows = chain(here.value, convert.goals(here.row.model))
    found = {link for row in rows for link in Link if link not in row.open_links}
    need = here.value.answers.get("need_statement", "").strip()
    return frozenset(found | ({Link.NEED} if need else set()))


@reads
def hindsight(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, place_in(request, pk))


def _page(request: HttpRequest, here: Place, error: str = "", status: int = 200) -> HttpResponse:
    said = said_of(here)
    found = standing(guide(), said, in_chain(here))
    joined = {row.part: row for row in HindsightNotice.objects.filter(procurement=here.row)}
    facts = {part: from_data(NoticeFacts, row.facts) for part, row in joined.items()}
    answered = {role: [one for one in said if one.role == role] for role in ROLES}
    context: dict[str, Any] = {
        "place": here,
        "error": error,
        "joined": joined,
        "links": [
            (keyed(f"hindsight.link.{one.link}", {}), keyed(f"hindsight.status.{one.status}", {}), one)
            for one in found
        ],
        "known": sum(one.known for one in found),
        "unknown": sum(one.unknown for one in found),
        "of": sum(one.of for one in found),
        "roles": [
            (
                role,
                roles()[role].within(language()),
                sum(one.known for one in answered[role]),
                sum(not one.known for one in answered[role]),
                sum(role in one.roles for one in guide()),
            )
            for role in ROLES
        ],
        "files": here.row.files.filter(kind__in=FILE_KINDS, of_bids=False),
        "may_need": here.may("need"),
        "may_edit": here.may("edit"),
        "may_comment": here.may("comment"),
    }
    if here.may("edit") and len(joined) < 2:
        context |= lists(picked(request, here.user.get_username(), {}))
    context |= side_by_side(facts.get("call"), facts.get("award"))
    return render(request, "hindsight/hindsight.html", context, status=status)


@writes
def notices(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a notice that was found later."""
    here = place_in(request, pk)
    try:
        now = picked(request, here.user.get_username(), request.POST)
        join_notices(by=here.user, procurement=here.row, call=now.call, award=now.award)
    except OmloppError as refused:
        return _page(request, here, refusal(refused), status_of(refused))
    messages.success(request, say("Sparat.", "Saved."))
    return redirect("hindsight", pk)


@writes
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """The contract or a follow-up document."""
    here = place_in(request, pk)
    given = request.FILES.get("file")
    try:
        if given is None:
            raise evidence.EvidenceEmpty(file="–")
        if (given.size or 0) > evidence.LIMIT_BYTES:
            raise evidence.EvidenceTooLarge(
                file=given.name or "",
                size=-(-(given.size or 0) // 2**20),
                limit=evidence.LIMIT_BYTES // 2**20,
            )
        attach_hindsight_file(
            by=here.user,
            procurement=here.row,
            kind=request.POST.get("kind", ""),
            name=given.name or "fil",
            content=given.read(),
            what=request.POST.get("what", ""),
        )
    except OmloppError as refused:
        return _page(request, here, refusal(refused), status_of(refused))
    messages.success(request, say("Filen är bifogad.", "The file is attached."))
    return redirect("hindsight", pk)


@reads
def file(request: HttpRequest, pk: int, hindsight_file: int) -> HttpResponse:
    """As it was attached, always as a download: nothing of it is shown by the workbench."""
    here = place_in(request, pk)
    row = here.row.files.filter(pk=hindsight_file, kind__in=FILE_KINDS, of_bids=False).first()
    if row is None:
        raise Http404
    response = HttpResponse(
        evidence.content_of(row.name, row.sha256), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
