"""Small guards every request passes."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from omlopp.domain.model.errors import OmloppError
from omlopp.domain.process.secrecy import marking_of
from omlopp.library.messages import sentence
from omlopp.library.secrecy import secrecy
from omlopp.web.records.access import NotAllowed, NotAllowedHere

Handler = Callable[[HttpRequest], HttpResponse]


def language(get_response: Handler) -> Handler:
    """Swedish unless the reader has chosen English (a cookie; the browser's own wish does not decide)."""

    def handle(request: HttpRequest) -> HttpResponse:
        chosen = "en" if request.COOKIES.get("omlopp_language") == "en" else "sv"
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = get_response(request)
            response.headers.setdefault("Content-Language", chosen)
            return response

    return handle


PUBLIC = "/oppet/"  # pages that take in text from anybody
PUBLIC_LIMIT_BYTES = 400_000


def upload_limit(get_response: Handler) -> Handler:
    """Refuse a body that is too large before a byte of it is kept."""

    def handle(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            length = "0"
        if int(length) > settings.UPLOAD_LIMIT_BYTES:
            found, limit = int(length) // 2**20, settings.UPLOAD_LIMIT_BYTES // 2**20
            return too_much(
                f"Filen är {found} MB; gränsen är {limit} MB. Ingenting har sparats. Dela upp den eller packa den "
                "(zip eller gz) och försök igen.",
                f"The file is {found} MB; the limit is {limit} MB. Nothing was kept.",
            )
        if request.path.startswith(PUBLIC) and int(length) > PUBLIC_LIMIT_BYTES:
            return too_much(
                "Svaret är för långt. Ingenting har sparats. Gå tillbaka och korta texterna; filer tas inte emot här.",
                "The answer is too long. Nothing was kept. Go back and shorten the texts; files are not taken here.",
            )
        is_upload = request.META.get("CONTENT_TYPE", "").startswith("multipart/")
        if not is_upload and int(length) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0):
            return too_much(
                "Texten är för lång för ett formulär. Ingenting har sparats. Gå tillbaka och korta den.",
                "The text is too long for a form. Nothing was kept. Go back and shorten it.",
            )
        return get_response(request)

    return handle


def too_much(sv: str, en: str) -> HttpResponse:
    """Said before anything else has looked at the request, so in both languages and without the frame."""
    return HttpResponse(
        '<!doctype html><html lang="sv"><head><meta charset="utf-8"><title>För stort – Omlopp</title></head><body>'
        f'<main><h1>För stort</h1><p>{sv}</p><p lang="en">{en}</p><p><a href="/">Till startsidan</a></p></main>'
        "</body></html>",
        status=413,
    )


POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def security_headers(get_response: Handler) -> Handler:
    """Everything comes from here: no other site's scripts, styles, frames or fonts."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.path.startswith("/static/") is False:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle


def secrecy_header(get_response: Handler) -> Handler:
    """Every answer from inside a procurement, downloads too, says how secret it is; files of others are not changed."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if told := getattr(request, "holds", None):
            row, holds = told
            made = marking_of(row.outcome == "open", holds, timezone.localdate(), secrecy().markings)
            response.headers["X-Omlopp-Secrecy"] = made.ascii
        return response

    return handle


CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
)  # what no document can hold; tab and new line may


class plain_refusals:
    """Show Omlopp's own refusals as one sentence; everything else keeps its traceback in the log."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Text with control characters is refused before any view sees it: databases and documents choke on it."""
        named = [*request.GET.lists(), *request.POST.lists()]
        if not any(CONTROL.search(str(text)) for name, texts in named for text in (name, *texts)):
            return None
        says = {
            "sv": "Texten innehåller styrtecken som inte syns och inte går att spara. Skriv om den, "
            "eller klistra in den som oformaterad text.",
            "en": "The text holds control characters, which are not seen and cannot be kept. Write it again, "
            "or paste it as plain text.",
        }[translation.get_language() or "sv"]
        return render(request, "refusal.html", {"says": says, "status": 400}, status=400)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OmloppError):
            return None
        status = 403 if isinstance(error, NotAllowed | NotAllowedHere) else 422
        says = sentence(error, translation.get_language() or "sv")
        return render(request, "refusal.html", {"says": says, "status": status}, status=status)
