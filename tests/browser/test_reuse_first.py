"""Journey: a need meets the store first – a list is read, forty desks are found, the need is lowered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

TITLE = "Skrivbord till nya skolan (provgång)"
LIST = "Artikelnummer;Benämning;Antal;Skick;Plats;Vikt (kg)\nSB-160;Skrivbord 160x80;40;Gott;Centralförrådet;38,5\nKS-1;Stol;tre;Gott;Källaren;\n"


def test_forty_desks_are_found_and_the_need_is_lowered(page: Page, complaints: Complaints) -> None:
    walk = Walker(page)
    page.goto("/organisation/")
    page.locator("summary", has_text="Skapa en organisation").click() if not page.get_by_role(
        "button", name="Skapa organisationen"
    ).is_visible() else None
    page.locator("main form input[name=name]").fill("Återbrukskommunen (övning)")
    page.locator("main form select[name=kind]").select_option("municipality")
    walk.button("Skapa organisationen")
    number = re.search(r"/organisation/(\d+)/", page.url)
    assert number, page.url
    store = f"/organisation/{number.group(1)}/forrad/"

    page.goto(store)
    walk.look()
    page.set_input_files(
        "#file", files=[{"name": "forrad.csv", "mimeType": "text/csv", "buffer": LIST.encode()}]
    )
    walk.button("Visa vad som läses in")
    expect(page.get_by_text("”tre” är inte ett helt antal")).to_be_visible()
    walk.look()
    walk.button("Läs in listan")
    walk.told("1 nya, 0 ändrade")
    walk.look()

    page.goto("/borja/behov/")
    page.get_by_label("Vilken organisation hör upphandlingen till?").select_option(
        label="Återbrukskommunen (övning)"
    )
    walk.write(Vad_gäller_det=TITLE)
    walk.button("Börja upphandlingen")
    walk.open_step("Återbruk först")
    expect(page.get_by_role("region", name="Står det redan i förrådet?")).to_contain_text("Skrivbord 160x80")
    walk.look()
    walk.link("Se vad som finns och reservera")
    walk.write(Hur_många_behövs="120")
    walk.button("Spara behovet")
    walk.look()
    walk.button_for("Reservera", "Skrivbord 160x80")
    expect(page.locator(".headline")).to_have_text(re.compile(r"120\s+behövs\s+40\s+finns\s+80\s+återstår"))
    walk.button("Sänk behovet till 80")
    walk.link("Till steget Återbruk först")
    expect(page.get_by_label(re.compile("^Hur många behöver köpas efter"))).to_have_value("80")

    walk.link("Se vad som finns och reservera")
    walk.write(Varför_behövs_inget_köp="Vi klarar oss med de fyrtio som finns.")
    walk.button("Vi har det redan – avsluta utan köp")
    expect(page.get_by_text("Inget köp behövdes").first).to_be_visible()
    page.goto("/portfolj/?slag=verkliga")
    expect(page.get_by_role("heading", name="Möttes utan köp")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("känd för 40 av 40")
    walk.look()


def test_waste_begins_with_the_question_whether_it_is_waste(page: Page) -> None:
    walk = Walker(page)
    page.goto("/borja/avfall/")
    walk.look()
    while (question := page.locator("form.aid-question")).count():
        question.get_by_role("radio").first.check()
        walk.button("Nästa")
    walk.look()
    walk.write(Vad_gäller_det="Bänkar i gott skick (provgång)", Beställare="Provkommunen")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    walk.open_step("Behovet eller flödet")
    kept = page.get_by_role("region", name="Avfall eller produkt?")
    expect(kept).to_contain_text("Produkt: använd den igen")
    walk.look()
    walk.link("Gå om frågorna")
    walk.look()
