"""What django-allauth asks of us: sentences in both languages, secrets kept encrypted, and our own actions and events.

Signing in goes through its login stages, so that single sign-on can be added by the same library.
"""

import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings as mfa
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.web import held
from omlopp.web.records.actions.sign_in import change_password, signed_in, use_step
from omlopp.web.words import keyed

RECENT_SECONDS = 5 * 60


class SecretUnreadable(OmloppError):
    """A second factor was kept with another secret key than the workspace has now."""

    code = "account.secret-unreadable"


def own_words(code: str) -> str:
    """allauth's error codes in our words: library/messages/account.yaml."""
    return keyed(f"account.{code.replace('_', '-')}", {})


class Words(dict[str, str]):
    """Asked for when the page is written, and so in the reader's language; what we have no words for is allauth's."""

    def __init__(self, theirs: dict[str, Any], ours: tuple[str, ...]) -> None:
        super().__init__(theirs)
        self.ours = ours

    def __getitem__(self, code: str) -> str:
        return own_words(code) if code in self.ours else super().__getitem__(code)


class Accounts(DefaultAccountAdapter):
    """Accounts by user name. Nobody signs up: accounts come by invitation or from who runs the workspace."""

    error_messages = Words(
        DefaultAccountAdapter.error_messages,
        ("username_password_mismatch", "too_many_login_attempts", "incorrect_password", "enter_current_password",
         "password_mismatch", "incorrect_code"),
    )  # fmt: skip

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Our pages say what was done themselves."""

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """The session gets a new key (Django), and the log an event, or neither."""
        assert isinstance(user, User)
        factors = [each for each in get_authentication_records(request, user) if each.get("method") == "mfa"]
        with transaction.atomic():
            super().login(request, user)
            signed_in(by=user, second_factor=str(factors[-1].get("type", "")) if factors else "")

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        assert isinstance(user, User)
        change_password(by=user, password=password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """A form that was being written when the session ended comes before the first page."""
        return reverse("held") if held.kept(request) else resolve_url(settings.LOGIN_REDIRECT_URL)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Whoever typed the password a moment ago is not asked again in order to set a second factor up."""
        at = self.request and self.request.resolver_match
        if at and at.url_name == "mfa_activate_totp" and self.request.user.is_authenticated:
            typed = [
                each["at"]
                for each in get_authentication_records(self.request, self.request.user)
                if each.get("method") == "password"
            ]
            return not (typed and time.time() - max(typed) < RECENT_SECONDS)
        return True


class SecondFactors(DefaultMFAAdapter):
    """Keys of second factors lie encrypted, with a key made from the workspace's own: a copied database opens none."""

    error_messages = Words(DefaultMFAAdapter.error_messages, ("incorrect_code",))

    def encrypt(self, text: str) -> str:
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _safe().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise SecretUnreadable from None

    def build_totp_svg(self, url: str) -> str:
        """The picture without the XML declaration: it stands in the page, and nobody else is asked to draw it."""
        drawn = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]


def _safe() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"omlopp second factor {settings.SECRET_KEY}".encode()).digest()))


def now() -> int:
    return int(time.time())


def step_of(secret: str, code: str) -> int | None:
    """The time step that `code` (six digits, spaces allowed) belongs to today, or None. RFC 6238."""
    here = now() // mfa.TOTP_PERIOD
    for step in range(here - mfa.TOTP_TOLERANCE, here + mfa.TOTP_TOLERANCE + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def opens(authenticator: Authenticator, code: str) -> bool:
    """Is the code right, and not used before? A right one is used up by this."""
    if authenticator.type != Authenticator.Type.TOTP:
        return bool(authenticator.wrap().validate_code(code))
    step = step_of(decrypt(authenticator.data["secret"]), code)
    return step is not None and use_step(authenticator, step)
