"""What cannot be right is answered with one clear sentence and a status of 4xx, and everything stays as it was."""

import gzip
import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from omlopp.library.load import ROOT as LIBRARY
from omlopp.library.load import library
from omlopp.notices.opening import lot_ids, opening, stated_criteria
from omlopp.web.demo import SAMPLES
from omlopp.web.middleware import upload_limit
from omlopp.web.records.models import Event, NoticeRecord, ProcurementRecord
from tests.documents.reading import docx_text
from tests.web import building
from tests.web.building import LOT, STEER, Workspace

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert('x')</script><b>&amp;"
ESCAPED = "&lt;script&gt;alert("
FACTS = {
    "title": "Ny upphandling", "buyer_name": "Provkommunen", "buyer_kind": "municipality", "buyer_number": "",
    "object_kind": "goods", "value_sek": "100 000", "cpv": "39130000",
}  # fmt: skip


def refused(
    client: Any, path: str, form: dict[str, Any], *says: str, status: tuple[int, ...] = (422,)
) -> str:
    """The form is sent: a status of 4xx, the sentence on the page, and nothing written."""
    before = building.state()
    answer = client.post(path, form)
    page = str(answer.content.decode())
    assert answer.status_code in status, answer.status_code
    for words in says:
        assert words in page, f"{words!r} is not on the page"
    assert building.state() == before
    return page


# --- notices


def sample(name: str) -> bytes:
    return (SAMPLES / "notices" / name).read_bytes()


def zipped(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


BILLION_LAUGHS = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'
UPLOADS: dict[str, tuple[str, bytes, str]] = {
    "not XML": ("annons.xml", b"Hej, det h\xc3\xa4r \xc3\xa4r ingen annons.", "annons.xml"),
    "cut off": ("kapad.xml", sample("mobler-exempelby.xml")[:900], "kapad.xml"),
    "empty": ("tom.xml", b"  \n", "tom.xml"),
    "XML of another kind": ("faktura.xml", b"<Invoice><ID>1</ID></Invoice>", "faktura.xml"),
    "a web page": ("sida.xml", b"<!doctype html><html><body>404</body></html>", "sida.xml"),
    "entities": ("bomb.xml", BILLION_LAUGHS, "bomb.xml"),
    "outside entity": ("fil.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "fil.xml"),
    "zip bomb": ("bomb.zip", zipped(("a.xml", b"0" * 45_000_000)), "bomb.zip"),
    "gzip bomb": ("bomb.xml.gz", gzip.compress(b"0" * 45_000_000), "bomb.xml.gz"),
    "climbing zip": ("ut.zip", zipped(("../../etc/annons.xml", sample("mobler-exempelby.xml"))), "../../etc/annons.xml"),
    "not a zip": ("fel.zip", b"PK\x03\x04 men inget mer", "fel.zip"),
    "a zip of nothing": ("tom.zip", zipped(), "tom"),
    "a picture": ("bild.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "bild.png"),
    "UTF-16 with a DTD": ("dold.xml", '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "x">]><a/>'.encode("utf-16"), "dold.xml"),
}  # fmt: skip


@pytest.mark.parametrize("what", UPLOADS)
def test_a_file_that_is_no_notice_is_refused_and_named(visit: Any, workspace: Workspace, what: str):
    name, data, says = UPLOADS[what]
    refused(visit(), "/annonser/las/", {"file": SimpleUploadedFile(name, data)}, says)


def test_a_file_was_forgotten(visit: Any, workspace: Workspace):
    before = building.state()
    page = visit().post("/annonser/las/", {}, follow=True).content.decode()
    assert "Välj en fil först." in page and building.state() == before


def test_the_good_notice_of_an_archive_is_kept_and_the_bad_is_named(visit: Any, workspace: Workspace):
    new = sample("mobler-exempelby.xml").replace(b"cd2183fa-41a4-52d9-89f0-a0c44669541d", b"0" * 36)
    archive = SimpleUploadedFile(
        "paket.zip", zipped(("bra.xml", new), ("../ut.xml", new), ("fel.xml", b"nej"))
    )
    count = NoticeRecord.objects.count()
    page = visit().post("/annonser/las/", {"file": archive}, follow=True).content.decode()
    assert NoticeRecord.objects.count() == count + 1 and "../ut.xml" in page and "fel.xml" in page


def test_a_bulgarian_notice_is_read_and_a_notice_without_lots_too(visit: Any, workspace: Workspace):
    """Neither is bad: what cannot be judged in them is left open, and nothing fails."""
    client = visit()
    for notice in NoticeRecord.objects.filter(file__contains="bulgariska"):
        assert client.get(f"/annonser/{notice.pk}/").status_code == 200
        assert client.get(f"/borja/annons/{notice.pk}/").status_code == 200
    bare = without_lots(sample("mobler-exempelby.xml"))
    answer = client.post("/annonser/las/", {"file": SimpleUploadedFile("utan-delar.xml", bare)})
    assert answer.status_code == 302
    kept = NoticeRecord.objects.get(file="utan-delar.xml")
    assert kept.explanation["lots"] == []
    begun = client.post(f"/borja/annons/{kept.pk}/", FACTS)
    assert begun.status_code == 302
    row = ProcurementRecord.objects.get(from_notice=kept)
    assert list(row.lots.values_list("lot_id", flat=True)) == [LOT], "a procurement without lots is given one"
    assert client.get(f"/upphandling/{row.pk}/").status_code == 200


def without_lots(notice: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(notice)
    for lot in root.findall("{*}ProcurementProjectLot"):
        root.remove(lot)
    return bytes(etree.tostring(root))


def test_an_absurd_value_in_a_notice_does_not_stop_the_procurement_begun_from_it(
    visit: Any, workspace: Workspace
):
    notice = NoticeRecord.objects.filter(file__contains="mobler").first()
    assert notice is not None
    for lot in notice.explanation["lots"]:
        lot["value_amount"], lot["currency"] = "1" + "0" * 30, "SEK"
    notice.explanation["facts"]["value_amount"] = "1" + "0" * 30
    notice.save()
    client = visit()
    assert client.get(f"/borja/annons/{notice.pk}/").status_code == 200
    assert client.post(f"/borja/annons/{notice.pk}/", FACTS).status_code == 302
    begun = ProcurementRecord.objects.order_by("-pk")[0]
    assert set(begun.lots.values_list("value_sek", flat=True)) == {None}, "left out, not guessed"


def test_a_lot_keeps_its_stated_criteria_whatever_its_number_looks_like(workspace: Workspace):
    notice = NoticeRecord.objects.filter(file__contains="mobler").first()
    assert notice is not None
    lots = notice.explanation["lots"]
    lots[0]["lot_id"], stated = "Del 1/A", lots[0]["criteria"]
    lots += [dict(lots[0]), dict(lots[0])]
    ids = lot_ids(lots)
    assert ids[0] == "Del-1-A" and len(set(ids)) == len(lots)
    assert [lot.id for lot in opening(notice.explanation)["lots"]] == ids
    assert stated_criteria(notice.explanation, "Del-1-A") == stated != []


@pytest.mark.parametrize("lot_id", ["1 (2)", "Del 1/A", "å", ""])
def test_a_lot_whose_number_is_no_word_of_an_address_still_has_its_pages(
    visit: Any, workspace: Workspace, lot_id: str
):
    """TED notices number lots as they like; a repeated number becomes “1 (2)”."""
    notice = NoticeRecord.objects.filter(file__contains="mobler").first()
    assert notice is not None
    notice.explanation["lots"][0]["lot_id"] = lot_id
    notice.save()
    client = visit()
    begun = client.post(f"/borja/annons/{notice.pk}/", FACTS)
    pk = ProcurementRecord.objects.order_by("-pk")[0].pk
    assert begun.status_code == 302
    for room in ("", "utvarderingsmodell/", "anbud/", "krav/"):
        assert client.get(f"/upphandling/{pk}/{room}").status_code == 200


def test_the_same_file_twice_is_kept_once(visit: Any, workspace: Workspace):
    count = NoticeRecord.objects.count()
    file = SimpleUploadedFile("igen.xml", sample("mobler-exempelby.xml"))
    assert visit().post("/annonser/las/", {"file": file}).status_code == 302
    assert NoticeRecord.objects.count() == count


@pytest.mark.parametrize(
    "name", ["å" * 250 + ".xml", "..\\..\\annons.xml", "a" * 300 + ".zip", "%00.xml", "<b>.xml", "CON.xml"]
)
def test_a_strange_file_name_is_no_fault(visit: Any, workspace: Workspace, name: str):
    page = refused(visit(), "/annonser/las/", {"file": SimpleUploadedFile(name, b"nej")})
    assert "<b>.xml" not in page


def test_two_hundred_megabytes_are_refused_before_a_byte_is_read():
    class Unread(io.BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

    request = RequestFactory().post("/annonser/las/", b"", content_type="multipart/form-data; boundary=x")
    request.META["CONTENT_LENGTH"] = str(200 * 2**20)
    request.environ["wsgi.input"] = request._stream = Unread()  # type: ignore[attr-defined]
    answer = upload_limit(lambda _: pytest.fail("let through"))(request)
    assert answer.status_code == 413
    assert "Filen är 200 MB; gränsen är 50 MB. Ingenting har sparats." in answer.content.decode()


@pytest.mark.parametrize("length", ["²", "-1", "1" * 5000, "x", ""])
def test_a_length_that_is_no_number_is_no_fault(length: str):
    request = RequestFactory().post("/", {})
    request.META["CONTENT_LENGTH"] = length
    assert upload_limit(lambda _: "through")(request) == "through"  # type: ignore[arg-type, return-value, comparison-overlap]


def test_a_text_of_three_megabytes_is_refused(visit: Any, workspace: Workspace):
    path = f"/upphandling/{workspace.open}/steg/steer/"
    before = building.state()
    body = "mandate=" + "x" * 3_000_000
    answer = visit().post(path, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413 and "Texten är för lång" in answer.content.decode()
    assert building.state() == before


# --- numbers

ABSURD = (
    "1e400",
    "-1e400",
    "NaN",
    "sNaN",
    "Infinity",
    "-inf",
    "1" + "0" * 30,
    "1e-400",
    "1,2,3",
    "tolv",
    "0x10",
    "٪",
    "--1",
)


@pytest.mark.parametrize("figure", [*ABSURD, "-5"])
def test_an_absurd_value_of_the_procurement_is_refused(visit: Any, workspace: Workspace, figure: str):
    for path in ("/borja/behov/", f"/upphandling/{workspace.open}/uppgifter/"):
        refused(visit(), path, FACTS | {"value_sek": figure}, 'class="error"', status=(200, 422))


BID = {"bidder": "Tredje AB", "price": "1 500 000", "level-furniture_warranty_years": "ten",
       "level-reused_furniture_share": "from_40"}  # fmt: skip


@pytest.mark.parametrize("figure", [*ABSURD, "-1", ""])
def test_an_absurd_price_is_refused(visit: Any, workspace: Workspace, figure: str):
    path = f"/upphandling/{workspace.begun}/anbud/{LOT}/registrera/"
    page = refused(visit(), path, BID | {"price": figure}, 'role="alert"')
    assert "Tredje AB" in page, "what was typed stays"


def test_a_negative_price_says_so(visit: Any, workspace: Workspace):
    path = f"/upphandling/{workspace.begun}/anbud/{LOT}/registrera/"
    refused(visit(), path, BID | {"price": "-1"}, "Ett pris får vara noll men inte negativt. Rätta priset.")


def test_a_price_of_zero_is_lawful(visit: Any, workspace: Workspace):
    path = f"/upphandling/{workspace.begun}/anbud/{LOT}/registrera/"
    assert visit().post(path, BID | {"price": "0"}).status_code == 302


def test_a_bid_for_a_lot_that_is_not_there_says_which_there_are(visit: Any, workspace: Workspace):
    path = f"/upphandling/{workspace.begun}/anbud/LOT-9/registrera/"
    refused(visit(), path, BID, "Delen ”LOT-9” finns inte", "Delarna är: LOT-0001, LOT-0002.")


def test_a_bid_for_a_lot_that_is_not_there_is_not_kept(visit: Any, workspace: Workspace):
    refused(visit(), f"/upphandling/{workspace.begun}/anbud/LOT-9/registrera/", BID)


@pytest.mark.parametrize("form, says", [
    ({"level-reused_furniture_share": ""}, "Andel återbrukade möbler"),
    ({"level-reused_furniture_share": "guld"}, "guld"),
    ({"level-something_else": "ten"}, "something_else"),
    ({"bidder": " "}, "Skriv anbudsgivarens namn."),
])  # fmt: skip
def test_a_bid_that_does_not_fit_the_award_model_is_refused(
    visit: Any, workspace: Workspace, form: dict[str, str], says: str
):
    refused(visit(), f"/upphandling/{workspace.begun}/anbud/{LOT}/registrera/", BID | form, says)


def test_the_same_bidder_twice_is_refused(visit: Any, workspace: Workspace):
    form = BID | {"bidder": building.FIRST}
    path = f"/upphandling/{workspace.open}/anbud/{LOT}/registrera/"
    before = ProcurementRecord.objects.get(pk=workspace.open).lots.get(lot_id=LOT).bids.count()
    answer = visit().post(path, form)
    assert answer.status_code == 422 and "har redan ett registrerat anbud" in answer.content.decode()
    assert ProcurementRecord.objects.get(pk=workspace.open).lots.get(lot_id=LOT).bids.count() == before


RATIO = {"family": "relative.lowest_price_ratio", "price_weight": "60", "worth-furniture_warranty_years": "20",
         "worth-reused_furniture_share": "20", "save": "1"}  # fmt: skip
MODEL = "/upphandling/{pk}/utvarderingsmodell/" + LOT + "/"


@pytest.mark.parametrize("form, says", [
    ({"price_weight": "50"}, "Vikterna blir tillsammans 90 procent. De ska bli 100."),
    ({"price_weight": ""}, "role=\"alert\""), ({"price_weight": "-20", "worth-reused_furniture_share": "100"}, "role=\"alert\""),
    ({"price_weight": "1e400"}, "1e400"), ({"family": "hittepå"}, "hittepå"), ({"worth-reused_furniture_share": "NaN"}, "NaN"),
    ({"family": "monetised.fixed_amounts", "worth-reused_furniture_share": "-1"}, "role=\"alert\""),
    ({"family": "monetised.fixed_amounts", "worth-reused_furniture_share": ""}, "role=\"alert\""),
])  # fmt: skip
def test_an_award_model_that_does_not_add_up_is_refused(
    visit: Any, workspace: Workspace, form: dict[str, str], says: str
):
    refused(visit(), MODEL.format(pk=workspace.begun), RATIO | form, says)


def test_the_model_that_adds_up_is_saved(visit: Any, workspace: Workspace):
    assert visit().post(MODEL.format(pk=workspace.begun), RATIO).status_code == 302


MEASURE = {
    "input-reused_mass": "10",
    "input-delivered_mass": "20",
    "measured_on": "2026-05-01",
    "source": "Leveranslistor",
}


@pytest.mark.parametrize("form", [
    *({"input-reused_mass": figure} for figure in (*ABSURD, "-3")), {"input-delivered_mass": "0"}, {"input-reused_mass": "21"},
    {"source": " "}, *({"measured_on": day} for day in ("0000-01-01", "2026-02-30", "", "i går", "2026-13-01")),
])  # fmt: skip
def test_a_measurement_that_cannot_be_is_refused(visit: Any, workspace: Workspace, form: dict[str, str]):
    path = f"/upphandling/{workspace.open}/uppfoljning/mat/reused_share/contract/"
    refused(visit(), path, MEASURE | form, 'role="alert"')


@pytest.mark.parametrize("target", [*ABSURD, "-1", "101"])
def test_a_target_that_cannot_be_is_refused(visit: Any, workspace: Workspace, target: str):
    form = {"goal-D": "on", "strategies-D": ["D5"], "indicator-D": "reused_share", "target-D": target}
    refused(visit(), f"/upphandling/{workspace.open}/malkarta/", form, 'role="alert"')


@pytest.mark.parametrize("form, says", [
    ({"strategies-D": ["X9"]}, "X9"), ({"indicator-D": "finns_inte"}, "Indikatorn ”finns_inte” finns inte i biblioteket."),
    ({"indicator-D": " / "}, "Indikatorn ” / ” finns inte i biblioteket."),
])  # fmt: skip
def test_a_goal_with_what_the_model_does_not_have_is_refused(
    visit: Any, workspace: Workspace, form: dict[str, Any], says: str
):
    sent = {"goal-D": "on", "strategies-D": ["D5"], "indicator-D": "reused_share", "target-D": ""} | form
    refused(visit(), f"/upphandling/{workspace.open}/malkarta/", sent, says)


ANSWERS = {"reuse_first": {"amount_before": (*ABSURD,)}, "steer": {"time_limit": ("0000-01-01", "9999-12-31", "2026-02-30", "snart")},
           "need": {}}  # fmt: skip


@pytest.mark.parametrize(
    "step, question, answer",
    [
        (step, question, answer)
        for step, asked in ANSWERS.items()
        for question, given in asked.items()
        for answer in given
    ]
    + [("reuse_first", "way_forward", "<b>"), ("documents", "declared_in_notice", "maybe")],
)
def test_an_answer_that_cannot_be_read_is_refused_and_stays_on_the_page(
    visit: Any, workspace: Workspace, step: str, question: str, answer: str
):
    path = f"/upphandling/{workspace.begun}/steg/{step}/"
    edition = str(ProcurementRecord.objects.get(pk=workspace.begun).steps.get(step_id=step).edition)
    form = {question: answer, "edition": edition}
    refused(visit(), path, form, "går inte att läsa", "Inget har sparats", status=(409, 422))


@pytest.mark.parametrize("day", ["0000-00-00", "", "i dag", "2026-02-30"])
def test_a_day_of_decision_that_is_no_day_is_refused(visit: Any, workspace: Workspace, day: str):
    form = {"winner": building.FIRST, "reason": "Bäst.", "decided_on": day}
    before = ProcurementRecord.objects.get(pk=workspace.open).lots.get(lot_id=LOT)
    answer = visit().post(f"/upphandling/{workspace.open}/anbud/{LOT}/beslut/", form)
    assert answer.status_code == 422 and "Skriv beslutsdagen som ÅÅÅÅ-MM-DD." in answer.content.decode()
    assert not hasattr(before, "decision")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_time_breaks_no_page_and_no_document(visit: Any, workspace: Workspace, day: str):
    """Accepted or refused – but whatever is kept can be shown."""
    client = visit()
    client.post(
        f"/upphandling/{workspace.open}/anbud/{LOT}/beslut/",
        {"winner": building.FIRST, "reason": "B.", "decided_on": day},
    )
    client.post(
        f"/upphandling/{workspace.open}/uppfoljning/mat/reused_share/contract/",
        MEASURE | {"measured_on": day},
    )
    for room in (
        "",
        "anbud/",
        "uppfoljning/",
        "logg/",
        "dokument/kravbilaga/",
        "dokument/uppfoljningsplan/",
        f"dokument/protokoll/{LOT}/",
    ):
        assert client.get(f"/upphandling/{workspace.open}/{room}").status_code == 200, room


# --- text


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "rad\x0bbrytning", "\x08"])
def test_control_characters_are_refused_in_every_form(visit: Any, workspace: Workspace, text: str):
    for path, form in (
        (f"/upphandling/{workspace.open}/steg/steer/", STEER | {"mandate": text, "edition": "1"}),
        ("/borja/behov/", FACTS | {"title": text}), (f"/upphandling/{workspace.open}/avsluta/", {"outcome": "closed", "reason": text}),
        (f"/upphandling/{workspace.open}/personer/", {"username": text, "role": "buyer"}), ("/", {text: "x"}),
    ):  # fmt: skip
        refused(visit(), path, form, "Texten innehåller styrtecken", status=(400,))
    assert visit().get("/annonser/", {"sok": text}).status_code == 400


def test_markup_in_every_field_is_shown_as_text_and_reaches_documents_as_text(
    visit: Any, workspace: Workspace
):
    """Title, answers, reasons, wordings, bidders, sources: on every page, in the log and in Word."""
    client, pk = visit(), workspace.begun
    inside = f"/upphandling/{pk}"
    choice = ProcurementRecord.objects.get(pk=pk).criteria.order_by("pk")[0].pk
    sent = [
        (f"{inside}/uppgifter/", FACTS | {"title": MARKUP, "buyer_name": MARKUP, "buyer_number": MARKUP[:40]}),
        (f"{inside}/regler/", {"regime": "lou_19", "reason": MARKUP}),
        (f"{inside}/steg/steer/", STEER | {"mandate": MARKUP, "follow_up_owner": MARKUP, "edition": "1"}),
        (f"{inside}/krav/{choice}/", {"wording_sv": f"7 {MARKUP}", "wording_en": f"7 {MARKUP}", "clause_sv": MARKUP,
                                      "clause_en": MARKUP, "owner": MARKUP, "why": MARKUP}),
        (f"{inside}/anbud/{LOT}/registrera/", BID | {"bidder": MARKUP}),
        (f"{inside}/anbud/{LOT}/utvardera/", {}),
        (f"{inside}/anbud/{LOT}/beslut/", {"winner": MARKUP, "reason": MARKUP, "decided_on": "2026-05-01"}),
        (f"{inside}/uppfoljning/mat/reused_share/contract/", MEASURE | {"source": MARKUP, "proof": MARKUP, "note": MARKUP}),
        (f"{inside}/avsluta/", {"outcome": "cancelled", "reason": MARKUP}),
    ]  # fmt: skip
    for path, form in sent:
        assert client.post(path, form).status_code == 302, path
    rooms = ("", "regler/", "uppgifter/", "steg/steer/", "krav/", f"krav/{choice}/", "utvarderingsmodell/", "anbud/",
             "uppfoljning/", "uppfoljning/mat/reused_share/contract/", "logg/", "avsluta/", "malkarta/")  # fmt: skip
    for page in ["/", *(f"{inside}/{room}" for room in rooms)]:
        text = client.get(page, follow=True).content.decode()
        assert "<script>alert" not in text and "<b>&amp;amp;" not in text, page
    assert (
        ESCAPED in client.get(f"{inside}/").content.decode()
        and ESCAPED in client.get(f"{inside}/logg/").content.decode()
    )
    assert MARKUP[:20] in docx_text(client.get(f"{inside}/dokument/kravbilaga/").content)
    assert client.get(f"{inside}/dokument/protokoll/{LOT}/").content[:5] == b"%PDF-"


@pytest.mark.parametrize("path, form", [
    ("/borja/behov/", FACTS | {"title": "x" * 401}), ("/borja/behov/", FACTS | {"buyer_name": "x" * 301}),
    ("/borja/behov/", FACTS | {"title": ""}), ("/borja/behov/", FACTS | {"buyer_kind": "kung"}),
    ("/borja/behov/", FACTS | {"cpv": "12345678"}), ("/borja/behov/", FACTS | {"cpv": "möbler"}),
    ("/borja/avfall/", FACTS | {"object_kind": ""}),
])  # fmt: skip
def test_facts_that_cannot_be_are_refused_with_a_sentence(
    visit: Any, workspace: Workspace, path: str, form: dict[str, str]
):
    refused(visit(), path, form, 'class="error"', status=(200, 422))


@pytest.mark.parametrize("path, form", [("/borja/behov/", FACTS | {"title": ""}), ("/upphandling/{pk}/uppgifter/", {}),
                                        ("/upphandling/{pk}/personer/", {"username": "buyer", "role": "kung"})])  # fmt: skip
def test_a_refused_form_is_answered_with_4xx(
    visit: Any, workspace: Workspace, path: str, form: dict[str, str]
):
    assert visit().post(path.format(pk=workspace.open), form).status_code == 422


def test_an_ending_that_is_not_offered_is_refused_with_a_sentence(visit: Any, workspace: Workspace):
    refused(
        visit(),
        f"/upphandling/{workspace.open}/avsluta/",
        {"outcome": "awarded", "reason": "x"},
        'role="alert"',
    )


def test_an_ending_that_is_not_offered_changes_nothing(visit: Any, workspace: Workspace):
    before = building.state()
    visit().post(f"/upphandling/{workspace.open}/avsluta/", {"outcome": "awarded", "reason": "x"})
    assert building.state() == before


# --- a library that has lost an indicator


@pytest.fixture
def without_an_indicator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library with one indicator removed, as an editor may leave it."""
    shutil.copytree(
        LIBRARY, tmp_path / "library", ignore=shutil.ignore_patterns("*.py", "__pycache__", "samples")
    )
    (tmp_path / "library/indicators/reused_share.yaml").unlink()
    monkeypatch.setattr(library.__wrapped__, "__defaults__", (tmp_path / "library",))
    library.cache_clear()
    yield
    monkeypatch.undo()
    library.cache_clear()


def test_a_requirement_whose_indicator_was_removed_is_pointed_out_and_kept(
    visit: Any, workspace: Workspace, without_an_indicator: None
):
    assert "reused_share" not in library().indicators
    client, before, inside = visit(), building.state(), f"/upphandling/{workspace.begun}"
    page = client.get(f"{inside}/krav/").content.decode()
    assert "Andel återbrukade möbler" in page and "biblioteket" in page
    gate = client.get(f"{inside}/steg/requirements/").content.decode()
    assert "Indikatorn finns inte längre i biblioteket för: Andel återbrukade möbler" in gate
    for room in ("", "malkarta/", "utvarderingsmodell/", "uppfoljning/", "uppfoljning/mat/reused_share/end/",
                 "dokument/kravbilaga/", "dokument/uppfoljningsplan/"):  # fmt: skip
        assert client.get(f"{inside}/{room}", follow=True).status_code == 200, room
    assert client.get("/bank/krav/reused_furniture_share/").status_code == 200
    assert building.state() == before


def test_what_was_chosen_can_still_be_measured_with_its_own_copy(
    visit: Any, workspace: Workspace, without_an_indicator: None
):
    path = f"/upphandling/{workspace.open}/uppfoljning/mat/reused_share/contract/"
    assert visit().post(path, MEASURE).status_code == 302
    assert Event.objects.order_by("-pk")[0].action == "measured"


def test_a_goal_cannot_be_given_the_removed_indicator(
    visit: Any, workspace: Workspace, without_an_indicator: None
):
    form = {"goal-C": "on", "strategies-C": ["C1"], "indicator-C": "reused_share", "target-C": ""}
    refused(
        visit(),
        f"/upphandling/{workspace.begun}/malkarta/",
        form,
        "Indikatorn ”reused_share” finns inte i biblioteket.",
    )
