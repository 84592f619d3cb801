"""Notices the workspace has read: search, what one asks and declares, and reading an uploaded one."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.web.pages import reads, refusal, signed_in, writes
from omlopp.web.records.actions.notices import keep_notices
from omlopp.web.records.models import NoticeRecord
from omlopp.web.records.reading import records_from
from omlopp.web.words import say


@reads
def notices(request: HttpRequest) -> HttpResponse:
    return render(request, "notices/notices.html", listing(request))


def listing(request: HttpRequest) -> dict[str, object]:
    """Search by words in title, buyer and CPV; `land=SE`, `fynd=ja` narrow it. Every list can be linked to."""
    words, country, found = (request.GET.get(name, "").strip() for name in ("sok", "land", "fynd"))
    rows = NoticeRecord.objects.defer("explanation")
    for word in words.split():
        rows = rows.filter(Q(title__icontains=word) | Q(buyer_name__icontains=word) | Q(cpv__startswith=word))
    if country:
        rows = rows.filter(country=country)
    if found:
        rows = rows.filter(found__gt=0)
    countries = NoticeRecord.objects.order_by("country").values_list("country", flat=True).distinct()
    query = request.GET.copy()
    query.pop("sida", None)
    return {
        "section": "notices",
        "page": Paginator(rows, 25).get_page(request.GET.get("sida")),
        "words": words,
        "country": country,
        "found": found,
        "countries": [each for each in countries if each],
        "total": NoticeRecord.objects.count(),
        "query": query.urlencode(),
    }


@reads
def one(request: HttpRequest, notice: int) -> HttpResponse:
    row = get_object_or_404(NoticeRecord, pk=notice)
    says = row.explanation
    context = {"section": "notices", "notice": row, "says": says, "asks": grouped(says["asks"])}
    return render(request, "notices/notice.html", context)


def grouped(passages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same words of the same field, found in several lots, are shown once with all their lots."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for passage in passages:
        key = (passage["field"], passage["concept"], passage["quote"])
        one = found.setdefault(key, passage | {"lots": []})
        if passage["lot_id"]:
            one["lots"].append(passage["lot_id"])
    return list(found.values())


@writes
def upload(request: HttpRequest) -> HttpResponse:
    """Read an uploaded notice. What cannot be read is said plainly, and nothing is kept of it."""
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, say("Välj en fil först.", "Choose a file first."))
        return redirect("notices")
    try:
        rows, rejected = records_from(file.name or "upload", file.read())
    except OmloppError as error:
        return render(
            request, "notices/notices.html", listing(request) | {"error": refusal(error)}, status=422
        )
    if not rows:
        says = " ".join(refusal(refused) for refused in rejected) or say(
            "Filen är tom.", "The file is empty."
        )
        return render(request, "notices/notices.html", listing(request) | {"error": says}, status=422)
    keep_notices(by=signed_in(request).get_username(), notices=rows, source=file.name or "upload")
    for refused in rejected:
        messages.error(request, refusal(refused))
    kept = NoticeRecord.objects.get(digest=rows[0].digest)
    return redirect("notice", kept.pk) if len(rows) == 1 else redirect("notices")
