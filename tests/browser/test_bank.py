"""Journey: words lead to a requirement, it is laid beside others, taken along, and a change proposed as a checked file."""

import re

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.pages import BEGUN
from tests.browser.reading import download, words_of_docx
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
NAME = "Andel återbrukade möbler"


def test_from_words_to_a_proposed_change(page: Page, bench: Bench, complaints: Complaints) -> None:
    complaints.expected.add(422)
    walk = Walker(page)
    page.goto("/")
    walk.go(page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Kunskap", exact=True))
    walk.look()
    page.get_by_label("Vad köper du?").fill("återbrukade möbler")
    walk.button("Sök")
    walk.look()
    walk.link(NAME)
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()
    walk.look()

    walk.link("Jämför alla tre")
    walk.look()
    expect(page.locator(".compare thead th")).to_have_count(3)
    walk.go(page.get_by_role("link", name=re.compile(r"^Ta bort\W+")).last)
    expect(page.locator(".compare thead th")).to_have_count(2)
    walk.link(NAME)

    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=bench.address)
    page.get_by_role("button", name="Kopiera texten").click()
    expect(page.locator("#copied")).to_have_text("Kopierat")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(NAME.upper()) and "Anbudsgivaren ska ange hur stor andel" in copied
    assert "Anbudsgivaren ska ange hur stor andel" in words_of_docx(download(walk, "Hämta som Word"))

    walk.link("Föreslå en ändring")
    walk.look()
    page.get_by_label("Varför ska det ändras?").fill("Marknadsdialog i Jämtland, mars 2026.")
    page.get_by_label("Risk: kostnad, svenska").fill("Långa avstånd bör undvikas snarast.")
    page.get_by_label("Nivå 1, del av fullt värde, procent").fill("lite")
    walk.button("Kontrollera förslaget")
    walk.look()
    expect(page.get_by_role("alert")).to_contain_text("”lite” är inget tal")
    page.get_by_label("Nivå 1, del av fullt värde, procent").fill("0")
    walk.button("Kontrollera förslaget")
    expect(page.get_by_role("alert")).to_contain_text("snarast")
    expect(page.get_by_label("Risk: kostnad, svenska")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Risk: kostnad, svenska").fill(
        "Långa avstånd gör en hög nivå dyr. Fråga tre återbrukare."
    )
    walk.button("Kontrollera förslaget")
    walk.look()
    expect(page.get_by_role("status").filter(has_text="klarar alla kontroller")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="Ladda ner filen").click()
    file = started.value
    assert file.suggested_filename == "reused_furniture_share.yaml"
    held = yaml.safe_load(file.path().read_text("utf-8"))
    assert held["risks"]["cost"]["sv"].endswith("Fråga tre återbrukare.")


def test_ticked_requirements_are_compared_on_a_phone(page: Page) -> None:
    walk = Walker(page)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/bank/?grupp=furniture")
    for box in page.locator("[name=jamfor]").all()[:2]:
        box.check()
    walk.button("Jämför valda krav")
    walk.look()
    expect(page.locator(".compare td[data-label]").first).to_be_visible()
    walk.link("Krav")
    expect(page).to_have_url(re.compile("grupp=furniture|/bank/"))


def test_an_official_criterion_is_pasted_and_bound(page: Page) -> None:
    """In the procurement begun from a notice; what one of ours lends is filled in."""
    walk = Walker(page)
    walk.procurement(BEGUN)
    page.goto(page.url + "krav/")
    walk.link("Klistra in ett kriterium från Upphandlingsmyndigheten")
    page.locator("#look-krav").fill("11502")
    walk.button("Visa")
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile("^Hämta villkor och uppföljning")).first)
    walk.look()
    page.get_by_label("Kriteriets rubrik").fill("Påhittad rubrik för provgången")
    page.locator("#id_text").fill("Leverantören ska lista 3 varupartier, påhittat.")
    page.get_by_label("Sidans rubrik").fill("Påhittad sida")
    walk.button("Lägg till i upphandlingen")
    walk.told("inklistrat")
    expect(page.get_by_text("officiellt kriterium, Krav-ID 11502")).to_be_visible()
    walk.look()
