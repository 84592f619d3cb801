"""Journey 2, the environmental strategist: from last year's ledger to five pilots, and neighbours to buy with.

The ledger is the project's own, invented; so are the contract register and the statistics of the region made here.
"""

import csv
import hashlib
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import spend
from tests.browser.conftest import OMLOPP, Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

COUNTY = "Jämtland"
NEIGHBOURS = ("Bräcke kommun (övning)", "Ragunda kommun (övning)")
SOON, LATER = date.today() + timedelta(days=500), date.today() + timedelta(days=1500)
REGISTER = f"""avtals_id;titel;cpv;leverantor;avtalsslut;nettobelopp
A1;Kontorsmöbler (övning);39130000;Övning Kontorsmöbler AB;{SOON};4 000 000
A2;Arbetskläder (övning);18100000;Övning Textil AB;{LATER};900 000
"""
FACTS = ("upphandlings_id", "kopare", "kopare_orgnr", "sektor", "cpv", "samordnad", "titel", "publicerad")
BOUGHT = [
    (
        f"SE{number}",
        buyer,
        f"21200000{number}",
        "Kommun",
        "39130000",
        "False",
        "Möbler (övning)",
        "2021-03-01",
    )
    for number, buyer in enumerate(NEIGHBOURS, 10)
]
TABLES = {
    "upphandlingar.csv": ((), [()] * 2),
    "anbud.csv": (("anbudsomrades_id", "antal_anbud"), [("A", "1"), ("B", "4")]),
    "vinnare.csv": (
        ("anbudsomrades_id", "leverantor", "leverantor_storlek"),
        [("A", "Påhittade Snickeriet AB", "Mikroföretag"), ("B", "Påhittade Möbler AB", "Stora företag")],
    ),
    "varden.csv": (("kontrakterat_varde_sek",), [("1200000",), ("800000",)]),
}


@pytest.fixture
def statistics(bench: Bench, tmp_path: Path) -> Iterator[Path]:
    """A folder with invented statistics of the region, as `omlopp packs add` takes them; not added yet."""
    folder = tmp_path / "registry-se"
    folder.mkdir()
    listed = []
    for name, (more, cells) in TABLES.items():
        with (folder / name).open("w", encoding="utf-8", newline="") as held:
            csv.writer(held).writerows(
                [(*FACTS, *more), *((*a, *b) for a, b in zip(BOUGHT, cells, strict=True))]
            )
        digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        listed.append(f"- {{path: {name}, sha256: {digest}}}")
    card = (
        "name: registry-se",
        "kind: registry",
        "title: Invented procurements of one county (exercise)",
        "source: Omlopps egna prov, påhittat",
        "licence: CC0-1.0",
        "version: övning",
        "files:",
        *listed,
    )
    (folder / "pack.yaml").write_text("\n".join(card) + "\n", "utf-8")
    yield folder
    packs(bench, "remove", "registry-se")


def packs(bench: Bench, *words: str | Path) -> None:
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("OMLOPP_PACKS", "DJANGO_SETTINGS_MODULE")
    }
    env |= {"OMLOPP_HOME": str(bench.log.parent / "home"), "OMLOPP_LANG": "sv"}
    done = subprocess.run([OMLOPP, "packs", *words], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_from_a_ledger_to_five_pilots_and_two_neighbours(
    stranger: Page, bench: Bench, statistics: Path, complaints: Complaints, tmp_path: Path
) -> None:
    walk = Walker(stranger)
    bench.sign_in(stranger, "miljostrateg", bench.add_person("miljostrateg"))
    load_the_ledger(walk)
    see_where_footprint_and_levers_meet(walk)
    see_what_expires(walk)
    be_told_what_is_missing(walk)
    packs(bench, "add", statistics)
    count_suppliers_in_the_county(walk)
    leave_with_five_pilots(walk)
    and_with_neighbours_to_pool_with(walk)


def every_width(walk: Walker) -> None:
    """The page as it stands, also on a telephone and at 400 per cent."""
    for width in (390, 320, 1280):
        walk.page.set_viewport_size({"width": width, "height": 900})
        walk.look()


def load_the_ledger(walk: Walker) -> None:
    """Oddities are pointed out with what to do, and the share that has a product group is told with its base."""
    page = walk.page
    walk.link("Inköp")
    every_width(walk)
    page.get_by_label("Reskontran", exact=True).set_input_files(spend.LEDGER)
    walk.button("Läs in reskontran")
    if page.get_by_role("heading", level=1, name="Stämmer kolumnerna?").count():
        walk.button("Bekräfta och läs")
    expect(page.get_by_role("heading", level=1, name=spend.TITLE)).to_be_visible(timeout=60_000)
    expect(page.get_by_role("heading", name=re.compile(r"12 av 5\s000 rader används inte"))).to_be_visible()
    odd = page.get_by_role("region", name=re.compile(r"12 av 5\s000 rader används inte"))
    expect(odd.get_by_role("columnheader", name="Gör så här")).to_be_visible()
    expect(odd).to_contain_text("Skriv beloppet som ett tal")
    share = page.locator(".headline")
    expect(share).to_contain_text(re.compile(r"95,2\s%\s+av köpens värde har en varugrupp"))
    expect(share).to_contain_text(re.compile(r"Räknat i rader: [\d,]+\s% \([\d\s]+ av [\d\s]+\)"))
    every_width(walk)


def see_where_footprint_and_levers_meet(walk: Walker) -> None:
    page = walk.page
    walk.link("Utforska varugrupperna")
    walk.link("Avtryck mot åtgärder")
    groups = page.locator("figure svg a")
    assert groups.count() >= 5
    walk.look()
    named = groups.filter(has_text="Möbler").or_(page.locator("figure svg a[aria-label*='Möbler']")).first
    walk.go(named)
    expect(page.get_by_role("heading", name="Tre delar, bredvid varandra")).to_be_visible()
    for part in ("Klimatavtryck", "Åtgärder", "Går att påverka"):
        expect(page.get_by_role("heading", name=part, exact=True)).to_be_visible()
    walk.look()


def see_what_expires(walk: Walker) -> None:
    """Before a register is read it is said that nothing is known of it; then what ends within two years stands there."""
    page = walk.page
    expect(page.get_by_text("Läs in ett avtalsregister för att se vad som löper ut.")).to_be_visible()
    walk.link("Till inläsningen")
    page.get_by_label("Avtalsregistret", exact=True).set_input_files(
        {"name": "avtal.csv", "mimeType": "text/csv", "buffer": REGISTER.encode()}
    )
    walk.button("Läs in avtalsregistret")
    if page.get_by_role("heading", level=1, name="Stämmer kolumnerna?").count():
        walk.button("Bekräfta och läs")
    expect(page.get_by_role("heading", level=1, name="Avtal i avtal.csv")).to_be_visible(timeout=60_000)
    ending = page.get_by_role("region", name="Löper ut inom 24 månader")
    expect(ending.get_by_role("row", name=re.compile("Kontorsmöbler"))).to_contain_text(str(SOON.year))
    expect(ending).not_to_contain_text("Arbetskläder")
    expect(page.get_by_text("1 av 2 avtal med slutdatum")).to_be_visible()
    walk.look()


def be_told_what_is_missing(walk: Walker) -> None:
    """Without the statistics the shortlist says so, and how they are added."""
    page = walk.page
    walk.link("Inköp")
    walk.go(
        page.get_by_role("row", name=re.compile("ovningsreskontra"))
        .get_by_role("link", name="Möjliga piloter")
        .first
    )
    page.get_by_label("Län", exact=True).select_option(label=COUNTY)
    walk.button("Visa")
    note = page.locator(".note.attention", has_text="Leverantörerna i länet är inte kända")
    expect(note).to_contain_text("omlopp packs add")
    walk.look()


def count_suppliers_in_the_county(walk: Walker) -> None:
    page = walk.page
    page.reload()
    expect(page.locator(".note.attention")).to_have_count(0)
    walk.go(page.locator("ol.pilots").get_by_role("link", name="Möbler", exact=True))
    can = page.locator("li.card").filter(has=page.get_by_role("heading", name="Går att påverka"))
    expect(can).to_contain_text("2 leverantörer vann i Jämtland 2021.")
    expect(can).to_contain_text("Ett enda anbud i 1 av 2 delar.")
    expect(can).to_contain_text("1 avtal löper ut")
    walk.look()


def leave_with_five_pilots(walk: Walker) -> None:
    """What is done, where it leads and how it is measured, in words that a director reads; all of it in one file."""
    page = walk.page
    walk.link("Möjliga piloter")
    every_width(walk)
    among = page.locator("ol.pilots > li")
    assert among.count() >= 5
    for pilot in among.all()[:5]:
        logic = pilot.get_by_role("table")
        for part in ("Det här görs", "Det leder mot", "Det mäts med"):
            expect(logic.get_by_role("columnheader", name=part)).to_be_visible()
        expect(pilot.get_by_role("heading", name="Därför")).to_be_visible()
        assert logic.locator("tbody tr").count() >= 1
    furniture = among.filter(has=page.get_by_role("link", name="Möbler", exact=True))
    expect(furniture).to_contain_text(re.compile("avtal", re.IGNORECASE))
    with page.expect_download() as started:
        page.get_by_role("link", name="Hämta listan (CSV)").click()
    rows = list(csv.reader(started.value.path().read_text("utf-8-sig").splitlines()))
    assert len(rows) == among.count() + 1
    assert {"varugrupp", "därför", "gör", "mål", "mäts med"} <= set(rows[0])


def and_with_neighbours_to_pool_with(walk: Walker) -> None:
    page = walk.page
    pool = page.get_by_role("region", name="Kan köpas tillsammans").get_by_role("row", name=re.compile("391"))
    for neighbour in NEIGHBOURS:
        expect(pool).to_contain_text(neighbour)
    expect(pool).to_contain_text("2 av 2 har värde")
    walk.go(page.get_by_role("navigation", name="Reskontrans sidor").get_by_role("link", name="Regionen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anbud och leverantörer: Jämtland")
    expect(page.get_by_role("region", name="Kan köpas tillsammans")).to_contain_text(NEIGHBOURS[0])
    every_width(walk)
    walk.button("English")
    expect(page).to_have_title(re.compile("^The region"))
    no_violations(page, "en")
    walk.link("Purchases")
    expect(page).to_have_title(re.compile("^Purchases"))
    no_violations(page, "en")
    walk.button("Svenska")
