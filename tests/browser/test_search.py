"""Journey: words typed in search lead to a notice with its evidence, and from there to a procurement; a search is kept."""

import os
import re
import subprocess
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OMLOPP, Bench, Complaints
from tests.browser.walking import Walker
from tests.conftest import ROOT, needs_chromium

pytestmark = [needs_chromium, pytest.mark.browser]
SAMPLES = ROOT / "src/omlopp/library/samples/notices"


@pytest.fixture(scope="module", autouse=True)
def indexed(bench: Bench) -> None:
    """What a person does who begins without the demo's market: read the samples into it, and index."""
    home = bench.log.parent / "home"
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | {
        "OMLOPP_HOME": str(home)
    }
    commands: list[list[str | Path]] = [["notices", "index"]]
    if not (home / "market" / "notices").is_dir():
        commands.insert(0, ["notices", "read", SAMPLES, "--to", home / "market"])
    for command in commands:
        done = subprocess.run([OMLOPP, *command], env=env, capture_output=True, text=True, timeout=180)
        assert done.returncode in (0, 3), done.stderr[-2000:]


def test_words_lead_to_a_notice_and_on_to_a_procurement(page: Page) -> None:
    walk = Walker(page)
    page.goto("/")
    walk.link("Marknaden")
    walk.go(page.get_by_role("navigation", name="Marknaden").get_by_role("link", name="Sök", exact=True))
    walk.look()
    page.get_by_label("Vad söker du?").fill("aterbrukade mobler")
    with page.expect_response(re.compile(r"/sok/\?q=aterbrukade")):
        page.get_by_role("button", name="Sök", exact=True).click()
    expect(page.locator(".hits > li").first).to_be_visible()
    walk.look()
    hit = page.locator(".hits > li").first
    evidence = hit.locator("q.evidence").filter(has_text=re.compile("återbruk", re.IGNORECASE)).first
    expect(evidence.locator("mark").first).to_be_visible()
    walk.go(hit.get_by_role("heading").get_by_role("link"))
    walk.look()
    for heading in ("Flaggat mot funnet", "Vad annonsen ber om", "Liknande upphandlingar"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    walk.link("Använd som utgångspunkt")
    walk.look()
    title = walk.field("Vad gäller det?").input_value()
    assert title and walk.field("CPV-koder").input_value()
    walk.button("Börja upphandlingen")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title[:40])


def test_the_list_follows_what_is_typed(page: Page) -> None:
    page.goto("/sok/")
    field = page.get_by_label("Vad söker du?")
    with page.expect_response(re.compile(r"/sok/\?q=m")):
        field.press_sequentially("möbler")
    expect(page.locator(".hits mark").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=m%C3%B6bler"))
    with page.expect_response(re.compile("ananas")):
        field.fill("ananas")
    expect(page.get_by_text("Inget hittades bland")).to_be_visible()
    expect(field).to_be_focused()
    Walker(page).look()


def test_a_facet_narrows_and_is_taken_away(page: Page) -> None:
    walk = Walker(page)
    page.goto("/sok/")
    facets = page.locator(".facets")
    walk.go(facets.get_by_role("link", name=re.compile("^ja – texten ber om det")))
    walk.look()
    mark = page.get_by_role("list", name="Valda filter").get_by_role("link")
    expect(mark).to_contain_text("Cirkulärt innehåll")
    walk.go(mark)
    expect(page.get_by_role("list", name="Valda filter")).to_have_count(0)


def test_what_cannot_be_searched_is_said_beside_the_field(page: Page, complaints: Complaints) -> None:
    complaints.expected.add(422)
    walk = Walker(page)
    page.goto("/sok/")
    page.get_by_label("Vad söker du?").fill("och i på")
    page.goto("/sok/?q=och+i+p%C3%A5&cpv=stolar")
    expect(page.locator("#q-error")).to_contain_text("småord")
    expect(page.get_by_label("Vad söker du?")).to_have_value("och i på")
    expect(page.locator("#cpv-error")).to_contain_text("ingen CPV-kod")
    walk.look()


def test_a_search_is_kept_with_a_feed_that_needs_no_signing_in(page: Page, bench: Bench) -> None:
    walk = Walker(page)
    page.goto("/sok/?q=möbler")
    page.get_by_label("Namn på sökningen").fill("Möbler att följa")
    walk.button("Spara med flöde")
    walk.look()
    address = page.get_by_role("listitem").filter(has_text="Möbler att följa").locator("a.mono").inner_text()
    with urllib.request.urlopen(address, timeout=10) as feed:
        assert feed.status == 200 and b"<feed" in feed.read()
    page.get_by_label("Namn", exact=True).first.fill("Möbler, alla län")
    walk.button_for("Byt namn", "Möbler att följa")
    expect(page.get_by_role("heading", name="Möbler, alla län")).to_be_visible()
    walk.button_for("Ta bort sökningen och dess flöde", "Möbler, alla län")
    walk.told("svarar inte längre")
    walk.look()
