"""Journey 7: a losing bidder complains, and the jurist answers out of what the workbench holds."""

import re
import subprocess

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OMLOPP, Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.pages import EXERCISE
from tests.browser.reading import download, words_of_pdf
from tests.browser.walking import Walker
from tests.conftest import ROOT, needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
LOSER, WINNER = "Övningsmöbler AB", "Återbruksverkstan i Övningsby"


def test_a_complaint_is_answered_from_the_record(page: Page, bench: Bench, complaints: Complaints) -> None:
    """The buyer lets the jurist in and says what came; the rest is the jurist's own walk from the first page."""
    password = bench.add_person("jurist")
    let_the_jurist_in(Walker(page))
    page.context.clear_cookies()
    bench.sign_in(page, "jurist", password)
    walk = Walker(page)
    find_the_procurement(walk)
    read_the_record(walk)
    see_how_it_was_judged(walk)
    see_who_opened_what(walk)
    recompute_the_log_and_the_method(walk)
    read_the_answer(walk)
    meet_what_is_not_the_jurists(walk, complaints)


def let_the_jurist_in(walk: Walker) -> None:
    page = walk.page
    page.goto("/upphandlingar/")
    walk.link(EXERCISE)
    walk.link("Personer")
    page.get_by_label("Användarnamn").fill("jurist")
    page.get_by_label("Roll", exact=True).first.select_option(label="Jurist")
    walk.button("Spara rollen")
    walk.link("Samtal")
    page.get_by_label("Skriv en kommentar").fill(
        f"@jurist {LOSER} har klagat på beslutet och vill ha skälen."
    )
    walk.button("Spara kommentaren")
    expect(page.locator(".said .text").last).to_contain_text("vill ha skälen")


def find_the_procurement(walk: Walker) -> None:
    """From the first page: what waits is there, and leads to what was said."""
    page = walk.page
    expect(page.locator(".waits a").first).to_contain_text("nämnde dig i en kommentar")
    walk.look()
    walk.link("Mitt arbete")
    walk.look()
    walk.go(page.locator(".waits a", has_text="nämnde dig i en kommentar"))
    expect(page.get_by_text("har klagat på beslutet")).to_be_visible()
    expect(page.get_by_label("Övning", exact=True)).to_be_visible()


def read_the_record(walk: Walker) -> None:
    """Decision, model, every step of the sum, both assessors with their reasons, and the checksums, in one PDF."""
    page = walk.page
    walk.link("Anbud")
    walk.look()
    expect(page.locator("table", has_text="Jämförelsepris").get_by_role("row", name=WINNER)).to_be_visible()
    page.get_by_text("Visa varje steg i uträkningen").click()
    on_screen = page.locator("details ol").first.inner_text()
    said = words_of_pdf(download(walk, "Utvärderingsprotokoll"))
    for told in (
        WINNER, LOSER, "Lägst jämförelsepris", "1 480 000 kr", "1 590 000 kr", "Lagerlistan i bilaga 2 visar 44 procent",
        "Två poster i bilaga 2 saknar uppgift om ursprung.", "ovningsbedomare", "tillsammans", "Ursprunget för de två posterna",
        "Lagerlistan bekräftar det", "Uträkningen steg för steg", "Modellens kontrollsumma",
    ):  # fmt: skip
        assert told in said, told
    assert (
        re.search(r"\b[0-9a-f]{64}\b", said.replace(" ", "")) or len(re.findall(r"[0-9a-f]{16,}", said)) >= 2
    )
    first = " ".join(on_screen.splitlines()[0].split())
    assert first in said, "the screen and the record tell the same step"
    kronor = [line for line in on_screen.splitlines() if "kr" in line]
    assert kronor and all(" ".join(line.split()) in said for line in kronor)


def see_how_it_was_judged(walk: Walker) -> None:
    page = walk.page
    walk.go(page.get_by_role("link", name=re.compile("^Läs bedömningarna")))
    walk.look()
    walk.link(WINNER)
    for who, why in (("ovningsbedomare", "saknar uppgift om ursprung"), ("tillsammans", "följesedlar")):
        expect(page.get_by_role("row", name=who).filter(has_text=why)).to_be_visible()
    expect(page.get_by_role("button", name="Spara mina bedömningar")).to_have_count(0)
    walk.look()


def see_who_opened_what(walk: Walker) -> None:
    page = walk.page
    walk.link("Anbud")
    walk.link("Vem har öppnat anbuden, och när")
    order = page.get_by_role("table").last
    for did in ("Tilldelning beslutad", "ovningsbedomare"):
        expect(order).to_contain_text(did)
    walk.look()


def recompute_the_log_and_the_method(walk: Walker) -> None:
    """The page recomputes every seal, and names the command that recomputes the published cases."""
    page = walk.page
    walk.link("Kontrollera att loggen är hel")
    expect(page.get_by_text("Loggen är hel.")).to_be_visible()
    walk.look()
    said = page.locator("code", has_text="omlopp cases check").inner_text().split()[1:]
    checked = subprocess.run([OMLOPP, *said], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert checked.returncode == 0, checked.stdout[-2000:]
    passed, failed, out = map(
        int,
        re.findall(r"(\d+) (?:godkända|fallna|ej tillämpliga|passed|failed|not applicable)", checked.stdout),
    )
    assert passed > 10 and (failed, out) == (0, 0)


def read_the_answer(walk: Walker) -> None:
    """Reasons and relative advantages, to the bidder that asks; read by the jurist, released by who decides."""
    page = walk.page
    walk.link("Anbud")
    walk.link("Brev och underrättelser")
    walk.link(f"Svaret till {LOSER}, som det lyder")
    answer = page.get_by_role("region", name=re.compile("^Svar på begäran om upplysningar"))
    expect(answer).to_contain_text(f"Relativa fördelar hos anbudet från {WINNER}")
    expect(answer).to_contain_text("till fördel för det valda anbudet")
    expect(answer).to_contain_text("110 000 kr till fördel för ert anbud")
    expect(answer).to_contain_text("Det är inte lämnat ut")
    walk.look()
    page.set_viewport_size({"width": 390, "height": 844})
    walk.look()
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_role("button", name=re.compile("^Gör (svaret|underrättelsen)"))).to_have_count(0)
    expect(page.get_by_text("Breven görs av den som får besluta.").first).to_be_visible()
    walk.button("English")
    expect(page.get_by_text("It is not released").first).to_be_visible()
    no_violations(page, "en")
    walk.button("Svenska")


def meet_what_is_not_the_jurists(walk: Walker, complaints: Complaints) -> None:
    """The rules are read, not confirmed, and no page that is reached says no."""
    page = walk.page
    walk.up()
    walk.link("Regler som styr")
    expect(page.get_by_text("Reglerna bekräftas av upphandlaren.")).to_be_visible()
    expect(page.get_by_role("button", name="Bekräfta reglerna")).to_have_count(0)
    walk.look()
    complaints.expected.add(403)
    page.goto(re.sub(r"regler/$", "avsluta/", page.url))
    expect(page.get_by_role("alert")).to_contain_text("Din roll i")
    walk.look()
