"""Publications: which there are, what is built, and a button that builds them in the background."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.model.text import LANGUAGES, Language
from omlopp.flows.publications.forms import FORMS
from omlopp.flows.publications.manifest import Manifest
from omlopp.flows.publications.plan import Plan, plans
from omlopp.library.numbers import day
from omlopp.web import background
from omlopp.web import publications as work
from omlopp.web.pages import reads, refusal, signed_in, writes
from omlopp.web.records.access import NotAllowedHere, may_in, organisations_of
from omlopp.web.records.actions.publications import begin_publications, stop_publications
from omlopp.web.records.models import Organisation
from omlopp.web.words import language, say

FORM_NAMES = {
    "handbook_site": ("Webbplats (zip)", "Website (zip)"),
    "public_site": ("Webbplats (zip)", "Website (zip)"),
    "html": ("Webbsida", "Web page"),
    "pdf": ("PDF", "PDF"),
    "docx": ("Word", "Word"),
    "pptx": ("Bilder (PowerPoint)", "Slides (PowerPoint)"),
    "film": ("Film (zip)", "Film (zip)"),
}
TYPES = {"pdf": "application/pdf", "zip": "application/zip", "html": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Made:
    """A publication in one language, as the page shows it."""

    language: str
    name: str
    built_on: str
    exercise: bool
    forms: tuple[tuple[str, str, str], ...]  # form, its name, its size
    left_out: tuple[str, ...]

    @property
    def film(self) -> bool:
        return any(form == "film" for form, _, _ in self.forms)


@dataclass(frozen=True)
class Row:
    plan: Plan
    title: str
    subtitle: str
    forms: str  # what it is made as, in words
    made: tuple[Made, ...]


@reads
def publications(request: HttpRequest) -> HttpResponse:
    """With htmx only the part that changes while it is built."""
    now = work.progress()
    context = {"progress": now, "section": "publications", "of_forms": max(now.of, 1)}
    if request.headers.get("HX-Request") == "true":
        if now.state != "running":
            response = HttpResponse()
            response["HX-Refresh"] = "true"
            return response
        return render(request, "publications/progress.html", context)
    known = plans()
    context |= {
        "rows": [row_of(each) for each in known.found.values()],
        "broken": [str(each) for each in known.problems],
        "may": publisher(request) is not None,
        "says": now.says.get(language(), ""),
        "left_out": now.left_out.get(language(), []),
    }
    return render(request, "publications/publications.html", context)


@writes
def build(request: HttpRequest) -> HttpResponse:
    """All publications, or the one that was asked for, in both languages."""
    here = allowed(request)
    asked = request.POST.get("publication", "")
    names = [asked] if asked else []
    try:
        for name in names:
            plans().one(name)
        if work.progress().state == "running":
            raise work.AlreadyBuilding
    except OmloppError as error:
        messages.error(request, refusal(error))
        return redirect("publications")
    user = signed_in(request)
    begin_publications(by=user, organisation=here, names=names, languages=LANGUAGES)
    try:
        work.begin(work.Asked(user.get_username(), tuple(names), LANGUAGES))
    except (OmloppError, OSError) as error:
        says = refusal(error) if isinstance(error, OmloppError) else str(error.strerror or error)
        messages.error(request, says)
    return redirect("publications")


@writes
def stop(request: HttpRequest) -> HttpResponse:
    here = allowed(request)
    if work.progress().state == "running":
        stop_publications(by=signed_in(request), organisation=here)
        background.ask_to_stop(work.place())
        messages.success(
            request,
            say("Bygget stannar när filen är klar. Det som är byggt ligger kvar.",
                "The building stops when the file is done. What is built stays."),
        )  # fmt: skip
    return redirect("publications")


@reads
def file(
    request: HttpRequest, publication: str, publication_language: str, publication_form: str
) -> HttpResponse:
    """A file that was built, or a site or film as one archive. Only what the manifest lists."""
    allowed(request)
    if (
        publication not in plans().found
        or publication_language not in LANGUAGES
        or publication_form not in FORMS
    ):
        raise Http404
    try:
        name, content = work.file_of(publication, publication_language, publication_form)
    except work.PublicationGone as error:
        raise Http404(refusal(error)) from None
    response = HttpResponse(
        content, content_type=TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def publisher(request: HttpRequest) -> Organisation | None:
    """The first organisation for which this person publishes."""
    user = signed_in(request)
    return next((one for one in organisations_of(user) if may_in(user, "publish", one)), None)


def allowed(request: HttpRequest) -> Organisation:
    here = publisher(request)
    if here is None:
        names = ", ".join(one.name for one in organisations_of(signed_in(request))) or "–"
        raise NotAllowedHere(person=signed_in(request).get_username(), right="publish", organisation=names)
    return here


def row_of(plan: Plan) -> Row:
    found = ((each, work.built(plan.name, each)) for each in LANGUAGES)
    made = tuple(made_of(each, manifest) for each, manifest in found if manifest is not None)
    forms = ", ".join(dict.fromkeys(form_name(form) for form in plan.forms))
    return Row(plan, plan.title.within(language()), plan.subtitle.within(language()), forms, made)


def form_name(form: str) -> str:
    return say(*FORM_NAMES.get(form, (form, form)))


def made_of(each: Language, manifest: Manifest) -> Made:
    sizes: dict[str, int] = {}
    for one in manifest.files:
        sizes[one.form] = sizes.get(one.form, 0) + one.size
    names = {"sv": say("Svenska", "Swedish"), "en": say("Engelska", "English")}
    return Made(
        each,
        names[each],
        day(manifest.built_on, language()),
        manifest.exercise and plans().one(manifest.publication).of == "portfolio",
        tuple((form, form_name(form), in_words(size)) for form, size in sizes.items()),
        tuple(one.says for one in manifest.left_out),
    )


def in_words(size: int) -> str:
    """Bytes as people read them."""
    return (
        f"{size / 1e6:.1f} MB".replace(".", "," if language() == "sv" else ".")
        if size > 1e6
        else f"{max(1, size // 1000)} kB"
    )
