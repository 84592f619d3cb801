"""My account: what is known of me, where I am signed in, and forms that waited while I was signed out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from omlopp.domain.model.errors import OmloppError
from omlopp.web import held
from omlopp.web.held_labels import told
from omlopp.web.pages import reads, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.actions.sign_in import describe_person, end_sessions
from omlopp.web.records.models import Person
from omlopp.web.records.signing_in import (
    open_sessions,
    recovery_codes_left,
    second_factor_of,
    who_ask_for_a_second_factor,
)
from omlopp.web.screens.account import forms
from omlopp.web.words import say


@reads_and_writes
def me(request: HttpRequest) -> HttpResponse:
    """The account and the person behind it: as little as mail and calendars need."""
    user = signed_in(request)
    person = Person.objects.filter(user=user).first() or Person()
    initial = {
        "name": person.name,
        "email": person.email,
        "unit": person.unit_id,
        "wants_mail": person.wants_mail,
    }
    form = forms.Me(request.POST if request.method == "POST" else None, initial=initial, user=user)
    error, status = "", 200
    if request.method == "POST" and form.is_valid():
        given = {
            "unit": person.unit
        } | form.cleaned_data  # whose organisations have no units keeps none or the old
        try:
            describe_person(by=user, **given)
            messages.success(request, say("Sparat.", "Saved."))
            return redirect("me")
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    elif form.errors:
        status = 422
    context = {
        "form": form,
        "error": error,
        "second_factor": second_factor_of(user),
        "codes_left": len(recovery_codes_left(user)),
        "asking": who_ask_for_a_second_factor(user),
        "sessions": len(open_sessions(user)),
        "roles": user.organisation_roles.select_related("organisation").order_by("organisation__name", "pk"),
        "memberships": user.memberships.select_related("procurement").order_by("procurement__title"),
        "waiting": len(held.kept(request)),
    }
    return render(request, "account/me.html", context, status=status)


@reads
def sessions(request: HttpRequest) -> HttpResponse:
    """Where I am signed in: browser and time, never address."""
    context = {"sessions": open_sessions(signed_in(request)), "here": request.session.session_key}
    return render(request, "account/sessions.html", context)


@writes
def end_all_sessions(request: HttpRequest) -> HttpResponse:
    ended = end_sessions(by=signed_in(request), keep=request.session.session_key or "")
    messages.success(
        request,
        say(
            f"Du är utloggad överallt utom här. Sessioner som avslutades: {ended}.",
            f"You are signed out everywhere but here. Sessions ended: {ended}.",
        ),
    )
    return redirect("sessions")


@reads
def held_forms(request: HttpRequest) -> HttpResponse:
    """What was typed when the session had ended, with a button that sends it to where it was going."""
    signed_in(request)
    waiting = held.kept(request)
    if not waiting:
        return redirect("home")
    context = {"told": [told(request, each) for each in waiting], "minutes": held.SECONDS // 60}
    return render(request, "account/held.html", context)


@writes
def drop_held(request: HttpRequest) -> HttpResponse:
    signed_in(request)
    held.drop(request, one=request.POST.get("id", ""))
    messages.success(request, say("Kastat.", "Thrown away."))
    return redirect("held")
