"""Journey 6, the small supplier: the list and its feed, a market question answered in ten minutes, the calculator –
and before it the buyer who put them there, after it the buyer who reads what the market can do.
"""

import re
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
TITLE = "Frågor om möbler som går att laga"
NEED = "Skåp och stolar till två förskolor (övning)"
SHARE = "Andel återbrukade möbler"
LIGHT_BYTES = 150_000  # a whole page with everything it fetches, as it comes


def test_the_small_supplier(stranger: Page, bench: Bench, complaints: Complaints) -> None:
    walk = Walker(stranger)
    complaints.expected |= {410, 422}
    bench.sign_in(stranger)
    dialogue = begin(walk)
    put_out_need_and_questions(walk, dialogue)
    stranger.context.clear_cookies()
    find_it_in_list_and_feed(walk, bench)
    use_the_calculator(walk)
    questions = answer_in_ten_minutes(walk)
    change_the_answer(walk, questions)
    stranger.set_viewport_size({"width": 1280, "height": 900})
    bench.sign_in(stranger)
    read_what_the_market_can_do(walk, dialogue)
    close_it(walk)
    stranger.context.clear_cookies()
    come_too_late(walk, questions)


def begin(walk: Walker) -> str:
    """A procurement with a requirement and an award model. → the address of its dialogue."""
    page = walk.page
    page.goto("/borja/behov/")
    walk.write(Vad_gäller_det=NEED, Beställare="Övningskommunen", CPV="39130000")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    home = re.sub(r"(/upphandling/\d+/).*", r"\1", page.url)
    page.goto(home + "krav/")
    card = page.locator("section.card").filter(has=page.get_by_role("link", name=SHARE, exact=True))
    walk.go(card.get_by_role("button", name="Välj"))
    page.goto(home + "utvarderingsmodell/LOT-0001/")
    page.get_by_role("group", name=SHARE).get_by_label("Vad är full nivå värd?").fill("240 000")
    walk.button("Spara modellen")
    walk.told("Utvärderingsmodellen är sparad")
    return home + "dialog/"


def put_out_need_and_questions(walk: Walker, dialogue: str) -> None:
    page = walk.page
    page.goto(dialogue)
    walk.look()
    walk.link("Lägg ut behovet")
    walk.write(Vad_behöver_ni="Skåp och stolar som går att laga.", Vart_kan_frågor="inkop@exempel.se")
    page.get_by_role("checkbox", name=re.compile("^Öppna räknaren")).check()
    walk.look()
    walk.button("Lägg ut behovet")
    walk.told("Behovet ligger på den öppna sidan")
    walk.link("Skriv frågor (RFI)")
    walk.write(Rubrik=TITLE, Behovet_med="Vi vill laga hellre än köpa nytt.", Egna_frågor="Vad kan ni laga?")
    page.get_by_role("checkbox", name=re.compile("^" + SHARE)).check()
    walk.look()
    walk.button("Förhandsgranska")
    walk.look()
    walk.button("Lägg ut frågorna")
    walk.told("Frågorna är utlagda")
    walk.look()


def find_it_in_list_and_feed(walk: Walker, bench: Bench) -> None:
    page = walk.page
    fetched: list[int] = []
    page.on("requestfinished", lambda one: fetched.append(one.sizes()["responseBodySize"]))
    page.goto("/oppet/", wait_until="networkidle")
    assert 0 < sum(fetched) < LIGHT_BYTES, f"{sum(fetched)} bytes"
    walk.look()
    feed = page.request.get(bench.address + "/oppet/feed.atom")
    atom = "{http://www.w3.org/2005/Atom}"
    assert NEED in [one.text for one in ElementTree.fromstring(feed.body()).iter(f"{atom}title")]
    walk.link("Så svarar du")
    walk.look()
    walk.link("Se kommande behov")
    walk.link(NEED)
    walk.look()


def use_the_calculator(walk: Walker) -> None:
    walk.go(walk.page.get_by_role("link", name=re.compile("^Räkna på ett anbud")).first)
    expect(walk.page.get_by_role("heading", level=1, name="Räkna på ert anbud")).to_be_visible()
    walk.page.go_back()


def answer_in_ten_minutes(walk: Walker) -> str:
    """→ the address of the questions."""
    page = walk.page
    page.set_viewport_size({"width": 320, "height": 800})
    walk.go(page.get_by_role("link", name="Svara på frågorna").first)
    walk.look()
    page.get_by_label("Företagets namn").fill("Lilla Lagverkstan (övning)")
    page.get_by_label(re.compile("^Organisationsnummer")).fill("556000-1111")
    page.get_by_label(re.compile(r"^\d\. Vad kan ni laga")).fill("Stolar, bord och skåp.")
    page.get_by_role("radio", name="Ja, senare").first.check()
    walk.button("Skicka svaret")
    expect(page.get_by_role("alert")).to_contain_text("kontrollsiffran")
    expect(page.get_by_label(re.compile(r"^\d\. Vad kan ni laga"))).to_have_value("Stolar, bord och skåp.")
    walk.look()
    page.get_by_label(re.compile("^Organisationsnummer")).fill("")
    walk.button("Skicka svaret")
    expect(page.get_by_role("heading", level=1, name="Tack, svaret är sparat")).to_be_visible()
    walk.look()
    return page.url


def change_the_answer(walk: Walker, questions: str) -> None:
    page = walk.page
    code = page.locator(".big-figure").inner_text()
    page.goto(questions)
    page.get_by_text("Har ni redan svarat").click()
    page.get_by_label("Kvittokod").fill(code.lower())
    walk.button("Öppna svaret")
    expect(page.get_by_label("Företagets namn")).to_have_value("Lilla Lagverkstan (övning)")
    page.get_by_role("radio", name="Ja nu").first.check()
    walk.button("Skicka det ändrade svaret")
    expect(page.get_by_role("heading", level=1, name="Tack, ändringen är sparad")).to_be_visible()


def read_what_the_market_can_do(walk: Walker, dialogue: str) -> None:
    page = walk.page
    page.goto(dialogue)
    expect(page.get_by_role("table").first).to_contain_text("1 av 1")
    expect(page.get_by_text("Under 5 drar vi ingen slutsats").first).to_be_visible()
    walk.look()
    walk.go(page.get_by_role("button", name=re.compile("^Använd som marknadsunderlag")).first)
    walk.told("underlag för kravet")
    expect(page.get_by_text("Sparat som underlag:").first).to_be_visible()


def close_it(walk: Walker) -> None:
    page = walk.page
    walk.link(TITLE)
    expect(page.get_by_text("Lilla Lagverkstan (övning)")).to_be_visible()
    walk.write(Vad_sa_marknaden="En verkstad kan laga stolar.")
    walk.button("Spara sammanfattningen")
    walk.button("Stäng frågorna nu")
    walk.told("Frågorna är stängda")


def come_too_late(walk: Walker, questions: str) -> None:
    walk.page.goto(questions)
    expect(walk.page.get_by_text("Du förlorar inget på det")).to_be_visible()
    expect(walk.page.get_by_text("En verkstad kan laga stolar.")).to_be_visible()
    expect(walk.page.get_by_text("Lilla Lagverkstan")).to_have_count(0)
    walk.look()
