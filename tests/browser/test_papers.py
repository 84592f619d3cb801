"""A document is read, kept, changed and compared, in a browser and with the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench
from tests.browser.pages import BEGUN
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


def test_a_version_is_kept_and_what_changed_since_is_shown(page: Page, bench: Bench) -> None:
    Walker(page).procurement(BEGUN)
    start = page.url
    _say_need(page, start, "Fyrtio bord räcker inte.")
    page.goto(start + "dokument/visa/behovsanalys/")
    page.get_by_label("Anteckning (frivillig)").fill("till ledningen")
    page.get_by_role("button", name="Spara version").press("Enter")
    expect(page.get_by_text("är sparad")).to_be_visible()
    expect(page.get_by_role("cell", name="till ledningen")).to_be_visible()
    _say_need(page, start, "Sextio bord räcker inte.")
    page.goto(start + "dokument/visa/behovsanalys/")
    page.get_by_role("button", name="Visa skillnaden").press("Enter")
    expect(page.locator("del", has_text="Fyrtio")).to_have_text("[−Fyrtio−]")
    expect(page.locator("ins", has_text="Sextio")).to_have_text("[+Sextio+]")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Word", exact=True).click()
    assert re.search(r"jamforelse.*\.docx$", kept.value.suggested_filename)


def _say_need(page: Page, start: str, text: str) -> None:
    page.goto(start + "steg/need/")
    page.get_by_label(re.compile("inte fungerar i dag")).fill(text)
    page.get_by_role("button", name=re.compile("^Spara")).first.click()
