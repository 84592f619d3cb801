"""Who gets in: nobody without signing in, and into a procurement only its members – whatever address they try."""

from typing import Any

import pytest
from django.test import Client

from omlopp.web.records.models import BidRecord, CriterionChoice
from tests.web import building
from tests.web.acting import every
from tests.web.addresses import Address, addresses, paths
from tests.web.building import LOT, OUTSIDER, Workspace

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = {"language", "search-feed", "calculator"}.union(
    *every("OPEN", ())
)  # the last two: to who has the address
SIGNING_IN = {"sign-out"}.union(*every("SIGNING_IN", ()))
NOBODYS = 987_654
INSIDE = [address for address in addresses() if address.of_procurement]


def test_addresses_have_names_that_are_used_once():
    names = [address.name for address in addresses()]
    assert all(names) and len(names) == len(set(names)) and len(INSIDE) >= 20


@pytest.mark.parametrize("address", addresses(), ids=lambda address: address.name)
def test_anonymous_is_sent_to_sign_in(workspace: Workspace, address: Address):
    client, before = Client(raise_request_exception=False), building.state()
    for path in paths(address, workspace, workspace.open):
        for answer in (client.get(path), client.post(path, {"reason": "x"})):
            if address.name in OPEN_TO_ALL:
                assert answer.status_code in (200, 302, 405, 422) and not answer.headers.get(
                    "Location", ""
                ).startswith("/konto/")
            elif address.name in SIGNING_IN:
                assert answer.status_code in (302, 405)
            else:
                assert answer.status_code == 302, path
                assert answer.headers["Location"].startswith("/konto/logga-in/?next="), path
    assert building.state() == before


@pytest.mark.parametrize("address", INSIDE, ids=lambda address: address.name)
def test_who_is_no_member_gets_404_as_if_it_did_not_exist(visit: Any, workspace: Workspace, address: Address):
    """GET and POST; 405 only where the method is wrong for everybody."""
    client, before = visit(OUTSIDER), building.state()
    for pk in (workspace.open, workspace.closed, workspace.exercise):
        theirs = paths(address, workspace, pk)
        nobodys = paths(address, workspace, NOBODYS, of=pk)
        for path, beside in zip(theirs, nobodys, strict=True):
            got = [client.get(path).status_code, client.post(path, {"reason": "x"}).status_code]
            assert set(got) <= {404, 405} and 404 in got, path
            assert got == [client.get(beside).status_code, client.post(beside).status_code], path
    assert building.state() == before


def test_nothing_of_it_is_shown_on_the_first_page_of_who_is_no_member(visit: Any, workspace: Workspace):
    page = visit(OUTSIDER).get("/").content.decode()
    assert "Stolar och bord" not in page and "förvaltningshus" not in page


def test_parts_of_another_procurement_are_not_reached_through_ones_own(visit: Any, workspace: Workspace):
    """A buyer of both: the bid and the requirement of one do not open under the other's number."""
    client, mine, other = visit(), workspace.begun, workspace.open
    bid = BidRecord.objects.filter(lot__procurement_id=other)[0].pk
    choice = CriterionChoice.objects.filter(procurement_id=other)[0].pk
    before = building.state()
    for path in (
        f"/upphandling/{mine}/anbud/{LOT}/{bid}/", f"/upphandling/{mine}/krav/{choice}/",
        f"/upphandling/{mine}/krav/{choice}/bort/", f"/upphandling/{other}/anbud/LOT-0002/{bid}/",
    ):  # fmt: skip
        assert client.post(path, {"why": "x", "price": "1", "wording_sv": "x 1"}).status_code == 404, path
    assert building.state() == before


@pytest.mark.parametrize("path", [
    "/upphandling/{pk}/steg/finns_inte/", "/upphandling/{pk}/utvarderingsmodell/LOT-9/", "/upphandling/{pk}/krav/999999/",
    "/upphandling/{pk}/uppfoljning/mat/finns_inte/end/", "/upphandling/{pk}/uppfoljning/mat/reused_share/sedan/",
    "/upphandling/{pk}/anbud/LOT-0001/999999/", "/upphandling/{pk}/dokument/hemligt/", "/annonser/999999/",
    "/bank/krav/finns_inte/", "/borja/annons/999999/", "/upphandling/99999999999999999999/",
])  # fmt: skip
def test_what_does_not_exist_is_404(visit: Any, workspace: Workspace, path: str):
    assert visit().get(path.format(pk=workspace.open)).status_code == 404


@pytest.mark.parametrize(
    "path", ["/upphandling/{pk}/steg/finns_inte/vidare/", "/upphandling/{pk}/steg/finns_inte/kontroll/"]
)
def test_a_step_that_does_not_exist_cannot_be_tried_or_passed(visit: Any, workspace: Workspace, path: str):
    before = building.state()
    assert visit().post(path.format(pk=workspace.open)).status_code == 404
    assert building.state() == before


@pytest.mark.parametrize("to, lands", [
    ("/annonser/?sok=stol", "/annonser/?sok=stol"), ("https://example.org/", "/"), ("//example.org", "/"),
    ("/\\example.org", "/"), ("javascript:alert(1)", "/"), ("http:///example.org", "/"), ("\thttps://example.org", "/"),
    ("https:example.org", "/"), ("", "/"),
])  # fmt: skip
def test_switching_language_leads_nowhere_else(client: Client, db: None, to: str, lands: str):
    answer = client.post("/sprak/", {"language": "en", "next": to})
    assert answer.status_code == 302 and (answer.headers["Location"] or "/") == lands
    assert answer.cookies["omlopp_language"].value == "en"


@pytest.mark.parametrize("language, kept", [("en", "en"), ("sv", "sv"), ("de", "sv"), ("<b>", "sv")])
def test_a_language_that_is_not_offered_is_swedish(client: Client, db: None, language: str, kept: str):
    assert client.post("/sprak/", {"language": language}).cookies["omlopp_language"].value == kept


def test_wrong_name_and_wrong_password_are_answered_alike(client: Client, workspace: Workspace):
    said = [
        client.post("/konto/logga-in/", {"username": name, "password": "fel"}).content.decode()
        for name in ("buyer", "finns-inte")
    ]
    assert all("Namnet eller lösenordet stämmer inte" in text for text in said)


def test_the_right_password_opens(client: Client, workspace: Workspace, settings: Any):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    answer = client.post(
        "/konto/logga-in/", {"username": "buyer", "password": "buyer-lösen-7", "next": "//example.org"}
    )
    assert answer.status_code == 302 and answer.headers["Location"] == "/"
