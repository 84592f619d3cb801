"""Invitations: made by who looks after the people, opened by whoever comes with the link. And help to get in again."""

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from omlopp.domain.model.errors import OmloppError
from omlopp.web import held
from omlopp.web.inviting import invite_context
from omlopp.web.pages import place, reads_and_writes, refusal, signed_in, status_of, writes
from omlopp.web.records.access import may, organisation_roles, require_in, visible_to
from omlopp.web.records.actions.invitations import (
    NoSuchInvitation,
    accept_invitation,
    find_invitation,
    invite,
    join_by_invitation,
    withdraw_invitation,
)
from omlopp.web.records.actions.sign_in import reset_second_factor
from omlopp.web.records.models import Invitation, Organisation
from omlopp.web.screens.account import forms
from omlopp.web.words import say


@reads_and_writes
def invite_to_organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    user = signed_in(request)
    row = get_object_or_404(Organisation, pk=organisation)
    if not organisation_roles(user, row):
        raise Http404
    require_in(user, "people", row)
    return _invite(request, {"organisation": row})


@reads_and_writes
def invite_to_procurement(request: HttpRequest, pk: int) -> HttpResponse:
    here = place(request, pk, "people")
    return _invite(request, {"procurement": here.row, "place": here})


def _invite(request: HttpRequest, where: dict[str, object]) -> HttpResponse:
    """The form, the invitations that wait, and – this once – the link of the one just made."""
    organisation, procurement = where.get("organisation"), where.get("procurement")
    form = forms.Invite(request.POST if request.method == "POST" else None)
    made, link, error, status = None, "", "", 200
    if request.method == "POST" and form.is_valid():
        try:
            made, token = invite(
                by=signed_in(request),
                organisation=organisation,  # type: ignore[arg-type]
                procurement=procurement,  # type: ignore[arg-type]
                **form.cleaned_data,
            )
            link = request.build_absolute_uri(reverse("invitation", args=[token]))
            form = forms.Invite()
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    elif form.errors:
        status = 422
    context = where | invite_context(organisation=organisation, procurement=procurement, form=form)  # type: ignore[arg-type]
    context |= {"made": made, "link": link, "error": error}
    return render(request, "account/invite.html", context, status=status)


@writes
def withdraw(request: HttpRequest, waiting: int) -> HttpResponse:
    """Whose invitation it is decides who may; to everybody else it does not exist."""
    user = signed_in(request)
    row = get_object_or_404(Invitation.objects.select_related("organisation", "procurement"), pk=waiting)
    inside = (
        row.procurement_id in visible_to(user) or may(user, "people", row.procurement)
        if row.procurement
        else bool(organisation_roles(user, row.organisation))
    )
    if not inside:
        raise Http404
    try:
        withdraw_invitation(by=user, invitation=row)
        messages.success(request, say("Inbjudan är återkallad.", "The invitation is withdrawn."))
    except NoSuchInvitation:
        messages.error(
            request,
            say("Inbjudan gällde inte längre.", "The invitation was no longer open."),
        )
    if row.procurement:
        return redirect("invite-here", row.procurement.pk)
    return redirect("invite-organisation", row.organisation_id)


@login_not_required
@reads_and_writes
def invitation(request: HttpRequest, invitation: str) -> HttpResponse:
    """With an account: take the role. Without: make an account that has it. A link that opens nothing tells no more."""
    try:
        row = find_invitation(invitation)
        if request.user.is_authenticated:
            return _accept(request, row, invitation)
        return _join(request, row, invitation)
    except NoSuchInvitation:
        return render(request, "account/no_invitation.html", status=404)


def _accept(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    error, status = "", 200
    if request.method == "POST":
        try:
            accept_invitation(by=signed_in(request), token=token)
            messages.success(request, say("Du är med.", "You are in."))
            return redirect("procurement", row.procurement_id) if row.procurement_id else redirect("home")
        except NoSuchInvitation:
            raise
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {"invitation": row, "error": error}
    return render(request, "account/invitation.html", context, status=status)


def _join(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    form = forms.Join(request.POST if request.method == "POST" else None, initial={"email": row.email})
    error, status = "", 200
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "again"}
        try:
            user = join_by_invitation(token=token, **given)
            to = reverse("procurement", args=[row.procurement_id]) if row.procurement_id else reverse("home")
            answer: HttpResponse = perform_password_login(
                request, {"username": user.get_username()}, Login(user=user, redirect_url=to)
            )
            return answer
        except NoSuchInvitation:
            raise
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    elif form.errors:
        status = 422
    to_sign_in = held.sign_in_and(request.path)
    context = {"invitation": row, "form": form, "error": error, "sign_in": to_sign_in}
    return render(request, "account/invitation.html", context, status=status)


@reads_and_writes
def reset_factor(request: HttpRequest, organisation: int) -> HttpResponse:
    """Somebody in the organisation has neither phone nor codes: who looks after its people resets the second step."""
    user = signed_in(request)
    row = get_object_or_404(Organisation, pk=organisation)
    if not organisation_roles(user, row):
        raise Http404
    require_in(user, "people", row)
    typed = {name: request.POST.get(name, request.GET.get(name, "")).strip() for name in ("username", "why")}
    error, status = "", 200
    if request.method == "POST":
        try:
            reset_second_factor(by=user, organisation=row, **typed)
            messages.success(
                request, say("Det andra steget är nollställt.", "The second step has been reset.")
            )
            return redirect("reset-second-factor", organisation)
        except OmloppError as refused:
            error, status = refusal(refused), status_of(refused)
    context = {"organisation": row, "typed": typed, "error": error}
    return render(request, "account/reset_factor.html", context, status=status)
