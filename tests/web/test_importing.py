"""Importing many at once: seen before it is kept, all or none, and the same file again adds nothing."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.domain.model.process import Entrance
from omlopp.flows import many
from omlopp.library.importing import kinds
from omlopp.web import laid_aside
from omlopp.web.records import convert
from omlopp.web.records.actions import importing
from omlopp.web.records.actions.begin import begin_procurement
from omlopp.web.records.actions.steps import save_answers
from omlopp.web.records.events import verify
from omlopp.web.records.models import Contract, Event, ProcurementRecord
from tests.flows.test_many import book
from tests.web import building
from tests.web.building import DAY, Workspace
from tests.web.parts.importing import CONTRACT, PLAN, ours

pytestmark = pytest.mark.django_db
REGISTER = [
    ["Avtal", "Leverantör", "Slutdatum", "Värde"],
    ["Ramavtal hyllor", "Påhittade Hyllor AB", "2028-03-31", 4000000],
    ["Städ", "Påhittad Städ AB", "32/1", ""],
    ["Tvätt", "Påhittad Tvätt HB", "31 mars 2029", "1 250 000 kr"],
]


def start() -> str:
    return f"/organisation/{ours().pk}/las-in/"


def upload(client: Any, content: bytes, kind: str = "contracts", name: str = "register.xlsx") -> Any:
    return client.post(start(), {"list_kind": kind, "file": SimpleUploadedFile(name, content)})


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def test_rows_are_shown_with_their_faults_and_only_the_button_imports_them(visit: Any, workspace: Workspace):
    client, before = visit("in:contract_manager"), building.state()
    answer = upload(client, book(REGISTER))
    assert answer.status_code == 302 and building.state() == before, "nothing is written yet"
    page = text(client.get(answer["Location"]))
    assert "”32/1” är inget datum" in page and "rad 3" in page and "Läs in 2 rader" in page
    done = client.post(answer["Location"], {"rows": "2"}, follow=True)
    assert "2 avtal är inlästa. 1 av 3 rader lämnades utanför." in text(done)
    rows = Contract.objects.filter(organisation=ours()).order_by("-pk")[:2]
    assert {(row.title, row.ends_on, row.value_sek) for row in rows} == {
        ("Ramavtal hyllor", date(2028, 3, 31), 4000000), ("Tvätt", date(2029, 3, 31), 1250000),
    }  # fmt: skip
    event = Event.objects.order_by("-pk")[0]
    assert (event.action, event.by, event.content["contracts"]) == (
        "contracts-imported",
        "in:contract_manager",
        2,
    )
    assert client.get(answer["Location"]).status_code == 404, "the file is gone when it has been imported"


def test_the_same_file_again_adds_nothing(visit: Any, workspace: Workspace):
    client = visit()
    for first in (True, False):
        answer, contracts = upload(client, book(REGISTER)), Contract.objects.count()
        page = text(client.get(answer["Location"]))
        client.post(answer["Location"], {"rows": "2"})
        assert ("Läs in 2 rader" in page) is first
        assert Contract.objects.count() == contracts + (2 if first else 0)
    assert "samma som Ramavtal hyllor" in page


def test_pressed_twice_it_imports_once(visit: Any, workspace: Workspace):
    client = visit()
    answer, contracts = upload(client, book(REGISTER)), Contract.objects.count()
    assert [client.post(answer["Location"], {"rows": "2"}).status_code for _ in range(2)] == [302, 404]
    assert Contract.objects.count() == contracts + 2


def test_what_was_shown_is_imported_or_nothing(visit: Any, workspace: Workspace):
    """Somebody else imports one of the rows between the look and the press."""
    client = visit()
    answer = upload(client, book(REGISTER))
    row = {"title": "Tvätt", "supplier": "Påhittad Tvätt HB", "ends_on": date(2029, 3, 31)}
    importing.import_contracts(by=workspace.user("buyer"), organisation=ours(), rows=[row], source="x")
    before = building.state()
    refused = client.post(answer["Location"], {"rows": "2"})
    assert refused.status_code == 422 and "1 rader kan läsas in, inte 2" in text(refused)
    assert building.state() == before


@pytest.mark.parametrize("fails_at", [0, 1])
def test_all_of_a_batch_or_none(workspace: Workspace, fails_at: int):
    rows = [PLAN, {**PLAN, "title": "Stolar"}, {**PLAN, "title": "Bord"}]
    rows[fails_at + 1] = dict(rows[fails_at])
    before = building.state()
    with pytest.raises(importing.AlreadyThere):
        importing.import_planned(
            by=workspace.user("buyer"), organisation=ours(), rows=rows, source="x", on=DAY
        )
    assert building.state() == before
    with pytest.raises(importing.NothingNew):
        importing.import_contracts(by=workspace.user("buyer"), organisation=ours(), rows=[], source="x")
    assert building.state() == before


def test_a_planned_procurement_begins_at_the_first_step_with_its_day_and_need(
    visit: Any, workspace: Workspace
):
    head = [one.name.sv for one in kinds()["planned"].columns]
    row = ["Nya lampor", "2027-02-01", "Varor", "1 500 000", "31500000", "Okänd enhet", "Ljus i skolan"]
    client = visit("in:project_lead")
    answer = upload(client, book([head, row]), "planned", "plan.xlsx")
    assert "okänd enhet, lämnas tom" in text(client.get(answer["Location"]))
    assert client.post(answer["Location"], {"rows": "1"}).status_code == 302
    made = ProcurementRecord.objects.get(title="Nya lampor")
    assert (made.planned_on, made.organisation, made.regime) == (date(2027, 2, 1), ours(), "")
    assert made.steps.get(step_id="need").answers["need_statement"] == "Ljus i skolan"
    actions = list(Event.objects.filter(procurement_id=made.pk).values_list("action", flat=True))
    assert actions == ["procurement-begun", "step-answered"]


def test_the_rows_that_are_not_imported_come_back_with_the_reason_beside(visit: Any, workspace: Workspace):
    import python_calamine

    client = visit()
    answer = upload(client, book(REGISTER))
    sheet = client.get(answer["Location"] + "fel/")
    rows = (
        python_calamine.CalamineWorkbook.from_object(io.BytesIO(sheet.content))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert (
        rows[0][-1] == "Vad som är fel" and rows[1][0] == "Städ" and "32/1" in rows[1][-1] and len(rows) == 2
    )


def test_a_file_belongs_to_who_uploaded_it_and_to_its_organisation(visit: Any, workspace: Workspace):
    place = upload(visit(), book(REGISTER))["Location"]
    assert visit("in:contract_manager").get(place).status_code == 404
    assert visit("outsider").get(place).status_code == 404
    assert visit("in:reader").get(place).status_code == 403
    assert visit().get(place.replace(f"/{ours().pk}/", "/999999/")).status_code == 404


def test_what_lies_for_a_day_is_cleared_away(workspace: Workspace, monkeypatch: pytest.MonkeyPatch):
    made = laid_aside.lay(1, 1, "contracts", "../../x.xlsx", b"x")
    assert laid_aside.find(made.id) == made and made.name == "x.xlsx"
    monkeypatch.setattr(laid_aside, "SECONDS", -1)
    assert laid_aside.find(made.id) is None and laid_aside.clear() >= 1
    assert not (laid_aside.folder() / made.id).exists()


@pytest.mark.parametrize("name, content, says", [
    ("register.xlsx", b"PK\x03\x04trasig", "register.xlsx"), ("register.xls", b"\xd0\xcf\x11\xe0" + b"x" * 600, ".xlsx"),
    ("x.csv", b"a;b\n1;2\n", "saknas kolumner"), ("x.csv", b"Avtal;Leverant\xf6r;Slutdatum\n", "inga rader"),
    ("<script>.csv", b"a;b\n1;2\n", "&lt;script&gt;"),
])  # fmt: skip
def test_a_file_that_is_no_list_is_refused_and_nothing_is_laid_aside(
    visit: Any, workspace: Workspace, name: str, content: bytes, says: str
):
    before, lying = building.state(), len(laid_aside.every())
    answer = upload(visit(), content, name=name)
    assert answer.status_code == 422 and says in text(answer) and "Traceback" not in text(answer)
    assert building.state() == before and len(laid_aside.every()) == lying


def test_too_many_rows_are_refused_with_the_limit(
    visit: Any, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
):
    content = ("Avtal;Leverantör;Slutdatum\n" + "A;B;2028-03-31\n" * (kinds()["contracts"].most + 1)).encode()
    answer = upload(visit(), content, name="x.csv")
    assert answer.status_code == 422 and "gränsen är 5" in text(answer)


@pytest.mark.parametrize("kind", ["planned", "contracts"])
def test_a_workbook_of_a_hundred_thousand_rows_is_refused_with_the_limit_and_why(
    visit: Any, workspace: Workspace, kind: str
):
    """Refused from what its sheet tells of itself: no row of it is kept, nor read as a list."""
    held, one = io.BytesIO(), kinds()[kind]
    made = xlsxwriter.Workbook(held, {"constant_memory": True, "in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, [column.name.sv for column in one.columns])
    for row in range(1, 100_001):
        sheet.write_string(row, 0, "x")
    made.close()
    before, lying = building.state(), len(laid_aside.every())
    answer = upload(visit(), held.getvalue(), kind=kind, name="alla.xlsx")
    said = text(answer)
    assert answer.status_code == 422 and "minst 100" in said and "rader; gränsen är" in said
    assert one.limit.sv in said and "Inget har sparats" in said
    assert building.state() == before and len(laid_aside.every()) == lying


def test_a_plan_of_a_thousand_rows_is_imported_whole(visit: Any, workspace: Workspace):
    one = kinds()["planned"]
    rows = [[f"Plan {row}", "2027-03-31", "varor", "", "", "", ""] for row in range(one.most)]
    client, before = visit(), ProcurementRecord.objects.count()
    shown = upload(client, book([[column.name.sv for column in one.columns], *rows]), kind="planned")
    assert client.post(shown["Location"], {"rows": str(one.most)}).status_code == 302
    assert ProcurementRecord.objects.count() == before + one.most and verify().broken is None


def test_a_row_of_a_plan_is_what_a_person_would_have_begun_by_hand(workspace: Workspace):
    """Written many at once: the same value, the same steps and the same words in the log."""
    by, plan = workspace.user("buyer"), {**PLAN, "title": "Ur listan", "need": "  Stolar till skolan. "}
    (listed,) = importing.import_planned(by=by, organisation=ours(), rows=[plan], source="x", on=DAY)
    alone = begin_procurement(
        by=by, title="Ur listan", buyer_name="Provkommunen", buyer_kind="municipality", entrance=Entrance.NEED,
        object_kind=plan["object_kind"], on=DAY, value_sek=plan.get("value_sek"), cpv=plan.get("cpv") or (),
        organisation=ours(), planned_on=plan["planned_on"],
    )  # fmt: skip
    step = convert.edition(alone.model).step("need")
    save_answers(by=by, procurement=alone, step=step, answers={"need_statement": plan["need"]}, edition=0)
    alone.refresh_from_db()

    def said(row: ProcurementRecord) -> list[Any]:
        return [
            (one.by, one.action, one.why, one.content) for one in Event.objects.filter(procurement_id=row.pk)
        ]

    def steps(row: ProcurementRecord) -> list[Any]:
        fields = ("step_id", "answers", "edition", "saved_by", "passed_at")
        return list(row.steps.order_by("step_id").values_list(*fields))

    assert said(listed) == said(alone) and steps(listed) == steps(alone) and verify().broken is None
    assert replace(convert.procurement(listed), id="") == replace(convert.procurement(alone), id="")
    assert (
        [one.user for one in listed.memberships.all()]
        == [one.user for one in alone.memberships.all()]
        == [by]
    )


def test_a_connection_that_breaks_in_the_middle_leaves_nothing(visit: Any, workspace: Workspace):
    """The body ends before its last boundary: half a file is no file."""
    client, before, lying = visit(), building.state(), len(laid_aside.every())
    body = (
        b'--x\r\nContent-Disposition: form-data; name="list_kind"\r\n\r\ncontracts\r\n--x\r\n'
        b'Content-Disposition: form-data; name="file"; filename="r.csv"\r\nContent-Type: text/csv\r\n\r\nAvtal;Lever'
    )
    answer = client.generic("POST", start(), body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in (400, 422)
    assert building.state() == before and len(laid_aside.every()) == lying


def test_the_empty_form_has_the_sheet_that_is_read(visit: Any, workspace: Workspace):
    import python_calamine

    for kind in kinds():
        got = visit().get(f"{start()}formular/{kind}/")
        book_ = python_calamine.CalamineWorkbook.from_object(io.BytesIO(got.content))
        assert book_.sheet_names[0] == many.SHEET
    assert visit().get(f"{start()}formular/annat/").status_code == 404


def test_a_contract_is_owned_by_the_account_that_the_list_names(workspace: Workspace):
    row = {**CONTRACT, "owner": "in:buyer", "notice_months": 6}
    made = importing.import_contracts(
        by=workspace.user("buyer"), organisation=ours(), rows=[row], source="x"
    )[0]
    assert made.owner and made.owner.username == "in:buyer" and made.procurement is None
