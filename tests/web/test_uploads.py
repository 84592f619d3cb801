"""Reading uploads: what is read at once and what in the background, how far it has come, stopping, going on, rights."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.flows import search
from omlopp.notices.filters import Filters
from omlopp.web import background, uploads, worker
from omlopp.web.demo import SAMPLES
from omlopp.web.download import plain_cell
from omlopp.web.records.models import Event, NoticeRecord
from omlopp.web.screens.notices.uploading import quick
from tests.web.building import OUTSIDER, Workspace

pytestmark = pytest.mark.django_db
NOTICE = (SAMPLES / "notices" / "mobler-exempelby.xml").read_bytes()
UUID = b"cd2183fa-41a4-52d9-89f0-a0c44669541d"


def notice(number: int) -> bytes:
    """The sample as another notice: the same words, an id of its own."""
    return NOTICE.replace(UUID, f"{number:036d}".encode())


def archive(*members: tuple[str, bytes]) -> SimpleUploadedFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name, data in members:
            packed.writestr(name, data)
    return SimpleUploadedFile("paket.zip", held.getvalue())


def many(count: int = 21) -> SimpleUploadedFile:
    return archive(*[(f"{number}.xml", notice(number)) for number in range(count)], ("trasig.xml", b"nej"))


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch, workspace: Workspace) -> Iterator[None]:
    """Nothing is started by itself: the test says when the worker works. What it lays aside is taken away again."""
    before = set(uploads.jobs().iterdir())
    monkeypatch.setattr(uploads, "start", lambda upload: None)
    yield
    for left in set(uploads.jobs().iterdir()) - before:
        shutil.rmtree(left)


def laid(answer: Any) -> uploads.Upload:
    assert answer.status_code == 302, answer.content.decode()[:500]
    found = uploads.find(answer.headers["Location"].strip("/").split("/")[-1])
    assert found is not None
    return found


def test_a_zip_of_many_is_read_in_the_background_and_ends_in_links(visit: Any, waiting: None):
    client = visit()
    upload = laid(client.post("/annonser/las/", {"file": many()}))
    assert (upload.state, upload.by, upload.names) == ("waiting", "buyer", ("paket.zip",))
    page = client.get(f"/annonser/las/{upload.id}/").content.decode()
    assert "Läser in: paket.zip" in page and "<progress" in page and 'http-equiv="refresh"' in page

    before = NoticeRecord.objects.count()
    assert worker.carry_out(upload) == 0
    assert NoticeRecord.objects.count() == before + 21
    done = client.get(f"/annonser/las/{upload.id}/").content.decode()
    assert (
        "Inläst: paket.zip" in done
        and "<progress" not in done
        and "De uppladdade filerna är borttagna" in done
    )
    assert f"/marknaden/?source={upload.source}" in done
    assert "paket.zip!trasig.xml" in done and upload.source + "paket" not in done
    assert not upload.files.exists()
    ended = Event.objects.get(action="reading-ended", content__upload=upload.id)
    assert ended.by == "buyer" and (ended.content["kept"], ended.content["rejected"]) == (21, 1)


def test_without_scripts_the_page_reloads_itself_and_with_htmx_only_the_part_that_changes(
    visit: Any, waiting: None
):
    client = visit()
    upload = laid(client.post("/annonser/las/", {"file": many()}))
    with uploads.holding(upload):
        uploads.tell(upload, uploads.Progress(state="running", done=12, total=24, kept=11, rejected=1))
        part = client.get(f"/annonser/las/{upload.id}/", headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and 'max="24" value="12"' in part and "12 av 24 genomgångna" in part
        assert 'hx-swap-oob="innerHTML">12 av 24' in part  # read aloud: another quarter is done
        again = client.get(f"/annonser/las/{upload.id}/?sagt=reading-2", headers={"HX-Request": "true"})
        assert "hx-swap-oob" not in again.content.decode()
        english = visit(language="en").get(f"/annonser/las/{upload.id}/").content.decode()
        assert "12 of 24 gone through" in english
    uploads.tell(upload, uploads.Progress(state="done"))
    last = client.get(f"/annonser/las/{upload.id}/", headers={"HX-Request": "true"})
    assert last.headers["HX-Refresh"] == "true"


def test_stopped_in_the_middle_it_goes_on_where_it_was(
    visit: Any, waiting: None, monkeypatch: pytest.MonkeyPatch
):
    client = visit()
    upload = laid(client.post("/annonser/las/", {"file": many(30)}))
    before, real = NoticeRecord.objects.count(), uploads.tell

    def stop_after_first_batch(told: uploads.Upload, progress: uploads.Progress) -> None:
        real(told, progress)
        if progress.done:
            client.post(f"/annonser/las/{upload.id}/stoppa/")

    with uploads.holding(upload), monkeypatch.context() as patched:
        patched.setattr(uploads, "tell", stop_after_first_batch)
        assert worker.carry_out(upload) == 130
    kept = NoticeRecord.objects.count() - before
    assert 0 < kept < 30
    page = client.get(f"/annonser/las/{upload.id}/").content.decode()
    assert "Stoppad inläsning" in page and "Fortsätt inläsningen" in page and f"<dd>{kept}</dd>" in page

    assert client.post(f"/annonser/las/{upload.id}/fortsatt/").status_code == 302
    going = uploads.find(upload.id)
    assert going is not None and going.state == "waiting"
    assert worker.carry_out(going) == 0
    assert NoticeRecord.objects.count() == before + 30
    done = uploads.find(upload.id)
    assert done is not None and done.progress.kept == 30 and len(uploads.rejected(done)) == 1
    actions = list(
        Event.objects.filter(content__upload=upload.id).order_by("id").values_list("action", flat=True)
    )
    assert actions == ["reading-begun", "reading-stopped", "reading-continued", "reading-ended"]


def test_a_worker_that_died_is_told_as_broken_off(visit: Any, waiting: None):
    upload = laid(visit().post("/annonser/las/", {"file": many()}))
    with uploads.holding(upload):
        uploads.tell(upload, uploads.Progress(state="running", done=3, total=22))
        assert uploads.find(upload.id).state == "running"  # type: ignore[union-attr]
    assert uploads.find(upload.id).state == "interrupted"  # type: ignore[union-attr]
    page = visit().get(f"/annonser/las/{upload.id}/").content.decode()
    assert "Avbruten inläsning" in page and "Fortsätt inläsningen" in page


def test_a_fault_is_told_in_plain_words_and_can_be_tried_again(
    visit: Any, waiting: None, monkeypatch: pytest.MonkeyPatch
):
    upload = laid(visit().post("/annonser/las/", {"file": many()}))

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(worker, "keep_pages", full)
        assert worker.carry_out(upload) == 1
    page = visit().get(f"/annonser/las/{upload.id}/").content.decode()
    assert "No space left on device" in page and "Fortsätt inläsningen" in page
    assert worker.carry_out(upload) == 0


def test_only_who_uploaded_may_stop_it_and_everybody_may_look(visit: Any, waiting: None):
    upload = laid(visit("environmental_strategist").post("/annonser/las/", {"file": many()}))
    other = visit(OUTSIDER)
    page = other.get(f"/annonser/las/{upload.id}/").content.decode()
    assert "Stoppa inläsningen" not in page
    for door in ("stoppa", "fortsatt"):
        assert other.post(f"/annonser/las/{upload.id}/{door}/").status_code == 403
    assert not uploads.stop_asked(upload)


def test_too_many_at_once_are_refused_and_nothing_is_kept(visit: Any, waiting: None):
    client = visit()
    for _ in range(3):
        laid(client.post("/annonser/las/", {"file": many()}))
    before = len(list(uploads.jobs().iterdir()))
    answer = client.post("/annonser/las/", {"file": many()})
    assert answer.status_code == 422 and "3 inläsningar pågår redan" in answer.content.decode()
    assert len(list(uploads.jobs().iterdir())) == before


def test_where_nothing_is_a_notice_each_file_is_named_with_the_reason(visit: Any, waiting: None):
    client = visit()
    upload = laid(client.post("/annonser/las/", {"file": SimpleUploadedFile("lista.csv", b"a;b\n1;2\n")}))
    assert worker.carry_out(upload) == 0
    page = client.get(f"/annonser/las/{upload.id}/").content.decode()
    assert "Inget att läsa in: lista.csv" in page and "lista.csv: inget i filen känns igen" in page
    assert "maskerade" not in page
    answer = client.post("/annonser/las/", {"file": SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n")})
    assert answer.status_code == 422 and "bild.png: filen är varken en annons" in answer.content.decode()


def test_a_document_among_the_notices_is_left_out_of_the_market_too(visit: Any, waiting: None):
    """What is read here everybody in the workspace sees and searches; a draft is its author's."""
    document, held = docx.Document(), io.BytesIO()
    document.add_paragraph("Minst hälften ska vara återbrukade bordslampor.")
    document.save(held)
    packed = archive(("utkast.docx", held.getvalue()), *[(f"{n}.xml", notice(4000 + n)) for n in range(21)])
    upload = laid(visit().post("/annonser/las/", {"file": packed}))
    assert worker.carry_out(upload) == 0
    done = uploads.find(upload.id)
    assert done is not None and (done.progress.kept, done.progress.rows, done.progress.rejected) == (
        21,
        21,
        1,
    )
    assert [each["code"] for each in uploads.rejected(upload)] == ["uploads.document"]
    assert not search.find(Filters(q="bordslampor")).hits


def test_several_files_are_laid_side_by_side_also_with_the_same_name(visit: Any, waiting: None):
    files = [SimpleUploadedFile("a.xml", notice(1)), SimpleUploadedFile("a.xml", notice(2))]
    upload = laid(visit().post("/annonser/las/", {"file": files}))
    assert sorted(path.name for path in upload.files.rglob("*.xml")) == ["1-a.xml", "a.xml"]
    assert worker.carry_out(upload) == 0
    assert uploads.find(upload.id).progress.kept == 2  # type: ignore[union-attr]


def test_files_that_are_gone_are_said_to_be(visit: Any, waiting: None):
    client = visit()
    upload = laid(client.post("/annonser/las/", {"file": many()}))
    uploads.tell(upload, uploads.Progress(state="stopped"))
    shutil.rmtree(upload.files)
    answer = client.post(f"/annonser/las/{upload.id}/fortsatt/")
    assert answer.status_code == 422 and "Ladda upp dem igen" in answer.content.decode()


def test_the_list_of_what_was_left_out_is_a_table_no_spreadsheet_runs(visit: Any, waiting: None):
    packed = archive(("=cmd.xml", b"nej"), *[(f"{number}.xml", notice(number)) for number in range(21)])
    upload = laid(visit().post("/annonser/las/", {"file": packed}))
    assert worker.carry_out(upload) == 0
    answer = visit().get(f"/annonser/las/{upload.id}/utelamnade.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["fil", "kod", "skäl"] and rows[1][0] == "paket.zip!=cmd.xml"
    assert plain_cell("=1+1") == "'=1+1" and plain_cell("paket.zip") == "paket.zip"


@pytest.mark.parametrize("upload_id", ["finns-inte", "0123456789ab", "..", "A" * 12, "0" * 400])
def test_an_upload_that_does_not_exist_is_404(visit: Any, workspace: Workspace, upload_id: str):
    for door in ("", "utelamnade.csv"):
        assert visit().get(f"/annonser/las/{upload_id}/{door}").status_code == 404


@pytest.mark.parametrize("given, safe", [
    ("annons.xml", "annons.xml"), ("../../etc/passwd", "passwd"), ("c:\\hem\\a.zip", "a.zip"), (".dold", "dold"),
    ("", "fil"), ("a\x00b.xml", "a_b.xml"), ("å" * 300 + ".zip", "å" * 60 + "å" * 16 + ".zip"),
])  # fmt: skip
def test_names_of_uploads_stay_in_their_folder(given: str, safe: str):
    assert background.safe_name(given) == safe and "/" not in background.safe_name(given)


@pytest.mark.parametrize("name, data, at_once", [
    ("a.xml", b"<x/>", True), ("a.xml.gz", b"", True), ("a.zip", b"PK inte", True), ("a.png", b"x", True),
    ("a.jsonl", b"{}", False), ("a.csv.gz", b"", False), ("a.tar.gz", b"", False), ("a.xml", b" " * 2_000_001, False),
])  # fmt: skip
def test_what_is_small_is_read_at_once(name: str, data: bytes, at_once: bool):
    assert quick(SimpleUploadedFile(name, data)) is at_once


def test_a_torn_progress_file_is_read_as_not_begun(visit: Any, waiting: None):
    upload = laid(visit().post("/annonser/las/", {"file": many()}))
    (upload.folder / "progress.json").write_text('{"state": "ru')
    found = uploads.find(upload.id)
    assert found is not None and found.progress == uploads.Progress()
    (upload.folder / "job.json").write_text(json.dumps(["x"]))
    assert uploads.find(upload.id) is None
