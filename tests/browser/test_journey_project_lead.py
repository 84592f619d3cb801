"""Journey 4, the project lead of ten pilots: where they stand, the money, a report with one button, a lesson, the film.

The programme is the exercise of `omlopp demo`: ten invented procurements. The film is four seconds that the test lays
where `omlopp publish` lays its own.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import tiny_film
from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.reading import download, plain, words_of_docx, words_of_pdf
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
FINISHED = "Övning: rekonditionerade bildskärmar"
SAID = "Utan redovisning från leverantören är resultatet okänt, inte noll."
BETTER = (
    "Utan leverantörens redovisning är resultatet okänt. Gör redovisningen till villkor för slutbetalning."
)


def test_from_the_programme_to_the_steering_group(page: Page, bench: Bench, complaints: Complaints) -> None:
    complaints.expected.add(422)
    walk = Walker(page)
    page.goto("/")
    walk.go(page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name="Program", exact=True))
    walk.go(page.get_by_role("heading", name=re.compile("^Övning")).get_by_role("link").first)
    room = page.url
    see_where_they_stand(walk)
    write_the_report(walk)
    follow_a_figure_to_its_source(walk)
    correct_a_lesson(walk)
    page.goto(room)
    walk.link("Skriv halvtidsrapporten")
    report = plain(page.locator("article").inner_text())
    assert BETTER in report and SAID not in report
    assert BETTER in words_of_docx(download(walk, "Hämta Word"))
    show_the_film(walk, bench)


def see_where_they_stand(walk: Walker) -> None:
    """Those in motion, the stuck ones and why, the finished; then the money that is promised, spent and paid."""
    said = plain(walk.page.locator("main").inner_text())
    assert "3 i rörelse, 2 har fastnat, 3 genomförda, 1 mött utan köp, 1 avbruten. Totalt 10 piloter." in said
    stuck = (
        walk.page.get_by_role("region", name="Att göra något åt")
        .get_by_role("listitem")
        .filter(has_text="Grinden")
    )
    expect(stuck).to_have_count(2)
    expect(stuck.filter(has_text="steget Marknaden")).to_contain_text(
        "Ett företag fick se elprovet på plats."
    )
    ended = walk.page.get_by_role("row", name=re.compile("^Avslutade"))
    expect(ended).to_contain_text(f"{FINISHED} (genomförd)")
    money = walk.page.get_by_role("region", name="Budget mot medfinansiering")
    told = plain(money.inner_text())
    assert "Budget 6 400 000 kr" in told and "varav intygat 6 400 000 kr (4 av 4 finansiärer)" in told
    assert "4 998 250 kr av 6 400 000 kr (78 %)" in told and "Utbetalt 1 366 380 kr" in told


def write_the_report(walk: Walker) -> None:
    """One button; the same words on the page, as Word and as PDF."""
    page = walk.page
    walk.link("Skriv halvtidsrapporten")
    walk.look()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Halvtidsrapport")
    told = plain(page.locator("article").inner_text())
    for word in (
        "3 i rörelse",
        "4 998 250 kr förbrukat av 6 400 000 kr (78,1 %)",
        "70 timmar i 26 insatser",
        SAID,
    ):
        assert word in told, word
    table = page.get_by_role("table", name=re.compile("^Målen och hur mycket"))
    expect(table.get_by_role("row").nth(1)).to_contain_text("räknas ur upphandlingarna")
    for words in (words_of_docx(download(walk, "Hämta Word")), words_of_pdf(download(walk, "Hämta PDF"))):
        assert "Halvtidsrapport" in words and "ÖVNING" in words.upper()
        assert "4 998 250" in words and "70 timmar" in words
    page.set_viewport_size({"width": 320, "height": 800})
    walk.look()
    page.set_viewport_size({"width": 1280, "height": 900})


def follow_a_figure_to_its_source(walk: Walker) -> None:
    """How each figure is reckoned, and from the report to the rows it is the sum of."""
    page = walk.page
    expect(page.get_by_role("heading", name="Så är talen framtagna")).to_be_visible()
    page.get_by_role("link", name="Var varje tal kommer ifrån").click()
    told = page.get_by_role("region", name="Var varje tal kommer ifrån")
    for part in ("Mål", "Piloter", "Deltagare", "Pengar", "Tid", "Beslut", "Risker"):
        expect(told.get_by_role("link", name=part, exact=True)).to_be_visible()
    report = page.url
    walk.go(told.get_by_role("link", name="Pengar", exact=True))
    walk.go(
        page.locator("section", has=page.get_by_role("heading", name="Utgifter", exact=True)).get_by_role(
            "link", name="Visa alla"
        )
    )
    costs = page.get_by_role("region", name="Utgifter", exact=True).get_by_role("row").filter(has_text="kr")
    amounts = [
        plain(cell).removesuffix(" kr").replace(" ", "")
        for cell in costs.locator("td[data-label^=Belopp]").all_inner_texts()
    ]
    assert sum(int(one) for one in amounts) == 4_998_250
    page.goto(report)


def correct_a_lesson(walk: Walker) -> None:
    """From the report to the pilot's lessons; without a reason nothing is changed and what was typed is kept."""
    page = walk.page
    told = page.get_by_role("region", name="Var varje tal kommer ifrån")
    walk.go(told.get_by_role("link", name=FINISHED))
    card = page.locator("article").filter(has_text=SAID)
    card.get_by_text("Rätta lärdomen").click()
    no_violations(page)
    card.get_by_label("Ny text").fill(BETTER)
    walk.go(card.get_by_role("button", name="Spara rättelsen"))
    expect(page.get_by_role("alert")).to_be_visible()
    expect(card.get_by_label("Ny text")).to_have_value(BETTER)
    no_violations(page)
    card.get_by_label("Vad var fel?").fill("Det var slutbetalningen som hölls inne, inte varje faktura.")
    walk.go(card.get_by_role("button", name="Spara rättelsen"))
    walk.told("Lärdomen är rättad.")


def show_the_film(walk: Walker, bench: Bench) -> None:
    """Where it is not built there is a button that builds it; where it is, it plays here with its subtitles."""
    page = walk.page
    walk.link("Publikationer")
    card = page.locator("section#film")
    expect(card.get_by_role("button", name=re.compile("^Bygg den här"))).to_be_visible()
    expect(card.get_by_role("link", name=re.compile("^Visa filmen"))).to_have_count(0)
    tiny_film.lay(Path(bench.log.parent / "home" / "out" / "publications"))
    page.reload()
    walk.look()
    walk.go(card.get_by_role("link", name=re.compile("^Visa filmen")))
    walk.look()
    expect(page.get_by_text("ÖVNING – filmens upphandlingar är påhittade")).to_be_visible()
    video = page.locator("video")
    # to its last second: what lies there is fetched as a piece of its own
    video.evaluate("film => { film.muted = true; film.currentTime = 3; return film.play(); }")
    expect(video).to_have_js_property("ended", True)
    assert page.evaluate("document.querySelector('video').textTracks[0].cues[0].text") == tiny_film.SAID
    page.get_by_text("Allt som sägs och visas, som text").click()
    expect(page.get_by_text(tiny_film.SAID)).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    walk.look()
