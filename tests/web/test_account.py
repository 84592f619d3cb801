"""Signing in: one answer to every wrong try, a second step with codes that open once, sessions that end, invitations
that open once, and forms that are not lost when a session has ended.
"""

import base64
import hashlib
import hmac
import re
import struct
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from omlopp.domain.model.errors import OmloppError
from omlopp.web import held, sessions, signing_in
from omlopp.web.records.access import organisation_roles
from omlopp.web.records.actions import invitations, sign_in
from omlopp.web.records.models import Event, Invitation, Organisation, Person, Unit
from omlopp.web.records.signing_in import open_sessions, recovery_codes_left
from tests.web import building
from tests.web.building import Workspace
from tests.web.parts.account import waiting
from tests.web.parts.people import ours

pytestmark = pytest.mark.django_db
SIGN_IN, STEER = "/konto/logga-in/", "/upphandling/{pk}/steg/steer/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Clock:
    """The time that sessions, held forms and codes go by."""

    def __init__(self, at: int = 1_800_000_000) -> None:
        self.at = at

    def __call__(self) -> int:
        return self.at


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Clock]:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()
    made = Clock()
    for module in (sessions, held, signing_in):
        monkeypatch.setattr(module, "now", made)
    yield made
    cache.clear()


def code_at(secret: str, at: int) -> str:
    """RFC 6238 with SHA-1, 30 seconds and six digits, written out: as any app on a phone would show it."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", at // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    (value,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06}"


def test_the_codes_of_this_test_are_those_of_the_standard():
    """RFC 6238, appendix B, the SHA-1 rows cut to six digits."""
    secret = base64.b32encode(b"12345678901234567890").decode()
    assert [code_at(secret, at) for at in (59, 1111111109, 1234567890)] == ["287082", "081804", "005924"]


def try_to_sign_in(
    name: str = "buyer", password: str | None = None, client: Client | None = None, **more: str
) -> Any:
    client = client or Client(HTTP_USER_AGENT=FIREFOX)
    given = {"username": name, "password": password or f"{name}-lösen-7"} | more
    return client.post(SIGN_IN, given)


def signed_in(name: str = "buyer") -> Client:
    client = Client(HTTP_USER_AGENT=FIREFOX)
    answer = try_to_sign_in(name, client=client)
    assert answer.status_code == 302, answer.content.decode()
    return client


def confirm(client: Client, name: str = "buyer") -> None:
    answer = client.post("/konto/bekrafta/", {"password": f"{name}-lösen-7"})
    assert answer.status_code == 302, "the password again, before what concerns how the account is opened"


def turn_on(client: Client, clock: Clock) -> str:
    """A second step, as a person turns it on. → the key"""
    page = client.get("/konto/tva-steg/").content.decode()
    key = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert key, page
    secret = key[1].replace(" ", "")
    answer = client.post("/konto/tva-steg/", {"code": code_at(secret, clock.at)})
    assert answer.status_code == 302 and answer.headers["Location"] == "/konto/tva-steg/koder/"
    return secret


def events(action: str) -> list[Event]:
    return list(Event.objects.filter(action=action).order_by("pk"))


# --- name and password


def test_signing_in_gives_a_new_session_key_and_one_event(workspace: Workspace):
    client, before = Client(HTTP_USER_AGENT=FIREFOX), Event.objects.count()
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["omlopp_session"] = old = session.session_key
    assert try_to_sign_in(client=client).headers["Location"] == "/"
    assert client.cookies["omlopp_session"].value != old and not Session.objects.filter(session_key=old)
    (event,) = Event.objects.order_by("pk")[before:]
    assert (event.action, event.by, event.content) == ("signed-in", "buyer", {"second_factor": ""})


def test_wrong_name_wrong_password_and_a_closed_account_are_told_apart_by_nobody(workspace: Workspace):
    sign_in.close_account(by="tests", username="lawyer", why="Har slutat.")
    pages = []
    for name, password in (("buyer", "fel"), ("finns-inte", "fel"), ("lawyer", "lawyer-lösen-7")):
        answer = try_to_sign_in(name, password)
        assert answer.status_code == 422 and "_auth_user_id" not in answer.client.session
        text = re.sub(r'"\w{64}"', "", answer.content.decode())
        pages.append(text.replace(name, "NAMN"))
    assert "Namnet eller lösenordet stämmer inte" in pages[0]
    assert pages[0] == pages[1] == pages[2]


def test_who_guesses_is_stopped_and_the_right_password_waits_too(workspace: Workspace):
    for _ in range(5):
        assert "stämmer inte" in try_to_sign_in(password="fel").content.decode()
    stopped = try_to_sign_in()
    assert "För många misslyckade försök" in stopped.content.decode() and stopped.status_code == 422
    assert signed_in("lawyer"), "somebody else is not stopped by it"


def test_many_names_from_one_place_are_stopped(workspace: Workspace):
    said = [try_to_sign_in(f"namn-{each}", "fel").content.decode() for each in range(11)]
    assert "stämmer inte" in said[9] and "För många misslyckade försök" in said[10]


@pytest.mark.parametrize("to, lands", [("/annonser/?sok=stol", "/annonser/?sok=stol"), ("//example.org", "/"),
                                       ("https://example.org/", "/"), ("javascript:alert(1)", "/")])  # fmt: skip
def test_signing_in_leads_on_within_omlopp_only(workspace: Workspace, to: str, lands: str):
    assert try_to_sign_in(next=to).headers["Location"] == lands


def test_nobody_signs_up_and_allauths_other_pages_are_not_there(client: Client, db: None):
    for path in ("/konto/signup/", "/accounts/login/", "/accounts/signup/", "/konto/password/reset/"):
        assert client.get(path).status_code == 404


# --- the password


def test_a_changed_password_ends_every_session_but_this(workspace: Workspace):
    here, elsewhere = signed_in(), signed_in()
    new = "fyra vanliga ord i rad"
    form = {"oldpassword": "buyer-lösen-7", "password1": new, "password2": new}
    assert here.post("/konto/losenord/", form).headers["Location"] == "/konto/"
    assert here.get("/konto/").status_code == 200 and elsewhere.get("/konto/").status_code == 302
    assert try_to_sign_in().status_code == 422 and try_to_sign_in(password=new).status_code == 302
    (event,) = events("password-changed")
    assert event.content == {"ended": 2} and new not in str(Event.objects.values_list("content", "why"))


@pytest.mark.parametrize("old, new, again, says", [
    ("fel", "fyra vanliga ord i rad", "fyra vanliga ord i rad", "inte ditt lösenord nu"),
    ("buyer-lösen-7", "kort", "kort", "12"),
    ("buyer-lösen-7", "1qaz2wsx3edc4rfv", "1qaz2wsx3edc4rfv", "vanligt"),
    ("buyer-lösen-7", "fyra vanliga ord i rad", "fyra vanliga ord på rad", "inte lika"),
    ("buyer-lösen-7", "buyer-lösen-7", "buyer-lösen-7", "samma lösenord som förut"),
])  # fmt: skip
def test_a_password_that_will_not_do_is_refused_with_the_reason(
    workspace: Workspace, old: str, new: str, again: str, says: str
):
    client, before = signed_in(), building.state()
    page = client.post("/konto/losenord/", {"oldpassword": old, "password1": new, "password2": again})
    assert says in page.content.decode() and building.state() == before


def test_after_a_reset_nothing_opens_before_a_password_of_ones_own(workspace: Workspace):
    before = signed_in("reader")
    given = sign_in.reset_password(by="omlopp people", username="reader")
    assert before.get("/").status_code == 302 and try_to_sign_in("reader").status_code == 422
    client = Client()
    try_to_sign_in("reader", given, client)
    for path in ("/", "/konto/", "/annonser/", f"/upphandling/{workspace.open}/"):
        assert client.get(path).headers.get("Location") == "/konto/losenord/", path
    assert "satt av någon annan" in client.get("/konto/losenord/").content.decode()
    new = "fyra vanliga ord i rad"
    done = client.post("/konto/losenord/", {"oldpassword": given, "password1": new, "password2": new})
    assert done.headers["Location"] == "/" and client.get("/konto/").status_code == 200
    assert given not in str(Event.objects.values_list("content", "why"))


# --- the second step


def test_with_a_second_step_the_password_opens_nothing_by_itself(workspace: Workspace, clock: Clock):
    secret = turn_on(signed_in(), clock)
    clock.at += 60
    client = Client()
    assert try_to_sign_in(client=client, next="/annonser/").headers["Location"] == "/konto/logga-in/kod/"
    assert client.get("/").headers["Location"].startswith(SIGN_IN), "half way is not in"
    wrong = client.post("/konto/logga-in/kod/", {"code": "000000"})
    assert "Koden stämmer inte" in wrong.content.decode() and "_auth_user_id" not in client.session
    right = client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at)})
    assert right.headers["Location"] == "/annonser/" and client.get("/konto/").status_code == 200
    assert events("signed-in")[-1].content == {"second_factor": "totp"}


def test_a_code_opens_once_also_within_its_time_and_after_a_new_start(workspace: Workspace, clock: Clock):
    """The code that turned it on, the same code twice, and an older one than the last that was used."""
    secret = turn_on(signed_in(), clock)
    first = code_at(secret, clock.at)

    def opens(code: str) -> bool:
        client = Client()
        cache.clear()  # a server that has been started again remembers by the database alone
        try_to_sign_in(client=client)
        return bool(client.post("/konto/logga-in/kod/", {"code": code}).status_code == 302)

    assert not opens(first), "it turned the second step on"
    clock.at += 30
    code = code_at(secret, clock.at)
    assert opens(code) and not opens(code)
    assert not opens(first), "still within the clocks' tolerance, and older than the one used"
    clock.at += 30
    assert opens(f"{code_at(secret, clock.at)[:3]} {code_at(secret, clock.at)[3:]}"), (
        "with the space that apps show"
    )


@pytest.mark.parametrize("seconds, good", [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_whose_clock_is_half_a_minute_wrong_still_opens(
    workspace: Workspace, clock: Clock, seconds: int, good: bool
):
    secret = turn_on(signed_in(), clock)
    clock.at += 300
    client = Client()
    try_to_sign_in(client=client)
    answer = client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at + seconds)})
    assert (answer.status_code == 302) is good


def test_codes_are_not_guessed_at_leisure(workspace: Workspace, clock: Clock):
    secret = turn_on(signed_in(), clock)
    clock.at += 60
    client = Client()
    try_to_sign_in(client=client)
    for each in range(5):
        client.post("/konto/logga-in/kod/", {"code": f"00000{each}"})
    stopped = client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at)})
    assert (
        "För många misslyckade försök" in stopped.content.decode() and "_auth_user_id" not in client.session
    )


def test_a_recovery_code_opens_once(workspace: Workspace, clock: Clock):
    client = signed_in()
    turn_on(client, clock)
    page = client.get("/konto/tva-steg/koder/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(set(codes)) == 10 and "10 av 10" in page
    file = client.get("/konto/tva-steg/koder/fil/")
    assert file.headers["Content-Disposition"].startswith("attachment") and file.headers[
        "Content-Type"
    ].startswith("text/plain")
    assert re.findall(r"\d{8}", file.content.decode()) == codes
    for expected in (302, 200):
        other = Client()
        try_to_sign_in(client=other)
        assert other.post("/konto/logga-in/kod/", {"code": codes[3]}).status_code == expected
    assert events("signed-in")[-1].content == {"second_factor": "recovery_codes"}
    assert codes[3] not in client.get("/konto/tva-steg/koder/").content.decode()
    assert client.post("/konto/tva-steg/koder/nya/").status_code == 302
    new = recovery_codes_left(workspace.user("buyer"))
    assert len(new) == 10 and not set(new) & set(codes) and len(events("recovery-codes-made")) == 1


def test_codes_and_turning_off_ask_for_the_password_again(workspace: Workspace, clock: Clock):
    secret = turn_on(signed_in(), clock)
    clock.at += 60
    client = Client()
    try_to_sign_in(client=client)
    client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at)})
    for method, path in (
        ("get", "koder/"),
        ("get", "koder/fil/"),
        ("post", "koder/nya/"),
        ("get", "av/"),
        ("post", "av/"),
    ):
        answer = getattr(client, method)(f"/konto/tva-steg/{path}")
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/konto/bekrafta/"), path
    assert "Lösenordet stämmer inte" in client.post("/konto/bekrafta/", {"password": "fel"}).content.decode()
    assert Authenticator.objects.filter(user__username="buyer").count() == 2
    confirm(client)
    assert client.post("/konto/tva-steg/av/").headers["Location"] == "/konto/"
    assert (
        not Authenticator.objects.filter(user__username="buyer").exists()
        and len(events("second-factor-off")) == 1
    )
    assert try_to_sign_in().headers["Location"] == "/"


def test_setting_it_up_long_after_signing_in_asks_for_the_password_too(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    client = signed_in()
    assert client.get("/konto/tva-steg/").status_code == 200
    monkeypatch.setattr(signing_in, "RECENT_SECONDS", 0)
    assert client.get("/konto/tva-steg/").headers["Location"].startswith("/konto/bekrafta/")


def test_the_page_draws_its_picture_itself(workspace: Workspace):
    page = signed_in().get("/konto/tva-steg/").content.decode()
    assert "<svg" in page and "<?xml" not in page and "http://www.w3.org/2000/svg" in page
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


def test_the_key_lies_encrypted_and_another_workspaces_key_opens_nothing(
    workspace: Workspace, clock: Clock, settings: Any
):
    secret = turn_on(signed_in(), clock)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    clock.at += 60
    settings.SECRET_KEY = "x" * 60
    client = Client(raise_request_exception=False)
    try_to_sign_in(client=client)
    answer = client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at)})
    assert answer.status_code == 422 and "reset-second-factor" in answer.content.decode()


def ask_for_it() -> Organisation:
    here = ours()
    Organisation.objects.filter(pk=here.pk).update(two_factor=True)
    return here


@pytest.mark.parametrize("name", ["in:reader", "assessor"])
def test_where_the_organisation_asks_for_it_nothing_opens_before(
    workspace: Workspace, clock: Clock, name: str
):
    """For who has a role in the organisation, and for who has one in a procurement of it only."""
    ask_for_it()
    client = signed_in(name)
    for path in (
        "/",
        "/konto/",
        "/annonser/",
        "/konto/inloggad/",
        f"/upphandling/{workspace.open}/",
        "/konto/tva-steg/koder/",
    ):
        assert client.get(path).headers.get("Location") == "/konto/tva-steg/", path
    before = building.state()
    assert (
        client.post(
            f"/upphandling/{workspace.open}/avsluta/", {"outcome": "closed", "reason": "x"}
        ).status_code
        == 302
    )
    assert building.state() == before
    part = client.post(f"/upphandling/{workspace.open}/steg/steer/kontroll/", headers={"HX-Request": "true"})
    assert part.status_code == 200 and part.headers["HX-Redirect"] == "/konto/tva-steg/" and not part.content
    assert "Provkommunen kräver" in client.get("/konto/tva-steg/").content.decode()
    turn_on(client, clock)
    assert client.get("/konto/").status_code == 200


def test_it_is_asked_for_from_the_moment_it_is_decided_and_then_it_stays_on(
    workspace: Workspace, clock: Clock
):
    client = signed_in()
    assert client.get("/konto/").status_code == 200
    ask_for_it()
    assert client.get("/konto/").headers["Location"] == "/konto/tva-steg/"
    turn_on(client, clock)
    refused = client.post("/konto/tva-steg/av/")
    assert refused.status_code == 422 and "Provkommunen kräver" in refused.content.decode()
    with pytest.raises(sign_in.SecondFactorAsked):
        sign_in.second_factor_off(by=workspace.user("buyer"))


def test_somebody_outside_the_organisation_is_asked_nothing(workspace: Workspace):
    ask_for_it()
    assert signed_in("outsider").get("/").status_code == 200


def test_an_administrator_resets_it_for_their_own_people_with_a_reason(workspace: Workspace, clock: Clock):
    victim = signed_in("in:reader")
    turn_on(victim, clock)
    admin, at = signed_in("in:administrator"), f"/konto/nollstall/{ours().pk}/"
    assert admin.post(at, {"username": "in:reader", "why": " "}).status_code == 422
    assert admin.post(at, {"username": "outsider", "why": "Tappad."}).status_code == 403
    assert signed_in("in:leader").post(at, {"username": "in:reader", "why": "x"}).status_code == 403
    assert Authenticator.objects.filter(user__username="in:reader").exists()
    assert admin.post(at, {"username": "in:reader", "why": "Tappad telefon."}).status_code == 302
    assert victim.get("/").status_code == 302 and try_to_sign_in("in:reader").headers["Location"] == "/"
    assert events("second-factor-reset")[-1].why == "Tappad telefon."


# --- sessions


@pytest.mark.parametrize("minutes, open_still", [(59, True), (60, False)])
def test_a_session_that_stands_unused_ends(
    workspace: Workspace, clock: Clock, minutes: int, open_still: bool
):
    client = signed_in()
    clock.at += minutes * 60
    assert (client.get("/konto/").status_code == 200) is open_still


def test_a_session_in_use_ends_after_twelve_hours(workspace: Workspace, clock: Clock):
    client = signed_in()
    for _ in range(23):
        clock.at += 30 * 60
        assert client.get("/konto/").status_code == 200
    clock.at += 30 * 60
    assert client.get("/konto/").headers["Location"].startswith(SIGN_IN)


def test_a_page_that_asks_by_itself_keeps_no_session_open(workspace: Workspace, clock: Clock):
    client = signed_in()
    for _ in range(3):
        clock.at += 20 * 60
        last = client.get("/annonser/", headers={"HX-Request": "true"})
    assert last.headers.get("HX-Redirect", "").startswith(SIGN_IN)


def test_where_i_am_signed_in_and_signing_out_of_the_rest(workspace: Workspace, clock: Clock):
    here, there, others = signed_in(), signed_in(), signed_in("lawyer")
    page = here.get("/konto/inloggad/").content.decode()
    assert "Öppna sessioner: 2" in page and page.count("Firefox, Linux") == 2 and "127.0.0.1" not in page
    assert here.post("/konto/inloggad/avsluta/").status_code == 302
    assert here.get("/konto/").status_code == others.get("/konto/").status_code == 200
    assert there.get("/konto/").status_code == 302
    assert events("sessions-ended")[-1].content == {"ended": 1}
    assert [each.key for each in open_sessions(workspace.user("buyer"))] == [here.session.session_key]


@pytest.mark.parametrize("said, shown", [
    (FIREFOX, "Firefox, Linux"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/604", "Safari, iPhone"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Mobile Safari/537.36", "Chrome, Android"),
    ("curl/8.0", ""), ("", ""),
])  # fmt: skip
def test_a_browser_is_told_by_name_and_system_alone(said: str, shown: str):
    assert sessions.device(said) == shown


def test_a_closed_account_is_out_at_once_and_opens_again_with_its_roles(workspace: Workspace):
    client = signed_in("assessor")
    sign_in.close_account(by="omlopp people", username="assessor", why="Har slutat.")
    assert client.get("/").status_code == 302 and try_to_sign_in("assessor").status_code == 422
    assert not open_sessions(workspace.user("assessor"))
    sign_in.open_account(by="omlopp people", username="assessor", why="Är tillbaka.")
    assert signed_in("assessor").get(f"/upphandling/{workspace.open}/").status_code == 200


# --- what is known of a person


def test_what_a_person_says_of_themselves_stands_in_one_place_and_never_in_the_log(workspace: Workspace):
    client = signed_in("in:reader")
    unit = Unit.objects.create(organisation=ours(), name="Kontoprovets enhet")
    form = {"name": "Påhittad Persson", "email": "pahittad@prov.example", "unit": unit.pk}
    assert client.post("/konto/", form).status_code == 302
    person = Person.objects.get(user__username="in:reader")
    assert (person.name, person.email, person.unit, person.wants_mail) == (
        *list(form.values())[:2],
        unit,
        False,
    )
    (event,) = events("person-described")
    assert event.content == {"fields": ["email", "name", "unit", "wants_mail"]}
    assert client.post("/konto/", {"name": "", "email": ""}).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.email, person.unit) == ("", "", None), "and it can be erased"


@pytest.mark.parametrize("form", [{"email": "inte en adress"}, {"name": "x" * 201}, {"unit": "999999"}])
def test_what_cannot_be_kept_is_refused_and_stands_in_the_form(workspace: Workspace, form: dict[str, str]):
    Unit.objects.create(organisation=ours(), name="Kontoprovets enhet")
    page = signed_in("in:reader").post("/konto/", {"name": "Det här stod kvar"} | form)
    assert page.status_code == 422 and ("Det här stod kvar" in page.content.decode() or "name" in form)
    assert not Person.objects.filter(user__username="in:reader")


def test_a_unit_of_somebody_elses_organisation_is_refused(workspace: Workspace):
    other = Organisation.objects.create(name="Annan kommun", kind="municipality")
    unit = Unit.objects.create(organisation=other, name="Deras")
    with pytest.raises(sign_in.UnitOfAnother):
        sign_in.describe_person(by=workspace.user("in:reader"), name="", email="", wants_mail=True, unit=unit)


# --- invitations


def made_link(client: Client, path: str, role: str = "reader", email: str = "ny@prov.example") -> str:
    page = client.post(path, {"email": email, "role": role})
    assert page.status_code == 200, page.content.decode()
    found = re.search(r"http://testserver(/konto/inbjudan/[\w-]+/)", page.content.decode())
    assert found
    return found[1]


JOIN = {
    "username": "nykomling",
    "password": "fyra vanliga ord i rad",
    "again": "fyra vanliga ord i rad",
    "name": "",
    "email": "",
}


def test_somebody_new_comes_by_a_link_to_an_organisation(workspace: Workspace):
    link = made_link(
        signed_in("in:administrator"), f"/konto/bjud-in/organisation/{ours().pk}/", "environmental_strategist"
    )
    guest = Client()
    page = guest.get(link).content.decode()
    assert "Provkommunen" in page and "Miljöstrateg" in page and "ny@prov.example" in page
    joined = guest.post(link, JOIN | {"name": "Ny Person", "email": "ny@prov.example"})
    assert joined.headers["Location"] == "/" and guest.get("/konto/").status_code == 200
    user = User.objects.get(username="nykomling")
    assert (
        organisation_roles(user, ours()) == {"environmental_strategist"}
        and user.person.email == "ny@prov.example"
    )
    assert [event.by for event in events("invitation-accepted")] == ["nykomling"]
    row = Invitation.objects.get(used_by="nykomling")
    assert (
        row.email == ""
        and row.token_sha256 == invitations.checksum(link.split("/")[3])
        and link.split("/")[3]
        not in str(list(Invitation.objects.values_list()) + list(Event.objects.values_list()))
    )
    assert "ny@prov.example" not in str(list(Event.objects.values_list("content", "why")))


def test_somebody_with_an_account_takes_the_role_by_a_link_to_a_procurement(workspace: Workspace):
    link = made_link(signed_in(), f"/konto/bjud-in/upphandling/{workspace.open}/", "assessor")
    guest = Client()
    to_sign_in = re.search(r'href="(/konto/logga-in/\?next=[^"]+)"', guest.get(link).content.decode())
    assert to_sign_in and link in to_sign_in[1]
    client = signed_in("outsider")
    assert "Tacka ja" in client.get(link).content.decode()
    assert client.post(link).headers["Location"] == f"/upphandling/{workspace.open}/"
    assert client.get(f"/upphandling/{workspace.open}/anbud/").status_code == 200
    assert workspace.row("open").memberships.get(user__username="outsider").role == "assessor"


def test_every_link_that_opens_nothing_is_answered_alike(workspace: Workspace):
    """Guessed, used, withdrawn, too old, from who may no longer invite: nobody learns which."""
    tokens = {name: waiting() for name in ("used", "withdrawn", "old")} | {"guessed": "x" * 43}
    rows = {
        name: Invitation.objects.filter(token_sha256=invitations.checksum(token))
        for name, token in tokens.items()
    }
    invitations.accept_invitation(by=workspace.user("outsider"), token=tokens["used"])
    invitations.withdraw_invitation(by=workspace.user("buyer"), invitation=rows["withdrawn"].get())
    rows["old"].update(expires_at=rows["old"].get().made_at)
    tokens["inviter has no right"] = waiting(by="in:leader")
    tokens["inviter is closed"] = waiting(by="in:administrator")
    sign_in.close_account(by="tests", username="in:administrator", why="Slutat.")
    pages = set()
    for name, token in tokens.items():
        for client in (Client(), signed_in("lawyer")):
            for answer in (
                client.get(f"/konto/inbjudan/{token}/"),
                client.post(f"/konto/inbjudan/{token}/", JOIN),
            ):
                assert answer.status_code == 404, name
                assert "Länken öppnar inget" in answer.content.decode()
        pages.add(
            re.sub(
                r'"\w{64}"|inbjudan(/|%2F)[^"&]+',
                "",
                Client().get(f"/konto/inbjudan/{token}/").content.decode(),
            )
        )
    assert len(pages) == 1
    assert not User.objects.filter(username="nykomling").exists()


def test_a_link_is_used_once_whoever_comes_first(workspace: Workspace):
    token = waiting()
    invitations.join_by_invitation(token=token, username="forst", password="x")
    with pytest.raises(invitations.NoSuchInvitation):
        invitations.join_by_invitation(token=token, username="sist", password="x")
    assert not User.objects.filter(username="sist").exists()


@pytest.mark.parametrize("change, says", [
    ({"username": "buyer"}, "finns redan ett konto"), ({"username": "BUYER"}, "finns redan ett konto"),
    ({"username": "Omlopp"}, "upptaget av Omlopp"), ({"username": "två ord"}, "användarnamn"), ({"username": "in:leader"}, "användarnamn"),
    ({"again": "något annat"}, "inte lika"), ({"password": "kort", "again": "kort"}, "12"),
    ({"username": "fyravanligaord", "password": "fyravanligaord", "again": "fyravanligaord"}, "lik"),
    ({"email": "inte en adress"}, "e-post"),
])  # fmt: skip
def test_an_account_that_cannot_be_made_says_why_and_leaves_the_link_open(
    workspace: Workspace, change: dict[str, str], says: str
):
    token, before = waiting(), User.objects.count()
    answer = Client().post(f"/konto/inbjudan/{token}/", JOIN | {"name": "Står kvar"} | change)
    assert (
        answer.status_code == 422
        and says.lower() in answer.content.decode().lower()
        and "Står kvar" in answer.content.decode()
    )
    assert User.objects.count() == before and invitations.find_invitation(token)


def test_who_is_in_the_procurement_keeps_the_role_they_have(workspace: Workspace):
    token = waiting(procurement=workspace.row("open"), role="reader")
    with pytest.raises(invitations.AlreadyIn):
        invitations.accept_invitation(by=workspace.user("buyer"), token=token)
    assert workspace.row("open").memberships.get(user__username="buyer").role == "buyer"
    assert invitations.find_invitation(token), "and the link waits for who it was meant for"


def test_the_same_address_has_one_link_at_a_time_and_it_can_be_withdrawn(workspace: Workspace):
    client, at = signed_in("in:administrator"), f"/konto/bjud-in/organisation/{ours().pk}/"
    first, second = made_link(client, at), made_link(client, at)
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    page = client.get(at).content.decode()
    assert page.count("ny@prov.example") == 2 and second not in page, (
        "named with its button; the link itself is gone"
    )
    row = Invitation.objects.get(email="ny@prov.example")
    assert client.post(f"/konto/bjud-in/{row.pk}/aterkalla/").status_code == 302
    assert Client().get(second).status_code == 404


@pytest.mark.parametrize("name, expected", [("outsider", 404), ("assessor", 404), ("in:reader", 403)])
def test_who_may_not_invite_neither_invites_nor_withdraws(workspace: Workspace, name: str, expected: int):
    waiting()
    row = Invitation.objects.filter(used_at=None, withdrawn_at=None).order_by("-pk")[0]
    client, before = signed_in(name), building.state()
    for path in (f"/konto/bjud-in/organisation/{ours().pk}/", f"/konto/bjud-in/{row.pk}/aterkalla/"):
        assert (
            client.post(path, {"email": "a@prov.example", "role": "administrator"}).status_code == expected
        ), path
    assert building.state() == before


# --- a form that was being written when the session ended


def written(workspace: Workspace) -> tuple[str, dict[str, str]]:
    return STEER.format(pk=workspace.begun), {
        "mandate": "Ett långt svar.\nMed två rader & <tecken>.", "follow_up_owner": "Avtalsansvarig", "edition": "1",
    }  # fmt: skip


def resend(client: Client, page: str) -> Any:
    """Press the button of the page, as a browser would: every field of the form, as it stands."""
    from lxml import html

    form = next(each for each in html.fromstring(page).forms if each.action.startswith("/upphandling/"))
    fields = {name: value.removeprefix("\n") for name, value in form.form_values()}
    return client.post(form.action, fields)


def test_nothing_typed_is_lost_when_the_session_has_ended(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    before = building.state()
    sent = client.post(path, form)
    assert sent.headers["Location"] == f"{SIGN_IN}?next=/konto/utloggad/" and building.state() == before
    assert "Det du skrev är sparat" in client.get(sent.headers["Location"]).content.decode()
    assert try_to_sign_in(client=client, next="/konto/utloggad/").headers["Location"] == "/konto/utloggad/"
    page = client.get("/konto/utloggad/").content.decode()
    assert "Ett långt svar." in page and "&lt;tecken&gt;" in page and "<tecken>" not in page
    assert resend(client, page).status_code == 302
    kept = workspace.row("begun").steps.get(step_id="steer").answers
    assert (
        kept["mandate"].replace("\r", "") == form["mandate"] and kept["follow_up_owner"] == "Avtalsansvarig"
    )
    assert client.get("/konto/utloggad/").headers["Location"] == "/", "used up"


def test_it_waits_through_the_second_step_and_through_what_comes_first(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    secret = turn_on(client, clock)
    clock.at += 2 * 3600
    client.post(path, form)
    try_to_sign_in(client=client, next="/konto/utloggad/")
    done = client.post("/konto/logga-in/kod/", {"code": code_at(secret, clock.at)})
    assert (
        done.headers["Location"] == "/konto/utloggad/"
        and "Ett långt svar." in client.get("/konto/utloggad/").content.decode()
    )


def test_a_form_on_its_way_when_the_organisation_begins_to_ask_for_a_second_step_waits_too(
    workspace: Workspace, clock: Clock
):
    client, (path, form) = signed_in(), written(workspace)
    ask_for_it()
    assert client.post(path, form).headers["Location"] == "/konto/tva-steg/"
    turn_on(client, clock)
    assert 'href="/konto/utloggad/"' in client.get("/konto/tva-steg/koder/").content.decode()
    assert "Ett långt svar." in client.get("/konto/utloggad/").content.decode()


def test_what_was_typed_is_shown_to_who_typed_it_and_to_nobody_else(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    client.post(path, form)
    assert try_to_sign_in("lawyer", client=client, next="/konto/utloggad/").status_code == 302
    assert client.get("/konto/utloggad/").headers["Location"] == "/"
    assert "Ett långt svar." not in client.get("/konto/").content.decode()


def test_without_the_cookie_that_says_whose_nothing_is_kept(workspace: Workspace, clock: Clock):
    path, form = written(workspace)
    for cookie in (None, "1", f"{workspace.user('buyer').pk}:forged"):
        client = Client()
        if cookie:
            client.cookies["omlopp_who"] = cookie
        assert client.post(path, form).headers["Location"].startswith(f"{SIGN_IN}?next=/upphandling/")
        assert "omlopp_session" not in client.cookies


def test_it_is_thrown_away_after_an_hour_and_when_asked(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    client.post(path, form)
    try_to_sign_in(client=client)
    one = re.search(r'name="id" value="([\w-]+)"', client.get("/konto/utloggad/").content.decode())
    assert one and client.post("/konto/utloggad/kasta/", {"id": one[1]}).status_code == 302
    assert client.get("/konto/utloggad/").headers["Location"] == "/"
    clock.at += 2 * 3600
    client.post(path, form)
    clock.at += held.SECONDS
    try_to_sign_in(client=client)
    assert client.get("/konto/utloggad/").headers["Location"] == "/"


def test_what_is_refused_when_sent_again_is_kept_still(workspace: Workspace, clock: Clock):
    """Somebody else saved the step meanwhile: the refusal shows what was typed, and it waits here too."""
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    client.post(path, form | {"edition": "77"})
    try_to_sign_in(client=client)
    assert resend(client, client.get("/konto/utloggad/").content.decode()).status_code == 409
    assert "Ett långt svar." in client.get("/konto/utloggad/").content.decode()


def test_what_was_written_stands_under_the_questions_that_people_saw(workspace: Workspace, clock: Clock):
    """Also a form that is sent to an address without a page of its own, and the words of a choice among several."""
    client, (path, form) = signed_in(), written(workspace)
    stock = f"/upphandling/{workspace.begun}/forrad/"
    model = f"/upphandling/{workspace.begun}/utvarderingsmodell/{building.LOT}/"
    clock.at += 2 * 3600
    client.post(path, form)
    client.post(
        f"{stock}antal/",
        {"amount_before": "140", "edition": "0"},
        headers={"Referer": f"http://testserver{stock}"},
    )
    client.post(model, {"family": "monetised.fixed_amounts", "ties": "lot", "save": "1"})
    try_to_sign_in(client=client)
    before, page = building.state(), client.get("/konto/utloggad/").content.decode()
    shown = re.sub(r"<form.*?</form>", "", page.partition("<main")[2], flags=re.DOTALL)
    assert "Hur många behövs?</dt><dd" in shown and "140" in shown and "Finns det redan i förrådet?" in shown
    assert (
        "Om två anbud blir lika" in shown
        and "Lottning" in shown
        and "Avdrag i kronor (rekommenderas)" in shown
    )
    assert 'class="mono"' not in shown and "save" not in shown and "mandate" not in shown
    assert "Ett långt svar." in shown and building.state() == before
    assert 'name="amount_before"' in page and 'name="save"' in page, "what is sent again is what was sent"


def test_where_the_page_cannot_be_had_the_names_of_the_fields_stand(workspace: Workspace, clock: Clock):
    """The procurement was taken away meanwhile: what was typed is shown all the same."""
    client, (_, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    client.post("/upphandling/999999/steg/steer/", form)
    try_to_sign_in(client=client)
    page = client.get("/konto/utloggad/").content.decode()
    assert '<dt class="mono">mandate</dt>' in page and "/upphandling/999999/steg/steer/" in page


def test_two_tabs_are_both_kept(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    client.post(path, form)
    client.post(
        f"/upphandling/{workspace.begun}/avsluta/", {"outcome": "closed", "reason": "Den andra fliken."}
    )
    try_to_sign_in(client=client)
    page = client.get("/konto/utloggad/").content.decode()
    assert "Ett långt svar." in page and "Den andra fliken." in page


def test_passwords_tokens_and_the_accounts_own_pages_are_never_kept(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    secrets = {
        "password": "HEMLIGT1",
        "nytt_losenord": "HEMLIGT2",
        "Lösenord": "HEMLIGT3",
        "csrfmiddlewaretoken": "HEMLIGT4",
        "api_token": "HEMLIGT5",
    }
    client.post(path, form | secrets)
    client.post("/konto/losenord/", {"oldpassword": "HEMLIGT6", "password1": "HEMLIGT7", "other": "HEMLIGT8"})
    client.post("/konto/tva-steg/", {"code": "HEMLIGT9"})
    assert client.session[held.KEY] and "HEMLIGT" not in str(client.session[held.KEY])


def test_files_are_told_of_and_chosen_again(workspace: Workspace, clock: Clock):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = signed_in()
    clock.at += 2 * 3600
    file = SimpleUploadedFile("priser <b>.csv", b"HEMLIGT;1")
    client.post(f"/upphandling/{workspace.begun}/utkast/", {"file": file, "note": "Anteckning"})
    try_to_sign_in(client=client)
    page = client.get("/konto/utloggad/").content.decode()
    assert (
        "Välj dem igen" in page
        and "priser &lt;b&gt;.csv" in page
        and "HEMLIGT" not in str(client.session[held.KEY])
    )


def test_what_is_too_large_to_keep_is_refused_and_stays_in_the_browser(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    answer = client.post(path, form | {"mandate": "x" * held.LIMIT_BYTES})
    assert answer.status_code == 413 and "för lång att spara" in answer.content.decode()
    assert held.KEY not in client.session


def test_a_part_that_htmx_asks_for_takes_the_whole_page_to_sign_in(workspace: Workspace, clock: Clock):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    answer = client.post(
        f"{path}kontroll/", form, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"}
    )
    assert answer.status_code == 200 and answer.headers["HX-Redirect"] == f"{SIGN_IN}?next=/konto/utloggad/"
    assert [each["path"] for each in client.session[held.KEY]] == [path], (
        "to the page itself, not to its part"
    )


@pytest.mark.parametrize(
    "at", ["https://example.org/stjal/", "//example.org/", "http://testserver//example.org/", "javascript:x"]
)
def test_an_address_of_somebody_elses_is_never_sent_to(workspace: Workspace, clock: Clock, at: str):
    client, (path, form) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    answer = client.post(path, form, headers={"HX-Request": "true", "HX-Current-URL": at, "Referer": at})
    assert "example.org" not in answer.headers["HX-Redirect"]
    assert "example.org" not in str(client.session.get(held.KEY, ""))


def test_a_form_from_before_signing_in_anew_in_another_tab_is_kept(workspace: Workspace):
    """Its token is old. Only if the browser says that it came from our own page: else it might be another site's."""
    client, (path, form) = Client(enforce_csrf_checks=True, HTTP_USER_AGENT=FIREFOX), written(workspace)
    client.force_login(workspace.user("buyer"))
    before = building.state()
    for headers, expected in (
        ({}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://example.org"}, 403),
    ):
        assert client.post(path, form, headers=headers).status_code == expected
        assert held.KEY not in client.session
    kept = client.post(path, form, headers={"Sec-Fetch-Site": "same-origin"})
    assert (
        kept.status_code == 302
        and kept.headers["Location"] == "/konto/utloggad/"
        and building.state() == before
    )
    assert "Ett långt svar." in client.get("/konto/utloggad/").content.decode()


def test_a_button_without_words_leads_back_to_its_page(workspace: Workspace, clock: Clock):
    client, (path, _) = signed_in(), written(workspace)
    clock.at += 2 * 3600
    answer = client.post(f"{path}vidare/", headers={"Referer": f"http://testserver{path}"})
    assert answer.headers["Location"] == f"{SIGN_IN}?next={path}"


# --- the rest


def test_what_is_refused_writes_nothing(workspace: Workspace):
    buyer, before = workspace.user("buyer"), building.state()
    tries: list[Any] = [
        lambda: sign_in.second_factor_off(by=buyer),
        lambda: sign_in.new_recovery_codes(by=buyer),
        lambda: sign_in.reset_second_factor_of(by="x", username="buyer", why="Skäl."),
        lambda: sign_in.reset_second_factor_of(by="x", username="buyer", why=" "),
        lambda: sign_in.reset_password(by="x", username="finns-inte"),
        lambda: sign_in.close_account(by="x", username="buyer", why=""),
        lambda: sign_in.open_account(by="x", username="finns-inte", why="Skäl."),
        lambda: invitations.invite(by=buyer, organisation=ours(), role="assessor", email="a@prov.example"),
    ]
    for each in tries:
        with pytest.raises(OmloppError):
            each()
    assert building.state() == before


def test_every_page_of_the_account_is_written_in_english_too(workspace: Workspace, clock: Clock):
    client = signed_in()
    client.cookies["omlopp_language"] = "en"
    for path, says in {
        "/konto/": "My account", "/konto/losenord/": "Change password", "/konto/tva-steg/": "Turn on two-step sign-in",
        "/konto/inloggad/": "Signed in on", f"/konto/bjud-in/organisation/{ours().pk}/": "Invite somebody",
    }.items():  # fmt: skip
        page = client.get(path).content.decode()
        assert says in page and 'lang="en"' in page
    stranger = Client()
    stranger.cookies["omlopp_language"] = "en"
    assert "not right" in try_to_sign_in(password="wrong", client=stranger).content.decode()
