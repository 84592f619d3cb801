"""Journey: a stream of waste turns out to need no purchase; that is a result, and can be taken up again."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

TITLE = "Kasserade skolbänkar (provgång)"


def test_waste_ends_without_a_purchase_and_is_taken_up_again(page: Page, complaints: Complaints) -> None:
    walk = Walker(page)
    page.goto("/")
    walk.link("Från avfall")
    walk.look()
    walk.link("Hoppa över frågorna; jag vet inte än")
    walk.look()
    walk.write(Vad_gäller_det=TITLE, Beställare="Provkommunen")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    walk.open_step("Behovet eller flödet")
    expect(page.get_by_text("Vad är det som inte fungerar i dag")).to_have_count(0)  # asked of a need only
    walk.write(Vilka_saker="Två hundra bänkar i gott skick.")
    walk.choose("Vad vill ni som äger", "Lämna dem vidare")
    walk.save()
    walk.go_on()
    walk.choose("Har ni sett efter", "Ja – det räcker till en del")
    walk.choose("Vilken väg väljer ni för det som uppstår", "Sälja, ge eller lämna det vidare")
    walk.write(Varför_den_vägen="En förening vill ha alla bänkar.")
    walk.save()
    walk.look()

    walk.link("Avsluta utan köp")
    walk.look()
    complaints.expected.add(422)
    walk.button("Avsluta upphandlingen")  # a reason is needed
    expect(page.get_by_role("alert")).to_be_visible()
    walk.write(Varför="Föreningen har hämtat bänkarna; inget behöver köpas.")
    walk.button("Avsluta upphandlingen")
    expect(page.get_by_text("Inget köp behövdes").first).to_be_visible()
    walk.look()

    walk.link("Upphandlingar")
    row = page.get_by_role("row", name=re.compile(re.escape(TITLE)))
    expect(row).to_contain_text("Inget köp behövdes")
    walk.look()
    walk.go(row.get_by_role("link").first)
    walk.go(page.get_by_role("link", name="Öppna igen").first)
    walk.look()
    walk.write(Varför="Föreningen lämnade tillbaka hälften.")
    walk.button("Öppna igen")
    expect(page.get_by_text("Inget köp behövdes")).to_have_count(0)
    walk.link("Logg")
    expect(page.get_by_role("table")).to_contain_text("Föreningen har hämtat bänkarna")
    expect(page.get_by_role("table")).to_contain_text("Föreningen lämnade tillbaka hälften.")
    walk.look()
