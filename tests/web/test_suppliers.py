"""The register of suppliers: kept with its sources, filled from the market, counted with its base."""

import csv
import io
from typing import Any

import pytest

from omlopp.flows.dialogue import suppliers_seen
from omlopp.web.records.actions import suppliers
from omlopp.web.records.actions.organisations import create_organisation
from omlopp.web.records.models import Event, Organisation, Supplier
from tests.web import building
from tests.web.building import Workspace
from tests.web.parts.dialogue import FIRM, TYPED, TYPED_SUPPLIER, ours

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(workspace: Workspace) -> str:
    return f"/organisation/{ours().pk}/leverantorer/"


def test_a_supplier_is_added_changed_and_removed(visit: Any, home: str):
    buyer = visit()
    assert buyer.post(home + "ny/", TYPED_SUPPLIER).status_code == 302
    made = ours().suppliers.get(name="Påhittade Hyllor AB")
    assert (made.county, made.municipality, made.capabilities, made.cpv) == (
        "23",
        "2313",
        ["D5"],
        ["39130000"],
    )
    buyer.post(f"{home}{made.pk}/", TYPED_SUPPLIER | {"size": "micro", "email": "info@exempel.se"})
    told = Event.objects.latest("pk").content
    assert sorted(told["changed"]) == ["email", "size"] and "info@exempel.se" not in str(told)
    buyer.post(f"{home}{made.pk}/bort/")
    made.refresh_from_db()
    buyer.get(home)  # what was told of it is told once
    assert made.removed_at and "Påhittade Hyllor" not in buyer.get(home).content.decode()
    assert buyer.get(f"{home}{made.pk}/").status_code == 404


@pytest.mark.parametrize("wrong, says", [
    ({"name": " "}, "Skriv företagets namn"), ({"source": ""}, "varifrån") , ({"number": "556000-1111"}, "kontrollsiffran"),
    ({"number": "191212121212"}, "personnummer"), ({"county": "99"}, "går inte att välja"),
    ({"county": "01"}, "ligger inte i länet"), ({"size": "jätte"}, "går inte att välja"), ({"capability": "Q9"}, "går inte att välja"),
    ({"cpv": "99999999"}, "går inte att välja"), ({"website": "javascript:alert(1)"}, "https://"), ({"email": "nej"}, "ingen e-postadress"),
    ({"name": FIRM.upper()}, "finns redan"),
])  # fmt: skip
def test_bad_input_says_what_to_do_and_keeps_what_was_typed(
    visit: Any, home: str, wrong: dict[str, str], says: str
):
    before = building.state()
    page = visit().post(home + "ny/", TYPED_SUPPLIER | {"note": "Ringde i går."} | wrong)
    assert page.status_code == 422 and says.casefold() in page.content.decode().casefold(), (
        page.content.decode()[:3000]
    )
    assert "Ringde i går." in page.content.decode() and building.state() == before


@pytest.mark.parametrize("typed, kept", [
    ("556036-0793", "556036-0793"), ("5560360793", "556036-0793"), ("SE556036079301", "556036-0793"),
    ("16 556036-0793", "556036-0793"), ("fi 1234567-8", "FI 1234567-8"), ("", ""),
])  # fmt: skip
def test_numbers_are_checked_and_written_one_way(typed: str, kept: str):
    assert suppliers.checked_number(typed) == kept


def test_the_municipality_tells_the_county(workspace: Workspace):
    made = suppliers.add_supplier(
        by=workspace.user("buyer"),
        organisation=ours(),
        typed=suppliers.Typed("Kommunfirman", "övning", municipality="2313"),
    )
    assert made.county == "23"


def test_the_market_fills_the_register_with_where_they_were_seen(visit: Any, workspace: Workspace, home: str):
    seen = suppliers_seen("181")
    assert seen and seen[0].wins >= 1
    buyer = visit()
    page = buyer.get(home + "hamta/?cpv=181").content.decode()
    assert seen[0].name in page and "vann" in page
    buyer.post(home + "hamta/", {"cpv": "181", "lan": "", "firm": [seen[0].key, "hittepå"]})
    kept = ours().suppliers.get(name=seen[0].name)
    assert "Hämtad från marknaden: vann" in kept.source and kept.county == "" and kept.cpv
    again = Supplier.objects.count()
    buyer.post(home + "hamta/", {"cpv": "181", "firm": seen[0].key})
    assert Supplier.objects.count() == again, "one that is there is added to, never doubled"
    assert buyer.post(home + "hamta/", {"cpv": "181"}).status_code == 422
    assert "Ingen vinnare är känd" in buyer.get(home + "hamta/?cpv=99").content.decode()


def test_fetching_keeps_what_somebody_wrote(workspace: Workspace):
    by, row = workspace.user("buyer"), ours()
    mine = suppliers.add_supplier(by=by, organisation=row, typed=TYPED)
    found = suppliers.Typed(TYPED.name.upper(), "marknaden", "556036-0793", size="large", cpv=("39112000",))
    assert suppliers.fetch_suppliers(by=by, organisation=row, found=[found, found]) == 0
    mine.refresh_from_db()
    assert (mine.size, mine.number, mine.cpv) == ("small", "556036-0793", ["39130000", "39112000"])
    assert mine.source == "övning\nmarknaden"


def test_filters_file_and_the_count_of_small_ones_near(visit: Any, workspace: Workspace, home: str):
    by, row = workspace.user("buyer"), ours()
    suppliers.add_supplier(by=by, organisation=row, typed=TYPED)
    suppliers.add_supplier(
        by=by, organisation=row,
        typed=suppliers.Typed("=Stora AB", "övning", county="01", size="large", capabilities=("D5",), cpv=("39130000",)),
    )  # fmt: skip
    suppliers.add_supplier(
        by=by, organisation=row, typed=suppliers.Typed("Okända HB", "övning", cpv=("39130000",))
    )
    buyer = visit()
    page = buyer.get(home + "?cpv=391").content.decode()
    assert "1 av 3 kända" in page and "För 1 saknas län eller storlek" in page
    for query, names in (
        ("?lan=01", {"=Stora AB"}), ("?storlek=small", {TYPED.name}), ("?kan=D", {"=Stora AB"}),
        ("?q=okända", {"Okända HB"}), ("?cpv=45", set()), ("?cpv=391", {TYPED.name, "=Stora AB", "Okända HB"}),
    ):  # fmt: skip
        text = buyer.get(home + "leverantorer.csv" + query).content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))[1:]
        assert {line[0].removeprefix("'") for line in rows} == names, query
        assert all(not line[0].startswith("=") for line in rows), "no cell is a formula"


def test_another_organisations_register_is_not_there(visit: Any, workspace: Workspace, home: str):
    outsider, before = visit("outsider"), building.state()
    for way in ("", "ny/", "hamta/", "leverantorer.csv"):
        assert outsider.get(home + way).status_code == 404
    other = create_organisation(by=workspace.user("outsider"), name="Grannkommunen", kind="municipality")
    mine = Supplier.objects.filter(organisation=ours())[0]
    assert visit("outsider").get(f"/organisation/{other.pk}/leverantorer/{mine.pk}/").status_code == 404
    assert visit().get(f"/organisation/{10**30}/leverantorer/").status_code == 404
    assert Organisation.objects.count() == 2 and before != building.state()


def test_who_reads_sees_no_buttons_and_cannot_write(visit: Any, home: str):
    page = visit("in:reader").get(home).content.decode()
    assert FIRM in page and "Lägg till leverantör" not in page
    before = building.state()
    assert visit("in:reader").post(home + "ny/", TYPED_SUPPLIER).status_code in (403, 422)
    assert building.state() == before


def test_what_is_typed_is_shown_as_text(visit: Any, home: str):
    evil = "<script>alert(1)</script>"
    buyer = visit()
    buyer.post(home + "ny/", TYPED_SUPPLIER | {"name": evil, "note": evil, "source": evil})
    for page in (home, f"{home}{Supplier.objects.latest('pk').pk}/", f"{home}?q={evil}"):
        text = buyer.get(page).content.decode()
        assert "<script>alert" not in text and "&lt;script&gt;" in text
