"""The two sites: the handbook and the public portfolio. Nothing is fetched, nothing secret is told, names are text."""

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree, html

from omlopp.documents import site
from omlopp.documents.plan import Picture
from omlopp.flows.publications import open_data, public_site
from omlopp.flows.publications.build import Building
from omlopp.flows.publications.forms import form
from omlopp.flows.publications.job import Job
from omlopp.flows.publications.plan import plans
from omlopp.flows.publications.public import open_to_all
from omlopp.library.load import ROOT, library
from tests.publications.trial import base, entry


def files(name: str, job: Job) -> dict[str, bytes]:
    return {one.name: one.content for one in form(name).make(job)}


def job(name: str, *entries: object, language: str = "sv") -> Job:
    return Building(base(*entries)).job(plans().one(name), language)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def handbook() -> dict[str, bytes]:
    return files("handbook_site", job("handledning"))


@pytest.fixture(scope="module")
def portfolio() -> dict[str, bytes]:
    made = entry("Möbler <script>alert(1)</script> & mer"), entry("Väntar", number=2)
    waiting = replace(
        made[1].procurement, decisions=(), bids=(), evaluations={}, outcome="open", measurements=()
    )
    return files("public_site", job("portfolj", made[0], replace(made[1], procurement=waiting)))


def pages(made: dict[str, bytes]) -> dict[str, html.HtmlElement]:
    return {
        name: html.document_fromstring(content) for name, content in made.items() if name.endswith(".html")
    }


@pytest.mark.parametrize("which", ["handbook", "portfolio"])
def test_every_page_stands_by_itself(which: str, request: pytest.FixtureRequest):
    for name, page in pages(request.getfixturevalue(which)).items():
        assert page.get("lang") == "sv" and page.findtext(".//title"), name
        assert len(page.findall(".//h1")) == 1, name
        for one in (*page.iter("link"), *page.iter("script"), *page.iter("img")):
            assert not re.match(r"(?:https?:)?//", one.get("href") or one.get("src") or ""), name
        levels = [int(str(one.tag)[1]) for one in page.iter("h1", "h2", "h3", "h4", "h5")]
        body = levels[: levels.index(2, 1) + 1] if 2 in levels[1:] else levels
        assert body[0] == 1, name
        ids = [one.get("id") for one in page.iter() if one.get("id")]
        assert len(ids) == len(set(ids)), name


def test_the_handbook_has_its_chapters_and_every_group_and_case(handbook: dict[str, bytes]):
    named = {name.removesuffix(".html") for name in handbook}
    assert {"checklistor", "rakneexempel", "fall", "indikatorer", "lag", "proveniens"} <= named
    assert {f"grupp-{id.replace('_', '-')}" for id in library().groups} <= named
    cases = pages(handbook)["fall.html"]
    assert {f"fall-{id.replace('_', '-')}" for id in library().cases} <= {
        one.get("id") for one in cases.iter("h2")
    }


def test_search_works_as_a_list_without_a_program_and_finds_by_words_with_one(handbook: dict[str, bytes]):
    page = pages(handbook)["sok.html"]
    listed = page.findall(".//section[@id='all']//a")
    rows = json.loads(
        handbook["sections.js"].decode().removeprefix("window.OMLOPP_SECTIONS = ").rstrip(";\n")
    )
    assert len(listed) == len(rows) > 400
    assert all("reservdel" in " ".join(row[1:]).lower() for row in rows if "reservdelar" in row[3].split())
    assert any("reservdelar" in row[3].split() for row in rows)
    for address, *_ in rows:
        name, _, anchor = address.partition("#")
        assert name in handbook and (not anchor or f'id="{anchor}"'.encode() in handbook[name])


def test_worked_examples_are_recomputed_at_build():
    shown = Building(base()).figures("sv")
    assert shown["example.kronor.B.comparison"].value == Decimal(920000)
    assert shown["example.kvot.B.rank"].value == shown["example.utan_c.A.rank"].value == 1


def test_the_generator_of_the_handbook_stays_small():
    ours = [
        Path(site.__file__),
        Path(public_site.__file__).parent / "handbook_site.py",
        ROOT / "templates" / "style" / "search.js",
    ]
    assert sum(len(path.read_text("utf-8").splitlines()) for path in ours) < 400


def test_the_index_of_terms_leads_to_sections_that_are_there():
    document = job("handledning").document("pdf")
    anchors = {one.anchor for one in document.blocks if getattr(one, "anchor", "")}
    assert len(document.index) > 25
    assert all(set(places) <= anchors for _, places in document.index)
    assert [word for word, _ in document.index][-2:] == ["återbruk", "återtagande"] or document.index[-1][0][
        0
    ] in "åäöu"


def test_names_with_markup_are_text(portfolio: dict[str, bytes]):
    page = pages(portfolio)["upphandling/1.html"]
    assert page.findtext(".//h1") == "Möbler <script>alert(1)</script> & mer"
    for name, content in portfolio.items():
        assert b"<script>alert" not in content or name.endswith((".json", ".csv")), name
    feed = etree.fromstring(portfolio["feed.xml"])
    assert "ÖVNING: Möbler <script>alert(1)</script> & mer" in [one.text for one in feed.iter("{*}title")]


def test_what_is_not_advertised_is_told_as_a_number_only(portfolio: dict[str, bytes]):
    assert "upphandling/2.html" not in portfolio
    assert b"V\xc3\xa4ntar" not in portfolio["upphandlingar.html"] + portfolio["data/procurements.csv"]
    assert "1 upphandlingar är inte annonserade" in pages(portfolio)["upphandlingar.html"].text_content()


def test_no_bid_and_no_price_leaves_the_workspace(portfolio: dict[str, bytes]):
    one = entry().procurement
    told = b"".join(
        content for name, content in portfolio.items() if "upphandling" in name or "procurements" in name
    )
    for bid in one.bids:
        assert bid.bidder.encode() not in told
    kept = open_to_all(replace(entry(), procurement=replace(one, decisions=())))
    assert one.bids and not kept.procurement.bids and not kept.procurement.evaluations


def test_procurements_are_marked_as_exercises_and_cases_are_not(portfolio: dict[str, bytes]):
    for name, page in pages(portfolio).items():
        marked = bool(page.findall(".//aside[@class='exercise']"))
        assert marked != name.startswith("fall/"), name
    assert "ÖVNING" in pages(portfolio)["upphandling/1.html"].text_content()


def test_every_column_of_the_open_data_is_in_the_dictionary(portfolio: dict[str, bytes]):
    words = {
        (row["table"], row["column"]) for row in json.loads(portfolio["data/dictionary.json"])["columns"]
    }
    for table in open_data.dictionary():
        rows = list(csv.DictReader(io.StringIO(portfolio[f"data/{table}.csv"].decode("utf-8-sig"))))
        held = json.loads(portfolio[f"data/{table}.json"])
        assert held["licence"] == "CC BY 4.0" and len(held["rows"]) == len(rows)
        assert {(table, column) for column in (rows[0] if rows else ())} <= words
    cases = list(csv.DictReader(io.StringIO(portfolio["data/cases.csv"].decode("utf-8-sig"))))
    assert len(cases) == len(library().cases) and all(row["source_title"] for row in cases)


def test_a_cell_is_never_a_formula():
    made = entry("=HYPERLINK(1)")
    rows = files("public_site", job("portfolj", made))["data/procurements.csv"].decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in rows and "\n=HYPERLINK" not in rows and ",=HYPERLINK" not in rows


def test_an_empty_portfolio_says_so():
    made = pages(files("public_site", job("portfolj")))
    assert "Portföljen har ingen upphandling ännu" in made["index.html"].text_content()
    assert "Ingen upphandling är publicerad ännu" in made["upphandlingar.html"].text_content()
    assert "inget att räkna" in made["resultat.html"].text_content()


def test_the_map_of_one_county_is_drawn_with_its_words():
    drawn = [each.block for each in job("portfolj", entry()).laid("public_site")]
    assert any("Jämtland: 1" in one.alt for one in drawn if isinstance(one, Picture))
