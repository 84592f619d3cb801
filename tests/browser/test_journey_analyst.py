"""Journey 5, the policy analyst: how many ask, for what and where, how sure it is – and whether it costs bids.

Three workspaces: without the registry (what is missing is said), with a result of invented procurements, and – where
the pack is at hand – with the one that `omlopp market effect` makes of the registry itself.
"""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from omlopp.flows import market_effect
from omlopp.statistics import effect_data, effect_made, effect_spec
from tests.browser.conftest import OMLOPP, Bench
from tests.browser.looking import no_violations
from tests.browser.reading import download, plain
from tests.browser.walking import Walker
from tests.conftest import needs_chromium, needs_pack

pytestmark = [needs_chromium, pytest.mark.browser]
SPEC = effect_spec.current()


def home_of(bench: Bench) -> Path:
    return bench.log.parent / "home"


def of_registry(bench: Bench) -> None:
    """`omlopp market effect`, on the pack of OMLOPP_PACKS."""
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    env |= {"OMLOPP_HOME": str(home_of(bench)), "OMLOPP_LANG": "sv"}
    done = subprocess.run([OMLOPP, "market", "effect"], env=env, capture_output=True, text=True, timeout=580)
    assert done.returncode == 0, done.stderr[-2000:]


def of_invented(bench: Bench) -> None:
    """The same walk over invented procurements, kept as a real result is."""
    spec = replace(SPEC, draws=99, robustness=SPEC.robustness[:3])
    rows = effect_made.made(3, spec, effect_made.World(buyers=40, procurements=500, asked=0.1))
    rows = replace(rows, every=rows.procurements)
    made = market_effect._result(rows, spec, date(2026, 11, 22), lambda _: None)
    made["data"] |= {"pack": "made", "version": "made", "licence": "–"}
    made["check"] = {"planted": dict(rows.planted), "seed": 3, "answers": made["answers"], "raw": []}
    market_effect.keep(made, effect_data.as_csv(rows), SPEC, home_of(bench))


@pytest.fixture
def clear(bench: Bench) -> Iterator[None]:
    """No result before, and none after: other tests read the page as it is without one."""
    shutil.rmtree(market_effect.place(home_of(bench)), ignore_errors=True)
    yield
    shutil.rmtree(market_effect.place(home_of(bench)), ignore_errors=True)


def test_what_share_asks_of_what_kind_and_where(page: Page) -> None:
    """Every share stands with its base and interval, on the page and in its file; the two are equal."""
    walk = Walker(page)
    page.goto("/")
    walk.link("Marknaden")
    headline = page.get_by_role("region", name="Hur stor andel").or_(page.locator("section.headline"))
    shown = plain(headline.first.locator(".big").inner_text())
    share, hits, base = re.fullmatch(r"([\d,]+) % (\d+) av (\d+) upphandlingar", shown).groups()  # type: ignore[union-attr]
    assert abs(float(share.replace(",", ".")) - 100 * int(hits) / int(base)) <= 0.05
    expect(headline.first).to_contain_text(re.compile(r"95 %-intervall\s*[\d,]+–"))
    expect(headline.first).to_contain_text("Rättat för mätfel")
    row = next(one for one in table(download(walk, "CSV – Upphandlingar som uttryckligen ber"))
               if hits in one.values() and base in one.values())  # fmt: skip
    assert any(value.startswith("0.") for value in row.values()), "the share itself is in the file"
    for heading in ("Län för län", "Vad de ber om, och hur", "Flaggat mot funnet"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="R-steg")).to_be_visible()
    walk.link("Kostar kraven anbud?")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kostar cirkulära krav anbud?")


@pytest.mark.usefixtures("clear")
def test_without_the_registry_the_page_says_what_is_missing_and_how_to_get_it(page: Page) -> None:
    walk = Walker(page)
    page.goto("/marknaden/verkan/")
    walk.look()
    expect(page.get_by_text("Frågan är inte räknad här än.")).to_be_visible()
    ways = page.locator("ol.ways")
    for word in ("registry-se", "omlopp market effect", "--simulated", "CC0"):
        expect(ways).to_contain_text(word)
    expect(page.get_by_text(SPEC.sha256).first).to_be_visible()
    text = download(walk, "Hämta specifikationen")
    assert (
        hashlib.sha256(text).hexdigest() == SPEC.sha256
    )  # what was written beforehand can be checked beforehand


@pytest.mark.usefixtures("clear")
@pytest.mark.parametrize(
    "kept",
    [
        of_invented,
        pytest.param(of_registry, marks=[pytest.mark.long, needs_pack("registry-se")]),
    ],
)
def test_does_it_cost_bids(page: Page, bench: Bench, kept: object) -> None:
    kept(bench)  # type: ignore[operator]
    result = market_effect.kept(home_of(bench))
    assert result is not None
    walk = Walker(page)
    page.goto("/marknaden/verkan/")
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        walk.look()
    page.set_viewport_size({"width": 1280, "height": 900})
    read_the_answer(walk, result)
    try_it_in_other_ways(walk)
    check_the_data(walk, result)
    Walker(page).button("English")
    no_violations(page, "en")
    Walker(page).button("Svenska")


def read_the_answer(walk: Walker, result: dict[str, object]) -> None:
    """First a sentence: the answer, its interval, its base, and what would have been seen at all."""
    one = market_effect.answer(result, "found", "bids")
    lead = plain(walk.page.locator("p.lead").inner_text())
    number = f"{one['effect'] * 100:+.{0 if abs(one['effect']) >= 0.1 else 1}f}".replace("-", "−").replace(
        ".", ","
    )
    assert f"{number} % i antal anbud per del" in lead and "95 %-intervall" in lead
    assert f"i {one['exposed']} av {spaced(one['n'])} jämförda upphandlingar" in lead
    assert "Bara en skillnad på minst" in lead or one["verdict"] != "cannot_tell"
    assert {"cannot_tell": "Går inte att säga"}.get(one["verdict"], "") in lead
    planted = walk.page.get_by_role("heading", name="Hittar metoden det som finns")
    expect(planted).to_be_visible()
    expect(walk.page.get_by_text(SPEC.sha256).first).to_be_visible()


def try_it_in_other_ways(walk: Walker) -> None:
    """The same question by other models and samples, and another question; as a picture and as a table."""
    page = walk.page
    page.locator("summary", has_text=re.compile("^Alla .* skattningar i tabell")).click()
    lines = page.get_by_role("region", name=re.compile("^Antal anbud per del")).get_by_role("row")
    assert lines.count() > 3
    expect(lines.nth(1)).to_contain_text("Huvudmodellen")
    no_violations(page)
    walk.go(page.get_by_role("link", name=re.compile("^Oftare ett enda anbud")).first)
    expect(page.locator("a[aria-current=true]", has_text="Oftare ett enda anbud")).to_be_visible()


def check_the_data(walk: Walker, result: dict[str, object]) -> None:
    """What is downloaded is what the page shows, and the answer's own rows are there to be counted again."""
    page = walk.page
    platforms = table(download(walk, "Flaggan per plattform"))
    flagged = page.get_by_role("region", name="Flaggat mot funnet, per annonsplattform").get_by_role("row")
    expect(flagged).to_have_count(len(platforms) + 1)
    for row in platforms:
        line = plain(flagged.filter(has_text=row["platform"] or "Alla").first.inner_text())
        assert f"{spaced(int(row['declared']))} av {spaced(int(row['of']))}" in line
    whole = json.loads(download(walk, "Hela resultatet"))
    assert whole == result
    estimates = table(download(walk, "Alla skattningar"))
    main = next(
        one for one in estimates if (one["exposure"], one["outcome"], one["id"]) == ("found", "bids", "main")
    )
    assert float(main["effect"]) == market_effect.answer(whole, "found", "bids")["effect"]
    content = download(walk, "Raderna som skattningarna är gjorda av")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    counted = whole["exposed"]["found"]
    assert (len(rows), sum(row["found"] == "True" for row in rows)) == (counted["of"], counted["all"])
    assert not {"supplier", "leverantor", "winner"} & set(rows[0])
    assert hashlib.sha256(download(walk, "Specifikationen (YAML)")).hexdigest() == SPEC.sha256


def table(content: bytes) -> list[dict[str, str]]:
    """A CSV as rows; what stands behind # at its head is what it was made from."""
    lines = [line for line in content.decode("utf-8-sig").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter=";" if ";" in lines[0] else ","))


def spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")
