"""Journey 1, the buyer at a deadline: from an agreement that ends in four months to documents, clauses and days of follow-up.

Walked from the first page by what is read there: links, labels and buttons, never an address.
"""

import io
import re
from datetime import date, timedelta

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from omlopp.library import numbers
from tests.browser.conftest import Bench, Complaints
from tests.browser.looking import no_violations
from tests.browser.reading import download, words_of_docx
from tests.browser.walking import Walker
from tests.conftest import needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]

TITLE = "ÖVNING: möbler när ramavtalet tar slut"
OURS, NEIGHBOUR = "Hyllinge kommun (övning)", "Exempelby kommun (övning)"
AGREEMENT = "Ramavtal kontorsmöbler (övning)"
ENDS = date.today() + timedelta(days=120)
BEGINS = ENDS + timedelta(days=1)
REGISTER = f"Avtal;Leverantör;Slutdatum;Värde\n{AGREEMENT};Påhittade Möbler AB;{ENDS};4 000 000\n"
STORE = "Artikelnummer;Benämning;Antal;Skick;Plats;Vikt (kg)\nSB-160;Skrivbord 160x80;40;Gott;Centralförrådet;38,5\n"
WARRANTY, SHARE = "Längre garanti på nya möbler", "Andel återbrukade möbler"
PARTS, CONDITION = "Slitdelar i tio år", "Skick och uppgifter för återbrukade möbler"
PASTED = "Garanti på textil (övning, påhittat kriterium)"
FIVE = (WARRANTY, SHARE, PARTS, CONDITION, PASTED)
CLAUSE = "Leverantören ska redovisa andelen återbrukat i kilo varje kvartal (övning)."
WORTH = {WARRANTY: "80 000", SHARE: "240 000", PASTED: "40 000"}
ATTACK_MS = 120_000


def test_from_an_agreement_that_ends_to_documents_and_days(
    stranger: Page, bench: Bench, complaints: Complaints
) -> None:
    complaints.expected.add(422)  # the promise without a clause is refused
    walk = Walker(stranger)
    bench.sign_in(stranger, "mobelkopare", bench.add_person("mobelkopare"))
    see_the_agreement_end(walk)
    find_the_neighbours_notice(walk)
    begin_from_it(walk)
    look_in_the_store_first(walk)
    light_two_goals(walk)
    read_why_and_what_the_market_gives(walk)
    choose_five(walk)
    adapt_two(walk)
    price_each_quality(walk)
    attack(walk)
    take_the_documents(walk)
    know_the_days(walk)


def every_width(walk: Walker) -> None:
    """The page as it stands, also on a telephone and at 400 per cent."""
    for width in (390, 320, 1280):
        walk.page.set_viewport_size({"width": width, "height": 900})
        walk.look()


def room(walk: Walker, name: str) -> None:
    """A page of the procurement, from the menu that every one of them has."""
    rooms = walk.page.get_by_role("navigation", name="Upphandlingens sidor")
    walk.go(rooms.get_by_role("link", name=name, exact=True))


def file(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def see_the_agreement_end(walk: Walker) -> None:
    page = walk.page
    walk.link("Skapa organisationen")
    walk.write(Namn=OURS)
    page.get_by_label("Sort").select_option(label="Kommun")
    page.get_by_label("Län").select_option(label="Jämtlands län")
    walk.button("Skapa organisationen")
    walk.go(page.get_by_role("main").get_by_role("link", name="Läs in många", exact=True))
    walk.look()
    page.get_by_label("Avtalsregister med slutdatum").check()
    page.get_by_label("Fil", exact=True).set_input_files(file("register.csv", REGISTER))  # type: ignore[arg-type]
    walk.button("Läs filen och visa raderna")
    walk.button("Läs in 1 rad")
    walk.told("1 avtal är inläst")
    walk.link("Mitt arbete")
    waits = page.locator(".waits > li", has_text=AGREEMENT)
    expect(waits).to_contain_text(f"Avtalet slutar {numbers.day(ENDS)}.")
    expect(waits).to_contain_text("Börja med om behovet finns kvar, och vad som redan står i förrådet.")
    every_width(walk)
    walk.go(waits.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text(AGREEMENT)
    walk.look()


def find_the_neighbours_notice(walk: Walker) -> None:
    page = walk.page
    walk.link("Omlopp")
    page.get_by_label("Vad har andra bett om?").fill("återbrukade möbler")
    walk.button("Sök bland annonserna")
    hit = page.locator(".hits > li").first
    expect(hit).to_contain_text(NEIGHBOUR)
    expect(hit.locator("q.evidence").first).to_contain_text(re.compile("återbruk", re.IGNORECASE))
    walk.look()
    walk.go(hit.get_by_role("heading").get_by_role("link"))
    walk.look()
    walk.link("Använd som utgångspunkt")


def begin_from_it(walk: Walker) -> None:
    page = walk.page
    expect(walk.field("Beställare")).to_have_value(NEIGHBOUR)
    expect(page.get_by_text("Annonsen är en annan köpares.")).to_be_visible()
    page.get_by_label("Vilken organisation hör upphandlingen till?").select_option(label=OURS)
    walk.write(Vad_gäller_det=TITLE, Beräknat_värde="1 900 000")
    walk.look()
    walk.button("Börja upphandlingen")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("main")).to_contain_text(OURS)
    expect(page.get_by_role("main")).not_to_contain_text(NEIGHBOUR)


def look_in_the_store_first(walk: Walker) -> None:
    page = walk.page
    first = page.locator(".note", has_text="Står det redan i förrådet?")
    expect(first).to_contain_text("Se efter innan något köps.")
    every_width(walk)
    walk.link("Sök i förrådet")
    walk.link("Läs in lagerlistan")
    page.get_by_label("Listan", exact=True).set_input_files(file("forrad.csv", STORE))  # type: ignore[arg-type]
    walk.button("Visa vad som läses in")
    walk.look()
    walk.button("Läs in listan")
    walk.told("1 nya")
    walk.link("Upphandlingar")
    walk.go(page.get_by_role("row").get_by_role("link", name=TITLE))
    walk.link("Sök i förrådet")
    expect(page.get_by_role("row", name="Skrivbord 160x80")).to_contain_text("40 av 40")
    walk.write(Hur_många_behövs="120")
    walk.button("Spara behovet")
    walk.button_for("Reservera", "Skrivbord 160x80")
    expect(page.locator(".headline")).to_have_text(re.compile(r"120\s+behövs\s+40\s+finns\s+80\s+återstår"))
    every_width(walk)
    walk.button("Sänk behovet till 80")
    expect(page.get_by_text("Steget säger redan att 80 behöver köpas.")).to_be_visible()


def light_two_goals(walk: Walker) -> None:
    page = walk.page
    room(walk, "Mål")
    for goal, strategy, indicator, target in (
        ("C", "C1", "Garantitid (år)", "10"),
        ("D", "D7", "Återbrukad andel av levererad vikt", "40"),
    ):
        page.get_by_role("checkbox", name=f"Tänd mål {goal}").check()
        part = page.locator(f"fieldset[data-goal={goal}]")
        if part.locator("details").get_attribute("open") is None:  # lighting a goal opens it
            part.locator("summary").click()
        part.get_by_role("checkbox", name=re.compile(f"^{strategy} ")).check()
        offered = part.get_by_label("Indikator").locator("option").all_inner_texts()
        part.get_by_label("Indikator").select_option(
            label=next(name for name in offered if name.startswith(indicator))
        )
        part.get_by_label("Målvärde").fill(target)
    expect(page.locator("#map svg")).to_contain_text(re.compile("2 av fem"))
    walk.button("Spara målen")
    walk.told("Målen är sparade")
    walk.look()
    walk.go(page.get_by_role("link", name=re.compile("^Välj krav för målen")))


def suggestion(page: Page, name: str) -> Locator:
    return page.locator("section.card").filter(has=page.get_by_role("link", name=name, exact=True))


def read_why_and_what_the_market_gives(walk: Walker) -> None:
    """Every suggestion has its reasons, and says what the market gives – with the notices to prove it."""
    page = walk.page
    cards = page.locator("section.card", has_text="Föreslås eftersom:")
    assert cards.count() >= 9
    expect(page.get_by_role("heading", name=f"Förslag ({cards.count()})")).to_be_visible()
    for card in cards.all():
        expect(card).to_contain_text(re.compile("marknaden ger|jämförbara upphandlingar", re.IGNORECASE))
    asked = suggestion(page, SHARE)
    expect(asked).to_contain_text(re.compile(r"\d+ av \d+ jämförbara upphandlingar ber om det"))
    every_width(walk)
    walk.go(asked.get_by_role("link", name=re.compile("^Läs annonserna bakom")))
    proof = page.get_by_role("region", name="Kräver det mer än marknaden ger?")
    expect(proof).to_contain_text("Krav som bara står i upphandlingsdokumenten syns inte.")
    proof.get_by_text("Annonserna bakom").click()
    notice = proof.locator("li").first
    expect(notice).to_contain_text(NEIGHBOUR)
    expect(notice.locator("blockquote")).to_contain_text(re.compile("återbruk", re.IGNORECASE))
    walk.look()
    page.go_back()


def choose_five(walk: Walker) -> None:
    page = walk.page
    for name in (WARRANTY, SHARE, PARTS, CONDITION):
        walk.go(suggestion(page, name).get_by_role("button", name="Välj"))
        walk.told(f"Valt: {name}")
    paste_a_promise_that_nothing_binds(walk)
    expect(page.get_by_role("heading", name="Valda krav (5)")).to_be_visible()


def adapt_two(walk: Walker) -> None:
    """Two in other words; each gets somebody who follows it up, else the checks do not hold."""
    page = walk.page
    for name in FIVE:
        walk.link_for("Anpassa text och ägare", name)
        walk.write(Vem_följer_upp="Avtalsenheten")
        if name == SHARE:
            walk.write(Avtalsvillkor_på_svenska=CLAUSE, Varför_ändras="Kilo varje kvartal.")
        if name == PARTS:
            was = walk.field("Kravtext på svenska").input_value()
            walk.write(Kravtext_på_svenska=f"{was} Det gäller också hjul och gaspelare (övning).")
        walk.button("Spara")
        walk.told("Texten är sparad")
    expect(page.get_by_text("anpassad text")).to_have_count(2)
    expect(page.locator("#checks").get_by_text("Allt är på plats")).to_be_visible()
    walk.look()


def paste_a_promise_that_nothing_binds(walk: Walker) -> None:
    """A scored promise lacks a clause: said at the field, and nothing is added until one is written."""
    page = walk.page
    walk.link("Klistra in ett kriterium från Upphandlingsmyndigheten")
    page.get_by_label("Krav-ID").last.fill("99999")
    walk.write(
        Kriteriets_rubrik=PASTED,
        Kravtext="Textil på återbrukade möbler ska ha garanti (övning, påhittad text).",
        Sidans_rubrik="Påhittad sida (övning)",
        Bevis="Garantibevis",
    )
    page.get_by_label("Kravtyp").select_option(value="award")
    page.get_by_label("Mål och strategi").select_option(value="C1")
    offered = page.get_by_label("Mäts med").locator("option").all_inner_texts()
    page.get_by_label("Mäts med").select_option(label=next(one for one in offered if "Garantitid" in one))
    if not page.locator("[name=level_1]").is_visible():
        page.get_by_text("Nivåer att poängsätta").click()
    for at, (level, share) in enumerate((("Under 2 år", "0"), ("2–4 år", "50"), ("Minst 5 år", "100")), 1):
        page.locator(f"[name=level_{at}]").fill(level)
        page.locator(f"[name=share_{at}]").fill(share)
    walk.button("Lägg till i upphandlingen")
    expect(page.get_by_text("Något saknas. Det står vid fältet.")).to_be_visible()
    lacks = page.locator(".field", has=page.locator("[name=clause]"))
    expect(lacks.locator(".error")).to_contain_text(
        "utan villkor, påföljd och underlag går löftet inte att följa upp"
    )
    expect(walk.field("Kriteriets rubrik")).to_have_value(PASTED)
    walk.look()
    walk.write(
        Avtalsvillkor="Leverantören ska ersätta textil som går sönder under garantitiden (övning).",
        Om_löftet_bryts="Vite med 2 procent av kvartalets fakturerade belopp.",
        Underlag_för_uppföljningen="Lista över garantiärenden",
    )
    walk.button("Lägg till i upphandlingen")
    walk.told("Kriteriet är inklistrat")


def price_each_quality(walk: Walker) -> None:
    """Deductions in kronor; each shows what it is worth, and all of them stand beside the price."""
    page = walk.page
    room(walk, "Utvärdering")
    walk.go(page.get_by_role("main").get_by_role("link", name=re.compile("^LOT-0001")))
    page.get_by_role("radio", name=re.compile("^Avdrag i kronor")).check()
    for name, kronor in WORTH.items():
        group = page.get_by_role("group", name=name)
        group.get_by_label("Vad är full nivå värd?").fill(kronor)
        expect(group.get_by_text("har avtalsvillkor")).to_be_visible()
    stated = page.get_by_role("group", name="Står i annonsen")
    for box in stated.get_by_role("textbox").all():
        box.fill("")  # the neighbour's own qualities bind nobody: they lack levels and clauses
    page.keyboard.press("Tab")
    worth = page.locator("#worth")
    for name, kronor in WORTH.items():
        expect(worth.get_by_role("row", name=name)).to_contain_text(f"{kronor} kr".replace(" ", "\u00a0"))
    expect(worth).to_contain_text("Delens beräknade värde:")
    expect(page.locator("#worth-picture svg")).to_contain_text("240")
    every_width(walk)
    walk.button("Spara modellen")
    walk.told("Utvärderingsmodellen är sparad")


def attack(walk: Walker) -> None:
    page = walk.page
    walk.link("Angrip modellen")
    walk.button("Angrip")
    expect(page.get_by_text("Angreppet är klart.")).to_be_visible(timeout=ATTACK_MS)
    report = page.locator("article.lab-report")
    for phantom in ("30 procent under det lägsta priset", "tre gånger dyrare än det dyraste"):
        expect(report).to_contain_text(
            re.compile(f"Ett anbud till, {phantom} och utan kvalitet, ändrar inte ordningen mellan de andra")
        )
    expect(report).not_to_contain_text("byter vinnare bland de andra")
    walk.look()
    walk.link("Till modellen")


def take_the_documents(walk: Walker) -> None:
    page = walk.page
    with page.expect_download() as started:
        page.get_by_role("link", name="Räkneexempel (Word)").click()
    example = words_of_docx(started.value.path().read_bytes())
    for said in (SHARE, "240 000"):
        assert said in example, f"the worked example does not say {said!r}"
    room(walk, "Dokument")
    walk.look()
    specification = download(walk, "svenska Kravspecifikation")
    assert docx.Document(io.BytesIO(specification)).paragraphs
    clauses = words_of_docx(download(walk, "svenska Avtalsvillkor"))
    both = words_of_docx(specification) + clauses
    for name in FIVE:
        assert name in both, f"neither document says {name!r}"
    assert CLAUSE in clauses
    assert "hjul och gaspelare" in both


def know_the_days(walk: Walker) -> None:
    """Which day asks what, of whom, and what happens to a promise that is broken."""
    page = walk.page
    room(walk, "Uppföljning")
    expect(page.get_by_text("Ange när avtalet börjar och slutar, så räknas datumen")).to_be_visible()
    walk.link("Börja använda avtalet")
    walk.write(
        Vad_har_ni_gjort="Begagnat ligger först i beställningsportalen.",
        När_börjar_avtalet=f"{BEGINS}",
        När_slutar_avtalet=f"{BEGINS + timedelta(days=730)}",
    )
    walk.save()
    room(walk, "Uppföljning")
    asked = page.locator("ul.asks > li").filter(has=page.get_by_role("heading", name=SHARE))
    expect(asked.locator(".due .day").first).to_have_text(re.compile(r"^\d{1,2}.\w+.20\d\d$"))
    for said in ("Det här redovisas", "Avtalsenheten", "Om löftet bryts"):
        expect(asked).to_contain_text(said)
    every_width(walk)
    in_english(walk)


def in_english(walk: Walker) -> None:
    """The same page in the other language, and the next ones by their titles."""
    page = walk.page
    walk.button("English")
    for name, title in (
        ("Follow-up", "Follow-up"),
        ("Requirements", "Requirements"),
        ("Documents", "Documents"),
    ):
        rooms = page.get_by_role("navigation", name="Pages of the procurement")
        walk.go(rooms.get_by_role("link", name=name, exact=True))
        expect(page).to_have_title(re.compile(f"^{title} "))
        no_violations(page, "en")
    walk.button("Svenska")
