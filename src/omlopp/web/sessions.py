"""How long a session lasts, what is remembered of it, and what must be done before anything else."""

import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from omlopp.web import held
from omlopp.web.records.signing_in import BEGUN, DEVICE, SEEN, first_thing, too_old

Handler = Callable[[HttpRequest], HttpResponse]
MARK_SECONDS = 60  # how often it is noted that a session is used

# What opens although something else must be done first: the thing itself, and the way out.
ALWAYS = frozenset({"sign-out", "language"})
FIRST = {
    "password": ("password", ALWAYS | {"password"}),
    "second-factor": (
        "mfa_activate_totp",
        ALWAYS | {"mfa_activate_totp", "account_reauthenticate", "password"},
    ),
}
# Looked for in this order: most browsers also claim to be others.
BROWSERS = {
    "Edge": r"Edg/", "Opera": r"OPR/", "Vivaldi": r"Vivaldi/", "Firefox": r"Firefox/", "Chrome": r"Chrome/|CriOS/",
    "Safari": r"Safari/",
}  # fmt: skip
SYSTEMS = {
    "iPhone": r"iPhone", "iPad": r"iPad", "Android": r"Android", "Windows": r"Windows", "macOS": r"Mac OS X|Macintosh",
    "ChromeOS": r"CrOS", "Linux": r"Linux",
}  # fmt: skip


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())


def device(said: str) -> str:
    """ "Firefox, Linux" from what a browser says of itself; empty when it says nothing known."""
    found = [
        next((name for name, mark in table.items() if re.search(mark, said)), "")
        for table in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(each for each in found if each)


@receiver(user_logged_in, dispatch_uid="omlopp.session-begins")
def _begins(sender: Any, request: HttpRequest, **rest: Any) -> None:
    """What a session remembers of itself from the start. Never the address: it is not needed."""
    request.session[BEGUN] = request.session[SEEN] = now()
    request.session[DEVICE] = device(request.META.get("HTTP_USER_AGENT", "")[:400])


def session_rules(get_response: Handler) -> Handler:
    """End what is too old or has stood unused, before anybody asks who it is; and say by cookie whose a form is."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session:
            _use(request)
        response = get_response(request)
        user = getattr(request, "user", None)
        if user is not None and SESSION_KEY in request.session and held.whose(request) != user.pk:
            held.sign_for(response, user.pk)
        return response

    return handle


def _use(request: HttpRequest) -> None:
    kept, at = request.session, now()
    if BEGUN not in kept:  # begun by an earlier version
        kept[BEGUN] = kept[SEEN] = at
    elif too_old(kept[BEGUN], kept.get(SEEN, at), at):
        logout(request)
    elif at - kept[SEEN] >= MARK_SECONDS and not _by_itself(request):
        kept[SEEN] = at


def _by_itself(request: HttpRequest) -> bool:
    """A page that asks how far a reading has come is not a person at work."""
    return request.method == "GET" and request.headers.get("HX-Request") == "true"


class FirstThings:
    """A password of one's own, and a second factor where an organisation asks for one, before anything else opens."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *rest: Any) -> HttpResponse | None:
        if not request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        first = first_thing(request.user)
        if first is None:
            return None
        to, open_anyway = FIRST[first]
        if request.resolver_match and request.resolver_match.url_name in open_anyway:
            return None
        held.keep(request)
        return held.lead(request, reverse(to))
