"""A finished procurement entered afterwards: marked everywhere, its gates block nothing, the unknown stays unknown."""

import io
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from omlopp.domain.criteria.paste import PasteIncomplete
from omlopp.domain.process.gates import gate_of
from omlopp.flows.hindsight import facts_of, first_figure, likest
from omlopp.library.interview import guide, openings, roles
from omlopp.library.load import library
from omlopp.web.demo import SAMPLES
from omlopp.web.records import convert
from omlopp.web.records.actions import hindsight
from omlopp.web.records.actions.hindsight import Noted
from omlopp.web.records.models import HindsightNotice, InterviewAnswer, NoticeRecord, ProcurementRecord
from tests.web.building import DAY, Workspace
from tests.web.parts.hindsight import PASTE, answer

pytestmark = pytest.mark.django_db
FACTS = {
    "title": "Arbetskläder",
    "buyer_name": "Exempelby kommun (övning)",
    "buyer_kind": "municipality",
    "object_kind": "goods",
}


def enter(visit: Any, person: str = "outsider", **more: str) -> ProcurementRecord:
    """Somebody enters a procurement of the award notice among the samples."""
    award = NoticeRecord.objects.get(kind="result", file__contains="arbetsklader")
    begun = visit(person).post("/borja/i-efterhand/", FACTS | {"award": str(award.pk)} | more)
    assert begun.status_code == 302, begun.content.decode()[:3000]
    return ProcurementRecord.objects.get(pk=int(begun.headers["Location"].strip("/").split("/")[1]))


def interview(visit: Any, row: ProcurementRecord, role: str, **form: Any) -> Any:
    address = f"/upphandling/{row.pk}/intervju/roll/{role}/"
    return visit("outsider").post(address, {"said_by": "enhetschef", "said_on": "2026-03-02"} | form)


def test_the_award_notice_tells_winner_value_and_bids(visit: Any, workspace: Workspace):
    row = enter(visit)
    assert row.in_hindsight and row.exercise
    page = visit("outsider").get(f"/upphandling/{row.pk}/intervju/").content.decode()
    facts = HindsightNotice.objects.get(procurement=row, part="award").facts
    assert facts["winners"] and facts["winners"][0]["name"] in page
    assert "3\xa0150\xa0000" in page and ">4<" in page


def test_it_is_marked_on_every_page_and_in_its_documents(visit: Any, workspace: Workspace):
    row = enter(visit)
    for address in ("", "steg/steer/", "krav/", "uppfoljning/", "intervju/"):
        page = visit("outsider").get(f"/upphandling/{row.pk}/{address}").content.decode()
        assert "I EFTERHAND" in page, address
    content = visit("outsider").get(f"/upphandling/{row.pk}/intervju/roll/buyer/guide.docx").content
    headers = " ".join(
        p.text for section in Word(io.BytesIO(content)).sections for p in section.header.paragraphs
    )
    assert "I EFTERHAND" in headers
    listed = visit("outsider").get("/portfolj/?slag=ovning").content.decode()
    assert "införda i efterhand" in listed


def test_gates_tell_what_is_not_known_and_block_nothing(visit: Any, workspace: Workspace):
    row = enter(visit)
    value, model = convert.procurement(row), convert.edition(row.model)
    for step in model.steps:
        assert gate_of(value, model, step.id, library().indicators).open, step.id
    assert gate_of(value, model, "need", library().indicators).failed, "what is missing is told all the same"
    visit("outsider").post(f"/upphandling/{row.pk}/steg/steer/vidare/")
    assert row.steps.get(step_id="steer").passed_at


def test_do_not_know_is_an_answer_that_counts(visit: Any, workspace: Workspace):
    row = enter(visit)
    interview(
        visit,
        row,
        "buyer",
        **{"a-need_why": "Kläderna slets ut.", "a-goal_which": "", "unknown": ["goal_which"]},
    )
    page = visit("outsider").get(f"/upphandling/{row.pk}/intervju/").content.decode()
    of = sum(len(one.roles) for one in guide())
    assert f"1 av {of} frågor har ett svar, 1 är ställda utan att någon visste" in page
    goal = InterviewAnswer.objects.get(procurement=row, question="goal_which")
    assert not goal.known and goal.answer == ""


def test_of_two_who_write_one_answer_the_second_is_told_and_keeps_what_was_typed(
    visit: Any, workspace: Workspace
):
    row = enter(visit)
    interview(visit, row, "user", **{"a-need_why": "Kalla."})
    late = interview(visit, row, "user", **{"a-need_why": "Våta.", "was-need_why": ""})
    assert late.status_code == 409
    assert "Någon annan har ändrat svaret" in late.content.decode() and "Våta." in late.content.decode()
    assert InterviewAnswer.objects.get(procurement=row, question="need_why").answer == "Kalla."
    again = interview(visit, row, "user", **{"a-need_why": "Våta.", "was-need_why": "1Kalla."})
    assert again.status_code == 302


def test_the_same_form_twice_changes_nothing(visit: Any, workspace: Workspace):
    row = enter(visit)
    for _ in range(2):
        assert interview(visit, row, "user", **{"a-need_why": "Kalla.\r\nVåta."}).status_code == 302
    assert InterviewAnswer.objects.filter(procurement=row).count() == 1


def test_a_question_of_another_role_is_refused(workspace: Workspace, visit: Any):
    row = enter(visit)
    with pytest.raises(hindsight.UnknownQuestion):
        hindsight.note_interview(
            by=workspace.user("outsider"), procurement=row, role="supplier", answers=[Noted("need_why", "X")],
            said_by="", said_on=DAY,
        )  # fmt: skip


def test_answers_go_into_the_chain_by_the_ordinary_actions_and_never_by_themselves(
    visit: Any, workspace: Workspace
):
    row, client = enter(visit), visit("outsider")
    interview(visit, row, "buyer", **{
        "a-need_why": "Kläderna slets ut.", "a-goal_which": "D", "a-strategy_how": "D5", "a-indicator_which": "reused_share",
        "a-promise_value": "40 % skulle vara begagnat", "a-contract_delivered": "31 av 100 kg",
    })  # fmt: skip
    assert not row.goals.exists() and not row.promises.exists() and not row.measurements.exists()

    def put(question: str, **form: str) -> Any:
        said = InterviewAnswer.objects.get(procurement=row, question=question)
        return client.post(f"/upphandling/{row.pk}/intervju/svar/{said.pk}/", form)

    for question in ("need_why", "goal_which", "strategy_how", "indicator_which"):
        assert put(question).status_code == 302, question
    (goal,) = convert.procurement(row).goals
    assert (goal.goal, goal.strategies, goal.indicator) == ("D", ("D5",), "reused_share")
    assert row.steps.get(step_id="need").answers["need_statement"] == "Kläderna slets ut."
    assert put("promise_value", indicator="reused_share", value="40").status_code == 302
    promise = row.promises.get()
    assert (
        promise.value == Decimal("0.4")
        and promise.source == "Intervju, beställare (enhetschef) 2\xa0mars\xa02026"
    )
    figures = {"input-reused_mass": "31", "input-delivered_mass": "100"}
    assert put("contract_delivered", indicator="reused_share", **figures).status_code == 302
    measured = row.measurements.get()
    assert (measured.stage, measured.source) == ("contract", promise.source)
    page = client.get(f"/upphandling/{row.pk}/intervju/").content.decode()
    assert page.count('data-label="I kedjan">ja') == 5, "need, goal, strategy, indicator, contract"


def test_an_old_wording_comes_into_the_chain_with_clause_and_source(visit: Any, workspace: Workspace):
    row = enter(visit)
    interview(visit, row, "buyer", **{"a-criterion_words": PASTE.text, "a-clause_words": PASTE.clause})
    said = InterviewAnswer.objects.get(procurement=row, question="criterion_words")
    address = f"/upphandling/{row.pk}/intervju/svar/{said.pk}/"
    page = visit("outsider").get(address).content.decode()
    assert page.count(PASTE.text) >= 3, "quoted, as wording and as clause"
    form = {"name": "Återtag", "text": PASTE.text, "kind": "performance", "strategy": "D5", "measured_by": "returned_share",
            "proof": "Kvitto.", "clause": PASTE.clause, "consequence": PASTE.consequence, "record": "Kvitto"}  # fmt: skip
    assert visit("outsider").post(address, form | {"consequence": ""}).status_code == 422
    assert visit("outsider").post(address, form).status_code == 302
    (chosen,) = convert.procurement(row).criteria
    assert chosen.criterion.official is None and chosen.wording.sv == PASTE.text
    assert chosen.criterion.source.title.startswith("Intervju, beställare")


def test_do_not_know_puts_nothing_in(visit: Any, workspace: Workspace):
    row = enter(visit)
    interview(visit, row, "buyer", **{"a-goal_which": "", "unknown": ["goal_which"]})
    said = InterviewAnswer.objects.get(procurement=row)
    answered = visit("outsider").post(f"/upphandling/{row.pk}/intervju/svar/{said.pk}/")
    assert answered.status_code == 422 and not row.goals.exists()


def test_contract_and_follow_up_are_attached_and_come_back_unchanged(visit: Any, workspace: Workspace):
    row, client = enter(visit), visit("outsider")
    for kind, name, content in (("contract", "avtal.txt", b"Avtalet."), ("follow_up", "lista.csv", b"a;1\n")):
        client.post(
            f"/upphandling/{row.pk}/intervju/fil/", {"kind": kind, "file": SimpleUploadedFile(name, content)}
        )
    kept = {one.kind: one for one in row.files.all()}
    got = client.get(f"/upphandling/{row.pk}/intervju/fil/{kept['contract'].pk}/")
    assert got.content == b"Avtalet." and got.headers["Content-Disposition"].startswith("attachment")
    twice = client.post(
        f"/upphandling/{row.pk}/intervju/fil/",
        {"kind": "contract", "file": SimpleUploadedFile("b.txt", b"Avtalet.")},
    )
    assert twice.status_code == 422 and row.files.count() == 2


def test_one_that_was_not_entered_afterwards_has_no_interview(visit: Any, workspace: Workspace):
    assert visit().get(f"/upphandling/{workspace.begun}/intervju/").status_code == 404
    with pytest.raises(hindsight.NotInHindsight):
        hindsight.put_requirement(
            by=workspace.user("buyer"),
            procurement=workspace.row("begun"),
            answer=answer(workspace.row("begun")),
            paste=PASTE,
        )


def test_an_own_wording_without_its_proof_names_the_field(visit: Any, workspace: Workspace):
    from dataclasses import replace

    row = enter(visit)
    with pytest.raises(PasteIncomplete) as refused:
        hindsight.put_requirement(
            by=workspace.user("outsider"), procurement=row, answer=answer(row), paste=replace(PASTE, proof="")
        )
    assert refused.value.facts["field"] == "proof"


def test_a_notice_file_is_read_and_one_that_is_none_is_refused(visit: Any, workspace: Workspace):
    content = (SAMPLES / "notices" / "mobler-exempelby.xml").read_bytes()
    page = visit().post("/borja/i-efterhand/", {"call_file": SimpleUploadedFile("x.xml", content)})
    assert page.status_code == 200 and "Uppgifterna" in page.content.decode()
    wrong = visit().post("/borja/i-efterhand/", {"call_file": SimpleUploadedFile("x.xml", b"<nej/>")})
    assert wrong.status_code == 422 and "ingen annons" in wrong.content.decode()


def test_one_notice_cannot_be_both_call_and_award(visit: Any, workspace: Workspace):
    pk = str(NoticeRecord.objects.order_by("pk")[0].pk)
    page = visit().post("/borja/i-efterhand/", FACTS | {"call": pk, "award": pk})
    assert page.status_code == 422 and "inte vara samma annons" in page.content.decode()


def test_notices_of_one_procurement_are_found_among_the_samples(workspace: Workspace):
    every = [(row.pk, facts_of(row.explanation)) for row in NoticeRecord.objects.all()]
    for pk, facts in every:
        others = [pair for pair in every if pair[0] != pk]
        assert likest(facts, others) == [], "the samples are of different procurements"
        assert likest(facts, [(pk, facts)])[0][1].score >= 40


@pytest.mark.parametrize(
    "text, figure",
    [
        ("omkring 31 % av vikten", "31"),
        ("1 200 kg", "1 200"),
        ("2,5 ton", "2,5"),
        ("D5 och A4", ""),
        ("", ""),
    ],
)
def test_the_first_figure_of_an_answer(text: str, figure: str):
    assert first_figure(text) == figure


def test_the_guide_asks_every_link_in_both_languages_and_each_role_has_its_opening():
    from omlopp.domain.process.chain import Link

    assert {one.link for one in guide()} == set(Link)
    assert len({one.id for one in guide()}) == len(guide())
    assert set(roles()) == set(openings()) == {role for one in guide() for role in one.roles}
    for one in guide():
        assert one.asks.sv and one.asks.en and one.asks.sv != one.asks.en
