"""The accessibility statement: open to everybody, true to its data, with a way to report faults that holds."""

import pytest
from django.test import Client

from omlopp.library.accessibility import statement
from omlopp.web.records.actions import faults
from omlopp.web.records.models import FaultReport
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
PAGE = "/tillganglighet/"


def send(client: Client, **fields: str) -> int:
    return int(client.post(PAGE, {"text": "Menyn går inte att nå med tangentbord.", **fields}).status_code)


def test_it_can_be_read_without_signing_in_and_says_what_its_data_say(workspace: Workspace):
    page = Client().get(PAGE).content.decode()
    said = statement()
    assert said.law.text.sv in page and "delvis förenlig" in page and "Provkommunen" in page
    assert said.shortcomings and all(one.what.sv[:40] in page for one in said.shortcomings)


def test_every_shortcoming_names_a_criterion_and_a_plan_in_both_languages():
    for one in statement().shortcomings:
        assert all(part.isdigit() for part in one.criterion.split(".")) and one.criterion.count(".") == 2
        assert one.plan.sv and one.plan.en and one.plan.sv != one.plan.en


def test_the_footer_of_every_page_leads_there_and_tells_which_page(visit):
    assert '/tillganglighet/?sida=/portfolj/"' in visit().get("/portfolj/").content.decode()
    assert 'value="/portfolj/"' in Client().get(PAGE + "?sida=/portfolj/").content.decode()


def test_anybody_reports_and_a_second_click_adds_nothing(workspace: Workspace):
    before = FaultReport.objects.count()
    assert [send(Client(), contact="namn@exempel.se") for _ in range(2)] == [302, 302]
    assert FaultReport.objects.count() == before + 1


def test_what_is_empty_or_too_long_is_refused_and_what_was_typed_stays(workspace: Workspace):
    answer = Client().post(PAGE, {"text": " ", "page": "/sok/"})
    assert answer.status_code == 422 and 'value="/sok/"' in answer.content.decode()
    assert send(Client(), text="x" * (faults.LONGEST + 1)) == 422


def test_a_program_that_fills_the_hidden_field_leaves_nothing(workspace: Workspace):
    before = FaultReport.objects.count()
    assert send(Client(), website="http://exempel.se") == 302 and FaultReport.objects.count() == before


def test_a_flood_is_turned_away(workspace: Workspace):
    kinds = [send(Client(), text=f"Fel {n}") for n in range(faults.MOST_AN_HOUR + 1)]
    assert kinds[0] == 302 and kinds[-1] == 422


def test_without_the_forms_own_token_nothing_is_kept(workspace: Workspace):
    before = FaultReport.objects.count()
    assert send(Client(enforce_csrf_checks=True)) == 403 and FaultReport.objects.count() == before


def test_what_is_written_is_shown_as_text(visit, workspace: Workspace):
    send(Client(), text="<script>alert(1)</script>", page='"><img src=x>')
    page = visit().get(PAGE + "anmalningar/").content.decode()
    assert "&lt;script&gt;" in page and "<script>alert" not in page and "<img src=x>" not in page


@pytest.mark.parametrize("person", ["outsider", "in:reader", "lawyer"])
def test_only_administrators_read_the_reports(visit, person: str):
    assert visit(person).get(PAGE + "anmalningar/").status_code == 404


def test_an_answer_is_noted_once(visit, workspace: Workspace):
    fault = FaultReport.objects.get(text="Tabellen läses inte upp.")
    first = visit().post(f"{PAGE}anmalningar/{fault.pk}/", {"how": "Rubriker i tabellen."}, follow=True)
    assert "Rubriker i tabellen." in first.content.decode()
    again = visit("in:administrator").post(f"{PAGE}anmalningar/{fault.pk}/", {"how": "Annat."}, follow=True)
    assert "redan besvarad av buyer" in again.content.decode()
