"""Forms that came when nobody was signed in: kept in the session, shown after signing in, sent again by a button.

Kept: the fields as they were typed, with the address. Never: files, passwords, tokens, anything of the account pages.
Only for who wrote them: a signed cookie set while a person is signed in says whose browser it was.
"""

import json
import re
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure

KEY = "omlopp_held"
COOKIE, SALT = "omlopp_who", "omlopp.held"
COOKIE_SECONDS = 14 * 24 * 3600
SECONDS = 3600  # how long a form is kept
MOST = 5  # forms at a time: several tabs
LIMIT_BYTES = 1_000_000  # of all that is kept in a session
SECRET = re.compile(r"passw|lösen|losen|secret|token|csrf", re.IGNORECASE)


class TooLarge(Exception):
    """What was typed does not fit in the session."""


@dataclass(frozen=True, slots=True)
class Held:
    id: str
    path: str  # with its query
    fields: list[tuple[str, list[str]]]
    files: list[str]  # names of chosen files, which must be chosen again
    at: int  # seconds since 1970
    who: int  # primary key of who wrote it
    page: str = ""  # where the form stood, when it is sent elsewhere

    @property
    def typed(self) -> list[tuple[str, list[str]]]:
        """What is worth showing: fields that hold something, but for the edition that the form carries unseen."""
        return [
            (name, texts)
            for name, texts in self.fields
            if name != "edition" and any(text.strip() for text in texts)
        ]


def now() -> int:
    return int(time.time())


def whose(request: HttpRequest) -> int | None:
    """Who was last signed in in this browser; None when nobody, or when the cookie has been tampered with."""
    try:
        return int(request.get_signed_cookie(COOKIE, salt=SALT, max_age=COOKIE_SECONDS) or "")
    except (KeyError, ValueError, signing.BadSignature):
        return None


def sign_for(response: HttpResponse, pk: int) -> None:
    response.set_signed_cookie(
        COOKIE, str(pk), salt=SALT, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def keep(request: HttpRequest) -> bool:
    """Keep what was typed. False when there is nothing to keep, or nobody to keep it for. Raises TooLarge."""
    who = request.user.pk if request.user.is_authenticated else whose(request)
    path = _page(request) if _is_htmx(request) else request.get_full_path()
    if request.method != "POST" or who is None or not _may_be_kept(path):
        return False
    fields = [
        (name, [str(text) for text in texts])
        for name, texts in request.POST.lists()
        if not SECRET.search(name)
    ]
    files = [file.name or "" for _, many in request.FILES.lists() for file in many]
    one = Held(secrets.token_urlsafe(8), path, fields, files, now(), who, _page(request))
    if not one.typed and not files:
        return False
    before = [each for each in _all(request) if (each.path, each.who) != (path, who)]
    kept = [asdict(each) for each in [*before, one][-MOST:]]
    if len(json.dumps(kept)) > LIMIT_BYTES:
        kept = [asdict(one)]
        if len(json.dumps(kept)) > LIMIT_BYTES:
            raise TooLarge
    request.session[KEY] = kept
    setattr(request, KEY, True)  # so that this very answer is not taken for the form having been received
    return True


def kept(request: HttpRequest) -> list[Held]:
    """What the signed-in person has waiting."""
    mine = request.user.pk if request.user.is_authenticated else None
    return [each for each in _all(request) if each.who == mine]


def waiting(request: HttpRequest) -> bool:
    """Does something wait for whoever signs in here?"""
    return any(each.who == whose(request) for each in _all(request))


def drop(request: HttpRequest, *, path: str = "", one: str = "") -> None:
    """Throw away what was sent to `path`, or the one whose id is `one`."""
    left = [each for each in _all(request) if each.path != path and each.id != one]
    if len(left) != len(request.session.get(KEY, ())):
        request.session[KEY] = [asdict(each) for each in left]


def lead(request: HttpRequest, to: str) -> HttpResponse:
    """To another page; a part of a page that htmx asked for takes the whole page along."""
    if _is_htmx(request):
        return HttpResponse(headers={"HX-Redirect": to})
    return redirect(to)


def sign_in_and(to: str) -> str:
    """The address of signing in that leads on to `to`."""
    return f"{reverse('sign-in')}?{urlencode({'next': to}, safe='/')}"


def _all(request: HttpRequest) -> list[Held]:
    raw: list[dict[str, Any]] = request.session.get(KEY, [])
    held = [Held(**each) for each in raw]
    return [each for each in held if now() - each.at < SECONDS]


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _page(request: HttpRequest) -> str:
    """The page that was open, as far as the browser tells and it is one of ours; else the address itself."""
    at = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    parts = urlsplit(at)
    if not url_has_allowed_host_and_scheme(at, {request.get_host()}) or parts.path.startswith("//"):
        return request.get_full_path()
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _may_be_kept(path: str) -> bool:
    """Pages that need signing in; of the account's own, only what a person says of themselves."""
    try:
        found = resolve(urlsplit(path).path)
    except Resolver404:
        return False
    own = path.startswith(reverse("me")) and found.url_name != "me"
    return not path.startswith("//") and not own and getattr(found.func, "login_required", True)


class SignInFirst(LoginRequiredMiddleware):
    """Nothing without signing in, but what a view opens itself – and nothing typed is lost on the way."""

    async_capable = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response: HttpResponse = self.get_response(request)  # type: ignore[assignment]
        done = request.method == "POST" and response.status_code < 400 and not _is_htmx(request)
        if done and not hasattr(request, KEY) and request.user.is_authenticated and KEY in request.session:
            drop(request, path=request.get_full_path())
        return response

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        try:
            to = reverse("held") if keep(request) else self._back(request)
        except TooLarge:
            return render(request, "account/too_large.html", status=413)
        return lead(request, sign_in_and(to))

    @staticmethod
    def _back(request: HttpRequest) -> str:
        """Where to after signing in: the page itself, or the one whose button was pressed."""
        return _page(request) if request.method == "POST" or _is_htmx(request) else request.get_full_path()


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from before signing in anew has an old token. If it came from our own page, it is kept and shown."""
    view = request.resolver_match
    if not (view and _from_our_own_page(request)):
        return csrf_failure(request, reason)
    try:
        found = keep(request)
    except TooLarge:
        found = False
    if not found:
        return csrf_failure(request, reason)
    if request.user.is_authenticated:
        return lead(request, reverse("held"))
    return lead(request, sign_in_and(reverse("held")))


def _from_our_own_page(request: HttpRequest) -> bool:
    """As the browser says it: a page of another place cannot make it say so."""
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin" or request.headers.get("Origin") == here
