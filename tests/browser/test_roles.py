"""Everybody signs in, finds what is theirs on the first page, does their one thing, and meets one plain refusal.

The buyer's walk is test_need_to_follow_up.py, the contract manager's test_contract_manager.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.reading import download, words_of_docx
from tests.browser.seats import Seats, take_seats
from tests.browser.walking import Walker
from tests.conftest import needs_chromium
from tests.web.building import FIRST

pytestmark = [needs_chromium, pytest.mark.browser]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
INSIDE = ("/upphandling/", "/organisation/", "/leverera/", "/mitt/", "/upphandlingar/")


@pytest.fixture(scope="module")
def seats(bench: Bench) -> Seats:
    return take_seats(bench)


@dataclass
class Person(Walker):
    """A walker who has signed in and stands on the first page."""

    page: Page
    seats: Seats
    complaints: Complaints

    def address(self, procurement: str, rest: str = "") -> str:
        return f"/upphandling/{self.seats.rows[procurement]}/{rest}"

    def room(self, name: str) -> None:
        """A page of the procurement, by its menu."""
        menu = self.page.get_by_role("navigation", name="Upphandlingens sidor")
        self.go(menu.get_by_role("link", name=name, exact=True))

    def rooms(self) -> list[str]:
        return (
            self.page.get_by_role("navigation", name="Upphandlingens sidor")
            .get_by_role("link")
            .all_inner_texts()
        )

    def nowhere_a_refusal(self) -> None:
        """No link of the page leads to what this person may not see."""
        found = self.page.locator("a[href]").evaluate_all("all => all.map(each => each.href)")
        inside = {each.split("#")[0] for each in found if urlparse(each).path.startswith(INSIDE)}
        told = [f"{answer.status} {each}" for each in sorted(inside)
                if (answer := self.page.request.get(each)).status >= 400]  # fmt: skip
        assert inside and not told, f"{self.page.url}\n" + "\n".join(told)

    def refused(self, address: str, says: str) -> None:
        """Somebody who writes the address reads a sentence, and is led on."""
        self.complaints.expected |= {403, 404}
        self.page.goto(address)
        expect(self.page.locator("main")).to_contain_text(says)
        self.look()

    def none_of(self, *buttons: str) -> None:
        for name in buttons:
            expect(self.page.get_by_role("button", name=re.compile("^" + re.escape(name)))).to_have_count(0)

    def at_both_widths_and_in_english(self) -> None:
        """The page as it stands: desk and phone in Swedish, then in English."""
        self.look()
        self.page.set_viewport_size(PHONE)
        self.look()
        self.button("English")
        no_violations(self.page, "en")
        self.page.set_viewport_size(DESK)
        self.button("Svenska")


Arrive = Callable[[str], Person]


@pytest.fixture
def arrive(stranger: Page, bench: Bench, complaints: Complaints, seats: Seats) -> Arrive:
    def sign_in(name: str) -> Person:
        bench.sign_in(stranger, name, seats.passwords[name])
        return Person(stranger, seats, complaints)

    return sign_in


def waits(who: Person, says: str) -> None:
    """It stands on the first page and in My work, and the link there is followed."""
    row = who.page.locator(".waits a", has_text=says)
    expect(row.first).to_be_visible()
    who.link("Mitt arbete")
    who.look()
    who.go(row.first)


def test_the_requester_describes_the_need_and_takes_what_stands_in_store(arrive: Arrive) -> None:
    who = arrive("requester")
    waits(who, "Behovet eller flödet: svara på det som saknas")
    who.write(
        **{
            "Vad är det som inte": "Besökare får stå.",
            "Vilken funktion": "Tio ska kunna sitta i tre år.",
        }
    )
    who.button("Spara svaren")
    who.told("Sparat.")
    who.none_of("Gå vidare till nästa steg")
    who.at_both_widths_and_in_english()
    who.room("Behov och förråd")
    who.page.get_by_label("Hur många behövs?").fill("10")
    who.button("Spara behovet")
    who.told("Sparat i steget Återbruk först.")
    chairs = who.page.get_by_role("row", name=re.compile("^Stol med armstöd"))
    chairs.get_by_label(re.compile("^Antal")).fill("4")
    who.go(chairs.get_by_role("button", name=re.compile("^Reservera")))
    expect(who.page.get_by_role("status").first).to_contain_text("4 av ”Stol med armstöd” är reserverade")
    who.none_of("Vi har det redan")
    who.look()
    assert "Anbud" not in who.rooms()
    who.room("Krav")
    who.none_of("Välj")
    who.refused(who.address("judged", "anbud/"), "Din roll i ”Stolar till skolan” räcker inte")


def test_the_environmental_strategist_lights_goals_and_sees_no_bids(arrive: Arrive) -> None:
    who = arrive("environmental_strategist")
    waits(who, "Behovet eller flödet")
    who.nowhere_a_refusal()
    who.room("Mål")
    who.look()
    who.button("Spara målen")
    expect(who.page.get_by_role("status").first).to_be_visible()
    who.at_both_widths_and_in_english()
    who.page.goto(who.address("judged", "steg/bids/"))
    expect(who.page.get_by_text("Anbuden är hemliga för din roll.")).to_be_visible()
    who.look()
    who.refused(who.address("judged", "anbud/"), "Din roll i ”Stolar till skolan” räcker inte")


def test_the_assessor_judges_the_bids_that_wait_and_decides_nothing(arrive: Arrive) -> None:
    who = arrive("assessor")
    waits(who, "Bedöm anbuden på Stolar: 2 av 2 väntar på dig.")
    who.at_both_widths_and_in_english()
    who.link(FIRST)
    for level in who.page.locator("select[name^=level-]").all():
        level.select_option(index=1)
    for reason in who.page.locator("textarea[name^=reason-]").all():
        reason.fill("Står i bilaga 2.")
    who.button("Spara mina bedömningar")
    expect(who.page.get_by_role("status").first).to_contain_text("Sparat: 2 av 2")
    who.look()
    who.none_of("Förkasta anbudet", "Spara frågan")
    who.room("Anbud")
    who.none_of("Spara beslutet", "Registrera anbudet")
    who.nowhere_a_refusal()
    who.link("Mitt arbete")
    expect(who.page.locator(".waits a", has_text="1 av 2 väntar på dig")).to_be_visible()
    who.refused(who.address("judged", "avsluta/"), "räcker inte för det här")


def test_the_leader_reads_the_evaluation_and_decides(arrive: Arrive) -> None:
    who = arrive("leader")
    waits(who, "nämnde dig i en kommentar")
    who.room("Anbud")
    who.none_of("Registrera anbudet", "Utvärdera anbuden")
    who.nowhere_a_refusal()
    who.at_both_widths_and_in_english()
    who.page.get_by_label("Vem tilldelas kontraktet?").select_option(index=1)
    who.write(Skäl="Lägst jämförelsepris.")
    who.button("Spara beslutet LOT-0001")
    expect(who.page.locator(".note.ok", has_text="Lägst jämförelsepris.")).to_be_visible()
    who.look()
    who.room("Krav")
    who.none_of("Välj", "Ta bort")


def test_the_project_lead_lets_people_in_but_not_itself_to_the_bids(arrive: Arrive) -> None:
    who = arrive("project_lead")
    waits(who, "Det nya avtalet ska gälla.")
    who.none_of("Spara svaren")
    who.room("Personer")
    who.page.get_by_label("Användarnamn").fill("ny-kollega")
    who.page.get_by_label("Roll", exact=True).first.select_option(label="Läsare")
    who.button("Spara rollen")
    expect(who.page.get_by_role("row", name="ny-kollega")).to_contain_text("Läsare")
    who.at_both_widths_and_in_english()
    who.complaints.expected.add(422)
    who.page.get_by_label("Användarnamn").fill("project_lead")
    who.page.get_by_label("Roll", exact=True).first.select_option(label="Bedömare")
    who.button("Spara rollen")
    expect(who.page.get_by_role("alert")).to_contain_text("den öppnar anbuden")
    assert "Anbud" not in who.rooms()
    who.nowhere_a_refusal()


def test_the_process_leader_coaches_in_the_talk_and_the_market(arrive: Arrive) -> None:
    who = arrive("process_leader")
    waits(who, "Det nya avtalet ska gälla.")
    who.room("Samtal")
    who.write(Skriv_en_kommentar="@requester Pröva förrådet innan ni skriver krav.")
    who.button("Spara kommentaren")
    expect(who.page.locator(".said .text").last).to_contain_text("Pröva förrådet")
    who.at_both_widths_and_in_english()
    who.room("Marknad")
    expect(who.page.get_by_role("link", name="Skriv frågor (RFI)")).to_be_visible()
    who.nowhere_a_refusal()
    who.room("Mål")
    who.none_of("Spara målen")
    who.look()


def test_the_reader_reads_takes_documents_and_is_asked_for_nothing(arrive: Arrive) -> None:
    who = arrive("reader")
    expect(who.page.get_by_text("Inget väntar på dig.").first).to_be_visible()
    who.link("Upphandlingar")
    who.look()
    who.link("Stolar till biblioteket")
    who.at_both_widths_and_in_english()
    who.nowhere_a_refusal()
    assert "Stolar till biblioteket" in words_of_docx(download(who, "Kravspecifikation (Word)"))
    who.link("Regler som styr")
    expect(who.page.get_by_text("Reglerna bekräftas av upphandlaren.")).to_be_visible()
    who.none_of("Bekräfta reglerna")
    who.look()
    who.room("Samtal")
    who.none_of("Spara kommentaren", "Lägg till uppgiften", "Bifoga filen")
    who.look()
    who.refused(who.address("judged", "anbud/"), "Din roll i ”Stolar till skolan” räcker inte")


def test_the_lawyer_sees_the_bids_and_the_chain_and_releases_nothing(arrive: Arrive) -> None:
    who = arrive("lawyer")
    waits(who, "nämnde dig i en kommentar")
    who.page.goto(who.address("awarded"))
    who.room("Anbud")
    who.none_of("Utvärdera anbuden", "Spara beslutet", "Registrera anbudet")
    who.nowhere_a_refusal()
    who.link("Brev och underrättelser")
    who.none_of("Gör underrättelsen", "Gör svaret")
    who.go(who.page.get_by_role("link", name=re.compile("^Svaret till ")).first)
    expect(who.page.get_by_text(f"Relativa fördelar hos anbudet från {FIRST}").first).to_be_visible()
    who.at_both_widths_and_in_english()
    who.room("Logg")
    who.link("Kontrollera nu")
    expect(who.page.get_by_text("Loggen är hel.")).to_be_visible()
    who.look()


def test_the_administrator_runs_the_organisation_and_reads_no_procurement(arrive: Arrive) -> None:
    who = arrive("administrator")
    expect(who.page.get_by_text("Inget väntar på dig.").first).to_be_visible()
    who.link("Organisation")
    expect(who.page.get_by_role("heading", level=1)).to_have_text("Provkommunen")
    expect(who.page.get_by_text("Din roll här öppnar dem inte.")).to_be_visible()
    who.nowhere_a_refusal()
    who.go(who.page.locator("main").get_by_role("link", name="Personer", exact=True))
    who.page.get_by_label("Användarnamn").fill("ny-kollega")
    who.page.get_by_role("radio", name="Läsare").check()
    who.button("Ge rollen")
    expect(who.page.get_by_role("row", name="ny-kollega")).to_contain_text("Läsare")
    who.at_both_widths_and_in_english()
    who.refused(who.address("begun"), "finns inte")


def test_the_suppliers_contact_has_its_own_reports_and_nothing_else(arrive: Arrive) -> None:
    who = arrive("supplier_contact")
    expect(who.page.locator(".waits a", has_text="Stolar, avtal")).to_be_visible()
    who.look()
    who.link("Mitt arbete")
    who.look()
    who.link("Mina avtal")
    who.look()
    who.link("Stolar, avtal")
    who.nowhere_a_refusal()
    who.go(who.page.get_by_role("link", name=re.compile("^redovisa")).first)
    who.at_both_widths_and_in_english()
    for box in who.page.get_by_role("checkbox", name=re.compile("^Vi vet inte")).all():
        box.check()
    who.page.get_by_label(re.compile("^Vikt som är återbrukad")).first.fill("31")
    who.page.get_by_label(re.compile("^All levererad vikt")).first.fill("100")
    for known in ("Vikt som är återbrukad", "All levererad vikt"):
        who.page.get_by_role("checkbox", name=re.compile(f"^Vi vet inte.*{known}")).first.uncheck()
    who.button("Skicka in rapporten")
    expect(who.page.get_by_role("heading", name="Kvitto: rapporten har kommit in")).to_be_visible()
    who.look()
    who.refused(who.address("awarded"), "finns inte")
