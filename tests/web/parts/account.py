"""A person's own account, invitations, and what is done for who cannot get in."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import User
from django.utils import timezone

from omlopp.web.records.actions import invitations, sign_in
from omlopp.web.records.models import Invitation, Organisation, ProcurementRecord
from tests.web.acting import ADMINISTRATORS, ALL, INVITERS, Row
from tests.web.building import Workspace
from tests.web.parts.people import ours

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # base32, of nobody
WAITING: dict[str, str] = {}  # the token that `build` got


def build(buyer: User, built: Workspace) -> None:
    _, WAITING["token"] = invitations.invite(
        by=buyer, organisation=ours(), role="reader", email="inbjuden@prov.example"
    )


def with_app(user: User) -> Authenticator:
    """A second factor, without the events of turning it on."""
    made, _ = Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(SECRET)}}
    )
    return made


def waiting(by: str = "buyer", procurement: ProcurementRecord | None = None, role: str = "reader") -> str:
    """A link that opens, of an invitation that no event tells of. → its token"""
    now, token = timezone.now(), f"prov-{Invitation.objects.count()}"
    Invitation.objects.create(
        organisation=ours(), procurement=procurement, email="ny@prov.example", role=role, made_by=by, made_at=now,
        expires_at=now + timedelta(days=1), token_sha256=invitations.checksum(token),
    )  # fmt: skip
    return token


def first_waiting() -> Invitation:
    return Invitation.objects.filter(used_at=None, withdrawn_at=None).order_by("pk")[0]


def turn_off(by: User, row: ProcurementRecord) -> None:
    with_app(by)
    sign_in.second_factor_off(by=by)


def new_codes(by: User, row: ProcurementRecord) -> None:
    with_app(by)
    sign_in.new_recovery_codes(by=by)


def reset_here(by: User, row: ProcurementRecord) -> None:
    with_app(User.objects.get(username="in:reader"))
    sign_in.reset_second_factor(by=by, organisation=ours(), username="in:reader", why="Tappad telefon.")


def reset_by_who_runs_it(by: User, row: ProcurementRecord) -> None:
    with_app(User.objects.get(username="reader"))
    sign_in.reset_second_factor_of(by=by.get_username(), username="reader", why="Tappad telefon.")


ROWS = (
    Row(sign_in.signed_in, ALL, lambda by, row: sign_in.signed_in(by=by), "signed-in", ended_too=True),
    Row(
        sign_in.change_password, ALL, lambda by, row: sign_in.change_password(by=by, password="ett helt nytt lösenord"),
        "password-changed", ended_too=True,
    ),
    Row(
        sign_in.reset_password, ALL,
        lambda by, row: sign_in.reset_password(by=by.get_username(), username="reader"), "password-reset", ended_too=True,
        note="command line: by who runs the workspace",
    ),
    Row(
        sign_in.second_factor_on, ALL, lambda by, row: sign_in.second_factor_on(by=by, secret=SECRET, step=1),
        "second-factor-on", ended_too=True,
    ),
    Row(sign_in.second_factor_off, ALL, turn_off, "second-factor-off", ended_too=True),
    Row(sign_in.new_recovery_codes, ALL, new_codes, "recovery-codes-made", ended_too=True),
    Row(
        sign_in.reset_second_factor, ADMINISTRATORS, reset_here,
        "second-factor-reset", "Tappad telefon.", ended_too=True,
    ),
    Row(
        sign_in.reset_second_factor_of, ALL, reset_by_who_runs_it, "second-factor-reset", "Tappad telefon.", ended_too=True,
        note="command line: by who runs the workspace",
    ),
    Row(sign_in.end_sessions, ALL, lambda by, row: sign_in.end_sessions(by=by), "sessions-ended", ended_too=True),
    Row(
        sign_in.close_account, ALL,
        lambda by, row: sign_in.close_account(by=by.get_username(), username="reader", why="Har slutat."),
        "account-closed", "Har slutat.", ended_too=True, note="command line: by who runs the workspace",
    ),
    Row(
        sign_in.open_account, ALL,
        lambda by, row: sign_in.open_account(by=by.get_username(), username="reader", why="Är tillbaka."),
        "account-opened", "Är tillbaka.", ended_too=True, note="command line: by who runs the workspace",
    ),
    Row(
        sign_in.describe_person, ALL,
        lambda by, row: sign_in.describe_person(by=by, name="Prov", email="prov@prov.example", wants_mail=True, unit=None),
        "person-described", ended_too=True,
    ),
    Row(
        invitations.invite, INVITERS,
        lambda by, row: invitations.invite(by=by, procurement=row, role="reader", email="ny@prov.example"),
        "invited", ended_too=True, note="to a procurement",
    ),
    Row(
        invitations.invite, ADMINISTRATORS,
        lambda by, row: invitations.invite(by=by, organisation=ours(), role="reader", email="ny@prov.example"),
        "invited", ended_too=True, note="to an organisation",
    ),
    Row(
        invitations.withdraw_invitation, ADMINISTRATORS,
        lambda by, row: invitations.withdraw_invitation(by=by, invitation=first_waiting()),
        "invitation-withdrawn", ended_too=True,
    ),
    Row(
        invitations.accept_invitation, ALL,
        lambda by, row: invitations.accept_invitation(by=by, token=waiting()), "invitation-accepted", ended_too=True,
    ),
)  # fmt: skip
NO_PROCUREMENT = tuple({row.action for row in ROWS})
OPEN = {"sign-in", "account_login", "invitation"}
SIGNING_IN = {
    "mfa_authenticate"
}  # the second step: to who has taken the first; everybody else starts at the first
FORMS = {
    "me": {"name": "Prov", "email": "prov@prov.example", "wants_mail": "on"},
    "password": {"oldpassword": "fel", "password1": "ett nytt lösenord", "password2": "ett nytt lösenord"},
    "mfa_activate_totp": {"code": "000000"}, "new-recovery-codes": {}, "account_reauthenticate": {"password": "fel"},
    "end-sessions": {}, "drop-held": {"id": "x"},
    "invite-organisation": {"email": "ny@prov.example", "role": "reader"},
    "withdraw-invitation": {}, "reset-second-factor": {"username": "in:reader", "why": "Tappad telefon."},
    "invitation": {},
}  # fmt: skip
ALIKE = {
    "account_login": "sign-in", "invite-here": "invite-organisation", "mfa_authenticate": "mfa_activate_totp",
    "mfa_reauthenticate": "mfa_activate_totp", "mfa_deactivate_totp": "end-sessions",
}  # fmt: skip
NO_FORM = {"sessions", "held", "recovery-codes", "recovery-codes-file"}


def VALUES(workspace: Workspace, of: int) -> dict[str, list[object]]:
    open_one = Invitation.objects.filter(used_at=None, withdrawn_at=None).order_by("pk").first()
    return {
        "organisation": [Organisation.objects.order_by("pk")[0].pk],
        "waiting": [open_one.pk if open_one else 1],
        "invitation": [WAITING.get("token", "finns-inte")],
    }
