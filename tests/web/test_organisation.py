"""Organisations: made by the first person, their facts, people, files and accounts – and who reaches what."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from omlopp.domain.model.process import Entrance
from omlopp.web import evidence, personal
from omlopp.web.records.access import NotAllowedHere, decides_on
from omlopp.web.records.actions import sign_in
from omlopp.web.records.actions.award import correct_bid
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.closing import (
    AccountForgotten,
    NotOfOrganisation,
    OwnAccount,
    PersonHasWork,
    close_account,
    forget_person,
    reopen_account,
)
from omlopp.web.records.actions.leaving import LeavesBehind
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.actions.people import (
    LastAdministrator,
    LastBuyer,
    give_organisation_role,
    give_role,
    take_organisation_role,
    take_role,
)
from omlopp.web.records.events import verify
from omlopp.web.records.models import (
    BidRecord,
    Comment,
    Contract,
    Event,
    Message,
    Organisation,
    Person,
    ProcurementRecord,
    SavedSearch,
)
from tests.web import building
from tests.web.building import DAY, FULL, OUTSIDER, PRICES, SECRETS, Workspace
from tests.web.parts.organisation import PNG, ours

pytestmark = pytest.mark.django_db
NEW = {"name": "Påhittade kommunen", "number": "212000-0000", "kind": "municipality", "county": "SE322"}


def test_the_first_person_is_offered_to_make_the_organisation_and_runs_it(visit: Any, workspace: Workspace):
    client = visit(OUTSIDER)
    assert "Skapa organisationen" in client.get("/").content.decode()
    answer = client.post("/organisation/", NEW, follow=True)
    made = Organisation.objects.get(name="Påhittade kommunen")
    assert answer.redirect_chain[-1][0] == f"/organisation/{made.pk}/"
    assert set(made.roles.values_list("user__username", "role")) == {
        (OUTSIDER, "administrator"),
        (OUTSIDER, "buyer"),
    }
    assert "Skapa organisationen" not in client.get("/").content.decode()


@pytest.mark.parametrize("wrong, says", [
    ({"name": " "}, "namn"), ({"kind": "stat"}, "Välj en ur listan"), ({"county": "SE9"}, "Välj ett ur listan"),
    ({"name": "provkommunen"}, "finns redan"), ({"name": "x" * 301}, "Skriv kortare"),
])  # fmt: skip
def test_what_cannot_be_kept_is_told_and_what_was_typed_stays(
    visit: Any, workspace: Workspace, wrong: Any, says: str
):
    before = building.state()
    answer = visit(OUTSIDER).post("/organisation/", NEW | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422 and says in page and building.state() == before
    assert 'value="212000-0000"' in page


def test_an_organisation_is_not_told_of_to_who_has_no_role_in_it(visit: Any, workspace: Workspace):
    client, nobodys = visit(OUTSIDER), 987_654
    for part in ("", "installningar/", "personer/", "logg/", "fil/logo/", "personer/in:reader/uppgifter/"):
        for key in (ours().pk, nobodys):
            assert client.get(f"/organisation/{key}/{part}").status_code == 404, part
    assert "Provkommunen" not in client.get("/organisation/").content.decode()


def test_a_reader_sees_the_organisation_and_is_refused_its_settings_with_a_reason(
    visit: Any, workspace: Workspace
):
    client, before = visit("in:reader"), building.state()
    assert client.get(f"/organisation/{ours().pk}/").status_code == 200
    refused = client.get(f"/organisation/{ours().pk}/installningar/")
    assert refused.status_code == 403 and "Din roll i Provkommunen" in refused.content.decode()
    assert (
        client.post(
            f"/organisation/{ours().pk}/personer/", {"username": "outsider", "role": "reader"}
        ).status_code
        == 403
    )
    assert building.state() == before


# Which organisation a procurement belongs to

FACTS = {"title": "Hyllor", "object_kind": "goods", "value_sek": "", "cpv": ""}


def test_the_start_form_asks_which_organisation_and_takes_the_buyer_from_it(visit: Any, workspace: Workspace):
    page = visit("in:buyer").get("/borja/behov/")
    assert page.context["form"].initial["buyer_name"] == "Provkommunen"
    answer = visit("in:buyer").post(
        "/borja/behov/", FACTS | {"organisation": ours().pk, "buyer_name": "", "buyer_kind": ""}
    )
    row = ProcurementRecord.objects.latest("pk")
    assert answer.status_code == 302
    assert (row.organisation, row.buyer_name, row.buyer_kind) == (ours(), "Provkommunen", "municipality")


def test_who_has_no_organisation_is_not_asked_and_must_name_the_buyer(visit: Any, workspace: Workspace):
    client = visit(OUTSIDER)
    assert 'name="organisation"' not in client.get("/borja/behov/").content.decode()
    assert client.post("/borja/behov/", FACTS | {"buyer_name": "", "buyer_kind": "region"}).status_code == 422


def test_somebody_elses_organisation_cannot_be_chosen(visit: Any, workspace: Workspace):
    theirs = create_organisation(by=workspace.user(OUTSIDER), name="Grannen", kind="region")
    before = building.state()
    answer = visit("in:buyer").post(
        "/borja/behov/", FACTS | {"organisation": theirs.pk, "buyer_name": "B", "buyer_kind": "region"}
    )
    assert answer.status_code == 422 and building.state() == before


def test_a_procurement_begun_before_there_was_an_organisation_is_put_under_it(
    visit: Any, workspace: Workspace
):
    ProcurementRecord.objects.filter(pk=workspace.begun).update(organisation=None)
    assert visit("in:reader").get(f"/upphandling/{workspace.begun}/").status_code == 404
    visit().post(f"/upphandling/{workspace.begun}/personer/", {"do": "hand_over", "organisation": ours().pk})
    assert visit("in:reader").get(f"/upphandling/{workspace.begun}/").status_code == 200


# Logo and template


def word() -> bytes:
    Document().save(made := io.BytesIO())
    return made.getvalue()


@pytest.mark.parametrize(
    "what, name, content", [("logo", "vapen.png", PNG), ("word_template", "mall.docx", word())]
)
def test_logo_and_template_are_kept_and_handed_out_unchanged(
    visit: Any, workspace: Workspace, what: str, name: str, content: bytes
):
    address = f"/organisation/{ours().pk}/fil/{what}/"
    visit().post(address, {"file": SimpleUploadedFile(name, content)})
    held = getattr(ours(), what)
    assert held["name"] == name and evidence.content_of(name, held["sha256"]) == content
    given = visit("in:reader").get(address)
    assert given.content == content and "attachment" in given["Content-Disposition"]
    visit().post(address, {"do": "drop"})
    assert getattr(ours(), what) is None and visit().get(address).status_code == 404


@pytest.mark.parametrize("what, name, content", [
    ("logo", "vapen.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("logo", "vapen.png", b"<svg><script>alert(1)</script></svg>"), ("word_template", "mall.dotm", b"PK\x03\x04"),
    ("word_template", "mall.docx", b"PK\x03\x04 inte en zip"), ("logo", "", b""),
])  # fmt: skip
def test_a_picture_that_can_run_a_script_and_a_template_that_is_none_are_refused(
    visit: Any, workspace: Workspace, what: str, name: str, content: bytes
):
    before = building.state()
    given = {"file": SimpleUploadedFile(name, content)} if name else {}
    answer = visit().post(f"/organisation/{ours().pk}/fil/{what}/", given, follow=True)
    assert 'class="note danger"' in answer.content.decode() and building.state() == before


# Accounts


def test_closing_an_account_ends_its_sessions_and_everything_it_could_open(visit: Any, workspace: Workspace):
    client = visit("in:lawyer")
    assert client.get(f"/upphandling/{workspace.open}/").status_code == 200
    sessions = Session.objects.count()
    visit().post(
        f"/organisation/{ours().pk}/konto/", {"do": "close", "username": "in:lawyer", "why": "Slutade."}
    )
    assert Session.objects.count() == sessions  # the buyer's new one, and one less of the lawyer's
    answer = client.get(f"/upphandling/{workspace.open}/")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/konto/logga-in/")
    reopen_account(by=workspace.user("buyer"), organisation=ours(), username="in:lawyer", why="Kom tillbaka.")
    assert visit("in:lawyer").get(f"/upphandling/{workspace.open}/").status_code == 200, "the roles stood"


def test_nobody_closes_an_account_by_making_an_organisation_and_giving_a_role_in_it(workspace: Workspace):
    mallory = workspace.user(OUTSIDER)
    trap = create_organisation(by=mallory, name="Fällan", kind="region")
    give_organisation_role(by=mallory, organisation=trap, username="in:leader", role="reader")
    before = building.state()
    for action in (close_account, forget_person):
        with pytest.raises(NotOfOrganisation):
            action(by=mallory, organisation=trap, username="in:leader", why="Ondska.")
    assert not decides_on(mallory, workspace.user("in:leader")) and building.state() == before


def test_nor_takes_out_what_is_held_about_the_person(visit: Any, workspace: Workspace):
    mallory = workspace.user(OUTSIDER)
    trap = create_organisation(by=mallory, name="Fällan", kind="region")
    give_organisation_role(by=mallory, organisation=trap, username="in:leader", role="reader")
    answer = visit(OUTSIDER).get(f"/organisation/{trap.pk}/personer/in:leader/uppgifter/")
    assert answer.status_code == 422 and "zip" not in answer["Content-Type"]


def test_ones_own_account_stays_open_so_that_an_administrator_is_always_left(workspace: Workspace):
    buyer = workspace.user("buyer")
    with pytest.raises(OwnAccount):
        close_account(by=buyer, organisation=ours(), username="buyer", why="Av misstag.")
    close_account(by=buyer, organisation=ours(), username="in:administrator", why="Slutade.")
    with pytest.raises(NotAllowedHere):
        close_account(
            by=workspace.user("in:administrator"), organisation=ours(), username="buyer", why="Hämnd."
        )


def test_who_is_alone_as_buyer_is_not_forgotten_before_somebody_else_is(workspace: Workspace):
    by = workspace.user("in:administrator")
    ProcurementRecord.objects.filter(organisation=None).update(organisation=ours())
    with pytest.raises(PersonHasWork) as refused:
        forget_person(by=by, organisation=ours(), username="buyer", why="Bad om det.")
    assert "Stolar och bord (open)" in str(refused.value.facts)


def test_closing_the_account_of_the_only_buyer_tells_of_what_and_is_confirmed(
    visit: Any, workspace: Workspace
):
    """The list stands by the button before it is pressed; without the tick nothing is closed."""
    row = begin_procurement(
        by=workspace.user("in:leader"), title="Ledarens egen", buyer_name="Provkommunen", buyer_kind="municipality",
        entrance=Entrance.NEED, object_kind="goods", on=DAY,
    )  # fmt: skip
    ours_too = Contract.objects.create(
        title="Ledarens avtal", supplier="Prov AB", organisation=ours(), owner=workspace.user("in:leader"),
        added_at=timezone.now(), added_by="prov",
    )  # fmt: skip
    client, people = visit("in:administrator"), f"/organisation/{ours().pk}/personer/"
    page = client.get(people).content.decode()
    assert (
        page.count("Ensam upphandlare.") == 1
        and "Ledarens egen</a>" in page
        and "Ledarens avtal</li>" in page
    )
    said = {"do": "close", "username": "in:leader", "why": "Slutade."}
    refused = client.post(f"/organisation/{ours().pk}/konto/", said, follow=True).content.decode()
    assert "är ensam upphandlare i ”Ledarens egen”; ägare av avtalen ”Ledarens avtal”" in refused
    assert workspace.user("in:leader").is_active
    client.post(f"/organisation/{ours().pk}/konto/", said | {"anyway": "1"})
    closed = Event.objects.filter(action="account-closed").latest("pk")
    assert not workspace.user("in:leader").is_active
    assert (closed.content["without_buyer"], closed.content["without_owner"]) == ([row.pk], [ours_too.pk])


def test_with_another_buyer_nothing_is_asked(workspace: Workspace):
    leader = workspace.user("in:leader")
    row = begin_procurement(
        by=leader, title="Delad", buyer_name="Provkommunen", buyer_kind="municipality", entrance=Entrance.NEED,
        object_kind="goods", on=DAY,
    )  # fmt: skip
    give_role(by=leader, procurement=row, username="in:buyer", role="buyer")
    close_account(
        by=workspace.user("in:administrator"), organisation=ours(), username="in:leader", why="Slutade."
    )
    with pytest.raises(LeavesBehind):  # now the other is alone: a closed account is nobody to leave it to
        close_account(
            by=workspace.user("in:administrator"), organisation=ours(), username="in:buyer", why="Slutade."
        )
    with pytest.raises(LastBuyer):
        take_role(by=workspace.user("in:buyer"), procurement=row, username="in:buyer")


@pytest.mark.parametrize("anyway", [False, True])
def test_the_last_administrator_stays_whatever_is_said(workspace: Workspace, anyway: bool):
    """From the command line too, where nobody's role is asked for; and an administrator whose account is closed is none."""
    sign_in.close_account(by="kommandoraden", username="in:administrator", why="Slutade.")
    with pytest.raises(LastAdministrator) as refused:
        sign_in.close_account(by="kommandoraden", username="buyer", why="Slutade.", anyway=anyway)
    assert "Provkommunen" in refused.value.facts["organisation"] and workspace.user("buyer").is_active
    with pytest.raises(LastAdministrator):
        take_organisation_role(
            by=workspace.user("buyer"), organisation=ours(), username="buyer", role="administrator"
        )


# What is held about a person


def known(user: Any, row: ProcurementRecord) -> None:
    Person.objects.update_or_create(
        user=user, defaults={"name": "Påhittad Person", "email": "p@example.org", "calendar_token": "hemlig"}
    )
    Message.objects.create(user=user, key="k1", kind="task", facts={"text": "Ring."}, at=timezone.now())
    Comment.objects.create(procurement=row, text="Min kommentar.", by=user.username, at=timezone.now())


def parts(content: bytes) -> tuple[dict[str, Any], str]:
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        assert sorted(held.namelist()) == ["uppgifter.html", "uppgifter.json"]
        return json.loads(held.read("uppgifter.json")), held.read("uppgifter.html").decode()


def test_a_person_gets_everything_held_about_oneself(visit: Any, workspace: Workspace):
    user = workspace.user("lawyer")
    known(user, workspace.row("open"))
    answer = visit("lawyer").get("/organisation/mina-uppgifter/fil/")
    told, page = parts(answer.content)
    assert answer["Content-Type"] == "application/zip"
    assert told["rows"]["Person"][0]["email"] == "p@example.org" and "hemlig" not in json.dumps(told)
    assert told["rows"]["Comment"][0]["text"] == "Min kommentar." and told["rows"]["Message"]
    assert {one["role"] for one in told["rows"]["Membership"]} == {"lawyer"}
    assert [one for one in told["events"] if one["content"].get("person") == "lawyer"], (
        "roles given to the person"
    )
    assert "Min kommentar." in page and "p@example.org" in page
    assert visit("lawyer").get("/organisation/mina-uppgifter/").status_code == 200


@pytest.mark.parametrize("person", ["buyer", "assessor", "environmental_strategist"])
def test_what_is_held_about_a_person_holds_nothing_of_bids(workspace: Workspace, person: str):
    """Also of who registered them: that they worked with bids is told, not what the bids say."""
    bid = BidRecord.objects.filter(lot__procurement_id=workspace.open)[0]
    correct_bid(
        by=workspace.user("buyer"),
        bid=bid,
        price_sek=PRICES[bid.bidder],
        levels=FULL,
        why="1 246 802 kr fel.",
    )
    give_role(
        by=workspace.user("buyer"), procurement=workspace.row("open"), username="assessor", role="buyer"
    )
    give_role(
        by=workspace.user("assessor"), procurement=workspace.row("open"), username="buyer", role="reader"
    )
    told, page = parts(personal.export(person))
    if person != "assessor":  # who sees the bids, and so what was said beside them
        assert not [secret for secret in SECRETS if secret in json.dumps(told["rows"], ensure_ascii=False)]
    if person == "buyer":  # no buyer any more
        assert told["rows"]["BidRecord"] and "BidRecord" in page
        assert "1 246 802" not in json.dumps(told, ensure_ascii=False) and "1 246 802" not in page


def test_every_table_that_names_a_person_is_looked_through(workspace: Workspace):
    from django.apps import apps

    naming = {
        table.__name__ for table in apps.get_app_config("records").get_models() if personal.naming(table)
    }
    assert naming >= personal.WHOLE - {"Message"} and {"Event", "BidRecord", "FileRecord", "Task"} <= naming


def test_an_administrator_hands_out_what_is_held_and_reads_no_procurement_by_it(
    visit: Any, workspace: Workspace
):
    user = workspace.user("in:leader")
    known(user, workspace.row("open"))
    told, _ = parts(
        visit("in:administrator").get(f"/organisation/{ours().pk}/personer/in:leader/uppgifter/").content
    )
    assert told["rows"]["Person"][0]["name"] == "Påhittad Person"
    assert (
        "Min kommentar." not in json.dumps(told, ensure_ascii=False)
        and told["rows"]["Comment"][0]["procurement"] == workspace.open
    )
    assert "Ring." not in json.dumps(told)


def test_forgetting_erases_what_is_known_and_leaves_the_name_in_the_log(visit: Any, workspace: Workspace):
    user, client = workspace.user("in:leader"), visit("in:leader")
    known(user, workspace.row("open"))
    SavedSearch.objects.filter(owner=user).delete()
    forget_person(by=workspace.user("buyer"), organisation=ours(), username="in:leader", why="Bad om det.")
    user.refresh_from_db()
    assert not Person.objects.filter(user=user).exists() and not user.messages_told.exists()
    assert (user.is_active, user.email, user.has_usable_password()) == (False, "", False)
    assert client.get("/").status_code == 302, "signed out"
    assert Comment.objects.get(by="in:leader").text == "Min kommentar.", "a part of the procurement stays"
    assert Event.objects.filter(content__person="in:leader", action="organisation-role-given").exists()
    assert verify().broken is None
    with pytest.raises((AccountForgotten, Exception), match="unknown-person|account-forgotten"):
        reopen_account(by=workspace.user("buyer"), organisation=ours(), username="in:leader", why="Ångrar.")


@pytest.mark.parametrize("person", ["in:administrator", "in:project_lead", "project_lead"])
def test_the_people_of_a_procurement_are_decided_by_who_may_also_without_reading_it(
    visit: Any, workspace: Workspace, person: str
):
    client, address = visit(person), f"/upphandling/{workspace.open}/personer/"
    page = client.get(address).content.decode()
    assert "Genom roll i" in page and "assessor" in page
    assert client.post(address, {"username": OUTSIDER, "role": "reader"}).status_code == 302
    assert client.post(address, {"do": "take", "username": OUTSIDER}).status_code == 302
    assert (
        not ProcurementRecord.objects.get(pk=workspace.open)
        .memberships.filter(user__username=OUTSIDER)
        .exists()
    )
    if person == "in:administrator":
        assert client.get(f"/upphandling/{workspace.open}/").status_code == 404


def test_a_wrong_name_keeps_what_was_typed(visit: Any, workspace: Workspace):
    answer = visit().post(
        f"/upphandling/{workspace.open}/personer/", {"username": "finns-inte", "role": "lawyer"}
    )
    page = answer.content.decode()
    assert (
        answer.status_code == 422
        and 'value="finns-inte"' in page
        and '<option value="lawyer" selected>' in page
    )


def test_the_log_is_checked_on_a_page_by_lawyers_and_administrators(visit: Any, workspace: Workspace):
    for person, address in (
        ("lawyer", f"/upphandling/{workspace.open}/logg/kontroll/"), ("in:lawyer", f"/organisation/{ours().pk}/logg/"),
        ("in:administrator", f"/organisation/{ours().pk}/logg/"),
    ):  # fmt: skip
        page = visit(person).get(address).content.decode()
        assert "Loggen är hel." in page and verify().head in page
    assert visit("reader").get(f"/upphandling/{workspace.open}/logg/kontroll/").status_code == 403
    assert visit("in:reader").get(f"/organisation/{ours().pk}/logg/").status_code == 403
    assert isinstance(visit("lawyer"), Client)
