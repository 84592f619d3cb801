"""A lesson answered wrongly and then rightly, an exercise begun and reset; and a supplier on a phone, without an account."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


def test_learning_and_trying(page: Page, bench: Bench, browser: Browser, complaints: Complaints) -> None:
    complaints.expected |= {404}
    walk = Walker(page)
    page.goto("/utbildning/")
    walk.look()
    walk.go(page.locator("#upphandlare").get_by_role("link", name="Kedjan som håller ihop"))
    walk.look()
    answer(walk, "I målet")
    expect(page.get_by_text("Målet att återbruka finns")).to_be_visible()
    answer(walk, "I avtalsvillkoret")
    expect(page.get_by_text("Löftet avgjorde vem som vann")).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    walk.look()
    page.set_viewport_size({"width": 1280, "height": 900})
    try_the_exercise(walk)
    theirs = complaints.watch(
        browser.new_context(base_url=bench.address, viewport={"width": 390, "height": 844}).new_page()
    )
    read_without_an_account(Walker(theirs))


def answer(walk: Walker, option: str) -> None:
    question = walk.page.locator("form#brister")
    question.get_by_label(option, exact=True).check()
    question.get_by_role("button").click()
    walk.page.wait_for_load_state()


def try_the_exercise(walk: Walker) -> None:
    """Begun at the requirements, put aside, and begun anew."""
    page = walk.page
    page.goto("/utbildning/ovning/")
    walk.look()
    page.locator("#begin-requirements").check()
    walk.button("Börja övningen")
    mine = page.url
    expect(page.get_by_role("heading", name="Egen övning: kontorsmöbler")).to_be_visible()
    page.goto("/utbildning/ovning/")
    walk.look()
    walk.button("Återställ övningen")
    walk.look()
    page.goto(mine)
    expect(page.get_by_role("heading", name="Egen övning: kontorsmöbler")).to_have_count(0)


def read_without_an_account(walk: Walker) -> None:
    page = walk.page
    page.goto("/utbildning/oppen/")
    walk.look()
    page.get_by_role("link", name="Hitta behovet tidigt").click()
    page.locator("form#nej").get_by_label("Ja, med skälet").check()
    page.locator("form#nej").get_by_role("button").click()
    expect(page.get_by_text("Kravet är inte skrivet än.")).to_be_visible()
    walk.look()
