"""Purchases in the workbench: a ledger given, its columns confirmed once, read with progress, stopped and found again."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from omlopp.spend import mappings, reading
from omlopp.web import background, spending, spending_worker
from omlopp.web.records.models import Event
from omlopp.web.spending import Intake
from tests.web import building, spend
from tests.web.acting import SPENDERS
from tests.web.building import OUTSIDER, PEOPLE, Workspace
from tests.web.spend import LEDGER, REGISTER, given

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def alone(workspace: Workspace) -> Iterator[None]:
    """No columns are remembered yet; what a test gives and remembers is taken away again."""
    before = {one.id for one in spending.every()}
    known = {path: path.read_bytes() for path in mappings.folder().glob("*.json")}
    for path in known:
        path.unlink()
    yield
    for one in spending.every():
        if one.id not in before:
            shutil.rmtree(one.folder)
    for path in mappings.folder().glob("*.json"):
        path.unlink()
    for path, content in known.items():
        path.write_bytes(content)


def upload(
    client: Any, text: str = LEDGER, name: str = "reskontra.csv", kind: str = "ledger", **more: Any
) -> Any:
    return client.post("/inkop/las/", {"kind": kind, "file": given(name, text, **more)})


def laid(answer: Any) -> Intake:
    assert answer.status_code == 302, answer.content.decode()[:500]
    [found] = [one for part in answer.headers["Location"].split("/") if (one := spending.find(part))]
    return found


def confirmed(client: Any, one: Intake, **instead: str) -> Any:
    """The proposed columns with some said otherwise."""
    seen = spending.look(one)
    fields = {
        f"{number}-{use}": instead.get(use, theirs)
        for number, file in enumerate(seen)
        for use, theirs in (file.columns | {use: "" for use in instead if use not in file.columns}).items()
    }
    return client.post(f"/inkop/{one.id}/kolumner/", fields)


def read(client: Any, text: str = LEDGER, **more: Any) -> Intake:
    one = laid(upload(client, text, **more))
    if one.state == "asking":
        assert confirmed(client, one).status_code == 302
    assert spending_worker.carry_out(one) == 0
    found = spending.find(one.id)
    assert found is not None
    return found


def page(client: Any, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.content.decode()[-800:])
    return str(answer.content.decode()).replace("\xa0", " ")


# Columns


def test_columns_are_proposed_from_names_and_cells_shown_with_rows_and_asked_once(visit: Any):
    client = visit()
    text = "Till;När;Pengar\nÖvning Snickeri AB;2025-02-01;1 000,50\nÖvning 900101-1234;2025-02-03;-20,00\n"
    one = laid(upload(client, text))
    asked = page(client, f"/inkop/{one.id}/kolumner/")
    assert 'name="0-amount_sek"' in asked and '<option value="Pengar" selected>' in asked
    assert '<option value="När" selected>' in asked and "Övning Snickeri AB" in asked
    assert "900101-1234" not in asked and "maskerad" in asked, "a preview masks persons too"
    assert confirmed(client, one, supplier="Till").status_code == 302
    assert spending.find(one.id).state == "waiting"
    said = Event.objects.get(action="spend-columns-confirmed", content__intake=one.id)
    assert said.content["columns"] == [{"amount_sek": "Pengar", "booked_on": "När", "supplier": "Till"}]
    again = laid(upload(client, text.replace("1 000,50", "2 000,50")))
    assert again.state == "waiting", "the same head is not asked about again"
    assert spending.settled(again).columns == spending.settled(one).columns
    unsure = client.post("/inkop/las/", {"kind": "ledger", "file": given("r.csv", text), "ask": "ja"})
    assert laid(unsure).state == "asking", "unless somebody wants to look again"


@pytest.mark.parametrize("said, says", [
    ({"amount_sek": ""}, "peka ut kolumnen för Belopp utan moms"),
    ({"supplier": "nettobelopp"}, "vald för två saker"),
    ({"supplier": "finns inte"}, "ingen kolumn ”finns inte”"),
])  # fmt: skip
def test_a_mapping_that_cannot_be_is_refused_beside_the_form(visit: Any, said: dict[str, str], says: str):
    client = visit()
    one = laid(upload(client))
    answer = confirmed(client, one, **said)
    assert answer.status_code == 422 and says in answer.content.decode()
    assert spending.find(one.id).state == "asking" and one.files, "nothing is lost"


def test_a_rate_and_a_chart_go_with_the_columns(visit: Any):
    client = visit()
    one = laid(upload(client, LEDGER.replace("40 000,00", "EUR 1 000,00")))
    wrong = client.post(f"/inkop/{one.id}/kolumner/", {"0-amount_sek": "nettobelopp", "rates": "EUR"})
    assert wrong.status_code == 422 and "EUR=11,25" in wrong.content.decode()
    fields = {f"0-{use}": theirs for use, theirs in spending.look(one)[0].columns.items()}
    client.post(f"/inkop/{one.id}/kolumner/", fields | {"rates": "EUR=11,25 USD=10", "chart": "kommunbas"})
    assert spending_worker.carry_out(one) == 0
    result = page(client, f"/inkop/{one.id}/")
    assert "Rader omräknade till kronor: 1" in result


# Reading


def test_a_ledger_is_read_in_the_background_and_the_file_is_dropped(visit: Any):
    client = visit()
    one = laid(upload(client))
    confirmed(client, one)
    waiting = page(client, f"/inkop/{one.id}/")
    assert "<progress" in waiting and 'http-equiv="refresh"' in waiting and "Stoppa läsningen" in waiting
    assert spending_worker.carry_out(one) == 0
    assert not one.files and spending.find(one.id).kept
    done = page(client, f"/inkop/{one.id}/")
    assert "En rad av 6 används inte" in done and "”se bilaga”" in done
    assert "Skriv beloppet som ett tal" in done, "what to do stands beside the row"
    assert "Moms" in done and "10 000 kr" in done
    assert "Krediteringar (negativa fakturor)" in done and "5 001 kr" in done
    kept = spending.find(one.id).kept[0].read_text("utf-8")
    assert "0001011234" not in kept and "Övning Enskild" not in kept, "persons are masked in what is kept"
    ended = Event.objects.get(action="spend-reading-ended", content__intake=one.id)
    assert (ended.by, ended.content["rows"], ended.content["not_used"]) == ("buyer", 5, 1)


def test_progress_is_shown_and_read_aloud_by_quarters(visit: Any):
    client = visit()
    one = laid(upload(client))
    confirmed(client, one)
    with background.holding(one.folder):
        spending.tell(one, spending.Progress("running", done=3_000, total=4_000, file=1, files=1))
        path = f"/inkop/{one.id}/"
        part = client.get(path, headers={"HX-Request": "true"}).content.decode()
        assert "<html" not in part and 'max="4000" value="3000"' in part and "75 procent" in part
        again = client.get(f"{path}?sagt=1-3", headers={"HX-Request": "true"}).content.decode()
        assert "hx-swap-oob" not in again
    spending.tell(one, spending.Progress("failed", says={"sv": "Nej.", "en": "No."}))
    assert client.get(f"/inkop/{one.id}/", headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    assert "Nej." in page(client, f"/inkop/{one.id}/")


def test_a_page_that_follows_a_reading_is_loaded_anew_when_it_is_done(visit: Any):
    client = visit()
    one = read(client)
    answer = client.get(f"/inkop/{one.id}/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true" and not answer.content


def test_stopped_it_keeps_the_file_and_is_read_whole_the_next_time(
    visit: Any, monkeypatch: pytest.MonkeyPatch
):
    client = visit()
    one = laid(upload(client))
    confirmed(client, one)
    monkeypatch.setattr(reading, "LOOK", 1)
    client.post(f"/inkop/{one.id}/stoppa/")
    assert spending_worker.carry_out(one) == 130
    stopped = page(client, f"/inkop/{one.id}/")
    assert "Stoppad läsning" in stopped and spending.find(one.id).files
    assert client.post(f"/inkop/{one.id}/fortsatt/").status_code == 302
    assert spending_worker.carry_out(spending.find(one.id)) == 0
    assert spending.find(one.id).progress.rows == 5


def test_a_worker_that_died_is_told_of_and_the_reading_can_begin_anew(visit: Any):
    client = visit()
    one = laid(upload(client))
    confirmed(client, one)
    spending.tell(one, spending.Progress("running", done=1, total=6))  # and no lock is held
    assert "Avbruten läsning" in page(client, f"/inkop/{one.id}/")
    client.post(f"/inkop/{one.id}/fortsatt/")
    assert spending.find(one.id).state == "waiting"


def test_several_files_are_read_together_and_what_overlaps_is_counted_once(visit: Any):
    client = visit()
    lines = LEDGER.splitlines()
    late = "\n".join([lines[0], *lines[3:]]) + "\n"
    answer = client.post(
        "/inkop/las/", {"kind": "ledger", "file": [given("a.csv", LEDGER), given("b.csv", late)]}
    )
    one = laid(answer)
    if one.state == "asking":
        confirmed(client, one)
    assert spending_worker.carry_out(one) == 0
    done = page(client, f"/inkop/{one.id}/")
    assert "samma verifikat och rad som en tidigare" in done and spending.find(one.id).progress.rows == 5


@pytest.mark.parametrize("name, content, says", [
    ("tom.csv", b"", "inga rader"), ("bild.png", b"\x89PNG" + bytes(range(256)) * 4, "inte att läsa som en tabell"),
    ("bok.xlsx", b"PK\x03\x04trasig", "arbetsboken"), ("bara-rubrik.csv", b"a;b\n", "inga rader"),
])  # fmt: skip
def test_what_is_no_table_is_refused_at_once_and_nothing_is_kept(
    visit: Any, name: str, content: bytes, says: str
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    before = {one.id for one in spending.every()}
    answer = visit().post("/inkop/las/", {"kind": "ledger", "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422 and says in answer.content.decode()
    assert {one.id for one in spending.every()} == before


def test_latin_1_with_decimal_commas_is_read_as_it_is(visit: Any):
    one = read(visit(), LEDGER, encoding="cp1252")
    assert one.progress.rows == 5


def test_no_file_and_too_many_files_are_said(visit: Any):
    client = visit()
    assert "Välj en fil" in client.post("/inkop/las/", {"kind": "ledger"}).content.decode()
    many = [given(f"{number}.csv", LEDGER) for number in range(25)]
    answer = client.post("/inkop/las/", {"kind": "ledger", "file": many})
    assert answer.status_code == 422 and "Högst 24 filer" in answer.content.decode()


# Doors


def test_who_did_not_give_the_file_reads_it_but_can_neither_stop_nor_remove_it(visit: Any):
    one = read(visit())
    other = visit(OUTSIDER)
    assert "Ta bort reskontran" not in page(other, f"/inkop/{one.id}/")
    for door in ("stoppa", "fortsatt", "bort"):
        assert other.post(f"/inkop/{one.id}/{door}/", {"why": "x"}).status_code == 403
    assert spending.find(one.id) is not None


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_reads_and_only_roles_that_change_purchases_are_given_the_forms(visit: Any, person: str):
    """Every role there is; a right taken meanwhile stops the next write, and nothing is laid aside."""
    client, may = visit(person), person in SPENDERS
    overview, rules = page(client, "/inkop/"), page(client, "/inkop/regler/")
    assert ("Läs in en leverantörsreskontra" in overview) is may
    assert ("Du kan läsa allt här." in overview) is not may
    assert "/bort/" not in rules or may
    before, lying = building.state(), len(spending.every())
    answer = upload(client)
    assert answer.status_code == (302 if may else 403)
    if not may:
        assert client.post("/inkop/ovning/").status_code == 403
        assert building.state() == before and len(spending.every()) == lying
        assert "Din roll räcker inte" in answer.content.decode()


def test_who_gave_a_ledger_and_lost_the_role_neither_stops_nor_removes_it(visit: Any, workspace: Workspace):
    client = visit("in:environmental_strategist")
    one = read(client)
    assert "Ta bort reskontran" in page(client, f"/inkop/{one.id}/")
    user = workspace.user("in:environmental_strategist")
    user.organisation_roles.update(role="reader")
    assert "Ta bort reskontran" not in page(client, f"/inkop/{one.id}/")
    for door in ("fortsatt", "bort"):
        client.post(f"/inkop/{one.id}/{door}/", {"why": "x"})
    assert client.post(f"/inkop/{one.id}/bort/", {"why": "x"}).status_code == 403
    assert spending.find(one.id) is not None


def test_removing_needs_a_reason_and_stands_in_the_log(visit: Any):
    client = visit()
    one = read(client)
    refused = client.post(f"/inkop/{one.id}/bort/", {"why": " "})
    assert refused.status_code == 422 and spending.find(one.id) is not None
    client.post(f"/inkop/{one.id}/bort/", {"why": "Fel år"})
    assert spending.find(one.id) is None
    assert Event.objects.get(action="spend-dropped", content__intake=one.id).why == "Fel år"


@pytest.mark.parametrize("ledger", ["finns-inte", "0" * 12, "..", "a" * 400])
def test_a_ledger_that_does_not_exist_is_404(visit: Any, ledger: str):
    for door in ("", "utforska/", "piloter/", "rader/", "avvikelser.csv", "grupp/391/"):
        assert visit().get(f"/inkop/{ledger}/{door}").status_code == 404


def test_pages_of_an_unread_ledger_say_where_it_stands(visit: Any):
    client = visit()
    one = laid(upload(client))
    answer = client.get(f"/inkop/{one.id}/utforska/")
    assert answer.status_code == 422 and "inte färdigläst" in answer.content.decode()


# What the pages say


@pytest.fixture
def made(workspace: Workspace) -> Intake:
    """The shipped ledger of 5,000 invented rows, read when the workspace was built."""
    return next(one for one in spending.every("ledger") if one.exercise)


@pytest.mark.parametrize("path", ["", "utforska/", "utforska/?bild=pareto", "utforska/?bild=matris", "piloter/", "grupp/391/", "grupp/391/borja/"])  # fmt: skip
def test_every_page_with_a_footprint_says_that_factors_only_rank(visit: Any, made: Intake, path: str):
    said = page(visit(), f"/inkop/{made.id}/{path}")
    assert "Faktorer per krona rangordnar varugrupper" in said
    assert "version 1.3.0" in said and "prisår 2022" in said and "Licens" in said
    assert "ÖVNING – reskontran är påhittad" in said


def test_the_share_with_a_group_has_its_base(visit: Any, made: Intake):
    said = page(visit(), f"/inkop/{made.id}/")
    assert "av köpens värde har en varugrupp" in said
    assert "Räknat i rader" in said and "av 4 692)" in said
    assert "12 av 5 000 rader används inte" in said


def test_groups_are_filtered_sorted_and_downloaded(visit: Any, made: Intake):
    client = visit()
    few = page(client, f"/inkop/{made.id}/utforska/?sok=möbler&ordning=namn")
    assert "2 av 46 varugrupper" in few and "Möbler (39)" in few and "Möbler (391)" in few
    high = page(client, f"/inkop/{made.id}/utforska/?potential=H&ordning=kronor")
    names = [part for part in ("Anläggningsarbete", "Avfallstjänster", "Kläder") if part in high]
    table = high[high.index("<tbody>") :]
    assert [table.index(name) for name in names] == sorted(table.index(name) for name in names)
    file = client.get(f"/inkop/{made.id}/varugrupper.csv?sok=möbler").content.decode("utf-8-sig")
    assert file.count("\n") == 3 and "Faktorer per krona rangordnar" in file and "epa_v1_3 1.3.0" in file


def test_pictures_link_to_each_group(visit: Any, made: Intake):
    for which in ("karta", "pareto", "matris"):
        said = page(visit(), f"/inkop/{made.id}/utforska/?bild={which}")
        picture = said[said.index("<svg") : said.index("</svg>")]
        assert 'role="group"' in picture and f'href="/inkop/{made.id}/grupp/45/"' in picture, which


def test_a_group_shows_its_parts_apart_and_no_score(visit: Any, made: Intake):
    said = page(visit(), f"/inkop/{made.id}/grupp/391/")
    for part in (
        "Klimatavtryck",
        "Åtgärder",
        "Går att påverka",
        "Effektlogik",
        "Expertbedömning",
        "Vem som fick betalt",
    ):
        assert part in said
    assert "Andelarna är av" in said


def test_a_register_tells_what_ends_and_never_calls_it_spend(visit: Any, workspace: Workspace):
    client = visit()
    one = next(each for each in spending.every("register"))
    said = page(client, f"/inkop/avtal/{one.id}/?manader=120")
    assert "Kontorsmöbler" in said and "30 juni 2027" in said and "Det är inte utbetalade pengar" in said
    assert (
        "Övning Enskild" not in said and "Skolmöbler" in said and "enskilda näringsidkare (maskerade)" in said
    )
    assert "En rad används inte" in said and "saknar både CPV-kod och namn" in said
    short = page(client, f"/inkop/avtal/{one.id}/?manader=1")
    assert "30 juni 2027" not in short


def test_contracts_that_end_stand_beside_what_was_paid(visit: Any, made: Intake):
    said = page(visit(), f"/inkop/{made.id}/grupp/391/?manader=120")
    assert "Avtal som löper ut" in said and "Skolmöbler" in said
    without = page(visit(), f"/inkop/{made.id}/grupp/391/?avtal=inget")
    assert "avtalens slut inte kända" in without


def test_the_region_without_statistics_names_the_pack_that_is_missing(
    visit: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("OMLOPP_PACKS", "/finns/inte")
    said = page(visit(), "/inkop/regionen/?lan=SE322")
    assert "registry-se" in said and "omlopp packs add" in said
    refused = visit().get("/inkop/regionen/?lan=Atlantis")
    assert refused.status_code == 422 and "Atlantis" in refused.content.decode()


def test_reading_writes_nothing_into_the_database_but_its_event(visit: Any):
    client = visit()
    one = laid(upload(client))
    confirmed(client, one)
    before = building.state()
    for path in ("/inkop/", f"/inkop/{one.id}/"):
        client.get(path)
    assert building.state() == before
    assert REGISTER and spend.LEDGER
