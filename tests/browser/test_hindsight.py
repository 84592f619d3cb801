"""Journey: a finished procurement is entered afterwards – its award notice, an interview, an answer put into the chain."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]


def test_what_nobody_knows_stays_unknown(page: Page, complaints: Complaints) -> None:
    walk = Walker(page)
    page.goto("/borja/i-efterhand/")
    walk.look()
    page.locator("#award").select_option(index=1)
    walk.button("Läs annonserna")
    expect(page.get_by_role("main")).to_contain_text("Påhittade Arbetskläder AB (övning)")
    walk.look()
    kind = page.get_by_label("Vilken sorts beställare?")
    if not kind.input_value():
        kind.select_option(label="Kommun")
    walk.button("Inför upphandlingen")
    expect(page.get_by_text("I EFTERHAND").first).to_be_visible()
    walk.look()

    walk.link_for("Skriv in svaren", "Beställare")
    walk.look()
    page.locator("#a-need_why").fill("Kläderna slets ut för fort.")
    page.locator("#a-goal_which").select_option("C")
    page.locator("#u-strategy_how").check()
    page.locator("#said_by").fill("avtalsansvarig")
    walk.button("Spara svaren")
    expect(page.get_by_role("main")).to_contain_text(
        "2 av 30 frågor har ett svar, 1 är ställda utan att någon visste"
    )
    walk.link_for("Skriv in svaren", "Beställare")
    walk.link("För in svaret i behovet")
    walk.look()
    walk.button("För in i behovet")
    walk.told("Infört i kedjan")
    row = page.get_by_role("row", name="Behov")
    expect(row).to_contain_text("1 av 4")
    expect(row).to_contain_text("ja")
    expect(page.get_by_role("row", name="Strategi")).to_contain_text("okänt")
