"""An ordinary morning: what waits, an answer to a colleague, a task, a file, and back to what waits now."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.pages import BEGUN
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


def begun(page: Page) -> None:
    page.goto("/upphandlingar/")
    page.locator("main th a", has_text=BEGUN).first.click()


def test_a_morning_begins_at_my_work_and_ends_there(
    page: Page, bench: Bench, complaints: Complaints, tmp_path: Path
):
    walk = Walker(page)
    page.goto("/")
    walk.link("Mitt arbete")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mitt arbete")
    walk.go(page.locator(".waits a", has_text="svara på det som saknas").first)
    expect(page.get_by_role("region", name="Innan du går vidare")).to_be_visible()

    begun(page)
    pages = page.get_by_role("navigation", name="Upphandlingens sidor")
    walk.go(pages.get_by_role("link", name="Samtal", exact=True))
    walk.look()
    walk.write(Skriv_en_kommentar="Räcker 40 skrivbord?\n@ingen-alls vet kanske.")
    walk.button("Spara kommentaren")
    expect(page.get_by_text("@ingen-alls fick inget besked")).to_be_visible()
    expect(page.locator(".said .text").last).to_contain_text("Räcker 40 skrivbord?")

    page.get_by_text("Lägg till en uppgift").click()
    walk.write(
        **{
            "Vad ska göras?": "Räkna stolarna på plan 3",
            "Av vem?": bench.name,
            "Senast vilken dag?": "2026-01-07",
        }
    )
    walk.look()
    walk.button("Lägg till uppgiften")
    expect(page.locator(".todo .late")).to_contain_text("försenad")

    page.get_by_text("Bifoga en fil").click()
    lista = tmp_path / "inventering.csv"
    lista.write_text("rum;stolar\n3;40\n", "utf-8")
    page.get_by_label("Fil", exact=True).set_input_files(lista)
    walk.button("Bifoga filen")
    with page.expect_download() as held:
        page.get_by_role("link", name="inventering.csv").click()
    assert Path(held.value.path()).read_text("utf-8") == "rum;stolar\n3;40\n"

    walk.link("Mitt arbete")
    late = page.get_by_role("heading", name=re.compile(r"^Dagen har passerat \(\d+\)$"))
    expect(late).to_be_visible()
    walk.look()
    walk.go(page.get_by_role("link", name="Räkna stolarna på plan 3").first)
    walk.go(page.get_by_role("button", name=re.compile(r"^Klar\W+Räkna stolarna på plan 3$")))
    expect(page.locator(".todo .done")).to_contain_text("Räkna stolarna på plan 3")
    walk.look()
    walk.link("Mitt arbete")
    expect(page.get_by_role("link", name="Räkna stolarna på plan 3")).to_have_count(0)


def test_a_comment_at_a_step_is_struck_with_a_reason_and_can_still_be_read(page: Page):
    walk = Walker(page)
    begun(page)
    walk.open_step("Återbruk först")
    walk.write(Skriv_en_kommentar="Det här hör till en annan upphandling.")
    walk.button("Spara kommentaren")
    expect(page).to_have_url(re.compile(r"/steg/reuse_first/#talk$"))
    said = page.locator(".said > li").filter(has_text="hör till en annan upphandling")
    said.get_by_text("Stryk", exact=False).first.click()
    said.get_by_label("Varför ska den strykas?").fill("Fel upphandling.")
    walk.go(said.get_by_role("button", name="Stryk kommentaren"))
    struck = page.get_by_text(re.compile(r"^Struken av .*Fel upphandling\.$"))
    expect(struck).to_be_visible()
    expect(page.get_by_text("Det här hör till en annan upphandling.")).not_to_be_visible()
    struck.click()
    expect(page.get_by_text("Det här hör till en annan upphandling.")).to_be_visible()
    walk.look()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_menus_are_reached_by_keyboard_at_every_width(page: Page, width: int):
    """320 pixels is also what a screen of 1280 shows at 400 per cent."""
    page.set_viewport_size({"width": width, "height": 800})
    begun(page)
    menu = page.get_by_role("navigation", name="Upphandlingens sidor")
    if width < 960:
        expect(menu).not_to_be_visible()
        page.locator("details.rooms > summary").focus()
        page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    talk = menu.get_by_role("link", name="Samtal", exact=True)
    talk.focus()
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Samtal, uppgifter och filer")
    assert page.locator("details.rooms a[aria-current=page]").inner_text() == "Samtal" or width < 960
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    market = page.get_by_role("navigation", name="Huvudmeny").get_by_role(
        "link", name="Marknaden", exact=True
    )
    market.focus()
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    below = page.get_by_role("navigation", name="Marknaden")
    expect(below.get_by_role("link", name="Sök", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_list_of_procurements_is_filtered_and_taken_along(page: Page):
    walk = Walker(page)
    page.goto("/")
    walk.link("Upphandlingar")
    walk.look()
    walk.write(Ord_i_rubrik="ananas")
    walk.button("Visa")
    expect(page.get_by_text("Ingen upphandling passar filtret.")).to_be_visible()
    walk.link("Visa alla")
    page.get_by_label("Läge").select_option("open")
    walk.button("Visa")
    expect(page.locator("main th a", has_text=BEGUN).first).to_be_visible()
    with page.expect_download() as held:
        page.get_by_role("link", name="Hämta listan (CSV)").click()
    assert BEGUN in Path(held.value.path()).read_text("utf-8-sig")
