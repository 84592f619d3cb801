"""Journey 3: the supplier reports through its link; the contract manager reads, asks, decides, and sees the end coming."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.walking import Walker
from tests.conftest import ROOT, needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
SHARE = "Återbrukad andel av levererad vikt"
# An awarded procurement, made by the actions a person has, in the workspace that the server serves.
AWARDED = """
import django
django.setup()
from django.contrib.auth.models import User
from tests.web import building
print(building.begin(User.objects.order_by("pk")[0], "awarded").pk)
"""


def awarded(bench: Bench) -> str:
    env = {
        **os.environ,
        "OMLOPP_HOME": str(bench.log.parent / "home"),
        "DJANGO_SETTINGS_MODULE": "omlopp.web.settings",
    }
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    made = subprocess.run(
        [sys.executable, "-c", AWARDED], env=env, cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert made.returncode == 0, made.stderr[-2000:]
    return f"{bench.address}/upphandling/{made.stdout.split()[-1]}/"


def test_from_a_link_to_the_end(
    page: Page, bench: Bench, browser: Browser, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expected |= {404, 422}
    walk = Walker(page)
    page.goto(awarded(bench) + "avtal/")
    walk.look()
    enter_the_contract(walk)
    link = make_the_link(walk)
    theirs = complaints.watch(
        browser.new_context(base_url=bench.address, viewport={"width": 390, "height": 844}).new_page()
    )
    supplier = Walker(theirs)
    the_supplier_reports(supplier, link, tmp_path)
    read_and_ask(walk)
    theirs.goto(link)
    answer(supplier)
    accept_and_decide(walk)
    see_the_end_coming(walk)
    try_a_change(walk)
    close_the_link(walk, theirs, link)
    theirs.context.close()


def enter_the_contract(walk: Walker) -> None:
    page = walk.page
    walk.go(page.get_by_role("link", name=re.compile("^Skriv in avtalet")).first)
    expect(page.get_by_label("Leverantör", exact=True)).to_have_value(re.compile("Zirkelkvist"))
    walk.look()
    page.get_by_label("Börjar").fill("2026-01-01")
    page.get_by_label("Slutar, om").fill("2027-05-31")
    page.get_by_label("Kan förlängas till").fill("2026-05-31")
    walk.button("Spara avtalet")
    expect(page.get_by_role("alert")).to_contain_text("måste sluta senare")
    page.get_by_label("Kan förlängas till").fill("2029-05-31")
    walk.button("Spara avtalet")
    walk.told("Avtalet är inskrivet")
    walk.look()


def make_the_link(walk: Walker) -> str:
    walk.button("Gör en länk")
    walk.look()
    link = walk.page.get_by_label("Länk", exact=True).input_value()
    walk.link("Tillbaka till avtalet")
    assert link.split("/")[-2] not in walk.page.content()
    return link


def the_supplier_reports(walk: Walker, link: str, folder: Path) -> None:
    page = walk.page
    page.goto(link)
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile("^redovisa")).first)
    group = page.get_by_role("group", name=SHARE)
    group.get_by_label(re.compile("^Vikt som är återbrukad")).fill("trettioett")
    group.get_by_label(re.compile("^All levererad vikt")).fill("100")
    for other in page.get_by_role("group").all():
        if SHARE not in other.inner_text():
            for box in other.get_by_role("checkbox").all():
                box.check()
    walk.button("Skicka in rapporten")
    expect(page.get_by_role("alert")).to_contain_text("är inte ett tal")
    walk.look()
    group.get_by_label(re.compile("^Vikt som är återbrukad")).fill("31")
    shown = folder / "leveranslista.csv"
    shown.write_text("artikel;kg\nbord;31\n", "utf-8")
    page.get_by_label("Bifoga underlag").set_input_files(shown)
    walk.button("Skicka in rapporten")
    expect(page.get_by_role("heading", name="Kvitto: rapporten har kommit in")).to_be_visible()
    walk.look()


def read_and_ask(walk: Walker) -> None:
    page = walk.page
    page.reload()
    walk.go(page.get_by_role("link", name=re.compile("^Läs rapporten")))
    card = page.get_by_role("region", name=SHARE)
    expect(card).to_contain_text("31 % (31 av 100 kg)")
    expect(card).to_contain_text("40 %")
    expect(card).to_contain_text("9 procentenheter under det utlovade")
    expect(page.get_by_role("link", name="leveranslista.csv")).to_be_visible()
    walk.look()
    page.get_by_label("Fråga, eller vad").fill("Hur är vikten tagen?")
    walk.button("Ställ frågan")
    walk.told("Frågan står på leverantörens sida")


def answer(walk: Walker) -> None:
    page = walk.page
    walk.go(page.get_by_role("link", name=re.compile("^öppna")).first)
    expect(page.get_by_text("Hur är vikten tagen?")).to_be_visible()
    page.get_by_label("Ditt svar").fill("Vägd på lastkajen.")
    walk.button("Skicka svaret")
    walk.told("Svaret är skickat")


def accept_and_decide(walk: Walker) -> None:
    page = walk.page
    page.reload()
    expect(page.get_by_text("Vägd på lastkajen.")).to_be_visible()
    walk.button("Godkänn och spara mätningarna")
    walk.told("Rapporten är godkänd")
    walk.go(page.get_by_role("link", name=re.compile("^Besluta om avvikelsen")).first)
    expect(page.get_by_role("heading", name="Det här är avtalat")).to_be_visible()
    page.get_by_label("Använd den avtalade konsekvensen").check()
    walk.button("Spara beslutet")
    walk.told("Beslutet om avvikelsen är sparat")


def see_the_end_coming(walk: Walker) -> None:
    page = walk.page
    page.goto(re.sub(r"uppfoljning/.*", "avtal/", page.url))
    walk.go(page.get_by_role("link", name="Stolar", exact=True))
    expect(page.get_by_text(re.compile("Slutmätningen ska göras 31.maj.2027"))).to_be_visible()
    walk.link("Bestäm vad som händer med det som finns kvar")
    expect(page.get_by_text("Omlopp vet inte om den är betald eller utförd")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("^Får vi sälja eller ge bort"))).to_be_visible()
    walk.look()
    walk.go(page.get_by_role("navigation", name="Brödsmulor").get_by_role("link", name="Stolar", exact=True))


def try_a_change(walk: Walker) -> None:
    page = walk.page
    walk.link("Pröva en ändring")
    page.get_by_label("Grund", exact=True).select_option("small_value")
    walk.button("Välj grunden")
    page.get_by_label("Vad ändras?").fill("Fem stolar till.")
    page.get_by_label("Vad lägger ändringen till").fill("10 000")
    page.get_by_label("Ja", exact=True).check()
    walk.button("Pröva ändringen")
    expect(
        page.get_by_role("heading", name="Reglerna om ändring gäller inte det här avtalet")
    ).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("17 kap.")
    walk.look()
    page.get_by_label("Skäl till beslutet").fill("Fler arbetsplatser.")
    walk.button("Besluta ändringen")
    walk.told("Ändringen är beslutad")


def close_the_link(walk: Walker, theirs: Page, link: str) -> None:
    walk.go(walk.page.get_by_role("button", name=re.compile("^Stäng länken")))
    walk.told("Länken är stängd")
    theirs.goto(link)
    expect(theirs.get_by_role("heading", name="Länken gäller inte")).to_be_visible()
