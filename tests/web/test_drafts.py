"""A draft opens a procurement or is held against one; the file is not kept, and its words are seen by nobody else."""

import io
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.web import uploads
from omlopp.web.records.models import Event, NoticeRecord, ProcurementRecord
from tests.web import building
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
TITLE = "Upphandling av stolar till Provskolan"
WORDS = (
    "Minst 30 procent av levererad massa ska vara återbrukade möbler.",
    "Endast fabriksnya stolar accepteras.",
)
FACTS = {
    "title": TITLE, "buyer_name": "Provkommunen", "buyer_kind": "municipality", "buyer_number": "",
    "object_kind": "goods", "value_sek": "100 000", "cpv": "39130000",
}  # fmt: skip


def draft(*paragraphs: str, name: str = "utkast.docx", title: str = TITLE) -> SimpleUploadedFile:
    document, held = docx.Document(), io.BytesIO()
    document.add_heading(title, 0)
    if title == TITLE:
        document.add_heading("3.2 Krav på föremålet", 2)
    for each in paragraphs or WORDS:
        document.add_paragraph(each)
    document.save(held)
    return SimpleUploadedFile(name, held.getvalue())


def test_a_draft_opens_a_procurement_with_what_it_says_and_nothing_is_kept_before(
    visit: Any, workspace: Workspace
):
    client, before, notices = visit(), building.state(), NoticeRecord.objects.count()
    page = client.post("/borja/utkast/", {"file": draft()}).content.decode()
    assert f'value="{TITLE}"' in page and WORDS[0] in page and "3.2 Krav på föremålet" in page
    assert building.state() == before and NoticeRecord.objects.count() == notices

    carried = page.split('name="carried" value="')[1].split('"')[0]
    answer = client.post("/borja/utkast/", FACTS | {"carried": carried})
    assert answer.status_code == 302
    row = ProcurementRecord.objects.get(title=TITLE)
    assert row.lots.count() == 1 and row.from_notice is None
    assert not any(WORDS[0] in str(event.content) for event in Event.objects.all())


def test_a_form_that_is_wrong_keeps_what_was_typed_and_what_was_carried(visit: Any, workspace: Workspace):
    client = visit()
    page = client.post("/borja/utkast/", {"file": draft()}).content.decode()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    answer = client.post("/borja/utkast/", FACTS | {"carried": carried, "value_sek": "många"})
    assert (
        answer.status_code == 422 and carried in answer.content.decode() and TITLE in answer.content.decode()
    )


def test_what_is_carried_cannot_be_altered_or_used_by_another(visit: Any, workspace: Workspace):
    page = visit().post("/borja/utkast/", {"file": draft()}).content.decode()
    carried = page.split('name="carried" value="')[1].split('"')[0]
    for client, value in ((visit("outsider"), carried), (visit(), carried[:-3] + "abc"), (visit(), "")):
        assert client.post("/borja/utkast/", FACTS | {"carried": value}).status_code == 302
        newest = ProcurementRecord.objects.order_by("-pk")[0]
        assert [lot.title for lot in newest.lots.all()] == [TITLE]  # its own single lot, none from the text


@pytest.mark.parametrize("file, says", [
    (None, "Välj utkastets fil först."),
    (SimpleUploadedFile("tom.docx", b""), "tom.docx"),
    (SimpleUploadedFile("trasig.docx", b"PK\x03\x04 inte mer"), "trasig.docx"),
    (SimpleUploadedFile("trasig.pdf", b"%PDF-1.7 inte mer"), "trasig.pdf"),
    (SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40), "bild.png"),
], ids=lambda value: getattr(value, "name", "none") if not isinstance(value, str) else "")  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_field(visit: Any, workspace: Workspace, file: Any, says: str):
    before = building.state()
    for path in ("/borja/utkast/", f"/upphandling/{workspace.open}/utkast/"):
        if file is not None:
            file.seek(0)
        answer = visit().post(path, {"file": file} if file is not None else {})
        page = answer.content.decode()
        assert answer.status_code == 422 and says in page and 'aria-invalid="true"' in page, path
    assert building.state() == before


def test_a_draft_is_held_against_what_was_chosen(visit: Any, workspace: Workspace):
    chosen = workspace.row("open").criteria.get(criterion_id="furniture_take_back")
    answer = visit().post(
        f"/upphandling/{workspace.open}/utkast/", {"file": draft(*WORDS, chosen.wording_sv)}
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    for words in (*WORDS, "Stänger dörren för cirkulära varor", "3.2 Krav på föremålet"):
        assert words in page, words
    assert "återfunn" in page and "saknas" in page
    noted = Event.objects.order_by("-pk")[0]
    assert (noted.action, noted.procurement_id) == ("draft-checked", workspace.open)
    counts = {name: noted.content[name] for name in ("found", "altered", "missing")}
    assert counts["found"] == 1 and sum(counts.values()) >= 3
    assert not any(
        words in str(noted.content) for words in WORDS
    )  # the log tells counts, never the draft's words


def test_a_draft_whose_language_cannot_be_told_is_not_said_to_be_silent(visit: Any, workspace: Workspace):
    page = visit().post("/borja/utkast/", {"file": draft("Xyz 123.", title="Q")}).content.decode()
    assert "orden är inte genomsökta" in page and "Inga ord i utkastet" not in page


def test_who_may_not_edit_may_not_check_and_is_not_shown_the_link(visit: Any, workspace: Workspace):
    for person in ("assessor", "lawyer", "reader", "contract_manager"):
        client, path = visit(person), f"/upphandling/{workspace.open}/utkast/"
        assert client.get(path).status_code == 403 and client.post(path, {"file": draft()}).status_code == 403
        assert "/utkast/" not in client.get(f"/upphandling/{workspace.open}/").content.decode()
    assert "/utkast/" in visit().get(f"/upphandling/{workspace.open}/").content.decode()


def test_a_document_among_the_notices_is_refused_with_where_to_take_it(visit: Any, workspace: Workspace):
    before, jobs = building.state(), len(list(uploads.jobs().iterdir()))
    answer = visit().post("/annonser/las/", {"file": draft()})
    assert answer.status_code == 422 and "Börja från ett utkast" in answer.content.decode()
    assert building.state() == before and len(list(uploads.jobs().iterdir())) == jobs


def test_a_procurement_that_has_ended_is_not_checked(visit: Any, workspace: Workspace):
    answer = visit().post(f"/upphandling/{workspace.closed}/utkast/", {"file": draft()})
    assert answer.status_code == 422 and "är avslutad" in answer.content.decode()
