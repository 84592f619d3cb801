"""Without a mouse, without JavaScript, without Swedish: the workbench still works."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.pages import addresses
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const name = (e.labels?.[0] || e).innerText || e.getAttribute('aria-label') || '';
  return {name: name.trim(), seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2};
}"""


def tab_to(page: Page, name: str) -> list[str]:
    """Press Tab until what is named has the focus. Wherever it stops on the way, which is told, it must be seen."""
    passed: list[str] = []
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        assert focused["seen"] or not focused["name"], (
            f"no visible focus on {focused['name']!r} at {page.url}"
        )
        if focused["name"].startswith(name):
            return passed
        passed.append(focused["name"])
    raise AssertionError(f"{name!r} is not reached with Tab; passed {passed}")


def test_with_the_keyboard_alone(stranger: Page, bench: Bench) -> None:
    page = stranger
    page.goto("/konto/logga-in/")
    expect(page.get_by_label("Användarnamn")).to_be_focused()  # the page has one purpose
    page.keyboard.type(bench.name)
    tab_to(page, "Lösenord")
    page.keyboard.type(bench.password)
    page.keyboard.press("Enter")

    page.wait_for_url(bench.address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "Hoppa till innehållet"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")  # past the menu
    tab_to(page, "Från ett behov")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Börja från ett behov")
    tab_to(page, "Vad gäller det?")
    page.keyboard.type("Datorer (tangentbord)")
    tab_to(page, "Beställare")
    page.keyboard.type("Provkommunen")
    tab_to(page, "Vilken sorts beställare?")
    page.keyboard.type("Kommun")
    tab_to(page, "Börja upphandlingen")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", level=1)).to_have_text("Datorer (tangentbord)")
    tab_to(page, "Öppna steget")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Uppdrag och mandat")
    tab_to(page, "Vem har beslutat")
    page.keyboard.type("Rektorn")
    tab_to(page, "Vem följer upp")
    page.keyboard.type("Avtalsenheten")
    tab_to(page, "Spara svaren")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Sparat.")).to_be_visible()
    tab_to(page, "Gå vidare till nästa steg")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilka regler gäller")


@pytest.fixture
def plain(browser: Browser, bench: Bench, signed_in: object, complaints: Complaints) -> Iterator[Page]:
    """Signed in, in a browser that runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=bench.address, storage_state=signed_in)  # type: ignore[arg-type]
    yield complaints.watch(context.new_page())
    context.close()


@pytest.mark.long
def test_every_page_is_read_without_javascript(plain: Page) -> None:
    for name, address in addresses(plain).items():
        answer = plain.goto(address)
        assert answer is not None and answer.status == 200, f"{name}: {answer and answer.status}"
        expect(plain.get_by_role("heading", level=1)).to_have_count(1)
        assert len(plain.locator("main").inner_text()) > 80, f"{name} says nothing"


def test_a_procurement_is_worked_on_without_javascript(plain: Page) -> None:
    walk, page = Walker(plain), plain
    page.goto("/borja/behov/")
    walk.write(Vad_gäller_det="Möbler (utan skript)", Beställare="Provkommunen", CPV="39130000")
    page.get_by_label("Vilken sorts beställare?").select_option(label="Kommun")
    walk.button("Börja upphandlingen")
    walk.link("Öppna steget")
    walk.write(Vem_har_beslutat="Rektorn", Vem_följer_upp="Avtalsenheten")
    walk.save()
    walk.go_on()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vilka regler gäller")

    walk.open_step("Mål och strategier")
    walk.link("Öppna målkartan")
    part = page.locator("fieldset[data-goal=D]")
    part.get_by_role("checkbox", name="Tänd mål D").check()
    part.locator("summary").click()
    part.get_by_role("checkbox", name=re.compile("^D7 ")).check()
    walk.button("Spara målen")
    walk.told("Målen är sparade")
    expect(page.locator("#map svg")).to_contain_text(re.compile("1 av fem"))

    walk.open_step("Krav och kriterier")
    walk.link("Välj krav")
    walk.button_for("Välj", "Andel återbrukade möbler")
    walk.told("Valt: Andel återbrukade möbler")
    walk.open_step("Utvärderingsmodell")
    walk.link("Bygg utvärderingsmodellen")
    page.get_by_label("Vad är full nivå värd?").fill("240 000")
    walk.button("Spara modellen")
    walk.told("Utvärderingsmodellen är sparad")
    expect(page.locator("#worth")).to_contain_text("240\u00a0000\u00a0kr")


def test_the_language_is_switched_and_kept(page: Page) -> None:
    every = addresses(page)
    page.goto("/bank/krav/?grupp=furniture")
    Walker(page).button("English")
    expect(page).to_have_url(re.compile(r"grupp=furniture$"))  # the same page, in the other language
    no_violations(page, "en")
    for address in every.values():
        page.goto(address)
        assert page.evaluate("document.documentElement.lang") == "en"
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Circular procurement")
    no_violations(page, "en")
    Walker(page).button("Svenska")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cirkulär upphandling")
