"""Kept versions of a document: keeping one, reading it, and what changed between two."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from omlopp.documents.diff import Version, comparison
from omlopp.documents.plan import Document
from omlopp.domain.model.errors import OmloppError
from omlopp.flows.papers import Form, plan_of
from omlopp.flows.papers import render as write
from omlopp.flows.publish import Made, slug
from omlopp.library.numbers import day
from omlopp.web.download import download
from omlopp.web.pages import Place, place, reads_and_writes, refusal, status_of, tell_secrecy, writes
from omlopp.web.records import convert
from omlopp.web.records import papers as kept
from omlopp.web.records.access import require
from omlopp.web.records.actions.papers import keep_version
from omlopp.web.records.models import PaperVersion
from omlopp.web.screens.papers.found import asked, form_of, note_look, paper_of
from omlopp.web.screens.papers.views import fragment, shown
from omlopp.web.words import say

NOW = "nu"


@writes
def keep(request: HttpRequest, pk: int, paper_kind: str) -> HttpResponse:
    """Keep the document as it stands now."""
    found = asked(request, pk, paper_kind)
    note = request.POST.get("note", "")
    try:
        row = keep_version(
            by=found.place.user, procurement=found.place.row, document=found.plan(), part=found.part,
            of_bids=found.paper.of_bids, note=note,
        )  # fmt: skip
    except OmloppError as refused:
        return shown(request, found, refusal(refused), note, status_of(refused))
    messages.success(request, say(f"Version {row.number} är sparad.", f"Version {row.number} is kept."))
    return redirect(reverse("paper", args=[pk, paper_kind]) + f"?del={found.part}&sprak={found.language}")


def _kept(request: HttpRequest, pk: int, number: str | int) -> tuple[Place, PaperVersion, Document]:
    """A version of this procurement, for those who may have it; a look at bids is noted while they are secret."""
    here = place(request, pk)
    row = get_object_or_404(PaperVersion, pk=number, procurement=here.row)
    if row.of_bids:
        require(here.user, "see_bids", here.row)
        tell_secrecy(request, here.row, "bids")
        note_look(here, paper_of(row.kind), row.lot_id)
    return here, row, kept.document(row)


@reads_and_writes
def version(request: HttpRequest, pk: int, paper_version: int) -> HttpResponse:
    try:
        here, row, document = _kept(request, pk, paper_version)
    except OmloppError as refused:
        return _refused(request, refused)
    context = {
        "place": here,
        "version": row,
        "paper": paper_of(row.kind),
        "document": document,
        "html": fragment(document),
    }
    return render(request, "papers/version.html", context)


@reads_and_writes
def version_file(request: HttpRequest, pk: int, paper_version: int, paper_as: str) -> HttpResponse:
    wanted = form_of(paper_as)
    try:
        here, row, document = _kept(request, pk, paper_version)
    except OmloppError as refused:
        return _refused(request, refused)
    name = f"{slug(here.row.title)}-{here.row.pk}-{slug(document.title)}-v{row.number}.{wanted}"
    return download(Made(name, write(document, wanted, kept.look(here.row)[0])))


@dataclass(frozen=True)
class Compared:
    place: Place
    before: PaperVersion
    after: PaperVersion | None
    document: Document


@reads_and_writes
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """?fran= and ?till=: ids of two versions of one document; till=nu: the document as it stands now."""
    if not request.GET.get("fran"):
        return _nothing_chosen(request, pk)
    try:
        found = _compared(request, pk)
    except OmloppError as refused:
        return _refused(request, refused)
    context = {
        "place": found.place,
        "before": found.before,
        "after": found.after,
        "paper": paper_of(found.before.kind),
        "document": found.document,
        "html": fragment(found.document),
        "query": request.GET.urlencode(),
    }
    return render(request, "papers/compare.html", context)


@reads_and_writes
def compare_file(request: HttpRequest, pk: int, paper_as: str) -> HttpResponse:
    if not request.GET.get("fran"):
        return _nothing_chosen(request, pk)
    wanted: Form = form_of(paper_as)
    try:
        found = _compared(request, pk)
    except OmloppError as refused:
        return _refused(request, refused)
    name = f"{slug(found.place.row.title)}-{pk}-{slug(found.document.title)}.{wanted}"
    return download(Made(name, write(found.document, wanted, kept.look(found.place.row)[0])))


def _nothing_chosen(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the list, for those who may read it."""
    return redirect("papers", place(request, pk).row.pk)


def _compared(request: HttpRequest, pk: int) -> Compared:
    first, last = request.GET.get("fran", ""), request.GET.get("till", "")
    if not first.isdecimal() or not (last.isdecimal() or last == NOW) or len(first + last) > 18:
        raise Http404
    here, before, old = _kept(request, pk, first)
    if last == NOW:
        paper = paper_of(before.kind)
        own = kept.dossier(here.row, here.value)
        today = timezone.localdate()
        known = convert.library_of(here.row)
        new = plan_of(paper, own, before.lot_id, known, before.language, today)  # type: ignore[arg-type]
        named = say("Som det är nu", "As it stands now")
        return Compared(here, before, None, comparison(Version(_name(before), old), Version(named, new)))
    _, after, new = _kept(request, pk, last)
    if (after.kind, after.lot_id, after.language) != (before.kind, before.lot_id, before.language):
        raise Http404
    if after.number < before.number:
        before, after, old, new = after, before, new, old
    return Compared(here, before, after, comparison(Version(_name(before), old), Version(_name(after), new)))


def _name(row: PaperVersion) -> str:
    at = timezone.localtime(row.made_at)
    said = f"Version {row.number}, {day(at.date(), row.language)} {at:%H:%M}, {row.made_by}"
    return f"{said}: {row.note}" if row.note else said


def _refused(request: HttpRequest, refused: OmloppError) -> HttpResponse:
    status = 403 if refused.code == "not-allowed" else 409
    return render(request, "refusal.html", {"says": refusal(refused)}, status=status)
