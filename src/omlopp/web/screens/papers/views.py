"""Every document of a procurement: what it is for, whether it can be made, and what is missing in it."""

from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe

from omlopp.documents import html
from omlopp.documents.dossier import Dossier
from omlopp.documents.plan import Callout, Document
from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import Language
from omlopp.flows.papers import PAPERS, Paper, file_name, lacks_in_words, plan_of
from omlopp.flows.papers import render as write
from omlopp.flows.publish import Made
from omlopp.web.download import download
from omlopp.web.pages import Place, place, reads, reads_and_writes, refusal
from omlopp.web.records import convert
from omlopp.web.records import papers as kept
from omlopp.web.records.models import PaperVersion
from omlopp.web.screens.papers.found import Asked, asked, form_of, language_of, note_look
from omlopp.web.words import keyed, language


@dataclass
class Row:
    """A document on the list. `lacks`: what must be there first; `missing`: what the document says is missing."""

    paper: Paper
    part: str
    part_name: str
    says: str
    lacks: list[str]
    missing: list[str] = field(default_factory=list)
    closed: bool = False  # it holds bids, and this person may not see them
    newest: PaperVersion | None = None

    @property
    def can_be_made(self) -> bool:
        return self.paper.plan is not None and not self.lacks and not self.closed

    @property
    def name(self) -> str:
        return self.paper.name(language())


@reads
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk)
    own = kept.dossier(here.row, here.value)
    sees = here.may("see_bids")
    known = list(kept.versions(here.row, bids=sees))
    context = {
        "place": here,
        "rows": [row for one in PAPERS for row in _rows(one, own, here, known, sees)],
        "versions": known,
        "in_language": language_of(request),
        "look_faults": [refusal(one) for one in kept.look(here.row)[1]],
        "sees": sees,
    }
    return render(request, "papers/papers.html", context)


def _rows(one: Paper, own: Dossier, here: Place, known: list[PaperVersion], sees: bool) -> list[Row]:
    says = keyed(f"papers.for.{one.kind}", {})
    if one.of_bids and not sees:
        return [Row(one, "", "", says, [], closed=True)]
    rows = []
    for part in one.parts(own) or [""]:
        lacking = lacks_in_words(one.lacks(own, part), language())
        named = one.named(own, part) if part else ""
        row = Row(one, part, named, says, lacking)
        if one.plan is not None and not lacking and not one.of_bids:
            made = plan_of(one, own, part, convert.library_of(here.row), language(), here.row.rules_fixed_on)
            row.missing = missing_in(made)
        of_this = [each for each in known if each.kind == one.kind and each.lot_id == part]
        row.newest = of_this[0] if of_this else None
        rows.append(row)
    return rows


def missing_in(document: Document) -> list[str]:
    """What the document itself says is missing."""
    return [block.text for block in document.blocks if isinstance(block, Callout) and block.kind == "missing"]


@reads_and_writes
def paper(request: HttpRequest, pk: int, paper_kind: str) -> HttpResponse:
    """The document as it reads now. GET alone; a look at bids is noted while they are secret."""
    return shown(request, asked(request, pk, paper_kind))


def shown(
    request: HttpRequest, found: Asked, error: str = "", typed: str = "", status: int = 200
) -> HttpResponse:
    here = found.place
    try:
        made = found.plan()
    except OmloppError as refused:
        context = {"place": here, "says": refusal(refused)}
        return render(request, "refusal.html", context, status=409)
    note_look(here, found.paper, found.part)
    rows = [
        one
        for one in kept.versions(here.row, bids=here.may("see_bids"))
        if (one.kind, one.lot_id) == (found.paper.kind, found.part)
    ]
    context = {
        "place": here,
        "found": found,
        "document": made,
        "html": fragment(made),
        "missing": missing_in(made),
        "versions": rows,
        "comparable": [one for one in rows if one.language == found.language],
        "may_keep": here.may("see_bids" if found.paper.of_bids else "comment"),
        "languages": languages(),
        "error": error,
        "typed": typed,
        "look_faults": [refusal(one) for one in kept.look(here.row)[1]],
    }
    return render(request, "papers/paper.html", context, status=status)


def fragment(document: Document) -> SafeString:
    """Made by the renderer, which escapes every text."""
    return mark_safe(html.fragment(document, folded=False))


def languages() -> list[tuple[Language, str]]:
    return [("sv", "Svenska"), ("en", "English")]


@reads_and_writes
def paper_file(request: HttpRequest, pk: int, paper_kind: str, paper_as: str) -> HttpResponse:
    """The same as a file, in the organisation's look."""
    return file_of(request, asked(request, pk, paper_kind), paper_as)


def file_of(request: HttpRequest, found: Asked, form: str) -> HttpResponse:
    wanted, here = form_of(form), found.place
    try:
        made = found.plan()
    except OmloppError as refused:
        return render(request, "refusal.html", {"place": here, "says": refusal(refused)}, status=409)
    note_look(here, found.paper, found.part)
    name = file_name(found.paper, found.dossier, found.part, found.language, wanted)
    return download(Made(name, write(made, wanted, kept.look(here.row)[0])))
