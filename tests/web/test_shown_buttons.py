"""No link and no button is shown that answers 403 or 404: every role follows and presses all it is shown.

Four roles each time the tests run, all of them in `long`.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.models.people import ROLES
from tests.web import building
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
PEOPLE = (*ROLES[1:], "in:buyer", "in:requester", "in:lawyer")
QUICK = ("environmental_strategist", "contract_manager", "supplier_contact", "in:requester")
LATER = {"contract_manager", "lawyer", "supplier_contact"}  # those with most to do once it is awarded
WALKED = re.compile(r"^/(upphandling/\d+/|organisation/\d+/|leverera/|mitt/|upphandlingar/)")


def kind_of(path: str) -> str:
    """The name of the page, so that a page that many rows lead to is opened once."""
    try:
        found = resolve(path)
    except Resolver404:
        return path
    return f"{found.url_name} {found.kwargs.get('step_id', '')} {found.kwargs.get('pk', '')}"


def inside(page: Any, base: str, of: tuple[str, ...]) -> Iterator[str]:
    """Links to pages of the given procurements, of the organisation and of one's own."""
    for href in page.xpath("//a/@href"):
        to = urlsplit(urljoin(base, href))
        elsewhere = to.path.startswith("/upphandling/") and not to.path.startswith(of)
        if not to.netloc and WALKED.match(to.path) and not elsewhere:
            yield to.path + (f"?{to.query}" if to.query else "")


def pressed(page: Any, base: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every button of every form that writes: (what it says, where it goes, what the page itself fills in)."""
    for form in page.xpath("//main//form[@method='post']"):
        hidden = {each.get("name"): each.get("value", "") for each in form.xpath(".//input[@type='hidden']")}
        to = urljoin(base, form.get("action") or base)
        for button in form.xpath(".//button[not(@type='button')]"):
            named = {button.get("name"): button.get("value", "")} if button.get("name") else {}
            yield button.text_content().strip(), to, hidden | named


def walk(client: Client, first: tuple[str, ...], of: tuple[str, ...]) -> list[str]:
    """Breadth first from the first pages; each button is pressed and undone."""
    told, seen, done, ahead = [], set(), set(), [(path, "given") for path in first]
    while ahead:
        path, came = ahead.pop(0)
        if (kind := kind_of(path.split("?")[0])) in seen:
            continue
        seen.add(kind)
        answer = client.get(path)
        if answer.status_code in (403, 404, 500):
            told.append(f"{answer.status_code} link {path} from {came}")
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.content.decode())
        ahead += [(to, path) for to in inside(page, path, of)]
        for says, to, filled in pressed(page, path):
            if (button := (kind_of(to.split("?")[0]), says)) in done:
                continue
            done.add(button)
            with building.undone():
                status = client.post(to, filled).status_code
            if status in (403, 404, 500):
                told.append(f"{status} button ”{says}” on {path}")
    assert len(seen) > 3, seen
    return told


@pytest.mark.parametrize(
    "person", [pytest.param(one, marks=[] if one in QUICK else pytest.mark.long) for one in PEOPLE]
)
def test_nothing_that_is_shown_refuses(visit: Any, workspace: Workspace, person: str):
    state = workspace.awarded if person in LATER else workspace.open
    here = f"/upphandling/{state}/"
    first = ("/", "/mitt/") if person == "supplier_contact" else ("/", "/mitt/", here)
    assert walk(visit(person), first, (here,)) == []


def test_every_page_of_a_new_organisation_opens(visit: Any, workspace: Workspace):
    """Nothing is in it yet: no contract, no supplier, no store."""
    new = create_organisation(by=workspace.user("outsider"), name="Nya kommunen", kind="municipality")
    here = f"/organisation/{new.pk}/"
    assert walk(visit("outsider"), (here,), ("/upphandling/0/",)) == []
