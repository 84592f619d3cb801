"""Down to the very sentence, the notice it stands in, and every table and picture as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.flows import fill, market
from omlopp.notices.search.shape import key_of
from omlopp.web.pages import reads, refusal
from omlopp.web.records.models import NoticeRecord
from omlopp.web.screens.market.views import FORMS, asked_for
from omlopp.web.words import language, say

PAGE = 25


@reads
def sentences(request: HttpRequest) -> HttpResponse:
    """The quotes behind a figure, with their context, each with a link to its notice."""
    asked = asked_for(request, "market-sentences")
    if not market.has_store():
        return render(request, "market/empty.html", {"section": "market"})
    asked_page = request.GET.get("sida", "1")
    number = (
        max(1, int(asked_page))
        if asked_page.isascii() and asked_page.isdigit() and len(asked_page) < 7
        else 1
    )
    try:
        found = market.sentences(market.open_store(), asked.filters, limit=PAGE, offset=(number - 1) * PAGE)
    except OmloppError as error:
        return render(
            request, "market/empty.html", {"section": "market", "error": refusal(error)}, status=422
        )
    last = max(1, -(-found.total // PAGE))
    context = {
        "section": "market", "invented": fill.invented_only(), "asked": asked, "found": found, "number": number,
        "last": last, "forms": FORMS, "what": say("meningarna", "the sentences"),
    }  # fmt: skip
    return render(request, "market/sentences.html", context)


@reads
def one(request: HttpRequest) -> HttpResponse:
    """To the notice a sentence stands in: its own page where the workspace holds it, else the market's."""
    file, notice_id = (request.GET.get(name, "")[:400] for name in ("fil", "id"))
    if not file:
        raise Http404
    held = NoticeRecord.objects.filter(notice_id=notice_id[:120], file=file[-400:]).only("pk").first()
    return redirect("notice", held.pk) if held else redirect("search-notice", key_of(file))


@reads
def export(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """A table (CSV, Parquet, JSON) or a picture (SVG, PNG) with its source line, for the filters of the address."""
    asked = asked_for(request)
    if not market.has_store():
        raise Http404
    try:
        file: Any = market.export(market.open_store(), asked.filters, table, form, language())
    except (market.UnknownTable, market.UnknownForm, market.NothingToDraw):
        raise Http404 from None
    response = HttpResponse(file.content, content_type=file.media_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
