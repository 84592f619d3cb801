"""Every kind of page, with the addresses that this workspace gives them."""

from urllib.parse import quote

from playwright.sync_api import Page

from tests.browser import spend

EXERCISE = "Övning: möbler till nytt förvaltningshus"  # carried to the end
LEARNT = "Övning: rekonditionerade bildskärmar"  # of the exercise programme, with a lesson
BEGUN = "Kontorsmöbler till förvaltningshus och skolor"  # just begun, from a notice


def addresses(page: Page) -> dict[str, str]:
    """Name → address, of a procurement at its end and of one at its beginning."""
    done, begun = (_found(page, title) for title in (EXERCISE, BEGUN))
    page.goto("/annonser/?sok=" + BEGUN)
    notice = _address(page, BEGUN)
    number = notice.strip("/").split("/")[-1]
    page.goto(done + "krav/")
    adapt = page.locator("a[href*='/krav/']", has_text="Anpassa").first.get_attribute("href")
    model = done + "utvarderingsmodell/LOT-0001/"
    page.goto(model)
    calculator = page.locator("a[href^='/rakna/']").first.get_attribute("href") or ""
    page.goto(done + "bedomning/LOT-0001/")
    bid = page.locator("main th a").first.get_attribute("href") or ""
    ledger = spend.ledger(page)
    page.goto(ledger + "rader/?var=none")
    wrong = page.get_by_role("link", name="Rätta").first.get_attribute("href")
    page.goto("/program/")
    room = page.locator("main h2 a", has_text="Övning").first.get_attribute("href") or ""
    lessons = _found(page, LEARNT) + "avtal/lardomar/"
    page.goto(lessons)
    propose = page.get_by_role("link", name="Föreslå en ändring").first.get_attribute("href")
    return {
        "start": "/", "my-work": "/mitt/", "procurements": "/upphandlingar/?lage=open", "messages": "/meddelanden/", "calendar": "/kalender/", "start-copy": "/borja/kopia/", "talk": begun + "samtal/",
        "talk-step": done + "samtal/?steg=need", "notices": "/annonser/", "notice": notice, "start-need": "/borja/behov/",
        "start-waste": "/borja/avfall/", "start-hindsight": "/borja/i-efterhand/", "stock-here": done + "forrad/", "start-notice": f"/borja/annons/{number}/", "bank": "/bank/",
        "bank-found": "/bank/?sok=återbrukade+möbler", "bank-nothing": "/bank/?sok=ananas",
        "compare-criteria": "/bank/?jamfor=reused_furniture_share,furniture_spare_parts,furniture_take_back",
        "groups": "/bank/grupper/", "group": "/bank/grupper/furniture/", "cases": "/bank/fall/",
        "case": "/bank/fall/malmo_reused_furniture_2019/", "instruments": "/bank/instrument/",
        "instrument": "/bank/instrument/flemish_ambition_map/", "initiatives": "/bank/initiativ/",
        "initiative": "/bank/initiativ/cirkular_upphandling_i_praktiken/", "crosswalks": "/bank/ramverk/",
        "crosswalk": "/bank/ramverk/r_ladder/", "indicator": "/bank/indikatorer/reused_share/",
        "propose-change": "/bank/krav/reused_furniture_share/andra/",
        "openness": done + "krav/oppenhet/", "paste": begun + "krav/klistra-in/?krav_id=11502",
        "criterion": "/bank/krav/reused_furniture_share/", "model": "/bank/modellen/", "law": "/lagen/tal/", "law-home": "/lagen/",
        "training": "/utbildning/", "training-lesson": "/utbildning/upphandlare/kedjan/", "training-sandbox": "/utbildning/ovning/",
        "training-open": "/utbildning/oppen/hitta_behovet/", "lesson-proposals": "/bank/lardomar/",
        "legal-points": "/lagen/punkter/?regel=lou", "aid": "/lagen/hjalp/waste_or_product/",
        "aid-question": "/lagen/hjalp/disposal/?regel=lou&kopare=region&status=product&owner=ours",
        "aid-outcome": "/lagen/hjalp/change_clauses/?regel=lou&kopare=municipality&stage=before_notice&what=take_back",
        "overview-done": done, "overview-begun": begun, "step-done": done + "steg/reuse_first/",
        "step-begun": begun + "steg/steer/", "regime": begun + "regler/", "facts": done + "uppgifter/",
        "people": done + "personer/", "log": done + "logg/", "end": begun + "avsluta/", "reopen": done + "avsluta/",
        "goals": done + "malkarta/", "goals-begun": begun + "malkarta/", "requirements": done + "krav/",
        "adapt": adapt or "", "lots": begun + "utvarderingsmodell/", "award": done + "utvarderingsmodell/LOT-0001/",
        "award-begun": begun + "utvarderingsmodell/LOT-0001/", "bids": done + "anbud/", "follow-up": done + "uppfoljning/",
        "measure": done + "uppfoljning/mat/reused_share/end/", "indicator-follow-up": done + "uppfoljning/indikator/reused_share/",
        "baselines": begun + "uppfoljning/nulage/", "portfolio": "/portfolj/", "evaluation": "/portfolj/utvardering/?slag=ovning", "evaluation-cases": "/portfolj/utvardering/?visa=fall",
        "portfolio-indicator": "/portfolj/reused_share/",
        "method-page": "/portfolj/metod/indicators/uncertainty.md", "market": "/marknaden/", "market-cpv": "/marknaden/?cpv=39",
        "market-nothing": "/marknaden/?cpv=03", "market-effect": "/marknaden/verkan/", "sentences": "/marknaden/meningar/", "start-draft": "/borja/utkast/",
        "search": "/sok/?q=möbler", "search-nothing": "/sok/?q=ananas&year=2021", "saved-searches": "/sok/sparade/",
        "check-draft": begun + "utkast/", "attack": model + "angrip/", "compare": model + "jamfor/",
        "model-file": model + "fil/", "judging": done + "bedomning/LOT-0001/", "judge-bid": bid,
        "papers": done + "dokument/", "paper": done + "dokument/visa/behovsanalys/", "letters": done + "brev/", "calculator": calculator, "spend": "/inkop/", "spend-ledger": ledger,
        "spend-treemap": ledger + "utforska/", "spend-pareto": ledger + "utforska/?bild=pareto",
        "spend-matrix": ledger + "utforska/?bild=matris", "spend-group": ledger + "grupp/391/",
        "spend-begin": ledger + "grupp/391/borja/", "spend-pilots": ledger + "piloter/", "spend-lines": ledger + "rader/",
        "spend-correct": wrong or "", "spend-rules": "/inkop/regler/", "spend-region": "/inkop/regionen/",
        "me": "/konto/", "turn-on": "/konto/tva-steg/", "sessions": "/konto/inloggad/", "password": "/konto/losenord/",
        "contract-here": done + "avtal/", "dialogue": begun + "dialog/", "public-needs": "/oppet/",
        "supplier-guide": "/oppet/sa-svarar-du/", "accessibility": "/tillganglighet/",
        "invite-here": f"/konto/bjud-in{begun}", "programmes": "/program/", "programme-here": done + "program/",
        "programme": room, "programme-new": "/program/nytt/", "programme-pilots": room + "piloter/",
        "programme-participants": room + "deltagare/", "programme-time": room + "del/tid/", "programme-money": room + "del/pengar/",
        "programme-decisions": room + "del/beslut/", "programme-line": room + "ny/decision/", "programme-spent": room + "utgifter/",
        "programme-documents": room + "dokument/", "programme-report": room + "dokument/half_time/",
        "programme-call": room + "dokument/call/", "lessons": lessons, "lesson-propose": propose or "",
        "publications": "/publikationer/", "addressees": "/publikationer/mottagare/", "addressee-new": "/publikationer/mottagare/ny/",
    }  # fmt: skip


def _found(page: Page, title: str) -> str:
    page.goto(f"/upphandlingar/?sok={quote(title)}")
    return _address(page, title)


def _address(page: Page, title: str) -> str:
    return page.locator("main th a", has_text=title).first.get_attribute("href") or ""
