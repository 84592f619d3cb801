"""The way through purchases that several journeys walk: the exercise ledger read, and a procurement begun from it."""

import re

from playwright.sync_api import Page, expect

from omlopp.spend.made import FOLDER
from tests.browser.walking import Walker

LEDGER = FOLDER / "ovningsreskontra.csv"
TITLE = re.compile(r"^Inköpen i ovningsreskontra\.csv$")


def read_ledger(page: Page) -> None:
    """From any page to the result of the exercise ledger, columns confirmed where they are asked for."""
    walk = Walker(page)
    page.goto("/inkop/")
    page.get_by_label("Reskontran", exact=True).set_input_files(LEDGER)
    walk.button("Läs in reskontran")
    if page.get_by_role("heading", level=1, name="Stämmer kolumnerna?").count():
        walk.button("Bekräfta och läs")
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible(timeout=60_000)


def ledger(page: Page) -> str:
    """The address of a ledger that is read, which is read first where there is none."""
    page.goto("/inkop/")
    read = page.get_by_role("row").filter(has_text="läst").get_by_role("link", name="ovningsreskontra.csv")
    if not read.count():
        read_ledger(page)
        page.goto("/inkop/")
    return read.first.get_attribute("href") or ""


def begin_procurement(page: Page, pilot: str = "Möbler") -> str:
    """From the ledger's shortlist of pilots to a procurement begun from one of them → its address."""
    walk = Walker(page)
    page.goto(ledger(page))
    walk.link("Se möjliga piloter")
    among = page.locator("ol.pilots > li")
    walk.go(among.get_by_role("link", name=pilot, exact=True))
    walk.link("Starta en upphandling")
    walk.write(Beställare="Övningskommunen")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    expect(page.get_by_role("heading", level=1, name="cirkulär upphandling")).to_be_visible()
    return page.url
