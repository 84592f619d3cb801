"""Training: short lessons, answers with reasons that only the person sees, and an exercise that can be begun anew."""

from datetime import date
from typing import Any

import pytest

from omlopp.domain.model.text import LANGUAGES
from omlopp.library.load import library
from omlopp.library.training import guide, lessons, paths, settings
from omlopp.web.personal import held
from omlopp.web.publishing import gather
from omlopp.web.records.actions.training import (
    NoOption,
    NoSandbox,
    SandboxOpen,
    answer_question,
    begin_sandbox,
    reset_sandbox,
)
from omlopp.web.records.events import verify
from omlopp.web.records.models import Event, ProcurementRecord, Sandbox, TrainingAnswer
from omlopp.web.records.portfolio import items
from omlopp.web.training import carrying
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
LESSON = "/utbildning/upphandlare/kedjan/"
OPEN = "/utbildning/oppen/hitta_behovet/"
ROLES = {"upphandlare", "behovsagare", "chef", "avtalsforvaltare", "leverantor"}


def test_every_role_has_a_path_and_every_lesson_stands_on_one():
    assert set(paths()) == ROLES
    assert {one for path in paths().values() for one in path.lessons} == set(lessons())


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda one: one.id)
def test_a_lesson_is_short_asks_and_tells_why(lesson: Any):
    for language in LANGUAGES:
        assert settings().shortest <= lesson.minutes(language) <= settings().longest
    assert len(lesson.questions) >= 2
    for question in lesson.questions:
        assert [one.right for one in question.options].count(True) == 1
        assert len({one.id for one in question.options}) == len(question.options) >= 3
        assert len({one.because.sv for one in question.options}) == len(question.options), (
            "each answer its own reason"
        )
    assert all(sum((bool(one.text), bool(one.picture), bool(one.law))) == 1 for one in lesson.passages)


@pytest.mark.parametrize("lesson", lessons().values(), ids=lambda one: one.id)
def test_law_and_cards_are_those_of_the_library(lesson: Any):
    points = {one.law for one in lesson.passages if one.law} | {
        law for one in lesson.questions for law in one.law
    }
    assert points <= set(library().legal)
    for text in (one.text for one in lesson.passages if one.text):
        assert " kap. " not in text.sv and " § " not in text.sv, "sections are never written into a lesson"


def test_the_trainers_half_day_adds_up_and_begins_where_a_sandbox_can():
    assert 180 <= sum(part.minutes for part in guide().parts) <= 240
    begins = {one.step for one in settings().begins}
    assert {part.exercise for part in guide().parts if part.exercise} <= begins
    assert begins <= {step.id for step in library().model.steps}


def test_a_wrong_answer_is_told_why_and_another_may_be_given(visit: Any, workspace: Workspace):
    client = visit("reader")
    asked = client.get(LESSON).content.decode()
    assert "Målet att återbruka finns" not in asked, "no answer is told before it is given"
    answer = client.post(LESSON, {"question": "brister", "option": "mal"}, follow=True).content.decode()
    assert "Målet att återbruka finns" in answer
    client.post(LESSON, {"question": "brister", "option": "villkor"})
    row = TrainingAnswer.objects.get(user__username="reader")
    assert (row.option, row.right, row.tries) == ("villkor", True, 2)
    assert "1 av 2 frågor rätt" in client.get("/utbildning/").content.decode()


def test_only_the_person_sees_the_answers(visit: Any, workspace: Workspace):
    visit("reader").post(LESSON, {"question": "brister", "option": "mal"})
    assert "Målet att återbruka finns" not in visit("buyer").get(LESSON).content.decode()
    event = Event.objects.get(action="training-answered")
    assert set(event.content) == {"lesson"}, "the log tells neither the answer nor whether it was right"
    assert held("reader")["rows"]["TrainingAnswer"][0]["option"] == "mal", (
        "but the person gets all that is held"
    )
    told = held("reader", seen_by=workspace.user("buyer"))["rows"]["TrainingAnswer"]
    assert all("option" not in one and "right" not in one for one in told)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"question": "brister"},
        {"question": "finns-inte", "option": "mal"},
        {"question": "brister", "option": "x"},
    ],
)
def test_an_answer_that_is_none_is_refused_and_kept_nowhere(visit: Any, form: dict[str, str]):
    answer = visit("buyer").post(LESSON, form)
    assert answer.status_code == 422
    assert not TrainingAnswer.objects.exists()


def test_a_person_removes_the_answers(visit: Any, workspace: Workspace):
    for who in ("buyer", "reader"):
        answer_question(by=workspace.user(who), lesson="kedjan", question="brister", option="villkor")
    visit("buyer").post("/utbildning/borja-om/")
    assert [one.user.username for one in TrainingAnswer.objects.all()] == ["reader"]


def test_suppliers_read_and_answer_without_an_account_and_nothing_is_kept(client: Any, workspace: Workspace):
    before = Event.objects.count()
    assert client.get("/utbildning/oppen/").status_code == 200
    page = client.get(OPEN, {"nej": "kanske"}).content.decode()
    assert "Då skrivs ett krav som ni sedan ska hålla" in page
    assert client.get(OPEN, {"nej": "<script>", "forsprang": "x" * 5000}).status_code == 200
    assert not TrainingAnswer.objects.exists() and Event.objects.count() == before
    assert client.get("/utbildning/oppen/kedjan/").status_code == 404, "only the suppliers' own path is open"
    assert client.get("/utbildning/").status_code == 302


@pytest.mark.parametrize("step", [one.step for one in settings().begins])
def test_an_exercise_begins_at_any_of_its_steps(workspace: Workspace, step: str):
    row = begin_sandbox(by=workspace.user("outsider"), begins_at=step, carry=carrying(step)).procurement
    assert row.exercise and row.organisation is None
    passed = {one.step_id for one in row.steps.all() if one.passed_at}
    order = [one.id for one in library().model.steps]
    assert passed == set(order[: order.index(step)])
    assert verify().broken is None


def test_two_clicks_begin_one_exercise(visit: Any, workspace: Workspace):
    client = visit("reader")
    first = client.post("/utbildning/ovning/", {"do": "begin", "begins_at": "need"})
    again = client.post("/utbildning/ovning/", {"do": "begin", "begins_at": "need"})
    assert (first.status_code, again.status_code) == (302, 409)
    assert Sandbox.objects.filter(user__username="reader").count() == 1
    assert client.post("/utbildning/ovning/", {"do": "begin", "begins_at": "../.."}).status_code == 422


def test_nobody_else_sees_it_and_nothing_counts_it(visit: Any, workspace: Workspace):
    who = workspace.user("buyer")
    before = (
        len(gather(date.today()).entries),
        len(gather(date.today(), exercise=True).entries),
        len(items(who)),
    )
    row = begin_sandbox(by=who, begins_at="ambition", carry=carrying("ambition")).procurement
    assert (
        len(gather(date.today()).entries),
        len(gather(date.today(), exercise=True).entries),
        len(items(who)),
    ) == before
    assert visit("buyer").get(f"/upphandling/{row.pk}/").status_code == 200
    for other in ("leader", "in:administrator", "in:leader", "outsider"):
        assert visit(other).get(f"/upphandling/{row.pk}/").status_code == 404


def test_reset_ends_it_hides_it_and_erases_nothing(visit: Any, workspace: Workspace):
    who = workspace.user("reader")
    row = begin_sandbox(by=who, begins_at="need", carry=carrying("need")).procurement
    with pytest.raises(SandboxOpen):
        begin_sandbox(by=who, begins_at="need", carry=carrying("need"))
    client = visit("reader")
    assert client.post("/utbildning/ovning/", {"do": "reset"}).status_code == 302
    row.refresh_from_db()
    assert row.outcome == "cancelled" and ProcurementRecord.objects.filter(pk=row.pk).exists()
    assert row.title not in client.get("/upphandlingar/").content.decode()
    assert client.get(f"/upphandling/{row.pk}/").status_code == 404
    assert client.post("/utbildning/ovning/", {"do": "reset"}).status_code == 409
    begin_sandbox(by=who, begins_at="need", carry=carrying("need"))
    assert Event.objects.filter(action="sandbox-reset", procurement_id=row.pk).count() == 1


def test_what_is_not_there_is_not_reset_or_answered(workspace: Workspace):
    with pytest.raises(NoSandbox):
        reset_sandbox(by=workspace.user("buyer"))
    with pytest.raises(NoOption):
        answer_question(by=workspace.user("buyer"), lesson="kedjan", question="brister", option="")
