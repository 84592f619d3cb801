"""What leaves the workbench: a publication to an addressee and what came of it, and a lesson to the library."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, served
from tests.browser.pages import LEARNT
from tests.browser.reading import download, plain, words_of_docx
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
REPORT, BUILDING_MS = "project_report", 120_000
PROGRAMME = "Övning: cirkulära inköp i Övningsregionen"


@pytest.fixture(scope="module")
def bench(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """A workbench of its own: where something real has been put to the market, exercises are not published."""
    with served(demonstrated, tmp_path_factory.mktemp("handing")) as one:
        yield one


@pytest.fixture
def page(stranger: Page, bench: Bench) -> Page:
    bench.sign_in(stranger)
    return stranger


def test_a_publication_is_handed_over_and_the_final_report_lists_it(page: Page) -> None:
    """The report is built by the button, in the background, while the page tells how far it has come."""
    walk = Walker(page)
    page.goto("/publikationer/")
    walk.go(page.locator(f"section#{REPORT}").get_by_role("button"))
    expect(page.get_by_text("Bygget pågår").or_(page.get_by_text("Klart:"))).to_be_visible()
    expect(page.get_by_text("Klart:")).to_be_visible(timeout=BUILDING_MS)
    walk.look()
    walk.link("Mottagare och utskick")
    walk.link("Skriv in en mottagare")
    page.get_by_label("Registret hör till").select_option(label="Övningsregionen")  # who leads the programme
    walk.write(Organisation="Övningsverket", Funktion="registrator")
    walk.button("Spara mottagaren")
    walk.look()
    walk.link("Skriv in ett utskick")
    walk.look()
    walk.write(Vårt_diarienummer="ÖVN 7/2026")
    what = page.get_by_label("Vad som skickas")
    chosen = what.locator("option", has_text="PDF, svenska: Projektrapport").get_attribute("value")
    what.select_option(chosen)
    page.get_by_label("Hör till programmet").select_option(label=PROGRAMME)
    walk.button("Spara utskicket")
    walk.look()
    letter = words_of_docx(download(walk, "Hämta följebrevet"))
    assert "Övningsverket" in letter and "ÖVN 7/2026" in letter and "ÖVNING" in letter.upper()
    walk.write(
        Svarade=date.today().isoformat(),
        Svaret_i_korthet="Visas på vår nätverksdag.",
        Vad_det_ledde_till="Ett möte.",
    )
    walk.button("Spara svaret")
    expect(page.get_by_role("region", name="Svaret").get_by_text("Ledde till:")).to_be_visible()
    walk.link("Program")
    walk.link(PROGRAMME)
    walk.link("Skriv slutrapporten")
    told = plain(page.locator("article").inner_text())
    for word in ("Övningsverket", "ÖVN 7/2026", "Visas på vår nätverksdag. Ett möte"):
        assert word in told, word


def test_a_lesson_is_proposed_to_the_library_and_judged_by_somebody_else(page: Page) -> None:
    walk = Walker(page)
    walk.procurement(LEARNT)
    page.goto(page.url + "avtal/lardomar/")
    walk.go(page.get_by_role("link", name="Föreslå en ändring").first)
    page.get_by_label("Vilken text?").select_option(index=0)
    walk.button("Visa texten")
    walk.look()
    for field in ("Ny text, svenska", "Ny text, engelska"):
        text = page.get_by_label(field)
        text.fill(text.input_value() + " 1.")
    walk.write(Varför="Det som inte redovisas går inte att räkna i efterhand.")
    walk.button("Lämna förslaget")
    walk.told("Någon annan prövar det.")
    walk.look()
    expect(page.get_by_role("button", name="Godta")).to_have_count(0)  # not by who proposed it
    walk.write(Skäl="Provet är slut.")
    walk.button("Ta tillbaka förslaget")
    walk.link("Lärdomar till biblioteket")
    walk.look()
    expect(page.get_by_role("row").filter(has_text="Provet är slut.")).to_contain_text("tillbaka")
