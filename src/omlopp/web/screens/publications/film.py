"""A film that is built, shown in the browser: for a steering group, without a file to unpack."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from lxml import etree, html

from omlopp.domain.model.text import LANGUAGES
from omlopp.flows.publications.plan import plans
from omlopp.web import publications as work
from omlopp.web.pages import reads
from omlopp.web.pieces import piece
from omlopp.web.screens.publications.views import allowed, made_of
from omlopp.web.words import language

FORM = "film"
SHOWN = {"mp4": "video/mp4", "vtt": "text/vtt; charset=utf-8", "png": "image/png"}


@reads
def film(request: HttpRequest, film: str, film_language: str) -> HttpResponse:
    """The film with its subtitles, and all that it says as text."""
    allowed(request)
    files, manifest = _files(film, film_language), work.built(film, film_language)
    if manifest is None or "mp4" not in files:
        raise Http404
    context = {
        "section": "publications",
        "plan": plans().one(film),
        "title": plans().one(film).title.within(language()),
        "made": made_of(manifest.language, manifest),
        "kinds": list(files),
        "text": _text(files.get("html")),
    }
    return render(request, "publications/film.html", context)


@reads
def part(request: HttpRequest, film: str, film_language: str, film_part: str) -> HttpResponse:
    """The film itself, its subtitles or its first picture: what the player asks for, piece by piece."""
    allowed(request)
    path = _files(film, film_language).get(film_part)
    if path is None or film_part not in SHOWN:
        raise Http404
    try:
        return piece(request, path, SHOWN[film_part], work.digest_of(film, film_language, path))
    except OSError:
        raise Http404 from None


def _files(film: str, of_language: str) -> dict[str, Path]:
    """Suffix → the film's file; only what the manifest lists. Raises Http404."""
    if film not in plans().found or of_language not in LANGUAGES:
        raise Http404
    return {path.suffix[1:]: path for path in work.files_of(film, of_language, FORM)}


def _text(page: Path | None) -> str:
    """The scenes of the film's own page, which escapes every text; empty where there is none."""
    try:
        scenes = html.parse(str(page)).iterfind(".//*[@class='scene']") if page else ()
        return mark_safe("".join(html.tostring(each, encoding="unicode") for each in scenes))
    except (OSError, etree.LxmlError):
        return ""
