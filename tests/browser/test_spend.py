"""Journey: a ledger → what is odd in it → the shortlist → a product group → a line put right → a procurement begun."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import spend
from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

REGISTER = """avtals_id;titel;cpv;leverantor;avtalsslut;nettobelopp
A1;Kontorsmöbler;39130000;Övning Kontorsmöbler AB;2027-12-31;4 000 000
A2;Arbetskläder;18100000;Övning Textil AB;2031-01-31;900 000
"""


def test_from_a_ledger_to_a_procurement(page: Page) -> None:
    walk = Walker(page)
    page.goto("/")
    walk.link("Inköp")
    walk.look()
    page.get_by_label("Reskontran", exact=True).set_input_files(spend.LEDGER)
    page.get_by_label("Visa kolumnerna innan filen läses, även om de är kända").check()
    walk.button("Läs in reskontran")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stämmer kolumnerna?")
    expect(walk.field("Belopp utan moms")).to_have_value("nettobelopp")
    expect(page.get_by_role("cell", name="ÖVNING").first).to_be_visible()  # the first rows
    walk.button("Bekräfta och läs")
    no_violations(page)  # under way or done, as it stands
    expect(page.get_by_role("heading", level=1, name=spend.TITLE)).to_be_visible(timeout=60_000)
    walk.look()
    expect(page.get_by_text("ÖVNING – reskontran är påhittad")).to_be_visible()
    expect(page.locator(".headline")).to_contain_text(re.compile(r"95,2\s%"))
    expect(page.get_by_role("heading", name=re.compile(r"12 av 5\s000 rader används inte"))).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta hela listan (CSV)").click()
    assert "Skriv beloppet som ett tal" in started.value.path().read_text("utf-8-sig")

    walk.link("Se möjliga piloter")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Möjliga pilotupphandlingar")
    pilot = page.locator("ol.pilots > li").filter(has=page.get_by_role("link", name="Möbler", exact=True))
    expect(pilot).to_contain_text("Effektlogik")
    walk.go(pilot.get_by_role("link", name="Möbler", exact=True))
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Möbler")

    walk.link("Öppna raderna och rätta")
    walk.look()
    page.get_by_label("Visa", exact=True).select_option(label="Köp utan varugrupp")
    walk.go(page.get_by_role("search").get_by_role("button", name="Visa"))
    line = page.get_by_role("row", name=re.compile("ÖVNING Handel 6"))
    walk.go(line.get_by_role("link").first)
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad är det här?")
    walk.choose("Vad ska regeln gälla?", "Leverantören på det här kontot")
    page.get_by_label("Raderna hör till").select_option("391")
    walk.write(**{"Varför?": "Leverantören säljer skolmöbler."})
    walk.button("Spara regeln")
    walk.look()
    walk.told("Regeln är sparad: Möbler. Den gäller 5 rader")
    expect(page.get_by_role("row", name=re.compile("ÖVNING Handel 6"))).to_have_count(0)
    walk.link("Regler")
    walk.look()
    expect(page.get_by_role("row", name=re.compile("Leverantören säljer skolmöbler"))).to_be_visible()

    spend.begin_procurement(page)
    walk.look()
    expect(page.get_by_text("ÖVNING – allt i den här upphandlingen är påhittat")).to_be_visible()
    facts = page.locator("dl.facts").filter(has_text="Började i")
    expect(facts).to_contain_text("ovningsreskontra.csv")
    expect(facts).to_contain_text("39100000")


def test_pictures_lead_to_groups_and_the_keyboard_reaches_them(page: Page) -> None:
    page.goto(spend.ledger(page))
    walk = Walker(page)
    walk.link("Utforska varugrupperna")
    for picture in ("Vad pengarna gick till", "Var klimatavtrycket ligger", "Avtryck mot åtgärder"):
        walk.link(picture)
        walk.look()
        linked = page.locator("figure svg a")
        assert linked.count() >= 5, picture
        linked.first.focus()
        assert page.evaluate("document.activeElement.getAttribute('aria-label')"), picture
    walk.go(linked.first)
    expect(page.get_by_role("heading", name="Tre delar, bredvid varandra")).to_be_visible()


def test_a_contract_register_stands_beside_the_ledger(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "avtal.csv"
    file.write_text(REGISTER, "utf-8")
    walk = Walker(page)
    address = spend.ledger(page)
    page.goto("/inkop/")
    page.get_by_label("Avtalsregistret", exact=True).set_input_files(file)
    walk.button("Läs in avtalsregistret")
    walk.look()
    if page.get_by_role("heading", level=1, name="Stämmer kolumnerna?").count():
        walk.button("Bekräfta och läs")
    expect(page.get_by_role("heading", level=1, name="Avtal i avtal.csv")).to_be_visible(timeout=60_000)
    walk.look()
    expect(page.get_by_text("Det är inte utbetalade pengar")).to_be_visible()
    page.goto(address + "grupp/391/?manader=120")
    walk.look()
    expect(page.get_by_role("heading", name="Avtal som löper ut")).to_be_visible()


def test_without_scripts_a_ledger_is_read_too(
    browser: Browser, bench: Bench, signed_in: object, complaints: Complaints
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=bench.address, storage_state=signed_in)  # type: ignore[arg-type]
    spend.read_ledger(complaints.watch(context.new_page()))
    context.close()


def test_what_is_no_table_is_said_beside_the_field(
    page: Page, tmp_path: Path, complaints: Complaints
) -> None:
    complaints.expected.add(422)
    file = tmp_path / "tom.csv"
    file.write_text("", "utf-8")
    page.goto("/inkop/")
    page.get_by_label("Reskontran", exact=True).set_input_files(file)
    Walker(page).button("Läs in reskontran")
    expect(page.get_by_role("alert").filter(has_text="inga rader")).to_be_visible()
    no_violations(page)
