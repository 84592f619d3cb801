"""Two people write at the same time: the second is told, loses nothing that was typed, and overwrites nothing."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from omlopp.domain.model.law import Regime
from omlopp.domain.model.text import Text
from omlopp.web.records import convert
from omlopp.web.records.actions.begin import confirm_regime, describe
from omlopp.web.records.actions.criteria import UnknownCriterion, adapt_criterion, drop_criterion
from omlopp.web.records.actions.steps import StaleEdit, save_answers
from omlopp.web.records.models import CriterionChoice, Event
from tests.web import building
from tests.web.building import DAY, STEER, Workspace

pytestmark = pytest.mark.django_db
FIRST = STEER | {"mandate": "Det som den första skrev."}
SECOND = STEER | {"mandate": "Det som den andra skrev & <ville>."}


def step_url(workspace: Workspace) -> str:
    return f"/upphandling/{workspace.open}/steg/steer/"


def edition_on(page: Any) -> int:
    return int(page.context["edition"])


def test_an_answer_on_top_of_an_older_edition_is_refused_and_names_who_was_first(workspace: Workspace):
    row = workspace.row("open")
    step = convert.edition(row.model).step("steer")
    seen = row.steps.get(step_id="steer").edition
    save_answers(by=workspace.user("buyer"), procurement=row, step=step, answers=FIRST, edition=seen)
    before = building.state()
    with pytest.raises(StaleEdit) as refused:
        save_answers(
            by=workspace.user("environmental_strategist"),
            procurement=row,
            step=step,
            answers=SECOND,
            edition=seen,
        )
    assert refused.value.facts["by"] == "buyer" and refused.value.facts["at"] is not None
    assert building.state() == before


@pytest.mark.parametrize("edition", ["", "-1", "999999999999999999999", "x", "1.0", "٣"])
def test_a_page_without_a_right_edition_is_refused_not_merged(visit: Any, workspace: Workspace, edition: str):
    before = building.state()
    page = visit().post(step_url(workspace), FIRST | {"edition": edition})
    assert page.status_code == 409 and building.state() == before


def test_the_second_of_two_gets_409_with_what_was_typed_and_the_first_keeps_what_was_saved(
    visit: Any, workspace: Workspace
):
    one, other = visit("buyer"), visit("environmental_strategist")
    seen = edition_on(one.get(step_url(workspace)))
    assert edition_on(other.get(step_url(workspace))) == seen
    assert one.post(step_url(workspace), FIRST | {"edition": seen}).status_code == 302
    before = building.state()
    page = other.post(step_url(workspace), SECOND | {"edition": seen})
    text = page.content.decode()
    assert page.status_code == 409 and building.state() == before
    assert "buyer sparade steget" in text and "Inget av ditt har sparats" in text
    assert "Det som den andra skrev &amp; &lt;ville&gt;." in text, "what was typed stays in its field"
    stored = workspace.row("open").steps.get(step_id="steer")
    assert stored.answers["mandate"] == FIRST["mandate"] and stored.saved_by == "buyer"


def test_saving_again_after_the_warning_is_a_choice_and_the_log_keeps_both(visit: Any, workspace: Workspace):
    one, other = visit("buyer"), visit("environmental_strategist")
    seen = edition_on(one.get(step_url(workspace)))
    one.post(step_url(workspace), FIRST | {"edition": seen})
    warned = other.post(step_url(workspace), SECOND | {"edition": seen})
    assert other.post(step_url(workspace), SECOND | {"edition": edition_on(warned)}).status_code == 302
    said = Event.objects.filter(procurement_id=workspace.open, action="step-answered").order_by("-pk")[:2]
    assert [(event.by, event.content["answers"]["mandate"]) for event in said] == [
        ("environmental_strategist", SECOND["mandate"]), ("buyer", FIRST["mandate"]),
    ]  # fmt: skip


def test_correcting_the_facts_undoes_nothing_that_another_saved_meanwhile(workspace: Workspace):
    """A page opened before somebody confirmed the rules is sent after: the rules stand."""
    opened_before, now = workspace.row("begun"), workspace.row("begun")
    buyer = workspace.user("buyer")
    confirm_regime(by=buyer, procurement=now, regime=Regime.LOU, reason="Över.", proposed=None, on=DAY)
    describe(
        by=buyer, procurement=opened_before, title="Ny titel", buyer_name="Provkommunen", buyer_kind="municipality",
        buyer_number="", object_kind="goods", value_sek=Decimal(1), cpv=[],
    )  # fmt: skip
    stored = workspace.row("begun")
    assert (stored.regime, stored.regime_reason, stored.title) == ("lou", "Över.", "Ny titel")


def test_a_requirement_that_was_taken_out_meanwhile_does_not_come_back(workspace: Workspace):
    buyer = workspace.user("buyer")
    one, other = (CriterionChoice.objects.filter(procurement_id=workspace.begun)[0] for _ in range(2))
    drop_criterion(by=buyer, choice=one, why="Behövs inte.")
    before = building.state()
    with pytest.raises(UnknownCriterion):
        adapt_criterion(by=buyer, choice=other, wording=Text("Ändrat till 8 år.", "8 years."), clause=None)
    with pytest.raises(UnknownCriterion):
        drop_criterion(by=buyer, choice=other, why="Igen.")
    assert building.state() == before


def test_a_form_from_another_site_is_refused(workspace: Workspace):
    """CSRF: without the page's own token nothing is done."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(workspace.user("buyer"))
    before = building.state()
    page = client.post(step_url(workspace), FIRST | {"edition": "1"})
    assert page.status_code == 403 and "Ingenting har ändrats" in page.content.decode()
    assert building.state() == before
