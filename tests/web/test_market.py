"""The market's page: every figure with its base and its text, every table as a file, the tree, the map and the matrix."""

import re
from html import unescape
from typing import Any

import pytest

from omlopp.domain.model.text import Text
from omlopp.flows import market
from omlopp.notices.filters import Filters
from omlopp.statistics.rows import Share
from omlopp.web.screens.market.views import tree
from omlopp.web.words import marked, marked_words
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db


def page(visit: Any, path: str = "/marknaden/", language: str = "sv") -> str:
    answer = visit(language=language).get(path)
    assert answer.status_code == 200, path
    return unescape(answer.content.decode())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everything_the_page_offers_to_download_can_be_downloaded(
    visit: Any, workspace: Workspace, language: str
):
    for path in ("/marknaden/", "/marknaden/?cpv=39", "/marknaden/meningar/"):
        links = set(re.findall(r'href="(/marknaden/hamta/[^"]+)"', page(visit, path, language)))
        assert links, path
        for link in links:
            answer = visit(language=language).get(link)
            assert answer.status_code == 200 and len(answer.content) > 20, link


def test_a_share_never_stands_without_its_base_and_the_text_that_was_read(visit: Any, workspace: Workspace):
    says = page(visit)
    head = says.split('class="card headline"')[1].split("</dl>")[0]
    assert re.search(r"\d+ av [\d\u00a0]+ upphandlingar", head) and "Läst text" in head
    for row in re.findall(r"<tr>.*?</tr>", says, re.S):
        if re.search(r"\d%|\d\u00a0%", row):
            assert re.search(r"\d+ av [\d\u00a0]+", row), row


def test_a_filter_stands_in_the_address_and_can_be_taken_away(visit: Any, workspace: Workspace):
    says = page(visit, "/marknaden/?cpv=39&year=2023")
    assert (
        'href="/marknaden/?year=2023" class="mark"' in says
        and 'href="/marknaden/?cpv=39" class="mark"' in says
    )
    assert "Inget i marknaden passar de valda filtren" in says
    assert "Alla CPV-grupper" in page(visit, "/marknaden/?cpv=39")


def test_a_filter_that_cannot_be_used_is_said_and_the_rest_is_shown(visit: Any, workspace: Workspace):
    says = page(visit, "/marknaden/?year=nittio&r=R99")
    assert 'role="alert"' in says and "h-sources" in says


def test_what_does_not_exist_is_404(visit: Any, workspace: Workspace):
    for path in ("hamta/finns-inte.csv", "hamta/county.exe", "annons/"):
        assert visit().get(f"/marknaden/{path}").status_code == 404, path


def share(code: str, hits: int, of: int = 10) -> Share:
    return Share(code, Text(code, code), hits, 0, 0, of, hits / of, None)


def test_the_cpv_tree_has_each_group_before_what_is_below_it_and_where_most_is_found_first():
    rows = [
        share("03", 0),
        share("39", 2),
        share("391", 0, 4),
        share("392", 1),
        share("3912", 0),
        share("45", 5),
    ]
    assert [(row.code, depth) for row, depth in tree(rows)] == [
        ("45", 0), ("39", 0), ("392", 1), ("391", 1), ("3912", 2), ("03", 0),
    ]  # fmt: skip


def test_passages_are_marked_in_their_text_and_nothing_in_it_is_markup():
    text = "Köp <b>inte</b> nytt.\nÅterbrukade stolar & bord."
    shown = marked(text, [{"quote": "Återbrukade stolar & bord."}, {"quote": "finns inte"}])
    assert shown == "Köp &lt;b&gt;inte&lt;/b&gt; nytt.<br><mark>Återbrukade stolar &amp; bord.</mark>"
    assert marked_words("en ny stol", [{"words": "ny"}, {}]) == "en <mark>ny</mark> stol"
    assert marked("ab ab", [{"quote": "ab"}, {"quote": "b a"}]) == "<mark>ab ab</mark>"


def test_a_store_is_counted_once_and_kept(workspace: Workspace):
    store = market.open_store()
    assert market.overview(store, Filters()) is market.overview(store, Filters())
