"""Many at once, from the empty form to the list; the calendar's address; and a new procurement begun from an earlier one."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.pages import EXERCISE
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
REGISTER = (
    "Avtal;Leverantör;Slutdatum;Värde\nRamavtal hyllor (övning);Påhittade Hyllor AB;2028-03-31;4 000 000\n"
    "Städ (övning);Påhittad Städ AB;32/1;\n"
)


def test_a_register_is_looked_at_and_read_in(page: Page, complaints: Complaints) -> None:
    complaints.expected.add(422)
    walk = Walker(page)
    number = own_organisation(walk)
    page.goto(f"/organisation/{number}/las-in/")
    walk.look()
    with page.expect_download() as form:
        page.get_by_role("link", name=re.compile("Hämta formuläret.*Avtalsregister")).click()
    assert form.value.suggested_filename.endswith(".xlsx")
    walk.button("Läs filen och visa raderna")
    expect(page.get_by_role("alert")).to_contain_text("Välj en fil först")
    page.get_by_label("Avtalsregister med slutdatum").check()
    page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "register.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    walk.button("Läs filen och visa raderna")
    walk.look()
    expect(page.get_by_role("region", name="Att rätta")).to_contain_text("”32/1” är inget datum")
    with page.expect_download() as faults:
        page.get_by_role("link", name=re.compile("Hämta raderna")).click()
    assert "att-ratta" in faults.value.suggested_filename
    walk.button("Läs in 1 rad")
    walk.told("1 avtal är inlästa. 1 av 2 rader lämnades utanför.")


def own_organisation(walk: Walker) -> str:
    """The number of an organisation that this person may import for; made where there is none."""
    page = walk.page
    page.goto("/organisation/")
    mine = page.locator("main h2 a[href^='/organisation/']")
    if not mine.count():
        walk.write(Namn="Övningskommunen (påhittad)")
        page.locator("main select").first.select_option("municipality")
        walk.button("Skapa organisationen")
    else:
        walk.go(mine.first)
    found = re.search(r"/organisation/(\d+)/", page.url)
    assert found, page.url
    return found[1]


def test_the_calendar_gets_an_address_that_a_program_reads(page: Page) -> None:
    walk = Walker(page)
    page.goto("/meddelanden/")
    walk.look()
    walk.link("Dina datum i din egen kalender")
    walk.button("Skapa en adress")
    walk.look()
    address = page.get_by_label("Adress att klistra in").input_value()
    got = page.request.get(address)
    assert got.ok and got.text().startswith("BEGIN:VCALENDAR")
    walk.button("Stäng kalendern")
    assert page.request.get(address).status == 404


def test_a_new_procurement_is_begun_from_an_earlier_one(page: Page) -> None:
    walk = Walker(page)
    page.goto("/borja/kopia/")
    walk.look()
    walk.link(EXERCISE)
    walk.look()
    walk.write(Vad_gäller_det="Stolar till skolan (övning)")
    page.get_by_role("group", name=re.compile("^Längre garanti")).get_by_label("Lämna").check()
    page.get_by_label(re.compile("^Senaste modellen")).uncheck()
    walk.button("Börja den nya upphandlingen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stolar till skolan")
    expect(page.get_by_role("complementary", name="Övning")).to_be_visible()
    expect(page.get_by_role("definition").filter(has_text=EXERCISE)).to_be_visible()
    expect(page.get_by_role("link", name="bekräfta vilka")).to_be_visible()
