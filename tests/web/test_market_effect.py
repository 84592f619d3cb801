"""The page of the market evidence: what is missing without a result; the answer first with one; everything to check by."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from omlopp.flows import market_effect
from omlopp.statistics import effect_data, effect_made, effect_spec
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
SPEC = effect_spec.current()


def page(visit: Any, path: str = "/marknaden/verkan/", language: str = "sv") -> str:
    answer = visit(language=language).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


@pytest.fixture
def result():
    """A result of invented procurements in the workspace; taken away again."""
    from dataclasses import replace
    from shutil import rmtree

    spec = replace(SPEC, draws=99, robustness=SPEC.robustness[:2])
    rows = effect_made.made(3, spec, effect_made.World(buyers=40, procurements=500, asked=0.1))
    rows = replace(rows, every=rows.procurements)
    made = market_effect._result(rows, spec, date(2026, 11, 22), lambda _: None)
    made["data"] |= {"pack": "made", "version": "made", "licence": "–"}
    made["check"] = {"planted": dict(rows.planted), "seed": 3, "answers": made["answers"], "raw": []}
    market_effect.keep(made, effect_data.as_csv(rows), SPEC)
    yield made
    rmtree(market_effect.place())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_without_a_result_it_says_how_to_get_one_and_shows_the_specification(
    visit: Any, workspace: Workspace, language: str
):
    says = page(visit, language=language)
    assert "registry-se" in says and "omlopp market effect" in says and SPEC.sha256 in says
    assert visit().get("/marknaden/verkan/hamta/resultat.json").status_code == 404
    assert visit().get("/marknaden/verkan/hamta/specifikation.yaml").status_code == 200


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_answer_stands_first_with_interval_and_base(
    visit: Any, workspace: Workspace, result: Any, language: str
):
    says = page(visit, language=language)
    lead = re.search(r'<p class="lead">(.*?)</p>', says, re.S)
    row = market_effect.answer(result, "found", "bids")
    assert lead and "95" in lead[1] and str(row["exposed"]) in lead[1]
    assert (
        says.index('class="lead"')
        < says.index("h-answers")
        < says.index("h-robust")
        < says.index("h-caveats")
    )
    assert SPEC.sha256 in says and result["data"]["sha256"] in says


def test_everything_the_page_offers_to_download_can_be_downloaded(
    visit: Any, workspace: Workspace, result: Any
):
    links = set(re.findall(r'href="(/marknaden/verkan/hamta/[^"]+)"', page(visit)))
    assert len(links) >= 7
    for link in links:
        answer = visit().get(link)
        assert answer.status_code == 200 and len(answer.content) > 20, link


def test_each_question_has_its_own_table_and_an_unknown_one_falls_back(
    visit: Any, workspace: Workspace, result: Any
):
    for query in re.findall(r'href="(\?krav=[^"#]+)', page(visit)):
        assert "<svg" in page(visit, "/marknaden/verkan/" + query)
    assert "<svg" in page(visit, "/marknaden/verkan/?krav=<script>&utfall=x")
