"""Notices the workspace has read: search, and what one asks and declares."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from omlopp.web import uploads
from omlopp.web.pages import reads
from omlopp.web.records.models import NoticeRecord


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
        "readings": uploads.recent(5),
        "limit_mb": settings.UPLOAD_LIMIT_BYTES // 2**20,
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
