"""To whom publications are handed over, what was sent in which version, and what came of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from omlopp.documents import docx
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.cover_letter import Letter, cover_letter
from omlopp.library.policy import addressees as suggested
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of
from omlopp.web.records.access import NotAllowedHere, may_in, organisations_of
from omlopp.web.records.actions import handing_over as act
from omlopp.web.records.handing_over import addressees_of, dispatches_of
from omlopp.web.records.models import Addressee, Dispatch, Organisation, ProgrammeRecord
from omlopp.web.records.papers import look_of
from omlopp.web.screens.handing_over.built import built
from omlopp.web.screens.handing_over.forms import OfAddressee, OfDispatch, OfReply
from omlopp.web.words import language, say

SECTION = {"section": "publications"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@reads
def addressees(request: HttpRequest) -> HttpResponse:
    """The register, and what was sent, the newest first."""
    user = signed_in(request)
    every = list(addressees_of(user).prefetch_related("dispatches"))
    here = [row for row in every if row.removed_at is None]
    known = {row.kind for row in here}
    context = SECTION | {
        "found": [(row, [one for one in row.dispatches.all() if one.taken_back_at is None]) for row in here],
        "removed": [row for row in every if row.removed_at is not None],
        "sent": dispatches_of(user)[:200],
        "missing": [(one.id, one.organisation.within(language()), one.office.within(language()))
                    for one in suggested() if one.id not in known],
        "may": bool(_writers(request)),
    }  # fmt: skip
    return render(request, "handing_over/addressees.html", context)


@reads_and_writes
def new(request: HttpRequest) -> HttpResponse:
    """A new addressee; `?slag=` fills in one of the library's."""
    may, user = _writers(request), signed_in(request)
    error, status = "", 200
    registers = may or organisations_of(user)
    form = OfAddressee(request.POST or None, organisations=registers, initial=_first(request))
    if request.method == "POST":
        if not registers:
            raise NotAllowedHere(person=user.get_username(), right=act.RIGHT, organisation="–")
        status = 422
        if form.is_valid():
            try:
                row = act.enter_addressee(by=user, organisation=form.chosen, to=form.to)
                messages.success(
                    request, say("Mottagaren finns nu i registret.", "The addressee is in the register.")
                )
                return redirect("addressee", row.pk)
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    context = SECTION | {"form": form, "error": error, "may": bool(may)}
    return render(request, "handing_over/new.html", context, status=status)


def _first(request: HttpRequest) -> dict[str, str]:
    asked = request.GET.get("slag", "")
    return next(
        (
            {
                "kind": one.id,
                "name": one.organisation.within(language()),
                "office": one.office.within(language()),
            }
            for one in suggested()
            if one.id == asked
        ),
        {},
    )


@reads_and_writes
def addressee(request: HttpRequest, addressee: int) -> HttpResponse:
    """One addressee: its facts, what went to it, and out of the register or back."""
    row = _addressee(request, addressee)
    user, error, status = signed_in(request), "", 200
    doing = request.POST.get("do", "facts")
    of_facts = request.method == "POST" and doing == "facts"
    form = OfAddressee(request.POST if of_facts else None, initial=_typed(row))
    edition = row.edition
    if request.method == "POST":
        try:
            if doing == "remove":
                act.remove_addressee(by=user, addressee=row, why=request.POST.get("why", ""))
            elif doing == "restore":
                act.restore_addressee(by=user, addressee=row)
            elif not form.is_valid():
                raise _Invalid()
            else:
                edition = _edition(request)
                act.change_addressee(by=user, addressee=row, to=form.to, edition=edition)
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("addressees") if doing == "remove" else redirect("addressee", row.pk)
        except _Invalid:
            status = 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
            edition = Addressee.objects.get(pk=row.pk).edition
    context = SECTION | {
        "row": row, "form": form, "error": error, "edition": edition, "why": request.POST.get("why", ""),
        "sent": dispatches_of(user).filter(addressee=row), "may": may_in(user, act.RIGHT, row.organisation),
    }  # fmt: skip
    return render(request, "handing_over/addressee.html", context, status=status)


class _Invalid(Exception):
    """The form itself says what is wrong."""


def _typed(row: Addressee) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("name", "office", "address", "email", "kind")}


@reads_and_writes
def send(request: HttpRequest, addressee: int) -> HttpResponse:
    """What is sent, logged in its version."""
    row, user = _addressee(request, addressee), signed_in(request)
    error, status = "", 200
    first = next((one.publication for one in suggested() if one.id == row.kind), "")
    files = built(first)
    led = ProgrammeRecord.objects.filter(organisation=row.organisation, closed_on=None)
    form = OfDispatch(request.POST or None, built=files, programmes=list(led))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            held = form.cleaned_data
            try:
                sent = act.log_dispatch(
                    by=user, addressee=row, version=form.built[held["file"]].version(), on=held["sent_on"],
                    channel=held["channel"], diary_number=held["diary_number"], message=held["message"],
                    programme=form.programmes.get(held["programme"]),
                )  # fmt: skip
                messages.success(request, say("Utskicket är inskrivet. Hämta följebrevet här.",
                                              "The dispatch is logged. Fetch the cover letter here."))  # fmt: skip
                return redirect("dispatch", sent.pk)
            except OmloppError as refused:
                error, status = refusal(refused), status_of(refused)
    context = SECTION | {
        "row": row, "form": form, "error": error, "files": files, "may": may_in(user, act.RIGHT, row.organisation),
    }  # fmt: skip
    return render(request, "handing_over/send.html", context, status=status)


@reads_and_writes
def dispatch(request: HttpRequest, dispatch: int) -> HttpResponse:
    """One dispatch: what went, the reply and what it led to; taken back with a reason."""
    row, user = _dispatch(request, dispatch), signed_in(request)
    error, status, edition = "", 200, row.edition
    doing = request.POST.get("do", "reply")
    of_reply = request.method == "POST" and doing == "reply"
    form = OfReply(request.POST if of_reply else None, initial={
        "replied_on": row.replied_on or timezone.localdate(), "reply": row.reply, "led_to": row.led_to,
        "their_number": row.their_number,
    })  # fmt: skip
    if request.method == "POST":
        try:
            if doing == "take-back":
                act.take_back_dispatch(by=user, dispatch=row, why=request.POST.get("why", ""))
            elif not form.is_valid():
                raise _Invalid()
            else:
                held, edition = form.cleaned_data, _edition(request)
                act.record_reply(
                    by=user, dispatch=row, on=held["replied_on"], reply=held["reply"],
                    their_number=held["their_number"], led_to=held["led_to"], edition=edition,
                )  # fmt: skip
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("dispatch", row.pk)
        except _Invalid:
            status = 422
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
            edition = Dispatch.objects.get(pk=row.pk).edition
    context: dict[str, Any] = SECTION | {
        "row": row, "form": form, "error": error, "edition": edition, "why": request.POST.get("why", ""),
        "may": may_in(user, act.RIGHT, row.addressee.organisation),
    }  # fmt: skip
    return render(request, "handing_over/dispatch.html", context, status=status)


@reads
def letter(request: HttpRequest, dispatch: int) -> HttpResponse:
    """The cover letter as a Word file, in the language of what was sent, in the organisation's look."""
    row = _dispatch(request, dispatch)
    to = row.addressee
    spoken: Language = "en" if row.language == "en" else "sv"
    document = cover_letter(
        Letter(
            to=(to.name, to.office, *to.address.splitlines()), sender=to.organisation.name, on=row.sent_on,
            diary_number=row.diary_number, title=row.title, file=row.file, sha256=row.sha256, built_on=row.built_on,
            message=row.message, exercise=row.exercise,
        ),
        spoken,
    )  # fmt: skip
    look, _ = look_of(to.organisation)
    response = HttpResponse(docx.render(document, look), content_type=DOCX)
    name = "foljebrev" if spoken == "sv" else "cover-letter"
    response["Content-Disposition"] = f'attachment; filename="{name}-{row.pk}.docx"'
    return response


def _writers(request: HttpRequest) -> list[Organisation]:
    user = signed_in(request)
    return [one for one in organisations_of(user) if may_in(user, act.RIGHT, one)]


def _addressee(request: HttpRequest, pk: int) -> Addressee:
    row = addressees_of(signed_in(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _dispatch(request: HttpRequest, pk: int) -> Dispatch:
    row = dispatches_of(signed_in(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _edition(request: HttpRequest) -> int:
    typed = request.POST.get("edition", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else -1
