"""Journey: an uploaded notice is read, explained and begun from; what it says is filled in."""

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Complaints
from tests.browser.walking import Walker
from tests.conftest import ROOT, needs_chromium, needs_pack, pack_folder

pytestmark = [needs_chromium, pytest.mark.browser]

SAMPLE = ROOT / "src/omlopp/library/samples/notices/mobler-exempelby.xml"
REAL = "ted/352907-2021.xml"  # a Swedish call for furniture, with its value


def upload(walk: Walker, path: Path) -> None:
    walk.page.goto("/")
    walk.link("Från en annons")
    walk.look()
    walk.page.get_by_label(re.compile("^Fil")).set_input_files(path)
    walk.button("Läs in")


def test_from_the_projects_own_notice(page: Page) -> None:
    walk = Walker(page)
    upload(walk, SAMPLE)
    walk.look()
    expect(page.get_by_role("heading", name="Flaggat mot funnet")).to_be_visible()
    quotes = page.locator("blockquote")
    expect(
        quotes.filter(has_text="Minst 60 procent av levererad massa ska vara återbrukade möbler.")
    ).to_be_visible()
    walk.link("Börja en upphandling härifrån")
    walk.look()
    expect(walk.field("Beställare")).to_have_value("Exempelby kommun (övning)")
    expect(walk.field("CPV-koder")).to_have_value("39130000, 39112000, 39121100")
    expect(walk.field("Beräknat värde")).to_have_value(re.compile("^12.?400.?000$"))
    along = page.locator("section.card", has_text="Följer med från annonsen")
    for said in ("LOT-0001", "LOT-0002", "Andel återbrukade möbler (30)", "Återvunnet material (15)"):
        expect(along).to_contain_text(said)
    walk.button("Börja upphandlingen")
    walk.look()
    facts = page.locator("section.card", has_text="Uppgifter")
    for said in ("39130000", "LOT-0001", "LOT-0002", "12 400 000 kr".replace(" ", "\u00a0")):
        expect(facts).to_contain_text(said)
    expect(page.get_by_text("ÖVNING – allt i den här upphandlingen är påhittat")).to_be_visible()

    walk.open_step("Utvärderingsmodell")
    walk.link("Bygg utvärderingsmodellen")
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile("^LOT-0001")))
    walk.look()
    expect(page.get_by_label("Prisets vikt")).to_have_value("50")  # the notice's own weights, to begin from
    expect(page.get_by_role("textbox", name="Andel återbrukade möbler")).to_have_value("30")
    expect(page.get_by_role("textbox", name="Livslängd och reparerbarhet")).to_have_value("20")


@needs_pack("notices")
def test_from_a_real_notice(page: Page) -> None:
    folder = pack_folder("notices")
    assert folder is not None
    file = folder / REAL
    said = ElementTree.parse(file)  # read here without Omlopp, to compare with

    def first(name: str) -> ElementTree.Element:
        return next(each for each in said.iter() if each.tag.endswith("}" + name))

    codes = [each.get("CODE", "") for each in said.iter() if each.tag.endswith("}CPV_CODE")]
    walk = Walker(page)
    upload(walk, file)
    walk.look()
    buyer = str(first("OFFICIALNAME").text)
    expect(page.locator("dl", has_text="Beställare")).to_contain_text(buyer)
    walk.link("Börja en upphandling härifrån")
    walk.look()
    expect(walk.field("Beställare")).to_have_value(buyer)
    expect(walk.field("CPV-koder")).to_have_value(re.compile("^" + codes[0]))
    value = str(first("VAL_ESTIMATED_TOTAL").text).split(".")[0]
    assert re.sub(r"\D", "", walk.field("Beräknat värde").input_value().split(".")[0].split(",")[0]) == value
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    walk.look()
    expect(page.get_by_text("ÖVNING")).to_have_count(0)  # a real notice is not an exercise
    expect(page.locator("section.card", has_text="Uppgifter")).to_contain_text(codes[0])


def test_what_is_no_notice_is_refused_in_one_sentence(
    page: Page, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expected.add(422)
    file = tmp_path / "brev.xml"
    file.write_text("Hej! Det här är ett brev.", "utf-8")
    walk = Walker(page)
    upload(walk, file)
    expect(page.get_by_role("alert")).to_contain_text("brev.xml")
    walk.look()
