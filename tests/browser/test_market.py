"""Journeys: from the market's figures down to the very sentence; a heap of notices read with progress; a draft checked."""

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.pages import BEGUN
from tests.browser.walking import Walker
from tests.conftest import ROOT, needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

SAMPLE = (ROOT / "src/omlopp/library/samples/notices/mobler-exempelby.xml").read_bytes()
UUID = b"cd2183fa-41a4-52d9-89f0-a0c44669541d"
PROCEDURE = b"73057ea7-625d-5c21-807c-11eff45c5e01"


def test_from_a_county_to_the_sentence(page: Page) -> None:
    walk = Walker(page)
    page.goto("/")
    walk.link("Marknaden")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Marknaden: vad upphandlingarna ber om")
    expect(page.get_by_text("ÖVNING – annonserna är påhittade")).to_be_visible()  # the project's own samples
    expect(page.locator(".headline .big")).to_contain_text(re.compile(r"%\W+\d+ av \d+ upphandlingar"))
    tiles = page.get_by_role("list", name=re.compile("^Karta över länen")).get_by_role("link")
    assert tiles.count() >= 1
    county = (tiles.first.get_attribute("title") or "").strip()
    walk.go(tiles.first)
    walk.look()
    mark = page.get_by_role("list", name="Valda filter").get_by_role(
        "link", name=re.compile(re.escape(county))
    )
    expect(mark).to_be_visible()
    walk.go(page.get_by_role("link", name=re.compile(r"^Läs alla \d+ meningar$")))
    walk.look()
    first = page.locator(".quotes > li").first
    quote = (first.locator("mark").text_content() or "").strip()
    assert quote
    walk.go(first.get_by_role("link").first)
    walk.look()
    expect(page.locator("blockquote").filter(has_text=quote).first).to_be_visible()
    page.go_back()
    marks = page.get_by_role("list", name="Valda filter")
    expect(marks.get_by_role("link")).to_have_count(2)  # the county, and the text the share was counted on
    walk.go(marks.get_by_role("link").first)
    walk.go(marks.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_have_text("Meningarna bakom talen")
    expect(marks).to_have_count(0)


def test_filters_work_as_a_form_and_everything_can_be_downloaded(page: Page) -> None:
    walk = Walker(page)
    page.goto("/marknaden/")
    walk.write(CPV="39")
    walk.button("Visa")
    expect(page).to_have_url(re.compile(r"[?&]cpv=39"))
    expect(page.get_by_role("navigation", name="Vägen i CPV-trädet")).to_contain_text("39 ")
    for form, begins in (("CSV", b"\xef\xbb\xbf"), ("Parquet", b"PAR1"), ("SVG", b"<"), ("PNG", b"\x89PNG")):
        with page.expect_download() as started:
            page.get_by_role("link", name=re.compile(f"^{form} – .*[Ll]än")).first.click()
        assert started.value.path().read_bytes().startswith(begins), form


def test_a_choice_is_followed_at_once_where_scripts_run(page: Page) -> None:
    page.goto("/marknaden/")
    year = page.get_by_label("År", exact=True)
    value = year.locator("option").nth(1).get_attribute("value")
    year.select_option(index=1)
    expect(page.get_by_role("list", name="Valda filter")).to_contain_text(str(value))
    expect(page).to_have_url(re.compile(f"year={value}"))
    no_violations(page)


def test_an_empty_answer_says_what_to_do(page: Page) -> None:
    page.goto("/marknaden/?cpv=03&year=1995")
    no_violations(page)
    expect(page.get_by_role("status").filter(has_text="Ta bort något av dem")).to_be_visible()


def heap(count: int, first: int = 0) -> bytes:
    """An archive of `count` notices, alike but for their numbers, and one that is broken."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(first, first + count):
            own = f"{number:036d}".encode()
            archive.writestr(f"annons-{number}.xml", SAMPLE.replace(UUID, own).replace(PROCEDURE, own))
        archive.writestr("trasig.xml", b"<nej")
    return held.getvalue()


def test_a_heap_of_notices_is_read_with_progress(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "annonser.zip"
    file.write_bytes(heap(60))
    walk = Walker(page)
    page.goto("/annonser/")
    walk.look()
    page.get_by_label("Filer").set_input_files(file)
    walk.button("Läs in")
    no_violations(page)  # under way or done, as it stands
    page.reload()  # the reading goes on without the page
    expect(page.get_by_role("heading", level=1, name="Inläst: annonser.zip")).to_be_visible(timeout=60_000)
    walk.look()
    result = page.locator("section", has=page.get_by_role("heading", name="Vad det blev"))
    expect(result).to_contain_text(re.compile(r"Annonser med egen sida\s*60"))
    expect(result).to_contain_text(re.compile(r"Utelämnade\s*1"))
    expect(page.get_by_text("annonser.zip!trasig.xml")).to_be_visible()
    walk.link("Se dem i marknaden")
    walk.look()
    expect(page.get_by_role("list", name="Valda filter")).to_be_visible()
    expect(page.locator(".headline .big")).to_contain_text("av 60 upphandlingar")


def test_what_is_too_large_is_said_beside_the_field_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "stor.zip"
    with file.open("wb") as held:
        held.truncate(60 * 2**20)
    for address, field, button in (
        ("/annonser/", "Filer", "Läs in"),
        ("/borja/utkast/", "Utkastet", "Läs utkastet"),
    ):
        page.goto(address)
        page.get_by_label(field).set_input_files(file)
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_contain_text("60 MB")
        expect(page.get_by_role("alert")).to_contain_text("gränsen är 50 MB")
        expect(page.get_by_label(field)).to_have_attribute("aria-invalid", "true")
        no_violations(page)


def test_without_scripts_the_reading_is_followed_too(
    browser: Browser, bench: Bench, signed_in: object, complaints: Complaints, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=bench.address, storage_state=signed_in)  # type: ignore[arg-type]
    page = complaints.watch(context.new_page())
    file = tmp_path / "fler.zip"
    file.write_bytes(heap(25, first=1000))
    page.goto("/annonser/")
    page.get_by_label("Filer").set_input_files(file)
    Walker(page).button("Läs in")
    expect(page.get_by_role("heading", level=1, name="Inläst: fler.zip")).to_be_visible(timeout=60_000)
    context.close()


def test_a_draft_is_checked_against_the_procurement(page: Page, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Kontorsmöbler", 0)
    document.add_heading("3.2 Krav på föremålet", 2)
    document.add_paragraph("Minst 30 procent av levererad massa ska vara återbrukade möbler.")
    document.add_paragraph("Endast fabriksnya stolar accepteras.")
    document.add_paragraph(
        "Möblerna ska levereras till kommunens förvaltningshus och monteras av leverantören."
    )
    file = tmp_path / "utkast.docx"
    document.save(str(file))
    walk = Walker(page)
    walk.procurement(BEGUN)
    walk.link("Kontrollera ett utkast mot det som är valt")
    walk.look()
    page.get_by_label("Utkastet").set_input_files(file)
    walk.button("Kontrollera utkastet")
    walk.look()
    expect(page.get_by_role("heading", name="Stänger dörren för cirkulära varor")).to_be_visible()
    expect(page.locator("blockquote").filter(has_text="återbrukade möbler").first).to_be_visible()
    expect(page.get_by_text("3.2 Krav på föremålet").first).to_be_visible()


def test_a_draft_opens_a_procurement(page: Page, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Stolar till Provskolan", 0)
    document.add_paragraph("Stolarna ska gå att reparera och reservdelar ska finnas i tio år.")
    file = tmp_path / "utkast.docx"
    document.save(str(file))
    walk = Walker(page)
    page.goto("/")
    walk.link("Från ett utkast")
    walk.look()
    page.get_by_label("Utkastet").set_input_files(file)
    walk.button("Läs utkastet")
    walk.look()
    expect(walk.field("Vad gäller det?")).to_have_value("Stolar till Provskolan")
    walk.write(Beställare="Provkommunen")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stolar till Provskolan")
