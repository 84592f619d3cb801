"""Beginning from an earlier procurement: what is ticked comes along, and what never may has no way in."""

from typing import Any

import pytest

from omlopp.library.load import library
from omlopp.web.records import convert
from omlopp.web.records.actions.copying import Wanted, copy_procurement
from omlopp.web.records.models import (
    AwardModelVersion,
    BidRecord,
    CriterionChoice,
    Event,
    MeasurementRecord,
    Membership,
    ProcurementRecord,
)
from tests.web import building
from tests.web.building import DAY, LOT, Workspace

pytestmark = pytest.mark.django_db
FACTS = {
    "title": "Nya stolar",
    "buyer_name": "Provkommunen",
    "buyer_kind": "municipality",
    "object_kind": "goods",
}


def everything(source: ProcurementRecord, how: str = "own") -> Wanted:
    return Wanted(
        ("steer", "need", "market", "documents"),
        True,
        {one.pk: how for one in source.criteria.all()},
        True,  # type: ignore[misc]
    )


def copied(workspace: Workspace, state: str = "awarded", how: str = "own") -> ProcurementRecord:
    source = workspace.row(state)
    return copy_procurement(
        by=workspace.user("buyer"), source=source, wanted=everything(source, how), on=DAY, **FACTS
    )


def test_goals_requirements_answers_and_award_model_come_along(workspace: Workspace):
    source, made = workspace.row("awarded"), copied(workspace)
    assert (
        made.copied_from == source
        and made.regime == ""
        and made.model == convert.ModelEdition.objects.latest("pk")
    )
    assert [(one.goal, one.strategies, one.target) for one in made.goals.all()] == [
        (one.goal, one.strategies, one.target) for one in source.goals.all()
    ]
    for old, new in zip(source.criteria.all(), made.criteria.all(), strict=True):
        assert (new.wording_sv, new.clause_sv, new.copy) == (old.wording_sv, old.clause_sv, old.copy)
    assert made.steps.get(step_id="steer").answers == {"mandate": "Nämndens plan."}
    event = Event.objects.filter(procurement_id=made.pk, action="procurement-copied").get()
    assert event.content["from"] == source.pk and event.content["left_out"] == []
    assert event.content["award_models"] == [LOT, "LOT-0002"]


def test_the_award_model_is_tied_to_the_new_requirements(workspace: Workspace):
    made = copied(workspace)
    version = AwardModelVersion.objects.get(lot__procurement=made, lot__lot_id=LOT)
    tied = {one["chosen_criterion"] for one in version.content["criteria"] if one.get("chosen_criterion")}
    assert tied and tied <= {str(one.pk) for one in made.criteria.all()}
    earlier = AwardModelVersion.objects.filter(lot__procurement_id=workspace.awarded).values_list(
        "token", flat=True
    )
    assert version.number == 1 and version.token and version.token not in earlier, (
        "bidders' calculators are apart"
    )


def test_days_bids_decisions_measurements_and_people_never_come_along(workspace: Workspace):
    source, made = workspace.row("awarded"), copied(workspace)
    assert source.measurements.exists() and BidRecord.objects.filter(lot__procurement=source).exists()
    assert not BidRecord.objects.filter(lot__procurement=made).exists()
    assert not MeasurementRecord.objects.filter(procurement=made).exists()
    assert not any(hasattr(lot, "decision") for lot in made.lots.all())
    assert list(Membership.objects.filter(procurement=made).values_list("user__username", "role")) == [
        ("buyer", "buyer")
    ]
    assert {one.owner for one in made.criteria.all()} == {""} != {one.owner for one in source.criteria.all()}
    answers = {name: said for step in made.steps.all() for name, said in step.answers.items()}
    assert not {"time_limit", "follow_up_owner", "notice_sent_on", "market_findings"} & set(answers)
    assert not any(step.passed_at for step in made.steps.all())


@pytest.mark.parametrize("secret", building.SECRETS)
def test_the_copy_of_an_open_one_holds_nothing_of_its_bids(workspace: Workspace, secret: str):
    made = copied(workspace, "open")
    said = repr(convert.procurement(made)) + str(list(Event.objects.filter(procurement_id=made.pk).values()))
    assert secret not in said


def test_what_was_not_ticked_stays_and_the_award_model_with_it(workspace: Workspace):
    source = workspace.row("awarded")
    wanted = Wanted(award_model=True)
    made = copy_procurement(by=workspace.user("buyer"), source=source, wanted=wanted, on=DAY, **FACTS)
    assert not made.criteria.exists() and not made.goals.exists()
    assert not AwardModelVersion.objects.filter(lot__procurement=made).exists()
    left = Event.objects.get(procurement_id=made.pk, action="procurement-copied").content["left_out"]
    assert {one["because"] for one in left} == {"requirements"}


def test_the_banks_newest_wording_replaces_ones_own_where_that_is_chosen(workspace: Workspace):
    source = workspace.row("awarded")
    old = source.criteria.get(criterion_id="reused_furniture_share")
    CriterionChoice.objects.filter(pk=old.pk).update(wording_sv="Vår egen lydelse.")
    texts = {
        how: copied(workspace, how=how).criteria.get(criterion_id="reused_furniture_share").wording_sv
        for how in ("own", "bank")
    }
    assert texts == {"own": "Vår egen lydelse.", "bank": library().criteria["reused_furniture_share"].text.sv}


def test_a_requirement_that_the_bank_has_no_more_is_told_as_left_out(workspace: Workspace):
    source = workspace.row("awarded")
    old = source.criteria.first()
    CriterionChoice.objects.filter(pk=old.pk).update(criterion_id="gone_from_bank")
    made = copied(workspace, how="bank")
    left = Event.objects.get(procurement_id=made.pk, action="procurement-copied").content["left_out"]
    assert {"what": "gone_from_bank", "because": "bank"} in left
    own = copied(workspace, how="own")
    assert own.criteria.filter(criterion_id="gone_from_bank").exists(), "its own wording still comes along"


def test_an_answer_that_todays_model_does_not_take_is_told(workspace: Workspace):
    source = workspace.row("awarded")
    row = source.steps.get(step_id="documents")
    row.answers = {"variants_allowed": "kanske", "publish_on": "2026-01-01"}
    row.save()
    made = copied(workspace)
    assert made.steps.get(step_id="documents").answers == {}
    left = Event.objects.get(procurement_id=made.pk, action="procurement-copied").content["left_out"]
    assert {"what": "variants_allowed", "because": "model"} in left


def test_a_copy_of_an_exercise_is_an_exercise(workspace: Workspace):
    assert copied(workspace, "exercise").exercise and not copied(workspace, "awarded").exercise


def test_the_page_shows_what_may_come_along_and_where_the_bank_differs(visit: Any, workspace: Workspace):
    source = workspace.row("awarded")
    CriterionChoice.objects.filter(procurement=source).update(wording_sv="Vår egen lydelse.")
    page = visit().get(f"/borja/kopia/?fran={source.pk}").content.decode()
    assert "Visa skillnaden mot banken" in page and "<del>" in page and "Nämndens plan." in page
    assert "2026-06-30" not in page, "no day"
    assert source.title in visit().get("/borja/kopia/").content.decode()


def test_the_form_begins_the_copy_and_the_new_page_says_where_from(visit: Any, workspace: Workspace):
    source = workspace.row("awarded")
    ticks = {f"krav-{one.pk}": "own" for one in source.criteria.all()}
    form = {"fran": source.pk, "mal": "ja", "modell": "ja", "steg": ["steer", "need"], "buyer_number": "", "value_sek": "",
            "cpv": "", **FACTS, **ticks}  # fmt: skip
    answer = visit().post("/borja/kopia/", form)
    assert answer.status_code == 302
    page = visit().get(answer["Location"]).content.decode()
    assert f'href="/upphandling/{source.pk}/"' in page
    made = ProcurementRecord.objects.get(copied_from=source, title="Nya stolar")
    assert made.criteria.count() == source.criteria.count()


def test_what_was_typed_stays_when_something_is_missing(visit: Any, workspace: Workspace):
    source = workspace.row("awarded")
    form = {
        "fran": source.pk,
        "title": "",
        "buyer_name": "Min kommun",
        "buyer_kind": "",
        "object_kind": "goods",
        "steg": ["need"],
    }
    answer = visit().post("/borja/kopia/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Min kommun" in page and 'value="ja" checked' not in page


def test_one_that_may_not_be_read_cannot_be_copied(visit: Any, workspace: Workspace):
    for number in (str(workspace.awarded), "99999", "x", "9" * 40, "١"):
        assert visit("outsider").get("/borja/kopia/", {"fran": number}).status_code == 404
        assert visit("outsider").post("/borja/kopia/", {"fran": number, **FACTS}).status_code == 404
