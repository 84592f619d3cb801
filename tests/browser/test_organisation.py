"""The first person makes the organisation and gives a colleague a role; the jurist sees who opened what, and an intact log."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.pages import EXERCISE
from tests.browser.walking import Walker


def test_the_first_person_makes_the_organisation_and_lets_a_colleague_in(
    page: Page, bench: Bench, complaints: Complaints
):
    complaints.expected = {422}
    walk = Walker(page)
    bench.add_person("ekonom")
    page.goto("/organisation/")
    if not page.get_by_label("Namn", exact=True).is_visible():
        page.get_by_text("Skapa en organisation", exact=True).click()
    walk.look()
    page.get_by_label("Namn", exact=True).fill("Påhittade landskommunen (övning)")
    page.get_by_label("Sort").select_option(label="Kommun")
    page.get_by_label("Län").select_option(label="Jämtlands län")
    walk.button("Skapa organisationen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Påhittade landskommunen (övning)")
    walk.look()
    walk.link("Inställningar")
    page.get_by_label("Ny enhet").fill("Fastighet")
    walk.button("Lägg till enheten")
    walk.look()
    walk.link("Påhittade landskommunen (övning)")
    walk.go(page.locator("main").get_by_role("link", name="Personer", exact=True))
    walk.look()
    page.get_by_label("Användarnamn").fill("finns-inte")
    page.get_by_role("radio", name="Läsare").check()
    walk.button("Ge rollen")
    expect(page.get_by_role("alert")).to_contain_text("finns-inte")
    page.get_by_label("Användarnamn").fill("ekonom")
    walk.button("Ge rollen")
    expect(page.get_by_role("row", name="ekonom")).to_contain_text("Läsare")
    walk.look()
    page.goto("/organisation/roller/")
    walk.look()
    page.goto("/borja/behov/")
    assert page.get_by_label("Vilken organisation hör upphandlingen till?").is_visible()
    walk.look()


def test_the_jurist_sees_who_did_what_with_the_bids_and_an_intact_log(page: Page):
    """Journey 7: from the bids to who opened them, and on to the check of the log."""
    walk = Walker(page)
    walk.procurement(EXERCISE)
    walk.link("Anbud")
    walk.link("Vem har öppnat anbuden, och när")
    expect(page.get_by_role("table").last).to_contain_text("Tilldelning beslutad")
    walk.look()
    walk.link("Kontrollera att loggen är hel")
    expect(page.get_by_text("Loggen är hel.")).to_be_visible()
    walk.look()


def test_an_opening_is_recorded_and_a_disposal_is_shown_before_it_is_done(page: Page):
    walk = Walker(page)
    walk.procurement(EXERCISE)
    overview = page.url
    page.goto(overview + "anbud/oppning/LOT-0001/")
    walk.look()
    page.goto(overview + "gallring/")
    walk.look()
    page.get_by_label("Hela upphandlingen").check()
    page.get_by_label("Beslutets diarienummer").fill("ÖVN 1")
    page.get_by_label("Beslutets dag").fill("2026-03-02")
    page.get_by_label("Stöd för gallringen").fill("Övning.")
    walk.button("Visa vad som försvinner")
    expect(page.get_by_text("Det här försvinner för gott")).to_be_visible()
    walk.look()
    walk.link("Avbryt")
    expect(page.get_by_role("heading", name="Gallra enligt beslut")).to_be_visible()
