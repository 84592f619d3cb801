"""The store: read without surprises, searched at the gate of the need, promised once, counted where nothing was bought."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from omlopp.domain.process.reuse import NotEnough
from omlopp.domain.process.stock_list import Line
from omlopp.flows.portfolio import stocked
from omlopp.flows.stock import proposed
from omlopp.library.stock import columns
from omlopp.spend.sheets import rows
from omlopp.web import stocking
from omlopp.web.records.actions import ReasonMissing, stock
from omlopp.web.records.models import Event, StockItem
from omlopp.web.records.portfolio import items
from tests.web.building import DAY, Workspace
from tests.web.parts.people import ours
from tests.web.parts.stock import DESK, LIST, desk, reserve, shelf, walked

pytestmark = pytest.mark.django_db


def give(visit: Any, content: bytes, name: str = "lista.csv") -> Any:
    return visit().post(
        f"/organisation/{ours().pk}/forrad/las-in/", {"file": SimpleUploadedFile(name, content)}, follow=True
    )


def read(visit: Any, content: bytes, name: str = "lista.csv", **more: str) -> Any:
    address = give(visit, content, name).redirect_chain[-1][0]
    return visit().post(address, {"do": "read", **more}, follow=True)


def kept() -> dict[str, int]:
    return {row.name: row.pieces for row in ours().stock.filter(gone_at=None)}


def test_nothing_is_kept_before_a_person_has_seen_what_will_happen(visit: Any, workspace: Workspace):
    before = kept()
    page = give(visit, LIST).content.decode()
    assert kept() == before
    assert "Kontorsstol" in page and "Skrivbord höj- och sänkbart: Antal" in page
    assert read(visit, LIST).status_code == 200
    assert kept()["Kontorsstol"] == 12 and kept()[DESK.name] == 38


def test_the_same_list_again_adds_nothing(visit: Any, workspace: Workspace):
    read(visit, LIST)
    before = kept()
    told = read(visit, LIST).content.decode()
    assert "0 nya, 0 ändrade, 2 oförändrade" in told and kept() == before


def test_a_list_without_the_reserved_pieces_does_not_count_them_away(visit: Any, workspace: Workspace):
    """Six desks are promised (two a procurement); a list that counts 35 without them means 41."""
    promised = stock.reserved_of([desk().pk])[desk().pk]
    read(visit, LIST.replace(b";38;", f";{41 - promised};".encode()), moved_out="on")
    assert kept()[DESK.name] == 41


def test_a_whole_list_takes_out_what_is_not_in_it_but_never_what_is_promised(
    visit: Any, workspace: Workspace
):
    read(visit, "Benämning;Antal;Nr\nPall;3;P-1\n".encode(), whole="on")
    assert "Hylla" not in kept() and DESK.name in kept()


def test_faults_are_told_by_row_and_column_and_the_rest_can_be_read(visit: Any, workspace: Workspace):
    content = "Benämning;Antal;Inköpsår\nPall;tre;2019\nBänk;2;1850\nSoffa;4;2020\n".encode()
    page = give(visit, content).content.decode()
    assert "”tre” är inte ett helt antal" in page and "”1850” är inget inköpsår" in page
    read(visit, content)
    assert kept().get("Soffa") == 4 and "Pall" not in kept()


def test_a_file_without_known_heads_asks_which_column_is_the_name(visit: Any, workspace: Workspace):
    content = "Kol1;Kol2\nGungställning;2\nRutschbana;1\n".encode()
    page = give(visit, content)
    assert page.status_code == 422 and "Kol1" in page.content.decode()
    address = page.redirect_chain[-1][0]
    visit().post(address, {"do": "read", "col-name": "Kol1", "col-pieces": "Kol2"})
    assert kept()["Gungställning"] == 2


def workbook(formula: bool = False) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    for place, name in enumerate(("Benämning", "Antal")):
        sheet.write(0, place, name)
    sheet.write(1, 0, "Whiteboard")
    sheet.write_formula(1, 1, "=6+1", None, 7) if formula else sheet.write(1, 1, 7)
    book.close()
    return held.getvalue()


def test_a_workbook_is_read_as_it_was_last_computed_and_no_formula_is_run(visit: Any, workspace: Workspace):
    read(visit, workbook(formula=True), "lista.xlsx")
    assert kept()["Whiteboard"] == 7


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 1_100_000_000)
    return held.getvalue()


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "fil"), (b"\0\1\2", "tabell"), (b"PK\x03\x04nonsens", "gick inte"),
        (b"Ben\xc3\xa4mning;Antal\n", "rader"), (b"", "fil"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_refused_and_nothing_is_kept(
    visit: Any, workspace: Workspace, content: bytes, says: str
):
    before = kept()
    page = give(visit, content)
    assert page.status_code == 422 and "Inget är sparat." in page.content.decode()
    assert kept() == before


def test_a_workbook_that_would_unpack_to_a_gigabyte_is_refused(visit: Any, workspace: Workspace):
    page = give(visit, bomb(), "bomb.xlsx")
    assert page.status_code == 422 and "1000 MB" in page.content.decode().replace("\xa0", "")


def test_a_list_that_was_read_is_gone_and_the_page_says_so(visit: Any, workspace: Workspace):
    address = give(visit, LIST).redirect_chain[-1][0]
    visit().post(address, {"do": "read"})
    again = visit().post(address, {"do": "read"})
    assert again.status_code == 404 and "finns inte kvar" in again.content.decode()


def test_the_store_read_out_and_in_again_changes_nothing(visit: Any, workspace: Workspace):
    """Also what a spreadsheet would take for a formula comes back as it was."""
    stock.add_stock_item(
        by=workspace.user("buyer"),
        organisation=ours(),
        line=Line("=1+1 pall", 3, "-7", "worn", note="@anteckning"),
    )
    content = visit().get(f"/organisation/{ours().pk}/forrad/forrad.csv").content
    assert b"'=1+1 pall" in content
    assert "0 nya, 0 ändrade" in read(visit, content).content.decode()


def test_the_empty_form_has_the_very_columns_that_are_read(visit: Any, workspace: Workspace):
    content = visit().get(f"/organisation/{ours().pk}/forrad/formular.xlsx").content
    head = rows(content, "form.xlsx")[0]
    assert set(proposed(head)) == set(columns())


@pytest.mark.parametrize(
    "asked, found",
    [
        ("skrivbordet", True),
        ("bord", True),
        ("kontorsmöbler", True),
        ("skriv", True),
        ("SB-160", True),
        ("kylskåp", False),
    ],
)
def test_the_store_is_searched_by_stems_parts_and_groups(
    visit: Any, workspace: Workspace, asked: str, found: bool
):
    page = visit().get(f"/organisation/{ours().pk}/forrad/", {"q": asked}).content.decode()
    assert (f">{DESK.name}</a>" in page) is found


def test_an_outsider_is_not_told_that_the_store_exists(visit: Any, workspace: Workspace):
    assert visit("outsider").get(f"/organisation/{ours().pk}/forrad/").status_code == 404
    assert visit("in:reader").get(f"/organisation/{ours().pk}/forrad/").status_code == 200
    assert (
        visit("in:reader")
        .post(f"/organisation/{ours().pk}/forrad/{desk().pk}/ta-ut/", {"why": "X"})
        .status_code
        == 403
    )


def test_the_need_finds_the_desks_and_tells_why(visit: Any, workspace: Workspace):
    page = visit().get(f"/upphandling/{workspace.begun}/forrad/").content.decode()
    assert DESK.name in page and "Samma varugrupp: Möbler" in page
    step = visit().get(f"/upphandling/{workspace.begun}/steg/reuse_first/").content.decode()
    assert "Står det redan i förrådet?" in step and DESK.name in step


def test_120_needed_40_found_80_remain_and_the_step_is_lowered_only_when_asked(
    visit: Any, workspace: Workspace
):
    row, at = workspace.row("begun"), f"/upphandling/{workspace.begun}/forrad/"
    visit().post(at + "antal/", {"edition": "0", "amount_before": "120"})
    stock.undo_transfer(by=workspace.user("buyer"), transfer=row.transfers.get(), why="Räknas om.")
    free = 41 - stock.reserved_of([desk().pk])[desk().pk]
    page = visit().post(
        f"{at}{desk().pk}/reservera/", {"pieces": str(free), "to_place": "Huset"}, follow=True
    )
    told = page.content.decode()
    assert f"<strong>{free}</strong> finns <strong>{120 - free}</strong> återstår" in told
    answers = row.steps.get(step_id="reuse_first").answers
    assert answers.get("amount_after", "") == ""
    visit().post(at + "antal/", {"edition": "1", "amount_after": str(120 - free)})
    answers = row.steps.get(step_id="reuse_first").answers
    assert (answers["amount_before"], answers["amount_after"]) == ("120", str(120 - free))


def test_of_two_people_on_one_thing_the_second_is_told_what_is_left(visit: Any, workspace: Workspace):
    row, buyer = workspace.row("begun"), workspace.user("buyer")
    free = 41 - stock.reserved_of([desk().pk])[desk().pk]
    stock.reserve_pieces(
        by=buyer, procurement=workspace.row("open"), item=desk(), pieces=free - 1, to_place="", on=DAY
    )
    with pytest.raises(NotEnough):
        stock.reserve_pieces(by=buyer, procurement=row, item=desk(), pieces=2, to_place="", on=DAY)
    answer = visit().post(f"/upphandling/{row.pk}/forrad/{desk().pk}/reservera/", {"pieces": "2"})
    assert answer.status_code == 409 and "1 är lediga nu" in answer.content.decode()
    assert 'value="2"' in answer.content.decode(), "what was typed stays"


def test_what_is_promised_is_neither_corrected_away_nor_taken_out(workspace: Workspace):
    buyer = workspace.user("buyer")
    with pytest.raises(stock.StockReserved):
        stock.take_out_of_stock(by=buyer, item=desk(), why="Bort.")
    with pytest.raises(stock.StockReserved):
        stock.correct_stock_item(by=buyer, item=desk(), line=Line(DESK.name, 1))
    stock.take_out_of_stock(by=buyer, item=shelf(), why="Skänkt.")
    with pytest.raises(stock.StockGone):
        stock.reserve_pieces(
            by=buyer, procurement=workspace.row("begun"), item=shelf(), pieces=1, to_place="", on=DAY
        )


def test_a_reservation_is_undone_once_and_with_a_reason(workspace: Workspace):
    buyer, one = workspace.user("buyer"), workspace.row("begun").transfers.get()
    with pytest.raises(ReasonMissing):
        stock.undo_transfer(by=buyer, transfer=one, why=" ")
    stock.undo_transfer(by=buyer, transfer=one, why="Trasigt.")
    with pytest.raises(stock.AlreadyUndone):
        stock.undo_transfer(by=buyer, transfer=one, why="Igen.")


def test_the_store_of_another_organisation_cannot_be_reserved(workspace: Workspace):
    row = workspace.row("begun")
    row.organisation = None
    with pytest.raises(stock.NotOurStock):
        reserve(workspace.user("buyer"), row)


def test_a_new_price_needs_a_source(visit: Any, workspace: Workspace):
    answer = visit().post(
        f"/upphandling/{workspace.begun}/forrad/{desk().pk}/reservera/", {"pieces": "1", "price": "4000"}
    )
    assert answer.status_code == 422 and "Utan källa räknas det inte" in answer.content.decode()


def test_we_already_own_this_ends_without_a_purchase_and_the_portfolio_counts_it(
    visit: Any, workspace: Workspace
):
    row, buyer = workspace.row("begun"), workspace.user("buyer")
    stock.correct_stock_item(
        by=buyer, item=desk(), line=Line(DESK.name, 41, "SB-160", mass_kg_each=Decimal("38.5"))
    )
    stock.reserve_pieces(
        by=buyer, procurement=row, item=desk(), pieces=10, to_place="", on=DAY,
        new_price_each_sek=Decimal(4000), price_source="Avtal 7",
    )  # fmt: skip
    visit().post(f"/upphandling/{row.pk}/forrad/racker/", {"reason": "Förrådet räcker."})
    assert workspace.row("begun").outcome == "no_purchase"
    found = stocked([one for one in items(buyer) if one.id == str(row.pk)])
    assert (found.met.pieces, found.met.with_mass, found.met.mass_kg) == (12, 12, Decimal("462.0"))
    assert (found.met.avoided_sek, found.met.with_price) == (Decimal(40000), 10)
    assert (found.ended, found.of) == (1, 1)
    page = visit().get("/portfolj/?slag=verkliga").content.decode()
    assert "Möttes utan köp" in page and "10 av" in page


def test_personal_numbers_in_a_list_are_masked(visit: Any, workspace: Workspace):
    read(visit, "Benämning;Antal;Anteckning\nSoffa;1;ägs av 19121212-1212\n".encode())
    assert "1212-1212" not in StockItem.objects.get(name="Soffa").note


def test_the_log_tells_counts_of_a_list_and_never_its_rows(visit: Any, workspace: Workspace):
    read(visit, LIST)
    event = Event.objects.filter(action="stock-imported").order_by("-id").first()
    assert event and event.content["new"] == 1 and "Kontorsstol" not in str(event.content)


def test_waste_begins_with_the_question_whether_it_is_waste(visit: Any, workspace: Workspace):
    page = visit().get("/borja/avfall/").content.decode()
    assert "Först: är det avfall eller en produkt?" in page and 'name="title"' not in page
    assert 'name="title"' in visit().get("/borja/avfall/?utan=1").content.decode()
    form = {"title": "Bänkar", "buyer_name": "B", "buyer_kind": "municipality", "object_kind": "goods"}
    begun = visit("outsider").post("/borja/avfall/", form | walked())
    pk = int(begun.headers["Location"].strip("/").split("/")[-1])
    kept_ = stocking.waste_answer(pk)
    assert kept_ and [one["answer"] for one in kept_["answers"]] == list(walked().values())
    need = visit("outsider").get(f"/upphandling/{pk}/steg/need/").content.decode()
    assert kept_["name"]["sv"] in need and "Gå om frågorna" in need


def test_an_aid_that_is_not_walked_to_its_end_is_not_kept(visit: Any, workspace: Workspace):
    answer = visit().post(f"/upphandling/{workspace.begun}/forrad/avfall-eller-produkt/", {})
    assert answer.status_code == 422 and stocking.waste_answer(workspace.begun) is None


def test_who_reads_a_list_from_a_procurement_is_led_back_to_it(visit: Any, workspace: Workspace):
    """From its stock page by the link, past the list and its preview, and to the proposals of that need."""
    client, here = visit(), f"/upphandling/{workspace.begun}/forrad/"
    store = f"/organisation/{ours().pk}/forrad/?upphandling={workspace.begun}"
    assert f'href="{store}"' in client.get(here).content.decode()
    page = client.get(store).content.decode()
    assert f'href="{here}"' in page and f"forrad/las-in/?upphandling={workspace.begun}" in page
    upload = f"/organisation/{ours().pk}/forrad/las-in/?upphandling={workspace.begun}"
    shown = client.post(upload, {"file": SimpleUploadedFile("lista.csv", LIST)})
    done = client.post(shown.headers["Location"], {"do": "read"}, follow=True)
    assert done.redirect_chain == [(here, 302)] and "Listan är inläst" in done.content.decode()


@pytest.mark.parametrize("said", ["999999", "x", "-1", "9" * 40, ""])
def test_a_procurement_that_is_not_there_leads_to_the_store_as_before(
    visit: Any, workspace: Workspace, said: str
):
    client, store = visit(), f"/organisation/{ours().pk}/forrad/"
    assert "Tillbaka till upphandlingen" not in client.get(f"{store}?upphandling={said}").content.decode()
    shown = client.post(f"{store}las-in/?upphandling={said}", {"file": SimpleUploadedFile("lista.csv", LIST)})
    assert client.post(shown.headers["Location"], {"do": "read"}).headers["Location"] == store


def test_a_procurement_that_one_may_not_read_is_not_told_of(visit: Any, workspace: Workspace):
    """An administrator of the organisation reads its store, not its procurements."""
    title = workspace.row("begun").title
    page = visit("in:administrator").get(f"/organisation/{ours().pk}/forrad/?upphandling={workspace.begun}")
    assert page.status_code == 200 and title not in page.content.decode()
