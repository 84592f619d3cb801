"""Turning a second factor on and off, and the codes for the day the phone is gone."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe

from omlopp.domain.model.errors import OmloppError
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.actions.sign_in import new_recovery_codes, second_factor_off, second_factor_on
from omlopp.web.records.signing_in import recovery_codes_left, who_ask_for_a_second_factor
from omlopp.web.screens.account import forms
from omlopp.web.screens.account.signing import after_first
from omlopp.web.words import say


class _TurnOn(ActivateTOTPView):
    template_name = "account/turn_on.html"
    form_class = forms.TurnOn

    def form_valid(self, form: Any) -> HttpResponse:
        user = signed_in(self.request)
        try:
            second_factor_on(by=user, secret=form.secret, step=form.step)
        except OmloppError as refused:
            messages.error(self.request, refusal(refused))
            return redirect("me")
        clear_totp_secret(self.request)
        # Who has just shown the code need not show the password again in order to see the recovery codes.
        record_authentication(self.request, user, "mfa", type="totp", reauthenticated=True)
        messages.success(self.request, say("Tvåstegsinloggning är på.", "Two-step sign-in is on."))
        return redirect("recovery-codes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        key = context["form"].secret
        return (
            context
            | {
                "asking": who_ask_for_a_second_factor(signed_in(self.request)),
                "picture": mark_safe(context["totp_svg"]),  # drawn here, from our own text
                "key": " ".join(key[at : at + 4] for at in range(0, len(key), 4)),
            }
        )


class _TurnOff(DeactivateTOTPView):
    template_name = "account/turn_off.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            second_factor_off(by=signed_in(self.request))
        except OmloppError as refused:
            context = self.get_context_data(form=form) | {"error": refusal(refused)}
            return self.render_to_response(context, status=status_of(refused))
        messages.success(self.request, say("Tvåstegsinloggning är av.", "Two-step sign-in is off."))
        return redirect("me")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asking = who_ask_for_a_second_factor(signed_in(self.request))
        return super().get_context_data(**kwargs) | {"asking": asking}


turn_on = reads_and_writes(_TurnOn.as_view())
turn_off = reads_and_writes(_TurnOff.as_view())
asked_again = reauthentication_required(app="allauth.mfa")


@reads
@asked_again
def recovery_codes(request: HttpRequest) -> HttpResponse:
    codes = recovery_codes_left(signed_in(request))
    context = {"codes": codes, "on": after_first(request)}
    return render(request, "account/recovery_codes.html", context)


@reads
@asked_again
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    """The unused codes as text, to print or keep in a safe place."""
    user = signed_in(request)
    said = say(
        f"Återställningskoder till Omlopp för {user.get_username()}. Varje kod öppnar en gång.",
        f"Recovery codes to Omlopp for {user.get_username()}. Each code opens once.",
    )
    text = "\r\n".join([said, "", *recovery_codes_left(user), ""])
    name = say("omlopp-aterstallningskoder.txt", "omlopp-recovery-codes.txt")
    return HttpResponse(
        text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@writes
@asked_again
def renew_recovery_codes(request: HttpRequest) -> HttpResponse:
    try:
        new_recovery_codes(by=signed_in(request))
        messages.success(
            request, say("Här är tio nya koder. De gamla gäller inte längre.",
                         "Here are ten new codes. The old ones are no longer good."),
        )  # fmt: skip
    except OmloppError as refused:
        messages.error(request, refusal(refused))
        return redirect("me")
    return redirect("recovery-codes")
