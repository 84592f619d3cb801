"""Every role × every right × every state, against the table of the library – and what no table may ever say."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from omlopp.library import roles as of_roles
from omlopp.library.roles import FILE, RoleTable, faults, roles
from omlopp.web.records import access
from omlopp.web.records.access import NotAllowed, NotAllowedHere, may, may_in, rights_of, visible_to
from omlopp.web.records.actions import ProcurementEnded, acting, acting_in
from omlopp.web.records.actions.people import (
    OwnBidsRole,
    give_organisation_role,
    give_role,
    take_organisation_role,
    take_role,
)
from omlopp.web.records.models import Event, Membership, Organisation, OrganisationRole, ProcurementRecord
from omlopp.web.records.models.people import ORGANISATION_ROLES, ROLES
from tests.web import building
from tests.web.building import OUTSIDER, PEOPLE, STATES, STEER, Workspace

pytestmark = pytest.mark.django_db
TABLE = yaml.safe_load(FILE.read_text("utf-8"))  # read by itself, not through the code that is tried
RIGHTS, HERE = list(TABLE["rights"]), list(TABLE["organisation_rights"])
CLOSED = "closed account"
EVERYBODY = (*PEOPLE, CLOSED)
ENDED = ("closed",)


def of_table(person: str) -> set[str]:
    """What the table gives in a procurement of Provkommunen. The tests' buyer also made the organisation."""
    if person == "buyer":
        return set(TABLE["in_procurement"]["buyer"]) | of_table("in:administrator") | of_table("in:buyer")
    if person.startswith("in:"):
        return set(TABLE["in_organisation"][person.removeprefix("in:")])
    return set(TABLE["in_procurement"].get(person, ()))  # nobody and a closed account: nothing


def of_table_here(person: str) -> set[str]:
    if person == "buyer":
        return of_table_here("in:administrator") | of_table_here("in:buyer")
    return (
        set(TABLE["of_organisation"].get(person.removeprefix("in:"), ()))
        if person.startswith("in:")
        else set()
    )


@pytest.fixture
def people(workspace: Workspace) -> dict[str, User]:
    """Everybody of the tests, and one with every role there is and a closed account."""
    found = {name: workspace.user(name) for name in PEOPLE}
    closed = User.objects.create(username=CLOSED, is_active=False)
    for row in ProcurementRecord.objects.all():
        Membership.objects.create(procurement=row, user=closed, role="buyer")
    for role in ORGANISATION_ROLES:
        OrganisationRole.objects.create(organisation=ours(), user=closed, role=role)
    return found | {CLOSED: closed}


def ours() -> Organisation:
    return Organisation.objects.get(name="Provkommunen")


def test_the_table_names_every_role_and_every_right():
    assert list(TABLE["in_procurement"]) == list(ROLES)
    assert list(TABLE["in_organisation"]) == list(TABLE["of_organisation"]) == list(ORGANISATION_ROLES)
    given = {right for row in TABLE["in_procurement"].values() for right in row}
    assert given | {right for row in TABLE["in_organisation"].values() for right in row} == set(RIGHTS), (
        "no right is idle"
    )
    assert {right for row in TABLE["of_organisation"].values() for right in row} == set(HERE)


@pytest.mark.parametrize("state", STATES)
def test_every_role_has_exactly_the_rights_of_the_table_in_every_state(
    workspace: Workspace, people: dict[str, User], state: str
):
    row = workspace.row(state)
    for person, right in product(EVERYBODY, RIGHTS):
        assert may(people[person], right, row) == (right in of_table(person)), f"{person}: {right}"


@pytest.mark.parametrize("state", STATES)
def test_every_write_asks_for_its_right_and_rests_when_the_procurement_has_ended(
    workspace: Workspace, people: dict[str, User], state: str
):
    """The door that every action passes, tried with every person and every right: done, refused, or rested."""
    row, before = workspace.row(state), building.state()
    for person, right in product(EVERYBODY, RIGHTS):
        with building.undone():
            allowed, rests = right in of_table(person), state in ENDED
            expected = NotAllowed if not allowed else ProcurementEnded if rests else None
            if expected is None:
                with acting("measured", by=people[person], procurement=row, right=right):
                    pass
                assert Event.objects.order_by("-pk")[0].by == person
            else:
                with (
                    pytest.raises(expected),
                    acting("measured", by=people[person], procurement=row, right=right),
                ):
                    raise AssertionError(f"{person} came in with {right}")
    assert building.state() == before


def test_every_right_in_the_organisation_is_that_of_the_table(workspace: Workspace, people: dict[str, User]):
    for person, right in product(EVERYBODY, HERE):
        allowed = right in of_table_here(person)
        assert may_in(people[person], right, ours()) == allowed, f"{person}: {right}"
        with building.undone():
            if allowed:
                with acting_in("unit-added", by=people[person], organisation=ours(), right=right):
                    pass
            else:
                with (
                    pytest.raises(NotAllowedHere),
                    acting_in("unit-added", by=people[person], organisation=ours(), right=right),
                ):
                    raise AssertionError(f"{person} came in with {right}")


def test_a_procurement_is_in_the_lists_of_those_who_may_read_it_and_of_nobody_else(
    workspace: Workspace, people: dict[str, User]
):
    for person in PEOPLE:
        assert (workspace.open in visible_to(people[person])) == ("read" in of_table(person)), person


# What no table may say, whoever edits it


def test_no_role_in_the_organisation_opens_bids():
    of_bids = {name for name, right in TABLE["rights"].items() if right.get("of_bids")}
    assert of_bids == {"see_bids", "register_bids", "evaluate", "decide"}
    assert not [role for role, given in TABLE["in_organisation"].items() if of_bids & set(given)]


def test_a_suppliers_contact_reads_nothing_and_a_reader_changes_nothing():
    assert TABLE["in_procurement"]["supplier_contact"] == ["report"]
    assert TABLE["in_procurement"]["reader"] == TABLE["in_organisation"]["reader"] == ["read"]
    assert "read" not in TABLE["in_organisation"]["administrator"], (
        "who runs the place reads nothing by that alone"
    )


PLANTED = {
    "a role in the organisation that sees bids": ("in_organisation", "lawyer", ("read", "see_bids")),
    "a right that does not exist": ("in_procurement", "reader", ("read", "everything")),
    "an assessor who may not see what is assessed": ("in_procurement", "assessor", ("read", "evaluate")),
    "a supplier who reads": ("in_procurement", "supplier_contact", ("report", "read")),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_table_that_says_what_it_may_not_is_refused_before_anybody_comes_in(name: str, monkeypatch: Any):
    part, role, given = PLANTED[name]
    table = roles()
    planted = replace(table, **{part: {**getattr(table, part), role: given}})
    assert faults(table) == [] and [where for where, _ in faults(planted)] == [f"{part}.{role}"]
    monkeypatch.setattr(of_roles, "read_one", lambda *_: planted)
    with pytest.raises(of_roles.RolesBroken):
        of_roles.roles.__wrapped__()


@settings(max_examples=60, deadline=None, derandomize=True, database=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(
    held=st.frozensets(st.sampled_from(ORGANISATION_ROLES)),
    own=st.sampled_from((None, *ROLES)),
    active=st.booleans(),
)
def test_rights_add_up_and_bids_come_from_the_procurement_alone(
    workspace: Workspace, held: frozenset[str], own: str | None, active: bool
):
    """Whatever roles meet in one person."""
    with building.undone():
        user = User.objects.create(username="flera", is_active=active)
        row = workspace.row("open")
        for role in held:
            OrganisationRole.objects.create(organisation=ours(), user=user, role=role)
        if own:
            Membership.objects.create(procurement=row, user=user, role=own)
        wanted = set().union(*(TABLE["in_organisation"][role] for role in held))
        wanted |= set(TABLE["in_procurement"][own] if own else ())
        assert rights_of(user, row) == (wanted if active else set())
        of_bids = rights_of(user, row) & access.OF_BIDS
        assert of_bids == ((access.MAY[own] & access.OF_BIDS) if own and active else set())


# A role that opens bids is never one's own to take


@pytest.mark.parametrize("person", ["project_lead", "in:project_lead", "in:administrator"])
@pytest.mark.parametrize("role", ["buyer", "assessor", "lawyer", "leader"])
def test_who_decides_on_people_cannot_open_the_bids_to_oneself(workspace: Workspace, person: str, role: str):
    before, by = building.state(), workspace.user(person)
    with pytest.raises(OwnBidsRole):
        give_role(by=by, procurement=workspace.row("open"), username=person, role=role)
    assert building.state() == before
    give_role(
        by=by, procurement=workspace.row("open"), username=OUTSIDER, role=role
    )  # to another, and the log tells
    assert Event.objects.order_by("-pk")[0].content == {"person": OUTSIDER, "role": role}


# A role taken in the middle of a step


def test_a_role_taken_in_the_middle_of_a_step_stops_the_next_write_and_what_was_typed_stays(
    visit: Any, workspace: Workspace
):
    """The strategist becomes a reader while writing."""
    client, row = visit("environmental_strategist"), workspace.row("open")
    address = f"/upphandling/{row.pk}/steg/steer/"
    edition = client.get(address).context["edition"]
    give_role(by=workspace.user("buyer"), procurement=row, username="environmental_strategist", role="reader")
    before = building.state()
    answer = client.post(address, STEER | {"mandate": "Det jag just skrev om mandatet.", "edition": edition})
    assert answer.status_code == 403 and building.state() == before
    page = answer.content.decode()
    assert "Din roll" in page and "Det jag just skrev om mandatet." in page


def test_somebody_taken_out_altogether_finds_nothing_there_any_more(visit: Any, workspace: Workspace):
    client, row = visit("environmental_strategist"), workspace.row("open")
    address = f"/upphandling/{row.pk}/steg/steer/"
    assert client.get(address).status_code == 200
    take_role(by=workspace.user("buyer"), procurement=row, username="environmental_strategist")
    before = building.state()
    assert client.post(address, STEER | {"edition": "1"}).status_code == 404
    assert client.get(address).status_code == 404 and building.state() == before


def test_a_role_in_the_organisation_taken_closes_its_pages_at_once(visit: Any, workspace: Workspace):
    client, buyer = visit("in:project_lead"), workspace.user("buyer")
    page = f"/organisation/{ours().pk}/"
    assert client.get(page).status_code == 200
    take_organisation_role(by=buyer, organisation=ours(), username="in:project_lead", role="project_lead")
    assert client.get(page).status_code == 404
    give_organisation_role(by=buyer, organisation=ours(), username="in:project_lead", role="project_lead")
    assert client.get(page).status_code == 200


# The page that shows it


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_can_read_the_whole_table_in_words(visit: Any, language: str):
    page = visit(OUTSIDER, language).get("/organisation/roller/")
    text = page.content.decode()
    said: RoleTable = roles()
    for right in (*said.rights.values(), *said.organisation_rights.values()):
        words = right.says.within(language)  # type: ignore[arg-type]
        assert words.replace("'", "&#x27;") in text, words
    marks = sum(
        len(given)
        for part in ("in_procurement", "in_organisation", "of_organisation")
        for given in TABLE[part].values()
    )
    assert text.count("●") == marks
