"""A person signs in with a second step, comes by an invitation, and loses the session in the middle of a form."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.pages import BEGUN
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
PASSWORD = "fyra vanliga ord i rad"
TEXT = "{who}: ett långt svar.\nRad två: 40 skrivbord & <två> stolar, ”citat” och 5 %."
FIRST, SECOND, THIRD = (TEXT.format(who=who) for who in ("Utan kod", "Med kod", "Under skrivandet"))


def code(secret: str) -> str:
    """What an app shows just now (RFC 6238). A step that is nearly over is waited out."""
    if time.time() % 30 > 27:
        time.sleep(4)
    digest = hmac.new(
        base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    offset = digest[-1] & 15
    (value,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(value & 0x7FFFFFFF) % 1_000_000:06}"


def sign_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("Användarnamn").fill(name)
    page.get_by_label("Lösenord", exact=True).fill(password)
    page.get_by_role("button", name="Logga in").click()


def lose_the_session(context: BrowserContext) -> None:
    context.clear_cookies(name="omlopp_session")


def open_a_step(walk: Walker) -> str:
    page = walk.page
    walk.procurement(BEGUN)
    walk.go(
        page.get_by_role("navigation", name="Steg", exact=True)
        .get_by_role("link", name="Uppdrag och mandat")
        .first
    )
    return page.url


def fill(page: Page, text: str) -> None:
    box = page.locator("#answers textarea").first
    box.fill(text)
    box.blur()


def send_again(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Du blev utloggad – här är det du skrev")
    expect(page.locator("main")).to_contain_text("40 skrivbord & <två> stolar")
    no_violations(page)
    page.get_by_role("button", name="Skicka igen").click()


def test_a_session_lost_in_the_middle_of_a_form_loses_nothing(
    page: Page, context: BrowserContext, bench: Bench
) -> None:
    """Without a second step. The background check of the form runs into the lost session too."""
    walk = Walker(page)
    step = open_a_step(walk)
    page.locator("#answers textarea").first.fill(FIRST)
    lose_the_session(context)
    page.locator("#answers").get_by_role("button", name="Spara svaren").click()
    page.wait_for_url("**/konto/logga-in/?next=/konto/utloggad/")
    expect(page.get_by_role("status").filter(has_text="Det du skrev är sparat")).to_be_visible()
    no_violations(page)
    sign_in(page, bench.name, bench.password)
    send_again(page)
    walk.told("Sparat.")
    page.goto(step)
    expect(page.locator("#answers textarea").first).to_have_value(FIRST)
    page.goto("/konto/utloggad/")
    page.wait_for_url(bench.address + "/")


def test_an_invited_person_with_a_second_step_loses_nothing_either(
    page: Page, browser: Browser, bench: Bench, complaints: Complaints
) -> None:
    complaints.expected.add(404)
    walk = Walker(page)
    step = open_a_step(walk)
    number = re.search(r"/upphandling/(\d+)/", step)
    assert number
    page.goto(f"/konto/bjud-in/upphandling/{number[1]}/")
    no_violations(page)
    page.get_by_label("E-post").fill("strateg@prov.example")
    page.get_by_label("Roll").select_option("environmental_strategist")
    walk.button("Gör en inbjudan")
    link = page.locator("code.link-once").inner_text()
    no_violations(page)

    with browser.new_context(base_url=bench.address, viewport={"width": 390, "height": 844}) as other:
        guest = complaints.watch(other.new_page())
        guest.goto(link)
        no_violations(guest)
        guest.get_by_label("Användarnamn").fill("strateg")
        guest.get_by_label("Lösenord", exact=True).fill(PASSWORD)
        guest.get_by_label("Skriv lösenordet en gång till").fill(PASSWORD)
        guest.get_by_role("button", name="Skapa kontot").click()
        expect(guest.get_by_role("heading", level=1)).to_contain_text(BEGUN)

        guest.goto("/konto/tva-steg/")
        no_violations(guest)
        secret = guest.locator("main code").inner_text().replace(" ", "")
        guest.get_by_label("Koden som appen visar").fill(code(secret))
        guest.get_by_role("button", name="Slå på").click()
        expect(guest.get_by_role("heading", level=1)).to_have_text("Återställningskoder")
        no_violations(guest)
        recovery = guest.locator(".codes li").first.inner_text()
        for path in ("/konto/", "/konto/inloggad/", "/konto/losenord/", "/konto/tva-steg/av/"):
            guest.goto(path)
            no_violations(guest)

        guest.goto(step)
        fill(guest, SECOND)
        lose_the_session(other)
        guest.locator("#answers").get_by_role("button", name="Spara svaren").click()
        guest.wait_for_url("**/konto/logga-in/?next=/konto/utloggad/")
        sign_in(guest, "strateg", PASSWORD)
        expect(guest.get_by_role("heading", level=1)).to_have_text("Skriv koden från din app")
        no_violations(guest)
        guest.get_by_label("Kod").fill("000 000")
        guest.get_by_role("button", name="Logga in").click()
        expect(guest.locator(".error")).to_contain_text("Koden stämmer inte")
        guest.get_by_label("Kod").fill(recovery)
        guest.get_by_role("button", name="Logga in").click()
        send_again(guest)
        expect(guest.get_by_role("status").filter(has_text="Sparat.")).to_be_visible()
        expect(guest.locator("#answers textarea").first).to_have_value(SECOND)

        again = complaints.watch(other.new_page())
        again.goto(link)
        expect(again.get_by_role("heading", level=1)).to_have_text("Länken öppnar inget")
        no_violations(again)


def test_a_form_lost_to_its_own_background_check_is_kept_too(
    page: Page, context: BrowserContext, bench: Bench
) -> None:
    """The session ends while somebody types: the check that runs at each change leads to signing in, with the text."""
    walk = Walker(page)
    open_a_step(walk)
    lose_the_session(context)
    fill(page, THIRD)
    page.wait_for_url("**/konto/logga-in/?next=/konto/utloggad/")
    sign_in(page, bench.name, bench.password)
    send_again(page)
    walk.told("Sparat.")
    expect(page.locator("#answers textarea").first).to_have_value(THIRD)
