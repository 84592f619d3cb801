"""Searching on the page: words and filters in the address, evidence marked, hits begun from, searches saved with a feed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from omlopp.flows import search as flow
from omlopp.notices.filters import Filters
from omlopp.web.records.models import Event, NoticeRecord, ProcurementRecord, SavedSearch
from tests.notices.market import MARKET, notice, write
from tests.web import building
from tests.web.building import Workspace

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def market(tmp_path: Path, monkeypatch: Any) -> Iterator[Path]:
    """The invented market in a folder of its own, whatever the workspace of the other tests holds."""
    write(tmp_path, MARKET)
    monkeypatch.setattr(flow, "market_folder", lambda: tmp_path)
    flow.index()
    yield tmp_path
    flow.market.cache_clear()


def page(client: Client, path: str, status: int = 200, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, path
    return re.sub(r"\s+", " ", answer.content.decode())


def key(number: str) -> str:
    return next(hit.key for hit in flow.find(Filters(), size=50).hits if hit.card["notice_id"] == number)


def test_words_find_hits_with_the_evidence_marked_in_its_context(visit: Any, market: Path):
    says = page(visit(), "/sok/?q=återbrukade+möbler")
    assert "<strong>3</strong> av 7 annonser" in says and "<mark>Kontorsmöbelåterbruk</mark>" in says
    assert '<q class="evidence">Tjänster för <mark>återbruk</mark> av <mark>möbler</mark></q>' in says
    assert "Region Exempel · 2022 · 39130000 Kontorsmöbler" in says and ">1 till i samma upphandling<" in says


def test_what_a_notice_says_is_escaped_and_only_our_marks_are_marks(visit: Any, market: Path):
    write(
        market,
        [notice("1-2023", "<b>Stolar</b> & <script>alert(1)</script>", 'Säger "stolar" <i>här</i>.')],
        part="part-00009",
    )
    flow.index()
    says = page(visit(), "/sok/?q=stolar")
    assert (
        "&lt;b&gt;<mark>Stolar</mark>&lt;/b&gt; &amp; &lt;script&gt;" in says and "<script>alert" not in says
    )


def test_a_row_with_only_a_title_says_so(visit: Any, market: Path):
    says = page(visit(), "/sok/?q=begagnade")
    assert "Begagnade</mark> möbler" in says and "endast titel" in says
    assert "title only" in page(visit(language="en"), "/sok/?q=begagnade")


def test_facets_narrow_and_chosen_filters_are_taken_away(visit: Any, market: Path):
    client = visit()
    says = page(client, "/sok/?q=möbler")
    assert re.search(
        r'<a href="/sok/\?q=m%C3%B6bler&amp;year=2022">2022</a> <span class="muted n">1</span>', says
    )
    assert "buyer=2120000001" in says and ">Provkommunen</a>" in says
    narrowed = page(client, "/sok/?q=möbler&year=2022")
    assert "<strong>1</strong> av 7" in narrowed and 'href="/sok/?q=m%C3%B6bler"' in narrowed
    assert '<input type="hidden" name="year" value="2022">' in narrowed


@pytest.mark.parametrize("query, says, status", [
    ("q=och", "småord", 422), ("q=%F0%9F%99%82", "inga ord att söka på", 422), ("q=-möbler", "minus", 422),
    ("q=möbler&cpv=xx", "ingen CPV-kod", 422), ("q=möbler&year=sedan", "inget år", 422), ("q=" + "x" * 3000, "gränsen är 1000", 422),
    ('q="återbrukade', "andra hälft", 200), ("q=ananas", "Inget hittades", 200), ("q=möbler&sida=99999", "annonser", 200),
    ("q=möbler&sida=x", "annonser", 200), ("q=återbruk+ananas", "Ingen har alla orden", 200),
])  # fmt: skip
def test_odd_questions_are_answered_in_words(visit: Any, market: Path, query: str, says: str, status: int):
    assert says in page(visit(), f"/sok/?{query}", status).replace("\u00a0", " ")


def test_without_an_index_the_page_tells_how_to_get_one(
    visit: Any, tmp_path: Path, monkeypatch: Any, workspace: Workspace
):
    monkeypatch.setattr(flow, "market_folder", lambda: tmp_path / "tom")
    assert "omlopp notices index" in page(visit(), "/sok/?q=möbler")


def test_what_means_the_same_is_offered_and_said(visit: Any, market: Path):
    client = visit()
    says = page(client, "/sok/?q=begagnade+möbler")
    assert 'href="/sok/?q=begagnade+m%C3%B6bler&amp;bredd=vid"' in says and "ber om samma sak" in says
    wide = page(client, "/sok/?q=begagnade+möbler&bredd=vid")
    assert (
        "återbruk och återanvändning" in wide and 'href="/sok/?q=begagnade+m%C3%B6bler&amp;bredd=ord"' in wide
    )
    assert '<input type="hidden" name="bredd" value="vid">' in wide, "typing on keeps it"


def test_a_damaged_index_is_said(visit: Any, market: Path):
    for path in (market / "search").rglob("*.idx"):
        path.chmod(0o600)
        path.write_bytes(b"")
    flow.market.cache_clear()
    assert "går inte att läsa" in page(visit(), "/sok/?q=möbler")


def test_the_live_answer_is_the_same_list_and_nothing_more(visit: Any, market: Path):
    client = visit()
    part = page(client, "/sok/?q=möbler", HX_Request="true")
    assert part.strip().startswith('<div id="results"') and "<html" not in part and "Kontors" in part
    refused = page(client, "/sok/?q=och", HX_Request="true")  # htmx shows only what is answered with 200
    assert "småord" in refused and "<html" not in refused
    long = page(client, "/sok/?q=" + "möbler+" * 1_500, HX_Request="true")
    assert "gränsen är" in long and 'class="hits"' not in long, (
        "never every notice for a question not understood"
    )


@pytest.mark.parametrize("person", ["reader", "assessor", building.OUTSIDER])
def test_everybody_with_an_account_searches(visit: Any, market: Path, person: str):
    assert "träff" not in page(visit(person), "/sok/") and "7" in page(visit(person), "/sok/")


# A hit, and beginning from it


def test_a_hit_is_explained_in_full_with_its_procedure_and_what_is_like_it(visit: Any, market: Path):
    says = page(visit(), f"/sok/annons/{key('200-2021')}/")
    assert "Flaggat mot funnet" in says and re.search(r"återbrukade möbler(</mark>)?</blockquote>", says)
    assert "Fler annonser i samma upphandling" in says and "Ramavtal för återbrukade möbler" in says
    assert "Liknande upphandlingar" in says and "samma CPV: kontorsmöbler" in says
    assert page(visit(), "/sok/annons/finns-inte/", 404)


def test_a_notice_of_the_store_begins_a_procurement_with_its_lots_and_criteria(visit: Any, market: Path):
    client, path = visit(), f"/borja/funnen/{flow.find(Filters(q='100-2021')).hits[0].key}/"
    form = client.get(path).content.decode()
    assert (
        'value="Ramavtal för återbrukade möbler"' in form
        and 'value="39130000"' in form
        and "Provkommunen" in form
    )
    answer = client.post(path, {"title": "Möbler", "buyer_name": "Provkommunen", "buyer_kind": "municipality", "buyer_number": "",
                                "object_kind": "goods", "value_sek": "", "cpv": "39130000"})  # fmt: skip
    begun = ProcurementRecord.objects.latest("pk")
    assert answer.status_code == 302 and [lot.lot_id for lot in begun.lots.all()] == ["LOT-0001"]
    assert begun.from_notice is not None and begun.from_notice.notice_id == "100-2021"
    assert [event.action for event in Event.objects.order_by("-pk")[:2]] == [
        "procurement-begun",
        "notices-kept",
    ]
    assert client.get(path).headers["Location"] == f"/borja/annons/{begun.from_notice.pk}/", (
        "now the workspace has it"
    )


def test_a_row_of_the_registry_fills_buyer_cpv_and_title_and_no_more(visit: Any, market: Path):
    client, path = visit(), f"/borja/funnen/{key('KA1047')}/"
    form = client.get(path).content.decode()
    for value in ("Begagnade möbler, ramavtal", "GISLAVEDS KOMMUN", "2120000514", "39130000"):
        assert f'value="{value}"' in form
    assert "som inte har mer" in form
    records = NoticeRecord.objects.count()
    client.post(path, {"title": "Möbler", "buyer_name": "Gislaved", "buyer_kind": "municipality", "buyer_number": "2120000514",
                       "object_kind": "goods", "value_sek": "", "cpv": "39130000"})  # fmt: skip
    begun = ProcurementRecord.objects.latest("pk")
    assert begun.from_notice is None and NoticeRecord.objects.count() == records and begun.lots.count() == 1
    assert client.get("/borja/funnen/finns-inte/").status_code == 404


# Saved searches and their feeds


def save(client: Client, name: str = "Möbler i länet", **filters: str) -> SavedSearch:
    client.post("/sok/sparade/ny/", {"name": name, **filters})
    return SavedSearch.objects.latest("pk")


def test_a_search_is_saved_renamed_and_removed(visit: Any, market: Path):
    client = visit("reader")
    row = save(client, q="möbler", year="2021", format="")
    assert row.query == {"q": "möbler", "year": "2021"} and row.owner.username == "reader"
    listed = page(client, "/sok/sparade/")
    assert (
        "Möbler i länet" in listed
        and "”möbler” · År: 2021" in listed
        and f"/sok/flode/{row.token}.xml" in listed
    )
    client.post(f"/sok/sparade/{row.pk}/namn/", {"name": "Nytt"})
    row.refresh_from_db()
    assert row.name == "Nytt"
    assert "behöver ett namn" in client.post(f"/sok/sparade/{row.pk}/namn/", {"name": " "}).content.decode()
    client.post(f"/sok/sparade/{row.pk}/bort/")
    assert (
        not SavedSearch.objects.filter(pk=row.pk).exists()
        and Client().get(f"/sok/flode/{row.token}.xml").status_code == 404
    )
    assert [event.action for event in Event.objects.order_by("-pk")[:3]] == [
        "search-dropped",
        "search-renamed",
        "search-saved",
    ]
    assert row.token not in str(list(Event.objects.values_list("content", flat=True)))


def test_a_search_that_cannot_be_kept_is_refused_in_words(visit: Any, market: Path):
    client, before = visit(), building.state()
    for form, says in (
        ({"name": " ", "q": "möbler"}, "behöver ett namn"),
        ({"name": "x", "cpv": "zz"}, "ingen CPV-kod"),
    ):
        assert says in client.post("/sok/sparade/ny/", form, follow=True).content.decode()
    assert building.state() == before


def test_other_peoples_searches_do_not_exist(visit: Any, market: Path):
    row = save(visit("reader"), q="möbler")
    before = building.state()
    assert {
        visit("buyer").post(f"/sok/sparade/{row.pk}/{what}/", {"name": "x"}).status_code
        for what in ("namn", "bort")
    } == {404}
    assert "Möbler i länet" not in page(visit("buyer"), "/sok/sparade/") and building.state() == before


def test_the_feed_is_found_from_the_pages(visit: Any, market: Path):
    client = visit("reader")
    row = save(client, q="möbler")
    for path in ("/sok/", "/sok/sparade/"):
        assert re.search(
            rf'<link rel="alternate" type="application/atom\+xml"[^>]*/sok/flode/{row.token}\.xml"',
            page(client, path),
        )


def test_the_feed_is_read_without_signing_in_and_only_by_who_has_its_address(visit: Any, market: Path):
    row = save(visit("reader"), q="möbler")
    stranger = Client()
    assert stranger.get(f"/sok/flode/{row.token}.xml").status_code == 200 and len(row.token) >= 43
    assert (
        stranger.get(f"/sok/flode/{row.token[:-1]}.xml").status_code == 404
        and stranger.get("/sok/").status_code == 302
    )
    assert stranger.post(f"/sok/flode/{row.token}.xml").status_code == 405


def read(client: Client, row: SavedSearch) -> Any:
    answer = client.get(f"/sok/flode/{row.token}.xml")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(answer.content)


def check(feed: Any) -> None:
    """What RFC 4287 asks of a feed and its entries."""
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    assert feed.tag == f"{ATOM}feed"
    for each in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(each.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", each.findtext(f"{ATOM}id")) and stamp.fullmatch(
            each.findtext(f"{ATOM}updated")
        )
        links = {(link.get("rel"), link.get("href")) for link in each.findall(f"{ATOM}link")}
        assert all(href.startswith("http") for _, href in links) and "alternate" in {rel for rel, _ in links}
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None, "entries without an author need the feed's"
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [each.findtext(f"{ATOM}id") for each in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_the_feed_is_valid_atom_with_the_newest_notices_first(visit: Any, market: Path):
    row = save(visit("reader"), name="Möbler <&>", q="möbler")
    feed = read(Client(), row)
    check(feed)
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries][:2] == [
        "Kontorsmöbelåterbruk",
        "Resultat: återbrukade möbler",
    ]
    days = [entry.findtext(f"{ATOM}updated") for entry in entries]
    assert days == sorted(days, reverse=True) and feed.findtext(f"{ATOM}updated") == days[0]
    said = entries[0].findtext(f"{ATOM}summary")
    assert (
        "Region Exempel · 2022-02-01 · 39130000" in said
        and "återbruk och återanvändning: ”Tjänster för återbruk av möbler”" in said
    )
    again = read(Client(), row)
    assert [each.text for each in again.iter(f"{ATOM}id")] == [each.text for each in feed.iter(f"{ATOM}id")]


def test_a_feed_holds_what_its_search_showed_and_never_notices_with_a_few_of_the_words(
    visit: Any, market: Path
):
    client = visit()
    for reach, found in (("ord", 1), ("vid", 4)):
        assert (
            len(read(Client(), save(client, q="begagnade möbler", bredd=reach)).findall(f"{ATOM}entry"))
            == found
        )
    assert "Ingen har alla orden" in page(client, "/sok/?q=återbruk+ananas")
    assert not read(Client(), save(client, q="återbruk ananas", bredd="ord")).findall(f"{ATOM}entry")
    row = save(client, q="möbler", bredd="annat")
    assert row.query == {"q": "möbler"}


def test_a_feed_with_nothing_to_tell_is_valid_and_empty(visit: Any, market: Path):
    client = visit("reader")
    for filters in ({"q": "ananas"}, {"q": "och"}, {"format": "document"}):
        feed = read(Client(), save(client, **filters))
        check(feed)
        assert not feed.findall(f"{ATOM}entry")


def test_uploaded_documents_and_forbidden_signs_do_not_reach_a_feed(visit: Any, market: Path):
    write(market, [notice("utkast-1", "Hemligt utkast: möbler", format="document", text_read="document"),
                   notice("8-2023", "Möbler\x0b och\x01 stolar", published_on=None)], part="part-00008")  # fmt: skip
    flow.index()
    feed = read(Client(), save(visit("reader"), q="möbler"))
    check(feed)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert "Möbler  och  stolar" in titles and not any("Hemligt" in title for title in titles)
