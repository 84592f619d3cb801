"""The supplier's reports: who reaches them, what is taken and refused, and what the buyer makes of them."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from omlopp.domain.model.indicators import Stage
from omlopp.flows import delivery_form
from omlopp.flows.contracts import reporting
from omlopp.flows.delivery_form import Cell, NotTheForm, ReportEmpty, ReportRefused, SheetTooLarge
from omlopp.web import evidence
from omlopp.web.records.actions import ProcurementEnded, deliveries
from omlopp.web.records.actions import contracts as acts
from omlopp.web.records.actions.deliveries import ReportJudged, ReportStale, escalate, remind, remind_of_ends
from omlopp.web.records.actions.steps import end_procurement
from omlopp.web.records.contracts import fields_of
from omlopp.web.records.models import (
    Contract,
    DeliveryReport,
    DeviationRecord,
    Event,
    MeasurementRecord,
    Message,
    SupplierLink,
)
from tests.web import building
from tests.web.building import FIRST, SECRETS, Workspace
from tests.web.parts.contracts import FIGURES, MORE, made

pytestmark = pytest.mark.django_db
FORM = {"do": "send", "reused_share:reused_mass": "31", "reused_share:delivered_mass": "100"}


@pytest.fixture
def contract(workspace: Workspace) -> Contract:
    return Contract.objects.get(procurement_id=workspace.awarded)


@pytest.fixture
def waiting(contract: Contract) -> DeliveryReport:
    """A report that has not come in and asks for the reused share alone."""
    found: DeliveryReport = contract.reports.filter(state="awaited").order_by("period_from")[0]
    return found


@pytest.fixture
def received(contract: Contract) -> DeliveryReport:
    found: DeliveryReport = contract.reports.get(state="received")
    return found


@pytest.fixture
def supplier(workspace: Workspace) -> Client:
    """Whoever has the link; nobody is signed in."""
    return Client(raise_request_exception=False)


def page(row: DeliveryReport, part: str = "") -> str:
    return f"/leverera/{made['token']}/{row.pk}/{part}"


def typed(row: DeliveryReport, value: str = "31", whole: str = "100") -> dict[str, str]:
    """Every figure that the report asks for: of the share what is told, of the rest that it is not known."""
    form = {"do": "send"}
    for one in fields_of(row):
        told = {"reused_share:reused_mass": value, "reused_share:delivered_mass": whole}.get(one.key)
        form[one.key if told else f"unknown-{one.key}"] = told or "on"
    return form


class TestTheLink:
    def test_it_is_shown_once_and_only_its_checksum_is_kept(self, visit: Any, contract: Contract):
        shown = visit().post(
            f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/lank/", {"label": "L", "days": "30"}
        )
        token = shown.content.decode().split("/leverera/")[1].split("/")[0]
        assert len(token) >= 43
        kept = SupplierLink.objects.order_by("-pk")[0]
        assert kept.token_sha256 and token not in str(vars(kept)) + str(
            list(Event.objects.values_list("content", flat=True))
        )
        again = visit().get(f"/upphandling/{contract.procurement_id}/avtal/{contract.pk}/").content.decode()
        assert token not in again

    @pytest.mark.parametrize("how", ["wrong", "closed", "expired"])
    def test_wrong_closed_and_expired_answer_alike(
        self, workspace: Workspace, supplier: Client, contract: Contract, how: str
    ):
        link = contract.links.get()
        if how == "closed":
            acts.close_supplier_link(by=workspace.user("buyer"), link=link)
        if how == "expired":
            SupplierLink.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
        token = "x" * 43 if how == "wrong" else made["token"]
        report = contract.reports.first()
        pages = [
            supplier.get(f"/leverera/{token}/{part}")
            for part in ("", f"{report.pk}/", f"{report.pk}/formular/")
        ]
        pages.append(supplier.post(f"/leverera/{token}/{report.pk}/", FORM))
        assert {answer.status_code for answer in pages} == {404}
        plain = {answer.content.decode().split("<main", 1)[1] for answer in pages}
        assert token not in " ".join(plain), "the way in is on no page that could be reported as faulty"
        assert len(plain) == 1 and contract.title not in plain.pop()

    def test_a_link_of_one_contract_opens_no_report_of_another(
        self, workspace: Workspace, supplier: Client, contract: Contract
    ):
        buyer = workspace.user("buyer")
        other = acts.create_contract(by=buyer, procurement=workspace.row("awarded"), lot_id="LOT-0002",
                                     facts={"title": "Bord", "supplier": "Annan AB", "starts_on": date(2026, 1, 1),
                                            "ends_on": date(2026, 12, 31)})  # fmt: skip
        theirs = other.reports.first()
        before = building.state()
        assert supplier.get(page(theirs)).status_code == 404
        assert supplier.post(page(theirs), FORM).status_code == 404
        assert supplier.get(page(theirs, "formular/")).status_code == 404
        assert building.state() == before
        assert "Bord" not in supplier.get(f"/leverera/{made['token']}/").content.decode()

    def test_it_shows_nothing_of_bids_other_suppliers_or_the_evaluation(
        self, supplier: Client, contract: Contract
    ):
        for path in [f"/leverera/{made['token']}/", *(page(row) for row in contract.reports.all())]:
            text = supplier.get(path).content.decode()
            assert not [secret for secret in SECRETS if secret in text] and FIRST not in text
            assert "/upphandling/" not in text

    def test_it_is_not_indexed_and_tells_no_other_site_where_it_came_from(self, supplier: Client):
        """`same-origin`, not `no-referrer`: with the latter browsers send `Origin: null`, and no form is taken."""
        answer = supplier.get(f"/leverera/{made['token']}/")
        assert (
            "noindex" in answer.headers["X-Robots-Tag"] and answer.headers["Referrer-Policy"] == "same-origin"
        )


class TestAContactWithAnAccount:
    def test_sees_its_own_contracts_and_no_others(self, visit: Any, workspace: Workspace, contract: Contract):
        client = visit("supplier_contact")
        assert contract.title in client.get("/leverera/").content.decode()
        assert client.get(f"/leverera/avtal/{contract.pk}/").status_code == 200
        acts.name_contacts(by=workspace.user("buyer"), contract=contract, contacts=[])
        assert client.get(f"/leverera/avtal/{contract.pk}/").status_code == 404
        assert contract.title not in client.get("/leverera/").content.decode()

    def test_reports_as_the_link_does(self, visit: Any, waiting: DeliveryReport):
        path = f"/leverera/avtal/{waiting.contract_id}/{waiting.pk}/"
        answer = visit("supplier_contact").post(path, typed(waiting))
        assert answer.status_code == 302 and answer.headers["Location"] == path + "?kvitto"
        waiting.refresh_from_db()
        assert (waiting.state, waiting.reported_by) == ("received", "supplier_contact")

    @pytest.mark.parametrize("person", ["buyer", "contract_manager", "outsider"])
    def test_others_have_no_such_page(self, visit: Any, contract: Contract, person: str):
        assert visit(person).get(f"/leverera/avtal/{contract.pk}/").status_code == 404

    def test_nobody_becomes_a_contact_without_the_role(self, workspace: Workspace, contract: Contract):
        with pytest.raises(acts.NotAContact):
            acts.name_contacts(by=workspace.user("buyer"), contract=contract, contacts=["reader"])


class TestSendingIn:
    def test_a_form_is_received_with_its_receipt(self, supplier: Client, waiting: DeliveryReport):
        answer = supplier.post(page(waiting), typed(waiting) | {"note": "Vägt."}, follow=True)
        assert "Kvitto: rapporten har kommit in" in answer.content.decode()
        waiting.refresh_from_db()
        assert (waiting.state, waiting.edition, waiting.note) == ("received", 1, "Vägt.")
        assert waiting.figures["reused_share"] == {"reused_mass": "31", "delivered_mass": "100"}

    def test_the_same_twice_adds_nothing(self, supplier: Client, waiting: DeliveryReport):
        form = typed(waiting)
        supplier.post(page(waiting), form)
        before = building.state()
        assert supplier.post(page(waiting), form).status_code == 302
        assert building.state() == before

    def test_a_correction_is_a_new_edition_and_the_log_keeps_the_former(
        self, supplier: Client, waiting: DeliveryReport
    ):
        supplier.post(page(waiting), typed(waiting))
        supplier.post(page(waiting), typed(waiting, "32,5"))
        waiting.refresh_from_db()
        told = [
            event.content["figures"]["reused_share"]["reused_mass"]
            for event in Event.objects.filter(action="report-sent")
        ]
        assert waiting.edition == 2 and told[-2:] == ["31", "32.5"]

    def test_what_is_not_known_is_said_and_is_no_zero(self, supplier: Client, waiting: DeliveryReport):
        form = {f"unknown-{one.key}": "on" for one in fields_of(waiting)} | {"do": "send"}
        assert supplier.post(page(waiting), form).status_code == 302
        waiting.refresh_from_db()
        assert waiting.figures["reused_share"] == {"reused_mass": None, "delivered_mass": None}

    @pytest.mark.parametrize(("value", "says"), [
        ("", "skriv ett tal, eller ange att ni inte vet"), ("trettio", "är inte ett tal"), ("-3", "kan inte vara under noll"),
        ("1e30", "för stort"), ("NaN", "är inte ett tal"), ("131", "större än"),
    ])  # fmt: skip
    def test_a_fault_is_told_by_its_field_and_nothing_is_lost(
        self, supplier: Client, waiting: DeliveryReport, value: str, says: str
    ):
        before = building.state()
        answer = supplier.post(page(waiting), typed(waiting, value or " ") | {"note": "Behåll mig"})
        text = answer.content.decode()
        assert answer.status_code == 422 and says in text and "Behåll mig" in text
        assert building.state() == before

    def test_evidence_is_kept_and_programs_are_refused(self, supplier: Client, waiting: DeliveryReport):
        good = SimpleUploadedFile("lista.csv", b"bord;31\n")
        supplier.post(page(waiting), typed(waiting) | {"evidence": good})
        bad = SimpleUploadedFile("lista.exe", b"MZ")
        answer = supplier.post(page(waiting), typed(waiting, "30") | {"evidence": bad})
        waiting.refresh_from_db()
        assert answer.status_code == 422 and [one["name"] for one in waiting.files] == ["lista.csv"]
        assert waiting.figures["reused_share"]["reused_mass"] == "31"
        assert evidence.content_of("lista.csv", waiting.files[0]["sha256"]) == b"bord;31\n"

    def test_what_no_person_fills_is_taken_by_nobody(self, supplier: Client, waiting: DeliveryReport):
        before = building.state()
        assert supplier.post(page(waiting), typed(waiting) | {"webbplats": "http://x"}).status_code == 302
        assert building.state() == before

    def test_a_report_that_is_accepted_is_closed(
        self, workspace: Workspace, supplier: Client, received: DeliveryReport
    ):
        deliveries.accept_report(by=workspace.user("buyer"), report=received, edition=1)
        before = building.state()
        assert supplier.post(page(received), typed(received, "50")).status_code == 422
        with pytest.raises(ReportJudged):
            deliveries.send_report(by=received.contract.links.get(), report=received, figures=MORE)
        assert building.state() == before

    def test_a_contract_that_has_ended_takes_nothing(self, workspace: Workspace, waiting: DeliveryReport):
        link = waiting.contract.links.get()
        acts.end_contract(
            by=workspace.user("buyer"),
            contract=waiting.contract,
            came={},
            left=[],
            note="Inget kvar.",
            on=date(2027, 1, 1),
        )
        before = building.state()
        with pytest.raises(deliveries.LinkClosed):
            deliveries.send_report(by=link, report=waiting, figures=FIGURES)
        SupplierLink.objects.update(closed_at=None)
        with pytest.raises(acts.ContractOver):
            deliveries.send_report(by=link, report=waiting, figures=FIGURES)
        SupplierLink.objects.update(closed_at=SupplierLink.objects.values("made_at")[:1])
        assert Event.objects.filter(action="report-sent", content__report=waiting.pk).count() == 0 and before

    def test_a_procurement_that_has_ended_takes_nothing(self, workspace: Workspace, waiting: DeliveryReport):
        end_procurement(
            by=workspace.user("buyer"), procurement=workspace.row("awarded"), outcome="closed", reason="Slut."
        )
        with pytest.raises(ProcurementEnded):
            deliveries.send_report(by=waiting.contract.links.get(), report=waiting, figures=FIGURES)


def filled(
    row: DeliveryReport,
    *,
    value: Any = 31.5,
    whole: Any = 100,
    formula: str = "",
    extra: int = 0,
    macro: bool = False,
) -> bytes:
    """The form as somebody has filled it in a spreadsheet program."""
    import xlsxwriter

    at = io.BytesIO()
    book = xlsxwriter.Workbook(at, {"in_memory": True})
    sheet = book.add_worksheet("Rapport")
    sheet.write(0, 0, "Leverantörsrapport")
    for line, one in enumerate(fields_of(row), 4):
        sheet.write(line, 6, one.key)
        told = {"reused_share:reused_mass": value, "reused_share:delivered_mass": whole}.get(one.key)
        if one.key == "reused_share:reused_mass" and formula:
            sheet.write_formula(line, 3, formula, value=value)
        elif told is not None:
            sheet.write(line, 3, told)
        else:
            sheet.write(line, 4, "x")
    for line in range(extra):
        sheet.write(60 + line, 0, line)
    book.close()
    if not macro:
        return at.getvalue()
    with zipfile.ZipFile(at, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return at.getvalue()


class TestTheSpreadsheet:
    def test_the_form_has_every_figure_with_its_unit_and_no_formula(
        self, supplier: Client, waiting: DeliveryReport
    ):
        content = supplier.get(page(waiting, "formular/")).content
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheet = parts.read("xl/worksheets/sheet1.xml").decode()
            words = parts.read("xl/sharedStrings.xml").decode()
        assert "<f>" not in sheet
        assert all(one.key in words and one.input.unit.sv in words for one in fields_of(waiting))

    def test_filled_and_uploaded_it_is_read_as_the_form_is(self, supplier: Client, waiting: DeliveryReport):
        sheet = SimpleUploadedFile("rapport.xlsx", filled(waiting))
        assert supplier.post(page(waiting), {"do": "sheet", "sheet": sheet}).status_code == 302
        waiting.refresh_from_db()
        by_sheet = waiting.figures
        supplier.post(page(waiting), typed(waiting, "31,5"))
        waiting.refresh_from_db()
        assert waiting.figures == by_sheet and by_sheet["reused_share"]["reused_mass"] == "31.5"

    def test_the_empty_form_comes_back_with_every_missing_figure_by_cell(
        self, supplier: Client, waiting: DeliveryReport
    ):
        form = supplier.get(page(waiting, "formular/")).content
        cells = delivery_form.cells_of(form, "rapport.xlsx", fields_of(waiting))
        assert {cell.place for cell in cells.values()} == {
            f"D{number}" for number in range(5, 5 + len(fields_of(waiting)))
        }
        with pytest.raises(ReportEmpty):
            delivery_form.read_cells(fields_of(waiting), cells, "sv")

    def test_a_fault_is_told_by_cell(self, supplier: Client, waiting: DeliveryReport):
        sheet = SimpleUploadedFile("rapport.xlsx", filled(waiting, value="trettio"))
        answer = supplier.post(page(waiting), {"do": "sheet", "sheet": sheet})
        text = answer.content.decode()
        line = 5 + [one.key for one in fields_of(waiting)].index("reused_share:reused_mass")
        assert answer.status_code == 422 and f"<strong>D{line}</strong>" in text and "trettio" in text

    def test_a_formula_counts_as_the_value_it_had_and_is_never_run(self, waiting: DeliveryReport):
        cells = delivery_form.cells_of(
            filled(waiting, formula="=15+16", value=31), "r.xlsx", fields_of(waiting)
        )
        assert delivery_form.read_cells(fields_of(waiting), cells, "sv")["reused_share"]["reused_mass"] == 31
        bad = filled(waiting, formula='=HYPERLINK("http://example.org")', value="klicka")
        with pytest.raises(ReportRefused):
            delivery_form.read_cells(
                fields_of(waiting), delivery_form.cells_of(bad, "r.xlsx", fields_of(waiting)), "sv"
            )

    def test_macros_other_workbooks_and_torn_files_are_refused(
        self, supplier: Client, waiting: DeliveryReport
    ):
        before = building.state()
        for name, content, says in (
            ("rapport.xlsx", filled(waiting, macro=True), "makro"), ("rapport.xlsm", filled(waiting), "går inte att bifoga"),
            ("rapport.xlsx", b"PK\x03\x04torn", "går inte att bifoga"), ("rapport.xlsx", b"", "Inget är ifyllt"),
        ):  # fmt: skip
            answer = supplier.post(page(waiting), {"do": "sheet", "sheet": SimpleUploadedFile(name, content)})
            assert answer.status_code == 422 and (
                says in answer.content.decode() or name == "rapport.xlsx"
            ), name
        import xlsxwriter

        at = io.BytesIO()
        with xlsxwriter.Workbook(at, {"in_memory": True}) as book:
            book.add_worksheet().write(0, 0, "Något annat")
        with pytest.raises(NotTheForm):
            delivery_form.cells_of(at.getvalue(), "annat.xlsx", fields_of(waiting))
        assert building.state() == before

    def test_a_hundred_thousand_rows_are_refused_before_they_are_looked_at(self, waiting: DeliveryReport):
        content = filled(waiting, extra=100_000)
        assert len(content) > reporting().report_bytes or len(content) > 0
        with pytest.raises(SheetTooLarge):
            delivery_form.cells_of(content, "stor.xlsx", fields_of(waiting))
        with pytest.raises(SheetTooLarge):
            delivery_form.cells_of(filled(waiting, extra=reporting().rows), "lagom.xlsx", fields_of(waiting))

    def test_a_bomb_is_measured_before_it_is_unpacked(self, waiting: DeliveryReport):
        at = io.BytesIO()
        with zipfile.ZipFile(at, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<x/>")
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
        assert len(at.getvalue()) < reporting().report_bytes
        with pytest.raises(SheetTooLarge):
            delivery_form.cells_of(at.getvalue(), "bomb.xlsx", fields_of(waiting))

    def test_two_answers_to_one_figure_are_told(self, waiting: DeliveryReport):
        fields = fields_of(waiting)
        with pytest.raises(ReportRefused) as refused:
            delivery_form.read_cells(fields, {fields[0].key: Cell("3", True, "D5")}, "sv")
        assert refused.value.facts["faults"][0].code == "report.cell.both"


class TestJudging:
    def url(self, row: DeliveryReport) -> str:
        return f"/upphandling/{row.contract.procurement_id}/avtal/{row.contract_id}/rapport/{row.pk}/"

    def test_figures_stand_against_the_promise_with_their_base(self, visit: Any, received: DeliveryReport):
        text = visit("contract_manager").get(self.url(received)).content.decode().replace("\u00a0", " ")
        assert (
            "31 % (31 av 100 kg)" in text and "40 %" in text and "9 procentenheter under det utlovade" in text
        )

    def test_accepting_measures_and_the_deviation_proposes_what_was_agreed(
        self, visit: Any, received: DeliveryReport
    ):
        client = visit("contract_manager")
        answer = client.post(self.url(received), {"do": "accept", "edition": "1"}, follow=True)
        measured = MeasurementRecord.objects.order_by("-pk")[0]
        assert (measured.indicator, measured.stage, measured.period_to) == (
            "reused_share",
            "contract",
            received.period_to,
        )
        assert (
            measured.source.startswith("leverantörens rapport") and measured.recorded_by == "contract_manager"
        )
        assert "Besluta om avvikelsen" in answer.content.decode()
        decide = answer.content.decode().split('class="button" href="')[1].split('"')[0]
        shown = client.get(decide).content.decode()
        assert "Det här är avtalat" in shown and received.contract.procurement.criteria.get(
            criterion_id="reused_furniture_share").clause_sv[:40] in shown  # fmt: skip
        client.post(decide, {"ruling": "accepted", "text": "", "reason": ""})
        assert DeviationRecord.objects.filter(measurement=measured, ruling="accepted").exists()

    def test_evidence_follows_into_the_measurement(self, workspace: Workspace, received: DeliveryReport):
        deliveries.send_report(
            by=received.contract.links.get(), report=received, figures=MORE, files=[("lista.csv", b"a;b\n")]
        )
        (measured,) = deliveries.accept_report(
            by=workspace.user("buyer"), report=received, edition=2, stage=Stage.END
        )
        assert measured.stage == "end" and measured.evidence.get().name == "lista.csv"

    def test_a_question_and_its_answer(self, visit: Any, supplier: Client, received: DeliveryReport):
        visit("contract_manager").post(
            self.url(received), {"do": "ask", "text": "Hur vägdes det?", "edition": "1"}
        )
        assert "Hur vägdes det?" in supplier.get(page(received)).content.decode()
        supplier.post(page(received), {"do": "answer", "text": "På lastkajen <b>"})
        shown = visit("contract_manager").get(self.url(received)).content.decode()
        received.refresh_from_db()
        assert received.state == "received" and "På lastkajen &lt;b&gt;" in shown

    def test_sent_back_it_is_to_be_corrected(self, visit: Any, supplier: Client, received: DeliveryReport):
        visit().post(self.url(received), {"do": "return", "text": "Tal saknas.", "edition": "1"})
        received.refresh_from_db()
        assert received.state == "returned" and "Tal saknas." in supplier.get(page(received)).content.decode()
        supplier.post(page(received), typed(received, "45"))
        received.refresh_from_db()
        assert (received.state, received.edition) == ("received", 2)

    def test_two_who_judge_the_same_report_and_one_who_read_an_older_edition(
        self, workspace: Workspace, visit: Any, received: DeliveryReport
    ):
        deliveries.accept_report(by=workspace.user("contract_manager"), report=received, edition=1)
        before = building.state()
        answer = visit().post(self.url(received), {"do": "accept", "edition": "1"})
        assert answer.status_code == 409 and "har ändrats sedan" in answer.content.decode()
        with pytest.raises(ReportStale):
            deliveries.return_report(by=workspace.user("buyer"), report=received, edition=1, text="Nej.")
        assert building.state() == before

    def test_an_edition_that_came_in_between_is_not_accepted_unread(
        self, workspace: Workspace, received: DeliveryReport
    ):
        deliveries.send_report(by=received.contract.links.get(), report=received, figures=MORE)
        with pytest.raises(ReportStale):
            deliveries.accept_report(by=workspace.user("buyer"), report=received, edition=1)

    @pytest.mark.parametrize("person", ["reader", "requester", "leader"])
    def test_who_may_only_read_judges_nothing(self, visit: Any, received: DeliveryReport, person: str):
        before = building.state()
        assert visit(person).get(self.url(received)).status_code == 200
        assert visit(person).post(self.url(received), {"do": "accept", "edition": "1"}).status_code == 403
        assert building.state() == before

    def test_another_contracts_report_is_not_found(
        self, visit: Any, workspace: Workspace, received: DeliveryReport
    ):
        other = Contract.objects.get(procurement=None)
        pk = received.contract.procurement_id
        for path in (f"/upphandling/{pk}/avtal/{other.pk}/rapport/{received.pk}/", f"/upphandling/{pk}/avtal/{received.contract_id}/rapport/999999/",
                     f"/upphandling/{workspace.closed}/avtal/{received.contract_id}/rapport/{received.pk}/",
                     f"/upphandling/{pk}/avtal/{received.contract_id}/rapport/{received.pk}/fil/7/"):  # fmt: skip
            assert visit().get(path).status_code == 404, path


class TestReminding:
    def told(self, kind: str) -> list[str]:
        return sorted(Message.objects.filter(kind=kind).values_list("user__username", flat=True))

    def only(self, row: DeliveryReport) -> DeliveryReport:
        """The other reports are out of the way: what is told is about this one."""
        DeliveryReport.objects.exclude(pk=row.pk).update(state="accepted")
        return row

    def test_a_report_is_reminded_of_once_for_each_of_the_days(self, waiting: DeliveryReport):
        row = self.only(waiting)
        days = [remind(row.due_on - timedelta(days=left)) for left in (20, 14, 13, 14, 3, 2, 0)]
        assert days == [0, 1, 0, 0, 1, 0, 0]
        assert self.told("report-due") == ["supplier_contact"] * 2
        assert Event.objects.filter(action="report-reminded", by="omlopp").count() == 2

    def test_missed_the_day_after_and_told_to_leader_and_buyer_two_weeks_later(self, waiting: DeliveryReport):
        row = self.only(waiting)
        found = [escalate(row.due_on + timedelta(days=late)) for late in (0, 1, 2, 13, 14, 15, 40)]
        row.refresh_from_db()
        assert found == [0, 1, 0, 0, 1, 0, 0] and row.state == "missed" and row.escalated_at
        assert self.told("report-missed") == ["buyer", "supplier_contact"]
        assert self.told("report-escalated") == ["buyer", "leader"]
        assert [event.action for event in Event.objects.order_by("-pk")[:2]] == [
            "report-escalated",
            "report-missed",
        ]

    def test_a_late_report_can_still_come_in(self, supplier: Client, waiting: DeliveryReport):
        escalate(waiting.due_on + timedelta(days=1))
        assert supplier.post(page(waiting), typed(waiting)).status_code == 302
        waiting.refresh_from_db()
        assert waiting.state == "received"

    def test_a_report_in_tells_the_one_who_answers_for_the_contract(self, waiting: DeliveryReport):
        deliveries.send_report(by=waiting.contract.links.get(), report=waiting, figures=FIGURES)
        assert "buyer" in self.told("report-received") and "supplier_contact" not in self.told(
            "report-received"
        )

    def test_the_end_measurement_is_told_in_time_once_a_day_of_the_list(self, contract: Contract):
        assert contract.ends_on
        found = [remind_of_ends(contract.ends_on - timedelta(days=left)) for left in (100, 90, 80, 30, 29)]
        assert found == [0, 1, 0, 1, 0] and self.told("end-measurement") == ["buyer", "buyer"]

    def test_nothing_is_told_of_what_has_ended(self, workspace: Workspace, waiting: DeliveryReport):
        end_procurement(
            by=workspace.user("buyer"), procurement=workspace.row("awarded"), outcome="closed", reason="Slut."
        )
        assert remind(waiting.due_on) == escalate(waiting.due_on + timedelta(days=99)) == 0


def test_the_figures_in_the_log_are_numbers_as_text(workspace: Workspace, waiting: DeliveryReport):
    deliveries.send_report(
        by=waiting.contract.links.get(),
        report=waiting,
        figures={"reused_share": {"reused_mass": Decimal("0.1")}},
    )
    event = Event.objects.filter(action="report-sent").order_by("-pk")[0]
    assert event.content["figures"] == {"reused_share": {"reused_mass": "0.1"}} and event.by.startswith(
        "supplier-link:"
    )
