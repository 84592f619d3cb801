"""Which document a page is about: the kind, its part and language, for those who may have it."""

from dataclasses import dataclass
from typing import cast

from django.http import Http404, HttpRequest
from django.utils import timezone

from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Document
from omlopp.domain.model.text import Language
from omlopp.flows.papers import PAPERS, Form, Paper, plan_of
from omlopp.web.pages import Place, place
from omlopp.web.records import convert
from omlopp.web.records import papers as kept
from omlopp.web.records.actions.bids import look_at_bids
from omlopp.web.words import language


@dataclass(frozen=True)
class Asked:
    """A document as it is asked for. `part`: a lot or a talk; empty where there is one for the procurement."""

    place: Place
    paper: Paper
    part: str
    language: Language
    dossier: Dossier

    def plan(self) -> Document:
        """Made from what stands now. Raises PaperNotReady."""
        known = convert.library_of(self.place.row)
        return plan_of(self.paper, self.dossier, self.part, known, self.language, timezone.localdate())

    @property
    def part_name(self) -> str:
        return self.paper.named(self.dossier, self.part) if self.part else ""


def asked(request: HttpRequest, pk: int, kind: str) -> Asked:
    """404 for a kind, a part or a form that is not there; 403 for one of bids without the right over them."""
    paper = next((one for one in PAPERS if one.address == kind and one.plan is not None), None)
    if paper is None:
        raise Http404
    here = place(request, pk, "see_bids" if paper.of_bids else "read")
    dossier = kept.dossier(here.row, here.value)
    part = request.POST.get("del") or request.GET.get("del", "")
    parts = paper.parts(dossier)
    if parts and part not in parts:
        if part or len(parts) != 1:
            raise Http404
        part = parts[0]
    return Asked(here, paper, part, language_of(request), dossier)


def language_of(request: HttpRequest) -> Language:
    """?sprak=sv or en; else the language of the page."""
    given = request.POST.get("sprak") or request.GET.get("sprak", "")
    return cast(Language, given) if given in ("sv", "en") else language()


def form_of(form: str) -> Form:
    if form not in ("docx", "pdf"):
        raise Http404
    return cast(Form, form)


def note_look(here: Place, paper: Paper, part: str) -> None:
    """That somebody took out a document of bids is noted while they are secret."""
    if paper.of_bids and here.row.outcome == "open":
        look_at_bids(by=here.user, procurement=here.row, what=f"{paper.kind} {part}".strip())


def paper_of(kind: str) -> Paper:
    """By kind, as a kept version says it."""
    found = next((one for one in PAPERS if one.kind == kind), None)
    if found is None:
        raise Http404
    return found
