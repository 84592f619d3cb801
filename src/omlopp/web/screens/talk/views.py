"""Talk about a procurement: comments, tasks and files – of the whole, or of one step."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from omlopp.domain.model.errors import OmloppError
from omlopp.web import evidence
from omlopp.web.forms import choices
from omlopp.web.pages import Place, place, reads, refusal, status_of, writes
from omlopp.web.records.actions import talk as act
from omlopp.web.records.models import Comment, Task
from omlopp.web.talking import talk_of
from omlopp.web.words import say


class DayUnreadable(OmloppError):
    """Facts: found."""

    code = "day-unreadable"


class FileMissing(OmloppError):
    code = "file-missing"


@reads
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, place(request, pk))


@writes
def say_it(request: HttpRequest, pk: int) -> HttpResponse:
    def do(here: Place, at: str) -> str:
        text = request.POST.get("text", "")
        row = act.say_something(by=here.user, procurement=here.row, text=text, place=at)
        _, nobody = act.mentioned(row.text, {one.get_username() for one in act.readers(here.row, at)})
        if nobody:
            shown = ", ".join(f"@{name}" for name in nobody[:5])
            messages.warning(
                request,
                say(
                    f"{shown} fick inget besked: ingen med det namnet kan läsa det här.",
                    f"{shown} was not told: nobody of that name can read this.",
                ),
            )
        return f"comment-{row.pk}"

    return _done(request, pk, do)


@writes
def strike_it(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    def do(here: Place, at: str) -> str:
        row = _seen(here, comment)
        act.strike(by=here.user, comment=row, why=request.POST.get("why", ""))
        return f"comment-{row.pk}"

    return _done(request, pk, do)


@writes
def give_task(request: HttpRequest, pk: int) -> HttpResponse:
    def do(here: Place, at: str) -> str:
        row = act.add_task(
            by=here.user,
            procurement=here.row,
            text=request.POST.get("task", ""),
            who=request.POST.get("who", "").strip().removeprefix("@"),
            due_on=_day(request.POST.get("due_on", "")),
            place=at,
        )
        return f"task-{row.pk}"

    return _done(request, pk, do)


@writes
def mark_task(request: HttpRequest, pk: int, task: int) -> HttpResponse:
    def do(here: Place, at: str) -> str:
        row = next((one.row for one in talk_of(here, people=False).tasks if one.row.pk == task), None)
        if row is None:
            raise Http404
        act.finish_task(by=here.user, task=Task.objects.get(pk=row.pk), done=request.POST.get("done") != "no")
        return f"task-{row.pk}"

    return _done(request, pk, do)


@writes
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    def do(here: Place, at: str) -> str:
        name, content = _given(request)
        row = act.keep_file(
            by=here.user,
            procurement=here.row,
            name=name,
            content=content,
            kind=request.POST.get("kind", ""),
            what=request.POST.get("what", ""),
            place=at,
            of_bids=request.POST.get("of_bids") == "on",
        )
        messages.success(request, say("Filen är bifogad.", "The file is attached."))
        return f"file-{row.pk}"

    return _done(request, pk, do)


@reads
def hand_out(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """The file as it was attached, always to be kept and never shown in the page."""
    here = place(request, pk)
    row = next((one.row for one in talk_of(here, people=False).files if one.row.pk == file), None)
    if row is None:
        raise Http404
    response = HttpResponse(
        evidence.content_of(row.name, row.sha256), content_type="application/octet-stream"
    )
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _done(request: HttpRequest, pk: int, do: Callable[[Place, str], str]) -> HttpResponse:
    """Do it and go back to where it was done; refused, the page comes again with what was typed and the reason."""
    here = place(request, pk)
    at = request.POST.get("place", "")
    try:
        part = do(here, at)
    except OmloppError as refused:
        return _page(request, here, at, refusal(refused), status_of(refused))
    if request.POST.get("from") == "step" and at in {step.id for step in here.model.steps}:
        return redirect(f"{reverse('step', args=[pk, at])}#talk")
    return redirect(f"{reverse('talk', args=[pk])}#{part}")


def _page(
    request: HttpRequest, here: Place, at: str = "", error: str = "", status: int = 200
) -> HttpResponse:
    steps = [(step.id, step.name) for step in here.model.steps]
    wanted = at or request.GET.get("steg", "")
    known = wanted if wanted in dict(steps) else ""
    context = {
        "place": here,
        "talk": talk_of(here, known),
        "at": known,
        "steps": steps,
        "error": error,
        "typed": request.POST if error else {},
        "kinds": choices("file_kind"),
        "limit_mb": evidence.LIMIT_BYTES // 2**20,
        "sees_bids": here.may("see_bids"),
    }
    return render(request, "talk/talk.html", context, status=status)


def _seen(here: Place, comment: int) -> Comment:
    row = next((one.row for one in talk_of(here, people=False).comments if one.row.pk == comment), None)
    if row is None:
        raise Http404
    return row


def _day(text: str) -> date | None:
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise DayUnreadable(found=text[:40]) from None
    if not 1900 <= day.year <= 2200:
        raise DayUnreadable(found=text[:40])
    return day


def _given(request: HttpRequest) -> tuple[str, bytes]:
    """Name and bytes; one that is too large is refused before it is read."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.name:
        raise FileMissing()
    if (file.size or 0) > evidence.LIMIT_BYTES:
        size, limit = -(-(file.size or 0) // 2**20), evidence.LIMIT_BYTES // 2**20
        raise evidence.EvidenceTooLarge(file=evidence.safe_name(file.name), size=size, limit=limit)
    return file.name, file.read()
