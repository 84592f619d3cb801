"""The knowledge loop: a lesson becomes a proposal, is judged by somebody else, and shows in the next version's diff."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from omlopp.cli.lessons import app as lessons_app
from omlopp.cli.model import app as model_app
from omlopp.domain.model.text import Text
from omlopp.flows import learning
from omlopp.library.learnt import learnt, passages, with_passage
from omlopp.library.load import ROOT, library
from omlopp.web.records.actions.contracts import note_lesson
from omlopp.web.records.actions.lessons import (
    AlreadyJudged,
    NamesSomebody,
    OwnProposal,
    ProposedAlready,
    judge_proposal,
)
from omlopp.web.records.lessons import accepted, as_learnt
from omlopp.web.records.models import Event, LessonProposal
from tests.web.building import FIRST, Workspace
from tests.web.parts.lessons import AFTER, WHY, lesson_of, propose, waiting

pytestmark = pytest.mark.django_db
JUDGE = "in:environmental_strategist"


def judge(workspace: Workspace, proposal: LessonProposal, accepted: bool = True) -> None:
    judge_proposal(by=workspace.user(JUDGE), proposal=proposal, accepted=accepted, why="Stämmer.")


@pytest.fixture
def editors(tmp_path: Path) -> Path:
    """A copy of the library, as its editors have it."""
    to = tmp_path / "library"
    for name in ("process", "goals", "criteria", "groups", "indicators"):
        shutil.copytree(ROOT / name, to / name)
    for name in ("names.yaml", "learnt.yaml"):
        shutil.copy(ROOT / name, to / name)
    return to


def test_every_passage_that_may_be_changed_can_be_and_nothing_else_moves():
    held = library()
    new = Text('Nytt "citat": #1', "New: 'quote'")
    for kind in learning.KINDS:
        for of in learning.targets(kind, held):
            file = (ROOT / learning.file_of(kind, of, held)).read_text("utf-8")
            before = passages(file)
            for way in learning.passages_of(kind, of, held):
                assert passages(with_passage(file, way, new)) == {**before, way: new}, f"{of} {way}"


def test_what_rests_on_a_source_is_not_reworded_by_a_lesson():
    assert not [
        way for way in learning.passages_of("groups", "furniture", library()) if way.startswith("impact")
    ]


def test_the_one_who_proposes_does_not_judge(workspace: Workspace):
    made = propose(workspace.user("buyer"), lesson_of(workspace.row("awarded")), "reuse_first")
    with pytest.raises(OwnProposal):
        judge_proposal(by=workspace.user("buyer"), proposal=made, accepted=True, why="Min egen.")
    judge(workspace, made)
    made.refresh_from_db()
    assert (made.state, made.judged_by) == ("accepted", JUDGE)


def test_two_who_judge_at_once_leave_one_judgement(workspace: Workspace):
    row = waiting()
    same = LessonProposal.objects.get(pk=row.pk)
    judge(workspace, row, accepted=False)
    with pytest.raises(AlreadyJudged):
        judge(workspace, same)
    assert LessonProposal.objects.get(pk=row.pk).state == "refused"


def test_a_passage_waits_for_one_proposal_at_a_time(workspace: Workspace):
    with pytest.raises(ProposedAlready):
        propose(workspace.user("buyer"), lesson_of(workspace.row("awarded")))
    judge(workspace, waiting(), accepted=False)
    propose(workspace.user("buyer"), lesson_of(workspace.row("awarded")))


@pytest.mark.parametrize("name", [FIRST, "Provkommunen"])
def test_nobody_is_named(workspace: Workspace, name: str):
    lesson = lesson_of(workspace.row("awarded"))
    with pytest.raises(NamesSomebody):
        propose(workspace.user("buyer"), lesson, "reuse_first", why=f"{name}s lista saknade vikter.")
    with pytest.raises(NamesSomebody):
        propose(
            workspace.user("buyer"),
            lesson,
            "reuse_first",
            after=Text(f"Fråga {name.upper()} först.", "Ask first."),
        )


@pytest.mark.parametrize(
    ("after", "refusal"),
    [
        (Text("", "Repair first."), learning.LanguageMissing),
        (Text("x" * 4000, "y" * 4000), None),
    ],
)
def test_a_change_that_does_not_hold_is_refused(workspace: Workspace, after: Text, refusal: Any):
    before = LessonProposal.objects.count()
    if refusal is None:
        propose(workspace.user("buyer"), lesson_of(workspace.row("awarded")), "reuse_first", after=after)
        return
    with pytest.raises(refusal):
        propose(workspace.user("buyer"), lesson_of(workspace.row("awarded")), "reuse_first", after=after)
    assert LessonProposal.objects.count() == before


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(visit: Any, workspace: Workspace):
    pk = lesson_of(workspace.row("awarded")).pk
    typed = {
        "about": "criteria:reused_furniture_share",
        "passage": "text",
        "sv": "Möblerna bör vara bra.",
        "en": "",
        "why": "Skäl.",
    }
    answer = visit("buyer").post(f"/bank/lardomar/foresla/{pk}/", typed)
    assert answer.status_code == 422
    assert "Möblerna bör vara bra." in answer.content.decode()
    assert "både svenska och engelska" in answer.content.decode()
    answer = visit("buyer").post(
        f"/bank/lardomar/foresla/{pk}/", typed | {"about": "criteria:../../x", "en": "Z"}
    )
    assert answer.status_code == 422


def test_who_may_not_follow_up_may_not_propose(visit: Any, workspace: Workspace):
    pk = lesson_of(workspace.row("awarded")).pk
    assert visit("reader").get(f"/bank/lardomar/foresla/{pk}/").status_code == 403
    assert visit("outsider").get(f"/bank/lardomar/foresla/{pk}/").status_code == 404
    assert visit("outsider").get(f"/bank/lardomar/{waiting().pk}/").status_code == 404


def test_the_judge_reads_and_decides_on_the_page(visit: Any, workspace: Workspace):
    row = waiting()
    page = f"/bank/lardomar/{row.pk}/"
    assert AFTER.sv in visit(JUDGE).get(page).content.decode()
    assert visit(JUDGE).post(page, {"do": "accept", "why": " "}).status_code == 422
    assert visit(JUDGE).post(page, {"do": "accept", "why": "Stämmer."}).status_code == 302
    assert visit(JUDGE).post(page, {"do": "accept", "why": "Stämmer."}).status_code == 422
    assert "godtagen" in visit("in:reader").get("/bank/lardomar/").content.decode()
    assert Event.objects.filter(action="lesson-change-accepted").count() == 1


def real(workspace: Workspace) -> None:
    """The tests' procurements are no exercises; this says so where it matters."""
    assert not workspace.row("awarded").exercise


def test_an_accepted_lesson_shows_in_the_next_versions_model_diff(
    workspace: Workspace, editors: Path, tmp_path: Path
):
    real(workspace)
    judge(workspace, waiting())
    found, exercises = accepted()
    assert (len(found), exercises) == (1, 0)
    patch = tmp_path / "lardomar.yaml"
    patch.write_text(learning.patch(found), "utf-8")
    written = patch.read_text("utf-8")
    assert "Provkommunen" not in written and "contract_manager" not in written
    run = CliRunner().invoke(
        lessons_app, ["take-in", str(patch), "--library", str(editors), "--on", "2026-11-22"]
    )
    assert run.exit_code == 0, run.output
    assert "process/steps/need.yaml" in run.output
    assert learnt(editors)[0].taken_in == date(2026, 11, 22)
    diff = CliRunner().invoke(model_app, ["diff", str(ROOT), str(editors)]).output
    assert "steps/need" in diff and AFTER.sv in diff and WHY in diff
    told = json.loads(CliRunner().invoke(model_app, ["diff", str(ROOT), str(editors), "--json"]).output)
    assert [each["lessons"] for each in told if each["id"] == "need"] == [[found[0].id]] * 2
    assert WHY in CliRunner().invoke(lessons_app, ["log", "--library", str(editors)]).output
    again = CliRunner().invoke(lessons_app, ["take-in", str(patch), "--library", str(editors)])
    assert again.exit_code == 0 and len(learnt(editors)) == 1, "the same file twice changes nothing"


def test_what_no_longer_fits_is_left_and_told(workspace: Workspace, editors: Path, tmp_path: Path):
    judge(workspace, waiting())
    patch = tmp_path / "lardomar.yaml"
    patch.write_text(learning.patch(accepted()[0]), "utf-8")
    step = editors / "process/steps/need.yaml"
    step.write_text(with_passage(step.read_text("utf-8"), "purpose", Text("Annat.", "Other.")), "utf-8")
    run = CliRunner().invoke(lessons_app, ["take-in", str(patch), "--library", str(editors)])
    assert run.exit_code == 3 and not learnt(editors)
    assert "Annat." in step.read_text("utf-8")


def test_an_exercise_never_leaves_the_workspace(workspace: Workspace, editors: Path, tmp_path: Path):
    row = workspace.row("open")
    row.exercise = True
    row.save()
    lesson = note_lesson(by=workspace.user("buyer"), procurement=row, text="Påhittad lärdom.")
    made = propose(workspace.user("buyer"), lesson, "reuse_first")
    assert made.exercise
    judge(workspace, made)
    made.refresh_from_db()
    assert accepted() == ((), 1)
    with pytest.raises(ValueError, match="exercise"):
        as_learnt(made)
    forged = tmp_path / "forged.yaml"
    content = yaml.safe_load(learning.patch(()))
    content["lessons"] = [{"id": "l-1", "exercise": True}]
    forged.write_text(yaml.safe_dump(content), "utf-8")
    run = CliRunner().invoke(lessons_app, ["take-in", str(forged), "--library", str(editors)])
    assert run.exit_code != 0 and not learnt(editors)


def test_a_lesson_is_put_right_and_the_log_keeps_what_it_said(visit: Any, workspace: Workspace):
    """By who follows up or leads the programme, also when the procurement has ended; never over somebody else's words."""
    row = lesson_of(workspace.row("closed"))
    page = f"/upphandling/{workspace.row('closed').pk}/avtal/lardomar/"
    typed = {
        "lesson": row.pk,
        "was": row.text,
        "text": "Be om vikten per artikel.",
        "why": "Följesedeln har ingen vikt.",
    }
    assert visit("reader").post(page, typed).status_code == 403
    assert "Rätta lärdomen" not in visit("reader").get(page).content.decode()
    answer = visit("in:project_lead").post(page, typed, follow=True).content.decode()
    assert "Lärdomen är rättad" in answer and "Be om vikten per artikel." in answer
    row.refresh_from_db()
    assert row.text == "Be om vikten per artikel."
    told = Event.objects.filter(action="lesson-corrected").latest("pk")
    assert (
        told.content["before"] == "Be om vikten på följesedeln." and told.why == "Följesedeln har ingen vikt."
    )
    late = visit("contract_manager").post(page, typed | {"text": "Något annat."})
    assert late.status_code == 422 and "Någon annan har rättat" in late.content.decode()
    assert "Något annat." in late.content.decode(), "what was typed is kept"
    for wrong in ({"text": " "}, {"why": ""}, {"was": row.text, "text": row.text}):
        assert visit("buyer").post(page, typed | {"was": row.text} | wrong).status_code == 422
    for number in ("0", "²", "9" * 30, str(lesson_of(workspace.row("awarded")).pk)):
        assert visit("buyer").post(page, typed | {"lesson": number}).status_code == 404
