"""Journeys 2 and 3 in one: from a ledger's shortlist to a procurement, and from there to what its contract delivered –
figures, evidence, picture, a promise that was missed, what was decided.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Bench, Complaints
from tests.browser.spend import begin_procurement
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
SHARE, INDICATOR = "Andel återbrukade möbler", "Återbrukad andel av levererad vikt"


def test_from_a_ledger_to_a_consequence(
    stranger: Page, bench: Bench, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.expected.add(422)
    walk = Walker(stranger)
    bench.sign_in(stranger)
    address = begin_procurement(stranger)
    measure_the_baseline_when_there_is_only_a_need(walk)
    choose_goal_and_requirement(walk, address)
    state_the_contracts_days(walk)
    note_what_the_contract_promises(walk)
    enter_a_quarter_with_evidence(walk, tmp_path)
    read_the_picture(walk)
    decide(walk)
    correct(walk)
    see_it_among_the_others(walk)


def measure_the_baseline_when_there_is_only_a_need(walk: Walker) -> None:
    page = walk.page
    open_step(walk, "Behov")
    walk.link("Mät nuläget redan nu")
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile(f"^mät\\W+{INDICATOR}$")).first)
    walk.write(
        Vikt_som_är_återbrukad="40",
        All_levererad_vikt="2 000",
        Varifrån_kommer="Förra avtalets leveranslistor",
    )
    walk.button("Spara mätningen")
    walk.told("Mätningen är sparad")


def open_step(walk: Walker, name: str) -> None:
    steps = walk.page.get_by_role("navigation", name="Steg", exact=True)
    walk.go(steps.get_by_role("link", name=re.compile("^\\W*" + name)).first)


def choose_goal_and_requirement(walk: Walker, address: str) -> None:
    page = walk.page
    page.goto(address + "malkarta/")
    expect(page.get_by_role("checkbox", name="Tänd mål D")).to_be_checked()  # by the effect logic
    part = page.locator("fieldset[data-goal=D]")
    part.get_by_role("checkbox", name=re.compile("^D7 ")).check()
    part.get_by_label("Indikator").select_option("reused_share")
    part.get_by_label("Målvärde").fill("40")
    walk.button("Spara målen")
    walk.told("Målen är sparade")
    expect(page.locator("fieldset[data-goal=D]")).to_contain_text("Nuläge: 2 % (40 av 2 000 kg)")
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile("^Välj krav för målen")))
    card = page.locator("section.card").filter(has=page.get_by_role("link", name=SHARE, exact=True))
    walk.go(card.get_by_role("button", name="Välj"))
    walk.told(f"Valt: {SHARE}")


def state_the_contracts_days(walk: Walker) -> None:
    walk.open_step("Börja använda avtalet")
    walk.write(
        Vad_har_ni_gjort="Begagnat ligger först i portalen.",
        När_börjar_avtalet="2025-01-01",
        När_slutar_avtalet="2026-12-31",
    )
    walk.save()
    walk.open_step("Uppföljning under avtalet")
    walk.link("Följ upp")
    expect(walk.page.get_by_text("Avtalet gäller från 1 januari 2025 till 31 december 2026.")).to_be_visible()
    walk.look()


def note_what_the_contract_promises(walk: Walker) -> None:
    walk.link(INDICATOR)
    walk.look()
    walk.link("Skriv in det avtalade värdet")
    walk.look()
    walk.write(Var_i_avtalet="Anbudet, bilaga 2")
    walk.button("Spara det avtalade värdet")
    walk.told("Det avtalade värdet är sparat")
    walk.link("Uppföljning")


def enter_a_quarter_with_evidence(walk: Walker, folder: Path) -> None:
    page = walk.page
    walk.go(page.get_by_role("link", name=re.compile(f"^mät\\W+{SHARE}, 31 mars 2025$")))
    expect(page.get_by_role("heading", name=SHARE)).to_be_visible()
    expect(page.get_by_label("Vilken period")).to_have_value("2025-03-31")
    walk.look()
    walk.write(
        Vikt_som_är_återbrukad="980",
        All_levererad_vikt="3 160",
        Varifrån_kommer="Leverantörens kvartalsrapport",
    )
    page.get_by_label("Mätt den").fill("2025-04-10")
    page.get_by_label("Tillförlitlighet").select_option("2")
    wrong, right = folder / "sida.html", folder / "leveranslista.csv"
    wrong.write_text("<html>")
    right.write_text("artikel;kg\nbord;980\n")
    page.get_by_label("Bifoga underlag").set_input_files(wrong)
    walk.button("Spara mätningen")
    expect(page.get_by_role("alert")).to_contain_text("går inte att bifoga")
    expect(page.get_by_label("All levererad vikt")).to_have_value("3 160")
    page.get_by_label("Bifoga underlag").set_input_files(right)
    walk.button("Spara mätningen")
    walk.told("Mätningen är sparad")
    walk.look()


def read_the_picture(walk: Walker) -> None:
    page = walk.page
    expect(page.get_by_role("heading", name="Löften som inte hölls – beslut behövs (1)")).to_be_visible()
    walk.link(INDICATOR)
    picture = page.locator("figure.wide-only svg")
    for said in ("Avtalat: 40 % av levererade kg", "31 %", "2 %", "saknas", "Högre är bättre"):
        expect(picture).to_contain_text(said)
    record = page.locator("section.record", has_text="31 % (980 av 3 160 kg)")
    record.get_by_text("Datakvalitet (1 av 5 bedömda)").click()
    expect(record).to_contain_text("2 – Uppmätt men inte granskat")
    with page.expect_download() as started:
        record.get_by_role("link", name="leveranslista.csv").click()
    assert started.value.path().read_text() == "artikel;kg\nbord;980\n"
    walk.look()


def decide(walk: Walker) -> None:
    page = walk.page
    walk.go(page.get_by_role("link", name=re.compile("^Besluta om konsekvensen")))
    for said in ("Avtalat: 40 % av levererade kg", "31 % (980 av 3 160 kg)", "284,0 kg"):
        expect(page.get_by_role("table")).to_contain_text(said)
    expect(page.get_by_role("region", name="Det här är avtalat")).to_contain_text("vite på 20 procent")
    walk.look()
    page.get_by_role("radio", name="Anpassa konsekvensen").check()
    walk.write(Det_här_ska_hända="Leverantören tar igen 284 kg nästa kvartal.")
    walk.button("Spara beslutet")
    expect(page.get_by_role("alert")).to_contain_text("Skriv varför")
    walk.write(Skäl="Ett nytt lager öppnar i maj.")
    walk.button("Spara beslutet")
    walk.told("Beslutet om avvikelsen är sparat")
    expect(page.get_by_role("region", name="Avvikelser och beslut")).to_contain_text(
        "Leverantören tar igen 284 kg"
    )
    walk.look()


def correct(walk: Walker) -> None:
    page = walk.page
    record = page.locator("section.record", has_text="31 % (980 av 3 160 kg)")
    walk.go(record.get_by_role("link", name=re.compile("^Rätta mätningen")))
    walk.look()
    walk.write(Vikt_som_är_återbrukad="1 390", Varför_rättas="En leverans saknades i listan.")
    walk.button("Spara rättelsen")
    walk.told("Den förra står kvar, med skälet")
    expect(page.get_by_text("Mätningar som har rättats (1)")).to_be_visible()
    expect(
        page.get_by_role("heading", name=re.compile(r"Avtal, 10 april 2025: 44 % \(1 390 av 3 160 kg\)"))
    ).to_be_visible()
    walk.look()


def see_it_among_the_others(walk: Walker) -> None:
    page = walk.page
    walk.link("Portfölj")
    walk.look()
    walk.link(INDICATOR)
    expect(page.get_by_role("heading", name="Nu mot nuläget")).to_be_visible()
    expect(page.get_by_text("av 10 000 dragningar")).to_be_visible()
    walk.look()
    walk.link("Andelar")
    walk.look()
