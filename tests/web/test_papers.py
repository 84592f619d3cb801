"""Documents in the workbench: what can be made and what is missing, kept versions, differences, bids kept secret."""

import io
from typing import Any

import pytest
from docx import Document as read_docx
from PIL import Image
from pypdf import PdfReader

from omlopp.flows.papers import PAPERS
from omlopp.library.secrecy import secrecy
from omlopp.web import evidence
from omlopp.web.records import papers
from omlopp.web.records.actions.papers import NothingChanged, keep_version
from omlopp.web.records.actions.steps import save_answers
from omlopp.web.records.models import Event, Organisation, PaperVersion, ProcurementRecord, StepRecord
from omlopp.web.taking_out import NoSuchPerson, NoSuchProcurement, take_out
from tests.documents.reading import docx_text, pdf_text
from tests.documents.test_look import template
from tests.web import building
from tests.web.building import DAY, LOT, Workspace
from tests.web.parts.papers import document

pytestmark = pytest.mark.django_db
PAGE = "/upphandling/{pk}/dokument/"
OF_BIDS = [one.address for one in PAPERS if one.of_bids and one.plan]
OPEN = [one.address for one in PAPERS if not one.of_bids and one.plan and not one.each]


def page(pk: int, rest: str = "") -> str:
    return PAGE.format(pk=pk) + rest


def looks(pk: int) -> int:
    return Event.objects.filter(procurement_id=pk, action="bids-looked-at").count()


def write_need(workspace: Workspace, row: ProcurementRecord, text: str) -> None:
    """The need reads otherwise than before."""
    step = next(one for one in papers.convert.edition(row.model).steps if one.id == "need")
    record = StepRecord.objects.filter(procurement=row, step_id="need").first()
    answers = dict(record.answers) if record else {}
    answers |= {"need_statement": text, "need_function": answers.get("need_function", "Sitta och stå.")}
    by = workspace.user("buyer")
    save_answers(by=by, procurement=row, step=step, answers=answers, edition=record.edition if record else 0)


class TestPage:
    def test_every_document_is_there_with_what_it_is_for(self, visit: Any, workspace: Workspace):
        says = visit().get(page(workspace.awarded)).content.decode()
        for one in PAPERS:
            assert one.name("sv") in says
        assert "Öppna brevsidan" in says and "Det som saknas" in says
        assert f'href="{page(workspace.awarded)}visa/behovsanalys/?del=">Behovsanalys</a>' in says

    def test_what_must_come_first_is_said(self, visit: Any, workspace: Workspace):
        says = visit().get(page(workspace.begun)).content.decode()
        assert "Kan inte göras än" in says and "Anbuden är inte utvärderade." in says

    @pytest.mark.parametrize("kind", OPEN)
    @pytest.mark.parametrize("language", ["sv", "en"])
    def test_each_reads_on_the_page_and_as_files(
        self, visit: Any, workspace: Workspace, kind: str, language: str
    ):
        client, pk = visit(), workspace.awarded
        shown = client.get(page(pk, f"visa/{kind}/?sprak={language}"))
        assert (
            shown.status_code == 200
            and f'<article class="paper" lang="{language}">' in shown.content.decode()
        )
        word = client.get(page(pk, f"fil/{kind}/docx/?sprak={language}"))
        assert read_docx(io.BytesIO(word.content)).core_properties.language[:2] == language
        printed = client.get(page(pk, f"fil/{kind}/pdf/?sprak={language}"))
        assert str(PdfReader(io.BytesIO(printed.content)).trailer["/Root"]["/Lang"])[:2] == language
        assert word["Content-Disposition"].endswith('.docx"') and printed["Content-Disposition"].endswith(
            '.pdf"'
        )

    @pytest.mark.parametrize("rest", [
        "visa/finns-inte/", "fil/behovsanalys/xlsx/", "visa/utvarderingsmodell/?del=LOT-9", "version/999999/",
        "jamfor/?fran=abc&till=nu", "jamfor/?fran=999999&till=nu", "visa/brev/",
    ])  # fmt: skip
    def test_what_is_not_there_is_404(self, visit: Any, workspace: Workspace, rest: str):
        assert visit().get(page(workspace.awarded, rest)).status_code == 404

    def test_the_older_addresses_hand_out_the_same_files(self, visit: Any, workspace: Workspace):
        client, pk = visit(), workspace.awarded
        assert "Kravspecifikation" in docx_text(client.get(page(pk, "kravbilaga/")).content)
        assert "Uppföljningsplan" in docx_text(client.get(page(pk, "uppfoljningsplan/")).content)
        assert "Utvärderingsprotokoll" in pdf_text(client.get(page(pk, f"protokoll/{LOT}/")).content)


class TestBids:
    @pytest.mark.parametrize("kind", OF_BIDS)
    @pytest.mark.parametrize("person", ["reader", "requester", "contract_manager", "in:leader"])
    def test_documents_of_bids_are_refused_to_who_may_not_see_them(
        self, visit: Any, workspace: Workspace, kind: str, person: str
    ):
        client, before = visit(person), building.state()
        for rest in (f"visa/{kind}/", f"fil/{kind}/pdf/"):
            assert client.get(page(workspace.awarded, rest)).status_code == 403
        assert "Bara den som får se anbuden" in client.get(page(workspace.awarded)).content.decode()
        assert building.state() == before

    def test_a_look_while_they_are_secret_is_noted_and_the_file_stamped(
        self, visit: Any, workspace: Workspace
    ):
        before = looks(workspace.open)
        answer = visit("lawyer").get(page(workspace.open, f"fil/protokoll/pdf/?del={LOT}"))
        assert answer.status_code == 200 and looks(workspace.open) == before + 1
        assert "ABSOLUT SEKRETESS" in pdf_text(answer.content)
        said = Event.objects.filter(action="bids-looked-at").order_by("-pk").first()
        assert said is not None and said.content["what"] == f"evaluation_record {LOT}"

    def test_what_is_not_made_yet_is_said_and_not_noted_as_a_look(self, visit: Any, workspace: Workspace):
        before = looks(workspace.open)
        answer = visit().get(page(workspace.open, f"visa/tilldelningsbeslut/?del={LOT}"))
        assert answer.status_code == 409 and "Beslutet är inte fattat." in answer.content.decode()
        assert looks(workspace.open) == before

    def test_a_kept_version_of_bids_is_seen_by_nobody_else_and_says_nothing_in_the_log(
        self, visit: Any, workspace: Workspace
    ):
        row = workspace.row("open")
        made = document(row, "protokoll", LOT)
        kept = keep_version(
            by=workspace.user("assessor"),
            procurement=row,
            document=made,
            part=LOT,
            of_bids=True,
            note="Lågpris vann",
        )
        client = visit("reader")
        for rest in (f"version/{kept.pk}/", f"version/{kept.pk}/pdf/", f"jamfor/?fran={kept.pk}&till=nu"):
            assert client.get(page(workspace.open, rest)).status_code == 403
        assert "Lågpris vann" not in client.get(page(workspace.open)).content.decode()
        event = Event.objects.filter(action="paper-kept").order_by("-pk").first()
        assert event is not None and "Lågpris" not in str(event.content) and "price" not in str(event.content)
        before = looks(workspace.open)
        assert visit("lawyer").get(page(workspace.open, f"version/{kept.pk}/")).status_code == 200
        assert looks(workspace.open) == before + 1

    def test_the_list_of_papers_and_the_law_of_secrecy_agree(self):
        assert {one.kind for one in PAPERS if one.of_bids} <= secrecy().documents_of_bids
        assert {one.kind for one in PAPERS if not one.of_bids} <= secrecy().documents_without_bids


class TestVersions:
    def test_one_is_kept_read_and_compared_with_now(self, visit: Any, workspace: Workspace):
        client, pk, row = visit(), workspace.begun, workspace.row("begun")
        write_need(workspace, row, "Fyrtio bord räcker inte.")
        form = {"note": "till ledningen", "del": "", "sprak": "sv"}
        kept = client.post(page(pk, "spara/behovsanalys/"), form, follow=True)
        assert "är sparad" in kept.content.decode() and "till ledningen" in kept.content.decode()
        version = row.papers.filter(kind="needs_analysis").order_by("-number").first()
        assert (
            version is not None
            and "Fyrtio bord" in client.get(page(pk, f"version/{version.pk}/")).content.decode()
        )
        row.refresh_from_db()
        write_need(workspace, row, "Sextio bord räcker inte.")
        says = client.get(page(pk, f"jamfor/?fran={version.pk}&till=nu")).content.decode()
        assert "<del>[−Fyrtio−]</del><ins>[+Sextio+]</ins>" in says
        word = docx_text(client.get(page(pk, f"jamfor/docx/?fran={version.pk}&till=nu")).content)
        assert "[−Fyrtio−]" in word and "[+Sextio+]" in word
        old = docx_text(client.get(page(pk, f"version/{version.pk}/docx/")).content)
        assert "Fyrtio" in old and "Sextio" not in old

    def test_the_same_twice_is_kept_once_and_what_was_typed_stays(self, visit: Any, workspace: Workspace):
        client, pk = visit(), workspace.begun
        form = {"note": "en gång", "del": "", "sprak": "sv"}
        client.post(page(pk, "spara/strategi/"), form)
        again = client.post(page(pk, "spara/strategi/"), form | {"note": "två gånger"})
        assert again.status_code == 422 and "Inget har ändrats" in again.content.decode()
        assert 'value="två gånger"' in again.content.decode()
        assert PaperVersion.objects.filter(procurement_id=pk, kind="procurement_strategy").count() == 1
        with pytest.raises(NothingChanged):
            keep_version(
                by=workspace.user("buyer"),
                procurement=workspace.row("begun"),
                document=document(workspace.row("begun"), "strategi"),
            )

    def test_one_that_was_altered_in_the_database_is_not_shown(self, visit: Any, workspace: Workspace):
        row = workspace.row("begun").papers.first()
        assert row is not None
        row.content["title"] = "Annat"
        PaperVersion.objects.filter(pk=row.pk).update(content=row.content)
        answer = visit().get(page(workspace.begun, f"version/{row.pk}/"))
        assert answer.status_code == 409 and "stämmer inte med sin kontrollsumma" in answer.content.decode()

    def test_versions_of_two_documents_or_two_procurements_are_not_compared(
        self, visit: Any, workspace: Workspace
    ):
        client = visit()
        one = workspace.row("begun").papers.first()
        other = workspace.row("open").papers.first()
        assert one is not None and other is not None
        assert client.get(page(workspace.begun, f"version/{other.pk}/")).status_code == 404
        assert client.get(page(workspace.begun, f"jamfor/?fran={one.pk}&till={other.pk}")).status_code == 404

    def test_a_reader_may_read_but_not_keep(self, visit: Any, workspace: Workspace):
        client = visit("reader")
        says = client.get(page(workspace.begun, "visa/behovsanalys/")).content.decode()
        assert "Spara version</button>" not in says
        refused = client.post(
            page(workspace.begun, "spara/strategi/"), {"note": "", "del": "", "sprak": "sv"}
        )
        assert refused.status_code == 403


class TestLook:
    def give(self, **files: tuple[str, bytes]) -> None:
        own = Organisation.objects.get(name="Provkommunen")
        for name, (file, content) in files.items():
            setattr(own, name, {"name": file, "sha256": evidence.keep(file, content)})
        own.save()

    def of_ours(self, workspace: Workspace) -> int:
        row = ProcurementRecord.objects.exclude(organisation=None).first()
        if row is None:
            row = workspace.row("begun")
            ProcurementRecord.objects.filter(pk=row.pk).update(
                organisation=Organisation.objects.get(name="Provkommunen")
            )
        return int(row.pk)

    def test_logo_and_template_of_the_organisation_are_used(self, visit: Any, workspace: Workspace):
        drawn = io.BytesIO()
        Image.new("RGB", (200, 80), (20, 90, 70)).save(drawn, "PNG")
        self.give(logo=("logga.png", drawn.getvalue()), word_template=("mall.docx", template()))
        pk = self.of_ours(workspace)
        assert "Sagostads kommun" in docx_text(visit().get(page(pk, "fil/behovsanalys/docx/")).content)
        printed = PdfReader(io.BytesIO(visit().get(page(pk, "fil/behovsanalys/pdf/")).content))
        assert len(list(printed.pages[0].images)) == 1

    def test_a_broken_template_is_said_and_the_document_made_all_the_same(
        self, visit: Any, workspace: Workspace
    ):
        self.give(word_template=("mall.docx", b"PK nej"))
        pk = self.of_ours(workspace)
        assert "mall.docx går inte att använda som Word-mall" in visit().get(page(pk)).content.decode()
        assert "Behovsanalys" in docx_text(visit().get(page(pk, "fil/behovsanalys/docx/")).content)


class TestTakenOut:
    def test_without_a_name_no_document_of_bids_is_written(self, workspace: Workspace, tmp_path: Any):
        before = looks(workspace.open)
        written = take_out(workspace.open, tmp_path, "sv", DAY, forms=["docx"])
        assert len(written) >= 7 and not [one for one in written if "protokoll" in one.name]
        assert looks(workspace.open) == before

    def test_in_the_name_of_who_sees_bids_the_look_is_noted(self, workspace: Workspace, tmp_path: Any):
        before = looks(workspace.open)
        written = take_out(
            workspace.open, tmp_path, "sv", DAY, kinds=["protokoll"], forms=["pdf"], by="lawyer"
        )
        assert [one.suffix for one in written] == [".pdf"] and looks(workspace.open) == before + 1

    def test_who_and_what_is_not_there_is_said(self, workspace: Workspace, tmp_path: Any):
        with pytest.raises(NoSuchProcurement):
            take_out(987_654, tmp_path, "sv", DAY)
        with pytest.raises(NoSuchPerson):
            take_out(workspace.open, tmp_path, "sv", DAY, by="ingen")
        assert not list(tmp_path.iterdir())
