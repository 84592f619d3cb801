"""From the portfolio to what the requirements came to, and from a number to the cases behind it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


def test_the_reader_goes_from_the_portfolio_to_a_number_and_to_the_cases_behind_it(page: Page):
    page.goto("/portfolj/")
    page.get_by_role("link", name="Utvärdera portföljen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad blev det av kraven?")
    page.get_by_role("link", name="Dokumenterade fall").click()
    expect(page.get_by_text("Källan säger inget om marknadens nivå").first).to_be_visible()
    page.get_by_label("Produktgrupp").select_option(label="Möbler")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_label("Produktgrupp").locator("option:checked")).to_have_text("Möbler")
    page.locator("summary", has_text=re.compile(r"^Kostnad \(")).click()
    page.locator("details[open] li a").first.click()
    expect(page).to_have_url(re.compile("/bank/fall/"))


def test_the_file_holds_what_the_page_shows(page: Page, tmp_path: Path):
    page.goto("/portfolj/utvardering/?visa=fall&grupp=workwear")
    with page.expect_download() as held:
        page.get_by_role("link", name="CSV").click()
    held.value.save_as(tmp_path / "rader.csv")
    rows = (tmp_path / "rader.csv").read_text("utf-8-sig").splitlines()
    shown = page.locator("table:has(th:text-is('a')) tbody tr")
    assert len(rows) - 1 == shown.count() > 0
