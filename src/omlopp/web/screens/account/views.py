"""Signing in. Wrong name and wrong password are answered alike."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView

from omlopp.web.pages import lazy_say


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": lazy_say(
            "Namnet eller lösenordet stämmer inte. Kontrollera båda – stora och små bokstäver räknas.",
            "The name or the password is not right. Check both – capitals matter.",
        ),
        "inactive": lazy_say("Kontot är avstängt.", "The account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = lazy_say("Användarnamn", "User name")
        self.fields["password"].label = lazy_say("Lösenord", "Password")


class SignIn(LoginView):
    template_name = "account/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
