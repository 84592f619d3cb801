"""Forms of the account, django-allauth's with our words: labels, and codes that open once."""

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.base.internal.flows import check_rate_limit
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator

from omlopp.web.pages import lazy_say
from omlopp.web.records.models import Unit
from omlopp.web.signing_in import opens, own_words, step_of

LENGTH = lazy_say(
    "Minst 12 tecken, inte ett vanligt lösenord och inte likt ditt namn. Gärna flera ord efter varandra.",
    "At least 12 characters, not a common password and not like your name. Several words in a row are good.",
)
REPEATED = lazy_say("Skriv det nya lösenordet en gång till", "Write the new password once more")


class SignIn(theirs.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, password = self.fields["login"], self.fields["password"]
        name.label, password.label = lazy_say("Användarnamn", "User name"), lazy_say("Lösenord", "Password")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        password.widget.attrs = {"autocomplete": "current-password"}

    def add_prefix(self, field_name: str) -> str:
        """The field is called what it holds: browsers and keepers of passwords know it by that."""
        return super().add_prefix("username" if field_name == "login" else field_name)


class Reauthenticate(theirs.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = lazy_say("Lösenord", "Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password", "autofocus": True}


class ChangePassword(theirs.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, complete in (
            ("oldpassword", lazy_say("Lösenord nu", "Present password"), "current-password"),
            ("password1", lazy_say("Nytt lösenord", "New password"), "new-password"),
            ("password2", REPEATED, "new-password"),
        ):
            self.fields[name].label, self.fields[name].help_text = label, ""
            self.fields[name].widget.attrs = {"autocomplete": complete}
        self.fields["password1"].help_text = LENGTH

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        new = given.get("password1")
        if new and given.get("password2") and new != given["password2"]:
            self.add_error("password2", own_words("password_mismatch"))
        if new and new == given.get("oldpassword"):
            self.add_error("password1", own_words("password_same"))
        return given


def code_field(form: forms.Form, label: Any, help_text: Any = "") -> None:
    form.fields["code"].label, form.fields["code"].help_text = label, help_text
    form.fields["code"].widget.attrs = {
        "autocomplete": "one-time-code", "autocapitalize": "none", "autofocus": True, "class": "short",
    }  # fmt: skip


class _Code:
    """A code from the app or a recovery code, each good once."""

    user: User
    cleaned_data: dict[str, Any]
    authenticator: Authenticator

    def clean_code(self) -> str:
        clear = check_rate_limit(self.user)
        code: str = self.cleaned_data["code"]
        for each in Authenticator.objects.filter(user=self.user):
            if opens(each, code):
                self.authenticator = each
                clear()
                return code
        raise get_adapter().validation_error("incorrect_code")


class SecondStep(_Code, AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(
            self,
            lazy_say("Kod", "Code"),
            lazy_say(
                "Sex siffror från appen, eller en av dina återställningskoder.",
                "Six digits from the app, or one of your recovery codes.",
            ),
        )


class ReauthenticateByCode(_Code, ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, lazy_say("Kod från appen", "Code from the app"))


class TurnOn(ActivateTOTPForm):
    """The first code, which shows that the app has the key."""

    step: int

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code_field(self, lazy_say("Koden som appen visar", "The code that the app shows"))
        self.fields["code"].widget.attrs.pop("autofocus")

    def clean_code(self) -> str:
        clear = check_rate_limit(self.user, error_key="too_many_login_attempts")
        code: str = self.cleaned_data["code"]
        step = step_of(self.secret, code)
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        clear()
        self.step = step
        return code


class Me(forms.Form):
    """What mail and calendars need to know of a person; all of it is optional."""

    name = forms.CharField(
        max_length=200, required=False, label=lazy_say("Namn", "Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        max_length=254, required=False, label=lazy_say("E-post", "E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), required=False, label=lazy_say("Enhet", "Unit"),
        empty_label=lazy_say("Ingen enhet", "No unit"),
    )  # fmt: skip
    wants_mail = forms.BooleanField(
        required=False,
        label=lazy_say("Skicka e-post när något väntar på mig", "Send e-mail when something waits for me"),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(organisation__roles__user=user).select_related("organisation").distinct()
        field = self.fields["unit"]
        field.queryset = units  # type: ignore[attr-defined]
        field.label_from_instance = lambda unit: f"{unit.name}, {unit.organisation.name}"  # type: ignore[attr-defined]
        if not units:
            del self.fields["unit"]


class Invite(forms.Form):
    email = forms.EmailField(max_length=254, label=lazy_say("E-post", "E-mail"))
    role = forms.CharField(max_length=40)


class Join(forms.Form):
    """A new account, by invitation."""

    username = forms.CharField(
        max_length=150, validators=[UnicodeUsernameValidator()], label=lazy_say("Användarnamn", "User name"),
        help_text=lazy_say(
            "Visas i loggen för det du gör. Bokstäver, siffror och @ . + - _.",
            "Shown in the log for what you do. Letters, digits and @ . + - _.",
        ),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )  # fmt: skip
    password = forms.CharField(
        strip=False, label=lazy_say("Lösenord", "Password"), help_text=LENGTH,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        strip=False, label=lazy_say("Skriv lösenordet en gång till", "Write the password once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    name = forms.CharField(
        max_length=200, required=False, label=lazy_say("Namn", "Name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    email = forms.EmailField(
        max_length=254, required=False, label=lazy_say("E-post", "E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = self.cleaned_data
        if given.get("password") and given.get("again") and given["password"] != given["again"]:
            self.add_error("again", own_words("password_mismatch"))
        elif given.get("password"):
            like = User(username=given.get("username", ""), email=given.get("email", ""))
            try:
                validate_password(given["password"], like)
            except forms.ValidationError as refused:
                self.add_error("password", refused)
        return given
