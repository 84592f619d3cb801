"""Signing in, in one or two steps, and the password. django-allauth's views with our pages."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from allauth.account.views import ReauthenticateView as ReauthenticateByPasswordView
from allauth.mfa.base.views import AuthenticateView, ReauthenticateView
from django.contrib import messages
from django.contrib.auth.views import LogoutView
from django.http import HttpResponse
from django.urls import reverse

from omlopp.library.workspace import home
from omlopp.web import held, server
from omlopp.web.pages import reads_and_writes, signed_in, writes
from omlopp.web.screens.account import forms
from omlopp.web.words import say


class _SignIn(LoginView):
    template_name = "account/sign_in.html"
    form_class = forms.SignIn

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        answer.status_code = 422
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        to = self.get_next_url() or ""
        return super().get_context_data(**kwargs) | {"to": to, "held": held.waiting(self.request)}


class _SecondStep(AuthenticateView):
    template_name = "account/second_step.html"
    form_class = forms.SecondStep

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"held": held.waiting(self.request)}


class _Again(ReauthenticateByPasswordView):
    template_name = "account/again.html"
    form_class = forms.Reauthenticate


class _AgainByCode(ReauthenticateView):
    template_name = "account/again.html"
    form_class = forms.ReauthenticateByCode


class _Password(PasswordChangeView):
    template_name = "account/password.html"
    form_class = forms.ChangePassword

    def form_valid(self, form: Any) -> HttpResponse:
        user = signed_in(self.request)
        self.forced = _must_change(user)
        answer = super().form_valid(form)
        server.own_password(home(), user.get_username())
        messages.success(
            self.request,
            say(
                "Lösenordet är bytt. Du är utloggad överallt utom här.",
                "The password is changed. You are signed out everywhere but here.",
            ),
        )
        return answer

    def get_default_success_url(self) -> str:
        return after_first(self.request) if self.forced else reverse("me")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"forced": _must_change(signed_in(self.request))}


def _must_change(user: Any) -> bool:
    person = getattr(user, "person", None)
    return person is not None and person.must_change_password


def after_first(request: Any) -> str:
    """On, when what had to be done first is done: to a form that waits, or the first page."""
    return reverse("held") if held.kept(request) else reverse("home")


sign_in = reads_and_writes(_SignIn.as_view())
second_step = reads_and_writes(_SecondStep.as_view())
again = reads_and_writes(_Again.as_view())
again_by_code = reads_and_writes(_AgainByCode.as_view())
password = reads_and_writes(_Password.as_view())
sign_out = writes(LogoutView.as_view())
