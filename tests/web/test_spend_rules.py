"""Corrected categories become rules of the organisation; and a procurement is begun from what a ledger shows."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from omlopp.flows import spend as flow
from omlopp.flows import spend_board
from omlopp.flows.spend_board import Question
from omlopp.spend.decided import Decided
from omlopp.web import spending
from omlopp.web.records.actions.spend import as_decided
from omlopp.web.records.events import verify
from omlopp.web.records.models import Event, ProcurementRecord, SpendRule
from omlopp.web.spending import Intake
from tests.web import building, spend
from tests.web.building import OUTSIDER, Workspace

pytestmark = pytest.mark.django_db
HANDEL = {"leverantor": "5560003005", "konto": "4011", "kontonamn": "Investering inventarier"}


@pytest.fixture
def made(workspace: Workspace) -> Intake:
    return next(one for one in spending.every("ledger") if one.exercise)


def page(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return str(answer.content.decode()).replace("\xa0", " ")


def correct(client: Any, made: Intake, **said: str) -> Any:
    fields = HANDEL | {"galler": "line", "till": "391", "why": "Det är möbler."} | said
    return client.post(f"/inkop/{made.id}/ratta/", fields, follow=True)


def uncategorised(made: Intake) -> int:
    asked = Question(made.kept, tuple(as_decided(row) for row in SpendRule.objects.order_by("pk")))
    return spend_board.opened(asked).screened.screening.by_rule["none"].rows


def test_a_line_without_a_group_is_put_right_at_once_and_the_log_says_who_and_why(visit: Any, made: Intake):
    client = visit()
    shown = page(client, f"/inkop/{made.id}/ratta/?" + "&".join(f"{k}={v}" for k, v in HANDEL.items()))
    assert "ÖVNING Handel 6" in shown and "Utan varugrupp" in shown
    before = uncategorised(made)
    answer = correct(client, made)
    said = answer.content.decode().replace("\xa0", " ")
    assert "Regeln är sparad: Möbler. Den gäller 5 rader, 713 201 kr" in said
    assert uncategorised(made) == before - 5
    event = Event.objects.filter(action="spend-rule-made").latest("pk")
    assert (event.by, event.why, event.content["to"]) == ("buyer", "Det är möbler.", "391")
    listed = page(client, "/inkop/regler/")
    assert "5560003005 på konto 4011" in listed and "Det är möbler." in listed


@pytest.mark.parametrize("said, rows", [
    ({"galler": "supplier"}, 5), ({"galler": "account"}, 13), ({"galler": "word", "ord": "investering"}, 13),
])  # fmt: skip
def test_a_rule_is_for_a_supplier_an_account_or_a_word(
    visit: Any, made: Intake, said: dict[str, str], rows: int
):
    before = uncategorised(made)
    correct(visit(), made, **said)
    assert before - uncategorised(made) == rows


def test_rows_can_be_said_to_be_no_purchase(visit: Any, made: Intake):
    correct(visit(), made, galler="account", till="=internal")
    row = SpendRule.objects.get(account="4011")
    assert (row.left_out, row.cpv) == ("internal", "")
    left = page(visit(), f"/inkop/{made.id}/rader/?var=%3Dinternal&sok=4011")
    assert "Inget köp: Internt mellan egna enheter" in left and "bestämt av en människa" in left


def test_a_rule_said_again_takes_the_place_of_the_former(visit: Any, made: Intake):
    client = visit()
    correct(client, made)
    correct(client, made, till="30")
    assert SpendRule.objects.filter(account="4011").count() == 1
    assert Event.objects.filter(action="spend-rule-made").latest("pk").content["former"] == "391"


@pytest.mark.parametrize("said, says", [
    ({"why": " "}, ""), ({"till": ""}, "Välj vad regeln ska gälla"), ({"galler": "allt"}, "Välj vad regeln ska gälla"),
    ({"till": "99"}, "hör inte till någon varugrupp"), ({"till": "=nonsens"}, "hör inte till någon varugrupp"),
    ({"galler": "word", "ord": "ab"}, "minst tre bokstäver"),
    ({"galler": "supplier", "leverantor": "enskild"}, "maskerad"), ({"galler": "line", "leverantor": "*"}, "maskerad"),
])  # fmt: skip
def test_a_rule_that_cannot_be_is_refused_and_nothing_is_written(
    visit: Any, made: Intake, said: dict[str, str], says: str
):
    before = building.state()
    answer = correct(visit(), made, **said)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert building.state() == before


def test_masked_suppliers_offer_no_rule_of_their_own(visit: Any, made: Intake):
    shown = page(visit(), f"/inkop/{made.id}/ratta/?leverantor=enskild&konto=6410")
    assert 'id="k-supplier"' not in shown and 'id="k-line"' not in shown and 'id="k-account"' in shown


def test_a_removed_rule_is_gone_from_rows_and_list(visit: Any, made: Intake):
    client = visit()
    before = uncategorised(made)
    correct(client, made)
    row = SpendRule.objects.get(account="4011")
    visit(OUTSIDER).post(f"/inkop/regler/{row.pk}/bort/")  # without an organisation; the log says who
    assert uncategorised(made) == before and not SpendRule.objects.filter(pk=row.pk).exists()
    assert Event.objects.filter(action="spend-rule-dropped").latest("pk").by == OUTSIDER


def test_the_rule_file_gives_the_command_line_the_same_answer(visit: Any, made: Intake, tmp_path: Path):
    client = visit()
    correct(client, made, why='Därför: att; "det" är så # här')
    correct(client, made, galler="word", ord="konsult", till="79")
    answer = client.get("/inkop/regler.yaml")
    path = tmp_path / "regler.yaml"
    path.write_bytes(answer.content)
    assert "buyer" not in answer.content.decode()
    found = flow.screen([spending.SAMPLE], flow.Asked(rules=path), place=tmp_path / "tom")
    asked = Question(made.kept, tuple(as_decided(row) for row in SpendRule.objects.order_by("pk")))
    assert found.screening.by_rule == spend_board.opened(asked).screened.screening.by_rule


def test_a_rule_is_used_when_the_next_ledger_is_read(visit: Any, made: Intake):
    correct(visit(), made)
    again = spend.read_ledger("buyer")
    try:
        assert uncategorised(again) == uncategorised(made)
    finally:
        spending.drop(again)


def test_the_log_stays_whole(visit: Any, made: Intake):
    correct(visit(), made)
    assert verify().broken is None


# A procurement


def begin(client: Any, made: Intake, **said: Any) -> Any:
    form = client.get(f"/inkop/{made.id}/grupp/391/borja/").context["form"]
    fields = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    filled = {name: str(value) for name, value in fields.items() if value is not None} | {
        "buyer_name": "Provkommunen", "buyer_kind": "municipality", "mal": ["D", "C"],
    } | said  # fmt: skip
    return client.post(f"/inkop/{made.id}/grupp/391/borja/", filled)


def test_a_procurement_is_begun_with_title_cpv_value_need_goals_and_source(visit: Any, made: Intake):
    client = visit()
    shown = page(client, f"/inkop/{made.id}/grupp/391/borja/")
    assert "gånger 4 år; 4 år är ett antagande" in shown and 'value="39100000"' in shown
    answer = begin(client, made)
    assert answer.status_code == 302, answer.content.decode()
    row = ProcurementRecord.objects.latest("pk")
    assert (row.cpv, row.object_kind, row.value_sek, row.exercise) == (
        ["39100000"],
        "goods",
        Decimal(5_550_000),
        True,
    )
    assert row.from_spend["cpv"] == "391" and row.from_spend["file"] == "ovningsreskontra.csv"
    assert row.from_spend["factors"] == "epa_v1_3 1.3.0" and row.from_spend["effects"][0]["goal"] == "D"
    need = row.steps.get(step_id="need").answers["need_statement"]
    assert "i varugruppen ”Möbler” år 2025" in need and "begagnatmarknad" in need
    goals = {goal.goal: goal for goal in row.goals.all()}
    assert set(goals) == {"D", "C"} and all(goal.strategies and goal.indicator for goal in goals.values())
    event = Event.objects.get(action="procurement-begun", procurement_id=row.pk)
    assert event.content["spend"]["ledger"] == made.id and event.by == "buyer"
    overview = page(client, f"/upphandling/{row.pk}/")
    assert f'href="/inkop/{made.id}/grupp/391/"' in overview


def test_goals_that_were_put_out_are_not_lit_and_the_form_keeps_what_was_typed(visit: Any, made: Intake):
    client = visit()
    wrong = begin(client, made, value_sek="mycket", mal=["C"], title="Stolar")
    text = wrong.content.decode()
    assert wrong.status_code == 422 and 'value="Stolar"' in text and "är inte ett tal" in text
    begin(client, made, mal=["C"])
    row = ProcurementRecord.objects.latest("pk")
    assert [goal.goal for goal in row.goals.all()] == ["C"]


def test_a_group_that_nothing_was_paid_for_begins_nothing(visit: Any, made: Intake):
    assert visit().get(f"/inkop/{made.id}/grupp/999/borja/").status_code == 404
    assert visit().post(f"/inkop/{made.id}/grupp/03/borja/", {}).status_code == 404


def test_the_source_stays_when_the_ledger_is_gone(visit: Any):
    client, one = visit(), spend.read_ledger("buyer")
    begin(client, one)
    row = ProcurementRecord.objects.latest("pk")
    spending.drop(one)
    overview = page(client, f"/upphandling/{row.pk}/")
    assert "ovningsreskontra.csv" in overview and f"/inkop/{one.id}/" not in overview


def test_a_fault_on_the_way_leaves_no_half_procurement(
    visit: Any, made: Intake, monkeypatch: pytest.MonkeyPatch
):
    from omlopp.web.records.actions import spend as actions

    def fails(**_: Any) -> None:
        raise RuntimeError("avbrott")

    monkeypatch.setattr(actions, "choose_goals", fails)
    before = ProcurementRecord.objects.count()
    with transaction.atomic():
        assert begin(visit(), made).status_code == 500
    assert ProcurementRecord.objects.count() == before


def test_decided_knows_what_two_rules_about_the_same_are():
    one, other = (
        Decided("supplier", supplier="Övning AB", cpv="391"),
        Decided("supplier", supplier="ÖVNING ab", cpv="30"),
    )
    assert one.about == other.about and one.target != other.target
